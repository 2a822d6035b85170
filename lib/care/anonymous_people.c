/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/anonymous_inside.h"

/* S-M-I-T-H: from three single letters on. */
void
anonymous_letters(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t k = i, n = 0, end = i;

	while (pieces_is(p, k, PIECE_WORD) && p->piece[k].text.n == 1) {
		n++;
		end = k + 1;
		k = pieces_mark(p, end, ".-,") ? end + 1 : end;
		k = pieces_next(p, k);
	}
	if (n >= 3)
		anonymous_found(a, i, end, ANONYMOUS_NAME, f);
}

static size_t
person(const struct anonymous *a, size_t i)
{
	const size_t *place;

	if (!pieces_is(&a->pieces, i, PIECE_WORD))
		return 0;
	place = map_find(a->people, a->pieces.piece[i].folded);
	return place == NULL ? 0 : *place;
}

/* What the words before one say of it. */
enum before { BEFORE_NOTHING, BEFORE_BESIDE, BEFORE_PERSON, BEFORE_NAME };

static enum before
before(const struct pieces *p, size_t i)
{
	size_t at = pieces_before(p, i), more;

	if (at == p->n)
		return BEFORE_NOTHING;
	if (pieces_word(p, at, "named") || pieces_word(p, at, "surname"))
		return BEFORE_NAME;
	more = pieces_before(p, at);
	if (pieces_word(p, at, "name") && at + 1 < i &&
	    !pieces_is(p, at + 1, PIECE_BLANK))
		return BEFORE_NAME;
	if ((pieces_word(p, at, "is") || pieces_word(p, at, "was")) &&
	    more < p->n &&
	    (pieces_word(p, more, "name") || pieces_word(p, more, "this")))
		return pieces_word(p, more, "name") ? BEFORE_NAME
						    : BEFORE_PERSON;
	if (pieces_listed(p, at, NAME_TITLE | NAME_PERSON))
		return BEFORE_PERSON;
	return pieces_listed(p, at, NAME_BESIDE) ? BEFORE_BESIDE
						 : BEFORE_NOTHING;
}

/* Whether what follows a word is what people do. */
static int
does(const struct pieces *p, size_t i)
{
	size_t k = pieces_next(p, i + 1);

	return pieces_mark(p, i + 1, ":") ||
	    (pieces_listed(p, k, NAME_DOES) &&
		!pieces_listed(p, k, NAME_SMALL));
}

/* A word of the lists of names that are usual words as well. */
static int
is_likely(const struct anonymous *a, size_t i)
{
	const struct pieces *p = &a->pieces;
	const struct piece *w = &p->piece[i];
	enum before said = before(p, i);
	size_t at = pieces_before(p, i);

	if (a->capitals && w->capital && (w->lists & NAME_MAYBE))
		return !w->starts || does(p, i) ||
		    (pieces_capital(p, i + 2) &&
			pieces_is(p, i + 1, PIECE_BLANK));
	if (a->capitals && w->capital && (w->lists & NAME_WEAK))
		return !w->starts &&
		    (said >= BEFORE_PERSON ||
			!pieces_listed(p, at, NAME_DETERMINER));
	if (w->lists & NAME_MAYBE)
		return said >= BEFORE_BESIDE || (w->starts && does(p, i));
	return (w->lists & NAME_WEAK) && at < p->n &&
	    (pieces_listed(p, at, NAME_TITLE) || pieces_word(p, at, "hi") ||
		pieces_word(p, at, "dear") || pieces_word(p, at, "hello"));
}

/* Whether a word begins a name, by itself. */
static int
is_name(const struct anonymous *a, size_t i)
{
	const struct pieces *p = &a->pieces;
	const struct piece *w = &p->piece[i];

	if (!pieces_is(p, i, PIECE_WORD))
		return 0;
	if (person(a, i) != 0 && (!w->known || w->text.p[0] != w->folded.p[0]))
		return 1;
	if ((w->lists & NAME_SURE) && (w->lists & NAME_MONTH) == 0)
		return 1;
	if (w->lists & (NAME_SMALL | NAME_DIGIT))
		return 0;
	if (before(p, i) == BEFORE_NAME)
		return (w->lists & NAME_DOES) == 0;
	if (w->lists & NAME_MONTH)
		return before(p, i) == BEFORE_PERSON ||
		    (w->starts && w->capital && does(p, i));
	if (w->lists & (NAME_MAYBE | NAME_WEAK))
		return is_likely(a, i);
	if (!w->capital || a->category)
		return 0;
	/* A&E is none, the initial of somebody may be one. */
	if (w->text.n == 1 && i > 0 && !pieces_is(p, i - 1, PIECE_BLANK))
		return 0;
	/* Within a sentence a capital is a name's, but for a few words. */
	if (!w->starts)
		return !w->known ||
		    (a->capitals &&
			(w->lists &
			    (NAME_PROPER | NAME_TITLE | NAME_PERSON |
				NAME_DOES)) == 0);
	/* At its start it tells nothing: an unknown word is just that. */
	return !w->known && does(p, i);
}

/* A verb in the past, or going on: no name. */
static int
looks_done(struct bytes w)
{
	return w.n > 4 &&
	    (memcmp(w.p + w.n - 2, "ed", 2) == 0 ||
		memcmp(w.p + w.n - 3, "ing", 3) == 0);
}

