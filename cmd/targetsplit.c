/* SPDX-License-Identifier: ISC */
/*
 * targetsplit: split a day's target of calls into whole-number chunks.
 *
 * As a filter it reads call records and passes them on with the chunk
 * that each lies in, what that chunk and the day ask of its agent, what
 * is done, and the pace.  --plan reads none and writes the plan of one
 * day; --replan reads the day so far and writes the plan for the rest;
 * --staff writes how many agents each interval needs.
 *
 * Memory: the counts of each agent and day, the plans of 256 days, the
 * parent_ids of the latest calls; with --history the calls of each minute
 * and the handle times of each agent and queue.  Refused: hours that
 * overlap, breaks outside them, days without working minutes, targets
 * that are none.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/term.h"
#include "call/stream.h"
#include "call/zone.h"
#include "care/absent.h"
#include "care/daystart.h"
#include "care/fit.h"
#include "care/past.h"
#include "care/plan_table.h"
#include "care/staff.h"
#include "care/standing.h"
#include "care/target.h"
#include "care/today.h"
#include "csv/emit.h"

enum mode { MODE_FILTER, MODE_PLAN, MODE_REPLAN, MODE_STAFF };

struct options {
	struct common common;
	struct target_setup setup; /* -t, --team, --agents, --by .. */
	struct staff_setup staff;  /* --sl, --calls .. */
	enum mode mode;		   /* --plan, --replan, --staff */
	const char *hours;	   /* --hours; NULL: 09:00-17:00 */
	const char *off;	   /* --off; none */
	const char *interval;	   /* -i; 60m */
	const char *shifts;	   /* --shifts; NULL: the folder's */
	const char *list;	   /* where the agents are listed */
	struct day_hours oneoff;   /* --oneoff; none */
	char **history;		   /* --history, in order */
	size_t history_count;
	int staff_options; /* any of --sl, --calls .. was given */
	int strict;	   /* --strict */
};

enum {
	OPTION_TEAM = OPTION_OWN,
	OPTION_AGENTS,
	OPTION_HOURS,
	OPTION_OFF,
	OPTION_BY,
	OPTION_ROUND,
	OPTION_COUNT,
	OPTION_PLAN,
	OPTION_AHT,
	OPTION_STRICT,
	OPTION_SHIFTS,
	OPTION_HISTORY,
	OPTION_SHARE,
	OPTION_REPLAN,
	OPTION_ONEOFF,
	OPTION_STAFF,
	OPTION_SL,
	OPTION_PATIENCE,
	OPTION_SHRINKAGE,
	OPTION_CALLS
};

static const char letters[] = COMMON_SHORT "t:i:";
static const struct option words[] = { COMMON_LONG,
	{ "target", required_argument, NULL, 't' },
	{ "team", required_argument, NULL, OPTION_TEAM },
	{ "agents", required_argument, NULL, OPTION_AGENTS },
	{ "hours", required_argument, NULL, OPTION_HOURS },
	{ "off", required_argument, NULL, OPTION_OFF },
	{ "shifts", required_argument, NULL, OPTION_SHIFTS },
	{ "interval", required_argument, NULL, 'i' },
	{ "by", required_argument, NULL, OPTION_BY },
	{ "history", required_argument, NULL, OPTION_HISTORY },
	{ "round", required_argument, NULL, OPTION_ROUND },
	{ "count", required_argument, NULL, OPTION_COUNT },
	{ "plan", no_argument, NULL, OPTION_PLAN },
	{ "replan", no_argument, NULL, OPTION_REPLAN },
	{ "oneoff", required_argument, NULL, OPTION_ONEOFF },
	{ "share", no_argument, NULL, OPTION_SHARE },
	{ "aht", required_argument, NULL, OPTION_AHT },
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "staff", no_argument, NULL, OPTION_STAFF },
	{ "calls", required_argument, NULL, OPTION_CALLS },
	{ "sl", required_argument, NULL, OPTION_SL },
	{ "patience", required_argument, NULL, OPTION_PATIENCE },
	{ "shrinkage", required_argument, NULL, OPTION_SHRINKAGE },
	{ NULL, 0, NULL, 0 } };

