/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "call/plain.h"
#include "care/before.h"
#include "care/rolecard.h"
#include "care/scenes.h"

struct scenes {
	size_t most;
	struct pick *pick;
	struct before *before;
	struct map *agents; /* names, to nothing */
	struct rolecards *cards;
};

struct scenes *
scenes_new(const struct words *words, size_t most)
{
	struct scenes *s = mem_zero(1, sizeof(*s));

	s->most = most;
	s->pick = pick_new(most);
	s->before = before_new();
	s->agents = map_new(sizeof(char));
	s->cards = rolecards_new(words);
	return s;
}

void
scenes_free(struct scenes *s)
{
	if (s == NULL)
		return;
	pick_free(s->pick);
	before_free(s->before);
	map_free(s->agents);
	rolecards_free(s->cards);
	free(s);
}

void
scenes_past(struct scenes *s, const struct call *c)
{
	struct pick_facts f;

	before_take(s->before, c, &f);
}

void
scenes_take(struct scenes *s, struct stream *stream, const struct call *c,
    const struct stress *stress, int64_t contacts)
{
	char why[STRESS_WHY_MAX];
	struct pick_facts f = { .stress = stress->points,
		.signals = stress->signals,
		.contacts = contacts,
		.customer = value_plain(stream_value(stream, FIELD_CUSTOMER)),
		.owner = value_plain(stream_value(stream, FIELD_OWNER)),
		.caller = value_plain(stream_value(stream, FIELD_CALLER)),
		.callee = value_plain(stream_value(stream, FIELD_CALLEE)) };

	f.why.p = why;
	f.why.n = stress->points >= 0 ? stress_why(stress, why) : 0;
	before_take(s->before, c, &f);
	if (c->agent.n > 0)
		map_put(s->agents, c->agent, NULL);
	if (f.owner.n > 0)
		map_put(s->agents, f.owner, NULL);
	pick_take(s->pick, c, &f);
}

void
scenes_write(struct scenes *s, struct emit *e)
{
	size_t n = pick_settle(s->pick), i;

	for (i = 0; i < map_count(s->agents); i++)
		rolecards_agent(s->cards, map_key(s->agents, i));
	rolecards_make(s->cards, s->pick, pick_all(s->pick), n);
	rolecards_write(s->cards, e);
	if (n < s->most)
		diag_warn("--pick: %zu of %zu: no more calls were answered "
			  "and strained or hard",
		    n, s->most);
}
