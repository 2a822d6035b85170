/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/trie.h"

void
match_start(struct match_window *w, struct bytes text)
{
	token_start(&w->reader, text);
	w->ended = 0;
	w->words = w->n = w->from = w->to = 0;
}

/* Take a glance at each word. */
static void
take_glances(struct match_window *w)
{
	uint64_t *glance = w->glance + MATCH_GAP_WORDS + 1;
	size_t i;

	for (i = 0; i < w->n; i++)
		glance[i] = trie_glance(trie_mix((uint32_t)w->token[i].low));
	for (i = 0; i <= MATCH_GAP_WORDS; i++)
		w->glance[i] = glance[w->n + i] = 0;
}

int
match_next(struct match_window *w)
{
	size_t drop = w->to > 2 * MATCH_SPAN ? w->to - 2 * MATCH_SPAN : 0;
	size_t more;

	if (w->ended)
		return 0;
	memmove(w->token, w->token + drop, (w->n - drop) * sizeof(w->token[0]));
	w->n -= drop;
	w->from = w->to - drop;
	more = token_read(&w->reader, w->token + w->n, MATCH_WINDOW - w->n);
	w->n += more;
	w->words += more;
	w->ended = w->reader.at == w->reader.end;
	w->to = w->ended ? w->n : w->n - 2 * MATCH_SPAN;
	take_glances(w);
	return w->from < w->to;
}

/* What is searched, in what, and who is told. */
struct search {
	const struct match *m;
	const struct match_window *w;
	match_found *found;
	void *arg;
};

/* Words of the text that fit, and the one beside them to look at. */
struct front {
	enum trie_side side;
	size_t first, last;
	size_t at;	       /* may lie outside the window */
	enum token_gap widest; /* that may lie between */
};

/* Glances at the words beside those that fit, and up to a gap away. */
struct view {
	uint64_t near[SIDES], far[SIDES];
};

static void
visit(const struct search *, uint32_t node, size_t first, size_t last);

static inline struct view
view_from(const struct match_window *w, size_t first, size_t last)
{
	const uint64_t *before = w->glance + MATCH_GAP_WORDS + first;
	const uint64_t *behind = w->glance + MATCH_GAP_WORDS + 2 + last;
	struct view v;
	int i;

	v.near[LEFT] = v.far[LEFT] = before[0];
	v.near[RIGHT] = v.far[RIGHT] = behind[0];
	for (i = 1; i <= MATCH_GAP_WORDS; i++) {
		v.far[LEFT] |= before[-i];
		v.far[RIGHT] |= behind[i];
	}
	return v;
}

/* Whether anything in view is among what can stand near and far. */
static inline int
sees(
    const uint64_t near[SIDES], const uint64_t far[SIDES], const struct view *v)
{
	return ((near[LEFT] & v->near[LEFT]) | (near[RIGHT] & v->near[RIGHT]) |
		   (far[LEFT] & v->far[LEFT]) | (far[RIGHT] & v->far[RIGHT])) !=
	    0;
}

static struct front
beside(enum trie_side side, size_t first, size_t last, enum token_gap widest)
{
	struct front f = { side, first, last, 0, widest };

	/* Before the first word the number wraps, past all words. */
	f.at = side == LEFT ? first - 1 : last + 1;
	return f;
}

/* The gap between the words that fit and the one beside them. */
static enum token_gap
gap_beside(const struct search *s, const struct front *f)
{
	const struct token *t = s->w->token;

	return f->side == LEFT ? token_gap(&t[f->at], &t[f->first])
			       : token_gap(&t[f->last], &t[f->at]);
}

/*
 * The nodes behind the stems of a node that the word begins with, into
 * `to`; returns how many.
 */
static size_t
behind_stems(const struct match *m, uint32_t node, enum trie_side side,
    const struct token *t, uint32_t to[TOKEN_STEM])
{
	uint32_t stems = m->rests[node].stems;
	size_t n = 0;

	for (; stems != 0; stems &= stems - 1) {
		to[n] = trie_edge(m, trie_key(node, side, MATCH_STEM),
		    token_stem(t, (size_t)__builtin_ctz(stems)))
			    ->to;
		n += to[n] != TRIE_NONE;
	}
	return n;
}

static int
is_member(const struct match *m, const struct trie_class *class,
    const struct token *t, uint64_t glance)
{
	uint32_t to[TOKEN_STEM];

	if ((class->words[t->hash >> 62] >> (t->hash >> 56) % 64 & 1) &&
	    trie_edge(m, trie_key(class->node, RIGHT, MATCH_WORD), t->hash)
		    ->to != TRIE_NONE)
		return 1;
	return (class->stems & glance) &&
	    behind_stems(m, class->node, RIGHT, t, to) > 0;
}

/* Go on behind an edge whose word is the next, if the gap allows it. */
static void
enter(const struct search *s, const struct front *f, uint32_t to)
{
	if (to == TRIE_NONE || gap_beside(s, f) > f->widest)
		return;
	if (f->side == LEFT)
		visit(s, to, f->at, f->last);
	else
		visit(s, to, f->first, f->at);
}

