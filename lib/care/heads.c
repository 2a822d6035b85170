/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "care/heads.h"

/*
 * The words of a window are taken in pieces: with the words before it that
 * a feature may reach back to, a piece has as many as a bitmap has bits.
 */
enum {
	REACH = 4,	    /* words back: a pair with 3 between */
	PIECE = 64 - REACH, /* words */
	MOST = 1 << 30,	    /* what pools are held to, far beyond notes */
	/* Features of a place beside its word: pairs and marks. */
	EVENTS = PIECE * (REACH + 2)
};

/* A row that is added at a place of the piece. */
struct event {
	uint32_t row;
	uint8_t first, place;
};

/* A pair that may have a row. */
struct asked {
	uint64_t key;
	uint32_t slot; /* where it is, if it is */
	uint8_t first, place;
};

/* The features of a piece of a window. */
struct piece {
	size_t base;	   /* the window's word at bit 0 */
	size_t begin, end; /* bits of the words of the piece */
	uint32_t row[64];  /* of each word alone */
	uint32_t pair[64]; /* what each word is in pairs */
	uint64_t stop;	   /* a sentence ends behind the word */
	size_t asks, events;
	struct asked asked[PIECE * REACH];
	struct event event[EVENTS + 1];
};

/* Of each word of a piece a bit for each thing that matters. */
struct marks {
	uint64_t negator, negated, left, right, far_left, far_right;
	uint64_t joined, stop, loud, asking; /* the gap behind it */
	uint64_t caps;
};

/* Bits where a word's flag, or what lies behind it, is so. */
static inline void
mark_words(
    const uint16_t *flags, const unsigned char *gap, size_t n, struct marks *m)
{
	size_t i;
	uint64_t kind;

	memset(m, 0, sizeof(*m));
#ifdef __SSE2__
	for (i = 0; i < n; i += 16) {
		const __m128i low = _mm_set1_epi16(0xff);
		const __m128i *p = (const void *)(flags + i);
		__m128i f =
		    _mm_packus_epi16(_mm_and_si128(_mm_loadu_si128(p), low),
			_mm_and_si128(_mm_loadu_si128(p + 1), low));
		__m128i g =
		    _mm_loadu_si128((const __m128i *)(const void *)(gap + i));
		__m128i k = _mm_and_si128(g, _mm_set1_epi8(MATCH_GAP_KIND));

/* Bit b of each byte, moved to where movemask looks. */
#define BITS(v, b) \
	((uint64_t)(unsigned)_mm_movemask_epi8(_mm_slli_epi16(v, 7 - (b))) << i)
		m->negator |= BITS(f, 0);
		m->negated |= BITS(f, 1);
		m->left |= BITS(f, 2);
		m->right |= BITS(f, 3);
		m->far_left |= BITS(f, 4);
		m->far_right |= BITS(f, 5);
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
		m->left |= (uint64_t)(flags[i] >> 2 & 1) << i;
		m->right |= (uint64_t)(flags[i] >> 3 & 1) << i;
		m->far_left |= (uint64_t)(flags[i] >> 4 & 1) << i;
		m->far_right |= (uint64_t)(flags[i] >> 5 & 1) << i;
		m->joined |= (uint64_t)(kind == GAP_JOINED) << i;
		m->stop |= (uint64_t)(kind == GAP_SENTENCE) << i;
		m->loud |= (uint64_t)(gap[i] >> 2 & 1) << i;
		m->asking |= (uint64_t)(gap[i] >> 3 & 1) << i;
		m->caps |= (uint64_t)(gap[i] >> 4 & 1) << i;
	}
#endif
}

_Static_assert(LEXICON_NEGATOR == 1 << 0 && LEXICON_NEGATED == 1 << 1 &&
	LEXICON_LEFT == 1 << 2 && LEXICON_RIGHT == 1 << 3 &&
	LEXICON_FAR_LEFT == 1 << 4 && LEXICON_FAR_RIGHT == 1 << 5,
    "mark_words() takes the bits by number");
_Static_assert(GAP_SENTENCE == 1 << 1 && MATCH_LOUD == 1 << 2 &&
	MATCH_ASKING == 1 << 3 && MATCH_CAPS == 1 << 4,
    "and those of the gaps");

