/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/anonymous.h"
#include "care/pieces.h"

/* Words of a name, pieces of an address in the net. */
enum { NAME_WORDS = 4, MAIL_PIECES = 24, KEY = 256 };

/* Somebody, or something, and its number; 0: it was not written yet. */
struct entity {
	enum anonymous_kind kind;
	uint32_t number;
};

struct anonymous {
	const struct words *words;
	struct namelist *names;
	struct pieces pieces;
	struct map *people; /* word of a name to its entity's place + 1 */
	struct map *things; /* kind and canonical text to the same */
	struct map *taken;  /* numbers that are somebody's own */
	struct entity *entity;
	size_t n, cap;
	uint32_t numbers[ANONYMOUS_KINDS];
	int capitals; /* of the text at hand tell something */
	int category; /* it is one */
};

/* What a rule has found at a place. */
struct found {
	size_t n; /* pieces */
	size_t entity;
	int unknown; /* a word that is in no list */
};

static const char *const kind_words[ANONYMOUS_KINDS] = {
	[ANONYMOUS_CUSTOMER] = "Customer",
	[ANONYMOUS_AGENT] = "Agent",
	[ANONYMOUS_NAME] = "Name",
	[ANONYMOUS_NUMBER] = "number",
	[ANONYMOUS_DATE] = "date",
	[ANONYMOUS_TIME] = "time",
	[ANONYMOUS_AMOUNT] = "amount",
	[ANONYMOUS_EMAIL] = "e-mail",
	[ANONYMOUS_LINK] = "link",
	[ANONYMOUS_ADDRESS] = "address",
};

struct anonymous *
anonymous_new(const struct words *words)
{
	struct anonymous *a = mem_zero(1, sizeof(*a));

	a->words = words;
	a->names = namelist_new();
	a->people = map_new(sizeof(size_t));
	a->things = map_new(sizeof(size_t));
	a->taken = map_new(sizeof(char));
	return a;
}

void
anonymous_free(struct anonymous *a)
{
	if (a == NULL)
		return;
	namelist_free(a->names);
	pieces_free(&a->pieces);
	map_free(a->people);
	map_free(a->things);
	map_free(a->taken);
	free(a->entity);
	free(a);
}

static size_t
new_entity(struct anonymous *a, enum anonymous_kind kind)
{
	a->entity = mem_grow(a->entity, a->n, &a->cap, sizeof(*a->entity));
	a->entity[a->n] = (struct entity){ .kind = kind };
	return a->n++;
}

/* The entity of a key in a map, of a kind when it is new. */
static size_t
entity_of(struct anonymous *a, struct map *map, struct bytes key,
    enum anonymous_kind kind)
{
	int added;
	size_t *place = map_put(map, key, &added);

	if (added)
		*place = new_entity(a, kind) + 1;
	return *place - 1;
}

/*
 * Letters and digits only, in lower case: how it is set off matters not.
 * Of long numbers the last nine digits, so that +44 7700 900123 and
 * 07700900123 are one; of shorter ones without zeros before them.
 */
static struct bytes
canonical(struct bytes text, enum anonymous_kind kind, char out[KEY])
{
	struct bytes key = { out, 1 };
	size_t i, digits = 0;
	unsigned char c;

	out[0] = (char)('a' + kind);
	for (i = 0; i < text.n && key.n < KEY; i++) {
		c = byte_lower((unsigned char)text.p[i]);
		if (!byte_is_word(c) || (c == '0' && key.n == 1))
			continue;
		out[key.n++] = (char)c;
		digits += byte_is_digit(c);
	}
	if (digits == key.n - 1 && digits > 9) {
		memmove(out + 1, out + key.n - 9, 9);
		key.n = 10;
	}
	return key;
}

static size_t
thing(struct anonymous *a, enum anonymous_kind kind, struct bytes text)
{
	char key[KEY];

	return entity_of(a, a->things, canonical(text, kind, key), kind);
}

/* Words of a name that are names in texts as well. */
enum { NO_NAME = NAME_SMALL | NAME_DOMAIN | NAME_TITLE | NAME_UNIT };

/* The words of a value of a column. */
static void
add_people(struct anonymous *a, size_t entity)
{
	const struct pieces *p = &a->pieces;
	size_t i, *place;
	int added;

	for (i = 0; i < p->n; i++) {
		if (p->piece[i].kind != PIECE_WORD ||
		    p->piece[i].folded.n < 2 || pieces_listed(p, i, NO_NAME))
			continue;
		place = map_put(a->people, p->piece[i].folded, &added);
		/* Two share it: who is meant is not known. */
		if (!added && *place != entity + 1)
			*place = new_entity(a, ANONYMOUS_NAME) + 1;
		else
			*place = entity + 1;
	}
}

