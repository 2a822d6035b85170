/* SPDX-License-Identifier: ISC */
#ifndef CARE_PRESHIFT_H
#define CARE_PRESHIFT_H

#include <stdint.h>

#include "call/call.h"
#include "care/load_constants.h"
#include "care/team.h"
#include "csv/emit.h"

/*
 * The team's page before the shift: yesterday in three lines, what is
 * carried over, when calls will peak, and three minutes of stretching and
 * breathing.  It names nobody.
 */
struct preshift;

/* The page of a date; free with preshift_free(), which takes NULL. */
struct preshift *preshift_new(const struct load_constants *, int64_t date);
void preshift_free(struct preshift *);

/*
 * Add a call; `result` is what the team made of it, NULL when nobody
 * handled it.  `item` is whether the record is open work and no call.
 * Legs of a call count as one call, and each loads its agent.
 */
void preshift_add(struct preshift *, const struct call *,
    const struct team_result *result, int item);

/*
 * Count the rows of a file of carried over items (wrapup --carry-out).
 * Returns 0, or -1 when it cannot be read or has no column item.
 */
int preshift_carry(struct preshift *, const char *path);

/*
 * Write the page.  Yesterday is the latest date before the page's that
 * has calls.  The peak is the hour with most incoming calls on average of
 * the dates before that share the weekday, if there are any, else of all.
 */
void preshift_write(const struct preshift *, struct emit *);

#endif
