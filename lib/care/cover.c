/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/cover.h"

enum { MINUTES = 4096 }; /* counts at hand of a queue */

/* A stretch in which an agent is away. */
struct away {
	int64_t from, until;
	size_t agent;
};

/* How many were at work in a minute, if `version` is the queue's. */
struct count {
	int64_t minute;
	uint64_t version;
	uint32_t at_work;
};

struct queue {
	struct away *away; /* by `from` */
	size_t n, cap;
	int64_t longest; /* of them, ms */
	size_t *member;	 /* agents */
	size_t members, member_cap;
	uint64_t version;     /* counts up with each change of them */
	struct count *counts; /* MINUTES of them, by the minute */
};

/* An agent's queue; NULL: joined none yet. */
struct seat {
	struct queue *queue;
};

struct cover {
	struct roster *roster;
	struct map *queues; /* of struct queue */
	struct seat *seats; /* by the roster's number */
	size_t seat_count;
};

struct cover *
cover_new(struct roster *roster)
{
	struct cover *c = mem_zero(1, sizeof(*c));

	c->roster = roster;
	c->queues = map_new(sizeof(struct queue));
	return c;
}

void
cover_free(struct cover *c)
{
	struct queue *q;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < map_count(c->queues); i++) {
		q = map_value(c->queues, i);
		free(q->away);
		free(q->member);
		free(q->counts);
	}
	map_free(c->queues);
	free(c->seats);
	free(c);
}

/* Room for an agent's seat; the roster may have grown. */
static struct seat *
seat_of(struct cover *c, size_t agent)
{
	size_t n = c->seat_count;

	if (agent >= n) {
		c->seat_count = roster_agents(c->roster);
		if (c->seat_count <= agent)
			c->seat_count = agent + 1;
		c->seats =
		    mem_resize(c->seats, c->seat_count, sizeof(*c->seats));
		memset(
		    c->seats + n, 0, (c->seat_count - n) * sizeof(*c->seats));
	}
	return &c->seats[agent];
}

static void
enter(struct queue *q, size_t agent)
{
	if (q->counts == NULL)
		q->counts = mem_zero(MINUTES, sizeof(*q->counts));
	q->member =
	    mem_grow(q->member, q->members, &q->member_cap, sizeof(*q->member));
	q->member[q->members++] = agent;
	q->version++;
}

static void
leave(struct queue *q, size_t agent)
{
	size_t i;

	for (i = 0; i < q->members && q->member[i] != agent; i++)
		;
	if (i < q->members)
		q->member[i] = q->member[--q->members];
	q->version++;
}

static void
add_away(struct queue *q, size_t agent, int64_t from, int64_t until)
{
	size_t i;

	q->away = mem_grow(q->away, q->n, &q->cap, sizeof(*q->away));
	for (i = q->n++; i > 0 && q->away[i - 1].from > from; i--)
		q->away[i] = q->away[i - 1];
	q->away[i] = (struct away){ from, until, agent };
	if (until - from > q->longest)
		q->longest = until - from;
}

