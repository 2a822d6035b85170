/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/people.h"

enum {
	BUCKETS = 128, /* at first */
	BUCKET = 8,
	BLOCK_LOG2 = 10,
	BLOCK = 1 << BLOCK_LOG2, /* people of the first block */
	BLOCKS = 22,		 /* each as large as all before and BLOCK */
	LINE = 64		 /* bytes of a cache line */
};

_Static_assert(sizeof(struct person) == LINE, "one look into memory is a line");

/*
 * Half of a hash of each, and whose it is: a cache line, filled from its
 * beginning.  Marks are compared all at once, without a branch for each.
 */
struct bucket {
	uint32_t mark[BUCKET];	 /* odd; 0: free */
	uint32_t number[BUCKET]; /* 1 + the person's; 0: free */
};
_Static_assert(sizeof(struct bucket) == LINE, "marks are one look, too");

/*
 * People stand in the order in which they came, in blocks that never move,
 * so that memory is written once and a new one stands behind the last.
 */
struct people {
	struct bucket *bucket;
	size_t buckets;
	size_t n;
	struct person *block[BLOCKS];
};

/*
 * Memory that begins a line, and a large page when it is as large as that;
 * of the size of whole lines.
 */
static void *
room(size_t size)
{
	void *p = aligned_alloc(size < MEM_PAGE ? LINE : MEM_PAGE, size);

	if (p == NULL)
		mem_exhausted();
	mem_scattered(p, size);
	return p;
}

/* A free table of so many buckets. */
static void
make_table(struct people *p, size_t buckets)
{
	p->bucket = room(buckets * sizeof(*p->bucket));
	memset(p->bucket, 0, buckets * sizeof(*p->bucket));
	p->buckets = buckets;
}

struct people *
people_new(void)
{
	struct people *p = mem_zero(1, sizeof(*p));

	make_table(p, BUCKETS);
	return p;
}

void
people_free(struct people *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < BLOCKS; i++)
		free(p->block[i]);
	free(p->bucket);
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
	return (uint32_t)(hash >> 32) | 1;
}

/*
 * The bucket where a mark begins to be looked for, the next one follows when
 * it is full.  They are in the order of marks, nearly: a table that grows is
 * gone through.
 */
static inline struct bucket *
home(const struct people *p, uint32_t mark)
{
	return &p->bucket[(uint64_t)mark * p->buckets >> 32];
}

static inline struct bucket *
next(const struct people *p, struct bucket *b)
{
	return b + 1 == p->bucket + p->buckets ? p->bucket : b + 1;
}

/* Which of a bucket have the mark: bits. */
static inline unsigned
hits(const struct bucket *b, uint32_t mark)
{
	unsigned found = 0;
	size_t i;

#pragma GCC unroll 8
	for (i = 0; i < BUCKET; i++)
		found |= (unsigned)(b->mark[i] == mark) << i;
	return found;
}

/* The person of a hash; NULL when there is none. */
static inline struct person *
find(const struct people *p, uint64_t hash)
{
	uint32_t mark = mark_of(hash);
	struct bucket *b;
	struct person *who;
	unsigned found;

	for (b = home(p, mark);; b = next(p, b)) {
		for (found = hits(b, mark); found != 0; found &= found - 1) {
			who =
			    person_at(p, b->number[__builtin_ctz(found)] - 1u);
			if (who->hash == hash)
				return who;
		}
		if (b->mark[BUCKET - 1] == 0)
			return NULL;
	}
}

/* Put a mark where it goes. */
static void
put(struct people *p, uint32_t mark, uint32_t number)
{
	struct bucket *b = home(p, mark);
	size_t i;

	while (b->mark[BUCKET - 1] != 0)
		b = next(p, b);
	for (i = 0; b->mark[i] != 0; i++)
		;
	b->mark[i] = mark;
	b->number[i] = number;
}

static void
grow(struct people *p)
{
	struct bucket *old = p->bucket;
	size_t size = p->buckets, i, k;

	make_table(p, 2 * size);
	for (i = 0; i < size; i++)
		for (k = 0; k < BUCKET && old[i].mark[k] != 0; k++)
			put(p, old[i].mark[k], old[i].number[k]);
	free(old);
}

/* The next person, of no contents. */
static struct person *
add(struct people *p)
{
	unsigned block = block_of(p->n);

	if (block == BLOCKS)
		mem_exhausted();
	if (p->block[block] == NULL)
		p->block[block] = room(((size_t)BLOCK << block) * LINE);
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
	__builtin_prefetch(home(p, mark_of(hash)));
}

struct person *
people_fetch(const struct people *p, uint64_t hash)
{
	uint32_t mark = mark_of(hash), number;
	const struct bucket *b = home(p, mark);
	struct person *likely;

	if (p->n == 0)
		return NULL;
	/* For a new customer anybody will do: that is no branch. */
	number = b->number[__builtin_ctz(hits(b, mark) | 1u << (BUCKET - 1))];
	likely = person_at(p, number - (number > 0));
	__builtin_prefetch(likely, 1);
	return likely;
}

/* Somebody new. */
static struct person *
make(struct people *p, uint64_t hash)
{
	struct person *who;

	if (p->n >= p->buckets * (BUCKET / 4 * 3))
		grow(p);
	who = add(p);
	put(p, mark_of(hash), (uint32_t)p->n);
	*who = (struct person){ .hash = hash,
		.contact = INSTANT_NONE,
		.first = INSTANT_NONE,
		.spoken = INSTANT_NONE,
		.resolved = INSTANT_NONE };
	return who;
}

struct person *
people_get(struct people *p, uint64_t hash, struct person *likely)
{
	struct person *who;

	if (hash == 0)
		return NULL;
	if (likely != NULL && likely->hash == hash)
		return likely;
	who = find(p, hash);
	return who != NULL ? who : make(p, hash);
}

void
people_each(const struct people *p,
    void (*each)(void *arg, const struct person *), void *arg)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		each(arg, person_at(p, i));
}
