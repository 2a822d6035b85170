/* SPDX-License-Identifier: ISC */
#ifndef CARE_PROVE_H
#define CARE_PROVE_H

#include "care/expr.h"

/*
 * What can be said about conditions without any record.  A condition is
 * taken apart into the ways in which it can hold; in each of them every
 * operand is looked at by itself: whether there is a value, or its
 * absence, that all comparisons with constants allow.  Comparisons
 * between operands only contradict themselves.  So "no" is always right,
 * and "yes" means that nothing was found.
 */

/* What values an operand can have. */
struct prove_range {
	double low, high; /* both included; -+INFINITY: anything; a signal's
				 * is that of the sum of all bits */
	int whole;	  /* only integers */
	int present;	  /* never missing */
};

/* Who knows the ranges of slots. */
struct prove_ranges {
	void (*range)(void *arg, unsigned slot, struct prove_range *);
	void *arg;
};

/* Whether a condition may hold: 0 when no values could make it. */
int prove_may_hold(const struct expr *, const struct prove_ranges *);

/*
 * Whether, whenever `a` holds, `b` certainly holds too: 1, or 0 when it is
 * not certain.  Both were compiled with the same names.
 */
int prove_implies(
    const struct expr *a, const struct expr *b, const struct prove_ranges *);

#endif
