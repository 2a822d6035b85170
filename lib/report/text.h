/* SPDX-License-Identifier: ISC */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as plain text for a terminal, a mail or paper: 80 columns at
 * most, no colour, nothing that steers a terminal.
 */
void text_write(const struct report *, struct emit *);

#endif
