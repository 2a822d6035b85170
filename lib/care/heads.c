/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/mem.h"
#include "care/heads.h"
#include "care/vector.h"

/*
 * The words of a window are taken in pieces: with the words before it that
 * a feature may reach back to, a piece has as many as a bitmap has bits.
 */
enum {
	REACH = 4,	    /* words back: a pair with 3 between */
	PIECE = 64 - REACH, /* words */
	ASKED = 16,	    /* words asked for pairs at once */
	MOST = 1 << 30,	    /* what pools are held to, far beyond notes */
	/* Features of a place beside its word: pairs and marks. */
	EVENTS = PIECE * (REACH + 2)
};

_Static_assert((int)REACH == (int)MATCH_EDGE, "the window has as many");

/* A cell of the weights that is added at a place of the piece if it is its
 * owner's. */
struct event {
	uint32_t cell, owner;
	uint8_t first, place;
};

/* The features of a piece of a window. */
struct piece {
	size_t at;	   /* the window's word at bit 0 */
	size_t begin, end; /* bits of the words of the piece */
	/* Of the word at bit 0: */
	const struct lexicon_slot *const *slot;
	const uint32_t *base, *column; /* as left and right of pairs */
	uint64_t negated; /* words that take their row for negated ones */
	uint64_t stop;	  /* a sentence ends behind the word */
	size_t events;
	struct event event[EVENTS + 1];
};

/* Of each word of a piece a bit for each thing that matters. */
struct marks {
	uint64_t negator, negated;
	uint64_t joined, stop, loud, asking; /* the gap behind it */
	uint64_t caps;
};

/* Bits where a word's flag, or what lies behind it, is so. */
static inline void
mark_words(const unsigned char *flags, const unsigned char *gap, size_t n,
    struct marks *m)
{
	size_t i;
	uint64_t kind;

	memset(m, 0, sizeof(*m));
#ifdef __SSE2__
	for (i = 0; i < n; i += 16) {
		__m128i f =
		    _mm_loadu_si128((const __m128i *)(const void *)(flags + i));
		__m128i g =
		    _mm_loadu_si128((const __m128i *)(const void *)(gap + i));
		__m128i k = _mm_and_si128(g, _mm_set1_epi8(MATCH_GAP_KIND));

/* Bit b of each byte, moved to where movemask looks. */
#define BITS(v, b) \
	((uint64_t)(unsigned)_mm_movemask_epi8(_mm_slli_epi16(v, 7 - (b))) << i)
		m->negator |= BITS(f, 0);
		m->negated |= BITS(f, 1);
		m->joined |= BITS(_mm_cmpeq_epi8(k, _mm_setzero_si128()), 7);
		m->stop |= BITS(k, 1);
		m->loud |= BITS(g, 2);
		m->asking |= BITS(g, 3);
		m->caps |= BITS(g, 4);
#undef BITS
	}
	(void)kind;
#else
	for (i = 0; i < n; i++) {
		kind = gap[i] & MATCH_GAP_KIND;
		m->negator |= (uint64_t)(flags[i] & 1) << i;
		m->negated |= (uint64_t)(flags[i] >> 1 & 1) << i;
		m->joined |= (uint64_t)(kind == GAP_JOINED) << i;
		m->stop |= (uint64_t)(kind == GAP_SENTENCE) << i;
		m->loud |= (uint64_t)(gap[i] >> 2 & 1) << i;
		m->asking |= (uint64_t)(gap[i] >> 3 & 1) << i;
		m->caps |= (uint64_t)(gap[i] >> 4 & 1) << i;
	}
#endif
}

_Static_assert(LEXICON_NEGATOR == 1 << 0 && LEXICON_NEGATED == 1 << 1,
    "mark_words() takes the bits by number");
_Static_assert(GAP_SENTENCE == 1 << 1 && MATCH_LOUD == 1 << 2 &&
	MATCH_ASKING == 1 << 3 && MATCH_CAPS == 1 << 4,
    "and those of the gaps");

/* Let a cell be added at a place: memory has time until all are there. */
static inline void
add_event(const struct weights *w, struct piece *p, size_t cell, uint32_t owner,
    size_t first, size_t place)
{
	struct event *e = &p->event[p->events++];

	__builtin_prefetch(&w->cells[cell]);
	e->cell = (uint32_t)cell;
	e->owner = owner;
	e->first = (uint8_t)first;
	e->place = (uint8_t)place;
}

/*
 * Which of the 16 words from `from` on may end pairs: bit 16 k + i for that
 * of word i with the word k + 1 before it.  All are asked: that costs less
 * than to choose.
 */
