/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/table_inside.h"

/* A quote or the delimiter in a name has to be quoted again. */
static void
put_name(struct buf *out, struct bytes name, char delimiter)
{
	size_t i;
	int quote = 0;

	for (i = 0; i < name.n; i++)
		quote |= name.p[i] == delimiter || name.p[i] == '"' ||
		    name.p[i] == '\n' || name.p[i] == '\r';
	if (quote)
		buf_add_byte(out, '"');
	for (i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, name.p[i]);
	}
	if (quote)
		buf_add_byte(out, '"');
}

/*
 * The new name of column `i`, or an empty slice when it keeps its own.
 * When a name stands in the header twice, the first --rename of it is for
 * the first such column, the second for the second.
 */
static struct bytes
renamed(struct table *t, const struct record *r, size_t i)
{
	struct bytes none = { NULL, 0 }, name, other, to;
	size_t j, before = 0;

	if (t->o.rename_count == 0)
		return none;
	t->scratch.n = 0;
	buf_reserve(&t->scratch, 2 * r->len + 2);
	name = bytes_trim(field_value(record_field(r, i), &t->scratch));
	for (j = 0; j < i; j++) {
		size_t used = t->scratch.n;

		other = field_value(record_field(r, j), &t->scratch);
		before += bytes_equal(bytes_trim(other), name);
		t->scratch.n = used;
	}
	for (j = 0; j < t->o.rename_count; j++)
		if (bytes_equal(
			bytes_cut(bytes_of(t->o.renames[j]), '=', &to), name) &&
		    before-- == 0)
			return to;
	return none;
}

/* How many columns of a header have this name. */
static size_t
count_named(struct table *t, const struct record *r, struct bytes name)
{
	size_t i, found = 0;

	for (i = 0; i < r->fields; i++) {
		struct bytes raw = record_field(r, i);

		t->scratch.n = 0;
		buf_reserve(&t->scratch, raw.n + 1);
		raw = bytes_trim(field_value(raw, &t->scratch));
		found += bytes_equal(raw, name) != 0;
	}
	return found;
}

/* Each --rename has a column of its own, or -1 with the one that lacks it. */
static int
check_renames(struct table *t, const struct record *r)
{
	size_t i, j, wanted, found;

	for (j = 0; j < t->o.rename_count && !t->o.renames_optional; j++) {
		struct bytes to,
		    name = bytes_cut(bytes_of(t->o.renames[j]), '=', &to);

		for (wanted = 1, i = 0; i < j; i++)
			wanted +=
			    bytes_equal(
				bytes_cut(bytes_of(t->o.renames[i]), '=', &to),
				name) != 0;
		found = count_named(t, r, name);
		if (found >= wanted)
			continue;
		return diag_fail(STATUS_CANNOT,
		    found == 0 ? "%s: --rename %s: the header has no such "
				 "column"
			       : "%s: --rename %s: the header has fewer "
				 "columns of this name",
		    input_name(t->in), t->o.renames[j]);
	}
	return 0;
}

/* Keep the header: its names, and its bytes with renamed columns. */
static int
keep_header(struct table *t, const struct record *r)
{
	size_t i, *offset;

	if (check_renames(t, r) != 0)
		return -1;
	offset = mem_zero(r->fields + 1, sizeof(*offset));
	t->width = r->fields;
	t->column = mem_zero(r->fields + 1, sizeof(*t->column));
	for (i = 0; i < r->fields; i++) {
		struct bytes raw = record_field(r, i), name, to;

		to = renamed(t, r, i);
		t->scratch.n = 0;
		buf_reserve(&t->scratch, raw.n + 1);
		name = field_value(raw, &t->scratch);
		if (name.n > t->o.header_name) {
			free(offset);
			return diag_fail(STATUS_CANNOT,
			    "%s:%llu: the name of column %zu is longer than "
			    "%zu bytes",
			    input_name(t->in), (unsigned long long)r->line,
			    i + 1, t->o.header_name);
		}
		if (i > 0)
			buf_add_byte(&t->header, t->delimiter);
		if (to.n > 0) {
			name = to;
			put_name(&t->header, name, t->delimiter);
		} else
			buf_add_bytes(&t->header, raw);
		offset[i] = t->names.n;
		t->column[i].n = name.n;
		buf_add_bytes(&t->names, name);
		buf_add_byte(&t->names, '\0');
	}
	for (i = 0; i < r->fields; i++)
		t->column[i].p = t->names.p + offset[i];
	free(offset);
	t->fixed_end = mem_zero(t->width + 2, sizeof(*t->fixed_end));
	t->home = mem_zero(t->width + 1, sizeof(*t->home));
	t->order.from = mem_zero(t->width + 1, sizeof(*t->order.from));
	t->before.order.from =
	    mem_zero(t->width + 1, sizeof(*t->before.order.from));
	for (i = 0; i < t->width; i++)
		t->home[i] = t->order.from[i] = i;
	t->has_header = 1;
	return 0;
}

