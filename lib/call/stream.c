/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/columns.h"
#include "call/queuelog.h"
#include "call/reader.h"
#include "call/sorted.h"
#include "call/stream.h"
#include "call/stream_settings.h"
#include "csv/settings.h"
#include "csv/table.h"

enum {
	LOOK_RECORDS = 4096,
	LOOK_BYTES = 4 * 1024 * 1024,
	NEWEST_FIRST = 3,      /* steps back that begin to tell */
	PLACES_SHOWN = 5,      /* of records set aside, without -r */
	PROGRESS_EVERY = 16384 /* records between looks at the clock */
};

/* One of the tool's own columns. */
struct own {
	const char *name;
	int column;   /* where it stands already, or -1 */
	size_t at, n; /* its value, in stream.values */
	int quote;    /* the value has to be quoted */
};

struct count {
	const char *what;
	uint64_t n;
};

/* Whether records come in the order of time, for tools that want that. */
struct time_order {
	int64_t last, latest; /* starts; INSTANT_NONE: none yet */
	uint64_t ups, downs;  /* steps from one start to the next */
	uint64_t late;	      /* starts before one further up */
	int told;	      /* the user was pointed to --sort */
};

struct stream {
	const struct common *common;
	struct common aside; /* what `common` is, read aside */
	int reads_aside;     /* stream_open_aside(): `out` is NULL */
	struct stream_tool tool;
	struct table *table;
	struct queuelog *log; /* makes calls of events; or NULL */
	int log_ended;
	struct columns columns;
	struct reader reader;
	struct emit *out;
	struct emit *rejects;
	struct record record;
	int64_t start;	       /* of the call at hand */
	struct sorted *sorted; /* with tool.sort, else NULL */
	size_t sort_memory;
	struct time_order in_time;

	struct own *own;
	size_t own_count;
	int in_place;	   /* they stand in the header already */
	size_t *order;	   /* own columns by place, in_place */
	struct buf values; /* of the record at hand */

	uint64_t shard, shards; /* from 1; 0 of 0: all */
	enum field shard_field;

	enum status status;
	int ended, checking, aborted;
	uint64_t out_count, left_out, used, places;
	struct stream_account account;
	struct count *counts;
	size_t count_n, count_cap;

	int show_progress, progress_shown;
	struct timespec began, last;
	uint64_t countdown;
};

/* Nothing to read yet: what is finished goes out now. */
static void
idle(void *arg)
{
	struct stream *s = arg;

	if (s->out != NULL)
		emit_flush(s->out);
}

/* Whether the output has failed; what is read aside has none. */
static int
output_failed(const struct stream *s)
{
	return s->out != NULL && emit_failed(s->out);
}

static void
put_reject(struct stream *s, const char *file, const struct record *r,
    const char *reason)
{
	char number[NUM_MAX];
	struct bytes all = { r->p, r->len };

	emit_field(s->rejects, bytes_of(file), ',');
	emit_byte(s->rejects, ',');
	emit_bytes(s->rejects, number, num_put(number, (int64_t)r->line));
	emit_byte(s->rejects, ',');
	emit_bytes(s->rejects, number, num_put(number, (int64_t)r->byte));
	emit_byte(s->rejects, ',');
	emit_string(s->rejects, reason);
	emit_byte(s->rejects, ',');
	emit_field(s->rejects, all, ',');
	emit_byte(s->rejects, '\n');
}

static void
aside(void *arg, const char *file, const struct record *r, const char *reason)
{
	struct stream *s = arg;

	s->status = status_worst(s->status, STATUS_SET_ASIDE);
	if (s->rejects != NULL)
		put_reject(s, file, r, reason);
	else if (s->places++ < PLACES_SHOWN)
		diag_warn("%s:%llu: set aside: %s", file,
		    (unsigned long long)r->line, reason);
}