static uint64_t
ask_portable(const struct weights *w, const struct piece *p, size_t from)
{
	const unsigned char *near, *far;
	const uint32_t *b = p->base + from, *c = p->column + from;
	size_t b1 = b[-1], b2 = b[-2], b3 = b[-3], b4 = b[-4];
	size_t n = p->end - from < ASKED ? p->end - from : ASKED, i;
	uint64_t found = 0;

	for (i = 0; i < n; i++) {
		near = w->pairs.tag + c[i];
		far = near + w->far;
		found |= ((uint64_t)pairs_may(near[b1], b1) |
			     (uint64_t)pairs_may(far[b2], b2) << ASKED |
			     (uint64_t)pairs_may(far[b3], b3) << 2 * ASKED |
			     (uint64_t)pairs_may(far[b4], b4) << 3 * ASKED)
		    << i;
		b4 = b3;
		b3 = b2;
		b2 = b1;
		b1 = b[i];
	}
	return found;
}

#if defined(__x86_64__)

/* The same for all 16 at once; tags are read as 32 bits each. */
VECTOR_FOR_AVX512 static uint64_t
ask_avx512(const struct weights *w, const struct piece *p, size_t from)
{
	const size_t n = p->end - from < ASKED ? p->end - from : ASKED;
	const __mmask16 some = (__mmask16)((1u << n) - 1);
	const __m512i zero = _mm512_setzero_si512();
	const __m512i low = _mm512_set1_epi32(0xff);
	__m512i near = _mm512_maskz_loadu_epi32(some, p->column + from);
	__m512i at = near, base, tag;
	uint64_t found = 0;
	int k;

#pragma GCC unroll 4
	for (k = 0; k < REACH; k++) {
		base = _mm512_maskz_loadu_epi32(some, p->base + from - k - 1);
		tag = _mm512_mask_i32gather_epi32(
		    zero, some, _mm512_add_epi32(at, base), w->pairs.tag, 1);
		found |= (uint64_t)_mm512_mask_testn_epi32_mask(
			     some, _mm512_xor_si512(tag, base), low)
		    << ASKED * k;
		at = _mm512_add_epi32(near, _mm512_set1_epi32((int)w->far));
	}
	return found;
}

#endif

static uint64_t (*const askers[])(
    const struct weights *, const struct piece *, size_t from) = {
	[VECTOR_PORTABLE] = ask_portable,
	[VECTOR_AVX2] = ask_portable,
#if defined(__x86_64__)
	[VECTOR_AVX512] = ask_avx512,
#endif
};

/*
 * The pairs that end at the words of the piece.  Bit i of joined and stop:
 * the gap before word i.
 */
static inline void
add_pairs(
    const struct weights *w, struct piece *p, uint64_t joined, uint64_t stop)
{
	size_t from, i, back, place;
	uint64_t found, may[REACH];
	uint32_t base;

	may[0] = joined;
	may[1] = ~(stop | stop << 1);
	may[2] = may[1] & ~(stop << 2);
	may[3] = may[2] & ~(stop << 3);
	for (from = p->begin; from < p->end; from += ASKED) {
		found = askers[vector_in_use](w, p, from);
		for (back = 0; back < REACH; back++)
			found &= ~(~(may[back] >> from) << ASKED * back &
			    (uint64_t)0xffff << ASKED * back);
		for (; found != 0; found &= found - 1) {
			i = from + (size_t)__builtin_ctzll(found) % ASKED;
			back = (size_t)__builtin_ctzll(found) / ASKED;
			base = p->base[i - back - 1];
			place = base + p->column[i] +
			    (w->far & -(size_t)(back != 0));
			add_event(w, p, place, base, i - back - 1, i);
		}
	}
}

static void
add_marks(const struct weights *w, struct piece *p, uint64_t places,
    enum weights_mark mark)
{
	size_t place;

	if (w->mark[mark] == 0)
		return;
	for (; places != 0; places &= places - 1) {
		place = (size_t)__builtin_ctzll(places);
		add_event(w, p, w->pairs.places + mark, 0, place, place);
	}
}

/* The features of up to PIECE words from `from` on, as far as `to`. */
static void
find_features(const struct weights *w, const struct match_window *window,
    size_t from, size_t to, struct piece *p)
{
	size_t back = from < REACH ? from : REACH;
	uint64_t mine, joined;
	struct marks m;

	p->at = from - back;
	p->begin = back;
	p->end = back + (to - from < PIECE ? to - from : PIECE);
	p->slot = window->slot + p->at;
	p->base = window->base + MATCH_EDGE + p->at;
	p->column = window->column + p->at;
	p->events = 0;
	mark_words(window->flags + p->at, window->gap + p->at, p->end, &m);
	mine = (p->end == 64 ? 0 : UINT64_C(1) << p->end) -
	    (UINT64_C(1) << p->begin);
	p->stop = m.stop & mine;

	/* Bit i: the gap before word i. */
	joined = m.joined << 1;
	m.negator = (m.negator << 1 & joined) |
	    (m.negator << 2 & joined & joined << 1) |
	    (m.negator << 3 & joined & joined << 1 & joined << 2);
	p->negated = m.negator & m.negated & mine;
	add_pairs(w, p, joined, m.stop << 1);
	add_marks(w, p, m.caps & mine, MARK_CAPS);
	add_marks(w, p, m.loud & m.asking & mine, MARK_ASKING);
	add_marks(w, p, m.loud & ~m.asking & mine, MARK_LOUD);
}

