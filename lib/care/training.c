/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "care/training.h"

static const struct {
	const char *cause, *practise;
} topics[] = {
	{ "hostile",
	    "stay calm, name the limit once, offer the next step, hand over "
	    "when the limit is crossed" },
	{ "sentiment",
	    "say back what was understood before solving it, then say what "
	    "happens next" },
	{ "length",
	    "find the request in the first minute, and know where the "
	    "answers stand" },
	{ "hold",
	    "say why and for how long before a hold, come back in time, look "
	    "up first" },
	{ "interrupted",
	    "let finish, sum up in one sentence, lead back to the question" },
	{ "threat",
	    "the steps for a threat: stay safe, note the words, hand over "
	    "now" },
	{ "selfharm",
	    "the steps for somebody at risk: stay on the line, get help, "
	    "debrief" },
	{ "abuse", "the right to end an abusive call, and how to say so" },
};

const char *
training_of(struct bytes cause)
{
	size_t i;

	for (i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (bytes_is(cause, topics[i].cause))
			return topics[i].practise;
	return NULL;
}
