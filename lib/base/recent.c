/* SPDX-License-Identifier: ISC */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/hot.h"
#include "base/mem.h"
#include "base/recent.h"

/*
 * A row of places is compared at once, so that how many of them are taken
 * is no branch for the processor to miss.  It is filled from its begin; one
 * that is full goes on in the next line's.
 */
enum { ROW = 8, ROW_USUAL = ROW / 2 };

/* Bits of a hash that tell the line, of as many as RECENT_MOST takes. */
enum { LINE_BITS = 14 };

typedef uint16_t row_marks __attribute__((vector_size(ROW * 2)));

struct row {
	row_marks mark;	   /* bits of a hash that do not tell the line, the
			    * lowest of them set; 0: this place is free */
	uint16_t key[ROW]; /* the number of its key */
};

/* The rows of both generations where a hash may stand are one look. */
struct line {
	struct row row[2];
};

enum { LINE = sizeof(struct line) };
_Static_assert(LINE == 64, "both rows are one cache line");

struct recent {
	void *block;	    /* holds the lines */
	struct line *lines; /* open addressing, linear probing */
	size_t mask;	    /* lines - 1, a power of two less one */
	/* Keys and their values stand in the order in which they came: a
	 * new one, which most are, is written behind the last one, and not
	 * anywhere in memory. */
	char *keys[2];	     /* of a generation: a hash each, then its value */
	unsigned newer;	     /* generation */
	size_t count;	     /* of its keys */
	size_t keep, stride; /* of a hash and its value */
};

struct recent *
recent_new(size_t keep, size_t size)
{
	struct recent *r = mem_zero(1, sizeof(*r));
	uintptr_t block;

	r->keep = keep < RECENT_MOST ? keep : RECENT_MOST;
	r->stride = sizeof(uint64_t) + ((size + 7) & ~(size_t)7);
	/* Half of the places stay free. */
	while ((r->mask + 1) * ROW_USUAL < r->keep)
		r->mask = 2 * r->mask + 1;
	/* One more than that, so that they can begin with a cache line. */
	r->block = mem_zero(r->mask + 2, sizeof(*r->lines));
	block = (uintptr_t)r->block;
	r->lines =
	    (struct line *)((char *)r->block + (LINE - block % LINE) % LINE);
	r->keys[0] = mem_resize(NULL, r->keep, r->stride);
	r->keys[1] = mem_resize(NULL, r->keep, r->stride);
	return r;
}

void
recent_free(struct recent *r)
{
	if (r == NULL)
		return;
	free(r->block);
	free(r->keys[0]);
	free(r->keys[1]);
	free(r);
}

HOT uint64_t
recent_counted(struct bytes id)
{
	const uint64_t line = ((uint64_t)1 << LINE_BITS) - 1;
	uint64_t last = (unsigned char)id.p[id.n - 1];
	uint64_t front = hash_bytes((struct bytes){ id.p, id.n - 1 });

	/* Two or three ids are in a line, of four that are neighbours. */
	return ((front ^ last * UINT64_C(0x9e3779b97f4a7c15)) & ~line) |
	    ((front ^ (last & 3)) & line);
}

HOT void
recent_expect(const struct recent *r, uint64_t hash)
{
	__builtin_prefetch(&r->lines[hash & r->mask]);
}

static inline uint64_t *
key_at(const struct recent *r, unsigned generation, size_t number)
{
	return (uint64_t *)(void *)(r->keys[generation] + number * r->stride);
}

/* Places of a row: those of bits 16 i to 16 i + 15, of each half. */
struct places {
	uint64_t half[2];
};

/* The places with this mark. */
static inline struct places
marked(const struct row *row, uint16_t mark)
{
	row_marks equal = (row_marks)(row->mark == mark);
	struct places p;

	memcpy(&p, &equal, sizeof(p));
	p.half[0] = le64toh(p.half[0]);
	p.half[1] = le64toh(p.half[1]);
	return p;
}

/* The first of some places. */
static inline unsigned
first_of(struct places p)
{
	/* In which half it is, is no branch either. */
	unsigned upper = p.half[0] == 0;
	uint64_t half = p.half[0] | (p.half[1] & -(uint64_t)upper);

	return upper * (ROW / 2) + (unsigned)__builtin_ctzll(half) / 16;
}

static inline int
is_full(const struct row *row)
{
	return row->mark[ROW - 1] != 0;
}

static inline uint16_t
mark_of(uint64_t hash)
{
	return (uint16_t)(hash >> 48 | 1);
}

/*
 * The key of a hash, or NULL; then `*row' is that where it would go, unless
 * that is full.
 */
static inline uint64_t *
find(const struct recent *r, unsigned generation, uint64_t hash,
    struct row **row)
{
	size_t line = hash & r->mask;
	struct places p;
	uint64_t *key;
	unsigned i;

	for (;; line = (line + 1) & r->mask) {
		*row = &r->lines[line].row[generation];
		p = marked(*row, mark_of(hash));
		while (__builtin_expect((p.half[0] | p.half[1]) != 0, 0)) {
			i = first_of(p);
			key = key_at(r, generation, (*row)->key[i]);
			if (*key == hash)
				return key;
			p.half[i / (ROW / 2)] &=
			    ~(UINT64_C(0xffff) << i % (ROW / 2) * 16);
		}
		if (!is_full(*row))
			return NULL;
	}
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct recent *r)
{
	size_t i;

	r->newer = !r->newer;
	r->count = 0;
	for (i = 0; i <= r->mask; i++)
		memset(&r->lines[i].row[r->newer], 0, sizeof(struct row));
}

HOT void *
recent_take(struct recent *r, uint64_t hash, int *first)
{
	struct row *row;
	uint64_t *key;
	size_t i;

	*first = 0;
	key = find(r, !r->newer, hash, &row);
	if (key == NULL)
		key = find(r, r->newer, hash, &row);
	if (key != NULL)
		return key + 1;
	*first = 1;
	if (r->count == r->keep) {
		turn(r);
		find(r, r->newer, hash, &row);
	}
	i = first_of(marked(row, 0));
	row->mark[i] = mark_of(hash);
	row->key[i] = (uint16_t)r->count;
	key = key_at(r, r->newer, r->count++);
	*key = hash;
	memset(key + 1, 0, r->stride - sizeof(*key));
	return key + 1;
}
