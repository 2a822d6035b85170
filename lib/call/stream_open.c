/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "base/recent.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/stream_inside.h"
#include "call/stream_settings.h"
#include "csv/settings.h"

/* Nothing to read yet: what is finished goes out now. */
static void
idle(void *arg)
{
	struct stream *s = arg;

	if (s->out != NULL)
		emit_flush(s->out);
}

/* For the table; records of a log of events are none of the columns'. */
static int
timed(void *arg, const struct record *r, const size_t *from)
{
	struct stream *s = arg;

	return s->log != NULL
	    ? -1
	    : columns_timed(&s->columns, r, from, &s->timed_scratch);
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

static const char queue_log[] = "asterisk-queue-log";

/*
 * For the table: the columns of a log of events, which is known by its
 * first line.
 */
static const char *
events_of(void *arg, struct bytes line, char *delimiter)
{
	struct stream *s = arg;

	if (!queuelog_is_event(line) ||
	    columns_map_found(&s->columns, queue_log) != 0)
		return NULL;
	if (*delimiter == 0)
		*delimiter = columns_delimiter(&s->columns);
	s->log = queuelog_new(*delimiter);
	return columns_events(&s->columns);
}

/* Take the maps: the folder's map.csv, then -m in order. */
static int
take_maps(struct stream *s, const struct common *c)
{
	struct settings *map =
	    settings_load(c->settings_dir, "map.csv", stream_map);
	size_t i;
	int got = map == NULL ? -1 : 0;

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
	size_t i, width = stream_width(s);
	struct bytes *names = mem_zero(width + 1, sizeof(*names));
	int got;

	for (i = 0; i < width; i++)
		names[i] = stream_name(s, i);
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

	if (common_is_stdout(c->rejects) && common_is_stdout(c->output))
		return diag_fail(STATUS_CANNOT,
		    "-r: standard output is what the tool itself writes to: "
		    "give it a file");
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
		.renames_optional = s->reads_aside,
		.known = field_knows,
		.headerless = events_of,
		.undecided = stream_undecided,
		.timed = timed,
		.idle = idle,
		.aside = stream_reject,
		.arg = s };

	if (read_limits(c, &o, &s->sort_memory) != 0 ||
	    stream_read_shard(s, c->shard) != 0 || take_maps(s, c) != 0)
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
	if (first_header(s) != 0 || stream_place_own(s) != 0 ||
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
	if (stream_look_ahead(s, s->tool.sort ? NULL : look, arg) != 0)
		return -1;
	tell_scales(s);
	if (!c->check && s->tool.sort &&
	    (stream_sort_all(s, o.limits.columns) != 0 ||
		(look != NULL && stream_look_at_sorted(s, look, arg) != 0)))
		return -1;
	stream_tell_newest_first(s);
	if (c->check)
		describe(s);
	else if (s->tool.columns != NULL)
		stream_put_header(s);
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
	ahead_free(s->ahead);
	few_free(s->few);
	queuelog_free(s->log);
	buf_free(&s->values);
	buf_free(&s->timed_scratch);
	free(s->own);
	free(s->order);
	free(s->counts);
	recent_free(s->shard_calls);
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

enum status
stream_close(struct stream *s)
{
	enum status status;
	int failed;

	if (s == NULL)
		return diag_report();
	stream_tell_account(s);
	if (table_warnings(s->table) > 0)
		s->status = status_worst(s->status, STATUS_SET_ASIDE);
	failed = s->status == STATUS_CANNOT || s->status == STATUS_SYSTEM;
	if (failed && s->tool.columns != NULL && emit_begun(s->out)) {
		emit_mark(s->out, NULL);
		emit_bytes(s->out, s->mark, s->mark_length);
	}
	if (emit_close(s->out, !failed) != 0)
		s->status = status_worst(s->status, diag_report());
	if (emit_close(s->rejects, 1) != 0)
		s->status = status_worst(s->status, diag_report());
	status = s->status;
	stream_free(s);
	return status;
}
