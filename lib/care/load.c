/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hot.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/load.h"

/*
 * A stretch of handling at one stress.  Segments are in order of time and
 * do not overlap; each record begins and ends at the end of one, so that
 * `begun` can count intervals.
 */
struct segment {
	int64_t start, end; /* ms, start < end */
	double load;	    /* at the start, once settled .. */
	double reach;	    /* .. and at the end if nothing capped it */
	double fade;	    /* share of load left by the gap
					 * before it; FADE_UNKNOWN */
	int64_t since;	    /* end of the last rest, once settled */
	uint32_t begun;	    /* intervals that begin at the start */
	uint8_t stress;
};

#define FADE_UNKNOWN (-1.0)

/* Segments of an agent whose calls follow one another. */
enum { USUAL_ROOM = LOAD_REACH + 8 };

struct load_line {
	const struct load_constants *c;
	const struct rest_list *rests; /* NULL: none */
	struct roster *roster;	       /* NULL: shifts are not known */
	size_t agent;		       /* in the roster */
	struct segment *room; /* a ring of `cap`, the first at room[head] */
	size_t head, n, cap;
	size_t settled;	  /* loads are right before this one */
	size_t intervals; /* sum of `begun` */
	int64_t front;	  /* end of what was dropped, or NONE */
	double front_load;
	int64_t front_since;
	int64_t latest_from; /* of all records, or NONE */
	int64_t latest_until;
	double capped;		   /* minutes, of what was dropped */
	int64_t idle_ms, reset_ms; /* of the constants */
};

static double
minutes(int64_t from, int64_t until)
{
	return (double)(until - from) / MINUTE_MS;
}

static inline double
growth(const struct load_constants *c, int stress)
{
	return c->g0 + c->g1 * stress / 100;
}

/* A load goes no higher. */
static inline double
cap(double load)
{
	return load < 100 ? load : 100;
}

/*
 * In a gap that began at `gap`: from `t` on, which half-life holds, and
 * until when at most `limit`?
 */
HOT static double
half_life(const struct load_line *l, int64_t gap, int64_t t, int64_t limit,
    int64_t *until)
{
	int64_t idle = gap + l->idle_ms;
	size_t i;

	*until = limit;
	if (t >= idle)
		return l->c->half_life_break;
	if (idle < *until)
		*until = idle;
	i = l->rests == NULL ? 0 : rest_after(l->rests, t);
	if (l->rests == NULL || i == l->rests->n)
		return l->c->half_life_free;
	if (l->rests->span[i].from <= t) {
		if (l->rests->span[i].until < *until)
			*until = l->rests->span[i].until;
		return l->c->half_life_break;
	}
	if (l->rests->span[i].from < *until)
		*until = l->rests->span[i].from;
	return l->c->half_life_free;
}

/* The begin of a new shift in a gap, or INSTANT_NONE. */
static int64_t
new_shift(const struct load_line *l, int64_t gap, int64_t t)
{
	if (l->roster == NULL || gap == t || t - gap >= DAY_MS)
		return INSTANT_NONE;
	return roster_begin(l->roster, l->agent, gap, t);
}

/*
 * The share of load that a gap which began at `gap`, `min` minutes before,
 * has left at `t`.
 */
HOT static double
faded_in(const struct load_line *l, int64_t gap, int64_t t, double min)
{
	double halvings = 0, h;
	int64_t at, until;

	if (min > l->c->reset_gap || new_shift(l, gap, t) != INSTANT_NONE)
		return 0;
	if (gap == t)
		return 1;
	/* The usual gap is a short one. */
	if (l->rests == NULL && t > gap && t <= gap + l->idle_ms)
		return exp2(-(min / l->c->half_life_free));
	for (at = gap; at < t; at = until) {
		h = half_life(l, gap, at, t, &until);
		halvings += minutes(at, until) / h;
	}
	return exp2(-halvings);
}

static double
faded(const struct load_line *l, int64_t gap, int64_t t)
{
	return faded_in(l, gap, t, minutes(gap, t));
}

