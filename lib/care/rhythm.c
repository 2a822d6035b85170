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
	int64_t until; /* of what was handled */
	int known;     /* whether it was anything */
};

struct rhythm {
	int64_t away_ms;
	struct map *people;
	struct person team;
};

struct rhythm *
rhythm_new(int64_t away_ms)
{
	struct rhythm *r = mem_zero(1, sizeof(*r));

	r->away_ms = away_ms;
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

static void
count(struct person *p, int hour, double ms, int busy, double stress)
{
	const int at[] = { hour, ALL };
	size_t i;

	for (i = 0; i < 2; i++) {
		p->at[at[i]].present += ms;
		if (busy) {
			p->at[at[i]].busy += ms;
			p->at[at[i]].stress += ms * stress;
		}
	}
}

/* Add a stretch of presence, cut at full hours by the clock. */
static void
stretch(struct rhythm *r, struct person *p, int64_t from, int64_t until,
    int busy, double stress)
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
		count(p, c.hour, (double)(next - from), busy, stress);
		count(&r->team, c.hour, (double)(next - from), busy, stress);
	}
}

void
rhythm_add(struct rhythm *r, struct bytes agent, int64_t from, int64_t until,
    int64_t stress)
{
	struct person *p = map_put(r->people, agent, NULL);

	if (until - from > DAY_MS)
		return;
	if (p->known && from > p->until && from - p->until <= r->away_ms)
		stretch(r, p, p->until, from, 0, 0);
	if (p->known && from < p->until)
		from = p->until;
	if (from < until)
		stretch(r, p, from, until, 1, stress < 0 ? 0 : (double)stress);
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
