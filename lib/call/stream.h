/* SPDX-License-Identifier: ISC */
#ifndef CALL_STREAM_H
#define CALL_STREAM_H

#include <getopt.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "call/call.h"
#include "csv/emit.h"

/*
 * What all five tools do alike (SPEC section 2): common options, records
 * in, records out with the tool's columns, accounting, rejects, progress,
 * the failure mark, exit status.
 *
 * A filter is: stream_open(); while stream_next(): look at the call,
 * stream_set() its columns, stream_write(); return stream_close().
 */
struct stream;

/* What a tool tells about itself. */
struct stream_tool {
	const char *const *columns; /* the columns it adds, NULL behind the
					 * last; NULL: it writes no records */
	unsigned needs;		    /* enum call_needs */
	const char *shard_fields;   /* -S may name these (space separated) */
	int shard_splits_legs;	    /* -S is refused where calls have legs */
	int shard_keeps_legs;	    /* a call's further legs are in the shard
					 * of its first one */
	int in_order;		    /* the order of time matters: when
					 * records are not in it, the user is
					 * pointed to `triage --sort' */
	int newest_last;	    /* it matters little, but for exports
					 * with the newest first: only of these
					 * is the user told */
	const char *look_short;	    /* said when the look-ahead that `look`
					 * is shown is short because input
					 * rests: what follows from it */
	int sort;		    /* calls come by their start: all input
					 * is read first, in limits.csv's
					 * sort_memory and a temporary file */
};

/* Common options as parsed; all zero is the default. */
struct common {
	const char *settings_dir; /* -C, or found; NULL: built in */
	const char **maps;	  /* -m, in order */
	size_t map_count;
	char delimiter;	      /* -d; 0: detect */
	const char *columns;  /* -K; NULL: there is a header */
	const char *zone;     /* -z */
	const char *now;      /* -N */
	const char *date;     /* --date */
	const char *shard;    /* -S */
	const char *output;   /* -o */
	const char *rejects;  /* -r */
	const char **renames; /* --rename, in order */
	size_t rename_count;
	int progress;	    /* -P */
	int verbose;	    /* -v */
	int check;	    /* --check */
	int print_settings; /* --print-settings */
	int64_t now_ms;	    /* set by common_settle() */
	int64_t date_days;  /* set by common_settle() */
};

/*
 * getopt_long(3) pieces: put COMMON_SHORT into the tool's letters and
 * COMMON_LONG at the start of its table.  A tool's own long options
 * without a letter use values from OPTION_OWN on.
 */
#define COMMON_SHORT "C:m:d:K:z:N:S:o:r:PvqhV"
enum {
	OPTION_DATE = 256,
	OPTION_CHECK,
	OPTION_PRINT_SETTINGS,
	OPTION_SHOW_VALUES,
	OPTION_RENAME,
	OPTION_OWN = 512
};
#define COMMON_LONG \
	{ "settings", required_argument, NULL, 'C' }, \
	    { "map", required_argument, NULL, 'm' }, \
	    { "delimiter", required_argument, NULL, 'd' }, \
	    { "columns", required_argument, NULL, 'K' }, \
	    { "timezone", required_argument, NULL, 'z' }, \
	    { "now", required_argument, NULL, 'N' }, \
	    { "date", required_argument, NULL, OPTION_DATE }, \
	    { "shard", required_argument, NULL, 'S' }, \
	    { "output", required_argument, NULL, 'o' }, \
	    { "rejects", required_argument, NULL, 'r' }, \
	    { "progress", no_argument, NULL, 'P' }, \
	    { "verbose", no_argument, NULL, 'v' }, \
	    { "quiet", no_argument, NULL, 'q' }, \
	    { "check", no_argument, NULL, OPTION_CHECK }, \
	    { "print-settings", no_argument, NULL, OPTION_PRINT_SETTINGS }, \
	    { "show-values", no_argument, NULL, OPTION_SHOW_VALUES }, \
	    { "rename", required_argument, NULL, OPTION_RENAME }, \
	    { "help", no_argument, NULL, 'h' }, \
	{ \
		"version", no_argument, NULL, 'V' \
	}

#define EVENKEEL_VERSION "0.1"

/*
 * Prepare the process: name of the tool, closed standard descriptors made
 * safe, C locale.  Call first in main().
 */
void common_start(struct common *, const char *tool);

/*
 * Whether two paths, which may be NULL, are one file: by name, or because
 * both lead to the same regular file.
 */
int common_same_file(const char *, const char *);

/*
 * Whether output to this path, NULL or `-' or the name of a file, goes to
 * where standard output goes; terminals and devices may be shared.
 */
