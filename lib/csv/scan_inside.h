/* SPDX-License-Identifier: ISC */
#ifndef CSV_SCAN_INSIDE_H
#define CSV_SCAN_INSIDE_H

#include "csv/scan.h"
#include "csv/scan_simd.h"

/*
 * What the parts of the scanner share; nobody else includes this.  scan.c
 * goes through the records, scan_block.c holds the bytes and their index,
 * scan_unclosed.c judges a quote that does not close and skips what is too
 * long.  scan_value.c, which shares only the states, reads single fields.
 */

/* Inside a record, what the next structural byte means. */
enum state {
	PLAIN,	/* outside quotes */
	QUOTED, /* between quotes */
	SEEN	/* just behind a quote that may close */
};

/* What is dropped without a look at its fields. */
enum skip { SKIP_NOTHING, SKIP_LINE, SKIP_RECORD, SKIP_LF };

/*
 * What is known of a quote that was open for too long.  Whoever is between
 * quotes at one line end of a record is there at all line ends up to where
 * the record was given up, wherever the record began: what stood behind
 * the first line end was the same.  So lines that open the same quote
 * anew need not read on to learn that it does not close, and many of them
 * cost no more than one.
 */
enum fate_kind { UNKNOWN, OPEN, CLOSES, DOOMED };

struct fate {
	enum fate_kind kind;
	uint64_t from, at; /* known in between, as offsets of the input */
	uint64_t quote;	   /* SEEN: where the quote is */
	enum state state;  /* OPEN: in front of the byte at `at` */
};

struct scan {
	struct scan_limits limits;
	scan_fill *fill;
	void *arg;
	scan_index *index;
	char delimiter;
	int ended;	    /* the input gave its last byte */
	enum skip skipping; /* the rest of a record that was too long */
	enum state inside;  /* SKIP_RECORD: as of the byte at `next` .. */
	char before;	    /* .. and the byte in front of it */
	size_t width;	    /* fields of a usual record; 0: not known */

	char *p; /* the block: p[0..filled) is there */
	size_t filled, cap;
	size_t next;   /* the next record's first byte */
	uint64_t gone; /* bytes dropped in front of p */
	uint64_t line; /* physical line at `next` */

	uint32_t *hits;		 /* structural bytes in p[..indexed), and
				* before the first the byte in front */
	size_t hit, hit_count;	 /* the next one, how many */
	size_t batch, indexed;	 /* they are those of p[batch..indexed) */
	struct scan_marks marks; /* which of them are what; NO_HIT behind */
	size_t feed, odd;	 /* the next ones */
	struct fate fate;

	uint32_t *end; /* field ends of the record at hand */

	size_t mark; /* SIZE_MAX: none */
	uint64_t mark_line;
};

/* Behind the last mark. */
#define NO_HIT UINT32_MAX

/* A record on its way. */
struct progress {
	size_t from; /* first byte, as an offset into p */
	size_t fields;
	enum state state;
	size_t quote;	/* SEEN: where the quote is */
	size_t inner;	/* behind the first line end in quotes, or 0 */
	size_t last_cr; /* the last CR in quotes, for counting CRLF */
	uint64_t lines; /* line ends in quotes */
	unsigned suspicious;
	enum scan_defect defect;
};

/* scan.c */

/*
 * Hand out the record that ends at `to`, with `eol` bytes of line end.
 * Returns 1.
 */
int scan_finish(
    struct scan *, struct progress *, size_t to, size_t eol, struct record *);

/* scan_block.c */

/* Forget the index and begin anew at an offset. */
void scan_index_from(struct scan *, size_t at);

/*
 * Go back in the index, to a record that is not done, and make it anew only
 * where that has to be.  Hits of those in front may be out of order, see
 * close_ranks(), but all of them lie below.
 */
void scan_index_back(struct scan *, size_t at);

/*
 * Read another block behind what is there, first dropping what lies in
 * front of `from`; `*moved` is by how much offsets shrank.  Returns as
 * the fill function does.
 */
ssize_t scan_read_block(struct scan *, size_t from, size_t *moved);

/*
 * More structural bytes: index another batch, or read another block.
 * Returns 1, 0 at the end, or what the fill function said.
 */
ssize_t scan_more_hits(struct scan *, struct progress *);

/* scan_unclosed.c */

/*
 * Give up for good: whatever follows, the quote is not closed soundly.
 * Returns 1.
 */
int scan_doomed(struct scan *, struct progress *, size_t stop, struct record *);

/*
 * Whether a quote that is open for too long swallowed records: at least a
 * quarter of the lines behind it have the fields of one.
 */
int
scan_holds_records(const struct scan *, const struct progress *, size_t stop);

/*
 * A record grew over the limit in front of `stop`.  When it runs over
 * several lines that look like records, a quote was never closed; other
 * text of many lines is one record.  Returns 1.
 */
int
scan_too_long(struct scan *, struct progress *, size_t stop, struct record *);

/*
 * At a record's first line end in quotes, at `pos`: whether it is known to
 * be none.  Returns 1 when it was given up and handed out, 0 when it may
 * be sound, or what the fill function said.  Asked only when the kind of
 * s->fate is known, which spares most records the call.
 */
ssize_t
scan_foreseen(struct scan *, struct progress *, size_t pos, struct record *);

/*
 * Drop the rest of what s->skipping names.  Returns 1, or what the fill
 * function said: then call it again.
 */
int scan_skip_rest(struct scan *);

/* Whether all of it is blanks. */
static inline int
scan_only_blanks(const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* The block has moved, and with it the record that is on its way. */
static inline void
scan_follow(struct progress *g, size_t moved)
{
	g->from -= moved;
	g->quote -= g->state == SEEN ? moved : 0;
	g->inner -= g->inner > 0 ? moved : 0;
	g->last_cr -= g->last_cr > 0 ? moved : 0;
}

#endif
