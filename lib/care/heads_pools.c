/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/mem.h"
#include "care/heads_inside.h"
#include "care/vector.h"

/*
 * What pools are held to after each piece, far beyond notes: two of them
 * and what a piece adds are still no overflow.
 */
enum { MOST = 1 << 29 };

/* From how many words on what is found counts less. */
enum { LATE_WORDS = 128 };

/* What each place of a piece has, all heads. */
struct rows {
	_Alignas(64) int32_t at[64][HEAD_LANES];
};

/* Put the sum of a sentence among the three greatest, and into the sum. */
static inline void
end_sentence(struct heads *h)
{
	int32_t more, less;
	int i, j;

	for (i = 0; i < HEAD_LANES; i++)
		h->sum[i] += h->part[i];
	for (j = 0; j < 3; j++)
		for (i = 0; i < HEAD_LANES; i++) {
			more = h->part[i] > h->top[j][i] ? h->part[i]
							 : h->top[j][i];
			less = h->part[i] > h->top[j][i] ? h->top[j][i]
							 : h->part[i];
			h->top[j][i] = more;
			h->part[i] = less;
		}
	memset(h->part, 0, sizeof(h->part));
}

/*
 * Two steps, each of which can be done in several ways: gather what each
 * place of a piece has; let the pools of a text take it in word by word,
 * from place `begin` up to `end`.  In C:
 */
typedef int32_t four __attribute__((vector_size(16), may_alias));
typedef int16_t narrow_four __attribute__((vector_size(8)));
enum { FOURS = HEAD_LANES / 4 };

/*
 * A row, its numbers made 32 bits wide.  What stands behind it is taken as
 * two heads more, which nobody reads.
 */
static inline void
widen_row(const void *row, four *to)
{
	narrow_four n[FOURS];
	int k;

	memcpy(n, row, sizeof(n));
#pragma GCC unroll 4
	for (k = 0; k < FOURS; k++)
		to[k] = __builtin_convertvector(n[k], four);
}

static void
gather_portable(
    const struct weights *w, const struct heads_piece *p, struct rows *v)
{
	const struct weights_cell *cell;
	const struct heads_event *e;
	four *at, more[FOURS];
	size_t i;
	int k;

	for (i = p->begin; i < p->end; i++)
		widen_row(p->negated >> i & 1
			? (const void *)w->rows[heads_negated_row(w, p, i)]
			: &p->slot[i]->entry,
		    (void *)v->at[i]);
	for (e = p->event; e < p->event + p->events; e++) {
		cell = &w->cells[e->cell];
		at = (void *)v->at[e->place];
		/* Hardly ever: a byte has told nearly all of them. */
		if (cell->owner != e->owner)
			continue;
		widen_row(cell, more);
		for (k = 0; k < FOURS; k++)
			at[k] += more[k];
	}
}

static void
pool_portable(struct heads *h, const struct heads_piece *p,
    const struct rows *v, size_t begin, size_t end)
{
	four *part = (void *)h->part, *run = (void *)h->run;
	four *peak = (void *)h->peak, more;
	const four *at;
	size_t i;
	int k;

	for (i = begin; i < end; i++) {
		at = (const void *)v->at[i];
#pragma GCC unroll 4
		for (k = 0; k < FOURS; k++) {
			part[k] += at[k];
			more = run[k] + at[k];
			more &= more > 0;
			run[k] = more;
			peak[k] = (peak[k] & (peak[k] > more)) |
			    (more & (peak[k] <= more));
		}
		if (p->stop >> i & 1)
			end_sentence(h);
	}
}

#if defined(__x86_64__)

/* One half of a row. */
VECTOR_FOR_AVX2 static inline __m256i
widen(const void *row, int half)
{
	const __m128i *q = row;

	return _mm256_cvtepi16_epi32(_mm_load_si128(q + half));
}

