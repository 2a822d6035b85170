/* SPDX-License-Identifier: ISC */
#ifndef REPORT_GOALS_H
#define REPORT_GOALS_H

#include <stdint.h>

#include "report/added.h"
#include "report/tally.h"

/*
 * What targetsplit asked of each agent, for a day and for a chunk, and
 * what is done.  Its columns say how it stands after each record; the
 * largest of an agent's day, or chunk, is how that ended.
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

/*
 * When all is read: add the days to their agents and to the team, the
 * chunks to the hours that they begin in.
 */
void goals_finish(const struct goals *, struct tally *);

#endif
