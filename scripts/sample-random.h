/* SPDX-License-Identifier: ISC */

/*
 * Random numbers that are the same on every machine: integers only, no
 * libm, so that no last digit of a double can differ.
 */

#ifndef SAMPLE_RANDOM_H
#define SAMPLE_RANDOM_H

#include <stdint.h>

/* xoshiro256** (Blackman and Vigna, public domain algorithm). */
struct rng {
	uint64_t s[4];
};

/* One step of splitmix64: a good hash of one number, and a seeder. */
static inline uint64_t
mix64(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static inline void
rng_seed(struct rng *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		r->s[i] = mix64(seed + (uint64_t)i * 0x9e3779b97f4a7c15u);
}

static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s, t = s[1] << 17, x = s[1] * 5;

	x = ((x << 7) | (x >> 57)) * 9;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = (s[3] << 45) | (s[3] >> 19);
	return x;
}

/* A whole number from 0 to n - 1; n is at least 1. */
static inline int
rng_below(struct rng *r, int n)
{
	return (int)(((rng_next(r) >> 32) * (uint64_t)n) >> 32);
}

/* A whole number from low to high, both included. */
static inline int
rng_between(struct rng *r, int low, int high)
{
	return low + rng_below(r, high - low + 1);
}

/* True in permille of 1,000 draws. */
static inline int
rng_chance(struct rng *r, int permille)
{
	return rng_below(r, 1000) < permille;
}

/*
 * The index that a row of weights gives; the row ends at n or sums to
 * total before that.
 */
static inline int
rng_weighted(struct rng *r, const short *weight, int n, int total)
{
	int i, u = rng_below(r, total);

	for (i = 0; i < n - 1 && u >= weight[i]; i++)
		u -= weight[i];
	return i;
}

/*
 * An exponential variate of mean 1 in units of 2^-32, by von Neumann's
 * comparison method (1951): exact, and without a logarithm.
 */
static inline uint64_t
rng_exponential(struct rng *r)
{
	uint64_t whole, first, last, next;
	int odd;

	for (whole = 0;; whole++) {
		first = last = rng_next(r);
		for (odd = 1; (next = rng_next(r)) < last; odd = !odd)
			last = next;
		if (odd)
			return (whole << 32) + (first >> 32);
	}
}

#endif
