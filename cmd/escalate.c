/* SPDX-License-Identifier: ISC */
/*
 * escalate: what must go to somebody else, to whom, by when, and why.
 *
 * Reads call records and passes them on with the level that the team's
 * policy gives each call, when it is due, how that stands at --now, and
 * all the rules that hold, each with its evidence.  Or writes alerts for a
 * webhook, a list by due time, what another policy would have changed, why
 * one call went where it did; or tests, checks and prints the policy.
 *
 * Memory: what is open for each customer; of customers whose calls a rule
 * counts, the starts of those calls; with --by-due all that is escalated.
 * Refused: a policy, hours or levels that cannot be read, a shard by
 * anything but customer.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "call/stream.h"
#include "care/clock.h"
#include "care/compare.h"
#include "care/dispatch.h"
#include "care/explain.h"
#include "care/leaflet.h"
#include "care/lint.h"
#include "care/policy.h"
#include "care/trial.h"
#include "csv/emit.h"

struct options {
	struct common common;
	struct dispatch_how how; /* -e, -f, --by-due, --with-numbers */
	int lint, print;	 /* --lint, --print */
	const char *acks;	 /* --acks; none */
	const char *diff;	 /* --diff; none */
	const char *explain;	 /* --explain; none */
	const char *fail_on;	 /* --fail-on; none */
	const char *test;	 /* --test; none */
};

enum {
	OPTION_ACKS = OPTION_OWN,
	OPTION_BY_DUE,
	OPTION_DIFF,
	OPTION_EXPLAIN,
	OPTION_FAIL_ON,
	OPTION_LINT,
	OPTION_PRINT,
	OPTION_TEST,
	OPTION_WITH_NUMBERS
};

static const char letters[] = COMMON_SHORT "ef:";
static const struct option words[] = { COMMON_LONG,
	{ "escalated", no_argument, NULL, 'e' },
	{ "format", required_argument, NULL, 'f' },
	{ "acks", required_argument, NULL, OPTION_ACKS },
	{ "by-due", no_argument, NULL, OPTION_BY_DUE },
	{ "diff", required_argument, NULL, OPTION_DIFF },
	{ "explain", required_argument, NULL, OPTION_EXPLAIN },
	{ "fail-on", required_argument, NULL, OPTION_FAIL_ON },
	{ "lint", no_argument, NULL, OPTION_LINT },
	{ "print", no_argument, NULL, OPTION_PRINT },
	{ "test", required_argument, NULL, OPTION_TEST },
	{ "with-numbers", no_argument, NULL, OPTION_WITH_NUMBERS },
	{ NULL, 0, NULL, 0 } };

/* The run over the records. */
struct job {
	const struct options *options;
	struct stream *stream;
	struct policy *policy;
	struct policy *other;	   /* --diff; else NULL */
	struct trial *trial;	   /* --test; else NULL */
	struct dispatch *dispatch; /* NULL with these and --explain */
	struct buf text;	   /* what one record gives */
	size_t answers;		   /* calls explained, or changed */
};

/* --explain: all records are looked at, those of one call are told of. */
static void
explain(struct job *j, const struct call *call)
{
	struct escalation e;

	policy_take(j->policy, call, &e);
	if (!bytes_is(call->call_id, j->options->explain))
		return;
	if (j->answers++ > 0)
		buf_add_byte(&j->text, '\n');
	explain_put(&j->text, j->policy, call, &e);
}

/* The next record; those that are not passed on are used up. */
static void
take(struct job *j, const struct call *call)
{
	struct policy *const both[2] = { j->policy, j->other };

	if (j->dispatch != NULL) {
		dispatch_take(j->dispatch, call);
		return;
	}
	if (j->trial != NULL)
		trial_take(j->trial, call, &j->text);
	else if (j->other != NULL)
		j->answers += (size_t)compare_take(j->stream, both, call);
	else
		explain(j, call);
	emit_bytes(stream_output(j->stream), j->text.p, j->text.n);
	j->text.n = 0;
	stream_used(j->stream);
}

/*
 * Tell the policies about the export, and the user what it lacks.  Returns
 * 0, or -1 (diag_text()) when it is no file of cases.
 */
static int
begin(struct job *j)
{
	const struct options *o = j->options;
	struct stream *s = j->stream;

	dispatch_bind(s, j->policy);
	if (stream_checking(s))
		return 0;
	if (!stream_has(s, FIELD_SIGNALS) && !stream_has(s, FIELD_STRESS))
		diag_warn("no columns of triage: rules on signals and stress "
			  "are off; run triage first");
	if (j->other != NULL)
		dispatch_bind(s, j->other);
	else if (o->test != NULL) {
		j->trial = trial_new(s, j->policy, o->common.now_ms);
		return j->trial != NULL ? 0 : -1;
	} else if (o->explain == NULL)
		j->dispatch = dispatch_new(s, j->policy, &o->how);
	return 0;
}

