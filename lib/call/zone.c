/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/zone.h"

enum { YEAR_MIN = 1, YEAR_MAX = 9999 };

/* 0001-01-01 and 9999-12-31 as days since 1970-01-01. */
enum { DAY_MIN = -719162, DAY_MAX = 2932896 };

/* No clock is further from Greenwich; POSIX strings reach 24:59:59. */
#define REACH_MS ((int64_t)26 * HOUR_MS)

#define INSTANT_MIN ((int64_t)DAY_MIN * DAY_MS)
#define INSTANT_MAX (((int64_t)DAY_MAX + 1) * DAY_MS - 1)

/* From `at` on the clock is `offset` ahead of UTC, both in ms. */
struct change {
	int64_t at, offset;
};

/* The changes of a UTC year; the first stands at its first instant. */
struct year {
	struct change *change;
	size_t count, cap; /* count 0: the C library was not asked yet */
};

/* A stretch of time, from <= t < until, in which the clock is steady. */
struct stretch {
	int64_t from, until, offset;
};

/* When a civil time is told. */
struct told {
	enum zone_fold fold;
	int64_t first, last; /* ZONE_NEVER: both as if the clock had not
				 * been changed */
	int64_t change;	     /* ZONE_NEVER: when it was */
};

static struct year years[YEAR_MAX + 1];

enum { WORDS_MAX = 32 };
static struct zone_word zone_word[WORDS_MAX];
static size_t word_count;
static int words_known;
static struct stretch latest = { 1, 0, 0 }; /* of the last hit */

static const unsigned char month_days[] = { 0, 31, 29, 31, 30, 31, 30, 31, 31,
	30, 31, 30, 31 };

/* The day, and the 400 years, that ms and years lie in, also before 0. */
static inline int64_t
day_of(int64_t ms)
{
	return (ms >= 0 ? ms : ms - (DAY_MS - 1)) / DAY_MS;
}

static inline int64_t
era_of(int64_t year)
{
	return (year >= 0 ? year : year - 399) / 400;
}

static int64_t
bounded(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

/*
 * Both ways between days and dates: years that begin in March have the
 * leap day at their end, and 400 of them always have 146,097 days.
 */
int64_t
civil_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), era = era_of(y);
	int64_t of_era = y - era * 400;
	int64_t of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

void
civil_from_days(int64_t days, int *year, int *month, int *day)
{
	/* Years enough on both sides, and 32 bits are faster. */
	int32_t z = (int32_t)bounded(days, -300000000, 300000000) + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	uint32_t doe = (uint32_t)(z - era * 146097);
	uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	uint32_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)yoe + era * 400 + (*month <= 2);
}

static int
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
civil_valid(const struct civil *c)
{
	if (c->year < YEAR_MIN || c->year > YEAR_MAX || c->month < 1 ||
	    c->month > 12 || c->day < 1 || c->day > month_days[c->month])
		return 0;
	if (c->month == 2 && c->day == 29 && !is_leap(c->year))
		return 0;
	return c->hour >= 0 && c->hour < 24 && c->minute >= 0 &&
	    c->minute < 60 && c->second >= 0 && c->second < 60 && c->ms >= 0 &&
	    c->ms < SECOND_MS;
}

int
civil_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	return (int)((days % 7 + 11) % 7);
}

/* Milliseconds ahead of UTC, as the C library's tables have it. */
static int64_t
libc_offset(int64_t second)
{
	time_t t = (time_t)second;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return 0;
	return bounded(
	    (int64_t)tm.tm_gmtoff * SECOND_MS, 1 - REACH_MS, REACH_MS - 1);
}

static void
add_change(struct year *y, int64_t second, int64_t offset)
{
	y->change = mem_grow(y->change, y->count, &y->cap, sizeof(*y->change));
	y->change[y->count].at = second * SECOND_MS;
	y->change[y->count].offset = offset;
	y->count++;
}

/*
 * Ask the C library about a year: once a day, and within a day where the
 * offset differs by halves.  No two changes of any zone were ever less
 * than 95 hours apart (tzdata 2025b).
 */
