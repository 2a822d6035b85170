/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/anonymous_inside.h"

/* Pieces of an address in the net. */
enum { MAIL_PIECES = 24 };

static int
begins_chunk(const struct pieces *p, size_t i)
{
	return i == 0 || p->piece[i - 1].kind == PIECE_BLANK ||
	    p->piece[i - 1].kind == PIECE_LINE ||
	    pieces_mark(p, i - 1, "<(\"[,;:'{=");
}

/* What stands together without a blank, but for the marks at its end. */
static size_t
chunk_end(const struct pieces *p, size_t i)
{
	size_t end = i;

	while (end < p->n && p->piece[end].kind != PIECE_BLANK &&
	    p->piece[end].kind != PIECE_LINE)
		end++;
	while (end > i + 1 && pieces_mark(p, end - 1, ".,;:!?)>\"]'}"))
		end--;
	return end;
}

static int
is_provider(const struct pieces *p, size_t i)
{
	static const char *const known[] = { "gmail", "googlemail", "hotmail",
		"yahoo", "outlook", "icloud", "aol", "gmx", "web", "live",
		"btinternet", "proton", "protonmail", "ymail", "msn", "mail" };
	size_t k;

	for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (pieces_word(p, i, known[k]))
			return 1;
	return 0;
}

/* `dot com`, `.com`: the place behind it, or i. */
static size_t
behind_dot(const struct pieces *p, size_t i)
{
	size_t k = pieces_next(p, i);

	if (pieces_mark(p, i, "."))
		return pieces_is(p, i + 1, PIECE_WORD) ? i + 2 : i;
	if (!pieces_word(p, k, "dot"))
		return i;
	k = pieces_next(p, k + 1);
	return pieces_is(p, k, PIECE_WORD) ? k + 1 : i;
}

static int
is_part(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_WORD) || pieces_is(p, i, PIECE_NUMBER) ||
	    pieces_is(p, i, PIECE_MIXED);
}

/* john dot smith at gmail dot com: the place behind it, or 0. */
static size_t
spelled_mail(const struct pieces *p, size_t i)
{
	size_t k = i, steps, end, more;

	for (steps = 0; steps < MAIL_PIECES; steps++) {
		if (!is_part(p, k))
			return 0;
		k = pieces_next(p, k + 1);
		if (pieces_word(p, k, "at"))
			break;
		if (!pieces_word(p, k, "dot") &&
		    !pieces_word(p, k, "underscore") &&
		    !pieces_word(p, k, "dash") && !pieces_mark(p, k, "._-"))
			return 0;
		k = pieces_next(p, k + 1);
	}
	k = pieces_next(p, k + 1);
	if (!is_part(p, k))
		return 0;
	end = k + 1;
	while ((more = behind_dot(p, end)) != end && more - i < MAIL_PIECES)
		end = more;
	if (pieces_word(p, pieces_next(p, end), "at"))
		return 0;
	return end > k + 1 || is_provider(p, k) ? end : 0;
}

void
anonymous_mail(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t end, k;

	if (!begins_chunk(p, i))
		return;
	end = chunk_end(p, i);
	for (k = i; k + 1 < end; k++)
		if (pieces_mark(p, k, "@") &&
		    (k > i || p->piece[k + 1].kind == PIECE_WORD))
			break;
	if (k + 1 < end)
		anonymous_found(a, i, end, ANONYMOUS_EMAIL, f);
	else if ((end = spelled_mail(p, i)) != 0)
		anonymous_found(a, i, end, ANONYMOUS_EMAIL, f);
}

void
anonymous_link(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t end, k;
	int host = 0, path = 0, scheme;

	if (!begins_chunk(p, i) || !is_part(p, i))
		return;
	end = chunk_end(p, i);
	scheme = pieces_word(p, i, "www");
	for (k = i + 1; k < end; k++) {
		scheme |= pieces_mark(p, k, "/") && pieces_mark(p, k - 1, "/");
		path |= pieces_mark(p, k, "/:?");
		if (!path && pieces_mark(p, k - 1, "."))
			host = pieces_listed(p, k, NAME_DOMAIN);
	}
	if (scheme || host)
		anonymous_found(a, i, end, ANONYMOUS_LINK, f);
}

/*
 * From the first word of a street's name: the place behind `road`, or 0.
 * Usual words, such as way, need a name before them.
 */
