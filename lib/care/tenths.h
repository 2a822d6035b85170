/* SPDX-License-Identifier: ISC */
#ifndef CARE_TENTHS_H
#define CARE_TENTHS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

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

/*
 * The same of `0.0` to `999.9` without a branch for each digit, whose number
 * is another each time; -1 is for tenths_read() to judge.  The 8 bytes
 * before the value's end can be read.
 */
static inline int
tenths_near(struct bytes b, int64_t *tenths)
{
	uint64_t t;

	if (b.n - 3 > 2)
		return -1;
	memcpy(&t, b.p + b.n - 8, 8);
	/* Digits as numbers, the point as 0, and what stands before, too. */
	t = (le64toh(t) ^ UINT64_C(0x302e303030303030)) &
	    ~UINT64_C(0) << (64 - 8 * b.n);
	if (((t + UINT64_C(0x767f767676767676)) | t) &
	    UINT64_C(0x8080808080808080))
		return -1;
	*tenths = (int64_t)((t >> 56) + (t >> 40 & 0xff) * 10 +
	    (t >> 32 & 0xff) * 100 + (t >> 24 & 0xff) * 1000);
	return 0;
}

#endif
