/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "care/bytebits.h"
#include "care/trie.h"
#include "care/vector.h"

/*
 * The words `first` to `last` in one number: written in pieces and read at
 * once it would wait for the pieces to reach the cache.
 */
static inline uint32_t
pack(size_t first, size_t last)
{
	return (uint32_t)(first | last << 16);
}

static inline size_t
first_of(uint32_t words)
{
	return words & 0xffff;
}

static inline size_t
last_of(uint32_t words)
{
	return words >> 16;
}

/* A way to the word at `at`, from words. */
struct step {
	uint32_t way, at, words;
};

/* Words that fit what leads to a node. */
struct fit {
	uint32_t node, words;
};

/*
 * Steps that are looked at together, as many as the notes of a window
 * mostly have.
 */
enum { STEPS = 128, HITS = 64 };

struct steps {
	size_t n;
	struct step list[STEPS];
};

/* What is searched, in what, and who is told. */
struct search {
	const struct match *m;
	const struct match_window *w;
	const lexicon_glance *glance; /* of word 0 */
	const unsigned char *gap;     /* behind it */
	match_found *found;
	void *arg;
	size_t hits; /* nodes where phrases end, to be told of */
	struct fit hit[HITS];
};

/* Glances at the words beside those that fit, and up to a gap away. */
static inline struct trie_sight
view_from(const struct search *s, size_t first, size_t last)
{
	const lexicon_glance *before = s->glance + first - 1;
	const lexicon_glance *behind = s->glance + last + 1;
	struct trie_sight v;
	int i;

	v.near[LEFT] = v.far[LEFT] = before[0];
	v.near[RIGHT] = v.far[RIGHT] = behind[0];
#pragma GCC unroll 3
	for (i = 1; i <= MATCH_GAP_WORDS; i++) {
		v.far[LEFT] |= before[-i];
		v.far[RIGHT] |= behind[i];
	}
	return v;
}

/* Whether anything in view is among what can stand near and far. */
static inline int
sees(const struct trie_sight *s, const struct trie_sight *v)
{
	return trie_any((s->near[LEFT] & v->near[LEFT]) |
	    (s->near[RIGHT] & v->near[RIGHT]) | (s->far[LEFT] & v->far[LEFT]) |
	    (s->far[RIGHT] & v->far[RIGHT]));
}

/* Whether what is in view may be the next part of a way with that bit. */
static inline int
meets(const struct trie_sight *v, unsigned bit)
{
	const lexicon_glance *g = trie_far(bit) ? v->far : v->near;

	return (int)(g[trie_side(bit)][bit / 64 % 2] >> bit % 64 & 1);
}

/*
 * Which words a way can reach from the words `first` to `last`: bit k for
 * the one behind k others, whether there is such a word or not.
 */
static inline unsigned
reach(const struct search *s, unsigned bit, size_t first, size_t last)
{
	static const struct {
		uint32_t stops, end;
	} kinds[] = { { GAP_CLAUSE | GAP_SENTENCE, 1 << 8 },
		{ GAP_SENTENCE * UINT32_C(0x01010101), 0 } };
	const size_t right = -(size_t)trie_side(bit);
	const unsigned char *p =
	    s->gap + (((first - 4) & ~right) | (last & right));
	uint32_t up = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
	uint32_t down = __builtin_bswap32(up);
	uint64_t stop = down ^ ((down ^ up) & (uint32_t)right);

	stop = (stop & kinds[trie_far(bit)].stops) | kinds[trie_far(bit)].end;
	return (1u << (unsigned)__builtin_ctzll(stop | UINT64_C(1) << 32) / 8) -
	    1;
}

/*
 * Put down where a way may lead to from the words `first` to `last`, over a
 * gap of 0 to MATCH_GAP_WORDS words if it is far.  There is room for all.
 * No branches that could be mispredicted.
 */
