/* SPDX-License-Identifier: ISC */
#ifndef CARE_REPLAN_H
#define CARE_REPLAN_H

#include <stddef.h>
#include <stdint.h>

#include "care/forecast.h"
#include "care/target.h"

/*
 * The plan for what is left of the day: from what was done by now, what
 * the day still asks for, the working time that is left and the calls that
 * are still expected.
 */

/* One agent's day from now on. */
struct replan_agent {
	size_t number;		 /* as target_agent() counts */
	struct bytes agent;	 /* the name, belongs to the targets */
	struct target_plan plan; /* the plan of the whole day; its pointers
				 * are not to be used, see the copies */
	int64_t date;
	size_t count; /* chunks */
	struct day_chunk *chunks;
	int64_t *planned;    /* calls of each chunk in the day's plan */
	int64_t *chunk_done; /* calls done in each */
	int64_t *working;    /* ms left in each */
	int64_t *parts;	     /* calls for what is left of each */
	int64_t working_ms;  /* left in all */
	int64_t done;	     /* calls */
	int64_t left;	     /* calls that are missing; what was shared is
				 * in it */
	int64_t own_left;    /* before it was shared */
	int64_t fits;	     /* calls that fit into working_ms at 85 %, 0
				 * when the day is over; INT64_MAX when not
				 * known */
	int64_t comes;	     /* calls that will come for this agent: of
				 * those expected until the last agent's
				 * day ends the share that working_ms has of
				 * all agents'; INT64_MAX when not known */
	int64_t reachable;   /* the smaller of the two */
	int64_t pace;	     /* target_pace() now, tenths of a call */
	int64_t pace_ms;     /* working time between now and when the plan
				 * has what is done: positive is ahead */
};

struct replan {
	struct replan_agent *agents;
	size_t count;
	int listed;	/* target_is_listed() */
	int64_t moved;	/* calls that --share moved */
	size_t aimless; /* agents at work that day without a target */
};

/* What a plan is made for. */
struct replan_setup {
	int64_t now;
	int64_t date; /* the day; or REPLAN_TODAY: each agent's own
				 * of `now`, a night's end is the day's */
	int share;    /* move what is out of reach to others */
	const struct forecast *forecast; /* NULL: none, as for another
						 * date than that of `now` */
	const struct arrivals *history;	 /* with it */
};
#define REPLAN_TODAY INT64_MIN

/*
 * Plan anew for all agents who have a target and working time that day,
 * after the records have been taken.  Free with replan_free(), which takes
 * NULL.
 */
struct replan *replan_new(struct target *, const struct replan_setup *);
void replan_free(struct replan *);

/*
 * Whether a record is of the day that is planned: its local date, or the
 * day of its agent.  One whose time is not known is taken to be.
 */
int
replan_is_of(struct target *, const struct replan_setup *, const struct call *);

/* How many agents have working time left and no known handle time. */
size_t replan_unknown(const struct replan *);

/*
 * Working time from `now` to when a plan expects `done` calls, in ms:
 * positive when that is still to come.  Where the plan asks for nothing
 * for a while it is the moment nearest to now; beyond the day's target
 * the end of the day.
 */
int64_t replan_pace_ms(const struct target_plan *, int64_t done, int64_t now);

#endif