/* Limits from limits.csv (name,value). */
static int
read_limits(
    const struct common *c, struct table_options *o, size_t *sort_memory)
{
	struct settings *s =
	    settings_load(c->settings_dir, "limits.csv", stream_limits);
	const struct {
		const char *name;
		size_t *to, least, most;
	} limits[] = {
		{ "record", &o->limits.record, 1, 256 * 1024 * 1024 },
		{ "columns", &o->limits.columns, 1, 1024 * 1024 },
		{ "header_name", &o->header_name, 1, 16 * 1024 * 1024 },
		{ "sort_memory", sort_memory, 65536, (size_t)1 << 40 },
	};
	size_t row, i, count = sizeof(limits) / sizeof(limits[0]);
	int got = 0;

	*sort_memory = 256 * 1024 * 1024;

	o->limits.record = 1024 * 1024;
	o->limits.columns = 4096;
	o->header_name = 64 * 1024;
	if (s == NULL || settings_columns(s, "name! value! note") != 0)
		got = -1;
	for (row = 0; got == 0 && row < settings_rows(s); row++) {
		struct bytes name = settings_get(s, row, "name");
		int64_t v;

		for (i = 0; i < count; i++)
			if (bytes_is(name, limits[i].name))
				break;
		if (i == count)
			got = settings_fail(s, row, "name",
			    "record, columns, "
			    "header_name or sort_memory is expected");
		else if (num_integer(settings_get(s, row, "value"), &v) != 0 ||
		    v < (int64_t)limits[i].least ||
		    (uint64_t)v > limits[i].most)
			got = settings_fail(s, row, "value",
			    "a number from "
			    "%zu to %zu is expected",
			    limits[i].least, limits[i].most);
		else
			*limits[i].to = (size_t)v;
	}
	settings_free(s);
	return got;
}

/* -S K/N:FIELD */
static int
read_shard(struct stream *s, const char *arg)
{
	struct bytes field, total, allowed;
	struct bytes k = bytes_cut(bytes_of(arg), '/', &total);
	int64_t shard, shards;

	if (arg == NULL)
		return 0;
	if (total.p != NULL)
		total = bytes_cut(total, ':', &field);
	if (total.p == NULL || field.p == NULL || num_integer(k, &shard) != 0 ||
	    num_integer(total, &shards) != 0 || shards < 1 || shard < 1 ||
	    shard > shards)
		return diag_fail(STATUS_CANNOT,
		    "-S: K/N:FIELD with K from 1 "
		    "to N is expected");
	s->shard_field = field_by_name(field);
	for (allowed = bytes_of(s->tool.shard_fields); allowed.p != NULL;)
		if (bytes_equal(bytes_cut(allowed, ' ', &allowed), field) &&
		    s->shard_field < FIELD_COUNT) {
			s->shard = (uint64_t)shard;
			s->shards = (uint64_t)shards;
			return 0;
		}
	return diag_fail(STATUS_CANNOT,
	    "-S: sharding by this field would "
	    "split what %s keeps together; it can be sharded by %s",
	    diag_tool_name(), s->tool.shard_fields);
}

/* The columns of the records: the table's, or those made of events. */
static size_t
width_of(const struct stream *s)
{
	size_t n = 0;

	if (s->log == NULL)
		return table_width(s->table);
	while (queuelog_columns[n] != NULL)
		n++;
	return n;
}

static struct bytes
name_of(const struct stream *s, size_t i)
{
	return s->log == NULL ? table_column(s->table, i)
			      : bytes_of(queuelog_columns[i]);
}

/* The next record, as table_next(); of a log of events the next call. */
static int
next_record(struct stream *s, struct record *r)
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

/* After table_look_done(): the first record comes again. */
static void
start_over(struct stream *s)
{
	table_look_done(s->table);
	s->log_ended = 0;
	if (s->log != NULL)
		queuelog_reset(s->log);
}

