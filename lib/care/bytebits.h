/* SPDX-License-Identifier: ISC */
#ifndef CARE_BYTEBITS_H
#define CARE_BYTEBITS_H

#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Flags of many things, a byte each, as bitmaps. */
enum { BYTEBITS = 16 };

/* Which of BYTEBITS bytes have any of these bits. */
static inline unsigned
bytebits_any(const unsigned char *p, unsigned char bits)
{
#ifdef __SSE2__
	__m128i v = _mm_loadu_si128((const void *)p);

	v = _mm_cmpeq_epi8(
	    _mm_and_si128(v, _mm_set1_epi8((char)bits)), _mm_setzero_si128());
	return ~(unsigned)_mm_movemask_epi8(v) & 0xffff;
#else
	unsigned found = 0;
	int i;

	for (i = 0; i < BYTEBITS; i++)
		found |= (unsigned)((p[i] & bits) != 0) << i;
	return found;
#endif
}

/* Bits of the first n of them. */
static inline unsigned
bytebits_first(size_t n)
{
	return n < BYTEBITS ? (1u << n) - 1 : 0xffff;
}

#endif
