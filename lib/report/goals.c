/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "call/zone.h"
#include "csv/settings.h"
#include "report/goals.h"

/* A target of a chunk; more is a slip, and sums stay small. */
enum { TARGET_MAX = 1000000000 };

/* Whose it is and of when, without padding: a date, or a chunk's start. */
struct key {
	int64_t when;
	uint64_t agent;
};

enum { GOAL_KINDS = GOAL_CHUNK + 1 };

/* The latest goal of an agent and a kind: records in order stay with it. */
struct latest {
	size_t place; /* 1 + that in its list; 0: none yet */
	int64_t when;
};

/*
 * Goals of a kind in the order they came in.  One that is later than all of
 * its agent is new; for others there is an index, once somebody asks.
 */
struct list {
	struct goal *goal;
	size_t n, cap;
	struct map *index; /* struct key to 1 + its place; NULL: none yet */
};

struct goals {
	struct list list[GOAL_KINDS];
	struct latest (*latest)[GOAL_KINDS]; /* by the agent's place */
	size_t count;

	/* The chunk's column as seen last: neighbours share it. */
	char text[40];
	size_t n;
	int64_t chunk;
};

struct goals *
goals_new(void)
{
	return mem_zero(1, sizeof(struct goals));
}

void
goals_free(struct goals *g)
{
	int i;

	if (g == NULL)
		return;
	for (i = 0; i < GOAL_KINDS; i++) {
		free(g->list[i].goal);
		map_free(g->list[i].index);
	}
	free(g->latest);
	free(g);
}

/* Raise a goal to what the record says. */
static inline void
raise(struct goal *goal, const struct added *a, const struct record *r,
    enum field target, enum field done)
{
	int64_t n;

	if (added_integer(a, r, target, &n) == 0 && n > goal->target)
		goal->target = n;
	if (added_integer(a, r, done, &n) == 0 && n > goal->done)
		goal->done = n;
}

/* Where the index has a goal's place: 1 + that, 0 when it is new. */
static size_t *
indexed(struct map *index, const struct tally_entry *agent, int64_t when)
{
	struct key key = { when, agent->place };
	struct bytes b = { (const char *)&key, sizeof(key) };

	return map_put(index, b, NULL);
}

static void
make_index(struct list *l)
{
	size_t i;

	l->index = map_new(sizeof(size_t));
	for (i = 0; i < l->n; i++)
		*indexed(l->index, l->goal[i].agent, l->goal[i].when) = i + 1;
}

/* Add a goal behind the others: 1 + its place. */
static size_t
append(struct list *l, const struct goal *goal)
{
	l->goal = mem_grow(l->goal, l->n, &l->cap, sizeof(*l->goal));
	l->goal[l->n++] = *goal;
	if (l->index != NULL)
		*indexed(l->index, goal->agent, goal->when) = l->n;
	return l->n;
}

static struct latest *
latest_of(struct goals *g, enum goal_kind kind, const struct tally_entry *agent)
{
	size_t n = g->count;

	if (agent->place >= n) {
		n = 2 * ((size_t)agent->place + 1);
		g->latest = mem_resize(g->latest, n, sizeof(*g->latest));
		memset(g->latest + g->count, 0,
		    (n - g->count) * sizeof(*g->latest));
		g->count = n;
	}
	return &g->latest[agent->place][kind];
}

/* One that is not the latest of its agent, which mostly is new. */
static __attribute__((noinline)) struct goal *
other_goal(struct list *l, struct latest *latest, enum goal_kind kind,
    struct tally_entry *agent, int64_t when)
{
	struct goal made = { .agent = agent, .kind = kind, .when = when };
	size_t place;

	if (latest->place == 0 || latest->when < when) {
		latest->place = append(l, &made);
		latest->when = when;
		return &l->goal[l->n - 1];
	}
	if (l->index == NULL)
		make_index(l);
	place = *indexed(l->index, agent, when);
	if (place == 0)
		place = append(l, &made);
	return &l->goal[place - 1];
}