static inline struct segment *
segment(const struct load_line *l, size_t i)
{
	size_t at = l->head + i;

	return l->room + (at < l->cap ? at : at - l->cap);
}

/* What comes before segment i: when it ended, with what load and rest. */
static inline int64_t
before(const struct load_line *l, size_t i, double *load, int64_t *since)
{
	const struct segment *p;

	if (i == 0) {
		*load = l->front_load;
		*since = l->front_since;
		return l->front;
	}
	p = segment(l, i - 1);
	*load = cap(p->reach);
	*since = p->since;
	return p->end;
}

/* Whether a gap is long enough to be a rest, or a new shift begins. */
static int
is_rest(const struct load_line *l, int64_t from, int64_t until)
{
	return from == INSTANT_NONE || minutes(from, until) >= l->c->off ||
	    new_shift(l, from, until) != INSTANT_NONE;
}

/* Make the loads of the first `n` segments right. */
static void
settle(struct load_line *l, size_t n)
{
	for (; l->settled < n; l->settled++) {
		struct segment *s = segment(l, l->settled);
		double load;
		int64_t since, gap;

		gap = before(l, l->settled, &load, &since);
		if (s->fade < 0)
			s->fade =
			    gap == INSTANT_NONE ? 0 : faded(l, gap, s->start);
		s->load = load * s->fade;
		s->reach = s->load +
		    growth(l->c, s->stress) * minutes(s->start, s->end);
		s->since = is_rest(l, gap, s->start) ? s->start : since;
	}
}

/*
 * How many segments start at `t` or before.  It is mostly all of them or
 * nearly so: look from the back in growing steps, then between two.
 */