VECTOR_FOR_AVX2 static void
gather_avx2(
    const struct weights *w, const struct heads_piece *p, struct rows *v)
{
	const struct weights_cell *cell;
	const struct heads_event *e;
	const int16_t *row;
	uint64_t negated;
	__m256i *at;
	size_t i;

	for (i = p->begin; i < p->end; i++) {
		at = (void *)v->at[i];
		at[0] = widen(&p->slot[i]->entry, 0);
		at[1] = widen(&p->slot[i]->entry, 1);
	}
	for (negated = p->negated; negated != 0; negated &= negated - 1) {
		i = (size_t)__builtin_ctzll(negated);
		row = w->rows[heads_negated_row(w, p, i)];
		at = (void *)v->at[i];
		at[0] = widen(row, 0);
		at[1] = widen(row, 1);
	}
	for (e = p->event; e < p->event + p->events; e++) {
		at = (void *)v->at[e->place];
		cell = &w->cells[e->cell];
		/* Hardly ever: a byte has told nearly all of them. */
		if (cell->owner != e->owner)
			continue;
		at[0] = _mm256_add_epi32(at[0], widen(cell, 0));
		at[1] = _mm256_add_epi32(at[1], widen(cell, 1));
	}
}

/*
 * For weights to which sentences are all one: the sum of the text is that
 * of its part.
 */
VECTOR_FOR_AVX2 static void
pool_avx2(struct heads *h, const struct heads_piece *p, const struct rows *v,
    size_t begin, size_t end)
{
	const __m256i zero = _mm256_setzero_si256();
	__m256i *hp = (void *)h->part, *hr = (void *)h->run;
	__m256i *hk = (void *)h->peak;
	__m256i part0 = hp[0], part1 = hp[1], run0 = hr[0], run1 = hr[1];
	__m256i peak0 = hk[0], peak1 = hk[1];
	const __m256i *at;
	size_t i;

	(void)p;
	for (i = begin; i < end; i++) {
		at = (const void *)v->at[i];
		part0 = _mm256_add_epi32(part0, at[0]);
		part1 = _mm256_add_epi32(part1, at[1]);
		run0 = _mm256_max_epi32(_mm256_add_epi32(run0, at[0]), zero);
		run1 = _mm256_max_epi32(_mm256_add_epi32(run1, at[1]), zero);
		peak0 = _mm256_max_epi32(peak0, run0);
		peak1 = _mm256_max_epi32(peak1, run1);
	}
	hp[0] = part0;
	hp[1] = part1;
	hr[0] = run0;
	hr[1] = run1;
	hk[0] = peak0;
	hk[1] = peak1;
}

VECTOR_FOR_AVX512 static inline __m512i
widen_all(const void *row)
{
	return _mm512_cvtepi16_epi32(_mm256_load_si256(row));
}

/* The same, a row in one vector. */
VECTOR_FOR_AVX512 static void
gather_avx512(
    const struct weights *w, const struct heads_piece *p, struct rows *v)
{
	const struct weights_cell *cell;
	const struct heads_event *e;
	uint64_t negated;
	int32_t *at;
	size_t i;

	for (i = p->begin; i < p->end; i++)
		_mm512_store_si512(v->at[i], widen_all(&p->slot[i]->entry));
	for (negated = p->negated; negated != 0; negated &= negated - 1) {
		i = (size_t)__builtin_ctzll(negated);
		_mm512_store_si512(
		    v->at[i], widen_all(w->rows[heads_negated_row(w, p, i)]));
	}
	for (e = p->event; e < p->event + p->events; e++) {
		at = v->at[e->place];
		cell = &w->cells[e->cell];
		if (cell->owner != e->owner)
			continue;
		_mm512_store_si512(at,
		    _mm512_add_epi32(_mm512_load_si512(at), widen_all(cell)));
	}
}

