/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "tap.h"

#include "base/diag.h"
#include "call/zone.h"
#include "care/forecast.h"
#include "care/picture.h"
#include "care/replan.h"
#include "care/sofar.h"

/* All in UTC, on Monday 2026-04-06. */
static int64_t
at(int month, int day, int hour, int minute)
{
	return civil_days(2026, month, day) * DAY_MS + hour * HOUR_MS +
	    minute * MINUTE_MS;
}

static int64_t
today(int hour, int minute)
{
	return at(4, 6, hour, minute);
}

static void
call(struct target *t, const char *agent, int64_t from, int n)
{
	struct target_standing now;
	struct call c = { .agent = bytes_of(agent),
		.handled = 1,
		.start = from,
		.answered_at = from,
		.end = from + MINUTE_MS };

	for (; n > 0; n--)
		target_take(t, &c, &now);
}

static struct target_setup
setup(const char *hours, const char *off, int64_t each, const char *agents)
{
	struct target_setup s = { .each = each,
		.weigh = { .interval_ms = HOUR_MS },
		.handle_ms = 6 * MINUTE_MS };

	if (day_hours_read(&s.hours, bytes_of(hours), bytes_of(off)) != 0 ||
	    target_agents_read(&s, bytes_of(agents)) != 0)
		printf("Bail out! %s\n", diag_text());
	return s;
}

static void
setup_free(struct target_setup *s)
{
	day_hours_free(&s->hours);
	free(s->agents);
}

/* 80 calls in 09-17: 10 an hour, one in 6 minutes. */
static void
pace(void)
{
	static const struct {
		int64_t done;
		int hour, minute;
		double minutes;
	} want[] = { { 0, 9, 0, 0 }, { 0, 8, 0, 0 }, { 5, 9, 30, 0 },
		{ 7, 9, 30, 12 }, { 3, 9, 30, -12 }, { 0, 17, 0, -480 },
		{ 80, 17, 0, 0 }, { 99, 17, 0, 0 }, { 80, 12, 0, 300 },
		{ 99, 12, 0, 300 }, { 31, 12, 0, 6 }, { 29, 12, 0, -6 },
		{ 80, 20, 0, 0 }, { 2, 8, 0, 12 } };
	struct target_setup s = setup("09:00-17:00", "", 80, "Ada");
	struct target *t = target_new(&s);
	struct target_plan p;
	size_t i;

	target_plan_of(t, 0, civil_days(2026, 4, 6), &p);
	for (i = 0; i < sizeof(want) / sizeof(*want); i++)
		IS_REAL((double)replan_pace_ms(&p, want[i].done,
			    today(want[i].hour, want[i].minute)) /
			MINUTE_MS,
		    want[i].minutes, 1e-9, "%d done at %d:%02d",
		    (int)want[i].done, want[i].hour, want[i].minute);
	target_free(t);
	setup_free(&s);

	/* 3 over 8 h are 0 1 0 1 0 0 1 0: nothing is asked for at once. */
	s = setup("09:00-17:00", "", 3, "Ada");
	t = target_new(&s);
	target_plan_of(t, 0, civil_days(2026, 4, 6), &p);
	IS_INT(replan_pace_ms(&p, 1, today(11, 20)), 0,
	    "as planned in an hour without calls");
	IS_INT(replan_pace_ms(&p, 0, today(11, 20)), -80 * MINUTE_MS,
	    "one behind: 80 minutes after 10:00");
	IS_INT(replan_pace_ms(&p, 2, today(11, 20)), 100 * MINUTE_MS,
	    "one ahead: 100 minutes before 13:00");
	target_free(t);
	setup_free(&s);
}

