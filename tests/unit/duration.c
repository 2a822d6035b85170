/* SPDX-License-Identifier: ISC */
/* Durations, each form with a value worked out by hand. */
#include <stdlib.h>

#include "call/duration.h"
#include "tap.h"

struct value {
	const char *text;
	enum duration_result result;
	int64_t ms;
};

#define READ DURATION_READ
#define EMPTY DURATION_EMPTY, DURATION_NONE
#define NEGATIVE DURATION_NEGATIVE, DURATION_NONE
#define BAD DURATION_BAD, DURATION_NONE

static const struct value in_seconds[] = { { "0", READ, 0 },
	{ "90", READ, 90000 }, { "000090", READ, 90000 },
	{ "1234567", READ, 1234567000 }, { " 90 ", READ, 90000 },
	{ "\t90\xc2\xa0", READ, 90000 }, { "+5", READ, 5000 },
	{ "0.5", READ, 500 }, { ".5", READ, 500 }, { "90.25", READ, 90250 },
	{ "0.0004", READ, 0 }, { "0.0005", READ, 1 }, { "1.9999", READ, 2000 },
	{ "12.0000000000000000001", READ, 12000 }, { "9E1", READ, 90000 },
	{ "1.5e+2", READ, 150000 }, { "=\"90\"", READ, 90000 },
	{ "=\"\"0:02:23\"\"", READ, 143000 },
	/* 3,653 days, and a second more */
	{ "315619200", READ, INT64_C(315619200000) }, { "315619201", BAD },
	{ "1614589200", BAD }, { "99999999999999999999", BAD },
	{ "1e300", BAD }, { "1e999", BAD }, { "5.", BAD }, { ".", BAD },
	{ "1.2.3", BAD }, { "1,5", BAD }, { "0x10", BAD }, { "inf", BAD },
	{ "12 30", BAD }, { "abc", BAD }, { "#####", BAD },

	{ "", EMPTY }, { "   ", EMPTY }, { "-", EMPTY }, { "N/A", EMPTY },
	{ "NULL", EMPTY }, { "\\N", EMPTY }, { "=\"\"", EMPTY },

	{ "-5", NEGATIVE }, { "-0:00:05", NEGATIVE }, { "-PT5S", NEGATIVE },
	{ "-3 min", NEGATIVE }, { "-0.5", NEGATIVE }, { "-0", READ, 0 },
	{ "-0:00:00", READ, 0 }, { "--5", BAD }, { "-abc", BAD },
	{ "-1:75", BAD }, { "- 5", BAD },

	{ "0:00", READ, 0 }, { "2:23", READ, 143000 },
	{ "02:23", READ, 143000 }, { "125:30", READ, 7530000 },
	{ "2:23.5", READ, 143500 }, { "0:00:00", READ, 0 },
	{ "0:02:23", READ, 143000 }, { "00:02:23", READ, 143000 },
	{ "0:2:3", READ, 123000 }, { "0:02:23.500", READ, 143500 },
	{ "0:02:23,500", READ, 143500 }, { "00:03:10.250", READ, 190250 },
	{ "26:10:05", READ, 94205000 }, { "99:59:59", READ, 359999000 },
	{ "100:00:00", READ, 360000000 },
	{ "87672:00:00", READ, INT64_C(315619200000) }, { "87673:00:00", BAD },
	{ "1:75", BAD }, { "1:60", BAD }, { "0:60:00", BAD },
	{ "0:00:60", BAD }, { "00:60:00", BAD }, { "00:00:60", BAD },
	{ "0:00:1a", BAD }, { "a:00:10", BAD }, { "1:2:3:4", BAD },
	{ "1:", BAD }, { ":30", BAD }, { "0:-5", BAD }, { "0:02:23.", BAD },
	{ "0:02:", BAD }, { "0;02;23", BAD }, { "1234567:00", BAD },

	/* a spreadsheet's clock for a duration */
	{ "12:02:23 AM", READ, 143000 }, { "12:02:23 a.m.", READ, 143000 },
	{ "12:02:23\xc2\xa0"
	  "AM",
	    READ, 143000 },
	{ "1:02:23 AM", READ, 3743000 }, { "12:02:23PM", READ, 43343000 },
	{ "1:02:23 PM", READ, 46943000 }, { "12:02 AM", READ, 120000 },
	{ "13:02:23 PM", BAD }, { "0:02:23 PM", BAD }, { "12:02:23 XM", BAD },
	{ "1900-01-01 00:02:23", READ, 143000 },
	{ "1899-12-30 00:02:23", READ, 143000 },
	{ "1899-12-31 00:02:23", READ, 143000 },
	{ "1900-01-00 00:02:23", READ, 143000 },
	{ "1899-12-30T00:02:23.500Z", READ, 143500 },
	{ "1/1/1900 12:02:23 AM", READ, 143000 },
	{ "30.12.1899 00:02:23", READ, 143000 },
	{ "1899-12-30 00:02", READ, 120000 }, { "1900-01-02 00:02:23", BAD },
	{ "2026-03-02 00:02:23", BAD }, { "1899-12-30 24:00:00", BAD },
	{ "1899-12-30", BAD }, { "1899-12-30 ", BAD },

	{ "PT0S", READ, 0 }, { "PT3M10S", READ, 190000 },
	{ "pt3m10s", READ, 190000 }, { "PT1H3M10.5S", READ, 3790500 },
	{ "PT1H3M10,5S", READ, 3790500 }, { "PT90S", READ, 90000 },
	{ "PT2.5M", READ, 150000 }, { "P1DT2H", READ, 93600000 },
	{ "P2W", READ, 1209600000 }, { "P1M", BAD }, { "P1Y", BAD },
	{ "P", BAD }, { "PT", BAD }, { "P1DT", BAD }, { "PT1S3M", BAD },
	{ "PT1M1M", BAD }, { "PT1.5H3M", BAD }, { "PT5", BAD }, { "P5S", BAD },
	{ "PT99999999999H", BAD },

	{ "90s", READ, 90000 }, { "90 sec", READ, 90000 },
	{ "3 min 10 s", READ, 190000 }, { "3min. 10sec.", READ, 190000 },
	{ "3m10s", READ, 190000 }, { "3 minutes, 10 seconds", READ, 190000 },
	{ "3 minutes and 10 seconds", READ, 190000 }, { "1 h", READ, 3600000 },
	{ "1h 5m", READ, 3900000 }, { "1 HOUR", READ, 3600000 },
	{ "2.5 min", READ, 150000 }, { "90 min", READ, 5400000 },
	{ "350 ms", READ, 350 }, { "2 days", READ, 172800000 },
	{ "1d 2h 3m 4s 5ms", READ, 93784005 }, { "1 h 75 min", BAD },
	{ "3 min 60 s", BAD }, { "3 min 10", BAD }, { "10 s 3 min", BAD },
	{ "1.5 h 10 min", BAD }, { "3 parsec", BAD },
	{ "3 minutesandmoreandmore", BAD }, { "min", BAD },
	{ "99999999999 h", BAD } };

