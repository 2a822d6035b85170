/* SPDX-License-Identifier: ISC */
#ifndef CARE_DISPATCH_H
#define CARE_DISPATCH_H

#include "call/stream.h"
#include "care/policy.h"

/*
 * Records through a policy and on to the output of their stream: as
 * records with the policy's columns, or as alerts (alert.h), in their
 * order or by due time (worklist.h).
 */
struct dispatch;

struct dispatch_how {
	int escalated;	  /* leave out what is not escalated; alerts
				 * and lists always do */
	int json;	  /* alerts */
	int by_due;	  /* in the order of a worklist */
	int with_numbers; /* alerts say who called */
};

/*
 * The columns that the stream of records must have been opened with, NULL
 * behind the last; alerts want a stream that has none.
 */
extern const char *const dispatch_columns[];

/*
 * Tell a policy about the export of a stream (policy_bind()).  With
 * --check also write to the output which rules are off, and why.
 */
void dispatch_bind(struct stream *, struct policy *);

/*
 * Stream and policy must outlive the dispatch.  Free with
 * dispatch_free(), which takes NULL.
 */
struct dispatch *
dispatch_new(struct stream *, struct policy *, const struct dispatch_how *);
void dispatch_free(struct dispatch *);

/* Take the record at hand. */
void dispatch_take(struct dispatch *, const struct call *);

/*
 * After the last record: write what was kept back.  Returns the highest
 * level that a record had, 0 when none was escalated.
 */
int dispatch_end(struct dispatch *);

#endif
