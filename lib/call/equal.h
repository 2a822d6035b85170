/* SPDX-License-Identifier: ISC */
#ifndef CALL_EQUAL_H
#define CALL_EQUAL_H

#include "base/bytes.h"

/*
 * Whether a value stood in one of the records above: told in 64 KiB, from
 * a hash.  Each value has one of 16,384 places, which the next value with
 * the same place takes over: an equal one right above is always found, one
 * that is N different values away with a chance of (1 - 1/16384)^N, that
 * is 54 % at 10,000, or with a better one where they are counted up.  Two
 * values are taken for equal by mistake once in 2^31 times.
 */
struct equal;

struct equal *equal_new(void);
void equal_free(struct equal *);

/* Forget all of them. */
void equal_reset(struct equal *);

/*
 * The hash of a value, for equal_seen(); memory is asked for its place, so
 * that it is there when there is something else to do before.
 */
uint64_t equal_expect(const struct equal *, struct bytes);

/*
 * Take note of a value's hash.  Returns whether it is known to have been
 * there.
 */
int equal_seen(struct equal *, uint64_t hash);

#endif
