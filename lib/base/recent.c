/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/recent.h"

struct slot {
	uint64_t hash; /* 0: it is free */
	size_t value;  /* which one */
};

/*
 * Values stand in the order in which they came: a new one, which most are,
 * is written where the last one was, and not anywhere in memory.
 */
struct generation {
	struct slot *slots; /* open addressing, linear probing */
	char *values;
	size_t count;
};

struct recent {
	struct generation newer, older;
	size_t keep, size;
	size_t mask; /* slots - 1, a power of two less one */
};

static void
make(struct recent *r, struct generation *g)
{
	g->slots = mem_zero(r->mask + 1, sizeof(*g->slots));
	g->values = mem_resize(NULL, r->keep, r->size);
}

struct recent *
recent_new(size_t keep, size_t size)
{
	struct recent *r = mem_zero(1, sizeof(*r));

	r->keep = keep;
	r->size = (size + 7) & ~(size_t)7;
	/* Half of them stay free. */
	for (r->mask = 1; r->mask / 2 < keep; r->mask = 2 * r->mask + 1)
		;
	make(r, &r->newer);
	make(r, &r->older);
	return r;
}

static void
unmake(struct generation *g)
{
	free(g->slots);
	free(g->values);
}

void
recent_free(struct recent *r)
{
	if (r == NULL)
		return;
	unmake(&r->newer);
	unmake(&r->older);
	free(r);
}

void
recent_expect(const struct recent *r, uint64_t hash)
{
	__builtin_prefetch(&r->older.slots[hash & r->mask]);
	__builtin_prefetch(&r->newer.slots[hash & r->mask]);
}

/* The slot of a hash, or the free one where it would go. */
static struct slot *
find(const struct recent *r, const struct generation *g, uint64_t hash)
{
	size_t i = hash & r->mask;

	while (g->slots[i].hash != 0 && g->slots[i].hash != hash)
		i = (i + 1) & r->mask;
	return &g->slots[i];
}

static void *
value_of(
    const struct recent *r, const struct generation *g, const struct slot *s)
{
	return g->values + s->value * r->size;
}

static void
turn(struct recent *r)
{
	struct generation full = r->newer;

	r->newer = r->older;
	r->older = full;
	r->newer.count = 0;
	memset(r->newer.slots, 0, (r->mask + 1) * sizeof(*r->newer.slots));
}

void *
recent_take(struct recent *r, uint64_t hash, int *first)
{
	struct slot *s = find(r, &r->older, hash);
	void *value;

	*first = 0;
	if (s->hash != 0)
		return value_of(r, &r->older, s);
	s = find(r, &r->newer, hash);
	if (s->hash != 0)
		return value_of(r, &r->newer, s);
	*first = 1;
	if (r->newer.count == r->keep) {
		turn(r);
		s = find(r, &r->newer, hash);
	}
	s->hash = hash;
	s->value = r->newer.count++;
	value = value_of(r, &r->newer, s);
	memset(value, 0, r->size);
	return value;
}