static const char usage_line[] =
    "usage: targetsplit [--plan | --replan | --staff] [-t N | --team N]\n"
    "                   [options] [file ...]\n";
static const char help[] =
    "\n"
    "  -t, --target N       calls a day of each agent\n"
    "      --team N         calls a day of all agents, by their minutes\n"
    "      --agents A,B,..  only these agents\n"
    "      --hours SPANS    working hours (09:00-17:00)\n"
    "      --off SPANS      breaks within them (none)\n"
    "      --shifts FILE    hours, breaks and targets of each agent\n"
    "  -i, --interval 60m   length of a chunk, a divisor of a day\n"
    "      --by WEIGHT      minutes (default), even, profile or capacity\n"
    "      --history FILE   earlier calls: profile, handle times, forecast\n"
    "      --round HOW      cumulative (default) or largest\n"
    "      --count outbound count outbound calls too\n"
    "      --plan           read nothing, write the plan of --date\n"
    "      --replan         read the day so far, plan the rest from --now\n"
    "      --oneoff SPANS   these had a spike that tells nothing of the rest\n"
    "      --aht 6m         say so when the target does not fit\n"
    "      --share          move what does not fit to agents with room\n"
    "      --strict         status 1 when it does not fit\n"
    "      --staff          how many agents each interval needs\n"
    "      --calls N        in each interval (else as in --history)\n"
    "      --sl 80/20       percent to be answered within seconds\n"
    "      --patience 3m    callers hang up after so long, on average\n"
    "      --shrinkage 30%  paid time that is not for calls (0)\n"
    "Options common to all tools are in evenkeel(7).\n";

static const struct settings_file own_settings[] = {
	{ "shifts.csv", shift_csv },
	{ "report.csv", daystart_csv },
	{ NULL, NULL },
};

/* What the work needs besides its options. */
struct work {
	struct options *options;
	struct shift_table *shifts;
	struct past past; /* of --history; NULLs without */
	struct weigh_notes notes;
	struct target *target;
	int64_t date;	    /* --date, else the day of --now */
	enum status status; /* of the parts that are done */
};

static enum status
filter(struct work *w, char *const *files, int count)
{
	const struct stream_tool tool = { .columns = standing_columns,
		.needs = NEED_TIMES | NEED_PEOPLE | NEED_LEGS,
		.shard_fields = "agent",
		.shard_splits_legs = 1,
		.newest_last = 1 };
	struct standing_shown last = STANDING_NOTHING;
	enum status status;
	struct stream *s;
	struct call call;

	s = stream_open(&w->options->common, &tool, files, count, NULL, NULL);
	if (s != NULL)
		stream_expect(s, target_expect, w->target);
	while (s != NULL && stream_next(s, &call)) {
		standing_take(w->target, s, &call, &last);
		stream_write(s);
	}
	status = stream_close(s);
	/* Of a shard, or of half a file, others' records are elsewhere. */
	if (w->options->common.shard == NULL && status != STATUS_CANNOT &&
	    status != STATUS_SYSTEM)
		absent_tell(w->target, w->options->list, NULL);
	return status;
}

/* The columns to draw bars in; 0: nobody is there to look at them. */
static int
columns_of(const struct options *o)
{
	return o->common.output == NULL && isatty(STDOUT_FILENO)
	    ? term_columns(NULL)
	    : 0;
}

/* Whether the target is more than fits; returns what --strict makes of it. */
static enum status
fit(const struct work *w)
{
	const struct options *o = w->options;
	int over =
	    fit_plan(&o->setup, w->target, w->date, o->mode != MODE_PLAN);

	return over && o->strict ? STATUS_NO : STATUS_OK;
}

static enum status
plan(struct work *w)
{
	const struct options *o = w->options;
	struct emit *e;

	if (plan_table_check(w->target, w->date) != 0 ||
	    (e = emit_open(o->common.output)) == NULL)
		return diag_report();
	plan_table_put(e, columns_of(o), w->target, w->date);
	return emit_close(e, 1) == 0 ? STATUS_OK : diag_report();
}

