/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "tap.h"

#include "call/zone.h"
#include "care/arrivals.h"
#include "care/handling.h"
#include "care/target.h"
#include "care/weigh.h"

/* All in UTC; 2026-03-02 is a Monday. */
static int64_t
at(int month, int day, int hour, int minute)
{
	return civil_days(2026, month, day) * DAY_MS + hour * HOUR_MS +
	    minute * MINUTE_MS;
}

static void
calls(struct arrivals *a, int64_t from, int n)
{
	struct call c = { .direction = DIRECTION_IN };

	for (c.start = from; n > 0; n--, c.start += SECOND_MS)
		arrivals_add(a, &c);
}

static struct day *
cut(const char *on, const char *off)
{
	struct day_hours h;
	struct day *d;

	if (day_hours_read(&h, bytes_of(on), bytes_of(off)) != 0)
		printf("Bail out! hours\n");
	d = day_new(&h, HOUR_MS, civil_days(2026, 4, 6));
	day_hours_free(&h);
	return d;
}

/* The weights of a Monday's chunks, a space between. */
static void
weighs(const struct weigh *w, const char *off, int64_t total, int64_t handle_ms,
    const char *want, const char *name)
{
	struct day *d = cut("09:00-14:00", off);
	int64_t working[8], weights[8];
	char text[256] = "";
	size_t i, n = 0;

	for (i = 0; i < d->count; i++)
		working[i] = d->chunks[i].working_ms;
	weigh_chunks(w, d, working, total, handle_ms, weights);
	for (i = 0; i < d->count; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    i > 0 ? " %" PRId64 : "%" PRId64, weights[i]);
	IS_TEXT(text, want, "%s", name);
	day_free(d);
}

/* Five Mondays before 6 April, and one that is too old. */
static struct arrivals *
mondays(void)
{
	static const int nine[] = { 10, 12, 50, 8, 12 };
	struct arrivals *a = arrivals_new();
	int week;

	calls(a, at(2, 23, 9, 0), 999);
	for (week = 0; week < 5; week++) {
		calls(a, at(3, 2, 9, 30) + week * 7 * (int64_t)DAY_MS,
		    nine[week]);
		calls(a, at(3, 2, 10, 59) + week * 7 * (int64_t)DAY_MS,
		    20 + week);
		calls(a, at(3, 2, 13, 0) + week * 7 * (int64_t)DAY_MS, 6);
	}
	return a;
}

static void
usual(void)
{
	struct arrivals *a = mondays();
	struct call c = { .start = at(3, 30, 8, 0),
		.direction = DIRECTION_OUT };
	int64_t dates[ARRIVALS_WEEKS], sum;

	arrivals_add(a, &c);
	c.direction = DIRECTION_UNKNOWN;
	c.joined = bytes_of("p");
	arrivals_add(a, &c);
	arrivals_add(a, &c);
	c.start = INSTANT_NONE;
	arrivals_add(a, &c);
	IS_INT(arrivals_on(a, civil_days(2026, 3, 30), 480, 540), 1,
	    "not outbound, legs once");
	IS_INT(
	    arrivals_weeks(a, civil_days(2026, 4, 6), dates), 5, "five weeks");
	IS_INT(dates[0], civil_days(2026, 3, 30), "the latest first");
	IS_INT(arrivals_usual(a, civil_days(2026, 4, 6), 540, 600, &sum), 24,
	    "twice the median of 8 10 12 12 50");
	IS_INT(sum, 92, "and all of them");
	IS_INT(arrivals_weeks(a, civil_days(2026, 5, 4), dates), 5,
	    "from later on");
	IS_INT(dates[4], civil_days(2026, 3, 2), "the same weeks");
	IS_INT(arrivals_weeks(a, civil_days(2026, 3, 9), dates), 2,
	    "what had gone by then");
	IS_INT(arrivals_usual(a, civil_days(2026, 3, 9), 540, 600, &sum),
	    999 + 10, "twice the median of two is their sum");
	IS_INT(
	    arrivals_weeks(a, civil_days(2026, 4, 7), dates), 0, "no Tuesday");
	arrivals_free(a);
	a = arrivals_new();
	IS_INT(arrivals_weeks(a, civil_days(2026, 4, 6), dates), 0,
	    "nothing at all");
	arrivals_free(a);
	arrivals_free(NULL);
}

static void
profile(void)
{
	struct weigh_notes notes = { 0, 0, 0, 0 };
	struct weigh w = { WEIGH_PROFILE, HOUR_MS, mondays(), &notes };

	/* 12 and 22 calls, none at 11 and 12, 6: the mean of 22 and 6. */
	weighs(&w, "", 80, DURATION_NONE, "24000 44000 28000 28000 12000",
	    "medians, and neighbours' means where no call came");
	IS_INT(notes.smoothed, 2, "two are said to be made up");
	IS_INT(notes.unknown, 0, "the day is known");
	weighs(&w, "09:00-09:15,13:00-13:45", 80, DURATION_NONE,
	    "18000 44000 28000 28000 3000", "as far as they are worked");
	weighs(&(struct weigh){ WEIGH_EVEN, HOUR_MS, NULL, NULL },
	    "09:00-09:15", 80, DURATION_NONE, "1 1 1 1 1", "even");
	arrivals_free((struct arrivals *)(uintptr_t)w.arrivals);
	w.arrivals = arrivals_new();
	weighs(&w, "09:00-09:30", 80, DURATION_NONE,
	    "1800000 3600000 3600000 3600000 3600000",
	    "by minutes when nothing is known");
	IS_INT(notes.unknown, 1, "which is said");
	arrivals_free((struct arrivals *)(uintptr_t)w.arrivals);
}

