/* SPDX-License-Identifier: ISC */
/*
 * wrapup: the day, and what tomorrow needs.
 *
 * Reads call records, best with the columns of the four filters, and
 * writes a report about all of them: as text for people, as one tidy CSV
 * table or as JSON for programs.  With --carry-out it also writes what is
 * open for tomorrow, as CSV; with -D a page of the daybook.  From such
 * pages it makes reports without records.
 *
 * Memory: counts of each queue, hour, agent, agent's day and chunk, a few
 * words of each customer, open work.  Refused: a report on less than was
 * asked for.  When an operand fails, or a filter before it in the pipe
 * did, nothing is written but the reason.
 */
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "call/stream.h"
#include "call/when.h"
#include "csv/emit.h"
#include "report/html.h"
#include "report/intake.h"
#include "report/json.h"
#include "report/mail.h"
#include "report/md.h"
#include "report/report.h"
#include "report/sections.h"
#include "report/text.h"
#include "report/tidy.h"
#include "report/wrap.h"

struct options {
	struct common common;
	struct wrap_options wrap; /* all others; -f text, -s all */
};

enum {
	OPTION_DAY = OPTION_OWN,
	OPTION_CARRY_IN,
	OPTION_CARRY_OUT,
	OPTION_EXCEL,
	OPTION_FORCE,
	OPTION_FORGET,
	OPTION_MANIFEST,
	OPTION_MERGE,
	OPTION_MONTH,
	OPTION_PAGE,
	OPTION_PLAN,
	OPTION_PSEUDONYM,
	OPTION_SET_ASIDE,
	OPTION_SHEET,
	OPTION_TEAM_ONLY,
	OPTION_TO,
	OPTION_WEEK
};

static const char letters[] = COMMON_SHORT "D:f:s:";
static const struct option words[] = { COMMON_LONG,
	{ "format", required_argument, NULL, 'f' },
	{ "sections", required_argument, NULL, 's' },
	{ "daybook", required_argument, NULL, 'D' },
	{ "day", required_argument, NULL, OPTION_DAY },
	{ "carry-in", required_argument, NULL, OPTION_CARRY_IN },
	{ "carry-out", required_argument, NULL, OPTION_CARRY_OUT },
	{ "excel", no_argument, NULL, OPTION_EXCEL },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "forget", required_argument, NULL, OPTION_FORGET },
	{ "manifest", required_argument, NULL, OPTION_MANIFEST },
	{ "merge", no_argument, NULL, OPTION_MERGE },
	{ "month", no_argument, NULL, OPTION_MONTH },
	{ "page", no_argument, NULL, OPTION_PAGE },
	{ "plan", required_argument, NULL, OPTION_PLAN },
	{ "pseudonym", required_argument, NULL, OPTION_PSEUDONYM },
	{ "set-aside", required_argument, NULL, OPTION_SET_ASIDE },
	{ "sheet", required_argument, NULL, OPTION_SHEET },
	{ "team-only", no_argument, NULL, OPTION_TEAM_ONLY },
	{ "to", required_argument, NULL, OPTION_TO },
	{ "week", no_argument, NULL, OPTION_WEEK }, { NULL, 0, NULL, 0 } };

static const char usage_line[] =
    "usage: wrapup [-hPqVv] [-C dir] [-D daybook] [-d char] [-f format]\n"
    "              [-K columns] [-m map] [-N time] [-o file] [-r file]\n"
    "              [-S k/n:field] [-s sections] [-z zone] [--carry-in file]\n"
    "              [--carry-out file] [--check] [--date day]\n"
    "              [--day day[..day]] [--excel] [--force] [--forget key]\n"
    "              [--manifest file] [--merge] [--month] [--page]\n"
    "              [--plan file] [--print-settings] [--pseudonym keyfile]\n"
    "              [--rename old=new] [--set-aside file] [--sheet agent]\n"
    "              [--show-values] [--team-only] [--to address] [--week]\n"
    "              [file ...]\n";
static const char help[] =
    "  -f, --format FORMAT   text (default), html, md, csv, json or mail\n"
    "      --to ADDRESS      whom the mail is to\n"
    "  -s, --sections A,B    only these, of day, service, intervals, agents,\n"
    "                        causes, breathers, escalations, promises,\n"
    "                        moments, training, deflection, trend,\n"
    "                        carry_over, quality, definitions\n"
    "      --day D[..D]      only the records of these days, YYYY-MM-DD\n"
    "      --carry-in FILE   what was open yesterday\n"
    "      --carry-out FILE  write what is open for tomorrow, as CSV\n"
    "      --plan FILE       targetsplit's plan, for chunks without calls\n"
    "      --set-aside FILE  what the filters set aside with -r\n"
    "      --excel           -f csv that spreadsheets open safely\n"
    "      --sheet AGENT     one agent's own page\n"
    "      --team-only       no line of a single agent\n"
    "      --pseudonym FILE  pseudonyms, under the key in the file\n"
    "  -D, --daybook DIR     write the day's page there; trend over days\n"
    "      --force           replace a page by one of fewer records\n"
    "      --page            write the day's page instead of a report\n"
    "      --merge           the files are pages: of shards, or of days\n"
    "      --manifest FILE   with --merge: these pages must be there\n"
    "      --week, --month   from the daybook's pages, around --day\n"
    "      --forget KEY      erase a customer or an agent from the daybook\n"
    "      --print-settings  report.csv as in force\n"
    "The other options are those of all five tools: evenkeel(7).\n";

