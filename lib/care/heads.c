/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/mem.h"
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

_Static_assert((int)REACH == (int)MATCH_EDGE, "the window has as many");

/* A cell of the weights that is added at a place of the piece if it is its
 * owner's. */
struct event {
	uint32_t cell, owner;
	uint8_t first, place;
};

/* The features of a piece of a window. */
struct piece {
	size_t base;	   /* the window's word at bit 0 */
	size_t begin, end; /* bits of the words of the piece */
	const struct lexicon_slot *const *slot; /* of the word at bit 0 */
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

/*
 * Let a cell be added at a place, if it is to be: no branch to miss.
 * Memory has time until all are there.
 */
static inline void
add_event(const struct weights *w, struct piece *p, size_t cell, uint32_t owner,
    size_t first, size_t place, size_t wanted)
{
	struct event *e = &p->event[p->events];

	__builtin_prefetch(&w->cells[cell]);
	e->cell = (uint32_t)cell;
	e->owner = owner;
	e->first = (uint8_t)first;
	e->place = (uint8_t)place;
	p->events += wanted;
}

/*
 * Which of the 16 words from p->slot[from] on may end pairs: four bits for
 * each, the k-th for the pair with the word k + 1 before.  All are asked:
 * that costs less than to choose.
 */
static inline uint64_t
ask_pairs(const struct weights *w, const struct piece *p, size_t from)
{
	const unsigned char *near = w->pairs.tag, *far = near + w->far, *tag;
	const struct lexicon_slot *const *s = p->slot + from;
	const struct lexicon_entry *e;
	size_t b1 = s[-1]->entry.base, b2 = s[-2]->entry.base;
	size_t b3 = s[-3]->entry.base, b4 = s[-4]->entry.base;
	size_t n = p->end - from < 16 ? p->end - from : 16, i;
	uint64_t found = 0;

	for (i = 0; i < n; i++) {
		e = &s[i]->entry;
		near = w->pairs.tag + e->column;
		tag = far + e->column;
		found |= (uint64_t)(unsigned)(pairs_may(near[b1], b1) |
			     pairs_may(tag[b2], b2) << 1 |
			     pairs_may(tag[b3], b3) << 2 |
			     pairs_may(tag[b4], b4) << 3)
		    << REACH * i;
		b4 = b3;
		b3 = b2;
		b2 = b1;
		b1 = e->base;
	}
	return found;
}

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
	for (from = p->begin; from < p->end; from += 16)
		for (found = ask_pairs(w, p, from); found != 0;
		     found &= found - 1) {
			i = from + (size_t)__builtin_ctzll(found) / REACH;
			back = (size_t)__builtin_ctzll(found) % REACH;
			base = p->slot[i - back - 1]->entry.base;
			place = base + p->slot[i]->entry.column +
			    (w->far & -(size_t)(back != 0));
			add_event(w, p, place, base, i - back - 1, i,
			    may[back] >> i & 1);
		}
}

static void
add_marks(const struct weights *w, struct piece *p, uint64_t places,
    enum weights_mark mark)
{
	for (; places != 0; places &= places - 1)
		add_event(w, p, w->pairs.places + mark, 0,
		    (size_t)__builtin_ctzll(places),
		    (size_t)__builtin_ctzll(places), w->mark[mark] != 0);
}

