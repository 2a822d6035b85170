/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/once.h"
#include "care/target.h"

enum {
	SLOTS = 256, /* days whose plans are kept, 8 bits */
	ROSTERS = 64 /* dates whose targets are kept */
};

/* One split of a day: agents with the same numbers share it. */
struct split {
	int64_t calls;
	int64_t handle_ms; /* the split does not depend on it unless by
				 * capacity, then 0 */
	int64_t *before;   /* as in struct target_plan */
};

/* An agent's date: which hours it has, and had the day before. */
struct dated {
	const struct day_hours *before, *hours; /* NULL: none */
	int64_t date;
	int64_t target; /* of the shifts */
};

/* A day's plans, made as they are asked for. */
struct slot {
	struct dated of;
	struct day *day;
	struct split *splits;
	size_t count, cap;
};

/* The listed agents' targets of one date. */
struct roster {
	int64_t date;
	int64_t *calls, *asked, *fits;
};

/* What an agent has done on one date. */
struct tally {
	int64_t date;
	int64_t done;
	int64_t *chunk_done; /* of each chunk */
	size_t begun;	     /* chunks, by the call that was seen last */
};

struct agent {
	size_t number;		/* in order of appearance, or of the setup */
	int64_t shift;		/* the number in the shifts, or -1 */
	int64_t handle_ms;	/* of a call, or DURATION_NONE */
	struct dated dated;	/* of the date seen last, */
	struct day_stretch own; /* and the instants that belong to it */
	struct tally *last;	/* of the date seen last */
	int seen;		/* whether there was a record */
};

struct target {
	struct target_setup setup;
	struct map *agents;  /* name to struct agent */
	struct map *tallies; /* struct tally_key to struct tally */
	struct slot slots[SLOTS];
	struct roster rosters[ROSTERS];
	struct map *dates; /* of the records: int64_t to nothing */
	int64_t last_date; /* put there last */
	struct recent *calls;
	struct agent *nobody; /* stands in while nobody has appeared */
};

/* The key of a tally, without padding. */
struct tally_key {
	int64_t date;
	uint64_t agent;
};

/* What the calls of an agent who is new here take, and the shifts. */
static void
agent_begin(
    const struct target *t, struct agent *a, struct bytes name, size_t number)
{
	const struct target_setup *s = &t->setup;

	a->number = number;
	a->shift = s->shifts == NULL ? -1 : shift_find(s->shifts, name);
	a->handle_ms = s->handle_ms > 0 ? s->handle_ms
	    : s->handling == NULL	? DURATION_NONE
					: handling_ms(s->handling, name);
	a->own.from = a->own.until = INT64_MIN;
}

int
target_calls_read(
    const char *option, const char *what, struct bytes text, int64_t *calls)
{
	if (num_integer(text, calls) != 0 || *calls < 1 || *calls > TARGET_MAX)
		return diag_fail(STATUS_CANNOT,
		    "%s: a %s is a whole "
		    "number of calls from 1 to %d",
		    option, what, TARGET_MAX);
	return 0;
}

int
target_agents_read(struct target_setup *s, struct bytes names)
{
	struct bytes one, rest = names;
	struct map *seen = map_new(1);
	size_t cap = 0;
	int added = 1;

	free(s->agents);
	s->agents = NULL;
	s->agent_count = 0;
	do {
		one = bytes_trim(bytes_cut(rest, ',', &rest));
		if (one.n > 0)
			map_put(seen, one, &added);
		if (one.n == 0 || !added)
			break;
		s->agents = mem_grow(
		    s->agents, s->agent_count, &cap, sizeof(*s->agents));
		s->agents[s->agent_count++] = one;
	} while (rest.p != NULL);
	map_free(seen);
	if (one.n == 0)
		return diag_fail(STATUS_CANNOT, "agents: a name is empty");
	if (!added)
		return diag_fail(STATUS_CANNOT,
		    "agents: a name is there "
		    "twice");
	return 0;
}

int
target_agents_shift(struct target_setup *s)
{
	size_t i;

	for (i = 0; i < s->agent_count; i++)
		if (shift_find(s->shifts, s->agents[i]) < 0)
			return diag_fail(STATUS_CANNOT,
			    "agents: number %zu "
			    "of the names has no shift in the shifts file",
			    i + 1);
	if (s->agent_count > 0)
		return 0;
	s->agent_count = shift_agents(s->shifts);
	s->agents = mem_resize(s->agents, s->agent_count, sizeof(*s->agents));
	for (i = 0; i < s->agent_count; i++)
		s->agents[i] = shift_agent(s->shifts, i);
	return 0;
}

