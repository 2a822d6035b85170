/* SPDX-License-Identifier: ISC */
#include "base/bytes.h"
#include "base/diag.h"
#include "call/zone.h"
#include "care/fit.h"
#include "care/picture.h"

enum { NAME_MOST = 60 }; /* columns of a name in a sentence */

/* Calls asked for and calls that fit, of agents that were looked at. */
struct total {
	int64_t calls, fits;
	size_t over; /* agents with more than fits */
};

/*
 * `Ada: `, nothing when there is no name.  Names that are in the records
 * alone are values of the data.
 */
static void
text_name(struct buf *text, struct bytes agent, int listed)
{
	if (agent.n == 0)
		return;
	if (listed || diag_shows_values())
		picture_name(agent, NAME_MOST, 1, text);
	else
		buf_add_string(text, "an agent");
	buf_add_string(text, ": ");
}

/* `infeasible by 12: 68 is `. */
static void
text_begin(struct buf *text, int64_t over, int64_t fits)
{
	buf_text(text, "infeasible by %lld: %lld is ", (long long)over,
	    (long long)fits);
}

/* `what 8.0 h at 6 min 0 s and 85 % allow`. */
static void
text_sum(struct buf *text, size_t times, int64_t working, int64_t handle_ms)
{
	int64_t tenths = (working * 10 + HOUR_MS / 2) / HOUR_MS;

	buf_add_string(text, "what ");
	if (times > 1)
		buf_text(text, "%zu x ", times);
	buf_text(text, "%lld.%lld h at %lld min %lld s and %d %% allow",
	    (long long)(tenths / 10), (long long)(tenths % 10),
	    (long long)(handle_ms / MINUTE_MS),
	    (long long)(handle_ms % MINUTE_MS / SECOND_MS), WEIGH_OCCUPANCY);
}

/* `3 of 24 are missing, and the day is over`. */
static void
text_over(struct buf *text, const struct replan_agent *a)
{
	buf_text(text, "%lld of %lld are missing, and the day is over",
	    (long long)a->left, (long long)a->plan.calls);
}

static void
text_say(struct buf *text)
{
	diag_warn("%s", buf_string(text));
	buf_free(text);
}

/* Add an agent to the total.  Whether a sentence is due. */
static int
total_add(struct total *total, int64_t calls, int64_t fits)
{
	total->calls += calls;
	total->fits += calls < fits ? calls : fits;
	total->over += calls > fits;
	return calls > fits && total->over <= FIT_SHOWN;
}

static void
total_tell(const struct total *total, int64_t moved)
{
	if (moved > 0)
		diag_warn(
		    "%lld calls moved to agents with room", (long long)moved);
	if (total->over > 1)
		diag_warn("infeasible by %lld in all, of %zu agents: %lld of "
			  "%lld calls fit",
		    (long long)(total->calls - total->fits), total->over,
		    (long long)total->fits, (long long)total->calls);
}

/*
 * All agents of the setup work `working_ms` a day on calls of `handle_ms`:
 * one sentence says it for the team's target, and for that of each as long
 * as nobody is listed.
 */
static int
fit_alike(const struct target_setup *s, int64_t working_ms, int64_t handle_ms)
{
	int64_t asked = s->each > 0 ? s->each : s->team, fits;
	size_t times = s->each > 0 ? 1 : s->agent_count, i;
	size_t count = s->each > 0 && s->agent_count > 0 ? s->agent_count : 1;
	struct total total = { 0, 0, 0 };
	struct buf text = { NULL, 0, 0 };

	if (handle_ms == DURATION_NONE)
		return 0;
	fits = weigh_fits(working_ms, handle_ms) * (int64_t)times;
	for (i = 0; i < count; i++) {
		if (!total_add(&total, asked, fits))
			continue;
		if (s->each > 0 && s->agent_count > 0)
			text_name(&text, s->agents[i], 1);
		text_begin(&text, asked - fits, fits);
		text_sum(&text, times, working_ms, handle_ms);
		text_say(&text);
	}
	total_tell(&total, 0);
	return total.over > 0;
}

/* Each agent's plan of a date, and what was moved to agents with room. */
static int
fit_date(struct target *t, int64_t date)
{
	size_t n = target_agents(t), i;
	struct total total = { 0, 0, 0 };
	struct buf text = { NULL, 0, 0 };
	struct target_plan p;
	int64_t moved = 0;

	for (i = 0; i < n; i++) {
		target_plan_of(t, i, date, &p);
		if (p.calls == TARGET_NONE || p.fits == INT64_MAX)
			continue;
		moved += p.calls < p.asked ? p.asked - p.calls : 0;
		if (!total_add(&total, p.calls, p.fits))
			continue;
		text_name(&text, target_agent(t, i), target_is_listed(t));
		text_begin(&text, p.calls - p.fits, p.fits);
		text_sum(&text, 1, p.day->working_ms, p.handle_ms);
		text_say(&text);
	}
	total_tell(&total, moved);
	return total.over > 0;
}

int
fit_plan(
    const struct target_setup *s, struct target *t, int64_t date, int usual)
{
	int64_t working = day_hours_ms(&s->hours);
	struct target_plan p;

	if (s->shifts != NULL || (s->handle_ms == 0 && s->agent_count > 0))
		return fit_date(t, date);
	if (!usual) {
		target_plan_of(t, 0, date, &p);
		working = p.day->working_ms;
	}
	return fit_alike(s, working, target_handle_ms(t, 0));
}

/* What of the rest of the day is too much, and why. */
static void
text_rest(
    struct buf *text, const struct replan_agent *a, const struct forecast *f)
{
	text_begin(text, a->left - a->reachable, a->reachable);
	if (a->fits <= a->comes)
		text_sum(text, 1, a->working_ms, a->plan.handle_ms);
	else
		buf_text(text,
		    "the share of the %.0f calls still expected today",
		    f->rest);
}

int
fit_rest(const struct replan *r, const struct forecast *f)
{
	struct buf text = { NULL, 0, 0 };
	struct total total = { 0, 0, 0 };
	const struct replan_agent *a;
	size_t i;

	if (replan_unknown(r) > 0)
		diag_warn("what can be reached is not known: too few calls "
			  "tell how long one takes, give --aht or --history");
	for (i = 0; i < r->count; i++) {
		a = &r->agents[i];
		if (a->reachable == INT64_MAX ||
		    !total_add(&total, a->left, a->reachable))
			continue;
		text_name(&text, a->agent, r->listed);
		if (a->working_ms == 0)
			text_over(&text, a);
		else
			text_rest(&text, a, f);
		text_say(&text);
	}
	total_tell(&total, r->moved);
	return total.over > 0;
}
