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
 * goes to stderr as a warning.  Of many agents the first FIT_SHOWN are
 * named, the rest are in the sentence for all.
 */
enum { FIT_SHOWN = 5 };

/*
 * All agents of the setup work `working_ms` a day on calls of `handle_ms`:
 * one sentence says it for the target, each's or the team's.  Returns 1
 * when it is too much, 0 when it fits or the handle time is DURATION_NONE.
 */
int
fit_alike(const struct target_setup *, int64_t working_ms, int64_t handle_ms);

/* Each agent's plan of a date, and what was moved to agents with room. */
int fit_date(struct target *, int64_t date);

/* What is left of the day; `f` (NULL: none) says what is expected. */
int fit_rest(const struct replan *, const struct forecast *f);

#endif
