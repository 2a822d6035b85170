/* SPDX-License-Identifier: ISC */
#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "care/heads_inside.h"
#include "care/vector.h"

enum { ASKED = 16 }; /* words asked for pairs at once */

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
add_event(const struct weights *w, struct heads_piece *p, size_t cell,
    uint32_t owner, size_t first, size_t place)
{
	struct heads_event *e = &p->event[p->events++];

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
ask_portable(const struct weights *w, const struct heads_piece *p, size_t from)
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
ask_avx512(const struct weights *w, const struct heads_piece *p, size_t from)
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
	for (k = 0; k < HEADS_REACH; k++) {
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
    const struct weights *, const struct heads_piece *, size_t from) = {
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
add_pairs(const struct weights *w, struct heads_piece *p, uint64_t joined,
    uint64_t stop)
{
	size_t from, i, back, place;
	uint64_t found, may[HEADS_REACH];
	uint32_t base;

	may[0] = joined;
	may[1] = ~(stop | stop << 1);
	may[2] = may[1] & ~(stop << 2);
	may[3] = may[2] & ~(stop << 3);
	for (from = p->begin; from < p->end; from += ASKED) {
		found = askers[vector_in_use](w, p, from);
		for (back = 0; back < HEADS_REACH; back++)
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
add_marks(const struct weights *w, struct heads_piece *p, uint64_t places,
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

/* Without what is a text's first word: nothing goes before it. */
static uint64_t
but_first(const struct match_window *window, size_t at, uint64_t places)
{
	size_t text, first;

	for (text = 1; text < window->texts; text++) {
		/* In front of the piece the number wraps, past all bits. */
		first = window->text[text - 1].end - at;
		if (first < 64)
			places &= ~(UINT64_C(1) << first);
	}
	return places;
}

void
heads_features(const struct weights *w, const struct match_window *window,
    size_t from, size_t to, struct heads_piece *p)
{
	size_t back = from < HEADS_REACH ? from : HEADS_REACH;
	uint64_t mine, joined;
	struct marks m;

	p->at = from - back;
	p->begin = back;
	p->end = back + (to - from < HEADS_PIECE ? to - from : HEADS_PIECE);
	p->slot = window->slot + p->at;
	p->base = window->base + MATCH_EDGE + p->at;
	p->column = window->column + p->at;
	p->events = 0;
	mark_words(window->flags + p->at, window->gap + p->at, p->end, &m);
	mine = (p->end == 64 ? 0 : UINT64_C(1) << p->end) -
	    (UINT64_C(1) << p->begin);
	p->stop = w->tops ? m.stop & mine : 0;

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
	add_marks(
	    w, p, but_first(window, p->at, m.stop << 1 & mine), MARK_BEGINS);
}

void
heads_each(const struct weights *w, const struct match_window *window,
    heads_found *found, void *arg)
{
	struct heads_feature f;
	struct heads_piece p;
	size_t from, i;

	for (from = window->from; from < window->to; from += HEADS_PIECE) {
		heads_features(w, window, from, window->to, &p);
		for (i = p.begin; i < p.end; i++) {
			f.first = f.last = p.at + i;
			f.row = p.negated >> i & 1
			    ? heads_negated_row(w, &p, i)
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
