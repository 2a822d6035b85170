/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/scan.h"
#include "csv/scan_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/*
 * Byte by byte, behind `count` offsets that are there: the tail of a block,
 * and the twin that proves the others.
 */
static size_t
index_bytes(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, size_t count, struct scan_marks *m)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char c = p[i];
		int odd = (c == '"') | (c == '\r');

		/* Written always, counted when it is one: no branch to miss. */
		out[count] = base + (uint32_t)i;
		if (__builtin_expect(odd | (c == '\n'), 0)) {
			if (odd)
				m->odd[m->odd_count++] = (uint32_t)count;
			else
				m->feeds[m->feed_count++] = (uint32_t)count;
			count++;
			continue;
		}
		count += c == delimiter;
	}
	return count;
}

static size_t
index_portable(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m)
{
	m->feed_count = m->odd_count = 0;
	return index_bytes(p, n, base, delimiter, out, 0, m);
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

/*
 * The same where the number of zeros below the lowest bit of 0 is 64: one
 * instruction less for each offset.
 */
__attribute__((target("avx2,bmi,popcnt"))) static inline size_t
put_mask_bmi(uint64_t mask, uint32_t at, uint32_t *out)
{
	size_t count = (size_t)_mm_popcnt_u64(mask), done;

	for (done = 0; done < count; done += 8) {
		int i;

		for (i = 0; i < 8; i++) {
			out[done + (size_t)i] = at + (uint32_t)_tzcnt_u64(mask);
			mask = _blsr_u64(mask);
		}
	}
	return count;
}

/* What stands where in 64 bytes. */
struct masks {
	uint64_t delimiter, feed, odd;
};

/* The numbers of some of the offsets in `all`, of which `count` precede. */
static inline size_t
put_numbers(uint64_t some, uint64_t all, size_t count, uint32_t *out, size_t n)
{
	for (; some != 0; some &= some - 1)
		out[n++] = (uint32_t)(count +
		    (size_t)__builtin_popcountll(
			all & ((some & (0 - some)) - 1)));
	return n;
}

static inline void
put_marks(
    const struct masks *k, uint64_t all, size_t count, struct scan_marks *m)
{
	m->feed_count =
	    put_numbers(k->feed, all, count, m->feeds, m->feed_count);
	m->odd_count = put_numbers(k->odd, all, count, m->odd, m->odd_count);
}

static inline uint64_t
mask16(__m128i v, char c)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}

static inline struct masks
masks_sse2(const char *p, char delimiter)
{
	struct masks k = { 0, 0, 0 };
	int i;

	for (i = 0; i < 64; i += 16) {
		__m128i v =
		    _mm_loadu_si128((const __m128i *)(const void *)(p + i));

		k.delimiter |= mask16(v, delimiter) << i;
		k.feed |= mask16(v, '\n') << i;
		k.odd |= (mask16(v, '"') | mask16(v, '\r')) << i;
	}
	return k;
}

/* The steps of a twin: look at 64 bytes, put what was seen down. */
typedef struct masks look_at(const char *, char delimiter);
typedef void marks_put(
    const struct masks *, uint64_t all, size_t count, struct scan_marks *);
typedef size_t offsets_put(uint64_t mask, uint32_t at, uint32_t *);

/*
 * What the twins share.  It needs no instruction set itself, so it becomes
 * a part of each twin, and the steps with it.
 */
__attribute__((always_inline)) static inline size_t
index_blocks(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m, look_at *look, marks_put *marks,
    offsets_put *put)
{
	size_t i, count = 0;

	m->feed_count = m->odd_count = 0;
	for (i = 0; i + 64 <= n; i += 64) {
		struct masks k = look(p + i, delimiter);
		uint64_t all = k.delimiter | k.feed | k.odd;

		marks(&k, all, count, m);
		count += put(all, base + (uint32_t)i, out + count);
	}
	return index_bytes(
	    p + i, n - i, base + (uint32_t)i, delimiter, out, count, m);
}

static size_t
index_sse2(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m)
{
	return index_blocks(
	    p, n, base, delimiter, out, m, masks_sse2, put_marks, put_mask);
}

__attribute__((target("avx2,bmi,popcnt"))) static inline uint64_t
mask32(__m256i v, char c)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)));
}

__attribute__((target("avx2,bmi,popcnt"))) static inline struct masks
masks_avx2(const char *p, char delimiter)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i w = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	struct masks k;

	k.delimiter = mask32(v, delimiter) | mask32(w, delimiter) << 32;
	k.feed = mask32(v, '\n') | mask32(w, '\n') << 32;
	k.odd = mask32(v, '"') | mask32(v, '\r') |
	    (mask32(w, '"') | mask32(w, '\r')) << 32;
	return k;
}

