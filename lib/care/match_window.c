/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/bytebits.h"
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
	}
	w->texts = w->token.n = w->from = w->to = 0;
	w->known[0] = 0;
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

/* Keep the last words for what reaches over the end of a part. */
static void
keep_last(struct match_window *w, size_t drop)
{
	struct tokens *t = &w->token;
	size_t n = t->n - drop, i;

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
	w->known_gone += w->known[drop];
	for (i = 0; i <= n; i++)
		w->known[i] = (uint16_t)(w->known[drop + i] - w->known[drop]);
	t->n = n;
}

/* Take over what the slots say. */
static void
spread(struct match_window *w, size_t from)
{
	const struct tokens *t = &w->token;
	const struct lexicon_slot *slot;
	size_t known = w->known[from], i;
	unsigned flags;

	for (i = from; i < t->n; i++) {
		slot = w->slot[i];
		w->glance[MATCH_EDGE + i] = slot->glance;
		w->base[MATCH_EDGE + i] = slot->entry.base;
		w->column[i] = slot->entry.column;
		w->number[i] = slot->entry.number;
		flags = slot->entry.flags;
		w->flags[i] = (unsigned char)flags;
		known += flags / LEXICON_KNOWN & 1;
		w->known[i + 1] = (uint16_t)known;
		w->gap[i] = t->marks[i] & (unsigned char)~TOKEN_BLANK;
	}
}

/*
 * See which of the words that the lexicon lacks begin with a stem; these
 * fit what the stems fit.
 */
static void
find_stems(struct match_window *w, size_t from)
{
	const struct trie_stem *stem;
	struct token token;
	unsigned strangers;
	size_t base, i;

	for (base = from; base < w->token.n; base += BYTEBITS)
		for (strangers =
			 bytebits_any(w->flags + base, LEXICON_STRANGER) &
			 bytebits_first(w->token.n - base);
		     strangers != 0; strangers &= strangers - 1) {
			i = base + (size_t)__builtin_ctz(strangers);
			if (!lexicon_may_stem(w->lexicon, w->token.low[i]))
				continue;
			token = token_at(&w->token, i);
			stem = trie_stem(w->match, &token);
			if (stem == NULL)
				continue;
			w->flags[i] |= (unsigned char)stem->flags;
			w->glance[MATCH_EDGE + i] |= stem->glance;
			w->number[i] = stem->number;
		}
}

/*
 * A gap of one byte, and one of that byte and a blank; STOP: a full stop.
 * The kinds are those of token_gap_behind(), which a test compares.
 */
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

/* See what lies behind a word when it is not just one blank. */
static void
find_gap(struct match_window *w, size_t i)
{
	const struct tokens *t = &w->token;
	const char *p = t->p[i] + t->length[i];
	const char *next = i + 1 < t->n ? t->p[i + 1] : w->reader.end;

	if (next > p && (i + 1 < t->n || w->ended))
		w->gap[i] |= gap_behind(
		    p, (size_t)(next - p), w->flags[i] & LEXICON_ABBREV);
}

static void
find_gaps(struct match_window *w, size_t from)
{
	unsigned odd;
	size_t i;

	for (i = from; i < w->token.n; i += BYTEBITS)
		for (odd = ~bytebits_any(w->token.marks + i, TOKEN_BLANK) &
			 bytebits_first(w->token.n - i);
		     odd != 0; odd &= odd - 1)
			find_gap(w, i + (size_t)__builtin_ctz(odd));
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
	for (i = 0; i < MATCH_EDGE; i++)
		w->glance[MATCH_EDGE + w->token.n + (size_t)i] = nothing;
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
		.known = w->known_gone + w->known[r.end] - w->known[r.begin] };
}