static enum status
replan(struct work *w, char *const *files, int count)
{
	const struct stream_tool tool = { .needs = NEED_TIMES | NEED_PEOPLE };
	const struct options *o = w->options;
	const struct target_setup *setup = &o->setup;
	const struct common *c = &o->common;
	const struct today_setup wanted = {
		.plan = { .now = c->now_ms,
		    .date = c->date != NULL ? c->date_days : REPLAN_TODAY,
		    .share = setup->share,
		    .history = w->past.arrivals },
		.date = w->date,
		.past = &w->past,
		.oneoff = &o->oneoff,
		.timed = setup->handle_ms == 0 && setup->handling == NULL,
		.list = o->list
	};
	struct today *today = today_new(w->target, &wanted);
	enum status status = STATUS_OK;
	struct stream *s;
	struct call call;

	s = stream_open(c, &tool, files, count, NULL, NULL);
	while (s != NULL && stream_next(s, &call))
		today_record(today, s, &call);
	if (s != NULL && today_plan(today, s, columns_of(o)) && o->strict)
		status = STATUS_NO;
	today_free(today);
	return status_worst(status, stream_close(s));
}

static enum status
staff(const struct work *w)
{
	const struct options *o = w->options;
	struct staff_setup s = o->staff;
	enum status status = STATUS_OK;
	struct emit *e;
	struct day *d;

	s.arrivals = w->past.arrivals;
	s.handle_ms = o->setup.handle_ms;
	s.interval_ms = o->setup.weigh.interval_ms;
	if (staff_handle(&s, w->past.handling) != 0 ||
	    (e = emit_open(o->common.output)) == NULL)
		return diag_report();
	d = day_new(&o->setup.hours, s.interval_ms, w->date);
	if (plan_table_put_needs(e, &s, d) != 0)
		status = diag_report();
	day_free(d);
	if (emit_close(e, status == STATUS_OK) != 0)
		status = diag_report();
	return status;
}

/* What --by, --round and --count may be; the place is the value. */
static const char *const weights[] = { "minutes", "even", "profile", "capacity",
	NULL };
static const char *const roundings[] = { "cumulative", "largest", NULL };
static const char *const counted[] = { "outbound", NULL };

/* Take one of the options of --staff. */
static int
staff_option(struct options *o, int opt, const char *arg)
{
	struct staff_setup *s = &o->staff;
	int64_t ms = 0;
	int got = 0;

	o->staff_options = 1;
	switch (opt) {
	case OPTION_CALLS:
		got = target_calls_read(
		    "--calls", "volume", bytes_of(arg), &s->calls);
		break;
	case OPTION_SL:
		got = staff_level_read(bytes_of(arg), &s->level, &s->within_s);
		break;
	case OPTION_SHRINKAGE:
		got = staff_shrinkage_read(bytes_of(arg), &s->shrinkage);
		break;
	case OPTION_PATIENCE:
		got =
		    handling_read("--patience", "patience", bytes_of(arg), &ms);
		s->patience_s = (double)ms / SECOND_MS;
		break;
	}
	return got;
}

/* One of the modes; they exclude each other. */
static int
mode_option(struct options *o, enum mode mode)
{
	if (o->mode != MODE_FILTER && o->mode != mode)
		return diag_fail(STATUS_CANNOT,
		    "--plan, --replan and "
		    "--staff are three different things: give one of them");
	o->mode = mode;
	return 0;
}