__attribute__((target("avx2,bmi,popcnt"))) static size_t
index_avx2(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m)
{
	return index_blocks(
	    p, n, base, delimiter, out, m, masks_avx2, put_marks, put_mask_bmi);
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

__attribute__((target("avx512f,avx512bw,bmi,popcnt"))) static inline uint64_t
mask64(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

__attribute__((
    target("avx512f,avx512bw,bmi,popcnt"))) static inline struct masks
masks_avx512(const char *p, char delimiter)
{
	__m512i v = _mm512_loadu_si512(p);

	return (struct masks){ mask64(v, delimiter), mask64(v, '\n'),
		mask64(v, '"') | mask64(v, '\r') };
}

__attribute__((target("avx512f,avx512bw,bmi,popcnt"))) static size_t
index_avx512(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m)
{
	return index_blocks(
	    p, n, base, delimiter, out, m, masks_avx512, put_marks, press_mask);
}

static int
avx512_here(void)
{
	return __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

/*
 * As put_numbers(), but one is written always, and counted when there is one:
 * whether 64 bytes hold a line end would be a branch to miss for each record.
 * (The other twins are slower so.)
 */
__attribute__((target("bmi,popcnt"))) static inline size_t
put_numbers_always(
    uint64_t some, uint64_t all, size_t count, uint32_t *out, size_t n)
{
	do {
		out[n] = (uint32_t)(count +
		    (size_t)_mm_popcnt_u64(all & (_blsmsk_u64(some) >> 1)));
		n += some != 0;
		some = _blsr_u64(some);
	} while (__builtin_expect(some != 0, 0));
	return n;
}

__attribute__((target("bmi,popcnt"))) static inline void
put_marks_always(
    const struct masks *k, uint64_t all, size_t count, struct scan_marks *m)
{
	m->feed_count =
	    put_numbers_always(k->feed, all, count, m->feeds, m->feed_count);
	m->odd_count =
	    put_numbers_always(k->odd, all, count, m->odd, m->odd_count);
}

/*
 * Where the machine can press bytes together, the places of all 64 are told
 * by one such step; what is left is to make them wide.
 */
__attribute__((
    target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt"))) static inline size_t
press_bytes(uint64_t mask, uint32_t at, uint32_t *out)
{
	const __m512i steps =
	    _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130,
		0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918,
		0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100);
	const __m512i base = _mm512_set1_epi32((int)at);
	__m512i places = _mm512_maskz_compress_epi8(mask, steps);
	size_t count = (size_t)_mm_popcnt_u64(mask);

	_mm512_storeu_si512(out,
	    _mm512_add_epi32(
		base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
	/* Wanted or not: how many there are would be a branch to miss. */
	_mm512_storeu_si512(out + 16,
	    _mm512_add_epi32(base,
		_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 1))));
	if (__builtin_expect(count <= 32, 1))
		return count;
	_mm512_storeu_si512(out + 32,
	    _mm512_add_epi32(base,
		_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 2))));
	if (count > 48)
		_mm512_storeu_si512(out + 48,
		    _mm512_add_epi32(base,
			_mm512_cvtepu8_epi32(
			    _mm512_extracti32x4_epi32(places, 3))));
	return count;
}

__attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt"))) static size_t
index_vbmi2(const char *p, size_t n, uint32_t base, char delimiter,
    uint32_t *out, struct scan_marks *m)
{
	return index_blocks(p, n, base, delimiter, out, m, masks_avx512,
	    put_marks_always, press_bytes);
}

static int
vbmi2_here(void)
{
	return avx512_here() && __builtin_cpu_supports("avx512vbmi2");
}

#endif

struct twin {
	const char *name;
	scan_index *index;
	int (*here)(void); /* whether this machine can run it */
};

/* All twins, the slowest first. */
static const struct twin twins[] = { { "portable", index_portable,
					 always_here },
#if defined(__x86_64__)
	{ "sse2", index_sse2, always_here }, { "avx2", index_avx2, avx2_here },
	{ "avx512", index_avx512, avx512_here },
	{ "vbmi2", index_vbmi2, vbmi2_here },
#endif
	{ NULL, NULL, NULL } };

static scan_index *chosen;

static scan_index *
default_twin(void)
{
	scan_index *best = NULL;
	size_t i;

	for (i = 0; twins[i].name != NULL; i++)
		if (twins[i].here())
			best = twins[i].index;
	return best;
}

const char *
scan_variant(size_t n)
{
	size_t i;

	for (i = 0; twins[i].name != NULL; i++)
		if (twins[i].here() && n-- == 0)
			return twins[i].name;
	return NULL;
}

int
scan_choose(const char *variant)
{
	size_t i;

	for (i = 0; twins[i].name != NULL; i++)
		if (strcmp(twins[i].name, variant) == 0 && twins[i].here()) {
			chosen = twins[i].index;
			return 0;
		}
	return -1;
}

scan_index *
scan_chosen(void)
{
	if (chosen == NULL)
		chosen = default_twin();
	return chosen;
}
