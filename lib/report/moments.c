/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "report/moments.h"

struct moments {
	struct moment kept[MOMENT_KINDS][MOMENTS];
	size_t n[MOMENT_KINDS];
};

struct moments *
moments_new(void)
{
	return mem_zero(1, sizeof(struct moments));
}

static void
clear(struct moment *m)
{
	free((void *)(uintptr_t)m->call_id.p);
	free((void *)(uintptr_t)m->agent.p);
	free((void *)(uintptr_t)m->reason.p);
}

void
moments_free(struct moments *m)
{
	size_t kind, i;

	if (m == NULL)
		return;
	for (kind = 0; kind < MOMENT_KINDS; kind++)
		for (i = 0; i < m->n[kind]; i++)
			clear(&m->kept[kind][i]);
	free(m);
}

static struct bytes
copy(struct bytes b)
{
	b.p = mem_copy(b.n > 0 ? b.p : "", b.n);
	return b;
}

/* The one to give up: the smallest, the latest of equals. */
static size_t
least(const struct moment *kept, size_t n)
{
	size_t i, at = 0;

	for (i = 1; i < n; i++)
		if (kept[i].weight < kept[at].weight ||
		    (kept[i].weight == kept[at].weight &&
			kept[i].start >= kept[at].start))
			at = i;
	return at;
}

void
moments_take(struct moments *m, enum moment_kind kind, const struct call *c,
    int64_t weight)
{
	struct moment *kept = m->kept[kind];
	size_t at = m->n[kind];

	if (at == MOMENTS) {
		at = least(kept, at);
		if (kept[at].weight >= weight)
			return;
		clear(&kept[at]);
	} else
		m->n[kind]++;
	kept[at] = (struct moment){ .weight = weight,
		.start = c->start,
		.call_id = copy(c->call_id),
		.agent = copy(c->agent),
		.reason = copy(c->reason) };
}

static int
by_time(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return bytes_order(x->call_id, y->call_id);
}

const struct moment *
moments_of(struct moments *m, enum moment_kind kind, size_t *count)
{
	*count = m->n[kind];
	qsort(m->kept[kind], *count, sizeof(*m->kept[kind]), by_time);
	return m->kept[kind];
}

const char *
moment_words(enum moment_kind kind)
{
	static const char *const words[MOMENT_KINDS] = {
		[MOMENT_RESOLVED] = "hard, and resolved",
		[MOMENT_TURNED] = "began badly, ended well",
		[MOMENT_THANKS] = "a thank you",
	};

	return words[kind];
}
