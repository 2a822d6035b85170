/* SPDX-License-Identifier: ISC */
#ifndef CALL_ZONEWORD_H
#define CALL_ZONEWORD_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * Words behind a time that name its zone: `14:00 EST`.  One that the zone
 * of -z uses means what it means there, also where others use it (IST,
 * CST).  Else it is one that has a single meaning: those of RFC 822, and
 * the usual ones of Europe and elsewhere.  All others are not known: to
 * guess is to be hours off.
 */

/* What zoneword_find() returns; numbers above 0 are -z's own words. */
enum {
	ZONEWORD_UNKNOWN = -2,
	ZONEWORD_LOCAL = -1, /* the very zone of -z, by its name or as in
			      * `ET` both of its words; or none, `Uhr` */
	ZONEWORD_FIXED = 0   /* the same wherever it is used */
};

/*
 * Look a word up, in any case.  *offset_s is what it means, of -z's own
 * words what they meant last, else 0.
 */
int zoneword_find(struct bytes word, int *offset_s);

/*
 * The offset in seconds of one of -z's own words at a civil time, given in
 * ms since 1970-01-01 00:00 on the same clock: what the word meant then,
 * else what it meant last (`EST` in July).
 */
int zoneword_offset(int number, int64_t civil_ms);

/*
 * Whether the zone of -z did use one of its own words at an instant; it
 * does not where an export says EST all the year.
 */
int zoneword_fits(int number, int64_t instant);

#endif
