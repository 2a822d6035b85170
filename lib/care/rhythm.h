/* SPDX-License-Identifier: ISC */
#ifndef CARE_RHYTHM_H
#define CARE_RHYTHM_H

#include <stdint.h>

#include "base/bytes.h"
#include "care/roster.h"

/*
 * How busy agents are at which hour of the day, and at what stress, from
 * earlier calls: what a plan expects of a day to come.
 */
struct rhythm;

/*
 * Time at work is that of the agent's shifts in which there is a call,
 * breaks apart, up to `until` (ms); of the roster, which may be NULL and
 * must outlive this.  Where there is no shift it is the time from call to
 * call, but for gaps longer than `away_ms`.  What is handled outside of
 * the shift is time at work, too.  Free with rhythm_free(), which takes
 * NULL.
 */
struct rhythm *rhythm_new(struct roster *, int64_t away_ms, int64_t until);
void rhythm_free(struct rhythm *);

/*
 * Add what an agent handled, in order of time; overlaps count once.
 * `stress` is 0..100, -1 for not known, which counts as 0.
 */
void rhythm_add(struct rhythm *, struct bytes agent, int64_t from,
    int64_t until, int64_t stress);

/* What to expect of a minute. */
struct rhythm_hour {
	double busy;   /* share of it that is handling, 0..1 */
	double stress; /* of the handling, 0..100 */
};

/*
 * The agent's own at an hour of the clock (0..23), if at least half an
 * hour of it is known; else the agent's over all hours, else all agents'
 * at this hour, else theirs over all hours, else nothing at all.
 */
struct rhythm_hour
rhythm_at(const struct rhythm *, struct bytes agent, int hour);

#endif
