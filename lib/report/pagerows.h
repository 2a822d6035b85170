/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PAGEROWS_H
#define REPORT_PAGEROWS_H

#include "base/bytes.h"
#include "report/report.h"

/*
 * The table of a daybook's page (pagefile.h): one row for each that
 * something is counted of, in one form only.
 */

/* Append the table of what a report counted. */
void pagerows_write(
    struct buf *out, const struct report *, const int64_t open[CARRY_KINDS]);

/*
 * Read such a table into an empty report.  Returns 0, or -1 when it is not
 * what pagerows_write() writes; diag_text() may not say so.
 */
int pagerows_read(struct report *, int64_t open[CARRY_KINDS], const char *name,
    struct bytes table);

/* How many rows there are of an agent. */
size_t pagerows_of(const struct report *, struct bytes agent);

#endif
