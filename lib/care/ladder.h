/* SPDX-License-Identifier: ISC */
#ifndef CARE_LADDER_H
#define CARE_LADDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/acks.h"
#include "care/clock.h"
#include "csv/settings.h"

/*
 * To whom an escalation goes, and to whom next: levels.csv
 * (level,name,ack,repeat).
 *
 *	level	1 to 99
 *	name	who that is
 *	ack	how long after its due time the level may leave it
 *		unacknowledged; then it goes to the next higher level of the
 *		file and is due there at that moment.  Empty: it stays
 *	repeat	of a level that hands nothing on, because there is none
 *		above it or it has no ack: it is due again every so long
 *		until it is acknowledged
 *
 * Both run on the clock of the rule.  Nothing is remembered: where an
 * escalation has got to follows from its first due time, from the
 * acknowledgements and from the time it is.
 */
struct ladder;

enum { LADDER_LEVEL_MAX = 99, LADDER_MAX_DAYS = 366 };

struct ladder_level {
	int level;
	char *name;	     /* its number when levels.csv has none */
	int64_t ack, repeat; /* ms, DURATION_NONE when empty */
	size_t line;	     /* of levels.csv; 0: not in there */
};

/*
 * Read levels.csv.  A row that is wrong ends it: NULL and diag_text().
 * With `wrong`, that is called for each such row while diag_text() says
 * what is wrong, and reading goes on without it.  Free with ladder_free().
 */
struct ladder *
ladder_read(const struct settings *, void (*wrong)(void *arg), void *arg);
void ladder_free(struct ladder *);

/* A level's number from text; 0 when it is none. */
int ladder_number(struct bytes);

/* Make sure that there is a level; a new one is called by its number. */
void ladder_add(struct ladder *, int level);

/* Whether there is a level. */
int ladder_has(const struct ladder *, int level);

/* The level of a name (case folded) or a number; 0 when there is none. */
int ladder_find(const struct ladder *, struct bytes);

/* How many levels there are, and the i-th, lowest first. */
size_t ladder_count(const struct ladder *);
const struct ladder_level *ladder_at(const struct ladder *, size_t i);

/* The name of a level, empty when it is not there. */
struct bytes ladder_name(const struct ladder *, int level);

/* The level that this one hands on to, or NULL. */
const struct ladder_level *ladder_next(const struct ladder *, int level);

/* The clock that an escalation runs on. */
struct ladder_clock {
	const struct clock *clock; /* NULL: 24x7 */
	struct bytes queue;
};

/*
 * When `ms` have run since `from` on that clock; INSTANT_NONE when `from`
 * is, or when that lies beyond the calendar.
 */
int64_t ladder_run(const struct ladder_clock *, int64_t from, int64_t ms);

/* Where an escalation stands. */
struct rung {
	int level;
	int64_t due; /* or INSTANT_NONE: it cannot climb */
	int acked;
	int64_t repeats; /* how often it fell due again */
};

/*
 * Take an escalation from its first level and due time, which are in
 * `*rung`, to where it stands at `now`.  `acks` are the acknowledgements of
 * all of its calls, or NULL.
 */
void ladder_climb(const struct ladder *, const struct ladder_clock *,
    const struct acks_list *acks, int64_t now, struct rung *rung);

#endif
