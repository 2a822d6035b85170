/* SPDX-License-Identifier: ISC */
#ifndef CALL_STREAM_INSIDE_H
#define CALL_STREAM_INSIDE_H

#include <time.h>

#include "call/columns.h"
#include "call/queuelog.h"
#include "call/reader.h"
#include "call/sorted.h"
#include "call/stream.h"
#include "csv/table.h"

/*
 * What the parts of the stream share; nobody else includes this.  stream.c
 * goes through the records, stream_few.c does it a few at a time,
 * stream_open.c opens it all and closes it, stream_look.c looks ahead and
 * sorts, stream_ahead.c has texts heard before their turn, stream_own.c
 * places the tool's own columns and writes them, stream_shard.c knows the
 * records of -S, and stream_tell.c counts and tells what became of the
 * records.
 */

/* Records between looks at the clock. */
enum { PROGRESS_EVERY = 16384 };

/* Steps back in time that begin to tell of an export's order. */
enum { STREAM_NEWEST_FIRST = 3 };

/* One of the tool's own columns. */
struct own {
	const char *name;
	int column;   /* where it stands already, or -1 */
	size_t at, n; /* its value, in stream.values; n holds if `laid` */
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

/* Calls that are read at once, see stream_few(). */
enum { FEW = 16 };
struct few {
	struct record record[FEW];
	struct call call[FEW];
	size_t n, at;	/* how many were read; the next to be handed out */
	size_t scratch; /* bytes of the reader's scratch that they took */
	char *failure;	/* what record[n] came to, or NULL */
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
	int64_t start; /* of the call at hand */
	struct buf timed_scratch;
	struct sorted *sorted; /* with tool.sort, else NULL */
	struct ahead *ahead;   /* with stream_listen(), else NULL */
	struct few *few;       /* with stream_few(), else NULL */
	size_t sort_memory;
	struct time_order in_time;
	int decides; /* the look-ahead serves the columns alone */

	struct own *own;
	size_t own_count;
	char delimiter;
	int plain_delimiter; /* no word holds it: , ; TAB or | */
	char mark[64];	     /* the failure mark, with its line end .. */
	size_t mark_length;  /* .. once output has begun */
	int in_place;	     /* they stand in the header already */
	size_t *order;	     /* own columns by place, in_place */
	struct buf values;   /* of the record at hand, as written */
	size_t laid;	     /* columns with a place there: these first */
	int scattered;	     /* they were not set in their order */

	uint64_t shard, shards; /* from 1; 0 of 0: all */
	enum field shard_field;
	/* With tool.shard_keeps_legs: the shards of the latest calls' first
	 * legs; NULL before the first. */
	struct recent *shard_calls;

	enum status status;
	int ended, checking, aborted;
	uint64_t out_count, left_out, used, places;
	uint64_t stopped; /* a record that ended it all */
	struct stream_account account;
	struct count *counts;
	size_t count_n, count_cap;

	int show_progress, progress_shown;
	struct timespec began, last;
	uint64_t countdown;
};

/* Whether the output has failed; what is read aside has none. */
static inline int
output_failed(const struct stream *s)
{
	return s->out != NULL && emit_failed(s->out);
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

/* stream.c */

/*
 * The columns of the records, how many and their names: the table's, or
 * those made of events.
 */
size_t stream_width(const struct stream *);
struct bytes stream_name(const struct stream *, size_t i);

/* The next record, as table_next(); of a log of events the next call. */
int stream_record(struct stream *, struct record *);

/*
 * A call was read: take note of it.  Returns whether its turn has come; else
 * it was left out.
 */
int stream_comes(struct stream *, const struct call *);

/* The record at hand contradicts what was settled (diag_text()): the end. */
void stream_contradicted(struct stream *);

/* stream_few.c */

/* How many are read that nobody has seen; none of NULL. */
size_t few_left(const struct few *);

void few_free(struct few *); /* takes NULL */

/* stream_look.c */

/*
 * For the table: whether the look-ahead is worth waiting for, once
 * something is there.
 */
int stream_undecided(void *arg);

/*
 * Settle how to read, then show the look-ahead to the tool; `look` may be
 * NULL.  Returns 0 or -1 (diag_text()).
 */
int stream_look_ahead(struct stream *, stream_look *look, void *arg);

/*
 * Read all records, of so many columns at most, and keep them by start.
 * Returns 0 or -1 (diag_text()).
 */
int stream_sort_all(struct stream *, size_t columns);

/*
 * Show the tool as many of the sorted records as the look-ahead of sorted
 * input would have held, so that the outcome is the same.  Returns 0 or -1
 * (diag_text()).
 */
int stream_look_at_sorted(struct stream *, stream_look *look, void *arg);

/*
 * The next record by start, read in the same way as when it was sorted.
 * Returns 1, 0 at the end, or -1 (diag_text()).
 */
int stream_next_sorted(struct stream *);

/* stream_ahead.c */

/* The next record of those read ahead: as table_next(). */
int ahead_next(struct stream *, struct record *);

/* The operand of the record at hand; NULL before the first. */
const char *ahead_file(const struct ahead *);

/* How many are read that nobody has seen. */
size_t ahead_left(const struct ahead *);

void ahead_free(struct ahead *);

/* stream_own.c */

/*
 * Find the tool's own columns in the header: all or none of them.  Returns
 * 0 or -1 (diag_text()).
 */
int stream_place_own(struct stream *);

/*
 * Write the header with the tool's columns.  From here on a tool that
 * fails leaves the failure mark behind what it wrote.
 */
void stream_put_header(struct stream *);

/* stream_shard.c */

/* Read -S K/N:FIELD; NULL is all.  Returns 0 or -1 (diag_text()). */
int stream_read_shard(struct stream *, const char *arg);

/* Whether the call at hand belongs to another shard. */
int stream_in_other_shard(struct stream *, const struct call *);

/* stream_tell.c */

/* For the table: a record is set aside, to -r or with a word about it. */
void stream_reject(
    void *arg, const char *file, const struct record *, const char *reason);

/* Every PROGRESS_EVERY records: a line for who waits, now and then. */
void stream_tell_progress(struct stream *);

/*
 * After the look-ahead: an export that stands newest first is said at
 * once, because all that follows from its order will be wrong.
 */
void stream_tell_newest_first(struct stream *);

/* What a log of events leaves to be told, once it is read. */
void stream_count_events(struct stream *);

/* Say what was counted, and check that every record is accounted for. */
void stream_tell_account(struct stream *);

#endif