static void
day_so_far(void)
{
	struct target_setup s =
	    setup("09:00-17:00", "13:00-13:30", 80, "Ada,Bo,Cy");
	struct replan_setup noon = { .now = today(12, 15),
		.date = REPLAN_TODAY };
	struct target *t = target_new(&s);
	const struct replan_agent *a;
	struct replan *r;
	int64_t sum = 0;
	size_t i;

	call(t, "Ada", today(9, 10), 20);
	call(t, "Ada", today(11, 10), 20);
	call(t, "Ada", today(12, 10), 3);
	call(t, "Ada", today(8, 0), 1);
	call(t, "Bo", today(10, 0), 90);
	call(t, "Ada", at(4, 5, 10, 0), 7);
	r = replan_new(t, &noon);
	IS_INT(r->count, 3, "three agents");
	a = &r->agents[0];
	IS_INT(a->done, 44, "Ada has done 44");
	IS_INT(a->left, 36, "36 are left");
	IS_INT(a->working_ms, 255 * MINUTE_MS, "in 4 h 15 min");
	IS_INT(a->fits, 36, "0.85 x 255 / 6 = 36.1 fit");
	IS_INT(a->comes, INT64_MAX, "nobody knows what comes");
	IS_INT(a->reachable, 36, "36 can be reached");
	/* 11 10 11 by 12:00, 11 x 15/60 since: 34.75 are expected. */
	IS_INT(a->pace, 93, "9.25 ahead, half up");
	IS_INT(a->chunk_done[3], 3, "3 since 12:00");
	IS_INT(a->working[3], 45 * MINUTE_MS, "45 min of that hour are left");
	for (i = 0; i < a->count; i++)
		sum += a->parts[i];
	IS_INT(sum, 36, "the rest is planned whole");
	OK(a->parts[0] == 0 && a->parts[2] == 0, "nothing in hours gone by");
	/* 36 by 45 30 60 60 60 of 255: 6.35 10.59 19.06 27.53 36. */
	OK(a->parts[3] == 6 && a->parts[4] == 5 && a->parts[5] == 8 &&
		a->parts[6] == 9 && a->parts[7] == 8,
	    "6 5 8 9 8");
	IS_INT(r->agents[1].left, 0, "Bo has done all");
	IS_INT(r->agents[2].left, 80, "Cy nothing");
	IS_INT(r->agents[2].reachable, 36, "of which 36 can be reached");
	replan_free(r);

	noon.share = 1;
	r = replan_new(t, &noon);
	IS_INT(r->moved, 36, "Bo has room for 36 of Cy's");
	IS_INT(r->agents[1].left, 36, "which are Bo's now");
	IS_INT(r->agents[2].left, 44, "44 stay");
	IS_INT(r->agents[2].own_left, 80, "of 80");
	replan_free(r);
	noon.now = today(18, 0);
	r = replan_new(t, &noon);
	IS_INT(r->agents[2].working_ms, 0, "the day is over");
	IS_INT(r->agents[2].reachable, 0, "nothing can be reached");
	replan_free(r);
	target_free(t);
	setup_free(&s);
	replan_free(NULL);
}

static void
arrive(struct arrivals *a, int64_t from, int n)
{
	struct call c = { .start = from, .direction = DIRECTION_IN };

	for (; n > 0; n--)
		arrivals_add(a, &c);
}