/* Find the tool's own columns in the header: all or none of them. */
static int
place_own(struct stream *s)
{
	size_t i, j, found = 0, width = width_of(s);

	while (s->tool.columns != NULL && s->tool.columns[s->own_count] != NULL)
		s->own_count++;
	s->own = mem_zero(s->own_count + 1, sizeof(*s->own));
	s->order = mem_zero(s->own_count + 1, sizeof(*s->order));
	for (i = 0; i < s->own_count; i++) {
		s->own[i].name = s->tool.columns[i];
		s->own[i].column = -1;
		for (j = 0; j < width && s->own[i].column < 0; j++)
			if (bytes_is(name_of(s, j), s->own[i].name))
				s->own[i].column = (int)j;
		found += s->own[i].column >= 0;
	}
	s->in_place = found > 0;
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

static void
put_header(struct stream *s)
{
	struct bytes h = table_header_bytes(s->table);
	struct bytes eol = table_eol(s->table);
	size_t i;

	if (s->log == NULL)
		emit_bytes(s->out, h.p, h.n);
	for (i = 0; s->log != NULL && i < width_of(s); i++) {
		if (i > 0)
			emit_byte(s->out, table_delimiter(s->table));
		emit_bytes(s->out, name_of(s, i).p, name_of(s, i).n);
	}
	for (i = 0; i < s->own_count && !s->in_place; i++) {
		emit_byte(s->out, table_delimiter(s->table));
		emit_string(s->out, s->own[i].name);
	}
	emit_bytes(s->out, eol.p, eol.n);
}

static const char queue_log[] = "asterisk-queue-log";

/*
 * Take the maps: the folder's map.csv, then -m in order; before them that
 * of a log of events, which is known by its first line.
 */
static int
take_maps(
    struct stream *s, const struct common *c, char *const *operands, int count)
{
	struct settings *map =
	    settings_load(c->settings_dir, "map.csv", stream_map);
	size_t i;
	int got = map == NULL ? -1 : 0;

	if (got == 0 && c->columns == NULL && count > 0 &&
	    queuelog_is_log(operands[0]))
		got = columns_map(&s->columns, queue_log);
	if (got == 0)
		got = columns_map_settings(&s->columns, map);
	settings_free(map);
	for (i = 0; i < c->map_count && got == 0; i++)
		got = columns_map(&s->columns, c->maps[i]);
	return got;
}

/* The first operand that has a header; others are reported. */
static int
first_header(struct stream *s)
{
	char *pending = NULL;
	enum status failed = STATUS_OK;
	int got;

	while ((got = table_header(s->table)) < 0) {
		if (pending != NULL)
			diag_print("%s", pending);
		free(pending);
		pending = mem_string(diag_text());
		failed = status_worst(failed, diag_status());
	}
	s->status = status_worst(s->status, failed);
	if (got == 1) {
		if (pending != NULL)
			diag_print("%s", pending);
	} else
		diag_fail(failed, "%s", pending != NULL ? pending : "no input");
	free(pending);
	return got == 1 ? 0 : -1;
}

/*
 * No record of the look-ahead was sound: when a map gave the columns,
 * they are not this export's.
 */
static int
check_shape(const struct stream *s)
{
	if (table_account(s->table)->set_aside == 0 ||
	    s->common->columns != NULL ||
	    columns_headerless(&s->columns) == NULL)
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "%s: no record has the columns of "
	    "-m: when a header says what they are, leave it away",
	    table_file(s->table));
}

static void
tell_progress(struct stream *s)
{
	struct timespec now;
	uint64_t taken, size;

	s->countdown = PROGRESS_EVERY;
	if (!s->show_progress)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - s->began.tv_sec < 2 || now.tv_sec == s->last.tv_sec)
		return;
	s->last = now;
	s->progress_shown = 1;
	table_progress(s->table, &taken, &size);
	if (size > 0)
		fprintf(stderr, "\r%s: %3.0f %% of %s, %llu records",
		    diag_tool_name(), 100.0 * (double)taken / (double)size,
		    table_file(s->table),
		    (unsigned long long)table_account(s->table)->records_in);
	else
		fprintf(stderr, "\r%s: %.0f MB, %llu records", diag_tool_name(),
		    (double)taken / 1e6,
		    (unsigned long long)table_account(s->table)->records_in);
}

