/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv/scan.h"
#include "csv/scan_inside.h"
#include "csv/scan_simd.h"

enum {
	BLOCK = 256 * 1024, /* asked of the input at a time */
	BATCH = 16 * 1024,  /* indexed at a time, to stay in cache */
	/* As little is moved to the front each time: a block that is always
	 * read to the same place finds it in the cache. */
	LITTLE = 4 * 1024
};

/* Room for those of a batch, and one in front. */
static uint32_t *
offsets_new(void)
{
	uint32_t *room =
	    mem_resize(NULL, 1 + BATCH + SCAN_INDEX_SLACK, sizeof(*room));

	return room + 1;
}

static void
offsets_free(uint32_t *offsets)
{
	free(offsets - 1);
}

static void
forget_hits(struct scan *s)
{
	s->hit = s->hit_count = s->feed = s->odd = 0;
	s->marks.feeds[0] = s->marks.odd[0] = NO_HIT;
}

struct scan *
scan_new(const struct scan_limits *limits)
{
	struct scan *s = mem_zero(1, sizeof(*s));

	s->limits = *limits;
	s->index = scan_chosen();
	s->delimiter = ',';
	s->cap = 2 * BLOCK;
	s->p = mem_resize(NULL, s->cap, 1);
	s->hits = offsets_new();
	s->marks.feeds = offsets_new();
	s->marks.odd = offsets_new();
	forget_hits(s);
	/* One more, so that a record over the limit can be told. */
	s->end =
	    record_ends(mem_resize(NULL, limits->columns + 2, sizeof(*s->end)));
	s->mark = SIZE_MAX;
	s->line = 1;
	s->ended = 1;
	return s;
}

void
scan_free(struct scan *s)
{
	if (s == NULL)
		return;
	free(s->p);
	offsets_free(s->hits);
	offsets_free(s->marks.feeds);
	offsets_free(s->marks.odd);
	free(s->end - 1);
	free(s);
}

void
scan_index_from(struct scan *s, size_t at)
{
	s->batch = s->indexed = at;
	forget_hits(s);
}

void
scan_index_back(struct scan *s, size_t at)
{
	size_t low = 0, high = s->hit_count;

	if (at < s->batch || at > s->indexed) {
		scan_index_from(s, at);
		return;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->hits[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	s->hit = low;
	s->feed = s->odd = 0;
}

void
scan_start(struct scan *s, scan_fill *fill, void *arg)
{
	s->fill = fill;
	s->arg = arg;
	s->ended = 0;
	s->skipping = SKIP_NOTHING;
	s->width = 0;
	s->filled = s->next = 0;
	s->gone = 0;
	s->line = 1;
	s->mark = SIZE_MAX;
	s->fate.kind = UNKNOWN;
	scan_index_from(s, 0);
}

void
scan_expect(struct scan *s, size_t fields)
{
	s->width = fields;
}

void
scan_delimiter(struct scan *s, char delimiter)
{
	s->delimiter = delimiter;
	s->fate.kind = UNKNOWN;
	scan_index_from(s, s->next);
}

ssize_t
scan_read_block(struct scan *s, size_t from, size_t *moved)
{
	size_t keep = s->mark < from ? s->mark : from;
	ssize_t n;

	*moved = 0;
	if (s->ended)
		return 0;
	if (keep > 0 &&
	    (s->filled - keep < LITTLE || s->cap - s->filled < BLOCK)) {
		memmove(s->p, s->p + keep, s->filled - keep);
		s->filled -= keep;
		s->next -= keep;
		s->indexed -= keep;
		/* The hits at hand are used up, and would be wrong now. */
		s->batch = s->indexed;
		forget_hits(s);
		s->gone += keep;
		if (s->mark != SIZE_MAX)
			s->mark -= keep;
		*moved = keep;
	}
	if (s->cap - s->filled < BLOCK) {
		s->p = mem_resize(s->p, s->cap, 2);
		s->cap *= 2;
	}
	n = s->fill(s->arg, s->p + s->filled, BLOCK);
	if (n > 0)
		s->filled += (size_t)n;
	if (n == 0)
		s->ended = 1;
	return n;
}

ssize_t
scan_more_hits(struct scan *s, struct progress *g)
{
	size_t n, moved;

	for (;;) {
		n = s->filled - s->indexed;
		if (n > 0) {
			if (n > BATCH)
				n = BATCH;
			s->batch = s->indexed;
			forget_hits(s);
			s->hits[-1] = (uint32_t)s->indexed - 1;
			s->hit_count =
			    s->index(s->p + s->indexed, n, (uint32_t)s->indexed,
				s->delimiter, s->hits, &s->marks);
			s->marks.feeds[s->marks.feed_count] = NO_HIT;
			s->marks.odd[s->marks.odd_count] = NO_HIT;
			s->indexed += n;
			if (s->hit_count > 0)
				return 1;
			continue;
		}
		{
			ssize_t got = scan_read_block(s, g->from, &moved);

			scan_follow(g, moved);
			if (got <= 0)
				return got;
			if (s->filled - g->from > s->limits.record + BLOCK)
				return 1;
		}
	}
}

int
scan_peek(struct scan *s, size_t want, struct bytes *there)
{
	while (s->filled - s->next < want && !s->ended) {
		size_t moved;
		ssize_t n = scan_read_block(s, s->next, &moved);

		if (n < 0)
			return -1;
		scan_index_from(s, s->next);
	}
	there->p = s->p + s->next;
	there->n = s->filled - s->next;
	return 0;
}

void
scan_skip(struct scan *s, size_t bytes, uint64_t lines)
{
	s->next += bytes;
	s->line += lines;
	scan_index_from(s, s->next);
}

void
scan_mark(struct scan *s)
{
	s->mark = s->next;
	s->mark_line = s->line;
}

void
scan_rewind(struct scan *s)
{
	s->next = s->mark;
	s->line = s->mark_line;
	s->skipping = SKIP_NOTHING;
	s->mark = SIZE_MAX;
	scan_index_from(s, s->next);
}

size_t
scan_marked(const struct scan *s)
{
	return s->mark == SIZE_MAX ? 0 : s->next - s->mark;
}
