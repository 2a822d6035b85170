/* SPDX-License-Identifier: ISC */
#ifndef CARE_PICTURE_H
#define CARE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/emit.h"

/*
 * A plan as bars for a terminal, in ASCII but for the agent's name:
 *
 *	2026-03-02  Ada  80 calls, 23 done, pace -1.5
 *	09:00  ##########.    10 of 11
 *	10:00  ############+  13 of 12
 *
 * A `#` is done, a `.` is still to do, a `+` is beyond the target.  One
 * sign is one call, or several where a bar would not fit.  Where the
 * offset to UTC changes within the bars each time has its own.
 */
enum { PICTURE_WIDTH = 80, PICTURE_NARROW = 32 };

/*
 * What of an agent's name may be shown in so many columns, appended to
 * `shown`: a `?` for each byte that would steer a terminal or is no UTF-8,
 * and without `utf8` for each character beyond ASCII.  Those that may be
 * wide count two columns.  Returns how many it takes.
 */
int picture_name(struct bytes, int columns, int utf8, struct buf *shown);

/* One bar. */
struct picture_bar {
	int64_t from;	/* start of the chunk, an instant */
	int64_t target; /* calls */
	int64_t done;	/* calls; -1: nothing is known of it */
};

/*
 * Draw one agent's day for a terminal of so many columns, of which at
 * most PICTURE_WIDTH are used; one of less than PICTURE_NARROW will fold
 * lines.  `title` is what stands behind date and name, on a line of its
 * own when there is no room.  The name is UTF-8 where the locale says that
 * the terminal knows it.
 */
void picture_draw(struct emit *, int columns, int64_t date, struct bytes agent,
    const char *title, const struct picture_bar *, size_t count);

#endif