/* Take one of targetsplit's own options.  Returns 0 or -1 (diag_text()). */
static int
own_option(void *to, int opt, char *arg)
{
	struct options *o = to;
	struct target_setup *setup = &o->setup;
	struct bytes text = bytes_of(arg);
	int choice = 0;

	switch (opt) {
	case 't':
		return target_calls_read("-t", "target", text, &setup->each);
	case OPTION_TEAM:
		return target_calls_read(
		    "--team", "target", text, &setup->team);
	case OPTION_AGENTS:
		return target_agents_read(setup, text);
	case OPTION_HOURS:
		o->hours = arg;
		break;
	case OPTION_OFF:
		o->off = arg;
		break;
	case OPTION_SHIFTS:
		o->shifts = arg;
		break;
	case 'i':
		o->interval = arg;
		break;
	case OPTION_BY:
		choice = common_choose("--by", arg, weights);
		setup->weigh.by = (enum weigh_by)choice;
		break;
	case OPTION_ROUND:
		choice = common_choose("--round", arg, roundings);
		setup->rounding = (enum apportion_rounding)choice;
		break;
	case OPTION_COUNT:
		choice = common_choose("--count", arg, counted);
		setup->count_outbound = 1;
		break;
	case OPTION_HISTORY:
		o->history = mem_resize(
		    o->history, o->history_count + 1, sizeof(*o->history));
		o->history[o->history_count++] = arg;
		break;
	case OPTION_PLAN:
		return mode_option(o, MODE_PLAN);
	case OPTION_REPLAN:
		return mode_option(o, MODE_REPLAN);
	case OPTION_STAFF:
		return mode_option(o, MODE_STAFF);
	case OPTION_ONEOFF:
		day_hours_free(&o->oneoff);
		return day_hours_named("--oneoff", &o->oneoff, text);
	case OPTION_SHARE:
		setup->share = 1;
		break;
	case OPTION_AHT:
		return handling_read(
		    "--aht", "handle time", text, &setup->handle_ms);
	case OPTION_STRICT:
		o->strict = 1;
		break;
	default:
		return staff_option(o, opt, arg);
	}
	return choice < 0 ? -1 : 0;
}

/* Options that do not go together; NULL when all is well. */
static const char *
contradiction(const struct options *o, int operands)
{
	const struct target_setup *s = &o->setup;
	int past = o->history_count > 0, timed = s->handle_ms > 0 || past;
	int reads = operands > 0 || o->common.check || o->common.shard != NULL;
	const struct {
		int is;
		const char *say;
	} wrong[] = { { s->each > 0 && s->team > 0,
			  "-t and --team are two targets: give one of them" },
		{ o->strict && !timed,
		    "--strict needs the handle time: give "
		    "--aht or --history" },
		{ s->share && !timed,
		    "--share needs the handle time: give "
		    "--aht or --history" },
		{ !past &&
			(s->weigh.by == WEIGH_PROFILE ||
			    s->weigh.by == WEIGH_CAPACITY),
		    "--by profile and "
		    "capacity need the past: give --history" },
		{ o->shifts != NULL && (o->hours != NULL || o->off != NULL),
		    "--shifts and --hours are two working days: give one of "
		    "them" },
		{ o->mode == MODE_PLAN && reads, "--plan reads no records" },
		{ o->mode == MODE_STAFF && reads, "--staff reads no records" },
		{ o->mode == MODE_REPLAN && o->common.shard != NULL,
		    "-S would give --replan a part of the day" },
		{ o->oneoff.ons > 0 && o->mode != MODE_REPLAN,
		    "--oneoff is for --replan" },
		{ o->staff_options && o->mode != MODE_STAFF,
		    "--calls, --sl, "
		    "--patience and --shrinkage are for --staff" },
		{ o->mode == MODE_STAFF &&
			(s->each > 0 || s->team > 0 || s->agent_count > 0 ||
			    s->share || o->strict || o->shifts != NULL),
		    "--staff has no agents and no targets: -t, --team, "
		    "--agents, --shifts, --share and --strict are not for it" },
		{ o->mode == MODE_STAFF && o->staff.calls == 0 && !past,
		    "--staff needs the calls: give --calls or --history" },
		{ o->mode == MODE_STAFF && !timed,
		    "--staff needs the handle "
		    "time: give --aht or --history" } };
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (wrong[i].is)
			return wrong[i].say;
	return NULL;
}

