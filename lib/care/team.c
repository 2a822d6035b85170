/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/hot.h"
#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/team.h"

struct team {
	struct team_setup setup;
	struct map *members; /* of struct team_member */

	struct team_member *expected; /* see team_expect(); NULL: nobody */
};

struct team *
team_new(const struct team_setup *setup)
{
	struct team *t = mem_zero(1, sizeof(*t));

	t->setup = *setup;
	t->members = map_new(sizeof(struct team_member));
	return t;
}

void
team_free(struct team *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < map_count(t->members); i++) {
		struct team_member *m = map_value(t->members, i);

		load_line_free(m->line);
		rest_list_free(m->rests);
		map_free(m->queues);
		free(m->event_why);
	}
	map_free(t->members);
	free(t);
}

size_t
team_members(const struct team *t)
{
	return map_count(t->members);
}

struct team_member *
team_member(const struct team *t, size_t i)
{
	return map_value(t->members, i);
}

struct team_member *
team_find(const struct team *t, struct bytes name)
{
	return map_find(t->members, name);
}

static struct team_member *
member_of(struct team *t, struct bytes name)
{
	const struct team_setup *s = &t->setup;
	struct team_member *m;
	int added;

	m = t->expected;
	t->expected = NULL;
	if (m != NULL && bytes_equal_short(m->name, name))
		return m;
	m = map_put(t->members, name, &added);
	if (!added)
		return m;
	m->name = map_key(t->members, map_count(t->members) - 1);
	m->line = load_line_new(s->constants, rest_of(s->rest, name));
	m->number = s->roster == NULL ? -1 : roster_find(s->roster, name);
	if (m->number >= 0)
		load_line_shifts(m->line, s->roster, (size_t)m->number);
	if (rest_of(s->rest, name) != NULL)
		m->rests = rest_list_copy(rest_of(s->rest, name));
	m->day_from = m->last_until = m->take_until = INSTANT_NONE;
	return m;
}

HOT void
team_expect(struct team *t, const struct call *call)
{
	struct team_member *m =
	    call->agent.n == 0 ? NULL : team_find(t, call->agent);

	t->expected = m;
	if (m == NULL)
		return;
	__builtin_prefetch(m);
	__builtin_prefetch((const char *)&m->breaks + 64);
	load_line_expect(m->line);
}

/* Count the call's queue; the one with most calls is the agent's. */
static void
count_queue(struct team *t, struct team_member *m, struct bytes queue)
{
	int64_t *n, *most;

	if (queue.n == 0)
		return;
	if (m->queues == NULL)
		m->queues = map_new(sizeof(int64_t));
	n = map_put(m->queues, queue, NULL);
	++*n;
	if (m->queue.n > 0 && bytes_equal(queue, m->queue))
		return;
	most = m->queue.n > 0 ? map_find(m->queues, m->queue) : NULL;
	if (most != NULL && *most >= *n)
		return;
	m->queue = map_key(m->queues, map_count(m->queues) - 1);
	if (!bytes_equal(m->queue, queue)) {
		size_t i;

		for (i = 0; i < map_count(m->queues); i++)
			if (bytes_equal(map_key(m->queues, i), queue))
				m->queue = map_key(m->queues, i);
	}
	if (m->number >= 0 && t->setup.cover != NULL)
		cover_join(t->setup.cover, (size_t)m->number, m->queue);
}

void
team_day(const struct team *t, const struct team_member *m, int64_t at,
    struct law_day *day)
{
	struct day_stretch shift;

	day->from = m->day_from;
	day->until = INSTANT_NONE;
	day->breaks = m->rests;
	if (m->number >= 0 &&
	    roster_shift(t->setup.roster, (size_t)m->number, at, &shift)) {
		day->from = shift.from;
		day->until = shift.until;
	}
}

/* When this agent's working day began, and that no call is a break. */
static void
follow_day(struct team_member *m, const struct call *call)
{
	if (m->last_until == INSTANT_NONE ||
	    call->handling_from - m->last_until >= TEAM_DAY_GAP_MS)
		m->day_from = call->handling_from;
	if (m->last_until == INSTANT_NONE ||
	    call->handling_until > m->last_until)
		m->last_until = call->handling_until;
	if (m->rests != NULL)
		rest_list_cut(
		    m->rests, call->handling_from, call->handling_until);
}

