/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/zone.h"
#include "care/replan.h"

__extension__ typedef __int128 wide;

/* The working time of a day that has gone by at an instant, in ms. */
static int64_t
worked_by(const struct day *d, int64_t instant)
{
	size_t begun = day_begun(d, instant), i;
	int64_t ms = 0;

	for (i = 0; i < begun; i++)
		ms += day_worked(d, i, instant);
	return ms;
}

/*
 * The working time at which the plan reaches `done` calls: the first such
 * moment, or the last for `late`.
 */
static int64_t
reached_at(const struct target_plan *p, int64_t done, int late)
{
	const struct day *d = p->day;
	int64_t ms = 0, target;
	size_t i;

	for (i = 0; i < d->count; i++) {
		if (late ? p->before[i + 1] > done : p->before[i + 1] >= done)
			break;
		ms += d->chunks[i].working_ms;
	}
	if (i == d->count || p->before[i] >= done)
		return ms;
	target = p->before[i + 1] - p->before[i];
	return ms +
	    (int64_t)((wide)(done - p->before[i]) * d->chunks[i].working_ms /
		target);
}

int64_t
replan_pace_ms(const struct target_plan *p, int64_t done, int64_t now)
{
	int64_t worked = worked_by(p->day, now), at;

	if (p->before == NULL)
		return 0;
	at = reached_at(p, done, 0);
	if (at > worked)
		return at - worked;
	at = reached_at(p, done, 1);
	return at < worked ? at - worked : 0;
}

/* What is done, and the time that is left, of an agent's day. */
static void
agent_now(struct target *t, size_t agent, int64_t now, struct replan_agent *a)
{
	const struct day *d = a->plan.day;
	const int64_t *chunk_done;
	size_t i;

	a->count = d->count;
	a->chunks = mem_zero(d->count, sizeof(*a->chunks));
	a->planned = mem_zero(4 * d->count, sizeof(*a->planned));
	a->chunk_done = a->planned + d->count;
	a->working = a->chunk_done + d->count;
	a->parts = a->working + d->count;
	a->done = target_done(t, agent, a->date, &chunk_done);
	for (i = 0; i < d->count; i++) {
		a->chunks[i] = d->chunks[i];
		a->planned[i] = a->plan.before[i + 1] - a->plan.before[i];
		if (chunk_done != NULL)
			a->chunk_done[i] = chunk_done[i];
		a->working[i] = d->chunks[i].working_ms -
		    (now > d->chunks[i].from ? day_worked(d, i, now) : 0);
		a->working_ms += a->working[i];
	}
	a->left = a->plan.calls > a->done ? a->plan.calls - a->done : 0;
	a->own_left = a->left;
	a->fits = a->working_ms == 0 ? 0
	    : a->plan.handle_ms == DURATION_NONE
	    ? INT64_MAX
	    : weigh_fits(a->working_ms, a->plan.handle_ms);
	a->pace = target_pace(&a->plan, a->done, now);
	a->pace_ms = replan_pace_ms(&a->plan, a->done, now);
}

/* Share the calls that are still expected among the time that is left. */
static void
expect(struct replan *r, const struct replan_setup *s)
{
	int64_t *working = mem_zero(r->count, sizeof(*working));
	int64_t *parts = mem_zero(r->count, sizeof(*parts));
	int64_t last = s->now, expected = 0;
	const struct replan_agent *a;
	size_t i;

	for (i = 0; i < r->count; i++) {
		a = &r->agents[i];
		working[i] = a->working_ms;
		if (a->working_ms > 0 && a->chunks[a->count - 1].until > last)
			last = a->chunks[a->count - 1].until;
	}
	if (s->forecast != NULL)
		expected = (int64_t)(forecast_until(s->forecast, s->history,
					 s->now, last) +
		    0.5);
	if (apportion(APPORTION_LARGEST, expected, working, r->count, parts) !=
	    0)
		parts[0] = 0;
	for (i = 0; i < r->count; i++) {
		r->agents[i].comes = s->forecast == NULL ? INT64_MAX : parts[i];
		r->agents[i].reachable = r->agents[i].fits < r->agents[i].comes
		    ? r->agents[i].fits
		    : r->agents[i].comes;
	}
	free(working);
	free(parts);
}

static void
share(struct replan *r)
{
	int64_t *left = mem_zero(r->count, sizeof(*left));
	int64_t *reachable = mem_zero(r->count, sizeof(*reachable));
	size_t i;

	for (i = 0; i < r->count; i++) {
		left[i] = r->agents[i].left;
		reachable[i] = r->agents[i].reachable;
	}
	r->moved = target_share(left, reachable, r->count);
	for (i = 0; i < r->count; i++)
		r->agents[i].left = left[i];
	free(left);
	free(reachable);
}

struct replan *
replan_new(struct target *t, const struct replan_setup *s)
{
	struct replan *r = mem_zero(1, sizeof(*r));
	size_t n = target_agents(t), i;
	struct replan_agent *a;

	r->listed = target_is_listed(t);
	r->agents = mem_zero(n, sizeof(*r->agents));
	for (i = 0; i < n; i++) {
		a = &r->agents[r->count];
		a->date = s->date != REPLAN_TODAY ? s->date
						  : target_date(t, i, s->now);
		target_plan_of(t, i, a->date, &a->plan);
		if (a->plan.before == NULL) {
			r->aimless += a->plan.day->count > 0;
			continue;
		}
		a->number = i;
		a->agent = target_agent(t, i);
		agent_now(t, i, s->now, a);
		r->count++;
	}
	if (r->count == 0)
		return r;
	expect(r, s);
	if (s->share)
		share(r);
	for (i = 0; i < r->count; i++) {
		a = &r->agents[i];
		if (a->working_ms == 0)
			continue;
		target_plan_of(t, a->number, a->date, &a->plan);
		target_split(t, &a->plan, a->working, a->left, a->parts);
	}
	return r;
}

int
replan_is_of(
    struct target *t, const struct replan_setup *s, const struct call *c)
{
	int64_t at = c->start != INSTANT_NONE ? c->start : c->answered_at;
	int64_t day = s->date;

	if (at == INSTANT_NONE)
		return 1;
	if (day == REPLAN_TODAY) {
		if (zone_date(at, 0) == zone_date(s->now, 0))
			return 1;
		day = target_date_named(t, c->agent, s->now);
	}
	return zone_date(at, 0) == day ||
	    target_date_named(t, c->agent, at) == day;
}

void
replan_free(struct replan *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->count; i++) {
		free(r->agents[i].chunks);
		free(r->agents[i].planned);
	}
	free(r->agents);
	free(r);
}

size_t
replan_unknown(const struct replan *r)
{
	size_t n = 0, i;

	for (i = 0; i < r->count; i++)
		n += r->agents[i].fits == INT64_MAX;
	return n;
}
