/* SPDX-License-Identifier: ISC */
#ifndef CARE_PICTURE_H
#define CARE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/emit.h"

/*
 * A plan as bars for a terminal, at most PICTURE_WIDTH columns of ASCII:
 *
 *	2026-03-02  Ada  80 calls, 23 done, pace -1.5
 *	09:00+01:00  ##########.           10 of 11
 *	10:00+01:00  ############+          13 of 12
 *
 * A `#` is done, a `.` is still to do, a `+` is beyond the target.  One
 * sign is one call, or several where a bar would not fit.
 */
enum { PICTURE_WIDTH = 80 };

/* One bar. */
struct picture_bar {
	int64_t from;	/* start of the chunk, an instant */
	int64_t target; /* calls */
	int64_t done;	/* calls; -1: nothing is known of it */
};

/* Draw one agent's day; `title` is what stands behind date and name. */
void picture_draw(struct emit *, int64_t date, struct bytes agent,
    const char *title, const struct picture_bar *, size_t count);

#endif
