/* SPDX-License-Identifier: ISC */
#ifndef CARE_PICK_H
#define CARE_PICK_H

#include <stddef.h>
#include <stdint.h>

#include "call/call.h"

/*
 * Calls worth training on: hard ones, that differ from one another.  A case
 * is a call that somebody answered and that was strained or hard (a stress
 * of 30 and more).  Its cause is the floor that raised its stress, else the
 * component that gave most of it.
 *
 * The first case is the hardest call.  Each further one is, among the calls
 * whose cause was picked least often so far, of those whose reason was picked
 * least often, the hardest; of equally hard ones the one that came first.
 *
 * Kept are, of each cause, so many reasons as cases are wanted, and of each
 * of these as many calls: what can be picked is among them.
 */
enum { PICK_MOST = 100 };

/* Bytes of a note that are kept. */
enum { PICK_TEXT = 4096 };

/* What is known of a call beside its own fields. */
struct pick_facts {
	int64_t stress;	       /* 0..100; -1: blank */
	struct bytes why;      /* as stress_why() writes it */
	uint32_t signals;      /* see care/words.h */
	int64_t contacts;      /* n-th contact from 1; 0 or -1: not known */
	struct bytes customer; /* as written */
	struct bytes owner, caller, callee;
	int64_t before; /* start of the contact before this one, or
			    * INSTANT_NONE */
	enum flag before_resolved;
	struct bytes before_reason;
};

/* Texts of a case; all are copies. */
enum pick_text {
	PICK_NOTE,
	PICK_REASON,
	PICK_WHY,
	PICK_AGENT,
	PICK_OWNER,
	PICK_CUSTOMER,
	PICK_CALLER,
	PICK_CALLEE,
	PICK_CALL_ID,
	PICK_PARENT_ID,
	PICK_BEFORE, /* reason of the contact before */
	PICK_TEXTS
};

struct pick_case {
	size_t cause;	 /* see care/causes.h */
	int64_t stress;	 /* 0..100 */
	uint64_t number; /* among the calls that were taken */
	struct bytes text[PICK_TEXTS];
	uint32_t signals;
	int64_t contacts;		  /* 0: not known */
	int64_t wait, hold;		  /* ms or DURATION_NONE */
	int64_t transfers, interruptions; /* -1: not known */
	double sentiment, sentiment_end;  /* or REAL_NONE */
	enum flag resolved, before_resolved;
	int64_t before_days; /* how long ago it was; -1: not known */
	enum outcome outcome;
	int outbound; /* the agent called */
};

struct pick;

/* Of 1 to PICK_MOST cases.  Free with pick_free(), which takes NULL. */
struct pick *pick_new(size_t most);
void pick_free(struct pick *);

/*
 * Take a call, with NEED_TIMES, NEED_PEOPLE, NEED_CUSTOMER, NEED_FEELING
 * and NEED_COUNTS; the texts are copied.
 */
void pick_take(struct pick *, const struct call *, const struct pick_facts *);

/*
 * When all were taken: pick.  Returns how many there are, which may be less
 * than were wanted; then ask for the i-th, from 0, in the order in which
 * they were picked.
 */
size_t pick_settle(struct pick *);
const struct pick_case *pick_at(const struct pick *, size_t i);

/* All of them, as an array of the struct's own. */
const struct pick_case *const *pick_all(const struct pick *);

/* How many calls that could have been picked had that reason. */
uint64_t pick_reason_count(const struct pick *, struct bytes reason);

#endif
