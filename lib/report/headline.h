/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HEADLINE_H
#define REPORT_HEADLINE_H

#include "base/bytes.h"
#include "report/report.h"

/* Which day, or days, in words: "Monday, 2 March 2026". */
void headline_days(const struct report *, struct buf *out);

/*
 * The day in three lines: how calm it was, how customers were served, what
 * tomorrow starts from.
 */
enum { HEADLINES = 3 };
const char *headline_name(size_t i);
void headline_text(const struct report *, size_t i, struct buf *out);

#endif