/* Take note of whether a record's start keeps the order of time. */
static inline void
note_time(struct time_order *o, int64_t start)
{
	if (start == INSTANT_NONE)
		return;
	if (o->last != INSTANT_NONE) {
		o->ups += start > o->last;
		o->downs += start < o->last;
	}
	if (o->latest == INSTANT_NONE || start > o->latest)
		o->latest = start;
	else if (start < o->latest)
		o->late++;
	o->last = start;
}

/*
 * After the look-ahead: an export that stands newest first is said at
 * once, because all that follows from its order will be wrong.
 */
static void
tell_newest_first(struct stream *s)
{
	struct time_order *o = &s->in_time;

	if (s->tool.in_order && s->sorted == NULL && o->downs >= NEWEST_FIRST &&
	    o->downs > o->ups) {
		diag_warn(
		    "%s: the newest records stand first, but what came "
		    "before a call has to stand before it: `triage --sort' "
		    "puts records in order",
		    table_file(s->table));
		o->told = 1;
	}
	o->ups = o->downs = o->late = 0;
	o->last = o->latest = INSTANT_NONE;
}

/* What was read twice is counted at the second time. */
static void
forget_reading(struct stream *s)
{
	memset(s->reader.faults, 0, sizeof(s->reader.faults));
	s->reader.previous_start = INSTANT_NONE;
}

/* The next record by start, read in the same way as when it was sorted. */
static int
next_sorted(struct stream *s)
{
	int64_t start;
	int got = sorted_next(s->sorted, &start, &s->record);

	/* Of an hour that comes twice it is the same one again. */
	if (got == 1 && start != INSTANT_NONE)
		s->reader.previous_start = start;
	return got;
}

/* Read all records, and keep them by start.  Returns 0 or -1. */
static int
sort_all(struct stream *s, size_t columns)
{
	struct record r;
	struct call call;
	int got;

	s->sorted = sorted_new(s->sort_memory, columns);
	while ((got = next_record(s, &r)) != 0) {
		if (got < 0) {
			s->status = status_worst(s->status, diag_report());
			continue;
		}
		if (reader_read(&s->reader, &r, &call) != 0)
			return diag_fail(STATUS_CANNOT, "%s: %s",
			    table_file(s->table), diag_text());
		if (sorted_add(s->sorted, call.start, &r) != 0)
			return -1;
		if (--s->countdown == 0)
			tell_progress(s);
	}
	forget_reading(s);
	return sorted_done(s->sorted);
}

/*
 * Show the tool as many of the sorted records as the look-ahead of sorted
 * input would have held, so that the outcome is the same.
 */
static int
look_at_sorted(struct stream *s, stream_look *look, void *arg)
{
	struct call call;
	size_t n, bytes = 0;
	int got = 1;

	for (n = 0; n < LOOK_RECORDS && bytes < LOOK_BYTES; n++) {
		got = next_sorted(s);
		if (got <= 0)
			break;
		bytes += s->record.len + s->record.eol;
		if (reader_read(&s->reader, &s->record, &call) == 0)
			look(arg, &call);
	}
	forget_reading(s);
	return got < 0 ? -1 : sorted_rewind(s->sorted);
}

/* Settle how to read, then show the look-ahead to the tool. */
static int
look_ahead(struct stream *s, stream_look *look, void *arg)
{
	struct column_weight weight = { 0 };
	struct record r;
	struct call call;
	uint64_t looked = 0;
	int got;

	table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
	for (; next_record(s, &r) == 1; looked++)
		columns_look(&s->columns, &r, &s->reader.scratch);
	got = looked > 0 ? 0 : check_shape(s);
	start_over(s);
	if (table_look_failed(s->table) != 0 || got != 0 ||
	    columns_decide(&s->columns) != 0)
		return -1;
	if (columns_weighs(&s->columns)) {
		table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
		while (next_record(s, &r) == 1)
			columns_weigh(
			    &s->columns, &weight, &r, &s->reader.scratch);
		start_over(s);
		columns_weighed(&s->columns, &weight);
	}
	if (look == NULL && !s->tool.in_order)
		return 0;
	table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
	while (next_record(s, &r) == 1) {
		if (reader_read(&s->reader, &r, &call) != 0)
			continue;
		note_time(&s->in_time, call.start);
		if (look != NULL)
			look(arg, &call);
	}
	start_over(s);
	forget_reading(s);
	return 0;
}

