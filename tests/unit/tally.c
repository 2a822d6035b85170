/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/vector.h"
#include "report/legs.h"
#include "report/ratings.h"
#include "report/setup.h"
#include "report/tally.h"
#include "care/tenths.h"
#include "tap.h"

static void
test_keys(void)
{
	static const int64_t times[] = { INT64_MIN, -86400000, -1, 0, 1,
		1772443800000, INT64_MAX };
	char a[TALLY_INSTANT], b[TALLY_INSTANT];
	size_t i, bad = 0, n = sizeof(times) / sizeof(times[0]);

	for (i = 0; i < n; i++)
		bad +=
		    tally_instant(tally_instant_key(times[i], a)) != times[i];
	for (i = 1; i < n; i++)
		bad += bytes_order(tally_instant_key(times[i - 1], a),
			   tally_instant_key(times[i], b)) >= 0;
	IS_INT(bad, 0, "keys of instants keep them and their order");
}

static void
test_entries(void)
{
	struct tally *t = tally_new();
	struct tally_row *rows;
	char name[16];
	size_t n, i, bad = 0;

	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "agent %zu", i * 7 % 1000);
		tally_add(tally_entry(t, TALLY_AGENTS, bytes_of(name)),
		    MEASURE_LEGS, 1);
	}
	rows = tally_rows(t, TALLY_AGENTS, &n);
	IS_INT(n, 1000, "an entry a name");
	for (i = 0; i < n; i++) {
		bad += rows[i].entry->n[MEASURE_LEGS] != 5;
		bad += i > 0 && bytes_order(rows[i - 1].key, rows[i].key) >= 0;
	}
	IS_INT(bad, 0, "each counted, in the order of their names");
	free(rows);
	OK(tally_entry(t, TALLY_TEAM, bytes_of("")) ==
		tally_at(t, TALLY_TEAM, 0),
	    "the team has place 0");
	tally_free(t);
	tally_free(NULL);
}

static void
test_sums(void)
{
	struct tally *t = tally_new();
	struct tally_entry *a = tally_entry(t, TALLY_QUEUES, bytes_of("a"));
	struct tally_entry *b = tally_entry(t, TALLY_QUEUES, bytes_of("b"));

	tally_add(a, MEASURE_OFFERED, 3);
	tally_add(b, MEASURE_OFFERED, 4);
	tally_most(a, MEASURE_MOST_WAIT_MS, 9);
	tally_most(a, MEASURE_MOST_WAIT_MS, 5);
	tally_most(b, MEASURE_MOST_WAIT_MS, 7);
	hist_add(a->hist[TALLY_WAIT], 9);
	tally_merge(b, a);
	IS_INT(b->n[MEASURE_OFFERED], 7, "sums add up");
	IS_INT(b->n[MEASURE_MOST_WAIT_MS], 9, "the larger stays");
	IS_INT(b->hist[TALLY_WAIT]->total, 1, "histograms add up");
	tally_add(a, MEASURE_TARGET, INT64_MAX);
	tally_add(a, MEASURE_TARGET, 5);
	OK(a->n[MEASURE_TARGET] == INT64_MAX, "a sum stays in its range");
	tally_free(t);
}

/* Add a leg of so long to a team, and to a queue if there is one. */
static void
add_leg(struct tally_entry *const to[], size_t count, struct tally_sums *sums,
    int64_t handle_ms)
{
	sums->n[MEASURE_LEGS] = 1;
	sums->n[MEASURE_HANDLE_MS] = handle_ms;
	sums->n[MEASURE_THANKS] = 2;
	tally_add_leg(to, count, sums);
}

