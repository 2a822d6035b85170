/* SPDX-License-Identifier: ISC */
#include "report/handled.h"
#include "call/plain.h"
#include "care/stress.h"
#include "care/words.h"
#include "report/practice.h"

/* A time in ms that may be missing: how many are known, and their sum. */
static inline void
leg_time(struct intake *in, enum measure known, enum measure sum, int64_t ms)
{
	if (ms == DURATION_NONE)
		return;
	sight_sum(in, known, 1);
	sight_sum(in, sum, ms);
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
	size_t n = causes_split(sight_value(in, c, FIELD_STRESS_WHY), c->stress,
		   work, parts),
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
	sight_sum(in, MEASURE_STRESSED, 1);
	sight_sum(in, MEASURE_STRESS, c->stress);
	sight_sum(in,
	    c->stress < STRESS_STRAINED	  ? MEASURE_CALM
		: c->stress < STRESS_HARD ? MEASURE_STRAINED
					  : MEASURE_HARD,
	    1);
	if (sight_keeps(in, TALLY_STRESS)) {
		hist_add(
		    sight_hist(in, s->at[AT_QUEUE], TALLY_STRESS), c->stress);
		if (s->at[AT_AGENT] != NULL)
			hist_add(
			    s->at[AT_AGENT]->hist[TALLY_STRESS], c->stress);
	}
	if (c->stress >= STRESS_HARD && c->resolved == FLAG_YES)
		sight_sum(in, MEASURE_HARD_RESOLVED, 1);
	outside = sight_number(in, c, FIELD_STRESS_OUTSIDE);
	if (outside >= 0 && outside <= 100) {
		sight_sum(in, MEASURE_OUTSIDE_OF, c->stress);
		sight_sum(in, MEASURE_OUTSIDE, c->stress * outside);
	}
	if (c->handle_time == DURATION_NONE || c->handle_time == 0 ||
	    c->stress == 0)
		return;
	work = c->handle_time * c->stress;
	sight_sum(in, MEASURE_STRESS_WORK, work);
	count_causes(in, c, work);
}

/* How hard the agent's hour was; a call of no stress makes it easier. */
static void
shape_call(struct intake *in, const struct sight *s)
{
	const struct call *c = s->call;

	if (s->shape == NULL || s->at[AT_HOUR] == NULL || c->stress < 0 ||
	    c->handle_time == DURATION_NONE)
		return;
	shape_stress(s->shape,
	    in->hour_again ? shape_again(in->report->shape, in->hour_of_day)
			   : in->hour_of_day,
	    c->handle_time, c->stress);
}

/* The minute of the day of an instant; -1 when it is not known. */
static int
minute_of(const struct intake *in, int64_t at)
{
	struct civil c;

	if (at == INSTANT_NONE)
		return -1;
	if (at >= in->hour_from && at < in->hour_until)
		return in->hour_of_day * 60 +
		    (int)((at - in->hour_from) / MINUTE_MS);
	zone_civil(at, &c);
	return c.hour * 60 + c.minute;
}

/* The load's way through the day. */
static void
shape_load(struct intake *in, const struct sight *s, int64_t after)
{
	const struct call *c = s->call;
	int from = minute_of(in, c->handling_from);
	int until = minute_of(in, c->handling_until);
	int64_t before;

	if (from >= 0 &&
	    added_tenths(&in->added, c->record, FIELD_LOAD_BEFORE, &before) ==
		0)
		shape_before(s->shape, from, before);
	if (until >= 0)
		shape_after(s->shape, until, after);
}

static void
count_load(struct intake *in, const struct sight *s)
{
	const struct record *r = s->call->record;
	int64_t tenths;

	if (added_tenths(&in->added, r, FIELD_LOAD, &tenths) == 0) {
		sight_sum(in, MEASURE_LOADS, 1);
		sight_sum(in, MEASURE_LOAD, tenths);
		sight_most(s, AT_AGENT, MEASURE_MOST_LOAD, tenths);
		if (s->shape != NULL)
			shape_load(in, s, tenths);
	}
	if (added_tenths(&in->added, r, FIELD_LOAD_OVER, &tenths) == 0)
		sight_sum(in, MEASURE_OVER, tenths);
}

