/* SPDX-License-Identifier: ISC */
#ifndef REPORT_RATINGS_H
#define REPORT_RATINGS_H

#include <stddef.h>

/*
 * The scale that ratings were read in, told by two of them that differ:
 * each is known as written and as -1 (worst) .. 1 (best).  All zero to
 * start.
 */
struct ratings {
	int seen; /* 0, 1: one value, 2: two of them */
	double value[2], unit[2];
};

void ratings_see(struct ratings *, double value, double unit);

/*
 * Write the scale as `1..5`; returns its length (a NUL is added), 0 when
 * nothing was seen.  From equal ratings alone it is the narrowest usual
 * scale (1..5, 1..10, 0..100) that fits.
 */
size_t ratings_scale(const struct ratings *, char *out, size_t cap);

#endif