int common_is_stdout(const char *);

/* Free what common_option() kept. */
void common_end(struct common *);

/*
 * Take one option from getopt_long(3).  Returns 1 when it was a common
 * one, 0 when it is the tool's own, -1 when its argument is unusable
 * (diag_text()).  -h and -V are the tool's own.
 */
int common_option(struct common *, int opt, const char *arg);

/* A tool's options for common_options(). */
struct option_set {
	const char *letters;	    /* begins with COMMON_SHORT */
	const struct option *words; /* begins with COMMON_LONG */
	const char *usage, *help;   /* as common_help() takes them */
	/* Takes one that is not common: 0, or -1 (diag_text()). */
	int (*take)(void *arg, int opt, char *optarg);
};

/*
 * Take all options of a command line, common ones and the tool's own;
 * `optind` is the first operand then.  Returns 1 when there is work to
 * do; or 0 when `*status` is the end of it: after -h and -V, and when an
 * option is wrong, which is printed.
 */
int common_options(struct common *, const struct option_set *, void *arg,
    int argc, char **argv, enum status *status);

/*
 * The place of an option's argument among the words it may be (a NULL is
 * behind the last), or -1 and a sentence that lists them.
 */
int
common_choose(const char *option, const char *arg, const char *const *words);

/*
 * Check and complete the options: settings folder, zone, now, date.
 * Returns 0 or -1 (diag_text()).
 */
int common_settle(struct common *);

/* One settings file of a tool: its name and what is built in. */
struct settings_file {
	const char *name;
	const char *built_in;
};

/*
 * For --print-settings: write the tool's settings files (a NULL name ends
 * them) and those that all tools share to the output as CSV, each headed
 * by `# NAME`.  Returns the exit status; failures are printed.
 */
enum status
common_show_settings(const struct common *, const struct settings_file *);

/*
 * For -h and -V: write the usage line and what follows it, or name and
 * version, to standard output, closed with a check.  Returns the exit
 * status; failures are printed.
 */
enum status common_help(const char *usage, const char *options);
enum status common_version(void);

/*
 * For --print-settings: write a settings file, headed by its name, the
 * folder's or the built-in one, to standard output through `emit`.  The
 * built-in one is written with its comments, so that its rows are on the
 * lines that messages name; a folder's file, which is there to be looked
 * at, without.  Returns 0, or -1 as settings_load().
 */
int common_print_settings(const struct common *, struct emit *,
    const char *file, const char *built_in);

/*
 * Called for each record of the look-ahead (4,096 records, 4 MiB, or all
 * there is before input blocks), before the first stream_next().
 */
typedef void stream_look(void *arg, const struct call *);

/*
 * Open the operands (none: standard input) and the output, read the
 * header, settle the columns.  `look` may be NULL.  Returns NULL when that
 * cannot be done; the sentence is in diag_text().
 */
struct stream *stream_open(const struct common *, const struct stream_tool *,
    char *const *operands, int count, stream_look *look, void *arg);

/*
 * Open exports that are only looked at beside the tool's own input, like
 * --history: maps, zone, -d, -K and limits are those of the options, but
 * there is no output and no -r, and neither -S nor --check touches them.
 * Read it with stream_next(), stream_used() for each record, and end it
 * with stream_close(), which leaves standard output alone.  Returns NULL
 * as stream_open() does.
 */
struct stream *stream_open_aside(
    const struct common *, unsigned needs, char *const *operands, int count);

/*
 * Let `expect` be told of each call before all of it is read, so that what
 * is kept of its customer, and of what joins its legs, can be fetched
 * meanwhile: see call_expect.
 */
void stream_expect(struct stream *, call_expect *expect, void *arg);

/*
 * Let the text of each record be heard before its turn, in a thread beside
 * when there is a processor for it: some hundred records are read ahead,
 * or some ten where there is none, as far as input is there.  `hear` is
 * called with up to STREAM_HEAR texts, by any thread and in any order; what
 * it writes, `size` bytes for each, is what stream_heard() gives with the
 * record.  To be called before the first stream_next().
 */
enum { STREAM_HEAR = 32 };
typedef void
stream_hear(void *arg, const struct bytes *text, size_t n, void *heard);
void stream_listen(struct stream *, stream_hear *, void *arg, size_t size);

/*
 * What was heard of the current record's text; NULL when nobody listens:
 * there is no column of texts, or records are sorted, or of a shard.
 */
const void *stream_heard(const struct stream *);

/*
 * Read less of the records from now on: for a tool that sees by the
 * columns which of its needs (enum call_needs) serve nothing.
 */
