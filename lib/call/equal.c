/* SPDX-License-Identifier: ISC */
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

/*
 * Without a key: the number that is told has to be the same in each run.
 * Eight bytes at a time, as Fx hashing in Firefox and rustc does it, each
 * step folded, so that all bits reach the upper ones.
 */
static uint64_t
hash_of(struct bytes b)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = b.n * factor, part;

	while (b.n > 0) {
		size_t n = b.n < sizeof(part) ? b.n : sizeof(part);

		part = 0;
		memcpy(&part, b.p, n);
		h = (h ^ part) * factor;
		h ^= h >> 32;
		b.p += n;
		b.n -= n;
	}
	return h * factor;
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
