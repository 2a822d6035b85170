/* SPDX-License-Identifier: ISC */
#ifndef CSV_TABLE_INSIDE_H
#define CSV_TABLE_INSIDE_H

#include "csv/heading.h"
#include "csv/input.h"
#include "csv/names.h"
#include "csv/table.h"

/*
 * What the parts of the table share; nobody else includes this.  table.c
 * goes through operands and records, table_find.c finds an operand's
 * header and its delimiter, table_head.c keeps the header and fits further
 * ones to it, table_again.c knows it again among the records, and
 * table_judge.c judges records that are not of the usual kind.
 */

/* After such a rest the look-ahead ends, and does not wait for a line. */
enum { SILENCE_MS = 500 };

/* What a record's first byte can stand for besides a record. */
enum { CTRL_Z = 0x1a };

/* A value of table.below_header besides yes and no. */
enum { ABOVE_HEADER = 2 };

/* How many lines may stand in front of a header. */
enum { PREAMBLE_LINES = 32 };

/*
 * How the operand's columns stand at present: column i of the table is
 * from[i] there, which changes when a header in another order comes by.
 */
struct order {
	int reordered; /* from[i] is not i, or a column is missing */
	size_t width;  /* columns of a record */
	size_t *from;  /* SIZE_MAX: it lacks the column */
};

/* What table_look_done() puts back. */
struct before {
	struct table_account account;
	struct order order;
	int distrust, passed;
	uint64_t reread, preamble_until, records_until;
	char *failure; /* in the look-ahead, or NULL */
	enum status status;
};

struct table {
	struct table_options o;
	int operand; /* the next one to open */
	struct input *in;
	struct scan *scan;
	struct table_account account;
	size_t warnings;
	int upstream_failed;

	int has_header;
	char delimiter;
	struct buf header;    /* raw, after renames */
	struct buf names;     /* values of the names, NUL behind */
	struct bytes *column; /* into names */
	size_t width;
	char eol[2];
	size_t eol_len;

	/* This operand. */
	char said;	  /* its `sep=` line, or 0 */
	struct buf raw;	  /* its header as read */
	struct names own; /* its columns */
	size_t *home;	  /* where they stood in its header */
	struct order order;
	int below_header; /* the next record is the first; ABOVE_HEADER: is
			   * of the preamble of a further header */
	int passed;	  /* a record was passed on */
	int distrust;	  /* behind a quote that never closed */
	uint64_t reread;  /* bytes given up and read again */
	/* Short lines up to here, as offsets, stand above a header that
	 * comes again, or are known not to. */
	uint64_t preamble_until, records_until;
	uint64_t remark_until; /* the end of the last sum or remark */

	/* By first byte: which second letters are worth a second look. */
	uint32_t odd[256];
	struct buf fixed;	 /* a record put right */
	uint32_t *fixed_end;	 /* its record_ends() */
	uint32_t *split;	 /* those of two records split by hand */
	struct buf short_record; /* one that waits for the lines below it */
	struct buf scratch;

	struct record held; /* table_near() left it to table_next() .. */
	int holds;	    /* .. when there is one */

	int in_haste; /* table_next() does not wait .. */
	int hurries;  /* .. and nor does what it calls now */

	int looking;	     /* in the look-ahead */
	int looked;	     /* it was gone through once .. */
	int again;	     /* .. and is now again: nothing more is read */
	int cut;	     /* it ended because input rested */
	int64_t patience_ms; /* how long it may still wait in all */
	size_t look_records, look_bytes;
	struct before before;
};

/* table_find.c */

/*
 * Find the header: skip blank lines and a preamble, settle the delimiter.
 * Returns 0, or -1 (diag_text()).
 */
int table_find_header(struct table *);

/*
 * A header of one column that is no known name itself, when another
 * character makes several of it, is no table of one column: -1 with what to
 * do, else 0.
 */
int table_check_single(struct table *, const struct record *);

/* How messages call a delimiter: "`;'" or "TABs"; in `text`. */
const char *table_delimiter_name(char delimiter, char text[4]);

/* table_head.c */

/*
 * Read the header of the operand at hand, keep the first, fit others to
 * it.  Returns 0 or -1 (diag_text()).
 */
int table_read_header(struct table *);

/* table_again.c */

/*
 * Room for the ends of the fields of a record that the scanner did not
 * find: twice, for the record at hand and for another reading of it.  And
 * split such a record; 0 when it is not sound.
 */
uint32_t *table_split_room(struct table *, int other);
size_t
table_split(struct table *, int other, const char *p, size_t n, char delimiter);

/* The header came by again; from now on columns stand as it says. */
void table_follow_header(struct table *, size_t fields);

/*
 * Look for the header again, as a record of its own or glued to one.
 * Returns 1 when the record was one, -1 when it is another header, 0 when
 * there is a record; `*glued` is then the number of columns of a header
 * behind it, to be followed when the record is done.
 */
int table_find_again(struct table *, struct record *, size_t *glued);

/*
 * Whether a short record that was read up to the offset `end`, or one that
 * is empty but for its first values, reads like a title and stands above a
 * header that comes again, with only short and blank lines in between: a
 * further report's preamble, as these lines are. Looks at the lines below,
 * for which the record's bytes move: they are to be a copy.
 */
int table_is_preamble(struct table *, const struct record *, uint64_t end);

/* A line `sep=;` in the middle: 1, 0, or -1 when it says something else. */
int table_is_said(struct table *, const struct record *);

/* Leave diag_text() with file and line.  Returns -1. */
int
table_fail_at(const struct table *, const struct record *, const char *what);

/* table_judge.c */

/* Bytes of marks in front: what `cat` and `copy` leave between files. */
size_t table_marks(const char *, size_t n);

/* Why a record of this defect is set aside, or a header cannot be read. */
const char *table_reason(enum scan_defect);

/* As table_options.timed, of a record as it stands in its operand. */
int table_timed(const struct table *, const struct record *);

/*
 * Judge a record that is not of the usual kind.  Returns 1 when it is to
 * be passed on, put right if need be, 0 when it was counted otherwise, -1
 * when nothing below it can be trusted (diag_text()).
 */
int table_judge(struct table *, struct record *);

#endif