/* --check: say how the columns are read, and stop. */
static void
describe(struct stream *s)
{
	struct buf text = { 0 };

	columns_describe(&s->columns, &text);
	emit_bytes(s->out, text.p, text.n);
	buf_free(&text);
	s->checking = s->ended = 1;
}

static int
bind_columns(struct stream *s)
{
	size_t i, width = width_of(s);
	struct bytes *names = mem_zero(width + 1, sizeof(*names));
	int got;

	for (i = 0; i < width; i++)
		names[i] = name_of(s, i);
	got =
	    columns_bind(&s->columns, names, width, table_delimiter(s->table));
	if (got != 0)
		diag_fail(
		    diag_status(), "%s: %s", table_file(s->table), diag_text());
	return got;
}

/* What maps say of the columns and the delimiter; options come first. */
static void
take_shape(struct stream *s, struct table_options *o)
{
	if (o->delimiter == 0)
		o->delimiter = columns_delimiter(&s->columns);
	if (o->columns == NULL)
		o->columns = columns_events(&s->columns);
	if (o->columns != NULL && o->columns == columns_events(&s->columns))
		s->log = queuelog_new(o->delimiter);
	if (o->columns == NULL)
		o->columns = columns_headerless(&s->columns);
}

/* A log of events that comes through a pipe is known when it is too late. */
static int
check_events(struct stream *s)
{
	if (s->log != NULL || s->common->columns != NULL ||
	    !queuelog_is_event(table_header_bytes(s->table)))
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "%s: this is Asterisk's queue_log: "
	    "read it with -m %s",
	    table_file(s->table), queue_log);
}

/* For -v: scales that were found and not declared. */
static void
tell_scales(const struct stream *s)
{
	struct buf text = { 0 };

	columns_scales(&s->columns, &text);
	if (s->common->verbose && text.n > 0)
		diag_print("%s, by the first values", buf_string(&text));
	buf_free(&text);
}

/*
 * The file of -r may be neither an operand, which it would replace, nor
 * the file of -o, of which only one would be left.
 */
static int
check_rejects(const struct common *c, char *const *operands, int count)
{
	int i;

	if (common_same_file(c->rejects, c->output))
		return diag_fail(STATUS_CANNOT,
		    "-r and -o name the same "
		    "file: give each its own");
	for (i = 0; i < count; i++)
		if (common_same_file(c->rejects, operands[i]))
			return diag_fail(STATUS_CANNOT,
			    "-r names an operand, "
			    "which it would replace: give it another file");
	return 0;
}

static int
open_all(struct stream *s, char *const *operands, int count, stream_look *look,
    void *arg)
{
	const struct common *c = s->common;
	struct table_options o = { .operands = operands,
		.count = count,
		.delimiter = c->delimiter,
		.columns = c->columns,
		.renames = c->renames,
		.rename_count = c->rename_count,
		.known = field_knows,
		.idle = idle,
		.aside = aside,
		.arg = s };

	if (read_limits(c, &o, &s->sort_memory) != 0 ||
	    read_shard(s, c->shard) != 0 ||
	    take_maps(s, c, operands, count) != 0)
		return -1;
	take_shape(s, &o);
	if (c->rejects != NULL && !s->reads_aside &&
	    check_rejects(c, operands, count) != 0)
		return -1;
	if (!s->reads_aside && (s->out = emit_open(c->output)) == NULL)
		return -1;
	if (c->rejects != NULL) {
		s->rejects = emit_open(c->rejects);
		if (s->rejects == NULL)
			return -1;
		emit_string(s->rejects, "file,line,byte,reason,record\n");
	}
	s->table = table_new(&o);
	if (first_header(s) != 0 || check_events(s) != 0 || place_own(s) != 0 ||
	    bind_columns(s) != 0)
		return -1;
	if (s->shards > 0 && s->tool.shard_splits_legs &&
	    stream_has(s, FIELD_PARENT_ID))
		return diag_fail(STATUS_CANNOT,
		    "-S: the calls of this export "
		    "have legs (%.*s), which shards would split",
		    (int)s->columns.of[FIELD_PARENT_ID].header.n,
		    s->columns.of[FIELD_PARENT_ID].header.p);
	reader_open(&s->reader, &s->columns, s->tool.needs, c->date_days,
	    o.limits.record);
	s->in_time.last = s->in_time.latest = INSTANT_NONE;
	if (look_ahead(s, s->tool.sort ? NULL : look, arg) != 0)
		return -1;
	tell_scales(s);
	if (!c->check && s->tool.sort &&
	    (sort_all(s, o.limits.columns) != 0 ||
		(look != NULL && look_at_sorted(s, look, arg) != 0)))
		return -1;
	tell_newest_first(s);
	if (c->check)
		describe(s);
	else if (s->tool.columns != NULL)
		put_header(s);
	return 0;
}