static void
forecasts(void)
{
	struct arrivals *past = arrivals_new(), *now = arrivals_new();
	struct day_hours oneoff = { NULL, 0, NULL, 0 };
	struct forecast f;
	double k, level;
	int week;

	IS_INT(forecast_make(past, now, today(12, 0), NULL, &f), -1,
	    "no history, no forecast");
	/* Five Mondays of 400 by noon and 600 after it, all alike. */
	for (week = 0; week < 5; week++) {
		arrive(past, at(3, 2, 9, 59) + week * 7 * (int64_t)DAY_MS, 400);
		arrive(past, at(3, 2, 12, 0) + week * 7 * (int64_t)DAY_MS, 600);
	}
	arrive(now, today(9, 0), 500);
	IS_INT(forecast_make(past, now, today(12, 0), NULL, &f), 0, "made");
	IS_INT(f.weeks, 5, "from five weeks");
	IS_REAL(f.usual, 1000, 0, "1,000 are usual");
	IS_REAL(f.share, 0.4, 1e-12, "40 %% by noon");
	IS_REAL(f.ratio, 1250, 1e-9, "simple scaling says 1,250");
	/* Only 4 more days than weekdays: k is 100. */
	level = (100 + 500) / (100 + 400.0);
	IS_REAL(f.level, level, 1e-12, "the level");
	IS_REAL(f.day, 500 + 600 * level, 1e-9, "500 and what comes");
	IS_REAL(forecast_until(&f, past, today(12, 0), today(17, 0)),
	    600 * level, 1e-9, "until 17:00");
	forecast_make(past, now, today(8, 0), NULL, &f);
	IS_REAL(f.day, 1000, 1e-9, "as usual before anything came");

	/* Tuesdays that are as steady: D is 0, k is w P / 1.57. */
	for (week = 0; week < 5; week++)
		arrive(past, at(3, 3, 9, 59) + week * 7 * (int64_t)DAY_MS, 300);
	k = 5 * 1000 / 1.57;
	forecast_make(past, now, today(12, 0), NULL, &f);
	level = (k + 500) / (k + 400);
	IS_REAL(f.level, level, 1e-12, "steady weeks weigh more");

	/* 9 to 10 is a spike: it is in the day, and tells nothing. */
	if (day_hours_read(&oneoff, bytes_of("08:30-09:30"), bytes_of("")) != 0)
		printf("Bail out!\n");
	arrive(now, today(11, 0), 400);
	forecast_make(past, now, today(12, 0), &oneoff, &f);
	IS_REAL(f.day, 900 + 600, 1e-9, "a spike of 500 is left out");
	day_hours_free(&oneoff);
	arrivals_free(past);
	arrivals_free(now);
}

/* Mondays of 900 to 1,100: D is 20 / 8 with Tuesdays that do not differ. */
static void
unsteady(void)
{
	static const int mondays[] = { 900, 1000, 1100, 1000, 1000 };
	struct arrivals *past = arrivals_new(), *now = arrivals_new();
	double k = 1 / (1.5 / 1000 + 1.57 / 5000);
	struct forecast f;
	int week;

	for (week = 0; week < 5; week++) {
		arrive(past, at(3, 2, 9, 59) + week * 7 * (int64_t)DAY_MS,
		    mondays[week] / 2);
		arrive(past, at(3, 2, 13, 0) + week * 7 * (int64_t)DAY_MS,
		    mondays[week] / 2);
		arrive(past, at(3, 3, 9, 0) + week * 7 * (int64_t)DAY_MS, 300);
	}
	arrive(now, today(9, 0), 600);
	forecast_make(past, now, today(12, 0), NULL, &f);
	IS_REAL(f.level, (k + 600) / (k + 500), 1e-12,
	    "weeks that differ weigh less");
	arrivals_free(past);
	arrivals_free(now);
}

/* What is still expected is shared by the time that is left. */
static void
volume(void)
{
	struct target_setup s = setup("09:00-17:00", "", 80, "Ada,Bo");
	struct arrivals *past = arrivals_new(), *now = arrivals_new();
	struct target *t = target_new(&s);
	struct replan_setup noon = { .now = today(12, 0),
		.date = REPLAN_TODAY };
	struct forecast f;
	struct replan *r;

	arrive(past, at(3, 30, 10, 0), 40);
	arrive(past, at(3, 30, 16, 59), 31);
	arrive(past, at(3, 30, 17, 0), 99);
	arrive(now, today(10, 0), 40);
	forecast_make(past, now, noon.now, NULL, &f);
	noon.forecast = &f;
	noon.history = past;
	r = replan_new(t, &noon);
	IS_INT(r->agents[0].comes, 16, "16 of 31 until 17:00");
	IS_INT(r->agents[1].comes, 15, "and 15");
	IS_INT(r->agents[0].fits, 42, "though 42 would fit");
	IS_INT(r->agents[0].reachable, 16, "16 can be reached");
	replan_free(r);
	target_free(t);
	setup_free(&s);
	arrivals_free(past);
	arrivals_free(now);
}

