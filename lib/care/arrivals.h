/* SPDX-License-Identifier: ISC */
#ifndef CARE_ARRIVALS_H
#define CARE_ARRIVALS_H

#include <stddef.h>
#include <stdint.h>

#include "call/call.h"

/*
 * When calls come in: how many began in each minute of each date, by the
 * clock of the zone.  A call is inbound or of unknown direction, answered
 * or not, and counts once, at its first leg.
 */
struct arrivals;

/* How many weeks back a day is compared with, and minutes of a day. */
enum { ARRIVALS_WEEKS = 5, ARRIVALS_MINUTES = 1440 };

/* None yet; 6 KB for each date that has some.  _free() takes NULL. */
struct arrivals *arrivals_new(void);
void arrivals_free(struct arrivals *);

/*
 * Count a call if it is one that came in and its start is known.  Needs
 * NEED_TIMES and NEED_PEOPLE.  An hour that is told twice is counted
 * twice into the same minutes.
 */
void arrivals_add(struct arrivals *, const struct call *);

/* Calls of a date from minute `from` to before minute `until`. */
int64_t arrivals_on(const struct arrivals *, int64_t date, int from, int until);

/*
 * The dates to compare a date with: those of the same weekday within the
 * last ARRIVALS_WEEKS weeks before it, or when the calls end earlier,
 * within as many weeks before their end, as far as they have any call.
 * Latest first; returns how many.
 */
size_t arrivals_weeks(
    const struct arrivals *, int64_t date, int64_t dates[ARRIVALS_WEEKS]);

/*
 * What is usual for a date between two minutes: twice the median of the
 * calls on its arrivals_weeks(), so that it is whole, and in `*sum` the
 * calls on all of them.  Without any such day both are 0.
 */
int64_t arrivals_usual(
    const struct arrivals *, int64_t date, int from, int until, int64_t *sum);

#endif
