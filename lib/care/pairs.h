/* SPDX-License-Identifier: ISC */
#ifndef CARE_PAIRS_H
#define CARE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Which left words have a number with which right words: a sparse matrix,
 * its lines laid over each other so that no two cells meet (row
 * displacement; Tarjan and Yao 1979).  A line has a base of its own, a
 * right word a column, and a cell lies at base + column.  Who asks looks
 * at one byte there first: all of these are few enough for the caches.
 */
struct pairs {
	unsigned char *tag; /* of each place: the last byte of its base; who
			     * asks for several reads up to 3 bytes more */
	uint32_t *owner;    /* the base whose cell it is */
	uint32_t *number;   /* of that cell */
	size_t places;
};

/* A cell, for pairs_make(). */
struct pairs_cell {
	uint32_t line;	 /* below `lines` */
	uint32_t column; /* from 1 to `columns` */
	uint32_t number; /* what is found */
};

/*
 * Lay out n cells, of which no two have line and column in common.  The
 * base of each line goes to base[line]: 0 for one without cells.  Base 0
 * and columns from 0 to `columns` may be asked for; base 0 has nothing.
 * pairs_free() what was made.
 */
void pairs_make(struct pairs *, const struct pairs_cell *cells, size_t n,
    uint32_t lines, uint32_t columns, uint32_t *base);
void pairs_free(struct pairs *);

/*
 * Whether there may be a cell, given its tag; where it is so, the owner of
 * the place tells.  No base ends in these two bytes: the first is that of
 * base 0, the second that of free places.
 */
enum { PAIRS_TAG_NONE = 0, PAIRS_TAG_FREE = 0xff };

static inline int
pairs_may(unsigned char tag, size_t base)
{
	return tag == (unsigned char)base;
}

#endif
