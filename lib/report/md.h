/* SPDX-License-Identifier: ISC */
#ifndef REPORT_MD_H
#define REPORT_MD_H

#include "csv/emit.h"
#include "report/report.h"

/*
 * The report in Markdown with the tables of GitHub's flavour, for wikis and
 * chats.  Text from the data is escaped: it marks nothing up.
 */
void md_write(const struct report *, struct emit *);

#endif
