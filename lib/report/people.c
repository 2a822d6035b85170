/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/people.h"

enum { FIRST_SIZE = 1024, LINE = 64 /* bytes of a cache line */ };

_Static_assert(sizeof(struct person) == LINE, "one look into memory is a line");

__extension__ typedef unsigned __int128 wide;

struct people {
	void *block;	      /* holds the places, which begin a line */
	struct person *place; /* open addressing, linear probing */
	size_t places, n;
};

/* A free table of so many places. */
static void
make_table(struct people *p, size_t places)
{
	uintptr_t block;

	p->block = mem_zero(places + 1, sizeof(*p->place));
	mem_scattered(p->block, (places + 1) * sizeof(*p->place));
	block = (uintptr_t)p->block;
	p->place =
	    (struct person *)((char *)p->block + (LINE - block % LINE) % LINE);
	p->places = places;
}

struct people *
people_new(void)
{
	struct people *p = mem_zero(1, sizeof(*p));

	make_table(p, FIRST_SIZE);
	return p;
}

void
people_free(struct people *p)
{
	if (p == NULL)
		return;
	free(p->block);
	free(p);
}

/*
 * Where a hash begins to be looked for.  People stand in the order of their
 * hashes, nearly, so that a table that grows is gone through, and may grow
 * by less than twice: half of its memory is in use at least.
 */
static inline struct person *
home(const struct people *p, uint64_t hash)
{
	return &p->place[(uint64_t)((wide)hash * p->places >> 64)];
}

/* The place of a hash, or the free one where it goes. */
static struct person *
find(const struct people *p, uint64_t hash)
{
	struct person *who = home(p, hash);

	while (who->hash != 0 && who->hash != hash)
		if (++who == p->place + p->places)
			who = p->place;
	return who;
}

static void
grow(struct people *p)
{
	const struct person *old = p->place;
	void *block = p->block;
	size_t size = p->places, i;

	make_table(p, size + size / 2);
	for (i = 0; i < size; i++)
		if (old[i].hash != 0)
			*find(p, old[i].hash) = old[i];
	free(block);
}

uint64_t
people_hash(const struct call *c)
{
	return c->customer.n == 0 ? 0
				  : call_hash(c->customer, c->customer_hash);
}

void
people_expect(const struct people *p, uint64_t hash)
{
	__builtin_prefetch(home(p, hash), 1);
}

struct person *
people_get(struct people *p, uint64_t hash)
{
	struct person *who;

	if (hash == 0)
		return NULL;
	who = find(p, hash);
	if (who->hash != 0)
		return who;
	if (p->n >= p->places / 4 * 3) {
		grow(p);
		who = find(p, hash);
	}
	p->n++;
	*who = (struct person){ .hash = hash,
		.contact = INSTANT_NONE,
		.first = INSTANT_NONE,
		.spoken = INSTANT_NONE,
		.resolved = INSTANT_NONE };
	return who;
}

void
people_each(const struct people *p,
    void (*each)(void *arg, const struct person *), void *arg)
{
	size_t i;

	for (i = 0; i < p->places; i++)
		if (p->place[i].hash != 0)
			each(arg, &p->place[i]);
}