static void
load_year(struct year *y, int number)
{
	int64_t start = civil_days(number, 1, 1) * 86400;
	int64_t stop = civil_days(number + 1, 1, 1) * 86400, t;
	int64_t offset = libc_offset(start);

	add_change(y, start, offset);
	for (t = start + 86400; t <= stop; t += 86400) {
		int64_t old = t - 86400, new = t, next = libc_offset(t);

		if (next == offset)
			continue;
		while (new - old > 1) {
			int64_t middle = old + (new - old) / 2;

			if (libc_offset(middle) == offset)
				old = middle;
			else
				new = middle;
		}
		/* What changes at the next year's start is that year's. */
		if (new < stop)
			add_change(y, new, next);
		offset = next;
	}
}

/* The steady stretch around an instant; it ends with the year at latest. */
static void
find_stretch(int64_t instant, struct stretch *s)
{
	int64_t at = bounded(instant, INSTANT_MIN, INSTANT_MAX);
	int number, month, day;
	struct year *y;
	size_t i;

	civil_from_days(day_of(at), &number, &month, &day);
	y = &years[number];
	if (y->count == 0)
		load_year(y, number);
	for (i = y->count - 1; i > 0 && at < y->change[i].at; i--)
		;
	s->from = y->change[i].at;
	s->offset = y->change[i].offset;
	s->until = i + 1 < y->count ? y->change[i + 1].at
				    : civil_days(number + 1, 1, 1) * DAY_MS;
	/* Beyond the calendar's ends the clock stays as it is there. */
	if (s->from == INSTANT_MIN)
		s->from = INT64_MIN;
	if (s->until > INSTANT_MAX)
		s->until = INT64_MAX;
}

static int64_t
offset_at(int64_t instant)
{
	if (instant < latest.from || instant >= latest.until)
		find_stretch(instant, &latest);
	return latest.offset;
}

int
zone_offset(int64_t instant)
{
	return (int)(offset_at(instant) / SECOND_MS);
}

/* Walk the stretches that a civil time can lie in. */
static void
find_told(int64_t local, struct told *told)
{
	struct stretch s, before = { 0, 0, 0 };
	int n = 0, gaps = 0;

	find_stretch(local - REACH_MS, &s);
	told->first = told->last = local - s.offset;
	told->change = s.from;
	for (;;) {
		int64_t t = local - s.offset;

		if (t >= s.from && t < s.until) {
			if (n++ == 0)
				told->first = t;
			told->last = t;
		}
		if (s.until > local + REACH_MS)
			break;
		before = s;
		find_stretch(before.until, &s);
		if (n > 0 || gaps > 0 || local - before.offset < s.from ||
		    local - s.offset >= s.from)
			continue;
		gaps = 1;
		told->change = s.from;
		told->first = told->last = local - before.offset;
	}
	told->fold = n == 0 ? ZONE_NEVER : n == 1 ? ZONE_ONCE : ZONE_TWICE;
}

int64_t
zone_instant(const struct civil *c, int later, enum zone_fold *fold)
{
	int64_t days =
	    bounded(civil_days(c->year, c->month, c->day), DAY_MIN, DAY_MAX);
	int64_t local = days * DAY_MS + c->hour * (int64_t)HOUR_MS +
	    c->minute * MINUTE_MS + c->second * SECOND_MS + c->ms;
	int64_t t = local - latest.offset;
	struct told told;

	/* So far inside a stretch that no other can tell this time. */
	if (t - 2 * REACH_MS >= latest.from &&
	    t + 2 * REACH_MS < latest.until) {
		if (fold != NULL)
			*fold = ZONE_ONCE;
		return t;
	}
	find_told(local, &told);
	find_stretch(told.first, &latest);
	if (fold != NULL)
		*fold = told.fold;
	return later ? told.last : told.first;
}