static const struct value in_days[] = {
	/* 143 s / 86,400 s, as spreadsheets write it */
	{ "0.00165509259259259", READ, 143000 },
	{ "1.65509259259259E-03", READ, 143000 }, { "0.0016551", READ, 143000 },
	{ "0.00166", READ, 143424 }, { "1.09033564814815", READ, 94205000 },
	{ "0", READ, 0 }, { "1", READ, 86400000 }, { "0:02:23", READ, 143000 },
	{ "4000", BAD }
};

static const struct value in_minutes[] = { { "2.5", READ, 150000 },
	{ "3", READ, 180000 }, { "2,5", BAD }, { "3:10", READ, 190000 } };

static const struct value in_hours[] = { { "1.5", READ, 5400000 },
	{ "1:30", READ, 5400000 }, { "0:01:30", READ, 90000 } };

static const struct value in_ms[] = { { "1500", READ, 1500 },
	{ "1500.5", READ, 1501 },
	{ "315619200000", READ, INT64_C(315619200000) },
	{ "1 s", READ, 1000 } };

static const struct value with_comma[] = { { "2,5", READ, 150000 },
	{ "2.5", READ, 150000 }, { "2,5 min", READ, 150000 },
	{ "3 min, 10 s", READ, 190000 }, { "1,5E1", READ, 900000 },
	{ "1.234,5", BAD }, { "2,", BAD } };