static inline void
put_steps(const struct search *s, struct steps *out, uint32_t number,
    unsigned bit, size_t first, size_t last)
{
	const ptrdiff_t side = (ptrdiff_t)trie_side(bit), by = 2 * side - 1;
	const ptrdiff_t at =
	    (ptrdiff_t)(first + ((last - first) & (size_t)-side)) + by;
	const lexicon_glance *g = s->glance + at;
	const unsigned half = bit / 64 % 2;
	unsigned words = 0;
	int k;

	__builtin_prefetch(&s->m->ways[number]);
#pragma GCC unroll 4
	for (k = 0; k <= MATCH_GAP_WORDS; k++)
		words |= (unsigned)(g[k * by][half] >> bit % 64 & 1) << k;
	words &= reach(s, bit, first, last);
	do {
		k = __builtin_ctz(words | 1 << 4);
		out->list[out->n] = (struct step){ number,
			(uint32_t)(at + k * by), pack(first, last) };
		out->n += words != 0;
		words &= words - 1;
	} while (__builtin_expect(words != 0, 0));
}

/* The same for a way of many words. */
static void
put_many(const struct search *s, struct steps *out, uint32_t number,
    size_t first, size_t last)
{
	const struct trie_way *way = &s->m->ways[number];
	unsigned words = reach(s, way->bit, first, last), k;
	const int left = trie_side(way->bit) == LEFT;
	size_t at;

	for (k = 0; words != 0; words >>= 1, k++) {
		at = left ? first - 1 - k : last + 1 + k;
		if (at < s->w->token.n &&
		    trie_any(s->m->many[way->to] & s->glance[at]))
			out->list[out->n++] = (struct step){ number,
				(uint32_t)at, pack(first, last) };
	}
}

/* Tell of the phrases that end at nodes. */
static void
tell(struct search *s)
{
	const struct trie_item *item;
	const struct fit *hit;
	uint32_t i;

	for (hit = s->hit; hit < s->hit + s->hits; hit++)
		for (i = hit->node; i != TRIE_NONE; i = item->next) {
			item = &s->m->values.items[i - 1];
			s->found(s->arg, item->number, first_of(hit->words),
			    last_of(hit->words));
		}
	s->hits = 0;
}

/* Note the phrases that end here; `value` is their list, or TRIE_NONE. */
static inline void
put_hit(struct search *s, uint32_t value, uint32_t words)
{
	if (s->hits == HITS)
		tell(s);
	s->hit[s->hits] = (struct fit){ value, words };
	s->hits += value != TRIE_NONE;
}

/* Which steps lead on.  Writes down where to; returns how many do. */
static size_t
fit_steps(const struct search *s, const struct steps *steps, struct fit *fit)
{
	const struct match *m = s->m;
	uint64_t member[STEPS];
	uint32_t place[STEPS], word, to;
	const struct trie_way *way;
	const struct step *step;
	size_t count = 0, first, last, i;
	int fits;

	for (i = 0; i < steps->n; i++) {
		step = &steps->list[i];
		way = &m->ways[step->way];
		member[i] =
		    trie_member(way->kind, way->what, s->w->number[step->at]);
		place[i] = perfect_place(&m->member_place, member[i]);
		__builtin_prefetch(&m->members[place[i]]);
	}
	for (i = 0; i < steps->n; i++) {
		step = &steps->list[i];
		way = &m->ways[step->way];
		word = s->w->number[step->at];
		fits = (((way->what ^ word) | (way->kind ^ MATCH_WORD)) == 0) |
		    (m->members[place[i]] == member[i]);
		to = way->to & -(uint32_t)fits;
		if (__builtin_expect(way->kind == TRIE_MANY, 0))
			to = trie_edge(m, way->what, s->w->token.hash[step->at])
				 ->to;
		first = first_of(step->words);
		last = last_of(step->words);
		fit[count] = (struct fit){ to,
			pack(step->at < first ? step->at : first,
			    step->at > last ? step->at : last) };
		__builtin_prefetch(&m->places[to]);
		count += to != TRIE_NONE;
	}
	return count;
}

static void go_on(struct search *, struct steps *);

/* Put down where a node leads on. */
static inline void
leave(struct search *s, uint32_t node, size_t first, size_t last,
    struct steps *out)
{
	const struct trie_place *place = &s->m->places[node];
	uint32_t i;

	for (i = place->from; i < place->to; i++) {
		if (out->n > STEPS - 1 - MATCH_GAP_WORDS)
			go_on(s, out);
		if (__builtin_expect(s->m->ways[i].kind == TRIE_MANY, 0))
			put_many(s, out, i, first, last);
		else
			put_steps(s, out, i, s->m->ways[i].bit, first, last);
	}
}

