/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/nowlist.h"

/* One agent who needs a breather. */
struct item {
	struct team_member *member;
	double load;
	struct breaks_offer offer; /* its `why` is the item's own */
	char *why;
	int64_t from;	  /* INSTANT_NONE: no room */
	int64_t alone;	  /* where the shift alone would have it */
	const char *held; /* what of the shift makes that later, or NULL */
};

struct list {
	const struct nowlist_setup *setup;
	struct roster *roster;
	struct cover *cover;
	struct item *item;
	size_t n, cap;
};

/* Without shifts: who had a call not long ago is at work. */
static struct roster *
seen_at_work(const struct nowlist_setup *s)
{
	struct roster *r = roster_new(NULL);
	struct day_stretch today = { s->now - DAY_MS, s->now + DAY_MS };
	size_t i;

	for (i = 0; i < team_members(s->team); i++) {
		const struct team_member *m = team_member(s->team, i);

		if (m->last_until != INSTANT_NONE &&
		    (double)(s->now - m->last_until) <=
			s->constants->reset_gap * MINUTE_MS)
			roster_present(r, m->name, today);
	}
	return r;
}

/* Whether the agent is on a recorded break; then the queue lacks him. */
static int
is_resting(struct list *l, const struct team_member *m)
{
	const struct rest_list *rest = rest_of(l->setup->rest, m->name);
	int64_t now = l->setup->now;
	size_t i;

	if (rest == NULL || m->in_call)
		return 0;
	i = rest_after(rest, now);
	if (i == rest->n || rest->span[i].from > now)
		return 0;
	cover_take(l->cover, (size_t)m->number, now, rest->span[i].until);
	return 1;
}

/* A roster does not know who stayed at home; calls of the shift do. */
static int
has_begun(struct list *l, const struct team_member *m)
{
	struct day_stretch shift;

	return l->setup->roster == NULL ||
	    (m->last_until != INSTANT_NONE &&
		roster_shift(
		    l->roster, (size_t)m->number, l->setup->now, &shift) &&
		m->last_until > shift.from);
}

/* A copy of the reason; what an event asked for may be overdue by now. */
static char *
reason(const struct breaks_offer *o, int64_t now)
{
	struct buf text = { 0 };
	char *copy;

	buf_add_bytes(&text, o->why);
	if (o->kind == BREAKS_EVENT && o->until < now)
		breaks_say_overdue(o->until, &text);
	copy = mem_string(buf_string(&text));
	buf_free(&text);
	return copy;
}

/* What is offered to a member now: LEGAL, else an event, else the rest. */
static int
ask(struct list *l, struct item *it)
{
	struct team_member *m = it->member;
	const struct nowlist_setup *s = l->setup;
	struct breaks_agent fresh = { 0 };
	struct law_day day;
	struct breaks_call now = { .from = s->now,
		.until = s->now,
		.rest_from = INSTANT_NONE,
		.load = it->load,
		.stress = -1,
		.work = load_line_work(m->line, s->now),
		.line = m->line,
		.day = &day };
	int asked;

	team_day(s->team, m, s->now, &day);
	asked = breaks_ask(s->rules, &fresh, &now, &it->offer);
	if (!asked || it->offer.kind != BREAKS_LEGAL) {
		int64_t rest = m->last_until > m->event.from ? m->last_until
							     : m->event.from;

		if (m->event_why != NULL &&
		    s->now - rest < m->event.minutes * MINUTE_MS) {
			it->offer = m->event;
			asked = 1;
		}
	}
	if (asked)
		it->why = reason(&it->offer, s->now);
	return asked;
}

static void
gather(struct list *l)
{
	struct item *it;
	struct day_stretch work;
	size_t i;

	for (i = 0; i < team_members(l->setup->team); i++) {
		struct team_member *m = team_member(l->setup->team, i);

		if (m->number < 0 ||
		    !roster_work(
			l->roster, (size_t)m->number, l->setup->now, &work) ||
		    !has_begun(l, m) || is_resting(l, m))
			continue;
		l->item = mem_grow(l->item, l->n, &l->cap, sizeof(*l->item));
		it = &l->item[l->n];
		memset(it, 0, sizeof(*it));
		it->member = m;
		it->load = load_line_at(m->line, l->setup->now);
		if (ask(l, it))
			l->n++;
	}
}

static int
rank(const struct item *it)
{
	return it->offer.kind == BREAKS_LEGAL ? 0
	    : it->offer.kind == BREAKS_EVENT  ? 1
					      : 2;
}

