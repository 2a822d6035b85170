/* SPDX-License-Identifier: ISC */
/*
 * breathe: who needs a breather, when, how long, and why.
 *
 * Reads call records and passes them on with the load that has built up
 * in their agent before and after the call, the breather that is offered
 * after it, and whether the agent's earlier offer was taken.  Stress
 * comes from triage; without it loads are a lower bound, which is said.
 * Instead it can write the break plan of a day, who needs a breather now,
 * or the team's page before the shift; or be a guide to breathing.
 *
 * Memory: of each agent the last 1,000 intervals and the open offers, of
 * shifts the days looked at.  Refused: settings, shifts and recorded
 * breaks that cannot be read, a shard by anything but agent.
 */
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/num.h"
#include "base/term.h"
#include "call/stream.h"
#include "call/stream_settings.h"
#include "care/guide.h"
#include "care/pacer.h"
#include "care/preshift.h"
#include "care/rhythm.h"
#include "care/watch.h"
#include "csv/emit.h"

enum mode { FILTER, PLAN, NOW_LIST, PRESHIFT, GUIDE };

struct options {
	struct common common;
	enum mode mode;	     /* --plan, --now-list ..; a filter */
	const char *breaks;  /* --breaks; none */
	const char *shifts;  /* --shifts; shifts.csv */
	const char *law;     /* --law; none */
	const char *what_if; /* --what-if; none */
	const char *carry;   /* --carry-in; none */
	const char *guide;   /* --guide; none */
	const char *minutes; /* --minutes; without end */
};

enum {
	OPTION_BREAKS = OPTION_OWN,
	OPTION_SHIFTS,
	OPTION_LAW,
	OPTION_WHAT_IF,
	OPTION_PLAN,
	OPTION_NOW_LIST,
	OPTION_PRESHIFT,
	OPTION_CARRY,
	OPTION_GUIDE,
	OPTION_MINUTES
};

static const char letters[] = COMMON_SHORT;
static const struct option words[] = { COMMON_LONG,
	{ "breaks", required_argument, NULL, OPTION_BREAKS },
	{ "shifts", required_argument, NULL, OPTION_SHIFTS },
	{ "law", required_argument, NULL, OPTION_LAW },
	{ "what-if", required_argument, NULL, OPTION_WHAT_IF },
	{ "plan", no_argument, NULL, OPTION_PLAN },
	{ "now-list", no_argument, NULL, OPTION_NOW_LIST },
	{ "preshift", no_argument, NULL, OPTION_PRESHIFT },
	{ "carry-in", required_argument, NULL, OPTION_CARRY },
	{ "guide", required_argument, NULL, OPTION_GUIDE },
	{ "minutes", required_argument, NULL, OPTION_MINUTES },
	{ NULL, 0, NULL, 0 } };

static const char usage_line[] =
    "usage: breathe [--plan | --now-list | --preshift | --guide name] "
    "[options]\n               [file ...]\n";
static const char help[] =
    "\n      --breaks FILE    recorded breaks: agent,start,end,kind\n"
    "      --shifts FILE    who works when: agent,days,start,end,off,target\n"
    "      --law NAME       breaks that a law asks for: eu, uk, de, us-ca\n"
    "      --what-if N=V,.. other constants, and what they would change\n"
    "      --plan           write the break plan of --date\n"
    "      --now-list       write who needs a breather at --now\n"
    "      --preshift       write the team's page before the shift\n"
    "      --carry-in FILE  carried over items, to be counted there\n"
    "      --guide NAME     breathe along: box, 478 or calm\n"
    "      --minutes N      for so long\n"
    "Options common to all tools are in evenkeel(7).\n";

enum { LOAD_BEFORE, LOAD, OVER, BREATHER, FROM, UNTIL, RULE, WHY, TAKEN };
static const char *const columns[] = { "load_before", "load", "load_over",
	"breather", "breather_from", "breather_until", "breather_rule",
	"breather_why", "breather_taken", NULL };

