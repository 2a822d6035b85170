/* SPDX-License-Identifier: ISC */
#ifndef REPORT_ARRIVAL_H
#define REPORT_ARRIVAL_H

#include "report/sight.h"

/*
 * Calls as customers see them: offered, answered or left, how long they
 * waited, whether it helped.  A call is counted where its first leg was.
 */

/*
 * Count an offered call, and what its first leg says of a solution;
 * `contacts` is triage's number, or -1.
 */
void arrival_offered(struct intake *, const struct sight *, int64_t contacts);

/* Take note of how the first leg of several was counted. */
void arrival_note(const struct sight *);

/*
 * Whether the call is resolved, as its latest leg says that says so: what a
 * further leg changes of it, and what the leg says of its agent's work.
 */
void arrival_resolved(struct intake *, const struct sight *);

/*
 * Whether this is a later leg of an offered call and the first that was
 * answered; and then: the call is answered, in the queue and the hour in
 * which it was offered.
 */
int arrival_is_late(const struct sight *);
void arrival_late(struct intake *, const struct sight *);

#endif
