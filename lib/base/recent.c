/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/recent.h"

/*
 * A place is so small that those of both generations stay in cache; the
 * mark settles most probes without a look at the key.
 */
struct place {
	uint16_t key;  /* 1 + its number; 0: it is free */
	uint16_t mark; /* bits of its hash that do not tell the place */
};

/*
 * Keys and their values stand in the order in which they came: a new one,
 * which most are, is written behind the last one, and not anywhere in
 * memory.
 */
struct generation {
	struct place *places; /* open addressing, linear probing */
	char *keys;	      /* a hash each, and behind it its value */
	size_t count;
};

struct recent {
	struct generation newer, older;
	size_t keep, stride; /* of a hash and its value */
	size_t mask;	     /* places - 1, a power of two less one */
};

static void
make(struct recent *r, struct generation *g)
{
	g->places = mem_zero(r->mask + 1, sizeof(*g->places));
	g->keys = mem_resize(NULL, r->keep, r->stride);
}

struct recent *
recent_new(size_t keep, size_t size)
{
	struct recent *r = mem_zero(1, sizeof(*r));

	r->keep = keep < RECENT_MOST ? keep : RECENT_MOST;
	r->stride = sizeof(uint64_t) + ((size + 7) & ~(size_t)7);
	/* Half of them stay free. */
	for (r->mask = 1; r->mask / 2 < r->keep; r->mask = 2 * r->mask + 1)
		;
	make(r, &r->newer);
	make(r, &r->older);
	return r;
}

static void
unmake(struct generation *g)
{
	free(g->places);
	free(g->keys);
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
	__builtin_prefetch(&r->older.places[hash & r->mask]);
	__builtin_prefetch(&r->newer.places[hash & r->mask]);
}

static inline uint64_t *
key_at(const struct recent *r, const struct generation *g, size_t number)
{
	return (uint64_t *)(void *)(g->keys + number * r->stride);
}

/* The place of a hash, or the free one where it would go. */
static inline struct place *
find(const struct recent *r, const struct generation *g, uint64_t hash)
{
	uint16_t mark = (uint16_t)(hash >> 48);
	size_t i = hash & r->mask;

	while (g->places[i].key != 0 &&
	    (g->places[i].mark != mark ||
		*key_at(r, g, g->places[i].key - 1u) != hash))
		i = (i + 1) & r->mask;
	return &g->places[i];
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct recent *r)
{
	struct generation full = r->newer;

	r->newer = r->older;
	r->older = full;
	r->newer.count = 0;
	memset(r->newer.places, 0, (r->mask + 1) * sizeof(*r->newer.places));
}

void *
recent_take(struct recent *r, uint64_t hash, int *first)
{
	struct place *p = find(r, &r->older, hash);
	uint64_t *key;

	*first = 0;
	if (p->key != 0)
		return key_at(r, &r->older, p->key - 1u) + 1;
	p = find(r, &r->newer, hash);
	if (p->key != 0)
		return key_at(r, &r->newer, p->key - 1u) + 1;
	*first = 1;
	if (r->newer.count == r->keep) {
		turn(r);
		p = find(r, &r->newer, hash);
	}
	key = key_at(r, &r->newer, r->newer.count);
	memset(key, 0, r->stride);
	*key = hash;
	p->key = (uint16_t)++r->newer.count;
	p->mark = (uint16_t)(hash >> 48);
	return key + 1;
}
