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
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/num.h"
#include "base/term.h"
#include "call/stream.h"
#include "call/stream_settings.h"
#include "care/activities.h"
#include "care/breakplan.h"
#include "care/breaks.h"
#include "care/cover.h"
#include "care/guide.h"
#include "care/load.h"
#include "care/nowlist.h"
#include "care/preshift.h"
#include "care/rest.h"
#include "care/rhythm.h"
#include "care/roster.h"
#include "care/shift.h"
#include "care/team.h"
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

/* What a set of constants makes of the records, for --what-if. */
struct effect {
	int64_t calls, offers;
	double loads, over; /* sum, minutes */
};

/* Everything that is kept. */
struct work {
	const struct options *options;
	struct load_constants constants, usual;
	struct breaks *rules, *usual_rules;
	struct rest *rest;		/* recorded breaks, or NULL */
	struct shift_table *shifts;	/* or NULL */
	struct roster *roster;		/* of the shifts, or NULL */
	struct cover *cover;		/* or NULL */
	struct team *team, *usual_team; /* the latter for --what-if */
	struct activities *activities;
	struct effect now, before;
	struct rhythm *rhythm; /* PLAN */
	struct preshift *page; /* PRESHIFT */
	int64_t until_ms;      /* reports look at calls until then */
	int stress;	       /* whether the records have it */
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

static void
add_effect(struct effect *o, const struct team_result *r)
{
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return;
	o->calls++;
	o->offers += r->offered;
	o->loads += r->point.after;
	o->over += r->point.over;
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
	if (r->taken == FLAG_YES)
		stream_set(s, TAKEN, "yes", 3);
	else if (r->taken == FLAG_NO)
		stream_set(s, TAKEN, "no", 2);
	if (r->offered)
		offer(s, &r->offer);
}

/* Whether a call has what a load can be computed from. */
static int
is_handled(struct stream *s, const struct call *call)
{
	if (!call->handled || call->agent.n == 0)
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

	if (is_handled(s, call)) {
		if (w->usual_team != NULL) {
			team_take(w->usual_team, call, &r);
			add_effect(&w->before, &r);
		}
		team_take(w->team, call, &r);
		add_effect(&w->now, &r);
		count(w, s, call, &r);
		set_columns(s, &r);
	}
	stream_write(s);
}

/* A record of a report: what is later than it looks back on is left. */
static void
report_record(struct work *w, struct stream *s, const struct call *call)
{
	struct team_result r;
	int item = stream_value(s, FIELD_ITEM).n > 0, handled;

	handled =
	    !item && is_handled(s, call) && call->handling_until <= w->until_ms;
	if (handled) {
		team_take(w->team, call, &r);
		count(w, s, call, &r);
		if (w->rhythm != NULL && r.place <= LOAD_LATE)
			rhythm_add(w->rhythm, call->agent, call->handling_from,
			    call->handling_until, call->stress);
	}
	if (w->page != NULL)
		preshift_add(w->page, call, handled ? &r : NULL, item);
	stream_used(s);
}

/* Tell what --what-if would change; the columns show it for each call. */
static void
tell_what_if(const struct work *w)
{
	const struct effect *a = &w->before, *b = &w->now;
	double n = a->calls > 0 ? (double)a->calls : 1;

	diag_warn("what-if: %lld offers become %lld, load %.1f on average "
		  "becomes %.1f, %.1f min above %g become %.1f above %g",
	    (long long)a->offers, (long long)b->offers, a->loads / n,
	    b->loads / n, a->over, w->usual.over, b->over, w->constants.over);
}

/* The name of an agent's queue, for the plan. */
static const char *
queue_name(void *arg, struct bytes agent, size_t *n)
{
	const struct work *w = arg;
	const struct team_member *m = team_find(w->team, agent);

	*n = m == NULL ? 0 : m->queue.n;
	return m == NULL ? "" : m->queue.p;
}

static void
write_plan(struct work *w, struct emit *e)
{
	struct breakplan_setup setup = { .constants = &w->constants,
		.rules = w->rules,
		.roster = w->roster,
		.cover = cover_new(w->roster),
		.rhythm = w->rhythm,
		.activities = w->activities,
		.date = w->options->common.date_days,
		.queue = queue_name,
		.arg = w };
	int64_t left;

	team_attend(w->team, w->roster, setup.cover);
	left = breakplan_write(&setup, e);
	if (left > 0)
		diag_warn(
		    "%lld breaks have no room in the plan", (long long)left);
	team_attend(w->team, w->roster, NULL);
	cover_free(setup.cover);
}

/* Write what the mode asks for, once all is read. */
static void
write_report(struct work *w, struct emit *e)
{
	struct nowlist_setup list = { .constants = &w->constants,
		.rules = w->rules,
		.team = w->team,
		.roster = w->roster,
		.rest = w->rest,
		.activities = w->activities,
		.now = w->options->common.now_ms,
		.date = w->options->common.date_days };

	if (w->options->mode == PLAN)
		write_plan(w, e);
	else if (w->options->mode == NOW_LIST)
		nowlist_write(&list, e);
	else
		preshift_write(w->page, e);
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
	if (!w->stress)
		diag_warn("no stress column: loads are a lower bound; run "
			  "triage first");
	while (stream_next(s, &call))
		if (o->mode == FILTER)
			filter_record(w, s, &call);
		else
			report_record(w, s, &call);
	if (!stream_checking(s) && o->mode != FILTER)
		write_report(w, stream_output(s));
	if (!stream_checking(s) && w->usual_team != NULL)
		tell_what_if(w);
	if (!stream_checking(s) && o->common.verbose)
		diag_print("%.1f minutes at the cap of load, 100",
		    team_capped(w->team));
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

/* Constants and rules.  Returns 0, or -1 (diag_text()). */
static int
read_rules(struct work *w)
{
	const struct options *o = w->options;
	const char *dir = o->common.settings_dir;

	if (load_constants_read(&w->usual, dir) != 0)
		return -1;
	w->constants = w->usual;
	if (o->what_if != NULL &&
	    load_constants_change(&w->constants, bytes_of(o->what_if)) != 0)
		return -1;
	if ((w->rules = breaks_load(dir, &w->constants)) == NULL ||
	    (w->usual_rules = breaks_load(dir, &w->usual)) == NULL)
		return -1;
	if (o->law != NULL &&
	    (breaks_add_law(w->rules, bytes_of(o->law)) != 0 ||
		breaks_add_law(w->usual_rules, bytes_of(o->law)) != 0))
		return -1;
	return (w->activities = activities_load(dir)) == NULL ? -1 : 0;
}

/* Shifts, if there are any.  Returns 0, or -1 (diag_text()). */
static int
read_shifts(struct work *w)
{
	const struct options *o = w->options;

	w->shifts = o->shifts != NULL ? shift_read(o->shifts)
				      : shift_load(o->common.settings_dir);
	if (w->shifts == NULL)
		return -1;
	if (shift_agents(w->shifts) > 0) {
		w->roster = roster_new(w->shifts);
		if (o->mode == FILTER)
			w->cover = cover_new(w->roster);
	} else if (o->mode == PLAN)
		return diag_fail(STATUS_CANNOT,
		    "--plan needs shifts: give "
		    "--shifts, or shifts.csv in the settings folder");
	return 0;
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
	struct team_setup setup;

	if (read_rules(w) != 0 || read_shifts(w) != 0)
		return -1;
	if (o->breaks != NULL &&
	    (w->rest = rest_read(o->breaks, o->common.date_days)) == NULL)
		return -1;
	if (o->mode == PLAN)
		w->rhythm =
		    rhythm_new(num_round(w->constants.reset_gap * MINUTE_MS));
	if (o->mode == PRESHIFT)
		w->page = preshift_new(&w->constants, o->common.date_days);
	if (o->carry != NULL && preshift_carry(w->page, o->carry) != 0)
		return -1;
	w->until_ms = look_back(o);
	setup = (struct team_setup){ &w->constants, w->rules, w->rest,
		w->roster, w->cover, w->cover != NULL || o->mode != FILTER };
	w->team = team_new(&setup);
	if (o->what_if != NULL && o->mode == FILTER) {
		setup.constants = &w->usual;
		setup.rules = w->usual_rules;
		setup.cover = NULL;
		w->usual_team = team_new(&setup);
	}
	return 0;
}

static void
work_end(struct work *w)
{
	team_free(w->team);
	team_free(w->usual_team);
	preshift_free(w->page);
	rhythm_free(w->rhythm);
	cover_free(w->cover);
	roster_free(w->roster);
	shift_free(w->shifts);
	rest_free(w->rest);
	activities_free(w->activities);
	breaks_free(w->rules);
	breaks_free(w->usual_rules);
}

/* All that is in force, also where a folder's file leaves rows out. */
static enum status
print_settings(const struct work *w)
{
	const struct common *c = &w->options->common;
	struct emit *e = emit_open(c->output);
	int bad;

	if (e == NULL)
		return diag_report();
	emit_string(e, "# load.csv\n");
	load_constants_print(&w->constants, e);
	emit_string(e, "# breaks.csv\n");
	bad = breaks_print(c->settings_dir, w->options->law, e) != 0 ||
	    common_print_settings(
		c, e, "activities.csv", activities_built_in()) != 0 ||
	    common_print_settings(c, e, "shifts.csv", shift_csv) != 0 ||
	    common_print_settings(c, e, "limits.csv", stream_limits) != 0 ||
	    common_print_settings(c, e, "map.csv", stream_map) != 0;
	if (bad)
		diag_report();
	if (emit_close(e, !bad) != 0)
		return diag_report();
	return bad ? STATUS_CANNOT : STATUS_OK;
}

/* Show one frame.  Returns 0 or -1. */
static int
show(struct term *t, const struct guide *g, int64_t at, int64_t total,
    int changed)
{
	struct guide_look look = { .columns = term_columns(t),
		.moves = term_moves(t),
		.colour = term_colour(t),
		.utf8 = term_utf8(),
		.wipe = changed };
	struct buf frame = { 0 };
	int done;

	guide_frame(g, at, total, &look, &frame);
	done = term_write(t, buf_bytes(&frame));
	buf_free(&frame);
	return done;
}

/* Show frames until it is over; TERM_SIGNAL when a signal ended it. */
static enum term_event
breathe_along(
    struct term *t, const struct guide *g, int64_t total, enum status *status)
{
	int64_t begin = term_clock(), next = 0, at = 0;
	enum term_event event = TERM_CHANGED;

	while (total == 0 || at < total) {
		if (show(t, g, at, total, event == TERM_CHANGED) != 0) {
			*status = diag_status();
			return TERM_NOTHING;
		}
		/* A frame that is late does not push the others back. */
		next = (at / GUIDE_FRAME_MS + 1) * GUIDE_FRAME_MS;
		do {
			event = term_wait(t, (int)(next - at));
			at = term_clock() - begin;
			if (event == TERM_SIGNAL ||
			    (event == TERM_KEY &&
				(term_key(t) == 'q' || term_key(t) == 'Q')))
				return event;
		} while (event != TERM_CHANGED && at < next);
	}
	return TERM_NOTHING;
}

static enum status
guide(const struct options *o)
{
	const struct guide *g = guide_by_name(bytes_of(o->guide));
	enum status status = STATUS_OK;
	enum term_event event;
	double minutes = 0;
	struct term *t;

	if (g == NULL)
		diag_fail(STATUS_CANNOT, "--guide: choose box, 478 or calm");
	else if (o->minutes != NULL &&
	    (num_real(bytes_of(o->minutes), '.', &minutes) != 0 ||
		!(minutes >= 0.01 && minutes <= 60)))
		diag_fail(
		    STATUS_CANNOT, "--minutes: a number up to 60 is expected");
	else if ((t = term_open()) != NULL) {
		event = breathe_along(
		    t, g, num_round(minutes * MINUTE_MS), &status);
		term_close(t);
		if (event == TERM_SIGNAL)
			term_end_by_signal();
		if (status == STATUS_OK)
			return event == TERM_KEY
			    ? STATUS_OK
			    : common_help(guide_farewell(), "\n");
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

static enum status
usage(void)
{
	fputs(usage_line, stderr);
	return STATUS_CANNOT;
}

/* Two modes at once are none.  Returns 0 or -1 (diag_text()). */
static int
set_mode(struct options *o, enum mode mode)
{
	if (o->mode != FILTER && o->mode != mode)
		return diag_fail(STATUS_CANNOT,
		    "choose one of --plan, "
		    "--now-list, --preshift and --guide");
	o->mode = mode;
	return 0;
}

/* Take one of breathe's own options.  Returns 0 or -1 (diag_text()). */
static int
own_option(struct options *o, int opt, const char *arg)
{
	switch (opt) {
	case OPTION_BREAKS:
		o->breaks = arg;
		break;
	case OPTION_SHIFTS:
		o->shifts = arg;
		break;
	case OPTION_LAW:
		o->law = arg;
		break;
	case OPTION_WHAT_IF:
		o->what_if = arg;
		break;
	case OPTION_PLAN:
		return set_mode(o, PLAN);
	case OPTION_NOW_LIST:
		return set_mode(o, NOW_LIST);
	case OPTION_PRESHIFT:
		return set_mode(o, PRESHIFT);
	case OPTION_CARRY:
		o->carry = arg;
		break;
	case OPTION_GUIDE:
		o->guide = arg;
		return set_mode(o, GUIDE);
	case OPTION_MINUTES:
		o->minutes = arg;
		break;
	}
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
	return common_settle(&o->common);
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
	struct options o = { .mode = FILTER };
	enum status status;

	common_start(&o.common, "breathe");

	if (options_read(&o, argc, argv, &status)) {
		if (settle(&o, argc - optind) != 0)
			status = diag_report();
		else
			status = run(&o, argv + optind, argc - optind);
	}

	common_end(&o.common);
	return status;
}
