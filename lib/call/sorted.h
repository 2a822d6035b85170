/* SPDX-License-Identifier: ISC */
#ifndef CALL_SORTED_H
#define CALL_SORTED_H

#include <stddef.h>
#include <stdint.h>

#include "csv/scan.h"

/*
 * Records kept whole and handed out by their start, equal starts in the
 * order in which they came.  A record without a start stays right behind
 * the record before it; those above the first start come first of all.
 */
struct sorted;

/*
 * Hold about `memory` bytes, the rest in a temporary file (csv/sort.h),
 * of records with at most `columns` fields.  Free with sorted_free(),
 * which takes NULL.
 */
struct sorted *sorted_new(size_t memory, size_t columns);
void sorted_free(struct sorted *);

/*
 * Keep a copy of a record; `start` is in ms, INSTANT_NONE when there is
 * none.  Returns 0, or -1 when a file cannot be written (STATUS_SYSTEM).
 */
int sorted_add(struct sorted *, int64_t start, const struct record *);

/* All are there.  Returns 0 or -1 as sorted_add(). */
int sorted_done(struct sorted *);

/*
 * The next record, its start or INSTANT_NONE in `*start`.  Returns 1, 0
 * behind the last, -1 when the file cannot be read (STATUS_SYSTEM).  Valid
 * until the next call.
 */
int sorted_next(struct sorted *, int64_t *start, struct record *);

/* Begin with the first again.  Returns 0 or -1. */
int sorted_rewind(struct sorted *);

#endif
