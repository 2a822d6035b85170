/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PEOPLE_H
#define REPORT_PEOPLE_H

#include <stddef.h>
#include <stdint.h>

#include "call/call.h"

/*
 * What a report keeps of each customer: a few words, told apart by a keyed
 * hash of 64 bits, and nothing that names anybody.  There are as many as
 * customers, and each record asks for one: a small table tells where each
 * stands, so that little memory is looked at here and there, and that table
 * alone is taken anew when it grows.  That two of a million customers share
 * a hash has a chance of 1 in 30 million, for each run anew.
 */
struct people;

/* Kinds of cases that a customer may have (cases.h). */
enum { PERSON_CASES = 2 };

/*
 * Instants in ms; INSTANT_NONE where there is none.  With its padding it is
 * a cache line, and begins one.
 */
struct person {
	uint64_t hash;		      /* never 0 */
	int64_t contact;	      /* start of the latest contact */
	int64_t first;		      /* start of a first contact after which
					 * no other came (firsts.h) */
	int64_t spoken;		      /* start of the latest call in which
					 * somebody spoke with the customer */
	int64_t resolved;	      /* of the latest that was resolved */
	uint32_t queue : 30;	      /* 1 + that of `first`; 0: none */
	uint32_t unkept : 1;	      /* `first` is marked as unresolved */
	uint32_t over : 1;	      /* all escalations are (cases.c) */
	uint32_t open;		      /* 1 + the customer's place among those
					 * with open work (carry.h); 0: none */
	uint32_t cases[PERSON_CASES]; /* 1 + the place of the newest of each
				       * kind; 0: none */
	uint64_t padding;
};

struct people *people_new(void);
void people_free(struct people *); /* NULL is allowed */

/*
 * The hash of a call's customer, for people_get(); 0 when the call tells
 * none.  So that memory is there when it is looked at, people_expect() asks
 * it for where the customer stands, and a while later people_fetch() for
 * the customer; each is of use when there is something else to do then.
 * people_fetch() returns who it is by half of the hash, for people_get() to
 * look at first; NULL or anybody when it is somebody new.
 */
uint64_t people_hash(const struct call *);
void people_expect(const struct people *, uint64_t hash);
struct person *people_fetch(const struct people *, uint64_t hash);

/*
 * The customer of a hash, made at the first; NULL for 0.  `likely` is what
 * people_fetch() said, or NULL.  Valid until people_free().
 */
struct person *
people_get(struct people *, uint64_t hash, struct person *likely);

/*
 * Call `each` for all of them, in the order in which they came.
 */
void people_each(const struct people *,
    void (*each)(void *arg, const struct person *), void *arg);

#endif
