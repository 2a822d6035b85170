/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/arrival.h"
#include "report/firsts.h"
#include "report/handled.h"
#include "report/intake.h"

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

/*
 * A record's customer is known, and which call it is of: begin to fetch
 * what is kept of both, which lies far away.
 */
static void
expect(void *arg, const struct call *c)
{
	const struct intake *in = arg;

	people_expect(in->people, people_hash(c));
	if (c->joined.n > 0)
		recent_expect(in->legs, call_legs(c));
}

struct intake *
intake_new(struct report *r, struct stream *s, const struct intake_days *days)
{
	struct intake *in = aligned_alloc(_Alignof(struct intake), sizeof(*in));

	if (in == NULL)
		mem_exhausted();
	memset(in, 0, sizeof(*in));
	in->report = r;
	added_bind(&in->added, s);
	in->all_days = days == NULL;
	if (days != NULL)
		in->days = *days;
	in->legs = legs_new();
	in->followup = followup_new(r->carry, &in->added);
	followup_disguise(in->followup, r->pseudonym);
	in->relief = relief_new(r->tally);
	in->people = people_new();
	in->cases = cases_new(r->tally, r->carry, r->sheet);
	in->team = tally_at(r->tally, TALLY_TEAM, 0);
	in->has_item = stream_has(s, FIELD_ITEM);
	in->latest = INSTANT_NONE;
	stream_expect(s, expect, in);
	r->has = columns_of(s);
	return in;
}

void
intake_drop(struct intake *in)
{
	if (in == NULL)
		return;
	recent_free(in->legs);
	followup_free(in->followup);
	followup_free(in->before);
	relief_free(in->relief);
	people_free(in->people);
	cases_free(in->cases);
	free(in);
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
	struct civil c, before;

	if (at == INSTANT_NONE)
		return NULL;
	if (in->hour == NULL || at < in->hour_from || at >= in->hour_until) {
		zone_civil(at, &c);
		in->hour_from =
		    at - c.minute * MINUTE_MS - c.second * SECOND_MS - c.ms;
		in->hour_until = in->hour_from + HOUR_MS;
		in->hour_of_day = c.hour;
		zone_civil(in->hour_from - 1, &before);
		in->hour_again = before.hour == c.hour;
		in->hour = tally_entry(in->report->tally, TALLY_INTERVALS,
		    tally_instant_key(in->hour_from, key));
	}
	return in->hour;
}

/* The entries where a record counts. */
static void
find_places(struct intake *in, struct sight *s)
{
	const struct call *c = s->call;
	unsigned has = in->report->has;

	s->at[AT_QUEUE] = named(in, TALLY_QUEUES, c->queue);
	s->at[AT_HOUR] = hour_of(in, c->start);
	s->at[AT_TEAM] = sight_team(in, s->at[AT_HOUR]);
	s->at[AT_REASON] = named(in, TALLY_REASONS, c->reason);
	if (s->handled || (has & HAS_TARGET))
		s->agent = named(in, TALLY_AGENTS, in->plain->agent);
	if (s->handled)
		s->at[AT_AGENT] = s->agent;
	if (in->report->keeps_crew && s->at[AT_AGENT] != NULL &&
	    s->at[AT_QUEUE] != NULL)
		crew_saw(in->report->crew, s->at[AT_QUEUE], s->agent);
	if (in->report->team_only && s->at[AT_AGENT] != NULL &&
	    s->at[AT_HOUR] != NULL)
		crew_saw(in->report->hours, s->at[AT_HOUR], s->agent);
	if (s->at[AT_AGENT] != NULL && (has & (HAS_STRESS | HAS_LOAD)))
		s->shape = shape_agent(in->report->shape, s->agent);
}

/* Which call it is of, and whose. */
static void
find_call(struct intake *in, struct sight *s)
{
	s->customer = people_hash(s->call);
	s->legs = legs_call(in->legs, s->call, &s->first);
	/* A call has one customer: that of its first leg. */
	if (s->legs != NULL && s->first)
		s->legs->customer = s->customer;
	else if (s->legs != NULL)
		s->customer = s->legs->customer;
}

/*
 * Where and as what a record counts.  Where no column tells agents apart,
 * somebody handled what was answered.
 */
static void
look(struct intake *in, struct sight *s)
{
	const struct call *c = s->call;
	unsigned has = in->report->has;

	s->talked = c->outcome == OUTCOME_ANSWERED ||
	    c->outcome == OUTCOME_ENDED_BY_POLICY;
	s->handled = c->handled || (!(has & HAS_AGENT) && s->talked);
	s->mine = in->report->sheet.n == 0 ||
	    bytes_equal(c->agent, in->report->sheet);
	if (s->mine)
		find_places(in, s);
	find_call(in, s);
	s->offered = s->first && c->direction != DIRECTION_OUT &&
	    c->outcome != OUTCOME_FAILED;
	if (!s->mine)
		return;
	if (s->offered && c->queue.n == 0 && (has & HAS_QUEUE)) {
		s->offered = 0;
		in->remarks[REMARK_QUEUE]++;
	}
	s->answered = s->offered && s->talked;
}

