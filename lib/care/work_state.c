/* SPDX-License-Identifier: ISC */
#include "care/work_state.h"

/* By state, as bytes_fold() writes them. */
static const char *const words[] = { [WORK_OPEN] = "",
	[WORK_PAUSED] = "waiting, waiting for customer, on hold, pending, "
			"paused, snoozed",
	[WORK_STOPPED] = "closed, done, stopped, resolved, solved, kept, "
			 "cancelled, canceled" };

enum work_state
work_state(struct bytes status)
{
	char folded[32];
	struct bytes word, rest;
	int state;

	word.p = folded;
	word.n = bytes_fold(status, folded, sizeof(folded));
	if (word.n == 0)
		return WORK_OPEN;
	for (state = WORK_PAUSED; state <= WORK_STOPPED; state++)
		for (rest = bytes_of(words[state]); rest.p != NULL;)
			if (bytes_equal(
				word, bytes_trim(bytes_cut(rest, ',', &rest))))
				return (enum work_state)state;
	return WORK_OPEN;
}

const char *
work_state_words(enum work_state state)
{
	return words[state];
}
