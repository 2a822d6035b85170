/* SPDX-License-Identifier: ISC */
#ifndef TESTS_INSTANTS_H
#define TESTS_INSTANTS_H

/* Instants from and to ISO 8601, for tables of cases. */
#include <stdio.h>

#include "call/when.h"
#include "call/zone.h"

static int64_t
at(const char *text)
{
	int64_t instant = INSTANT_NONE;

	if (when_typed(bytes_of(text), 0, &instant) != 0)
		printf("# no time: %s\n", text);
	return instant;
}

/* Valid until the next call. */
static const char *
text_of(int64_t instant)
{
	static char text[64];

	if (instant == INSTANT_NONE)
		return "none";
	text[instant_put(text, instant)] = '\0';
	return text;
}

#endif