/* Let a row, 0 for none, be added at a place. */
static inline void
add_event(struct piece *p, uint32_t row, size_t first, size_t place)
{
	struct event *e = &p->event[p->events];

	/* Written always, counted when it is one: no branch to miss. */
	e->row = row;
	e->first = (uint8_t)first;
	e->place = (uint8_t)place;
	p->events += row != 0;
}

/*
 * Ask for the pairs that end at these places, `back` words wide: memory
 * fetches them together.
 */
static inline void
ask_pairs(const struct weights *w, struct piece *p, uint64_t places,
    size_t back, enum weights_kind kind)
{
	struct asked *a;
	size_t i;

	for (; places != 0; places &= places - 1) {
		i = (size_t)__builtin_ctzll(places);
		a = &p->asked[p->asks++];
		a->key = weights_key(p->pair[i - back], p->pair[i], kind);
		a->slot = perfect_place(&w->places, a->key);
		a->first = (uint8_t)(i - back);
		a->place = (uint8_t)i;
		__builtin_prefetch(&w->pairs[a->slot]);
	}
}

/* The rows of the pairs that were asked for. */
static inline void
add_pairs(const struct weights *w, struct piece *p)
{
	const struct asked *a;
	uint32_t row;

	for (a = p->asked; a < p->asked + p->asks; a++) {
		row = weights_pair(w, a->slot, a->key);
		__builtin_prefetch(&w->rows[row]);
		add_event(p, row, a->first, a->place);
	}
}

static void
add_marks(struct piece *p, uint64_t places, uint32_t row)
{
	for (; places != 0; places &= places - 1)
		add_event(p, row, (size_t)__builtin_ctzll(places),
		    (size_t)__builtin_ctzll(places));
}

/* The words that take their row for negated ones instead. */
static void
take_negated(const struct weights *w, struct piece *p, uint64_t places)
{
	uint32_t row;
	size_t i;

	for (; places != 0; places &= places - 1) {
		i = (size_t)__builtin_ctzll(places);
		row = w->negated[p->row[i]];
		if (row != 0)
			p->row[i] = row;
	}
}