/* A record counts in all its places as it would one after the other. */
static void
test_add(const char *with)
{
	struct tally *t = tally_new();
	struct tally_entry *to[] = { tally_at(t, TALLY_TEAM, 0),
		tally_entry(t, TALLY_QUEUES, bytes_of("orders")) };
	struct tally_sums sums = { .n = { 0 } };

	sums.n[MEASURE_OFFERED] = 1;
	sums.n[MEASURE_FIRSTS_OPEN] = 3;
	to[1]->n[MEASURE_RATING] = -7;
	add_leg(to, 2, &sums, 5);
	add_leg(to, 2, &sums, 5);
	IS_INT(to[0]->n[MEASURE_LEGS], 2, "%s: a leg counts in the team", with);
	IS_INT(to[1]->n[MEASURE_HANDLE_MS], 10, "and in its queue");
	IS_INT(to[1]->n[MEASURE_THANKS], 4, "the last measure, too");
	IS_INT(to[1]->n[MEASURE_PROMISED], 0, "and no other");
	IS_INT(to[1]->n[MEASURE_RATING], -7, "what is negative stays");
	IS_INT(to[0]->n[MEASURE_OFFERED], 0, "nor those of an offered call");
	IS_INT(sums.n[MEASURE_HANDLE_MS], 0, "what was added is 0");
	IS_INT(sums.n[MEASURE_OFFERED], 1, "what was not is not");

	add_leg(to, 2, &sums, INT64_MAX - 12);
	OK(to[0]->n[MEASURE_HANDLE_MS] == INT64_MAX - 2,
	    "a leg's sum may be large");
	IS_INT(sums.n[MEASURE_HANDLE_MS], 0, "and is 0 then, too");
	add_leg(to, 1, &sums, 7);
	OK(to[0]->n[MEASURE_HANDLE_MS] == INT64_MAX, "it stays in its range");
	IS_INT(to[0]->n[MEASURE_LEGS], 4, "the others are added once");
	add_leg(to, 2, &sums, 2);
	OK(to[0]->n[MEASURE_HANDLE_MS] == INT64_MAX, "from then on, too");
	OK(to[1]->n[MEASURE_HANDLE_MS] == INT64_MAX, "and in its queue");
	IS_INT(to[1]->n[MEASURE_LEGS], 4, "which has its own sums");

	tally_add_call(to, 2, &sums);
	IS_INT(to[0]->n[MEASURE_OFFERED], 1, "an offered call counts");
	IS_INT(to[1]->n[MEASURE_FIRSTS_OPEN], 3, "in all its measures");
	IS_INT(to[1]->n[MEASURE_LEGS], 4, "and no leg with it");
	tally_free(t);
}

static struct leg_call *
call_of(struct recent *l, struct bytes parent_id, int *first)
{
	struct call call = { .joined = parent_id };

	return legs_call(l, &call, first);
}

static void
test_legs(void)
{
	struct recent *l = legs_new();
	char name[32];
	size_t i, bad = 0;
	int first;

	call_of(l, bytes_of("one"), &first)->answered = 1;
	IS_INT(first, 1, "the first leg");
	OK(call_of(l, bytes_of("one"), &first)->answered && !first,
	    "the second one knows the call");
	for (i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "call %zu", i);
		call_of(l, bytes_of(name), &first);
		bad += !first;
		call_of(l, bytes_of(name), &first);
		bad += first;
	}
	IS_INT(bad, 0, "many calls of two legs");
	call_of(l, bytes_of("one"), &first);
	IS_INT(first, 1, "long ago is forgotten");
	recent_free(l);

	l = legs_new();
	for (i = 0; i < 26000; i++) {
		snprintf(name, sizeof(name), "call %zu", i);
		call_of(l, bytes_of(name), &first);
	}
	call_of(l, bytes_of("call 10000"), &first);
	IS_INT(first, 0, "16,000 calls ago is known");
	recent_free(l);
}

static void
is_scale(const struct ratings *r, const char *want)
{
	char text[64];

	ratings_scale(r, text, sizeof(text));
	IS_TEXT(text, want, "a scale of %s", want);
}

static void
test_ratings(void)
{
	struct ratings none = { 0 }, a = { 0 }, b = { 0 }, c = { 0 };

	is_scale(&none, "");
	ratings_see(&a, 3, 0);
	is_scale(&a, "1..5");
	ratings_see(&a, 3, 0);
	ratings_see(&a, 4, .5);
	is_scale(&a, "1..5");
	ratings_see(&b, 7, -.3); /* 0..20 */
	ratings_see(&b, 12, .2);
	is_scale(&b, "0..20");
	ratings_see(&c, 50, 0);
	is_scale(&c, "0..100");
}