/* As spreadsheets write thousands; 1234 s are 20 min 34 s. */
#define GROUPED DURATION_GROUPED, DURATION_NONE
static const struct value parted[] = { { "1,234", GROUPED },
	{ "12,345.5", GROUPED }, { "1,234,567", GROUPED },
	{ " =\"1,234\" ", GROUPED }, { "-1,234", GROUPED }, { "1,23", BAD },
	{ "1,2345", BAD }, { "0,234", BAD }, { "1234,567", BAD },
	{ ",234", BAD }, { "1,23,456", BAD }, { "1,234,", BAD },
	{ "1,234:05", BAD }, { "1,234 s", GROUPED }, { "1,234.5 s", GROUPED },
	{ "1.234", READ, 1234 } };

static const struct value thousands[] = { { "1,234", READ, 1234000 },
	{ "12,345.5", READ, 12345500 }, { "1,234,567", READ, 1234567000 },
	{ "-1,234", NEGATIVE }, { "0,234", BAD }, { "999", READ, 999000 },
	{ "1,23", BAD }, { "1,234.", BAD }, { "0:20:34", READ, 1234000 },
	{ "1,234 s", READ, 1234000 }, { "1,234.5s", READ, 1234500 },
	{ "1,234 ms", READ, 1234 }, { "1,200min", READ, 72000000 },
	{ "1,234:05", BAD }, { "1,111,111,111", BAD },
	{ "1,111,111,111,111,111,111,111,111", BAD } };

static const struct value dotted[] = { { "1.234", READ, 1234000 },
	{ "1.234,5", READ, 1234500 }, { "1.234 s", READ, 1234000 },
	{ "2,5", READ, 2500 }, { "2.5", READ, 2500 } };

static void
test_values(const char *what, enum duration_unit unit, char decimal,
    int grouped, const struct value *v, size_t count)
{
	struct duration_format f = { unit, decimal, grouped };
	size_t i;

	for (i = 0; i < count; i++) {
		int64_t ms = -1;
		enum duration_result got =
		    duration_read(&f, bytes_of(v[i].text), &ms);

		OK(got == v[i].result && ms == v[i].ms, "%s: '%s'", what,
		    v[i].text);
		if (got != v[i].result || ms != v[i].ms)
			printf("# got %d, %" PRId64 "\n", (int)got, ms);
	}
}
#define TEST_VALUES(what, unit, decimal, grouped, v) \
	test_values(what, unit, decimal, grouped, v, sizeof(v) / sizeof(v[0]))

/* Every part of hostile bytes, in memory that ends with them. */
static void
test_hostile(void)
{
	static const char bytes[] = "-1:02:03.5\0AM PT9M 3 min, \xc2\xe2\x80";
	struct duration_format f = { UNIT_SECONDS, '\0', 0 };
	size_t from, n;
	int64_t ms;
	int bad = 0;

	for (from = 0; from < sizeof(bytes); from++) {
		for (n = 0; n <= sizeof(bytes) - from; n++) {
			char *own = malloc(n);
			struct bytes b = { own, own != NULL ? n : 0 };

			if (own != NULL)
				memcpy(own, bytes + from, n);
			bad += duration_read(&f, b, &ms) > DURATION_GROUPED;
			free(own);
		}
	}
	IS_INT(bad, 0, "any bytes have a result");
	OK(duration_read(&f, bytes_of(NULL), &ms) == DURATION_EMPTY,
	    "no bytes are empty");
	OK(duration_read(&f,
	       (struct bytes){ "1\0"
			       "5",
		   3 },
	       &ms) == DURATION_BAD,
	    "a NUL is no decimal mark");
}

