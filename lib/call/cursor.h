/* SPDX-License-Identifier: ISC */
#ifndef CALL_CURSOR_H
#define CALL_CURSOR_H

#include "base/bytes.h"

/*
 * What is left to read of a value; the readers of times and of durations
 * share it, nobody else includes this.
 */
struct cursor {
	const char *p, *end;
};

/* Whether a digit stands there, and whether this byte does. */
static inline int
at_digit(const struct cursor *c)
{
	return c->p < c->end && byte_is_digit((unsigned char)*c->p);
}

static inline int
at_byte(const struct cursor *c, char byte)
{
	return c->p < c->end && *c->p == byte;
}

#endif
