/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "care/worklist.h"

struct entry {
	int rank; /* what comes first has the lowest */
	int64_t due;
	size_t from, until; /* of its bytes; also the order it came in */
};

struct worklist {
	struct buf bytes;
	struct entry *entry;
	size_t count, cap;
};

struct worklist *
worklist_new(void)
{
	return mem_zero(1, sizeof(struct worklist));
}

void
worklist_free(struct worklist *w)
{
	if (w == NULL)
		return;
	buf_free(&w->bytes);
	free(w->entry);
	free(w);
}

struct buf *
worklist_bytes(struct worklist *w)
{
	return &w->bytes;
}

void
worklist_add(struct worklist *w, const struct escalation *e)
{
	static const int ranks[] = { [POLICY_OVERDUE] = 0,
		[POLICY_WARN] = 0,
		[POLICY_OK] = 0,
		[POLICY_NO_DUE] = 1,
		[POLICY_PAUSED] = 2,
		[POLICY_ACKED] = 3,
		[POLICY_STOPPED] = 4 };
	size_t from = w->count > 0 ? w->entry[w->count - 1].until : 0;
	struct entry entry = { ranks[e->status], e->due, from, w->bytes.n };

	/* A record without a due time stands behind those with one. */
	if (entry.due == INSTANT_NONE)
		entry.due = INT64_MAX;
	w->entry = mem_grow(w->entry, w->count, &w->cap, sizeof(entry));
	w->entry[w->count++] = entry;
}

static int
order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

size_t
worklist_sort(struct worklist *w)
{
	if (w->count > 1)
		qsort(w->entry, w->count, sizeof(*w->entry), order);
	return w->count;
}

struct bytes
worklist_at(const struct worklist *w, size_t i)
{
	struct bytes b = { w->bytes.p + w->entry[i].from,
		w->entry[i].until - w->entry[i].from };

	return b;
}
