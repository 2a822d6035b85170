/* SPDX-License-Identifier: ISC */
#include "care/stress.h"
#include "care/causes.h"
#include "tap.h"

/* The work that a cause got, all its parts together. */
static int64_t
work_of(const struct cause_part *parts, size_t n, size_t cause)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (parts[i].cause == cause)
			sum += parts[i].work;
	return sum;
}

static int64_t
sum_of(const struct cause_part *parts, size_t n)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += parts[i].work;
	return sum;
}

static void
test_plain(void)
{
	struct cause_part p[CAUSES];
	size_t n = causes_split(
	    bytes_of("hostile:25.0 wait:4.0 repeat:1.0"), 30, 3000, p);

	IS_INT(n, 3, "three parts");
	IS_INT(work_of(p, n, STRESS_HOSTILE), 2500, "25 of 30 points");
	IS_INT(work_of(p, n, STRESS_WAIT), 400, "4 of 30");
	IS_INT(work_of(p, n, STRESS_REPEAT), 100, "1 of 30");
	n = causes_split(bytes_of("hold:0.1 wait:0.1 length:0.1"), 0, 100, p);
	IS_INT(sum_of(p, n), 100, "what does not divide is not lost");
}

/* Stress = half of the sum of components, and the rating's points. */
static void
test_self(void)
{
	struct cause_part p[CAUSES];
	size_t n = causes_split(
	    bytes_of("hostile:20.0 wait:4.0 self:35.0"), 47, 4700, p);

	IS_INT(work_of(p, n, STRESS_HOSTILE), 1000, "half of 20 of 47");
	IS_INT(work_of(p, n, STRESS_WAIT), 200, "half of 4");
	IS_INT(work_of(p, n, CAUSE_SELF), 3500, "all of the rating");
}

/* A floor of 90 over a sum of 30. */
static void
test_floor(void)
{
	struct cause_part p[CAUSES];
	size_t n = causes_split(
	    bytes_of("hostile:25.0 wait:5.0 floor:threat"), 90, 9000, p);

	IS_INT(work_of(p, n, STRESS_HOSTILE), 2500, "25 of 90");
	IS_INT(work_of(p, n, CAUSE_THREAT), 6000, "the floor gave 60 of 90");
	n = causes_split(bytes_of("floor:selfharm"), 90, 9000, p);
	IS_INT(work_of(p, n, CAUSE_SELFHARM), 9000, "or all of it");
	n = causes_split(bytes_of("hostile:61.0 floor:abuse"), 60, 60, p);
	IS_INT(work_of(p, n, STRESS_HOSTILE), 60,
	    "a floor below the sum gave nothing");
}

static void
test_odd(void)
{
	struct cause_part p[CAUSES];
	struct buf many = { NULL, 0, 0 };
	size_t n, i;

	IS_INT(causes_split(bytes_of(""), 50, 100, p), 0, "no sum");
	IS_INT(causes_split(bytes_of("hello there"), 50, 100, p), 0,
	    "words are no sum");
	IS_INT(causes_split(
		   bytes_of("wait:-3 wait:x wait: :4 wait:0.0"), 50, 100, p),
	    1, "only what is a number of points");
	IS_INT(p[0].cause, CAUSE_OTHER, "a number without a name");
	n = causes_split(bytes_of("moon:5.0 wait:5.0"), 10, 100, p);
	IS_INT(work_of(p, n, CAUSE_OTHER), 50, "a name that is not ours");
	for (i = 0; i < 1000; i++)
		buf_add_string(&many, "wait:999999999999.9 ");
	n = causes_split(buf_bytes(&many), 100, INT64_MAX, p);
	OK(n < CAUSES, "more terms than causes are cut off");
	OK(sum_of(p, n) == INT64_MAX, "and the largest work is shared out");
	buf_free(&many);
}

/* Every component by its name; what is nearly a term; long sums. */
static void
test_terms(void)
{
	static const char nul[] = "hostile:1.5\0 wait:1.5";
	struct cause_part p[CAUSES];
	struct buf sum = { NULL, 0, 0 };
	size_t i, n, bad = 0;

	for (i = 0; i < CAUSE_THREAT; i++) {
		sum.n = 0;
		buf_add_bytes(&sum, cause_name(i));
		buf_add_string(&sum, ":12.5");
		n = causes_split(buf_bytes(&sum), 0, 100, p);
		bad += n != 1 || p[0].cause != i || p[0].work != 100;
	}
	IS_INT(bad, 0, "each name is told");
	sum.n = 0;
	for (i = 0; i < 9; i++)
		buf_add_string(&sum, "interrupted:10.0 ");
	n = causes_split(buf_bytes(&sum), 0, 900, p);
	IS_INT(n, 9, "a sum of 153 bytes");
	IS_INT(p[8].work, 100, "shared out evenly");
	buf_free(&sum);
	n = causes_split((struct bytes){ nul, sizeof(nul) - 1 }, 0, 100, p);
	IS_INT(n, 1, "a NUL makes no number");
	IS_INT(work_of(p, n, STRESS_WAIT), 100, "and what follows counts");
	n = causes_split(bytes_of("self:0.0 length:3.0 wait:1.0"), 0, 400, p);
	IS_INT(n, 2, "a rating that gave nothing is no part");
	IS_INT(work_of(p, n, STRESS_LENGTH), 300, "and halves nothing");
	n = causes_split(bytes_of("selfie:1.0 wait;1.0 wait:1.0x wait:1.00 "
				  "wait:1,0 waits:1.0 wait:2.0 "),
	    0, 400, p);
	IS_INT(work_of(p, n, STRESS_WAIT), 200, "half of 4: one wait");
	IS_INT(work_of(p, n, CAUSE_OTHER), 200, "two names that are not ours");
}

int
main(void)
{
	size_t i, bad = 0;

	for (i = 0; i < CAUSE_COMPONENTS; i++)
		bad += !bytes_is(
		    cause_name(i), stress_component((enum component)i));
	IS_INT(bad, 0, "components are called as stress.c calls them");
	test_plain();
	test_self();
	test_floor();
	test_odd();
	test_terms();
	return tap_done();
}
