/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/breakplan.h"

enum { LEGAL_TRIES = 24 };

/* What keeps a break from a minute; of several the last goes first. */
enum hold { HOLD_NONE, HOLD_EDGE, HOLD_GAP, HOLD_COVER };

/* One row of the plan. */
struct entry {
	size_t worker;
	int64_t from; /* INSTANT_NONE: no room */
	int64_t minutes, due;
	const char *kind;
	struct bytes rule; /* belongs to the rules, or static */
	char *why;
	enum hold hold; /* what made it later than wanted */
	size_t number;	/* as it was found */
};

/* An agent who works on the date. */
struct worker {
	size_t agent;
	const struct day *day;
	struct rest_list *breaks; /* of the shift, and those planned */
	double load;
	int64_t since;	/* work without a rest goes on */
	int64_t wanted; /* since when, or INSTANT_NONE */
	enum hold hold; /* what kept it from then on */
	struct breaks_offer want;
	char *want_why;
};

struct plan {
	const struct breakplan_setup *setup;
	struct worker *worker;
	size_t workers;
	struct entry *entry;
	size_t entries, cap;
	size_t *queued; /* workers who want a break now */
};

static struct entry *
add_entry(struct plan *p, size_t worker, const char *kind, struct bytes rule,
    int64_t from, int64_t minutes)
{
	struct entry *e;

	p->entry = mem_grow(p->entry, p->entries, &p->cap, sizeof(*p->entry));
	e = &p->entry[p->entries];
	memset(e, 0, sizeof(*e));
	e->number = p->entries++;
	e->worker = worker;
	e->kind = kind;
	e->rule = rule;
	e->from = from;
	e->minutes = minutes;
	e->due = INSTANT_NONE;
	return e;
}

/* The breaks that shifts have, and the time between their spans. */
static void
shift_breaks(struct plan *p, size_t i)
{
	struct worker *w = &p->worker[i];
	const struct day *d = w->day;
	struct day_stretch span;
	int64_t from, until;
	size_t k;

	for (k = 1; k < d->works; k++) {
		from = d->work[k - 1].until;
		until = d->work[k].from;
		if (until <= from) /* the clock skips it */
			continue;
		rest_list_add(w->breaks, from, until);
		if (roster_span(p->setup->roster, w->agent, from, &span) &&
		    span.until >= until)
			add_entry(p, i, "SHIFT", bytes_of("OFF"), from,
			    (until - from) / MINUTE_MS)
			    ->why = mem_string("a break of the shift");
	}
}

static void
gather(struct plan *p)
{
	const struct breakplan_setup *s = p->setup;
	size_t i, n = roster_agents(s->roster);

	p->worker = mem_zero(n + 1, sizeof(*p->worker));
	p->queued = mem_zero(n + 1, sizeof(*p->queued));
	for (i = 0; i < n; i++) {
		struct worker *w = &p->worker[p->workers];

		if ((w->day = roster_day(s->roster, i, s->date)) == NULL)
			continue;
		w->agent = i;
		w->breaks = mem_zero(1, sizeof(*w->breaks));
		w->since = w->day->on[0].from;
		w->wanted = INSTANT_NONE;
		shift_breaks(p, p->workers++);
	}
}

/* Whether another break of the agent is closer than the gap. */
static int
is_close(const struct worker *w, int64_t from, int64_t until, int64_t gap)
{
	size_t i = rest_after(w->breaks, from - gap);

	return i < w->breaks->n && w->breaks->span[i].from < until + gap;
}

static void
take(struct plan *p, struct worker *w, int64_t from, int64_t minutes)
{
	int64_t until = from + minutes * MINUTE_MS;

	cover_take(p->setup->cover, w->agent, from, until);
	rest_list_add(w->breaks, from, until);
}

/* What keeps a break from its place; HOLD_NONE: it fits. */
static enum hold
holds(struct plan *p, const struct worker *w, int64_t from, int64_t minutes,
    int64_t gap)
{
	struct cover *c = p->setup->cover;

	if (is_close(w, from, from + minutes * MINUTE_MS, gap))
		return HOLD_GAP;
	if (cover_earliest(c, w->agent, from, from, minutes, 1) == from)
		return HOLD_NONE;
	return cover_in_shift(c, w->agent, from, minutes) ? HOLD_COVER
							  : HOLD_EDGE;
}

static int
fits(struct plan *p, struct worker *w, int64_t from, int64_t minutes,
    int64_t gap)
{
	return holds(p, w, from, minutes, gap) == HOLD_NONE;
}

