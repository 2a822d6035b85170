/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/trie.h"

void
match_start(struct match_window *w, const struct match *m, struct bytes text)
{
	int i;

	w->match = m;
	w->lexicon = lexicon_table(m->lexicon);
	for (i = 0; i < MATCH_EDGE; i++)
		w->slot[i] = w->lexicon->stranger;
	token_start(&w->reader, text);
	w->ended = 0;
	w->words = w->known = w->n = w->from = w->to = w->owned = 0;
}

/* Keep the last words for what reaches over the end of a part. */
static void
keep_last(struct match_window *w, size_t drop)
{
	size_t n = w->n - drop;

	memmove(w->token, w->token + drop, n * sizeof(w->token[0]));
	memmove(w->slot + MATCH_EDGE, w->slot + MATCH_EDGE + drop,
	    n * sizeof(w->slot[0]));
	memmove(w->flags, w->flags + drop, n * sizeof(w->flags[0]));
	memmove(w->gap, w->gap + drop, n * sizeof(w->gap[0]));
	w->n = n;
}

/*
 * Give a word that only begins with a stem a slot of its own, where the
 * stems' glances are.
 */
static void
own_slot(struct match_window *w, size_t i)
{
	const struct trie_head *head[TOKEN_STEM];
	struct lexicon_slot *own = &w->own[w->owned++ % MATCH_WINDOW];
	size_t n = trie_stems(w->match, &w->token[i], head), j;

	*own = *w->slot[MATCH_EDGE + i];
	for (j = 0; j < n; j++) {
		own->entry.glance[0] |= head[j]->glance.bits[0];
		own->entry.glance[1] |= head[j]->glance.bits[1];
	}
	w->slot[MATCH_EDGE + i] = own;
}

/* Look the words up from `from` on. */
static void
look_up(struct match_window *w, size_t from)
{
	const struct lexicon_table lexicon = *w->lexicon;
	const struct lexicon_slot **slots = w->slot + MATCH_EDGE, *slot;
	size_t i, known = 0, stems = 0;
	unsigned flags;

	/* First where they are, for the memory to be asked in one go. */
	for (i = from; i < w->n; i++) {
		slots[i] = lexicon_place(&lexicon, &w->token[i]);
		__builtin_prefetch(slots[i]);
	}
	for (i = from; i < w->n; i++) {
		slot = lexicon_find(&lexicon, slots[i], &w->token[i]);
		flags = lexicon_flags(&lexicon, slot, &w->token[i]);
		slots[i] = slot;
		w->flags[i] = (unsigned char)flags;
		w->gap[i] = (unsigned char)((w->token[i].marks & TOKEN_CAPS) *
		    MATCH_CAPS);
		known += flags / LEXICON_KNOWN % 2;
		stems += flags / LEXICON_STEMS % 2;
	}
	for (i = from; stems > 0; i++)
		if (w->flags[i] & LEXICON_STEMS) {
			own_slot(w, i);
			stems--;
		}
	for (i = 0; i < MATCH_EDGE; i++)
		slots[w->n + i] = lexicon.stranger;
	w->known += known;
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
	size_t last = w->ended ? w->n : w->n - 1, n = 0, i, j;
	uint16_t odd[MATCH_WINDOW];
	const char *p, *next;

	for (i = from; i < last; i++) {
		/* Written always, kept or not: no branch to mispredict. */
		odd[n] = (uint16_t)i;
		n += (t[i].marks & TOKEN_BLANK) == 0;
	}
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
	if (w->n == 0)
		return 0;
	w->to = w->ended ? w->n : w->n - 2 * MATCH_SPAN;
	look_up(w, old);
	find_gaps(w, old > 0 ? old - 1 : 0);
	return w->from < w->to;
}

