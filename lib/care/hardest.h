/* SPDX-License-Identifier: ISC */
#ifndef CARE_HARDEST_H
#define CARE_HARDEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The N hardest of any number of records, in the memory that N records
 * take.  Of equally hard ones those that came first are kept, and they
 * stand first in the end.
 */
struct hardest;

/* Room for `n` records, at least 1; memory is taken as they come. */
struct hardest *hardest_new(size_t n);
void hardest_free(struct hardest *);

/*
 * Offer the next record.  When it is among the hardest so far, `*bytes`
 * is an empty buffer for the caller to fill before the next offer, else
 * NULL.  Returns how many records are out for good by that, 0 or 1: this
 * one or one that was kept before.
 */
int hardest_offer(struct hardest *, int64_t stress, struct buf **bytes);

/*
 * When all were offered: put the records in order, hardest first, and
 * return their number; then ask for the i-th, from 0.
 */
size_t hardest_settle(struct hardest *);
struct bytes hardest_bytes(const struct hardest *, size_t i);

#endif
