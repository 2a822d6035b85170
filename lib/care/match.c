/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/trie.h"

void
match_start(struct match_window *w, const struct match *m, struct bytes text,
    const void *rows, size_t row_size)
{
	w->match = m;
	w->rows = rows;
	w->row_size = row_size;
	w->lexicon = lexicon_table(m->lexicon);
	token_start(&w->reader, text);
	w->ended = 0;
	w->words = w->known = w->n = w->from = w->to = 0;
}

/* Keep the last words for what reaches over the end of a part. */
static void
keep_last(struct match_window *w, size_t drop)
{
	size_t n = w->n - drop;

	memmove(w->token, w->token + drop, n * sizeof(w->token[0]));
	memmove(w->number, w->number + drop, n * sizeof(w->number[0]));
	memmove(w->weight, w->weight + drop, n * sizeof(w->weight[0]));
	memmove(w->flags, w->flags + drop, n * sizeof(w->flags[0]));
	memmove(w->gap, w->gap + drop, n * sizeof(w->gap[0]));
	memmove(w->glance + MATCH_GAP_WORDS + 1,
	    w->glance + MATCH_GAP_WORDS + 1 + drop, n * sizeof(w->glance[0]));
	w->n = n;
}

/* Look the words up from `from` on; returns how many are known. */
static size_t
look_up(struct match_window *w, size_t from)
{
	const struct lexicon_table lexicon = *w->lexicon;
	struct match_glance *glance = w->glance + MATCH_GAP_WORDS + 1;
	const struct match_glance *glances = w->match->glance;
	struct lexicon_entry e;
	size_t i, known = 0;

	/* First where they are, for the memory to be asked in one go. */
	for (i = from; i < w->n; i++) {
		w->number[i] =
		    perfect_place(&lexicon.perfect, w->token[i].hash);
		__builtin_prefetch(&lexicon.slots[w->number[i]]);
	}
	for (i = from; i < w->n; i++) {
		e = lexicon_at(&lexicon, w->number[i], &w->token[i]);
		w->number[i] = e.number;
		w->weight[i] = e.weight;
		w->flags[i] = e.flags;
		w->gap[i] = (unsigned char)(w->token[i].caps * MATCH_CAPS);
		__builtin_prefetch(&glances[e.number]);
		__builtin_prefetch(w->rows + (size_t)e.weight * w->row_size);
		known += e.flags / LEXICON_KNOWN % 2;
	}
	for (i = from; i < w->n; i++)
		glance[i] = glances[w->number[i]];
	return known;
}

/* A gap of one byte, and one of that byte and a blank; STOP: a full stop. */
enum { STOP = 0xff };
static const struct {
	unsigned char alone, blank;
} gaps[256] = {
	['!'] = { GAP_SENTENCE | MATCH_LOUD, GAP_SENTENCE | MATCH_LOUD },
	['?'] = { GAP_SENTENCE | MATCH_ASKING, GAP_SENTENCE | MATCH_ASKING },
	['\n'] = { GAP_SENTENCE, GAP_SENTENCE },
	['\r'] = { GAP_SENTENCE, GAP_SENTENCE },
	[','] = { GAP_CLAUSE, GAP_CLAUSE },
	[';'] = { GAP_CLAUSE, GAP_CLAUSE },
	[':'] = { GAP_CLAUSE, GAP_CLAUSE },
	['('] = { GAP_CLAUSE, GAP_CLAUSE },
	[')'] = { GAP_CLAUSE, GAP_CLAUSE },
	['['] = { GAP_CLAUSE, GAP_CLAUSE },
	[']'] = { GAP_CLAUSE, GAP_CLAUSE },
	['{'] = { GAP_CLAUSE, GAP_CLAUSE },
	['}'] = { GAP_CLAUSE, GAP_CLAUSE },
	['|'] = { GAP_CLAUSE, GAP_CLAUSE },
	['>'] = { GAP_CLAUSE, GAP_CLAUSE },
	['<'] = { GAP_CLAUSE, GAP_CLAUSE },
	['='] = { GAP_CLAUSE, GAP_CLAUSE },
	['~'] = { GAP_CLAUSE, GAP_CLAUSE },
	['-'] = { GAP_JOINED, GAP_CLAUSE },
	['/'] = { GAP_JOINED, GAP_CLAUSE },
	['.'] = { GAP_CLAUSE, STOP },
};

/* The bytes behind a word, of which there are n: what kind of gap. */
static unsigned char
gap_behind(const char *p, size_t n, int abbreviation)
{
	unsigned char gap;
	size_t i;

	if (n == 1)
		return gaps[(unsigned char)*p].alone;
	if (n == 2 && p[1] == ' ') {
		gap = gaps[(unsigned char)*p].blank;
		if (gap == STOP)
			gap = abbreviation ? GAP_JOINED : GAP_SENTENCE;
		return gap;
	}
	gap = (unsigned char)token_gap_behind(p, n, abbreviation);
	for (i = 0; i < n; i++) {
		if (p[i] == '!')
			gap |= MATCH_LOUD;
		if (p[i] == '?')
			gap |= MATCH_ASKING;
	}
	return gap;
}