/* Everything that is kept. */
struct work {
	const struct options *options;
	struct watch_setup setup;
	struct watch watch;
	struct rhythm *rhythm; /* PLAN */
	struct preshift *page; /* PRESHIFT */
	int64_t until_ms;      /* reports look at calls until then */
	int64_t latest_ms;     /* the last end of those, or none */
	int stress, items;     /* whether the records have them */
};

static void
offer(struct stream *s, const struct breaks_offer *o)
{
	stream_set_integer(s, BREATHER, o->minutes);
	stream_set_instant(s, FROM, o->from);
	stream_set_instant(s, UNTIL, o->until);
	stream_set_bytes(s, RULE, o->rule);
	stream_set_bytes(s, WHY, o->why);
}

/* Say what is to be known about a call's place on its agent's line. */
static void
count(const struct work *w, struct stream *s, const struct call *call,
    const struct team_result *r)
{
	if (r->place == LOAD_LATE)
		stream_count(s,
		    "%llu records out of time order: their load "
		    "is that of their place, loads before them stand");
	else if (r->place == LOAD_LOST)
		stream_count(s,
		    "%llu records too far out of time order: "
		    "their load is blank");
	else if (r->place == LOAD_BAD)
		stream_count(s,
		    "%llu calls end before they begin or lie "
		    "beyond the year 9999: their load is blank");
	if (r->place != LOAD_LOST && r->place != LOAD_BAD && w->stress &&
	    call->stress < 0)
		stream_count(s,
		    "%llu handled calls without stress count as "
		    "0: loads are a lower bound");
	if (r->offered && r->alone)
		stream_count(s,
		    "%llu offers outside of any shift: they look "
		    "at the agent alone");
}

/* The columns of a call that somebody handled. */
static void
set_columns(struct stream *s, const struct team_result *r)
{
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return;
	stream_set_tenths(s, LOAD_BEFORE, load_tenths(r->point.before));
	stream_set_tenths(s, LOAD, load_tenths(r->point.after));
	stream_set_tenths(s, OVER, load_tenths(r->point.over));
	if (r->offered)
		offer(s, &r->offer);
	if (r->taken == FLAG_YES)
		stream_set_words(s, TAKEN, "yes", 3);
	else if (r->taken == FLAG_NO)
		stream_set_words(s, TAKEN, "no", 2);
}

/* Whether it is a call, no open item, and a load can be computed from it. */
static int
is_handled(const struct work *w, struct stream *s, const struct call *call)
{
	if (!call->handled || call->agent.n == 0 ||
	    (w->items && stream_value(s, FIELD_ITEM).n > 0))
		return 0;
	if (call->handling_from != INSTANT_NONE &&
	    call->handling_until != INSTANT_NONE)
		return 1;
	stream_count(s,
	    "%llu handled calls without a time or a handle "
	    "time: their load is blank");
	return 0;
}

/* A record of a filter. */
static void
filter_record(struct work *w, struct stream *s, const struct call *call)
{
	struct team_result r;

	if (is_handled(w, s, call)) {
		watch_take(&w->watch, call, &r);
		count(w, s, call, &r);
		set_columns(s, &r);
	}
	stream_write(s);
}

/*
 * Take a record that lies in the time that a report looks at.  For the list
 * of now a call that is going on counts up to then.  Returns whether it was
 * taken.
 */
static int
take(struct work *w, const struct call *call, struct team_result *r)
{
	struct call open = *call;

	if (call->handling_until <= w->until_ms) {
		watch_take(&w->watch, call, r);
		if (call->handling_until > w->latest_ms)
			w->latest_ms = call->handling_until;
		return 1;
	}
	if (w->options->mode != NOW_LIST || call->handling_from >= w->until_ms)
		return 0;
	open.handling_until = w->latest_ms = w->until_ms;
	watch_take_open(&w->watch, &open, r);
	return 1;
}

