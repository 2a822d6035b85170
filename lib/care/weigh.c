/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/duration.h"
#include "call/zone.h"
#include "care/weigh.h"

/* Products of three numbers that fit 63 bits once divided. */
__extension__ typedef __int128 wide;

enum {
	MILLIONTH = 1000000, /* weights of capacity: parts of a call */
	RESOLUTION = 1000    /* parts of half a call that profiles keep */
};

void
weigh_tell(const struct weigh_notes *n)
{
	if (n->smoothed > 0)
		diag_warn("%llu of %llu chunks had no call in the history's "
			  "weeks: their weight is that of their neighbours",
		    (unsigned long long)n->smoothed,
		    (unsigned long long)n->cells);
	if (n->unknown > 0)
		diag_warn("%llu of %llu plans are for days without such a "
			  "weekday in the history: they go by minutes",
		    (unsigned long long)n->unknown,
		    (unsigned long long)n->days);
}

int64_t
weigh_fits(int64_t working_ms, int64_t handle_ms)
{
	return working_ms * WEIGH_OCCUPANCY / (handle_ms * 100);
}

/*
 * A chunk's usual calls, twice, in the resolution; `total` asks for those
 * of all weeks together.  -1 when the weeks have no call in its interval.
 */
static int64_t
cell_of(const struct weigh *w, const struct day_chunk *c, int total)
{
	int length = (int)(w->interval_ms / MINUTE_MS), from;
	int64_t twice, sum;
	struct civil civil;

	zone_civil(c->from, &civil);
	from = (civil.hour * 60 + civil.minute) / length * length;
	twice = arrivals_usual(w->arrivals,
	    civil_days(civil.year, civil.month, civil.day), from, from + length,
	    &sum);
	if (sum == 0)
		return -1;
	return (total ? 2 * sum : twice) * RESOLUTION;
}

/* Fill the cells without data from their neighbours; how many they are. */
static size_t
smooth(int64_t *cells, size_t n)
{
	int64_t *given = mem_zero(n, sizeof(*given));
	size_t i, before, after, made_up = 0;

	for (i = 0; i < n; i++)
		given[i] = cells[i];
	for (i = 0; i < n; i++) {
		if (given[i] >= 0)
			continue;
		made_up++;
		before = i;
		while (before > 0 && given[before - 1] < 0)
			before--;
		after = i + 1;
		while (after < n && given[after] < 0)
			after++;
		cells[i] = 0;
		if (before > 0)
			cells[i] = given[before - 1];
		if (after < n)
			cells[i] = before > 0 ? (cells[i] + given[after]) / 2
					      : given[after];
	}
	free(given);
	return made_up;
}

/*
 * The usual calls of a day's chunks, whole intervals, in an array to
 * free; NULL when nothing is known of such a day.
 */
static int64_t *
usual_of(const struct weigh *w, const struct day *d, size_t *smoothed)
{
	int64_t *cells = mem_zero(d->count, sizeof(*cells)), sum = 0;
	int total;
	size_t i;

	for (total = 0; total < 2 && sum == 0; total++) {
		for (i = 0; i < d->count; i++)
			cells[i] = cell_of(w, &d->chunks[i], total);
		*smoothed = smooth(cells, d->count);
		for (i = 0; i < d->count; i++)
			sum += cells[i];
	}
	if (sum > 0)
		return cells;
	free(cells);
	return NULL;
}

static void
by_minutes(const struct day *d, const int64_t *working, int64_t *weights)
{
	size_t i;

	for (i = 0; i < d->count; i++)
		weights[i] = working[i];
}

static void
by_profile(const struct weigh *w, const struct day *d, const int64_t *working,
    int64_t *weights)
{
	size_t smoothed = 0, i;
	int64_t *cells = usual_of(w, d, &smoothed), sum = 0;
	const struct day_chunk *c = d->chunks;

	for (i = 0; cells != NULL && i < d->count; i++) {
		weights[i] = (int64_t)((wide)cells[i] * working[i] /
		    (c[i].until - c[i].from));
		sum += weights[i];
	}
	if (sum == 0)
		by_minutes(d, working, weights);
	free(cells);
	if (w->notes == NULL)
		return;
	w->notes->days++;
	w->notes->unknown += sum == 0;
	w->notes->cells += d->count;
	w->notes->smoothed += sum == 0 ? 0 : smoothed;
}

/*
 * Cap the shares of `calls` by `weights` at what fits: each round fixes
 * the chunks whose share of what is left is too much for them.
 */
static void
cap(const int64_t *working, size_t n, int64_t calls, int64_t handle_ms,
    int64_t *weights)
{
	int64_t *most = mem_zero(n, sizeof(*most));
	char *full = mem_zero(n, 1);
	wide left = (wide)calls * MILLIONTH, sum = 0, taken, share;
	int again = 1;
	size_t i;

	for (i = 0; i < n; i++) {
		most[i] = (int64_t)((wide)working[i] * WEIGH_OCCUPANCY *
		    (MILLIONTH / 100) / handle_ms);
		sum += weights[i];
	}
	/* Nothing is left to share out once `left` is 0. */
	while (again && left > 0) {
		again = 0;
		taken = share = 0;
		for (i = 0; i < n; i++)
			if (!full[i] && left * weights[i] >= most[i] * sum) {
				full[i] = 1;
				again = 1;
				taken += most[i];
				share += weights[i];
			}
		left -= taken;
		sum -= share;
	}
	for (i = 0; i < n; i++)
		weights[i] = full[i] ? most[i]
		    : sum == 0	     ? 0
				     : (int64_t)(left * weights[i] / sum);
	free(most);
	free(full);
}

void
weigh_chunks(const struct weigh *w, const struct day *d, const int64_t *working,
    int64_t calls, int64_t handle_ms, int64_t *weights)
{
	int64_t sum = 0;
	size_t i;

	if (w->by == WEIGH_PROFILE || w->by == WEIGH_CAPACITY)
		by_profile(w, d, working, weights);
	else if (w->by == WEIGH_MINUTES)
		by_minutes(d, working, weights);
	else
		for (i = 0; i < d->count; i++)
			weights[i] = working[i] > 0;
	if (w->by != WEIGH_CAPACITY || handle_ms == DURATION_NONE)
		return;
	cap(working, d->count, calls, handle_ms, weights);
	for (i = 0; i < d->count; i++)
		sum += weights[i];
	if (sum == 0)
		by_minutes(d, working, weights);
}
