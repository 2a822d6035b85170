/* SPDX-License-Identifier: ISC */
#ifndef REPORT_LEGS_H
#define REPORT_LEGS_H

#include "base/bytes.h"
#include "call/call.h"
#include "report/tally.h"

/*
 * Which call a leg belongs to: legs share a parent_id.  Of the latest
 * 32,768 calls or so it is known, a leg further behind its first one is
 * taken for a call of its own.  What is kept of a parent_id is a keyed hash
 * of 64 bits.
 */
struct legs;

/* A call as far as its legs were seen; all zero at the first. */
struct leg_call {
	uint64_t hash;		      /* of its parent_id */
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

struct legs *legs_new(void);
void legs_free(struct legs *);

/*
 * The hash of a parent_id, for legs_call(); 0 for the empty one, which is
 * no call's.  Memory is asked for its place at once, so that it is there
 * when there is something else to do before.
 */
uint64_t legs_expect(const struct legs *, struct bytes parent_id);

/*
 * The call of a hash that is not 0; `*first` is set to 1 at its first leg,
 * else to 0.  Valid until the next legs_call().
 */
struct leg_call *legs_call(struct legs *, uint64_t hash, int *first);

#endif
