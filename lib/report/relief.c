/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/relief.h"

enum { CALLS = 3 }; /* before, and after */

/* An offer on its way: its calls before, and those after so far. */
struct offer {
	int64_t before, after; /* adjusted ms; before 0: free */
	unsigned n;	       /* calls after */
	enum flag taken;
};

struct line {
	int64_t date;
	int64_t last[CALLS]; /* adjusted ms of the latest calls */
	unsigned n;	     /* of the day so far */
	struct offer offer[CALLS];
};

struct relief {
	struct tally_entry *team;
	struct line *line; /* by the agent's place */
	size_t count;
};

struct relief *
relief_new(struct tally *t)
{
	struct relief *r = mem_zero(1, sizeof(*r));

	r->team = tally_at(t, TALLY_TEAM, 0);
	return r;
}

void
relief_free(struct relief *r)
{
	if (r == NULL)
		return;
	free(r->line);
	free(r);
}

/* The agent's line; a new day begins with an empty one. */
static struct line *
line_of(struct relief *r, uint32_t place, int64_t date)
{
	struct line *l;
	size_t n;

	if (place >= r->count) {
		n = 2 * ((size_t)place + 1);
		r->line = mem_resize(r->line, n, sizeof(*r->line));
		memset(
		    r->line + r->count, 0, (n - r->count) * sizeof(*r->line));
		r->count = n;
	}
	l = &r->line[place];
	if (l->date != date)
		*l = (struct line){ .date = date };
	return l;
}

/* An offer is told: its calls before are the latest ones. */
static void
begin(struct line *l, enum flag taken)
{
	int64_t before = 0;
	size_t i;

	for (i = 0; i < CALLS; i++)
		before += l->last[i];
	for (i = 0; i < CALLS; i++)
		if (l->offer[i].before == 0) {
			l->offer[i] =
			    (struct offer){ .before = before, .taken = taken };
			return;
		}
}

static void
finish(struct relief *r, struct offer *o)
{
	enum tally_hist h =
	    o->taken == FLAG_YES ? TALLY_TAKEN_RATIO : TALLY_MISSED_RATIO;

	hist_add(
	    r->team->hist[h], (2000 * o->after + o->before) / (2 * o->before));
	o->before = 0;
}

void
relief_take(struct relief *r, const struct tally_entry *agent,
    const struct call *c, int64_t date, enum flag taken)
{
	struct line *l = line_of(r, agent->place, date);
	int64_t adjusted;
	size_t i;

	if (c->stress < 0 || c->handle_time == DURATION_NONE ||
	    c->handle_time <= 0 || c->handle_time > 31 * (int64_t)DAY_MS)
		return;
	adjusted = c->handle_time * 100 / (100 + c->stress);
	if (taken != FLAG_NONE && l->n >= CALLS)
		begin(l, taken);
	for (i = 0; i < CALLS; i++) {
		struct offer *o = &l->offer[i];

		if (o->before == 0)
			continue;
		o->after += adjusted;
		if (++o->n == CALLS)
			finish(r, o);
	}
	l->last[l->n++ % CALLS] = adjusted;
}