static void
count_escalation(struct intake *in, const struct sight *s)
{
	struct case_record r = { .level =
				     sight_value(in, s->call, FIELD_ESCALATION),
		.start = s->call->start,
		.mine = 1 };
	struct bytes status;

	if (r.level.n == 0)
		return;
	status = sight_value(in, s->call, FIELD_ESCALATION_STATUS);
	r.why = sight_value(in, s->call, FIELD_ESCALATION_WHY);
	r.closed = s->call->resolved == FLAG_YES || followup_is_closed(status);
	r.overdue = bytes_is(bytes_trim(status), "overdue");
	cases_take(in->cases, CASE_ESCALATION, s->who, &r);
	/* One that ended as the policy has it is not the agent's. */
	if (s->at[AT_AGENT] != NULL &&
	    s->call->outcome != OUTCOME_ENDED_BY_POLICY)
		tally_add(s->at[AT_AGENT], MEASURE_ESCALATED, 1);
}

static void
count_promise(struct intake *in, const struct sight *s)
{
	struct stream *stream = in->added.stream;
	struct case_record r = { .start = s->call->start, .mine = 1 };

	if (stream_value(stream, FIELD_PROMISED_BY).n == 0 ||
	    stream_instant(stream, FIELD_PROMISED_BY) == INSTANT_NONE)
		return;
	r.closed = s->call->resolved == FLAG_YES ||
	    followup_is_closed(stream_value(stream, FIELD_STATUS));
	cases_take(in->cases, CASE_PROMISE, s->who, &r);
}

static uint32_t
queue_of(const struct tally_entry *queue)
{
	return queue != NULL ? queue->place + 1 : 0;
}

/* A contact of a customer, which may be a first one. */
static void
follow_contact(struct intake *in, const struct sight *s, struct person *who,
    int64_t contacts)
{
	const struct call *c = s->call;
	struct contactsfile *kept = in->report->contacts;
	uint64_t hash;
	/* One that ended as the policy has it was not to be resolved. */
	int answered = s->answered && c->outcome != OUTCOME_ENDED_BY_POLICY;
	int first;

	if (c->start == INSTANT_NONE || c->direction == DIRECTION_OUT)
		return;
	first = firsts_take(in->report->tally, who, c, contacts, answered,
	    queue_of(s->at[AT_QUEUE]));
	if (s->legs != NULL)
		s->legs->first = first;
	if (kept == NULL)
		return;
	hash = contactsfile_hash(kept, in->plain->customer);
	if (s->legs != NULL)
		s->legs->contact = hash;
	contactsfile_take(kept, hash, c->start, contacts > 1, c->queue);
	if (answered)
		contactsfile_answered(kept, hash, c->start);
	if (c->resolved != FLAG_NONE)
		contactsfile_resolved(
		    kept, hash, c->start, c->resolved == FLAG_YES);
}

/* A further leg: the contact began with the first one. */
static void
follow_leg(struct intake *in, const struct sight *s, struct person *who)
{
	struct contactsfile *kept = in->report->contacts;
	struct leg_call *legs = s->legs;
	int late = legs->offered && !legs->answered && s->talked &&
	    s->call->outcome != OUTCOME_ENDED_BY_POLICY;

	if (late && legs->first)
		firsts_answer(in->report->tally, who, legs->start,
		    legs->resolved, queue_of(legs->queue));
	else if (legs->first)
		firsts_say(in->report->tally, who, legs->start, legs->resolved);
	if (kept == NULL || legs->contact == 0)
		return;
	if (late)
		contactsfile_answered(kept, legs->contact, legs->start);
	if (legs->resolved != FLAG_NONE)
		contactsfile_resolved(kept, legs->contact, legs->start,
		    legs->resolved == FLAG_YES);
}

/* What the record says of its customer's cases. */
static void
count_cases(struct intake *in, const struct sight *s)
{
	unsigned has = in->report->has;

	if (s->call->resolved == FLAG_YES && s->who != NULL &&
	    (has & HAS_ESCALATION))
		cases_resolved(s->who);
	if (s->mine && (has & HAS_ESCALATION))
		count_escalation(in, s);
	if (s->mine && (has & HAS_PROMISE))
		count_promise(in, s);
}

/* What the record means for its customer's matter. */
static void
follow(struct intake *in, const struct sight *s, int64_t contacts)
{
	struct followup_call known = { s->who, s->first, s->handled };

	count_cases(in, s);
	if (s->who != NULL && s->mine && s->first)
		follow_contact(in, s, s->who, contacts);
	if (s->who != NULL && s->mine && !s->first)
		follow_leg(in, s, s->who);
	followup_take(in->followup, s->call, &known);
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
	struct person *who;

	if (stream_value(in->added.stream, FIELD_ITEM).n == 0)
		return 0;
	in->remarks[REMARK_ITEM]++;
	who = people_get(in->people, people_hash(c), NULL);
	followup_item(in->followup, c, who);
	cases_carried(in->cases, who);
	return 1;
}

