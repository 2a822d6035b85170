/* SPDX-License-Identifier: ISC */
#ifndef CARE_ENGLISH_H
#define CARE_ENGLISH_H

#include "care/expr.h"

/*
 * Conditions and durations in plain English, for people who will never
 * read policy.csv.  Operands that have no phrase of their own are named as
 * they are written.
 */

/* Append a condition: `the caller threatens somebody`. */
void english_put(struct buf *, const struct expr *);

/* Append a duration: `30 minutes`, `1 hour 30 minutes`, `2 days`. */
void english_duration(struct buf *, int64_t ms);

/*
 * Append a duration of a clock that stands still at times, where a day is
 * no 24 hours: `24 opening hours`, `30 minutes`.
 */
void english_opening(struct buf *, int64_t ms);

/* Append a duration of either clock: `24 hours`. */
void english_hours(struct buf *, int64_t ms);

/* Append a date, in days since 1970-01-01: `25 December 2026`. */
void english_date(struct buf *, int64_t day);

/* Append the time in a field: `the promised time`, `the time in NAME`. */
void english_time(struct buf *, const char *field);

#endif
