/* SPDX-License-Identifier: ISC */
#ifndef CARE_STANDING_H
#define CARE_STANDING_H

#include <stddef.h>
#include <stdint.h>

#include "base/num.h"
#include "call/stream.h"
#include "care/target.h"

/*
 * Where each record leaves its agent, as columns behind the record's own:
 * what targetsplit writes as a filter.
 */

/* The columns, in the order of struct target_standing; NULL behind them. */
extern const char *const standing_columns[];

/*
 * The chunk's column as written last, which most records share.  Begins as
 * STANDING_NOTHING.
 */
struct standing_shown {
	int64_t chunk;
	char text[NUM_MAX];
	size_t n;
};
#define STANDING_NOTHING \
	{ \
		.chunk = INSTANT_NONE \
	}

/*
 * Hold the stream's current record against its agent's plan and set its
 * columns, which stay blank where there is no standing.  A record of open
 * work is no call, and one that could not be held is counted.  The stream
 * has standing_columns; writing the record is the caller's.
 */
void standing_take(struct target *, struct stream *, const struct call *,
    struct standing_shown *);

/* Count a record with such a result, when that is to be told at the end. */
void
standing_excuse(const struct target *, struct stream *, enum target_result);

#endif