static void
stream_free(struct stream *s)
{
	free((void *)(uintptr_t)s->columns.names);
	columns_free(&s->columns);
	reader_close(&s->reader);
	table_free(s->table);
	sorted_free(s->sorted);
	queuelog_free(s->log);
	buf_free(&s->values);
	free(s->own);
	free(s->order);
	free(s->counts);
	free(s);
}

static struct stream *
stream_begin(struct stream *s, const struct common *c,
    const struct stream_tool *tool, char *const *operands, int count,
    stream_look *look, void *arg)
{
	s->common = c;
	s->tool = *tool;
	if (s->tool.shard_fields == NULL)
		s->tool.shard_fields = "";
	if (c->shard != NULL &&
	    words_hold(bytes_of(s->tool.shard_fields), "customer"))
		s->tool.needs |= NEED_CUSTOMER;
	s->show_progress = c->progress || (isatty(2) && !isatty(1));
	s->countdown = PROGRESS_EVERY;
	clock_gettime(CLOCK_MONOTONIC, &s->began);
	s->last = s->began;
	if (open_all(s, operands, count, look, arg) == 0)
		return s;
	/* The sentence that says why outlives the closing of the rest. */
	{
		char *why = mem_string(diag_text());
		enum status status = diag_status();

		emit_close(s->out, 0);
		emit_close(s->rejects, 0);
		stream_free(s);
		diag_fail(status, "%s", why);
		free(why);
	}
	return NULL;
}

struct stream *
stream_open(const struct common *c, const struct stream_tool *tool,
    char *const *operands, int count, stream_look *look, void *arg)
{
	return stream_begin(mem_zero(1, sizeof(struct stream)), c, tool,
	    operands, count, look, arg);
}

struct stream *
stream_open_aside(
    const struct common *c, unsigned needs, char *const *operands, int count)
{
	struct stream *s = mem_zero(1, sizeof(*s));
	struct stream_tool tool = { .needs = needs };

	s->aside = *c;
	s->aside.shard = s->aside.output = s->aside.rejects = NULL;
	s->aside.check = 0;
	s->reads_aside = 1;
	return stream_begin(s, &s->aside, &tool, operands, count, NULL, NULL);
}

/* Whether the call at hand belongs to another shard. */
static int
in_other_shard(struct stream *s, const struct call *c)
{
	struct bytes key = s->shard_field == FIELD_CUSTOMER
	    ? c->customer
	    : reader_value(&s->reader, &s->record, s->shard_field);

	return bytes_fnv1a(key) % s->shards + 1 != s->shard;
}

static void
clear_values(struct stream *s)
{
	size_t i;

	s->values.n = 0;
	for (i = 0; i < s->own_count; i++)
		s->own[i].n = 0;
}

/* A record contradicts what was settled: nothing after it can be right. */
static void
abort_here(struct stream *s)
{
	diag_fail(STATUS_CANNOT, "%s: %s", table_file(s->table), diag_text());
	stream_abort(s);
}

