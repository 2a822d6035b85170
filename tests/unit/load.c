/* SPDX-License-Identifier: ISC */
/*
 * The load model against values worked by hand from SPEC section 5, and
 * against a slow twin that walks through random days second by second.
 */
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "call/zone.h"
#include "care/load.h"
#include "tap.h"

static struct load_constants c;

static int64_t
min_ms(double min)
{
	return (int64_t)(min * MINUTE_MS);
}

/* Add a record given in minutes; the load after it. */
static double
add(struct load_line *l, double from, double until, int stress)
{
	struct load_point p;

	if (load_line_add(l, min_ms(from), min_ms(until), stress, &p) >=
	    LOAD_LOST)
		return -1;
	return p.after;
}

/* When load reaches 60 in calls of `len` minutes with `gap` between. */
static double
reaches_60(int stress, double len, double gap, int calls, double *most)
{
	struct load_line *l = load_line_new(&c, NULL);
	double t = 0, load, first = -1;
	int i;

	for (i = 0, *most = 0; i < calls; i++, t += len + gap) {
		load = add(l, t, t + len, stress);
		if (load > *most)
			*most = load;
		if (load >= 60 && first < 0)
			first = t + len;
	}
	load_line_free(l);
	return first;
}

static void
check_values(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	struct load_point p;
	double most, gap = 6.0 * 15 / 85;

	IS_REAL(add(l, 0, 10, 90), 32.5, 1e-9, "10 min at stress 90");
	IS_REAL(add(l, 15, 15, 90), 32.5 * exp2(-3 / 20. - 2 / 5.), 1e-9,
	    "an idle gap fades slowly for 3 minutes, then fast");
	load_line_add(l, min_ms(18), min_ms(20), 0, &p);
	IS_REAL(p.before, 32.5 * exp2(-3 / 20. - 5 / 5.), 1e-9,
	    "a call of no length does not begin a new gap");
	load_line_free(l);
	IS_REAL(reaches_60(20, 6, gap, 40, &most), 55.4, 0.05,
	    "85 %% occupancy, stress 20: 60 after 55 min");
	IS_REAL(reaches_60(80, 6, gap, 40, &most), 27.2, 0.05,
	    "85 %% occupancy, stress 80: 60 after 27 min");
	IS_REAL(reaches_60(10, 6, 4, 500, &most), -1, 0,
	    "60 %% occupancy, stress 10: never");
	IS_REAL(most, 7.5 / (1 - exp2(-3 / 20. - 1 / 5.)), 1e-6,
	    "its limit is that of the geometric series");
	IS_INT(load_tenths(0.25 - 1e-12), 3, "a half of a tenth goes up");
	IS_INT(load_points(71.5 - 1e-12), 72, "and that of a point");
	IS_INT(load_tenths(59.9499), 599, "less does not");
	IS_REAL(load_after_break(&c, 80, 5), 40, 1e-9, "5 min leave half");
	IS_REAL(load_after_break(&c, 80, 10), 20, 1e-9, "10 a quarter");
}

static void
breaks_and_gaps(void)
{
	struct rest_span span[] = { { min_ms(11), min_ms(12) },
		{ min_ms(30), min_ms(40) }, { min_ms(55), min_ms(70) } };
	struct rest_list rest = { span, 3, 3 };
	struct load_line *l = load_line_new(&c, &rest);
	double load;

	add(l, 0, 10, 0);
	IS_REAL(load_line_at(l, min_ms(12.5)), 10 * exp2(-1.5 / 20 - 1 / 5.),
	    1e-9, "a break in the first minutes of a gap counts at once");
	load = add(l, 20, 30, 0);
	IS_REAL(load, 10 * exp2(-2 / 20. - 8 / 5.) + 10, 1e-9,
	    "and the gap goes on as an idle one");
	IS_REAL(load_line_at(l, min_ms(35)), load / 2, 1e-9,
	    "5 min of a recorded break leave half");
	load = add(l, 50, 60, 50);
	IS_REAL(load_line_at(l, min_ms(65)), load / 2, 1e-9,
	    "a break during a call begins when the call ends");
	load_line_free(l);

	l = load_line_new(&c, NULL);
	add(l, 0, 28, 100);
	load = load_line_at(l, min_ms(88));
	IS_REAL(load, 98 * exp2(-3 / 20. - 57 / 5.), 1e-9,
	    "after 60 min something is left");
	IS_REAL(add(l, 88, 89, 0) - load, 1, 1e-9, "and is built upon");
	IS_REAL(load_line_at(l, min_ms(149) + 1), 0, 0, "after more nothing");
	IS_REAL(load_line_at(l, min_ms(-1)), 0, 0, "before all nothing");
	load_line_free(l);
}

