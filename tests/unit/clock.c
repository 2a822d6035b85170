/* SPDX-License-Identifier: ISC */
/*
 * The business clock.  With the argument `lines` it prints no TAP but
 * answers questions for tests/clock.t, one a line, with | between:
 *
 *	ZONE DIR QUEUE due FROM MINUTES		the instant
 *	ZONE DIR QUEUE ran FROM UNTIL		the minutes
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/when.h"
#include "care/clock.h"
#include "instants.h"
#include "settings_dir.h"
#include "tap.h"

static const struct bytes nobody = { NULL, 0 };

/* The examples of SPEC section 7 and what they leave open. */
static void
test_office(void)
{
	static const struct {
		const char *from;
		int64_t minutes;
		const char *want, *name;
	} cases[] = { { "2026-03-06 16:30", 60, "2026-03-09T09:30:00+00:00",
			  "Friday 16:30 + 1 h is Monday 09:30" },
		{ "2026-03-03 09:00", 960, "2026-03-04T17:00:00+00:00",
		    "16 h are two days" },
		{ "2026-03-03 12:00", 960, "2026-03-05T12:00:00+00:00",
		    "16 h are two days, from noon" },
		{ "2026-03-03 12:00", 0, "2026-03-03T12:00:00+00:00",
		    "0 while open is now" },
		{ "2026-03-03 09:00", 0, "2026-03-03T09:00:00+00:00",
		    "0 at the opening is now" },
		{ "2026-03-03 17:00", 0, "2026-03-04T09:00:00+00:00",
		    "0 at the close is the next opening" },
		{ "2026-03-07 11:00", 0, "2026-03-09T09:00:00+00:00",
		    "0 on Saturday is Monday's opening" },
		{ "2026-03-03 16:00", 60, "2026-03-03T17:00:00+00:00",
		    "an hour until the close ends there" },
		{ "2026-03-03 07:00", 60, "2026-03-03T10:00:00+00:00",
		    "before hours it starts at the opening" },
		{ "2026-03-03 20:00", 60, "2026-03-04T10:00:00+00:00",
		    "after hours it starts the next day" },
		{ "2026-03-09 09:30", -60, "2026-03-06T16:30:00+00:00",
		    "Monday 09:30 - 1 h is Friday 16:30" },
		{ "2026-03-08 12:00", -60, "2026-03-06T16:00:00+00:00",
		    "backwards from Sunday" },
		{ "2026-03-03 09:30", -30, "2026-03-03T09:00:00+00:00",
		    "back to the opening" } };
	struct clock *c = clock_load(NULL, at("2026-03-02"));
	size_t i;

	OK(c != NULL, "the built-in hours");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_TEXT(text_of(clock_due(c, nobody, at(cases[i].from),
			    cases[i].minutes * MINUTE_MS)),
		    cases[i].want, "%s", cases[i].name);
	IS_INT(clock_business_ms(
		   c, nobody, at("2026-03-06 16:30"), at("2026-03-09 09:30")),
	    HOUR_MS, "an hour over a weekend");
	IS_INT(clock_business_ms(c, nobody, at("2026-03-02"), at("2026-03-09")),
	    40 * (int64_t)HOUR_MS, "a week has 40 hours");
	IS_INT(clock_business_ms(c, nobody, at("2026-03-09"), at("2026-03-02")),
	    0, "backwards there are none");
	IS_INT(clock_due(c, nobody, at("2026-03-03 10:00") + 123, 456) -
		at("2026-03-03 10:00"),
	    579, "milliseconds count");
	IS_INT(clock_due(c, nobody, INSTANT_NONE, 0), INSTANT_NONE,
	    "from an instant that is not known");
	IS_INT(clock_due(c, nobody, INT64_MAX, 1), INSTANT_NONE,
	    "from the end of time");
	IS_INT(clock_due(c, nobody, at("2026-03-03"), INT64_MAX), INSTANT_NONE,
	    "an endless duration ends");
	IS_INT(clock_due(c, nobody, at("2026-03-03"), INT64_MIN + 1),
	    INSTANT_NONE, "and backwards");
	IS_INT(clock_due(c, nobody, at("2026-03-03"), INT64_MIN), INSTANT_NONE,
	    "the smallest number is none");
	clock_free(c);
	clock_free(NULL);
}

