/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "care/hardest.h"

struct kept {
	int64_t stress;
	uint64_t number; /* among all offered, for ties */
	struct buf bytes;
};

struct hardest {
	struct kept **heap; /* the one to go first on top */
	size_t n, cap;
	size_t most;
	uint64_t offered;
};

struct hardest *
hardest_new(size_t n)
{
	struct hardest *h = mem_zero(1, sizeof(*h));

	h->most = n;
	return h;
}

void
hardest_free(struct hardest *h)
{
	size_t i;

	if (h == NULL)
		return;
	for (i = 0; i < h->n; i++) {
		buf_free(&h->heap[i]->bytes);
		free(h->heap[i]);
	}
	free(h->heap);
	free(h);
}

/* Whether a must go before b does: less hard, or as hard and later. */
static int
goes_first(const struct kept *a, const struct kept *b)
{
	if (a->stress != b->stress)
		return a->stress < b->stress;
	return a->number > b->number;
}

static void
swap(struct hardest *h, size_t i, size_t j)
{
	struct kept *k = h->heap[i];

	h->heap[i] = h->heap[j];
	h->heap[j] = k;
}

/* Restore the heap after the entry on top has changed. */
static void
sift_down(struct hardest *h)
{
	size_t i = 0, child;

	while ((child = 2 * i + 1) < h->n) {
		if (child + 1 < h->n &&
		    goes_first(h->heap[child + 1], h->heap[child]))
			child++;
		if (!goes_first(h->heap[child], h->heap[i]))
			break;
		swap(h, i, child);
		i = child;
	}
}

/* Restore the heap after an entry was put at its end. */
static void
sift_up(struct hardest *h)
{
	size_t i = h->n - 1;

	while (i > 0 && goes_first(h->heap[i], h->heap[(i - 1) / 2])) {
		swap(h, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

int
hardest_offer(struct hardest *h, int64_t stress, struct buf **bytes)
{
	struct kept *k;

	*bytes = NULL;
	if (h->n == h->most) {
		k = h->heap[0];
		/* It came later than all that are kept: ties go against it. */
		if (stress <= k->stress) {
			h->offered++;
			return 1;
		}
		k->stress = stress;
		k->number = h->offered++;
		k->bytes.n = 0;
		*bytes = &k->bytes;
		sift_down(h);
		return 1;
	}
	k = mem_zero(1, sizeof(*k));
	k->stress = stress;
	k->number = h->offered++;
	*bytes = &k->bytes;
	h->heap = mem_grow(h->heap, h->n, &h->cap, sizeof(k));
	h->heap[h->n++] = k;
	sift_up(h);
	return 0;
}

static int
hardest_first(const void *a, const void *b)
{
	const struct kept *const *x = a, *const *y = b;

	return goes_first(*x, *y) ? 1 : -1;
}

size_t
hardest_settle(struct hardest *h)
{
	if (h->n > 0)
		qsort(h->heap, h->n, sizeof(struct kept *), hardest_first);
	return h->n;
}

struct bytes
hardest_bytes(const struct hardest *h, size_t i)
{
	return buf_bytes(&h->heap[i]->bytes);
}