/* The shifts of the option or of the folder, unless hours were given. */
static int
settle_shifts(struct options *o, struct shift_table **shifts)
{
	if (o->mode == MODE_STAFF ||
	    (o->shifts == NULL && (o->hours != NULL || o->off != NULL)))
		return 0;
	if (shift_choose(shifts, o->shifts, o->common.settings_dir) != 0)
		return -1;
	if (*shifts == NULL)
		return 0;
	o->setup.shifts = *shifts;
	if (o->setup.agent_count == 0)
		o->list = o->shifts != NULL ? o->shifts : "shifts.csv";
	return target_agents_shift(&o->setup);
}

/* Combinations that cannot be meant, and what needs no records. */
static int
settle(struct options *o, int operands, struct shift_table **shifts)
{
	struct target_setup *setup = &o->setup;
	const char *wrong;

	if (o->common.print_settings)
		return common_settle(&o->common);
	if ((wrong = contradiction(o, operands)) != NULL)
		return diag_fail(STATUS_CANNOT, "%s", wrong);
	if (common_settle(&o->common) != 0 || settle_shifts(o, shifts) != 0 ||
	    daystart_load(o->common.settings_dir, &setup->day_start_ms) != 0)
		return -1;
	if (setup->each == 0 && setup->team == 0 && !o->common.check &&
	    o->mode != MODE_STAFF &&
	    (*shifts == NULL || !shift_has_targets(*shifts)))
		wrong = *shifts == NULL
		    ? "there is no target: give -t or --team"
		    : "there is no target: give -t, --team, or one in the "
		      "shifts";
	else if (setup->team > 0 && setup->agent_count == 0)
		wrong = "--team needs the --agents who share it";
	else if (setup->share && setup->agent_count == 0)
		wrong = "--share needs the --agents to share among";
	if (wrong != NULL)
		return diag_fail(STATUS_CANNOT, "%s", wrong);
	if (day_interval_read(
		bytes_of(o->interval), &setup->weigh.interval_ms) != 0)
		return -1;
	return day_hours_read(&setup->hours,
	    bytes_of(o->hours != NULL ? o->hours : "09:00-17:00"),
	    bytes_of(o->off));
}

/* The work, once the options are settled. */
static enum status
run(struct work *w, char *const *files, int count)
{
	struct options *o = w->options;

	w->status =
	    past_read(&w->past, &o->common, o->history, o->history_count);
	if (w->status == STATUS_CANNOT || w->status == STATUS_SYSTEM)
		return w->status;
	w->date = o->common.date != NULL
	    ? o->common.date_days
	    : zone_date(o->common.now_ms, o->setup.day_start_ms);
	if (o->mode == MODE_STAFF)
		return status_worst(w->status, staff(w));
	o->setup.handling = w->past.handling;
	o->setup.weigh.arrivals = w->past.arrivals;
	o->setup.weigh.notes = &w->notes;
	w->target = target_new(&o->setup);
	if (o->mode == MODE_REPLAN)
		w->status = status_worst(w->status, replan(w, files, count));
	else {
		w->status = status_worst(w->status, fit(w));
		w->status = status_worst(w->status,
		    o->mode == MODE_PLAN ? plan(w) : filter(w, files, count));
	}
	weigh_tell(&w->notes);
	return w->status;
}

static void
let_go(struct work *w)
{
	struct options *o = w->options;

	target_free(w->target);
	past_free(&w->past);
	day_hours_free(&o->setup.hours);
	day_hours_free(&o->oneoff);
	free(o->setup.agents);
	free(o->history);
	shift_free(w->shifts);
	common_end(&o->common);
}

int
main(int argc, char **argv)
{
	static const struct option_set set = { letters, words, usage_line, help,
		own_option };
	struct options o = { .interval = "60m",
		.list = "--agents",
		.staff = { .level = 0.8, .within_s = 20 } };
	struct work w = { .options = &o };
	enum status status = STATUS_OK;

	common_start(&o.common, "targetsplit");

	if (common_options(&o.common, &set, &o, argc, argv, &status)) {
		if (settle(&o, argc - optind, &w.shifts) != 0)
			status = diag_report();
		else if (o.common.print_settings)
			status = common_show_settings(&o.common, own_settings);
		else
			status = run(&w, argv + optind, argc - optind);
	}

	let_go(&w);
	return status;
}
