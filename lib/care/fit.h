/* SPDX-License-Identifier: ISC */
#ifndef CARE_FIT_H
#define CARE_FIT_H

#include <stdint.h>

#include "care/forecast.h"
#include "care/replan.h"
#include "care/target.h"

/*
 * What is asked for against what fits: each sentence says by how much it
 * is too much, the number that does fit, and the sum that led there, and
 * goes to stderr as a warning.  Of many agents the first FIT_SHOWN have
 * one, the rest are in the sentence for all.  Agents who are in the records
 * alone are named with --show-values only: the table says who they are.
 */
enum { FIT_SHOWN = 5 };

/*
 * The plans of a date, and what was moved to agents with room.  Where all
 * agents work alike and either none is listed or the target is the team's,
 * one sentence says it.  Where all work alike `usual` asks for a day whose
 * clock is not changed in place of the date.  Returns 1 when it is too
 * much, 0 when it fits or handle times are not known.
 */
int
fit_plan(const struct target_setup *, struct target *, int64_t date, int usual);

/*
 * What is left of the day; `f` (NULL: none) says what is expected.  Who
 * has calls left and no time is said, too.  Returns as fit_plan() does.
 */
int fit_rest(const struct replan *, const struct forecast *f);

#endif
