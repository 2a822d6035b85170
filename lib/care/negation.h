/* SPDX-License-Identifier: ISC */
#ifndef CARE_NEGATION_H
#define CARE_NEGATION_H

#include <stddef.h>

#include "care/token.h"

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
 * Whether token[at] is negated by a word before it.  Looks at up to
 * NEGATION_REACH words before it, as far as token[0].  Returns 1 and the
 * number of the negating word in `*by`, else 0.
 */
int negation_before(
    const struct negation *, const struct token *token, size_t at, size_t *by);

#endif
