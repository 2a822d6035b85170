/* SPDX-License-Identifier: ISC */
#ifndef CARE_QUESTIONS_H
#define CARE_QUESTIONS_H

#include "call/call.h"
#include "care/facts.h"
#include "care/policy_read.h"

/*
 * Which rules hold for a record, without asking them all: rules are left
 * out that cannot hold on records of its sort (facts.h), and of the rest
 * those whose condition demands a signal that it lacks, or something of a
 * number in struct call that is not so.  What is left is asked.
 */
struct questions;

/* The facts must outlive them.  Free with questions_free(), takes NULL. */
struct questions *questions_new(struct facts *);
void questions_free(struct questions *);

/*
 * Add a rule, which must outlive the questions: they come in this order.
 */
void questions_add(struct questions *, const struct policy_rule *);

/*
 * Turn to a call, which the facts have taken; then the next rule that
 * holds for it, NULL when there is no further one.
 */
void questions_start(struct questions *, const struct call *);
const struct policy_rule *questions_next(struct questions *);

#endif
