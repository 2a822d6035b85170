/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/stress.h"
#include "report/causes.h"
#include "report/firsts.h"
#include "report/followup.h"
#include "report/goals.h"
#include "report/intake.h"
#include "report/legs.h"
#include "report/people.h"
#include "report/ratings.h"
#include "report/tenths.h"

/* What is said at the end about records that could not be counted in full. */
enum remark {
	REMARK_ITEM,
	REMARK_QUEUE,
	REMARK_OUTCOME,
	REMARK_ANSWER_WAIT,
	REMARK_ABANDON_WAIT,
	REMARK_HANDLE,
	REMARK_STRESS,
	REMARK_START,
	REMARKS
};
static const char *const remarks[REMARKS] = {
	[REMARK_ITEM] = "%llu records are carried over work and no calls",
	[REMARK_QUEUE] = "%llu inbound calls name no queue: not offered",
	[REMARK_OUTCOME] = "%llu offered calls tell no outcome: neither "
			   "answered nor abandoned",
	[REMARK_ANSWER_WAIT] = "%llu answered calls tell no wait: they count "
			       "as answered late",
	[REMARK_ABANDON_WAIT] = "%llu abandoned calls tell no wait: they "
				"count as abandoned late",
	[REMARK_HANDLE] = "%llu handled legs tell no handle time",
	[REMARK_STRESS] = "%llu handled legs tell no stress",
	[REMARK_START] = "%llu records tell no start: they are in no day and "
			 "no hour",
};

struct intake {
	struct report *report;
	struct added added;
	struct intake_days days;
	int all_days;
	struct legs *legs;
	struct followup *followup;
	struct goals *goals;
	struct people *people;
	struct tally_entry *team;
	struct tally_entry *causes[CAUSES]; /* NULL: none so far */
	uint64_t remarks[REMARKS];
	struct ratings ratings;
	int has_item;
	int64_t latest; /* start of all */

	/* Neighbours in time share their hour. */
	int64_t hour_from, hour_until;
	struct tally_entry *hour;
};

/* Where a record counts: calls in the first three, legs in all. */
enum { TEAM, QUEUE, HOUR, AGENT, PLACES };

/* What is known of the record at hand. */
struct sight {
	const struct call *call;
	int64_t date;			/* or INSTANT_NONE */
	struct tally_entry *at[PLACES]; /* NULL: nowhere */
	struct tally_entry *agent;	/* who it names; NULL: nobody */
	uint64_t customer;		/* for people_get() */
	struct leg_call *legs;		/* NULL: it has one leg */
	int first;			/* it is the first leg */
	int handled, offered, answered;
};

static unsigned
columns_of(const struct stream *s)
{
	unsigned has = 0;
	size_t i;

	for (i = 0; report_columns[i].has != 0; i++)
		if (stream_has(s, report_columns[i].field))
			has |= report_columns[i].has;
	if (stream_has(s, FIELD_CALLER) || stream_has(s, FIELD_CALLEE))
		has |= HAS_CUSTOMER;
	if (stream_has(s, FIELD_DATE))
		has |= HAS_START;
	return has;
}

struct intake *
intake_new(struct report *r, struct stream *s, const struct intake_days *days)
{
	struct intake *in = mem_zero(1, sizeof(*in));

	in->report = r;
	added_bind(&in->added, s);
	in->all_days = days == NULL;
	if (days != NULL)
		in->days = *days;
	in->legs = legs_new();
	in->followup = followup_new(r->carry, &in->added);
	in->goals = goals_new();
	in->people = people_new();
	in->team = tally_at(r->tally, TALLY_TEAM, 0);
	in->has_item = stream_has(s, FIELD_ITEM);
	in->latest = INSTANT_NONE;
	r->has = columns_of(s);
	return in;
}

void
intake_drop(struct intake *in)
{
	if (in == NULL)
		return;
	legs_free(in->legs);
	followup_free(in->followup);
	goals_free(in->goals);
	people_free(in->people);
	free(in);
}

/* Add to all places up to `last`. */
static void
add(const struct sight *s, int last, enum measure m, int64_t n)
{
	int i;

	for (i = TEAM; i <= last; i++)
		if (s->at[i] != NULL)
			tally_add(s->at[i], m, n);
}

