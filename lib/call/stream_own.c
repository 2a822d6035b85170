/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hot.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/stream_inside.h"

/* Values of so many bytes in all are copied in one go. */
enum { SHORT_VALUES = 96 };

static int
own_twice(const struct stream *s, const char *name)
{
	return diag_fail(STATUS_CANNOT,
	    "%s: `%s', which %s writes, stands in the header twice: give one "
	    "of them another name with --rename %s=NEW",
	    table_file(s->table), name, diag_tool_name(), name);
}

int
stream_place_own(struct stream *s)
{
	size_t i, j, found = 0, width = stream_width(s);

	while (s->tool.columns != NULL && s->tool.columns[s->own_count] != NULL)
		s->own_count++;
	s->own = mem_zero(s->own_count + 1, sizeof(*s->own));
	s->order = mem_zero(s->own_count + 1, sizeof(*s->order));
	for (i = 0; i < s->own_count; i++) {
		s->own[i].name = s->tool.columns[i];
		s->own[i].column = -1;
		for (j = 0; j < width; j++) {
			if (!bytes_is(stream_name(s, j), s->own[i].name))
				continue;
			if (s->own[i].column >= 0)
				return own_twice(s, s->own[i].name);
			s->own[i].column = (int)j;
		}
		found += s->own[i].column >= 0;
	}
	s->in_place = found > 0;
	s->delimiter = table_delimiter(s->table);
	s->plain_delimiter = strchr(",;\t|", s->delimiter) != NULL;
	for (i = 0; found > 0 && found < s->own_count; i++)
		if (s->own[i].column >= 0)
			return diag_fail(STATUS_CANNOT,
			    "the export has a "
			    "column `%s' of its own: give it another name "
			    "with --rename %s=NEW",
			    s->own[i].name, s->own[i].name);
	for (i = 0; s->in_place && i < s->own_count; i++) {
		for (j = i;
		     j > 0 && s->own[s->order[j - 1]].column > s->own[i].column;
		     j--)
			s->order[j] = s->order[j - 1];
		s->order[j] = i;
	}
	return 0;
}

void
stream_put_header(struct stream *s)
{
	struct bytes h = table_header_bytes(s->table);
	struct bytes eol = table_eol(s->table);
	size_t i;

	if (s->log == NULL)
		emit_bytes(s->out, h.p, h.n);
	for (i = 0; s->log != NULL && i < stream_width(s); i++) {
		if (i > 0)
			emit_byte(s->out, s->delimiter);
		emit_bytes(s->out, stream_name(s, i).p, stream_name(s, i).n);
	}
	for (i = 0; i < s->own_count && !s->in_place; i++) {
		emit_byte(s->out, s->delimiter);
		emit_string(s->out, s->own[i].name);
	}
	emit_bytes(s->out, eol.p, eol.n);
	/* From here on a plain pipe would take what is there for all. */
	s->mark_length = (size_t)snprintf(s->mark, sizeof(s->mark),
	    "\"evenkeel: %s failed\n", diag_tool_name());
	emit_mark(s->out, s->mark);
}

/*
 * Values stand in `values` as they will be written, each behind its
 * delimiter, as long as the tool sets its columns in their order: then
 * writing the record is two copies.
 */
static inline char *
value_room(struct stream *s, size_t i, size_t most)
{
	/* Quotes, if need be, are put there: see quote(). */
	char *to =
	    buf_reserve(&s->values, 2 * most + 2 + s->own_count + SHORT_VALUES);

	if (__builtin_expect(i < s->laid, 0)) {
		s->scattered = 1;
		return to;
	}
	/* Those in between are blank. */
	s->values.n += i + 1 - s->laid;
	for (; s->laid < i; s->laid++) {
		s->own[s->laid].n = 0;
		*to++ = s->delimiter;
	}
	s->laid = i + 1;
	*to++ = s->delimiter;
	return to;
}

HOT char *
stream_put(struct stream *s, size_t i, size_t most)
{
	return value_room(s, i, most);
}

/* Put a value of `n` bytes into quotes; returns its length then. */
static size_t
quote(char *p, size_t n)
{
	size_t i, quotes = 2;
	char *to;

	for (i = 0; i < n; i++)
		quotes += p[i] == '"';
	to = p + n + quotes;
	*--to = '"';
	for (i = n; i > 0; i--) {
		*--to = p[i - 1];
		if (p[i - 1] == '"')
			*--to = '"';
	}
	*--to = '"';
	return n + quotes;
}

/* The value that stands there now has `n` bytes. */
static inline void
value_used(struct stream *s, size_t i, size_t n)
{
	s->own[i].at = s->values.n;
	s->own[i].n = n;
	s->values.n += n;
}