/* The goal, made at the first; valid until the next call. */
static struct goal *
goal_of(struct goals *g, enum goal_kind kind, struct tally_entry *agent,
    int64_t when)
{
	struct latest *latest = latest_of(g, kind, agent);
	struct list *l = &g->list[kind];

	return latest->place > 0 && latest->when == when
	    ? &l->goal[latest->place - 1]
	    : other_goal(l, latest, kind, agent, when);
}

void
goals_raise(struct goals *g, const struct goal *from)
{
	struct goal *goal = goal_of(g, from->kind, from->agent, from->when);

	if (goal->target < from->target)
		goal->target = from->target;
	if (goal->done < from->done)
		goal->done = from->done;
}

/* The start of the record's chunk, or INSTANT_NONE. */
static int64_t
chunk_of(struct goals *g, struct stream *s, struct bytes v)
{
	if (v.n == 0 || v.n > sizeof(g->text))
		return INSTANT_NONE;
	if (v.n != g->n || memcmp(v.p, g->text, v.n) != 0) {
		memcpy(g->text, v.p, v.n);
		g->n = v.n;
		g->chunk = stream_instant(s, FIELD_CHUNK);
	}
	return g->chunk;
}

void
goals_take(struct goals *g, const struct added *a, const struct record *r,
    struct tally_entry *agent, int64_t date)
{
	int64_t chunk;

	if (added_value(a, r, FIELD_DAY_TARGET).n == 0)
		return;
	raise(goal_of(g, GOAL_DAY, agent, date), a, r, FIELD_DAY_TARGET,
	    FIELD_DAY_DONE);
	chunk = chunk_of(g, a->stream, added_value(a, r, FIELD_CHUNK));
	if (chunk != INSTANT_NONE)
		raise(goal_of(g, GOAL_CHUNK, agent, chunk), a, r,
		    FIELD_CHUNK_TARGET, FIELD_CHUNK_DONE);
}

static void
add(struct tally_entry *e, const struct goal *goal)
{
	tally_add(e, MEASURE_TARGET, goal->target);
	tally_add(e, MEASURE_DONE, goal->done);
}

/* The start of the local hour in which a chunk begins. */
static int64_t
hour_of(int64_t at)
{
	struct civil c;

	zone_civil(at, &c);
	return at - c.minute * MINUTE_MS - c.second * SECOND_MS - c.ms;
}

/*
 * A chunk of the plan, and its part of the agent's day; a chunk that is
 * told twice counts once.
 */
static void
plan_chunk(struct goals *plan, const struct goal *chunk, struct goal *day)
{
	size_t before = plan->list[GOAL_CHUNK].n;

	goals_raise(plan, chunk);
	if (plan->list[GOAL_CHUNK].n > before)
		goal_of(plan, GOAL_DAY, day->agent, day->when)->target +=
		    chunk->target;
}

/*
 * What a plan made during the day says of an agent beside the chunks that
 * were left: done, and what is left of the day's target.  Returns 1 when it
 * says so, 0 when not, -1 when that is wrong.
 */
static int
plan_day(const struct settings *s, size_t row, struct goal *day)
{
	static const char *const columns[] = { "done", "left" };
	int64_t n[2];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct bytes v = settings_get(s, row, columns[i]);

		if (v.n == 0)
			return 0;
		if (num_integer(v, &n[i]) != 0 || n[i] < 0 || n[i] > TARGET_MAX)
			return settings_fail(
			    s, row, columns[i], "a whole number is expected");
	}
	day->done = n[0];
	day->target = n[0] + n[1];
	return 1;
}

