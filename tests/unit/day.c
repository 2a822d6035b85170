/* SPDX-License-Identifier: ISC */
#include "tap.h"

#include "base/diag.h"
#include "call/zone.h"
#include "care/day.h"

/*
 * All in Europe/Berlin, an hour ahead of UTC in winter and two in summer.
 * In 2026 the clock goes from 02:00 to 03:00 on 29 March and from 03:00
 * to 02:00 on 25 October, at 01:00 UTC both times.
 */

/* The instant of a time in UTC, worked without the zone. */
static int64_t
utc(int month, int day, int hour, int minute)
{
	return civil_days(2026, month, day) * DAY_MS + hour * HOUR_MS +
	    minute * MINUTE_MS;
}

static struct day *
cut(const char *on, const char *off, const char *interval, int month, int day)
{
	struct day_hours h;
	struct day *d;
	int64_t ms;

	if (day_interval_read(bytes_of(interval), &ms) != 0 ||
	    day_hours_read(&h, bytes_of(on), bytes_of(off)) != 0) {
		printf("Bail out! %s\n", diag_text());
		return NULL;
	}
	d = day_new(&h, ms, civil_days(2026, month, day));
	day_hours_free(&h);
	return d;
}

/* The chunk of an instant, by nothing but that. */
static size_t
chunk_at(const struct day *d, int64_t instant)
{
	return day_chunk_of(d, instant, day_begun(d, instant));
}

/* The chunks as `HH:MM+H minutes`, a comma between. */
static void
chunks_are(const struct day *d, const char *want, const char *name)
{
	char text[1024] = "", at[40];
	size_t i, len = 0;

	for (i = 0; i < d->count; i++) {
		instant_put(at, d->chunks[i].from);
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%s%.5s+%c %g", i > 0 ? ", " : "", at + 11, at[21],
		    (double)d->chunks[i].working_ms / MINUTE_MS);
	}
	IS_TEXT(text, want, "%s", name);
}

static void
refuses(const char *on, const char *off, const char *says)
{
	struct day_hours h;

	IS_INT(day_hours_read(&h, bytes_of(on), bytes_of(off)), -1,
	    "'%s' off '%s' is refused", on, off);
	IS_TEXT(diag_text(), says, "and it is said why");
	IS_INT(diag_status(), STATUS_CANNOT, "with status 2");
	day_hours_free(&h);
}

static void
hours(void)
{
	static const char written[] =
	    "hours: spans are written like 09:00-17:00, with a comma between "
	    "them";
	struct day_hours h;

	IS_INT(day_hours_read(&h, bytes_of("13:00-17:00, 09:00-12:00"),
		   bytes_of("10:00-10:15")),
	    0, "two spans in any order");
	IS_INT(h.ons, 2, "stay two");
	IS_INT(h.on[0].from, 9 * HOUR_MS, "in order");
	IS_INT(day_hours_ms(&h), 7 * HOUR_MS - 15 * MINUTE_MS,
	    "seven hours less a break");
	day_hours_free(&h);
	IS_INT(day_hours_read(&h, bytes_of("09:00-12:00,12:00-17:00"),
		   bytes_of("11:45-12:15")),
	    0, "spans that touch, a break in both");
	IS_INT(h.ons, 1, "become one");
	day_hours_free(&h);
	IS_INT(day_hours_read(&h, bytes_of("22:00-06:00"),
		   bytes_of("23:45-00:15,02:00-02:30")),
	    0, "breaks in a night");
	IS_INT(h.off[1].from, 26 * HOUR_MS, "lie behind midnight");
	day_hours_free(&h);
	IS_INT(day_hours_read(&h, bytes_of("00:00-24:00"), bytes_of("")), 0,
	    "a whole day");
	IS_INT(day_hours_ms(&h), DAY_MS, "of 24 hours");
	day_hours_free(&h);

	refuses("", "", written);
	refuses("09:00", "", written);
	refuses("9-17-18", "", written);
	refuses("09:00-17:00,", "", written);
	refuses("09:00-25:00", "", written);
	refuses("09:00-09:00", "", "hours: a span is empty");
	refuses("09:00-12:00,11:59-17:00", "", "hours: spans overlap");
	refuses("22:00-06:00,05:00-07:00", "", "hours: spans overlap");
	refuses("20:00-06:00,22:00-23:00", "", "hours: spans overlap");
	refuses("09:00-17:00", "16:45-17:15",
	    "off: a break is not within the hours");
	refuses("09:00-12:00,13:00-17:00", "11:45-13:15",
	    "off: a break is not within the hours");
	refuses(
	    "09:00-17:00", "12:00-13:00,12:30-13:30", "off: breaks overlap");
	refuses("09:00-17:00", "09:00-17:00",
	    "off: the breaks leave no working minutes");
}