static size_t
street_end(const struct pieces *p, size_t i, int numbered)
{
	size_t words;
	int name = 1, ends;

	for (words = 0; words < ANONYMOUS_WORDS; words++) {
		ends = words > 0 &&
		    (pieces_listed(p, i, NAME_STREET) ||
			(name && pieces_listed(p, i, NAME_LANE)));
		if (ends && (numbered || pieces_capital(p, i)))
			return i + 1;
		if (!pieces_is(p, i, PIECE_WORD) ||
		    (pieces_listed(p, i, NAME_SMALL | NAME_DOES) &&
			!(words == 0 && pieces_capital(p, i))) ||
		    (words == 0 && pieces_listed(p, i, NAME_UNIT)) ||
		    (!numbered && !pieces_capital(p, i)))
			return 0;
		name &= pieces_capital(p, i) || pieces_unknown(p, i) ||
		    pieces_listed(p, i, NAME_SURE | NAME_MAYBE | NAME_WEAK);
		if (!pieces_is(p, i + 1, PIECE_BLANK))
			return 0;
		i += 2;
	}
	return 0;
}

/* What belongs to an address behind the street: town and its code. */
static size_t
town_end(const struct pieces *p, size_t end)
{
	size_t k, parts;

	for (parts = 0; parts < ANONYMOUS_WORDS; parts++) {
		k = end;
		if (pieces_mark(p, k, ",."))
			k++;
		k = pieces_next(p, k);
		if (k == end)
			break;
		if (pieces_is(p, k, PIECE_MIXED) ||
		    (pieces_is(p, k, PIECE_NUMBER) && p->piece[k].text.n > 2) ||
		    (pieces_capital(p, k) && pieces_unknown(p, k)))
			end = k + 1;
		else
			break;
	}
	return end;
}

/* Hauptstrasse 12 */
static int
is_long_street(const struct piece *w)
{
	static const char *const ends[] = { "strasse",
		"stra\xc3\x9f"
		"e",
		"str", "platz", "gasse", "allee", "weg", "straat" };
	size_t i, n;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = strlen(ends[i]);
		if (w->folded.n > n + 2 &&
		    memcmp(w->folded.p + w->folded.n - n, ends[i], n) == 0)
			return 1;
	}
	return 0;
}

void
anonymous_address(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t end = 0, k;

	if ((pieces_is(p, i, PIECE_NUMBER) || pieces_is(p, i, PIECE_MIXED)) &&
	    p->piece[i].text.n <= 5 && anonymous_digits(p->piece[i].text)) {
		k = i + 1;
		if (pieces_mark(p, k, ","))
			k++;
		if (pieces_is(p, k, PIECE_BLANK))
			end = street_end(p, k + 1, 1);
	} else if (pieces_capital(p, i) && a->capitals)
		end = street_end(p, i, 0);
	if (end == 0 && pieces_unknown(p, i) && is_long_street(&p->piece[i])) {
		k = pieces_mark(p, i + 1, ".") ? i + 2 : i + 1;
		k = pieces_next(p, k);
		if (pieces_is(p, k, PIECE_NUMBER) ||
		    pieces_is(p, k, PIECE_MIXED))
			end = k + 1;
	}
	if (end > 0)
		anonymous_found(a, i, town_end(p, end), ANONYMOUS_ADDRESS, f);
}

/* A day of the month: 3, 3rd; the place behind it, or i. */
static size_t
behind_day(const struct pieces *p, size_t i)
{
	const struct bytes *b;
	int digits;

	if (!pieces_is(p, i, PIECE_NUMBER) && !pieces_is(p, i, PIECE_MIXED))
		return i;
	b = &p->piece[i].folded;
	digits = byte_is_digit((unsigned char)b->p[0]) &&
	    (b->n < 2 || byte_is_digit((unsigned char)b->p[1]) || b->n == 3);
	if (!digits || b->n > 4 ||
	    (p->piece[i].kind == PIECE_NUMBER && b->n > 2))
		return i;
	return i + 1;
}

static size_t
behind_year(const struct pieces *p, size_t i)
{
	size_t k = i;

	if (pieces_mark(p, k, ",."))
		k++;
	k = pieces_next(p, k);
	return pieces_is(p, k, PIECE_NUMBER) &&
		(p->piece[k].text.n == 2 || p->piece[k].text.n == 4) &&
		!pieces_listed(p, pieces_next(p, k + 1), NAME_UNIT)
	    ? k + 1
	    : i;
}

