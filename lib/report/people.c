/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/people.h"

enum {
	PLACES = 1024, /* at first */
	BLOCK_LOG2 = 10,
	BLOCK = 1 << BLOCK_LOG2, /* people of the first block */
	BLOCKS = 22,		 /* each as large as all before and BLOCK */
	LINE = 64		 /* bytes of a cache line */
};

_Static_assert(sizeof(struct person) == LINE, "one look into memory is a line");

/* Half of a hash, and whose it is; so small that most stay in cache. */
struct place {
	uint32_t mark;
	uint32_t number; /* 1 + the person's; 0: free */
};

/*
 * People stand in the order in which they came, in blocks that never move,
 * so that memory is written once and a new one stands behind the last.
 */
struct people {
	struct place *place; /* open addressing, linear probing */
	size_t places;
	size_t n;
	struct person *block[BLOCKS]; /* they begin a line, in: */
	void *memory[BLOCKS];
};

struct people *
people_new(void)
{
	struct people *p = mem_zero(1, sizeof(*p));

	p->places = PLACES;
	p->place = mem_zero(p->places, sizeof(*p->place));
	return p;
}

void
people_free(struct people *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < BLOCKS; i++)
		free(p->memory[i]);
	free(p->place);
	free(p);
}

/* The block of a number, and the first number of a block. */
static inline unsigned
block_of(size_t number)
{
	return 63u - BLOCK_LOG2 -
	    (unsigned)__builtin_clzll((unsigned long long)number + BLOCK);
}

static inline size_t
first_of(unsigned block)
{
	return ((size_t)BLOCK << block) - BLOCK;
}

static inline struct person *
person_at(const struct people *p, size_t number)
{
	unsigned block = block_of(number);

	return &p->block[block][number - first_of(block)];
}

static inline uint32_t
mark_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

/*
 * Where a mark begins to be looked for.  Marks stand in their order,
 * nearly: a table that grows is gone through.
 */
static inline size_t
home(const struct people *p, uint32_t mark)
{
	return (size_t)((uint64_t)mark * p->places >> 32);
}

/* The place of a hash, or the free one where it goes. */
static inline struct place *
find(const struct people *p, uint64_t hash)
{
	uint32_t mark = mark_of(hash);
	size_t i = home(p, mark);

	while (p->place[i].number != 0 &&
	    (p->place[i].mark != mark ||
		person_at(p, p->place[i].number - 1u)->hash != hash))
		if (++i == p->places)
			i = 0;
	return &p->place[i];
}

static void
grow(struct people *p)
{
	struct place *old = p->place;
	size_t size = p->places, i, j;

	p->places = 2 * size;
	p->place = mem_zero(p->places, sizeof(*p->place));
	mem_scattered(p->place, p->places * sizeof(*p->place));
	for (i = 0; i < size; i++) {
		if (old[i].number == 0)
			continue;
		for (j = home(p, old[i].mark); p->place[j].number != 0;)
			if (++j == p->places)
				j = 0;
		p->place[j] = old[i];
	}
	free(old);
}

/* The next person, of no contents. */
static struct person *
add(struct people *p)
{
	unsigned block = block_of(p->n);
	size_t size;

	if (block == BLOCKS)
		mem_exhausted();
	if (p->memory[block] == NULL) {
		size = ((size_t)BLOCK << block) * LINE;
		p->memory[block] = mem_resize(NULL, size + LINE, 1);
		mem_scattered(p->memory[block], size + LINE);
		p->block[block] = (void *)((char *)p->memory[block] +
		    (LINE - (uintptr_t)p->memory[block] % LINE) % LINE);
	}
	return person_at(p, p->n++);
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
	__builtin_prefetch(&p->place[home(p, mark_of(hash))]);
}

void
people_fetch(const struct people *p, uint64_t hash)
{
	uint32_t mark = mark_of(hash);
	size_t i = home(p, mark);

	while (p->place[i].number != 0 && p->place[i].mark != mark)
		if (++i == p->places)
			i = 0;
	if (p->place[i].number != 0)
		__builtin_prefetch(person_at(p, p->place[i].number - 1u), 1);
}

struct person *
people_get(struct people *p, uint64_t hash)
{
	struct place *place;
	struct person *who;

	if (hash == 0)
		return NULL;
	place = find(p, hash);
	if (place->number != 0)
		return person_at(p, place->number - 1u);
	if (p->n >= p->places / 4 * 3) {
		grow(p);
		place = find(p, hash);
	}
	who = add(p);
	*place = (struct place){ mark_of(hash), (uint32_t)p->n };
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

	for (i = 0; i < p->n; i++)
		each(arg, person_at(p, i));
}