/* Mark a breather in the agent's day. */
static void
mark(const struct intake *in, const struct sight *s, int64_t at, unsigned what)
{
	int minute = minute_of(in, at);

	if (s->shape != NULL && minute >= 0)
		shape_mark(s->shape, minute, what);
}

/* What became of an earlier offer, which is told once. */
static void
count_taken(struct intake *in, const struct sight *s)
{
	struct bytes taken = sight_value(in, s->call, FIELD_BREATHER_TAKEN);
	enum flag answer = taken.n == 0 ? FLAG_NONE
	    : taken.p[0] == 'y'		? FLAG_YES
					: FLAG_NO;

	if (answer != FLAG_NONE)
		sight_sum(
		    in, answer == FLAG_YES ? MEASURE_TAKEN : MEASURE_MISSED, 1);
	if (answer == FLAG_YES)
		mark(in, s, s->call->handling_from, SHAPE_TAKEN);
	if (s->at[AT_AGENT] != NULL && s->date != INSTANT_NONE)
		relief_take(
		    in->relief, s->at[AT_AGENT], s->call, s->date, answer);
}

static void
count_breathers(struct intake *in, const struct sight *s)
{
	int64_t minutes = sight_number(in, s->call, FIELD_BREATHER);
	struct tally_entry *rule;

	count_taken(in, s);
	if (minutes < 0)
		return;
	mark(in, s, s->call->handling_until, SHAPE_OFFERED);
	sight_sum(in, MEASURE_BREATHERS, 1);
	sight_sum(in, MEASURE_BREATHER_MINUTES, minutes);
	rule = tally_entry(in->report->tally, TALLY_RULES,
	    sight_value(in, s->call, FIELD_BREATHER_RULE));
	tally_add(rule, MEASURE_BREATHERS, 1);
	tally_add(rule, MEASURE_BREATHER_MINUTES, minutes);
}

static int64_t
thousandths(double v)
{
	return num_round(v * 1000);
}

/* What went well. */
static void
count_moments(struct intake *in, const struct sight *s)
{
	struct moments *moments = in->report->moments;
	const struct call *c = s->call;

	if (c->stress >= STRESS_HARD && c->resolved == FLAG_YES)
		moments_take(moments, MOMENT_RESOLVED, c, c->stress);
	if (c->sentiment != REAL_NONE && c->sentiment_end != REAL_NONE) {
		sight_sum(in, MEASURE_FELT, 1);
		if (c->sentiment < 0 && c->sentiment_end > 0) {
			sight_sum(in, MEASURE_TURNED, 1);
			moments_take(moments, MOMENT_TURNED, c,
			    thousandths(c->sentiment_end - c->sentiment));
		}
	}
	if (c->signals.n > 0 && words_hold(c->signals, "thanks")) {
		sight_sum(in, MEASURE_THANKS, 1);
		moments_take(moments, MOMENT_THANKS, c, c->stress);
	}
}

/* A call that others may learn from; by its own names, for others' sake. */
static void
count_practice(struct intake *in, const struct sight *s)
{
	struct stream *stream = in->added.stream;
	const struct person *who;
	struct pick_facts f = { .before = INSTANT_NONE };

	f.stress = s->call->stress;
	f.why = sight_value(in, s->call, FIELD_STRESS_WHY);
	f.signals = signals_read(s->call->signals);
	f.contacts = sight_number(in, s->call, FIELD_CONTACTS);
	f.customer = value_plain(stream_value(stream, FIELD_CUSTOMER));
	f.owner = value_plain(stream_value(stream, FIELD_OWNER));
	f.caller = value_plain(stream_value(stream, FIELD_CALLER));
	f.callee = value_plain(stream_value(stream, FIELD_CALLEE));
	who = people_get(in->people, s->customer, s->likely);
	if (who != NULL && s->first && who->contact != INSTANT_NONE) {
		f.before = who->contact;
		f.before_resolved =
		    who->resolved == who->contact ? FLAG_YES : FLAG_NONE;
	}
	practice_take(in->report, in->plain, &f);
}

