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
 * The plans of targetsplit as CSV, and as bars for a terminal of so many
 * `columns`, 0 for CSV.  Nothing here fails but where it says so: the
 * output remembers.
 */

/*
 * Whether anybody has a row in the plan of a date, which is to be asked
 * before there is an output; how many work without a target is said on
 * stderr.  Returns 0, or -1 (STATUS_CANNOT, a sentence).
 */
int plan_table_check(struct target *, int64_t date);

/* All agents' plans of a date, header and all, or their pictures. */
void plan_table_put(struct emit *, int columns, struct target *, int64_t date);

/*
 * All agents' rest of the day, header and all: a row for each chunk with
 * working time left, or one without a chunk when there is none; or the
 * pictures of whole days.  `expected` is the volume of the day, -1: not
 * known.  Returns 0, or -1 (STATUS_CANNOT, a sentence) when nobody has a
 * target on the date.
 */
int plan_table_put_rest(struct emit *, int columns, const struct replan *,
    int64_t date, int64_t expected);

/*
 * The agents that a day's intervals need, header and all: a row by Erlang
 * C for each, and one by Erlang A when there is patience.  How many rows
 * have agents on calls for more than 85 % of the time is said on stderr.
 * Returns 0, or -1 as staff_need() does, and for a day without working
 * minutes.
 */
int plan_table_put_needs(
    struct emit *, const struct staff_setup *, const struct day *);

#endif