/* See what lies between the words from `from` on. */
static void
find_gaps(struct match_window *w, size_t from)
{
	const struct token *t = w->token;
	uint16_t odd[MATCH_WINDOW];
	size_t i, j, n = 0;
	const char *p, *next;

	if (w->n == 0)
		return;
	for (i = from; i + 1 < w->n; i++) {
		p = t[i].p + t[i].n;
		/* Written always, kept or not: no branch to mispredict. */
		odd[n] = (uint16_t)i;
		n += (size_t)((t[i + 1].p - p != 1) | (*p != ' '));
	}
	if (w->ended)
		odd[n++] = (uint16_t)i;
	for (j = 0; j < n; j++) {
		i = odd[j];
		p = t[i].p + t[i].n;
		next = i + 1 < w->n ? t[i + 1].p : w->reader.end;
		w->gap[i] |= gap_behind(
		    p, (size_t)(next - p), w->flags[i] & LEXICON_ABBREV);
	}
}

int
match_next(struct match_window *w)
{
	size_t drop = w->to > 2 * MATCH_SPAN ? w->to - 2 * MATCH_SPAN : 0;
	size_t more, old;

	if (w->ended)
		return 0;
	if (drop > 0)
		keep_last(w, drop);
	w->from = w->to - drop;
	old = w->n;
	more = token_read(&w->reader, w->token + old, MATCH_WINDOW - old);
	w->n += more;
	w->words += more;
	w->ended = w->reader.at == w->reader.end;
	w->to = w->ended ? w->n : w->n - 2 * MATCH_SPAN;
	w->known += look_up(w, old);
	find_gaps(w, old > 0 ? old - 1 : 0);
	return w->from < w->to;
}

/* What is searched, in what, and who is told. */
struct search {
	const struct match *m;
	struct match_window *w;
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
	struct match_glance near[SIDES], far[SIDES];
};

static void
visit(const struct search *, uint32_t node, size_t first, size_t last);

static inline struct view
view_from(const struct match_window *w, size_t first, size_t last)
{
	const struct match_glance *before = w->glance + MATCH_GAP_WORDS + first;
	const struct match_glance *behind =
	    w->glance + MATCH_GAP_WORDS + 2 + last;
	struct view v;
	int i;

	v.near[LEFT] = v.far[LEFT] = before[0];
	v.near[RIGHT] = v.far[RIGHT] = behind[0];
	for (i = 1; i <= MATCH_GAP_WORDS; i++) {
		trie_join(&v.far[LEFT], before - i);
		trie_join(&v.far[RIGHT], behind + i);
	}
	return v;
}

