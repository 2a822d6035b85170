/* SPDX-License-Identifier: ISC */
#ifndef CARE_CONTACTS_H
#define CARE_CONTACTS_H

#include <stdint.h>

#include "call/call.h"

/*
 * How often a customer has come by now.  A contact is an inbound call
 * (or one whose direction is not known), answered or not; the legs of one
 * call, which share a parent_id, are one contact.  The window is the
 * 7 x 24 h before a call's start, both ends included; of calls that start
 * together, the one that stands first in the file came first.
 *
 * Kept are 32 bytes a customer, and a third of that to as much for room;
 * of who has more than four contacts 8 bytes for each, and up to twice that
 * for room.  In the long run these are those of the 14 days before each
 * customer's newest one and of the 14 days around the latest two records.
 * Customers are told apart by a keyed hash of 64 bits: the chance that any
 * two of ten million are taken for one is 3 in a million.
 *
 * Also kept are the parent_ids of the last 16,384 to 32,768 calls that
 * have one: a leg further behind its first one counts as a contact of its
 * own.
 *
 * What a customer's calls give depends on no other customer's, so that
 * shards of customers give what the whole gives, as long as the legs of a
 * call name the same customer.
 */
struct contacts;

struct contacts *contacts_new(void);
void contacts_free(struct contacts *);

/*
 * Take the next record and return which contact of its customer within
 * the window it is, from 1; a later leg has the number of its call's first
 * leg.  A caller who is nobody (anonymous) is at the first contact.
 * Returns 0 when there is no number: for an outbound call, and when the
 * start of a known customer's call is missing; these are not counted.
 *
 * Records out of time order are counted against what stood before them:
 * only starts that are earlier or equal count.  Needs NEED_TIMES,
 * NEED_PEOPLE and NEED_CUSTOMER.
 */
int64_t contacts_number(struct contacts *, const struct call *);

/* For stream_expect(), whose argument are the contacts. */
void contacts_expect(void *contacts, const struct call *);

/*
 * Whether the last record lies before a contact that was seen earlier, so
 * that numbers already given to the same customer may be too low.
 */
int contacts_was_late(const struct contacts *);

#endif
