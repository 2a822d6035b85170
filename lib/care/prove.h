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

/*
 * What a condition asks about, to tell at once of most pairs that one does
 * not imply the other: a bit for each operand, each signal and each text
 * that an operand is compared with; several of these may share one.
 */
enum { PROVE_PARTS = 8 };

struct prove_about {
	uint64_t all; /* of the whole condition */
	/* Of each part that must hold for it to hold and may fail by
	 * itself, as far as there is room. */
	uint64_t part[PROVE_PARTS];
	size_t parts;
};

void prove_look(
    const struct expr *, const struct prove_ranges *, struct prove_about *);

/*
 * Whether prove_implies() has to be asked: 0 when it will say 0, because a
 * part of `b` asks only about what `a`, which may hold, does not know of.
 */
int prove_may_imply(const struct prove_about *a, const struct prove_about *b);

#endif
