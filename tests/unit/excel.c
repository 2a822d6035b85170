/* SPDX-License-Identifier: ISC */
#include "csv/excel.h"
#include "tap.h"

/* What runs, or looks like it to one spreadsheet or another. */
static const char *const payloads[] = { "=1+1", "=cmd|' /C calc'!A0",
	"=HYPERLINK(\"http://x\",\"y\")", "=IMPORTXML(CONCAT(\"\",A1),\"//a\")",
	"=WEBSERVICE(\"http://x\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=A1",
	"=-1", "==1", "+1+1", "+cmd|' /C calc'!A0", "+A1", "+1-1", "+SUM(A1)",
	"-1+1", "-2+3+cmd|' /C calc'!A0", "-A1", "-(1)", "--1", "-1-1",
	"@SUM(1+1)*cmd|' /C calc'!A0", "@A1", "@", "=", "\t=1+1", "\r=1+1",
	"\n=1+1", "\tplain", " =1+1", "   +1+1", "\x0b=1", "+49 170 =1234567",
	"+1;=1+1", "-1;=1",
	"\xef\xbc\x9d"
	"1+1",
	"\xef\xbc\x8b"
	"1+1",
	"\xef\xbc\x8d"
	"1+1",
	"\xef\xbc\xa0"
	"SUM(1)",
	"+123-45", "+1234567*2", "-1e5x", "+49 170 123456789012", "-1.5.2",
	"+--1234567" };

/* What stays as it is. */
static const char *const harmless[] = { "", "-5", "+5", "-1.5", "+1,5", "-3%",
	"-3.25 %", "+1.5e3", "-1E-5", "+491701234567", "+49 170 1234567",
	"+1-555-0100123", "+1 (555) 010-0123", "+49 (0)30/123456", "2026-03-02",
	"02.03.2026", "09:30:00", "2026-03-02T09:30:00+01:00", "-", "+", "a=b",
	"O'Neil", "'=1+1", "100", "1.5", "Sales & more", "mail@example.org",
	"\xc3\xa9t\xc3\xa9" };

static void
test_guard(void)
{
	size_t i, n = sizeof(payloads) / sizeof(payloads[0]);

	OK(n >= 30, "%zu payloads", n);
	for (i = 0; i < n; i++)
		OK(excel_is_formula(bytes_of(payloads[i])),
		    "payload %zu is guarded", i);
	n = sizeof(harmless) / sizeof(harmless[0]);
	for (i = 0; i < n; i++)
		OK(!excel_is_formula(bytes_of(harmless[i])),
		    "'%s' is not touched", harmless[i]);
}

static void
test_plain(void)
{
	struct bytes none = { NULL, 0 };

	OK(bytes_is(excel_plain(bytes_of("'=1+1")), "=1+1"),
	    "the guard is taken off");
	OK(bytes_is(excel_plain(bytes_of("'tis")), "'tis"),
	    "an apostrophe that guards nothing stays");
	OK(bytes_is(excel_plain(bytes_of("'")), "'"), "so does a lone one");
	OK(excel_plain(none).n == 0, "nothing is nothing");
}

int
main(void)
{
	test_guard();
	test_plain();
	return tap_done();
}