/* Read all records into the report. */
static void
gather(struct wrap *w, struct stream *s)
{
	struct report *r = wrap_report(w);
	struct intake *in = intake_new(r, s, wrap_days(w));
	const struct call *call;

	if (wrap_before(w, in) != 0) {
		intake_drop(in);
		stream_abort(s);
		return;
	}
	while ((call = stream_few(s)) != NULL) {
		if (intake_take(in, call))
			stream_used(s);
		else
			stream_leave_out(s);
	}
	report_account(r, s);
	if (wrap_behind(w) != 0)
		stream_abort(s);
	intake_finish(in);
}

static int
is_whole(const struct stream *s)
{
	return !stream_checking(s) && stream_status(s) != STATUS_CANNOT &&
	    stream_status(s) != STATUS_SYSTEM;
}

/* Read, then write. */
static enum status
report(struct wrap *w, const struct common *c, char *const *files, int count)
{
	static const struct stream_tool tool = { .needs = INTAKE_NEEDS,
		.shard_fields = "customer",
		.shard_keeps_legs = 1 };
	struct stream *s = stream_open(c, &tool, files, count, NULL, NULL);

	if (s != NULL) {
		gather(w, s);
		if (is_whole(s))
			wrap_write(w, s);
	}
	return stream_close(s);
}

/* Two outputs in one, or an output in an input. */
static int
check_files(const struct options *o, char *const *files, int count)
{
	const char *out = o->common.output, *carry = o->wrap.carry_out;
	int i, same = common_same_file(carry, out);

	if (carry == NULL)
		return 0;
	for (i = 0; i < count; i++)
		same |= common_same_file(carry, files[i]);
	if (bytes_is(bytes_of(carry), "-") &&
	    (out == NULL || bytes_is(bytes_of(out), "-")))
		return diag_fail(STATUS_CANNOT,
		    "--carry-out: standard "
		    "output has the report: give -o, or a file");
	if (!bytes_is(bytes_of(carry), "-") && same)
		return diag_fail(STATUS_CANNOT,
		    "--carry-out names the file of "
		    "-o or an operand: give it its own");
	return 0;
}

/* Whether colours are wanted: on a terminal, and nobody said no. */
static int
wants_colour(const struct options *o)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return o->common.output == NULL && isatty(STDOUT_FILENO) &&
	    (no == NULL || *no == '\0') && term != NULL && *term != '\0' &&
	    strcmp(term, "dumb") != 0;
}

/* Whether it is said how records are to be read. */
static int
wants_reading(const struct common *c)
{
	return c->rejects != NULL || c->columns != NULL ||
	    c->delimiter != '\0' || c->rename_count > 0;
}

/* Combinations that cannot be meant, then the common options. */
static int
settle(struct options *o, char *const *files, int count)
{
	struct wrap_options *w = &o->wrap;

	w->given |= (count > 0 ? WRAP_OPERANDS : 0u) |
	    (o->common.shard != NULL ? WRAP_SHARD : 0u) |
	    (wants_reading(&o->common) ? WRAP_READING : 0u);
	if (w->given & WRAP_EXCEL) {
		if (w->format == NULL)
			w->format = tidy_write;
		if (w->format != tidy_write)
			return diag_fail(
			    STATUS_CANNOT, "--excel: goes with -f csv");
	}
	if (w->format == NULL)
		w->format = text_write;
	if ((w->given & WRAP_TO) != 0 && w->format != mail_write)
		return diag_fail(STATUS_CANNOT, "--to goes with -f mail");
	w->colour = wants_colour(o);
	return check_files(o, files, count) != 0 || wrap_check(w) != 0
	    ? -1
	    : common_settle(&o->common);
}

/* The work, once the options are settled. */
static enum status
run(const struct options *o, char *const *files, int count)
{
	static const struct settings_file settings[] = {
		{ "report.csv", setup_csv }, { NULL, NULL }
	};
	struct wrap *w;
	enum status status = STATUS_OK;

	if (o->common.print_settings)
		return common_show_settings(&o->common, settings);
	w = wrap_open(&o->wrap, &o->common);
	if (w != NULL)
		status = wrap_is_without_records(&o->wrap)
		    ? wrap_pages(w, files, count)
		    : report(w, &o->common, files, count);
	return wrap_close(w, status);
}

static int
take_format(struct options *o, const char *arg)
{
	static const struct {
		const char *name;
		void (*write)(const struct report *, struct emit *);
	} formats[] = { { "text", text_write }, { "csv", tidy_write },
		{ "html", html_write }, { "md", md_write },
		{ "json", json_write }, { "mail", mail_write } };
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (bytes_is(bytes_of(arg), formats[i].name)) {
			o->wrap.format = formats[i].write;
			return 0;
		}
	return diag_fail(STATUS_CANNOT,
	    "-f: unknown format: there are text, html, md, csv, json and "
	    "mail");
}

