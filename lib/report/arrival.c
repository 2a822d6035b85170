/* SPDX-License-Identifier: ISC */
#include "report/arrival.h"

/*
 * What the record says of a solution.  A call that was ended as the team's
 * policy has it was not for the agent to solve, and counts as neither.
 */
static enum flag
resolution(const struct call *c)
{
	return c->outcome == OUTCOME_ENDED_BY_POLICY && c->resolved == FLAG_NO
	    ? FLAG_NONE
	    : c->resolved;
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
	sight_sum(in, MEASURE_WAITS, 1);
	sight_most(s, AT_HOUR, MEASURE_MOST_WAIT_MS, wait);
	hist_add(
	    sight_hist(in, s->at[AT_QUEUE], TALLY_WAIT), sight_seconds(wait));
	if (s->answered) {
		sight_sum(in, MEASURE_ANSWER_WAITS, 1);
		sight_sum(in, MEASURE_ANSWER_WAIT_MS, wait);
	}
	if (s->answered && wait <= setup->within_ms)
		sight_sum(in, MEASURE_ANSWERED_WITHIN, 1);
	if (abandoned && wait <= setup->within_ms)
		sight_sum(in, MEASURE_ABANDONED_WITHIN, 1);
	if (abandoned && wait <= setup->short_ms)
		sight_sum(in, MEASURE_SHORT, 1);
}

/* Add what was taken note of to the places, up to the hour. */
static void
spread(struct intake *in, const struct sight *s)
{
	struct tally_entry *to[AT_PLACES];
	size_t n = 0;
	int i;

	for (i = AT_TEAM; i <= AT_HOUR; i++)
		if (s->at[i] != NULL)
			to[n++] = s->at[i];
	tally_add_call(to, n, &in->sums);
}

