/* SPDX-License-Identifier: ISC */
#ifndef CARE_BASELINE_H
#define CARE_BASELINE_H

#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "csv/emit.h"

/*
 * What is usual: the median handle time of each queue, and of each reason
 * within it, from the calls that were taken and have a handle time.
 * Calls without a queue, or an export without that column, form a queue
 * of their own.
 *
 * Fill one with baseline_add() and baseline_settle(), or read one with
 * baseline_read(); then ask.  Memory goes with the number of different
 * handle times of each queue and reason, 8 bytes each, until it is
 * settled.
 */
struct baseline;

/* Fewer calls than this make no median that one would rely on. */
enum { BASELINE_CALLS = 20 };

struct baseline *baseline_new(void);
void baseline_free(struct baseline *);

/*
 * The handle time in ms of a call that somebody took, whatever came of it;
 * DURATION_NONE for others and when it is not known.
 */
int64_t baseline_time(const struct call *);

/* Take a call into account, if it counts.  Needs NEED_TIMES, NEED_PEOPLE. */
void baseline_add(struct baseline *, const struct call *);

/*
 * Work the medians out, once.  A median is the middle value, of an even
 * number the mean of the two middle ones, in ms, half up.
 */
void baseline_settle(struct baseline *);

/*
 * Read medians from a CSV file with the columns queue, reason, count and
 * median_s (seconds), as baseline_write() writes it.  A row without a
 * reason is the whole queue's; a count left blank is trusted.  Returns
 * NULL when the file cannot be read or a value is not understood, and the
 * sentence is in diag_text().  The result is settled.
 */
struct baseline *baseline_read(const char *path);

/*
 * The median handle time in ms for a call of this queue and reason: of
 * the two together from BASELINE_CALLS calls on, else of the queue from
 * as many on, else DURATION_NONE.
 */
int64_t
baseline_median(struct baseline *, struct bytes queue, struct bytes reason);

/*
 * Write all medians as CSV with a header, sorted by queue and reason as
 * bytes, each queue's own row first; those of few calls too, with their
 * count.  Nothing added gives the header alone.
 */
void baseline_write(const struct baseline *, struct emit *);

#endif