/* All that a record counts for, whoever the customer is. */
static void
count_call(struct intake *in, struct sight *s, int64_t contacts)
{
	const struct call *c = s->call;
	unsigned has = in->report->has;

	if (s->offered)
		arrival_offered(in, s, contacts);
	if (s->legs != NULL && s->first)
		arrival_note(s);
	arrival_resolved(in, s);
	s->likely = people_fetch(in->people, s->customer);
	if (s->handled)
		handled_count(in, s);
	if ((has & HAS_TARGET) && s->agent != NULL && s->date != INSTANT_NONE)
		goals_take(in->report->goals, &in->added, c->record, s->agent,
		    s->date);
}

/* The call under pseudonyms. */
static const struct call *
disguise(struct intake *in, const struct call *c)
{
	const struct pseudonym *p = in->report->pseudonym;

	in->disguised = *c;
	in->disguised.agent.p = in->agent;
	in->disguised.agent.n =
	    pseudonym_put(p, PSEUDONYM_AGENT, c->agent, in->agent);
	in->disguised.customer.p = in->customer;
	in->disguised.customer.n =
	    pseudonym_put(p, PSEUDONYM_CUSTOMER, c->customer, in->customer);
	in->disguised.customer_hash = 0;
	return &in->disguised;
}

void
intake_yesterday(
    struct intake *in, struct stream *s, int working, int64_t today)
{
	added_bind(&in->added_before, s);
	in->before = followup_new(in->report->carry, &in->added_before);
	followup_disguise(in->before, in->report->pseudonym);
	followup_carried(in->before, working, today);
	if (stream_has(s, FIELD_ESCALATION))
		in->report->has |= HAS_ESCALATION;
}

/* An item that escalate has judged today counts as a record does. */
static void
count_judged(struct intake *in, const struct call *c, struct person *who)
{
	struct stream *s = in->added_before.stream;
	struct bytes status =
	    bytes_trim(stream_value(s, FIELD_ESCALATION_STATUS));
	struct case_record r = { .level = bytes_trim(
				     stream_value(s, FIELD_ESCALATION)),
		.why = stream_value(s, FIELD_ESCALATION_WHY),
		.start = c->start,
		.closed = followup_is_closed(status),
		.overdue = bytes_is(status, "overdue"),
		.mine = in->report->sheet.n == 0 };

	if (r.level.n > 0)
		cases_take(in->cases, CASE_ESCALATION, who, &r);
}

int
intake_item(struct intake *in, const struct call *c)
{
	struct person *who;

	if (stream_value(in->added_before.stream, FIELD_ITEM).n == 0)
		return 0;
	if (in->report->pseudonym != NULL)
		c = disguise(in, c);
	who = people_get(in->people, people_hash(c), NULL);
	count_judged(in, c, who);
	followup_item(in->before, c, who);
	cases_carried(in->cases, who);
	return 1;
}

int
intake_take(struct intake *in, const struct call *c)
{
	struct sight s;
	int64_t contacts;

	mem_clear(&s, sizeof(s));
	in->plain = c;
	if (in->report->pseudonym != NULL)
		c = disguise(in, c);
	if (in->has_item && take_item(in, c))
		return 1;
	if (!take_day(in, c, &s.date))
		return 0;
	s.call = c;
	look(in, &s);
	contacts = sight_number(in, c, FIELD_CONTACTS);
	if (s.mine)
		count_call(in, &s, contacts);
	else if (s.handled && s.legs != NULL)
		s.legs->handled = 1;
	s.who = people_get(in->people, s.customer, s.likely);
	follow(in, &s, contacts);
	if (s.mine && arrival_is_late(&s))
		arrival_late(in, &s);
	return 1;
}

/* What was counted by hour and by queue is the team's, see sight.h. */
static void
sum_up_team(const struct tally *t, struct tally_entry *team)
{
	const struct tally_entry *queue;
	uint32_t i;
	int h;

	for (i = 0; i < tally_count(t, TALLY_INTERVALS); i++)
		tally_merge(team, tally_at(t, TALLY_INTERVALS, i));
	for (i = 0; i < tally_count(t, TALLY_QUEUES); i++) {
		queue = tally_at(t, TALLY_QUEUES, i);
		for (h = 0; h < TALLY_HISTS; h++)
			if (queue->hist[h] != NULL)
				hist_merge(team->hist[h], queue->hist[h]);
	}
}

static void
finish_person(void *arg, const struct person *who)
{
	struct intake *in = arg;

	firsts_finish(in->report->tally, who, in->latest);
	cases_finish(in->cases, who);
}

void
intake_finish(struct intake *in)
{
	struct report *r;
	size_t i;

	if (in == NULL)
		return;
	r = in->report;
	sum_up_team(r->tally, in->team);
	people_each(in->people, finish_person, in);
	goals_finish(r->goals, r->tally);
	ratings_scale(&r->ratings, r->csat_scale, sizeof(r->csat_scale));
	cases_finish(in->cases, NULL);
	if (r->sheet.n > 0)
		carry_only(r->carry, r->sheet);
	carry_settle(r->carry);
	for (i = 0; i < REMARKS; i++)
		report_remark(r, remarks[i], in->remarks[i]);
	intake_drop(in);
}