/* Whether anything in view is among what can stand near and far. */
static inline int
sees(const struct match_glance near[SIDES],
    const struct match_glance far[SIDES], const struct view *v)
{
	return trie_meet(&near[LEFT], &v->near[LEFT]) |
	    trie_meet(&near[RIGHT], &v->near[RIGHT]) |
	    trie_meet(&far[LEFT], &v->far[LEFT]) |
	    trie_meet(&far[RIGHT], &v->far[RIGHT]);
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
	size_t before = f->side == LEFT ? f->at : f->last;

	return (enum token_gap)(s->w->gap[before] & MATCH_GAP_KIND);
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
    const struct token *t)
{
	uint32_t to[TOKEN_STEM];

	if ((class->words[t->hash >> 62] >> (t->hash >> 56) % 64 & 1) &&
	    trie_edge(m, trie_key(class->node, RIGHT, MATCH_WORD), t->hash)
		    ->to != TRIE_NONE)
		return 1;
	return behind_stems(m, class->node, RIGHT, t, to) > 0;
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
	const struct match_glance *glance =
	    &s->w->glance[MATCH_GAP_WORDS + 1 + f->at];
	uint32_t to[TOKEN_STEM], i;
	size_t count, j;

	if (!trie_meet(&n->near[f->side], glance))
		return;
	if (trie_meet(&m->rests[node].words[f->side], glance))
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
		    is_member(m, &m->classes[m->links[i - 1].class], t))
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
		if (trie_meet(&n->near[side], &v->near[side])) {
			f = beside(side, first, last, GAP_JOINED);
			step(s, node, &f);
		}
		if (trie_meet(&n->far[side], &v->far[side])) {
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

/* The phrases that begin at the nodes of a list, from the word at `at`. */
static void
visit_starts(
    const struct search *s, uint32_t start, size_t at, const struct view *v)
{
	const struct match *m = s->m;
	const struct trie_item *item;
	const struct trie_node *n;
	uint32_t i;

	for (i = start; i != TRIE_NONE; i = item->next) {
		item = &m->starts.items[i - 1];
		n = &m->nodes[item->number];
		if (n->value != TRIE_NONE || sees(n->near, n->far, v))
			visit_seeing(s, item->number, at, at, v);
	}
}

/* The heads of all stems that a word begins with. */
static size_t
heads_of(const struct match *m, const struct token *t,
    const struct trie_head *heads[TOKEN_STEM])
{
	const struct trie_head *h;
	uint32_t lengths =
	    lexicon_table(m->lexicon)->lengths[lexicon_stem_place(t->low)];
	uint32_t length;
	size_t n = 0;

	for (; lengths != 0; lengths &= lengths - 1) {
		length = (uint32_t)__builtin_ctz(lengths);
		h = trie_head(m, token_stem(t, length), length);
		if (h->used)
			heads[n++] = h;
	}
	return n;
}

/* Every phrase whose anchor is the word at `at`. */
static void
search_at(const struct search *s, size_t at)
{
	const struct match *m = s->m;
	const struct trie_head *heads[TOKEN_STEM];
	const struct trie_anchor *a = &m->anchors[m->anchor[s->w->number[at]]];
	struct view v = view_from(s->w, at, at);
	size_t n, i;

	if (a->start != TRIE_NONE) {
		if (a->whole != TRIE_NONE || sees(a->near, a->far, &v))
			visit_starts(s, a->start, at, &v);
		return;
	}
	/* A word that the lexicon lacks: only its stems are known. */
	n = heads_of(m, &s->w->token[at], heads);
	for (i = 0; i < n; i++)
		visit_starts(s, heads[i]->start, at, &v);
}

/*
 * The words from `begin` up to `end` at which something may begin, into
 * `anchor`; returns how many.
 */
static size_t
find_anchors(const struct match *m, const struct match_window *w, size_t begin,
    size_t end, uint16_t *anchor)
{
	const unsigned wanted = m->flag | LEXICON_STEMS;
	size_t i, n = 0;

	for (i = begin; i < end; i++) {
		anchor[n] = (uint16_t)i;
		n += (w->flags[i] & wanted) != 0;
	}
	return n;
}

/* Words that only begin with a stem have their glance from that. */
static void
glance_at_stems(
    const struct match *m, struct match_window *w, const uint16_t *at, size_t n)
{
	const struct trie_head *heads[TOKEN_STEM];
	size_t i, j, count;

	for (i = 0; i < n; i++) {
		if ((w->flags[at[i]] & LEXICON_STEMS) == 0)
			continue;
		count = heads_of(m, &w->token[at[i]], heads);
		for (j = 0; j < count; j++)
			trie_join(&w->glance[MATCH_GAP_WORDS + 1 + at[i]],
			    &heads[j]->glance);
	}
}

/* Take glances for this matcher. */
static void
take_glances(const struct match *m, struct match_window *w, size_t begin,
    size_t end, const uint16_t *at, size_t n)
{
	size_t i;

	for (i = begin; i < end; i++)
		w->glance[MATCH_GAP_WORDS + 1 + i] = m->glance[w->number[i]];
	glance_at_stems(m, w, at, n);
}

int
match_may(const struct match *m, const struct match_window *w)
{
	const unsigned wanted = m->flag | LEXICON_STEMS;
	unsigned seen = 0;
	size_t i;

	for (i = 0; i < w->n; i++)
		seen |= w->flags[i];
	return (seen & wanted) != 0;
}

void
match_each(const struct match *m, struct match_window *w, size_t begin,
    size_t end, match_found *found, void *arg)
{
	struct search s = { m, w, found, arg };
	/* What may be looked at beside an anchor. */
	size_t first = begin > MATCH_SPAN ? begin - MATCH_SPAN : 0;
	size_t last = w->n - end > MATCH_SPAN ? end + MATCH_SPAN : w->n;
	struct match_glance none[MATCH_GAP_WORDS + 1];
	uint16_t anchor[MATCH_WINDOW];
	size_t n, i;

	n = find_anchors(m, w, first, last, anchor);
	if (n == 0)
		return;
	memset(&w->glance[0], 0, sizeof(none));
	memset(&w->glance[MATCH_GAP_WORDS + 1 + w->n], 0, sizeof(none));
	if (m == w->match)
		glance_at_stems(m, w, anchor, n);
	else
		take_glances(m, w, first, last, anchor, n);
	for (i = 0; i < n; i++)
		if (anchor[i] >= begin && anchor[i] < end)
			search_at(&s, anchor[i]);
	if (m != w->match)
		take_glances(w->match, w, first, last, anchor, n);
}
