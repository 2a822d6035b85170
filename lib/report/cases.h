/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CASES_H
#define REPORT_CASES_H

#include "report/carry.h"
#include "report/people.h"
#include "report/tally.h"

/*
 * Escalations and promises as people count them: one for each customer,
 * however many records speak of it, and each record of customers who are
 * not known.  When all is read each is kept or open, so that
 *
 *	those of these records + those carried over = kept + open
 *
 * which holds for the team and for each level of escalation.
 */
enum case_kind { CASE_ESCALATION, CASE_PROMISE, CASE_KINDS };

struct cases;

/* All must outlive it.  Free with cases_free(), which takes NULL. */
struct cases *cases_new(struct tally *, const struct carry *);
void cases_free(struct cases *);

/*
 * A record is escalated to a level, or promises something (no level).
 * `customer` is 0 when it is not known (people_hash()); then `closed` says
 * that nothing is left open by it.  `mine`: it is for the sheet that is
 * asked for, or for all.
 */
void cases_take(struct cases *, enum case_kind, uint64_t customer,
    struct bytes level, int64_t start, int closed, int mine);

/* Open work of a customer was carried over; NULL is nobody. */
void cases_carried(struct cases *, const struct person *);

/*
 * When all is read, before carry_only(): count them, those of a sheet's
 * owner only when there is one.  Overdue is what escalate found to be.
 */
void cases_finish(struct cases *, struct people *, struct bytes sheet);

#endif
