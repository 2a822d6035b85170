/* SPDX-License-Identifier: ISC */
#ifndef CALL_STAMP_H
#define CALL_STAMP_H

#include "base/bytes.h"
#include "call/when.h"

/*
 * The text of timestamps, taken apart.  What the text alone tells is
 * settled here; which of three numbers is the day is not (when.c).
 */

/* The date of a text as far as its order or its century is open. */
struct stamp_date {
	int open;	  /* number[] holds the date in an order that
				 * the text does not tell, civil's is unset */
	int number[3];	  /* 0..9999, from left to right */
	int short_year;	  /* the year has two digits; unless `open` it
				 * stands in civil as 0..99 */
	int zone_unknown; /* -1 was returned for what stands behind the
			   * time, which is the name of a zone or so */
};

/*
 * `2026-03-02 09:30:00`, with a blank or a T, with or without a fraction
 * and an offset right behind it, and nothing else: what most exports
 * write, and fast.  Returns 0, or -1 when it is anything else or no date.
 */
int stamp_iso(struct bytes, struct when *);

/*
 * Any text that names a time without an order of day and month being
 * declared for it, as listed in when.h; plain numbers are left to the
 * caller, except `20260302` and `20260302093000`.  The text is trimmed.
 * Returns 0, or -1 when it is none of these; a date that is not `open` is
 * not validated.
 */
int stamp_read(struct bytes, struct when *, struct stamp_date *);

#endif
