/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CELL_H
#define REPORT_CELL_H

#include "base/bytes.h"

/*
 * Append a CSV value to a text, quoted when there is a comma, a quote, a
 * line end or a blank at an end of it, so that libcsv gives it back.
 */
void cell_add(struct buf *, struct bytes);

#endif
