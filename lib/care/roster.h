/* SPDX-License-Identifier: ISC */
#ifndef CARE_ROSTER_H
#define CARE_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/day.h"
#include "care/shift.h"

/*
 * Who is at work when, as instants: the shifts of shift.h on the zone's
 * time line, or, where there are none, those who were seen at work.
 */
struct roster;

/*
 * A roster of shifts, which must outlive it; of NULL an empty one for
 * roster_present().  Free with roster_free(), which takes NULL.
 */
struct roster *roster_new(struct shift_table *);
void roster_free(struct roster *);

/* How many agents there are, their names, the number of a name or -1. */
size_t roster_agents(const struct roster *);
struct bytes roster_agent(const struct roster *, size_t agent);
int64_t roster_find(const struct roster *, struct bytes name);

/*
 * Only without shifts: this agent is at work in this stretch.  Returns
 * the agent's number.
 */
size_t roster_present(struct roster *, struct bytes name, struct day_stretch);

/*
 * An agent's date: its spans and its working time.  NULL when the agent
 * does not work then, and without shifts.  Belongs to the roster.
 */
const struct day *roster_day(struct roster *, size_t agent, int64_t date);

/*
 * The span of a shift, breaks included, that holds an instant, and the
 * stretch of it without a break.  Returns 1, or 0 when there is none.
 */
int roster_span(struct roster *, size_t agent, int64_t t, struct day_stretch *);
int roster_work(struct roster *, size_t agent, int64_t t, struct day_stretch *);

/*
 * The whole shift of a date, from its first span's begin to its last
 * one's end, to which an instant belongs.  Returns 1, or 0 when the agent
 * does not work on that date, the instant lies outside, or there are no
 * shifts: who was seen at work began at a time that the roster does not
 * know.
 */
int
roster_shift(struct roster *, size_t agent, int64_t t, struct day_stretch *);

/*
 * The first begin of a shift after `from` and until `until`, or
 * INSTANT_NONE.  `until` is less than a day after `from`.
 */
int64_t
roster_begin(struct roster *, size_t agent, int64_t from, int64_t until);

#endif
