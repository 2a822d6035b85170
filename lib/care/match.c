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

/* Words that need a second look. */
struct odd {
	size_t gaps, strangers;
	uint16_t gap[MATCH_WINDOW + 1], stranger[MATCH_WINDOW];
};

/* Look the words up from `from` on. */
static void
look_up(struct match_window *w, size_t from, struct odd *odd)
{
	const struct lexicon_table lexicon = *w->lexicon;
	const struct lexicon_slot **slots = w->slot + MATCH_EDGE, *slot;
	size_t i, known = 0, gaps = odd->gaps, strangers = 0;
	unsigned flags, marks;

	/* First where they are, for the memory to be asked in one go. */
	for (i = from; i < w->n; i++) {
		slots[i] = lexicon_place(&lexicon, &w->token[i]);
		__builtin_prefetch(slots[i]);
	}
	for (i = from; i < w->n; i++) {
		slot = lexicon_find(&lexicon, slots[i], &w->token[i]);
		flags = slot->entry.flags;
		marks = w->token[i].marks;
		slots[i] = slot;
		w->flags[i] = (unsigned char)flags;
		w->gap[i] = marks & TOKEN_CAPS;
		known += flags & LEXICON_KNOWN;
		/* Written always, kept or not: no branch to mispredict. */
		odd->gap[gaps] = (uint16_t)i;
		gaps += ~marks & TOKEN_BLANK;
		odd->stranger[strangers] = (uint16_t)i;
		strangers += flags / LEXICON_STRANGER;
	}
	for (i = 0; i < MATCH_EDGE; i++)
		slots[w->n + i] = lexicon.stranger;
	w->known += known / LEXICON_KNOWN;
	odd->gaps = gaps;
	odd->strangers = strangers;
}

