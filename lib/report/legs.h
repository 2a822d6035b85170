/* SPDX-License-Identifier: ISC */
#ifndef REPORT_LEGS_H
#define REPORT_LEGS_H

#include "base/recent.h"
#include "call/call.h"
#include "report/tally.h"

/* A call as far as its legs were seen; all zero at the first. */
struct leg_call {
	struct tally_entry *queue;    /* where the first leg was counted, */
	struct tally_entry *interval; /* or NULL */
	struct tally_entry *reason;
	uint64_t customer;	  /* of the first leg, people_hash(), */
	uint64_t contact;	  /* and in the daybook's contacts; 0 */
	int64_t start, ivr, wait; /* of the first leg */
	enum outcome outcome;	  /* of the first leg */
	enum flag resolved;	  /* what the latest leg said that says */
	int offered;
	int answered; /* it was offered, and a leg was answered */
	int first;    /* a first contact of the customer */
	int handled;  /* a leg was */
};

/*
 * Which call a leg belongs to: legs share a parent_id.  Of the latest
 * 16,384 to 32,768 calls it is known, a leg further behind its first one is
 * taken for a call of its own.  Free with recent_free().
 */
struct recent *legs_new(void);

/*
 * The call that a record is a leg of, NULL when nothing tells; `*first` is
 * set to 1 at its first leg, else to 0.  Valid until the next legs_call().
 */
struct leg_call *legs_call(struct recent *, const struct call *, int *first);

#endif
