/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SIGHT_H
#define REPORT_SIGHT_H

#include "report/added.h"
#include "report/cases.h"
#include "care/causes.h"
#include "report/followup.h"
#include "report/intake.h"
#include "report/legs.h"
#include "report/people.h"
#include "report/relief.h"

/*
 * What intake.c, arrival.c and handled.c share: an intake on its way, and
 * what is known of the record at hand.
 */

/* What is said at the end about records that could not be counted in full. */
enum remark {
	REMARK_ITEM,
	REMARK_QUEUE,
	REMARK_OUTCOME,
	REMARK_ANSWER_WAIT,
	REMARK_ABANDON_WAIT,
	REMARK_HANDLE,
	REMARK_STRESS,
	REMARK_START,
	REMARKS
};

struct intake {
	struct report *report;
	struct added added;
	struct intake_days days;
	int all_days;
	struct recent *legs;
	struct followup *followup;
	struct added added_before; /* the stream of yesterday's items */
	struct followup *before;   /* NULL: there is none */
	struct relief *relief;
	struct people *people;
	struct cases *cases;
	struct tally_entry *team;
	struct tally_entry *causes[CAUSES]; /* NULL: none so far */
	struct tally_sums sums; /* of the record at hand; 0 between them */
	uint64_t remarks[REMARKS];
	int has_item;
	int64_t latest; /* start of all */

	/* Neighbours in time share their hour. */
	int64_t hour_from, hour_until;
	int hour_of_day; /* 0..23 */
	int hour_again;	 /* the clock shows it for the second time */
	struct tally_entry *hour;

	/* A call by its own names, for what pages keep; the same under
	 * pseudonyms, and these. */
	const struct call *plain;
	struct call disguised;
	char agent[PSEUDONYM], customer[PSEUDONYM];
};

/*
 * Where a record counts: calls in the first three, what they were about
 * and how often customers call about it in the first four, legs in all.
 * What counts in an hour is the team's, too, and added up at the end; only
 * what has no hour counts in the team right away.
 */
enum { AT_TEAM, AT_QUEUE, AT_HOUR, AT_REASON, AT_AGENT, AT_PLACES };

/* What is known of the record at hand. */
struct sight {
	const struct call *call;
	int64_t date;			   /* or INSTANT_NONE */
	struct tally_entry *at[AT_PLACES]; /* NULL: nowhere */
	struct tally_entry *agent;	   /* who it names; NULL: nobody */
	struct shape_agent *shape;	   /* of who handled it; or NULL */
	uint64_t customer;		   /* for people_get() */
	struct person *likely;		   /* so is this; or NULL */
	struct person *who;		   /* looked for when all else is
					    * counted, and NULL till then;
					    * NULL: nobody knows */
	struct leg_call *legs;		   /* NULL: it has one leg */
	int first;			   /* it is the first leg */
	int talked;			   /* somebody answered, or ended it */
	int handled, offered, answered;
	int mine; /* it is for the sheet that is asked for, or for all */
};

/* Take note of what the record adds (0 or more), for all its places. */
static inline void
sight_sum(struct intake *in, enum measure m, int64_t n)
{
	in->sums.n[m] += n;
}

/* Add to all places up to `last`. */
static inline void
sight_add(const struct sight *s, int last, enum measure m, int64_t n)
{
	int i;

	for (i = AT_TEAM; i <= last; i++)
		if (s->at[i] != NULL)
			tally_add(s->at[i], m, n);
}

static inline void
sight_most(const struct sight *s, int last, enum measure m, int64_t n)
{
	int i;

	for (i = AT_TEAM; i <= last; i++)
		if (s->at[i] != NULL)
			tally_most(s->at[i], m, n);
}

/* Where a record of this hour, or NULL, counts as the team's. */
static inline struct tally_entry *
sight_team(const struct intake *in, const struct tally_entry *hour)
{
	return hour == NULL ? in->team : NULL;
}

/*
 * The histogram of a queue, which is added to the team's at the end; what
 * has no queue is in that right away.
 */
static inline struct hist *
sight_hist(
    const struct intake *in, const struct tally_entry *queue, enum tally_hist h)
{
	return (queue != NULL ? queue : in->team)->hist[h];
}

/* Whether somebody asks for a histogram; those that few do. */
static inline int
sight_keeps(const struct intake *in, enum tally_hist h)
{
	return (in->report->hists >> h & 1) != 0;
}

static inline int64_t
sight_seconds(int64_t ms)
{
	return (ms + SECOND_MS / 2) / SECOND_MS;
}

/* The value of a column that a filter added. */
static inline struct bytes
sight_value(const struct intake *in, const struct call *c, enum field f)
{
	return added_value(&in->added, c->record, f);
}

/* The same as a whole number from 0 up, or -1. */
static inline int64_t
sight_number(const struct intake *in, const struct call *c, enum field f)
{
	int64_t n;

	return added_integer(&in->added, c->record, f, &n) == 0 && n >= 0 ? n
									  : -1;
}

#endif
