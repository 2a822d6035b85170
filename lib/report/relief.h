/* SPDX-License-Identifier: ISC */
#ifndef REPORT_RELIEF_H
#define REPORT_RELIEF_H

#include <stdint.h>

#include "call/call.h"
#include "report/tally.h"

/*
 * Did the breathers help?  How long an agent's three calls after one took,
 * against the three before it, harder calls being allowed more time:
 *
 *	adjusted = handle ms x 100 / (100 + stress), rounded down
 *	ratio    = adjusted of the 3 after / of the 3 before, in thousandths,
 *	           rounded half up
 *
 * The ratios go to the team's histograms, those of breathers that were
 * taken and of those that were missed apart; a report shows the medians and
 * how many there are.  Six calls of one day are needed; they are taken in
 * the order that the records come in, and calls without a handle time or a
 * stress are passed over.
 */
struct relief;

/* Memory grows with agents.  Free with relief_free(), which takes NULL. */
struct relief *relief_new(struct tally *);
void relief_free(struct relief *);

/*
 * A leg that the agent handled on `date`; `taken` tells what became of an
 * earlier offer: the break, or what should have been it, came before this
 * leg.
 */
void relief_take(struct relief *, const struct tally_entry *agent,
    const struct call *, int64_t date, enum flag taken);

#endif
