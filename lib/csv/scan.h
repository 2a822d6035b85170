/* SPDX-License-Identifier: ISC */
#ifndef CSV_SCAN_H
#define CSV_SCAN_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The record scanner.  It finds records and fields in the blocks of an
 * input and copies nothing: a record is a slice of the block plus the
 * offsets of its fields.
 *
 * Quoting is RFC 4180's, section 2: a quote opens only as the first byte
 * of a field, a doubled quote stands for one, and delimiters and line
 * ends between quotes are text.  Departures, each listed in
 * evenkeel-csv(5): LF, CRLF or CR end a record; a quote inside an
 * unquoted field is literal and counted as a suspicion; blanks between a
 * closing quote and the delimiter are no text; a byte order mark at the
 * start of a record does not keep a quote behind it from opening.
 */

/* What is wrong with a record; SCAN_SOUND may be passed on. */
enum scan_defect {
	SCAN_SOUND = 0,
	SCAN_TEXT_AFTER_QUOTE, /* text between closing quote and delimiter */
	SCAN_UNCLOSED,	       /* a quote that never closes */
	SCAN_TOO_LONG,	       /* longer than the record limit */
	SCAN_TOO_MANY	       /* more fields than the column limit */
};

/*
 * One record.  It is valid until the next scan_next().  Field i is
 * the bytes from end[i - 1] + 1 to end[i] behind `base`; record_field() and
 * record_value() say so in code.
 */
struct record {
	const char *p;	     /* its first byte */
	size_t len;	     /* bytes without the line end */
	size_t eol;	     /* bytes of the line end: 0, 1 or 2 */
	const uint32_t *end; /* offset of each field's end.. */
	const char *base;    /* ..from here, which is p, or in front of it;
			      * before the first stands p - base - 1 */
	size_t fields;	     /* 0 when a defect left it without any */
	uint64_t line;	     /* physical line it starts on, from 1 */
	uint64_t byte;	     /* offset of its first byte, from 0 */
	unsigned suspicious; /* literal quotes inside unquoted fields */
	enum scan_defect defect;
};

/* Let a record's bytes, and what its ends are offsets from, begin here. */
static inline void
record_begin(struct record *r, const char *p)
{
	r->p = r->base = p;
}

/* The bytes of field i as they stand, quotes included. */
static inline struct bytes
record_field(const struct record *r, size_t i)
{
	uint32_t from = r->end[(ptrdiff_t)i - 1] + 1;
	struct bytes b = { r->base + from, r->end[i] - from };

	return b;
}

/*
 * In room for one more than that, where to write the ends of a record's
 * fields, to be counted from its first byte (the base is p).
 */
static inline uint32_t *
record_ends(uint32_t *room)
{
	room[0] = UINT32_MAX;
	return room + 1;
}

/*
 * The value of field i: without quotes and blanks behind them, doubled
 * quotes made single, the guard ="..." taken off.  Only a value with
 * doubled quotes is copied, to `scratch`: it is appended there, the caller
 * empties it between records and has given it room for the record's
 * length, so that it never moves.
 */
struct bytes record_unquoted(struct bytes raw, struct buf *scratch);

static inline struct bytes
record_value(const struct record *r, size_t i, struct buf *scratch)
{
	struct bytes raw = record_field(r, i);

	/* Most fields are their own value. */
	if (__builtin_expect(
		raw.n == 0 || (raw.p[0] != '"' && raw.p[0] != '='), 1))
		return raw;
	return record_unquoted(raw, scratch);
}

/* The same for the raw bytes of one field; a guard is left on. */
struct bytes field_value(struct bytes raw, struct buf *scratch);

struct scan;

/*
 * Where the bytes come from: as read(2), but -1 leaves diag_text(), and
 * SCAN_LATER says that nothing is there yet and waiting is not wanted.
 */
typedef ssize_t scan_fill(void *arg, void *buf, size_t cap);
enum { SCAN_LATER = -2 };

struct scan_limits {
	size_t record;	/* bytes of a record, default 1 MiB */
	size_t columns; /* fields of a record, default 4,096 */
};

/*
 * A scanner without input.  Free with scan_free(), which takes NULL.
 */
struct scan *scan_new(const struct scan_limits *);
void scan_free(struct scan *);

/* Start over on a new input, at line 1, byte 0. */
void scan_start(struct scan *, scan_fill *, void *arg);

/*
 * How many fields a usual record of this input has, for telling text of
 * many lines between quotes from records that an unclosed quote swallowed.
 */
void scan_expect(struct scan *, size_t fields);

/* The delimiter, before the first record or after scan_rewind(). */
void scan_delimiter(struct scan *, char);

/*
 * The bytes at the start of the next record that are there already,
 * after reading until there are at least `want` of them or the end.
 * Returns 0 or -1 (diag_text()).
 */
int scan_peek(struct scan *, size_t want, struct bytes *);

/* Skip bytes that scan_peek() showed (a `sep=` line, a preamble). */
void scan_skip(struct scan *, size_t bytes, uint64_t lines);

/*
 * The next record.  Returns 1, 0 at the end, -1 when the input failed
 * (diag_text()), or SCAN_LATER when the input said so: call again, or
 * scan_rewind().  A record that cannot be trusted is returned with its
 * defect.  A quote that does not close within the record limit, or that
 * closes on a later line with text behind it, is taken for one that never
 * closes: only the first line of the record is returned and the scan goes
 * on with the next line, so that neighbours are safe.  But when less than
 * a quarter of the lines up to the limit have as many fields as
 * scan_expect() said, it is text, and all of it one record, over the
 * limit.
 */
int scan_next(struct scan *, struct record *);

/*
 * The next record, if it is sound and stands so near the last one that all
 * since the last scan_next(), that one's and this one, are valid until the
 * next of these.  Returns 1, or 0 when scan_next() has to be asked.
 */
int scan_near(struct scan *, struct record *);

/*
 * The record that scan_next() just returned cannot be right, says the
 * caller, who knows how many fields there should be: when it runs over
 * several lines it becomes its first line, with SCAN_UNCLOSED, and the
 * scan goes on behind that; else it stays as it is.  This reads bytes
 * twice: callers bound how many.
 */
void scan_give_up(struct scan *, struct record *);

/*
 * Split the bytes of one record that came from elsewhere, line end not
 * included, at most `most` fields.  Returns how many, their ends in `end`,
 * or 0 when it is no sound record of one line outside of quotes.
 */
size_t scan_split(struct bytes, char delimiter, uint32_t *end, size_t most);

/*
 * Keep everything from the next record on, so that scan_rewind() can go
 * back there; once.  Used for the look-ahead; the block grows to hold it.
 */
void scan_mark(struct scan *);
void scan_rewind(struct scan *);

/* Bytes kept since scan_mark(). */
size_t scan_marked(const struct scan *);

/*
 * The twins: the instruction sets that this machine can run, by name
 * ("portable", "sse2", "avx2", ..), NULL behind the last; and choosing
 * one for scanners made later.  scan_choose() returns -1 when the machine
 * lacks it.  The default is the fastest.
 */
const char *scan_variant(size_t i);
int scan_choose(const char *variant);

#endif