/* The row that a word of the piece takes when it is negated. */
static uint32_t
negated_row(const struct weights *w, const struct piece *p, size_t i)
{
	return w->negated[w->row_of[p->slot[i]->entry.number]];
}

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

/* What each place of a piece has, all heads. */
struct rows {
	_Alignas(64) int32_t at[64][HEAD_LANES];
};

/*
 * Two steps, each of which can be done in several ways: gather what each
 * place of a piece has; let the pools of a text take it in word by word,
 * from place `begin` up to `end`.  In C:
 */
static void
gather_portable(const struct weights *w, const struct piece *p, struct rows *v)
{
	const struct event *e;
	const int16_t *row;
	size_t i;
	int k;

	for (i = p->begin; i < p->end; i++) {
		row = p->negated >> i & 1 ? w->rows[negated_row(w, p, i)]
					  : p->slot[i]->entry.row;
		for (k = 0; k < HEADS; k++)
			v->at[i][k] = row[k];
		for (; k < HEAD_LANES; k++)
			v->at[i][k] = 0;
	}
	for (e = p->event; e < p->event + p->events; e++)
		if (w->cells[e->cell].owner == e->owner)
			for (k = 0; k < HEADS; k++)
				v->at[e->place][k] += w->cells[e->cell].head[k];
}

static void
pool_portable(struct heads *h, const struct piece *p, const struct rows *v,
    size_t begin, size_t end)
{
	size_t i;
	int k;

	for (i = begin; i < end; i++) {
		for (k = 0; k < HEAD_LANES; k++) {
			h->part[k] += v->at[i][k];
			h->run[k] += v->at[i][k];
			if (h->run[k] < 0)
				h->run[k] = 0;
			if (h->run[k] > h->peak[k])
				h->peak[k] = h->run[k];
		}
		if (p->stop >> i & 1)
			end_sentence(h);
	}
}

#if defined(__x86_64__)

/*
 * One half of a row, its numbers made 32 bits wide.  What stands behind
 * the row is added as two heads more, which nobody reads.
 */
VECTOR_FOR_AVX2 static inline __m256i
widen(const void *row, int half)
{
	const __m128i *q = row;

	return _mm256_cvtepi16_epi32(_mm_load_si128(q + half));
}

VECTOR_FOR_AVX2 static void
gather_avx2(const struct weights *w, const struct piece *p, struct rows *v)
{
	const struct weights_cell *cell;
	const struct event *e;
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
		row = w->rows[negated_row(w, p, i)];
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
pool_avx2(struct heads *h, const struct piece *p, const struct rows *v,
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
gather_avx512(const struct weights *w, const struct piece *p, struct rows *v)
{
	const struct weights_cell *cell;
	const struct event *e;
	uint64_t negated;
	int32_t *at;
	size_t i;

	for (i = p->begin; i < p->end; i++)
		_mm512_store_si512(v->at[i], widen_all(&p->slot[i]->entry));
	for (negated = p->negated; negated != 0; negated &= negated - 1) {
		i = (size_t)__builtin_ctzll(negated);
		_mm512_store_si512(
		    v->at[i], widen_all(w->rows[negated_row(w, p, i)]));
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
pool_avx512(struct heads *h, const struct piece *p, const struct rows *v,
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
	    const struct weights *, const struct piece *, struct rows *);
	void (*pool)(struct heads *, const struct piece *, const struct rows *,
	    size_t begin, size_t end);
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
	struct piece p;
	struct rows v;
	size_t from;

	for (from = window->from; from < window->to; from += PIECE) {
		find_features(w, window, from, window->to, &p);
		twin.gather(w, &p, &v);
		twin.pool(h, &p, &v, p.begin, p.end);
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
	struct piece p;
	struct rows v;
	struct heads h;

	mem_clear(&h, sizeof(h));
	for (from = window->from; text < window->texts; from += PIECE) {
		p.at = p.begin = p.end = 0;
		if (from < window->to) {
			find_features(w, window, from, window->to, &p);
			twin.gather(w, &p, &v);
		}
		for (i = p.begin;; i = here) {
			at = window->text[text].end - p.at;
			here = at < p.end ? at : p.end;
			twin.pool(&h, &p, &v, i, here);
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

void
heads_each(const struct weights *w, const struct match_window *window,
    heads_found *found, void *arg)
{
	struct heads_feature f;
	struct piece p;
	size_t from, i;

	for (from = window->from; from < window->to; from += PIECE) {
		find_features(w, window, from, window->to, &p);
		for (i = p.begin; i < p.end; i++) {
			f.first = f.last = p.at + i;
			f.row = p.negated >> i & 1
			    ? negated_row(w, &p, i)
			    : w->row_of[p.slot[i]->entry.number];
			if (f.row != 0)
				found(arg, &f);
		}
		for (i = 0; i < p.events; i++) {
			if (w->cells[p.event[i].cell].owner != p.event[i].owner)
				continue;
			f.first = p.at + p.event[i].first;
			f.last = p.at + p.event[i].place;
			f.row = w->cell_rows[p.event[i].cell];
			found(arg, &f);
		}
	}
}
