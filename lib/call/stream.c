/* SPDX-License-Identifier: ISC */
#include "base/bytes.h"
#include "base/hot.h"
#include "call/stream_inside.h"

size_t
stream_width(const struct stream *s)
{
	size_t n = 0;

	if (s->log == NULL)
		return table_width(s->table);
	while (queuelog_columns[n] != NULL)
		n++;
	return n;
}

struct bytes
stream_name(const struct stream *s, size_t i)
{
	return s->log == NULL ? table_column(s->table, i)
			      : bytes_of(queuelog_columns[i]);
}

HOT int
stream_record(struct stream *s, struct record *r)
{
	struct record event;
	int got;

	if (s->log == NULL)
		return table_next(s->table, r);
	while (!queuelog_next(s->log, r)) {
		got = s->log_ended ? 0 : table_next(s->table, &event);
		if (got == 1)
			queuelog_take(s->log, &event);
		else if (got < 0 || s->log_ended)
			return got;
		else {
			s->log_ended = 1;
			queuelog_end(s->log);
		}
	}
	return 1;
}

void
stream_expect(struct stream *s, call_expect *expect, void *arg)
{
	s->reader.expect = expect;
	s->reader.expect_arg = arg;
}

void
stream_need(struct stream *s, unsigned needs)
{
	/* A shard is told by the customer. */
	s->reader.needs = needs | (s->shards > 0 ? NEED_CUSTOMER : 0);
}

static void
clear_values(struct stream *s)
{
	s->values.n = s->laid = 0;
	s->scattered = 0;
}

void
stream_contradicted(struct stream *s)
{
	diag_fail(STATUS_CANNOT, "%s:%llu: %s", stream_file(s),
	    (unsigned long long)s->record.line, diag_text());
	s->stopped++;
	stream_abort(s);
}

HOT int
stream_comes(struct stream *s, const struct call *c)
{
	if (s->tool.in_order)
		note_time(&s->in_time, c->start);
	if (--s->countdown == 0)
		stream_tell_progress(s);
	if (s->shards > 0 && stream_in_other_shard(s, c)) {
		s->left_out++;
		return 0;
	}
	s->start = c->start;
	clear_values(s);
	return 1;
}

HOT int
stream_next(struct stream *s, struct call *c)
{
	while (!s->ended) {
		int got;

		if (output_failed(s))
			break;
		got = s->sorted != NULL ? stream_next_sorted(s)
		    : s->ahead != NULL	? ahead_next(s, &s->record)
					: stream_record(s, &s->record);
		if (got == 0) {
			if (s->log != NULL)
				stream_count_events(s);
			break;
		}
		if (got < 0 && s->sorted != NULL) {
			stream_abort(s);
			break;
		}
		if (got < 0) {
			s->status = status_worst(s->status, diag_report());
			continue;
		}
		if (reader_read(&s->reader, &s->record, c) != 0) {
			stream_contradicted(s);
			break;
		}
		if (stream_comes(s, c))
			return 1;
	}
	s->ended = 1;
	return 0;
}

int
stream_checking(const struct stream *s)
{
	return s->checking;
}

int
stream_has(const struct stream *s, enum field f)
{
	return s->columns.of[f].index >= 0;
}

uint64_t
stream_map_hash(const struct stream *s)
{
	struct buf text = { NULL, 0, 0 };
	uint64_t hash;
	int f;

	for (f = 0; f < FIELD_COUNT; f++) {
		const struct column *c = &s->columns.of[f];

		if (c->index < 0)
			continue;
		buf_text(&text, "%s=", field_info((enum field)f)->name);
		buf_add_bytes(&text, c->header);
		buf_text(&text, ",%d,%d,%u,%d\n",
		    c->when.declared ? (int)c->when.order : -1,
		    c->unit_declared ? (int)c->duration.unit : -1, c->includes,
		    (int)c->part);
	}
	hash = bytes_fnv1a(buf_bytes(&text));
	buf_free(&text);
	return hash;
}

HOT struct bytes
stream_value(struct stream *s, enum field f)
{
	return reader_value(&s->reader, &s->record, f);
}

struct bytes
stream_column_value(struct stream *s, size_t column)
{
	struct bytes none = { NULL, 0 };

	return column < s->record.fields
	    ? record_value(&s->record, column, &s->reader.scratch)
	    : none;
}

int
stream_column(const struct stream *s, struct bytes name)
{
	enum field f = field_by_name(name);
	size_t i;

	if (f < FIELD_COUNT && s->columns.of[f].index >= 0)
		return s->columns.of[f].index;
	for (i = 0; i < stream_width(s); i++)
		if (bytes_equal(stream_name(s, i), name))
			return (int)i;
	return -1;
}

int64_t
stream_instant(struct stream *s, enum field f)
{
	return reader_instant(&s->reader, &s->record, f, s->start);
}

int64_t
stream_duration(struct stream *s, enum field f)
{
	return reader_duration(&s->reader, &s->record, f);
}

void
stream_leave_out(struct stream *s)
{
	s->left_out++;
}

void
stream_used(struct stream *s)
{
	s->used++;
}

struct emit *
stream_output(struct stream *s)
{
	return s->out;
}

const char *
stream_file(const struct stream *s)
{
	const char *file = s->ahead != NULL ? ahead_file(s->ahead) : NULL;

	return file != NULL ? file : table_file(s->table);
}

uint64_t
stream_line(const struct stream *s)
{
	return s->record.line;
}

enum status
stream_status(const struct stream *s)
{
	return s->status;
}

void
stream_abort(struct stream *s)
{
	s->status = status_worst(s->status, diag_report());
	s->ended = s->aborted = 1;
}
