/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HOURS_H
#define REPORT_HOURS_H

#include <stddef.h>

#include "report/report.h"

/*
 * The hours as people read them: those of the one day, or of all days
 * together when there are several, from the hour on in which a day begins.
 */
struct hour {
	char label[16]; /* "09:00"; where the clock is put "02:00+01:00" */
	struct report_row row;
};

struct hours {
	struct hour *hour;
	size_t count;
	struct report_row *rows;  /* what they are made from, */
	struct tally_entry *sums; /* or their sums */
};

/* How long the day of such rows is, ms: a day, an hour more or less. */
int64_t hours_length(const struct report_row *, size_t count);

void hours_start(struct hours *, const struct report *);
void hours_end(struct hours *);

#endif
