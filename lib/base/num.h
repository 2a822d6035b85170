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
 * The four digits of a number below 10,000, zeros in front: the first is
 * the lowest byte.  Tens and ones are parted in both halves at once.
 */
static inline uint32_t
num_four_digits(uint32_t v)
{
	uint32_t hundreds = v * 5243 >> 19; /* a hundredth of it */
	uint32_t pairs = hundreds | (v - 100 * hundreds) << 16;
	uint32_t tens = (pairs * 103 >> 10) & 0x000f000f;

	return tens | (pairs - 10 * tens) << 8;
}

/*
 * The same where NUM_MAX bytes may be written, whatever the length: few
 * digits, which most numbers have, are put there all at once, so that how
 * many they are is no branch for the processor to miss.
 */
static inline size_t
num_put_roomy(char *out, int64_t value)
{
	uint32_t digits, zeros;

	if ((uint64_t)value >= 10000)
		return num_put(out, value);
	digits = num_four_digits((uint32_t)value);
	zeros = (uint32_t)__builtin_ctz(digits | UINT32_C(1) << 24) / 8;
	digits = htole32((digits | 0x30303030) >> 8 * zeros);
	memcpy(out, &digits, sizeof(digits));
	return 4 - zeros;
}

/* The same for num_put_tenths(). */
static inline size_t
num_put_tenths_roomy(char *out, int64_t tenths)
{
	uint32_t digits, zeros;
	uint64_t text;

	if ((uint64_t)tenths >= 10000)
		return num_put_tenths(out, tenths);
	digits = num_four_digits((uint32_t)tenths);
	zeros = (uint32_t)__builtin_ctz(digits | 1 << 16) / 8;
	text = (digits & 0xffffff) | (uint64_t)(digits >> 24) << 32;
	text = htole64((text | UINT64_C(0x302e303030)) >> 8 * zeros);
	memcpy(out, &text, sizeof(text));
	return 5 - zeros;
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