struct target *
target_new(const struct target_setup *setup)
{
	struct target *t = mem_zero(1, sizeof(*t));
	size_t i;

	t->setup = *setup;
	t->agents = map_new(sizeof(struct agent));
	t->tallies = map_new(sizeof(struct tally));
	t->dates = map_new(1);
	t->last_date = INT64_MIN;
	t->calls = once_new();
	for (i = 0; i < setup->agent_count; i++)
		agent_begin(t, map_put(t->agents, setup->agents[i], NULL),
		    setup->agents[i], i);
	t->nobody = mem_zero(1, sizeof(*t->nobody));
	agent_begin(t, t->nobody, bytes_of(""), 0);
	return t;
}

static void
slot_clear(struct slot *slot)
{
	size_t i;

	for (i = 0; i < slot->count; i++)
		free(slot->splits[i].before);
	free(slot->splits);
	day_free(slot->day);
	*slot = (struct slot){ .day = NULL };
}

void
target_free(struct target *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < SLOTS; i++)
		slot_clear(&t->slots[i]);
	for (i = 0; i < ROSTERS; i++)
		free(t->rosters[i].calls);
	for (i = 0; i < map_count(t->tallies); i++)
		free(((struct tally *)map_value(t->tallies, i))->chunk_done);
	map_free(t->tallies);
	map_free(t->agents);
	map_free(t->dates);
	recent_free(t->calls);
	free(t->nobody);
	free(t);
}

size_t
target_agents(const struct target *t)
{
	size_t n = map_count(t->agents);

	return n > 0 ? n : 1;
}

struct bytes
target_agent(const struct target *t, size_t agent)
{
	return agent < map_count(t->agents) ? map_key(t->agents, agent)
					    : bytes_of("");
}

int
target_is_listed(const struct target *t)
{
	return t->setup.agent_count > 0;
}

static struct agent *
agent_at(struct target *t, size_t agent)
{
	return agent < map_count(t->agents) ? map_value(t->agents, agent)
					    : t->nobody;
}

int64_t
target_handle_ms(struct target *t, size_t agent)
{
	return agent_at(t, agent)->handle_ms;
}

void
target_handle_by(struct target *t, const struct handling *h)
{
	struct agent *a;
	size_t i;

	t->setup.handling = h;
	for (i = 0; i < target_agents(t); i++) {
		a = agent_at(t, i);
		a->handle_ms = handling_ms(h, target_agent(t, i));
	}
	/* Rosters have what fits: they are made again when asked for. */
	for (i = 0; i < ROSTERS; i++) {
		free(t->rosters[i].calls);
		t->rosters[i].calls = NULL;
	}
}

/* The hours of an agent's date, and of the date before. */
static struct dated
dated_of(const struct target *t, const struct agent *a, int64_t date)
{
	struct dated d = { &t->setup.hours, &t->setup.hours, date, 0 };
	struct shift shift;

	if (t->setup.shifts == NULL)
		return d;
	if (a->shift < 0)
		return (struct dated){ NULL, NULL, date, 0 };
	d.before = shift_on(t->setup.shifts, (size_t)a->shift, date - 1).hours;
	shift = shift_on(t->setup.shifts, (size_t)a->shift, date);
	d.hours = shift.hours;
	d.target = shift.target;
	return d;
}

/* The day of some hours on a date, cut if it is not there. */
HOT static struct slot *
slot_of(struct target *t, const struct dated *d)
{
	/* Spread by Fibonacci's multiplier: hours lie close together. */
	uint64_t at = ((uint64_t)d->date * 3 + (uintptr_t)d->hours * 5 +
			  (uintptr_t)d->before) *
	    0x9e3779b97f4a7c15u;
	struct slot *slot = &t->slots[at >> 56];

	if (slot->day == NULL || slot->of.date != d->date ||
	    slot->of.hours != d->hours || slot->of.before != d->before) {
		slot_clear(slot);
		slot->of = *d;
		slot->day = day_new_after(d->before, d->hours,
		    t->setup.weigh.interval_ms, d->date, t->setup.day_start_ms);
	}
	return slot;
}

