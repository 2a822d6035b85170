/* SPDX-License-Identifier: ISC */
#ifndef REPORT_INTAKE_H
#define REPORT_INTAKE_H

#include "call/call.h"
#include "call/stream.h"
#include "report/report.h"

/*
 * From records to counts.  Each record is looked at once; what is kept
 * grows with agents, queues, hours, agents' days and chunks, customers,
 * and open work, not with records.
 */
struct intake;

/* What struct call must hold (enum call_needs). */
enum {
	INTAKE_NEEDS = NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER | NEED_FEELING |
	    NEED_COUNTS | NEED_STRESS | NEED_LEGS
};

/* Days since 1970, both included. */
struct intake_days {
	int64_t from, until;
};

/*
 * Begin to fill `report` from a stream whose header is read; both must
 * outlive it.  `days` restricts it to some days, NULL takes all.
 */
struct intake *
intake_new(struct report *, struct stream *, const struct intake_days *days);

/*
 * Before the first record: items of another stream are yesterday's, and
 * come one by one, its current record each time.  `working` says whether
 * `today` (days since 1970) is a working day.  Returns whether it was one.
 */
void
intake_yesterday(struct intake *, struct stream *, int working, int64_t today);
int intake_item(struct intake *, const struct call *);

/*
 * Take the stream's current record.  Returns 1 when it was counted, 0 when
 * it lies outside the days, or has no start and may lie outside.
 */
int intake_take(struct intake *, const struct call *);

/*
 * When all is read: complete the report with what only the end can tell.
 * Frees; NULL is allowed.  Without it a report is half done: intake_drop()
 * frees, too, and leaves it so.
 */
void intake_finish(struct intake *);
void intake_drop(struct intake *);

#endif
