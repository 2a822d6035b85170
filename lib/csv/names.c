/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv/names.h"

void
names_free(struct names *n)
{
	free(n->name);
	free(n->taken);
	free(n->at);
	buf_free(&n->text);
	memset(n, 0, sizeof(*n));
}

static struct bytes
value_of(const struct record *r, size_t i, struct buf *scratch)
{
	struct bytes raw = record_field(r, i);

	if (raw.n > 0 && raw.p[0] == '"') {
		scratch->n = 0;
		buf_reserve(scratch, raw.n + 1);
		raw = field_value(raw, scratch);
	}
	return bytes_trim(raw);
}

/* Mark a name for names_may(), in both cases of its first letter. */
static void
mark(struct names *n, struct bytes name)
{
	unsigned char c;
	uint64_t bit;

	if (name.n == 0)
		return;
	c = byte_lower((unsigned char)name.p[0]);
	bit = UINT64_C(1) << (name.n < 63 ? name.n : 63);
	n->may[c] |= bit;
	if (c >= 'a' && c <= 'z')
		n->may[c - 32] |= bit;
}

void
names_take(struct names *n, const struct record *r, struct buf *scratch)
{
	size_t i, from = 0;

	names_free(n);
	n->count = r->fields;
	n->name = mem_zero(r->fields + 1, sizeof(*n->name));
	n->taken = mem_zero(r->fields + 1, 1);
	n->at = mem_zero(r->fields + 1, sizeof(*n->at));
	for (i = 0; i < r->fields; i++) {
		struct bytes v = value_of(r, i, scratch);

		buf_add_bytes(&n->text, v);
		n->name[i].n = v.n;
		mark(n, v);
	}
	for (i = 0; i < n->count; i++) {
		n->name[i].p = n->text.p + from;
		from += n->name[i].n;
	}
}

int
names_hold(const struct names *n, struct bytes v)
{
	size_t i;

	v = bytes_trim(v);
	for (i = 0; v.n > 0 && i < n->count; i++)
		if (bytes_equal_nocase(n->name[i], v))
			return 1;
	return 0;
}

/* The first name equal to a value that was not found yet, or `count`. */
static size_t
find(const struct names *n, struct bytes v)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (!n->taken[i] && bytes_equal_nocase(n->name[i], v))
			break;
	return i;
}

/* How many fields there are up to the last that is not empty. */
static size_t
used_fields(const struct record *r)
{
	size_t n = r->fields;

	while (n > 0 && bytes_trim(record_field(r, n - 1)).n == 0)
		n--;
	return n;
}

enum names_kind
names_match(struct names *n, const struct record *r, struct buf *scratch)
{
	size_t i, j, hits = 0, misses = 0, in_place = 0;
	size_t fields = used_fields(r), wanted = n->count;

	while (wanted > 0 && n->name[wanted - 1].n == 0)
		wanted--;
	memset(n->taken, 0, n->count);
	for (j = 0; j < fields && misses * 2 <= fields; j++) {
		struct bytes raw = record_field(r, j), v;

		v = value_of(r, j, scratch);
		/* An empty column of the header is known by its place. */
		if (v.n == 0)
			i = j < n->count && n->name[j].n == 0 && !n->taken[j]
			    ? j
			    : find(n, v);
		else
			i = names_may(n, raw) || v.n != raw.n ? find(n, v)
							      : n->count;
		if (i == n->count) {
			misses += v.n > 0;
			continue;
		}
		n->taken[i] = 1;
		n->at[i] = j;
		hits += v.n > 0;
		in_place += i == j;
	}
	if (hits == 0 || hits <= misses || j < fields ||
	    (hits < 2 && (n->count > 1 || fields > 1)))
		return NAMES_NONE;
	/* Empty columns at the end may be there or not. */
	for (i = wanted; i < n->count; i++)
		if (!n->taken[i])
			n->at[i] = i;
	if (in_place == wanted && fields == wanted)
		return NAMES_SAME;
	for (i = 0; i < wanted; i++)
		if (!n->taken[i])
			return NAMES_OTHER;
	return misses == 0 ? NAMES_MOVED : NAMES_OTHER;
}
