/* SPDX-License-Identifier: ISC */
#ifndef CARE_WORK_STATE_H
#define CARE_WORK_STATE_H

#include "base/bytes.h"

/*
 * What the status of open work means for those who wait for it.  Case and
 * punctuation do not matter: `On-Hold` is `on hold`.
 */
enum work_state {
	WORK_OPEN,   /* everything else, blank included */
	WORK_PAUSED, /* it waits for somebody outside */
	WORK_STOPPED /* there is nothing left to do */
};

/* The state that a value of the field `status` names. */
enum work_state work_state(struct bytes status);

/* The words of a state, with a comma and a blank between. */
const char *work_state_words(enum work_state);

#endif
