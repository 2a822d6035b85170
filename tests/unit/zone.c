/* SPDX-License-Identifier: ISC */
/*
 * Civil time and zones.  With the argument `lines` it prints no TAP but
 * answers questions for tests/zones.t, one a line:
 *
 *	ZONE i MS		instant to text and offset in seconds
 *	ZONE l Y M D h m s	civil time to first and later instant, fold
 *	ZONE d MS DAYS		zone_day_start()
 *	ZONE w TEXT		time with a word for the zone to instant
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "call/when.h"
#include "call/zone.h"
#include "tap.h"

static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";

static struct civil
civil(int year, int month, int day, int hour, int minute, int second)
{
	struct civil c = { year, month, day, hour, minute, second, 0 };

	return c;
}

static const char *
text_of(int64_t instant)
{
	static char text[64];

	text[instant_put(text, instant)] = '\0';
	return text;
}

static void
test_calendar(void)
{
	int year, month, day, wrong = 0;
	int64_t days;

	IS_INT(civil_days(1970, 1, 1), 0, "the epoch is day 0");
	IS_INT(civil_days(2000, 3, 1), 11017, "2000-03-01");
	IS_INT(civil_days(1, 1, 1), -719162, "the first day");
	IS_INT(civil_days(9999, 12, 31), 2932896, "the last day");
	/* Each day of the calendar follows the one before. */
	for (days = -719162; days <= 2932896; days++) {
		civil_from_days(days, &year, &month, &day);
		wrong += civil_days(year, month, day) != days || year < 1 ||
		    month < 1 || month > 12 || day < 1 || day > 31;
	}
	IS_INT(wrong, 0, "all days of 9999 years, there and back");
	civil_from_days(INT64_MAX, &year, &month, &day);
	OK(year > 9999, "a hostile day number is a year too late");
	civil_from_days(INT64_MIN, &year, &month, &day);
	OK(year < 1, "a hostile day number is a year too early");
	IS_INT(civil_weekday(0), 4, "1970-01-01 was a Thursday");
	IS_INT(civil_weekday(-1), 3, "the day before was a Wednesday");
	IS_INT(
	    civil_weekday(civil_days(2026, 3, 2)), 1, "2026-03-02 is a Monday");
}