static void
cap_and_over(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	struct load_point p;
	double load;

	load_line_add(l, 0, min_ms(60), 100, &p);
	IS_REAL(p.after, 100, 0, "an hour at stress 100 is capped");
	IS_REAL(
	    load_line_capped(l), 60 - 100 / 3.5, 1e-9, "minutes at the cap");
	IS_REAL(p.over, 60 - 60 / 3.5, 1e-9,
	    "the first record's minutes "
	    "over 60");
	load_line_add(l, min_ms(64), min_ms(65), 0, &p);
	/* 100 fades to 90.13 at 63 and 78.46 at 64, and 1 is added. */
	IS_REAL(p.after, 100 * exp2(-3 / 20. - 1 / 5.) + 1, 1e-9,
	    "and fades from there");
	IS_REAL(p.over, 5, 1e-9, "minutes over 60 in a gap and its call");
	load = p.after;
	load_line_add(l, min_ms(75), min_ms(76), 0, &p);
	/* 79.46 at 65, 71.61 at 68, 60 after 1.28 min more. */
	IS_REAL(p.over, 3 + 5 * log2(load * exp2(-3 / 20.) / 60), 1e-9,
	    "they end inside a gap");
	IS_REAL(p.over, 4.28, 0.005, "at 4.28 min");
	load_line_add(l, min_ms(70), min_ms(71), 0, &p);
	IS_REAL(p.over, 0, 0, "a record that ends before another has none");
	load_line_free(l);

	/* 84 at 24 min; a call of no length at 40, then one before it. */
	l = load_line_new(&c, NULL);
	add(l, 0, 24, 100);
	load_line_add(l, min_ms(40), min_ms(40), 0, &p);
	IS_REAL(p.over, 3 + 5 * log2(84 * exp2(-3 / 20.) / 60), 1e-9,
	    "a call of no length tells the minutes before it");
	load_line_add(l, min_ms(25), min_ms(26), 0, &p);
	IS_REAL(p.over, 0, 0, "and has told those of one that comes late");
	load_line_add(l, min_ms(41), min_ms(42), 0, &p);
	IS_REAL(p.over, 0, 0, "by 40 min load is below 60");
	load_line_free(l);
}

static void
calls_at_once(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	struct load_point p;

	IS_INT(
	    load_line_add(l, 0, min_ms(10), 20, &p), LOAD_IN_ORDER, "a call");
	IS_REAL(p.after, 15, 1e-9, "is on its own as far as known");
	IS_INT(load_line_add(l, min_ms(5), min_ms(15), 80, &p), LOAD_IN_ORDER,
	    "a second one begins during the first");
	IS_REAL(p.before, 7.5, 1e-9, "at the load inside the first");
	IS_REAL(p.after, 37.5, 1e-9,
	    "minutes count once, at the higher "
	    "stress");
	load_line_add(l, min_ms(5), min_ms(15), 40, &p);
	IS_REAL(p.after, 37.5, 1e-9,
	    "the same minutes at a lower stress "
	    "change nothing");
	load_line_add(l, min_ms(15), min_ms(16), -1, &p);
	IS_REAL(p.after, 38.5, 1e-9, "no stress counts as 0");
	IS_REAL(p.work, 16, 1e-9, "work since the first began");
	IS_INT(p.rest_from, INSTANT_NONE, "no gap before an adjacent call");
	load_line_add(l, min_ms(20), min_ms(21), 0, &p);
	IS_INT(p.rest_from, min_ms(16), "the gap before a call");
	IS_REAL(p.work, 21, 1e-9, "4 min are no rest");
	load_line_add(l, min_ms(26), min_ms(28), 0, &p);
	IS_REAL(p.work, 2, 1e-9, "5 min are");
	load_line_free(l);
}