/* Share out by largest remainders; nothing where all weights are 0. */
static void
share_out(int64_t total, const int64_t *weights, size_t count, int64_t *parts)
{
	size_t i;

	if (apportion(APPORTION_LARGEST, total, weights, count, parts) != 0)
		for (i = 0; i < count; i++)
			parts[i] = 0;
}

int64_t
target_share(int64_t *calls, const int64_t *fits, size_t count)
{
	int64_t *over = mem_zero(count, sizeof(*over));
	int64_t *room = mem_zero(count, sizeof(*room));
	int64_t *parts = mem_zero(count, sizeof(*parts));
	int64_t overs = 0, rooms = 0, moved;
	size_t i;

	for (i = 0; i < count; i++) {
		if (fits[i] == INT64_MAX)
			continue;
		if (calls[i] > fits[i])
			over[i] = calls[i] - fits[i];
		else
			room[i] = fits[i] - calls[i];
		overs += over[i];
		rooms += room[i];
	}
	moved = overs < rooms ? overs : rooms;
	share_out(moved, over, count, parts);
	for (i = 0; i < count; i++)
		calls[i] -= parts[i];
	share_out(moved, room, count, parts);
	for (i = 0; i < count; i++)
		calls[i] += parts[i];
	free(over);
	free(room);
	free(parts);
	return moved;
}

/* What each of the listed agents is asked for on a date, before sharing. */
static void
roster_ask(struct target *t, struct roster *r)
{
	const struct target_setup *s = &t->setup;
	int64_t *working = mem_zero(s->agent_count, sizeof(*working));
	struct dated d;
	struct agent *a;
	size_t i;

	for (i = 0; i < s->agent_count; i++) {
		a = map_value(t->agents, i);
		d = dated_of(t, a, r->date);
		working[i] = slot_of(t, &d)->day->working_ms;
		r->asked[i] = working[i] == 0 ? 0
		    : s->each > 0	      ? s->each
		    : d.target > 0	      ? d.target
					      : TARGET_NONE;
		/* Who has no target gives nothing and is given nothing. */
		r->fits[i] = a->handle_ms == DURATION_NONE ||
			(s->team == 0 && r->asked[i] == TARGET_NONE)
		    ? INT64_MAX
		    : weigh_fits(working[i], a->handle_ms);
	}
	if (s->team > 0)
		share_out(s->team, working, s->agent_count, r->asked);
	free(working);
}

/* The listed agents' targets of a date. */
static struct roster *
roster_of(struct target *t, int64_t date)
{
	struct roster *r = &t->rosters[(uint64_t)date % ROSTERS];
	size_t n = t->setup.agent_count, i;

	if (r->calls != NULL && r->date == date)
		return r;
	if (r->calls == NULL) {
		r->calls = mem_zero(3 * n, sizeof(*r->calls));
		r->asked = r->calls + n;
		r->fits = r->asked + n;
	}
	r->date = date;
	roster_ask(t, r);
	for (i = 0; i < n; i++)
		r->calls[i] = r->asked[i];
	if (t->setup.share)
		target_share(r->calls, r->fits, n);
	return r;
}

void
target_split(const struct target *t, const struct target_plan *p,
    const int64_t *working, int64_t calls, int64_t *parts)
{
	size_t n = p->day->count, i;
	int64_t *weights = mem_zero(n, sizeof(*weights));

	weigh_chunks(
	    &t->setup.weigh, p->day, working, calls, p->handle_ms, weights);
	if (apportion(t->setup.rounding, calls, weights, n, parts) != 0)
		for (i = 0; i < n; i++)
			parts[i] = 0;
	free(weights);
}

/* Split the calls of a plan over its whole day. */
static const int64_t *
split_make(const struct target *t, const struct target_plan *p)
{
	size_t n = p->day->count, i;
	int64_t *working = mem_zero(n, sizeof(*working));
	int64_t *parts = mem_zero(n + 1, sizeof(*parts));
	int64_t sum = 0, part;

	for (i = 0; i < n; i++)
		working[i] = p->day->chunks[i].working_ms;
	target_split(t, p, working, p->calls, parts);
	for (i = 0; i <= n; i++) {
		part = parts[i];
		parts[i] = sum;
		sum += part;
	}
	free(working);
	return parts;
}

