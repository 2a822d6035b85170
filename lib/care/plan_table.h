/* SPDX-License-Identifier: ISC */
#ifndef CARE_PLAN_TABLE_H
#define CARE_PLAN_TABLE_H

#include <stdint.h>

#include "base/bytes.h"
#include "care/replan.h"
#include "care/staff.h"
#include "care/target.h"
#include "csv/emit.h"

/*
 * The plans of targetsplit as CSV, and as bars for a terminal.  The
 * headers are lines with their end; nothing here fails: the output
 * remembers.
 */
extern const char plan_table_header[];	      /* --plan */
extern const char plan_table_replan_header[]; /* --replan */

/* One agent's rows of the plan, one for each chunk; or its picture. */
void
plan_table_put(struct emit *, struct bytes agent, const struct target_plan *);
void
plan_table_draw(struct emit *, struct bytes agent, const struct target_plan *);

/*
 * One agent's rows of what is left, one for each chunk with working time
 * left, or one without a chunk when there is none; `expected` is the
 * volume of the day, -1: not known.  Or the picture of the whole day.
 */
void plan_table_put_rest(
    struct emit *, const struct replan_agent *, int64_t expected);
void plan_table_draw_rest(struct emit *, const struct replan_agent *);

/*
 * The agents that a day's intervals need, header and all: a row by Erlang
 * C for each, and one by Erlang A when there is patience.  How many rows
 * have agents on calls for more than 85 % of the time is said on stderr.
 * Returns 0, or -1 as staff_need() does.
 */
int plan_table_put_needs(
    struct emit *, const struct staff_setup *, const struct day *);

#endif
