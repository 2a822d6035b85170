/* SPDX-License-Identifier: ISC */
#ifndef CARE_REPORTCSV_H
#define CARE_REPORTCSV_H

#include "csv/settings.h"

/*
 * The rows of report.csv (key,value,note): the one list of its keys, for
 * wrapup, which wants all of them, and for targetsplit, which wants to
 * know when a day begins and refuses the same slips.
 */
enum reportcsv_key {
	REPORTCSV_SL_VARIANT,
	REPORTCSV_SL_SECONDS,
	REPORTCSV_SHORT_ABANDON,
	REPORTCSV_DAY_START,
	REPORTCSV_CONTACTS_DAYS,
	REPORTCSV_KEYS
};

/*
 * Takes the value of a key.  Returns NULL, or what it should be ("a time
 * of day such as 06:00").
 */
typedef const char *
reportcsv_take(void *arg, enum reportcsv_key, struct bytes value);

/*
 * Give all rows to `take`, in order, and free the settings.  NULL is a
 * file that could not be read.  Returns 0, or -1 with diag_text(): the
 * file's place and what is expected there.
 */
int reportcsv_read(struct settings *, reportcsv_take *take, void *arg);

#endif
