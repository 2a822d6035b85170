/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* Most numbers that are written have few digits: `v` is below 1,000. */
static inline size_t
put_small(char *out, unsigned v)
{
	static const char pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";
	size_t n = 0;

	if (v < 10) {
		out[0] = (char)('0' + v);
		return 1;
	}
	if (v >= 100) {
		out[n++] = (char)('0' + v / 100);
		v %= 100;
	}
	memcpy(out + n, pairs + 2 * v, 2);
	return n + 2;
}

size_t
num_put(char *out, int64_t value)
{
	char digits[NUM_MAX];
	size_t n = 0, len = 0;
	uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	if (value < 0)
		out[len++] = '-';
	if (v < 1000)
		return len + put_small(out + len, (unsigned)v);
	do {
		digits[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	while (n > 0)
		out[len++] = digits[--n];
	return len;
}

size_t
num_put_tenths(char *out, int64_t tenths)
{
	size_t n = 0;
	uint64_t v = tenths < 0 ? 0 - (uint64_t)tenths : (uint64_t)tenths;

	if (tenths < 0)
		out[n++] = '-';
	n += v < 10000 ? put_small(out + n, (unsigned)v / 10)
		       : num_put(out + n, (int64_t)(v / 10));
	out[n++] = '.';
	out[n++] = (char)('0' + v % 10);
	return n;
}

/* Digits alone, so few that they cannot be too many: 1, or 0. */
static inline int
few_digits(struct bytes b, int64_t *value)
{
	uint64_t v = 0;
	size_t i;

	if (b.n == 0 || b.n > 18)
		return 0;
	for (i = 0; i < b.n; i++) {
		unsigned d = (unsigned)(unsigned char)b.p[i] - '0';

		if (d > 9)
			return 0;
		v = v * 10 + d;
	}
	*value = (int64_t)v;
	return 1;
}

int
num_integer(struct bytes b, int64_t *value)
{
	int64_t v = 0;
	int negative = 0;
	size_t i = 0;

	if (few_digits(b, value))
		return 0;

	if (b.n > 0 && (b.p[0] == '-' || b.p[0] == '+')) {
		negative = b.p[0] == '-';
		i = 1;
	}
	if (i == b.n)
		return -1;
	for (; i < b.n; i++) {
		int d = b.p[i] - '0';

		if (d < 0 || d > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, d, &v))
			return -1;
	}
	/* Counted downwards, so that the smallest integer fits. */
	if (!negative && __builtin_sub_overflow(0, v, &v))
		return -1;
	*value = v;
	return 0;
}

/* Copy a number for strtod(3); -1 unless its shape is a plain number. */
static int
plain_number(struct bytes b, char decimal, char *text, size_t cap)
{
	size_t i = 0, digits = 0;
	int mark = 0;

	if (b.n == 0 || b.n >= cap)
		return -1;
	if (b.p[0] == '-' || b.p[0] == '+')
		text[0] = b.p[0], i = 1;
	for (; i < b.n; i++) {
		text[i] = b.p[i];
		if (byte_is_digit((unsigned char)b.p[i]))
			digits++;
		else if (b.p[i] == decimal && !mark)
			text[i] = '.', mark = 1;
		else
			break;
	}
	if (digits == 0)
		return -1;
	if (i < b.n) {
		if (b.p[i] != 'e' && b.p[i] != 'E')
			return -1;
		if (++i < b.n && (b.p[i] == '-' || b.p[i] == '+'))
			text[i] = b.p[i], i++;
		if (i == b.n)
			return -1;
		for (; i < b.n; i++) {
			if (!byte_is_digit((unsigned char)b.p[i]))
				return -1;
			text[i] = b.p[i];
		}
	}
	text[b.n] = '\0';
	return 0;
}

/*
 * A plain decimal of up to 15 digits.  They are exact in a double as an
 * integer, so is the power of ten, and the quotient of two doubles is
 * rounded once: this is the double that strtod(3) gives (Clinger 1990).
 * Returns 0, or -1 when it is something else.
 */
static int
short_decimal(struct bytes b, char decimal, double *value)
{
	static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
		1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	size_t i = 0, digits = 0, behind = 0;
	int negative = 0, mark = 0;
	int64_t v = 0;

	if (b.n > 0 && (b.p[0] == '-' || b.p[0] == '+')) {
		negative = b.p[0] == '-';
		i = 1;
	}
	if (b.n > 17)
		return -1;
	for (; i < b.n; i++) {
		if (byte_is_digit((unsigned char)b.p[i])) {
			v = v * 10 + (b.p[i] - '0');
			digits++;
			behind += (size_t)mark;
		} else if (b.p[i] == decimal && !mark)
			mark = 1;
		else
			return -1;
	}
	if (digits == 0 || digits > 15)
		return -1;
	*value = (double)v / powers[behind];
	/* Integers know no negative zero. */
	if (negative && (v > 0 || mark))
		*value = -*value;
	return 0;
}

int
num_real(struct bytes b, char decimal, double *value)
{
	char text[64];

	/* Most numbers of an export are short. */
	if (short_decimal(b, decimal, value) == 0)
		return 0;
	if (plain_number(b, decimal, text, sizeof(text)) != 0)
		return -1;
	/* The tools never leave the C locale, so the mark is a point. */
	*value = strtod(text, NULL);
	return isfinite(*value) ? 0 : -1;
}
