/* SPDX-License-Identifier: ISC */
#include "report/base64.h"

void
base64_put(struct buf *out, struct bytes b)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)b.p;
	size_t i, k;

	for (i = 0; i < b.n; i += 3) {
		unsigned v = (unsigned)p[i] << 16;

		if (i + 1 < b.n)
			v |= (unsigned)p[i + 1] << 8;
		if (i + 2 < b.n)
			v |= p[i + 2];
		for (k = 0; k < 4; k++)
			buf_add_byte(out,
			    i + k > b.n ? '=' : digits[v >> (18 - 6 * k) & 63]);
	}
}
