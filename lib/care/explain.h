/* SPDX-License-Identifier: ISC */
#ifndef CARE_EXPLAIN_H
#define CARE_EXPLAIN_H

#include "care/policy.h"

/*
 * What a policy makes of one call, rule by rule, as text: whether the rule
 * holds or is off, its condition, the value of each operand, and what
 * follows from it.  To be asked right after policy_take().
 */
void explain_put(struct buf *, struct policy *, const struct call *,
    const struct escalation *);

#endif