/* The features of up to PIECE words from `from` on, as far as `to`. */
static void
find_features(const struct weights *w, const struct match_window *window,
    int lower, size_t from, size_t to, struct piece *p)
{
	size_t back = from < REACH ? from : REACH, i;
	uint64_t mine, joined, whole;
	struct marks m;

	p->base = from - back;
	p->begin = back;
	p->end = back + (to - from < PIECE ? to - from : PIECE);
	p->asks = p->events = 0;
	mark_words(window->flags + p->base, window->gap + p->base, p->end, &m);
	mine = (p->end == 64 ? 0 : UINT64_C(1) << p->end) -
	    (UINT64_C(1) << p->begin);
	p->stop = m.stop & mine;
	for (i = 0; i < p->end; i++) {
		p->row[i] = window->weight[p->base + i];
		p->pair[i] = w->pair_of[window->number[p->base + i]];
	}

	/* Bit i of these two: the gap before word i. */
	joined = m.joined << 1;
	whole = ~(m.stop << 1);
	m.negator = (m.negator << 1 & joined) |
	    (m.negator << 2 & joined & joined << 1) |
	    (m.negator << 3 & joined & joined << 1 & joined << 2);
	take_negated(w, p, m.negator & m.negated & mine);

	ask_pairs(w, p, m.left << 1 & m.right & joined & mine, 1, PAIR_NEAR);
	m.far_right &= mine;
	for (i = 2; i <= REACH; i++) {
		whole &= whole << 1;
		ask_pairs(
		    w, p, m.far_left << i & m.far_right & whole, i, PAIR_FAR);
	}
	add_pairs(w, p);
	if (lower)
		add_marks(p, m.caps & mine, w->mark[MARK_CAPS]);
	add_marks(p, m.loud & m.asking & mine, w->mark[MARK_ASKING]);
	add_marks(p, m.loud & ~m.asking & mine, w->mark[MARK_LOUD]);
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

/*
 * Add up the rows of a piece: `v` gets what each place has, then the pools
 * take it in word by word.  In C:
 */
static void
add_portable(const struct weights *w, struct heads *h, const struct piece *p)
{
	int32_t v[64][HEAD_LANES];
	size_t i;
	int k;

	for (i = p->begin; i < p->end; i++)
		for (k = 0; k < HEAD_LANES; k++)
			v[i][k] = w->rows[p->row[i]].head[k];
	for (i = 0; i < p->events; i++)
		for (k = 0; k < HEAD_LANES; k++)
			v[p->event[i].place][k] +=
			    w->rows[p->event[i].row].head[k];
	for (i = p->begin; i < p->end; i++) {
		for (k = 0; k < HEAD_LANES; k++) {
			h->part[k] += v[i][k];
			h->run[k] += v[i][k];
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

static inline __m128i
max_sse2(__m128i a, __m128i b)
{
	__m128i more = _mm_cmpgt_epi32(a, b);

	return _mm_or_si128(_mm_and_si128(more, a), _mm_andnot_si128(more, b));
}

/* Add a row, its numbers made 32 bits wide, to v, or set v to it. */
static inline void
widen_sse2(const struct weights *w, uint32_t row, __m128i *v, int set)
{
	const __m128i *r = (const void *)w->rows[row].head;
	int i;

	for (i = 0; i < 2; i++) {
		__m128i a = _mm_load_si128(r + i);
		__m128i low = _mm_srai_epi32(_mm_unpacklo_epi16(a, a), 16);
		__m128i high = _mm_srai_epi32(_mm_unpackhi_epi16(a, a), 16);

		if (!set) {
			low = _mm_add_epi32(low, v[2 * i]);
			high = _mm_add_epi32(high, v[2 * i + 1]);
		}
		v[2 * i] = low;
		v[2 * i + 1] = high;
	}
}

static void
add_sse2(const struct weights *w, struct heads *h, const struct piece *p)
{
	enum { REGISTERS = 4 };
	const __m128i zero = _mm_setzero_si128();
	__m128i v[64][REGISTERS], part[REGISTERS], run[REGISTERS],
	    peak[REGISTERS];
	__m128i *hp = (void *)h->part, *hr = (void *)h->run,
		*hk = (void *)h->peak;
	size_t i;
	int k;

	for (i = p->begin; i < p->end; i++)
		widen_sse2(w, p->row[i], v[i], 1);
	for (i = 0; i < p->events; i++)
		widen_sse2(w, p->event[i].row, v[p->event[i].place], 0);
	for (k = 0; k < REGISTERS; k++) {
		part[k] = hp[k];
		run[k] = hr[k];
		peak[k] = hk[k];
	}
	for (i = p->begin; i < p->end; i++) {
		for (k = 0; k < REGISTERS; k++) {
			part[k] = _mm_add_epi32(part[k], v[i][k]);
			run[k] = _mm_add_epi32(run[k], v[i][k]);
			run[k] = _mm_and_si128(
			    run[k], _mm_cmpgt_epi32(run[k], zero));
			peak[k] = max_sse2(run[k], peak[k]);
		}
		if (p->stop >> i & 1) {
			for (k = 0; k < REGISTERS; k++) {
				hp[k] = part[k];
				part[k] = zero;
			}
			end_sentence(h);
		}
	}
	for (k = 0; k < REGISTERS; k++) {
		hp[k] = part[k];
		hr[k] = run[k];
		hk[k] = peak[k];
	}
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
widen_avx2(const struct weights *w, uint32_t row, int half)
{
	const __m128i *q = (const void *)w->rows[row].head;

	return _mm256_cvtepi16_epi32(_mm_load_si128(q + half));
}

/* As end_sentence(), for one half of the heads. */
AVX2 static inline void
end_avx2(struct heads *h, __m256i part, int half)
{
	__m256i *sum = (void *)h->sum, *top, more;
	int j;

	sum[half] = _mm256_add_epi32(sum[half], part);
	for (j = 0; j < 3; j++) {
		top = (__m256i *)(void *)h->top[j] + half;
		more = _mm256_max_epi32(*top, part);
		part = _mm256_min_epi32(*top, part);
		*top = more;
	}
}

AVX2 static void
add_avx2(const struct weights *w, struct heads *h, const struct piece *p)
{
	const __m256i zero = _mm256_setzero_si256();
	__m256i v[64][2], *hp = (void *)h->part, *hr = (void *)h->run,
			  *hk = (void *)h->peak;
	__m256i part0 = hp[0], part1 = hp[1], run0 = hr[0], run1 = hr[1],
		peak0 = hk[0], peak1 = hk[1], *at;
	uint64_t stop = p->stop;
	size_t i, end;

	for (i = p->begin; i < p->end; i++) {
		v[i][0] = widen_avx2(w, p->row[i], 0);
		v[i][1] = widen_avx2(w, p->row[i], 1);
	}
	for (i = 0; i < p->events; i++) {
		at = v[p->event[i].place];
		at[0] =
		    _mm256_add_epi32(at[0], widen_avx2(w, p->event[i].row, 0));
		at[1] =
		    _mm256_add_epi32(at[1], widen_avx2(w, p->event[i].row, 1));
	}
	for (i = p->begin; i < p->end; stop &= stop - 1) {
		end = stop != 0 ? (size_t)__builtin_ctzll(stop) + 1 : p->end;
		for (; i < end; i++) {
			at = v[i];
			part0 = _mm256_add_epi32(part0, at[0]);
			part1 = _mm256_add_epi32(part1, at[1]);
			run0 = _mm256_add_epi32(run0, at[0]);
			run1 = _mm256_add_epi32(run1, at[1]);
			run0 = _mm256_max_epi32(run0, zero);
			run1 = _mm256_max_epi32(run1, zero);
			peak0 = _mm256_max_epi32(peak0, run0);
			peak1 = _mm256_max_epi32(peak1, run1);
		}
		if (stop != 0) {
			end_avx2(h, part0, 0);
			end_avx2(h, part1, 1);
			part0 = part1 = zero;
		}
	}
	hp[0] = part0;
	hp[1] = part1;
	hr[0] = run0;
	hr[1] = run1;
	hk[0] = peak0;
	hk[1] = peak1;
}

static int
avx2_here(void)
{
	return __builtin_cpu_supports("avx2");
}

#endif

static int
always_here(void)
{
	return 1;
}

static const struct {
	const char *name;
	void (*add)(
	    const struct weights *, struct heads *, const struct piece *);
	int (*here)(void);
} twins[] = {
#if defined(__x86_64__)
	{ "avx2", add_avx2, avx2_here },
	{ "sse2", add_sse2, always_here },
#endif
	{ "portable", add_portable, always_here },
};
enum { TWINS = sizeof(twins) / sizeof(twins[0]) };

/* The twin in use; -1: the best. */
static int chosen = -1;

const char *
heads_twin(int i)
{
	return i < 0 || i >= TWINS || !twins[i].here() ? NULL : twins[i].name;
}

void
heads_use(int i)
{
	chosen = i;
}

void
heads_start(struct heads *h, struct bytes text)
{
	memset(h, 0, sizeof(*h));
	h->lower = token_has_lower(text);
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
	int twin = chosen;
	struct piece p;
	size_t from;

	if (twin < 0)
		for (twin = 0; !twins[twin].here(); twin++)
			;
	for (from = window->from; from < window->to; from += PIECE) {
		find_features(w, window, h->lower, from, window->to, &p);
		twins[twin].add(w, h, &p);
		if (window->words > MATCH_WINDOW)
			hold(h);
	}
}

void
heads_scores(const struct weights *w, struct heads *h, size_t words,
    int64_t score[HEADS])
{
	int64_t t, norm, top;
	int i;

	end_sentence(h);
	for (i = 0; i < HEADS; i++) {
		if (w->peak_only >> i & 1) {
			score[i] = w->pool[POOL_BIAS][i] + (int64_t)h->peak[i];
			continue;
		}
		top = (int64_t)h->top[0][i] + h->top[1][i] + h->top[2][i];
		t = (w->pool[POOL_SUM][i] * (int64_t)h->sum[i] +
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
heads_each(const struct weights *w, const struct heads *h,
    const struct match_window *window, heads_found *found, void *arg)
{
	struct heads_feature f;
	struct piece p;
	size_t from, i;

	for (from = window->from; from < window->to; from += PIECE) {
		find_features(w, window, h->lower, from, window->to, &p);
		for (i = p.begin; i < p.end; i++) {
			f.first = f.last = p.base + i;
			f.row = p.row[i];
			if (f.row != 0)
				found(arg, &f);
		}
		for (i = 0; i < p.events; i++) {
			f.first = p.base + p.event[i].first;
			f.last = p.base + p.event[i].place;
			f.row = p.event[i].row;
			found(arg, &f);
		}
	}
}
