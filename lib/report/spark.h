/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SPARK_H
#define REPORT_SPARK_H

#include "report/page.h"

/*
 * Sparklines in plain text: for each agent a line of the day's 24 hours for
 * stress and one for load, a character an hour, `.` for little and `#` for
 * much.  Nothing where nothing is known.
 */
void spark_agents(struct page *);

#endif
