/* SPDX-License-Identifier: ISC */
#ifndef CSV_TABLE_H
#define CSV_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/scan.h"

/*
 * Several operands read as one table under the first one's header: finds
 * header and delimiter, puts a further file's columns in the first
 * header's order, pads short records, skips what is no record, sets aside
 * what cannot be trusted, and counts all of it.
 */
struct table;

struct table_account {
	uint64_t records_in; /* all that were read, header apart */
	uint64_t set_aside;
	uint64_t skipped_blank;
	uint64_t skipped_header;   /* the header again, sep= again, types
					 * of columns below it */
	uint64_t skipped_preamble; /* lines above the header */
	uint64_t skipped_totals;   /* totals and remarks below */
	uint64_t trailing_dropped; /* one empty field too many */
	uint64_t padded;	   /* fields that were missing */
	uint64_t suspicious;	   /* quotes inside unquoted fields */
	uint64_t stopped;	   /* records at which an operand was given
				     * up, as nothing below can be trusted */
};

struct table_options {
	char *const *operands;	    /* paths; "-" is standard input */
	int count;		    /* 0: standard input */
	char delimiter;		    /* 0: detect */
	const char *columns;	    /* comma separated; NULL: a header */
	const char *const *renames; /* OLD=NEW; each needs its column, */
	size_t rename_count;
	int renames_optional; /* unless they may be absent */
	struct scan_limits limits;
	size_t header_name; /* bytes of a column name at most */

	/* Whether a header's word is one that exports use; for telling a
	 * header from a preamble and for finding the delimiter. */
	int (*known)(struct bytes);
	/* The first line of all, when `columns` is NULL: the columns of an
	 * export of its kind that has no header, or NULL; the delimiter is
	 * set, too, when it is not said yet.  May be NULL. */
	const char *(*headerless)(void *arg, struct bytes line, char *);
	/* Whether more records would help to decide how they are read: then
	 * the look-ahead waits a while for them.  NULL: they would. */
	int (*undecided)(void *arg);
	/* Whether a record's time can be read: 1, 0, or -1 when none of the
	 * columns is one of times.  A column i of the table stands at from[i]
	 * there, SIZE_MAX for nowhere; at i when `from` is NULL.  The callback
	 * may be NULL: as -1. */
	int (*timed)(void *arg, const struct record *, const size_t *from);
	/* Input would block: write out what is finished. */
	void (*idle)(void *arg);
	/* A record was set aside, with its place and reason. */
	void (*aside)(void *arg, const char *file, const struct record *,
	    const char *reason);
	void *arg;
};

/* A table not opened yet; the options are copied, what they point to not. */
struct table *table_new(const struct table_options *);
void table_free(struct table *);

/*
 * Open operands until one has a header.  Returns 1, 0 when none is left,
 * -1 when an operand failed (diag_text()): call again for the next.
 */
int table_header(struct table *);

/* Columns of the header: how many, and the i-th one's name. */
size_t table_width(const struct table *);
struct bytes table_column(const struct table *, size_t i);

/* The header as it stood (without BOM), its line end and delimiter. */
struct bytes table_header_bytes(const struct table *);
struct bytes table_eol(const struct table *);
char table_delimiter(const struct table *);

/*
 * The next sound record; it has exactly table_width() fields.  Returns 1,
 * 0 at the end of the last operand, -1 when an operand failed: report it
 * and call again, the rest is processed.
 */
int table_next(struct table *, struct record *);

/*
 * The next record, if it is an ordinary one and so near the last that all
 * since the last table_next(), that one's and this one, are valid until the
 * next of these.  Returns 1, or 0 when table_next() has to be asked.
 */
int table_near(struct table *, struct record *);

/*
 * Whether table_next() may wait for input, as it does by default.  If not,
 * it returns TABLE_LATER instead, and before it opens a further operand:
 * call again.  The line behind a doubtful one is waited for all the same.
 */
enum { TABLE_LATER = SCAN_LATER };
void table_wait(struct table *, int);

/*
 * Look ahead in the first operand: between table_look() and
 * table_look_done() table_next() returns 0 when `records` or `bytes` are
 * reached, when input rests for half a second or a second in all, or at
 * the end; then all starts over.  Looking again shows the same records.
 */
void table_look(struct table *, size_t records, size_t bytes);
void table_look_done(struct table *);

/* Whether the look-ahead ended early because input rested. */
int table_look_cut(const struct table *);

/*
 * Whether what was looked at shows that the operand cannot be read: -1
 * with diag_text(), else 0.
 */
int table_look_failed(const struct table *);

/* Whether the stream ended with another tool's failure mark. */
int table_upstream_failed(const struct table *);

const struct table_account *table_account(const struct table *);

/* The operand at hand, for messages, and bytes read and to read of it. */
const char *table_file(const struct table *);
void table_progress(const struct table *, uint64_t *taken, uint64_t *size);

/* What the inputs warned of; the status it calls for is SET_ASIDE. */
size_t table_warnings(const struct table *);

#endif
