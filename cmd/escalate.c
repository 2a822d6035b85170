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
#include "care/answers.h"
#include "care/clock.h"
#include "care/leaflet.h"
#include "care/lint.h"
#include "care/policy.h"
#include "care/twice.h"
#include "csv/emit.h"

struct options {
	struct common common;
	struct answers_asked asked; /* all others; none is asked */
	int lint, print;	    /* --lint, --print */
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

/* What the records are for. */
static enum status
over_records(
    const struct options *o, struct answers *a, char *const *files, int count)
{
	const struct stream_tool tool = answers_tool(a);
	struct stream *s;
	struct call call;
	int no = 0;

	s = stream_open(&o->common, &tool, files, count, NULL, NULL);
	if (s == NULL)
		return stream_close(NULL);
	if (answers_begin(a, s) != 0)
		stream_abort(s);
	else {
		while (stream_next(s, &call))
			answers_take(a, &call);
		no = !stream_checking(s) && answers_end(a);
	}
	return status_worst(stream_close(s), no ? STATUS_NO : STATUS_OK);
}

/*
 * A first reading, for who is acknowledged when: of the records nothing is
 * written.  `*scout` knows it then, NULL when they can be read once only.
 */
static enum status
look_ahead(const struct options *o, struct answers_asked *asked,
    char *const *files, int count, struct answers **scout)
{
	struct options first = *o;
	enum status status;
	int64_t from;
	int quiet, ready = twice_ready(files, count, &from);

	if (ready == 0)
		diag_warn("--acks: what is no regular file is read once only: "
			  "calls before the acknowledged one do not know of "
			  "it");
	if (ready <= 0)
		return ready == 0 ? STATUS_OK : diag_report();
	memset(asked, 0, sizeof(*asked));
	asked->settings_dir = o->asked.settings_dir;
	asked->now = o->asked.now;
	asked->acks = o->asked.acks;
	asked->in_shards = asked->look_only = 1;
	first.common.output = "/dev/null";
	first.common.rejects = NULL;
	first.common.progress = first.common.verbose = 0;
	*scout = answers_load(asked);
	if (*scout == NULL)
		return diag_report();
	quiet = diag_quiet(1);
	status = over_records(&first, *scout, files, count);
	diag_quiet(quiet);
	if (status != STATUS_CANNOT && status != STATUS_SYSTEM)
		status = twice_again(from) == 0 ? STATUS_OK : diag_report();
	return status;
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

static enum status
run(struct options *o, char *const *files, int count)
{
	static const struct settings_file settings[] = { { "policy.csv",
							     policy_csv },
		{ "levels.csv", policy_levels_csv },
		{ "hours.csv", clock_hours_csv },
		{ "holidays.csv", clock_holidays_csv }, { NULL, NULL } };
	char *const cases[1] = { (char *)(uintptr_t)o->asked.test };
	struct answers_asked ahead;
	struct answers *a, *scout = NULL;
	enum status status = STATUS_OK;

	if (o->common.print_settings)
		return common_show_settings(&o->common, settings);
	if (o->lint)
		return tell(o, NULL);
	o->asked.settings_dir = o->common.settings_dir;
	o->asked.now = o->common.now_ms;
	o->asked.in_shards = o->common.shard != NULL;
	a = answers_load(&o->asked);
	if (a == NULL)
		return diag_report();
	if (answers_look_ahead(&o->asked) && !o->common.check)
		status = look_ahead(o, &ahead, files, count, &scout);
	if (scout != NULL)
		policy_foresee(answers_policy(a), answers_policy(scout));
	if (status == STATUS_OK && o->print)
		status = tell(o, answers_policy(a));
	else if (status == STATUS_OK && o->asked.test != NULL)
		status = over_records(o, a, cases, 1);
	else if (status == STATUS_OK)
		status = over_records(o, a, files, count);
	answers_free(a);
	answers_free(scout);
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

static int
take_format(struct options *o, const char *arg)
{
	o->asked.how.json = bytes_is(bytes_of(arg), "json");
	if (o->asked.how.json || bytes_is(bytes_of(arg), "csv"))
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "-f: unknown format: there are csv "
	    "and json");
}

/* Take one of the tool's own options.  Returns 0 or -1. */
static int
own_option(void *options, int opt, char *arg)
{
	struct options *o = options;
	struct answers_asked *a = &o->asked;
	const struct {
		int opt;
		int *flag;
		const char **text;
	} own[] = { { 'e', &a->how.escalated, NULL },
		{ OPTION_BY_DUE, &a->how.by_due, NULL },
		{ OPTION_WITH_NUMBERS, &a->how.with_numbers, NULL },
		{ OPTION_LINT, &o->lint, NULL },
		{ OPTION_PRINT, &o->print, NULL },
		{ OPTION_ACKS, NULL, &a->acks },
		{ OPTION_DIFF, NULL, &a->diff },
		{ OPTION_EXPLAIN, NULL, &a->explain },
		{ OPTION_FAIL_ON, NULL, &a->fail_on },
		{ OPTION_TEST, NULL, &a->test } };
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
		break;
	}
	return 0;
}

/* Combinations that cannot be meant.  Returns 0 or -1 (diag_text()). */
static int
check_options(const struct options *o, int operands)
{
	const struct answers_asked *a = &o->asked;
	int answers = o->lint + o->print + (a->diff != NULL) +
	    (a->explain != NULL) + (a->test != NULL);
	const char *wrong = NULL;

	if (answers > 1)
		wrong = "--diff, --explain, --lint, --print and --test: one "
			"at a time";
	else if (answers > 0 &&
	    (a->how.json || a->how.by_due || a->how.escalated ||
		a->fail_on != NULL))
		wrong = "-e, -f, --by-due and --fail-on do not go with "
			"--diff, --explain, --lint, --print and --test";
	else if (operands > 0 && (o->lint || o->print || a->test != NULL))
		wrong = "--lint, --print and --test read no records: leave "
			"the file out";
	else if (a->acks != NULL && (o->lint || o->print))
		wrong = "--acks goes with records, not with --lint and --print";
	else if (a->how.with_numbers && !a->how.json)
		wrong = "--with-numbers goes with -f json";
	else if (a->explain != NULL && *a->explain == '\0')
		wrong = "--explain: a call_id is wanted";
	return wrong == NULL ? 0 : diag_fail(STATUS_CANNOT, "%s", wrong);
}

int
main(int argc, char **argv)
{
	static const struct option_set set = { letters, words, USAGE, help,
		own_option };
	struct options o = { .lint = 0 };
	enum status status;

	common_start(&o.common, "escalate");

	if (common_options(&o.common, &set, &o, argc, argv, &status)) {
		if (check_options(&o, argc - optind) != 0 ||
		    common_settle(&o.common) != 0)
			status = diag_report();
		else
			status = run(&o, argv + optind, argc - optind);
	}

	common_end(&o.common);
	return status;
}