/* A record of a report: what is later than it looks back on is left. */
static void
report_record(struct work *w, struct stream *s, const struct call *call)
{
	struct team_result r;
	int item = w->items && stream_value(s, FIELD_ITEM).n > 0, handled;

	handled = is_handled(w, s, call) && take(w, call, &r);
	if (handled) {
		count(w, s, call, &r);
		if (w->rhythm != NULL && r.place <= LOAD_LATE)
			rhythm_add(w->rhythm, call->agent, call->handling_from,
			    call->handling_until, call->stress);
	}
	if (w->page != NULL)
		preshift_add(w->page, call, handled ? &r : NULL, item);
	if (w->page != NULL || (handled && r.place <= LOAD_LATE))
		stream_used(s);
	else
		stream_leave_out(s);
}

/* What the report looks for may not be in the files at all. */
static void
tell_of_nothing(const struct work *w)
{
	int64_t now = w->until_ms, latest = w->latest_ms;
	char date[NUM_MAX];
	int n;

	n = (int)date_put(date,
	    w->options->mode == NOW_LIST ? zone_date(now, 0)
					 : w->options->common.date_days);
	if (w->options->mode == PLAN && latest == INSTANT_NONE)
		diag_warn("no handled call is from before %.*s: the plan "
			  "expects no load",
		    n, date);
	if (w->options->mode != NOW_LIST ||
	    (latest != INSTANT_NONE &&
		(zone_date(latest, 0) == zone_date(now, 0) ||
		    now - latest < TEAM_DAY_GAP_MS)))
		return;
	diag_warn(
	    "no handled call is of %.*s until the time asked for", n, date);
}

/* Write what the mode asks for, once all is read. */
static void
write_report(struct work *w, struct emit *e)
{
	const struct common *c = &w->options->common;
	int64_t left;

	if (w->options->mode == NOW_LIST)
		watch_now_list(&w->watch, c->now_ms, c->date_days, e);
	else if (w->options->mode == PRESHIFT)
		preshift_write(w->page, e);
	else if ((left = watch_plan(&w->watch, w->rhythm, c->date_days, e)) > 0)
		diag_warn(
		    "%lld breaks have no room in the plan", (long long)left);
}

/* What is to be said once all records are read. */
static void
tell(const struct work *w)
{
	struct buf text = { 0 };
	int shifts;

	for (shifts = 0; shifts < 2 && w->options->common.shard == NULL;
	     shifts++) {
		if (watch_tell_strangers(&w->watch, shifts, &text))
			diag_warn("%s", buf_string(&text));
		text.n = 0;
	}
	if (w->watch.usual_team != NULL) {
		watch_tell_change(&w->watch, &text);
		diag_warn("%s", buf_string(&text));
	}
	buf_free(&text);
	if (w->options->common.verbose)
		diag_print("%.1f minutes at the cap of load, 100",
		    team_capped(w->watch.team));
}

static enum status
read_records(struct work *w, char *const *files, int count_files)
{
	const struct options *o = w->options;
	struct stream_tool tool = { .columns =
					o->mode == FILTER ? columns : NULL,
		.needs = NEED_TIMES | NEED_PEOPLE | NEED_FLAGS | NEED_STRESS,
		.shard_fields = "agent",
		.in_order = 1 };
	struct stream *s;
	struct call call;

	s = stream_open(&o->common, &tool, files, count_files, NULL, NULL);
	if (s == NULL)
		return stream_close(s);
	w->stress = stream_has(s, FIELD_STRESS);
	w->items = stream_has(s, FIELD_ITEM);
	if (!w->stress)
		diag_warn("no stress column: loads are a lower bound; run "
			  "triage first");
	stream_expect(s, watch_expect, &w->watch);
	while (stream_next(s, &call))
		if (o->mode == FILTER)
			filter_record(w, s, &call);
		else
			report_record(w, s, &call);
	if (!stream_checking(s)) {
		if (o->mode != FILTER) {
			write_report(w, stream_output(s));
			tell_of_nothing(w);
		}
		tell(w);
	}
	return stream_close(s);
}

