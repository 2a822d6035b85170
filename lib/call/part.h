/* SPDX-License-Identifier: ISC */
#ifndef CALL_PART_H
#define CALL_PART_H

#include "base/bytes.h"

/*
 * Which part of a value counts, as a map's format says.  All of them point
 * into the value; nothing is left when there is no such part.
 */
enum part {
	PART_ALL,
	PART_EXTENSION, /* of a telephone line its extension: 1001 of
			 * SIP/1001-0000002a and Local/1001@queue-1;2, or
			 * 1001 itself; 2 to 6 digits, else it is a trunk */
	PART_FIRST,	/* the first of a list with ; between */
	PART_STEM,	/* what stands before the last - */
	PART_COUNT
};

/* The part by the word that a map has for it; PART_COUNT: no such word. */
enum part part_by_name(struct bytes);
const char *part_name(enum part);

struct bytes part_of(enum part, struct bytes value);

#endif
