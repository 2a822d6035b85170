/* SPDX-License-Identifier: ISC */
/*
 * Settings files.  What is expected follows from RFC 4180 and from the
 * text of each case, which is short enough to read.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/settings.h"
#include "tap.h"

static struct settings *
parse(const char *text)
{
	return settings_parse("t.csv", bytes_of(text));
}

static void
write_file(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(text, 1, n, f) != n || fclose(f) != 0)
		exit(99);
}

static void
test_rows(void)
{
	struct settings *s = parse("\xef\xbb\xbf"
				   "# levels\r\n"
				   "\r\n"
				   " Level ,name,\"ack\"\r\n"
				   "1, lead ,\"30m\"\r\n"
				   ",,\r\n"
				   "# not \"quoted\" well\r\n"
				   "2,\"site,\r\n\"\"boss\"\"\r\",\r\n"
				   "\"# also a remark\",x,y\r\n"
				   "3\r\n"
				   "4,,last");

	OK(s != NULL, "a file with BOM, remarks and blank rows is read");
	if (s == NULL)
		return;
	IS_INT(settings_rows(s), 4, "four rows");
	IS_INT(settings_width(s), 3, "three columns");
	OK(bytes_is(settings_column(s, 0), "Level"), "names are trimmed");
	OK(bytes_is(settings_get(s, 0, "LEVEL"), "1"), "names fold case");
	OK(bytes_is(settings_get(s, 0, "name"), " lead "),
	    "values are not trimmed");
	OK(bytes_is(settings_get(s, 0, "ack"), "30m"), "quotes are taken off");
	OK(bytes_is(settings_get(s, 1, "name"), "site,\r\n\"boss\"\r"),
	    "delimiters, line ends and doubled quotes within quotes");
	OK(bytes_is(settings_get(s, 1, "ack"), ""), "an empty value");
	OK(settings_get(s, 1, "ack").p[0] == '\0', "a NUL stands behind it");
	OK(bytes_is(settings_get(s, 2, "name"), ""), "a short row is padded");
	OK(bytes_is(settings_get(s, 3, "ack"), "last"),
	    "the last line needs no line end");
	OK(bytes_is(settings_get(s, 0, "none"), "") &&
		bytes_is(settings_at(s, 9, 0), "") &&
		bytes_is(settings_at(s, 0, 9), ""),
	    "what is absent is empty");
	IS_INT(settings_line(s, 0), 4, "line of the first row");
	IS_INT(settings_line(s, 1), 7, "line where a longer row starts");
	IS_INT(settings_line(s, 2), 11, "line behind CRLF and CR in a value");
	IS_INT(settings_line(s, 3), 12, "line of the last row");
	settings_fail(s, 2, "ack", "%d is too much", 5);
	IS_TEXT(diag_text(), "t.csv:11: column ack: 5 is too much",
	    "a failure names file, line and column");
	IS_INT(diag_status(), STATUS_CANNOT, "and cannot be helped by retry");
	settings_fail(s, 0, NULL, "bad");
	IS_TEXT(diag_text(), "t.csv:4: bad", "a failure of a row");
	settings_free(s);
}

static void
test_dialects(void)
{
	static const struct {
		const char *what, *text;
		size_t line;
	} cases[] = {
		{ "comma", "a,b\n1;x,2\n", 2 },
		{ "semicolon", "a;b\n1;x,2\n", 2 },
		{ "TAB", "a\tb\n1;x\t2\n", 2 },
		{ "CR", "a,b\r1;x,2\r", 2 },
		{ "CRLF and blank lines", "\r\na,b\r\n\r\n1;x,2\r\n", 4 },
		{ "sep=", "sep=|\na|b\n1|2\n", 3 },
		{ "sep= and a TAB",
		    "sep=\t\r\na\tb\tc,d\r\n"
		    "1\t2\r\n",
		    3 },
		{ "sep= over a comma in the header",
		    "sep=;\r\na;b;c,d\r\n"
		    "1;2\r\n",
		    3 },
	};
	struct settings *s;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s = parse(cases[i].text);
		OK(s != NULL && settings_rows(s) == 1 &&
			settings_line(s, 0) == cases[i].line &&
			settings_get(s, 0, "a").n > 0 &&
			settings_get(s, 0, "a").p[0] == '1' &&
			settings_get(s, 0, "b").n > 0,
		    "%s", cases[i].what);
		settings_free(s);
	}
	s = parse("a;b\n1,5;2,5\n");
	OK(s != NULL && bytes_is(settings_get(s, 0, "b"), "2,5"),
	    "a decimal comma beside a semicolon");
	settings_free(s);
	s = settings_parse("nul", (struct bytes){ "a,b\n1\0002,\0\n", 10 });
	OK(s != NULL && settings_get(s, 0, "a").n == 3 &&
		settings_get(s, 0, "b").n == 1,
	    "a NUL is a byte like any other");
	settings_free(s);
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "t.csv: is empty" },
		{ "\xef\xbb\xbf\n# nothing\n", "t.csv: is empty" },
		{ "a,b\n1,2\n1,2,3\n",
		    "t.csv:3: 3 values, but the header "
		    "names 2 columns" },
		{ "a,b\n1,x\"y\n",
		    "t.csv:2: a quote inside an unquoted "
		    "value" },
		{ "a,b\n\"1\nx\" y,2\n",
		    "t.csv:3: text behind a closing "
		    "quote" },
		{ "a,b\n1,2\n\"3\n4\n5\n",
		    "t.csv:3: a quote that is never "
		    "closed" },
		{ "a,b,A \n", "t.csv:1: column A  stands there twice" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OK(parse(cases[i].text) == NULL, "case %zu is refused", i);
		IS_TEXT(diag_text(), cases[i].want, "and it says so");
		IS_INT(diag_status(), STATUS_CANNOT, "status 2");
	}
}

static void
test_columns(void)
{
	struct settings *s = parse("\nrule,level,\nX,1,\n");

	IS_INT(settings_columns(s, "rule! level due"), 0, "known columns");
	IS_INT(settings_columns(s, "rule! level! due!"), -1, "one is missing");
	IS_TEXT(diag_text(), "t.csv:2: column due is missing", "it is named");
	IS_INT(settings_columns(s, "rule! due"), -1, "one is not known");
	IS_TEXT(diag_text(), "t.csv:2: there is no column level here",
	    "it is named");
	settings_free(s);
}

static void
test_files(void)
{
	static const char built_in[] = "a\nbuilt in\n";
	char dir[] = "/tmp/settings.XXXXXX";
	struct settings *s;

	if (mkdtemp(dir) == NULL || chdir(dir) != 0)
		exit(99);
	s = settings_load(NULL, "x.csv", built_in);
	OK(s != NULL && bytes_is(settings_get(s, 0, "a"), "built in"),
	    "without a folder: built in");
	IS_TEXT(settings_name(s), "x.csv", "its name");
	settings_free(s);
	s = settings_load(dir, "x.csv", built_in);
	OK(s != NULL && bytes_is(settings_get(s, 0, "a"), "built in"),
	    "not in the folder: built in");
	settings_free(s);
	write_file("x.csv", "a\nfile\n", 7);
	s = settings_load(".", "x.csv", built_in);
	OK(s != NULL && bytes_is(settings_get(s, 0, "a"), "file"),
	    "in the folder: the file");
	IS_TEXT(settings_name(s), "./x.csv", "its name");
	settings_free(s);
	write_file("x.csv", "a\nx\"\n", 5);
	OK(settings_load(".", "x.csv", built_in) == NULL,
	    "a broken file is never replaced by the built-in one");
	IS_TEXT(diag_text(), "./x.csv:2: a quote inside an unquoted value",
	    "it is named");
	OK(settings_load("x.csv", "x.csv", built_in) == NULL,
	    "nor when the folder is none");
	IS_TEXT(diag_text(), "x.csv/x.csv: Not a directory", "it is named");
	unlink("x.csv");
	if (symlink("nowhere", "x.csv") != 0 || mkdir("d.csv", 0700) != 0)
		exit(99);
	OK(settings_load(".", "x.csv", built_in) == NULL &&
		diag_status() == STATUS_SYSTEM,
	    "nor is a link to nowhere");
	OK(settings_load(".", "d.csv", built_in) == NULL, "nor is a folder");
	IS_TEXT(diag_text(), "./d.csv: is a directory", "it is named");
	write_file("u.csv",
	    "\xff\xfe"
	    "a\0;\0b\0\r\0\n\0"
	    "1\0;\0\xe4\0",
	    18);
	s = settings_read("u.csv");
	OK(s != NULL && bytes_is(settings_get(s, 0, "b"), "\xc3\xa4"),
	    "UTF-16, as spreadsheets save it");
	settings_free(s);
	unlink("u.csv");
	unlink("x.csv");
	rmdir("d.csv");
	rmdir(dir);
}

static void
test_limits(void)
{
	size_t n = 65 << 20;
	char *text = mem_zero(n, 1);
	struct settings *s;
	size_t i;

	memset(text, ',', 4097);
	text[0] = 'x';
	text[4097] = '\n';
	OK(settings_parse("t.csv", (struct bytes){ text, 4098 }) == NULL,
	    "too many columns");
	IS_TEXT(
	    diag_text(), "t.csv:1: more than 4,096 columns", "and it says so");
	OK(settings_parse("t.csv", (struct bytes){ text, n }) == NULL,
	    "too large");
	IS_TEXT(diag_text(), "t.csv: is larger than 64 MiB", "it says so");
	memcpy(text, "a,b\n", 4);
	for (i = 4; i < 4000000; i += 4)
		memcpy(text + i, "1,2\n", 4);
	s = settings_parse("t.csv", (struct bytes){ text, i });
	OK(s != NULL && settings_rows(s) == 999999 &&
		bytes_is(settings_get(s, 999998, "b"), "2") &&
		settings_line(s, 999998) == 1000000,
	    "a million rows");
	settings_free(s);
	settings_free(NULL);
	free(text);
}

int
main(void)
{
	test_rows();
	test_dialects();
	test_refused();
	test_columns();
	test_files();
	test_limits();
	return tap_done();
}
