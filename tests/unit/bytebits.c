/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#include "care/bytebits.h"
#include "care/vector.h"
#include "tap.h"

enum { MOST = 200 };

/* A byte that looks like chance and is the same each time. */
static unsigned char
chance(uint32_t *state)
{
	*state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
	return (unsigned char)(*state >> 24);
}

/* Whether a list is that of looking at one byte after the other. */
static int
same(const unsigned char *p, size_t from, size_t to, unsigned char bits)
{
	uint16_t with[MOST + BYTEBITS_ROOM], without[MOST + BYTEBITS_ROOM];
	size_t n = bytebits_list(p, from, to, bits, with), next = 0, i;
	size_t m = bytebits_list_without(p, from, to, 4, without), lack = 0;

	for (i = from; i < to; i++) {
		if ((p[i] & bits) != 0 && (next >= n || with[next++] != i))
			return 0;
		if ((p[i] & 4) == 0 && (lack >= m || without[lack++] != i))
			return 0;
	}
	return next == n && lack == m;
}

int
main(void)
{
	unsigned char p[MOST];
	uint32_t state = 1;
	size_t from, to, i;
	int level, bad;

	for (i = 0; i < MOST; i++)
		p[i] = chance(&state);
	for (level = 0; vector_name(level) != NULL; level++) {
		vector_use(level);
		bad = 0;
		for (from = 0; from < 70; from++)
			for (to = from; to <= MOST; to++)
				bad += !same(p, from, to, 0x21);
		IS_INT(bad, 0, "%s: the bytes that are so, and no others",
		    vector_name(level));
	}
	return tap_done();
}