static void
late_records(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	struct load_point p;
	double first, want;
	int i;

	first = add(l, 0, 10, 0);
	add(l, 80, 90, 0);
	IS_REAL(load_line_at(l, min_ms(80)), 0, 0, "a gap of 70 min");
	IS_INT(load_line_add(l, min_ms(40), min_ms(50), 60, &p), LOAD_LATE,
	    "a record out of order");
	want = first * exp2(-3 / 20. - 27 / 5.);
	IS_REAL(p.before, want, 1e-9, "has the load of its place");
	want = (want + 25) * exp2(-3 / 20. - 27 / 5.);
	IS_REAL(load_line_at(l, min_ms(80)), want, 1e-9,
	    "and those behind it are computed again");
	load_line_free(l);

	l = load_line_new(&c, NULL);
	for (i = 0; i <= LOAD_REACH; i++)
		add(l, i * 10, i * 10 + 5, 50);
	IS_INT(load_line_add(l, min_ms(1), min_ms(2), 9, &p), LOAD_LOST,
	    "further back than 1,000 intervals");
	IS_INT(load_line_add(l, min_ms(10), min_ms(15), 50, &p), LOAD_LATE,
	    "the 1,000th from the end");
	/* Points a minute: 2.25 at stress 50, 3.475 at 99; a gap of 5. */
	IS_REAL(p.before, 11.25 * exp2(-3 / 20. - 2 / 5.), 1e-9,
	    "is computed from what was dropped before it");
	load_line_add(l, min_ms(11), min_ms(12), 99, &p);
	IS_REAL(p.after, 11.25 * exp2(-3 / 20. - 2 / 5.) + 2.25 + 3.475, 1e-9,
	    "so is one inside it");
	IS_INT(load_line_add(l, 5, 4, 0, &p), LOAD_BAD, "end before start");
	IS_INT(load_line_add(l, INT64_MIN, INT64_MAX, 0, &p), LOAD_BAD,
	    "times beyond the years");
	load_line_free(l);
}

/* What was dropped is remembered as far as it matters. */
static void
long_day(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	struct load_point p;
	int i;

	for (i = 0; i < 2 * LOAD_REACH; i++)
		add(l, i, i + 1, 100);
	IS_REAL(load_line_capped(l), 2 * LOAD_REACH - 100 / 3.5, 1e-6,
	    "minutes at the cap, also of what was dropped");
	load_line_add(l, min_ms(LOAD_REACH), min_ms(LOAD_REACH + 1), 0, &p);
	IS_REAL(p.work, LOAD_REACH + 1, 1e-6, "work since the first began");
	IS_INT(
	    load_line_add(l, min_ms(LOAD_REACH - 1), min_ms(LOAD_REACH), 0, &p),
	    LOAD_LOST, "no call earlier than what is kept");
	load_line_free(l);
}

/* The slow twin: one agent's day in seconds. */
enum { DAY = 6 * 3600 };

struct slow {
	signed char stress[DAY]; /* -1: free */
	char rest[DAY];
	double load[DAY + 1];
	double over[DAY + 1]; /* seconds above 60 so far */
};

static void
slow_run(struct slow *s)
{
	double load = 0, half;
	int t, idle = 0;

	for (t = 0, s->over[0] = 0; t < DAY; t++) {
		s->load[t] = load;
		s->over[t + 1] = s->over[t] + (load > 60);
		if (s->stress[t] >= 0) {
			load += (1 + 2.5 * s->stress[t] / 100) / 60;
			if (load > 100)
				load = 100;
			idle = 0;
			continue;
		}
		half = s->rest[t] || idle >= 180 ? 5 : 20;
		load *= exp2(-1 / (60 * half));
		if (++idle > 3600)
			load = 0;
	}
	s->load[DAY] = load;
}

static int
pick(int n)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (int)(x % (uint64_t)n);
}

