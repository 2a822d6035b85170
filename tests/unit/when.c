/* SPDX-License-Identifier: ISC */
/* Timestamps: each form, the order of day and month, instants. */
#include <stdlib.h>

#include "base/diag.h"
#include "call/when.h"
#include "tap.h"

/* What was read, as text: date, time, offset in seconds, instant. */
static const char *
shown(const struct when *w)
{
	static char text[128];
	const struct civil *c = &w->civil;
	size_t n = 0;

	text[0] = '\0';
	if (w->absolute) {
		snprintf(text, sizeof(text), "@%" PRId64, w->instant);
		return text;
	}
	if (w->has_date)
		n += (size_t)snprintf(text, sizeof(text), "%04d-%02d-%02d",
		    c->year, c->month, c->day);
	if (w->has_time)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "T%02d:%02d:%02d", c->hour, c->minute, c->second);
	if (c->ms != 0)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, ".%03d", c->ms);
	if (w->next_day)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " next");
	if (w->has_offset)
		snprintf(text + n, sizeof(text) - n, " %+d", w->offset_s);
	return text;
}

/* Read a text in a format by name; NULL format: nothing was declared. */
static const char *
reading(const char *format, const char *text)
{
	struct when_format f = { .order = ORDER_UNKNOWN };
	size_t n = strlen(text);
	struct bytes b = { NULL, n };
	struct when w;
	char *own = malloc(n); /* ends where the text does */
	int got;

	if (own == NULL)
		return "no memory";
	memcpy(own, text, n);
	b.p = own;
	if (format != NULL && when_declare(&f, bytes_of(format)) != 0)
		got = -2;
	else
		got = when_read(&f, b, &w);
	free(own);
	return got == 0 ? shown(&w)
	    : got == 1	? "contradicts"
	    : got == -1 ? "none"
			: "no such format";
}

