/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "report/goals.h"

/* Whose it is and of when, without padding: a date, or a chunk's start. */
struct key {
	int64_t when;
	uint64_t agent;
};

struct goal {
	int64_t target, done;
	struct tally_entry *agent;
};

/* An agent's latest goals: records in order stay with them for long. */
struct latest {
	int64_t date, chunk;	 /* what the next two are of */
	struct goal *day, *part; /* NULL: none yet */
};

struct goals {
	struct map *days, *chunks; /* struct key to struct goal */
	struct latest *latest;	   /* by the agent's place */
	size_t count;

	/* The chunk's column as seen last: neighbours share it. */
	char text[40];
	size_t n;
	int64_t chunk;
};

struct goals *
goals_new(void)
{
	struct goals *g = mem_zero(1, sizeof(*g));

	g->days = map_new(sizeof(struct goal));
	g->chunks = map_new(sizeof(struct goal));
	return g;
}

void
goals_free(struct goals *g)
{
	if (g == NULL)
		return;
	map_free(g->days);
	map_free(g->chunks);
	free(g->latest);
	free(g);
}

/* Raise a goal to what the record says. */
static void
raise(struct goal *goal, struct bytes target, struct bytes done)
{
	int64_t n;

	if (num_integer(target, &n) == 0 && n > goal->target)
		goal->target = n;
	if (num_integer(done, &n) == 0 && n > goal->done)
		goal->done = n;
}

static struct goal *
goal_of(struct map *m, struct tally_entry *agent, int64_t when)
{
	struct key key = { when, agent->place };
	struct bytes b = { (const char *)&key, sizeof(key) };
	struct goal *goal = map_put(m, b, NULL);

	goal->agent = agent;
	return goal;
}

static struct latest *
latest_of(struct goals *g, const struct tally_entry *agent)
{
	size_t n = g->count;

	if (agent->place >= n) {
		n = 2 * ((size_t)agent->place + 1);
		g->latest = mem_resize(g->latest, n, sizeof(*g->latest));
		memset(g->latest + g->count, 0,
		    (n - g->count) * sizeof(*g->latest));
		g->count = n;
	}
	return &g->latest[agent->place];
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
	struct bytes target = added_value(a, r, FIELD_DAY_TARGET);
	struct latest *l;
	int64_t chunk;

	if (target.n == 0)
		return;
	l = latest_of(g, agent);
	if (l->day == NULL || l->date != date) {
		l->day = goal_of(g->days, agent, date);
		l->date = date;
	}
	raise(l->day, target, added_value(a, r, FIELD_DAY_DONE));
	chunk = chunk_of(g, a->stream, added_value(a, r, FIELD_CHUNK));
	if (chunk == INSTANT_NONE)
		return;
	if (l->part == NULL || l->chunk != chunk) {
		l->part = goal_of(g->chunks, agent, chunk);
		l->chunk = chunk;
	}
	raise(l->part, added_value(a, r, FIELD_CHUNK_TARGET),
	    added_value(a, r, FIELD_CHUNK_DONE));
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

void
goals_finish(const struct goals *g, struct tally *t)
{
	struct tally_entry *team = tally_at(t, TALLY_TEAM, 0);
	char text[TALLY_INSTANT];
	struct key key;
	size_t i;

	for (i = 0; i < map_count(g->days); i++) {
		const struct goal *goal = map_value(g->days, i);

		add(goal->agent, goal);
		add(team, goal);
	}
	for (i = 0; i < map_count(g->chunks); i++) {
		memcpy(&key, map_key(g->chunks, i).p, sizeof(key));
		add(tally_entry(t, TALLY_INTERVALS,
			tally_instant_key(hour_of(key.when), text)),
		    map_value(g->chunks, i));
	}
}
