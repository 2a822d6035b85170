/* SPDX-License-Identifier: ISC */
#ifndef CARE_CLOCK_H
#define CARE_CLOCK_H

#include <stdint.h>

#include "base/bytes.h"
#include "call/zone.h"

/*
 * The business clock: it runs while a queue is open and stands still
 * otherwise.  hours.csv (days,open,close,queue) gives spans of the wall
 * clock in the zone, several a day if need be; a close before its open is
 * the next day's.  holidays.csv (date,name) gives days on which no span
 * begins: a night span belongs to the day it begins on.  A queue without
 * rows of its own has those whose queue is empty; rows of one queue do not
 * overlap.
 *
 * Time is elapsed time: a span over a change of the clocks is an hour
 * shorter or longer.  A span's end that is told twice opens at the first
 * and closes at the second telling; one that is never told lies where the
 * clocks are changed.  Instants and durations are in ms.
 */
struct clock;

/* The built-in files: Monday to Friday, 09:00 to 17:00, no holidays. */
extern const char clock_hours_csv[];
extern const char clock_holidays_csv[];

/*
 * Read hours.csv and holidays.csv from the settings folder (NULL: the
 * built-in ones).  Returns NULL when they cannot be read, a row is wrong,
 * no row serves queues without rows of their own, `now` lies outside of
 * the years 2 to 9900, or a queue does not open within two years from it:
 * the sentence is in diag_text().  Free with clock_free().
 */
struct clock *clock_load(const char *settings_dir, int64_t now);
void clock_free(struct clock *);

/*
 * The instant at which a queue's clock has run for `duration` since
 * `from`; for a negative duration, the one from which it runs so long
 * until `from`.  A duration of 0 is `from` itself while the queue is
 * open, else the next opening.  INSTANT_NONE when `from` is, when it lies
 * outside of the years 2 to 9900, or when 40 years do not suffice.
 */
int64_t clock_due(
    const struct clock *, struct bytes queue, int64_t from, int64_t duration);

/*
 * How long a queue's clock runs between two instants; 0 when `to` is not
 * after `from`.  Counts at most 40 years.
 */
int64_t clock_business_ms(
    const struct clock *, struct bytes queue, int64_t from, int64_t to);

#endif