static void
keep_eol(struct table *t, const struct record *r)
{
	t->eol_len = r->eol;
	memcpy(t->eol, r->p + r->len, r->eol);
	if (r->eol == 0) {
		t->eol[0] = '\n';
		t->eol_len = 1;
	}
}

/* Know the operand's header again, and begin in its order. */
static void
keep_own(struct table *t, const struct record *r)
{
	t->raw.n = 0;
	buf_add(&t->raw, r->p, r->len);
	names_take(&t->own, r, &t->scratch);
	t->order.width = r->fields;
	t->below_header = 1;
	t->passed = t->distrust = 0;
	t->reread = 0;
	t->preamble_until = t->records_until = t->remark_until = 0;
	scan_expect(t->scan, r->fields);
}

/* -K: the header that the input lacks. */
static int
make_header(struct table *t)
{
	struct bytes rest = bytes_of(t->o.columns);
	struct buf text = { 0 };
	struct record r = { 0 };
	uint32_t *room = mem_zero(rest.n + 2, sizeof(*room));
	uint32_t *end = record_ends(room);
	int got = 0;

	while (rest.p != NULL) {
		struct bytes name = bytes_trim(bytes_cut(rest, ',', &rest));

		if (r.fields > 0)
			buf_add_byte(&text, t->delimiter);
		put_name(&text, name, t->delimiter);
		end[r.fields++] = (uint32_t)text.n;
	}
	record_begin(&r, text.p);
	r.len = text.n;
	r.end = end;
	if (!t->has_header)
		got = keep_header(t, &r);
	if (got == 0)
		keep_own(t, &r);
	t->eol[0] = '\n';
	t->eol_len = 1;
	free(room);
	buf_free(&text);
	return got;
}

/*
 * Fit a further operand's header to the first one's.  Returns 0, or -1
 * when it has a column that the first lacks.
 */
static int
fit_header(struct table *t, const struct record *r)
{
	size_t i, j;

	for (i = 0; i < t->width; i++)
		t->home[i] = SIZE_MAX;
	for (j = 0; j < r->fields; j++) {
		struct bytes raw = record_field(r, j), name, to;

		to = renamed(t, r, j);
		t->scratch.n = 0;
		buf_reserve(&t->scratch, raw.n + 1);
		name = bytes_trim(field_value(raw, &t->scratch));
		if (to.n > 0)
			name = to;
		for (i = 0; i < t->width; i++)
			if (t->home[i] == SIZE_MAX &&
			    bytes_equal(
				bytes_trim(t->column[i]), bytes_trim(name)))
				break;
		/* A delimiter behind the last name makes no column. */
		if (i == t->width && name.n == 0 && j + 1 == r->fields)
			break;
		if (i == t->width)
			return diag_fail(STATUS_CANNOT,
			    "%s:%llu: column %zu "
			    "is not in the first file's header",
			    input_name(t->in), (unsigned long long)r->line,
			    j + 1);
		t->home[i] = j;
	}
	t->order.reordered = r->fields != t->width;
	for (i = 0; i < t->width; i++) {
		t->order.from[i] = t->home[i];
		t->order.reordered |= t->home[i] != i;
	}
	return 0;
}

int
table_read_header(struct table *t)
{
	struct record r;
	int got;

	if (table_find_header(t) != 0)
		return -1;
	scan_delimiter(t->scan, t->delimiter);
	if (t->o.columns != NULL)
		return make_header(t);
	do
		got = scan_next(t->scan, &r);
	while (got == 1 && r.defect == SCAN_SOUND && r.fields == 1 &&
	    bytes_trim(record_field(&r, 0)).n == 0);
	if (got < 0)
		return -1;
	if (got == 0)
		return diag_fail(STATUS_CANNOT, "%s: empty, not even a header",
		    input_name(t->in));
	if (r.defect == SCAN_UNCLOSED && r.len > 12 &&
	    memcmp(r.p, "\"evenkeel: ", 11) == 0) {
		t->upstream_failed = 1;
		return diag_fail(
		    STATUS_CANNOT, "%s: upstream failed", input_name(t->in));
	}
	if (r.defect != SCAN_SOUND)
		return diag_fail(STATUS_CANNOT,
		    "%s:%llu: the header cannot be read: %s", input_name(t->in),
		    (unsigned long long)r.line, table_reason(r.defect));
	if (table_check_single(t, &r) != 0)
		return -1;
	keep_own(t, &r);
	if (t->has_header)
		return fit_header(t, &r);
	keep_eol(t, &r);
	return keep_header(t, &r);
}
