/* SPDX-License-Identifier: ISC */
#ifndef CARE_ACKS_H
#define CARE_ACKS_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * Who has taken on an escalation, and when: the file of --acks
 * (call_id,level,at).  `level` is a number or a name of levels.csv; `at`
 * is a time, in the zone unless it has an offset.  An acknowledgement
 * counts for its level and for those below.
 */
struct acks;

/* The acknowledgements of one call; valid until acks_free(). */
struct acks_call;

/*
 * Read the file; `level_of` gives the number of a level, 0 when there is
 * none, and `day` is the date of times that come without one.  Returns
 * NULL when the file cannot be read or a row is wrong (diag_text()).
 * Free with acks_free(), which takes NULL.
 */
struct acks *acks_read(const char *path, int64_t day,
    int (*level_of)(const void *arg, struct bytes), const void *arg);
void acks_free(struct acks *);

/* Those of a call, or NULL; `acks` may be NULL, the id may be empty. */
const struct acks_call *acks_find(const struct acks *, struct bytes call_id);

/*
 * When a level or a higher one first acknowledged, no later than `until`;
 * INSTANT_NONE when that did not happen.  NULL is a call without any.
 */
int64_t acks_first(const struct acks_call *, int level, int64_t until);

#endif