static void
count_more(struct stream *s, const char *what, uint64_t n)
{
	size_t i;

	for (i = 0; i < s->count_n; i++)
		if (s->counts[i].what == what) {
			s->counts[i].n += n;
			return;
		}
	s->counts =
	    mem_grow(s->counts, s->count_n, &s->count_cap, sizeof(*s->counts));
	s->counts[s->count_n].what = what;
	s->counts[s->count_n++].n = n;
}

void
stream_count(struct stream *s, const char *what)
{
	count_more(s, what, 1);
}

/* What a log of events leaves to be told, once it is read. */
static void
count_events(struct stream *s)
{
	const struct queuelog_counts *n = queuelog_counts(s->log);

	if (n->endless > 0)
		count_more(s,
		    "%llu calls of the log never end: they are "
		    "without outcome and talk time",
		    n->endless);
	if (n->headless > 0)
		count_more(s,
		    "%llu calls began before the log: their start "
		    "is reckoned from their times",
		    n->headless);
	if (n->unknown > 0)
		count_more(s,
		    "%llu lines of the log are no event that is "
		    "known: left aside",
		    n->unknown);
	if (s->common->verbose)
		diag_print("%llu events are read as %llu calls",
		    (unsigned long long)n->events,
		    (unsigned long long)n->calls);
}