static void
test_valid(void)
{
	static const struct {
		struct civil c;
		int valid;
	} cases[] = { { { 2024, 2, 29, 0, 0, 0, 0 }, 1 },
		{ { 2023, 2, 29, 0, 0, 0, 0 }, 0 },
		{ { 1900, 2, 29, 0, 0, 0, 0 }, 0 },
		{ { 2000, 2, 29, 0, 0, 0, 0 }, 1 },
		{ { 2026, 4, 31, 0, 0, 0, 0 }, 0 },
		{ { 2026, 12, 31, 23, 59, 59, 999 }, 1 },
		{ { 2026, 0, 1, 0, 0, 0, 0 }, 0 },
		{ { 2026, 13, 1, 0, 0, 0, 0 }, 0 },
		{ { 2026, 1, 0, 0, 0, 0, 0 }, 0 },
		{ { 0, 1, 1, 0, 0, 0, 0 }, 0 },
		{ { 10000, 1, 1, 0, 0, 0, 0 }, 0 },
		{ { 2026, 1, 1, 24, 0, 0, 0 }, 0 },
		{ { 2026, 1, 1, 0, 60, 0, 0 }, 0 },
		{ { 2026, 1, 1, 0, 0, 60, 0 }, 0 },
		{ { 2026, 1, 1, 0, 0, 0, 1000 }, 0 },
		{ { 2026, 1, 1, -1, 0, 0, 0 }, 0 },
		{ { INT32_MAX, INT32_MAX, INT32_MAX, 0, 0, 0, 0 }, 0 },
		{ { INT32_MIN, INT32_MIN, INT32_MIN, 0, 0, 0, 0 }, 0 } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		OK(civil_valid(&cases[i].c) == cases[i].valid,
		    "validity, case %zu", i);
}

/* Zones that exist, and what must not be taken for one. */
static void
test_names(void)
{
	static const struct {
		const char *name;
		int status, offset; /* in January 2026 */
	} cases[] = { { "UTC", 0, 0 }, { "UTC0", 0, 0 }, { "GMT", 0, 0 },
		{ "<+03>-3", 0, 10800 }, { ":<-0330>3:30", 0, -12600 },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 0, 3600 },
		{ "AEST-10AEDT,M10.1.0,M4.1.0/3", 0, 39600 },
		{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 0, -7200 },
		{ "IST-1GMT0,M10.5.0,M3.5.0/1", 0, 0 },
		{ "XXX-24:59:59", 0, 89999 },
		{ "JJJ0KKK,J60/2:00:00,299", 0, 0 }, { "Europe/Berln", -1, 0 },
		{ "europe", -1, 0 }, { "Europe", -1, 0 }, { "ABC", -1, 0 },
		{ "A1", -1, 0 }, { "CET-1CEST", -1, 0 }, { "CET-25", -1, 0 },
		{ "CET-1CEST,M3.5.0", -1, 0 },
		{ "CET-1CEST,M13.5.0,M10.5.0", -1, 0 },
		{ "CET-1CEST,M3.6.0,M10.5.0", -1, 0 },
		{ "CET-1CEST,M3.5.7,M10.5.0", -1, 0 },
		{ "CET-1CEST,M3.5.0,M10.5.0/168", -1, 0 },
		{ "CET-1CEST,J0,J1", -1, 0 },
		{ "CET-1CEST,M3.5.0,M10.5.0/3 ", -1, 0 }, { "<+03-3", -1, 0 },
		{ "<>-3", -1, 0 }, { "+01:00", -1, 0 },
		{ "../../../etc/localtime", -1, 0 }, { "/etc/passwd", -1, 0 },
		{ "/usr/share/zoneinfo/../zoneinfo/UTC", -1, 0 },
		{ "tzdata.zi", -1, 0 }, { "iso3166.tab", -1, 0 },
		{ "zone.tab", -1, 0 }, { "Europe/Berlin/x", -1, 0 } };
	char longest[5000];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *name = cases[i].name;

		OK(zone_set(name) == cases[i].status &&
			(cases[i].status == 0 ||
			    diag_status() == STATUS_CANNOT),
		    "zone %s: %s", name,
		    cases[i].status == 0 ? "taken" : "refused");
		if (cases[i].status == 0)
			IS_INT(zone_offset(INT64_C(1768000000000)),
			    cases[i].offset, "zone %s: its offset", name);
	}
	memset(longest, 'A', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	OK(zone_set(longest) == -1, "an endless name is refused");
	setenv("TZ", "<+05>-5", 1);
	OK(zone_set(NULL) == 0, "no name takes $TZ");
	IS_INT(zone_offset(0), 18000, "and that is in force");
	OK(zone_set("") == 0, "an empty name takes $TZ");
	IS_INT(zone_offset(0), 18000, "and that is in force too");
	setenv("TZ", ":", 1);
	OK(zone_set(NULL) == 0, "an empty $TZ is UTC");
	IS_INT(zone_offset(0), 0, "as the C library has it");
	setenv("TZ", "Middle/Earth", 1);
	OK(zone_set(NULL) == -1, "$TZ is judged like a name");
	unsetenv("TZ");
	OK(zone_set(NULL) == 0, "without $TZ the system's zone");
}

static void
test_missing_tables(void)
{
	setenv("TZDIR", "/nonexistent", 1);
	OK(zone_set("Europe/Berlin") == -1, "no tables: refused");
	OK(strstr(diag_text(), "tzdata") != NULL, "and tzdata is named");
	OK(zone_set("UTC") == 0, "UTC needs no tables");
	OK(zone_set(berlin) == 0, "a POSIX string needs no tables");
	unsetenv("TZDIR");
}