static void
test_forms(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = { { "2026-03-02 09:30:00", "2026-03-02T09:30:00" },
		{ "2026-03-02T09:30:00", "2026-03-02T09:30:00" },
		{ "2026-03-02t09:30", "2026-03-02T09:30:00" },
		{ "2026-03-02T09:30:00Z", "2026-03-02T09:30:00 +0" },
		{ "2026-03-02T09:30:00z", "2026-03-02T09:30:00 +0" },
		{ "2026-03-02T09:30:00+01:00", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02T09:30:00+0100", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02T09:30:00+01", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02T09:30:00-03:30", "2026-03-02T09:30:00 -12600" },
		{ "2026-03-02 09:30:00 -0500", "2026-03-02T09:30:00 -18000" },
		{ "2026-03-02 09:30:00 UTC", "2026-03-02T09:30:00 +0" },
		{ "2026-03-02 09:30+00:53:28", "2026-03-02T09:30:00 +3208" },
		{ "2026-03-02T09:30+01:00[Europe/Berlin]",
		    "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02T09:30:00.5", "2026-03-02T09:30:00.500" },
		{ "2026-03-02T09:30:00,25Z", "2026-03-02T09:30:00.250 +0" },
		{ "2026-03-02 09:30:00.123456789", "2026-03-02T09:30:00.123" },
		{ "2026-03-02 09:30:00.9999", "2026-03-02T09:30:00.999" },
		{ "2026-03-02 09:30:00.1234567890", "none" },
		{ "2026-03-02 09:30:00.", "none" },
		{ "20260302T093000Z", "2026-03-02T09:30:00 +0" },
		{ "20260302T0930", "2026-03-02T09:30:00" },
		{ "20260302T093000.25", "2026-03-02T09:30:00.250" },
		{ "20260302", "2026-03-02" },
		{ "20260302093000", "2026-03-02T09:30:00" },
		{ "20261302", "none" }, { "99999999999999", "none" },
		{ "2026-03-02", "2026-03-02" }, { "2026-3-2", "2026-03-02" },
		{ "2026/03/02 9:05", "2026-03-02T09:05:00" },
		{ "2026.03.02", "2026-03-02" },
		{ " 2026-03-02 09:30:00 ", "2026-03-02T09:30:00" },
		{ "2026-03-02 09:30:00\r", "2026-03-02T09:30:00" },
		{ "=\"2026-03-02 09:30:00\"", "2026-03-02T09:30:00" },
		{ "=\"\"2026-03-02\"\"", "2026-03-02" },
		{ "0001-01-01 00:00:00", "0001-01-01T00:00:00" },
		{ "9999-12-31 23:59:59", "9999-12-31T23:59:59" },
		{ "0000-00-00 00:00:00", "none" },
		{ "2026-02-29 09:30:00", "none" },
		{ "2024-02-29 09:30:00", "2024-02-29T09:30:00" },
		{ "2026-04-31", "none" }, { "2026-13-01", "none" },
		{ "2026-03-02 24:00:00", "2026-03-02T00:00:00 next" },
		{ "2026-03-02 24:00", "2026-03-02T00:00:00 next" },
		{ "2026-03-02 24:00:01", "none" },
		{ "2026-03-02 25:00:00", "none" },
		{ "2026-03-02 09:60:00", "none" },
		{ "2016-12-31 23:59:60", "2016-12-31T23:59:59.999" },
		{ "2017-01-01 05:29:60", "2017-01-01T05:29:59.999" },
		{ "2026-03-02 09:30:60", "none" },
		{ "2026-03-02 09:30:61", "none" },
		/* the zone of this test uses CET and CEST */
		{ "2026-03-02 09:30:00 CET", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02 09:30:00CET", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02 9:30 PM (cet)", "2026-03-02T21:30:00 +3600" },
		{ "2026-03-02 09:30:00 EST", "2026-03-02T09:30:00 -18000" },
		{ "2026-03-02 09:30 NZDT", "2026-03-02T09:30:00 +46800" },
		{ "2026-03-02 09:30:00 ACST", "2026-03-02T09:30:00 +34200" },
		{ "2026-03-02 09:30:00 ET", "none" },
		{ "2026-03-02 09:30:00 IST", "none" },
		{ "2026-03-02 09:30:00 BST", "none" },
		{ "2026-03-02 09:30:00 CETX", "none" },
		{ "2026-03-02 09:30:00 (CET", "none" },
		{ "2026-03-02 09:30:00 Asia/Tokyo", "none" },
		{ "2026-03-02 09:30:00 Eastern Standard Time", "none" },
		{ "2026-03-02 09:30 GMT+1", "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02 09:30 UTC-5:30", "2026-03-02T09:30:00 -19800" },
		{ "2026-03-02 09:30:00 -0500 EST",
		    "2026-03-02T09:30:00 -18000" },
		{ "2026-03-02 09:30:00 ESTS", "none" },
		{ "Mon Mar  2 09:30:00 PST 2026",
		    "2026-03-02T09:30:00 -28800" },
		{ "Mon Mar  2 09:30:00 +0100 2026",
		    "2026-03-02T09:30:00 +3600" },
		{ "2026-03-02 09:30:00+1", "none" },
		{ "2026-03-02 09:30:00+24:00", "none" },
		{ "2026-03-02Z", "none" }, { "2026-03-02 ,", "none" },
		{ "2026-03/02", "none" }, { "2026-03-02x", "none" },
		{ "2026-03-02 09:30:00x", "none" },
		{ "2026-03-0209:30:00", "none" }, { "2026-003-02", "none" },
		{ "12026-03-02", "none" },

		{ "02-Mar-2026", "2026-03-02" },
		{ "2-MAR-2026 9:05:06 pm", "2026-03-02T21:05:06" },
		{ "02/Mar/2026", "2026-03-02" },
		{ "2026-Mar-02", "2026-03-02" },
		{ "2 March 2026", "2026-03-02" },
		{ "2. March 2026 09:30", "2026-03-02T09:30:00" },
		{ "2nd March, 2026", "2026-03-02" },
		{ "March 2, 2026", "2026-03-02" },
		{ "March 2nd, 2026 at 9", "none" },
		{ "Sept. 2, 2026, 9:05 AM", "2026-09-02T09:05:00" },
		{ "Mar 2 2026 12:05 a.m.", "2026-03-02T00:05:00" },
		{ "Friday, 1 January, 2021", "2021-01-01" },
		{ "Fri, 1 Jan 2021 09:12:58 +0100",
		    "2021-01-01T09:12:58 +3600" },
		{ "Fri Jan 1 2021 9:12:58", "2021-01-01T09:12:58" },
		{ "Fri Jan  1 09:12:58 2021", "2021-01-01T09:12:58" },
		{ "Fri Jan 01 2021 09:12:58 GMT+0100 (CET)",
		    "2021-01-01T09:12:58 +3600" },
		{ "Friday, 30 February, 2021", "none" },
		{ "Friday, 1 Januar, 2021", "2021-01-01" },
		{ "Friday, 1 Januari, 2021", "none" }, { "Friday", "none" },
		{ "January 2021", "none" }, { "1 Ja 2021", "none" },
		{ "Friday, 9:12:58", "none" }, { "02-Mar-26", "none" },

		{ "9:12:58", "T09:12:58" }, { "09:12", "T09:12:00" },
		{ "0:10:27", "T00:10:27" }, { "9:12:58.25", "T09:12:58.250" },
		{ "1:05 PM", "T13:05:00" }, { "1:05:07pm", "T13:05:07" },
		{ "12:05 AM", "T00:05:00" }, { "12:05 PM", "T12:05:00" },
		{ "12:05 A.M.", "T00:05:00" }, { "1:05 p. m.", "T13:05:00" },
		{ "1:05\xe2\x80\xafPM", "T13:05:00" },
		{ "0:05 AM", "T00:05:00" }, { "0:05 PM", "none" },
		{ "13:05 PM", "T13:05:00" }, { "13:05 AM", "none" },
		{ "'9:05", "T09:05:00" }, { "9:05 Uhr", "T09:05:00" },
		{ "14:05 hrs", "T14:05:00" },
		{ "March 2, 2026 at 9:05 AM", "2026-03-02T09:05:00" },
		{ "March 2, 2026 at", "none" }, { "1:05 XM", "none" },
		{ "24:00", "T00:00:00 next" }, { "24:01", "none" },
		{ "9:5", "none" }, { "9.30", "none" }, { "123:00", "none" },
		{ "-0:00:05", "none" }, { "09:12:58+02:00", "T09:12:58 +7200" },

		{ "", "none" }, { "   ", "none" }, { "-", "none" },
		{ "=\"\"", "none" }, { "n/a", "none" }, { "T", "none" },
		{ "2026", "none" }, { "1772443800", "none" },
		{ "46083.39583", "none" }, { "0.39583", "none" },
		{ "/", "none" }, { "1/", "none" }, { "1/2/", "none" },
		{ "1/2/3", "none" }, { "1-2/2026", "none" },
		{ "2026-03-02 09:30:00 2026-03-02 09:30:00 2026-03-02 "
		  "09:30:00 2026-03-02 09:30:00 2026-03-02 09:30:00 ",
		    "none" } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_TEXT(reading(NULL, cases[i].text), cases[i].want, "'%s'",
		    cases[i].text);
}

static void
test_declared(void)
{
	static const struct {
		const char *format, *text, *want;
	} cases[] = { { "dmy", "02/03/2026 9:30", "2026-03-02T09:30:00" },
		{ "DMY", "2.3.2026 09.30", "2026-03-02T09:30:00" },
		{ "dmy", "2-3-2026, 9:30:05 PM", "2026-03-02T21:30:05" },
		{ "dmy", "01/31/2026", "none" },
		{ "dmy", "2026-03-02", "2026-03-02" },
		{ "dmy", "02/03/26", "none" },
		{ "dmyy", "02/03/26", "2026-03-02" },
		{ "dmyy", "02/03/2026", "2026-03-02" },
		{ "dmyy", "02/03/68", "2068-03-02" },
		{ "dmyy", "02/03/69", "1969-03-02" },
		{ "dmyy", "02-Mar-26", "2026-03-02" },
		{ "mdyy", "3/2/26 1:05 PM", "2026-03-02T13:05:00" },
		{ "yymd", "26-03-02", "2026-03-02" },
		{ "mdy", "03/02/2026", "2026-03-02" },
		{ "mdy", "31/01/2026", "none" },
		{ "ymd", "2026/03/02", "2026-03-02" },
		{ "ymd", "02/03/2026", "none" },
		{ "ymd", "12/01/0005", "none" },
		{ "iso", "02/02/2026", "none" },
		{ "iso", "2026-03-02T09:30Z", "2026-03-02T09:30:00 +0" },
		{ "epoch", "1772443800", "@1772443800000" },
		{ "epoch", "1772443800.25", "@1772443800250" },
		{ "epoch", "1772443800,25", "@1772443800250" },
		{ "epoch", "86400", "@86400000" },
		{ "epoch", "253402300799", "@253402300799000" },
		{ "epoch", "253402300800", "none" },
		{ "epoch", "999999999999999999", "none" },
		{ "epoch", "9999999999999999999999", "none" },
		{ "epoch", "0", "none" }, { "epoch", "-5", "none" },
		{ "epoch", "2026-03-02", "2026-03-02" },
		{ "epoch_ms", "1772443800123", "@1772443800123" },
		{ "epoch_us", "1772443800123456", "@1772443800123" },
		{ "excel", "46083", "2026-03-02" },
		{ "excel", "46083.395833333", "2026-03-02T09:30:00" },
		{ "excel", "46083,395833333", "2026-03-02T09:30:00" },
		{ "excel", "44197.38400462963", "2021-01-01T09:12:58" },
		{ "excel", "0.38400462962963", "T09:12:58" },
		{ "excel", "0.384004", "T09:12:57.946" },
		{ "excel", "0", "T00:00:00" },
		{ "excel", "5.78703703703704E-04", "T00:00:50" },
		{ "excel", "0.999999999999", "T00:00:00 next" },
		{ "excel", "46083.999999999999", "2026-03-02T00:00:00 next" },
		{ "excel", "1", "1899-12-31" },
		{ "excel", "2958465", "9999-12-31" },
		{ "excel", "2958466", "none" },
		{ "excel", "99999999999", "none" },
		{ "excel", "1.5E5", "none" }, { "excel", "44197.", "none" },
		{ "excel", "5.E-04", "none" },
		{ "dym", "44197", "no such format" },
		{ "", "44197", "no such format" } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_TEXT(reading(cases[i].format, cases[i].text), cases[i].want,
		    "%s: '%s'", cases[i].format, cases[i].text);
}

/* A column: values with | between, what is decided, then a reading. */
static void
test_decided(void)
{
	static const struct {
		const char *values, *name, *text, *want;
	} cases[] = { { "", "iso", "2026-03-02", "2026-03-02" },
		{ "2026-03-02|2026-03-03", "iso", "01/02/2026", "contradicts" },
		{ "01/02/2026|31/01/2026", "dmy", "03/02/2026", "2026-02-03" },
		{ "01/02/2026|31/01/2026", "dmy", "01/31/2026", "contradicts" },
		{ "01/02/2026|31/01/2026", "dmy", "32/01/2026", "none" },
		{ "01/02/2026|01/31/2026", "mdy", "03/02/2026", "2026-03-02" },
		{ "01/02/2026|01/31/2026", "mdy", "31/01/2026", "contradicts" },
		{ "1.13.2026|x|", "mdy", "3.2.2026", "2026-03-02" },
		{ "01/02/2026|01/02/2026", NULL, "-m start=Date,dmy", "" },
		{ "01/02/2026|01/02/2026", NULL, "-m start=Date,mdy", "" },
		{ "31/01/2026|01/31/2026", NULL, "-m start=Date,mdy", "" },
		{ "01/01/2026|02/02/2026", "iso", "03/03/2026", "2026-03-03" },
		{ "01/01/2026|02/02/2026", "iso", "03/04/2026", "contradicts" },
		{ "01/01/2026|02/02/2026", "iso", "31/04/2026", "none" },
		{ "01/01/2026|02/02/2026", "iso", "31/03/2026", "contradicts" },
		{ "30/02/2026|2026-01-01", "iso", "2026-01-01", "2026-01-01" },
		{ "29/02/2024|01/01/2024", "dmy", "2.1.2026", "2026-01-02" },
		{ "01/02/26|31/01/26", NULL, "-m start=Date,dmyy", "" },
		{ "01/02/26|2026-01-31", "iso", "01/02/26", "none" },
		{ "1772443800|1772443801.5|", "epoch", "1772443802",
		    "@1772443802000" },
		{ "1772443800|1772443801", "epoch", "17724438", "none" },
		{ "1772443800|1772443801", "epoch", "1772443800000", "none" },
		{ "999999999|1000000000", "epoch", "999999999",
		    "@999999999000" },
		{ "1772443800000|999999999999", "epoch_ms", "1772443800001",
		    "@1772443800001" },
		{ "1772443800000123", "epoch_us", "1772443800001999",
		    "@1772443800001" },
		{ "1772443800|1772443800000", NULL, "-m start=Date,epoch", "" },
		{ "1772443800|1772443801|2026-01-01", NULL,
		    "-m start=Date,epoch", "" },
		{ "1772443800|2026-01-01|2026-01-02", "iso", "1772443800",
		    "none" },
		{ "44197.38400462963|44198", "excel", "44199.5",
		    "2021-01-03T12:00:00" },
		{ "44197.38400462963|44198", "excel", "1772443800", "none" },
		{ "0.38400462962963|0.5|0", "excel", "0.38400462962963",
		    "T09:12:58" },
		{ "19999|80000", "iso", "19999", "none" },
		{ "20260302|20260303", "iso", "20260304", "2026-03-04" },
		{ "9:12:58|10:00:00", "iso", "0:10:27", "T00:10:27" } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct when_format f = { .order = ORDER_UNKNOWN };
		struct bytes rest = bytes_of(cases[i].values);
		struct when w;
		int got;

		while (rest.p != NULL)
			when_look(&f, bytes_cut(rest, '|', &rest));
		got = when_decide(&f, "start=Date");
		if (cases[i].name == NULL) {
			OK(got == -1 && diag_status() == STATUS_CANNOT &&
				strstr(diag_text(), cases[i].text) != NULL,
			    "%s: undecided, %s", cases[i].values,
			    cases[i].text);
			continue;
		}
		OK(got == 0, "%s: decided", cases[i].values);
		IS_TEXT(when_name(&f), cases[i].name, "as %s", cases[i].name);
		got = when_read(&f, bytes_of(cases[i].text), &w);
		IS_TEXT(got == 0   ? shown(&w)
			: got == 1 ? "contradicts"
				   : "none",
		    cases[i].want, "then '%s'", cases[i].text);
	}
}

static void
test_counts(void)
{
	static const char *const values[] = { "01/02/2026", "31/01/2026",
		"05/05/2026", "nonsense", " ", "40/40/2026",
		"2026-01-01 09:30:00", "01/02/26", "0.5", "01/02/2026 9:30 IST",
		"9:30 AM Eastern Time", "9:30 +1" };
	struct when_format f = { .order = ORDER_UNKNOWN };
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		when_look(&f, bytes_of(values[i]));
	IS_INT(f.seen, 11, "an empty value is not seen");
	IS_INT(f.read, 5, "five were understood");
	IS_INT(f.texts, 4, "four of them written out");
	IS_INT(f.dmy, 1, "one only with the day first");
	IS_INT(f.mdy, 0, "none only with the month first");
	IS_INT(f.either, 1, "one either way");
	IS_INT(f.short_years, 1, "one with a short year");
	IS_INT(f.zones, 2, "two with a zone that is not known");
	when_declare(&f, bytes_of("mdy"));
	OK(when_decide(&f, "x") == 0 && f.order == ORDER_MDY,
	    "a declared order is not doubted");
}

/* The zone is Germany's: +01:00, and +02:00 from 29 March on. */
static void
test_instants(void)
{
	static const struct {
		const char *text;
		int64_t instant; /* by date -u -d */
		enum zone_fold fold;
	} cases[] = { { "2026-03-02 09:30:00", 1772440200000, ZONE_ONCE },
		{ "2026-03-02 09:30:00Z", 1772443800000, ZONE_ONCE },
		{ "2026-03-02 09:30:00-05:00", 1772461800000, ZONE_ONCE },
		{ "2026-03-29 02:30:00", 1774747800000, ZONE_NEVER },
		{ "2026-03-29 02:30:00+01:00", 1774747800000, ZONE_ONCE },
		{ "2026-10-25 02:30:00", 1792888200000, ZONE_TWICE },
		{ "2026-10-25 02:30:00 CEST", 1792888200000, ZONE_ONCE },
		{ "2026-10-25 02:30:00 CET", 1792891800000, ZONE_ONCE },
		/* in summer, but what it says */
		{ "2026-07-02 09:30:00 CET", 1782981000000, ZONE_ONCE },
		{ "2026-07-02 09:30:00 PDT", 1783009800000, ZONE_ONCE },
		{ "9:30 CET", 1772440200000, ZONE_ONCE },
		{ "2026-03-02", 1772406000000, ZONE_ONCE },
		{ "2026-03-02 24:00", 1772492400000, ZONE_ONCE },
		/* without a date: 2026-03-02 */
		{ "9:30", 1772440200000, ZONE_ONCE },
		{ "24:00:00", 1772492400000, ZONE_ONCE },
		{ "9999-12-31 24:00:00", INSTANT_NONE, ZONE_ONCE } };
	struct when_format f = { .order = ORDER_UNKNOWN };
	int64_t day = civil_days(2026, 3, 2);
	struct when w;
	size_t i;

	zone_set("CET-1CEST,M3.5.0,M10.5.0/3");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum zone_fold fold;

		IS_INT(when_read(&f, bytes_of(cases[i].text), &w), 0,
		    "'%s' is read", cases[i].text);
		IS_INT(when_instant(&w, day, 0, &fold), cases[i].instant,
		    "'%s': its instant", cases[i].text);
		IS_INT(fold, cases[i].fold, "'%s': its fold", cases[i].text);
	}
	when_read(&f, bytes_of("2026-10-25 02:30:00"), &w);
	IS_INT(
	    when_instant(&w, day, 1, NULL), 1792891800000, "the later of two");
	when_read(&f, bytes_of("9:30"), &w);
	IS_INT(when_instant(&w, INT64_MAX, 0, NULL), INSTANT_NONE,
	    "a hostile date has no instant");
	when_declare(&f, bytes_of("epoch"));
	when_read(&f, bytes_of("1772440200"), &w);
	IS_INT(when_instant(&w, day, 0, NULL), 1772440200000,
	    "since 1970 the zone does not matter");
}

static void
test_typed(void)
{
	int64_t day = civil_days(2026, 3, 2), v = 0;

	zone_set("CET-1CEST,M3.5.0,M10.5.0/3");
	OK(when_typed(bytes_of("2026-03-02T09:30"), day, &v) == 0 &&
		v == 1772440200000,
	    "a typed time");
	OK(when_typed(bytes_of("2026-03-02T09:30:00Z"), day, &v) == 0 &&
		v == 1772443800000,
	    "a typed time with its offset");
	OK(when_typed(bytes_of(" 2026-03-02 "), day, &v) == 0 &&
		v == 1772406000000,
	    "a date alone is its midnight");
	OK(when_typed(bytes_of("09:30"), day, &v) == 0 && v == 1772440200000,
	    "a time alone lies on the date");
	OK(when_typed(bytes_of("02/03/2026"), day, &v) == -1 &&
		diag_status() == STATUS_CANNOT,
	    "no guess at the order");
	OK(when_typed(bytes_of("now"), day, &v) == -1, "no words");
	OK(when_typed(bytes_of(""), day, &v) == -1, "not nothing");
	OK(when_typed(bytes_of("2026-02-29"), day, &v) == -1, "no such day");
	OK(when_typed(bytes_of("1772443800"), day, &v) == -1, "no numbers");

	OK(date_typed(bytes_of("2026-03-02"), &v) == 0 && v == day,
	    "a typed date");
	OK(date_typed(bytes_of("2026-02-30"), &v) == -1, "no such date");
	OK(date_typed(bytes_of("2026-3-2"), &v) == -1, "digits missing");
	OK(date_typed(bytes_of("02.03.2026"), &v) == -1, "not ISO");
	OK(date_typed(bytes_of("2026-03-02T09:00"), &v) == -1, "too much");
	OK(date_typed(bytes_of("2026-03-0x"), &v) == -1, "no digit");
	OK(date_typed(bytes_of(""), &v) == -1, "no date");

	OK(clock_typed(bytes_of("09:30"), &v) == 0 && v == 34200000,
	    "a typed clock");
	OK(clock_typed(bytes_of("9:30:05"), &v) == 0 && v == 34205000,
	    "with seconds");
	OK(clock_typed(bytes_of("00:00"), &v) == 0 && v == 0, "midnight");
	OK(clock_typed(bytes_of("24:00"), &v) == 0 && v == 86400000,
	    "midnight at the end of the day");
	OK(clock_typed(bytes_of("24:01"), &v) == -1, "not beyond");
	OK(clock_typed(bytes_of("09:60"), &v) == -1, "no such minute");
	OK(clock_typed(bytes_of("9"), &v) == -1, "no minutes");
	OK(clock_typed(bytes_of("9:30 PM"), &v) == -1, "24 hours only");
	OK(clock_typed(bytes_of("20260302"), &v) == -1, "no date");
	OK(clock_typed(bytes_of("09:30+01"), &v) == -1, "no offset");
}

/* Every part of hostile bytes, in memory that ends with them. */
static void
test_hostile(void)
{
	static const char bytes[] =
	    "=\"\"Fri, 2-Mar-2026 1:05:59.5\0 PM "
	    "GMT-5:9\"\" 20260302T0930Z (\xe2\x80\xaf\xc2"
	    "44197.5E-3";
	static const char *const names[] = { "dmyy", "epoch", "excel" };
	struct when_format f = { .order = ORDER_UNKNOWN };
	size_t from, n, i, bad = 0;
	struct when w;

	for (from = 0; from < sizeof(bytes); from++) {
		for (n = 0; n <= sizeof(bytes) - from; n++) {
			char *own = malloc(n);
			struct bytes b = { own, own != NULL ? n : 0 };

			if (own != NULL)
				memcpy(own, bytes + from, n);
			f.declared = 0;
			when_look(&f, b);
			for (i = 0; i < 3; i++) {
				when_declare(&f, bytes_of(names[i]));
				bad += when_read(&f, b, &w) > 1;
			}
			free(own);
		}
	}
	IS_INT(bad, 0, "any bytes have a result");
}

int
main(void)
{
	zone_set("CET-1CEST,M3.5.0,M10.5.0/3");
	test_forms();
	test_declared();
	test_decided();
	test_counts();
	test_instants();
	test_typed();
	test_hostile();
	return tap_done();
}
