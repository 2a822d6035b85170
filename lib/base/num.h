/* SPDX-License-Identifier: ISC */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"

/*
 * Numbers to and from text, without the locale and without printf(3):
 * formatting a number by printf costs 70 to 260 ns a record.
 */

/* Room for any number that the functions below write. */
enum { NUM_MAX = 32 };

/* Write a decimal integer; returns its length (no NUL is written). */
size_t num_put(char *out, int64_t);

/* Write tenths as `12.3`, `-0.5`; returns the length. */
size_t num_put_tenths(char *out, int64_t tenths);

/*
 * The same where NUM_MAX bytes may be written, whatever the length: few
 * digits, which most numbers have, are put there all at once, so that how
 * many they are is no branch for the processor to miss.
 */
static inline size_t
num_put_roomy(char *out, int64_t value)
{
	uint64_t v = (uint64_t)value, digits;
	unsigned none;

	if (v >= 1000)
		return num_put(out, value);
	digits = (v / 100) | (v / 10 % 10) << 8 | (v % 10) << 16;
	none = (v < 100) + (v < 10);
	digits = htole64((digits | 0x303030) >> 8 * none);
	memcpy(out, &digits, sizeof(digits));
	return 3 - none;
}

/* The same for num_put_tenths(). */
static inline size_t
num_put_tenths_roomy(char *out, int64_t tenths)
{
	uint64_t v = (uint64_t)tenths, digits;
	unsigned none;

	if (v >= 10000)
		return num_put_tenths(out, tenths);
	digits = (v / 1000) | (v / 100 % 10) << 8 | (v / 10 % 10) << 16 |
	    (v % 10) << 32;
	none = (v < 1000) + (v < 100);
	digits = htole64((digits | UINT64_C(0x302e303030)) >> 8 * none);
	memcpy(out, &digits, sizeof(digits));
	return 5 - none;
}

/*
 * The whole slice as a decimal integer with an optional sign.  Returns 0,
 * or -1 when it is empty, holds anything else or does not fit.
 */
int num_integer(struct bytes, int64_t *);

/*
 * The whole slice as a decimal number: sign, digits, one `.` and digits,
 * an exponent.  `decimal` is the decimal mark, '.' or ','.  No hex, no
 * inf, no nan.  Returns 0, or -1 when it is not a number or not finite.
 */
int num_real(struct bytes, char decimal, double *);

/*
 * Round half up (towards plus infinity), for printed tenths and whole.
 * What does not fit becomes the nearest that does, not a number the
 * smallest.
 */
static inline int64_t
num_round(double v)
{
	double up = v + 0.5;
	int64_t whole;

	if (!(v > -9e18))
		return INT64_MIN;
	if (v > 9e18)
		return INT64_MAX;
	/* floor(3), which is a call on the oldest x86-64. */
	whole = (int64_t)up;
	return whole - ((double)whole > up);
}

#endif