static void
is_tenths(const char *text, int64_t want)
{
	int64_t got = -1;

	if (tenths_read(bytes_of(text), &got) != 0)
		got = -1;
	IS_INT(got, want, "'%s' in tenths", text);
}

static void
test_setup(void)
{
	struct setup s;
	char text[SETUP_CLOCK];

	IS_INT(setup_load(&s, NULL), 0, "the built-in settings");
	OK(s.sl_variant == SERVICE_OFFERED && s.within_ms == 20000 &&
		s.short_ms == 5000 && s.day_start_ms == 0,
	    "are the defaults");
	s.day_start_ms = (6 * 60 + 5) * 60000;
	OK(bytes_is(setup_day_start(&s, text), "06:05"), "a clock time");
}

/* All but the first letter goes. */
static void
initial(void *arg, struct bytes key, struct buf *out)
{
	(void)arg;
	buf_add(out, key.p, 1);
}

static void
test_rename(void)
{
	static const char *const before[] = { "Ada", "Bo", "Abe", "Al" };
	static const char *const after[] = { "A", "B", "A (2)", "A (3)" };
	struct tally *t = tally_new();
	uint32_t i;

	for (i = 0; i < 4; i++)
		tally_add(tally_entry(t, TALLY_AGENTS, bytes_of(before[i])),
		    MEASURE_LEGS, i + 1);
	tally_rename(t, TALLY_AGENTS, initial, NULL);
	IS_INT((long)tally_count(t, TALLY_AGENTS), 4, "renamed: all are there");
	for (i = 0; i < 4; i++)
		OK(bytes_is(tally_key(t, TALLY_AGENTS, i), after[i]) &&
			tally_at(t, TALLY_AGENTS, i)->n[MEASURE_LEGS] ==
			    i + 1 &&
			tally_at(t, TALLY_AGENTS, i)->place == i,
		    "renamed: %s is %s, in its place", before[i], after[i]);
	OK(tally_entry(t, TALLY_AGENTS, bytes_of("A"))->n[MEASURE_LEGS] == 1,
	    "and found by its new name");
	tally_free(t);
}

/* The near way says the same of what it takes, and takes what is usual. */
static void
test_near(void)
{
	static const char *const odd[] = { "1.23", "12345.6", "1:5", ".55",
		"1,5", "-1.5", "1..5", "a.5", "5.a", "15", "150", "1500" };
	char text[32];
	int64_t near, far;
	size_t i, bad = 0;

	for (i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "9.99.999%zu.%zu", i / 10, i % 10);
		bad += tenths_near(bytes_of(text + 8), &near) != 0 ||
		    near != (int64_t)i;
	}
	IS_INT(bad, 0, "0.0 to 999.9");
	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		snprintf(text, sizeof(text), "9.99.999%s", odd[i]);
		bad += tenths_near(bytes_of(text + 8), &near) == 0 &&
		    (tenths_read(bytes_of(text + 8), &far) != 0 || near != far);
	}
	IS_INT(bad, 0, "nothing else");
}

int
main(void)
{
	int level;

	test_keys();
	test_rename();
	test_entries();
	test_sums();
	for (level = 0; vector_name(level) != NULL; level++) {
		vector_use(level);
		test_add(vector_name(level));
	}
	vector_use(-1);
	test_legs();
	test_ratings();
	is_tenths("12.3", 123);
	is_tenths("12", 120);
	is_tenths("0.0", 0);
	is_tenths("-1", -1);
	is_tenths("1.23", -1);
	is_tenths(".5", -1);
	is_tenths("", -1);
	is_tenths("9999999999999999", 99999999999999990);
	is_tenths("99999999999999999", -1);
	test_near();
	test_setup();
	return tap_done();
}
