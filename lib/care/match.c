/* SPDX-License-Identifier: ISC */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "care/bytebits.h"
#include "care/trie.h"
#include "care/vector.h"

/* What is searched, in what, and who is told. */
struct search {
	const struct match *m;
	const struct match_window *w;
	const lexicon_glance *glance; /* of word 0 */
	match_found *found;
	void *arg;
};

static void
visit(const struct search *, uint32_t node, size_t first, size_t last);

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

/* Whether a class has the word at `at`. */
static int
is_member(const struct search *s, uint32_t class, size_t at)
{
	const struct trie_head *head[TOKEN_STEM];
	const struct trie_item *item;
	struct token token;
	size_t n, i;
	uint32_t j;

	if ((s->w->flags[at] & LEXICON_STEMS) == 0)
		return *trie_member_slot(s->m,
			   trie_member(class, s->w->slot[at]->entry.number)) !=
		    0;
	/* Not in the lexicon: only its stems are known. */
	token = token_at(&s->w->token, at);
	n = trie_stems(s->m, &token, head);
	for (i = 0; i < n; i++)
		for (j = head[i]->class; j != TRIE_NONE; j = item->next) {
			item = &s->m->starts.items[j - 1];
			if (item->number == class)
				return 1;
		}
	return 0;
}

/* The node where a way leads if the word at `at` is the next part. */
static uint32_t
leads_to(const struct search *s, const struct trie_way *way, size_t at)
{
	const struct tokens *t = &s->w->token;
	const struct trie_head *head;
	struct token token;
	int fits;

	switch (way->kind) {
	case MATCH_WORD:
		fits = s->w->slot[at]->entry.number == way->what;
		break;
	case MATCH_CLASS:
		fits = is_member(s, way->what, at);
		break;
	case MATCH_STEM:
		head = &s->m->heads[way->what];
		token = token_at(t, at);
		fits = token_stem(&token, head->stem) == head->hash;
		break;
	case MATCH_DIGIT:
		fits = byte_is_digit((unsigned char)t->low[at]);
		break;
	default: /* TRIE_MANY */
		return trie_edge(s->m, way->what, t->hash[at])->to;
	}
	return fits ? way->to : TRIE_NONE;
}

/* Whether a word, or one of some, may be the next part of a way. */
static inline int
way_meets(const struct match *m, const struct trie_way *way,
    const lexicon_glance *glance)
{
	return way->kind == TRIE_MANY
	    ? trie_any(m->many[way->to] & *glance)
	    : (int)((*glance)[way->bit / 64] >> way->bit % 64 & 1);
}

/*
 * Go on along a way from the words `first` to `last`, over a gap of 0 to
 * MATCH_GAP_WORDS words if it is far.
 */
static void
follow(const struct search *s, const struct trie_way *way, size_t first,
    size_t last)
{
	const int left = way->side == LEFT;
	const unsigned widest = way->far ? GAP_CLAUSE : GAP_JOINED;
	/* Before the first word the number wraps, past all words. */
	const size_t step = left ? SIZE_MAX : 1;
	size_t at = (left ? first : last) + step;
	uint32_t to;
	int k;

	for (k = 0; k <= MATCH_GAP_WORDS * way->far && at < s->w->token.n;
	     k++) {
		if ((s->w->gap[left ? at : at - 1] & MATCH_GAP_KIND) > widest)
			return;
		to = way_meets(s->m, way, &s->glance[at]) ? leads_to(s, way, at)
							  : TRIE_NONE;
		if (to != TRIE_NONE)
			visit(s, to, left ? at : first, left ? last : at);
		at += step;
	}
}

/*
 * Report what ends at a node and go on from it; `first` to `last` fit, and
 * `v` is the view from them.
 */
static inline void
visit_seeing(const struct search *s, const struct trie_place *place,
    size_t first, size_t last, const struct trie_sight *v)
{
	const struct match *m = s->m;
	const struct trie_item *item;
	const struct trie_way *way;
	uint32_t i;

	for (i = place->value; i != TRIE_NONE; i = item->next) {
		item = &m->values.items[i - 1];
		s->found(s->arg, item->number, first, last);
	}
	for (way = m->ways + place->from; way < m->ways + place->to; way++)
		if (way_meets(m, way,
			way->far ? &v->far[way->side] : &v->near[way->side]))
			follow(s, way, first, last);
}

static void
visit(const struct search *s, uint32_t node, size_t first, size_t last)
{
	const struct trie_place *place = &s->m->places[node];
	struct trie_sight v;

	/* At most phrases' ends nothing goes on: no view is needed. */
	if (place->from < place->to)
		v = view_from(s, first, last);
	visit_seeing(s, place, first, last, &v);
}

/* A word at which there may be phrases. */
struct seen {
	uint32_t anchor; /* TRIE_WHOLE included; 0: it only has stems */
	uint32_t at;
	uint32_t ways; /* of the anchor's spot, those that may lead on */
};