/* Clocks of Germany: 2026-03-29 01:00Z forward, 2026-10-25 01:00Z back. */
static void
test_changes(void)
{
	const int64_t spring = INT64_C(1774746000000);
	const int64_t autumn = INT64_C(1792890000000);
	enum zone_fold fold;
	struct civil c;

	zone_set(berlin);
	IS_INT(zone_offset(spring - 1), 3600, "the last ms of winter");
	IS_INT(zone_offset(spring), 7200, "the first of summer");
	IS_TEXT(text_of(spring - 1000), "2026-03-29T01:59:59+01:00",
	    "a second before");
	IS_TEXT(text_of(spring), "2026-03-29T03:00:00+02:00", "and then");

	c = civil(2026, 3, 29, 1, 59, 59);
	IS_INT(zone_instant(&c, 0, &fold), spring - 1000, "before the gap");
	IS_INT(fold, ZONE_ONCE, "is told once");
	c = civil(2026, 3, 29, 2, 30, 0);
	IS_INT(zone_instant(&c, 0, &fold), spring + 30 * MINUTE_MS,
	    "02:30 is never told, and read as 03:30");
	IS_INT(fold, ZONE_NEVER, "and reported");
	IS_INT(zone_instant(&c, 1, &fold), spring + 30 * MINUTE_MS,
	    "there is no later one");
	c = civil(2026, 3, 29, 3, 0, 0);
	IS_INT(zone_instant(&c, 0, &fold), spring, "behind the gap");
	IS_INT(fold, ZONE_ONCE, "is told once");

	c = civil(2026, 10, 25, 2, 0, 0);
	IS_INT(zone_instant(&c, 0, &fold), autumn - HOUR_MS,
	    "02:00 is told twice: the earlier");
	IS_INT(fold, ZONE_TWICE, "and reported");
	IS_INT(zone_instant(&c, 1, &fold), autumn, "the later");
	c = civil(2026, 10, 25, 3, 0, 0);
	IS_INT(
	    zone_instant(&c, 1, NULL), autumn + HOUR_MS, "03:00 is told once");

	IS_INT(zone_day_start(spring, 1) - zone_day_start(spring, 0),
	    23 * (int64_t)HOUR_MS, "a day of 23 hours");
	IS_INT(zone_day_start(autumn, 1) - zone_day_start(autumn, 0),
	    25 * (int64_t)HOUR_MS, "a day of 25 hours");
	IS_INT(zone_date(spring, 0), civil_days(2026, 3, 29), "the date");
	IS_INT(zone_date(spring, 3 * HOUR_MS), civil_days(2026, 3, 29),
	    "03:00 is the first of a day that begins then");
	IS_INT(zone_date(spring - 1, 3 * HOUR_MS), civil_days(2026, 3, 28),
	    "what is before belongs to the day before");
}

/* Years that no call has must neither crash nor run away. */
static void
test_edges(void)
{
	static const char *const zones[] = { "UTC0", "<+14>-14", "<-12>12",
		"CET-1CEST,M3.5.0,M10.5.0/3" };
	static const int64_t instants[] = { INT64_MIN, INT64_MIN + 1,
		-62135596800001, -62135596800000, 253402300799999,
		253402300800000, INT64_MAX - 1, INT64_MAX };
	struct civil first = { 1, 1, 1, 0, 0, 0, 0 }, c;
	struct civil last = { 9999, 12, 31, 23, 59, 59, 999 };
	size_t i, k;
	int64_t at;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		zone_set(zones[i]);
		for (k = 0; k < sizeof(instants) / sizeof(instants[0]); k++) {
			at = instants[k];
			zone_civil(at, &c);
			zone_date(at, 0);
			zone_day_start(at, k % 2 ? INT32_MAX : INT32_MIN);
			OK(strlen(text_of(at)) <= 29 && c.year >= 0 &&
				c.year <= 10000,
			    "%s: edge %zu", zones[i], k);
		}
		at = zone_instant(&first, 0, NULL);
		IS_INT(at, -62135596800000 - zone_offset(at) * INT64_C(1000),
		    "%s: the first ms", zones[i]);
		at = zone_instant(&last, 0, NULL);
		IS_INT(at, 253402300799999 - zone_offset(at) * INT64_C(1000),
		    "%s: the last ms", zones[i]);
	}
}

