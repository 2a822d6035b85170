/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CARRY_H
#define REPORT_CARRY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/emit.h"
#include "report/people.h"

/*
 * What is open for tomorrow: escalations, promises to call back, hard
 * calls without a solution, and items that were carried over before.  At
 * most one of a kind for each customer.
 *
 * A promise leaves when somebody speaks with the customer after it, the
 * others when a later call of the customer is resolved.  Which call is
 * later is told by their starts, and by the input's order where these are
 * equal or missing.
 */
struct carry;

enum carry_kind {
	CARRY_ESCALATION,
	CARRY_PROMISE,
	CARRY_HARD,
	CARRY_OTHER, /* carried over, of another name */
	CARRY_KINDS
};

/* The texts of an item, as far as they are known. */
enum carry_text {
	CARRY_ITEM, /* its kind's name, or the other one */
	CARRY_CALL_ID,
	CARRY_CUSTOMER,
	CARRY_OWNER,
	CARRY_REASON,
	CARRY_LEVEL, /* of an escalation */
	CARRY_STATUS,
	CARRY_WHY,
	CARRY_NEXT, /* next action; empty: that of the kind */
	CARRY_TEXTS
};

struct carry_item {
	enum carry_kind kind;
	struct bytes text[CARRY_TEXTS];
	int64_t opened;	     /* when it began, or INSTANT_NONE */
	int64_t latest;	     /* the call that renewed it last; as a
					 * draft that of the record */
	int64_t promised_by; /* or INSTANT_NONE */
	int64_t due;	     /* always known once it is open */
	int64_t carried;     /* days that it was carried over for */
	uint64_t number;     /* set by carry_open(): its order, and */
	int known;	     /* whether its customer is */
};

/* `now` stands in where an item without a due time has no start either. */
struct carry *carry_new(int64_t now);
void carry_free(struct carry *);

/*
 * Somebody spoke with the customer in a call that started then; a call
 * with the customer was resolved.  These close what they close; to be
 * called before carry_open() for the same record.
 */
void carry_spoken(struct carry *, struct person *, int64_t start);
void carry_resolved(struct carry *, struct person *, int64_t start);

/*
 * Open an item, or renew the one of the same kind: what is there is
 * replaced, but it stays open since it began and due at the earlier time.
 * Nothing happens when a later call has closed it already.  A draft
 * without a due time is due when it was promised for, else 24 h after it
 * began.  `who` is NULL for a customer who is not known: then each item
 * stands alone.  Texts are copied; CARRY_ITEM is filled in by kind unless
 * it is CARRY_OTHER.
 */
void
carry_open(struct carry *, struct person *who, const struct carry_item *draft);

/* A customer's item of a kind, or NULL; until carry_only() or _settle(). */
const struct carry_item *
carry_of(const struct carry *, const struct person *, enum carry_kind);

/* Drop all items but those of an owner. */
void carry_only(struct carry *, struct bytes owner);

/*
 * When all is read: put the items in order, by kind, due time and the
 * order they came in.  Customers are not looked at any more.
 */
void carry_settle(struct carry *);
size_t carry_count(const struct carry *);
const struct carry_item *carry_at(const struct carry *, size_t i);

/*
 * Tell how many items of each kind are open elsewhere: of them nothing but
 * the number is known.  It replaces what was told before.
 */
void carry_tell(struct carry *, const int64_t open[CARRY_KINDS]);

/* How many items there are of a kind, and of all, those told included. */
size_t carry_count_of(const struct carry *, enum carry_kind);
size_t carry_total(const struct carry *);

/*
 * Of a kind: its name in files ("escalation", "promise", "hard", "other"),
 * what people call one or several, what is to be done next.
 */
const char *carry_name(enum carry_kind);
const char *carry_noun(enum carry_kind, size_t n);
const char *carry_next_action(enum carry_kind);

/* The kind of a name; CARRY_OTHER when it is none of the others'. */
enum carry_kind carry_by_name(struct bytes);

/*
 * Write all items as CSV: item,call_id,customer,owner,reason,opened,
 * promised_by,due,level,next_action,carried,status,why.
 */
void carry_write(const struct carry *, struct emit *);

#endif