/* The middle of the longest stretch of a shift without a break. */
static int64_t
middle(const struct worker *w, int64_t minutes)
{
	const struct day *d = w->day;
	int64_t at = d->on[0].from, best = 0, longest = -1, end;
	size_t i;

	for (i = 0; i <= w->breaks->n; i++) {
		end = i < w->breaks->n ? w->breaks->span[i].from
				       : d->on[d->ons - 1].until;
		if (end - at > longest) {
			longest = end - at;
			best = at + (longest - minutes * MINUTE_MS) / 2;
		}
		if (i < w->breaks->n)
			at = w->breaks->span[i].until;
	}
	return best;
}

static int64_t
to_minute(int64_t t)
{
	return num_round((double)t / MINUTE_MS) * MINUTE_MS;
}

/* The place nearest to `aim`, until `due`; INSTANT_NONE without one. */
static int64_t
nearest(struct plan *p, struct worker *w, int64_t aim, int64_t due,
    int64_t minutes, int64_t gap)
{
	int64_t step, begin = w->day->on[0].from;

	for (step = 0; aim - step >= begin || aim + step <= due;
	     step += MINUTE_MS) {
		if (aim - step <= due && aim - step >= begin &&
		    fits(p, w, aim - step, minutes, gap))
			return aim - step;
		if (aim + step <= due && fits(p, w, aim + step, minutes, gap))
			return aim + step;
	}
	return INSTANT_NONE;
}

/* Find a place for one break that a law asks for. */
static int
place_legal(struct plan *p, size_t i, const struct law_rule *r,
    const struct law_finding *f)
{
	struct worker *w = &p->worker[i];
	int64_t gap = num_round(p->setup->constants->gap * MINUTE_MS);
	int64_t aim = r->aim_ms > 0 ? f->aim
	    : f->verdict == LAW_LONG
	    ? f->run_from + (f->run_until - f->run_from) / 2
	    : middle(w, f->minutes),
		at;
	struct buf why = { 0 };
	struct entry *e;

	if (aim > f->due)
		aim = f->due;
	at = nearest(p, w, to_minute(aim), f->due, f->minutes, gap);
	if (at == INSTANT_NONE)
		at = nearest(p, w, to_minute(aim), f->due, f->minutes, 0);
	if (at != INSTANT_NONE)
		take(p, w, at, f->minutes);
	e = add_entry(p, i, "LEGAL", bytes_of(r->name), at, f->minutes);
	e->due = f->due;
	law_why(r, f, &why);
	e->why = mem_string(buf_string(&why));
	buf_free(&why);
	return at == INSTANT_NONE ? -1 : 0;
}

/*
 * What laws ask for: judge the day as planned so far, place what is
 * missing first, and judge again.
 */
static void
legal(struct plan *p, size_t i)
{
	const struct law *law = breaks_law(p->setup->rules);
	struct worker *w = &p->worker[i];
	struct law_day day = { w->day->on[0].from,
		w->day->on[w->day->ons - 1].until, w->breaks };
	struct law_finding *found = mem_zero(law->n + 1, sizeof(*found));
	char *hopeless = mem_zero(law->n + 1, 1);
	int tries;
	size_t k;

	for (tries = 0; tries < LEGAL_TRIES; tries++) {
		law_judge(law, &day, day.until, found);
		for (k = 0; k < law->n; k++)
			if (found[k].minutes > 0 && !hopeless[k])
				break;
		if (k == law->n)
			break;
		hopeless[k] = place_legal(p, i, &law->rule[k], &found[k]) != 0;
	}
	free(found);
	free(hopeless);
}

/* One more minute of an agent's day at the load to expect. */
static void
live(const struct plan *p, struct worker *w, int64_t t, int hour)
{
	const struct load_constants *c = p->setup->constants;
	size_t i = rest_after(w->breaks, t);
	struct rhythm_hour h;

	if (i < w->breaks->n && w->breaks->span[i].from <= t) {
		const struct rest_span *s = &w->breaks->span[i];

		w->load *= exp2(-1 / c->half_life_break);
		if ((double)(s->until - s->from) > c->reset_gap * MINUTE_MS)
			w->load = 0;
		if ((double)(s->until - s->from) >= c->off * MINUTE_MS)
			w->since = t + MINUTE_MS;
		return;
	}
	h = rhythm_at(
	    p->setup->rhythm, roster_agent(p->setup->roster, w->agent), hour);
	w->load += h.busy * (c->g0 + c->g1 * h.stress / 100);
	w->load *= exp2(-(1 - h.busy) / c->half_life_free);
	if (w->load > 100)
		w->load = 100;
}