/* A day that tells itself how long a call takes. */
static void
so_far(void)
{
	struct target_setup s = setup("09:00-17:00", "", 80, "Ada,Bo");
	struct replan_setup noon = { .now = today(12, 0),
		.date = REPLAN_TODAY };
	struct call c = { .agent = bytes_of("Ada"),
		.outcome = OUTCOME_ANSWERED,
		.handled = 1,
		.start = today(9, 0),
		.answered_at = today(9, 0),
		.handle_time = 10 * MINUTE_MS };
	struct past none = { NULL, NULL };
	struct sofar *day = sofar_new(1);
	struct forecast f;
	struct target *t;
	struct replan *r;
	int i;

	diag_quiet(1);
	s.handle_ms = 0;
	t = target_new(&s);
	for (i = 0; i < 20; i++)
		sofar_add(day, &c);
	r = replan_new(t, &noon);
	IS_INT(replan_unknown(r), 2, "nobody said how long a call takes");
	IS_INT(r->agents[0].reachable, INT64_MAX, "so it is not known");
	IS_INT(r->listed, 1, "the agents are listed");
	replan_free(r);
	sofar_handle(day, t);
	r = replan_new(t, &noon);
	IS_INT(replan_unknown(r), 0, "the day so far does");
	/* 5 h x 0.85 / 10 min = 25.5 */
	IS_INT(r->agents[0].reachable, 25, "25 can be reached");
	IS_INT(r->agents[1].reachable, 25, "by who had no call, too");
	replan_free(r);
	OK(sofar_forecast(day, &none, noon.now, NULL, &f) == NULL,
	    "no past, no forecast");
	sofar_free(day);
	target_free(t);

	t = target_new(&s);
	day = sofar_new(0);
	for (i = 0; i < 20; i++)
		sofar_add(day, &c);
	sofar_handle(day, t);
	r = replan_new(t, &noon);
	IS_INT(replan_unknown(r), 2, "unless times are not wanted");
	replan_free(r);
	noon.now = today(17, 0);
	r = replan_new(t, &noon);
	IS_INT(replan_unknown(r), 0, "a day that is over is known");
	IS_INT(r->agents[0].reachable, 0, "nothing can be reached");
	replan_free(r);
	sofar_free(day);
	sofar_free(NULL);
	target_free(t);
	setup_free(&s);
	diag_quiet(0);
}

/* What of names a terminal gets to see. */
static void
names(void)
{
	static const struct {
		const char *name;
		int columns, utf8, used;
		const char *shown;
	} want[] = { { "Ada", 9, 1, 3, "Ada" }, { "Ada", 2, 1, 2, "Ad" },
		{ "Ada", 0, 1, 0, "" }, { "Ada", -3, 1, 0, "" },
		{ "", 9, 1, 0, "" }, { "A\033[1m\177", 9, 1, 6, "A?[1m?" },
		{ "Zo\303\253", 9, 1, 3, "Zo\303\253" },
		{ "Zo\303\253", 9, 0, 3, "Zo?" },
		{ "\302\233A", 9, 1, 2, "?A" }, { "\377\303A", 9, 1, 3, "??A" },
		{ "A\303", 9, 1, 2, "A?" },
		{ "\346\227\245\346\234\254", 4, 1, 4,
		    "\346\227\245\346\234\254" },
		{ "\346\227\245\346\234\254", 3, 1, 2, "\346\227\245" } };
	struct buf shown;
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(*want); i++) {
		shown = (struct buf){ NULL, 0, 0 };
		IS_INT(picture_name(bytes_of(want[i].name), want[i].columns,
			   want[i].utf8, &shown),
		    want[i].used, "name %zu takes so many columns", i);
		IS_TEXT(buf_string(&shown), want[i].shown, "and is shown so");
		buf_free(&shown);
	}
}

int
main(void)
{
	if (zone_set("UTC") != 0) {
		printf("1..0 # SKIP no zone tables here\n");
		return 0;
	}
	pace();
	day_so_far();
	forecasts();
	unsteady();
	volume();
	so_far();
	names();
	return tap_done();
}