const struct team_member *
team_buddy(const struct team *t, const struct team_member *m, int64_t at)
{
	const struct team_setup *s = &t->setup;
	const struct team_member *best = NULL;
	double load, least = 0;
	struct day_stretch work;
	size_t i;

	if (s->cover == NULL || m->number < 0)
		return NULL;
	for (i = 0; i < map_count(t->members); i++) {
		const struct team_member *o = map_value(t->members, i);

		if (o == m || o->number < 0 || o->event_why != NULL ||
		    !cover_together(
			s->cover, (size_t)m->number, (size_t)o->number) ||
		    !roster_work(s->roster, (size_t)o->number, at, &work) ||
		    cover_is_away(s->cover, (size_t)o->number, at))
			continue;
		load = load_line_at(o->line, at);
		if (best == NULL || load < least ||
		    (load <= least && bytes_order(o->name, best->name) < 0)) {
			best = o;
			least = load;
		}
	}
	return best;
}

/* Who of the queue keeps an agent from going at `t`. */
static void
say_away(const struct team *t, size_t number, int64_t at, struct buf *text)
{
	int64_t away = cover_away(t->setup.cover, number, at);
	int64_t limit = cover_limit(t->setup.cover, number, at);

	if (away >= limit)
		buf_text(text, "%lld of %lld away", (long long)away,
		    (long long)limit);
	else
		buf_add_string(text, "others go first");
}

/*
 * Say in the reason that an offer begins later than wanted, and why: what
 * others make later is deferred, the rest is the shift's doing.
 */
static void
say_later(const struct team *t, const struct team_member *m,
    struct breaks_offer *o, int64_t wanted)
{
	size_t number = (size_t)m->number;
	long long minutes = (o->from - wanted + MINUTE_MS - 1) / MINUTE_MS;
	int64_t alone;
	const char *held = cover_held(t->setup.cover, number, wanted,
	    o->minutes, o->kind != BREAKS_EVENT, &alone);
	struct buf text = { 0 };

	if (o->from > alone) {
		buf_text(&text, "; deferred %lld min: ", minutes);
		say_away(t, number, alone, &text);
	} else
		buf_text(&text, "; %lld min later: %s", minutes, held);
	breaks_add_why(t->setup.rules, o, "", buf_bytes(&text), "");
	buf_free(&text);
}

/*
 * Whether the agent is in a break of the shift, or, for what can wait,
 * such a break begins in the offer's window.
 */
static int
break_is_near(const struct team *t, const struct team_member *m,
    const struct breaks_offer *o, const struct day_stretch *span)
{
	struct day_stretch work;

	if (!roster_work(t->setup.roster, (size_t)m->number, o->from, &work))
		return 1;
	return o->kind > BREAKS_EVENT && work.until < span->until &&
	    work.until <= o->until;
}

/*
 * Find a place for an offer in the queue and the shift.  Returns 0 when
 * there is none before the shift ends; what happened does not wait then.
 */
static int
place(struct team *t, struct team_member *m, struct breaks_offer *o, int *alone)
{
	struct cover *c = t->setup.cover;
	size_t number = (size_t)m->number;
	struct day_stretch span;
	int64_t from;

	if (c == NULL)
		return 1;
	*alone = m->number < 0 ||
	    !roster_span(t->setup.roster, number, o->from, &span);
	if (*alone)
		return 1;
	if (break_is_near(t, m, o, &span))
		return o->kind <= BREAKS_EVENT;
	cover_release(c, number, o->from);
	from = cover_earliest(c, number, o->from, span.until, o->minutes,
	    o->kind != BREAKS_EVENT);
	if (from == INSTANT_NONE && o->kind != BREAKS_EVENT)
		return 0;
	if (from == INSTANT_NONE)
		from = o->from;
	/* The law's last chance waits for nobody. */
	if (o->kind != BREAKS_LEGAL)
		o->until += from - o->from;
	o->from = from;
	m->take_until = from + o->minutes * MINUTE_MS;
	cover_take(c, number, from, m->take_until);
	return 1;
}

/*
 * Remember what happened until there was rest enough; what asks for more
 * of it goes before what is later.
 */
