/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CREW_H
#define REPORT_CREW_H

#include <stddef.h>
#include <stdint.h>

#include "report/tally.h"

/*
 * Which agents took calls of which queue: a number that only few people
 * made tells something of each of them.
 */
struct crew;

/* Nobody so far.  Free with crew_free(), which takes NULL. */
struct crew *crew_new(void);
void crew_free(struct crew *);

/* This agent handled a call of this queue; both are entries of a tally. */
void crew_saw(struct crew *, const struct tally_entry *queue,
    const struct tally_entry *agent);

/* How many agents there are of a queue. */
size_t crew_count(const struct crew *, const struct tally_entry *queue);

/* Whether an agent is one of a queue's. */
int crew_has(const struct crew *, const struct tally_entry *queue,
    const struct tally_entry *agent);

#endif