/* Random recorded breaks, for both twins. */
static void
random_breaks(struct slow *s, struct rest_list *rest)
{
	int t, len;

	memset(s->rest, 0, sizeof(s->rest));
	for (t = 1200 + pick(3000); t < DAY - 1200 && rest->n < rest->cap;
	     t += len + 1800 + pick(5000)) {
		len = 60 + pick(1000);
		rest->span[rest->n].from = (int64_t)t * SECOND_MS;
		rest->span[rest->n++].until = (int64_t)(t + len) * SECOND_MS;
		memset(s->rest + t, 1, (size_t)len);
	}
}

/* The largest differences between the twins, and records too late. */
struct differences {
	double load, over;
	int lost;
};

static void
compare(struct slow *s, const struct load_point *p, int at, int end, int latest,
    struct differences *d)
{
	double over;

	slow_run(s);
	d->load = fmax(d->load, fabs(p->before - s->load[at]));
	d->load = fmax(d->load, fabs(p->after - s->load[end]));
	over = s->over[end] - s->over[latest < 0 ? at : latest];
	d->over = fmax(d->over, fabs(p->over - fmax(over, 0) / 60));
}

/*
 * One random day, now and then late, with calls at once and long gaps.
 * A dense one has more than 1,000 short calls, and few are compared.
 */
static void
random_day(struct slow *s, int dense, struct differences *d)
{
	struct rest_span span[4];
	struct rest_list rest = { span, 0, 4 };
	struct load_line *l;
	struct load_point p;
	int from = 0, latest = -1;

	memset(s->stress, -1, sizeof(s->stress));
	random_breaks(s, &rest);
	l = load_line_new(&c, &rest);
	while (from < DAY - 2000) {
		int stress = pick(101), len = pick(dense ? 12 : 900), at, t;

		at = pick(dense ? 50 : 6) == 0 ? pick(from + 1) : from;
		if (load_line_add(l, (int64_t)at * SECOND_MS,
			(int64_t)(at + len) * SECOND_MS, stress,
			&p) == LOAD_LOST)
			d->lost++;
		else {
			for (t = at; t < at + len; t++)
				if (s->stress[t] < stress)
					s->stress[t] = (signed char)stress;
			if (!dense || at < from || pick(50) == 0)
				compare(s, &p, at, at + len, latest, d);
			if (latest < at + len)
				latest = at + len;
		}
		from += len / 2 + pick(len + 1) + pick(dense ? 9 : 400);
		if (!dense && pick(20) == 0)
			from += 3000 + pick(2000);
	}
	load_line_free(l);
}

static void
slow_twin(void)
{
	struct slow *s = malloc(sizeof(*s));
	struct differences d = { 0, 0, 0 };
	int day;

	if (s == NULL)
		return;
	for (day = 0; day < 1000; day++)
		random_day(s, 0, &d);
	OK(d.load < 0.05, "1,000 random days agree with the slow twin (%.2g)",
	    d.load);
	OK(d.over < 0.2, "so do the minutes over 60 (%.2g)", d.over);
	IS_INT(d.lost, 0, "no record is too late");
	for (day = 0; day < 4; day++)
		random_day(s, 1, &d);
	OK(d.load < 0.05, "so do days of more than 1,000 calls (%.2g)", d.load);
	OK(d.lost > 0, "where some records are too late");
	free(s);
}

/* Less rest never lowers: a random day with recorded breaks and without. */
static void
less_rest(void)
{
	int round, i, lower = 0, higher = 0;

	for (round = 0; round < 200; round++) {
		struct rest_span span[3];
		struct rest_list all = { span, 0, 3 }, fewer;
		struct load_line *a, *b;
		double t = 0;

		for (i = 0; i < 3; i++) {
			span[i].from = min_ms(60 * i + pick(40));
			span[i].until = span[i].from + min_ms(1 + pick(15));
		}
		all.n = 3;
		fewer = all;
		fewer.n = (size_t)pick(3);
		a = load_line_new(&c, &all);
		b = load_line_new(&c, &fewer);
		for (i = 0; i < 30; i++) {
			double len = 1 + pick(6), x, y;
			int stress = pick(90);

			x = add(a, t, t + len, stress);
			y = add(b, t, t + len, stress);
			lower += y < x - 1e-9;
			higher += y > x + 1e-9;
			t += len + pick(8);
		}
		load_line_free(a);
		load_line_free(b);
	}
	IS_INT(lower, 0, "less rest never lowers load");
	OK(higher > 0, "and often raises it");
}