int
zone_goes_by(const struct zone_word *w, int64_t instant)
{
	int64_t at = bounded(instant, INSTANT_MIN, INSTANT_MAX);
	time_t t = (time_t)(at / SECOND_MS - (at % SECOND_MS < 0));
	struct tm tm;

	return localtime_r(&t, &tm) != NULL && tm.tm_gmtoff == w->offset_s &&
	    strlen(tm.tm_zone) == w->n &&
	    memcmp(tm.tm_zone, w->text, w->n) == 0;
}

/* Keep a word that is of letters, and no `+03`, and not there yet. */
static void
add_word(const struct tm *tm)
{
	size_t n = strlen(tm->tm_zone), i;
	struct zone_word *w;

	if (n < 2 || n > sizeof(w->text))
		return;
	for (i = 0; i < n; i++)
		if (byte_lower((unsigned char)tm->tm_zone[i]) < 'a')
			return;
	for (i = 0; i < word_count; i++) {
		w = &zone_word[i];
		if (w->offset_s == tm->tm_gmtoff && w->n == n &&
		    memcmp(w->text, tm->tm_zone, n) == 0)
			return;
	}
	if (word_count == WORDS_MAX)
		return;
	w = &zone_word[word_count++];
	memcpy(w->text, tm->tm_zone, n);
	w->n = n;
	w->offset_s = (int)tm->tm_gmtoff;
}

size_t
zone_words(const struct zone_word **words)
{
	int year, month;

	/* No zone changes its clocks for less than some weeks. */
	for (year = 1970; year < 2038 && !words_known; year++)
		for (month = 1; month <= 12; month++) {
			time_t t = (time_t)(civil_days(year, month, 15) *
			    (DAY_MS / SECOND_MS));
			struct tm tm;

			if (localtime_r(&t, &tm) != NULL)
				add_word(&tm);
		}
	words_known = 1;
	*words = zone_word;
	return word_count;
}

/* Take a count of ms since 1970-01-01 00:00 on the wall apart. */
static void
split_local(int64_t local, struct civil *c)
{
	static int64_t known_day = 0;
	static struct civil known = { 1970, 1, 1, 0, 0, 0, 0 };
	int64_t days = day_of(local);
	uint32_t rest = (uint32_t)(local - days * DAY_MS);

	/* One record's times mostly lie on one day, and the next one's. */
	if (days != known_day) {
		civil_from_days(days, &known.year, &known.month, &known.day);
		known_day = days;
	}
	*c = known;
	c->hour = (int)(rest / HOUR_MS);
	c->minute = (int)(rest / MINUTE_MS % 60);
	c->second = (int)(rest / SECOND_MS % 60);
	c->ms = (int)(rest % SECOND_MS);
}

void
zone_civil(int64_t instant, struct civil *c)
{
	int64_t at = bounded(instant, INSTANT_MIN, INSTANT_MAX);

	split_local(at + offset_at(at), c);
}

int64_t
zone_date(int64_t instant, int64_t day_start_ms)
{
	int64_t at = bounded(instant, INSTANT_MIN, INSTANT_MAX);

	return day_of(at + offset_at(at) - day_start_ms);
}

int64_t
zone_day_start(int64_t instant, int days)
{
	int64_t day = bounded(zone_date(instant, 0) + days, DAY_MIN, DAY_MAX);
	struct told told;

	find_told(day * DAY_MS, &told);
	return told.fold == ZONE_NEVER ? told.change : told.first;
}

/* Two digits, v 0..99. */
static inline void
put_two(char *out, int v)
{
	out[0] = (char)('0' + (unsigned)v / 10);
	out[1] = (char)('0' + (unsigned)v % 10);
}

static void
put_date(char *out, int year, int month, int day)
{
	put_two(out, year / 100);
	put_two(out + 2, year % 100);
	out[4] = '-';
	put_two(out + 5, month);
	out[7] = '-';
	put_two(out + 8, day);
}

size_t
date_put(char *out, int64_t days)
{
	int year, month, day;

	civil_from_days(bounded(days, DAY_MIN, DAY_MAX), &year, &month, &day);
	put_date(out, year, month, day);
	return 10;
}