static void
remember(struct team_member *m, const struct breaks_offer *o)
{
	if (m->event_why != NULL && m->event.minutes > o->minutes)
		return;
	free(m->event_why);
	m->event_why = mem_copy(o->why.p, o->why.n);
	m->event = *o;
	m->event.why = bytes_of(m->event_why);
}

static void
forget(struct team_member *m, int64_t rest_from, int64_t rest_until)
{
	if (m->event_why == NULL || rest_from == INSTANT_NONE)
		return;
	if (rest_from < m->event.from)
		rest_from = m->event.from;
	if (rest_until - rest_from >= m->event.minutes * MINUTE_MS) {
		free(m->event_why);
		m->event_why = NULL;
	}
}

/* Ask for an offer after a call in order of time. */
static void
offer(struct team *t, struct team_member *m, const struct call *call,
    struct team_result *r)
{
	struct law_day day;
	struct breaks_call now = { .from = call->handling_from,
		.until = call->handling_until,
		.rest_from = r->point.rest_from,
		.load = r->point.after,
		.work = r->point.work,
		.stress = call->stress,
		.signals = call->signals,
		.hostile = call->hostile,
		.threat = call->threat,
		.help_asked = call->help_asked,
		.day = &day };
	const struct team_member *buddy;

	team_day(t, m, now.until, &day);
	r->taken = breaks_taken(&m->breaks, &now);
	breaks_note(t->setup.rules, &m->breaks, &now);
	if (!breaks_ask(t->setup.rules, &m->breaks, &now, &r->offer) ||
	    !place(t, m, &r->offer, &r->alone))
		return;
	if (r->offer.debrief &&
	    (buddy = team_buddy(t, m, r->offer.from)) != NULL)
		breaks_add_why(
		    t->setup.rules, &r->offer, " with ", buddy->name, "");
	if (r->offer.from > now.until)
		say_later(t, m, &r->offer, now.until);
	breaks_keep(&m->breaks, &r->offer);
	r->offered = 1;
	if (r->offer.kind == BREAKS_EVENT)
		remember(m, &r->offer);
}

/*
 * Let a call stand on its agent's line.  Returns the agent, or NULL when
 * it is not the next in order of time and nothing follows from it.
 */
HOT static struct team_member *
enter(struct team *t, const struct call *call, struct team_result *r)
{
	struct team_member *m = member_of(t, call->agent);

	r->taken = FLAG_NONE;
	r->offered = r->alone = 0;
	r->place = load_line_add(m->line, call->handling_from,
	    call->handling_until, (int)call->stress, &r->point);
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return NULL;
	if (t->setup.queues)
		count_queue(t, m, call->queue);
	if (r->place == LOAD_LATE)
		return NULL;
	forget(m, r->point.rest_from, call->handling_from);
	follow_day(m, call);
	if (m->take_until != INSTANT_NONE &&
	    m->take_until > call->handling_from) {
		cover_release(
		    t->setup.cover, (size_t)m->number, call->handling_from);
		m->take_until = INSTANT_NONE;
	}
	return m;
}

HOT void
team_take(struct team *t, const struct call *call, struct team_result *r)
{
	struct team_member *m = enter(t, call, r);

	if (m != NULL)
		offer(t, m, call, r);
}

void
team_take_open(struct team *t, const struct call *call, struct team_result *r)
{
	struct team_member *m;

	enter(t, call, r);
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return;
	m = team_find(t, call->agent);
	m->in_call = 1;
	if (m->last_until == INSTANT_NONE ||
	    m->last_until < call->handling_until)
		m->last_until = call->handling_until;
}

void
team_attend(struct team *t, struct roster *roster, struct cover *cover)
{
	size_t i;

	t->setup.roster = roster;
	t->setup.cover = cover;
	for (i = 0; i < map_count(t->members); i++) {
		struct team_member *m = map_value(t->members, i);

		m->number = roster == NULL ? -1 : roster_find(roster, m->name);
		if (m->number >= 0 && cover != NULL)
			cover_join(cover, (size_t)m->number, m->queue);
	}
}

double
team_capped(const struct team *t)
{
	double minutes = 0;
	size_t i;

	for (i = 0; i < map_count(t->members); i++)
		minutes += load_line_capped(
		    ((struct team_member *)map_value(t->members, i))->line);
	return minutes;
}