/* More stress never lowers, two halves are a whole. */
static void
laws(void)
{
	int round, i, lower = 0, split = 0, outside = 0;

	for (round = 0; round < 200; round++) {
		struct load_line *a = load_line_new(&c, NULL);
		struct load_line *more = load_line_new(&c, NULL);
		struct load_line *halves = load_line_new(&c, NULL);
		int raised = pick(60);
		double t = 0;

		for (i = 0; i < 60; i++) {
			double len = 1 + pick(9), x, y;
			int stress = pick(90);

			x = add(a, t, t + len, stress);
			y = add(
			    more, t, t + len, stress + (i == raised ? 10 : 0));
			lower += y < x - 1e-9;
			add(halves, t, t + len / 2, stress);
			y = add(halves, t + len / 2, t + len, stress);
			split += fabs(x - y) > 1e-9;
			outside += x < 0 || x > 100;
			t += len + pick(6);
		}
		load_line_free(a);
		load_line_free(more);
		load_line_free(halves);
	}
	IS_INT(lower, 0, "more stress never lowers load");
	IS_INT(split, 0, "two adjacent halves of a call are the whole");
	IS_INT(outside, 0, "load lies within 0 and 100");
}

static void
constants(void)
{
	struct load_constants d;

	IS_INT(load_constants_read(&c, NULL), 0, "the built-in constants");
	IS_REAL(c.g0 + c.g1, 3.5, 0, "growth at stress 100");
	d = c;
	IS_INT(load_constants_change(&d, bytes_of("gap=45,half_life_break=8")),
	    0, "two are changed");
	IS_REAL(d.gap, 45, 0, "the first");
	IS_REAL(d.half_life_break, 8, 0, "the second");
	IS_INT(load_constants_change(&d, bytes_of("gap=x")), -1, "no number");
	IS_INT(diag_status(), STATUS_CANNOT, "is status 2");
	IS_INT(load_constants_change(&d, bytes_of("half_life_free=0")), -1,
	    "a half-life of 0");
	IS_INT(load_constants_change(&d, bytes_of("no=1")), -1, "unknown");
	IS_INT(load_constants_change(&d, bytes_of("")), -1, "nothing");
}

/*
 * Since when a load is reached: at stress 80, 3 points a minute, 60 after
 * 20 min; 72 after 24.  6 min free leave 72 * 2^-(3/20 + 3/5) = 42.81, and
 * 60 is reached again 17.19 / 3 = 5.73 min into the next call.
 */
static void
since(void)
{
	struct load_line *l = load_line_new(&c, NULL);
	double again = 30 + (60 - 72 * exp2(-0.75)) / 3;

	IS_INT(load_line_since(l, 60, min_ms(5)), min_ms(5), "nothing there");
	add(l, 0, 24, 80);
	IS_INT(load_line_since(l, 60, min_ms(19)), min_ms(19), "below: t");
	IS_INT(load_line_since(l, 60, min_ms(24)), min_ms(20), "in a call");
	IS_INT(load_line_since(l, 60, min_ms(25)), min_ms(20), "behind it");
	IS_INT(load_line_since(l, 60, min_ms(29)), min_ms(29), "it has faded");
	IS_INT(load_line_since(l, 0, min_ms(24)), 0, "never below");
	add(l, 30, 60, 80);
	IS_REAL((double)load_line_since(l, 60, min_ms(50)), again * MINUTE_MS,
	    1, "the latest time");
	IS_INT(load_line_since(l, 40, min_ms(50)), min_ms(40.0 / 3),
	    "a gap that stays above is no end");
	load_line_free(l);
}

int
main(void)
{
	constants();
	check_values();
	breaks_and_gaps();
	cap_and_over();
	calls_at_once();
	late_records();
	long_day();
	slow_twin();
	laws();
	less_rest();
	since();
	return tap_done();
}
