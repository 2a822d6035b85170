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

/* The calls of one escalation that have any, in the order they came. */
struct acks_list {
	const struct acks_call **call;
	size_t count, cap;
};

/* Add those of a call; NULL, and what is in there already, adds nothing. */
void acks_join(struct acks_list *, const struct acks_call *);

/* A call was seen; how many of all calls in the file were. */
void acks_meet(struct acks *, struct bytes call_id);
size_t acks_met(const struct acks *, size_t *all);

/*
 * When a level or a higher one first acknowledged, no later than `until`;
 * INSTANT_NONE when that did not happen.  The list may be NULL.
 */
int64_t acks_first(const struct acks_list *, int level, int64_t until);

#endif
