/* SPDX-License-Identifier: ISC */
#ifndef CARE_ANONYMOUS_INSIDE_H
#define CARE_ANONYMOUS_INSIDE_H

#include "base/map.h"
#include "care/anonymous.h"
#include "care/pieces.h"

/*
 * What anonymous.c, anonymous_numbers.c and anonymous_people.c share: who is
 * known so far, and the rules that find somebody, or something, at a place
 * of the text at hand.
 */

/* Words of a name, bytes of what is told from others. */
enum { ANONYMOUS_WORDS = 4, ANONYMOUS_KEY = 256 };

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

/* Somebody, or something, new. */
size_t anonymous_entity(struct anonymous *, enum anonymous_kind);

/* What a text of a kind is; the same text, however set off, is the same. */
size_t
anonymous_thing(struct anonymous *, enum anonymous_kind, struct bytes text);

/* The pieces i..end, the last one not included, are a thing of a kind. */
void anonymous_found(struct anonymous *, size_t i, size_t end,
    enum anonymous_kind, struct found *);

/* The text of pieces from..until, the last one not included. */
struct bytes anonymous_text(const struct pieces *, size_t from, size_t until);

/* How many digits there are. */
size_t anonymous_digits(struct bytes);

/* Whether the i-th piece is a word with a capital, or one in no list. */
static inline int
pieces_capital(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_WORD) && p->piece[i].capital;
}

static inline int
pieces_unknown(const struct pieces *p, size_t i)
{
	return pieces_is(p, i, PIECE_WORD) && !p->piece[i].known;
}

/* The rules: what is found at the i-th piece; nothing leaves `n` 0. */
void anonymous_mail(struct anonymous *, size_t i, struct found *);
void anonymous_link(struct anonymous *, size_t i, struct found *);
void anonymous_address(struct anonymous *, size_t i, struct found *);
void anonymous_date(struct anonymous *, size_t i, struct found *);
void anonymous_spelled(struct anonymous *, size_t i, struct found *);
void anonymous_number(struct anonymous *, size_t i, struct found *);
void anonymous_letters(struct anonymous *, size_t i, struct found *);
void anonymous_name(struct anonymous *, size_t i, struct found *);
void anonymous_unknown(struct anonymous *, size_t i, struct found *);

#endif
