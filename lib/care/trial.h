/* SPDX-License-Identifier: ISC */
#ifndef CARE_TRIAL_H
#define CARE_TRIAL_H

#include "call/stream.h"
#include "care/policy.h"

/*
 * A policy against cases that a team wrote down.  The cases are records
 * like those of an export, with columns that say what should come out:
 *
 *	case		its name; without one the record is no case but
 *			sets the scene, an earlier call for example
 *	expect		the rules that hold, with blanks between, in any
 *			order; empty: none
 *	expect_level, expect_due, expect_status
 *			as the columns of escalate; empty: not looked at
 *	now		what time it is then; empty: --now
 *
 * Only `case` and `expect` must be there.  What comes out is TAP, the Test
 * Anything Protocol, version 12.
 */
struct trial;

/*
 * Find the columns.  Returns NULL when one is missing (diag_text()).
 * Stream and policy must outlive the trial; `now` is --now.  Free with
 * trial_free(), which takes NULL.
 */
struct trial *trial_new(struct stream *, struct policy *, int64_t now);
void trial_free(struct trial *);

/* Take the next record, and append what is to be said. */
void trial_take(struct trial *, const struct call *, struct buf *);

/* Append the plan; returns how many cases failed. */
size_t trial_end(const struct trial *, struct buf *);

#endif
