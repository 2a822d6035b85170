/* SPDX-License-Identifier: ISC */
#ifndef CARE_FACTS_H
#define CARE_FACTS_H

#include <stdint.h>

#include "call/call.h"
#include "care/expr.h"

/*
 * What a rule may ask about a call: its fields, the columns that the
 * tools add, and what follows from the time it is and from the same
 * customer's earlier calls.  While rules are compiled each operand gets a
 * slot; while records pass a slot is read at most once a record, and only
 * when a rule asks.
 *
 * Besides fields and columns there are
 *
 *	handle_time		talk, hold and wrap
 *	age			now - start
 *	promise_in		promised_by - now, while that lies ahead
 *	promise_late		now - promised_by, once it lies behind
 *	no_contact		since somebody last spoke with the customer
 *	contacts within T	the customer's contacts in the T up to this
 *				one, this one included
 *	hostile_contacts within T	such calls with abuse or a threat
 *
 * A promise is only looked at while it is open: `resolved` is not yes and
 * `status` does not say that the work is stopped (work_state.h).  A contact
 * is an inbound call, as contacts.h says; `contacts` alone is triage's
 * column, or counted over 7 days where that is absent.  hostile_contacts
 * counts calls of both directions, over 30 days when `within` is absent;
 * neither counts further than HISTORY_MAX.  Somebody spoke with the
 * customer when a call of either direction was answered, this one
 * included.  Records with `item` filled are no calls and count nowhere.
 */
struct facts;

/* Where values come from that struct call does not hold. */
struct facts_source {
	struct bytes (*value)(void *arg, enum field);
	int64_t (*instant)(void *arg, enum field);
	int (*has)(void *arg, enum field); /* the export's columns */
	void *arg;
};

/* `now` is --now.  Free with facts_free(), which takes NULL. */
struct facts *facts_new(int64_t now);
void facts_free(struct facts *);

/* For expr_compile(): valid as long as the facts. */
const struct expr_names *facts_names(struct facts *);

/* What struct call must hold for the operands named so far. */
unsigned facts_needs(const struct facts *);

/* Before the first record: where values come from (copied). */
void facts_bind(struct facts *, const struct facts_source *);

/*
 * Whether a slot can ever have a value in this export; `bit` as
 * expr_can_hold() gives it.  Its first argument is the facts.
 */
int facts_present(void *facts, unsigned slot, unsigned bit);

/* The field whose absence makes a slot absent: its canonical name. */
const char *facts_field(const struct facts *, unsigned slot);

/*
 * What values a slot can have when it is not missing, both ends included,
 * -+INFINITY where there is no end; `whole` when they are integers.
 */
void facts_range(
    const struct facts *, unsigned slot, double *low, double *high, int *whole);

/*
 * Turn to the next record, and remember what later ones will ask of this
 * customer.  The call must stay as it is while its values are asked for.
 */
void facts_take(struct facts *, const struct call *);

/* Whether the record at hand has no signal at all, nor a flag for one. */
int facts_quiet(struct facts *);

/* The values of the record at hand. */
struct expr_values *facts_values(struct facts *);

/* The plain value of a column of the record at hand, empty without it. */
struct bytes facts_column(struct facts *, enum field);

/* From the next record on it is another time. */
void facts_set_now(struct facts *, int64_t now);

/*
 * For the policy, which keeps what is open for customers: say that from
 * now on something, or nothing any more, is open for the one at hand; and
 * ask whether that may be.  The answer yes may be wrong, no is not: it
 * saves looking for most customers in vain.
 */
void facts_opens(struct facts *, int open);
int facts_may_be_open(const struct facts *);

/* A slot of kind EXPR_TIME as an instant, or INSTANT_NONE. */
int64_t facts_instant(struct facts *, unsigned slot);

#endif