/* Write what was kept to the end.  Returns whether the answer is "no". */
static int
end(struct job *j, int fail_level)
{
	const struct options *o = j->options;
	int level = 0, no = 0;

	if (stream_checking(j->stream))
		return 0;
	if (j->dispatch != NULL)
		level = dispatch_end(j->dispatch);
	if (j->trial != NULL) {
		no = trial_end(j->trial, &j->text) > 0;
		emit_bytes(stream_output(j->stream), j->text.p, j->text.n);
	}
	if (o->explain != NULL && j->answers == 0) {
		diag_print("--explain: no record has this call_id");
		no = 1;
	}
	return no || (o->diff != NULL && j->answers > 0) ||
	    (fail_level > 0 && level >= fail_level);
}

static enum status
over_records(struct job *j, int fail_level, char *const *files, int count)
{
	const struct options *o = j->options;
	int filter = !o->how.json && o->diff == NULL && o->explain == NULL &&
	    o->test == NULL;
	struct stream_tool tool = { .columns = filter ? dispatch_columns : NULL,
		.needs = policy_needs(j->policy) |
		    (j->other != NULL ? policy_needs(j->other) : 0),
		.shard_fields = "customer" };
	struct call call;
	int no = 0;

	j->stream = stream_open(&o->common, &tool, files, count, NULL, NULL);
	if (j->stream == NULL)
		return stream_close(NULL);
	if (begin(j) != 0)
		stream_abort(j->stream);
	else {
		while (stream_next(j->stream, &call))
			take(j, &call);
		no = end(j, fail_level);
	}
	return status_worst(
	    stream_close(j->stream), no ? STATUS_NO : STATUS_OK);
}

/* --lint and --print, which read no records. */
static enum status
tell(const struct options *o, const struct policy *p)
{
	const char *dir = o->common.settings_dir;
	struct buf text = { NULL, 0, 0 };
	enum status status = STATUS_OK;
	struct emit *e = NULL;
	size_t found = 0;

	if ((o->lint ? lint_policy(dir, o->common.now_ms, &text, &found)
		     : leaflet_put(&text, p, dir)) != 0 ||
	    (e = emit_open(o->common.output)) == NULL)
		status = diag_report();
	else {
		emit_bytes(e, text.p, text.n);
		status = emit_close(e, 1) != 0 ? diag_report()
		    : found > 0		       ? STATUS_NO
					       : STATUS_OK;
	}
	buf_free(&text);
	return status;
}

/* Load what the options name.  Returns 0 or -1 (diag_text()). */
static int
load(struct job *j, int *fail_level)
{
	const struct options *o = j->options;

	j->policy = policy_load(o->common.settings_dir, o->common.now_ms);
	if (j->policy == NULL)
		return -1;
	if (o->diff != NULL) {
		j->other = policy_load(o->diff, o->common.now_ms);
		if (j->other == NULL)
			return -1;
	}
	if (o->acks != NULL &&
	    (policy_acks(j->policy, o->acks) != 0 ||
		(j->other != NULL && policy_acks(j->other, o->acks) != 0)))
		return -1;
	if (o->fail_on != NULL)
		*fail_level = policy_level(j->policy, bytes_of(o->fail_on));
	return o->fail_on == NULL || *fail_level > 0
	    ? 0
	    : diag_fail(STATUS_CANNOT,
		  "--fail-on: a level is wanted, as a "
		  "number or a name of levels.csv");
}

static enum status
run(const struct options *o, char *const *files, int count)
{
	static const struct settings_file settings[] = { { "policy.csv",
							     policy_csv },
		{ "levels.csv", policy_levels_csv },
		{ "hours.csv", clock_hours_csv },
		{ "holidays.csv", clock_holidays_csv }, { NULL, NULL } };
	char *const cases[1] = { (char *)(uintptr_t)o->test };
	struct job j = { .options = o };
	enum status status;
	int fail_level = 0;

	if (o->common.print_settings)
		return common_show_settings(&o->common, settings);
	if (o->lint)
		return tell(o, NULL);
	if (load(&j, &fail_level) != 0)
		status = diag_report();
	else if (o->print)
		status = tell(o, j.policy);
	else
		status = over_records(&j, fail_level,
		    o->test != NULL ? cases : files,
		    o->test != NULL ? 1 : count);
	policy_free(j.policy);
	policy_free(j.other);
	trial_free(j.trial);
	dispatch_free(j.dispatch);
	buf_free(&j.text);
	return status;
}

