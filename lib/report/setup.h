/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SETUP_H
#define REPORT_SETUP_H

#include <stdint.h>

#include "report/service.h"

/* What report.csv (key,value) says: the definitions that are a choice. */
struct setup {
	enum service_variant sl_variant;
	int64_t within_ms;     /* T, from sl_seconds */
	int64_t short_ms;      /* short_abandon: up to this */
	int64_t day_start_ms;  /* after midnight */
	int64_t contacts_days; /* how long the daybook keeps contacts; 0: for
				* ever */
};

/* The built-in report.csv. */
extern const char setup_csv[];

/*
 * Read report.csv from the settings folder (NULL: the built-in one).
 * What it leaves out is as built in.  Returns 0, or -1 with diag_text()
 * when it cannot be read or a row is wrong.
 */
int setup_load(struct setup *, const char *settings_dir);

/* The start of the day as HH:MM. */
enum { SETUP_CLOCK = 8 };
struct bytes setup_day_start(const struct setup *, char out[SETUP_CLOCK]);

#endif
