/* SPDX-License-Identifier: ISC */
#ifndef BASE_RECENT_H
#define BASE_RECENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * What was seen lately, each with a value of one fixed size.  There are
 * two generations: when the newer one is full it becomes the older, which
 * is forgotten.  So the latest `keep` to twice as many are known, in memory
 * that does not grow: 32 to 48 bytes and two values for each of `keep`.
 *
 * A key is known by a hash alone, hash_bytes() or the like.  The chance that
 * one of ten million records is taken for another's, of 65,536 that are
 * known, is 1 in 28 million.
 */
struct recent;

/*
 * At most RECENT_MOST are kept.  Values have `size` bytes; 0: it is enough
 * that a key was there.
 */
enum { RECENT_MOST = 65535 };
struct recent *recent_new(size_t keep, size_t size);
void recent_free(struct recent *); /* takes NULL */

/*
 * A hash for ids that are mostly counted up, which are not empty: those that
 * differ in the last digit alone have their places side by side, where
 * memory that the one before has just used is found again.  It is made of
 * the hash_bytes() of what stands before the last byte.  Ids are told apart
 * by 50 bits, not 64: the chance above is 1 in 23 million.
 */
uint64_t recent_counted(struct bytes id);

/*
 * Tell that recent_take() is asked about this hash next: memory is asked
 * for its places, so that they are there when there is something else to
 * do before.
 */
void recent_expect(const struct recent *, uint64_t hash);

/*
 * The value of a hash, all zero when it was not known, which it is from
 * now on; `*first` is set to 1 then, else to 0.  Valid until the next
 * recent_take().
 */
void *recent_take(struct recent *, uint64_t hash, int *first);

#endif