/* See which of the words that the lexicon lacks begin with a stem. */
static void
find_stems(struct match_window *w, const struct odd *odd)
{
	size_t j, i;

	for (j = 0; j < odd->strangers; j++) {
		i = odd->stranger[j];
		if (!lexicon_may_stem(w->lexicon, &w->token[i]))
			continue;
		w->flags[i] |= LEXICON_STEMS;
		own_slot(w, i);
	}
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
	size_t blank = n > 1 && p[0] == ' ', i;
	unsigned char gap, c = (unsigned char)p[blank];

	/* One sign, with or without blanks around it; most are such. */
	if (n <= 2 + blank && (n == 1 + blank || p[1 + blank] == ' ') &&
	    (blank == 0 || n != 2 || c != '.')) {
		gap = n == 1 + blank ? gaps[c].alone : gaps[c].blank;
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

/* See what lies behind the words whose gaps are odd. */
static void
find_gaps(struct match_window *w, const struct odd *odd)
{
	const struct token *t;
	const char *p, *next;
	size_t j, i;

	for (j = 0; j < odd->gaps; j++) {
		i = odd->gap[j];
		t = &w->token[i];
		p = t->p + t->n;
		next = i + 1 < w->n ? t[1].p : w->reader.end;
		if (next > p && (i + 1 < w->n || w->ended))
			w->gap[i] |= gap_behind(p, (size_t)(next - p),
			    w->flags[i] & LEXICON_ABBREV);
	}
}

int
match_next(struct match_window *w)
{
	size_t drop = w->to > 2 * MATCH_SPAN ? w->to - 2 * MATCH_SPAN : 0;
	size_t more, old;
	struct odd odd;

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
	odd.strangers = 0;
	/* What lies behind the last word of before is known only now. */
	odd.gap[0] = (uint16_t)(old - 1);
	odd.gaps = old > 0 && (w->token[old - 1].marks & TOKEN_BLANK) == 0;
	look_up(w, old, &odd);
	find_stems(w, &odd);
	find_gaps(w, &odd);
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

/* Whether a class has the word at `at`. */
static int
is_member(const struct search *s, uint32_t class, size_t at)
{
	const struct trie_head *head[TOKEN_STEM];
	const struct trie_item *item;
	size_t n, i;
	uint32_t j;

	if ((s->w->flags[at] & LEXICON_STEMS) == 0)
		return *trie_member_slot(s->m,
			   trie_member(class, s->slot[at]->entry.number)) != 0;
	/* Not in the lexicon: only its stems are known. */
	n = trie_stems(s->m, &s->w->token[at], head);
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
	const struct token *t = &s->w->token[at];
	const struct trie_head *head;
	int fits;

	switch (way->kind) {
	case MATCH_WORD:
		fits = s->slot[at]->entry.number == way->what;
		break;
	case MATCH_CLASS:
		fits = is_member(s, way->what, at);
		break;
	case MATCH_STEM:
		head = &s->m->heads[way->what];
		fits = token_stem(t, head->stem) == head->hash;
		break;
	case MATCH_DIGIT:
		fits = byte_is_digit((unsigned char)t->low);
		break;
	default: /* TRIE_MANY */
		return trie_edge(s->m, way->what, t->hash)->to;
	}
	return fits ? way->to : TRIE_NONE;
}

/* Whether a word, or one of some, may be the next part of a way. */
static inline int
way_meets(const struct match *m, const struct trie_way *way,
    const struct trie_glance *glance)
{
	return way->kind == TRIE_MANY
	    ? trie_meet(&m->many[way->to], glance)
	    : (int)(glance->bits[way->bit / 64] >> way->bit % 64 & 1);
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
	struct trie_glance glance;
	uint32_t to;
	int k;

	for (k = 0; k <= MATCH_GAP_WORDS * way->far && at < s->w->n; k++) {
		if ((s->w->gap[left ? at : at - 1] & MATCH_GAP_KIND) > widest)
			return;
		glance = glance_of(s->slot[at]);
		to = way_meets(s->m, way, &glance) ? leads_to(s, way, at)
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

/* Every phrase whose anchor is a word that the lexicon has. */
static void
search_known(const struct search *s, const struct trie_set *set, size_t at)
{
	uint32_t anchor = set->anchor[s->slot[at]->entry.number];
	struct trie_sight v = view_from(s, at, at);
	const uint32_t *start = set->first + set->starts[anchor / 2];

	for (; *start != TRIE_NONE; start++)
		visit_seeing(s, &s->m->places[*start], at, at, &v);
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
			visit_seeing(
			    s, &s->m->places[item->number], at, at, &v);
		}
}

/* Whether any phrase may be at an anchor. */
static inline int
is_seen(const struct search *s, const struct trie_set *set, size_t at)
{
	uint32_t anchor = set->anchor[s->slot[at]->entry.number];
	struct trie_sight v = view_from(s, at, at);

	return sees(&set->anchors[anchor / 2].sight, &v) |
	    (int)(anchor & TRIE_WHOLE) |
	    ((s->w->flags[at] & LEXICON_STEMS) != 0);
}

/*
 * Three steps, the first two without branches that could be mispredicted:
 * find the anchors, see at which of them there may be phrases, look.
 */
void
match_each(const struct match_window *w, enum match_set kind, size_t begin,
    size_t end, match_found *found, void *arg)
{
	const struct search s = { w->match, w, w->slot + MATCH_EDGE, found,
		arg };
	const struct trie_set *set = &w->match->sets[kind];
	const unsigned wanted = (LEXICON_PHRASE << kind) | LEXICON_STEMS;
	uint16_t anchor[MATCH_WINDOW + 1];
	size_t n = 0, seen = 0, i, at;

	for (i = begin; i < end; i++) {
		anchor[n] = (uint16_t)i;
		n += (w->flags[i] & wanted) != 0;
	}
	for (i = 0; i < n; i++) {
		at = anchor[i];
		anchor[seen] = (uint16_t)at;
		seen += (size_t)is_seen(&s, set, at);
	}
	for (i = 0; i < seen; i++) {
		at = anchor[i];
		if (set->anchor[s.slot[at]->entry.number] != 0)
			search_known(&s, set, at);
		else
			search_stems(&s, kind, at);
	}
}