static const int64_t *
split_of(const struct target *t, struct slot *slot, const struct target_plan *p)
{
	int64_t handle_ms =
		    t->setup.weigh.by == WEIGH_CAPACITY ? p->handle_ms : 0,
		*before;
	size_t i;

	if (slot->day->count == 0 || p->calls == TARGET_NONE)
		return NULL;
	for (i = 0; i < slot->count; i++)
		if (slot->splits[i].calls == p->calls &&
		    slot->splits[i].handle_ms == handle_ms)
			return slot->splits[i].before;
	before = (int64_t *)(uintptr_t)split_make(t, p);
	slot->splits = mem_grow(
	    slot->splits, slot->count, &slot->cap, sizeof(*slot->splits));
	slot->splits[slot->count++] =
	    (struct split){ p->calls, handle_ms, before };
	return before;
}

/* The plan of an agent's date. */
HOT static void
plan_of(struct target *t, const struct agent *a, const struct dated *d,
    struct target_plan *p)
{
	const struct roster *r =
	    t->setup.agent_count > 0 ? roster_of(t, d->date) : NULL;
	struct slot *slot = slot_of(t, d);

	p->day = slot->day;
	p->handle_ms = a->handle_ms;
	if (r != NULL) {
		p->calls = r->calls[a->number];
		p->asked = r->asked[a->number];
		p->fits = r->fits[a->number];
	} else {
		p->calls = p->asked = t->setup.each;
		p->fits = a->handle_ms == DURATION_NONE
		    ? INT64_MAX
		    : weigh_fits(p->day->working_ms, a->handle_ms);
	}
	p->before = split_of(t, slot, p);
}

void
target_plan_of(
    struct target *t, size_t agent, int64_t date, struct target_plan *p)
{
	const struct agent *a = agent_at(t, agent);
	struct dated d = dated_of(t, a, date);

	plan_of(t, a, &d, p);
}

/* The date of an instant, where an agent has it at hand. */
HOT static void
agent_date(struct target *t, struct agent *a, int64_t instant)
{
	int64_t date;

	if (instant >= a->own.from && instant < a->own.until)
		return;
	date = zone_date(instant, 0);
	a->dated = dated_of(t, a, date);
	date = day_of(
	    a->dated.before, a->dated.hours, t->setup.day_start_ms, instant);
	if (date != a->dated.date)
		a->dated = dated_of(t, a, date);
	a->own = slot_of(t, &a->dated)->day->own;
}

int64_t
target_date(struct target *t, size_t agent, int64_t instant)
{
	struct agent *a = agent_at(t, agent);

	agent_date(t, a, instant);
	return a->dated.date;
}

int64_t
target_date_named(struct target *t, struct bytes name, int64_t instant)
{
	struct agent *a = map_find(t->agents, name);

	if (a == NULL)
		a = t->nobody;
	agent_date(t, a, instant);
	return a->dated.date;
}

int
target_was_seen(struct target *t, size_t agent)
{
	return agent_at(t, agent)->seen;
}

size_t
target_dates(const struct target *t)
{
	return map_count(t->dates);
}

int64_t
target_date_at(const struct target *t, size_t i)
{
	int64_t date;

	memcpy(&date, map_key(t->dates, i).p, sizeof(date));
	return date;
}

/* Remember that there was a record of this date. */
static void
date_seen(struct target *t, int64_t date)
{
	struct bytes key = { (const char *)&date, sizeof(date) };

	if (date == t->last_date)
		return;
	t->last_date = date;
	map_put(t->dates, key, NULL);
}

/* The agent of a name, or NULL when the setup names others. */
static struct agent *
agent_of(struct target *t, struct bytes name)
{
	struct agent *a;
	int added;

	if (t->setup.agent_count > 0)
		return map_find(t->agents, name);
	a = map_put(t->agents, name, &added);
	if (added)
		agent_begin(t, a, name, map_count(t->agents) - 1);
	return a;
}

/* What an agent has done on a date, made of `chunks` when not there. */
static struct tally *
tally_of(struct target *t, const struct agent *a, int64_t date, size_t chunks)
{
	struct tally_key key = { date, a->number };
	struct bytes b = { (const char *)&key, sizeof(key) };
	struct tally *tally;
	int added;

	if (chunks == 0)
		return map_find(t->tallies, b);
	tally = map_put(t->tallies, b, &added);
	if (added) {
		tally->date = date;
		tally->chunk_done =
		    mem_zero(chunks, sizeof(*tally->chunk_done));
	}
	return tally;
}

int64_t
target_done(
    struct target *t, size_t agent, int64_t date, const int64_t **chunk_done)
{
	const struct tally *tally = tally_of(t, agent_at(t, agent), date, 0);