int
stream_next(struct stream *s, struct call *c)
{
	while (!s->ended) {
		int got;

		if (output_failed(s))
			break;
		got = s->sorted != NULL ? next_sorted(s)
					: next_record(s, &s->record);
		if (got == 0) {
			if (s->log != NULL)
				count_events(s);
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
			abort_here(s);
			break;
		}
		if (s->tool.in_order)
			note_time(&s->in_time, c->start);
		if (--s->countdown == 0)
			tell_progress(s);
		if (s->shards > 0 && in_other_shard(s, c)) {
			s->left_out++;
			continue;
		}
		s->start = c->start;
		clear_values(s);
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

struct bytes
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
	for (i = 0; i < width_of(s); i++)
		if (bytes_equal(name_of(s, i), name))
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

static void
set_plain(struct stream *s, size_t i, const char *p, size_t n)
{
	s->own[i].at = s->values.n;
	s->own[i].n = n;
	s->own[i].quote = 0;
	buf_add(&s->values, p, n);
}

void
stream_set(struct stream *s, size_t i, const char *p, size_t n)
{
	char d = table_delimiter(s->table);
	size_t k;

	set_plain(s, i, p, n);
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
stream_set_integer(struct stream *s, size_t i, int64_t v)
{
	char text[NUM_MAX];

	set_plain(s, i, text, num_put(text, v));
}

void
stream_set_tenths(struct stream *s, size_t i, int64_t tenths)
{
	char text[NUM_MAX];

	set_plain(s, i, text, num_put_tenths(text, tenths));
}

void
stream_set_instant(struct stream *s, size_t i, int64_t at)
{
	char text[64];

	if (at != INSTANT_NONE)
		set_plain(s, i, text, instant_put(text, at));
}

static char *
put(char *to, const char *p, size_t n)
{
	memcpy(to, p, n);
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
		return put(to, p, own->n);
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
	return s->record.len + 2 * s->values.n + 3 * s->own_count + 2;
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
stream_leave_out(struct stream *s)
{
	s->left_out++;
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
	return table_file(s->table);
}

uint64_t
stream_line(const struct stream *s)
{
	return s->record.line;
}

const struct stream_account *
stream_account(const struct stream *s)
{
	struct stream *own = (struct stream *)(uintptr_t)s;
	const struct table_account *a = table_account(s->table);

	own->account = (struct stream_account){ .records_in = a->records_in,
		.out = s->out_count,
		.set_aside = a->set_aside,
		.left_out = s->left_out,
		.used = s->used,
		.skipped_blank = a->skipped_blank,
		.skipped_header = a->skipped_header,
		.skipped_preamble = a->skipped_preamble,
		.skipped_totals = a->skipped_totals,
		.trailing_dropped = a->trailing_dropped,
		.padded = a->padded,
		.suspicious = a->suspicious };
	/* Records are calls; how many events they were is told apart. */
	if (s->log != NULL) {
		const struct queuelog_counts *n = queuelog_counts(s->log);

		own->account.records_in -= n->events - n->calls;
		own->account.padded = 0;
	}
	return &s->account;
}

size_t
stream_counts(const struct stream *s)
{
	return FAULT_COUNT + s->count_n;
}

const char *
stream_counted(const struct stream *s, size_t i, uint64_t *n)
{
	if (i < FAULT_COUNT) {
		*n = s->reader.faults[i];
		return fault_text((enum fault)i);
	}
	*n = s->counts[i - FAULT_COUNT].n;
	return s->counts[i - FAULT_COUNT].what;
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

static uint64_t
skipped(const struct stream_account *a)
{
	return a->skipped_blank + a->skipped_header + a->skipped_preamble +
	    a->skipped_totals;
}

/* Say what was counted, and check that every record is accounted for. */
static void
tell_account(struct stream *s)
{
	const struct stream_account *a = stream_account(s);
	uint64_t done = a->out + a->used, n;
	size_t i;

	if (s->progress_shown)
		fputc('\n', stderr);
	for (i = 0; i < stream_counts(s); i++) {
		const char *what = stream_counted(s, i, &n);

		if (n > 0)
			diag_warn(what, (unsigned long long)n);
	}
	if (s->in_time.late > 0 && !s->in_time.told)
		diag_warn("%llu records start before one that stands above "
			  "them: `triage --sort' puts records in order",
		    (unsigned long long)s->in_time.late);
	if (s->places > PLACES_SHOWN)
		diag_warn(s->reads_aside
			? "%llu records of it were set aside in all"
			: "%llu records were set aside in all; -r FILE keeps "
			  "them",
		    (unsigned long long)s->places);
	if (s->common->verbose)
		diag_print("read %llu = %s %llu + set aside %llu + skipped "
			   "%llu + left out %llu",
		    (unsigned long long)a->records_in,
		    s->tool.columns != NULL ? "passed on" : "used",
		    (unsigned long long)done, (unsigned long long)a->set_aside,
		    (unsigned long long)skipped(a),
		    (unsigned long long)a->left_out);
	if (s->common->verbose &&
	    a->trailing_dropped + a->padded + a->suspicious + skipped(a) > 0)
		diag_print(
		    "skipped: blank %llu, header %llu, preamble %llu, "
		    "totals %llu; empty last fields dropped %llu, missing "
		    "fields padded %llu, suspicious quotes %llu",
		    (unsigned long long)a->skipped_blank,
		    (unsigned long long)a->skipped_header,
		    (unsigned long long)a->skipped_preamble,
		    (unsigned long long)a->skipped_totals,
		    (unsigned long long)a->trailing_dropped,
		    (unsigned long long)a->padded,
		    (unsigned long long)a->suspicious);
	if (!s->aborted && !s->checking && !output_failed(s) &&
	    a->records_in != done + a->set_aside + skipped(a) + a->left_out) {
		diag_print("the accounting does not close: this is a defect "
			   "of %s",
		    diag_tool_name());
		s->status = status_worst(s->status, STATUS_CANNOT);
	}
}

enum status
stream_close(struct stream *s)
{
	enum status status;
	int failed;

	if (s == NULL)
		return diag_report();
	tell_account(s);
	if (table_warnings(s->table) > 0)
		s->status = status_worst(s->status, STATUS_SET_ASIDE);
	failed = s->status == STATUS_CANNOT || s->status == STATUS_SYSTEM;
	if (failed && s->tool.columns != NULL && emit_begun(s->out)) {
		emit_string(s->out, "\"evenkeel: ");
		emit_string(s->out, diag_tool_name());
		emit_string(s->out, " failed\n");
	}
	if (emit_close(s->out, !failed) != 0)
		s->status = status_worst(s->status, diag_report());
	if (emit_close(s->rejects, 1) != 0)
		s->status = status_worst(s->status, diag_report());
	status = s->status;
	stream_free(s);
	return status;
}