/* The time of day, with a fraction only if there is one. */
static size_t
put_clock(char *out, const struct civil *c)
{
	put_two(out, c->hour);
	out[2] = ':';
	put_two(out + 3, c->minute);
	out[5] = ':';
	put_two(out + 6, c->second);
	if (c->ms == 0)
		return 8;
	out[8] = '.';
	out[9] = (char)('0' + c->ms / 100);
	put_two(out + 10, c->ms % 100);
	return 12;
}

size_t
instant_put(char *out, int64_t instant)
{
	int64_t at = bounded(instant, INSTANT_MIN, INSTANT_MAX);
	int64_t offset, minutes;
	struct civil c;
	size_t n;

	if (instant == INSTANT_NONE)
		return 0;
	offset = offset_at(at);
	minutes = (offset + (offset < 0 ? -30 : 30) * SECOND_MS) / MINUTE_MS;
	if (at + minutes * MINUTE_MS < INSTANT_MIN ||
	    at + minutes * MINUTE_MS > INSTANT_MAX)
		minutes = 0;
	split_local(at + minutes * MINUTE_MS, &c);
	put_date(out, c.year, c.month, c.day);
	out[10] = 'T';
	n = 11 + put_clock(out + 11, &c);
	out[n] = minutes < 0 ? '-' : '+';
	minutes = minutes < 0 ? -minutes : minutes;
	put_two(out + n + 1, (int)(minutes / 60));
	out[n + 3] = ':';
	put_two(out + n + 4, (int)(minutes % 60));
	return n + 6;
}

/*
 * What follows judges names of zones, because the C library silently
 * takes each that it does not know for UTC.
 */

/* Letters, or anything of a zone's name between < and >, three or more. */
static const char *
posix_name(const char *s)
{
	int quoted = *s == '<', n = 0;

	for (s += quoted; *s != '\0'; s++, n++) {
		unsigned char c = byte_lower((unsigned char)*s);

		if (c >= 'a' && c <= 'z')
			continue;
		if (!quoted || (!byte_is_digit(c) && c != '+' && c != '-'))
			break;
	}
	if (n < 3 || (quoted && *s++ != '>'))
		return NULL;
	return s;
}

/* A number of at most three digits between low and high. */
static const char *
posix_number(const char *s, int low, int high)
{
	int v = 0, n;

	for (n = 0; n < 3 && byte_is_digit((unsigned char)*s); n++, s++)
		v = v * 10 + (*s - '0');
	return n > 0 && v >= low && v <= high ? s : NULL;
}

/* [+-]h[:mm[:ss]], with at most `hours` hours. */
static const char *
posix_time(const char *s, int hours)
{
	int i;

	s = posix_number(s + (*s == '+' || *s == '-'), 0, hours);
	for (i = 0; i < 2 && s != NULL && *s == ':'; i++)
		s = posix_number(s + 1, 0, 59);
	return s;
}

/* ,Mm.w.d or ,Jn or ,n, each with or without /time. */
static const char *
posix_rule(const char *s)
{
	if (*s++ != ',')
		return NULL;
	if (*s == 'M') {
		s = posix_number(s + 1, 1, 12);
		s = s != NULL && *s == '.' ? posix_number(s + 1, 1, 5) : NULL;
		s = s != NULL && *s == '.' ? posix_number(s + 1, 0, 6) : NULL;
	} else if (*s == 'J')
		s = posix_number(s + 1, 1, 365);
	else
		s = posix_number(s, 0, 365);
	return s != NULL && *s == '/' ? posix_time(s + 1, 167) : s;
}

/*
 * Whether this is a zone as POSIX's TZ has it.  Summer time without the
 * rules for it is none: the C library would take those of the USA.
 */
static int
is_posix(const char *s)
{
	if ((s = posix_name(s)) == NULL || (s = posix_time(s, 24)) == NULL)
		return 0;
	if (*s == '\0')
		return 1;
	if ((s = posix_name(s)) == NULL)
		return 0;
	if (*s != ',' && (s = posix_time(s, 24)) == NULL)
		return 0;
	if ((s = posix_rule(s)) == NULL || (s = posix_rule(s)) == NULL)
		return 0;
	return *s == '\0';
}