static void
test_days(void)
{
	/* Which days a text opens, Monday first, in a week of 24 h days. */
	static const struct {
		const char *days, *open;
	} cases[] = { { "mon", "1000000" }, { "sun", "0000001" },
		{ "mon-fri", "1111100" }, { "MON-Fri", "1111100" },
		{ "mon wed", "1010000" }, { "mon-wed fri", "1110100" },
		{ "sat-mon", "1000011" }, { "fri-fri", "0000100" },
		{ "daily", "1111111" }, { "Daily", "1111111" },
		{ "  tue  thu ", "0101000" }, { "sunday", "0000001" },
		{ "Monday-Tuesday", "1100000" } };
	size_t i;
	int day;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[128], open[8] = "";
		struct clock *c;

		snprintf(text, sizeof(text),
		    "days,open,close\n"
		    "%s,00:00,24:00\n",
		    cases[i].days);
		write_file("hours.csv", text);
		c = clock_load(dir, at("2026-03-02"));
		for (day = 0; c != NULL && day < 7; day++)
			open[day] =
			    clock_business_ms(c, nobody,
				at("2026-03-02") + day * (int64_t)DAY_MS,
				at("2026-03-03") + day * (int64_t)DAY_MS) ==
				DAY_MS
			    ? '1'
			    : '0';
		IS_TEXT(open, cases[i].open, "days: %s", cases[i].days);
		clock_free(c);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *hours, *holidays, *says;
	} cases[] = { { "days,open\nmon,09:00\n", NULL, "close" },
		{ "days,open,close,team\nmon,09:00,17:00,x\n", NULL, "team" },
		{ "days,open,close\nfunday,09:00,17:00\n", NULL,
		    "hours.csv:2: column days: expected weekdays" },
		{ "days,open,close\n,09:00,17:00\n", NULL, "column days" },
		{ "days,open,close\nmon-,09:00,17:00\n", NULL, "column days" },
		{ "days,open,close\nmon,9 o'clock,17:00\n", NULL,
		    "hours.csv:2: column open: expected a time of day" },
		{ "days,open,close\nmon,24:00,17:00\n", NULL, "column open" },
		{ "days,open,close\nmon,09:00,25:00\n", NULL, "column close" },
		{ "days,open,close\nmon,09:00,\n", NULL, "column close" },
		{ "days,open,close\nmon,09:00,09:00\n", NULL,
		    "a whole day is 00:00 to 24:00" },
		{ "days,open,close\nmon-fri,09:00,17:00\n"
		  "wed,16:59,18:00\n",
		    NULL,
		    "hours.csv:3: column open: "
		    "expected hours that do not overlap those of line 2" },
		{ "days,open,close\nsun,22:00,06:00\nmon,05:00,08:00\n", NULL,
		    "hours.csv:3: column open" },
		{ "days,open,close,queue\nmon,09:00,17:00,A\n", NULL,
		    "one row with an empty queue" },
		{ "days,open,close\n", NULL, "at least one row" },
		{ "days,open,close\nmon,09:00,17:00\n",
		    "date,name\n25.12.2026,x\n",
		    "holidays.csv:2: column date: expected a date" },
		{ "days,open,close\nmon,09:00,17:00\n", "day\n2026-12-25\n",
		    "holidays.csv" } };
	struct clock *c;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		write_file("hours.csv", cases[i].hours);
		write_file("holidays.csv", cases[i].holidays);
		c = clock_load(dir, at("2026-03-02"));
		OK(c == NULL && diag_status() == STATUS_CANNOT &&
			strstr(diag_text(), cases[i].says) != NULL,
		    "refused: %s", cases[i].says);
		clock_free(c);
	}
	write_file("hours.csv",
	    "days,open,close\nmon-fri,09:00,12:00\n"
	    "mon-fri,12:00,17:00\nfri,20:00,02:00\n");
	write_file("holidays.csv", NULL);
	c = clock_load(dir, at("2026-03-02"));
	OK(c != NULL, "spans may touch");
	clock_free(c);
}