static void
add_most(const struct sight *s, int last, enum measure m, int64_t n)
{
	int i;

	for (i = TEAM; i <= last; i++)
		if (s->at[i] != NULL)
			tally_most(s->at[i], m, n);
}

static void
add_hist(const struct sight *s, int last, enum tally_hist h, int64_t value)
{
	int i;

	for (i = TEAM; i <= last; i++)
		if (s->at[i] != NULL && s->at[i]->hist[h] != NULL)
			hist_add(s->at[i]->hist[h], value);
}

/* A time in ms that may be missing: how many are known, and their sum. */
static void
add_time(const struct sight *s, int last, enum measure known, enum measure sum,
    int64_t ms)
{
	if (ms == DURATION_NONE)
		return;
	add(s, last, known, 1);
	add(s, last, sum, ms);
}

static int64_t
whole_seconds(int64_t ms)
{
	return (ms + SECOND_MS / 2) / SECOND_MS;
}

/* The value of a column that a filter added. */
static struct bytes
value_of(const struct intake *in, const struct call *c, enum field f)
{
	return added_value(&in->added, c->record, f);
}

/* The same as a whole number from 0 up, or -1. */
static int64_t
number_in(const struct intake *in, const struct call *c, enum field f)
{
	int64_t n;

	return num_integer(value_of(in, c, f), &n) == 0 && n >= 0 ? n : -1;
}

/* The entry of a name; none when it is empty. */
static struct tally_entry *
named(struct intake *in, enum tally_group group, struct bytes name)
{
	return name.n == 0 ? NULL : tally_entry(in->report->tally, group, name);
}

static struct tally_entry *
hour_of(struct intake *in, int64_t at)
{
	char key[TALLY_INSTANT];
	struct civil c;

	if (at == INSTANT_NONE)
		return NULL;
	if (in->hour == NULL || at < in->hour_from || at >= in->hour_until) {
		zone_civil(at, &c);
		in->hour_from =
		    at - c.minute * MINUTE_MS - c.second * SECOND_MS - c.ms;
		in->hour_until = in->hour_from + HOUR_MS;
		in->hour = tally_entry(in->report->tally, TALLY_INTERVALS,
		    tally_instant_key(in->hour_from, key));
	}
	return in->hour;
}

/*
 * Where and as what a record counts.  Where no column tells agents apart,
 * somebody handled what was answered.
 */
static void
look(struct intake *in, const struct call *c, struct sight *s)
{
	unsigned has = in->report->has;
	int talked = c->outcome == OUTCOME_ANSWERED ||
	    c->outcome == OUTCOME_ENDED_BY_POLICY;

	s->call = c;
	s->customer = people_hash(in->people, c->customer);
	s->first = 1;
	if (c->parent_id.n > 0)
		s->legs = legs_call(in->legs, c->parent_id, &s->first);
	s->handled = c->handled || (!(has & HAS_AGENT) && talked);
	s->offered = s->first && c->direction != DIRECTION_OUT &&
	    c->outcome != OUTCOME_FAILED;
	if (s->offered && c->queue.n == 0 && (has & HAS_QUEUE)) {
		s->offered = 0;
		in->remarks[REMARK_QUEUE]++;
	}
	s->answered = s->offered && talked;
	s->at[TEAM] = in->team;
	s->at[QUEUE] = named(in, TALLY_QUEUES, c->queue);
	s->at[HOUR] = hour_of(in, c->start);
	if (s->handled || (has & HAS_TARGET))
		s->agent = named(in, TALLY_AGENTS, c->agent);
	if (s->handled)
		s->at[AGENT] = s->agent;
}

/* An offered call's wait and what became of it. */
static void
count_wait(struct intake *in, const struct sight *s, int abandoned)
{
	const struct setup *setup = &in->report->setup;
	int64_t wait = s->call->wait;

	if (wait == DURATION_NONE) {
		in->remarks[REMARK_ANSWER_WAIT] += s->answered;
		in->remarks[REMARK_ABANDON_WAIT] += (uint64_t)abandoned;
		return;
	}
	add(s, HOUR, MEASURE_WAITS, 1);
	add_most(s, HOUR, MEASURE_MOST_WAIT_MS, wait);
	add_hist(s, HOUR, TALLY_WAIT, whole_seconds(wait));
	if (s->answered) {
		add(s, HOUR, MEASURE_ANSWER_WAITS, 1);
		add(s, HOUR, MEASURE_ANSWER_WAIT_MS, wait);
	}
	if (s->answered && wait <= setup->within_ms)
		add(s, HOUR, MEASURE_ANSWERED_WITHIN, 1);
	if (abandoned && wait <= setup->within_ms)
		add(s, HOUR, MEASURE_ABANDONED_WITHIN, 1);
	if (abandoned && wait <= setup->short_ms)
		add(s, HOUR, MEASURE_SHORT, 1);
}

