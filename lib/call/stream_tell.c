/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/stream_inside.h"

enum {
	PLACES_SHOWN = 5 /* of records set aside, without -r */
};

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

void
stream_reject(
    void *arg, const char *file, const struct record *r, const char *reason)
{
	struct stream *s = arg;

	s->status = status_worst(s->status, STATUS_SET_ASIDE);
	if (s->rejects != NULL)
		put_reject(s, file, r, reason);
	else if (s->places++ < PLACES_SHOWN)
		diag_warn("%s:%llu: set aside: %s%s%s", file,
		    (unsigned long long)r->line, reason,
		    diag_shows_values() ? ": " : "",
		    diag_shows_values() ? diag_value(r->p, r->len) : "");
}

void
stream_tell_progress(struct stream *s)
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

void
stream_tell_newest_first(struct stream *s)
{
	struct time_order *o = &s->in_time;

	if ((s->tool.in_order || s->tool.newest_last) && s->sorted == NULL &&
	    s->reader.newest_first) {
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

void
stream_count_events(struct stream *s)
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
	/* What was read ahead of an end was not read. */
	if (s->ahead != NULL)
		own->account.records_in -= ahead_left(s->ahead);
	own->account.records_in -= few_left(s->few);
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

static uint64_t
skipped(const struct stream_account *a)
{
	return a->skipped_blank + a->skipped_header + a->skipped_preamble +
	    a->skipped_totals;
}

/* What was counted, and with --show-values the first value of a kind. */
static void
tell_counts(struct stream *s)
{
	size_t i;
	uint64_t n;

	for (i = 0; i < stream_counts(s); i++) {
		const char *what = stream_counted(s, i, &n);

		if (n == 0)
			continue;
		diag_warn(what, (unsigned long long)n);
		if (i < FAULT_COUNT && s->reader.shown[i][0] != '\0')
			diag_warn("the first of them: %s", s->reader.shown[i]);
	}
}

void
stream_tell_account(struct stream *s)
{
	const struct stream_account *a = stream_account(s);
	uint64_t done = a->out + a->used, lost;

	lost = a->records_in - done - a->set_aside - skipped(a) - a->left_out;
	if (s->progress_shown)
		fputc('\n', stderr);
	tell_counts(s);
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
		diag_print(lost > 0
			? "read %llu = %s %llu + set aside %llu + skipped "
			  "%llu + left out %llu + given up %llu"
			: "read %llu = %s %llu + set aside %llu + skipped "
			  "%llu + left out %llu",
		    (unsigned long long)a->records_in,
		    s->tool.columns != NULL ? "passed on" : "used",
		    (unsigned long long)done, (unsigned long long)a->set_aside,
		    (unsigned long long)skipped(a),
		    (unsigned long long)a->left_out, (unsigned long long)lost);
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
	    lost != table_account(s->table)->stopped) {
		diag_print("the accounting does not close: this is a defect "
			   "of %s",
		    diag_tool_name());
		s->status = status_worst(s->status, STATUS_CANNOT);
	}
}