void stream_need(struct stream *, unsigned needs);

/*
 * The next call.  Returns 1, or 0 at the end; bad operands are reported
 * and remembered for the status.  Records that were set aside, skipped or
 * left out are not seen here.
 */
int stream_next(struct stream *, struct call *);

/*
 * The same for a report, which does much with a call and writes nothing: a
 * few are read one after the other, then handed out one after the other, as
 * the code of either fits into the processor's nearest cache and that of
 * both does not.  Nothing is waited for but the first of them.  Returns the
 * call, valid until the next is asked for, or NULL at the end.  Not on a
 * stream that sorts or listens, and nothing of it is asked stream_next().
 */
const struct call *stream_few(struct stream *);

/*
 * Whether this run only describes the columns (--check): then there are no
 * calls, and a report prints nothing.
 */
int stream_checking(const struct stream *);

/* Whether the export has a column for the field. */
int stream_has(const struct stream *, enum field);

/*
 * A fingerprint of which columns hold which fields, and of what maps
 * declare about them: the same for exports that are read alike.
 */
uint64_t stream_map_hash(const struct stream *);

/*
 * The value of any field of the current record, or of a column by its
 * number; empty when there is no such column.
 */
struct bytes stream_value(struct stream *, enum field);
struct bytes stream_column_value(struct stream *, size_t column);

/*
 * The number of the column with this name (canonical field first, then
 * the header as written), or -1.
 */
int stream_column(const struct stream *, struct bytes name);

/*
 * The current record's value of a field of KIND_TIME or KIND_DURATION as
 * an instant or in ms; INSTANT_NONE or DURATION_NONE when it is missing.
 */
int64_t stream_instant(struct stream *, enum field);
int64_t stream_duration(struct stream *, enum field);

/* Give the tool's i-th column its value for this record; unset is blank. */
void stream_set(struct stream *, size_t i, const char *, size_t n);
void stream_set_bytes(struct stream *, size_t i, struct bytes);

/*
 * The same for text of letters, digits, blanks and `:.+-_' only, which
 * needs quotes but where the delimiter is one of these.
 */
void stream_set_words(struct stream *, size_t i, const char *, size_t n);

/*
 * The same in two steps, without a copy: room for a text of at most `most`
 * bytes, then how many were written there.  Nothing else of the stream is
 * called in between.
 */
char *stream_put(struct stream *, size_t i, size_t most);
void stream_put_done(struct stream *, size_t i, size_t n);
void stream_set_integer(struct stream *, size_t i, int64_t);
void stream_set_tenths(struct stream *, size_t i, int64_t tenths);
void stream_set_instant(struct stream *, size_t i, int64_t);

/* Write the current record with its columns; or leave it out, counted. */
void stream_write(struct stream *);
void stream_leave_out(struct stream *);

/*
 * Render the current record with its columns, line end included, instead
 * of writing it, for tools that pass on later and in another order; then
 * stream_write_kept() writes such bytes.  Count with stream_leave_out()
 * those that are dropped for good: stream_keep() itself counts nothing.
 */
void stream_keep(struct stream *, struct buf *);
void stream_write_kept(struct stream *, struct bytes);

/* A record was used by a report and is not passed on. */
void stream_used(struct stream *);

/* The output, for reports; filters do not touch it. */
struct emit *stream_output(struct stream *);

/* Where the current record stands, for messages. */
const char *stream_file(const struct stream *);
uint64_t stream_line(const struct stream *);

/*
 * Count something that the user should be told at the end, once with its
 * number: "3 negative durations are read as missing".  `what` is a static
 * string with %llu for the number.
 */
void stream_count(struct stream *, const char *what);

/* What was counted, for the data quality section of reports. */
struct stream_account {
	uint64_t records_in, out, set_aside, left_out, used;
	uint64_t skipped_blank, skipped_header, skipped_preamble,
	    skipped_totals;
	uint64_t trailing_dropped, padded, suspicious;
};
const struct stream_account *stream_account(const struct stream *);
size_t stream_counts(const struct stream *);
const char *stream_counted(const struct stream *, size_t i, uint64_t *n);

/* The status so far (bad operands, records set aside). */
enum status stream_status(const struct stream *);

/*
 * Fail now: the sentence in diag_text() is printed, the stream ends with
 * the failure mark.  The next stream_next() returns 0.
 */
void stream_abort(struct stream *);

/*
 * End: warnings and the accounting line, the failure mark if it failed,
 * flush, checked close.  Returns the exit status.  NULL prints diag_text()
 * and returns its status.
 */
enum status stream_close(struct stream *);

#endif
