/* SPDX-License-Identifier: ISC */
#ifndef REPORT_AGENDA_H
#define REPORT_AGENDA_H

#include "report/page.h"

/*
 * What is open for tomorrow, as lists in plain text: of each kind what to
 * do next and the first 20, earliest due first.
 */
void agenda_write(struct page *);

#endif
