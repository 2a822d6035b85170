/* SPDX-License-Identifier: ISC */
#ifndef CALL_ZONE_H
#define CALL_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The zone of the process and civil time in it.  Instants are
 * milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
 * The C library's tables are asked once a year of data and kept, so one
 * thread only may ask.  Instants outside the years 1 to 9999 are taken
 * for the nearest inside, INSTANT_NONE too.
 */

/* An instant that is not known. */
#define INSTANT_NONE INT64_MIN

enum {
	SECOND_MS = 1000,
	MINUTE_MS = 60000,
	HOUR_MS = 3600000,
	DAY_MS = 86400000
};

/* A date and time of day as a clock on the wall shows it. */
struct civil {
	int year, month, day;	  /* 1970, 1..12, 1..31 */
	int hour, minute, second; /* 0..23, 0..59, 0..59 */
	int ms;			  /* 0..999 */
};

/* What a civil time is in the zone. */
enum zone_fold {
	ZONE_ONCE,  /* the usual case */
	ZONE_TWICE, /* told twice: clocks went back */
	ZONE_NEVER  /* never told: clocks went forward */
};

/*
 * Set the zone by IANA name or POSIX string (RFC 9636, section 3.3.1, with
 * rules when it has summer time), with or without a leading colon; NULL
 * or "" takes $TZ, else the system's.  Only tables below $TZDIR or
 * /usr/share/zoneinfo are names, and /etc/localtime.  Returns 0, or -1
 * when there is no such zone, or when it counts leap seconds
 * (STATUS_CANNOT, diag_text()); the zone is then undefined.  Sets $TZ.  To
 * be called once, before any other thread runs.
 */
int zone_set(const char *name);

/* A word that clocks in the zone go by (`CET`), and their offset then. */
struct zone_word {
	char text[8]; /* 2 to 7 letters, no NUL behind 8 */
	size_t n;
	int offset_s;
};

/*
 * The words of the zone from 1970 to 2037, in the order of time; one that
 * meant several offsets stands there for each.  Returns how many, none
 * where tables have only numbers; they are valid until zone_set().
 */
size_t zone_words(const struct zone_word **);

/* Whether the zone's clocks go by this word at an instant. */
int zone_goes_by(const struct zone_word *, int64_t instant);

/* Seconds east of Greenwich at an instant. */
int zone_offset(int64_t instant);

/*
 * The instant of a civil time.  A time that is told twice is the earlier
 * one unless `later`; one that is never told is moved forward by the gap
 * (02:30 becomes 03:30).  `fold`, which may be NULL, says which case it
 * was.  The civil time must be civil_valid().
 */
int64_t zone_instant(const struct civil *, int later, enum zone_fold *fold);

/* The civil time of an instant in the zone. */
void zone_civil(int64_t instant, struct civil *);

/*
 * The first instant of the local day that lies `days` days after the one
 * that `instant` falls on (0: its own).  A day has 23, 24 or 25 hours, and
 * does not always begin at 00:00; one that the zone left out altogether
 * begins where the next does.
 */
int64_t zone_day_start(int64_t instant, int days);

/*
 * Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and
 * back, within 800,000 years of it.
 */
int64_t civil_days(int year, int month, int day);
void civil_from_days(int64_t days, int *year, int *month, int *day);

/*
 * Whether year, month and day name a date of the years 1 to 9999, and the
 * others a time of day.
 */
int civil_valid(const struct civil *);

/* 0 Sunday .. 6 Saturday. */
int civil_weekday(int64_t days);

/*
 * The local date of an instant as days since 1970-01-01, for a day that
 * begins `day_start_ms` after midnight.
 */
int64_t zone_date(int64_t instant, int64_t day_start_ms);

/*
 * Write an instant as RFC 3339 in the zone with a numeric offset,
 * `2026-03-02T09:30:00+01:00`, with `.mmm` only when there is a fraction.
 * RFC 3339 has no seconds in offsets: where local mean time has, offset
 * and clock are those of the next full minute, and the instant is exact.
 * Returns the length (at most 29; no NUL), 0 for INSTANT_NONE.
 */
size_t instant_put(char *out, int64_t instant);

/* Write a day number as `2026-03-02`, no NUL; returns 10. */
size_t date_put(char *out, int64_t days);

#endif