static void
intervals(void)
{
	static const char *const bad[] = { "0m", "7m", "30s", "48h", "61m",
		"-60m", "", "x", "90", "60", "3600", "1:00" };
	int64_t ms;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		IS_INT(day_interval_read(bytes_of(bad[i]), &ms), -1,
		    "an interval of '%s' is refused", bad[i]);
	IS_INT(day_interval_read(bytes_of("90m"), &ms), 0, "90m");
	IS_INT(ms, 90 * MINUTE_MS, "is an hour and a half");
	IS_INT(day_interval_read(bytes_of("24h"), &ms), 0, "24h is one");
}

/* Five chunks that begin hour by hour, looked for from anywhere. */
static void
near(const struct day *d, int64_t first)
{
	size_t guess, wrong = 0;
	int64_t minute, want;

	for (minute = -61; minute <= 361; minute++)
		for (guess = 0; guess <= 7; guess++) {
			want = minute < 0   ? 0
			    : minute >= 240 ? 5
					    : minute / 60 + 1;
			wrong += day_begun_near(d, first + minute * MINUTE_MS,
				     guess) != (size_t)want;
		}
	IS_INT(wrong, 0, "a guess, good or bad, changes nothing");
}

static void
usual(void)
{
	struct day *d =
	    cut("09:15-12:00,12:40-14:00", "10:30-10:45", "60m", 3, 2);
	int64_t nine = utc(3, 2, 8, 0);

	chunks_are(d,
	    "09:00+1 45, 10:00+1 45, 11:00+1 60, 12:00+1 20, "
	    "13:00+1 60",
	    "hours, parts of hours and a break");
	IS_INT(d->working_ms, 230 * MINUTE_MS, "230 minutes in all");
	IS_INT(d->own.from, utc(3, 1, 23, 0), "the day begins at midnight");
	IS_INT(d->own.until, utc(3, 2, 23, 0), "and ends at midnight");
	IS_INT(
	    chunk_at(d, nine + 14 * MINUTE_MS), 5, "09:14 is before the hours");
	IS_INT(chunk_at(d, nine + 15 * MINUTE_MS), 0, "09:15 is not");
	IS_INT(chunk_at(d, nine + 100 * MINUTE_MS), 1,
	    "10:40 is in the chunk that its break lies in");
	IS_INT(chunk_at(d, nine + 200 * MINUTE_MS), 5,
	    "12:20 is between the spans");
	IS_INT(chunk_at(d, nine + 300 * MINUTE_MS), 5,
	    "14:00 is behind the hours");
	IS_INT(day_begun(d, nine - 1), 0, "nothing has begun by 08:59:59");
	IS_INT(day_begun(d, nine + 300 * MINUTE_MS), 5, "all by 14:00");
	near(d, nine);
	IS_INT(day_worked(d, 1, nine + 100 * MINUTE_MS), 30 * MINUTE_MS,
	    "30 minutes of the second chunk by 10:40");
	IS_INT(day_worked(d, 1, nine + 300 * MINUTE_MS), 45 * MINUTE_MS,
	    "all of it by 14:00");
	day_free(d);

	d = cut("09:00-17:00", "12:00-13:00", "60m", 3, 2);
	IS_INT(d->count, 7, "an hour that is all break is no chunk");
	IS_INT(chunk_at(d, utc(3, 2, 11, 30)), 7, "nobody is in it");
	day_free(d);
	d = cut("09:00-17:00", "", "24h", 3, 2);
	chunks_are(d, "00:00+1 480", "a day in one chunk");
	day_free(d);
	day_free(NULL);
}

static void
night(void)
{
	struct day *d = cut("22:00-02:00", "", "60m", 3, 2);
	struct day_hours h;

	chunks_are(d, "22:00+1 60, 23:00+1 60, 00:00+1 60, 01:00+1 60",
	    "a night shift");
	IS_INT(d->own.from, utc(3, 2, 1, 0), "begins behind the night before");
	IS_INT(d->own.until, utc(3, 3, 1, 0), "and ends with its own");
	day_free(d);
	day_hours_read(&h, bytes_of("22:00-02:00"), bytes_of(""));
	IS_INT(day_of(&h, &h, 0, utc(3, 3, 0, 59)), civil_days(2026, 3, 2),
	    "01:59 is of the day before");
	IS_INT(day_of(&h, &h, 0, utc(3, 3, 1, 0)), civil_days(2026, 3, 3),
	    "02:00 is of its own date");
	day_hours_free(&h);
}

