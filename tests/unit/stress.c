/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "care/stress.h"
#include "care/words.h"
#include "tap.h"

static struct stress_model model;

/* A call and facts of which nothing is known. */
static void
blank(struct call *c, struct stress_facts *f)
{
	memset(c, 0, sizeof(*c));
	memset(f, 0, sizeof(*f));
	c->start = c->answered_at = c->end = INSTANT_NONE;
	c->ivr = c->wait = c->ring = c->talk = c->hold = c->wrap = c->total =
	    c->handle_time = DURATION_NONE;
	c->sentiment = c->sentiment_end = c->csat = c->csat_scaled =
	    c->self_rating = REAL_NONE;
	c->transfers = c->holds = c->interruptions = c->stress = -1;
	f->median = DURATION_NONE;
	f->text.feeling = REAL_NONE;
	c->outcome = OUTCOME_ANSWERED;
}

static const char *
why(const struct stress *s)
{
	static char text[STRESS_WHY_MAX + 1];

	text[stress_why(s, text)] = '\0';
	return text;
}

static const char *
band(int64_t points)
{
	return stress_band(points).p;
}

/* The tenths of one component for its x, by SPEC section 4 and by hand. */
static void
test_points(void)
{
	static const struct {
		enum component component;
		double x;
		int64_t tenths;
	} cases[] = { { STRESS_HOSTILE, -1, 0 }, { STRESS_HOSTILE, 0, 0 },
		{ STRESS_HOSTILE, 0.7, 175 }, /* 25 x 0.7 = 17.5 */
		{ STRESS_HOSTILE, 0.002, 1 }, /* 0.05: half up */
		{ STRESS_HOSTILE, 0.0019, 0 }, { STRESS_HOSTILE, 1, 250 },
		{ STRESS_HOSTILE, 2, 250 }, { STRESS_SENTIMENT, 0.8, 160 },
		{ STRESS_SENTIMENT, 0.0025, 1 },
		{ STRESS_SENTIMENT, 0.0024, 0 },
		{ STRESS_SENTIMENT, 0.0725, 15 }, /* 1.45: half up */
		{ STRESS_SENTIMENT, 1, 200 }, { STRESS_LENGTH, 0.5, 0 },
		{ STRESS_LENGTH, 1, 0 }, { STRESS_LENGTH, 1.01, 1 }, /* 0.06 */
		{ STRESS_LENGTH, 29 / 24.0, 13 }, /* 1.25: half up */
		{ STRESS_LENGTH, 2, 60 }, { STRESS_LENGTH, 2.5, 90 },
		{ STRESS_LENGTH, 2.99, 119 }, /* 11.94 */
		{ STRESS_LENGTH, 3, 120 }, { STRESS_LENGTH, 9, 120 },
		{ STRESS_REPEAT, 0, 0 }, { STRESS_REPEAT, 1, 50 },
		{ STRESS_REPEAT, 2, 100 }, { STRESS_REPEAT, 7, 100 },
		{ STRESS_WAIT, 0, 0 }, { STRESS_WAIT, 20, 0 },
		{ STRESS_WAIT, 20.624, 0 }, /* 0.04992 */
		{ STRESS_WAIT, 20.625, 1 }, /* 0.05: half up */
		{ STRESS_WAIT, 70, 40 }, { STRESS_WAIT, 119, 79 }, /* 7.92 */
		{ STRESS_WAIT, 120, 80 }, { STRESS_WAIT, 9999, 80 },
		{ STRESS_HOLD, 89, 0 }, { STRESS_HOLD, 90, 0 },
		{ STRESS_HOLD, 345, 35 }, { STRESS_HOLD, 600, 70 },
		{ STRESS_HOLD, 601, 70 }, { STRESS_UNRESOLVED, 0, 0 },
		{ STRESS_UNRESOLVED, 1, 70 }, { STRESS_PASSED, 0, 0 },
		{ STRESS_PASSED, 1, 30 }, { STRESS_PASSED, 2, 60 },
		{ STRESS_PASSED, 3, 60 }, { STRESS_INTERRUPTED, 0, 0 },
		{ STRESS_INTERRUPTED, 1, 10 }, { STRESS_INTERRUPTED, 5, 50 },
		{ STRESS_INTERRUPTED, 6, 50 } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_INT(stress_points(&model, cases[i].component, cases[i].x),
		    cases[i].tenths, "%s at %g",
		    stress_component(cases[i].component), cases[i].x);
}

static void
test_nothing(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	blank(&c, &f);
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, -1, "nothing known: blank");
	IS_INT(s.outside, -1, "no share of nothing");
	IS_INT(s.coverage, 0, "coverage 0");
	IS_TEXT(why(&s), "", "no sum");
	c.self_rating = 10;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, -1, "a self rating alone is half of nothing");
	IS_TEXT(band(-1), "", "no band");
	IS_TEXT(band(0), "calm", "0");
	IS_TEXT(band(29), "calm", "29");
	IS_TEXT(band(30), "strained", "30");
	IS_TEXT(band(59), "strained", "59");
	IS_TEXT(band(60), "hard", "60");
	IS_TEXT(band(100), "hard", "100");
}

