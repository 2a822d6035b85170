/* SPDX-License-Identifier: ISC */
#ifndef CARE_OPENS_H
#define CARE_OPENS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/acks.h"
#include "care/policy_read.h"

/*
 * The escalations that are open, by customer.  Kept is what is open now,
 * not what ever was; the table is 16 bytes a place and leads right to what
 * is open, for a look into a large one is a wait for memory.  Its hash is
 * hash_bytes()'s, so that customers made to collide gain nothing.
 */
struct opens;

/* One that is open for a customer under one rule. */
struct opened {
	const struct policy_rule *rule;
	int64_t warn, due;     /* before it climbs; ms or INSTANT_NONE */
	struct acks_list acks; /* of all of its calls so far */
	size_t number;	       /* in the order in which they opened */
	struct opened *next;   /* of the same customer, opened before */
	struct bytes customer; /* behind `since' */
	char since[];	       /* names the call that opened it; ends in NUL */
};

/* Free with opens_free(), which takes NULL. */
struct opens *opens_new(void);
void opens_free(struct opens *);

/*
 * What is open for a customer, the latest first; NULL: nothing.  Valid
 * until opens_close() for this customer.
 */
struct opened *opens_of(const struct opens *, struct bytes customer);

/*
 * Tell that a customer is asked for next, by the hash_bytes() of the key:
 * memory is asked for the place, so that it is there when there is
 * something else to do before.
 */
void opens_expect(const struct opens *, uint64_t hash);

/*
 * Open one more for a customer: all zero but for its place in the list
 * and `since', which is copied.  `*first` is whether nothing was open for
 * this customer before.
 */
struct opened *opens_add(
    struct opens *, struct bytes customer, struct bytes since, int *first);

/* Close all that is open for a customer; whether that was anything. */
int opens_close(struct opens *, struct bytes customer);

#endif
