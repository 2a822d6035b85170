/* SPDX-License-Identifier: ISC */
/*
 * wrapup: the day, and what tomorrow needs.
 *
 * Reads call records, best with the columns of the four filters, and
 * writes a report about all of them: as text for people, as one tidy CSV
 * table or as JSON for programs.  With --carry-out it also writes what is
 * open for tomorrow, as CSV.
 *
 * Memory: counts of each queue, hour, agent, agent's day and chunk, a few
 * words of each customer, open work.  Refused: a report on less than was
 * asked for.  When an operand fails, or a filter before it in the pipe
 * did, nothing is written but the reason.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "call/stream.h"
#include "call/when.h"
#include "csv/emit.h"
#include "report/intake.h"
#include "report/json.h"
#include "report/report.h"
#include "report/sections.h"
#include "report/text.h"
#include "report/tidy.h"

struct options {
	struct common common;
	void (*format)(const struct report *, struct emit *); /* -f; text */
	unsigned sections;	 /* -s, as bits; all */
	struct intake_days days; /* --day */
	int some_days;		 /* --day was given */
	const char *carry_out;	 /* --carry-out; NULL: not asked for */
};

enum { OPTION_DAY = OPTION_OWN, OPTION_CARRY_OUT };

static const char letters[] = COMMON_SHORT "f:s:";
static const struct option words[] = { COMMON_LONG,
	{ "format", required_argument, NULL, 'f' },
	{ "sections", required_argument, NULL, 's' },
	{ "day", required_argument, NULL, OPTION_DAY },
	{ "carry-out", required_argument, NULL, OPTION_CARRY_OUT },
	{ NULL, 0, NULL, 0 } };

static const char usage_line[] =
    "usage: wrapup [-hPqVv] [-C dir] [-d char] [-f format] [-K columns]\n"
    "              [-m map] [-N time] [-o file] [-r file] [-S k/n:field]\n"
    "              [-s sections] [-z zone] [--carry-out file] [--check]\n"
    "              [--date day] [--day day[..day]] [--print-settings]\n"
    "              [--rename old=new] [--show-values] [file ...]\n";
static const char help[] =
    "  -f, --format FORMAT   text (default), csv or json\n"
    "  -s, --sections A,B    only these, of day, service, intervals, agents,\n"
    "                        causes, breathers, escalations, carry_over,\n"
    "                        quality, definitions\n"
    "      --day D[..D]      only the records of these days, YYYY-MM-DD\n"
    "      --carry-out FILE  write what is open for tomorrow, as CSV\n"
    "      --print-settings  report.csv as in force\n"
    "The other options are those of all five tools: evenkeel(7).\n";

/* Read all records into the report. */
static void
gather(const struct options *o, struct stream *s, struct report *r)
{
	struct intake *in = intake_new(r, s, o->some_days ? &o->days : NULL);
	struct call call;

	while (stream_next(s, &call)) {
		if (intake_take(in, &call))
			stream_used(s);
		else
			stream_leave_out(s);
	}
	report_account(r, s);
	intake_finish(in);
}

static int
is_whole(const struct stream *s)
{
	return !stream_checking(s) && stream_status(s) != STATUS_CANNOT &&
	    stream_status(s) != STATUS_SYSTEM;
}

/*
 * Read, then write; `carry` is the file of --carry-out, or NULL.  It is
 * kept only when the report is there, too.
 */
static enum status
report(const struct options *o, struct report *r, struct emit *carry,
    char *const *files, int count)
{
	static const struct stream_tool tool = { .needs = INTAKE_NEEDS,
		.shard_fields = "customer" };
	struct stream *s =
	    stream_open(&o->common, &tool, files, count, NULL, NULL);
	enum status status;
	int whole = 0;

	if (s != NULL) {
		gather(o, s, r);
		whole = is_whole(s);
	}
	if (whole) {
		o->format(r, stream_output(s));
		if (carry != NULL)
			carry_write(r->carry, carry);
	}
	status = stream_close(s);
	if (emit_close(carry,
		whole && status != STATUS_CANNOT && status != STATUS_SYSTEM) !=
	    0)
		status = status_worst(status, diag_report());
	return status;
}

