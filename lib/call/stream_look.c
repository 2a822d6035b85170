/* SPDX-License-Identifier: ISC */
#include "call/stream_inside.h"

/* What the look-ahead holds at most. */
enum { LOOK_RECORDS = 4096, LOOK_BYTES = 4 * 1024 * 1024 };

/* After table_look_done(): the first record comes again. */
static void
start_over(struct stream *s)
{
	table_look_done(s->table);
	s->log_ended = 0;
	if (s->log != NULL)
		queuelog_reset(s->log);
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

/* What was read twice is counted at the second time. */
static void
forget_reading(struct stream *s)
{
	reader_forget(&s->reader);
}

int
stream_next_sorted(struct stream *s)
{
	int64_t start;
	int got = sorted_next(s->sorted, &start, &s->record);

	/* Of an hour that comes twice it is the same one again. */
	if (got == 1 && start != INSTANT_NONE)
		s->reader.previous_start = start;
	return got;
}

int
stream_sort_all(struct stream *s, size_t columns)
{
	struct record r;
	struct call call;
	int got;

	s->sorted = sorted_new(s->sort_memory, columns);
	while ((got = stream_record(s, &r)) != 0) {
		if (got < 0) {
			s->status = status_worst(s->status, diag_report());
			continue;
		}
		if (reader_read(&s->reader, &r, &call) != 0)
			return diag_fail(STATUS_CANNOT, "%s:%llu: %s",
			    table_file(s->table), (unsigned long long)r.line,
			    diag_text());
		if (sorted_add(s->sorted, call.start, &r) != 0)
			return -1;
		if (--s->countdown == 0)
			stream_tell_progress(s);
	}
	forget_reading(s);
	return sorted_done(s->sorted);
}

int
stream_look_at_sorted(struct stream *s, stream_look *look, void *arg)
{
	struct call call;
	size_t n, bytes = 0;
	int got = 1;

	for (n = 0; n < LOOK_RECORDS && bytes < LOOK_BYTES; n++) {
		got = stream_next_sorted(s);
		if (got <= 0)
			break;
		bytes += s->record.len + s->record.eol;
		if (reader_read(&s->reader, &s->record, &call) == 0)
			look(arg, &call);
	}
	forget_reading(s);
	return got < 0 ? -1 : sorted_rewind(s->sorted);
}

int
stream_undecided(void *arg)
{
	const struct stream *s = arg;

	return !s->decides || columns_undecided(&s->columns);
}

/* Whether there is more to look at: for the order of dates up to 4 MiB. */
static int
looks_on(const struct stream *s, uint64_t looked)
{
	return looked < LOOK_RECORDS || columns_undated(&s->columns);
}

/* It could not be decided how to read; was it for want of records?  -1. */
static int
look_too_short(const struct stream *s, uint64_t looked)
{
	if (table_look_cut(s->table))
		diag_fail(diag_status(),
		    "%s (input rested after %llu records, and no more were "
		    "looked at)",
		    diag_text(), (unsigned long long)looked);
	return -1;
}

/* The first record, when maps say that there is no header: is it one? */
static int
check_first(struct stream *s, const struct record *r)
{
	if (s->log != NULL || s->common->columns != NULL ||
	    columns_headerless(&s->columns) == NULL ||
	    !columns_is_header(r, &s->reader.scratch))
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "%s:%llu: -m is for exports without a header, but this one has "
	    "one: leave -m away",
	    table_file(s->table), (unsigned long long)r->line);
}

/*
 * Whether the newest records stand first: of an hour that comes twice it
 * is then the second that comes first.  Where records stand in no order at
 * all, half of the steps go back; newest first are two of three.
 */
static void
find_order(struct stream *s)
{
	call_expect *expect = s->reader.expect;
	unsigned needs = s->reader.needs;
	struct time_order order = { .last = INSTANT_NONE,
		.latest = INSTANT_NONE };
	struct record r;
	struct call call;

	s->reader.expect = NULL;
	s->reader.needs = NEED_TIMES;
	table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
	while (stream_record(s, &r) == 1)
		if (reader_read(&s->reader, &r, &call) == 0)
			note_time(&order, call.start);
	start_over(s);
	forget_reading(s);
	s->reader.expect = expect;
	s->reader.needs = needs;
	s->reader.newest_first =
	    order.downs >= STREAM_NEWEST_FIRST && order.downs / 2 >= order.ups;
}

int
stream_look_ahead(struct stream *s, stream_look *look, void *arg)
{
	struct column_weight weight = { 0 };
	struct record r;
	struct call call;
	uint64_t looked = 0;
	int got = 0;

	s->decides = look == NULL;
	table_look(s->table, SIZE_MAX, LOOK_BYTES);
	while (looks_on(s, looked) && stream_record(s, &r) == 1) {
		if (looked == 0 && got == 0)
			got = check_first(s, &r);
		columns_look(&s->columns, &r, &s->reader.scratch);
		looked++;
	}
	if (got == 0 && looked == 0)
		got = check_shape(s);
	start_over(s);
	if (got != 0 || table_look_failed(s->table) != 0)
		return -1;
	if (columns_decide(&s->columns, !table_look_cut(s->table)) != 0)
		return look_too_short(s, looked);
	if (look != NULL && table_look_cut(s->table) &&
	    s->tool.look_short != NULL && !s->common->check)
		diag_warn("%s: input rested after %llu records: %s",
		    table_file(s->table), (unsigned long long)looked,
		    s->tool.look_short);
	if (columns_weighs(&s->columns)) {
		table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
		while (stream_record(s, &r) == 1)
			columns_weigh(
			    &s->columns, &weight, &r, &s->reader.scratch);
		start_over(s);
		columns_weighed(&s->columns, &weight);
	}
	reader_settle(&s->reader);
	find_order(s);
	if (look == NULL && !s->tool.in_order)
		return 0;
	table_look(s->table, LOOK_RECORDS, LOOK_BYTES);
	while (stream_record(s, &r) == 1) {
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