/* A day that begins at 06:00, in a zone an hour east of UTC in winter. */
static void
start_of_day(void)
{
	enum { SIX = 6 * HOUR_MS };
	struct day_hours day, early, night;
	struct day *d;

	day_hours_read(&day, bytes_of("09:00-17:00"), bytes_of(""));
	day_hours_read(&early, bytes_of("05:00-13:00"), bytes_of(""));
	day_hours_read(&night, bytes_of("22:00-07:00"), bytes_of(""));
	IS_INT(day_of(&day, &day, SIX, utc(3, 3, 5, 0) - 1),
	    civil_days(2026, 3, 2), "until 06:00 it is the day before");
	IS_INT(day_of(&day, &day, SIX, utc(3, 3, 5, 0)), civil_days(2026, 3, 3),
	    "06:00 is of its own date");
	IS_INT(day_of(NULL, NULL, SIX, utc(3, 3, 4, 59)),
	    civil_days(2026, 3, 2), "without hours, too");
	IS_INT(day_of(NULL, NULL, SIX, utc(3, 29, 4, 0)),
	    civil_days(2026, 3, 29), "by the clock where it is changed");
	IS_INT(day_of(NULL, NULL, SIX, utc(3, 29, 4, 0) - 1),
	    civil_days(2026, 3, 28), "and not an hour later");
	IS_INT(day_of(&day, &early, SIX, utc(3, 3, 4, 0)),
	    civil_days(2026, 3, 3), "own hours begin the day");
	IS_INT(day_of(&night, &day, SIX, utc(3, 3, 6, 0) - 1),
	    civil_days(2026, 3, 2), "a night that goes on ends it");
	IS_INT(day_of(&night, &day, SIX, utc(3, 3, 6, 0)),
	    civil_days(2026, 3, 3), "at its end");
	d = day_new_after(&day, &day, HOUR_MS, civil_days(2026, 3, 3), SIX);
	IS_INT(d->own.from, utc(3, 3, 5, 0), "its own instants from 06:00");
	IS_INT(d->own.until, utc(3, 3, 23, 0), "to midnight at least");
	day_free(d);
	day_hours_free(&day);
	day_hours_free(&early);
	day_hours_free(&night);
}

static void
clock_forward(void)
{
	struct day *d = cut("00:00-24:00", "", "60m", 3, 29);

	IS_INT(d->count, 23, "23 chunks on the day of 23 hours");
	IS_INT(d->working_ms, 23 * (int64_t)HOUR_MS, "of 23 hours");
	IS_INT(d->chunks[2].from, utc(3, 29, 1, 0), "03:00 follows 01:00");
	IS_INT(d->own.until - d->own.from, 23 * (int64_t)HOUR_MS,
	    "the day owns 23 hours");
	day_free(d);
	d = cut("22:00-06:00", "02:00-02:30", "60m", 3, 28);
	chunks_are(d,
	    "22:00+1 60, 23:00+1 60, 00:00+1 60, 01:00+1 60, "
	    "03:00+2 60, 04:00+2 60, 05:00+2 60",
	    "a night that loses an hour and its break");
	day_free(d);
	d = cut("01:30-04:00", "02:45-03:15", "120m", 3, 29);
	chunks_are(d, "00:00+1 30, 03:00+2 45", "times that are never told");
	day_free(d);
	d = cut("02:00-03:00", "", "60m", 3, 29);
	IS_INT(d->count, 0, "an hour that is never told has no chunk");
	IS_INT(chunk_at(d, utc(3, 29, 1, 0)), 0, "and nothing in it");
	day_free(d);
	d = cut("00:00-24:00", "", "24h", 3, 29);
	chunks_are(d, "00:00+1 1380", "a day in one chunk all the same");
	day_free(d);
}

static void
clock_back(void)
{
	struct day *d = cut("22:00-06:00", "", "60m", 10, 24);

	chunks_are(d,
	    "22:00+2 60, 23:00+2 60, 00:00+2 60, 01:00+2 60, "
	    "02:00+2 60, 02:00+1 60, 03:00+1 60, 04:00+1 60, 05:00+1 60",
	    "two chunks of 02:00");
	IS_INT(d->chunks[5].from, utc(10, 25, 1, 0), "an hour apart");
	IS_INT(d->own.until, utc(10, 25, 5, 0), "own until 06:00");
	day_free(d);
	d = cut("01:00-04:00", "02:30-03:00", "30m", 10, 25);
	chunks_are(d,
	    "01:00+2 30, 01:30+2 30, 02:00+2 30, 02:00+1 30, "
	    "02:30+1 30, 03:00+1 30, 03:30+1 30",
	    "a break in the hour told twice keeps its length");
	day_free(d);
	d = cut("00:00-24:00", "", "120m", 10, 25);
	IS_INT(d->count, 13, "13 chunks of two hours");
	IS_INT(d->chunks[1].working_ms, HOUR_MS, "the first 02:00 has one");
	IS_INT(d->chunks[2].working_ms, 2 * HOUR_MS, "the second has two");
	day_free(d);
	d = cut("00:00-24:00", "", "24h", 10, 25);
	chunks_are(d, "00:00+2 1500", "25 hours in one chunk");
	day_free(d);
}

int
main(void)
{
	if (zone_set("Europe/Berlin") != 0) {
		printf("1..0 # SKIP no zone tables here\n");
		return 0;
	}
	hours();
	intervals();
	usual();
	night();
	start_of_day();
	clock_forward();
	clock_back();
	return tap_done();
}
