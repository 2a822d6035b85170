/* SPDX-License-Identifier: ISC */
#ifndef CARE_BEFORE_H
#define CARE_BEFORE_H

#include "call/call.h"
#include "care/pick.h"

/*
 * What each customer's last contact was about, for the history on a role
 * card.  Kept are a few words of each customer, and the reasons.  A contact
 * is as in care/contacts.h; the legs of a call are one.
 */
struct before;

struct before *before_new(void);
void before_free(struct before *); /* NULL is allowed */

/*
 * Take the next call, and say what came before it: the members `before`,
 * `before_resolved` and `before_reason` of the facts, which point into the
 * struct.  Without a customer, or a contact, nothing did.  Needs NEED_TIMES,
 * NEED_PEOPLE, NEED_CUSTOMER and NEED_COUNTS.
 */
void before_take(struct before *, const struct call *, struct pick_facts *);

#endif
