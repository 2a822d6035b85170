/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "report/moments.h"
#include "report/shape.h"
#include "tap.h"

static void
test_hours(void)
{
	struct tally *t = tally_new();
	struct shape *s = shape_new();
	struct tally_entry *ada = tally_entry(t, TALLY_AGENTS, bytes_of("Ada"));
	struct tally_entry *bo = tally_entry(t, TALLY_AGENTS, bytes_of("Bo"));
	struct shape_agent *a = shape_agent(s, ada);

	IS_INT(shape_hour(a, 9), -1, "an hour of nothing has no stress");
	shape_stress(a, 9, 60 * MINUTE_MS, 10);
	shape_stress(a, 9, 20 * MINUTE_MS, 50);
	shape_stress(a, 10, 5 * MINUTE_MS, 0);
	IS_INT(shape_hour(a, 9), 20, "minutes weigh: (600 + 1000) / 80");
	IS_INT(shape_hour(a, 10), 0, "calm is known, too");
	shape_stress(a, 11, INT64_MAX, 100);
	IS_INT(shape_hour(a, 11), -1, "no handle time lasts for ever");
	IS_INT(shape_twice(s), -1, "no hour came twice");
	IS_INT(shape_again(s, 2), SHAPE_AGAIN, "one comes again");
	IS_INT(shape_again(s, 3), 3, "of another day another one is as it is");
	IS_INT(shape_twice(s), 2, "it is known");
	shape_stress(a, 2, 10 * MINUTE_MS, 20);
	shape_stress(a, SHAPE_AGAIN, 30 * MINUTE_MS, 40);
	IS_INT(shape_hour(a, 2), 20, "the first time");
	IS_INT(shape_hour(a, SHAPE_AGAIN), 40, "the second time");
	IS_INT(shape_clock(s, a, 2), 35, "both: (200 + 1200) / 40");
	IS_INT(shape_clock(s, a, 9), 20, "others are what they are");
	OK(shape_look(s, ada) == a, "found again");
	OK(shape_look(s, bo) == NULL, "of Bo nothing is known");
	OK(shape_look(NULL, ada) == NULL, "nothing where nothing is kept");
	shape_free(s);
	shape_free(NULL);
	tally_free(t);
}

static void
test_load(void)
{
	struct tally *t = tally_new();
	struct shape *s = shape_new();
	struct shape_agent *a =
	    shape_agent(s, tally_entry(t, TALLY_AGENTS, bytes_of("Ada")));

	shape_before(a, 61, 100);
	shape_after(a, 65, 250);
	shape_before(a, 67, 200);
	shape_after(a, 69, 300);
	IS_INT(a->first[6], 101, "a slice begins with its first load");
	IS_INT(a->last[6], 301, "and ends with its last");
	shape_after(a, 1439, 5000);
	IS_INT(a->last[143], 1001, "100 is the most, to the last minute");
	IS_INT(a->first[143], 1001, "what began before it ends in it");
	shape_mark(a, 70, SHAPE_OFFERED);
	shape_mark(a, 79, SHAPE_TAKEN);
	IS_INT(a->marks[7], SHAPE_OFFERED | SHAPE_TAKEN, "marks add up");
	shape_free(s);
	tally_free(t);
}

static void
test_moments(void)
{
	static const int weights[] = { 60, 70, 60, 90, 65, 60, 80 };
	static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g" };
	struct moments *m = moments_new();
	struct call c = { .stress = 60 };
	const struct moment *kept;
	size_t i, n;
	char got[16] = "";

	for (i = 0; i < 7; i++) {
		c.call_id = bytes_of(ids[i]);
		c.start = (int64_t)i;
		moments_take(m, MOMENT_RESOLVED, &c, weights[i]);
	}
	kept = moments_of(m, MOMENT_RESOLVED, &n);
	IS_INT(n, MOMENTS, "so many are kept");
	for (i = 0; i < n; i++)
		got[i] = kept[i].call_id.p[0];
	IS_TEXT(got, "abdeg", "the largest, the earlier of equals, by time");
	for (i = 0; i < 7; i++) {
		c.call_id = bytes_of(ids[i]);
		c.start = (int64_t)i;
		moments_take(m, MOMENT_TURNED, &c, 1);
	}
	kept = moments_of(m, MOMENT_TURNED, &n);
	OK(n == MOMENTS && kept[n - 1].call_id.p[0] == 'e',
	    "of equals the first ones");
	kept = moments_of(m, MOMENT_THANKS, &n);
	IS_INT(n, 0, "and none of another kind");
	moments_free(m);
	moments_free(NULL);
}

int
main(void)
{
	test_hours();
	test_load();
	test_moments();
	return tap_done();
}
