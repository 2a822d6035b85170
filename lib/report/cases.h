/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CASES_H
#define REPORT_CASES_H

#include "report/carry.h"
#include "report/people.h"
#include "report/tally.h"

/*
 * Escalations and promises as people count them.  An escalation is one of a
 * customer and a rule: when the rule holds again for the customer it is the
 * same one, until a call of the customer is resolved; what holds after that
 * is a new one.  So it is escalate that says what is one, see escalate(1).
 * A promise is one for each customer.  Each record of customers who are not
 * known stands alone.  When all is read each is kept or open, so that
 *
 *	those of these records + those carried over = kept + open
 *
 * which holds for the team and for each level of escalation.
 */
enum case_kind { CASE_ESCALATION, CASE_PROMISE, CASE_KINDS };

/* What a record says. */
struct case_record {
	struct bytes level; /* of an escalation; empty: a promise */
	struct bytes why;   /* names its rules (rules.h); empty: one */
	int64_t start;
	int closed;  /* nothing is left open by it */
	int overdue; /* it is past its due time */
	int mine;    /* it is for the sheet that is asked for, or for all */
};

struct cases;

/*
 * All must outlive it; of a sheet, if there is one, only the cases of its
 * owner count.  Free with cases_free(), which takes NULL.
 */
struct cases *
cases_new(struct tally *, const struct carry *, struct bytes sheet);
void cases_free(struct cases *);

/*
 * A record is escalated to a level, or promises something.  The customer is
 * NULL when it is not known.
 */
void cases_take(struct cases *, enum case_kind, struct person *,
    const struct case_record *);

/*
 * A call of a customer is resolved: the escalations so far are over.  To be
 * told before cases_take() for the same record.
 */
void cases_resolved(struct person *);

/* Open work of a customer was carried over; NULL is nobody. */
void cases_carried(struct cases *, struct person *);

/*
 * When all is read, before carry_only(): count the cases of each customer,
 * and of those who are not known, NULL.  Overdue is what escalate found to
 * be.
 */
void cases_finish(const struct cases *, const struct person *);

#endif