/* A row of the plan; an agent without a name has no line of their own. */
static int
plan_row(struct goals *g, struct tally *t, const struct settings *s, size_t row,
    const int64_t days[2])
{
	struct bytes agent = bytes_trim(settings_get(s, row, "agent"));
	struct bytes chunk = bytes_trim(settings_get(s, row, "chunk"));
	struct goal goal = { .kind = GOAL_CHUNK }, day = { .kind = GOAL_DAY };
	int whole;

	if (date_typed(settings_get(s, row, "date"), &day.when) != 0)
		return settings_fail(
		    s, row, "date", "a date YYYY-MM-DD is expected");
	/* An agent whose day is over has one row, without a chunk. */
	if (chunk.n > 0 && when_typed(chunk, day.when, &goal.when) != 0)
		return settings_fail(s, row, "chunk", "a time is expected");
	if (num_integer(settings_get(s, row, "target"), &goal.target) != 0 ||
	    goal.target < 0 || goal.target > TARGET_MAX)
		return settings_fail(
		    s, row, "target", "a whole number is expected");
	whole = plan_day(s, row, &day);
	if (whole == -1)
		return -1;
	if (agent.n == 0 || day.when < days[0] || day.when > days[1])
		return 0;
	goal.agent = day.agent = tally_entry(t, TALLY_AGENTS, agent);
	if (whole)
		goals_raise(g, &day);
	if (chunk.n == 0)
		return 0;
	if (whole)
		goals_raise(g, &goal);
	else
		plan_chunk(g, &goal, &day);
	return 0;
}

int
goals_plan(struct goals *g, struct tally *t, const char *path, int64_t from,
    int64_t until)
{
	struct settings *s = settings_read(path);
	struct goals *plan;
	int64_t days[2] = { from, until };
	size_t row, i;
	int got;

	if (s == NULL)
		return -1;
	plan = goals_new();
	got = settings_columns(s,
	    "date! agent! chunk! minutes target! "
	    "cumulative done left reachable pace "
	    "pace_minutes expected");
	for (row = 0; got == 0 && row < settings_rows(s); row++)
		got = plan_row(plan, t, s, row, days);
	for (i = 0; got == 0 && i < plan->list[GOAL_DAY].n; i++)
		goals_raise(g, &plan->list[GOAL_DAY].goal[i]);
	for (i = 0; got == 0 && i < plan->list[GOAL_CHUNK].n; i++)
		goals_raise(g, &plan->list[GOAL_CHUNK].goal[i]);
	goals_free(plan);
	settings_free(s);
	return got;
}

/* What goals are put in order by. */
struct named {
	struct bytes name;
	struct goal goal;
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = (int)x->goal.kind - (int)y->goal.kind;

	if (order == 0)
		order = bytes_order(x->name, y->name);
	if (order == 0)
		order = x->goal.when < y->goal.when
		    ? -1
		    : x->goal.when > y->goal.when;
	return order;
}

struct goal *
goals_all(const struct goals *g, const struct tally *t, size_t *count)
{
	const struct list *days = &g->list[GOAL_DAY];
	const struct list *chunks = &g->list[GOAL_CHUNK];
	size_t n = days->n + chunks->n, i;
	struct named *all = mem_zero(n + 1, sizeof(*all));
	struct goal *goals = mem_zero(n + 1, sizeof(*goals));

	for (i = 0; i < n; i++) {
		all[i].goal =
		    i < days->n ? days->goal[i] : chunks->goal[i - days->n];
		all[i].name =
		    tally_key(t, TALLY_AGENTS, all[i].goal.agent->place);
	}
	qsort(all, n, sizeof(*all), by_name);
	for (i = 0; i < n; i++)
		goals[i] = all[i].goal;
	free(all);
	*count = n;
	return goals;
}

void
goals_finish(const struct goals *g, struct tally *t)
{
	struct tally_entry *team = tally_at(t, TALLY_TEAM, 0);
	char text[TALLY_INSTANT];
	size_t i;

	for (i = 0; i < g->list[GOAL_DAY].n; i++) {
		const struct goal *goal = &g->list[GOAL_DAY].goal[i];

		add(goal->agent, goal);
		add(team, goal);
	}
	for (i = 0; i < g->list[GOAL_CHUNK].n; i++) {
		const struct goal *goal = &g->list[GOAL_CHUNK].goal[i];

		add(tally_entry(t, TALLY_INTERVALS,
			tally_instant_key(hour_of(goal->when), text)),
		    goal);
	}
}
