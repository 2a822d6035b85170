/* SPDX-License-Identifier: ISC */
#ifndef REPORT_GOALS_H
#define REPORT_GOALS_H

#include <stddef.h>
#include <stdint.h>

#include "report/added.h"
#include "report/tally.h"

/*
 * What targetsplit asked of each agent, for a day and for a chunk, and
 * what is done.  Its columns say how it stands after each record; the
 * largest of an agent's day, or chunk, is how that ended.  Its plan says
 * what was asked where nobody called, too.
 */
struct goals;

struct goals *goals_new(void);
void goals_free(struct goals *);

/*
 * Look at a record, the stream's current one, which names this agent and
 * lies on `date`, the day that its target is for.
 */
void goals_take(struct goals *, const struct added *, const struct record *,
    struct tally_entry *agent, int64_t date);

/* One goal of an agent. */
enum goal_kind { GOAL_DAY, GOAL_CHUNK };
struct goal {
	struct tally_entry *agent;
	enum goal_kind kind;
	int64_t when; /* days since 1970, or the chunk's start, ms */
	int64_t target, done;
};

/* Take note of a goal; of the same one the larger numbers count. */
void goals_raise(struct goals *, const struct goal *);

/*
 * Read the plan that targetsplit writes (date,agent,chunk,minutes,target,
 * cumulative), the rows of the days from `from` to `until`; agents of the
 * tally are made.  In one of --replan the day's target is done and left,
 * which is what was done where that is more than the target was.  Returns
 * 0, or -1 with diag_text() when it cannot be read or a row is wrong.
 */
int goals_plan(struct goals *, struct tally *, const char *path, int64_t from,
    int64_t until);

/*
 * All goals by kind, agent's name and time, in a new array for the caller
 * to free; `*count` is their number.
 */
struct goal *
goals_all(const struct goals *, const struct tally *, size_t *count);

/*
 * When all is read: add the days to their agents and to the team, the
 * chunks to the hours that they begin in.
 */
void goals_finish(const struct goals *, struct tally *);

#endif