/* Who is cut off is not asked what they thought of the agent. */
static void
count_rating(struct intake *in, const struct sight *s)
{
	const struct call *c = s->call;

	if (c->csat == REAL_NONE || c->outcome == OUTCOME_ENDED_BY_POLICY)
		return;
	sight_sum(in, MEASURE_RATINGS, 1);
	sight_add(s, AT_AGENT, MEASURE_RATING, num_round(c->csat * 10000));
	ratings_see(&in->report->ratings, c->csat, c->csat_scaled);
}

/* When an agent's day began and ended, for the rest between two. */
static void
count_hours(const struct sight *s)
{
	const struct call *c = s->call;
	int64_t end =
	    c->handling_until != INSTANT_NONE ? c->handling_until : c->start;

	if (s->at[AT_AGENT] == NULL || c->start == INSTANT_NONE)
		return;
	tally_least(s->at[AT_AGENT], MEASURE_LEAST_START, c->start);
	tally_most(s->at[AT_AGENT], MEASURE_MOST_END, end);
}

/* Add a leg to its agent, without its times. */
static void
add_untimed(const struct tally_sums *sums, struct tally_entry *agent)
{
	int i;

	for (i = MEASURE_CALLS; i < MEASURE_PROMISED; i++)
		if (i < MEASURE_HANDLES || i > MEASURE_TRANSFERS)
			tally_add(agent, (enum measure)i, sums->n[i]);
}

/* Add the leg to all its places; its times to those up to `most`. */
static void
spread(struct intake *in, const struct sight *s, int most)
{
	struct tally_entry *to[AT_PLACES];
	size_t n = 0;
	int i;

	for (i = AT_TEAM; i <= AT_REASON; i++)
		if (s->at[i] != NULL)
			to[n++] = s->at[i];
	if (s->at[AT_AGENT] != NULL && most == AT_AGENT)
		to[n++] = s->at[AT_AGENT];
	else if (s->at[AT_AGENT] != NULL)
		add_untimed(&in->sums, s->at[AT_AGENT]);
	tally_add_leg(to, n, &in->sums);
}

void
handled_count(struct intake *in, const struct sight *s)
{
	const struct call *c = s->call;
	/* How long a call took that had to be ended is nobody's measure. */
	int most = c->outcome == OUTCOME_ENDED_BY_POLICY ? AT_REASON : AT_AGENT;

	sight_sum(in, MEASURE_LEGS, 1);
	if (s->legs == NULL || !s->legs->handled)
		sight_sum(in, MEASURE_CALLS, 1);
	if (s->legs != NULL)
		s->legs->handled = 1;
	leg_time(in, MEASURE_HANDLES, MEASURE_HANDLE_MS, c->handle_time);
	leg_time(in, MEASURE_TALKS, MEASURE_TALK_MS, c->talk);
	leg_time(in, MEASURE_HOLDS, MEASURE_HOLD_MS, c->hold);
	leg_time(in, MEASURE_WRAPS, MEASURE_WRAP_MS, c->wrap);
	if (c->talk != DURATION_NONE && sight_keeps(in, TALLY_TALK))
		hist_add(sight_hist(in, s->at[AT_QUEUE], TALLY_TALK),
		    sight_seconds(c->talk));
	in->remarks[REMARK_HANDLE] += c->handle_time == DURATION_NONE;
	if (c->transfers > 0)
		sight_sum(in, MEASURE_TRANSFERS, c->transfers);
	count_rating(in, s);
	count_hours(s);
	count_stress(in, s);
	if (c->stress >= STRESS_STRAINED)
		count_practice(in, s);
	shape_call(in, s);
	count_moments(in, s);
	if (in->report->has & HAS_LOAD)
		count_load(in, s);
	if (in->report->has & HAS_BREATHER)
		count_breathers(in, s);
	spread(in, s, most);
}