/* Whether the word at i goes on with the name before it. */
static int
goes_on(const struct anonymous *a, size_t i, int forced)
{
	enum {
		NOT = NAME_SMALL | NAME_DOES | NAME_MONTH | NAME_PERSON |
		    NAME_UNIT | NAME_NUMBER | NAME_MONEY | NAME_DIGIT |
		    NAME_TITLE
	};
	const struct pieces *p = &a->pieces;
	const struct piece *w;

	if (!pieces_is(p, i, PIECE_WORD))
		return 0;
	w = &p->piece[i];
	if ((w->lists & NAME_SURE) || person(a, i) != 0)
		return 1;
	if (w->lists & NOT)
		return 0;
	if (w->capital)
		return a->capitals || !w->known;
	if (!w->known)
		return 1;
	return (forced || (w->lists & (NAME_MAYBE | NAME_WEAK))) &&
	    !looks_done(w->folded);
}

/* The words of the name that begins at i; behind them is `*end`. */
static size_t
name_words(const struct anonymous *a, size_t i, size_t word[ANONYMOUS_WORDS],
    int forced, size_t *end)
{
	const struct pieces *p = &a->pieces;
	size_t n = 0, k = i;
	/* Without capitals a first name tells of the last one. */
	int surname =
	    forced || ((p->piece[i].lists & NAME_SURE) && !p->piece[i].capital);

	while (n < ANONYMOUS_WORDS &&
	    (n == 0 || goes_on(a, k, surname && n == 1))) {
		word[n++] = k;
		*end = k + 1;
		k = *end;
		if (pieces_mark(p, k, ".") && p->piece[word[n - 1]].text.n == 1)
			k++;
		if (pieces_is(p, k, PIECE_BLANK) || pieces_mark(p, k, "-"))
			k++;
		if (k == *end || pieces_is(p, k, PIECE_BLANK))
			break;
	}
	return n;
}

/* Who it is: by the last word, else, when it is alone, by the first. */
static size_t
who(struct anonymous *a, const size_t *word, size_t n)
{
	const struct piece *piece = a->pieces.piece;
	size_t i, entity = person(a, word[n - 1]), *place;
	int added;

	for (i = 0; entity == 0 && i < n; i++) {
		entity = person(a, word[i]);
		/* Somebody else may have the same first name. */
		if (entity != 0 && n > 1 &&
		    a->entity[entity - 1].kind == ANONYMOUS_NAME)
			entity = 0;
	}
	if (entity == 0)
		entity = anonymous_entity(a, ANONYMOUS_NAME) + 1;
	for (i = 0; i < n; i++) {
		if (piece[word[i]].folded.n < 2)
			continue;
		place = map_put(a->people, piece[word[i]].folded, &added);
		if (added)
			*place = entity;
	}
	return entity - 1;
}

static void
take_name(
    struct anonymous *a, size_t i, size_t first, int forced, struct found *f)
{
	size_t word[ANONYMOUS_WORDS], end = first + 1, n;

	n = name_words(a, first, word, forced, &end);
	f->n = end - i;
	f->entity = who(a, word, n);
}

/* Behind a title stands a name, whatever it is. */
static size_t
titled(const struct anonymous *a, size_t i)
{
	static const char *const sure[] = { "mr", "mrs", "ms", "mx", "herr",
		"frau", "mister", "missus", "cllr", "mme", "monsieur",
		"signora", "senora" };
	const struct pieces *p = &a->pieces;
	size_t k, s;

	if (!pieces_listed(p, i, NAME_TITLE))
		return 0;
	k = pieces_next(p, pieces_mark(p, i + 1, ".") ? i + 2 : i + 1);
	if (k == i + 1 || !pieces_is(p, k, PIECE_WORD) ||
	    pieces_listed(p, k, NAME_SMALL | NAME_TITLE))
		return 0;
	for (s = 0; s < sizeof(sure) / sizeof(sure[0]); s++)
		if (pieces_word(p, i, sure[s]))
			return pieces_listed(p, k, NAME_DOES) ? 0 : k;
	return is_name(a, k) || pieces_unknown(p, k) ||
		(a->capitals && pieces_capital(p, k) &&
		    !pieces_listed(p, k, NAME_DOES))
	    ? k
	    : 0;
}

void
anonymous_name(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t first = titled(a, i), k;

	if (first > 0) {
		take_name(a, i, first, 0, f);
		return;
	}
	if (is_name(a, i)) {
		take_name(a, i, i, before(p, i) == BEFORE_NAME, f);
		return;
	}
	/* J. Smith */
	if (!pieces_is(p, i, PIECE_WORD) || p->piece[i].text.n != 1 ||
	    !pieces_capital(p, i))
		return;
	k = pieces_next(p, pieces_mark(p, i + 1, ".") ? i + 2 : i + 1);
	if (k > i + 1 && pieces_capital(p, k) && is_name(a, k))
		take_name(a, i, k, 0, f);
}

void
anonymous_unknown(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;

	if (a->category)
		return;
	f->unknown = pieces_unknown(p, i) || pieces_is(p, i, PIECE_MIXED);
	/* A small number with its unit is no word. */
	if (f->unknown && anonymous_digits(p->piece[i].text))
		f->unknown = 0;
	if (f->unknown)
		f->n = 1;
}
