/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/roster.h"

enum { SLOTS = 4 }; /* dates kept at hand of an agent */

/* One agent: dates looked at last, or when he was seen. */
struct member {
	int64_t date[SLOTS];
	const struct day *day[SLOTS];
	char known[SLOTS];
	struct day_stretch seen;
};

struct roster {
	struct shift_table *shifts; /* NULL: there are none */
	struct member *members;	    /* with shifts, by number */
	struct map *seen;	    /* without, of struct member */
	struct map *days;	    /* hours and date, to struct day * */
};

struct roster *
roster_new(struct shift_table *shifts)
{
	struct roster *r = mem_zero(1, sizeof(*r));

	r->shifts = shifts;
	r->days = map_new(sizeof(struct day *));
	r->seen = map_new(sizeof(struct member));
	if (shifts != NULL)
		r->members =
		    mem_zero(shift_agents(shifts) + 1, sizeof(*r->members));
	return r;
}

void
roster_free(struct roster *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < map_count(r->days); i++)
		day_free(*(struct day **)map_value(r->days, i));
	map_free(r->days);
	map_free(r->seen);
	free(r->members);
	free(r);
}

size_t
roster_agents(const struct roster *r)
{
	return r->shifts != NULL ? shift_agents(r->shifts) : map_count(r->seen);
}

struct bytes
roster_agent(const struct roster *r, size_t agent)
{
	return r->shifts != NULL ? shift_agent(r->shifts, agent)
				 : map_key(r->seen, agent);
}

int64_t
roster_find(const struct roster *r, struct bytes name)
{
	size_t i;

	if (r->shifts != NULL)
		return shift_find(r->shifts, name);
	for (i = 0; i < map_count(r->seen); i++)
		if (bytes_equal(map_key(r->seen, i), name))
			return (int64_t)i;
	return -1;
}

size_t
roster_present(struct roster *r, struct bytes name, struct day_stretch seen)
{
	struct member *m = map_put(r->seen, name, NULL);

	m->seen = seen;
	return (size_t)roster_find(r, name);
}

/* The hours of a date as instants; those alike are cut once. */
static const struct day *
day_of_hours(struct roster *r, const struct day_hours *hours, int64_t date)
{
	struct {
		const struct day_hours *hours;
		int64_t date;
	} key;
	struct bytes b = { (const char *)&key, sizeof(key) };
	struct day **day;
	int added;

	if (hours == NULL)
		return NULL;
	memset(&key, 0, sizeof(key));
	key.hours = hours;
	key.date = date;
	day = map_put(r->days, b, &added);
	if (added)
		*day = day_new(hours, DAY_MS, date);
	return *day != NULL && (*day)->ons > 0 ? *day : NULL;
}

const struct day *
roster_day(struct roster *r, size_t agent, int64_t date)
{
	struct member *m;
	size_t slot = (size_t)(date & (SLOTS - 1));

	if (r->shifts == NULL)
		return NULL;
	m = &r->members[agent];
	if (!m->known[slot] || m->date[slot] != date) {
		m->known[slot] = 1;
		m->date[slot] = date;
		m->day[slot] = day_of_hours(
		    r, shift_on(r->shifts, agent, date).hours, date);
	}
	return m->day[slot];
}

/* The stretch among some that holds an instant, or NULL. */
static const struct day_stretch *
holding(const struct day_stretch *s, size_t n, int64_t t)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (t >= s[i].from && t < s[i].until)
			return &s[i];
	return NULL;
}

enum part { SPAN, WORK, SHIFT };

/*
 * A break that the clock skips leaves two stretches that touch: they are
 * one, unless a span of the shift ends between them.
 */
static void
join(const struct day *day, struct day_stretch *work)
{
	const struct day_stretch *span, *other;
	size_t i;

	span = holding(day->on, day->ons, work->from);
	if (span == NULL)
		return;
	for (i = 0; i < day->works; i++) {
		other = &day->work[i];
		if (other->from == work->until && other->from < span->until)
			work->until = other->until;
	}
	for (i = day->works; i-- > 0;) {
		other = &day->work[i];
		if (other->until == work->from && other->from >= span->from)
			work->from = other->from;
	}
}

/* The stretch of a date that holds an instant. */
static int
of_date(
    const struct day *day, enum part part, int64_t t, struct day_stretch *found)
{
	struct day_stretch whole;
	const struct day_stretch *s;

	if (day == NULL)
		return 0;
	whole.from = day->on[0].from;
	whole.until = day->on[day->ons - 1].until;
	s = part == SHIFT  ? holding(&whole, 1, t)
	    : part == SPAN ? holding(day->on, day->ons, t)
			   : holding(day->work, day->works, t);
	if (s == NULL)
		return 0;
	*found = *s;
	if (part == WORK)
		join(day, found);
	return 1;
}

static int
find(struct roster *r, size_t agent, enum part part, int64_t t,
    struct day_stretch *found)
{
	int64_t date;

	if (r->shifts == NULL) {
		*found = ((struct member *)map_value(r->seen, agent))->seen;
		return t >= found->from && t < found->until;
	}
	date = zone_date(t, 0);
	return of_date(roster_day(r, agent, date), part, t, found) ||
	    of_date(roster_day(r, agent, date - 1), part, t, found);
}

int
roster_span(
    struct roster *r, size_t agent, int64_t t, struct day_stretch *found)
{
	return find(r, agent, SPAN, t, found);
}

int
roster_work(
    struct roster *r, size_t agent, int64_t t, struct day_stretch *found)
{
	return find(r, agent, WORK, t, found);
}

int
roster_shift(
    struct roster *r, size_t agent, int64_t t, struct day_stretch *found)
{
	return r->shifts != NULL && find(r, agent, SHIFT, t, found);
}

int64_t
roster_begin(struct roster *r, size_t agent, int64_t from, int64_t until)
{
	int64_t date, last;
	const struct day *day;

	if (r->shifts == NULL)
		return INSTANT_NONE;
	last = zone_date(until, 0);
	for (date = zone_date(from, 0); date <= last; date++) {
		day = roster_day(r, agent, date);
		if (day != NULL && day->on[0].from > from &&
		    day->on[0].from <= until)
			return day->on[0].from;
	}
	return INSTANT_NONE;
}
