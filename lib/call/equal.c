/* SPDX-License-Identifier: ISC */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/hot.h"
#include "base/mem.h"
#include "call/equal.h"

/* Few enough to stay in the second cache, if not in the first. */
enum {
	PLACES_LOG2 = 14,
	PLACES = 1 << PLACES_LOG2,
	PLACE_SHIFT = 64 - PLACES_LOG2 /* the place is the upper bits */
};

struct equal {
	uint32_t hash[PLACES]; /* 31 bits of it; 0: nothing stands there */
};

struct equal *
equal_new(void)
{
	return mem_zero(1, sizeof(struct equal));
}

void
equal_free(struct equal *e)
{
	free(e);
}

void
equal_reset(struct equal *e)
{
	memset(e, 0, sizeof(*e));
}

#define FACTOR UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t
step(uint64_t h, uint64_t part)
{
	h = (h ^ part) * FACTOR;
	return h ^ h >> 32;
}

static inline uint32_t
load4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

static inline uint64_t
load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

/*
 * Up to seven bytes as a number, the first lowest.  Loads may overlap: what
 * is pieced together in memory and then loaded is waited for.
 */
static inline uint64_t
load_few(const char *p, size_t n)
{
	const unsigned char *at = (const unsigned char *)p;

	if (n >= 4)
		return load4(p) | (uint64_t)load4(p + n - 4) << 8 * (n - 4);
	return n == 0 ? 0
		      : at[0] | (uint64_t)at[n / 2] << 8 * (n / 2) |
		(uint64_t)at[n - 1] << 8 * (n - 1);
}

/*
 * Without a key: the number that is told has to be the same in each run.
 * Eight bytes at a time, as Fx hashing in Firefox and rustc does it, each
 * step folded, so that all bits reach the upper ones.
 */
static inline uint64_t
hash_of(const char *p, size_t n)
{
	const char *end = p + n;
	uint64_t h = n * FACTOR;

	if (n < 8)
		return step(h, load_few(p, n));
	for (; end - p >= 8; p += 8)
		h = step(h, load8(p));
	return p == end ? h : step(h, load8(end - 8) >> 8 * (8 - (end - p)));
}

/* The number that four digits are, or -1. */
static inline int
four_digits(uint32_t t)
{
	t ^= 0x30303030;
	if (((t + 0x76767676) | t) & 0x80808080)
		return -1;
	t = t * 10 + (t >> 8);
	return (int)((t & 0xff) * 100 + (t >> 16 & 0xff));
}

/*
 * Ids are mostly counted up.  Those that differ in their last four digits
 * alone have their places side by side, where one finds the line of memory
 * that the one before it has just used; with others a place is as good as
 * any.
 */
HOT uint64_t
equal_expect(const struct equal *e, struct bytes value)
{
	size_t front = value.n < 4 ? 0 : value.n - 4;
	uint64_t h = hash_of(value.p, front), place;
	uint32_t last;
	int number = -1;

	place = h * FACTOR >> PLACE_SHIFT;
	if (value.n >= 4) {
		last = load4(value.p + front);
		number = four_digits(last);
		h = step(h, last);
	} else
		h = hash_of(value.p, value.n);
	h *= FACTOR;
	place =
	    number < 0 ? h >> PLACE_SHIFT : (place + (unsigned)number) % PLACES;
	__builtin_prefetch(&e->hash[place], 1);
	return place << PLACE_SHIFT | (h & ((UINT64_C(1) << PLACE_SHIFT) - 1));
}

HOT int
equal_seen(struct equal *e, uint64_t h)
{
	uint32_t *place = &e->hash[h >> PLACE_SHIFT];
	uint32_t mark = (uint32_t)(h >> 8) | 1;
	int seen = *place == mark;

	*place = mark;
	return seen;
}
