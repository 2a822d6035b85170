/* SPDX-License-Identifier: ISC */
#ifndef CARE_DAYSTART_H
#define CARE_DAYSTART_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * When a day begins: day_start of report.csv (key,value,note).  A record
 * that starts before it, by the clock, is of the date before.
 */

/* The built-in report.csv, as far as days go: they begin at 00:00. */
extern const char daystart_csv[];

/*
 * A day_start as written, 06:00, into ms after midnight.  Returns 0, or -1
 * when it is not what `daystart_wanted` tells the reader to give.
 */
int daystart_typed(struct bytes, int64_t *ms);
extern const char daystart_wanted[];

/*
 * Read it from the settings folder `dir` (NULL, or a folder without the
 * file or the key: 00:00) into `*ms` after midnight, whole minutes below a
 * day.  Other keys of the file are for wrapup, which checks their values.
 * Returns 0, or -1 with diag_text() when the file cannot be read, has a key
 * that is none, or a day_start that is no time of day.
 */
int daystart_load(const char *dir, int64_t *ms);

#endif
