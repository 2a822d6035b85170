/* SPDX-License-Identifier: ISC */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "base/bytes.h"
#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as plain text for a terminal, a mail or paper: 80 columns at
 * most, nothing in it that steers a terminal.  Appended to a buffer, or
 * written, then with coloured headings where the report says so.
 */
void text_put(const struct report *, struct buf *out);
void text_write(const struct report *, struct emit *);

#endif