/* The same for a value that may have to be quoted. */
HOT static void
text_used(struct stream *s, size_t i, size_t n)
{
	char d = s->delimiter, *p = s->values.p + s->values.n;
	size_t k;

	for (k = 0; k < n; k++)
		if (p[k] == d || p[k] == '"' || p[k] == '\n' || p[k] == '\r')
			break;
	value_used(s, i, k < n ? quote(p, n) : n);
}

HOT void
stream_put_done(struct stream *s, size_t i, size_t n)
{
	if (s->plain_delimiter)
		value_used(s, i, n);
	else
		text_used(s, i, n);
}

void
stream_set(struct stream *s, size_t i, const char *p, size_t n)
{
	char *to = value_room(s, i, n);

	if (n > 0)
		memcpy(to, p, n);
	text_used(s, i, n);
}

void
stream_set_bytes(struct stream *s, size_t i, struct bytes b)
{
	stream_set(s, i, b.p, b.n);
}

HOT void
stream_set_words(struct stream *s, size_t i, const char *p, size_t n)
{
	char *to = value_room(s, i, n);

	if (n > 0)
		memcpy(to, p, n);
	stream_put_done(s, i, n);
}

HOT void
stream_set_integer(struct stream *s, size_t i, int64_t v)
{
	value_used(s, i, num_put_roomy(value_room(s, i, NUM_MAX), v));
}

HOT void
stream_set_tenths(struct stream *s, size_t i, int64_t tenths)
{
	value_used(
	    s, i, num_put_tenths_roomy(value_room(s, i, NUM_MAX), tenths));
}

void
stream_set_instant(struct stream *s, size_t i, int64_t at)
{
	if (at != INSTANT_NONE)
		value_used(s, i, instant_put(value_room(s, i, NUM_MAX), at));
}

static char *
put(char *to, const char *p, size_t n)
{
	memcpy(to, p, n);
	return to + n;
}

/* The i-th column's value; those behind the last that was set are blank. */
static char *
put_value(const struct stream *s, size_t i, char *to)
{
	return i < s->laid ? put(to, s->values.p + s->own[i].at, s->own[i].n)
			   : to;
}

/* The record's own bytes with the columns where the header has them. */
static char *
put_in_place(const struct stream *s, char *to)
{
	const struct record *r = &s->record;
	size_t i, done = 0;

	for (i = 0; i < s->own_count; i++) {
		size_t own = s->order[i];
		struct bytes old = record_field(r, (size_t)s->own[own].column);
		size_t at = (size_t)(old.p - r->p);

		to = put(to, r->p + done, at - done);
		to = put_value(s, own, to);
		done = at + old.n;
	}
	return put(to, r->p + done, r->len - done);
}

/* The record's own bytes with the columns behind them. */
static char *
put_behind(const struct stream *s, char *to)
{
	size_t i = s->laid;

	to = put(to, s->record.p, s->record.len);
	if (s->scattered)
		i = 0;
	else if (s->values.n > SHORT_VALUES)
		to = put(to, s->values.p, s->values.n);
	else {
		/* A copy of a fixed size is a few instructions. */
		if (s->values.n > 0)
			memcpy(to, s->values.p, SHORT_VALUES);
		to += s->values.n;
	}
	for (; i < s->own_count; i++) {
		*to++ = s->delimiter;
		to = put_value(s, i, to);
	}
	return to;
}

/* The most bytes that put_record() can write. */
static size_t
record_room(const struct stream *s)
{
	return s->record.len + s->values.n + s->own_count + 2 + SHORT_VALUES;
}

/*
 * The record with the tool's columns and its line end.  Returns the end of
 * what was written.
 */
HOT static char *
put_record(const struct stream *s, char *to)
{
	const struct record *r = &s->record;
	struct bytes eol;

	to = s->in_place ? put_in_place(s, to) : put_behind(s, to);
	if (r->eol == 1) {
		*to = r->p[r->len];
		return to + 1;
	}
	eol = table_eol(s->table);
	return r->eol == 0 ? put(to, eol.p, eol.n)
			   : put(to, r->p + r->len, r->eol);
}

HOT void
stream_write(struct stream *s)
{
	char *to = emit_room(s->out, record_room(s));

	emit_used(s->out, (size_t)(put_record(s, to) - to));
	s->out_count++;
}

void
stream_keep(struct stream *s, struct buf *b)
{
	char *to = buf_reserve(b, record_room(s));

	b->n += (size_t)(put_record(s, to) - to);
}

void
stream_write_kept(struct stream *s, struct bytes b)
{
	emit_bytes(s->out, b.p, b.n);
	s->out_count++;
}
