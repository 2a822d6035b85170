/* SPDX-License-Identifier: ISC */
#ifndef REPORT_TREND_H
#define REPORT_TREND_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "report/tally.h"

/*
 * The trend over days: of each agent against the own past, and of the team
 * day by day.  A strain trend, not a diagnosis.
 *
 * An agent's days are those with a known load, x is the mean load after
 * their legs.  The averages begin at the first x; then
 *
 *	acute    = 0.25 x + 0.75 acute			(7 days)
 *	baseline = 0.069 x + 0.931 baseline		(28 days)
 *
 * and the same of the mean handle time, in millionths, rounded half up.
 * They are shown from 10 days, their ratio from 28.
 *
 * A day is WATCH when the ratio was 1.3 and more on 3 of the last 5 days
 * and one of these holds: acute handle time 15 % above its baseline; 2
 * breathers missed, or less than 11 h between two days' work, within 7
 * calendar days; more than 6 calendar days of work in a row.  It is TALK
 * when it is WATCH and 10 of the last 28 days were, or when x was 70 and
 * more on 5 of the last 10.
 */
enum trend_state { TREND_NONE, TREND_WATCH, TREND_TALK };

struct trend_row {
	struct bytes agent;
	int64_t days;	  /* worked so far */
	int64_t acute;	  /* load in tenths; -1: not yet */
	int64_t baseline; /* the same */
	int64_t ratio;	  /* in thousandths; -1: not yet */
	enum trend_state state;
	char *why; /* the reasons, or NULL */
};

/* The team's day, as the measures of the same names. */
struct trend_day {
	int64_t day; /* since 1970 */
	int64_t offered, answered, stressed, calm, hard, loads, load;
};

struct trend {
	struct trend_row *rows; /* by name */
	size_t count;
	struct trend_day *days; /* ascending */
	size_t day_count;
};

enum {
	TREND_SHOWN = 10,  /* days */
	TREND_RATIO = 28,  /* days */
	TREND_BACK = 182,  /* days that the daybook looks back: more would
			    * not change what is shown */
	TREND_RECENT = 28, /* who was not there for so long is left out */
	TREND_DAYS = 28	   /* of the team that are kept */
};

/* A trend on its way. */
struct trend_build;

/* No day so far.  Free with trend_build_free(), which takes NULL. */
struct trend_build *trend_build_new(void);
void trend_build_free(struct trend_build *);

/* Add what was counted on a day, which is later than all before. */
void trend_build_day(struct trend_build *, int64_t day, const struct tally *);

/*
 * The trend as it is at the latest day; frees.  NULL when no day was
 * added.  Shown are agents with TREND_SHOWN days, and those to watch.
 */
struct trend *trend_build_finish(struct trend_build *);
void trend_free(struct trend *);

/* Drop what is told of single agents, or of all but one of them. */
void trend_drop_agents(struct trend *);
void trend_only(struct trend *, struct bytes agent);

#endif
