/* SPDX-License-Identifier: ISC */
#ifndef CARE_ACTIVITIES_H
#define CARE_ACTIVITIES_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * What to do with a breather: activities.csv, minutes,activity.  Several
 * rows of the same minutes take turns.
 */
struct activities;

/* The built-in activities.csv. */
const char *activities_built_in(void);

/*
 * Read activities.csv from the settings folder, or the built-in one.
 * Returns NULL with diag_text() when a row cannot be understood.  Free with
 * activities_free(), which takes NULL.
 */
struct activities *activities_load(const char *dir);
void activities_free(struct activities *);

/*
 * What an agent may do with so many minutes: of the rows with most minutes
 * that fit, another one each date, and not the same for all agents; `nth`
 * counts the agent's breathers of that date.  Empty when no row fits.
 */
struct bytes activities_pick(const struct activities *, int64_t minutes,
    struct bytes agent, int64_t date, int64_t nth);

#endif
