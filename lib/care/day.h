/* SPDX-License-Identifier: ISC */
#ifndef CARE_DAY_H
#define CARE_DAY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Working hours by the clock on the wall, and one date's hours cut into
 * chunks of elapsed time.  A day of 23 or 25 hours has just these: an
 * hour that is never told has no chunk, one that is told twice has two.
 */

/*
 * A span of clock time, in ms since the midnight that its day begins
 * with.  `until` lies past 24 h when the span passes midnight.
 */
struct day_span {
	int64_t from, until;
};

/* The hours of every day.  All zero is none; free with day_hours_free(). */
struct day_hours {
	struct day_span *on; /* in order, neither touching nor overlapping */
	size_t ons;
	struct day_span *off; /* in order, each within one of `on` */
	size_t offs;
};

/*
 * Read spans as `09:00-12:00,13:00-17:00` and the breaks within them,
 * which may be empty.  A span whose end is before its start passes
 * midnight and belongs to the day it starts on; a break lies in the night
 * where the hours do.  Spans that touch become one.  Returns 0, or -1
 * with a sentence (STATUS_CANNOT) when a span is no span or empty, when
 * two overlap, also across midnight, when a break is not within the
 * hours, or when the breaks leave nothing.  To be freed in both cases.
 */
int day_hours_read(struct day_hours *, struct bytes on, struct bytes off);
void day_hours_free(struct day_hours *);

/*
 * The same for hours of single dates, whose night may reach into a
 * morning that has hours of its own on other dates only.
 */
int day_hours_read_once(struct day_hours *, struct bytes on, struct bytes off);

/*
 * Read spans that are not working hours, `what` is what sentences call
 * them, in the same way.
 */
int day_hours_named(const char *what, struct day_hours *, struct bytes);

/*
 * How far the hours reach behind the midnight that ends their day, in ms;
 * 0 when they do not, or for NULL.
 */
int64_t day_hours_night_ms(const struct day_hours *);

/* The working time of a day whose clock is not changed, in ms. */
int64_t day_hours_ms(const struct day_hours *);

/*
 * Read an interval: a duration with a unit (`60m`, `1h`) of whole minutes
 * that divides a day.  Returns 0 or -1 (STATUS_CANNOT, a sentence).
 */
int day_interval_read(struct bytes, int64_t *ms);

/* One interval of a date, as far as there is work in it. */
struct day_chunk {
	int64_t from;	    /* the instant its interval begins */
	int64_t until;	    /* the instant its interval ends */
	int64_t working_ms; /* elapsed within the hours, breaks taken off;
				 * always more than 0 */
};

/* A stretch of instants, the first included, the last not. */
struct day_stretch {
	int64_t from, until;
};

/* One date's hours on the zone's time line.  Plain data, not to change. */
struct day {
	int64_t date;		  /* days since 1970-01-01 */
	struct day_stretch own;	  /* the instants that belong to this date */
	struct day_chunk *chunks; /* in order */
	size_t count;
	int64_t working_ms;	/* of all chunks */
	struct day_stretch *on; /* the hours, in order */
	size_t ons;
	struct day_stretch *work; /* the hours without breaks, in order */
	size_t works;
};

/*
 * Cut a date into chunks.  Intervals are counted from midnight by the
 * clock; the first and the last may be worked in part only.  A time of
 * the hours that is told twice is the earlier one, one that is never told
 * is the moment of the change; a break keeps its length.  An interval
 * without working time is no chunk, so there may be none at all.  Free
 * with day_free(), which takes NULL.
 */
struct day *
day_new(const struct day_hours *, int64_t interval_ms, int64_t date);
void day_free(struct day *);

/*
 * The same where the date before has other hours, `before`; NULL is none,
 * for the date itself too.  A date begins at `start_ms` after midnight,
 * later when the night before goes on, and earlier when its own hours do
 * begin.  Only `own` differs by these; with a start that is not midnight
 * it ends, for want of the next date's hours, where its night does.
 */
struct day *
day_new_after(const struct day_hours *before, const struct day_hours *,
    int64_t interval_ms, int64_t date, int64_t start_ms);

/*
 * The date that an instant belongs to: its local date, or the one before
 * until that begins as above.  `hours` are those of the local date,
 * `before` those of the date before it, NULL when it has none.
 */
int64_t day_of(const struct day_hours *before, const struct day_hours *hours,
    int64_t start_ms, int64_t instant);

/*
 * How many chunks have begun by an instant, and the working time of
 * chunk i that has gone by until then, in ms.
 */
size_t day_begun(const struct day *, int64_t instant);
int64_t day_worked(const struct day *, size_t i, int64_t instant);

/*
 * The same as day_begun(), for instants that follow one another: `near` is
 * a number that it may well be, any number.
 */
size_t day_begun_near(const struct day *, int64_t instant, size_t near);

/*
 * The chunk that an instant lies in, a break within it included; or
 * `count` when it lies outside the hours or in no chunk.  `begun` is what
 * day_begun() says of the instant.
 */
size_t day_chunk_of(const struct day *, int64_t instant, size_t begun);

#endif
