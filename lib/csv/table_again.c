/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/table_inside.h"

static const char bom[] = "\xef\xbb\xbf";

uint32_t *
table_split_room(struct table *t, int other)
{
	size_t n = t->o.limits.columns + 2;

	if (t->split == NULL)
		t->split = mem_zero(n, 2 * sizeof(*t->split));
	return record_ends(t->split + (other ? n : 0));
}

size_t
table_split(struct table *t, int other, const char *p, size_t n, char delimiter)
{
	return scan_split((struct bytes){ p, n }, delimiter,
	    table_split_room(t, other), t->o.limits.columns + 1);
}

int
table_fail_at(const struct table *t, const struct record *r, const char *what)
{
	return diag_fail(STATUS_CANNOT, "%s:%llu: %s", input_name(t->in),
	    (unsigned long long)r->line, what);
}

void
table_follow_header(struct table *t, size_t fields)
{
	struct order *o = &t->order;
	size_t i;

	t->account.skipped_header++;
	t->below_header = 1;
	t->distrust = 0;
	o->width = fields;
	o->reordered = fields != t->width;
	for (i = 0; i < t->width; i++) {
		o->from[i] =
		    t->home[i] == SIZE_MAX ? SIZE_MAX : t->own.at[t->home[i]];
		o->reordered |= o->from[i] != i;
	}
}

int
table_is_said(struct table *t, const struct record *r)
{
	struct bytes line = { r->p, r->len };
	char said = heading_said(line);

	if (said == 0)
		return 0;
	if (said != t->delimiter)
		return table_fail_at(t, r,
		    "from here on another delimiter is said; "
		    "give the part from here on as a file of its own");
	t->account.skipped_header++;
	return 1;
}

/*
 * Where in the field at its start a header begins that was glued to a
 * record for want of a line end.  Returns the header's first byte, as an
 * offset, or 0 when none of the names stands at the field's end.
 */
static size_t
glued_from(struct table *t, const struct record *r, size_t field)
{
	struct bytes raw = record_field(r, field);
	size_t i, longest = 0;

	if (raw.n > 0 && raw.p[raw.n - 1] == '"')
		raw.n--;
	for (i = 0; i < t->own.count; i++) {
		struct bytes name = t->own.name[i], tail;

		if (name.n == 0 || name.n > raw.n || name.n < longest)
			continue;
		tail.p = raw.p + raw.n - name.n;
		tail.n = name.n;
		if (bytes_equal_nocase(tail, name))
			longest = name.n;
	}
	if (longest == 0)
		return 0;
	longest = (size_t)(raw.p - r->p) + raw.n - longest;
	return longest - (longest > 0 && r->p[longest - 1] == '"');
}

/* Of a record, keep what stands in front of a header glued to it. */
static void
keep_front(struct table *t, struct record *r, size_t at)
{
	t->account.records_in++;
	for (;;) {
		if (at > 0 && r->p[at - 1] == CTRL_Z)
			at--;
		else if (at >= 3 && memcmp(r->p + at - 3, bom, 3) == 0)
			at -= 3;
		else
			break;
	}
	r->len = at;
	/* It has none of its own: the line end is the header's. */
	r->eol = 0;
	r->fields = table_split(t, 0, r->p, at, t->delimiter);
	r->end = table_split_room(t, 0);
	r->base = r->p;
	r->defect = r->fields > 0 ? SCAN_SOUND : SCAN_TEXT_AFTER_QUOTE;
}

/*
 * Whether the header stands behind a record on the same line.  Then the
 * record is left in `r`, without it, and the number of its columns is
 * returned, else 0.
 */
static size_t
cut_glued(struct table *t, struct record *r)
{
	struct record h = *r;
	size_t at = 0;

	if (t->own.count < 2)
		return 0;
	if (r->len > t->raw.n &&
	    memcmp(r->p + r->len - t->raw.n, t->raw.p, t->raw.n) == 0)
		at = r->len - t->raw.n;
	else if (r->fields >= t->own.count)
		at = glued_from(t, r, r->fields - t->own.count);
	/* Behind a delimiter it is glued only to an empty last field. */
	if (at == 0 ||
	    (r->p[at - 1] == t->delimiter &&
		table_split(t, 1, r->p, at, t->delimiter) != t->order.width))
		return 0;
	record_begin(&h, r->p + at);
	h.len = r->len - at;
	h.end = table_split_room(t, 1);
	h.fields = table_split(t, 1, h.p, h.len, t->delimiter);
	if (h.fields == 0)
		return 0;
	switch (names_match(&t->own, &h, &t->scratch)) {
	case NAMES_SAME:
	case NAMES_MOVED:
		keep_front(t, r, at);
		return h.fields;
	case NAMES_NONE:
	case NAMES_OTHER:
		break;
	}
	return 0;
}

