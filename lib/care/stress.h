/* SPDX-License-Identifier: ISC */
#ifndef CARE_STRESS_H
#define CARE_STRESS_H

#include <stddef.h>
#include <stdint.h>

#include "call/call.h"

/*
 * How hard one call was on whoever took it, 0 to 100: a sum of nine
 * components that is printed with its parts.  Every component is the same
 * formula, max x (x - from) / (to - from) held between 0 and max, of one
 * thing x that was measured; max, from and to are rows of stress.csv.
 * The relative size of the components is a convention (see triage(1)).
 */
enum component {
	STRESS_HOSTILE,	    /* x: how sure verbal aggression is, 0..1 */
	STRESS_SENTIMENT,   /* x: how negative, 0..1 */
	STRESS_LENGTH,	    /* x: handle time / usual handle time */
	STRESS_REPEAT,	    /* x: earlier contacts within 7 x 24 h */
	STRESS_WAIT,	    /* x: seconds */
	STRESS_HOLD,	    /* x: seconds */
	STRESS_UNRESOLVED,  /* x: 1 when resolved is no */
	STRESS_PASSED,	    /* x: transfers; asked for a manager: all */
	STRESS_INTERRUPTED, /* x: interruptions */
	STRESS_COMPONENTS
};

/* A number of components that can be reckoned in pairs. */
enum { STRESS_LANES = STRESS_COMPONENTS + STRESS_COMPONENTS % 2 };

/* Signals that raise the stress to a floor, gravest first. */
enum { STRESS_FLOORS = 3 };

/* From these points on a call is called strained, and hard. */
enum { STRESS_STRAINED = 30, STRESS_HARD = 60 };

/* The built-in stress.csv. */
extern const char stress_csv[];

/* The model: stress.csv as read. */
struct stress_model {
	struct stress_row {
		double max;	 /* points; 0 switches it off */
		int64_t most;	 /* the same in tenths */
		double from, to; /* x with no points, x with all */
		int outside;	 /* no agent controls it */
	} row[STRESS_COMPONENTS];
	double floor[STRESS_FLOORS]; /* points */
	/* Of the rows, and one more that gives nothing: `from', `to', their
	 * distance, and ten times `max', but 0 where it is off. */
	double from[STRESS_LANES], to[STRESS_LANES], span[STRESS_LANES],
	    full[STRESS_LANES];
	int64_t outside[STRESS_LANES]; /* all bits: no agent controls it */
	unsigned on;		       /* bit i: component i is not off */
	/* What of all points, in percent, the components of the bits have. */
	signed char coverage[1 << STRESS_COMPONENTS];
};

/*
 * Read stress.csv from the settings folder (NULL: the built-in one).  A
 * component without a row, and a cell left blank, keep the built-in value.
 * Returns 0, or -1 with diag_text() when the file is unreadable, names
 * something unknown, or the points add up to more than 100.
 */
int stress_model_load(struct stress_model *, const char *settings_dir);

/* What is known about a call beside its own fields. */
struct stress_facts {
	struct stress_text {
		uint32_t signals; /* see care/words.h */
		int unread;	  /* it is not understood */
		double grade;	  /* 0..1, how sure it is hostile */
		double feeling;	  /* -1..1; REAL_NONE */
	} text;
	int64_t contacts; /* n-th contact from 1; 0: not known */
	int64_t median;	  /* usual handle time in ms, DURATION_NONE */
};

struct stress {
	int64_t tenths[STRESS_LANES]; /* points of each, x 10 */
	unsigned known;		      /* bit i: component i had a value */
	unsigned scored;	      /* .. and has points */
	int64_t self;	  /* 5 x self_rating x 10; -1: there is none */
	int floor;	  /* which floor raised it; -1: none */
	int64_t points;	  /* 0..100, the stress; -1: blank */
	int64_t outside;  /* percent of the tenths; -1: blank */
	int64_t coverage; /* percent of the model's points */
	uint32_t signals; /* of the text, with the flags folded in */
};

/*
 * Score a call: points = the sum of the tenths, rounded half up; with a
 * self_rating half of that + 5 x the rating, half up; then the floors.
 * A missing value gives no points and lowers the coverage; when no
 * component has a value, points are blank unless a floor sets them.
 * The flags threat, help_asked and hostile count as the signals threat,
 * help and anger, and hostile or threat as hostile for certain.  How the
 * call felt is told by the best there is: its sentiment, else its text,
 * else its csat, else the sentiment at its end.  A text that is not
 * understood is no value, unless something was found in it.
 * Needs all of call.h's groups but NEED_STRESS.
 */
void stress_score(const struct stress_model *, const struct call *,
    const struct stress_facts *, struct stress *);

/*
 * The points of one component for a measured x, in tenths, half up: none
 * at `from` and below, all at `to` and above.
 */
int64_t stress_points(const struct stress_model *, enum component, double x);

/* Room for what stress_why() writes. */
enum { STRESS_WHY_MAX = 512 };

/*
 * Write the sum, largest first, `hostile:25.0 repeat:10.0`; equal ones in
 * the order of the table, those without points not at all; behind them
 * `self:35.0` when there is a self_rating, and `floor:threat` when a floor
 * raised the result.  Returns the length, 0 when points are blank.
 */
size_t stress_why(const struct stress *, char out[STRESS_WHY_MAX]);

/* `calm`, `strained` or `hard`; empty for blank points (-1). */
struct bytes stress_band(int64_t points);

/* The name of a component as stress.csv and stress_why spell it. */
const char *stress_component(enum component);

#endif
