/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/before.h"

/* A customer's last contact. */
struct last {
	int64_t start;
	uint64_t parent; /* hash of its parent_id; 0: it has none */
	size_t reason;	 /* place of its name, from 1 */
	enum flag resolved;
};

struct before {
	struct map *of;	     /* customer to struct last */
	struct map *reasons; /* to nothing: for their names */
};

struct before *
before_new(void)
{
	struct before *b = mem_zero(1, sizeof(*b));

	b->of = map_new(sizeof(struct last));
	b->reasons = map_new(sizeof(size_t));
	return b;
}

void
before_free(struct before *b)
{
	if (b == NULL)
		return;
	map_free(b->of);
	map_free(b->reasons);
	free(b);
}

static size_t
reason_place(struct before *b, struct bytes reason)
{
	int added;
	size_t *place = map_put(b->reasons, reason, &added);

	if (added)
		*place = map_count(b->reasons);
	return *place;
}

void
before_take(struct before *b, const struct call *c, struct pick_facts *f)
{
	struct last *last;
	uint64_t parent = c->parent_id.n > 0 ? hash_bytes(c->parent_id) : 0;
	int added;

	f->before = INSTANT_NONE;
	f->before_resolved = FLAG_NONE;
	f->before_reason = bytes_of(NULL);
	if (c->customer.n == 0 || c->direction == DIRECTION_OUT ||
	    c->start == INSTANT_NONE)
		return;
	last = map_put(b->of, c->customer, &added);
	/* A further leg is no new contact. */
	if (!added && (parent == 0 || parent != last->parent) &&
	    last->start <= c->start) {
		f->before = last->start;
		f->before_resolved = last->resolved;
		f->before_reason = map_key(b->reasons, last->reason - 1);
	}
	last->start = c->start;
	last->parent = parent;
	last->resolved = c->resolved;
	last->reason = reason_place(b, c->reason);
}