static void
count_offered(struct intake *in, const struct sight *s, int64_t contacts)
{
	int abandoned = s->call->outcome == OUTCOME_ABANDONED;

	add(s, HOUR, MEASURE_OFFERED, 1);
	if (s->answered)
		add(s, HOUR, MEASURE_ANSWERED, 1);
	else if (abandoned)
		add(s, HOUR, MEASURE_ABANDONED, 1);
	else if (s->call->outcome == OUTCOME_UNKNOWN)
		in->remarks[REMARK_OUTCOME]++;
	count_wait(in, s, abandoned);
	if (contacts > 0)
		add(s, HOUR, MEASURE_CONTACTS, 1);
	if (contacts > 1)
		add(s, HOUR, MEASURE_REPEATS, 1);
}

/* Move a call from one answer to another; places may be NULL. */
static void
say_resolved(struct tally_entry *const at[], enum flag answer, int64_t n)
{
	int i;

	for (i = TEAM; i <= HOUR && answer != FLAG_NONE; i++)
		if (at[i] != NULL)
			tally_add(at[i],
			    answer == FLAG_YES ? MEASURE_RESOLVED
					       : MEASURE_UNRESOLVED,
			    n);
}

/* Whether the call is resolved, as its latest leg says that says so. */
static void
count_resolved(struct intake *in, const struct sight *s)
{
	enum flag answer = s->call->resolved;
	struct leg_call *legs = s->legs;
	struct tally_entry *at[PLACES] = { in->team };

	if (answer != FLAG_NONE && s->at[AGENT] != NULL)
		tally_add(s->at[AGENT],
		    answer == FLAG_YES ? MEASURE_RESOLVED : MEASURE_UNRESOLVED,
		    1);
	if (legs == NULL) {
		if (s->answered)
			say_resolved(s->at, answer, 1);
		return;
	}
	if (s->first) {
		legs->answered = s->answered;
		legs->queue = s->at[QUEUE];
		legs->interval = s->at[HOUR];
	}
	if (!legs->answered || answer == FLAG_NONE)
		return;
	at[QUEUE] = legs->queue;
	at[HOUR] = legs->interval;
	say_resolved(at, legs->resolved, -1);
	say_resolved(at, answer, 1);
	legs->resolved = answer;
}

static struct tally_entry *
cause_of(struct intake *in, size_t i)
{
	if (in->causes[i] == NULL)
		in->causes[i] =
		    tally_entry(in->report->tally, TALLY_CAUSES, cause_name(i));
	return in->causes[i];
}

/* The minutes that a leg weighed, by what made it hard. */
static void
count_causes(struct intake *in, const struct call *c, int64_t work)
{
	struct cause_part parts[CAUSES];
	size_t n = causes_split(
		   value_of(in, c, FIELD_STRESS_WHY), c->stress, work, parts),
	       i;

	if (n == 0)
		parts[n++] = (struct cause_part){ CAUSE_OTHER, work };
	for (i = 0; i < n; i++)
		tally_add(cause_of(in, parts[i].cause), MEASURE_STRESS_WORK,
		    parts[i].work);
}

