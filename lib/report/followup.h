/* SPDX-License-Identifier: ISC */
#ifndef REPORT_FOLLOWUP_H
#define REPORT_FOLLOWUP_H

#include "call/call.h"
#include "report/added.h"
#include "report/carry.h"

/*
 * Which open work a record leaves behind, and which it ends:
 *
 *	escalation	it is escalated, not resolved and not stopped
 *	promise		it has a promised_by, is not resolved, and its
 *			status does not say that the promise is kept
 *	hard		somebody handled it, its stress is 60 or more, and
 *			it is not resolved
 */
struct followup;

/* Both must outlive it.  Free with followup_free(), which takes NULL. */
struct followup *followup_new(struct carry *, const struct added *);
void followup_free(struct followup *);

/* What the caller has found out about the call. */
struct followup_call {
	struct person *who; /* NULL: not known */
	int first;	    /* it is its call's first leg */
	int handled;
};

/* Look at the stream's current record. */
void followup_take(
    struct followup *, const struct call *, const struct followup_call *);

/* The same for a record of work that was carried over, which is no call. */
void followup_item(struct followup *, const struct call *, struct person *);

#endif
