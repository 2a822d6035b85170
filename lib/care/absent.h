/* SPDX-License-Identifier: ISC */
#ifndef CARE_ABSENT_H
#define CARE_ABSENT_H

#include "care/replan.h"
#include "care/target.h"

/*
 * Agents who are listed and at work but have no record: a name that the
 * settings and the export write differently is found by that.
 */
enum { ABSENT_SHOWN = 5 };

/*
 * Say on stderr, as a warning, how many of the listed agents were at work
 * on a date of the records that the targets took and have no record of any
 * date; `rest` (NULL: none) asks for those at work by its `now` on its day
 * instead.  `where` is what the sentence calls the list.  The first
 * ABSENT_SHOWN are named: listed names are settings, not data.  Nothing is
 * said when there are none, when nobody is listed, or without any record.
 */
void absent_tell(
    struct target *, const char *where, const struct replan_setup *rest);

#endif