static void
count_stress(struct intake *in, const struct sight *s)
{
	const struct call *c = s->call;
	int64_t outside, work;

	if (c->stress < 0) {
		in->remarks[REMARK_STRESS] +=
		    (in->report->has & HAS_STRESS) != 0;
		return;
	}
	add(s, AGENT, MEASURE_STRESSED, 1);
	add(s, AGENT, MEASURE_STRESS, c->stress);
	add(s, AGENT,
	    c->stress < STRESS_STRAINED	  ? MEASURE_CALM
		: c->stress < STRESS_HARD ? MEASURE_STRAINED
					  : MEASURE_HARD,
	    1);
	add_hist(s, AGENT, TALLY_STRESS, c->stress);
	if (c->stress >= STRESS_HARD && c->resolved == FLAG_YES)
		add(s, AGENT, MEASURE_HARD_RESOLVED, 1);
	outside = number_in(in, c, FIELD_STRESS_OUTSIDE);
	if (outside >= 0 && outside <= 100) {
		add(s, AGENT, MEASURE_OUTSIDE_OF, c->stress);
		add(s, AGENT, MEASURE_OUTSIDE, c->stress * outside);
	}
	if (c->handle_time == DURATION_NONE || c->handle_time == 0 ||
	    c->stress == 0)
		return;
	work = c->handle_time * c->stress;
	add(s, AGENT, MEASURE_STRESS_WORK, work);
	count_causes(in, c, work);
}

static void
count_load(struct intake *in, const struct sight *s)
{
	int64_t tenths;

	if (tenths_read(value_of(in, s->call, FIELD_LOAD), &tenths) == 0) {
		add(s, AGENT, MEASURE_LOADS, 1);
		add(s, AGENT, MEASURE_LOAD, tenths);
		add_most(s, AGENT, MEASURE_MOST_LOAD, tenths);
	}
	if (tenths_read(value_of(in, s->call, FIELD_LOAD_OVER), &tenths) == 0)
		add(s, AGENT, MEASURE_OVER, tenths);
}

static void
count_breathers(struct intake *in, const struct sight *s)
{
	int64_t minutes = number_in(in, s->call, FIELD_BREATHER);
	struct bytes taken = value_of(in, s->call, FIELD_BREATHER_TAKEN);
	struct tally_entry *rule;

	if (taken.n > 0)
		add(s, AGENT,
		    taken.p[0] == 'y' ? MEASURE_TAKEN : MEASURE_MISSED, 1);
	if (minutes < 0)
		return;
	add(s, AGENT, MEASURE_BREATHERS, 1);
	add(s, AGENT, MEASURE_BREATHER_MINUTES, minutes);
	rule = tally_entry(in->report->tally, TALLY_RULES,
	    value_of(in, s->call, FIELD_BREATHER_RULE));
	tally_add(rule, MEASURE_BREATHERS, 1);
	tally_add(rule, MEASURE_BREATHER_MINUTES, minutes);
}

static void
count_handled(struct intake *in, const struct sight *s)
{
	const struct call *c = s->call;

	add(s, AGENT, MEASURE_LEGS, 1);
	if (s->legs == NULL || !s->legs->handled)
		add(s, AGENT, MEASURE_CALLS, 1);
	if (s->legs != NULL)
		s->legs->handled = 1;
	add_time(s, AGENT, MEASURE_HANDLES, MEASURE_HANDLE_MS, c->handle_time);
	add_time(s, AGENT, MEASURE_TALKS, MEASURE_TALK_MS, c->talk);
	add_time(s, AGENT, MEASURE_HOLDS, MEASURE_HOLD_MS, c->hold);
	add_time(s, AGENT, MEASURE_WRAPS, MEASURE_WRAP_MS, c->wrap);
	if (c->talk != DURATION_NONE)
		add_hist(s, AGENT, TALLY_TALK, whole_seconds(c->talk));
	in->remarks[REMARK_HANDLE] += c->handle_time == DURATION_NONE;
	if (c->transfers > 0)
		add(s, AGENT, MEASURE_TRANSFERS, c->transfers);
	if (c->csat != REAL_NONE) {
		add(s, AGENT, MEASURE_RATINGS, 1);
		add(s, AGENT, MEASURE_RATING, num_round(c->csat * 10000));
		ratings_see(&in->ratings, c->csat, c->csat_scaled);
	}
	count_stress(in, s);
	if (in->report->has & HAS_LOAD)
		count_load(in, s);
	if (in->report->has & HAS_BREATHER)
		count_breathers(in, s);
}

