/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/scan_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Byte by byte: the tail of a block, and the twin that proves the others. */
static size_t
index_portable(
    const char *p, size_t n, uint32_t base, char delimiter, uint32_t *out)
{
	size_t i, count = 0;

	for (i = 0; i < n; i++) {
		char c = p[i];

		/* Written always, counted when it is one: no branch to miss. */
		out[count] = base + (uint32_t)i;
		count +=
		    (c == delimiter) | (c == '"') | (c == '\n') | (c == '\r');
	}
	return count;
}

static int
always_here(void)
{
	return 1;
}

#if defined(__x86_64__)

/*
 * Turn a mask of 64 bytes into offsets.  Eight are written at once, wanted
 * or not, which spares a branch for each: most masks hold fewer.
 */
static inline size_t
put_mask(uint64_t mask, uint32_t at, uint32_t *out)
{
	size_t count = (size_t)__builtin_popcountll(mask), done;

	for (done = 0; done < count; done += 8) {
		int i;

		for (i = 0; i < 8; i++) {
			out[done + (size_t)i] =
			    at + (uint32_t)__builtin_ctzll(mask | (1ULL << 63));
			mask &= mask - 1;
		}
	}
	return count;
}

static inline uint64_t
mask16(const char *p, __m128i delimiter)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, delimiter),
				       _mm_cmpeq_epi8(v, _mm_set1_epi8('"'))),
	    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
		_mm_cmpeq_epi8(v, _mm_set1_epi8('\r'))));

	return (uint64_t)(uint32_t)_mm_movemask_epi8(hit);
}

static size_t
index_sse2(
    const char *p, size_t n, uint32_t base, char delimiter, uint32_t *out)
{
	__m128i d = _mm_set1_epi8(delimiter);
	size_t i, count = 0;

	for (i = 0; i + 64 <= n; i += 64) {
		uint64_t mask = mask16(p + i, d) | mask16(p + i + 16, d) << 16 |
		    mask16(p + i + 32, d) << 32 | mask16(p + i + 48, d) << 48;

		count += put_mask(mask, base + (uint32_t)i, out + count);
	}
	return count +
	    index_portable(
		p + i, n - i, base + (uint32_t)i, delimiter, out + count);
}

__attribute__((target("avx2,bmi,popcnt"))) static inline uint64_t
mask32(const char *p, __m256i delimiter)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i hit =
	    _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, delimiter),
				_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"'))),
		_mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n')),
		    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r'))));

	return (uint64_t)(uint32_t)_mm256_movemask_epi8(hit);
}

__attribute__((target("avx2,bmi,popcnt"))) static size_t
index_avx2(
    const char *p, size_t n, uint32_t base, char delimiter, uint32_t *out)
{
	__m256i d = _mm256_set1_epi8(delimiter);
	size_t i, count = 0;

	for (i = 0; i + 64 <= n; i += 64) {
		uint64_t mask = mask32(p + i, d) | mask32(p + i + 32, d) << 32;

		count += put_mask(mask, base + (uint32_t)i, out + count);
	}
	return count +
	    index_portable(
		p + i, n - i, base + (uint32_t)i, delimiter, out + count);
}

static int
avx2_here(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

/*
 * Sixteen offsets at once: the places of the bits are pressed together in
 * a register and stored whole, wanted or not.
 */
__attribute__((target("avx512f,avx512bw,bmi,popcnt"))) static inline size_t
press_mask(uint64_t mask, uint32_t at, uint32_t *out)
{
	const __m512i steps = _mm512_set_epi32(
	    15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	size_t count = 0;
	int i;

	for (i = 0; i < 64; i += 16) {
		__mmask16 part = (__mmask16)(mask >> i);
		__m512i places =
		    _mm512_add_epi32(steps, _mm512_set1_epi32((int)at + i));

		_mm512_storeu_si512(
		    out + count, _mm512_maskz_compress_epi32(part, places));
		count += (size_t)__builtin_popcount(part);
	}
	return count;
}

__attribute__((target("avx512f,avx512bw,bmi,popcnt"))) static size_t
index_avx512(
    const char *p, size_t n, uint32_t base, char delimiter, uint32_t *out)
{
	__m512i d = _mm512_set1_epi8(delimiter);
	__m512i quote = _mm512_set1_epi8('"');
	__m512i lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');
	size_t i, count = 0;

	for (i = 0; i + 64 <= n; i += 64) {
		__m512i v = _mm512_loadu_si512(p + i);
		uint64_t mask = _mm512_cmpeq_epi8_mask(v, d) |
		    _mm512_cmpeq_epi8_mask(v, quote) |
		    _mm512_cmpeq_epi8_mask(v, lf) |
		    _mm512_cmpeq_epi8_mask(v, cr);

		count += press_mask(mask, base + (uint32_t)i, out + count);
	}
	return count +
	    index_portable(
		p + i, n - i, base + (uint32_t)i, delimiter, out + count);
}

static int
avx512_here(void)
{
	return __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

#endif

const struct scan_twin scan_twins[] = { { "portable", index_portable,
					    always_here },
#if defined(__x86_64__)
	{ "sse2", index_sse2, always_here }, { "avx2", index_avx2, avx2_here },
	{ "avx512", index_avx512, avx512_here },
#endif
	{ NULL, NULL, NULL } };
