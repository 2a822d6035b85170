/* SPDX-License-Identifier: ISC */
#ifndef REPORT_FIRSTS_H
#define REPORT_FIRSTS_H

#include <stdint.h>

#include "call/call.h"
#include "report/people.h"
#include "report/tally.h"

/*
 * First contact resolution: of the answered contacts that were a
 * customer's first within 7 x 24 h, how many had no other within the
 * 7 x 24 h after, nor were marked as unresolved.  Counted as the records
 * pass: a first contact counts as kept until another one breaks it.
 * Contacts out of time order break and are broken all the same, but which
 * one was first is told by the order they come in.  What counts is added
 * to the team and to the queue of the first contact.
 */

/*
 * A contact of the customer: an inbound call's first leg, with a known
 * start; `queue` is 1 + the place of its queue in the tally, 0 if it has
 * none.  `number` is triage's count of contacts, less than 1 when that is
 * not known; `answered` says that the call was offered and answered.
 * Returns whether it was a first contact, answered or not.
 */
int firsts_take(struct tally *, struct person *, const struct call *,
    int64_t number, int answered, uint32_t queue);

/*
 * A later leg of a first contact was answered, the first one was not:
 * count it as one that began at `start`, and is `resolved` or not as far
 * as its legs say.
 */
void firsts_answer(struct tally *, struct person *, int64_t start,
    enum flag resolved, uint32_t queue);

/*
 * A later leg of the contact that began at `start` says whether it was
 * resolved: the last one that says so counts.
 */
void
firsts_say(struct tally *, struct person *, int64_t start, enum flag resolved);

/*
 * When all is read: if a first contact is kept whose 7 days are not over
 * at `latest`, count it as still open.
 */
void firsts_finish(struct tally *, const struct person *, int64_t latest);

#endif