static int
has_digit(struct bytes b)
{
	size_t i;

	for (i = 0; i < b.n; i++)
		if (byte_is_digit((unsigned char)b.p[i]))
			return 1;
	return 0;
}

size_t
anonymous_key(struct anonymous *a, enum anonymous_kind kind, struct bytes value)
{
	char key[KEY];
	size_t entity, *place, *number = NULL;

	value = bytes_trim(value);
	if (value.n == 0)
		return new_entity(a, kind);
	place = map_put(a->things, canonical(value, kind, key), NULL);
	if (*place != 0)
		return *place - 1;
	if (has_digit(value)) {
		number = map_put(
		    a->things, canonical(value, ANONYMOUS_NUMBER, key), NULL);
		*place = *number;
	}
	entity = *place != 0 ? *place - 1 : new_entity(a, kind);
	*place = entity + 1;
	if (number != NULL)
		*number = entity + 1;
	if (memchr(value.p, '@', value.n) != NULL) {
		place = map_put(
		    a->things, canonical(value, ANONYMOUS_EMAIL, key), NULL);
		*place = entity + 1;
	}
	map_put(a->taken, value, NULL);
	pieces_read(&a->pieces, a->names, a->words, value);
	add_people(a, entity);
	return entity;
}

/* The next number of a kind that is nobody's own. */
static uint32_t
next_number(struct anonymous *a, enum anonymous_kind kind)
{
	char text[NUM_MAX];
	struct bytes b = { text, 0 };

	do
		b.n = num_put(text, (int64_t)++a->numbers[kind]);
	while (map_find(a->taken, b) != NULL);
	return a->numbers[kind];
}

void
anonymous_stand_in(struct anonymous *a, size_t mark, struct buf *out)
{
	struct entity *e = &a->entity[mark];

	if (e->number == 0)
		e->number = next_number(a, e->kind);
	buf_text(out, "%s %u", kind_words[e->kind], (unsigned)e->number);
}

/* The text of pieces from..until, the last one not included. */
static struct bytes
text_of(const struct pieces *p, size_t from, size_t until)
{
	const struct piece *last = &p->piece[until - 1];
	struct bytes b = { p->piece[from].text.p, 0 };

	b.n = (size_t)(last->text.p + last->text.n - b.p);
	return b;
}

/* Leave with `n` pieces that are a thing of a kind. */
static void
take(struct anonymous *a, size_t i, size_t end, enum anonymous_kind kind,
    struct found *f)
{
	f->n = end - i;
	f->entity = thing(a, kind, text_of(&a->pieces, i, end));
}

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

static void
rule_mail(struct anonymous *a, size_t i, struct found *f)
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
		take(a, i, end, ANONYMOUS_EMAIL, f);
	else if ((end = spelled_mail(p, i)) != 0)
		take(a, i, end, ANONYMOUS_EMAIL, f);
}

static void
rule_link(struct anonymous *a, size_t i, struct found *f)
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
		take(a, i, end, ANONYMOUS_LINK, f);
}

static int
is_capital(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_WORD) && p->piece[i].capital;
}

