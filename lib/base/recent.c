/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/recent.h"

/*
 * A bucket is a line of the cache: sixteen marks, bits of hashes that do
 * not tell the bucket, and the numbers of their keys.  Free ones stand
 * behind, their mark is 0.  All marks are compared at once: whether one is
 * there, which most are not, is no branch that waits for memory and is then
 * missed, as a look at one place after the other was.
 */
enum { LANES = 16, WORDS = 4, WORD_LANES = LANES / WORDS, LINE = 64 };

struct bucket {
	uint64_t marks[WORDS]; /* WORD_LANES each, the first lowest */
	uint16_t keys[LANES];
};

/*
 * Keys and their values stand in the order in which they came: a new one,
 * which most are, is written behind the last one, and not anywhere in
 * memory.
 */
struct generation {
	char *room;		/* what to free of .. */
	struct bucket *buckets; /* .. these; a full one goes on in the next */
	char *keys;		/* a hash each, and behind it its value */
	size_t count;
};

struct recent {
	struct generation newer, older;
	size_t keep, stride; /* of a hash and its value */
	size_t mask;	     /* buckets - 1, a power of two less one */
};

static void
make(struct recent *r, struct generation *g)
{
	g->room = mem_zero((r->mask + 1) * sizeof(*g->buckets) + LINE, 1);
	g->buckets = (void *)(g->room + LINE - (uintptr_t)g->room % LINE);
	g->keys = mem_resize(NULL, r->keep, r->stride);
}

struct recent *
recent_new(size_t keep, size_t size)
{
	struct recent *r = mem_zero(1, sizeof(*r));

	r->keep = keep < RECENT_MOST ? keep : RECENT_MOST;
	r->stride = sizeof(uint64_t) + ((size + 7) & ~(size_t)7);
	/* Half of them stay free. */
	while ((r->mask + 1) * (LANES / 2) < r->keep)
		r->mask = 2 * r->mask + 1;
	make(r, &r->newer);
	make(r, &r->older);
	return r;
}

static void
unmake(struct generation *g)
{
	free(g->room);
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
	__builtin_prefetch(&r->older.buckets[hash & r->mask]);
	__builtin_prefetch(&r->newer.buckets[hash & r->mask]);
}

static inline uint64_t *
key_at(const struct recent *r, const struct generation *g, size_t number)
{
	return (uint64_t *)(void *)(g->keys + number * r->stride);
}

/* The highest bit of each lane that is 0. */
static inline uint64_t
zeros(uint64_t lanes)
{
	const uint64_t low = UINT64_C(0x7fff7fff7fff7fff);

	return ~(((lanes & low) + low) | lanes | low);
}

/* The lowest of such lanes. */
static inline unsigned
lane_of(uint64_t zeros)
{
	return (unsigned)__builtin_ctzll(zeros) / 16;
}

/* 16 bits of a hash that do not tell the bucket; never 0. */
static inline uint64_t
mark_of(uint64_t hash)
{
	return hash >> 48 | 1;
}

static inline int
has_room(const struct bucket *b)
{
	return zeros(b->marks[WORDS - 1]) != 0;
}

/* The key of a hash among those of one word whose marks are its own. */
static uint64_t *
among(const struct recent *r, const struct generation *g,
    const struct bucket *b, unsigned word, uint64_t same, uint64_t hash)
{
	for (; same != 0; same &= same - 1) {
		uint64_t *key =
		    key_at(r, g, b->keys[word * WORD_LANES + lane_of(same)]);

		if (*key == hash)
			return key;
	}
	return NULL;
}

/* The key of a hash, or NULL. */
static inline uint64_t *
find(const struct recent *r, const struct generation *g, uint64_t hash)
{
	const uint64_t all = mark_of(hash) * UINT64_C(0x0001000100010001);
	size_t i = hash & r->mask;
	const struct bucket *b;
	uint64_t same[WORDS], *key;
	unsigned k;

	do {
		b = &g->buckets[i];
		for (k = 0; k < WORDS; k++)
			same[k] = zeros(b->marks[k] ^ all);
		if (__builtin_expect(
			(same[0] | same[1] | same[2] | same[3]) != 0, 0))
			for (k = 0; k < WORDS; k++) {
				key = among(r, g, b, k, same[k], hash);
				if (key != NULL)
					return key;
			}
		i = (i + 1) & r->mask;
	} while (__builtin_expect(!has_room(b), 0));
	return NULL;
}

/* Give a hash that is not there a free place. */
static inline void
put(const struct recent *r, struct generation *g, uint64_t hash, size_t number)
{
	size_t i = hash & r->mask;
	struct bucket *b = &g->buckets[i];
	unsigned word, lane;

	while (__builtin_expect(!has_room(b), 0)) {
		i = (i + 1) & r->mask;
		b = &g->buckets[i];
	}
	/* Those in front of the first with a free place are full. */
	word = (zeros(b->marks[0]) == 0) + (zeros(b->marks[1]) == 0) +
	    (zeros(b->marks[2]) == 0);
	lane = lane_of(zeros(b->marks[word]));
	b->marks[word] |= mark_of(hash) << 16 * lane;
	b->keys[word * WORD_LANES + lane] = (uint16_t)number;
}

/* The full generation becomes the older one, which is forgotten. */
static void
turn(struct recent *r)
{
	struct generation full = r->newer;

	r->newer = r->older;
	r->older = full;
	r->newer.count = 0;
	memset(r->newer.buckets, 0, (r->mask + 1) * sizeof(*r->newer.buckets));
}

void *
recent_take(struct recent *r, uint64_t hash, int *first)
{
	uint64_t *key = find(r, &r->older, hash);

	if (key == NULL)
		key = find(r, &r->newer, hash);
	*first = key == NULL;
	if (key != NULL)
		return key + 1;
	if (r->newer.count == r->keep)
		turn(r);
	key = key_at(r, &r->newer, r->newer.count);
	memset(key, 0, r->stride);
	*key = hash;
	put(r, &r->newer, hash, r->newer.count++);
	return key + 1;
}
