/* SPDX-License-Identifier: ISC */
#ifndef CARE_PAST_H
#define CARE_PAST_H

#include "base/diag.h"
#include "call/stream.h"
#include "care/arrivals.h"
#include "care/handling.h"

/* What earlier exports tell: when calls come, and how long they take. */
struct past {
	struct arrivals *arrivals;
	struct handling *handling;
};

/*
 * Read exports beside the tool's own input, as stream_open_aside() does;
 * records of open work are no calls.  Without any, both stay NULL.
 * Returns the exit status so far, failures are printed.  Free with
 * past_free() in any case.
 */
enum status past_read(
    struct past *, const struct common *, char *const *files, size_t count);
void past_free(struct past *);

#endif
