/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "call/duration.h"
#include "care/baseline.h"
#include "care/handling.h"

/* Calls of known length: how many, and their medians added up, in ms. */
struct sum {
	int64_t calls, ms;
};

struct agent {
	size_t number;
	struct sum sum;
};

struct handling {
	struct map *agents;   /* name to struct agent */
	struct map *pairs;    /* agent's number and queue, to how
					 * many calls (int64_t) */
	struct baseline *own; /* by such a pair */
	struct baseline *all; /* by queue */
	struct baseline *any; /* of all calls together */
	int64_t calls;	      /* that were added */
	struct buf key;
	struct sum sum; /* of everybody */
};

struct handling *
handling_new(void)
{
	struct handling *h = mem_zero(1, sizeof(*h));

	h->agents = map_new(sizeof(struct agent));
	h->pairs = map_new(sizeof(int64_t));
	h->own = baseline_new();
	h->all = baseline_new();
	h->any = baseline_new();
	return h;
}

void
handling_free(struct handling *h)
{
	if (h == NULL)
		return;
	map_free(h->agents);
	map_free(h->pairs);
	baseline_free(h->own);
	baseline_free(h->all);
	baseline_free(h->any);
	buf_free(&h->key);
	free(h);
}

void
handling_add(struct handling *h, const struct call *c)
{
	struct call pair = *c;
	struct agent *a;
	int added;

	if (c->agent.n == 0 || baseline_time(c) == DURATION_NONE)
		return;
	a = map_put(h->agents, c->agent, &added);
	if (added)
		a->number = map_count(h->agents) - 1;
	h->key.n = 0;
	buf_add(&h->key, &a->number, sizeof(a->number));
	buf_add_bytes(&h->key, c->queue);
	++*(int64_t *)map_put(h->pairs, buf_bytes(&h->key), NULL);
	pair.reason.n = 0;
	baseline_add(h->all, &pair);
	pair.queue = buf_bytes(&h->key);
	baseline_add(h->own, &pair);
	pair.queue.n = 0;
	baseline_add(h->any, &pair);
	h->calls++;
}

static void
sum_add(struct sum *sum, int64_t calls, int64_t ms)
{
	sum->calls += calls;
	sum->ms += calls * ms;
}

void
handling_settle(struct handling *h)
{
	struct bytes key, queue, none = { NULL, 0 };
	struct agent *a;
	int64_t calls, ms;
	size_t i, number;

	baseline_settle(h->own);
	baseline_settle(h->all);
	baseline_settle(h->any);
	for (i = 0; i < map_count(h->pairs); i++) {
		key = map_key(h->pairs, i);
		calls = *(int64_t *)map_value(h->pairs, i);
		memcpy(&number, key.p, sizeof(number));
		a = map_value(h->agents, number);
		queue.p = key.p + sizeof(number);
		queue.n = key.n - sizeof(number);
		ms = baseline_median(h->own, key, none);
		if (ms == DURATION_NONE)
			ms = baseline_median(h->all, queue, none);
		if (ms == DURATION_NONE)
			continue;
		sum_add(&a->sum, calls, ms);
		sum_add(&h->sum, calls, ms);
	}
	ms = baseline_median(h->any, none, none);
	if (h->sum.calls == 0 && ms != DURATION_NONE)
		sum_add(&h->sum, 1, ms);
}

int64_t
handling_ms(const struct handling *h, struct bytes agent)
{
	const struct agent *a = map_find(h->agents, agent);
	const struct sum *sum =
	    a != NULL && a->sum.calls > 0 ? &a->sum : &h->sum;
	int64_t seconds = (int64_t)SECOND_MS * sum->calls;

	if (sum->calls == 0)
		return DURATION_NONE;
	return (2 * sum->ms + seconds) / (2 * seconds) * SECOND_MS;
}

int64_t
handling_calls(const struct handling *h)
{
	return h->calls;
}

int
handling_read(
    const char *option, const char *what, struct bytes text, int64_t *ms)
{
	if (duration_typed(text, ms) != 0 || *ms < SECOND_MS || *ms > DAY_MS ||
	    *ms % SECOND_MS != 0)
		return diag_fail(STATUS_CANNOT,
		    "%s: a %s is "
		    "written like 6m or 5m 30s, in whole seconds",
		    option, what);
	return 0;
}
