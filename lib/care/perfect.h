/* SPDX-License-Identifier: ISC */
#ifndef CARE_PERFECT_H
#define CARE_PERFECT_H

#include <stddef.h>
#include <stdint.h>

/*
 * A perfect hash: each of a set of keys has a place of its own, so that
 * looking one up takes no second look, and no branch that could be
 * mispredicted.  Keys fall into small groups, and for each group a number
 * is looked for that puts all its keys on free places (hash and displace;
 * Belazzougui, Botelho and Dietzfelbinger 2009).
 */
struct perfect {
	uint16_t *moved; /* by group */
	uint64_t salt;
	int group_shift; /* 64 - log2(groups) */
	uint32_t places;
};

/*
 * Find places for n different keys; that of keys[i] goes to place[i].
 * There are p->places, a third more than keys.  perfect_free() what was
 * made.
 */
void
perfect_make(struct perfect *, const uint64_t *keys, size_t n, uint32_t *place);
void perfect_free(struct perfect *);

/* The place where a key is, if it is one of the set. */
static inline uint32_t
perfect_place(const struct perfect *p, uint64_t key)
{
	uint64_t x = (key ^ key >> 32) * p->salt;
	uint32_t step = (uint32_t)(x >> 32) | 1;

	/* The high half of a product: a share of the places. */
	step = (uint32_t)(x >> 8) + p->moved[x >> p->group_shift] * step;
	return (uint32_t)((uint64_t)step * p->places >> 32);
}

#endif
