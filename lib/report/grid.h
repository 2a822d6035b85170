/* SPDX-License-Identifier: ISC */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Tables for people, and how they and prose are set in plain text: at most
 * GRID_WIDTH columns wide, whatever bytes stand in the data; what could
 * steer a terminal is shown as `?`.
 */
enum { GRID_WIDTH = 80, GRID_INDENT = 2, GRID_COLUMNS = 16 };

/* How a column stands. */
enum grid_align {
	GRID_LEFT,
	GRID_RIGHT,
	GRID_FIT,  /* left, and the first to be cut with
					 * ~ so that the table fits */
	GRID_WRAP, /* left, the last one: set over several lines */
	GRID_BAR   /* bars, in the room that is left; the
					 * last one */
};

/* A bar: `#` for all of it but `dots`, which are shown as `.`. */
struct grid_bar {
	int64_t length, dots; /* in any unit */
};

/*
 * A table, filled row by row; begin it with grid_start(), end it with
 * grid_write(), or grid_drop() which does not write it; both free.
 */
struct grid {
	size_t columns;
	const char *key; /* what the first column is, for forms that tell
			  * it, as its heading is empty; or NULL */
	enum grid_align align[GRID_COLUMNS];
	struct buf text; /* of all cells */
	struct grid_cell {
		size_t end; /* where its text ends */
		struct grid_bar bar;
	} * cell;
	size_t cells, cap;
};

void grid_start(struct grid *, size_t columns, const enum grid_align *);

/*
 * The next cell; a row ends by itself when its columns are full.  Text is
 * copied.  The longest bar of a table is as long as there is room, up to
 * 24 columns; where there is little there are none.
 */
void grid_text(struct grid *, struct bytes);
void grid_bar(struct grid *, int64_t length, int64_t dots);

/* How many rows there are, the headings' too; the text of a cell. */
size_t grid_rows(const struct grid *);
struct bytes grid_cell(const struct grid *, size_t row, size_t column);

void grid_write(struct grid *, struct buf *);
void grid_drop(struct grid *);

/*
 * Write words, wrapped; lines behind the first begin `indent` columns in,
 * the first where `at` columns are written already.
 */
void grid_prose(struct buf *, size_t at, size_t indent, struct bytes);

#endif
