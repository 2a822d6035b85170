/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "report/legs.h"

/*
 * What one generation may hold; there are two.  Its places, of which less
 * than half are taken, are so small that those of both stay in cache; the
 * calls are written one behind the other.
 */
enum { CALLS = 16384, PLACES = 2 * CALLS };

struct place {
	uint16_t call; /* 1 + its number; 0: free */
	uint16_t mark; /* bits of its hash that do not tell the place */
};

struct generation {
	size_t count;
	struct place place[PLACES];
	struct leg_call call[CALLS];
};

struct legs {
	struct generation *newer, *older;
};

struct legs *
legs_new(void)
{
	struct legs *l = mem_zero(1, sizeof(*l));

	l->newer = mem_zero(1, sizeof(*l->newer));
	l->older = mem_zero(1, sizeof(*l->older));
	return l;
}

void
legs_free(struct legs *l)
{
	if (l == NULL)
		return;
	free(l->newer);
	free(l->older);
	free(l);
}

static size_t
place_of(uint64_t hash)
{
	return (size_t)hash % PLACES;
}

static uint16_t
mark_of(uint64_t hash)
{
	return (uint16_t)(hash >> 48);
}

/* Where a hash is, or the free place where it goes. */
static struct place *
find(struct generation *g, uint64_t hash)
{
	size_t i = place_of(hash);

	while (g->place[i].call != 0 &&
	    (g->place[i].mark != mark_of(hash) ||
		g->call[g->place[i].call - 1].hash != hash))
		i = (i + 1) % PLACES;
	return &g->place[i];
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct legs *l)
{
	struct generation *full = l->newer;

	l->newer = l->older;
	l->older = full;
	l->newer->count = 0;
	memset(l->newer->place, 0, sizeof(l->newer->place));
}

uint64_t
legs_expect(const struct legs *l, struct bytes parent_id)
{
	uint64_t hash;
	size_t i;

	if (parent_id.n == 0)
		return 0;
	hash = hash_bytes(parent_id);
	i = place_of(hash);
	__builtin_prefetch(&l->older->place[i]);
	__builtin_prefetch(&l->newer->place[i]);
	return hash != 0 ? hash : 1;
}

struct leg_call *
legs_call(struct legs *l, uint64_t hash, int *first)
{
	struct generation *g = l->older;
	struct place *at = find(g, hash);

	*first = 0;
	if (at->call != 0)
		return &g->call[at->call - 1];
	g = l->newer;
	at = find(g, hash);
	if (at->call != 0)
		return &g->call[at->call - 1];
	if (g->count == CALLS) {
		turn(l);
		g = l->newer;
		at = find(g, hash);
	}
	*first = 1;
	g->call[g->count] = (struct leg_call){ .hash = hash };
	at->mark = mark_of(hash);
	at->call = (uint16_t)++g->count;
	return &g->call[g->count - 1];
}
