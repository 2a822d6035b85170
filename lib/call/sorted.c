/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/sorted.h"
#include "call/zone.h"
#include "csv/sort.h"

/* What is kept of a record; its ends, its bytes and its line end follow. */
struct kept {
	uint64_t line, byte;
	int64_t start;
	uint64_t len;
	uint32_t fields, eol, suspicious;
};

struct sorted {
	struct sort *sort;
	int64_t last; /* the last start that there was */
	uint32_t *end;
	size_t columns;
};

struct sorted *
sorted_new(size_t memory, size_t columns)
{
	struct sorted *s = mem_zero(1, sizeof(*s));

	s->sort = sort_new(memory, NULL);
	s->last = INT64_MIN;
	s->columns = columns;
	s->end = record_ends(mem_zero(columns + 2, sizeof(*s->end)));
	return s;
}

void
sorted_free(struct sorted *s)
{
	if (s == NULL)
		return;
	sort_free(s->sort);
	free(s->end - 1);
	free(s);
}

int
sorted_add(struct sorted *s, int64_t start, const struct record *r)
{
	struct kept k = { .line = r->line,
		.byte = r->byte,
		.start = start,
		.len = r->len,
		.fields = (uint32_t)r->fields,
		.eol = (uint32_t)r->eol,
		.suspicious = r->suspicious };
	size_t ends = r->fields * sizeof(*r->end), i;
	uint32_t end, front = (uint32_t)(r->p - r->base);
	char *to;

	if (start != INSTANT_NONE)
		s->last = start;
	to = sort_add(s->sort, s->last, sizeof(k) + ends + r->len + r->eol);
	if (to == NULL)
		return -1;
	memcpy(to, &k, sizeof(k));
	for (i = 0; i < r->fields; i++) {
		end = r->end[i] - front;
		memcpy(to + sizeof(k) + i * sizeof(end), &end, sizeof(end));
	}
	memcpy(to + sizeof(k) + ends, r->p, r->len + r->eol);
	return 0;
}

int
sorted_done(struct sorted *s)
{
	return sort_done(s->sort);
}

int
sorted_rewind(struct sorted *s)
{
	return sort_rewind(s->sort);
}

int
sorted_next(struct sorted *s, int64_t *start, struct record *r)
{
	struct bytes b;
	struct kept k;
	int64_t key;
	size_t ends;
	int got = sort_next(s->sort, &key, &b);

	if (got <= 0)
		return got;
	memcpy(&k, b.p, sizeof(k));
	ends = k.fields * sizeof(*s->end);
	memcpy(s->end, b.p + sizeof(k), ends);
	memset(r, 0, sizeof(*r));
	record_begin(r, b.p + sizeof(k) + ends);
	r->len = (size_t)k.len;
	r->eol = k.eol;
	r->end = s->end;
	r->fields = k.fields;
	r->line = k.line;
	r->byte = k.byte;
	r->suspicious = k.suspicious;
	r->defect = SCAN_SOUND;
	*start = k.start;
	return 1;
}
