/* SPDX-License-Identifier: ISC */
#ifndef REPORT_TIDY_H
#define REPORT_TIDY_H

#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as one tidy table for scripts, CSV with the columns
 * section,key,metric,value,unit.  The team's rows have an empty key;
 * where there is no value it is n/a.
 */
void tidy_write(const struct report *, struct emit *);

#endif
