/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/bytebits.h"
#include "care/token_inside.h"
#include "care/trie.h"

void
match_open(struct match_window *w, const struct match *m)
{
	const lexicon_glance nothing = { 0, 0 };
	int i;

	w->match = m;
	w->lexicon = lexicon_table(m->lexicon);
	for (i = 0; i < MATCH_EDGE; i++) {
		w->glance[i] = nothing;
		w->base[i] = 0;
		w->edge[i] = 0;
	}
	w->texts = w->token.n = w->from = w->to = 0;
	w->words_gone = w->known_gone = 0;
}

/* Set behind a text's last word what lies there, up to its end. */
static void
end_text(struct tokens *t, size_t last, const char *end)
{
	unsigned mark =
	    (t->marks[last] & TOKEN_CAPS) | TOKEN_BLANK | GAP_SENTENCE;
	const char *p;

	for (p = t->p[last] + t->length[last]; p < end; p++) {
		mark |= *p == '!' ? MATCH_LOUD : 0;
		mark |= *p == '?' ? MATCH_ASKING : 0;
	}
	t->marks[last] = (unsigned char)mark;
}

int
match_put(struct match_window *w, struct bytes text)
{
	struct tokens *t = &w->token;
	size_t old = t->n;

	if (text.n > MATCH_SHORT || t->n >= MATCH_BATCH ||
	    w->texts == MATCH_TEXTS)
		return 0;
	token_start(&w->reader, text);
	token_read(&w->reader, t);
	if (w->reader.at < w->reader.end) {
		t->n = old;
		return 0;
	}
	if (t->n > old)
		end_text(t, t->n - 1, w->reader.end);
	w->text[w->texts].end = (uint16_t)t->n;
	w->text[w->texts++].lower = (uint16_t)token_has_lower(text);
	return 1;
}

/* How many of these words somebody knows: eight at once. */
static size_t
known_in(const struct match_window *w, struct match_range r)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t eight;
	size_t n = 0, i;

	for (i = r.begin; i < r.end; i += 8) {
		/* Behind the last one the window has room for more. */
		eight = token_load((const char *)w->flags + i);
		eight &= token_masks[r.end - i < 8 ? 8 + r.end - i : 16];
		n += (eight / LEXICON_KNOWN & ones) * ones >> 56;
	}
	return n;
}

/* Keep the last words for what reaches over the end of a part. */
static void
keep_last(struct match_window *w, size_t drop)
{
	struct tokens *t = &w->token;
	size_t n = t->n - drop;

	w->known_gone += known_in(w, (struct match_range){ 0, drop });
#define KEEP(array) memmove(array, (array) + drop, n * sizeof((array)[0]))
	KEEP(t->hash);
	KEEP(t->low);
	KEEP(t->high);
	KEEP(t->p);
	KEEP(t->length);
	KEEP(t->marks);
	KEEP(w->slot);
	KEEP(w->glance + MATCH_EDGE);
	KEEP(w->base + MATCH_EDGE);
	KEEP(w->column);
	KEEP(w->number);
	KEEP(w->flags);
	KEEP(w->gap);
#undef KEEP
	w->words_gone += drop;
	t->n = n;
}

/* Take over what the slots say. */
static void
spread(struct match_window *w, size_t from)
{
	const struct tokens *t = &w->token;
	const struct lexicon_slot *slot;
	size_t i;

	for (i = from; i < t->n; i++) {
		slot = w->slot[i];
		w->glance[MATCH_EDGE + i] = slot->glance;
		w->base[MATCH_EDGE + i] = slot->entry.base;
		w->column[i] = slot->entry.column;
		w->number[i] = slot->entry.number;
		w->flags[i] = slot->entry.flags;
	}
	for (i = from; i < t->n; i++)
		w->gap[i] = t->marks[i] & (unsigned char)~TOKEN_BLANK;
}

/*
 * See which of the words that the lexicon lacks begin with a stem; these
 * fit what the stems fit.
 */
static void
find_stems(struct match_window *w, size_t from)
{
	uint16_t list[MATCH_WINDOW + BYTEBITS_ROOM];
	const struct trie_stem *stem;
	struct token token;
	size_t n, may = 0, i;

	n = bytebits_list(w->flags, from, w->token.n, LEXICON_STRANGER, list);
	for (i = 0; i < n; i++) {
		list[may] = list[i];
		may +=
		    (size_t)lexicon_may_stem(w->lexicon, w->token.low[list[i]]);
	}
	for (i = 0; i < may; i++) {
		token = token_at(&w->token, list[i]);
		stem = trie_stem(w->match, &token);
		if (stem == NULL)
			continue;
		w->flags[list[i]] |= (unsigned char)stem->flags;
		w->glance[MATCH_EDGE + list[i]] |= stem->glance;
		w->number[list[i]] = stem->number;
	}
}

