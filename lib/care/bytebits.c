/* SPDX-License-Identifier: ISC */
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "care/bytebits.h"
#include "care/vector.h"

/*
 * List those that have a bit of `bits` once those of `flip` are turned over.
 * No branches that could be mispredicted: each number is written down, and
 * some of them written over.
 */
static size_t
list_portable(const unsigned char *p, size_t from, size_t to,
    unsigned char flip, unsigned char bits, uint16_t *list)
{
	size_t n = 0, i;

	for (i = from; i < to; i++) {
		list[n] = (uint16_t)i;
		n += ((p[i] ^ flip) & bits) != 0;
	}
	return n;
}

#if defined(__x86_64__)

/* The same for 64 at once. */
VECTOR_FOR_AVX512 static size_t
list_avx512(const unsigned char *p, size_t from, size_t to, unsigned char flip,
    unsigned char bits, uint16_t *list)
{
	static const unsigned char count[64] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
		10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
		26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
		42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
		58, 59, 60, 61, 62, 63 };
	const __m512i places = _mm512_loadu_si512(count);
	size_t n = 0, i, left;
	__m512i v, at;
	uint64_t some;

	for (i = from; i < to; i += 64) {
		left = to - i < 64 ? to - i : 64;
		some = _bzhi_u64(UINT64_MAX, (unsigned)left);
		v = _mm512_xor_si512(_mm512_maskz_loadu_epi8(some, p + i),
		    _mm512_set1_epi8((char)flip));
		some = _mm512_mask_test_epi8_mask(
		    some, v, _mm512_set1_epi8((char)bits));
		v = _mm512_maskz_compress_epi8(some, places);
		at = _mm512_set1_epi16((short)i);
		_mm512_storeu_si512(list + n,
		    _mm512_add_epi16(
			at, _mm512_cvtepu8_epi16(_mm512_castsi512_si256(v))));
		_mm512_storeu_si512(list + n + 32,
		    _mm512_add_epi16(at,
			_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(v, 1))));
		n += (size_t)__builtin_popcountll(some);
	}
	return n;
}

#endif

static size_t (*const twins[])(const unsigned char *, size_t from, size_t to,
    unsigned char flip, unsigned char bits, uint16_t *) = {
	[VECTOR_PORTABLE] = list_portable,
	[VECTOR_AVX2] = list_portable,
#if defined(__x86_64__)
	[VECTOR_AVX512] = list_avx512,
#endif
};

size_t
bytebits_list(const unsigned char *p, size_t from, size_t to,
    unsigned char bits, uint16_t *list)
{
	return twins[vector_in_use](p, from, to, 0, bits, list);
}

size_t
bytebits_list_without(const unsigned char *p, size_t from, size_t to,
    unsigned char bit, uint16_t *list)
{
	return twins[vector_in_use](p, from, to, bit, bit, list);
}
