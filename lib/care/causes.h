/* SPDX-License-Identifier: ISC */
#ifndef CARE_CAUSES_H
#define CARE_CAUSES_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * What made calls hard: the sums that triage prints in stress_why, such as
 * `hostile:25.0 wait:4.0 self:35.0 floor:threat`, taken apart again.
 */
enum {
	CAUSE_COMPONENTS = 9,	       /* of care/stress.h, in its order */
	CAUSE_SELF = CAUSE_COMPONENTS, /* the agent's own rating */
	CAUSE_THREAT,
	CAUSE_SELFHARM,
	CAUSE_ABUSE, /* the floors */
	CAUSE_OTHER, /* a name that triage does not write */
	CAUSES
};

/* The name of a cause, and what it is in plain words. */
struct bytes cause_name(size_t cause);
const char *cause_words(size_t cause);

/*
 * What made a call hard most of all, by its sum: the floor that raised its
 * stress, else the first component, else the rating; CAUSES when `why`
 * names none.
 */
size_t causes_main(struct bytes why);

/* A cause's part of the work. */
struct cause_part {
	size_t cause;
	int64_t work;
};

/*
 * Share some amount of work (0 or more) out over the causes, in proportion
 * to what each gave to the call's stress (0..100): the points of a
 * component, halved where a rating of the agent's own was taken in; that
 * rating's; and what a floor added to the sum.  The parts are whole numbers
 * and add up to `work`; one cause may have several.  Returns how many
 * there are; 0 when `why` names no points.
 */
size_t causes_split(struct bytes why, int64_t stress, int64_t work,
    struct cause_part parts[CAUSES]);

#endif
