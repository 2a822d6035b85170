/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/bytes.h"
#include "csv/emit.h"
#include "report/grid.h"
#include "report/report.h"
#include "report/sections.h"

/*
 * What the sections of the plain text are put together from: sentences,
 * headings, and tables of a section's columns.
 */
struct page {
	const struct report *report;
	struct emit *out;
	struct buf line; /* a sentence on its way */
};

/*
 * Write the sentence that was put together in `line`, wrapped, and begin a
 * new one; page_say_text() adds its last words.
 */
void page_say(struct page *);
void page_say_text(struct page *, const char *);

/* An empty line; a line with another one under it. */
void page_blank(struct page *);
void page_heading(struct page *, const char *title, char under);

/* Add the value of a metric to the sentence. */
void page_value(struct page *, enum metric_id, const struct report_row *);

/* A section's table on its way; see grid.h for its cells. */
struct page_table {
	struct grid grid;
	const struct section_column *column[GRID_COLUMNS];
	size_t n; /* columns with numbers */
};

/*
 * Begin a table with its headings: the key, with `words` a column of words,
 * those of the section's numbers that there are, with `bar` a bar.  The
 * first column, or that of the words, is cut where the table is too wide.
 */
void page_table_start(struct page *, const struct section *,
    struct page_table *, int words, int bar);

/* The numbers of a row. */
void page_table_numbers(
    struct page *, struct page_table *, const struct report_row *);

/*
 * A plain table of all rows of the section's group.  Returns how many there
 * are; nothing is written when there is none.
 */
size_t page_table_all(struct page *, const struct section *);

#endif