/* An offer that found no room before the shift ended, or is not needed. */
static void
drop_want(struct plan *p, size_t i, int needed)
{
	struct worker *w = &p->worker[i];
	struct entry *e;

	if (w->wanted == INSTANT_NONE)
		return;
	if (needed) {
		e = add_entry(p, i, breaks_kind_name(w->want.kind),
		    w->want.rule, INSTANT_NONE, w->want.minutes);
		e->due = w->want.until;
		e->why = w->want_why;
	} else
		free(w->want_why);
	w->want_why = NULL;
	w->wanted = INSTANT_NONE;
}

static int
is_in_break(const struct worker *w, int64_t t)
{
	size_t i = rest_after(w->breaks, t);

	return i < w->breaks->n && w->breaks->span[i].from <= t;
}

/*
 * Ask the rules at `t` in a span that ends at `end`, as if there had been
 * no offer: the gap to it keeps a break from its place, which is told, and
 * not from being wanted.  Returns whether the agent wants a break; what
 * arises in another one, or too late, is left to the rest that follows.
 */
static int
wants(struct plan *p, size_t i, int64_t t, int64_t end)
{
	struct worker *w = &p->worker[i];
	struct breaks_call now = { .from = t,
		.until = t,
		.rest_from = INSTANT_NONE,
		.load = w->load,
		.stress = -1,
		.work = (double)(t - w->since) / MINUTE_MS };
	struct breaks_agent fresh = { 0 };
	struct breaks_offer o;

	if (!breaks_ask(p->setup->rules, &fresh, &now, &o)) {
		drop_want(p, i, 0);
		return 0;
	}
	if (w->wanted == INSTANT_NONE) {
		if (is_in_break(w, t) ||
		    t + o.minutes * MINUTE_MS > end - COVER_EDGE_MS)
			return 0;
		w->wanted = t;
		w->hold = HOLD_NONE;
		w->want.until = o.until;
	}
	if (o.until > w->want.until)
		o.until = w->want.until;
	w->want = o;
	free(w->want_why);
	w->want_why = mem_copy(o.why.p, o.why.n);
	return 1;
}

/* The reason, and what but coverage made it later than wanted. */
static char *
why_then(const struct plan *p, const struct worker *w, int64_t t)
{
	struct buf text = { 0 };
	char *why;

	buf_add_string(&text, w->want_why);
	if (w->hold == HOLD_GAP || w->hold == HOLD_EDGE)
		buf_text(&text, "; %lld min later: ",
		    (long long)((t - w->wanted) / MINUTE_MS));
	if (w->hold == HOLD_GAP)
		buf_text(&text, "%g min from another break",
		    p->setup->constants->gap);
	else if (w->hold == HOLD_EDGE)
		buf_add_string(&text, "an edge of the shift");
	why = mem_string(buf_string(&text));
	buf_free(&text);
	return why;
}

static void
place_want(struct plan *p, size_t i, int64_t t)
{
	int64_t gap = num_round(p->setup->constants->gap * MINUTE_MS);
	struct worker *w = &p->worker[i];
	enum hold hold = holds(p, w, t, w->want.minutes, gap);
	struct entry *e;

	if (hold > w->hold)
		w->hold = hold;
	if (hold != HOLD_NONE)
		return;
	take(p, w, t, w->want.minutes);
	e = add_entry(p, i, breaks_kind_name(w->want.kind), w->want.rule, t,
	    w->want.minutes);
	e->due = w->want.until;
	e->hold = w->hold;
	e->why = why_then(p, w, t);
	free(w->want_why);
	w->want_why = NULL;
	w->wanted = INSTANT_NONE;
}

static int
by_load(const void *a, const void *b, void *workers)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	double lx = ((const struct worker *)workers)[x].load;
	double ly = ((const struct worker *)workers)[y].load;

	if (lx > ly || lx < ly)
		return lx > ly ? -1 : 1;
	return (x > y) - (x < y);
}