/*
 * Which value makes which component known, one at a time: the coverage is
 * then that component's share of the 100 points.
 */
static void
test_coverage(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

#define COVERS(change, percent) \
	do { \
		blank(&c, &f); \
		change; \
		stress_score(&model, &c, &f, &s); \
		IS_INT(s.coverage, percent, #change); \
	} while (0)
	COVERS(c.hostile = FLAG_NO, 25);
	COVERS(c.threat = FLAG_YES, 25);
	COVERS(c.help_asked = FLAG_YES, 0);
	COVERS(c.text = bytes_of("hi"), 31); /* hostile, passed */
	COVERS(c.text = bytes_of(" \t"), 0);
	COVERS(c.sentiment = 0.5, 20);
	COVERS(c.csat_scaled = 1, 20);
	COVERS(c.sentiment_end = -1, 20);
	COVERS(c.handle_time = 5; f.median = 5, 12);
	COVERS(c.handle_time = 5; f.median = 5;
	       c.outcome = OUTCOME_ENDED_BY_POLICY, 12);
	COVERS(c.handle_time = 5; f.median = 5;
	       c.outcome = OUTCOME_ABANDONED, 0);
	COVERS(c.handle_time = 5, 0);
	COVERS(f.median = 5, 0);
	COVERS(c.handle_time = 5; f.median = 0, 0);
	COVERS(c.customer = bytes_of("1"); f.contacts = 1, 10);
	COVERS(c.customer = bytes_of("1"), 0);
	COVERS(f.contacts = 1, 0);
	COVERS(f.contacts = 2, 10);
	COVERS(c.wait = 0, 8);
	COVERS(c.hold = 0, 7);
	COVERS(c.resolved = FLAG_YES, 7);
	COVERS(c.resolved = FLAG_NO, 7);
	COVERS(c.transfers = 0, 6);
	COVERS(c.interruptions = 0, 5);
	COVERS(c.wait = 0; c.hold = 0; c.transfers = 0, 21);
#undef COVERS
}

static void
test_sums(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	/* SPEC's own example, with what makes it. */
	blank(&c, &f);
	c.hostile = FLAG_YES;
	c.sentiment = -0.8;
	c.customer = bytes_of("k");
	f.contacts = 3;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "hostile:25.0 sentiment:16.0 repeat:10.0", "why");
	IS_INT(s.points, 51, "the sum");
	IS_INT(s.outside, 20, "10.0 of 51.0 is 19.6 %%");
	IS_INT(s.coverage, 55, "25 + 20 + 10 of 100");
	IS_INT(s.signals, SIGNAL_ANGER, "the flag is a signal");

	/* Everything at its end, ties in the order of the table. */
	c.sentiment = c.sentiment_end = -1;
	c.handle_time = 3000;
	f.median = 1000;
	c.wait = 120 * SECOND_MS;
	c.hold = 600 * SECOND_MS;
	c.resolved = FLAG_NO;
	c.transfers = 2;
	c.interruptions = 5;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 100, "all there is");
	IS_INT(s.coverage, 100, "all known");
	IS_INT(s.outside, 31, "10 + 8 + 7 + 6");
	IS_TEXT(why(&s),
	    "hostile:25.0 sentiment:20.0 length:12.0 "
	    "repeat:10.0 wait:8.0 hold:7.0 unresolved:7.0 passed:6.0 "
	    "interrupted:5.0",
	    "all parts");

	/* 0.5 rounds up: wait 0.5 at 26.25 s. */
	blank(&c, &f);
	c.wait = 26250;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "wait:0.5", "half a point");
	IS_INT(s.points, 1, "goes up");
	IS_INT(s.outside, 100, "all of it from outside");

	/* Hold 0.5 and interrupted 1.0: half up of 0 % is 0. */
	blank(&c, &f);
	c.interruptions = 1;
	c.resolved = FLAG_YES;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.outside, 0, "none of it from outside");
	c.wait = 0;
	c.interruptions = 0;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 0, "known to be calm");
	IS_TEXT(why(&s), "", "nothing to list");
	IS_INT(s.outside, -1, "no share of 0.0");
}

