/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/stream_inside.h"

/* Bytes of a short value, copied in one go. */
enum { AT_ONCE = 32 };

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
	s->plain_delimiter = strchr(",;\t|", table_delimiter(s->table)) != NULL;
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
			emit_byte(s->out, table_delimiter(s->table));
		emit_bytes(s->out, stream_name(s, i).p, stream_name(s, i).n);
	}
	for (i = 0; i < s->own_count && !s->in_place; i++) {
		emit_byte(s->out, table_delimiter(s->table));
		emit_string(s->out, s->own[i].name);
	}
	emit_bytes(s->out, eol.p, eol.n);
	/* From here on a plain pipe would take what is there for all. */
	s->mark_length = (size_t)snprintf(s->mark, sizeof(s->mark),
	    "\"evenkeel: %s failed\n", diag_tool_name());
	emit_mark(s->out, s->mark);
}

/* Room for the i-th column's value, and what behind it put() may read. */
static inline char *
value_room(struct stream *s, size_t most)
{
	return buf_reserve(&s->values, most + AT_ONCE);
}

/* The value that stands there now has `n` bytes. */
static inline void
value_used(struct stream *s, size_t i, size_t n)
{
	s->own[i].at = s->values.n;
	s->own[i].n = n;
	s->own[i].quote = 0;
	s->values.n += n;
}

void
stream_set(struct stream *s, size_t i, const char *p, size_t n)
{
	char d = table_delimiter(s->table);
	size_t k;

	if (n > 0)
		memcpy(value_room(s, n), p, n);
	value_used(s, i, n);
	for (k = 0; k < n; k++)
		if (p[k] == d || p[k] == '"' || p[k] == '\n' || p[k] == '\r')
			s->own[i].quote = 1;
}

void
stream_set_bytes(struct stream *s, size_t i, struct bytes b)
{
	stream_set(s, i, b.p, b.n);
}

void
stream_set_words(struct stream *s, size_t i, const char *p, size_t n)
{
	if (!s->plain_delimiter) {
		stream_set(s, i, p, n);
		return;
	}
	if (n > 0)
		memcpy(value_room(s, n), p, n);
	value_used(s, i, n);
}

void
stream_set_integer(struct stream *s, size_t i, int64_t v)
{
	value_used(s, i, num_put(value_room(s, NUM_MAX), v));
}

void
stream_set_tenths(struct stream *s, size_t i, int64_t tenths)
{
	value_used(s, i, num_put_tenths(value_room(s, NUM_MAX), tenths));
}

void
stream_set_instant(struct stream *s, size_t i, int64_t at)
{
	if (at != INSTANT_NONE)
		value_used(s, i, instant_put(value_room(s, 64), at));
}

static char *
put(char *to, const char *p, size_t n)
{
	memcpy(to, p, n);
	return to + n;
}

/*
 * The same for bytes with AT_ONCE more behind them, into room for as many:
 * most values are short, and a copy of a fixed size is two instructions.
 */
static inline char *
put_short(char *to, const char *p, size_t n)
{
	if (n > AT_ONCE)
		return put(to, p, n);
	memcpy(to, p, AT_ONCE);
	return to + n;
}

static char *
put_value(const struct stream *s, const struct own *own, char *to)
{
	const char *p = s->values.p + own->at;
	size_t i;

	if (own->n == 0)
		return to;
	if (!own->quote)
		return put_short(to, p, own->n);
	*to++ = '"';
	for (i = 0; i < own->n; i++) {
		if (p[i] == '"')
			*to++ = '"';
		*to++ = p[i];
	}
	*to++ = '"';
	return to;
}

/* The most bytes that put_record() can write. */
static size_t
record_room(const struct stream *s)
{
	/* A value at most doubles and gets two quotes and a delimiter. */
	return s->record.len + 2 * s->values.n + 3 * s->own_count + 2 + AT_ONCE;
}

/*
 * The record's own bytes with the tool's columns in their place or behind
 * them, and its line end.  Returns the end of what was written.
 */
static char *
put_record(const struct stream *s, char *to)
{
	const struct record *r = &s->record;
	struct bytes eol = { r->p + r->len, r->eol };
	char d = table_delimiter(s->table);
	size_t i, done = 0;

	for (i = 0; i < s->own_count && s->in_place; i++) {
		const struct own *own = &s->own[s->order[i]];
		struct bytes old = record_field(r, (size_t)own->column);
		size_t at = (size_t)(old.p - r->p);

		to = put(to, r->p + done, at - done);
		to = put_value(s, own, to);
		done = at + old.n;
	}
	to = put(to, r->p + done, r->len - done);
	for (i = 0; i < s->own_count && !s->in_place; i++) {
		*to++ = d;
		to = put_value(s, &s->own[i], to);
	}
	if (eol.n == 0)
		eol = table_eol(s->table);
	return put(to, eol.p, eol.n);
}

void
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