/* Note what ends at a node, and put down where it leads on. */
static void
visit(struct search *s, uint32_t node, size_t first, size_t last,
    struct steps *out)
{
	put_hit(s, s->m->places[node].value, pack(first, last));
	leave(s, node, first, last, out);
}

/*
 * Take all steps, those that follow from them, and so on: one part of all
 * phrases at a time, for the memory to be asked in one go and because what
 * fits cannot be foretold.  Leaves none.  When there are too many it calls
 * itself, once for each part at most.
 */
static void
go_on(struct search *s, struct steps *steps)
{
	const struct trie_place *place;
	struct fit fit[STEPS];
	size_t n, i, on;

	while (steps->n > 0) {
		n = fit_steps(s, steps, fit);
		for (i = on = 0; i < n; i++) {
			place = &s->m->places[fit[i].node];
			put_hit(s, place->value, fit[i].words);
			__builtin_prefetch(&s->m->ways[place->from]);
			fit[on] = fit[i];
			on += place->from < place->to;
		}
		steps->n = 0;
		for (i = 0; i < on; i++)
			leave(s, fit[i].node, first_of(fit[i].words),
			    last_of(fit[i].words), steps);
	}
}

/* A word at which there may be phrases. */
struct seen {
	uint32_t anchor; /* TRIE_WHOLE included */
	uint32_t at;
	uint32_t ways; /* of the anchor's spot, those that may lead on */
};

/* Ask the nodes of an anchor one by one. */
static void
search_nodes(struct search *s, const struct trie_set *set,
    const struct seen *seen, struct steps *out)
{
	const uint32_t *start =
	    set->first + set->starts[seen->anchor / TRIE_ANCHOR];

	for (; *start != TRIE_NONE; start++)
		visit(s, *start, seen->at, seen->at, out);
}

/* Every phrase with this anchor. */
static inline void
search_anchor(struct search *s, const struct trie_set *set,
    const struct seen *seen, struct steps *out)
{
	const struct trie_spot *spot = &set->spots[seen->anchor / TRIE_ANCHOR];
	uint32_t ways, i;

	if (spot->bit[0] == TRIE_BY_HAND) {
		search_nodes(s, set, seen, out);
		return;
	}
	put_hit(s, spot->value, pack(seen->at, seen->at));
	for (ways = seen->ways; ways != 0; ways &= ways - 1) {
		if (out->n > STEPS - 1 - MATCH_GAP_WORDS)
			go_on(s, out);
		i = (uint32_t)__builtin_ctz(ways);
		put_steps(
		    s, out, spot->from + i, spot->bit[i], seen->at, seen->at);
	}
}

/*
 * At which of n anchors there may be phrases.  No branches that could be
 * mispredicted: each is written down, and some of them written over.
 */
static size_t
see_portable(const struct search *s, const struct trie_set *set,
    const uint16_t *anchor, size_t n, struct seen *seen)
{
	struct trie_sight v;
	size_t count = 0, i, at;
	uint32_t a;

	for (i = 0; i < n; i++) {
		at = anchor[i];
		a = set->anchor[s->w->number[at]];
		v = view_from(s, at, at);
		seen[count] = (struct seen){ a, (uint32_t)at, 0 };
		count +=
		    (size_t)(sees(&set->anchors[a / TRIE_ANCHOR].sight, &v) |
			(int)(a & TRIE_WHOLE));
	}
	/* And by which ways. */
	for (i = 0; i < count; i++) {
		const struct trie_spot *spot =
		    &set->spots[seen[i].anchor / TRIE_ANCHOR];
		const struct trie_way *way = s->m->ways + spot->from;
		uint32_t j;

		v = view_from(s, seen[i].at, seen[i].at);
		for (j = 0; j < spot->n; j++)
			seen[i].ways |= (uint32_t)meets(&v, way[j].bit) << j;
	}
	return count;
}

#if defined(__x86_64__)

/*
 * The view from a word: what stands beside it and what stands up to a gap
 * away on the left, the same on the right, as trie_bit() has it.
 */
