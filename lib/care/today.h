/* SPDX-License-Identifier: ISC */
#ifndef CARE_TODAY_H
#define CARE_TODAY_H

#include <stdint.h>

#include "call/stream.h"
#include "care/past.h"
#include "care/replan.h"
#include "care/target.h"

/*
 * The day that `targetsplit --replan` plans the rest of: its records so
 * far, and from them the forecast and the plan.
 */
struct today;

/* What is wanted; all that it points to must outlive the day. */
struct today_setup {
	struct replan_setup plan; /* without its forecast, which is made of
				   * the records */
	int64_t date;		  /* the day that the plan is headed by */
	const struct past *past;
	const struct day_hours *oneoff; /* a spike then tells nothing of the
					 * rest */
	int timed;	  /* handle times are wanted of the records */
	const char *list; /* where the agents are listed */
};

/* Nothing taken yet.  _free() takes NULL. */
struct today *today_new(struct target *, const struct today_setup *);
void today_free(struct today *);

/*
 * Take the stream's current record, or leave it out: what has not happened
 * yet, and what is of another day, which is counted.  Needs NEED_TIMES and
 * NEED_PEOPLE.
 */
void today_record(struct today *, struct stream *, const struct call *);

/*
 * After the last record: write the plan for the rest of the day to the
 * stream's output, as plan_table_put_rest() does, with what is to be said
 * of it on stderr.  Where there is none the stream fails, and a file that
 * was there stays.  Nothing is written when the stream only checks or has
 * failed: a plan from half of a day's records would be a wrong one.
 * Returns 1 when what is left is more than fits, else 0.
 */
int today_plan(struct today *, struct stream *, int columns);

#endif
