/* SPDX-License-Identifier: ISC */
#include <sys/random.h>

#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/hot.h"

__extension__ typedef unsigned __int128 wide;

enum { KEYS = 3 };

static uint64_t key[KEYS];

static void
draw_key(void)
{
	int i;

	if (getrandom(key, sizeof(key), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(key)) {
		/* Early in boot only; a guessable key still works. */
		for (i = 0; i < KEYS; i++)
			key[i] = ((uint64_t)time(NULL) + (uint64_t)i) *
			    UINT64_C(0x9e3779b97f4a7c15);
	}
	/* Odd, so that it was drawn. */
	key[0] |= 1;
}

static inline uint64_t
fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint64_t
load4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

HOT uint64_t
hash_bytes(struct bytes b)
{
	uint64_t h, first = 0, last = 0;
	size_t i;

	if (__builtin_expect(key[0] == 0, 0))
		draw_key();
	h = key[0];
	for (i = 0; b.n - i > 16; i += 16)
		h = fold(load8(b.p + i) ^ key[1], load8(b.p + i + 8) ^ h);
	/* The last 16 bytes, or all of fewer; they may overlap. */
	if (b.n >= 16) {
		first = load8(b.p + b.n - 16);
		last = load8(b.p + b.n - 8);
	} else if (b.n >= 8) {
		first = load8(b.p);
		last = load8(b.p + b.n - 8);
	} else if (b.n >= 4) {
		first = load4(b.p);
		last = load4(b.p + b.n - 4);
	} else if (b.n > 0)
		first = (uint64_t)(unsigned char)b.p[0] << 16 |
		    (uint64_t)(unsigned char)b.p[b.n / 2] << 8 |
		    (unsigned char)b.p[b.n - 1];
	h = fold(first ^ key[1], last ^ h);
	h = fold(h ^ key[2], b.n ^ key[1]);
	return h + (h == 0);
}
