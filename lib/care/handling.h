/* SPDX-License-Identifier: ISC */
#ifndef CARE_HANDLING_H
#define CARE_HANDLING_H

#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"

/*
 * How long a call takes an agent, by what the agent's past calls took.
 *
 * For each queue it is the agent's own median handle time, when there are
 * BASELINE_CALLS of them (care/baseline.h), else everybody's in that
 * queue; the queues weigh as the agent's own calls are spread over them.
 * Where no queue has so many it is the median of all calls together, if
 * there are.
 */
struct handling;

/* Nothing known yet.  _free() takes NULL. */
struct handling *handling_new(void);
void handling_free(struct handling *);

/* Take a call into account.  Needs NEED_TIMES and NEED_PEOPLE. */
void handling_add(struct handling *, const struct call *);

/* Work the medians out, once, before the first question. */
void handling_settle(struct handling *);

/*
 * The time of a call of this agent in ms, whole seconds, half up.  An
 * agent whose past calls tell nothing, or an empty name, has that of all
 * calls together; DURATION_NONE when these tell nothing either.
 */
int64_t handling_ms(const struct handling *, struct bytes agent);

/* How many calls were taken into account. */
int64_t handling_calls(const struct handling *);

/*
 * Read a time that `what` takes from a command line: whole seconds, one
 * at least, a day at most.  Returns 0, or -1 (STATUS_CANNOT, a sentence
 * that begins with `option`).
 */
int
handling_read(const char *option, const char *what, struct bytes, int64_t *ms);

#endif