/* A plan without earlier days. */
static enum status
plan_blindly(struct work *w)
{
	struct emit *e = emit_open(w->options->common.output);

	if (e == NULL)
		return diag_report();
	write_report(w, e);
	return emit_close(e, 1) == 0 ? STATUS_OK : diag_report();
}

/* What --plan and --now-list look back on ends here. */
static int64_t
look_back(const struct options *o)
{
	struct civil c = { .hour = 0 };

	if (o->mode == NOW_LIST)
		return o->common.now_ms;
	if (o->mode != PLAN)
		return INT64_MAX;
	civil_from_days(o->common.date_days, &c.year, &c.month, &c.day);
	return zone_instant(&c, 0, NULL);
}

/* Read what does not depend on records.  Returns 0, or -1 (diag_text()). */
static int
work_start(struct work *w)
{
	const struct options *o = w->options;
	const struct load_constants *c = &w->watch.constants;

	w->setup = (struct watch_setup){ .settings_dir = o->common.settings_dir,
		.breaks = o->breaks,
		.shifts = o->shifts,
		.law = o->law,
		.change = o->what_if,
		.date = o->common.date_days,
		.cover = o->mode == FILTER,
		.queues = o->mode != FILTER,
		.compare = o->mode == FILTER };
	if (watch_open(&w->watch, &w->setup) != 0)
		return -1;
	if (o->mode == PLAN && w->watch.roster == NULL)
		return diag_fail(STATUS_CANNOT,
		    "--plan needs shifts: give "
		    "--shifts, or shifts.csv in the settings folder");
	if (o->mode == PLAN)
		w->rhythm =
		    rhythm_new(w->watch.roster, TEAM_DAY_GAP_MS, look_back(o));
	if (o->mode == PRESHIFT)
		w->page = preshift_new(c, o->common.date_days);
	if (o->carry != NULL && preshift_carry(w->page, o->carry) != 0)
		return -1;
	w->until_ms = look_back(o);
	w->latest_ms = INSTANT_NONE;
	return 0;
}

static void
work_end(struct work *w)
{
	preshift_free(w->page);
	rhythm_free(w->rhythm);
	watch_close(&w->watch);
}

/* All that is in force, also where a folder's file leaves rows out. */
static enum status
print_settings(const struct work *w)
{
	static const struct settings_file more[] = { { "shifts.csv",
							 shift_csv },
		{ "limits.csv", stream_limits }, { "map.csv", stream_map } };
	const struct common *c = &w->options->common;
	struct emit *e = emit_open(c->output);
	size_t i;
	int bad;

	if (e == NULL)
		return diag_report();
	bad = watch_print(&w->watch, &w->setup, e) != 0 ||
	    common_print_settings(
		c, e, "activities.csv", activities_built_in()) != 0;
	for (i = 0; i < sizeof(more) / sizeof(more[0]) && !bad; i++)
		bad = common_print_settings(
			  c, e, more[i].name, more[i].built_in) != 0;
	if (bad)
		diag_report();
	if (emit_close(e, !bad) != 0)
		return diag_report();
	return bad ? STATUS_CANNOT : STATUS_OK;
}

static enum status
guide(const struct options *o)
{
	const struct guide *g = guide_by_name(bytes_of(o->guide));
	double minutes = 0;

	if (g == NULL)
		diag_fail(STATUS_CANNOT, "--guide: choose box, 478 or calm");
	else if (o->minutes != NULL &&
	    (num_real(bytes_of(o->minutes), '.', &minutes) != 0 ||
		!(minutes >= 0.01 && minutes <= 60)))
		diag_fail(
		    STATUS_CANNOT, "--minutes: a number up to 60 is expected");
	else
		switch (pacer_on_terminal(g, num_round(minutes * MINUTE_MS))) {
		case PACER_DONE:
			return common_help(guide_farewell(), "\n");
		case PACER_LEFT:
			return STATUS_OK;
		case PACER_SIGNAL:
			term_end_by_signal();
			return STATUS_SYSTEM;
		case PACER_FAILED:
			break;
		}
	return diag_report();
}

