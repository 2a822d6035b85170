/* SPDX-License-Identifier: ISC */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/equal.h"

/* Few enough to stay in the second cache, if not in the first. */
enum { PLACES_LOG2 = 14, PLACES = 1 << PLACES_LOG2 };

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

static inline uint64_t
load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

/*
 * One to seven bytes as a number, the first lowest.  Loads may overlap:
 * what is pieced together in memory and then loaded is waited for.
 */
static inline uint64_t
load_few(const char *p, size_t n)
{
	const unsigned char *at = (const unsigned char *)p;
	uint32_t low, high;

	if (n >= 4) {
		memcpy(&low, p, sizeof(low));
		memcpy(&high, p + n - 4, sizeof(high));
		return le32toh(low) | (uint64_t)le32toh(high) << 8 * (n - 4);
	}
	return at[0] | (uint64_t)at[n / 2] << 8 * (n / 2) |
	    (uint64_t)at[n - 1] << 8 * (n - 1);
}

/*
 * Without a key: the number that is told has to be the same in each run.
 * Eight bytes at a time, as Fx hashing in Firefox and rustc does it, each
 * step folded, so that all bits reach the upper ones.
 */
static uint64_t
hash_of(struct bytes b)
{
	const char *p = b.p, *end = b.p + b.n;
	uint64_t h = b.n * FACTOR;

	if (b.n < 8)
		return b.n == 0 ? h * FACTOR
				: step(h, load_few(p, b.n)) * FACTOR;
	for (; end - p >= 8; p += 8)
		h = step(h, load8(p));
	if (p < end)
		h = step(h, load8(end - 8) >> 8 * (8 - (end - p)));
	return h * FACTOR;
}

uint64_t
equal_expect(const struct equal *e, struct bytes value)
{
	uint64_t h = hash_of(value);

	__builtin_prefetch(&e->hash[h >> (64 - PLACES_LOG2)], 1);
	return h;
}

int
equal_seen(struct equal *e, uint64_t h)
{
	uint32_t *place = &e->hash[h >> (64 - PLACES_LOG2)];
	uint32_t mark = (uint32_t)(h >> 8) | 1;
	int seen = *place == mark;

	*place = mark;
	return seen;
}
