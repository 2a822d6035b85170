/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "report/people.h"

enum { FIRST_SIZE = 1024 };

struct people {
	struct person *place; /* a power of two of them */
	size_t mask, n;
};

struct people *
people_new(void)
{
	struct people *p = mem_zero(1, sizeof(*p));

	p->mask = FIRST_SIZE - 1;
	p->place = mem_zero(FIRST_SIZE, sizeof(*p->place));
	return p;
}

void
people_free(struct people *p)
{
	if (p == NULL)
		return;
	free(p->place);
	free(p);
}

/* The place of a hash, or the free one where it goes. */
static struct person *
find(const struct people *p, uint64_t hash)
{
	size_t i = (size_t)hash & p->mask;

	while (p->place[i].hash != 0 && p->place[i].hash != hash)
		i = (i + 1) & p->mask;
	return &p->place[i];
}

static void
grow(struct people *p)
{
	struct person *old = p->place;
	size_t size = p->mask + 1, i;

	p->place = mem_zero(size * 2, sizeof(*old));
	p->mask = size * 2 - 1;
	for (i = 0; i < size; i++)
		if (old[i].hash != 0)
			*find(p, old[i].hash) = old[i];
	free(old);
}

uint64_t
people_hash(const struct people *p, struct bytes customer)
{
	uint64_t hash;

	if (customer.n == 0)
		return 0;
	hash = map_hash(customer);
	if (hash == 0)
		hash = 1;
	__builtin_prefetch(&p->place[(size_t)hash & p->mask], 1);
	return hash;
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
	if (p->n >= p->mask / 4 * 3) {
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

	for (i = 0; i <= p->mask; i++)
		if (p->place[i].hash != 0)
			each(arg, &p->place[i]);
}
