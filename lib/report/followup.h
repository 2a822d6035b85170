/* SPDX-License-Identifier: ISC */
#ifndef REPORT_FOLLOWUP_H
#define REPORT_FOLLOWUP_H

#include "call/call.h"
#include "report/added.h"
#include "report/carry.h"
#include "report/pseudonym.h"

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

/*
 * Its items are yesterday's: on a working day each was carried for one day
 * more, unless it was opened on `today` (since 1970) or later, and what a
 * spreadsheet's guard put before a text is taken off.  Without `working`
 * they stay as they are.
 */
void followup_carried(struct followup *, int working, int64_t today);

/* Agents and customers are named by pseudonyms; NULL: they are not. */
void followup_disguise(struct followup *, const struct pseudonym *);

/* What the caller has found out about the call. */
struct followup_call {
	struct person *who; /* NULL: not known */
	int first;	    /* it is its call's first leg */
	int handled;
};

/* Whether a status says that the work is done. */
int followup_is_closed(struct bytes status);

/* Look at the stream's current record. */
void followup_take(
    struct followup *, const struct call *, const struct followup_call *);

/* The same for a record of work that was carried over, which is no call. */
void followup_item(struct followup *, const struct call *, struct person *);

#endif