/* Where the tables lie, as the C library finds them. */
static const char *
zone_folder(void)
{
	const char *dir = getenv("TZDIR");

	return dir != NULL && *dir != '\0' ? dir : "/usr/share/zoneinfo";
}

/* Whether a file holds a zone's table (RFC 9636: it starts with TZif). */
static int
is_table(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), yes;
	struct stat st;
	char magic[4];

	if (fd == -1)
		return 0;
	yes = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	close(fd);
	return yes;
}

/* Whether a name is that of a table below the folder, and only there. */
static int
is_file(const char *name)
{
	char path[4096];
	const char *s;
	int n;

	/* No names have dots, so none leads out of the folder. */
	for (s = name; *s != '\0'; s++)
		if (strchr("/_+-", *s) == NULL &&
		    (!byte_is_word((unsigned char)*s) ||
			(unsigned char)*s >= 0x80))
			return 0;
	if (*name == '\0' || *name == '/')
		return 0;
	n = snprintf(path, sizeof(path), "%s/%s", zone_folder(), name);
	return n > 0 && (size_t)n < sizeof(path) && is_table(path);
}

/* What $TZ must hold for the C library to know the zone, or NULL. */
static const char *
zone_known(const char *name)
{
	const char *folder = zone_folder();
	size_t n = strlen(folder);

	/* $TZ of containers is often the file itself. */
	if (strcmp(name, "/etc/localtime") == 0)
		return is_table(name) ? name : NULL;
	if (strncmp(name, folder, n) == 0 && name[n] == '/')
		name += n + 1;
	if (is_file(name) || is_posix(name))
		return name;
	if (*name == '\0' || strcmp(name, "UTC") == 0 ||
	    strcmp(name, "GMT") == 0)
		return "UTC0";
	return NULL;
}

/* Whether the tables in force count leap seconds, as those in right/ do. */
static int
counts_leap_seconds(void)
{
	time_t t = 1700000000;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return 0;
	return ((int64_t)t + tm.tm_gmtoff - tm.tm_sec) % 60 != 0;
}

static int
fail_unknown(const char *name)
{
	struct stat st;

	if (stat(zone_folder(), &st) != 0)
		return diag_fail(STATUS_CANNOT,
		    "time zone %s: there are no "
		    "tables of zones below %s: install the package tzdata, or "
		    "give a POSIX string such as "
		    "CET-1CEST,M3.5.0,M10.5.0/3",
		    name, zone_folder());
	return diag_fail(STATUS_CANNOT,
	    "there is no time zone %s: give a "
	    "name such as Europe/Berlin, or a POSIX string such as "
	    "CET-1CEST,M3.5.0,M10.5.0/3",
	    name);
}

static void
forget_years(void)
{
	int i;

	for (i = YEAR_MIN; i <= YEAR_MAX; i++)
		free(years[i].change);
	memset(years, 0, sizeof(years));
	latest.from = 1;
	latest.until = 0;
	latest.offset = 0;
	word_count = 0;
	words_known = 0;
}

int
zone_set(const char *name)
{
	const char *known = NULL;

	if (name == NULL || *name == '\0')
		name = getenv("TZ");
	if (name != NULL) {
		known = zone_known(*name == ':' ? name + 1 : name);
		if (known == NULL)
			return fail_unknown(name);
	}
	forget_years();
	if (known != NULL) {
		/* A copy: it may be $TZ's own bytes. */
		char *copy = mem_string(known);
		int failed = setenv("TZ", copy, 1);

		free(copy);
		if (failed)
			mem_exhausted();
	}
	tzset();
	if (counts_leap_seconds())
		return diag_fail(STATUS_CANNOT,
		    "the tables of time zone %s "
		    "count leap seconds: give the zone without right/",
		    name == NULL ? "/etc/localtime" : name);
	return 0;
}
