/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HIST_H
#define REPORT_HIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"

/*
 * An exact histogram over whole numbers from 0 up (seconds, points): how
 * often each value came.  Percentiles from it are exact, and histograms of
 * parts add up to that of the whole.  A value below HIST_DENSE costs one
 * addition; those above are rare and looked up.
 */
enum { HIST_DENSE = 4096, HIST_CHUNK = 64 };

/* All zero is the empty histogram.  End it with hist_free(). */
struct hist {
	uint64_t total;				  /* values in all */
	uint64_t *chunk[HIST_DENSE / HIST_CHUNK]; /* NULL: all zero */
	struct map *tail;			  /* int64_t to uint64_t, from
					 * HIST_DENSE up; NULL: none */
};

/* A value and how often it came. */
struct hist_bin {
	int64_t value;
	uint64_t n;
};

/* The same as hist_add_many(), of any number modulo 2^64. */
void hist_count(struct hist *, int64_t value, uint64_t n);

/* Count a value once; negative ones count as 0. */
static inline void
hist_add(struct hist *h, int64_t value)
{
	uint64_t *chunk;

	if (value < 0)
		value = 0;
	if (value < HIST_DENSE &&
	    (chunk = h->chunk[value / HIST_CHUNK]) != NULL) {
		chunk[value % HIST_CHUNK]++;
		h->total++;
	} else
		hist_count(h, value, 1);
}

/* Count a value of 0 or more so many times at once. */
void hist_add_many(struct hist *, int64_t value, uint64_t n);

/* Take back a value that was counted. */
void hist_take_back(struct hist *, int64_t value);

/* Add all that another histogram holds. */
void hist_merge(struct hist *, const struct hist *);

/*
 * All bins that are not empty, smallest value first, in a new array for
 * the caller to free; `*count` is their number.
 */
struct hist_bin *hist_bins(const struct hist *, size_t *count);

/*
 * The value at a percentile, 1 to 100, by nearest rank: the smallest value
 * that at least `percent` % of all do not exceed.  -1 without any values.
 */
int64_t hist_rank(const struct hist *, unsigned percent);

/* Free what it holds and empty it. */
void hist_free(struct hist *);

#endif
