/* SPDX-License-Identifier: ISC */
#ifndef CALL_SCALE_H
#define CALL_SCALE_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * The scales that sentiment and satisfaction come in.  Which one a column
 * has is declared by a map, or found from the range of the look-ahead and
 * then kept; a later value outside of it is a contradiction.
 */
struct scale {
	int decided;
	int declared;	  /* comes from a map */
	double low, high; /* its ends, as written */
	double seen_low, seen_high;
	uint64_t seen, read; /* values looked at, understood */
	uint64_t percent;    /* of these, those with a percent sign .. */
	double percent_low;  /* .. and the least */
	int lacks_percent;   /* decided: these are not understood */
};

enum scale_kind { SCALE_SENTIMENT, SCALE_CSAT };

/* Declare as `LOW..HIGH`, such as `-5..5`.  Returns 0 or -1. */
int scale_declare(struct scale *, struct bytes);

/* Look at one value. */
void scale_look(struct scale *, enum scale_kind, struct bytes);

/*
 * Settle: the narrowest usual scale that holds all values seen; for
 * sentiment -1..1, -5..5, -100..100, for csat 1..5, 1..10, 0..10, 0..100.
 * With percent signs it is the last one; but of a sentiment without a
 * negative percent nobody knows what 0 is: these are not understood.
 * Returns 0, or -1 when none of them does (no diag_text()).
 */
int scale_decide(struct scale *, enum scale_kind);

/*
 * Read one value as written.  Words are read where they name a feeling
 * (very negative .. very positive, angry, frustrated ..), in the scale's
 * own unit; for csat the number that a text such as `3 - Satisfied`
 * begins with.  Of a scale that is not beyond 1, percent are hundredths.
 * Returns 0, -1 when it is empty or cannot be read, 1 when it lies outside
 * the decided scale, SCALE_PERCENT for percent that are not understood.
 */
enum { SCALE_PERCENT = 2 };
int scale_read(const struct scale *, enum scale_kind, struct bytes, double *);

/* A value as written, as -1 (worst) .. 1 (best). */
double scale_unit(const struct scale *, double);

#endif
