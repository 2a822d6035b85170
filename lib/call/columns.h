/* SPDX-License-Identifier: ISC */
#ifndef CALL_COLUMNS_H
#define CALL_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "call/duration.h"
#include "call/field.h"
#include "call/look.h"
#include "call/maps.h"
#include "call/part.h"
#include "call/rows.h"
#include "call/scale.h"
#include "call/values.h"
#include "call/when.h"
#include "csv/scan.h"
#include "csv/settings.h"

/*
 * Which column of an export holds which field, and how it is read: from
 * maps first, else by the ordered synonyms of field.c; formats, units and
 * scales from maps, header words, or a look at the first values.
 */

struct column {
	int index;			 /* column of the export; -1: none */
	int mapped;			 /* a map said so */
	struct bytes header;		 /* its name there */
	struct when_format when;	 /* KIND_TIME */
	int utc;			 /* times without offset are UTC */
	struct duration_format duration; /* KIND_DURATION */
	int unit_declared;		 /* by a map or by a word in its name */
	unsigned includes;		 /* bits 1 << (FIELD_x - FIELD_IVR) of
					 * the durations it holds, too */
	struct scale scale;		 /* KIND_SCALE */
	enum part part;			 /* what of a value counts */
	uint64_t seen, read;		 /* look-ahead: not empty, understood */
	int all_seen;			 /* the look-ahead held all there is */
	uint64_t looks[LOOK_KINDS];	 /* look-ahead: what values look like */
	uint64_t fractions;		 /* look-ahead: what parts of a day
					 * look like */
	uint64_t long_fractions;	 /* of these, of more than four
					 * decimals */
	uint64_t grouped;		 /* look-ahead: DURATION_GROUPED */
	uint64_t below_one;		 /* look-ahead: numbers below 1 .. */
	uint64_t parts;			 /* .. and above 0 */
	const char *settled;		 /* how a word that means several
					 * things was settled, or NULL */
	char *losers;			 /* other columns with a synonym */
};

enum { OUTCOME_COLUMNS = 4 };

struct columns {
	struct column of[FIELD_COUNT];

	/* Outcomes may take several columns: the first that says something
	 * counts, those marked `last` only when nothing else does. */
	struct {
		int index;
		int last;
		int words; /* it has a value table */
	} outcome[OUTCOME_COLUMNS];
	size_t outcome_count;
	/* Calls that go out: the column that names the agent, or -1. */
	int agent_out;
	enum part agent_out_part;
	int by_lines;	      /* which of the two agent columns is an
					 * extension says the direction */
	struct values values; /* value tables */

	struct map_rows rows;	  /* what maps said */
	struct settings *shipped; /* the map named by -m or picked */
	size_t shipped_number;
	enum map_fit fit; /* how it was picked; MAP_NO_FIT: -m */

	char decimal;		   /* '.' or ',' */
	const struct bytes *names; /* the header, owned by the table */
	size_t width;
	char *claimed; /* by column: the shipped map's, who
					 * gives it no field by its name */
};

void columns_free(struct columns *);

/*
 * Take a map: FIELD=COLUMN[,FORMAT[,UNIT]], a shipped map's name, or a
 * CSV file (maps.h).  Later maps win.  Returns 0 or -1 (diag_text() with
 * the place and what was expected).
 */
int columns_map(struct columns *, const char *map);

/*
 * Take a shipped map because the export's first line is of its kind; it
 * gives way to all others.  Returns 0 or -1.
 */
int columns_map_found(struct columns *, const char *name);
int columns_map_settings(struct columns *, const struct settings *);

/*
 * What the maps taken so far say of an export without a header: its
 * columns (maps.h, MAP_COLUMNS and MAP_EVENTS), and its delimiter; NULL
 * and 0 when they say nothing.
 */
const char *columns_headerless(const struct columns *);
const char *columns_events(const struct columns *);
char columns_delimiter(const struct columns *);

/*
 * Bind the fields to a header of `width` names; a shipped map that the
 * header fits comes before all other maps.  `delimiter` settles the
 * decimal mark.  Returns 0, or -1 (diag_text()) when a map names a column
 * that is not there, when a name that is needed stands there twice, when
 * the export is one of totals, or when nothing at all is understood.
 */
int columns_bind(
    struct columns *, const struct bytes *names, size_t width, char delimiter);

/*
 * Look at one record of the look-ahead, then settle how to read; `all_seen`
 * when it held all records.  Returns 0 or -1 (diag_text()): also when no
 * value of the start can be read; when the order of day and month is open,
 * with the names of all fields of which it is.
 */
void columns_look(struct columns *, const struct record *, struct buf *);
int columns_decide(struct columns *, int all_seen);

/*
 * Whether a record's start, or its date, looks like a time: 1, 0, or -1
 * when the export has none.  Column i stands at from[i] of the record,
 * SIZE_MAX for nowhere; at i when `from` is NULL.
 */
int columns_timed(const struct columns *, const struct record *,
    const size_t *from, struct buf *scratch);

/*
 * Whether further records of the look-ahead could change how a column is
 * read: its order of day and month, scale, unit, or meaning is open yet.
 */
int columns_undecided(const struct columns *);

/* The same, of orders of day and month alone. */
int columns_undated(const struct columns *);

/*
 * Whether a record is rather a header: three values at least are names
 * that exports use, and none is a date, a time or a number.
 */
int columns_is_header(const struct record *, struct buf *scratch);

/*
 * Whether the look-ahead has to be gone through once more, with times
 * decided: whether `duration` is the whole call, and in which unit, shows
 * beside its start and end, and the unit of a talk time beside the answer
 * and the end.
 */
int columns_weighs(const struct columns *);
struct column_weight {
	uint64_t weighed;		       /* calls with all of these */
	uint64_t total_s, total_ms, total_min; /* end - start is so much */
	uint64_t talk_s; /* end - answered_at is so much */
	/* The same of a talk time beside answered_at and end. */
	uint64_t talks, talks_s, talks_ms, talks_min;
};
void columns_weigh(const struct columns *, struct column_weight *,
    const struct record *, struct buf *);
void columns_weighed(struct columns *, const struct column_weight *);

/* What --check prints: the map, one line a field, then what is missing. */
void columns_describe(const struct columns *, struct buf *out);

/* For -v: scales that were observed and not declared, one sentence. */
void columns_scales(const struct columns *, struct buf *out);

/* Between columns.c and columns_settle.c: whether a field's column was
 * found by name and is called so, folded; note a column that lost. */
int columns_is_called(const struct columns *, enum field, const char *folded);
void columns_lose(struct column *, struct bytes name);

/* A field's value of a record: the part of it that counts. */
static inline struct bytes
columns_value(
    const struct column *col, const struct record *r, struct buf *scratch)
{
	struct bytes v = record_value(r, (size_t)col->index, scratch);

	return col->part == PART_ALL ? v : part_of(col->part, v);
}

#endif
