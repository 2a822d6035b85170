/* SPDX-License-Identifier: ISC */
#ifndef CALL_WHEN_H
#define CALL_WHEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/zone.h"

/*
 * Timestamps as exports write them.  How a column is to be read is found
 * by looking at values first (when_look()), decided once (when_decide())
 * and then the same for every value: nothing is guessed value by value.
 *
 * These are read, with blanks around them and the guard `="..."` removed:
 *
 *	2026-03-02T09:30:00.25+01:00	ISO 8601: T, t or a blank, seconds and
 *	20260302T093000Z		their fraction (1 to 9 digits, cut to
 *	20260302093000			ms) as one likes, Z, UTC, GMT, +01:00,
 *					+0100, +01, GMT+0100 (CET), or a word
 *					for a zone (zoneword.h)
 *	2026/03/02  2026.3.2		the year first: month, day
 *	02/03/2026  2-3-2026  2.3.2026	the year last: as decided or declared
 *	02-Mar-2026  2026-Mar-02	month names, English or German, in full
 *	Friday, 1 January, 2021		or by three letters; the day of the
 *	Fri Jan 1 9:12:58 2021		week is not looked at
 *	9:12:58  1:05 PM  12:05 a.m.	a time of day, alone or behind a date
 *	9.30  14.05			the same, in a column of nothing else
 *	1772443800  1772443800000	since 1970: 9 or 10 digits s, 12 or 13
 *					ms, 15 or 16 microseconds
 *	46083.39583  0.39583		a spreadsheet's days, from 20,000 to
 *					80,000, and its times of day
 *
 * 12:xx AM is 00:xx.  24:00 is midnight at the end of its day.  A leap
 * second, :60 at the end of a quarter of an hour, is read as :59.999.
 * Two-digit years are read only when they are declared.  Nothing depends
 * on the locale.
 */

enum when_order { ORDER_UNKNOWN, ORDER_YMD, ORDER_DMY, ORDER_MDY };

/* What a plain number can be. */
enum when_number {
	NUMBER_NONE,   /* no time */
	NUMBER_SERIAL, /* days since 1899-12-30, or a part of a day */
	NUMBER_SECONDS,
	NUMBER_MILLISECONDS,
	NUMBER_MICROSECONDS, /* 1970 */
	NUMBER_KINDS
};

/* What a value holds, and the evidence about it so far; zero to start. */
struct when_format {
	enum when_order order; /* as decided or declared; ORDER_UNKNOWN
				 * where no value asked for one */
	int declared;	       /* order comes from a map: never doubted */
	int two_digit_year;    /* declared: 00..68 is 20xx, 69..99 19xx */
	int excel_serial;      /* numbers are days since 1899-12-30 */
	int epoch;	       /* numbers are this many to the second since
				 * 1970, UTC: 1, 1000 or 1000000 */
	uint64_t seen;	       /* values looked at, empty ones not counted */
	uint64_t read;	       /* of these, understood */
	uint64_t dmy;	       /* dates that only D/M/Y explains */
	uint64_t mdy;	       /* dates that only M/D/Y explains */
	uint64_t either;       /* dates that both explain differently */
	uint64_t short_years;  /* dates with two-digit years, not declared */
	uint64_t timeless;     /* of those read, days alone */
	uint64_t dots;	       /* values such as 9.30, which may be clocks .. */
	uint64_t dotted;       /* .. and of these such from 1.00 on */
	int dot_clock;	       /* decided: they are */
	uint64_t zones;	       /* times with a zone's name that is not known */
	uint64_t texts;	       /* of those read, no plain numbers */
	uint64_t numbers[NUMBER_KINDS]; /* of those read, by kind */
};

/* What one value gave. */
struct when {
	struct civil civil;
	int has_date, has_time;
	int has_offset; /* then offset_s counts and not the zone */
	int offset_s;
	int zone_word; /* above 0, with has_offset: a word of -z's zone,
			* which says the offset (zoneword.h) */
	int next_day;  /* 24:00: civil shows 00:00, a day is to be
				 * added (when_instant() does) */
	int absolute;  /* epoch: instant is set, civil is not */
	int64_t instant;
};

/*
 * Set the format by name, in any case: dmy mdy ymd, for two-digit years
 * dmyy mdyy yymd, epoch, epoch_ms, epoch_us, excel, iso.  What tells its
 * order by itself is read under each of them.  Returns 0, or -1 when
 * there is no such name (no diag_text(): the caller knows the place).
 */
int when_declare(struct when_format *, struct bytes name);

/* The name for when_declare() of what was decided or declared. */
const char *when_name(const struct when_format *);

/* Look at one value of the look-ahead; empty ones tell nothing. */
void when_look(struct when_format *, struct bytes);

/*
 * Settle the order of day and month, and what numbers are: since 1970 or
 * a spreadsheet's, when all of the column is one kind of number.  Returns
 * 0, or -1 when the values contradict each other, leave the order open,
 * or are all dates with two-digit years (STATUS_CANNOT, diag_text(): what
 * it is and which -m to give; `column` stands before the comma there,
 * `start=Date`).  A declared format always gives 0; so do no values.
 */
int when_decide(struct when_format *, const char *column);

/*
 * Read one value.  Returns 0, -1 when it is no time in this format (empty
 * included), or 1 when it is a date that contradicts the order which
 * when_decide() settled, or needs an order when none was: the column was
 * misjudged.  A declared order is never contradicted, such values are no
 * times.  Unless it returns 0, `when` holds nothing.
 */
int when_read(const struct when_format *, struct bytes, struct when *);

/*
 * The instant of what was read: in its own offset, else in the zone; a
 * value without a date lies on `date` (days since 1970-01-01), one without
 * a time is the first midnight of its day, and ZONE_ONCE.  `later` and
 * `fold`, which may be NULL, as for zone_instant().  INSTANT_NONE when
 * that lies outside the years 1 to 9999.
 */
int64_t when_instant(
    const struct when *, int64_t date, int later, enum zone_fold *fold);

/*
 * A time as a person types it for --now, policy files and plans:
 * ISO 8601 with or without offset, or anything else from the list above
 * that tells its order by itself, no numbers; a date alone is its
 * midnight, a time alone lies on `date`.  Returns 0, or -1
 * (STATUS_CANNOT, diag_text(), which does not repeat the text).
 */
int when_typed(struct bytes, int64_t date, int64_t *instant);

/* Whether that is a time of day alone, which needs a date. */
int when_dateless(struct bytes);

/* A date `YYYY-MM-DD` as days since 1970-01-01; 0 or -1, no diag_text(). */
int date_typed(struct bytes, int64_t *days);

/*
 * A time of day `HH:MM` or `HH:MM:SS`, up to 24:00, in ms; `9:00` will do.
 * Returns 0 or -1, no diag_text().
 */
int clock_typed(struct bytes, int64_t *ms);

#endif
