/* SPDX-License-Identifier: ISC */
#ifndef CARE_GUIDE_H
#define CARE_GUIDE_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * The breathing guide as pictures: what a terminal shows at an instant.
 * It reads no data and keeps no state.
 *
 *	box	in 4 s, hold 4, out 4, hold 4
 *	478	in 4 s, hold 7, out 8
 *	calm	in 4 s, out 6
 */
struct guide;

/* The guide of this name, or NULL.  It is static. */
const struct guide *guide_by_name(struct bytes name);

enum { GUIDE_FRAME_MS = 50, GUIDE_LEAST_COLUMNS = 20 };

/* What the terminal can do. */
struct guide_look {
	int columns;
	int moves; /* whether the cursor can be moved; else
					 * all is one line that is rewritten */
	int colour, utf8;
	int wipe; /* what stands below is to be erased,
					 * after a change of size */
};

/*
 * Append the frame at `t` ms of `total` (0: without end): what to do in
 * words, the seconds left of it, a bar that grows and shrinks, the time
 * left.  No line is wider than the columns less one, whatever they are.
 */
void guide_frame(const struct guide *, int64_t t, int64_t total,
    const struct guide_look *, struct buf *);

/* The kind line at the end. */
const char *guide_farewell(void);

#endif