VECTOR_FOR_AVX512 static inline __m512i
view_avx512(const lexicon_glance *at)
{
	__m512i left = _mm512_loadu_si512(at - MATCH_EDGE);
	__m512i right = _mm512_loadu_si512(at + 1);
	__m512i a =
	    _mm512_or_si512(left, _mm512_shuffle_i64x2(left, left, 0xb1));
	__m512i b =
	    _mm512_or_si512(right, _mm512_shuffle_i64x2(right, right, 0xb1));

	/* All four in each quarter, then the nearest one by itself. */
	a = _mm512_or_si512(a, _mm512_shuffle_i64x2(a, a, 0x4e));
	b = _mm512_or_si512(b, _mm512_shuffle_i64x2(b, b, 0x4e));
	a = _mm512_mask_mov_epi64(a, 0xc0, left);
	b = _mm512_mask_mov_epi64(b, 0x03, right);
	return _mm512_shuffle_i64x2(a, b, 0x43);
}

/* As see_portable(), by all ways of an anchor at once. */
VECTOR_FOR_AVX512 static size_t
see_avx512(const struct search *s, const struct trie_set *set,
    const uint16_t *anchor, size_t n, struct seen *seen)
{
	const __m512i one = _mm512_set1_epi16(1);
	const __mmask32 spots = (UINT32_C(1) << TRIE_SPOTS) - 1;
	size_t count = 0, i;
	__m512i bit, view;
	__mmask32 ways;
	uint32_t a;

	for (i = 0; i < n; i++) {
		a = set->anchor[s->w->number[anchor[i]]];
		seen[i] = (struct seen){ a, anchor[i], 0 };
		__builtin_prefetch(&set->spots[a / TRIE_ANCHOR]);
	}
	for (i = 0; i < n; i++) {
		a = seen[i].anchor;
		bit = _mm512_load_si512(&set->spots[a / TRIE_ANCHOR]);
		view = view_avx512(s->glance + seen[i].at);
		view =
		    _mm512_permutexvar_epi16(_mm512_srli_epi16(bit, 4), view);
		ways = _mm512_test_epi16_mask(view,
		    _mm512_sllv_epi16(
			one, _mm512_and_si512(bit, _mm512_set1_epi16(15))));
		ways &= ~_mm512_movepi16_mask(bit) & spots;
		ways |= _mm512_cmpeq_epi16_mask(
			    bit, _mm512_set1_epi16((short)TRIE_BY_HAND)) &
		    1;
		seen[count] = (struct seen){ a, seen[i].at, ways };
		count += (ways | (a & TRIE_WHOLE)) != 0;
	}
	return count;
}

#endif

static size_t (*const twins[])(const struct search *, const struct trie_set *,
    const uint16_t *anchor, size_t n, struct seen *) = {
	[VECTOR_PORTABLE] = see_portable,
	[VECTOR_AVX2] = see_portable,
#if defined(__x86_64__)
	[VECTOR_AVX512] = see_avx512,
#endif
};

size_t
match_span(const struct match *m, enum match_set kind)
{
	return m->sets[kind].span;
}

/* Three steps: find the anchors, see where there may be phrases, look. */
void
match_each(const struct match_window *w, enum match_set kind,
    const struct match_range *range, size_t n, match_found *found, void *arg)
{
	const struct trie_set *set = &w->match->sets[kind];
	const unsigned char wanted = (LEXICON_PHRASE << kind);
	uint16_t anchor[MATCH_WINDOW + BYTEBITS_ROOM];
	struct seen seen[MATCH_WINDOW + 1];
	size_t anchors = 0, i;
	struct search s;
	struct steps steps;

	s.m = w->match;
	s.w = w;
	s.glance = w->glance + MATCH_EDGE;
	s.gap = (const unsigned char *)w + offsetof(struct match_window, gap);
	s.found = found;
	s.arg = arg;
	s.hits = 0;
	steps.n = 0;
	for (i = 0; i < n; i++)
		anchors += bytebits_list(w->flags, range[i].begin, range[i].end,
		    wanted, anchor + anchors);
	n = twins[vector_in_use](&s, set, anchor, anchors, seen);
	for (i = 0; i < n; i++)
		search_anchor(&s, set, &seen[i], &steps);
	go_on(&s, &steps);
	tell(&s);
}
