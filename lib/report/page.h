/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/bytes.h"
#include "report/grid.h"
#include "report/report.h"
#include "report/sections.h"

/*
 * What a report for people is put together from: headings, sentences,
 * lists, tables of a section's columns, charts.  What is said is the same
 * in all formats (story.h); a form says how it is set.
 */
struct page;

/* The charts; a form may have none. */
enum page_chart {
	PAGE_CHART_HOURS, /* calls against targets */
	PAGE_CHART_HEAT,  /* agents x hours */
	PAGE_CHART_LOAD,  /* with breathers marked */
	PAGE_CHART_CAUSES,
	PAGE_CHART_TREND,
	PAGE_CHARTS
};

struct page_form {
	/* Before the first section and behind the last one. */
	void (*begin)(struct page *, struct bytes title);
	void (*end)(struct page *);

	/* A section's heading; the section before it is over. */
	void (*section)(struct page *, const struct section *);

	/* A paragraph of words. */
	void (*say)(struct page *, struct bytes);

	/* An empty line, where the form has lines; else NULL. */
	void (*blank)(struct page *);

	/*
	 * A list of names and what they mean: `width` columns for the names
	 * where that matters, NULL ends it.
	 */
	void (*list)(struct page *, const char *class, size_t width);
	void (*item)(struct page *, struct bytes name, struct bytes text);

	/* A table, its first row the headings; frees it. */
	void (*table)(struct page *, struct grid *, const char *caption);

	/* What its bars of the hours mean; NULL: it draws none. */
	const char *bars;

	/* NULL: no charts. */
	void (*chart)(struct page *, enum page_chart);
};

struct page {
	const struct report *report;
	const struct page_form *form;
	struct buf *out;
	struct buf line; /* a sentence on its way */

	/* For the forms. */
	int colour;	     /* may be used */
	size_t width;	     /* of a list's names */
	const char *class;   /* of the list on its way */
	const char *section; /* name of the section on its way; NULL */
	unsigned charts;     /* so far, for their ids */
};

/*
 * Write the sentence that was put together in `line`, and begin a new one;
 * page_say_text() adds its last words.
 */
void page_say(struct page *);
void page_say_text(struct page *, const char *);

/* An empty line, in forms that have lines. */
void page_blank(struct page *);

/* A chart, in forms that have charts. */
void page_chart(struct page *, enum page_chart);

/* Begin and end a list; an item of the name with the words in `line`. */
void page_list(struct page *, const char *class, size_t width);
void page_item(struct page *, struct bytes name);
void page_list_end(struct page *);

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

/* Write it with its caption; frees. */
void page_table_end(struct page *, struct page_table *, const char *caption);

/*
 * A plain table of all rows of the section.  Returns how many there are;
 * nothing is written when there is none.
 */
size_t page_table_all(struct page *, const struct section *);

#endif