static void
test_headers(void)
{
	static const struct {
		const char *header;
		enum duration_unit unit;
	} cases[] = { { "talk time", UNIT_SECONDS }, { "", UNIT_SECONDS },
		{ "speed of answer in seconds", UNIT_SECONDS },
		{ "length in sec", UNIT_SECONDS },
		{ "call duration in minutes", UNIT_MINUTES },
		{ "wait time min", UNIT_MINUTES },
		{ "wait mins", UNIT_MINUTES }, { "min wait", UNIT_SECONDS },
		{ "min", UNIT_SECONDS }, { "talk time ms", UNIT_MILLISECONDS },
		{ "duration milliseconds", UNIT_MILLISECONDS },
		{ "billmsec", UNIT_MILLISECONDS }, { "billsec", UNIT_SECONDS },
		{ "durationms", UNIT_MILLISECONDS }, { "items", UNIT_SECONDS },
		{ "durationminutes", UNIT_MINUTES },
		{ "duration hours", UNIT_HOURS },
		{ "duration in hours rounded", UNIT_HOURS },
		{ "after hours talk time", UNIT_SECONDS },
		{ "duration days", UNIT_DAYS } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_INT(duration_unit_of(bytes_of(cases[i].header)),
		    cases[i].unit, "unit of '%s'", cases[i].header);
}

static void
test_typed(void)
{
	static const struct {
		const char *text;
		int status;
		int64_t ms;
	} cases[] = { { "90s", 0, 90000 }, { "30m", 0, 1800000 },
		{ "4h", 0, 14400000 }, { "7d", 0, 604800000 }, { "0m", 0, 0 },
		{ "6m 30s", 0, 390000 }, { "6 min 30 s", 0, 390000 },
		{ "90", 0, 90000 }, { "1.5h", 0, 5400000 },
		{ " 60m ", 0, 3600000 }, { "", -1, 0 }, { "m", -1, 0 },
		{ "-5m", -1, 0 }, { "5x", -1, 0 }, { "1h 75m", -1, 0 },
		{ "5m x", -1, 0 }, { "99999999d", -1, 0 },
		{ "3653d 23h", -1, 0 } };
	static const char *const with_unit[] = { "90s", " 1.5m ", "1m 30 s" };
	static const char *const without[] = { "90", "1m 30", "" };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ms = 0;
		int got = duration_typed(bytes_of(cases[i].text), &ms);

		OK(got == cases[i].status && (got != 0 || ms == cases[i].ms),
		    "typed '%s'", cases[i].text);
	}
	for (i = 0; i < 3; i++) {
		int64_t ms = 0;

		OK(duration_with_unit(bytes_of(with_unit[i]), &ms) == 0 &&
			ms == 90000,
		    "with its unit '%s'", with_unit[i]);
		OK(duration_with_unit(bytes_of(without[i]), &ms) == -1,
		    "without one '%s'", without[i]);
	}
}

int
main(void)
{
	TEST_VALUES("seconds", UNIT_SECONDS, '.', 0, in_seconds);
	TEST_VALUES("days", UNIT_DAYS, '.', 0, in_days);
	TEST_VALUES("minutes", UNIT_MINUTES, '.', 0, in_minutes);
	TEST_VALUES("hours", UNIT_HOURS, '.', 0, in_hours);
	TEST_VALUES("milliseconds", UNIT_MILLISECONDS, '.', 0, in_ms);
	TEST_VALUES("decimal comma", UNIT_MINUTES, ',', 0, with_comma);
	TEST_VALUES("told nothing", UNIT_SECONDS, '.', 0, parted);
	TEST_VALUES("thousands", UNIT_SECONDS, '.', 1, thousands);
	TEST_VALUES("dotted thousands", UNIT_SECONDS, ',', 1, dotted);
	test_hostile();
	test_headers();
	test_typed();
	return tap_done();
}