static void
capacity(void)
{
	struct weigh w = { WEIGH_CAPACITY, HOUR_MS, mondays(), NULL };

	/* 60 min x 0.85 / 3 min = 17 an hour.  34 calls by 24 44 28 28 12
	 * of 136 are 6 11 7 7 3: all fit. */
	weighs(&w, "", 34, 180000, "6000000 11000000 7000000 7000000 3000000",
	    "what fits is as by profile");
	/* 68: 22 of 44 are capped at 17; the other 51 by 24 28 28 12 of 92
	 * are 13.304 15.522 15.522 6.652. */
	weighs(&w, "", 68, 180000,
	    "13304347 17000000 15521739 15521739 6652173",
	    "what is too much goes to the others");
	weighs(&w, "", 100, 180000,
	    "17000000 17000000 17000000 17000000 17000000",
	    "what fits when it is too much for all");
	weighs(&w, "", 100, DURATION_NONE, "24000 44000 28000 28000 12000",
	    "as by profile without handle times");
	arrivals_free((struct arrivals *)(uintptr_t)w.arrivals);
	IS_INT(weigh_fits(8 * (int64_t)HOUR_MS, 360000), 68,
	    "68 of 6 min fit into 8 h");
}

static void
handle(struct handling *h, const char *agent, const char *queue, int n,
    int64_t seconds)
{
	struct call c = { .agent = bytes_of(agent),
		.queue = bytes_of(queue),
		.outcome = OUTCOME_ANSWERED,
		.handled = 1,
		.handle_time = seconds * SECOND_MS };

	for (; n > 0; n--)
		handling_add(h, &c);
}

static void
times(void)
{
	struct handling *h = handling_new();

	handle(h, "Ada", "sales", 30, 300);
	handle(h, "Ada", "help", 10, 500);
	handle(h, "Bo", "help", 90, 900);
	handle(h, "Cy", "sales", 3, 1000);
	handle(h, "Dee", "rare", 5, 77);
	handle(h, "Eve", "sales", 20, 100);
	handling_settle(h);
	/* help has 100 calls, median 900; sales 53, median 300. */
	IS_INT(handling_ms(h, bytes_of("Ada")), 450000,
	    "own median in sales, everybody's in help: (30 x 300 + 10 x 900)"
	    " / 40");
	IS_INT(handling_ms(h, bytes_of("Bo")), 900000, "own");
	IS_INT(handling_ms(h, bytes_of("Eve")), 100000,
	    "own, faster than everybody's");
	IS_INT(handling_ms(h, bytes_of("Cy")), 300000, "too few own");
	/* (30 x 300 + 10 x 900 + 90 x 900 + 3 x 300 + 20 x 100) / 153 */
	IS_INT(handling_ms(h, bytes_of("Dee")), 666000,
	    "a queue with too few: all calls");
	IS_INT(handling_ms(h, bytes_of("")), 666000, "nobody: all calls");
	handling_free(h);
	h = handling_new();
	handling_settle(h);
	IS_INT(handling_ms(h, bytes_of("Ada")), DURATION_NONE, "nothing");
	handling_free(h);
	/* No queue has 20; of 19 together nothing is known, of 21 it is. */
	h = handling_new();
	handle(h, "Ada", "sales", 9, 300);
	handle(h, "Bo", "help", 10, 420);
	handling_settle(h);
	IS_INT(handling_ms(h, bytes_of("Ada")), DURATION_NONE, "19 calls");
	handling_free(h);
	h = handling_new();
	handle(h, "Ada", "sales", 10, 300);
	handle(h, "Bo", "help", 11, 420);
	handling_settle(h);
	IS_INT(handling_ms(h, bytes_of("Ada")), 420000,
	    "21 calls, the 11th by length");
	IS_INT(handling_calls(h), 21, "which are counted");
	handling_free(h);
	handling_free(NULL);
}

static void
share(void)
{
	int64_t calls_of[] = { 80, 40, 30, 50 };
	int64_t fits[] = { 68, 50, 31, INT64_MAX };
	int64_t too_many[] = { 20, 15, 5 }, little[] = { 10, 10, 8 };

	/* 12 are too many, room is 10 and 1: 11 of them move. */
	IS_INT(target_share(calls_of, fits, 4), 11, "as far as there is room");
	OK(calls_of[0] == 69 && calls_of[1] == 50 && calls_of[2] == 31 &&
		calls_of[3] == 50,
	    "69 50 31 50");
	/* 10 and 5 too many, room 3: two of three come from the first. */
	IS_INT(target_share(too_many, little, 3), 3, "all room is used");
	OK(too_many[0] == 18 && too_many[1] == 14 && too_many[2] == 8,
	    "18 14 8");
	IS_INT(target_share(calls_of, fits, 0), 0, "nobody");
}

int
main(void)
{
	if (zone_set("UTC") != 0) {
		printf("1..0 # SKIP no zone tables here\n");
		return 0;
	}
	usual();
	profile();
	capacity();
	times();
	share();
	return tap_done();
}