static int
is_unknown(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_WORD) && !p->piece[i].known;
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

	for (words = 0; words < NAME_WORDS; words++) {
		ends = words > 0 &&
		    (pieces_listed(p, i, NAME_STREET) ||
			(name && pieces_listed(p, i, NAME_LANE)));
		if (ends && (numbered || is_capital(p, i)))
			return i + 1;
		if (!pieces_is(p, i, PIECE_WORD) ||
		    (pieces_listed(p, i, NAME_SMALL | NAME_DOES) &&
			!(words == 0 && is_capital(p, i))) ||
		    (words == 0 && pieces_listed(p, i, NAME_UNIT)) ||
		    (!numbered && !is_capital(p, i)))
			return 0;
		name &= is_capital(p, i) || is_unknown(p, i);
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

	for (parts = 0; parts < NAME_WORDS; parts++) {
		k = end;
		if (pieces_mark(p, k, ",."))
			k++;
		k = pieces_next(p, k);
		if (k == end)
			break;
		if (pieces_is(p, k, PIECE_MIXED) ||
		    (pieces_is(p, k, PIECE_NUMBER) && p->piece[k].text.n > 2) ||
		    (is_capital(p, k) && is_unknown(p, k)))
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

static void
rule_address(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t end = 0, k;

	if ((pieces_is(p, i, PIECE_NUMBER) || pieces_is(p, i, PIECE_MIXED)) &&
	    p->piece[i].text.n <= 5 && has_digit(p->piece[i].text)) {
		k = i + 1;
		if (pieces_mark(p, k, ","))
			k++;
		if (pieces_is(p, k, PIECE_BLANK))
			end = street_end(p, k + 1, 1);
	} else if (is_capital(p, i) && a->capitals)
		end = street_end(p, i, 0);
	if (end == 0 && is_unknown(p, i) && is_long_street(&p->piece[i])) {
		k = pieces_mark(p, i + 1, ".") ? i + 2 : i + 1;
		k = pieces_next(p, k);
		if (pieces_is(p, k, PIECE_NUMBER) ||
		    pieces_is(p, k, PIECE_MIXED))
			end = k + 1;
	}
	if (end > 0)
		take(a, i, town_end(p, end), ANONYMOUS_ADDRESS, f);
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
static void
rule_date(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;
	size_t k = behind_day(p, i), end;

	if (k > i) {
		k = pieces_mark(p, k, ".-/") ? k + 1 : k;
		k = pieces_next(p, k);
		if (pieces_word(p, k, "of"))
			k = pieces_next(p, k + 1);
		if (pieces_listed(p, k, NAME_MONTH))
			take(a, i, behind_year(p, k + 1), ANONYMOUS_DATE, f);
		return;
	}
	if (!pieces_listed(p, i, NAME_MONTH))
		return;
	k = pieces_mark(p, i + 1, ".-/") ? i + 2 : i + 1;
	k = pieces_next(p, k);
	end = behind_day(p, k);
	if (end > k && !pieces_listed(p, pieces_next(p, end), NAME_UNIT))
		take(a, i, behind_year(p, end), ANONYMOUS_DATE, f);
}

/* oh seven seven double one: from three words on. */
static void
rule_spelled(struct anonymous *a, size_t i, struct found *f)
{
	static const char *const values[] = { "zero", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine" };
	const struct pieces *p = &a->pieces;
	char digits[KEY];
	struct bytes number = { digits, 0 };
	size_t k = i, words = 0, end = i, v;
	int times = 1;

	while (words < KEY / 4 &&
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
		for (; v < 10 && times > 0 && number.n < KEY; times--)
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
	    ? thing(a, ANONYMOUS_NUMBER, text_of(p, i, end))
	    : thing(a, ANONYMOUS_NUMBER, number);
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
	    (pieces_is(p, i, PIECE_MIXED) && has_digit(p->piece[i].text));
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

static size_t
digits_in(struct bytes b)
{
	size_t i, n = 0;

	for (i = 0; i < b.n; i++)
		n += byte_is_digit((unsigned char)b.p[i]);
	return n;
}

static void
read_group(const struct pieces *p, size_t i, struct group *g)
{
	size_t k = i, digits;
	char mark, first = 0;
	int several = 0;

	*g = (struct group){ .from = i };
	while (k != 0 || g->n == 0) {
		digits = digits_in(p->piece[k].text);
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
		return b.n <= 3 && digits_in(b) == b.n - 1;
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
	struct bytes text = text_of(p, g->from, g->end);

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

static void
rule_number(struct anonymous *a, size_t i, struct found *f)
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
		take(a, i, g.end, ANONYMOUS_AMOUNT, f);
		return;
	}
	if (may_stay(a, &g))
		return;
	f->n = g.end - i;
	f->entity = thing(a, kind_of(&g), text_of(p, g.from, g.end));
}

/* S-M-I-T-H: from three single letters on. */
static void
rule_letters(struct anonymous *a, size_t i, struct found *f)
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
		take(a, i, end, ANONYMOUS_NAME, f);
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
		    (is_capital(p, i + 2) && pieces_is(p, i + 1, PIECE_BLANK));
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
	/* Where a capital tells nothing, an unknown word is just that. */
	return !w->known && w->capital && !a->category &&
	    (!w->starts || does(p, i));
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
name_words(const struct anonymous *a, size_t i, size_t word[NAME_WORDS],
    int forced, size_t *end)
{
	const struct pieces *p = &a->pieces;
	size_t n = 0, k = i;
	/* Without capitals a first name tells of the last one. */
	int surname =
	    forced || ((p->piece[i].lists & NAME_SURE) && !p->piece[i].capital);

	while (n < NAME_WORDS && (n == 0 || goes_on(a, k, surname && n == 1))) {
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
		entity = new_entity(a, ANONYMOUS_NAME) + 1;
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
	size_t word[NAME_WORDS], end = first + 1, n;

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
	return is_name(a, k) || is_unknown(p, k) ||
		(a->capitals && is_capital(p, k) &&
		    !pieces_listed(p, k, NAME_DOES))
	    ? k
	    : 0;
}

static void
rule_name(struct anonymous *a, size_t i, struct found *f)
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
	    !is_capital(p, i))
		return;
	k = pieces_next(p, pieces_mark(p, i + 1, ".") ? i + 2 : i + 1);
	if (k > i + 1 && is_capital(p, k) && is_name(a, k))
		take_name(a, i, k, 0, f);
}

static void
rule_unknown(struct anonymous *a, size_t i, struct found *f)
{
	const struct pieces *p = &a->pieces;

	if (a->category)
		return;
	f->unknown = is_unknown(p, i) || pieces_is(p, i, PIECE_MIXED);
	/* A small number with its unit is no word. */
	if (f->unknown && has_digit(p->piece[i].text))
		f->unknown = 0;
	if (f->unknown)
		f->n = 1;
}

/* The rules, the first one that finds something counts. */
static void (*const rules[])(struct anonymous *, size_t,
    struct found *) = { rule_mail, rule_link, rule_address, rule_date,
	rule_spelled, rule_number, rule_letters, rule_name, rule_unknown };

static struct found
look(struct anonymous *a, size_t i)
{
	struct found f = { .n = 0 };
	size_t r;

	for (r = 0; r < sizeof(rules) / sizeof(rules[0]) && f.n == 0; r++)
		rules[r](a, i, &f);
	return f;
}

/*
 * Cut a text.  Capitals tell something where most usual words have none.
 * Returns whether half of its words, those of names not counted, are known.
 */
static int
read_text(struct anonymous *a, struct bytes text)
{
	enum { NAMES = NAME_SURE | NAME_MAYBE | NAME_WEAK | NAME_MONTH };
	size_t i, capital = 0, large = 0, small = 0, known = 0, unknown = 0;
	const struct piece *w;

	pieces_read(&a->pieces, a->names, a->words, text);
	for (i = 0; i < a->pieces.n; i++) {
		w = &a->pieces.piece[i];
		if (w->kind != PIECE_WORD)
			continue;
		known += (size_t)w->known;
		unknown += !w->known && (w->lists & NAME_SURE) == 0;
		capital += (size_t)w->capital;
		if (!w->known || w->starts || (w->lists & NAMES) != 0)
			continue;
		if (w->text.p[0] == w->folded.p[0])
			small++;
		else
			large++;
	}
	a->capitals = capital > 0 && small >= large;
	return known > 0 && known >= unknown;
}

void
anonymous_learn(struct anonymous *a, struct bytes text)
{
	struct found f;
	size_t i;

	read_text(a, text);
	for (i = 0; i<a->pieces.n; i += f.n> 0 ? f.n : 1)
		f = look(a, i);
}

static const char dropped[] = "[..]";

/* Whether the text so far ends in a word that was dropped. */
static int
ends_dropped(const struct buf *out, size_t from)
{
	size_t n = out->n;

	while (n > from && out->p[n - 1] == ' ')
		n--;
	return n - from >= sizeof(dropped) - 1 &&
	    memcmp(out->p + n - (sizeof(dropped) - 1), dropped,
		sizeof(dropped) - 1) == 0;
}

static void
put_piece(struct buf *out, size_t from, const struct piece *one)
{
	if (one->kind == PIECE_LINE)
		buf_add_string(out, out->n > from ? " / " : "");
	else if (one->kind != PIECE_BLANK)
		buf_add_bytes(out, one->text);
	else if (out->n > from && out->p[out->n - 1] != ' ')
		buf_add_byte(out, ' ');
}

static void
put_found(
    struct anonymous *a, const struct found *f, size_t from, struct buf *out)
{
	if (!f->unknown)
		anonymous_stand_in(a, f->entity, out);
	else if (!ends_dropped(out, from))
		buf_add_string(out, dropped);
}

static void
put_text(struct anonymous *a, size_t most, struct buf *out)
{
	size_t i, from = out->n, whole;
	struct found f;

	for (i = 0; i<a->pieces.n; i += f.n> 0 ? f.n : 1) {
		whole = out->n;
		f = look(a, i);
		if (f.n > 0)
			put_found(a, &f, from, out);
		else
			put_piece(out, from, &a->pieces.piece[i]);
		if (out->n - from > most) {
			out->n = whole;
			while (out->n > from && out->p[out->n - 1] == ' ')
				out->n--;
			buf_add_string(out, " ...");
			return;
		}
	}
	while (out->n > from && strchr(" /", out->p[out->n - 1]) != NULL)
		out->n--;
}

int
anonymous_put(
    struct anonymous *a, struct bytes text, size_t most, struct buf *out)
{
	a->category = 0;
	if (!read_text(a, text))
		return 0;
	put_text(a, most, out);
	return 1;
}

int
anonymous_put_category(
    struct anonymous *a, struct bytes text, size_t most, struct buf *out)
{
	size_t from = out->n;

	a->category = 1;
	read_text(a, text);
	put_text(a, most, out);
	a->category = 0;
	return out->n > from;
}
