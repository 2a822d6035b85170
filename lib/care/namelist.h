/* SPDX-License-Identifier: ISC */
#ifndef CARE_NAMELIST_H
#define CARE_NAMELIST_H

#include "base/bytes.h"

/*
 * Words that tell where people, places and numbers stand in a text, for
 * care/anonymous.h: a list of each kind.  A word may be of several.
 */
enum name_kind {
	NAME_SURE = 1 << 0,   /* a name, however it is written: maria */
	NAME_MAYBE = 1 << 1,  /* a name when written with a capital: Rose */
	NAME_WEAK = 1 << 2,   /* the same, but usual in notes: Bill */
	NAME_TITLE = 1 << 3,  /* a name follows: mrs */
	NAME_PERSON = 1 << 4, /* a name may follow: manager, hello */
	NAME_BESIDE = 1 << 5, /* the same, less often: to, by, with */
	NAME_SMALL = 1 << 6,  /* no part of a name: the, of, today */
	NAME_DOES = 1 << 7,   /* what follows a name: called, says */
	NAME_STREET = 1 << 8, /* ends an address: road */
	NAME_LANE = 1 << 9,   /* the same, but usual in notes: way, close */
	NAME_MONTH = 1 << 10,
	NAME_DIGIT = 1 << 11,  /* a number in letters: seven, double */
	NAME_UNIT = 1 << 12,   /* what is counted: min, days, x */
	NAME_MONEY = 1 << 13,  /* pounds */
	NAME_DOMAIN = 1 << 14, /* the end of an address in the net: com */
	NAME_NUMBER = 1 << 15, /* a number follows that is somebody's: acct */
	NAME_DETERMINER = 1 << 16, /* what follows is a thing: the, last */
	NAME_PROPER = 1 << 17	   /* has a capital, and names nobody: Friday */
};

struct namelist;

/* The lists, ready to be asked.  namelist_free() takes NULL. */
struct namelist *namelist_new(void);
void namelist_free(struct namelist *);

/* The kinds of a word in ASCII lower case, as a sum; 0: it is in no list. */
unsigned namelist_kind(const struct namelist *, struct bytes word);

#endif
