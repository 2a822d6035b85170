/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/hash.h"
#include "base/hot.h"
#include "base/mem.h"
#include "care/opens.h"

struct place {
	uint64_t hash;	      /* of the customer */
	struct opened *first; /* NULL: the place is free */
};

struct opens {
	struct place *places;
	size_t mask;  /* places - 1, a power of two less one */
	size_t count; /* of places taken: customers */
};

struct opens *
opens_new(void)
{
	struct opens *o = mem_zero(1, sizeof(*o));

	o->mask = 63;
	o->places = mem_zero(o->mask + 1, sizeof(*o->places));
	return o;
}

static void
free_all(struct opened *first)
{
	struct opened *next;

	for (; first != NULL; first = next) {
		next = first->next;
		free(first->acks.call);
		free(first);
	}
}

void
opens_free(struct opens *o)
{
	size_t i;

	if (o == NULL)
		return;
	for (i = 0; i <= o->mask; i++)
		free_all(o->places[i].first);
	free(o->places);
	free(o);
}

/* The place of a customer, or the free one where it would be. */
static struct place *
find(const struct opens *o, struct bytes customer, uint64_t hash)
{
	size_t i = hash & o->mask;

	for (;; i = (i + 1) & o->mask) {
		struct place *p = &o->places[i];

		if (p->first == NULL ||
		    (p->hash == hash &&
			bytes_equal(p->first->customer, customer)))
			return p;
	}
}

struct opened *
opens_of(const struct opens *o, struct bytes customer)
{
	return find(o, customer, hash_bytes(customer))->first;
}

HOT void
opens_expect(const struct opens *o, uint64_t hash)
{
	__builtin_prefetch(&o->places[hash & o->mask]);
}

static void
double_places(struct opens *o)
{
	struct place *old = o->places;
	size_t i, k, n = o->mask + 1;

	o->mask = n * 2 - 1;
	o->places = mem_zero(n * 2, sizeof(*o->places));
	for (i = 0; i < n; i++) {
		if (old[i].first == NULL)
			continue;
		for (k = old[i].hash & o->mask; o->places[k].first != NULL;)
			k = (k + 1) & o->mask;
		o->places[k] = old[i];
	}
	free(old);
}

struct opened *
opens_add(
    struct opens *o, struct bytes customer, struct bytes since, int *first)
{
	struct opened *e = mem_zero(1, sizeof(*e) + since.n + 1 + customer.n);
	uint64_t hash = hash_bytes(customer);
	struct place *p = find(o, customer, hash);

	memcpy(e->since, since.p, since.n);
	memcpy(e->since + since.n + 1, customer.p, customer.n);
	e->customer.p = e->since + since.n + 1;
	e->customer.n = customer.n;
	e->next = p->first;
	*first = p->first == NULL;
	p->hash = hash;
	p->first = e;
	o->count += (size_t)*first;
	/* Half of the places stay free: most looks find nothing. */
	if (o->count * 2 > o->mask)
		double_places(o);
	return e;
}

/*
 * Free a place: what stands behind it and would not be found across the
 * gap moves up (Knuth, volume 3, 6.4, algorithm R).
 */
static void
take_out(struct opens *o, size_t gap)
{
	size_t i = gap, home;

	o->count--;
	for (;;) {
		o->places[gap].first = NULL;
		do {
			i = (i + 1) & o->mask;
			if (o->places[i].first == NULL)
				return;
			home = o->places[i].hash & o->mask;
		} while (((i - home) & o->mask) < ((i - gap) & o->mask));
		o->places[gap] = o->places[i];
		gap = i;
	}
}

int
opens_close(struct opens *o, struct bytes customer)
{
	struct place *p = find(o, customer, hash_bytes(customer));

	if (p->first == NULL)
		return 0;
	free_all(p->first);
	take_out(o, (size_t)(p - o->places));
	return 1;
}