static void
test_put(void)
{
	char text[16];

	zone_set("UTC0");
	IS_TEXT(text_of(INSTANT_NONE), "", "no instant, no text");
	IS_TEXT(text_of(0), "1970-01-01T00:00:00+00:00", "the epoch");
	IS_TEXT(text_of(-1), "1969-12-31T23:59:59.999+00:00", "before it");
	IS_TEXT(text_of(7), "1970-01-01T00:00:00.007+00:00", "7 ms behind");
	zone_set("<-0330>3:30");
	IS_TEXT(text_of(0), "1969-12-31T20:30:00-03:30", "west of Greenwich");
	/* Local mean time of Berlin, +00:53:28, is nearest to +00:53. */
	zone_set("LMT-0:53:28");
	IS_TEXT(text_of(0), "1970-01-01T00:53:00+00:53",
	    "an offset with seconds: the instant is kept");
	zone_set("LMT0:00:20");
	IS_TEXT(text_of(0), "1970-01-01T00:00:00+00:00",
	    "next to nothing west is not -00:00");
	text[date_put(text, civil_days(2026, 3, 2))] = '\0';
	IS_TEXT(text, "2026-03-02", "a date");
	text[date_put(text, -719162)] = '\0';
	IS_TEXT(text, "0001-01-01", "the first date");
	text[date_put(text, INT64_MAX)] = '\0';
	IS_TEXT(text, "9999-12-31", "a hostile date");
}

/* Answer one question; 0, or -1 when it is none. */
static int
answer(const char *line)
{
	static const struct when_format iso = { .order = ORDER_UNKNOWN };
	static char zone[256];
	char name[256], kind;
	enum zone_fold fold;
	struct civil c = { 0, 0, 0, 0, 0, 0, 0 };
	int64_t at;
	int used = 0, days;

	if (sscanf(line, "%255s %c%n", name, &kind, &used) != 2)
		return -1;
	if (strcmp(zone, name) != 0 && zone_set(name) != 0) {
		diag_report();
		return -1;
	}
	memcpy(zone, name, sizeof(zone));
	line += used;
	if (kind == 'l' &&
	    sscanf(line, "%d %d %d %d %d %d", &c.year, &c.month, &c.day,
		&c.hour, &c.minute, &c.second) == 6) {
		at = zone_instant(&c, 0, &fold);
		printf("%" PRId64 " %" PRId64 " %d\n", at,
		    zone_instant(&c, 1, NULL), fold);
	} else if (kind == 'i' && sscanf(line, "%" SCNd64, &at) == 1) {
		zone_civil(at, &c);
		printf("%04d-%02d-%02d %02d:%02d:%02d %d\n", c.year, c.month,
		    c.day, c.hour, c.minute, c.second, zone_offset(at));
	} else if (kind == 'd' &&
	    sscanf(line, "%" SCNd64 " %d", &at, &days) == 2) {
		printf("%" PRId64 "\n", zone_day_start(at, days));
	} else if (kind == 'w') {
		struct when w;

		if (when_read(&iso, bytes_trim(bytes_of(line)), &w) != 0)
			return -1;
		printf("%" PRId64 "\n", when_instant(&w, 0, 0, NULL));
	} else
		return -1;
	return 0;
}

static int
answer_lines(void)
{
	char line[512];

	while (fgets(line, sizeof(line), stdin) != NULL)
		if (answer(line) != 0)
			return 1;
	return 0;
}

int
main(int argc, char *argv[])
{
	if (argc > 1 && strcmp(argv[1], "lines") == 0)
		return answer_lines();
	test_calendar();
	test_valid();
	test_names();
	test_missing_tables();
	test_changes();
	test_edges();
	test_put();
	return tap_done();
}
