/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/anonymous_inside.h"

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

size_t
anonymous_entity(struct anonymous *a, enum anonymous_kind kind)
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
		*place = anonymous_entity(a, kind) + 1;
	return *place - 1;
}

/*
 * Letters and digits only, in lower case: how it is set off matters not.
 * Of long numbers the last nine digits, so that +44 7700 900123 and
 * 07700900123 are one; of shorter ones without zeros before them.
 */
static struct bytes
canonical(struct bytes text, enum anonymous_kind kind, char out[ANONYMOUS_KEY])
{
	struct bytes key = { out, 1 };
	size_t i, digits = 0;
	unsigned char c;

	out[0] = (char)('a' + kind);
	for (i = 0; i < text.n && key.n < ANONYMOUS_KEY; i++) {
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

size_t
anonymous_thing(
    struct anonymous *a, enum anonymous_kind kind, struct bytes text)
{
	char key[ANONYMOUS_KEY];

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
			*place = anonymous_entity(a, ANONYMOUS_NAME) + 1;
		else
			*place = entity + 1;
	}
}

size_t
anonymous_digits(struct bytes b)
{
	size_t i, n = 0;

	for (i = 0; i < b.n; i++)
		n += byte_is_digit((unsigned char)b.p[i]);
	return n;
}

size_t
anonymous_key(struct anonymous *a, enum anonymous_kind kind, struct bytes value)
{
	char key[ANONYMOUS_KEY];
	size_t entity, *place, *number = NULL;

	value = bytes_trim(value);
	if (value.n == 0)
		return anonymous_entity(a, kind);
	place = map_put(a->things, canonical(value, kind, key), NULL);
	if (*place != 0)
		return *place - 1;
	if (anonymous_digits(value)) {
		number = map_put(
		    a->things, canonical(value, ANONYMOUS_NUMBER, key), NULL);
		*place = *number;
	}
	entity = *place != 0 ? *place - 1 : anonymous_entity(a, kind);
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

struct bytes
anonymous_text(const struct pieces *p, size_t from, size_t until)
{
	const struct piece *last = &p->piece[until - 1];
	struct bytes b = { p->piece[from].text.p, 0 };

	b.n = (size_t)(last->text.p + last->text.n - b.p);
	return b;
}

void
anonymous_found(struct anonymous *a, size_t i, size_t end,
    enum anonymous_kind kind, struct found *f)
{
	f->n = end - i;
	f->entity =
	    anonymous_thing(a, kind, anonymous_text(&a->pieces, i, end));
}

/* The rules, the first one that finds something counts. */
static void (*const rules[])(struct anonymous *, size_t,
    struct found *) = { anonymous_mail, anonymous_link, anonymous_address,
	anonymous_date, anonymous_spelled, anonymous_number, anonymous_letters,
	anonymous_name, anonymous_unknown };

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
