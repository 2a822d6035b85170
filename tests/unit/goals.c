/* SPDX-License-Identifier: ISC */
/*
 * Goals in any order, those later than all of their agent and those that are
 * not, against a table with a place for each.
 */
#include <stdlib.h>

#include "report/goals.h"
#include "tap.h"

enum { AGENTS = 5, TIMES = 40, ROUNDS = 3000, KINDS = GOAL_CHUNK + 1 };

struct want {
	int64_t target, done;
	int told;
};

static unsigned seed = 1;

static unsigned
any(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % below;
}

/* Times go up, with one in `back` that is any of those so far. */
static void
fill(struct goals *g, struct tally *t, struct want want[KINDS][AGENTS][TIMES],
    unsigned back)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		unsigned upto = 1u + (unsigned)(i * TIMES / ROUNDS);
		unsigned who = any(AGENTS), kind = any(KINDS);
		unsigned when = any(back) == 0 ? any(upto) : upto - 1;
		char name[] = { (char)('A' + who), '\0' };
		struct goal goal = { tally_entry(
					 t, TALLY_AGENTS, bytes_of(name)),
			(enum goal_kind)kind, (int64_t)when, any(50), any(50) };
		struct want *w = &want[kind][who][when];

		goals_raise(g, &goal);
		if (w->target < goal.target)
			w->target = goal.target;
		if (w->done < goal.done)
			w->done = goal.done;
		w->told = 1;
	}
}

static void
check(unsigned back)
{
	static struct want want[KINDS][AGENTS][TIMES];
	struct tally *t = tally_new();
	struct goals *g = goals_new();
	size_t n, told = 0, wrong = 0, kind, who, when;
	struct goal *all, *next;

	memset(want, 0, sizeof(want));
	fill(g, t, want, back);
	next = all = goals_all(g, t, &n);
	for (kind = 0; kind < KINDS; kind++)
		for (who = 0; who < AGENTS; who++)
			for (when = 0; when < TIMES; when++) {
				struct want *w = &want[kind][who][when];

				if (!w->told || ++told > n)
					continue;
				wrong += (size_t)next->kind != kind ||
				    next->when != (int64_t)when ||
				    tally_key(
					t, TALLY_AGENTS, next->agent->place)
					    .p[0] != (char)('A' + who) ||
				    next->target != w->target ||
				    next->done != w->done;
				next++;
			}
	IS_INT(n, told, "one in %u goes back: as many goals", back);
	IS_INT(wrong, 0, "in their order, with the largest of each");
	free(all);
	goals_free(g);
	tally_free(t);
}

int
main(void)
{
	struct tally *t = tally_new();
	struct goals *g = goals_new();
	size_t n = 1;

	free(goals_all(g, t, &n));
	IS_INT(n, 0, "no goals");
	goals_free(g);
	goals_free(NULL);
	tally_free(t);
	check(1);
	check(10);
	check(100000);
	return tap_done();
}
