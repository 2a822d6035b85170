/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "report/trend.h"
#include "tap.h"

/* A day of one agent: 10 legs with this mean load, in tenths. */
struct day {
	int64_t load, handle_s, missed;
	int from_h, until_h; /* of work */
};

static void
add_day(struct trend_build *b, int64_t day, const struct day *d)
{
	struct tally *t = tally_new();
	struct tally_entry *e = tally_entry(t, TALLY_AGENTS, bytes_of("Ada"));

	e->n[MEASURE_LEGS] = e->n[MEASURE_LOADS] = e->n[MEASURE_HANDLES] = 10;
	e->n[MEASURE_LOAD] = 10 * d->load;
	e->n[MEASURE_HANDLE_MS] = 10 * d->handle_s * SECOND_MS;
	e->n[MEASURE_MISSED] = d->missed;
	e->n[MEASURE_LEAST_START] = day * DAY_MS + d->from_h * HOUR_MS;
	e->n[MEASURE_MOST_END] = day * DAY_MS + d->until_h * HOUR_MS;
	trend_build_day(b, day, t);
	tally_free(t);
}

static const struct day usual = { 300, 300, 0, 9, 17 };

/* Days of work, Monday to Friday, from a Monday on. */
static int64_t
weekdays(struct trend_build *b, int64_t day, int n, const struct day *d)
{
	for (; n > 0; day++)
		if (civil_weekday(day) % 6 != 0) {
			add_day(b, day, d);
			n--;
		}
	while (civil_weekday(day) % 6 == 0)
		day++;
	return day;
}

static enum trend_state
state_of(struct trend_build *b, const char *why)
{
	struct trend *t = trend_build_finish(b);
	enum trend_state state = TREND_NONE;

	if (t != NULL && t->count == 1) {
		state = t->rows[0].state;
		OK(why == NULL ||
			(t->rows[0].why != NULL &&
			    strstr(t->rows[0].why, why) != NULL),
		    "it says why: %s",
		    t->rows[0].why == NULL ? "nothing" : t->rows[0].why);
	}
	trend_free(t);
	return state;
}

enum { MONDAY = 20514 }; /* 2026-03-02 */

static void
test_shown(void)
{
	struct trend_build *b = trend_build_new();
	struct trend *t;

	OK(trend_build_finish(b) == NULL, "no day, no trend");
	b = trend_build_new();
	weekdays(b, MONDAY - 28, 9, &usual);
	t = trend_build_finish(b);
	IS_INT(t->count, 0, "9 days are not shown");
	IS_INT(t->day_count, 9, "but the team's are");
	trend_free(t);
	b = trend_build_new();
	weekdays(b, MONDAY - 28, 10, &usual);
	t = trend_build_finish(b);
	IS_INT(t->count, 1, "10 are");
	OK(t->rows[0].acute == 300 && t->rows[0].ratio == -1,
	    "without a ratio");
	trend_free(t);
	b = trend_build_new();
	weekdays(b, MONDAY - 56, 28, &usual);
	t = trend_build_finish(b);
	IS_INT(t->rows[0].ratio, 1000, "28 days have one");
	trend_free(t);
}

/*
 * 28 days at 30.0, then at 60.0: after n of them acute is
 * 60 - 30 x 0.75^n, baseline 60 - 30 x 0.931^n; the ratio is 1.17, 1.27,
 * 1.32, 1.34, 1.34: on 3 of 5 days from the fifth on.
 */
static void
test_watch(void)
{
	struct day more = { 600, 300, 0, 9, 17 }, slow = { 600, 600, 0, 9, 17 };
	struct day missed = { 600, 300, 1, 9, 17 };
	struct trend_build *b = trend_build_new();
	struct trend *t;
	int64_t day = weekdays(b, MONDAY - 56, 28, &usual);

	weekdays(b, day, 3, &more);
	t = trend_build_finish(b);
	IS_INT(t->rows[0].acute, 473, "acute by hand");
	IS_INT(t->rows[0].baseline, 358, "baseline by hand");
	IS_INT(t->rows[0].ratio, 1323, "the ratio by hand");
	trend_free(t);

	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &usual);
	weekdays(b, day, 5, &more);
	IS_INT(state_of(b, NULL), TREND_NONE, "the load alone is no reason");

	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &usual);
	weekdays(b, day, 4, &slow);
	IS_INT(state_of(b, NULL), TREND_NONE, "2 days of 5 are too few");

	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &usual);
	weekdays(b, day, 5, &slow);
	IS_INT(state_of(b, "handle time +"), TREND_WATCH, "3 are enough");

	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &usual);
	weekdays(b, day, 5, &missed);
	IS_INT(state_of(b, "5 breathers missed"), TREND_WATCH,
	    "missed breathers are a reason");
}

static void
test_rest(void)
{
	struct day late = { 600, 300, 0, 12, 23 };
	struct day early = { 600, 300, 0, 9, 17 };
	struct trend_build *b = trend_build_new();
	int64_t day = weekdays(b, MONDAY - 56, 28, &usual);

	day = weekdays(b, day, 4, &late);
	weekdays(b, day, 1, &early);
	IS_INT(state_of(b, "10 h 0 min of rest"), TREND_WATCH,
	    "10 h between two days");

	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &usual);
	late.until_h = 22;
	day = weekdays(b, day, 4, &late);
	weekdays(b, day, 1, &early);
	IS_INT(state_of(b, NULL), TREND_NONE, "11 h are enough");
}

static void
test_row(void)
{
	struct day more = { 600, 300, 0, 9, 17 };
	struct trend_build *b = trend_build_new();
	int64_t day = weekdays(b, MONDAY - 56, 28, &usual);
	int i;

	for (i = 0; i < 7; i++)
		add_day(b, day + i, &more);
	/* The 28 days end on a Wednesday; the seven go on from there. */
	IS_INT(state_of(b, "days in a row"), TREND_WATCH,
	    "more than 6 days in a row");
}

static void
test_talk(void)
{
	struct day heavy = { 700, 300, 0, 9, 17 };
	struct trend_build *b = trend_build_new();
	int64_t day;
	int i;

	weekdays(b, MONDAY, 4, &heavy);
	IS_INT(state_of(b, NULL), TREND_NONE, "4 days at 70 are not talked of");
	b = trend_build_new();
	weekdays(b, MONDAY, 5, &heavy);
	IS_INT(state_of(b, "mean load of 70"), TREND_TALK, "5 are");

	/* Loads that rise by 12 % a day keep the ratio up. */
	b = trend_build_new();
	day = weekdays(b, MONDAY - 56, 28, &(struct day){ 60, 300, 0, 9, 17 });
	for (i = 0, heavy.load = 70; i < 18; i++) {
		heavy.load = heavy.load * 112 / 100;
		heavy.missed = 1;
		day = weekdays(b, day, 1, &heavy);
	}
	IS_INT(state_of(b, "days now"), TREND_TALK, "after 10 such days");
}

int
main(void)
{
	zone_set("UTC");
	test_shown();
	test_watch();
	test_rest();
	test_row();
	test_talk();
	return tap_done();
}
