/* SPDX-License-Identifier: ISC */
#ifndef CARE_FACTS_H
#define CARE_FACTS_H

#include <stdint.h>

#include "call/call.h"
#include "care/expr.h"
#include "care/prove.h"

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

/*
 * What struct call must hold for the operands named so far; once bound,
 * for those of the conditions in use.
 */
unsigned facts_needs(const struct facts *);

/*
 * Before the first record: where values come from (copied); then, which
 * conditions will be asked for, so that what nobody asks for is not kept.
 */
void facts_bind(struct facts *, const struct facts_source *);
void facts_use(struct facts *, const struct expr *);

/*
 * Whether a slot can ever have a value in this export; `bit` as
 * expr_can_hold() gives it.  Its first argument is the facts.
 */
int facts_present(void *facts, unsigned slot, unsigned bit);

/* The field whose absence makes a slot absent: its canonical name. */
const char *facts_field(const struct facts *, unsigned slot);

/* What values a slot can have, whatever the record. */
void facts_range(const struct facts *, unsigned slot, struct prove_range *);

/*
 * Most records are of a sort on which half of the rules cannot hold.
 */
enum facts_sort {
	FACTS_QUIET = 1 << 0,	 /* no signal, and no flag for one */
	FACTS_RESOLVED = 1 << 1, /* `resolved` is yes */
	FACTS_PEACEFUL = 1 << 2, /* a customer who was not hostile of late:
				  * in the widest window of a rule */
	FACTS_SETTLED = 1 << 3,	 /* no promise is open, as far as asked */
	FACTS_SORTS = 1 << 4	 /* so many are there */
};

/* The sort (enum facts_sort) of the record at hand. */
unsigned facts_sort(struct facts *);

/*
 * What values a slot can have on records of a sort, as far as the sort
 * says it: what an export writes where triage would not is allowed.
 */
void facts_range_in(
    const struct facts *, unsigned slot, unsigned sort, struct prove_range *);

/*
 * Where a slot's number stands in struct call: its offset, as an int64_t
 * that is missing below `*lowest`, as a double or an enum flag.
 */
enum facts_raw {
	FACTS_NOT_RAW,
	FACTS_RAW_INTEGER,
	FACTS_RAW_REAL,
	FACTS_RAW_FLAG
};
enum facts_raw
facts_raw(const struct facts *, unsigned slot, size_t *offset, int64_t *lowest);

/*
 * The signals of the record at hand, with its flags folded in as triage
 * does; and the bit that a flag folds into when it is yes, 0 when the slot
 * is no such flag.
 */
uint32_t facts_signals(struct facts *);
unsigned facts_flag_signal(const struct facts *, unsigned slot);

/*
 * Say whose call comes next, before the record is read: what is kept for
 * him comes nearer in the meantime.
 */
void facts_expect(const struct facts *, const struct call *);

/*
 * Turn to the next record, and remember what later ones will ask of this
 * customer.  The call must stay as it is while its values are asked for.
 */
void facts_take(struct facts *, const struct call *);

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