/* D, or D..D with both ends included. */
static int
take_days(struct options *o, const char *arg)
{
	struct bytes from = bytes_of(arg), until = from;
	size_t i;

	for (i = 0; i + 1 < from.n; i++)
		if (arg[i] == '.' && arg[i + 1] == '.') {
			until.p += i + 2;
			until.n -= i + 2;
			from.n = i;
			break;
		}
	if (date_typed(from, &o->wrap.days.from) != 0 ||
	    date_typed(until, &o->wrap.days.until) != 0 ||
	    o->wrap.days.from > o->wrap.days.until)
		return diag_fail(STATUS_CANNOT,
		    "--day: a day YYYY-MM-DD is "
		    "expected, or a first and a last one with .. between");
	o->wrap.given |= WRAP_DAY;
	return 0;
}

/* The options that only name something, or only are there. */
static const struct {
	int opt;
	unsigned given; /* enum wrap_given, or 0 */
	size_t at;	/* of its argument; NOWHERE: it has none */
} plain_options[] = {
#define NOWHERE ((size_t)-1)
#define AT(member) offsetof(struct wrap_options, member)
	{ 'D', WRAP_DAYBOOK, AT(daybook) },
	{ OPTION_CARRY_IN, WRAP_CARRY, AT(carry_in) },
	{ OPTION_CARRY_OUT, WRAP_CARRY, AT(carry_out) },
	{ OPTION_EXCEL, WRAP_EXCEL, NOWHERE },
	{ OPTION_FORCE, WRAP_FORCE, NOWHERE },
	{ OPTION_FORGET, WRAP_FORGET, AT(forget) },
	{ OPTION_MANIFEST, WRAP_MANIFEST, AT(manifest) },
	{ OPTION_MERGE, WRAP_MERGE, NOWHERE },
	{ OPTION_MONTH, WRAP_MONTH, NOWHERE },
	{ OPTION_PAGE, WRAP_PAGE, NOWHERE },
	{ OPTION_PLAN, WRAP_PLAN, AT(plan) },
	{ OPTION_PSEUDONYM, WRAP_PSEUDONYM, AT(pseudonym) },
	{ OPTION_SHEET, WRAP_SHEET, AT(sheet) },
	{ OPTION_TEAM_ONLY, WRAP_TEAM_ONLY, NOWHERE },
	{ OPTION_TO, WRAP_TO, AT(mail_to) },
	{ OPTION_WEEK, WRAP_WEEK, NOWHERE },
#undef AT
};

static const char *
word_of(int opt)
{
	const struct option *w = words;

	while (w->val != opt)
		w++;
	return w->name;
}

static int
plain_option(struct options *o, int opt, const char *arg)
{
	size_t i;

	for (i = 0; i < sizeof(plain_options) / sizeof(plain_options[0]); i++) {
		if (plain_options[i].opt != opt)
			continue;
		o->wrap.given |= plain_options[i].given;
		if (plain_options[i].at == NOWHERE)
			continue;
		if (*arg == '\0')
			return diag_fail(STATUS_CANNOT,
			    "--%s: its argument is empty", word_of(opt));
		memcpy(
		    (char *)&o->wrap + plain_options[i].at, &arg, sizeof(arg));
	}
	return 0;
}

/* The same file twice would count twice. */
static int
add_set_aside(struct options *o, const char *arg)
{
	struct wrap_options *w = &o->wrap;
	size_t i;

	for (i = 0; i < w->set_aside_count; i++)
		if (common_same_file(w->set_aside[i], arg))
			return diag_fail(STATUS_CANNOT,
			    "--set-aside: %s would count twice", arg);
	w->set_aside = mem_resize(
	    w->set_aside, w->set_aside_count + 1, sizeof(*w->set_aside));
	w->set_aside[w->set_aside_count++] = arg;
	w->given |= WRAP_SET_ASIDE;
	return 0;
}

/* Take one of wrapup's own options; 0, or -1 (diag_text()). */
static int
own_option(void *options, int opt, char *arg)
{
	struct options *o = options;
	if (plain_option(o, opt, arg) != 0)
		return -1;
	switch (opt) {
	case 'f':
		o->wrap.given |= WRAP_FORMAT;
		return take_format(o, arg);
	case 's':
		o->wrap.given |= WRAP_SECTIONS;
		return sections_read(bytes_of(arg), &o->wrap.sections);
	case OPTION_DAY:
		return take_days(o, arg);
	case OPTION_SET_ASIDE:
		return add_set_aside(o, arg);
	case OPTION_TO:
		return mail_address(arg);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct option_set set = { letters, words, usage_line, help,
		own_option };
	struct options o = { .wrap.sections = SECTIONS_ALL };
	enum status status;

	common_start(&o.common, "wrapup");

	if (common_options(&o.common, &set, &o, argc, argv, &status)) {
		if (settle(&o, argv + optind, argc - optind) != 0)
			status = diag_report();
		else
			status = run(&o, argv + optind, argc - optind);
	}

	free(o.wrap.set_aside);
	common_end(&o.common);
	return status;
}
