/* SPDX-License-Identifier: ISC */
#ifndef BASE_LATELY_H
#define BASE_LATELY_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * The names that came lately and what they stand for, before a table of
 * all of them: neighbouring records share most names, and to look here
 * costs a fifth of what a keyed hash and a table do.  All zero is empty.
 */
enum { LATELY = 256 };

struct lately {
	struct {
		struct bytes name; /* the table's, that outlives this */
		void *value;	   /* NULL: none yet */
	} of[LATELY];
};

/* A cheap mix of what names differ in: their middle and their end. */
static inline size_t
lately_place(struct bytes name)
{
	const unsigned char *p = (const unsigned char *)name.p;
	size_t mix = name.n;

	if (name.n > 1)
		mix += p[0] * 7u + p[name.n / 2] * 5u + p[name.n - 2] * 37u +
		    p[name.n - 1] * 3u;
	return mix % LATELY;
}

/* What a name stands for, or NULL: then it has to be looked up. */
static inline void *
lately_find(const struct lately *l, struct bytes name)
{
	size_t i = lately_place(name);

	return l->of[i].value != NULL && bytes_equal(l->of[i].name, name)
	    ? l->of[i].value
	    : NULL;
}

/* Remember a name, whose bytes stay where they are, and its value. */
static inline void
lately_keep(struct lately *l, struct bytes name, void *value)
{
	size_t i = lately_place(name);

	l->of[i].name = name;
	l->of[i].value = value;
}

#endif