	if (chunk_done != NULL)
		*chunk_done = tally == NULL ? NULL : tally->chunk_done;
	return tally == NULL ? 0 : tally->done;
}

static int
counts(struct target *t, const struct call *c)
{
	if (!c->handled ||
	    (c->direction == DIRECTION_OUT && !t->setup.count_outbound))
		return 0;
	return once_first(t->calls, c);
}

HOT void
target_expect(void *target, const struct call *c)
{
	const struct target *t = target;

	once_expect(t->calls, c);
}

/*
 * floor(10 (done - before - target x worked / working) + 1/2), when so many
 * chunks have begun.
 */
HOT static int64_t
pace_of(
    const struct target_plan *p, int64_t done, int64_t instant, size_t begun)
{
	const struct day *d = p->day;
	size_t i = begun - 1;
	int64_t working, twice;

	if (begun == 0 || p->before == NULL)
		return done * 10;
	working = d->chunks[i].working_ms;
	twice = 20 *
		((done - p->before[i]) * working -
		    (p->before[i + 1] - p->before[i]) *
			day_worked(d, i, instant)) +
	    working;
	return twice / (2 * working) - (twice % (2 * working) < 0);
}

int64_t
target_pace(const struct target_plan *p, int64_t done, int64_t instant)
{
	return pace_of(p, done, instant, day_begun(p->day, instant));
}

/* Count the record and set where the agent stands in its chunk. */
static void
tally_record(struct tally *tally, const struct target_plan *p, int64_t at,
    int count, struct target_standing *now)
{
	size_t i;

	tally->begun = day_begun_near(p->day, at, tally->begun);
	i = day_chunk_of(p->day, at, tally->begun);
	tally->done += count;
	now->day_done = tally->done;
	now->chunk = INSTANT_NONE;
	if (i == p->day->count)
		return;
	tally->chunk_done[i] += count;
	if (p->before == NULL)
		return;
	now->chunk = p->day->chunks[i].from;
	now->chunk_target = p->before[i + 1] - p->before[i];
	now->chunk_done = tally->chunk_done[i];
}

HOT enum target_result
target_take(struct target *t, const struct call *c, struct target_standing *now)
{
	int64_t start = c->start != INSTANT_NONE ? c->start : c->answered_at;
	int64_t at = c->handled && c->answered_at != INSTANT_NONE
	    ? c->answered_at
	    : start;
	int64_t end = c->end != INSTANT_NONE	? c->end
	    : c->handling_until != INSTANT_NONE ? c->handling_until
						: start;
	int count = counts(t, c);
	struct target_plan p;
	struct agent *a;

	if (c->agent.n == 0)
		return TARGET_NOBODY;
	if ((a = agent_of(t, c->agent)) == NULL) {
		if (start != INSTANT_NONE)
			date_seen(t, target_date_named(t, c->agent, start));
		return TARGET_UNKNOWN_AGENT;
	}
	a->seen = 1;
	if (start == INSTANT_NONE)
		return TARGET_NO_TIME;
	agent_date(t, a, start);
	date_seen(t, a->dated.date);
	plan_of(t, a, &a->dated, &p);
	if (p.day->count == 0)
		return TARGET_NO_MINUTES;
	if (a->last == NULL || a->last->date != p.day->date)
		a->last = tally_of(t, a, p.day->date, p.day->count);
	tally_record(a->last, &p, at, count, now);
	if (p.calls == TARGET_NONE)
		return TARGET_NO_TARGET;
	now->day_target = p.calls;
	now->pace = pace_of(
	    &p, now->day_done, end, day_begun_near(p.day, end, a->last->begun));
	return TARGET_STANDS;
}

const char *
target_excuse(const struct target *t, enum target_result result)
{
	static const char *const excuses[] = {
		[TARGET_UNKNOWN_AGENT] = "%llu records of agents that --agents "
					 "lacks have no target",
		[TARGET_NO_TIME] = "%llu records without a start have no "
				   "target",
		[TARGET_NO_MINUTES] = "%llu records of days without working "
				      "minutes have no target",
		[TARGET_NO_TARGET] = "%llu records of agents who have no "
				     "target that day"
	};

	if (result == TARGET_UNKNOWN_AGENT && t->setup.shifts != NULL)
		return "%llu records of agents without a shift have no target";
	return excuses[result];
}