/* 3rd of March 1985, March 3rd, 1985 */
void
anonymous_date(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t k = behind_day(p, i), end;

	if (k > i) {
		k = pieces_mark(p, k, ".-/") ? k + 1 : k;
		k = pieces_next(p, k);
		if (pieces_word(p, k, "of"))
			k = pieces_next(p, k + 1);
		if (pieces_listed(p, k, NAME_MONTH))
			anonymous_found(
			    a, i, behind_year(p, k + 1), ANONYMOUS_DATE, f);
		return;
	}
	if (!pieces_listed(p, i, NAME_MONTH))
		return;
	k = pieces_mark(p, i + 1, ".-/") ? i + 2 : i + 1;
	k = pieces_next(p, k);
	end = behind_day(p, k);
	if (end > k && !pieces_listed(p, pieces_next(p, end), NAME_UNIT))
		anonymous_found(a, i, behind_year(p, end), ANONYMOUS_DATE, f);
}

/* oh seven seven double one: from three words on. */
void
anonymous_spelled(struct anonymous *a, size_t i, struct found *f)
{
	static const char *const values[] = { "zero", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine" };
	const struct pieces *p = &a->pieces;
	char digits[ANONYMOUS_KEY];
	struct bytes number = { digits, 0 };
	size_t k = i, words = 0, end = i, v;
	int times = 1;

	while (words < ANONYMOUS_KEY / 4 &&
	    (pieces_listed(p, k, NAME_DIGIT) ||
		(words > 0 && pieces_is(p, k, PIECE_NUMBER) &&
		    p->piece[k].text.n < 3))) {
		for (v = 0; v < 10; v++)
			if (pieces_word(p, k, values[v]))
				break;
		if (v == 10 &&
		    (pieces_word(p, k, "oh") || pieces_word(p, k, "o") ||
			pieces_word(p, k, "nought")))
			v = 0;
		times = pieces_word(p, k, "double") ? 2
		    : pieces_word(p, k, "triple") || pieces_word(p, k, "treble")
		    ? 3
		    : times;
		for (; v < 10 && times > 0 && number.n < ANONYMOUS_KEY; times--)
			digits[number.n++] = (char)('0' + v);
		times = times < 1 ? 1 : times;
		words++;
		end = k + 1;
		k = pieces_next(p, pieces_mark(p, end, "-,") ? end + 1 : end);
	}
	if (words < 3)
		return;
	f->n = end - i;
	f->entity = number.n < words
	    ? anonymous_thing(a, ANONYMOUS_NUMBER, anonymous_text(p, i, end))
	    : anonymous_thing(a, ANONYMOUS_NUMBER, number);
}

/* Groups of digits that stand together. */
struct group {
	size_t from, end; /* pieces */
	size_t n;	  /* groups */
	size_t longest;	  /* digits of a group */
	int mixed;	  /* with letters */
	int blanks;	  /* between some */
	char mark;	  /* between all; 0: none or several */
};

static int
is_group(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_NUMBER) ||
	    (pieces_is(p, i, PIECE_MIXED) &&
		anonymous_digits(p->piece[i].text));
}

/* Whether a small number at i counts what stands behind it. */
static int
counts(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_NUMBER) && p->piece[i].text.n <= 2 &&
	    (pieces_listed(p, pieces_next(p, i + 1),
		 NAME_UNIT | NAME_MONEY | NAME_MONTH) ||
		pieces_mark(p, pieces_next(p, i + 1), "%"));
}

/* The next group behind `end`, and what parts it; 0 when there is none. */
static size_t
next_group(const struct pieces *p, size_t end, char *mark)
{
	size_t k = end;

	*mark = 0;
	if (pieces_mark(p, k, "-./:,()+"))
		*mark = p->piece[k++].text.p[0];
	if (pieces_is(p, k, PIECE_BLANK)) {
		/* A comma or a stop with a blank ends the number. */
		if (*mark != 0 && strchr("-/+)", *mark) == NULL)
			return 0;
		*mark = ' ';
		k++;
		if (pieces_mark(p, k, "-/(+"))
			k = pieces_next(p, k + 1);
	}
	if (k == end || !is_group(p, k) ||
	    (*mark == ',' && p->piece[k].text.n != 3) ||
	    (*mark == ' ' && counts(p, k)))
		return 0;
	return k;
}

static void
read_group(const struct pieces *p, size_t i, struct group *g)
{
	size_t k = i, digits;
	char mark, first = 0;
	int several = 0;

	*g = (struct group){ .from = i };
	while (k != 0 || g->n == 0) {
		digits = anonymous_digits(p->piece[k].text);
		if (digits > g->longest)
			g->longest = digits;
		g->mixed |= p->piece[k].kind == PIECE_MIXED;
		g->end = k + 1;
		g->n++;
		k = next_group(p, g->end, &mark);
		if (k == 0)
			break;
		g->blanks |= mark == ' ';
		several |= first != 0 && first != mark;
		first = mark;
	}
	g->mark = several ? 0 : first;
	/* Two small numbers side by side are two. */
	if (g->n == 2 && g->blanks && !g->mixed && g->longest < 3) {
		g->end = i + 1;
		g->n = 1;
		g->mark = 0;
	}
}