/* All Mondays for two years and a bit are holidays: nothing ever opens. */
static void
test_never(void)
{
	static char holidays[8192] = "date\n";
	size_t n = strlen(holidays);
	int64_t day = civil_days(2026, 3, 2);
	struct clock *c;
	int i;

	write_file("hours.csv", "days,open,close\nmon,09:00,17:00\n");
	for (i = 0; i < 110; i++) {
		n += date_put(holidays + n, day + 7 * i);
		holidays[n++] = '\n';
	}
	holidays[n] = '\0';
	write_file("holidays.csv", holidays);
	c = clock_load(dir, at("2026-03-02"));
	OK(c == NULL &&
		strstr(diag_text(), "never opens within two years") != NULL,
	    "hours that never open are refused");
	clock_free(c);
	c = clock_load(dir, at("2026-08-01"));
	OK(c != NULL, "hours that open within two years are not");
	clock_free(c);
	write_file("holidays.csv", NULL);
}

/* Ends that the clocks tell twice or never, worked by hand for Berlin. */
static void
test_changes(void)
{
	static const struct {
		const char *from, *until;
		int64_t minutes;
		const char *name;
	} cases[] = { { "2026-03-28 12:00", "2026-03-29 12:00", 30,
			  "01:30-02:30 ends at the jump from 02:00 to 03:00" },
		{ "2026-10-24 12:00", "2026-10-25 12:00", 120,
		    "01:30-02:30 lasts until the second 02:30" },
		{ "2026-10-25T02:10+02:00", "2026-10-25T02:10+01:00", 60,
		    "it does not close in between" },
		{ "2026-03-27 12:00", "2026-03-28 12:00", 60,
		    "01:30-02:30 on another day" } };
	struct clock *c;
	size_t i;

	zone_set("CET-1CEST,M3.5.0,M10.5.0/3");
	write_file("hours.csv", "days,open,close\ndaily,01:30,02:30\n");
	c = clock_load(dir, at("2026-03-02"));
	for (i = 0; c != NULL && i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_INT(clock_business_ms(
			   c, nobody, at(cases[i].from), at(cases[i].until)),
		    cases[i].minutes * MINUTE_MS, "%s", cases[i].name);
	clock_free(c);
	/* A span behind one that ends in the hour told twice. */
	write_file("hours.csv",
	    "days,open,close\ndaily,01:00,02:30\n"
	    "daily,02:30,04:00\n");
	c = clock_load(dir, at("2026-03-02"));
	IS_INT(clock_business_ms(
		   c, nobody, at("2026-10-24 12:00"), at("2026-10-25 12:00")),
	    4 * HOUR_MS, "nothing counts twice");
	IS_TEXT(text_of(clock_due(
		    c, nobody, at("2026-10-25 12:00"), -4 * (int64_t)HOUR_MS)),
	    "2026-10-25T01:00:00+02:00", "nor backwards");
	IS_TEXT(
	    text_of(clock_due(c, nobody, at("2026-03-28 12:00"), 2 * HOUR_MS)),
	    "2026-03-29T04:00:00+02:00", "and in spring there are two hours");
	clock_free(c);
	zone_set("UTC");
}

static int
answer(char *line)
{
	struct bytes part[6], rest = bytes_of(line);
	char zone[64], folder[512];
	struct clock *c;
	int64_t from, number;
	size_t i;

	for (i = 0; i < 6; i++)
		part[i] = bytes_cut(rest, '|', &rest);
	snprintf(zone, sizeof(zone), "%.*s", (int)part[0].n, part[0].p);
	snprintf(folder, sizeof(folder), "%.*s", (int)part[1].n, part[1].p);
	if (zone_set(zone) != 0 || when_typed(part[4], 0, &from) != 0)
		return -1;
	c = clock_load(folder, from);
	if (c == NULL)
		return -1;
	if (bytes_is(part[3], "due") && num_integer(part[5], &number) == 0)
		puts(text_of(clock_due(c, part[2], from, number * MINUTE_MS)));
	else if (when_typed(part[5], 0, &number) == 0)
		printf("%" PRId64 "\n",
		    clock_business_ms(c, part[2], from, number) / MINUTE_MS);
	clock_free(c);
	return 0;
}

static int
answer_lines(void)
{
	char line[1024];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (answer(line) != 0)
			printf("%s\n", diag_text());
	}
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "lines") == 0)
		return answer_lines();
	if (zone_set("UTC") != 0 || mkdtemp(dir) == NULL)
		return diag_report();
	test_office();
	test_days();
	test_errors();
	test_never();
	test_changes();
	write_file("hours.csv", NULL);
	rmdir(dir);
	return tap_done();
}
