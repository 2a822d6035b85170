/* SPDX-License-Identifier: ISC */
#ifndef CARE_SIEVE_H
#define CARE_SIEVE_H

#include <stdint.h>

/*
 * What is kept about customers, at a glance: whether something is open for
 * one, and when one was last seen.  Says no at once to most of those for
 * whom the tables behind it hold nothing, and never to one for whom they
 * do.  Of 131,072 places a key takes one.  Who makes keys collide only
 * makes the tables be asked.
 *
 * What is open is noted with a mark of the key: a place that two keys have
 * taken is taken for all until both have left.  Of what was seen a place
 * keeps only the latest time, of whatever key: what lies long back is soon
 * most of it, and nobody asks for that.
 */
enum { SIEVE_FREE = 0, SIEVE_SHARED = 255 };

/* Times in units of 2^26 ms, some 18 hours; the last stands for all later. */
enum { SIEVE_UNIT_BITS = 26, SIEVE_LAST = UINT16_MAX };

struct sieve_cell {
	uint8_t mark, keys; /* 255: so many that nobody counts any more */
	uint16_t seen;	    /* at or before the start of this unit; 0: never */
};

struct sieve {
	struct sieve_cell cells[1 << 17];
};

/* Where a key goes, and its mark there. */
struct sieve_place {
	uint32_t at;
	uint8_t mark; /* 1 to 254 */
};

/* The place of a key, by its hash_bytes(). */
static inline struct sieve_place
sieve_place(uint64_t hash)
{
	struct sieve_place place;

	place.at = (uint32_t)(hash >> 47);
	place.mark = (uint8_t)(1 + ((hash >> 31 & 0xffff) * 254 >> 16));
	return place;
}

/* Something that was not open is open for the key. */
static inline void
sieve_open(struct sieve *s, struct sieve_place place)
{
	struct sieve_cell *cell = &s->cells[place.at];

	cell->mark = cell->keys == 0 ? place.mark : SIEVE_SHARED;
	cell->keys += cell->keys < UINT8_MAX;
}

/* Nothing is open for the key any more. */
static inline void
sieve_close(struct sieve *s, struct sieve_place place)
{
	struct sieve_cell *cell = &s->cells[place.at];

	if (cell->keys == UINT8_MAX)
		return;
	cell->keys--;
	if (cell->keys == 0)
		cell->mark = SIEVE_FREE;
}

static inline int
sieve_may_be_open(const struct sieve *s, struct sieve_place place)
{
	uint8_t mark = s->cells[place.at].mark;

	return mark == place.mark || mark == SIEVE_SHARED;
}

/* The key was seen at an instant. */
static inline void
sieve_see(struct sieve *s, struct sieve_place place, int64_t instant)
{
	int64_t unit = (instant >> SIEVE_UNIT_BITS) + 1;
	struct sieve_cell *cell = &s->cells[place.at];

	unit = unit < 1 ? 1 : unit > SIEVE_LAST ? SIEVE_LAST : unit;
	if (cell->seen < unit)
		cell->seen = (uint16_t)unit;
}

/* Whether the key may have been seen at this instant or later. */
static inline int
sieve_may_be_seen(
    const struct sieve *s, struct sieve_place place, int64_t instant)
{
	uint16_t seen = s->cells[place.at].seen;

	return seen != 0 &&
	    (seen == SIEVE_LAST || seen > instant >> SIEVE_UNIT_BITS);
}

#endif