/* 5pm, 2nd, 10min, x3: up to two digits and a unit. */
static int
is_measure(struct bytes b, const struct namelist *names)
{
	size_t digits = 0;

	if (b.p[0] == 'x')
		return b.n <= 3 && anonymous_digits(b) == b.n - 1;
	while (digits < b.n && byte_is_digit((unsigned char)b.p[digits]))
		digits++;
	b.p += digits;
	b.n -= digits;
	return digits > 0 && digits <= 2 && b.n > 0 &&
	    (namelist_kind(names, b) & NAME_UNIT) != 0;
}

static int
is_saying(struct bytes b)
{
	static const char *const known[] = { "24/7", "50/50", "1/2", "3/4",
		"1/4", "9/10", "10/10", "1/10", "2/10" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (bytes_is(b, known[i]))
			return 1;
	return 0;
}

/* Money stands before it or behind it. */
static int
is_amount(const struct pieces *p, const struct group *g)
{
	size_t next = pieces_next(p, g->end),
	       before = pieces_before(p, g->from);

	return (g->from > 0 && pieces_mark(p, g->from - 1, "$")) ||
	    pieces_mark(p, next, "$") || pieces_listed(p, next, NAME_MONEY) ||
	    pieces_word(p, before, "gbp") || pieces_word(p, before, "eur") ||
	    pieces_word(p, before, "usd");
}

/* Small numbers, and what else may stay. */
static int
may_stay(const struct anonymous *a, const struct group *g)
{
	const struct pieces *p = &a->pieces;
	size_t next = pieces_next(p, g->end);
	int unit =
	    pieces_listed(p, next, NAME_UNIT) || pieces_mark(p, next, "%");
	struct bytes text = anonymous_text(p, g->from, g->end);

	if (g->from > 0 && pieces_mark(p, g->from - 1, "#+_@*"))
		return 0;
	if (pieces_listed(p, next, NAME_UNIT) &&
	    pieces_word(p, pieces_next(p, next + 1), "old"))
		return 0;
	if (g->n == 1 && g->mixed)
		return is_measure(p->piece[g->from].folded, a->names);
	if (bytes_is(text, "100") && pieces_mark(p, next, "%"))
		return 1;
	if (g->longest > 2 || g->mixed)
		return 0;
	if (g->n == 1)
		return !pieces_listed(
		    p, pieces_before(p, g->from), NAME_NUMBER);
	if (g->n == 2 && g->mark == '/')
		return is_saying(text);
	return g->n == 2 && unit && g->mark != 0 &&
	    strchr("-.", g->mark) != NULL;
}

static enum anonymous_kind
kind_of(const struct group *g)
{
	if (g->mixed || g->blanks || g->longest > 4)
		return ANONYMOUS_NUMBER;
	if (g->mark == ':' && g->longest <= 2 && g->n <= 3)
		return ANONYMOUS_TIME;
	if (g->n == 3 && g->mark != 0 && strchr("-./", g->mark) != NULL)
		return ANONYMOUS_DATE;
	if (g->n == 2 && g->mark == '/' && g->longest <= 2)
		return ANONYMOUS_DATE;
	if (g->n == 2 && g->mark != 0 && strchr(".,", g->mark) != NULL)
		return ANONYMOUS_AMOUNT;
	return ANONYMOUS_NUMBER;
}

void
anonymous_number(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	struct group g;
	size_t at = i;

	while (pieces_mark(p, at, "+($#"))
		at++;
	if (!is_group(p, at))
		return;
	read_group(p, at, &g);
	if (is_amount(p, &g)) {
		if (pieces_listed(p, pieces_next(p, g.end), NAME_MONEY))
			g.end = pieces_next(p, g.end) + 1;
		else if (pieces_mark(p, g.end, "$"))
			g.end++;
		anonymous_found(a, i, g.end, ANONYMOUS_AMOUNT, f);
		return;
	}
	if (may_stay(a, &g))
		return;
	f->n = g.end - i;
	f->entity =
	    anonymous_thing(a, kind_of(&g), anonymous_text(p, g.from, g.end));
}