static size_t
started(const struct load_line *l, int64_t t)
{
	size_t low = 0, high = l->n, step;

	for (step = 1; step <= high; step *= 2) {
		if (segment(l, high - step)->start <= t) {
			low = high - step + 1;
			break;
		}
		high -= step;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (segment(l, mid)->start <= t)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/*
 * Make room for one more segment behind the last.  Who has LOAD_REACH of
 * them drops one for each that comes: where the one lies, which was just
 * looked at, the other will soon go, and nothing else has to come from far
 * in memory.  So hardly more than those are made room for, and before that
 * a quarter more, for there may be many agents.
 */
static void
make_room(struct load_line *l)
{
	size_t cap = l->cap + l->cap / 4 + 8, first;
	struct segment *room;

	if (l->n < l->cap)
		return;
	if (l->cap < USUAL_ROOM && cap > USUAL_ROOM)
		cap = USUAL_ROOM;
	room = mem_resize(NULL, cap, sizeof(*room));
	first = l->cap - l->head;
	if (l->n > 0) {
		memcpy(room, l->room + l->head, first * sizeof(*room));
		memcpy(room + first, l->room, l->head * sizeof(*room));
	}
	free(l->room);
	l->room = room;
	l->head = 0;
	l->cap = cap;
}

static void
insert(struct load_line *l, size_t i, int64_t start, int64_t end, int stress)
{
	struct segment *s;
	size_t k;

	make_room(l);
	for (k = l->n++; k > i; k--)
		*segment(l, k) = *segment(l, k - 1);
	s = segment(l, i);
	memset(s, 0, sizeof(*s));
	s->start = start;
	s->end = end;
	s->fade = FADE_UNKNOWN;
	s->stress = (uint8_t)stress;
	if (i + 1 < l->n)
		segment(l, i + 1)->fade = FADE_UNKNOWN;
}

/* Cut segment i in two at an instant inside it. */
static void
split(struct load_line *l, size_t i, int64_t at)
{
	insert(l, i + 1, at, segment(l, i)->end, segment(l, i)->stress);
	segment(l, i)->end = at;
	if (l->settled > i)
		l->settled = i;
}

/*
 * Put an interval on the timeline: what is free becomes segments, what is
 * handled already keeps the higher stress.
 */
static void
cover(struct load_line *l, int64_t from, int64_t until, int stress)
{
	size_t i = started(l, from), first;
	int64_t t, end;

	if (i > 0 && segment(l, i - 1)->start == from)
		i--;
	else if (i > 0 && segment(l, i - 1)->end > from)
		split(l, i - 1, from);
	first = i;
	for (t = from; t < until; t = segment(l, i++)->end) {
		if (i < l->n && segment(l, i)->start == t) {
			if (segment(l, i)->end > until)
				split(l, i, until);
			if (segment(l, i)->stress < stress)
				segment(l, i)->stress = (uint8_t)stress;
			continue;
		}
		end = until;
		if (i < l->n && segment(l, i)->start < until)
			end = segment(l, i)->start;
		insert(l, i, t, end, stress);
	}
	if (l->settled > first)
		l->settled = first;
	if (segment(l, first)->begun < UINT32_MAX) {
		segment(l, first)->begun++;
		l->intervals++;
	}
}

/* Minutes of a segment that could not add to the load. */
static double
capped(const struct load_line *l, const struct segment *s)
{
	double over = s->reach - 100;

	return over > 0 ? over / growth(l->c, s->stress) : 0;
}

/* Forget the oldest segments, so that LOAD_REACH intervals remain. */
static void
drop(struct load_line *l)
{
	while (l->n > 0 && l->intervals - segment(l, 0)->begun >= LOAD_REACH) {
		struct segment *s = segment(l, 0);

		if (l->settled == 0)
			settle(l, 1);
		l->capped += capped(l, s);
		l->front = s->end;
		l->front_load = cap(s->reach);
		l->front_since = s->since;
		l->intervals -= s->begun;
		l->head = l->head + 1 < l->cap ? l->head + 1 : 0;
		l->n--;
		l->settled--;
		/* It is the next to go. */
		__builtin_prefetch(segment(l, 0), 1);
		__builtin_prefetch(&segment(l, 0)->stress, 1);
	}
}

/*
 * Minutes above `c->over` while the load grows from `load` by `g` a minute
 * for `min` minutes.
 */
static double
over_grown(const struct load_constants *c, double load, double g, double min)
{
	double reach;

	if (load > c->over)
		return min;
	if (!(g > 0))
		return 0;
	reach = (c->over - load) / g;
	return c->over < 100 && reach < min ? min - reach : 0;
}

/* The same from `t` to `until` in a gap that began at `gap`. */
HOT static double
over_faded(const struct load_line *l, int64_t gap, double load, int64_t t,
    int64_t until)
{
	double sum = 0, h, left;
	int64_t next;

	for (; t < until && load > l->c->over; t = next) {
		h = half_life(l, gap, t, until, &next);
		left = l->c->over > 0 ? h * log2(load / l->c->over) : INFINITY;
		sum += fmin(left, minutes(t, next));
		if (next < until)
			load *= exp2(-minutes(t, next) / h);
	}
	return sum;
}

/* The load at `t` when `i` segments have started; see load_line_at(). */
static double
load_at(struct load_line *l, size_t i, int64_t t)
{
	const struct segment *s;
	double load;
	int64_t since, gap;

	settle(l, i);
	s = i > 0 ? segment(l, i - 1) : NULL;
	if (s != NULL && t < s->end)
		return cap(
		    s->load + growth(l->c, s->stress) * minutes(s->start, t));
	gap = before(l, i, &load, &since);
	if (gap == INSTANT_NONE || t < gap)
		return 0;
	return load * faded(l, gap, t);
}

/*
 * Minutes above the `over` constant from `t` to `until` within a gap that
 * began at `gap`, with this load at `t`.
 */
static double
over_gap(const struct load_line *l, int64_t gap, double load, int64_t t,
    int64_t until)
{
	int64_t reset, begin;

	if (!(load > l->c->over))
		return 0;
	/* In a long gap the load is gone when the gap is long. */
	reset = gap + l->reset_ms;
	begin = new_shift(l, gap, until);
	if (begin != INSTANT_NONE && begin < reset)
		reset = begin;
	return over_faded(l, gap, load, t, reset < until ? reset : until);
}

/* Minutes above the `over` constant from `t` to `until`. */
static double
over_between(struct load_line *l, int64_t t, int64_t until)
{
	size_t i = started(l, t);
	double sum = 0, load, dull;
	int64_t stop, gap, since;

	for (; t < until; t = stop) {
		const struct segment *s;

		while (i < l->n && segment(l, i)->start <= t)
			i++;
		load = load_at(l, i, t);
		s = i > 0 ? segment(l, i - 1) : NULL;
		if (s != NULL && t < s->end) {
			stop = s->end < until ? s->end : until;
			sum += over_grown(l->c, load, growth(l->c, s->stress),
			    minutes(t, stop));
			continue;
		}
		stop = i < l->n && segment(l, i)->start < until
		    ? segment(l, i)->start
		    : until;
		gap = before(l, i, &dull, &since);
		if (gap != INSTANT_NONE)
			sum += over_gap(l, gap, load, t, stop);
	}
	return sum;
}

/* Minutes at `t` since the last rest, when `i` segments have started. */
static double
work_at(struct load_line *l, size_t i, int64_t t)
{
	double load;
	int64_t since, gap;

	settle(l, i);
	gap = before(l, i, &load, &since);
	if (gap == INSTANT_NONE || (t > gap && is_rest(l, gap, t)))
		return 0;
	return minutes(since, t);
}

struct load_line *
load_line_new(const struct load_constants *c, const struct rest_list *rests)
{
	struct load_line *l = mem_zero(1, sizeof(*l));

	l->c = c;
	l->idle_ms = num_round(c->idle_after * MINUTE_MS);
	l->reset_ms = num_round(c->reset_gap * MINUTE_MS);
	l->rests = rests;
	l->front = l->front_since = INSTANT_NONE;
	l->latest_from = l->latest_until = INSTANT_NONE;
	return l;
}

void
load_line_shifts(struct load_line *l, struct roster *roster, size_t agent)
{
	l->roster = roster;
	l->agent = agent;
}

void
load_line_free(struct load_line *l)
{
	if (l == NULL)
		return;
	free(l->room);
	free(l);
}

/* Whether a record begins before what is kept of its agent. */
static int
is_lost(const struct load_line *l, int64_t from)
{
	return l->intervals >= LOAD_REACH && from < segment(l, 0)->start;
}

/* The gap that ends at `t`: since when?  INSTANT_NONE when there is none. */
static int64_t
gap_before(const struct load_line *l, int64_t t)
{
	size_t i = started(l, t);
	int64_t since, gap;
	double load;

	if (i > 0 && segment(l, i - 1)->start == t)
		i--;
	gap = before(l, i, &load, &since);
	return gap == INSTANT_NONE || gap >= t ? INSTANT_NONE : gap;
}

/* Years 1 to 9999, so that no sum of times can overflow. */
static int
is_time(int64_t t)
{
	return t >= -62135596800000 && t < 253402300800000;
}

/* Whether all that is known ended when a record begins, or before. */
static int
is_next(const struct load_line *l, int64_t from, int64_t until)
{
	return l->n > 0 && from < until && segment(l, l->n - 1)->end <= from &&
	    l->latest_until <= from;
}

/*
 * Add such a record, the usual one: what add_anywhere() finds out by
 * looking is known here.
 */
static void
add_next(struct load_line *l, int64_t from, int64_t until, int stress,
    struct load_point *point)
{
	struct segment *s;
	double load, at, free, busy = minutes(from, until);
	double g = growth(l->c, stress);
	int64_t gap, since;

	if (l->settled < l->n)
		settle(l, l->n);
	gap = before(l, l->n, &load, &since);
	free = minutes(gap, from);
	if (l->n == l->cap)
		make_room(l);
	s = segment(l, l->n++);
	*s = (struct segment){ .start = from,
		.end = until,
		.fade = faded_in(l, gap, from, free),
		.begun = 1,
		.stress = (uint8_t)stress };
	l->intervals++;
	s->load = load * s->fade;
	s->reach = s->load + g * busy;
	s->since = free >= l->c->off || new_shift(l, gap, from) != INSTANT_NONE
	    ? from
	    : since;
	l->settled = l->n;
	at = l->latest_until == gap ? load
				    : load * faded(l, gap, l->latest_until);
	point->before = s->load;
	point->after = cap(s->reach);
	point->over = l->latest_until < from
	    ? over_gap(l, gap, at, l->latest_until, from)
	    : 0;
	point->over += over_grown(l->c, s->load, g, busy);
	point->work = minutes(s->since, until);
	point->rest_from = gap < from ? gap : INSTANT_NONE;
}

/* Add a record at its place, whatever is there. */
static void
add_anywhere(struct load_line *l, int64_t from, int64_t until, int stress,
    struct load_point *point)
{
	if (from < until)
		cover(l, from, until, stress);
	point->before = load_at(l, started(l, from), from);
	point->after = load_at(l, started(l, until), until);
	point->over = over_between(
	    l, l->latest_until == INSTANT_NONE ? from : l->latest_until, until);
	point->work = work_at(l, started(l, until), until);
	point->rest_from = gap_before(l, from);
}

HOT enum load_place
load_line_add(struct load_line *l, int64_t from, int64_t until, int stress,
    struct load_point *point)
{
	enum load_place place;

	if (!is_time(from) || !is_time(until) || until < from)
		return LOAD_BAD;
	if (is_lost(l, from))
		return LOAD_LOST;
	if (stress < 0 || stress > 100)
		stress = stress < 0 ? 0 : 100;
	place = l->latest_from != INSTANT_NONE && from < l->latest_from
	    ? LOAD_LATE
	    : LOAD_IN_ORDER;
	if (is_next(l, from, until))
		add_next(l, from, until, stress, point);
	else
		add_anywhere(l, from, until, stress, point);
	if (place == LOAD_IN_ORDER)
		l->latest_from = from;
	if (l->latest_until == INSTANT_NONE || until > l->latest_until)
		l->latest_until = until;
	drop(l);
	return place;
}

HOT void
load_line_expect(const struct load_line *l)
{
	if (l->n == 0)
		return;
	__builtin_prefetch(segment(l, 0), 1);
	__builtin_prefetch(segment(l, l->n - 1), 1);
	__builtin_prefetch(&segment(l, l->n - 1)->stress, 1);
}

double
load_line_at(struct load_line *l, int64_t t)
{
	return is_time(t) ? load_at(l, started(l, t), t) : 0;
}

double
load_line_work(struct load_line *l, int64_t t)
{
	return is_time(t) ? work_at(l, started(l, t), t) : 0;
}

int64_t
load_line_since(struct load_line *l, double level, int64_t t)
{
	size_t i;

	if (!is_time(t))
		return t;
	i = started(l, t);
	if (load_at(l, i, t) < level)
		return t;
	/* Load falls in gaps, so that only handling can have passed it. */
	for (; i > 0; i--) {
		const struct segment *s = segment(l, i - 1);
		int64_t end = s->end < t ? s->end : t, at;

		if (s->load >= level)
			continue;
		at = s->start +
		    num_round((level - s->load) / growth(l->c, s->stress) *
			MINUTE_MS);
		return at < end ? at : end;
	}
	if (l->front != INSTANT_NONE)
		return l->front;
	return l->n > 0 ? segment(l, 0)->start : t;
}

double
load_line_capped(struct load_line *l)
{
	double sum = l->capped;
	size_t i;

	settle(l, l->n);
	for (i = 0; i < l->n; i++)
		sum += capped(l, segment(l, i));
	return sum;
}

double
load_after_break(const struct load_constants *c, double load, double min)
{
	return load * exp2(-min / c->half_life_break);
}

/* Far more than what rounding errors add up to, far less than a tenth. */
#define HAIR 1e-9

HOT int64_t
load_tenths(double load)
{
	return num_round(load * 10 + HAIR);
}

int64_t
load_points(double load)
{
	return num_round(load + HAIR);
}
