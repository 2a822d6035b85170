/* SPDX-License-Identifier: ISC */
#ifndef CARE_ALERT_H
#define CARE_ALERT_H

#include "care/policy.h"

/*
 * An escalation as a JSON object (RFC 8259) on one line, for a webhook:
 *
 *	call_id start queue agent	of the call
 *	level escalation due status why	as the columns; level is the number
 *	rules	for each rule that holds: rule level due status evidence
 *		since say
 *
 * What is missing is null.  Bytes that are no UTF-8 become U+FFFD.
 */

/* Who called, by number or key; NULL in alert_put() leaves that out. */
struct alert_numbers {
	struct bytes customer, caller, callee;
};

/* Append the object and a line end. */
void alert_put(struct buf *, const struct policy *, const struct call *,
    const struct escalation *, const struct alert_numbers *);

#endif