static void
test_feeling(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	blank(&c, &f);
	c.csat_scaled = -0.5;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:10.0", "from csat");
	c.sentiment = -0.1;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:2.0", "the sentiment column is better");
	c.sentiment_end = -0.7;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:8.0", "10 x 0.1 + 10 x 0.7");
	c.sentiment = 0.9;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:7.0", "a good start does not make up");
	c.sentiment = -0.9;
	c.sentiment_end = 1;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:9.0", "nor does a good end");
	c.sentiment = REAL_NONE;
	c.csat_scaled = REAL_NONE;
	c.sentiment_end = -0.7;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:14.0", "the end alone");
}

static void
test_text(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	blank(&c, &f);
	c.text = bytes_of("angry, wants the boss");
	f.text.grade = 0.7;
	f.text.signals = SIGNAL_ANGER | SIGNAL_MANAGER;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "hostile:17.5 passed:6.0", "graded, and manager");
	IS_INT(s.points, 24, "23.5 goes up");
	c.transfers = 1;
	f.text.signals = SIGNAL_ANGER;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "hostile:17.5 passed:3.0", "one transfer");
	c.hostile = FLAG_YES;
	c.help_asked = FLAG_YES;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "hostile:25.0 passed:3.0", "flagged: all of it");
	IS_INT(s.signals, SIGNAL_ANGER | SIGNAL_HELP, "flags are folded in");
	c.hostile = c.help_asked = FLAG_NO;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "hostile:17.5 passed:3.0",
	    "a flag that says no leaves the text");
	IS_INT(s.signals, SIGNAL_ANGER, "and gives no signal");
}

static void
test_self_and_floors(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	blank(&c, &f);
	c.resolved = FLAG_NO; /* 7.0 */
	c.self_rating = 8;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "unresolved:7.0 self:40.0", "5 x 8");
	IS_INT(s.points, 44, "7 / 2 + 40 = 43.5");
	c.self_rating = 0;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "unresolved:7.0 self:0.0", "0 is shown, it halves");
	IS_INT(s.points, 4, "7 / 2 = 3.5");
	c.self_rating = 7.3;
	c.wait = 26250; /* sum 7.5, rounded 8 */
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "unresolved:7.0 wait:0.5 self:36.5", "tenths");
	IS_INT(s.points, 41, "8 / 2 + 36.5 = 40.5");

	f.text.signals = SIGNAL_ABUSE;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 60, "abuse");
	IS_TEXT(why(&s), "unresolved:7.0 wait:0.5 self:36.5 floor:abuse",
	    "its floor is named");
	f.text.signals = SIGNAL_ABUSE | SIGNAL_SELFHARM;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 90, "selfharm is higher");
	IS_TEXT(why(&s), "unresolved:7.0 wait:0.5 self:36.5 floor:selfharm",
	    "only the highest");
	f.text.signals |= SIGNAL_THREAT;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "unresolved:7.0 wait:0.5 self:36.5 floor:threat",
	    "of equal ones the first");

	blank(&c, &f);
	f.text.signals = SIGNAL_LEGAL;
	c.threat = FLAG_YES;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 90, "a threat flag");
	IS_TEXT(why(&s), "hostile:25.0 floor:threat", "is hostile, too");
	IS_INT(s.signals, SIGNAL_THREAT | SIGNAL_LEGAL, "folded in");

	blank(&c, &f);
	f.text.signals = SIGNAL_SELFHARM;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, 90, "coverage 0, but safety comes first");
	IS_INT(s.coverage, 0, "it stays 0");
	IS_TEXT(why(&s), "floor:selfharm", "only the floor");

	blank(&c, &f);
	c.sentiment = -1;
	c.hostile = FLAG_YES;
	c.resolved = FLAG_NO;
	c.wait = 120 * SECOND_MS; /* 60.0 */
	f.text.signals = SIGNAL_ABUSE;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s),
	    "hostile:25.0 sentiment:20.0 wait:8.0 "
	    "unresolved:7.0",
	    "a floor that raises nothing is not named");
}