static int
by_need(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (x->load > y->load || x->load < y->load)
		return x->load > y->load ? -1 : 1;
	return bytes_order(x->member->name, y->member->name);
}

/* Give each a place, those first who need it most. */
static void
place(struct list *l)
{
	struct day_stretch span;
	size_t i;

	for (i = 0; i < l->n; i++) {
		struct item *it = &l->item[i];
		size_t number = (size_t)it->member->number;

		it->held = cover_held(l->cover, number, l->setup->now,
		    it->offer.minutes, it->offer.kind != BREAKS_EVENT,
		    &it->alone);
		it->from = INSTANT_NONE;
		if (roster_span(l->roster, number, l->setup->now, &span))
			it->from = cover_earliest(l->cover, number,
			    l->setup->now, span.until, it->offer.minutes,
			    it->offer.kind != BREAKS_EVENT);
		if (it->from == INSTANT_NONE && it->offer.kind == BREAKS_EVENT)
			it->from = l->setup->now;
		if (it->from != INSTANT_NONE)
			cover_take(l->cover, number, it->from,
			    it->from + it->offer.minutes * MINUTE_MS);
	}
}

/* Whether it is later for what the shift alone would have, not others. */
static int
is_moved(const struct item *it)
{
	return it->held != NULL && it->from == it->alone;
}

/* The reason, and what of the shift alone makes it later. */
static void
write_why(const struct list *l, const struct item *it, struct emit *out)
{
	struct buf text = { 0 };

	buf_add_string(&text, it->why);
	if (it->from != INSTANT_NONE && is_moved(it))
		buf_text(&text, "; %lld min later: %s",
		    (long long)((it->from - l->setup->now + MINUTE_MS - 1) /
			MINUTE_MS),
		    it->held);
	emit_field(out, buf_bytes(&text), ',');
	buf_free(&text);
}

static const char *
status(const struct list *l, const struct item *it)
{
	return it->from == INSTANT_NONE ? ",no room,"
	    : it->from <= l->setup->now ? ",now,"
	    : is_moved(it)		? ",moved,"
					: ",deferred,";
}

static void
write_item(const struct list *l, const struct item *it, struct emit *out)
{
	const struct nowlist_setup *s = l->setup;
	const struct team_member *m = it->member, *buddy = NULL;
	const struct breaks_offer *o = &it->offer;
	char text[NUM_MAX];

	if (o->debrief && it->from != INSTANT_NONE)
		buddy = team_buddy(s->team, m, it->from);
	emit_field(out, m->name, ',');
	emit_byte(out, ',');
	emit_field(out, m->queue, ',');
	emit_byte(out, ',');
	emit_bytes(out, text, num_put_tenths(text, load_tenths(it->load)));
	emit_byte(out, ',');
	emit_string(out, breaks_kind_name(o->kind));
	emit_byte(out, ',');
	emit_field(out, o->rule, ',');
	emit_byte(out, ',');
	emit_bytes(out, text, num_put(text, o->minutes));
	emit_byte(out, ',');
	emit_bytes(out, text, instant_put(text, o->until));
	emit_byte(out, ',');
	emit_bytes(out, text, instant_put(text, it->from));
	emit_string(out, status(l, it));
	write_why(l, it, out);
	emit_byte(out, ',');
	if (buddy != NULL)
		emit_field(out, buddy->name, ',');
	emit_byte(out, ',');
	emit_field(out,
	    activities_pick(s->activities, o->minutes, m->name, s->date, 0),
	    ',');
	emit_byte(out, '\n');
}

void
nowlist_write(const struct nowlist_setup *setup, struct emit *out)
{
	struct list l = { .setup = setup, .roster = setup->roster };
	size_t i;

	if (l.roster == NULL)
		l.roster = seen_at_work(setup);
	l.cover = cover_new(l.roster);
	team_attend(setup->team, l.roster, l.cover);
	gather(&l);
	if (l.n > 0)
		qsort(l.item, l.n, sizeof(*l.item), by_need);
	place(&l);
	emit_string(out,
	    "agent,queue,load,kind,rule,minutes,due,from,"
	    "status,why,buddy,activity\n");
	for (i = 0; i < l.n; i++) {
		write_item(&l, &l.item[i], out);
		free(l.item[i].why);
	}
	free(l.item);
	team_attend(setup->team, setup->roster, NULL);
	cover_free(l.cover);
	if (setup->roster == NULL)
		roster_free(l.roster);
}
