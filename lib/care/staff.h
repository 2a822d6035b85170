/* SPDX-License-Identifier: ISC */
#ifndef CARE_STAFF_H
#define CARE_STAFF_H

#include <stdint.h>

#include "base/bytes.h"
#include "care/arrivals.h"
#include "care/day.h"
#include "care/erlang.h"
#include "care/handling.h"

/*
 * How many agents each interval of a day needs, by Erlang C, and by
 * Erlang A when callers' patience is given.
 */
struct staff_setup {
	double level;	   /* share of calls to be answered .. */
	double within_s;   /* .. within so many seconds */
	double patience_s; /* mean patience; 0: Erlang C alone */
	double shrinkage;  /* share of paid time that an agent is not at
				 * work on calls: leave, training, breaks */
	int64_t calls;	   /* in each whole interval; 0: as usual for
				 * the weekday, by `arrivals` */
	const struct arrivals *arrivals; /* NULL with `calls` */
	int64_t handle_ms;		 /* of a call */
	int64_t interval_ms;
};

/*
 * Read a service level `80/20`: percent, above 0 and below 100, and
 * seconds, up to a day; a shrinkage `30` or `30%`, 0 to 90.  Return 0 or
 * -1 (STATUS_CANNOT, a sentence).
 */
int staff_level_read(struct bytes, double *level, double *within_s);
int staff_shrinkage_read(struct bytes, double *shrinkage);

/*
 * Where the setup's handle time is 0, take that of all the past calls.
 * Returns 0, or -1 (STATUS_CANNOT, a sentence) when they tell none.
 */
int staff_handle(struct staff_setup *, const struct handling *);

/* One interval. */
struct staff_need {
	int64_t from;	    /* an instant */
	double calls;	    /* in the whole interval */
	int64_t agents;	    /* on calls or free for one; 0 without calls */
	int64_t scheduled;  /* to be paid for that, by the shrinkage */
	struct erlang line; /* what callers find then; nothing without
				 * calls */
};

/*
 * What chunk i of the day needs when callers are `patient` and never hang
 * up (Erlang C), or when they do (Erlang A).  A chunk that is an interval
 * in part needs what the whole one would.  Returns 0, or -1
 * (STATUS_CANNOT, a sentence) when ERLANG_AGENTS do not suffice, or when
 * the arrivals have no day of its weekday: what is not known is not 0.
 */
int staff_need(const struct staff_setup *, const struct day *, size_t i,
    int patient, struct staff_need *);

#endif
