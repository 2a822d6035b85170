/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SHAPE_H
#define REPORT_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#include "report/tally.h"

/*
 * The shape of a day, for charts: how hard each agent's hours were, and
 * how the load rose and fell.  It is kept in slices of the clock, so that
 * memory grows with agents and not with records or days; it belongs to no
 * page of the daybook, and charts are drawn only from records.
 */
enum {
	SHAPE_HOURS = 24,
	SHAPE_AGAIN = 24,   /* the hour that the clock shows once more */
	SHAPE_PLACES,	    /* for hours, that one included */
	SHAPE_SLICES = 144, /* of a day, 10 minutes each */
	SHAPE_SLICE_MINUTES = 10
};

/* What is marked at a slice. */
enum { SHAPE_OFFERED = 1 << 0, SHAPE_TAKEN = 1 << 1 };

/* One agent; hours and slices are those of the clock on the wall. */
struct shape_agent {
	int64_t time[SHAPE_PLACES]; /* handle ms of legs with a stress */
	int64_t work[SHAPE_PLACES]; /* the same x stress */
	/* Load in tenths + 1, 0 where nothing is known: as it was when the
	 * slice's first leg began, and after its last one. */
	uint16_t first[SHAPE_SLICES], last[SHAPE_SLICES];
	unsigned char marks[SHAPE_SLICES];
};

struct shape;

/* Free with shape_free(), which takes NULL. */
struct shape *shape_new(void);
void shape_free(struct shape *);

/* The agent's shape, made at the first; valid until the next call. */
struct shape_agent *shape_agent(struct shape *, const struct tally_entry *);

/* The same without making it: NULL when nothing is known of the agent. */
const struct shape_agent *
shape_look(const struct shape *, const struct tally_entry *);

/*
 * The place of an hour, 0..23, that the clock shows for the second time, as
 * clocks are put back: SHAPE_AGAIN.  When days do that at several hours it
 * is so for the first one that was asked for, others keep their own place.
 */
int shape_again(struct shape *, int hour);

/* The hour that SHAPE_AGAIN is, or -1. */
int shape_twice(const struct shape *);

/* A leg that began in an hour, 0..24, with its handle time in ms. */
void
shape_stress(struct shape_agent *, int hour, int64_t handle_ms, int64_t stress);

/* The load in tenths before and after a leg, at minutes of the day. */
void shape_before(struct shape_agent *, int minute, int64_t tenths);
void shape_after(struct shape_agent *, int minute, int64_t tenths);

/* Mark a minute of the day with SHAPE_OFFERED or SHAPE_TAKEN. */
void shape_mark(struct shape_agent *, int minute, unsigned mark);

/*
 * How hard an hour, 0..24, was: the mean stress of its minutes, 0..100, half
 * up; -1 when there is none.
 */
int64_t shape_hour(const struct shape_agent *, int hour);

/* The same for an hour of the clock, 0..23: both times that it was shown. */
int64_t shape_clock(const struct shape *, const struct shape_agent *, int hour);

#endif