/* The features of up to PIECE words from `from` on, as far as `to`. */
static void
find_features(const struct weights *w, const struct match_window *window,
    int lower, size_t from, size_t to, struct piece *p)
{
	size_t back = from < REACH ? from : REACH;
	uint64_t mine, joined;
	struct marks m;

	p->base = from - back;
	p->begin = back;
	p->end = back + (to - from < PIECE ? to - from : PIECE);
	p->slot = window->slot + MATCH_EDGE + p->base;
	p->events = 0;
	mark_words(window->flags + p->base, window->gap + p->base, p->end, &m);
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
	if (lower)
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

/*
 * Add up the rows of a piece: `v` gets what each place has, then the pools
 * take it in word by word.  In C:
 */
static void
add_portable(const struct weights *w, struct heads *h, const struct piece *p)
{
	int32_t v[64][HEAD_LANES];
	const struct event *e;
	const int16_t *row;
	size_t i;
	int k;

	for (i = p->begin; i < p->end; i++) {
		row = p->negated >> i & 1 ? w->rows[negated_row(w, p, i)]
					  : p->slot[i]->entry.row;
		memset(v[i], 0, sizeof(v[i]));
		for (k = 0; k < HEADS; k++)
			v[i][k] = row[k];
	}
	for (e = p->event; e < p->event + p->events; e++)
		if (w->cells[e->cell].owner == e->owner)
			for (k = 0; k < HEADS; k++)
				v[e->place][k] += w->cells[e->cell].head[k];
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

#define AVX2 __attribute__((target("avx2")))

/*
 * One half of a row, its numbers made 32 bits wide.  What stands behind
 * the row is added as two heads more, which nobody reads.
 */
AVX2 static inline __m256i
widen(const void *row, int half)
{
	const __m128i *q = row;

	return _mm256_cvtepi16_epi32(_mm_load_si128(q + half));
}

/*
 * The same for weights to which sentences are all one: the sum of the text
 * is that of its part.
 */
AVX2 static void
add_avx2(const struct weights *w, struct heads *h, const struct piece *p)
{
	const __m256i zero = _mm256_setzero_si256();
	__m256i v[64][2], *hp = (void *)h->part, *hr = (void *)h->run,
			  *hk = (void *)h->peak, *at;
	__m256i part0 = hp[0], part1 = hp[1], run0 = hr[0], run1 = hr[1],
		peak0 = hk[0], peak1 = hk[1];
	const struct weights_cell *cell;
	const struct event *e;
	const int16_t *row;
	uint64_t negated;
	size_t i;

	for (i = p->begin; i < p->end; i++) {
		v[i][0] = widen(&p->slot[i]->entry, 0);
		v[i][1] = widen(&p->slot[i]->entry, 1);
	}
	for (negated = p->negated; negated != 0; negated &= negated - 1) {
		i = (size_t)__builtin_ctzll(negated);
		row = w->rows[negated_row(w, p, i)];
		v[i][0] = widen(row, 0);
		v[i][1] = widen(row, 1);
	}
	for (e = p->event; e < p->event + p->events; e++) {
		at = v[e->place];
		cell = &w->cells[e->cell];
		/* Hardly ever: a byte has told nearly all of them. */
		if (cell->owner != e->owner)
			continue;
		at[0] = _mm256_add_epi32(at[0], widen(cell, 0));
		at[1] = _mm256_add_epi32(at[1], widen(cell, 1));
	}
	for (i = p->begin; i < p->end; i++) {
		part0 = _mm256_add_epi32(part0, v[i][0]);
		part1 = _mm256_add_epi32(part1, v[i][1]);
		run0 = _mm256_add_epi32(run0, v[i][0]);
		run1 = _mm256_add_epi32(run1, v[i][1]);
		run0 = _mm256_max_epi32(run0, zero);
		run1 = _mm256_max_epi32(run1, zero);
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
	mem_clear(h, sizeof(*h));
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
	if (w->tops)
		twin = TWINS - 1;
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
	uint32_t pooled;
	int64_t t, norm, top;
	int i;

	if (w->tops)
		end_sentence(h);
	for (i = 0; i < HEAD_LANES; i++) {
		h->sum[i] += h->part[i];
		h->part[i] = 0;
	}
	for (i = 0; i < HEADS; i++)
		score[i] = w->pool[POOL_BIAS][i] + (int64_t)h->peak[i];
	for (pooled = w->pooled; pooled != 0; pooled &= pooled - 1) {
		i = __builtin_ctz(pooled);
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
			f.row = p.negated >> i & 1
			    ? negated_row(w, &p, i)
			    : w->row_of[p.slot[i]->entry.number];
			if (f.row != 0)
				found(arg, &f);
		}
		for (i = 0; i < p.events; i++) {
			if (w->cells[p.event[i].cell].owner != p.event[i].owner)
				continue;
			f.first = p.base + p.event[i].first;
			f.last = p.base + p.event[i].place;
			f.row = w->cell_rows[p.event[i].cell];
			found(arg, &f);
		}
	}
}
