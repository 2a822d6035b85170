/* SPDX-License-Identifier: ISC */
#ifndef REPORT_APPENDIX_H
#define REPORT_APPENDIX_H

#include "report/page.h"

/*
 * The end of a report in plain text: what became of the records and what
 * could not be told, and the definitions of all metrics that the chosen
 * sections show.
 */
void appendix_quality(struct page *);
void appendix_definitions(struct page *);

#endif