/* Whether the fields beyond the header's are mostly names. */
static int
ends_in_names(const struct table *t, const struct record *r)
{
	size_t i, hits = 0, width = t->order.width;

	for (i = width; i < r->fields; i++)
		hits += names_hold(&t->own, record_field(r, i));
	return hits >= 2 && hits * 2 > r->fields - width;
}

int
table_find_again(struct table *t, struct record *r, size_t *glued)
{
	enum names_kind kind = NAMES_NONE;

	*glued = 0;
	if (r->defect == SCAN_SOUND)
		kind = names_match(&t->own, r, &t->scratch);
	if (kind == NAMES_SAME || kind == NAMES_MOVED) {
		table_follow_header(t, r->fields);
		return 1;
	}
	if (kind == NAMES_NONE && r->fields <= t->order.width &&
	    r->defect == SCAN_SOUND)
		return 0;
	*glued = cut_glued(t, r);
	if (*glued > 0)
		return 0;
	if (t->o.columns != NULL && !t->passed &&
	    (kind == NAMES_OTHER || ends_in_names(t, r)))
		return table_fail_at(t, r,
		    "this is a header, with other columns than -K or -m "
		    "gave: leave that away");
	if (kind == NAMES_OTHER || ends_in_names(t, r))
		return table_fail_at(t, r,
		    "a header with other columns than the "
		    "first: give the part from here on as a file of its own");
	return 0;
}

/*
 * The line that begins at `at` of what comes next, whatever its quotes: its
 * bytes with the line end, or 0 when there is none, or none yet after a
 * rest.
 */
static size_t
line_below(struct table *t, size_t at, struct bytes *line)
{
	struct bytes there;
	size_t i, before;

	if (scan_peek(t->scan, 0, &there) != 0)
		return 0;
	for (i = at;;) {
		while (i < there.n && there.p[i] != '\n' && there.p[i] != '\r')
			i++;
		line->p = there.p + at;
		line->n = i - at;
		if (i < there.n || line->n > t->o.limits.record)
			return line->n + 1;
		before = there.n;
		if (!input_ready(t->in, SILENCE_MS) ||
		    scan_peek(t->scan, before + 1, &there) != 0)
			return 0;
		if (there.n == before)
			return line->n;
	}
}

/* The columns of a line up to the last that holds something. */
static size_t
filled(const struct record *r)
{
	size_t n = r->fields;

	while (n > 0 && record_field(r, n - 1).n == 0)
		n--;
	return n;
}

/*
 * What a line below a short record is: a header, a short one, a record.
 * Spreadsheets fill short ones up with delimiters; those of three values
 * and more are records when they have a time.
 */
static enum {
	A_HEADER,
	SHORT,
	A_RECORD
} kind_of_line(struct table *t, struct bytes line)
{
	size_t front = table_marks(line.p, line.n), n;
	struct record h = { .len = line.n - front };

	record_begin(&h, line.p + front);
	h.end = table_split_room(t, 1);
	h.fields = table_split(t, 1, h.p, h.len, t->delimiter);
	if (h.fields == 0)
		return A_RECORD;
	if (names_match(&t->own, &h, &t->scratch) != NAMES_NONE)
		return A_HEADER;
	n = filled(&h);
	return n * 2 > t->order.width || (n > 2 && table_timed(t, &h) == 1)
	    ? A_RECORD
	    : SHORT;
}

/*
 * Whether a short record reads like a title: it begins with a letter, is
 * of several words or alone on its line, and none of its fields begins
 * with a digit.
 */
static int
is_title(const struct record *r)
{
	size_t i;

	for (i = 0; i < r->fields; i++) {
		struct bytes v = bytes_trim(record_field(r, i));

		if (v.n > 0 && *v.p == '"') {
			v.p++;
			v.n--;
		}
		if (i == 0 && (v.n == 0 || !byte_is_word((unsigned char)*v.p)))
			return 0;
		if (v.n > 0 && byte_is_digit((unsigned char)*v.p))
			return 0;
	}
	return memchr(r->p, ' ', r->len) != NULL || filled(r) == 1;
}

int
table_is_preamble(struct table *t, const struct record *r, uint64_t end)
{
	struct bytes line;
	size_t at = 0, lines, n;

	if (end <= t->records_until || !is_title(r))
		return 0;
	for (lines = 0; lines < PREAMBLE_LINES && at <= t->o.limits.record;
	     lines++) {
		n = line_below(t, at, &line);
		if (n == 0)
			break;
		switch (kind_of_line(t, line)) {
		case A_HEADER:
			t->preamble_until = end + at;
			t->below_header = ABOVE_HEADER;
			return 1;
		case A_RECORD:
			t->records_until = end + at;
			return 0;
		case SHORT:
			break;
		}
		at += n;
	}
	t->records_until = end + at;
	return 0;
}
