/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/hot.h"
#include "base/map.h"
#include "base/mem.h"
#include "care/history.h"

struct visit {
	int64_t start;
	uint64_t parent; /* hash of the parent_id, 0 without one */
};

/* A customer's calls by start. */
struct visits {
	struct visit *visit;
	size_t count, cap;
};

struct history {
	int64_t widest;
	struct map *customers; /* of struct visits */
};

struct history *
history_new(int64_t widest)
{
	struct history *h = mem_zero(1, sizeof(*h));

	h->widest = widest;
	h->customers = map_new(sizeof(struct visits));
	return h;
}

void
history_free(struct history *h)
{
	size_t i;

	if (h == NULL)
		return;
	for (i = 0; i < map_count(h->customers); i++)
		free(((struct visits *)map_value(h->customers, i))->visit);
	map_free(h->customers);
	free(h);
}

/* How many visits started before an instant. */
static size_t
before(const struct visits *v, int64_t instant)
{
	size_t from = 0, n = v->count;

	while (n > 0) {
		size_t half = n / 2;

		if (v->visit[from + half].start < instant) {
			from += half + 1;
			n -= half + 1;
		} else
			n = half;
	}
	return from;
}

HOT int64_t
history_since(int64_t until, int64_t window)
{
	return __builtin_sub_overflow(until, window, &until) ? INT64_MIN
							     : until;
}

/* Forget what no later call needs, and the earliest when there are many. */
static void
make_room(struct visits *v, int64_t widest)
{
	size_t gone;

	if (v->count == 0 || v->count < v->cap)
		return;
	gone = before(v, history_since(v->visit[v->count - 1].start, widest));
	if (gone == 0 && v->count == HISTORY_MAX)
		gone = 1;
	v->count -= gone;
	memmove(v->visit, v->visit + gone, v->count * sizeof(*v->visit));
}

void
history_add(struct history *h, struct bytes customer, int64_t start,
    struct bytes parent_id)
{
	struct visits *v = map_put(h->customers, customer, NULL);
	struct visit visit = { start, 0 };
	size_t i;

	if (parent_id.n > 0) {
		visit.parent = hash_bytes(parent_id) | 1;
		for (i = v->count; i-- > 0;)
			if (v->visit[i].parent == visit.parent)
				return;
	}
	make_room(v, h->widest);
	if (v->count == v->cap) {
		/* Most customers come once or twice. */
		v->cap = v->cap > 0 ? v->cap * 2 : 1;
		v->visit = mem_resize(v->visit, v->cap, sizeof(visit));
	}
	/* Behind those that start with it: the export's order stands. */
	for (i = v->count++; i > 0 && v->visit[i - 1].start > start; i--)
		v->visit[i] = v->visit[i - 1];
	v->visit[i] = visit;
}

int64_t
history_count(const struct history *h, struct bytes customer, int64_t until,
    int64_t window)
{
	const struct visits *v = map_find(h->customers, customer);
	size_t up_to;

	if (v == NULL)
		return 0;
	up_to = until == INT64_MAX ? v->count : before(v, until + 1);
	return (int64_t)(up_to - before(v, history_since(until, window)));
}
