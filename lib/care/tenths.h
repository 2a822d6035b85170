/* SPDX-License-Identifier: ISC */
#ifndef CARE_TENTHS_H
#define CARE_TENTHS_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * Numbers with one decimal, as the filters write loads and points, read
 * as whole tenths.  Returns 0, or -1 when it is not digits with at most
 * one decimal, or more than 15 digits.
 */
static inline int
tenths_read(struct bytes b, int64_t *tenths)
{
	int64_t v = 0;
	size_t i;

	if (b.n == 0 || b.n > 16)
		return -1;
	for (i = 0; i < b.n && byte_is_digit((unsigned char)b.p[i]); i++)
		v = v * 10 + (b.p[i] - '0');
	if (i == 0)
		return -1;
	v *= 10;
	if (i + 2 == b.n && b.p[i] == '.' &&
	    byte_is_digit((unsigned char)b.p[i + 1])) {
		v += b.p[i + 1] - '0';
		i += 2;
	}
	*tenths = v;
	return i == b.n ? 0 : -1;
}

#endif
