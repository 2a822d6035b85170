/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HEADLINE_H
#define REPORT_HEADLINE_H

#include "base/bytes.h"
#include "report/report.h"

/* Which day, or days, in words: "Monday, 2 March 2026". */
void headline_days(const struct report *, struct buf *out);

/* What the report is called: "The day: Monday, 2 March 2026". */
void headline_title(const struct report *, struct buf *out);

/*
 * The day in three lines: how calm it was, how customers were served, what
 * tomorrow starts from.
 */
enum { HEADLINES = 3 };
const char *headline_name(size_t i);
void headline_text(const struct report *, size_t i, struct buf *out);

/* Begin what stands in `out` from `at` on with a capital. */
void headline_capital(struct buf *out, size_t at);

/*
 * Where the list of open work is empty: whether the records could not have
 * told of all kinds of it.  Then 1, and a sentence that says which are not
 * known is added to `out`, without a capital; else 0.
 */
int headline_nothing(const struct report *, struct buf *out);

#endif
