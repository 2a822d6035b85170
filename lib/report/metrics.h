/* SPDX-License-Identifier: ISC */
#ifndef REPORT_METRICS_H
#define REPORT_METRICS_H

#include <stddef.h>

#include "report/report.h"
#include "report/value.h"

/*
 * The one table of what reports show: name, unit, how it follows from the
 * counts, and the definition that is printed with it.
 */
enum metric_id {
	METRIC_OFFERED,
	METRIC_ANSWERED,
	METRIC_ABANDONED,
	METRIC_OTHER,
	METRIC_ABANDONED_SHORT,
	METRIC_ABANDON_RATE,
	METRIC_SERVICE_LEVEL,
	METRIC_ASA,
	METRIC_WAIT_P50,
	METRIC_WAIT_P90,
	METRIC_WAIT_MAX,
	METRIC_AHT,
	METRIC_TALK_MEAN,
	METRIC_TALK_P90,
	METRIC_HOLD_MEAN,
	METRIC_WRAP_MEAN,
	METRIC_TRANSFERS,
	METRIC_RESOLVED,
	METRIC_RESOLVED_RATE,
	METRIC_CSAT_MEAN,
	METRIC_REPEAT_RATE,
	METRIC_FCR,
	METRIC_FCR_OPEN,
	METRIC_CALLS,
	METRIC_LEGS,
	METRIC_STRESS_MEAN,
	METRIC_STRESS_P90,
	METRIC_CALM,
	METRIC_STRAINED,
	METRIC_HARD,
	METRIC_STRESS_MINUTES,
	METRIC_SHARE,
	METRIC_OUTSIDE_SHARE,
	METRIC_LOAD_MEAN,
	METRIC_LOAD_MAX,
	METRIC_MINUTES_OVER_60,
	METRIC_BREATHERS,
	METRIC_BREATHER_MINUTES,
	METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED,
	METRIC_BREATHERS_UNKNOWN,
	METRIC_PACE_TAKEN,
	METRIC_PACE_TAKEN_OF,
	METRIC_PACE_MISSED,
	METRIC_PACE_MISSED_OF,
	METRIC_HARD_RESOLVED,
	METRIC_TURNED,
	METRIC_THANKS,
	METRIC_ESCALATED,
	METRIC_KEPT,
	METRIC_OPEN,
	METRIC_OVERDUE,
	METRIC_PROMISED,
	METRIC_PROMISES_KEPT,
	METRIC_PROMISES_OPEN,
	METRIC_PROMISES_LATE,
	METRIC_TARGET,
	METRIC_DONE,
	METRICS
};

/* METRIC_IN_SCALE is whatever scale the export's ratings have. */
enum metric_unit {
	METRIC_IN_CALLS,
	METRIC_IN_S,
	METRIC_IN_MIN,
	METRIC_IN_PERCENT,
	METRIC_IN_POINTS,
	METRIC_IN_SCALE
};

const char *metric_name(enum metric_id);
enum metric_unit metric_unit(enum metric_id);
const char *metric_definition(enum metric_id);

/* The unit as the tidy table spells it: calls, s, min, percent, .. */
const char *metric_unit_name(const struct report *, enum metric_id);

/* Which columns it needs: bits of enum report_has, 0: none. */
unsigned metric_needs(enum metric_id);

/* The histogram (enum tally_hist) that it follows from, or -1. */
int metric_hist(enum metric_id);

/*
 * Its value for a row.  There is none (`of` is 0) where a denominator is 0
 * or the records lacked a column that it needs.  Percentages are in
 * percent, times in seconds, stress work in minutes.
 */
struct value
metric_value(const struct report *, enum metric_id, const struct report_row *);

/*
 * Write a value as the tidy table and JSON have it: percent with two
 * decimals, all else with up to four.  Returns the length, 0 for none.
 */
size_t metric_put(char out[VALUE_MAX], enum metric_id, struct value);

/*
 * Append a value as people read it: 950, 81.1%, 4:05 (minutes and
 * seconds), 1:02:30, 12.3, n/a.
 */
void metric_show(struct buf *, enum metric_id, struct value);

#endif
