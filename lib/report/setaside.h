/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SETASIDE_H
#define REPORT_SETASIDE_H

#include "report/report.h"

/*
 * Note what the filters before set aside: a file of their -r, CSV with the
 * columns file,line,byte,reason,record.  Records are counted by reason.
 * Returns 0, or -1 with diag_text() when it cannot be read or is none.
 */
int setaside_read(struct report *, const char *path);

#endif
