/* SPDX-License-Identifier: ISC */
#ifndef CALL_DURATION_H
#define CALL_DURATION_H

#include <stdint.h>

#include "base/bytes.h"

/* Durations, in milliseconds; DURATION_NONE is missing. */
#define DURATION_NONE INT64_MIN

/* How a column's plain numbers are to be read. */
enum duration_unit {
	UNIT_SECONDS,
	UNIT_MILLISECONDS,
	UNIT_MINUTES,
	UNIT_HOURS,
	UNIT_DAYS /* a fraction of a day, a spreadsheet's */
};

struct duration_format {
	enum duration_unit unit;
	char decimal; /* ',' where the export writes 2,5 (2.5 is
				 * read as well); else '.' */
	int grouped;  /* thousands are parted by the other one of these */
};

/* What became of a value. */
enum duration_result {
	DURATION_READ = 0,
	DURATION_EMPTY = 1,    /* nothing there: missing, not counted */
	DURATION_NEGATIVE = 2, /* missing and counted */
	DURATION_BAD = 3,      /* no duration: missing and counted */
	DURATION_GROUPED = 4   /* as 1,234, and nobody says what the comma
				* is: missing and counted */
};

/*
 * Read one value: a number in the format's unit, `M:SS` (`H:MM` in a column
 * of hours), `H:MM:SS` with hours beyond 24, both with a fraction;
 * `PT3M10S`; `3 min 10 s`, `90s`, `1h 5m`; `1900-01-01 00:02:23` and the
 * other days that stand for none; `12:02:23 AM`; `0 days 00:02:23`.  Blanks
 * around it and the guard `="..."` are not part of it; an empty value, `-`,
 * `n/a` and `null` (value_is_nothing()) are DURATION_EMPTY.  Minutes and
 * seconds of 60 and more that have something greater in front, years and
 * months, and more than ten years in all are impossible (DURATION_BAD).
 * A number such as `1,234` or `1,234.5`, alone or with a unit behind it, is
 * read where the format is grouped; else, where the comma is no decimal mark,
 * it is DURATION_GROUPED, as it may have been one where the export was
 * written.
 * Fractions of a day within 5 ms of a second are that second.  `*ms` is
 * DURATION_NONE unless DURATION_READ.
 */
enum duration_result
duration_read(const struct duration_format *, struct bytes, int64_t *ms);

/*
 * The unit that a column's folded header names (`.. in minutes`, `ms`);
 * UNIT_SECONDS when it names none.
 */
enum duration_unit duration_unit_of(struct bytes folded_header);

/*
 * A duration with a unit as settings and options write it: `90s`, `30m`
 * (minutes), `4h`, `7d`, `0m`, `6m 30s`; a bare number is seconds.
 * Returns 0 or -1 (no diag_text(): the caller knows the place).
 */
int duration_typed(struct bytes, int64_t *ms);

/*
 * The same where a unit must stand: 60 is no more a minute than an hour
 * to who types it.
 */
int duration_with_unit(struct bytes, int64_t *ms);

#endif
