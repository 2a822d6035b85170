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
	FAULT_TIME,
	FAULT_ORDER,
	FAULT_SCALE,
	FAULT_NUMBER,
	FAULT_FLAG,
	FAULT_DATELESS,
	FAULT_TWICE,
	FAULT_NEVER,
	FAULT_HANDLE,
	FAULT_DAMAGED,
	FAULT_COUNT
};

/* A sentence with one %llu for the number; the last field it hit. */
const char *fault_text(enum fault);

enum { READER_WORDS = 16 };

struct reader {
	const struct columns *columns;
	unsigned needs; /* enum call_needs */
	int64_t date;	/* of times without one */
	uint64_t faults[FAULT_COUNT];
	enum field broken; /* FAULT_ORDER, FAULT_SCALE: where */
	int64_t previous_start;

	/* The last date that was read, when its day has 24 hours. */
	int day_year, day_month, day_day, day_plain;
	int64_t day_start;
	struct buf scratch; /* values that needed a copy */

	/* The last few words of the outcome column and what they mean. */
	struct {
		char text[24];
		size_t n, slot;
		enum outcome outcome;
	} words[READER_WORDS];
	unsigned next_word;
};

/* Start with a limit on the length of a record, in bytes. */
void reader_open(struct reader *, const struct columns *, unsigned needs,
    int64_t date, size_t record_limit);
void reader_close(struct reader *);

/*
 * Read a record.  Returns 0, or -1 when a value contradicts what the
 * look-ahead settled: the order of day and month, a scale (diag_text()
 * says which -m to give).
 */
int reader_read(struct reader *, const struct record *, struct call *);

/* One field of the same record, on its own. */
struct bytes reader_value(struct reader *, const struct record *, enum field);
int64_t reader_instant(
    struct reader *, const struct record *, enum field, int64_t start);
int64_t reader_duration(struct reader *, const struct record *, enum field);

#endif
