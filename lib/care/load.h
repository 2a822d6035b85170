/* SPDX-License-Identifier: ISC */
#ifndef CARE_LOAD_H
#define CARE_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "care/load_constants.h"
#include "care/rest.h"
#include "care/roster.h"

/*
 * The load model (SPEC section 5): what builds up in one agent, 0 to 100,
 * in closed form.
 *
 *	handling	load + (g0 + g1 * stress / 100) * minutes, at most 100
 *	free		load * 2 ^ -(minutes / half_life_free)
 *	on a break	load * 2 ^ -(minutes / half_life_break)
 *
 * An idle gap counts as a break from `idle_after` minutes on, a recorded
 * break at once.  A gap of more than `reset_gap` minutes ends in 0, and so
 * does one in which a new shift begins.
 * Calls at once count their minutes once, each at the highest stress.
 */

/* How many of an agent's intervals a late record may reach back. */
enum { LOAD_REACH = 1000 };

/* One agent's timeline: what was handled when, and the load there. */
struct load_line;

/*
 * An empty timeline.  The constants and the list of recorded breaks, which
 * may be NULL, must outlive it.  Free with load_line_free().
 */
struct load_line *
load_line_new(const struct load_constants *, const struct rest_list *);
void load_line_free(struct load_line *);

/*
 * Let the shifts of an agent of the roster, which must outlive it, begin
 * at load 0.  To be called before anything is added.
 */
void load_line_shifts(struct load_line *, struct roster *, size_t agent);

/* Where a record stands among those that came before it. */
enum load_place {
	LOAD_IN_ORDER,
	LOAD_LATE, /* began before one that came earlier */
	LOAD_LOST, /* so late that its load is not known */
	LOAD_BAD   /* no interval: it ends before it begins, or
				 * lies beyond the years that count */
};

/* What one record looks like on the timeline as known so far. */
struct load_point {
	double before;	   /* load when handling begins */
	double after;	   /* load when handling ends */
	double over;	   /* minutes above the `over` constant since
				 * the latest handling end before, or since
				 * this handling began if there is none */
	double work;	   /* minutes at the end of handling since the
				 * last rest of at least `off` minutes */
	int64_t rest_from; /* the gap before it; INSTANT_NONE: none */
};

/*
 * Add one record that was handled `from` .. `until` (ms) at a stress of
 * 0..100, -1 when that is not known (0 is taken), and tell its load.  It
 * is inserted at its true place; the loads behind that change, for
 * records to come.  An interval of no length changes nothing.  Of all
 * intervals the last LOAD_REACH in time are kept; `*point` is not set
 * for LOAD_LOST and LOAD_BAD.
 */
enum load_place load_line_add(struct load_line *, int64_t from, int64_t until,
    int stress, struct load_point *point);

/*
 * Tell that a record is added next: memory is asked for what that looks at,
 * so that it is there when there is something else to do before.
 */
void load_line_expect(const struct load_line *);

/* The load at any instant, as known so far; 0 before what is kept. */
double load_line_at(struct load_line *, int64_t t);

/* Minutes at `t` since the last rest of at least `off` minutes. */
double load_line_work(struct load_line *, int64_t t);

/*
 * Since when the load has stood at `level` or above, up to `t`: `t` itself
 * where it is below, the oldest instant that is kept where it never was.
 */
int64_t load_line_since(struct load_line *, double level, int64_t t);

/*
 * Minutes of handling that could not add to the load because it stood at
 * 100, over all that was added.
 */
double load_line_capped(struct load_line *);

/* What is left of a load after a break of so many minutes. */
double
load_after_break(const struct load_constants *, double load, double minutes);

/*
 * A load as printed, in tenths and in whole points, rounded half up.  What
 * is a half when worked by hand is one here, too, although the binary sum
 * may lie a hair below.
 */
int64_t load_tenths(double load);
int64_t load_points(double load);

#endif
