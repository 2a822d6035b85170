/* SPDX-License-Identifier: ISC */
#ifndef CARE_NEGATION_H
#define CARE_NEGATION_H

#include <stddef.h>

#include "care/match.h"

/*
 * Simple negation: "not", "denies", "no intention of" right before what
 * they negate, in the same clause, with only light words between.  The
 * words and what each does are a table.
 */
struct negation;

struct negation *negation_new(void);
void negation_free(struct negation *);

/* How many words before one its negation can stand. */
enum { NEGATION_REACH = 7 };

/*
 * Whether the word at `at` is negated by a word before it.  Looks at up to
 * NEGATION_REACH words before it, as far as the window's first.  Returns 1
 * and the number of the negating word in `*by`, else 0.
 */
int negation_before(const struct negation *, const struct match_window *,
    size_t at, size_t *by);

#endif
