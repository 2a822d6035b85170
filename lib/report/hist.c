/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/hist.h"

enum { CHUNKS = HIST_DENSE / HIST_CHUNK };

void
hist_count(struct hist *h, int64_t value, uint64_t n)
{
	struct bytes key = { (const char *)&value, sizeof(value) };
	uint64_t **chunk;

	h->total += n;
	if (value >= HIST_DENSE) {
		if (h->tail == NULL)
			h->tail = map_new(sizeof(n));
		*(uint64_t *)map_put(h->tail, key, NULL) += n;
		return;
	}
	chunk = &h->chunk[value / HIST_CHUNK];
	if (*chunk == NULL)
		*chunk = mem_zero(HIST_CHUNK, sizeof(**chunk));
	(*chunk)[value % HIST_CHUNK] += n;
}

void
hist_add_many(struct hist *h, int64_t value, uint64_t n)
{
	if (n > 0)
		hist_count(h, value, n);
}

/* Unsigned numbers wrap round: this is one less. */
void
hist_take_back(struct hist *h, int64_t value)
{
	hist_count(h, value < 0 ? 0 : value, UINT64_MAX);
}

static int
by_value(const void *a, const void *b)
{
	const struct hist_bin *x = a, *y = b;

	return x->value < y->value ? -1 : x->value > y->value;
}

struct hist_bin *
hist_bins(const struct hist *h, size_t *count)
{
	size_t i, n = 0, cap = 0;
	struct hist_bin *bins = NULL;

	for (i = 0; i < HIST_DENSE; i++) {
		const uint64_t *chunk = h->chunk[i / HIST_CHUNK];

		if (chunk == NULL || chunk[i % HIST_CHUNK] == 0)
			continue;
		bins = mem_grow(bins, n, &cap, sizeof(*bins));
		bins[n].value = (int64_t)i;
		bins[n++].n = chunk[i % HIST_CHUNK];
	}
	for (i = 0; h->tail != NULL && i < map_count(h->tail); i++) {
		if (*(uint64_t *)map_value(h->tail, i) == 0)
			continue;
		bins = mem_grow(bins, n, &cap, sizeof(*bins));
		memcpy(&bins[n].value, map_key(h->tail, i).p,
		    sizeof(bins[n].value));
		bins[n++].n = *(uint64_t *)map_value(h->tail, i);
	}
	if (n > 0)
		qsort(bins, n, sizeof(*bins), by_value);
	*count = n;
	return bins;
}

void
hist_merge(struct hist *to, const struct hist *from)
{
	size_t i, k;
	int64_t value;

	for (i = 0; i < CHUNKS; i++) {
		if (from->chunk[i] == NULL)
			continue;
		if (to->chunk[i] == NULL)
			to->chunk[i] =
			    mem_zero(HIST_CHUNK, sizeof(*to->chunk[i]));
		for (k = 0; k < HIST_CHUNK; k++) {
			to->chunk[i][k] += from->chunk[i][k];
			to->total += from->chunk[i][k];
		}
	}
	for (i = 0; from->tail != NULL && i < map_count(from->tail); i++) {
		memcpy(&value, map_key(from->tail, i).p, sizeof(value));
		hist_count(to, value, *(uint64_t *)map_value(from->tail, i));
	}
}

int64_t
hist_rank(const struct hist *h, unsigned percent)
{
	size_t i, n;
	struct hist_bin *bins = hist_bins(h, &n);
	int64_t value = -1;
	/* ceil(percent x total / 100), in parts that do not overflow */
	uint64_t rank = h->total / 100 * percent +
	    (h->total % 100 * percent + 99) / 100,
		 seen = 0;

	for (i = 0; i < n && seen < rank; i++) {
		value = bins[i].value;
		seen += bins[i].n;
	}
	free(bins);
	return value;
}

void
hist_free(struct hist *h)
{
	size_t i;

	for (i = 0; i < CHUNKS; i++)
		free(h->chunk[i]);
	map_free(h->tail);
	memset(h, 0, sizeof(*h));
}