VECTOR_FOR_AVX512 static void
pool_avx512(struct heads *h, const struct heads_piece *p, const struct rows *v,
    size_t begin, size_t end)
{
	const __m512i zero = _mm512_setzero_si512();
	__m512i part = _mm512_load_si512(h->part);
	__m512i run = _mm512_load_si512(h->run);
	__m512i peak = _mm512_load_si512(h->peak), at;
	size_t i;

	(void)p;
	for (i = begin; i < end; i++) {
		at = _mm512_load_si512(v->at[i]);
		part = _mm512_add_epi32(part, at);
		run = _mm512_max_epi32(_mm512_add_epi32(run, at), zero);
		peak = _mm512_max_epi32(peak, run);
	}
	_mm512_store_si512(h->part, part);
	_mm512_store_si512(h->run, run);
	_mm512_store_si512(h->peak, peak);
}

#endif

static const struct twin {
	void (*gather)(
	    const struct weights *, const struct heads_piece *, struct rows *);
	void (*pool)(struct heads *, const struct heads_piece *,
	    const struct rows *, size_t begin, size_t end);
} twins[] = {
	[VECTOR_PORTABLE] = { gather_portable, pool_portable },
#if defined(__x86_64__)
	[VECTOR_AVX2] = { gather_avx2, pool_avx2 },
	[VECTOR_AVX512] = { gather_avx512, pool_avx512 },
#endif
};

/* The best way for these weights. */
static struct twin
twin_for(const struct weights *w)
{
	struct twin twin = twins[vector_in_use];

	if (w->tops)
		twin.pool = pool_portable;
	return twin;
}

/*
 * Let a text take in the words from place `begin` up to `end`.  Where a run
 * is to count less from now on, the peak is raised instead: that is the same,
 * and costs nothing but there.
 */
static inline void
pool_words(const struct weights *w, const struct twin *twin, struct heads *h,
    const struct heads_piece *p, const struct rows *v, size_t begin, size_t end)
{
	size_t next = (size_t)LATE_WORDS << h->lates, here;
	int i;

	while (h->words + (end - begin) > next) {
		here = begin + (next - h->words);
		twin->pool(h, p, v, begin, here);
		begin = here;
		h->words = next;
		for (i = 0; i < HEAD_LANES; i++)
			h->peak[i] += w->pool[POOL_LATE][i];
		h->lates++;
		next *= 2;
	}
	twin->pool(h, p, v, begin, end);
	h->words += end - begin;
}

/* Hold the pools where no sum overflows. */
static void
hold(struct heads *h)
{
	int32_t *pool[] = { h->sum, h->run, h->part };
	size_t i, k;

	for (i = 0; i < sizeof(pool) / sizeof(pool[0]); i++)
		for (k = 0; k < HEAD_LANES; k++) {
			if (pool[i][k] > MOST)
				pool[i][k] = MOST;
			if (pool[i][k] < -MOST)
				pool[i][k] = -MOST;
		}
}

void
heads_add(
    const struct weights *w, struct heads *h, const struct match_window *window)
{
	const struct twin twin = twin_for(w);
	struct heads_piece p;
	struct rows v;
	size_t from;

	for (from = window->from; from < window->to; from += HEADS_PIECE) {
		heads_features(w, window, from, window->to, &p);
		twin.gather(w, &p, &v);
		pool_words(w, &twin, h, &p, &v, p.begin, p.end);
		if (window->words_gone > 0)
			hold(h);
	}
}

void
heads_texts(const struct weights *w, const struct match_window *window,
    heads_done *done, void *arg)
{
	const struct twin twin = twin_for(w);
	size_t text = 0, from = 0, at, here, i;
	struct heads_piece p;
	struct rows v;
	struct heads h;

	mem_clear(&h, sizeof(h));
	for (from = window->from; text < window->texts; from += HEADS_PIECE) {
		p.at = p.begin = p.end = 0;
		if (from < window->to) {
			heads_features(w, window, from, window->to, &p);
			twin.gather(w, &p, &v);
		}
		for (i = p.begin;; i = here) {
			at = window->text[text].end - p.at;
			here = at < p.end ? at : p.end;
			pool_words(w, &twin, &h, &p, &v, i, here);
			if (at > p.end)
				break;
			done(arg, text, &h);
			mem_clear(&h, sizeof(h));
			if (++text == window->texts)
				break;
		}
	}
}

