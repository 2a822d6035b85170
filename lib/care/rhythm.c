/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/rhythm.h"

enum { HOURS = 24, ALL = 24, ENOUGH_MS = 30 * MINUTE_MS };

struct sum {
	double present, busy; /* ms */
	double stress;	      /* ms of handling times stress */
};

/* By hour, and all hours behind them. */
struct person {
	struct sum at[HOURS + 1];
	int64_t until;	/* of what was handled */
	int64_t shift;	/* begin of the latest one that counts */
	int64_t number; /* in the roster, or -1 */
	int known;	/* whether anything was handled */
};

struct rhythm {
	struct roster *roster; /* NULL: there are no shifts */
	int64_t away_ms, end;
	struct map *people;
	struct person team;
};

struct rhythm *
rhythm_new(struct roster *roster, int64_t away_ms, int64_t until)
{
	struct rhythm *r = mem_zero(1, sizeof(*r));

	r->roster = roster;
	r->away_ms = away_ms;
	r->end = until;
	r->people = map_new(sizeof(struct person));
	return r;
}

void
rhythm_free(struct rhythm *r)
{
	if (r == NULL)
		return;
	map_free(r->people);
	free(r);
}

/* What a stretch of time is: at work, handling, or both. */
enum what { PRESENT = 1, BUSY = 2 };

static void
count(struct person *p, int hour, double ms, int what, double stress)
{
	const int at[] = { hour, ALL };
	size_t i;

	for (i = 0; i < 2; i++) {
		if (what & PRESENT)
			p->at[at[i]].present += ms;
		if (what & BUSY) {
			p->at[at[i]].busy += ms;
			p->at[at[i]].stress += ms * stress;
		}
	}
}

/* Add a stretch, cut at full hours by the clock. */
static void
stretch(struct rhythm *r, struct person *p, int64_t from, int64_t until,
    int what, double stress)
{
	struct civil c;
	int64_t next;

	for (; from < until; from = next) {
		zone_civil(from, &c);
		next = from + HOUR_MS -
		    (c.minute * (int64_t)MINUTE_MS + c.second * SECOND_MS +
			c.ms);
		if (next > until)
			next = until;
		count(p, c.hour, (double)(next - from), what, stress);
		count(&r->team, c.hour, (double)(next - from), what, stress);
	}
}

/* Whether an instant lies in a shift of the agent; then which one. */
static int
in_shift(struct rhythm *r, const struct person *p, int64_t t,
    struct day_stretch *shift)
{
	return p->number >= 0 &&
	    roster_shift(r->roster, (size_t)p->number, t, shift);
}

/* The time at work of a shift, counted with its first call. */
static void
add_shift(struct rhythm *r, struct person *p, struct day_stretch shift)
{
	struct day_stretch work;
	int64_t t, until;

	if (p->shift == shift.from)
		return;
	p->shift = shift.from;
	for (t = shift.from; t < shift.until && t < r->end; t = until) {
		until = t + MINUTE_MS;
		if (!roster_work(r->roster, (size_t)p->number, t, &work))
			continue;
		until = work.until < r->end ? work.until : r->end;
		stretch(r, p, t, until, PRESENT, 0);
	}
}

/* Add handling: outside of a shift's working time it is time at work. */
static void
add_busy(struct rhythm *r, struct person *p, int64_t from, int64_t until,
    double stress)
{
	struct day_stretch shift, work;
	int64_t t, next;
	int what;

	for (t = from; t < until; t = next) {
		next = t + MINUTE_MS;
		what = PRESENT | BUSY;
		if (in_shift(r, p, t, &shift)) {
			add_shift(r, p, shift);
			if (roster_work(
				r->roster, (size_t)p->number, t, &work)) {
				next = work.until;
				what = BUSY;
			}
		} else if (p->number < 0)
			next = until;
		if (next > until)
			next = until;
		stretch(r, p, t, next, what, stress);
	}
}

static struct person *
person_of(struct rhythm *r, struct bytes agent)
{
	int added;
	struct person *p = map_put(r->people, agent, &added);

	if (added) {
		p->number =
		    r->roster == NULL ? -1 : roster_find(r->roster, agent);
		p->shift = INSTANT_NONE;
	}
	return p;
}

void
rhythm_add(struct rhythm *r, struct bytes agent, int64_t from, int64_t until,
    int64_t stress)
{
	struct person *p = person_of(r, agent);
	struct day_stretch shift;

	if (until - from > DAY_MS)
		return;
	if (p->known && from > p->until && from - p->until <= r->away_ms &&
	    !in_shift(r, p, from, &shift) &&
	    !in_shift(r, p, p->until - 1, &shift))
		stretch(r, p, p->until, from, PRESENT, 0);
	if (p->known && from < p->until)
		from = p->until;
	add_busy(r, p, from, until, stress < 0 ? 0 : (double)stress);
	if (!p->known || until > p->until)
		p->until = until;
	p->known = 1;
}

/* Whether a sum tells enough; then what it tells. */
static int
tells(const struct sum *s, struct rhythm_hour *h)
{
	if (s->present < ENOUGH_MS)
		return 0;
	h->busy = s->busy / s->present;
	h->stress = s->busy > 0 ? s->stress / s->busy : 0;
	return 1;
}

struct rhythm_hour
rhythm_at(const struct rhythm *r, struct bytes agent, int hour)
{
	const struct person *p = map_find(r->people, agent);
	struct rhythm_hour h = { 0, 0 };

	if (p != NULL && (tells(&p->at[hour], &h) || tells(&p->at[ALL], &h)))
		return h;
	if (!tells(&r->team.at[hour], &h))
		tells(&r->team.at[ALL], &h);
	return h;
}
