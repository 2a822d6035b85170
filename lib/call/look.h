/* SPDX-License-Identifier: ISC */
#ifndef CALL_LOOK_H
#define CALL_LOOK_H

#include "base/bytes.h"

/* What a value looks like; for words that mean several things. */
enum look {
	LOOK_FLAG,   /* yes, no, true, 0, 1 .. */
	LOOK_NUMBER, /* another plain number */
	LOOK_CLOCK,  /* 0:03:28: a time of day or a duration */
	LOOK_DATED,  /* has a date in it */
	LOOK_STATE,  /* a state of open work */
	LOOK_LINE,   /* a telephone line, SIP/1001-0000002a */
	LOOK_WORD,
	LOOK_KINDS
};

/* What a value that is not empty looks like, by the signs in it. */
enum look look_of(struct bytes value);

#endif