/* Of each head: its bias, and its peak as it is. */
static void
peaks_portable(
    const struct weights *w, const struct heads *h, int64_t score[HEADS])
{
	int i;

	for (i = 0; i < HEADS; i++)
		score[i] = w->pool[POOL_BIAS][i] + (int64_t)h->peak[i];
}

static uint32_t
reach_portable(const struct weights *w, const int64_t score[HEADS])
{
	uint32_t reached = 0;
	int i;

	for (i = 0; i < HEADS; i++)
		reached |= (uint32_t)(score[i] >= w->pool[POOL_CUT][i]) << i;
	return reached;
}

#if defined(__x86_64__)

enum { UPPER = (1 << (HEADS - 8)) - 1 }; /* the heads behind the first 8 */

/* Half a row of a pool, its numbers made 64 bits wide. */
VECTOR_FOR_AVX512 static inline __m512i
half_of(const int32_t *pool, int half)
{
	return _mm512_cvtepi32_epi64(
	    _mm256_loadu_si256((const void *)(pool + 8 * half)));
}

VECTOR_FOR_AVX512 static void
peaks_avx512(
    const struct weights *w, const struct heads *h, int64_t score[HEADS])
{
	const int32_t *bias = w->pool[POOL_BIAS];

	_mm512_storeu_si512(
	    score, _mm512_add_epi64(half_of(bias, 0), half_of(h->peak, 0)));
	_mm512_mask_storeu_epi64(score + 8, UPPER,
	    _mm512_add_epi64(half_of(bias, 1), half_of(h->peak, 1)));
}

VECTOR_FOR_AVX512 static uint32_t
reach_avx512(const struct weights *w, const int64_t score[HEADS])
{
	const int32_t *cut = w->pool[POOL_CUT];

	return (uint32_t)_mm512_cmpge_epi64_mask(
		   _mm512_loadu_si512(score), half_of(cut, 0)) |
	    (uint32_t)_mm512_mask_cmpge_epi64_mask(UPPER,
		_mm512_maskz_loadu_epi64(UPPER, score + 8), half_of(cut, 1))
	    << 8;
}

#endif

static const struct {
	void (*peaks)(
	    const struct weights *, const struct heads *, int64_t score[HEADS]);
	uint32_t (*reach)(const struct weights *, const int64_t score[HEADS]);
} judges[] = {
	[VECTOR_PORTABLE] = { peaks_portable, reach_portable },
#if defined(__x86_64__)
	[VECTOR_AVX2] = { peaks_portable, reach_portable },
	[VECTOR_AVX512] = { peaks_avx512, reach_avx512 },
#endif
};

uint32_t
heads_reach(const struct weights *w, const int64_t score[HEADS])
{
	return judges[vector_in_use].reach(w, score);
}

void
heads_scores(const struct weights *w, struct heads *h, size_t words,
    int64_t score[HEADS])
{
	uint32_t pooled;
	int64_t t, norm, sum, top;
	int i;

	if (w->tops)
		end_sentence(h);
	for (; h->lates > 0; h->lates--)
		for (i = 0; i < HEAD_LANES; i++)
			h->peak[i] -= w->pool[POOL_LATE][i];
	judges[vector_in_use].peaks(w, h, score);
	for (pooled = w->pooled; pooled != 0; pooled &= pooled - 1) {
		i = __builtin_ctz(pooled);
		sum = (int64_t)h->sum[i] + h->part[i];
		top = (int64_t)h->top[0][i] + h->top[1][i] + h->top[2][i];
		t = (w->pool[POOL_SUM][i] * sum +
			w->pool[POOL_PEAK][i] * (int64_t)h->peak[i] +
			w->pool[POOL_TOP][i] * top) /
		    1000;
		norm = w->pool[POOL_NORM][i];
		if (norm > 0)
			t = t * norm / (norm + (int64_t)words);
		score[i] = w->pool[POOL_BIAS][i] + t;
	}
}