/*
 * A gap of one byte, and one of that byte and a blank; STOP: a full stop.
 * The kinds are those of token_gap_behind(), which a test compares.
 */
enum { STOP = 0xff };
static const unsigned char gaps[256][2] = {
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

/* More than one sign between blanks: the n bytes behind a word. */
static unsigned char
odd_gap(const char *p, size_t n, int abbreviation)
{
	unsigned char gap = (unsigned char)token_gap_behind(p, n, abbreviation);
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] == '!')
			gap |= MATCH_LOUD;
		if (p[i] == '?')
			gap |= MATCH_ASKING;
	}
	return gap;
}

/*
 * The n bytes behind a word, n > 0: what kind of gap.  One sign, with or
 * without blanks around it, is told without branches that could be
 * mispredicted; most are such.
 */
static inline unsigned char
gap_behind(const char *p, size_t n, int abbreviation)
{
	const size_t blank = (n > 1) & (p[0] == ' '), behind = n - 1 - blank;
	const unsigned char c = (unsigned char)p[blank];
	const unsigned one = gaps[c][behind != 0];
	const unsigned full = (one == STOP) & !abbreviation;

	if (__builtin_expect((behind > 1) |
		    ((behind == 1) & (p[n - 1] != ' ')) |
		    ((n == 2) & (blank == 1) & (c == '.')),
		0))
		return odd_gap(p, n, abbreviation);
	return (unsigned char)((one & -(unsigned)(one != STOP)) |
	    full * GAP_SENTENCE);
}

/* See what lies behind the words where it is not just one blank. */
static void
find_gaps(struct match_window *w, size_t from)
{
	uint16_t list[MATCH_WINDOW + BYTEBITS_ROOM];
	const struct tokens *t = &w->token;
	const char *p, *next;
	size_t n, i, k;

	n = bytebits_list_without(t->marks, from, t->n, TOKEN_BLANK, list);
	for (k = 0; k < n; k++) {
		i = list[k];
		p = t->p[i] + t->length[i];
		next = i + 1 < t->n ? t->p[i + 1] : w->reader.end;
		if (next > p && (i + 1 < t->n || w->ended))
			w->gap[i] |= gap_behind(p, (size_t)(next - p),
			    (w->flags[i] & LEXICON_ABBREV) != 0);
	}
}

/* Capitals are no mark where all letters are such. */
static void
drop_caps(struct match_window *w, size_t from)
{
	size_t text, i, end;

	for (text = 0, i = from; text < w->texts; text++) {
		end = w->text[text].end;
		if (!w->text[text].lower)
			for (; i < end; i++)
				w->gap[i] &= (unsigned char)~MATCH_CAPS;
		i = i < end ? end : i;
	}
}

/* Look the words up from `from` on. */
static void
look_up(struct match_window *w, size_t from)
{
	const lexicon_glance nothing = { 0, 0 };
	int i;

	lexicon_places(w->lexicon, &w->token, from, w->slot);
	lexicon_slots(w->lexicon, &w->token, from, w->slot);
	spread(w, from);
	for (i = 0; i < MATCH_EDGE; i++) {
		w->glance[MATCH_EDGE + w->token.n + (size_t)i] = nothing;
		w->gap[w->token.n + (size_t)i] = 0;
	}
	drop_caps(w, from);
	find_stems(w, from);
	/* What lies behind the last word of before is known only now. */
	find_gaps(w, from > 0 ? from - 1 : 0);
}

void
match_look(struct match_window *w)
{
	w->to = w->token.n;
	w->ended = 1;
	look_up(w, 0);
}

void
match_start(struct match_window *w, const struct match *m, struct bytes text)
{
	match_open(w, m);
	token_start(&w->reader, text);
	w->ended = 0;
	w->texts = 1;
	w->text[0].lower = (uint16_t)token_has_lower(text);
}

int
match_next(struct match_window *w)
{
	size_t drop = w->to > 2 * MATCH_SPAN ? w->to - 2 * MATCH_SPAN : 0;
	size_t old;

	if (w->ended)
		return 0;
	if (drop > 0)
		keep_last(w, drop);
	w->from = w->to - drop;
	old = w->token.n;
	token_read(&w->reader, &w->token);
	w->text[0].end = (uint16_t)w->token.n;
	w->ended = w->reader.at == w->reader.end;
	w->to = w->ended ? w->token.n : w->token.n - 2 * MATCH_SPAN;
	look_up(w, old);
	return w->from < w->to;
}

struct match_count
match_count(const struct match_window *w, size_t text)
{
	struct match_range r = match_text(w, text);

	return (struct match_count){ .words = w->words_gone + r.end - r.begin,
		.known = w->known_gone + known_in(w, r) };
}