/* The work, once the options are settled. */
static enum status
run(const struct options *o, char *const *files, int count_files)
{
	struct work w = { .options = o };
	enum status status;

	if (o->mode == GUIDE)
		return guide(o);
	if (work_start(&w) != 0)
		status = diag_report();
	else if (o->common.print_settings)
		status = print_settings(&w);
	else if (o->mode == PLAN && count_files == 0)
		status = plan_blindly(&w);
	else
		status = read_records(&w, files, count_files);
	work_end(&w);
	return status;
}

/* What an option of breathe's own sets: a text, or a mode, or both. */
static const struct own {
	int opt;
	size_t text; /* offset in the options; 0: takes no argument */
	enum mode mode;
} own[] = { { OPTION_BREAKS, offsetof(struct options, breaks), FILTER },
	{ OPTION_SHIFTS, offsetof(struct options, shifts), FILTER },
	{ OPTION_LAW, offsetof(struct options, law), FILTER },
	{ OPTION_WHAT_IF, offsetof(struct options, what_if), FILTER },
	{ OPTION_CARRY, offsetof(struct options, carry), FILTER },
	{ OPTION_MINUTES, offsetof(struct options, minutes), FILTER },
	{ OPTION_GUIDE, offsetof(struct options, guide), GUIDE },
	{ OPTION_PLAN, 0, PLAN }, { OPTION_NOW_LIST, 0, NOW_LIST },
	{ OPTION_PRESHIFT, 0, PRESHIFT } };

/*
 * Take one of breathe's own options.  Two modes at once are none.  Returns
 * 0 or -1 (diag_text()).
 */
static int
own_option(void *options, int opt, char *arg)
{
	struct options *o = options;
	const struct own *it = own;

	while (it->opt != opt)
		it++;
	if (opt == OPTION_LAW && o->law != NULL)
		return diag_fail(
		    STATUS_CANNOT, "--law is given twice: choose one");
	if (it->text != 0)
		*(const char **)((char *)o + it->text) = arg;
	if (it->mode == FILTER)
		return 0;
	if (o->mode != FILTER && o->mode != it->mode)
		return diag_fail(STATUS_CANNOT,
		    "choose one of --plan, "
		    "--now-list, --preshift and --guide");
	o->mode = it->mode;
	return 0;
}

/* Combinations that cannot be meant, then the common options. */
static int
settle(struct options *o, int operands)
{
	if (o->mode == GUIDE && operands > 0)
		return diag_fail(STATUS_CANNOT, "--guide reads no data");
	if (o->minutes != NULL && o->mode != GUIDE)
		return diag_fail(STATUS_CANNOT, "--minutes is for --guide");
	if (o->carry != NULL && o->mode != PRESHIFT)
		return diag_fail(STATUS_CANNOT, "--carry-in is for --preshift");
	if (o->what_if != NULL &&
	    (o->mode == PLAN || o->mode == NOW_LIST || o->mode == PRESHIFT))
		return diag_fail(STATUS_CANNOT,
		    "--what-if compares offers over records, and goes with "
		    "none of --plan, --now-list and --preshift: put the "
		    "constants in load.csv");
	return common_settle(&o->common);
}

int
main(int argc, char **argv)
{
	static const struct option_set set = { letters, words, usage_line, help,
		own_option };
	struct options o = { .mode = FILTER };
	enum status status;

	common_start(&o.common, "breathe");

	if (common_options(&o.common, &set, &o, argc, argv, &status)) {
		if (settle(&o, argc - optind) != 0)
			status = diag_report();
		else
			status = run(&o, argv + optind, argc - optind);
	}

	common_end(&o.common);
	return status;
}
