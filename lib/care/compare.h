/* SPDX-License-Identifier: ISC */
#ifndef CARE_COMPARE_H
#define CARE_COMPARE_H

#include "call/stream.h"
#include "care/policy.h"

/* What another policy would have changed for a call. */
enum compare_change {
	COMPARE_RAISED = 1 << 0,  /* a higher level, or one at all */
	COMPARE_LOWERED = 1 << 1, /* a lower level, or none any more */
	COMPARE_EARLIER = 1 << 2, /* due earlier, on whatever level */
	COMPARE_LATER = 1 << 3,
	COMPARE_REASONS = 1 << 4 /* none of these, but other rules */
};

/* The changes from one to the other, as a sum; 0 when there are none. */
unsigned compare(const struct escalation *one, const struct escalation *other);

/*
 * Ask both policies about the record at hand, and write a row of a table
 * when the other one would have changed something, before the first one
 * its header; each change is counted for the end of the stream.  Returns
 * whether there was one.
 */
int compare_take(
    struct stream *, struct policy *const policies[2], const struct call *);

#endif