/* The minute that ends at `t`, for all who work in it. */
static void
minute(struct plan *p, int64_t t)
{
	struct day_stretch span;
	struct civil c;
	size_t i, n = 0;

	zone_civil(t - MINUTE_MS, &c);
	for (i = 0; i < p->workers; i++) {
		struct worker *w = &p->worker[i];
		const struct day *d = w->day;

		if (t <= d->on[0].from || t > d->on[d->ons - 1].until)
			continue;
		live(p, w, t - MINUTE_MS, c.hour);
		if (roster_span(p->setup->roster, w->agent, t, &span)
			? wants(p, i, t, span.until)
			: 0)
			p->queued[n++] = i;
		else if (t == d->on[d->ons - 1].until)
			drop_want(p, i, 1);
	}
	qsort_r(p->queued, n, sizeof(*p->queued), by_load, p->worker);
	for (i = 0; i < n; i++)
		place_want(p, p->queued[i], t);
}

static int
by_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int64_t s = x->from != INSTANT_NONE ? x->from : x->due;
	int64_t t = y->from != INSTANT_NONE ? y->from : y->due;

	if (s != t)
		return s < t ? -1 : 1;
	if (x->worker != y->worker)
		return x->worker < y->worker ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
write_instant(struct emit *out, int64_t t)
{
	char text[NUM_MAX];

	emit_bytes(out, text, instant_put(text, t));
	emit_byte(out, ',');
}

static void
write_entry(
    const struct plan *p, const struct entry *e, int64_t nth, struct emit *out)
{
	const struct breakplan_setup *s = p->setup;
	const struct worker *w = &p->worker[e->worker];
	struct bytes agent = roster_agent(s->roster, w->agent), queue;
	int shift = strcmp(e->kind, "SHIFT") == 0;
	char text[NUM_MAX];

	emit_bytes(out, text, date_put(text, s->date));
	emit_byte(out, ',');
	emit_field(out, agent, ',');
	emit_byte(out, ',');
	queue.p = s->queue(s->arg, agent, &queue.n);
	emit_field(out, queue, ',');
	emit_byte(out, ',');
	write_instant(out, e->from);
	write_instant(out,
	    e->from == INSTANT_NONE ? INSTANT_NONE
				    : e->from + e->minutes * MINUTE_MS);
	emit_bytes(out, text, num_put(text, e->minutes));
	emit_byte(out, ',');
	emit_string(out, e->kind);
	emit_byte(out, ',');
	emit_field(out, e->rule, ',');
	emit_byte(out, ',');
	write_instant(out, e->due);
	emit_string(out,
	    e->from == INSTANT_NONE	? "no room,"
		: e->hold == HOLD_COVER ? "deferred,"
		: e->hold != HOLD_NONE	? "moved,"
					: "planned,");
	emit_field(out, bytes_of(e->why), ',');
	emit_byte(out, ',');
	if (!shift && e->from != INSTANT_NONE)
		emit_field(out,
		    activities_pick(
			s->activities, e->minutes, agent, s->date, nth),
		    ',');
	emit_byte(out, '\n');
}

static int64_t
write_all(struct plan *p, struct emit *out)
{
	int64_t *nth = mem_zero(p->workers + 1, sizeof(*nth)), left = 0;
	size_t i;

	emit_string(out,
	    "date,agent,queue,from,until,minutes,kind,rule,due,"
	    "status,why,activity\n");
	if (p->entries > 0)
		qsort(p->entry, p->entries, sizeof(*p->entry), by_time);
	for (i = 0; i < p->entries; i++) {
		struct entry *e = &p->entry[i];

		write_entry(p, e, nth[e->worker], out);
		nth[e->worker] += strcmp(e->kind, "SHIFT") != 0;
		left += e->from == INSTANT_NONE;
		free(e->why);
	}
	free(nth);
	return left;
}

int64_t
breakplan_write(const struct breakplan_setup *setup, struct emit *out)
{
	struct plan p = { .setup = setup };
	int64_t from = INT64_MAX, until = INT64_MIN, left;
	size_t i;

	gather(&p);
	for (i = 0; i < p.workers; i++) {
		const struct day *d = p.worker[i].day;

		legal(&p, i);
		if (d->on[0].from < from)
			from = d->on[0].from;
		if (d->on[d->ons - 1].until > until)
			until = d->on[d->ons - 1].until;
	}
	for (; p.workers > 0 && from < until; from += MINUTE_MS)
		minute(&p, from + MINUTE_MS);
	left = write_all(&p, out);
	for (i = 0; i < p.workers; i++) {
		rest_list_free(p.worker[i].breaks);
		free(p.worker[i].want_why);
	}
	free(p.worker);
	free(p.queued);
	free(p.entry);
	return left;
}