/* What calls were about is counted by fewer measures. */
static void
count_reason(struct tally_entry *reason, const int64_t n[])
{
	static const enum measure measures[] = { MEASURE_OFFERED,
		MEASURE_CONTACTS, MEASURE_REPEATS, MEASURE_RESOLVED,
		MEASURE_UNRESOLVED };
	size_t i;

	for (i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		tally_add(reason, measures[i], n[measures[i]]);
}

void
arrival_offered(struct intake *in, const struct sight *s, int64_t contacts)
{
	int abandoned = s->call->outcome == OUTCOME_ABANDONED;
	enum flag answer = resolution(s->call);

	sight_sum(in, MEASURE_OFFERED, 1);
	if (s->answered)
		sight_sum(in, MEASURE_ANSWERED, 1);
	else if (abandoned)
		sight_sum(in, MEASURE_ABANDONED, 1);
	else if (s->call->outcome == OUTCOME_UNKNOWN)
		in->remarks[REMARK_OUTCOME]++;
	count_wait(in, s, abandoned);
	if (contacts > 0)
		sight_sum(in, MEASURE_CONTACTS, 1);
	if (contacts > 1)
		sight_sum(in, MEASURE_REPEATS, 1);
	if (s->answered && answer != FLAG_NONE)
		sight_sum(in,
		    answer == FLAG_YES ? MEASURE_RESOLVED : MEASURE_UNRESOLVED,
		    1);
	if (s->at[AT_REASON] != NULL)
		count_reason(s->at[AT_REASON], in->sums.n);
	spread(in, s);
}

/* Move a call from one answer to another; places may be NULL. */
static void
say_resolved(struct tally_entry *const at[], enum flag answer, int64_t n)
{
	int i;

	for (i = AT_TEAM; i <= AT_REASON && answer != FLAG_NONE; i++)
		if (at[i] != NULL)
			tally_add(at[i],
			    answer == FLAG_YES ? MEASURE_RESOLVED
					       : MEASURE_UNRESOLVED,
			    n);
}

/* Take note of how a call's first leg was counted. */
void
arrival_note(const struct sight *s)
{
	const struct call *c = s->call;
	struct leg_call *legs = s->legs;

	legs->queue = s->at[AT_QUEUE];
	legs->interval = s->at[AT_HOUR];
	legs->reason = s->at[AT_REASON];
	legs->start = c->start;
	legs->ivr = c->ivr;
	legs->wait = c->wait;
	legs->outcome = c->outcome;
	legs->offered = s->offered;
	legs->answered = s->answered;
}

/* The first leg is counted already, by arrival_offered(). */
void
arrival_resolved(struct intake *in, const struct sight *s)
{
	enum flag answer = resolution(s->call);
	struct leg_call *legs = s->legs;
	struct tally_entry *at[AT_PLACES];

	if (answer != FLAG_NONE && s->at[AT_AGENT] != NULL)
		tally_add(s->at[AT_AGENT],
		    answer == FLAG_YES ? MEASURE_RESOLVED : MEASURE_UNRESOLVED,
		    1);
	if (legs == NULL || answer == FLAG_NONE)
		return;
	/* What the first leg says was counted with all else of it. */
	if (s->first) {
		legs->resolved = answer;
		return;
	}
	at[AT_TEAM] = sight_team(in, legs->interval);
	at[AT_QUEUE] = legs->queue;
	at[AT_HOUR] = legs->interval;
	at[AT_REASON] = legs->reason;
	if (legs->answered) {
		say_resolved(at, legs->resolved, -1);
		say_resolved(at, answer, 1);
	}
	legs->resolved = answer;
}

/* Take back how the first leg was counted, which nobody answered. */
static void
take_back(struct intake *in, const struct sight *was)
{
	const struct setup *setup = &in->report->setup;
	const struct call *c = was->call;
	int abandoned = c->outcome == OUTCOME_ABANDONED;

	if (abandoned)
		sight_add(was, AT_HOUR, MEASURE_ABANDONED, -1);
	else if (c->outcome == OUTCOME_UNKNOWN)
		in->remarks[REMARK_OUTCOME]--;
	if (c->wait == DURATION_NONE) {
		in->remarks[REMARK_ABANDON_WAIT] -= (uint64_t)abandoned;
		return;
	}
	sight_add(was, AT_HOUR, MEASURE_WAITS, -1);
	if (abandoned && c->wait <= setup->within_ms)
		sight_add(was, AT_HOUR, MEASURE_ABANDONED_WITHIN, -1);
	if (abandoned && c->wait <= setup->short_ms)
		sight_add(was, AT_HOUR, MEASURE_SHORT, -1);
	hist_take_back(sight_hist(in, was->at[AT_QUEUE], TALLY_WAIT),
	    sight_seconds(c->wait));
}

/*
 * How long the customer had waited when a later leg was answered: since
 * the first one came to a queue, or where starts are not known the waits
 * of both.
 */
static int64_t
whole_wait(const struct leg_call *legs, const struct call *c)
{
	int64_t before = legs->wait;

	if (c->wait == DURATION_NONE)
		return DURATION_NONE;
	if (legs->start != INSTANT_NONE && c->start != INSTANT_NONE &&
	    c->start >= legs->start) {
		before = c->start - legs->start;
		if (legs->ivr != DURATION_NONE && legs->ivr <= before)
			before -= legs->ivr;
	}
	return before == DURATION_NONE ? DURATION_NONE : before + c->wait;
}

/*
 * A later leg of a call is the first that was answered: the call is, in
 * the queue and the hour in which it was offered.
 */
void
arrival_late(struct intake *in, const struct sight *s)
{
	struct leg_call *legs = s->legs;
	struct call first = { .outcome = legs->outcome, .wait = legs->wait };
	struct sight was = { .call = &first,
		.at = { sight_team(in, legs->interval), legs->queue,
		    legs->interval, legs->reason } };

	take_back(in, &was);
	first.wait = whole_wait(legs, s->call);
	was.answered = legs->answered = 1;
	sight_sum(in, MEASURE_ANSWERED, 1);
	count_wait(in, &was, 0);
	spread(in, &was);
	say_resolved(was.at, legs->resolved, 1);
}

/* A later leg is the first one that was answered. */
int
arrival_is_late(const struct sight *s)
{
	return s->legs != NULL && !s->first && s->talked && s->legs->offered &&
	    !s->legs->answered;
}