static void
count_escalation(struct intake *in, const struct sight *s)
{
	struct bytes level = value_of(in, s->call, FIELD_ESCALATION);
	struct tally_entry *e;

	if (level.n == 0)
		return;
	e = tally_entry(in->report->tally, TALLY_LEVELS, level);
	tally_add(e, MEASURE_ESCALATED, 1);
	add(s, AGENT, MEASURE_ESCALATED, 1);
	if (bytes_is(
		value_of(in, s->call, FIELD_ESCALATION_STATUS), "overdue")) {
		tally_add(e, MEASURE_OVERDUE, 1);
		add(s, AGENT, MEASURE_OVERDUE, 1);
	}
}

/* What the record means for its customer's matter. */
static void
follow(struct intake *in, const struct sight *s, int64_t contacts)
{
	const struct call *c = s->call;
	struct tally *tally = in->report->tally;
	struct person *who = people_get(in->people, s->customer);
	struct followup_call known = { who, s->first, s->handled };

	if (who != NULL && s->first && c->start != INSTANT_NONE &&
	    c->direction != DIRECTION_OUT)
		firsts_take(tally, who, c, contacts, s->answered,
		    s->at[QUEUE] != NULL ? s->at[QUEUE]->place + 1 : 0);
	if (who != NULL && !s->first && c->resolved == FLAG_NO)
		firsts_break(tally, who);
	followup_take(in->followup, c, &known);
}

/* The record's day; 0 when it is none of those asked for. */
static int
take_day(struct intake *in, const struct call *c, int64_t *date)
{
	struct report *r = in->report;

	*date = INSTANT_NONE;
	if (c->start == INSTANT_NONE) {
		in->remarks[REMARK_START]++;
		return in->all_days;
	}
	*date = zone_date(c->start, r->setup.day_start_ms);
	if (!in->all_days && (*date < in->days.from || *date > in->days.until))
		return 0;
	if (*date < r->first_day)
		r->first_day = *date;
	if (*date > r->last_day)
		r->last_day = *date;
	if (c->start > in->latest)
		in->latest = c->start;
	return 1;
}

/* A record of open work is no call. */
static int
take_item(struct intake *in, const struct call *c)
{
	if (stream_value(in->added.stream, FIELD_ITEM).n == 0)
		return 0;
	in->remarks[REMARK_ITEM]++;
	followup_item(in->followup, c,
	    people_get(in->people, people_hash(in->people, c->customer)));
	return 1;
}

int
intake_take(struct intake *in, const struct call *c)
{
	struct sight s = { .call = NULL };
	int64_t contacts;

	if (in->has_item && take_item(in, c))
		return 1;
	if (!take_day(in, c, &s.date))
		return 0;
	look(in, c, &s);
	contacts = number_in(in, c, FIELD_CONTACTS);
	if (s.offered)
		count_offered(in, &s, contacts);
	count_resolved(in, &s);
	if (s.handled)
		count_handled(in, &s);
	if (in->report->has & HAS_ESCALATION)
		count_escalation(in, &s);
	if ((in->report->has & HAS_TARGET) && s.agent != NULL &&
	    s.date != INSTANT_NONE)
		goals_take(in->goals, &in->added, c->record, s.agent, s.date);
	follow(in, &s, contacts);
	return 1;
}

/* Escalations that are left, by level. */
static void
count_open(struct intake *in)
{
	const struct carry *carry = in->report->carry;
	size_t i;

	for (i = 0; i < carry_count(carry); i++) {
		const struct carry_item *item = carry_at(carry, i);

		if (item->kind != CARRY_ESCALATION)
			continue;
		tally_add(in->team, MEASURE_OPEN, 1);
		tally_add(tally_entry(in->report->tally, TALLY_LEVELS,
			      item->text[CARRY_LEVEL]),
		    MEASURE_OPEN, 1);
	}
}

static void
finish_person(void *arg, const struct person *who)
{
	struct intake *in = arg;

	firsts_finish(in->report->tally, who, in->latest);
}

void
intake_finish(struct intake *in)
{
	struct report *r;
	size_t i;

	if (in == NULL)
		return;
	r = in->report;
	people_each(in->people, finish_person, in);
	goals_finish(in->goals, r->tally);
	ratings_scale(&in->ratings, r->csat_scale, sizeof(r->csat_scale));
	carry_settle(r->carry);
	count_open(in);
	for (i = 0; i < REMARKS; i++)
		report_note(r, remarks[i], in->remarks[i]);
	intake_drop(in);
}