#define USAGE \
	"usage: escalate [-ehPqVv] [-C dir] [-d char] [-f format] [-K " \
	"columns]\n" \
	"                [-m map] [-N time] [-o file] [-r file] [-S " \
	"k/n:field]\n" \
	"                [-z zone] [--acks file] [--by-due] [--check]\n" \
	"                [--date day] [--diff dir] [--explain id]\n" \
	"                [--fail-on level] [--lint] [--print]\n" \
	"                [--print-settings] [--rename old=new] " \
	"[--show-values]\n" \
	"                [--test cases] [--with-numbers] [file ...]\n"
static const char help[] =
    "  -e, --escalated      only the records that are escalated\n"
    "  -f, --format FORMAT  csv (default); json: an object a line for each\n"
    "                       record that is escalated\n"
    "      --acks FILE      who has taken on what: call_id,level,at\n"
    "      --by-due         only what is escalated, most overdue first\n"
    "      --diff DIR       what the policy in DIR would have changed;\n"
    "                       status 1 when that is something\n"
    "      --explain ID     what each rule makes of one call, and why\n"
    "      --fail-on LEVEL  status 1 when a record has this level or a\n"
    "                       higher one: a number or a name of levels.csv\n"
    "      --lint           what is wrong with the policy; status 1 when\n"
    "                       that is something\n"
    "      --print          the policy as a page for agents\n"
    "      --test CASES     try the policy on cases; TAP, status 1 when\n"
    "                       one fails\n"
    "      --with-numbers   -f json: also customer, caller and callee\n"
    "      --check          say how each column is read, which rules are off\n"
    "      --print-settings policy.csv, levels.csv, hours.csv and\n"
    "                       holidays.csv as in force\n"
    "The other options are those of all five tools: evenkeel(7).\n";

/* Wrong usage: the line on stderr, status 2. */
static enum status
usage(void)
{
	fputs(USAGE, stderr);
	return STATUS_CANNOT;
}

static int
take_format(struct options *o, const char *arg)
{
	o->how.json = bytes_is(bytes_of(arg), "json");
	if (o->how.json || bytes_is(bytes_of(arg), "csv"))
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "-f: unknown format: there are csv "
	    "and json");
}

/* Take one option, the tool's own or a common one.  Returns 0 or -1. */
static int
take_option(struct options *o, int opt, const char *arg)
{
	const struct {
		int opt;
		int *flag;
		const char **text;
	} own[] = { { 'e', &o->how.escalated, NULL },
		{ OPTION_BY_DUE, &o->how.by_due, NULL },
		{ OPTION_WITH_NUMBERS, &o->how.with_numbers, NULL },
		{ OPTION_LINT, &o->lint, NULL },
		{ OPTION_PRINT, &o->print, NULL },
		{ OPTION_ACKS, NULL, &o->acks },
		{ OPTION_DIFF, NULL, &o->diff },
		{ OPTION_EXPLAIN, NULL, &o->explain },
		{ OPTION_FAIL_ON, NULL, &o->fail_on },
		{ OPTION_TEST, NULL, &o->test } };
	size_t i;

	if (opt == 'f')
		return take_format(o, arg);
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (own[i].opt != opt)
			continue;
		if (own[i].flag != NULL)
			*own[i].flag = 1;
		else
			*own[i].text = arg;
		return 0;
	}
	return common_option(&o->common, opt, arg) < 0 ? -1 : 0;
}

/* Combinations that cannot be meant.  Returns 0 or -1 (diag_text()). */
static int
check_options(const struct options *o, int operands)
{
	int answers = o->lint + o->print + (o->diff != NULL) +
	    (o->explain != NULL) + (o->test != NULL);
	const char *wrong = NULL;

	if (answers > 1)
		wrong = "--diff, --explain, --lint, --print and --test: one "
			"at a time";
	else if (answers > 0 &&
	    (o->how.json || o->how.by_due || o->how.escalated ||
		o->fail_on != NULL))
		wrong = "-e, -f, --by-due and --fail-on do not go with "
			"--diff, --explain, --lint, --print and --test";
	else if (operands > 0 && (o->lint || o->print || o->test != NULL))
		wrong = "--lint, --print and --test read no records: leave "
			"the file out";
	else if (o->how.with_numbers && !o->how.json)
		wrong = "--with-numbers goes with -f json";
	return wrong == NULL ? 0 : diag_fail(STATUS_CANNOT, "%s", wrong);
}

int
main(int argc, char **argv)
{
	struct options o = { .lint = 0 };
	enum status status;
	int opt;

	common_start(&o.common, "escalate");

	while ((opt = getopt_long(argc, argv, letters, words, NULL)) != -1) {
		if (opt == 'h')
			return common_help(USAGE, help);
		if (opt == 'V')
			return common_version();
		if (opt == '?')
			return usage();
		if (take_option(&o, opt, optarg) != 0)
			return diag_report();
	}
	argc -= optind;
	argv += optind;

	if (check_options(&o, argc) != 0 || common_settle(&o.common) != 0)
		return diag_report();

	status = run(&o, argv, argc);

	common_end(&o.common);
	return status;
}
