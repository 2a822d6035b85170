/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "report/value.h"

__extension__ typedef __int128 wide;

/* floor((part x scale) / of + 1/2) */
static wide
round_scaled(struct value v, int64_t scale)
{
	wide twice = (wide)v.part * scale * 2 + v.of, of = (wide)v.of * 2;
	wide q = twice / of;

	return twice % of < 0 ? q - 1 : q;
}

int64_t
value_round(struct value v)
{
	return v.of <= 0 ? 0 : (int64_t)round_scaled(v, 1);
}

size_t
value_put(char *out, struct value v, unsigned decimals, int fixed)
{
	int64_t scale = 1, fraction;
	size_t n = 0, i;
	wide q;

	if (v.of <= 0)
		return 0;
	for (i = 0; i < decimals; i++)
		scale *= 10;
	q = round_scaled(v, scale);
	if (q < 0) {
		out[n++] = '-';
		q = -q;
	}
	n += num_put(out + n, (int64_t)(q / scale));
	fraction = (int64_t)(q % scale);
	if (decimals == 0 || (fraction == 0 && !fixed))
		return n;
	out[n++] = '.';
	for (i = decimals; i > 0; i--) {
		out[n + i - 1] = (char)('0' + fraction % 10);
		fraction /= 10;
	}
	n += decimals;
	while (!fixed && out[n - 1] == '0')
		n--;
	return n;
}
