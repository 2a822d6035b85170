/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/bytes.h"
#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as one page of HTML that needs nothing else: no script, no
 * font, no picture from anywhere, its style inside and, by its hash, the
 * only one that its policy allows.  Charts are SVG in the page; `charts` 0
 * leaves them out, for mail.  Appended to a buffer, or written with charts.
 */
void html_put(const struct report *, int charts, struct buf *out);
void html_write(const struct report *, struct emit *);

/*
 * Append text as it is to be read, whatever bytes it has: it adds no
 * element and ends no attribute.  What steers, and what is no UTF-8, is
 * shown as `?`.
 */
void html_text(struct buf *, struct bytes);

#endif