/* Combinations that cannot be meant, then the common options. */
static int
settle(struct options *o, char *const *files, int count)
{
	const char *out = o->common.output;
	int i, same = common_same_file(o->carry_out, out);

	for (i = 0; i < count; i++)
		same |= common_same_file(o->carry_out, files[i]);

	if (o->carry_out != NULL && bytes_is(bytes_of(o->carry_out), "-") &&
	    (out == NULL || bytes_is(bytes_of(out), "-")))
		return diag_fail(STATUS_CANNOT,
		    "--carry-out: standard "
		    "output has the report: give -o, or a file");
	if (o->carry_out != NULL && !bytes_is(bytes_of(o->carry_out), "-") &&
	    same)
		return diag_fail(STATUS_CANNOT,
		    "--carry-out names the file of "
		    "-o or an operand: give it its own");
	return common_settle(&o->common);
}

/* The work, once the options are settled. */
static enum status
run(const struct options *o, char *const *files, int count)
{
	static const struct settings_file settings[] = {
		{ "report.csv", setup_csv }, { NULL, NULL }
	};
	struct emit *carry = NULL;
	struct setup setup;
	struct report r;
	enum status status;

	if (o->common.print_settings)
		return common_show_settings(&o->common, settings);
	if (setup_load(&setup, o->common.settings_dir) != 0)
		return diag_report();
	if (o->carry_out != NULL && !o->common.check &&
	    (carry = emit_open(o->carry_out)) == NULL)
		return diag_report();
	report_start(&r, &setup, o->common.now_ms);
	r.sections = o->sections;
	status = report(o, &r, carry, files, count);
	report_free(&r);
	return status;
}

static int
take_format(struct options *o, const char *arg)
{
	static const struct {
		const char *name;
		void (*write)(const struct report *, struct emit *);
	} formats[] = { { "text", text_write }, { "csv", tidy_write },
		{ "json", json_write } };
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (bytes_is(bytes_of(arg), formats[i].name)) {
			o->format = formats[i].write;
			return 0;
		}
	return diag_fail(
	    STATUS_CANNOT, "-f: unknown format: there are text, csv and json");
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
	if (date_typed(from, &o->days.from) != 0 ||
	    date_typed(until, &o->days.until) != 0 ||
	    o->days.from > o->days.until)
		return diag_fail(STATUS_CANNOT,
		    "--day: a day YYYY-MM-DD is "
		    "expected, or a first and a last one with .. between");
	o->some_days = 1;
	return 0;
}

/* Take one of wrapup's own options; 0, or -1 (diag_text()). */
static int
own_option(struct options *o, int opt, const char *arg)
{
	switch (opt) {
	case 'f':
		return take_format(o, arg);
	case 's':
		return sections_read(bytes_of(arg), &o->sections);
	case OPTION_DAY:
		return take_days(o, arg);
	case OPTION_CARRY_OUT:
		o->carry_out = arg;
		break;
	}
	return 0;
}

static enum status
usage(void)
{
	fputs(usage_line, stderr);
	return STATUS_CANNOT;
}

/*
 * Read the options.  Returns 1 when there is work to do, or 0 when
 * `*status` is the end of it.
 */
static int
options_read(struct options *o, int argc, char **argv, enum status *status)
{
	int opt, took;

	while ((opt = getopt_long(argc, argv, letters, words, NULL)) != -1) {
		if (opt == '?' || opt == 'h' || opt == 'V') {
			*status = opt == '?' ? usage()
			    : opt == 'h'     ? common_help(usage_line, help)
					     : common_version();
			return 0;
		}
		took = common_option(&o->common, opt, optarg);
		if (took == 0)
			took = own_option(o, opt, optarg);
		if (took < 0) {
			*status = diag_report();
			return 0;
		}
	}
	return 1;
}

int
main(int argc, char **argv)
{
	struct options o = { .format = text_write, .sections = SECTIONS_ALL };
	enum status status;

	common_start(&o.common, "wrapup");

	if (options_read(&o, argc, argv, &status)) {
		if (settle(&o, argv + optind, argc - optind) != 0)
			status = diag_report();
		else
			status = run(&o, argv + optind, argc - optind);
	}

	common_end(&o.common);
	return status;
}
