/* SPDX-License-Identifier: ISC */
/* Levels, acknowledgements, and where an escalation has got to. */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "call/duration.h"
#include "call/when.h"
#include "care/ladder.h"
#include "care/work_state.h"
#include "instants.h"
#include "settings_dir.h"
#include "tap.h"

static struct ladder *
ladder_of(const char *rows)
{
	struct settings *s;
	struct ladder *l;
	char text[512];

	snprintf(text, sizeof(text), "level,name,ack,repeat\n%s", rows);
	s = settings_parse("levels.csv", bytes_of(text));
	l = ladder_read(s, NULL, NULL);
	if (l == NULL)
		printf("# %s\n", diag_text());
	settings_free(s);
	return l;
}

static int
level_of(const void *ladder, struct bytes b)
{
	return ladder_find(ladder, b);
}

static struct acks *
acks_of(const struct ladder *l, const char *rows)
{
	char text[512];
	struct acks *a;

	snprintf(text, sizeof(text), "call_id,level,at\n%s", rows);
	write_file("acks.csv", text);
	a = acks_read(
	    path_of("acks.csv"), at("2026-03-06") / DAY_MS, level_of, l);
	unlink(path_of("acks.csv"));
	return a;
}

/*
 * Due on level 1 on Friday 2026-03-06 at 16:30.  Lead 30m, manager 1h,
 * director every 2h; the clock is 24x7 or Monday to Friday, 9 to 17.
 */
static const struct climb {
	const char *now, *acks;
	int business, level, acked;
	const char *due;
	int64_t repeats;
} climbs[] = { { "2026-03-06 16:00", "", 0, 1, 0, "2026-03-06T16:30:00+00:00",
		   0 },
	{ "2026-03-06 17:00", "", 0, 1, 0, "2026-03-06T16:30:00+00:00", 0 },
	{ "2026-03-06 17:00:01", "", 0, 2, 0, "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-06 18:00", "", 0, 2, 0, "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-06 18:00:01", "", 0, 3, 0, "2026-03-06T18:00:00+00:00", 0 },
	{ "2026-03-06 20:00", "", 0, 3, 0, "2026-03-06T18:00:00+00:00", 0 },
	{ "2026-03-06 20:00:01", "", 0, 3, 0, "2026-03-06T20:00:00+00:00", 1 },
	{ "2026-03-07 18:00:01", "", 0, 3, 0, "2026-03-07T18:00:00+00:00", 12 },
	/* On the business clock: Friday 17:00, Monday 10:00, 12:00. */
	{ "2026-03-06 17:00", "", 1, 1, 0, "2026-03-06T16:30:00+00:00", 0 },
	{ "2026-03-09 09:00:01", "", 1, 2, 0, "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-09 10:30", "", 1, 3, 0, "2026-03-09T10:00:00+00:00", 0 },
	{ "2026-03-09 12:30", "", 1, 3, 0, "2026-03-09T12:00:00+00:00", 1 },
	{ "2026-03-10 09:30", "", 1, 3, 0, "2026-03-09T16:00:00+00:00", 3 },
	/* Acknowledged in time, at the last moment, too late. */
	{ "2026-03-07 18:00", "X,lead,16:40", 0, 1, 1,
	    "2026-03-06T16:30:00+00:00", 0 },
	{ "2026-03-07 18:00", "X,1,2026-03-06 17:00", 0, 1, 1,
	    "2026-03-06T16:30:00+00:00", 0 },
	{ "2026-03-06 17:30", "X,1,2026-03-06 17:00:01", 0, 2, 0,
	    "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-07 18:00", "X,manager,17:30", 0, 2, 1,
	    "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-07 18:00", "X,director,17:30", 0, 2, 1,
	    "2026-03-06T17:00:00+00:00", 0 },
	{ "2026-03-07 18:00", "X,director,16:45", 0, 1, 1,
	    "2026-03-06T16:30:00+00:00", 0 },
	{ "2026-03-07 18:30", "X,director,20:30", 0, 3, 1,
	    "2026-03-06T20:00:00+00:00", 1 },
	/* Another call's, or yet to come. */
	{ "2026-03-06 17:30", "Y,1,16:40", 0, 2, 0, "2026-03-06T17:00:00+00:00",
	    0 },
	{ "2026-03-06 16:35", "X,1,16:40", 0, 1, 0, "2026-03-06T16:30:00+00:00",
	    0 },
	{ "2026-03-07 18:00", "X,1,17:10\nX,2,17:20\nX,1,17:05", 0, 2, 1,
	    "2026-03-06T17:00:00+00:00", 0 } };

