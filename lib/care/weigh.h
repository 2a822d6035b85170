/* SPDX-License-Identifier: ISC */
#ifndef CARE_WEIGH_H
#define CARE_WEIGH_H

#include <stdint.h>

#include "care/arrivals.h"
#include "care/day.h"

/* What a chunk's share of the day's target is in proportion to. */
enum weigh_by {
	WEIGH_MINUTES, /* its working time */
	WEIGH_EVEN,    /* nothing: each chunk counts alike */
	WEIGH_PROFILE, /* the calls that usually come in its working time */
	WEIGH_CAPACITY /* as profile, but no more than what fits */
};

/* The share of working time that an agent is on calls at most: 85 %. */
enum { WEIGH_OCCUPANCY = 85 };

/* What had to be made up for. */
struct weigh_notes {
	uint64_t cells, smoothed; /* chunks; those without any call in
					 * the weeks, taken from neighbours */
	uint64_t days, unknown;	  /* dates; those without any call of
					 * their weekday, weighed by minutes */
};

/* Say on stderr, as warnings, what had to be made up for. */
void weigh_tell(const struct weigh_notes *);

/*
 * The calls of `handle_ms` each that fit into `working_ms` when 85 % of it
 * are spent on calls, rounded down.
 */
int64_t weigh_fits(int64_t working_ms, int64_t handle_ms);

/* What the weights are made from. */
struct weigh {
	enum weigh_by by;
	int64_t interval_ms;		 /* length of a chunk */
	const struct arrivals *arrivals; /* for profile and capacity */
	struct weigh_notes *notes;	 /* added to, may be NULL */
};

/*
 * The weights of a day's chunks, of which `working[i]` ms are to be used,
 * for a target of `calls` of `handle_ms` each (used by capacity only,
 * DURATION_NONE: not known, then as profile).
 *
 * Profile: twice the median of the calls in the chunk's interval on the
 * same weekday over the last weeks (care/arrivals.h), times the share of
 * the interval that is worked.  An interval without any call in these
 * weeks has no data: it gets the mean of the nearest chunks before and
 * after it that have, or the one there is.  Where all medians are 0 the
 * weeks' totals stand for them; without such days it is minutes.
 *
 * Capacity: the target shared out by profile, but no chunk gets more than
 * its working time x 0.85 / handle time; what it would have had goes to
 * the others by profile, until each has all it can take: then the target
 * does not fit, and the weights are what fits.
 *
 * Chunks of working time 0 weigh 0.
 */
void weigh_chunks(const struct weigh *, const struct day *,
    const int64_t *working, int64_t calls, int64_t handle_ms, int64_t *weights);

#endif