/* Ask the nodes of an anchor one by one. */
static void
search_nodes(
    const struct search *s, const struct trie_set *set, const struct seen *seen)
{
	struct trie_sight v = view_from(s, seen->at, seen->at);
	const uint32_t *start =
	    set->first + set->starts[seen->anchor / TRIE_ANCHOR];

	for (; *start != TRIE_NONE; start++)
		visit_seeing(s, &s->m->places[*start], seen->at, seen->at, &v);
}

/* Every phrase whose anchor is a word that the lexicon has. */
static void
search_known(
    const struct search *s, const struct trie_set *set, const struct seen *seen)
{
	const struct trie_spot *spot = &set->spots[seen->anchor / TRIE_ANCHOR];
	const struct trie_item *item;
	uint32_t ways, i;

	if (spot->bit[0] == TRIE_BY_HAND) {
		search_nodes(s, set, seen);
		return;
	}
	for (i = spot->value; i != TRIE_NONE; i = item->next) {
		item = &s->m->values.items[i - 1];
		s->found(s->arg, item->number, seen->at, seen->at);
	}
	for (ways = seen->ways; ways != 0; ways &= ways - 1)
		follow(s, s->m->ways + spot->from + __builtin_ctz(ways),
		    seen->at, seen->at);
}

/* The same for a word of which only stems are known. */
static void
search_stems(const struct search *s, enum match_set set, size_t at)
{
	const struct trie_head *head[TOKEN_STEM];
	const struct token token = token_at(&s->w->token, at);
	struct trie_sight v = view_from(s, at, at);
	size_t n = trie_stems(s->m, &token, head), i;
	const struct trie_item *item;
	uint32_t j;

	for (i = 0; i < n; i++)
		for (j = head[i]->start[set]; j != TRIE_NONE; j = item->next) {
			item = &s->m->starts.items[j - 1];
			/* It may be a phrase by itself: looked at always. */
			visit_seeing(
			    s, &s->m->places[item->number], at, at, &v);
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
		a = set->anchor[s->w->slot[at]->entry.number];
		v = view_from(s, at, at);
		seen[count] = (struct seen){ a, (uint32_t)at, 0 };
		count +=
		    (size_t)(sees(&set->anchors[a / TRIE_ANCHOR].sight, &v) |
			(int)(a & TRIE_WHOLE) |
			((s->w->flags[at] & LEXICON_STEMS) != 0));
	}
	/* And by which ways. */
	for (i = 0; i < count; i++) {
		const struct trie_spot *spot =
		    &set->spots[seen[i].anchor / TRIE_ANCHOR];
		const struct trie_way *way = s->m->ways + spot->from;
		uint32_t j;

		v = view_from(s, seen[i].at, seen[i].at);
		for (j = 0; j < spot->n; j++)
			seen[i].ways |= (uint32_t)way_meets(s->m, &way[j],
					    way[j].far ? &v.far[way[j].side]
						       : &v.near[way[j].side])
			    << j;
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
		a = set->anchor[s->w->slot[anchor[i]]->entry.number];
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
		count += (ways | (a & TRIE_WHOLE) |
			     (s->w->flags[seen[i].at] & LEXICON_STEMS)) != 0;
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

/* The words of a range with one of these flags, behind n others. */
static size_t
list_words(const struct match_window *w, unsigned char wanted,
    const struct match_range *r, uint16_t *list, size_t n)
{
	unsigned bits;
	size_t i;

	for (i = r->begin; i < r->end; i += BYTEBITS)
		for (bits = bytebits_any(w->flags + i, wanted) &
			 bytebits_first(r->end - i);
		     bits != 0; bits &= bits - 1)
			list[n++] = (uint16_t)(i + (size_t)__builtin_ctz(bits));
	return n;
}

/* Three steps: find the anchors, see where there may be phrases, look. */
void
match_each(const struct match_window *w, enum match_set kind,
    const struct match_range *range, size_t n, match_found *found, void *arg)
{
	const struct search s = { w->match, w, w->glance + MATCH_EDGE, found,
		arg };
	const struct trie_set *set = &w->match->sets[kind];
	const unsigned char wanted = (LEXICON_PHRASE << kind) | LEXICON_STEMS;
	uint16_t anchor[MATCH_WINDOW];
	struct seen seen[MATCH_WINDOW + 1];
	size_t anchors = 0, i;

	for (i = 0; i < n; i++)
		anchors = list_words(w, wanted, &range[i], anchor, anchors);
	n = twins[vector_in_use](&s, set, anchor, anchors, seen);
	for (i = 0; i < n; i++)
		if (seen[i].anchor != 0)
			search_known(&s, set, &seen[i]);
		else
			search_stems(&s, kind, seen[i].at);
}