/* More of what is hard never lowers the stress. */
static void
test_monotone(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s, t;
	int i, bad = 0;

	srand(11);
	for (i = 0; i < 20000; i++) {
		blank(&c, &f);
		c.customer = bytes_of("k");
		c.sentiment = rand() % 201 / 100.0 - 1;
		c.wait = rand() % 150000;
		c.hold = rand() % 700000;
		c.handle_time = rand() % 900000;
		c.transfers = rand() % 4;
		c.interruptions = rand() % 8;
		c.self_rating = rand() % 2 ? rand() % 11 : REAL_NONE;
		f.median = 1 + rand() % 300000;
		f.contacts = 1 + rand() % 4;
		f.text.grade = rand() % 101 / 100.0;
		f.text.signals = (uint32_t)rand() & 0xfff;
		stress_score(&model, &c, &f, &s);
		switch (i % 8) {
		case 0:
			c.sentiment -= 0.01;
			break;
		case 1:
			c.wait += 500;
			break;
		case 2:
			c.hold += 500;
			break;
		case 3:
			c.handle_time += 500;
			break;
		case 4:
			c.transfers++;
			break;
		case 5:
			c.interruptions++;
			break;
		case 6:
			f.contacts++;
			break;
		case 7:
			f.text.grade += 0.01;
			break;
		}
		stress_score(&model, &c, &f, &t);
		bad += t.points < s.points || t.points > 100 || s.points < 0;
	}
	IS_INT(bad, 0, "more of one thing never lowers it, 20,000 calls");
}

static char dir[64];

static int
load(const char *text)
{
	struct stress_model m;
	char path[128];
	FILE *f;
	int result;

	snprintf(path, sizeof(path), "%s/stress.csv", dir);
	f = fopen(path, "wb");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		return -2;
	result = stress_model_load(&m, dir);
	if (result == 0)
		model = m;
	unlink(path);
	return result;
}

/* A component with max 0 is no part of the model. */
static void
test_switched_off(void)
{
	struct stress_facts f;
	struct call c;
	struct stress s;

	OK(load("component,max\nsentiment,0\n") == 0, "switched off");
	blank(&c, &f);
	c.sentiment = -1;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.points, -1, "then nothing is known");
	c.wait = 70 * SECOND_MS;
	stress_score(&model, &c, &f, &s);
	IS_INT(s.coverage, 10, "8 of the 80 points that are left");
	IS_TEXT(why(&s), "wait:4.0", "it gives no points");
	OK(load("component,max\nwait,0.04999999999\n") == 0, "nearly half");
	c.wait = 200 * SECOND_MS;
	stress_score(&model, &c, &f, &s);
	IS_TEXT(why(&s), "sentiment:20.0", "a tenth's half is off, too");
}

static void
test_settings(void)
{
	static const struct {
		const char *text, *says;
	} bad[] = { { "component\nwait\n", "max" },
		{ "component,max,colour\nwait,8,red\n", "colour" },
		{ "component,max\nweather,8\n", "no component" },
		{ "component,max\nwait,8\nwait,9\n", ":3:" },
		{ "component,max\nwait,lots\n", "from 0 to 100" },
		{ "component,max\nwait,-1\n", "from 0 to 100" },
		{ "component,max\nfloor:threat,101\n", "from 0 to 100" },
		{ "component,max,from,to\nwait,8,20,20\n", "above" },
		{ "component,max,from\nwait,8,120\n", "above" },
		{ "component,max,control\nwait,8,nobody\n", "outside" },
		{ "component,max\nwait,8.5\n", "100.5" } };
	size_t i;

	snprintf(dir, sizeof(dir), "stress-test.%ld", (long)getpid());
	if (mkdir(dir, 0700) != 0) {
		OK(0, "cannot make %s", dir);
		return;
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		OK(load(bad[i].text) == -1 && diag_status() == STATUS_CANNOT,
		    "bad stress.csv %zu is refused", i);
		OK(strstr(diag_text(), bad[i].says) != NULL,
		    "and its sentence says '%s'", bad[i].says);
	}
	OK(load("component,max,from,to,control\nwait,4,10,30,call\n"
		"length,16,,,\nfloor:abuse,70,,,\n") == 0,
	    "a lead's own rows");
	IS_INT(stress_points(&model, STRESS_WAIT, 20), 20, "4 x 10 / 20");
	IS_INT(stress_points(&model, STRESS_LENGTH, 2), 80, "16 x 1 / 2");
	IS_INT(stress_points(&model, STRESS_HOLD, 600), 70,
	    "a row that is absent keeps its numbers");
	IS_REAL(model.floor[2], 70, 0, "a floor");
	OK(!model.row[STRESS_WAIT].outside, "control");
	OK(model.row[STRESS_REPEAT].outside, "control that is absent");
	test_switched_off();
	rmdir(dir);
}

int
main(void)
{
	IS_INT(stress_model_load(&model, NULL), 0, "the built-in model");
	test_points();
	test_nothing();
	test_coverage();
	test_sums();
	test_feeling();
	test_text();
	test_self_and_floors();
	test_monotone();
	test_settings();
	return tap_done();
}
