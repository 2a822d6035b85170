/* SPDX-License-Identifier: ISC */
#ifndef REPORT_RATINGS_H
#define REPORT_RATINGS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The scale that ratings were read in, told by the lowest and the highest
 * of them: each is known as written and as -1 (worst) .. 1 (best).  Whole
 * numbers, so that those of parts make up those of the whole.  All zero to
 * start.
 */
struct ratings {
	int seen;	  /* any was */
	int64_t value[2]; /* the lowest, the highest, in 1/10,000 */
	int64_t unit[2];  /* the same as -1 .. 1, in 1/RATINGS_UNIT */
};
#define RATINGS_UNIT 1e12

void ratings_see(struct ratings *, double value, double unit);

/* Take in what another one saw. */
void ratings_merge(struct ratings *, const struct ratings *);

/*
 * Write the scale as `1..5`; returns its length (a NUL is added), 0 when
 * nothing was seen.  From equal ratings alone it is the narrowest usual
 * scale (1..5, 1..10, 0..100) that fits.
 */
size_t ratings_scale(const struct ratings *, char *out, size_t cap);

#endif
