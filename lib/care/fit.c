/* SPDX-License-Identifier: ISC */
#include "base/bytes.h"
#include "base/diag.h"
#include "call/zone.h"
#include "care/fit.h"

/* Calls asked for and calls that fit, of agents that were looked at. */
struct total {
	int64_t calls, fits;
	size_t over; /* agents with more than fits */
};

/* `Ada: infeasible by 12: 68 is `, or without a name. */
static void
text_begin(struct buf *text, struct bytes agent, int64_t over, int64_t fits)
{
	if (agent.n > 0)
		buf_text(text, "%.*s: ", (int)agent.n, agent.p);
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

int
fit_alike(const struct target_setup *s, int64_t working_ms, int64_t handle_ms)
{
	int64_t asked = s->each > 0 ? s->each : s->team, fits;
	size_t times = s->each > 0 ? 1 : s->agent_count;
	struct buf text = { NULL, 0, 0 };

	if (handle_ms == DURATION_NONE)
		return 0;
	fits = weigh_fits(working_ms, handle_ms) * (int64_t)times;
	if (asked <= fits)
		return 0;
	text_begin(&text, bytes_of(""), asked - fits, fits);
	text_sum(&text, times, working_ms, handle_ms);
	text_say(&text);
	return 1;
}

int
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
		text_begin(&text, target_agent(t, i), p.calls - p.fits, p.fits);
		text_sum(&text, 1, p.day->working_ms, p.handle_ms);
		text_say(&text);
	}
	total_tell(&total, moved);
	return total.over > 0;
}

int
fit_rest(const struct replan *r, const struct forecast *f)
{
	struct buf text = { NULL, 0, 0 };
	struct total total = { 0, 0, 0 };
	const struct replan_agent *a;
	size_t i;

	for (i = 0; i < r->count; i++) {
		a = &r->agents[i];
		if (a->reachable == INT64_MAX ||
		    !total_add(&total, a->left, a->reachable))
			continue;
		text_begin(
		    &text, a->agent, a->left - a->reachable, a->reachable);
		if (a->fits <= a->comes)
			text_sum(&text, 1, a->working_ms, a->plan.handle_ms);
		else
			buf_text(&text,
			    "the share of the %.0f calls still "
			    "expected today",
			    f->rest);
		text_say(&text);
	}
	total_tell(&total, r->moved);
	return total.over > 0;
}
