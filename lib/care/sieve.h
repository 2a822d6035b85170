/* SPDX-License-Identifier: ISC */
#ifndef CARE_SIEVE_H
#define CARE_SIEVE_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * Whether tables can hold a key at all: says no at once to most keys that
 * a table does not hold, and never to one that it does.  Of 131,072 places
 * a key takes one, the same for all tables, with a mark of its own; a
 * place that two keys of a table have taken is taken for all until both
 * have left.  Who makes keys collide only makes the tables be asked.
 */
enum sieve_table { SIEVE_OPEN, SIEVE_HOSTILE, SIEVE_TABLES };

enum { SIEVE_FREE = 0, SIEVE_SHARED = 255 };

struct sieve_cell {
	uint8_t mark, keys; /* 255: so many that nobody counts any more */
};

struct sieve {
	struct sieve_cell cells[1 << 17][SIEVE_TABLES];
};

/* Where a key goes, and its mark there. */
struct sieve_place {
	uint32_t at;
	uint8_t mark; /* 1 to 254 */
};

/*
 * The place of a key.  Byte by byte: keys are often written just before,
 * and a wide load from bytes that were stored one by one waits for all of
 * them.
 */
static inline struct sieve_place
sieve_place(struct bytes key)
{
	struct sieve_place place;
	uint64_t tail = key.n;
	size_t i, from = key.n > 8 ? key.n - 8 : 0;

	for (i = from; i < key.n; i++)
		tail = tail << 7 ^ (unsigned char)key.p[i];
	tail *= UINT64_C(0x9e3779b97f4a7c15);
	place.at = (uint32_t)(tail >> 47);
	place.mark = (uint8_t)(1 + ((tail >> 31 & 0xffff) * 254 >> 16));
	return place;
}

/* Note a key that the table did not hold. */
static inline void
sieve_add(struct sieve *s, struct sieve_place place, enum sieve_table table)
{
	struct sieve_cell *cell = &s->cells[place.at][table];

	cell->mark = cell->keys == 0 ? place.mark : SIEVE_SHARED;
	cell->keys += cell->keys < UINT8_MAX;
}

/* The table does not hold the key any more. */
static inline void
sieve_remove(struct sieve *s, struct sieve_place place, enum sieve_table table)
{
	struct sieve_cell *cell = &s->cells[place.at][table];

	if (cell->keys == UINT8_MAX)
		return;
	cell->keys--;
	if (cell->keys == 0)
		cell->mark = SIEVE_FREE;
}

static inline int
sieve_may_hold(
    const struct sieve *s, struct sieve_place place, enum sieve_table table)
{
	uint8_t mark = s->cells[place.at][table].mark;

	return mark == place.mark || mark == SIEVE_SHARED;
}

#endif