/* Compare the word beside with all that the node goes on with. */
static void
step(const struct search *s, uint32_t node, const struct front *f)
{
	const struct match *m = s->m;
	const struct trie_node *n = &m->nodes[node];
	const struct token *t = &s->w->token[f->at];
	uint64_t glance = s->w->glance[MATCH_GAP_WORDS + 1 + f->at];
	uint32_t to[TOKEN_STEM], i;
	size_t count, j;

	if ((n->near[f->side] & glance) == 0)
		return;
	if (m->rests[node].words[f->side] & glance)
		enter(s, f,
		    trie_edge(m, trie_key(node, f->side, MATCH_WORD), t->hash)
			->to);
	if ((m->rests[node].digits >> f->side & 1) &&
	    byte_is_digit((unsigned char)t->low))
		enter(s, f,
		    trie_edge(m, trie_key(node, f->side, MATCH_DIGIT), 0)->to);
	count = behind_stems(m, node, f->side, t, to);
	for (j = 0; j < count; j++)
		enter(s, f, to[j]);
	for (i = m->nodes[node].link; i != TRIE_NONE; i = m->links[i - 1].next)
		if (m->links[i - 1].side == (uint32_t)f->side &&
		    is_member(m, &m->classes[m->links[i - 1].class], t, glance))
			enter(s, f, m->links[i - 1].to);
}

/* Go on behind a gap, over 0 to MATCH_GAP_WORDS words. */
static void
leap(const struct search *s, uint32_t node, struct front f)
{
	int k;

	for (k = 0; k <= MATCH_GAP_WORDS && f.at < s->w->n; k++) {
		step(s, node, &f);
		if (gap_beside(s, &f) > GAP_CLAUSE)
			return;
		f = f.side == LEFT ? beside(LEFT, f.at, f.last, GAP_CLAUSE)
				   : beside(RIGHT, f.first, f.at, GAP_CLAUSE);
	}
}

/*
 * Report what ends at a node and go on from it; `first` to `last` fit, and
 * `v` is the view from them.
 */
static inline void
visit_seeing(const struct search *s, uint32_t node, size_t first, size_t last,
    const struct view *v)
{
	const struct match *m = s->m;
	const struct trie_node *n = &m->nodes[node];
	const struct trie_item *item;
	struct front f;
	enum trie_side side;
	uint32_t i;

	for (i = n->value; i != TRIE_NONE; i = item->next) {
		item = &m->values.items[i - 1];
		s->found(s->arg, item->number, first, last);
	}
	for (side = LEFT; side <= RIGHT; side++) {
		if (n->near[side] & v->near[side]) {
			f = beside(side, first, last, GAP_JOINED);
			step(s, node, &f);
		}
		if (n->far[side] & v->far[side]) {
			f = beside(side, first, last, GAP_CLAUSE);
			leap(s, m->rests[node].gap[side], f);
		}
	}
}

static void
visit(const struct search *s, uint32_t node, size_t first, size_t last)
{
	struct view v = view_from(s->w, first, last);

	visit_seeing(s, node, first, last, &v);
}

/* The phrases that begin at an anchor, which is the word at `at`. */
static void
visit_anchor(const struct search *s, const struct trie_anchor *a, size_t at)
{
	const struct match *m = s->m;
	const struct trie_item *item;
	const struct trie_node *n;
	struct view v;
	uint32_t i;

	if (a->start == TRIE_NONE)
		return;
	v = view_from(s->w, at, at);
	if (a->whole == TRIE_NONE && !sees(a->near, a->far, &v))
		return;
	for (i = a->start; i != TRIE_NONE; i = item->next) {
		item = &m->starts.items[i - 1];
		n = &m->nodes[item->number];
		if (n->value != TRIE_NONE || sees(n->near, n->far, &v))
			visit_seeing(s, item->number, at, at, &v);
	}
}

/* Every phrase whose anchor is the word at `at`. */
static void
search_at(const struct search *s, size_t at)
{
	const struct match *m = s->m;
	const struct token *t = &s->w->token[at];
	const struct trie_filter *f = &m->filter;
	uint64_t place = trie_place(f, trie_mix((uint32_t)t->low));
	uint32_t lengths, n;

	if (trie_bit(f->words, trie_place(f, t->hash)))
		visit_anchor(s, trie_anchor(m, t->hash, 0), at);
	if (!trie_bit(f->stems, place))
		return;
	for (lengths = f->lengths[place]; lengths != 0;
	     lengths &= lengths - 1) {
		n = (uint32_t)__builtin_ctz(lengths);
		visit_anchor(s, trie_anchor(m, token_stem(t, n), n), at);
	}
}

/*
 * The words from `begin` up to `end` that may be anchors, into `anchor`;
 * returns how many.
 */
static size_t
find_anchors(const struct search *s, size_t begin, size_t end,
    uint16_t anchor[MATCH_WINDOW])
{
	const struct trie_filter f = s->m->filter;
	const struct token *t;
	uint64_t mixed;
	size_t i, n = 0;

	for (i = begin; i < end; i++) {
		t = &s->w->token[i];
		mixed = trie_mix((uint32_t)t->low);
		/* Written always, kept or not: no branch to mispredict. */
		anchor[n] = (uint16_t)i;
		n += trie_bit(f.words, trie_place(&f, t->hash)) |
		    trie_bit(f.stems, trie_place(&f, mixed));
	}
	return n;
}

void
match_each(const struct match *m, const struct match_window *w, int around,
    match_found *found, void *arg)
{
	struct search s = { m, w, found, arg };
	size_t margin = around ? MATCH_SPAN : 0, n, i;
	size_t begin = w->from > margin ? w->from - margin : 0;
	size_t end = w->n - w->to > margin ? w->to + margin : w->n;
	uint16_t anchor[MATCH_WINDOW];

	n = find_anchors(&s, begin, end, anchor);
	for (i = 0; i < n; i++)
		search_at(&s, anchor[i]);
}
