/* SPDX-License-Identifier: ISC */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/stream.h"
#include "care/pick.h"
#include "care/rolecard.h"
#include "report/carry.h"
#include "report/contactsfile.h"
#include "report/crew.h"
#include "report/goals.h"
#include "report/moments.h"
#include "report/pseudonym.h"
#include "report/ratings.h"
#include "report/setup.h"
#include "report/shape.h"
#include "report/tally.h"
#include "report/trend.h"

/*
 * All that a report is made from, once the records are read; the formats
 * only look at it.
 */

/* Which columns the records had: bits, in the order of report_columns. */
enum report_has {
	HAS_START = 1 << 0,
	HAS_AGENT = 1 << 1,
	HAS_QUEUE = 1 << 2,
	HAS_CUSTOMER = 1 << 3, /* or caller, or callee */
	HAS_TRANSFERS = 1 << 4,
	HAS_RESOLVED = 1 << 5,
	HAS_CSAT = 1 << 6,
	HAS_STRESS = 1 << 7,
	HAS_CONTACTS = 1 << 8,
	HAS_LOAD = 1 << 9,
	HAS_BREATHER = 1 << 10,
	HAS_TARGET = 1 << 11,
	HAS_ESCALATION = 1 << 12,
	HAS_REASON = 1 << 13,
	HAS_PROMISE = 1 << 14,
	HAS_SIGNALS = 1 << 15,
	HAS_SENTIMENT_END = 1 << 16
};

/* What is off without a column, and the filter that adds it, if any. */
struct report_column {
	unsigned has;
	enum field field;
	const char *filter; /* NULL: only an export can have it */
	const char *off;
};
extern const struct report_column report_columns[]; /* has 0: the end */

/* Something that was counted on the way. */
struct report_note {
	char *text;	  /* with the number at its start */
	const char *what; /* the same without the number */
	uint64_t n;
	int of_records; /* it is about what was used, and adds up */
};

struct report {
	struct setup setup;
	struct tally *tally;
	struct carry *carry;
	struct shape *shape;	       /* for charts */
	struct moments *moments;       /* that went well */
	struct pick *pick;	       /* calls to train on, NULL: none */
	struct rolecards *cards;       /* of them (practice.h); NULL */
	struct goals *goals;	       /* what was asked for */
	struct crew *crew;	       /* who took calls of which queue, */
	struct crew *hours;	       /* and in which hour, for team_only */
	int keeps_crew;		       /* somebody asks for `crew' */
	unsigned hists;		       /* bits 1 << enum tally_hist: asked for,
					* else they may be empty */
	struct ratings ratings;	       /* what is seen of their scale */
	struct contactsfile *contacts; /* NULL: not asked for; not freed */
	const struct pseudonym *pseudonym; /* NULL: names; not freed */
	struct bytes sheet;	/* whose own sheet it is; empty: all */
	int64_t open_before;	/* items when the day before ended, or -1 */
	int from_pages;		/* no records were read */
	struct bytes forgotten; /* an agent that pages leave out; empty */
	struct trend *trend;	/* NULL: there is none; not freed */
	int team_only;		/* no line of a single agent, */
	int withheld;		/* nor of so few agents' work (fold.h) */
	char lack[64];		/* "2 of 3 shards"; "" when all is there */
	const char *mail_to;	/* --to; NULL: nobody is named */
	int colour;		/* text may have colours */
	int chosen;		/* the sections were chosen */
	int64_t now;		/* --now, ms */
	int64_t asked_first, asked_last; /* the days that were asked for;
					  * first > last: all there are */
	int64_t first_day, last_day;	 /* days since 1970 of the records;
					 * first > last: no record has one */
	unsigned has;			 /* enum report_has */
	char csat_scale[64];		 /* "1..5"; "" when not known */
	unsigned sections;		 /* bits 1 << enum section_id: wanted */
	struct stream_account account;
	struct report_note *notes;
	size_t note_count, note_cap;
};

/* An empty report; free what it holds with report_free(). */
void report_start(struct report *, const struct setup *, int64_t now);
void report_free(struct report *);

/*
 * Note that something came `n` times; `what` has one %llu for the number.
 * Nothing is noted when that is 0.
 */
void report_note(struct report *, const char *what, uint64_t n);

/* The same of records that were used; such notes of parts add up. */
void report_remark(struct report *, const char *what, uint64_t n);

/*
 * The same for a note, or a remark, without its number; more of the same
 * are added.
 */
void report_note_more(struct report *, struct bytes what, uint64_t n);
void report_remark_more(struct report *, struct bytes what, uint64_t n);

/* Take the stream's account and counts over, after its last record. */
void report_account(struct report *, const struct stream *);

/*
 * One line of a section: a key and its counts.  Where the lines share a
 * whole (causes), `share` is this line's part of REPORT_WHOLE, else -1.
 */
enum { REPORT_WHOLE = 10000 };
struct report_row {
	struct bytes key;
	const struct tally_entry *entry;
	int64_t share;
	int partial; /* an hour whose target is not known in full */
};

/*
 * Whether the targets of chunks are less than those of days: records tell
 * no target of a chunk in which its agent had none, but the plan does.
 * `*told` is the sum of the chunks.
 */
int report_partial(const struct report *, int64_t *told);

/* The entry of the whole team; its row has an empty key. */
struct report_row report_team(const struct report *);

/*
 * The rows of a group in the order they are shown in: by key, causes the
 * largest first and by name among equals.  A new array for the caller to
 * free; the keys belong to the tally.
 */
struct report_row *
report_rows(const struct report *, enum tally_group, size_t *count);

/*
 * Share REPORT_WHOLE out among such rows anew, in `steps` equal steps (a
 * divisor of it, such as 1,000), so that shares add up when they are shown
 * with fewer decimals: by largest remainder.  All are 0 when there is
 * nothing to share.
 */
void report_shares(struct report_row *, size_t count, int64_t steps);

/*
 * How the handled legs divide into calm, strained and hard, in tenths of a
 * percent that add up to 1,000; all 0 when no stress is known.
 */
enum { REPORT_BANDS = 3 };
void report_bands(const struct report *, int64_t parts[REPORT_BANDS]);

/* The key of a row as text: hours as RFC 3339, the others as they are. */
enum { REPORT_KEY = 32 };
struct bytes
report_key(enum tally_group, struct bytes key, char out[REPORT_KEY]);

#endif