/* The first stretch that can reach beyond `t`. */
static size_t
first_at(const struct queue *q, int64_t t)
{
	size_t low = 0, high = q->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (q->away[mid].from + q->longest <= t)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Take an agent's stretches along into another queue. */
static void
move_away(struct queue *from, struct queue *to, size_t agent)
{
	size_t i, kept = 0;

	for (i = 0; i < from->n; i++)
		if (from->away[i].agent == agent)
			add_away(
			    to, agent, from->away[i].from, from->away[i].until);
		else
			from->away[kept++] = from->away[i];
	from->n = kept;
}

void
cover_join(struct cover *c, size_t agent, struct bytes name)
{
	struct seat *seat = seat_of(c, agent);
	struct queue *q = map_put(c->queues, name, NULL);

	if (seat->queue == q)
		return;
	enter(q, agent);
	if (seat->queue != NULL) {
		leave(seat->queue, agent);
		move_away(seat->queue, q, agent);
	}
	seat->queue = q;
}

/* The agent's queue; who joined none is of the one without a name. */
static struct queue *
queue_of(struct cover *c, size_t agent)
{
	if (seat_of(c, agent)->queue == NULL)
		cover_join(c, agent, bytes_of(""));
	return c->seats[agent].queue;
}

static int64_t
limit(struct cover *c, struct queue *q, int64_t t)
{
	int64_t minute = t / MINUTE_MS, share;
	struct count *n = &q->counts[(uint64_t)minute % MINUTES];
	struct day_stretch work;
	size_t i;

	if (n->minute != minute || n->version != q->version) {
		n->minute = minute;
		n->version = q->version;
		n->at_work = 0;
		for (i = 0; i < q->members; i++)
			n->at_work += (uint32_t)roster_work(
			    c->roster, q->member[i], t, &work);
	}
	share = (int64_t)n->at_work * COVER_PERCENT / 100;
	return share < 1 ? 1 : share;
}

int64_t
cover_limit(struct cover *c, size_t agent, int64_t t)
{
	return limit(c, queue_of(c, agent), t);
}

/* How many are away at `t`, but for one agent. */
static int64_t
away(const struct queue *q, size_t agent, int64_t t)
{
	int64_t n = 0;
	size_t i;

	for (i = first_at(q, t); i < q->n && q->away[i].from <= t; i++)
		n += q->away[i].until > t && q->away[i].agent != agent;
	return n;
}

int64_t
cover_away(struct cover *c, size_t agent, int64_t t)
{
	return away(queue_of(c, agent), SIZE_MAX, t);
}

int
cover_together(struct cover *c, size_t agent, size_t other)
{
	return queue_of(c, agent) == queue_of(c, other);
}

/*
 * Whether the agent's queue can spare one more from `from` to `until`: at
 * its begin, at each full minute, and where somebody else goes.
 */
static int
can_spare(
    struct cover *c, struct queue *q, size_t agent, int64_t from, int64_t until)
{
	int64_t t;
	size_t i;

	for (t = from; t < until; t += MINUTE_MS - t % MINUTE_MS)
		if (away(q, agent, t) >= limit(c, q, t))
			return 0;
	for (i = first_at(q, from); i < q->n && q->away[i].from < until; i++)
		if (q->away[i].from > from &&
		    away(q, agent, q->away[i].from) >=
			limit(c, q, q->away[i].from))
			return 0;
	return 1;
}

/* The next instant at which somebody returns: the earliest that helps. */
static int64_t
next_return(const struct queue *q, int64_t from, int64_t until)
{
	int64_t next = INT64_MAX;
	size_t i;

	for (i = first_at(q, from); i < q->n && q->away[i].from < until; i++)
		if (q->away[i].until > from && q->away[i].until < next)
			next = q->away[i].until;
	return next;
}

/* Whether the agent is away himself at any time from `from` to `until`. */
static int
is_taken(const struct queue *q, size_t agent, int64_t from, int64_t until)
{
	size_t i;

	for (i = first_at(q, from); i < q->n && q->away[i].from < until; i++)
		if (q->away[i].agent == agent && q->away[i].until > from)
			return 1;
	return 0;
}

/*
 * The first instant from `t` on in a stretch of work that has room for
 * `ms`, edges apart, within the shift that holds `span`.
 */
static int64_t
next_work(struct cover *c, size_t agent, const struct day_stretch *span,
    int64_t t, int64_t ms, int edges)
{
	int64_t begin = span->from + (edges ? COVER_EDGE_MS : 0);
	int64_t end = span->until - (edges ? COVER_EDGE_MS : 0);
	struct day_stretch work;

	if (t < begin)
		t = begin;
	while (t + ms <= end) {
		if (!roster_work(c->roster, agent, t, &work)) {
			t += MINUTE_MS - t % MINUTE_MS;
			continue;
		}
		if (t + ms <= work.until)
			return t;
		t = work.until;
	}
	return INSTANT_NONE;
}

int64_t
cover_earliest(struct cover *c, size_t agent, int64_t from, int64_t latest,
    int64_t minutes, int edges)
{
	struct queue *q = queue_of(c, agent);
	int64_t ms = minutes * MINUTE_MS, t = from;
	struct day_stretch span;

	if (!roster_span(c->roster, agent, from, &span))
		return from;
	for (;;) {
		t = next_work(c, agent, &span, t, ms, edges);
		if (t == INSTANT_NONE || t > latest)
			return INSTANT_NONE;
		if (!is_taken(q, agent, t, t + ms) &&
		    can_spare(c, q, agent, t, t + ms))
			return t;
		t = next_return(q, t, t + ms);
		if (t == INT64_MAX)
			return INSTANT_NONE;
	}
}

int
cover_in_shift(struct cover *c, size_t agent, int64_t t, int64_t minutes)
{
	struct day_stretch span;

	return roster_span(c->roster, agent, t, &span) &&
	    next_work(c, agent, &span, t, minutes * MINUTE_MS, 1) == t;
}

const char *
cover_held(struct cover *c, size_t agent, int64_t from, int64_t minutes,
    int edges, int64_t *at)
{
	struct day_stretch span;

	*at = from;
	if (!roster_span(c->roster, agent, from, &span))
		return NULL;
	*at = next_work(c, agent, &span, from, minutes * MINUTE_MS, edges);
	if (*at == from)
		return NULL;
	return *at == INSTANT_NONE ||
		(edges && from < span.from + COVER_EDGE_MS)
	    ? "an edge of the shift"
	    : "a break of the shift";
}

void
cover_take(struct cover *c, size_t agent, int64_t from, int64_t until)
{
	if (from < until)
		add_away(queue_of(c, agent), agent, from, until);
}

void
cover_release(struct cover *c, size_t agent, int64_t t)
{
	struct queue *q = queue_of(c, agent);
	size_t i = first_at(q, t), kept = i;

	for (; i < q->n; i++) {
		if (q->away[i].agent == agent && q->away[i].from >= t)
			continue;
		if (q->away[i].agent == agent && q->away[i].until > t)
			q->away[i].until = t;
		q->away[kept++] = q->away[i];
	}
	q->n = kept;
}

int
cover_is_away(struct cover *c, size_t agent, int64_t t)
{
	return is_taken(queue_of(c, agent), agent, t, t + 1);
}