/* What is searched, in what, and who is told. */
struct search {
	const struct match *m;
	const struct match_window *w;
	const struct lexicon_slot *const *slot; /* of word 0 */
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

static void
visit(const struct search *, uint32_t node, size_t first, size_t last);

/* What a word is at a glance. */
static inline struct trie_glance
glance_of(const struct lexicon_slot *slot)
{
	return (struct trie_glance){ { slot->entry.glance[0],
	    slot->entry.glance[1] } };
}

/* Glances at the words beside those that fit, and up to a gap away. */
static inline struct trie_sight
view_from(const struct search *s, size_t first, size_t last)
{
	const struct lexicon_slot *const *before = s->slot + first - 1;
	const struct lexicon_slot *const *behind = s->slot + last + 1;
	struct trie_sight v;
	struct trie_glance g;
	int i;

	v.near[LEFT] = v.far[LEFT] = glance_of(before[0]);
	v.near[RIGHT] = v.far[RIGHT] = glance_of(behind[0]);
#pragma GCC unroll 3
	for (i = 1; i <= MATCH_GAP_WORDS; i++) {
		g = glance_of(before[-i]);
		trie_join(&v.far[LEFT], &g);
		g = glance_of(behind[i]);
		trie_join(&v.far[RIGHT], &g);
	}
	return v;
}

/* Whether anything in view is among what can stand near and far. */
static inline int
sees(const struct trie_sight *s, const struct trie_sight *v)
{
	return trie_meet(&s->near[LEFT], &v->near[LEFT]) |
	    trie_meet(&s->near[RIGHT], &v->near[RIGHT]) |
	    trie_meet(&s->far[LEFT], &v->far[LEFT]) |
	    trie_meet(&s->far[RIGHT], &v->far[RIGHT]);
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
	uint32_t stems = m->nodes[node].stems;
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
	const struct trie_glance glance = glance_of(s->slot[f->at]);
	uint32_t to[TOKEN_STEM], i;
	size_t count, j;

	if (!trie_meet(&n->sight.near[f->side], &glance))
		return;
	if (trie_meet(&n->words[f->side], &glance))
		enter(s, f,
		    trie_edge(m, trie_key(node, f->side, MATCH_WORD), t->hash)
			->to);
	if ((m->nodes[node].digits >> f->side & 1) &&
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
    const struct trie_sight *v)
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
		if (trie_meet(&n->sight.near[side], &v->near[side])) {
			f = beside(side, first, last, GAP_JOINED);
			step(s, node, &f);
		}
		if (trie_meet(&n->sight.far[side], &v->far[side])) {
			f = beside(side, first, last, GAP_CLAUSE);
			leap(s, m->nodes[node].gap[side], f);
		}
	}
}

static void
visit(const struct search *s, uint32_t node, size_t first, size_t last)
{
	struct trie_sight v = view_from(s, first, last);

	visit_seeing(s, node, first, last, &v);
}

/* Go on from a node at the word `at`, if it sees anything. */
static inline void
visit_start(const struct search *s, uint32_t start, size_t at,
    const struct trie_sight *v)
{
	uint32_t node = start & ~TRIE_WHOLE;

	if ((start & TRIE_WHOLE) || sees(&s->m->nodes[node].sight, v))
		visit_seeing(s, node, at, at, v);
}

/* Every phrase whose anchor is a word that the lexicon has. */
static void
search_known(const struct search *s, const struct trie_set *set, size_t at)
{
	uint32_t anchor = set->anchor[s->slot[at]->entry.number];
	struct trie_sight v = view_from(s, at, at);
	const uint32_t *start;

	if (!set->starts[anchor].whole &&
	    !sees(&set->anchors[anchor].sight, &v))
		return;
	start = set->first + set->starts[anchor].at;
	for (; *start != TRIE_NONE; start++)
		visit_start(s, *start, at, &v);
}

/* The same for a word of which only stems are known. */
static void
search_stems(const struct search *s, enum match_set set, size_t at)
{
	const struct trie_head *head[TOKEN_STEM];
	struct trie_sight v = view_from(s, at, at);
	size_t n = trie_stems(s->m, &s->w->token[at], head), i;
	const struct trie_item *item;
	uint32_t j;

	for (i = 0; i < n; i++)
		for (j = head[i]->start[set]; j != TRIE_NONE; j = item->next) {
			item = &s->m->starts.items[j - 1];
			/* It may be a phrase by itself: looked at always. */
			visit_seeing(s, item->number, at, at, &v);
		}
}

void
match_each(const struct match_window *w, enum match_set set, size_t begin,
    size_t end, match_found *found, void *arg)
{
	const struct search s = { w->match, w, w->slot + MATCH_EDGE, found,
		arg };
	const unsigned wanted = (LEXICON_PHRASE << set) | LEXICON_STEMS;
	uint16_t anchor[MATCH_WINDOW];
	size_t n = 0, i;

	for (i = begin; i < end; i++) {
		anchor[n] = (uint16_t)i;
		n += (w->flags[i] & wanted) != 0;
	}
	for (i = 0; i < n; i++)
		if ((w->flags[anchor[i]] & LEXICON_STEMS) &&
		    s.m->sets[set].anchor[s.slot[anchor[i]]->entry.number] == 0)
			search_stems(&s, set, anchor[i]);
		else
			search_known(&s, &s.m->sets[set], anchor[i]);
}