static void
test_climb(void)
{
	struct ladder *l = ladder_of("3,director,,2h\n1,lead,30m,\n"
				     "2,manager,1h,\n");
	struct clock *clock = clock_load(NULL, at("2026-03-06"));
	size_t i;

	for (i = 0; i < sizeof(climbs) / sizeof(climbs[0]); i++) {
		const struct climb *c = &climbs[i];
		struct ladder_clock on = { c->business ? clock : NULL,
			{ NULL, 0 } };
		struct rung r = { .level = 1, .due = at("2026-03-06 16:30") };
		struct acks *acks = acks_of(l, c->acks);
		struct acks_list list = { NULL, 0, 0 };

		acks_join(&list, acks_find(acks, bytes_of("X")));
		ladder_climb(l, &on, &list, at(c->now), &r);
		free(list.call);
		OK(r.level == c->level && r.acked == c->acked &&
			r.repeats == c->repeats,
		    "at %s %s: level %d", c->now, c->acks, c->level);
		IS_TEXT(text_of(r.due), c->due, "and its due time");
		acks_free(acks);
	}
	clock_free(clock);
	ladder_free(l);
}

static void
test_ends(void)
{
	struct ladder_clock always = { NULL, { NULL, 0 } };
	struct ladder *l = ladder_of("1,lead,30m,\n2,manager,1h,\n");
	struct rung r = { .level = 2, .due = 0 };

	ladder_climb(l, &always, NULL, 10 * (int64_t)DAY_MS, &r);
	OK(r.level == 2 && r.due == 0, "there is nobody above: it stays");
	r.level = 1;
	r.due = INSTANT_NONE;
	ladder_climb(l, &always, NULL, 10 * (int64_t)DAY_MS, &r);
	OK(r.level == 1 && r.due == INSTANT_NONE,
	    "what is never due does "
	    "not climb");
	ladder_add(l, 7);
	IS_TEXT(ladder_name(l, 7).p, "7", "a level that only a rule has");
	r.level = 2;
	r.due = 0;
	ladder_climb(l, &always, NULL, 10 * (int64_t)DAY_MS, &r);
	IS_INT(r.level, 2, "is nobody to hand on to");
	ladder_free(l);
	/* A thousand years of repeats take no longer than one. */
	l = ladder_of("1,lead,,1s\n");
	r.level = 1;
	r.due = 0;
	ladder_climb(l, &always, NULL, 365250 * (int64_t)DAY_MS, &r);
	IS_INT(r.repeats, 365250 * (int64_t)86400 - 1, "many repeats");
	ladder_free(l);
	ladder_free(NULL);
}

static void
test_files(void)
{
	static const char *const wrong[][2] = { { ",1,2026-03-06 10:00",
						    "column call_id" },
		{ "X,boss,2026-03-06 10:00", "column level" },
		{ "X,0,2026-03-06 10:00", "column level" },
		{ "X,1,soon", "column at" }, { "X,1,", "column at" } };
	struct ladder *l = ladder_of("1,lead,30m,\n");
	struct acks *a;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		a = acks_of(l, wrong[i][0]);
		OK(a == NULL && strstr(diag_text(), wrong[i][1]) != NULL &&
			diag_status() == STATUS_CANNOT,
		    "acks: %s", wrong[i][1]);
		acks_free(a);
	}
	a = acks_read("/nonexistent", 0, level_of, l);
	OK(a == NULL && diag_status() == STATUS_SYSTEM, "no such file");
	OK(acks_find(NULL, bytes_of("X")) == NULL, "no acks");
	OK(ladder_of("1,a,30,\n2,b,,\n") == NULL &&
		strstr(diag_text(), "column ack") != NULL,
	    "an ack without its unit");
	OK(ladder_of("1,a,30m,\n2,b,,1\n") == NULL &&
		strstr(diag_text(), "column repeat") != NULL,
	    "a repeat without its unit");
	IS_INT(acks_first(NULL, 1, INT64_MAX), INSTANT_NONE, "no call");
	ladder_free(l);
}

static void
test_work_state(void)
{
	static const struct {
		const char *status;
		enum work_state want;
	} cases[] = { { "", WORK_OPEN }, { "open", WORK_OPEN },
		{ "new", WORK_OPEN }, { "in progress", WORK_OPEN },
		{ "waiting", WORK_PAUSED }, { "On-Hold", WORK_PAUSED },
		{ " on hold ", WORK_PAUSED }, { "PENDING", WORK_PAUSED },
		{ "Waiting for customer", WORK_PAUSED },
		{ "waiting for support", WORK_OPEN },
		{ "closed", WORK_STOPPED }, { "Done", WORK_STOPPED },
		{ "solved", WORK_STOPPED }, { "unresolved", WORK_OPEN },
		{ "kept, as promised, and then some more words", WORK_OPEN } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_INT(work_state(bytes_of(cases[i].status)), cases[i].want,
		    "status '%s'", cases[i].status);
}

int
main(void)
{
	/* That times alone are put on a day is said, and not looked at here. */
	diag_quiet(1);
	if (zone_set("UTC") != 0 || mkdtemp(dir) == NULL)
		return diag_report();
	test_climb();
	test_ends();
	test_files();
	test_work_state();
	rmdir(dir);
	return tap_done();
}
