/* SPDX-License-Identifier: ISC */
#ifndef CALL_READER_H
#define CALL_READER_H

#include <stdint.h>

#include "call/call.h"
#include "call/columns.h"

/*
 * Reads records as calls: typed values, derived ones, and what could not
 * be read, counted by reason.  Nothing is allocated per record.
 */

/* What a value can be that is then missing, or said once. */
enum fault {
	FAULT_NEGATIVE,
	FAULT_DURATION,
	FAULT_GROUPED,
	FAULT_TIME,
	FAULT_ORDER,
	FAULT_SCALE,
	FAULT_NUMBER,
	FAULT_PERCENT,
	FAULT_FLAG,
	FAULT_DATELESS,
	FAULT_TWICE,
	FAULT_NEVER,
	FAULT_SEASON,
	FAULT_HANDLE,
	FAULT_DAMAGED,
	FAULT_DAMAGED_ID,
	FAULT_OUTCOME,
	FAULT_EQUAL,
	FAULT_COUNT
};

/* A sentence with one %llu for the number; the last field it hit. */
const char *fault_text(enum fault);

enum { READER_WORDS = 16, READER_SHOWN = 160 };

struct reader {
	const struct columns *columns;
	unsigned needs; /* enum call_needs */
	int64_t date;	/* of times without one */
	uint64_t faults[FAULT_COUNT];
	enum field broken; /* FAULT_ORDER, FAULT_SCALE: where */
	int64_t previous_start;
	int newest_first; /* the file's order is that of time reversed */

	/* The last date that was read, when its day has 24 hours. */
	int day_year, day_month, day_day, day_plain;
	int64_t day_start;

	/*
	 * Where the fields stand, -1 for none: the descriptions of the
	 * columns take 16 KiB, these fit into a few cache lines.  And what
	 * can be read at a glance (quick.h).
	 */
	int32_t at[FIELD_COUNT];
	char parts[FIELD_COUNT];    /* only a part of the value counts */
	int32_t units[FIELD_COUNT]; /* ms of a plain number; 0: ask */
	uint64_t stamps;	    /* bits by field: `YYYY-MM-DD HH:MM:SS`
				     * was read as just that */
	char day_text[16];	    /* the date of such a value, of a day of
				     * 24 hours; empty: none */
	int64_t day_text_start;
	struct buf scratch;    /* values that needed a copy */
	size_t room;	       /* its bytes that a few records may take */
	const char *last_four; /* of the record at hand: see quick_count() */

	/* Told of each call when its keys are known; may be NULL. */
	call_expect *expect;
	void *expect_arg;

	/* The last few words of the outcome column and what they mean. */
	struct {
		char text[24];
		size_t n, slot;
		int outcome; /* enum outcome; -1: not known */
	} words[READER_WORDS];
	unsigned next_word, last_word; /* to be written; found last */

	/* Call ids of records without a parent's; NULL: nobody looks. */
	struct equal *ids;
	int id_alone;	  /* the record at hand is such a one, */
	uint64_t id_hash; /* and that is its id's equal_expect() */
	/* With --show-values: the first value of each fault, and its place. */
	char shown[FAULT_COUNT][READER_SHOWN];
};

/* Forget what was counted: records will be read once more. */
void reader_forget(struct reader *);

/* Start with a limit on the length of a record, in bytes. */
void reader_open(struct reader *, const struct columns *, unsigned needs,
    int64_t date, size_t record_limit);
void reader_close(struct reader *);

/* To be called when it was decided how the columns are read. */
void reader_settle(struct reader *);

/*
 * Read a record.  Returns 0, or -1 when a value contradicts what the
 * look-ahead settled: the order of day and month, a scale (diag_text()
 * says which -m to give, but not the place).
 */
int reader_read(struct reader *, const struct record *, struct call *);

/*
 * The same for a few records, all of which are valid meanwhile: after
 * reader_begin() one by one, as long as there is room for their values.
 */
static inline void
reader_begin(struct reader *rd)
{
	rd->scratch.n = 0;
}
int reader_read_on(struct reader *, const struct record *, struct call *);
static inline int
reader_has_room(const struct reader *rd)
{
	return rd->scratch.n <= rd->room;
}

/*
 * Let what is kept by the customer of a record be fetched some time before
 * the record is read.  Only a customer's own column is looked at, as it
 * stands: where that is not the key, what is fetched is of no use.
 */
void reader_foresee(const struct reader *, const struct record *);

/* The text of a record alone, before or instead of reading it. */
struct bytes reader_text(struct reader *, const struct record *);

/* One field of the same record, on its own. */
struct bytes reader_value(struct reader *, const struct record *, enum field);
int64_t reader_instant(
    struct reader *, const struct record *, enum field, int64_t start);
int64_t reader_duration(struct reader *, const struct record *, enum field);

#endif
