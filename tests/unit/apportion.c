/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "tap.h"

#include "care/apportion.h"

enum { MANY = 40 };

/* A small generator of its own: the same numbers on every machine. */
static uint64_t seed = 20260302;

static uint64_t
draw(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* Compare with parts written out, a space between. */
static void
gives(enum apportion_rounding rounding, int64_t total, const int64_t *weights,
    size_t n, const char *want)
{
	char text[256] = "";
	int64_t parts[MANY];
	size_t i, len = 0;

	if (apportion(rounding, total, weights, n, parts) != 0)
		n = 0;
	for (i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    i > 0 ? " %" PRId64 : "%" PRId64, parts[i]);
	IS_TEXT(text, want, "%" PRId64 " %s", total,
	    rounding == APPORTION_LARGEST ? "largest" : "cumulative");
}

/* SPEC section 6. */
static void
vectors(void)
{
	static const int64_t even[] = { 60, 60, 60, 60, 60, 60, 60, 60 };
	static const int64_t lunch[] = { 60, 60, 60, 60, 30, 60, 60, 60 };
	static const int64_t some[] = { 0, 5, 0, 5 };

	gives(APPORTION_CUMULATIVE, 80, even, 8, "10 10 10 10 10 10 10 10");
	gives(APPORTION_LARGEST, 80, even, 8, "10 10 10 10 10 10 10 10");
	gives(APPORTION_CUMULATIVE, 80, lunch, 8, "11 10 11 11 5 11 10 11");
	gives(APPORTION_LARGEST, 80, lunch, 8, "11 11 11 11 5 11 10 10");
	gives(APPORTION_CUMULATIVE, 10, even, 7, "1 2 1 2 1 2 1");
	gives(APPORTION_LARGEST, 10, even, 7, "2 2 2 1 1 1 1");
	gives(APPORTION_CUMULATIVE, 3, even, 8, "0 1 0 1 0 0 1 0");
	/* 3/8 each: the first three of equal remainders. */
	gives(APPORTION_LARGEST, 3, even, 8, "1 1 1 0 0 0 0 0");
	gives(APPORTION_CUMULATIVE, 0, even, 8, "0 0 0 0 0 0 0 0");
	gives(APPORTION_LARGEST, 3, some, 4, "0 2 0 1");
	/* 1.5 is rounded up. */
	gives(APPORTION_CUMULATIVE, 3, some, 4, "0 2 0 1");
}

static void
refusals(void)
{
	static const int64_t none[] = { 0, 0 };
	static const int64_t negative[] = { 5, -1 };
	static const int64_t huge[] = { INT64_MAX, 1 };
	int64_t parts[2] = { 7, 7 };

	IS_INT(apportion(APPORTION_CUMULATIVE, 3, none, 2, parts), -1,
	    "weights of 0");
	IS_INT(
	    apportion(APPORTION_LARGEST, 3, none, 0, parts), -1, "no weights");
	IS_INT(apportion(APPORTION_LARGEST, 3, negative, 2, parts), -1,
	    "a negative weight");
	IS_INT(apportion(APPORTION_LARGEST, 3, huge, 2, parts), -1,
	    "a sum beyond 63 bits");
	IS_INT(apportion(APPORTION_CUMULATIVE, -1, huge, 1, parts), -1,
	    "a negative total");
	OK(parts[0] == 7 && parts[1] == 7, "the parts are left alone");
}

static void
limits(void)
{
	static const int64_t w[] = { INT64_MAX / 2, 1, INT64_MAX / 2 };
	int64_t parts[3];

	/* T = W here, so each part is its weight. */
	apportion(APPORTION_CUMULATIVE, INT64_MAX, w, 3, parts);
	OK(parts[0] == w[0] && parts[1] == 1 && parts[2] == w[2],
	    "cumulative at the end of 63 bits");
	apportion(APPORTION_LARGEST, INT64_MAX, w, 3, parts);
	OK(parts[0] == w[0] && parts[1] == 1 && parts[2] == w[2],
	    "largest at the end of 63 bits");
}

/*
 * By definition: hand out what is left one by one, each to the weight
 * that is furthest below its quota among those not raised yet.
 */
static void
largest_by_hand(
    int64_t total, const int64_t *w, size_t n, int64_t sum, int64_t *parts)
{
	int raised[MANY] = { 0 };
	int64_t left = total;
	size_t i, best;

	for (i = 0; i < n; i++)
		left -= parts[i] = total * w[i] / sum;
	for (; left > 0; left--) {
		best = n;
		for (i = 0; i < n; i++)
			if (!raised[i] &&
			    (best == n ||
				total * w[i] % sum > total * w[best] % sum))
				best = i;
		raised[best] = 1;
		parts[best]++;
	}
}

/* What holds for any numbers. */
static void
properties(void)
{
	int64_t w[MANY], parts[MANY], want[MANY], total, sum, reached, line;
	int sums = 0, lines = 0, negatives = 0, differ = 0, round, empty = 0;
	size_t n, i;

	for (round = 0; round < 20000; round++) {
		n = 1 + draw(MANY);
		total = (int64_t)draw(round % 2 ? 200 : 1000000);
		for (i = 0, sum = 0; i < n; i++)
			sum += w[i] = draw(5) == 0
			    ? 0
			    : (int64_t)draw(round % 3 ? 60 : 3600000);
		if (sum == 0) {
			empty++;
			continue;
		}
		apportion(APPORTION_CUMULATIVE, total, w, n, parts);
		for (i = 0, reached = line = 0; i < n; i++) {
			reached += parts[i];
			line += w[i];
			negatives += parts[i] < 0;
			/* |reached - T C / W| <= 1/2 */
			lines += 2 * llabs(reached * sum - total * line) > sum;
		}
		sums += reached != total;
		apportion(APPORTION_LARGEST, total, w, n, parts);
		largest_by_hand(total, w, n, sum, want);
		differ += memcmp(parts, want, n * sizeof(*parts)) != 0;
	}
	IS_INT(sums, 0, "the parts add up to the total");
	IS_INT(negatives, 0, "no part is negative");
	IS_INT(lines, 0, "no running sum is more than one half off");
	IS_INT(differ, 0, "largest remainder as by hand");
	OK(empty < 2000, "most draws had weights");
}

int
main(void)
{
	vectors();
	refusals();
	limits();
	properties();
	return tap_done();
}
