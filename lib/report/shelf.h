/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SHELF_H
#define REPORT_SHELF_H

#include <stddef.h>
#include <stdint.h>

#include "report/pagefile.h"
#include "report/trend.h"

/*
 * Pages of several days, taken day by day: the shards of a day are put
 * together first, and no more than a day's pages are in memory at once.
 */
struct shelf_page {
	char *path;
	int64_t day;
};

struct shelf {
	struct shelf_page *page;
	size_t n, cap;
};

/* Free what it holds; all zero is empty. */
void shelf_free(struct shelf *);

/* Add a page whose day is known. */
void shelf_put(struct shelf *, const char *path, int64_t day);

/* Put the pages in order: by day, then by path. */
void shelf_sort(struct shelf *);

/*
 * Add a page, whose first lines are read.  Returns 0, or -1 with
 * diag_text().
 */
int shelf_add(struct shelf *, const char *path);

/*
 * Whether all pages that a manifest lists are on the shelf; a line names
 * one by its file's name, folders and what stands behind a comma left
 * aside, and a heading `page`, blank lines and those that begin with `#`
 * are skipped.  Returns 0, or -1 with diag_text() that names the missing
 * one, or says that the manifest lists none.
 */
int shelf_check(const struct shelf *, const char *manifest);

/*
 * Call `each` for every day, oldest first, with the page of the day, which
 * is freed after.  Returns 0, or -1 with diag_text() when a page cannot be
 * read or put together with the others of its day, or `each` said so.
 */
int shelf_each(
    struct shelf *, int (*each)(void *arg, struct pagefile *), void *arg);

/*
 * A report of pages on its way: add the day's page, from `from` on to the
 * report, all of them to the trend.  Settings that change from day to day
 * and days that lack shards are noted at the end; those are warned of,
 * too, and the report's `lack` says so.  All zero but for what is set by
 * the caller.
 */
struct shelf_report {
	struct report *report;
	int64_t from;		   /* first day that counts */
	struct trend_build *trend; /* NULL: none */
	struct pagefile last;	   /* what the day before was like */
	uint64_t days, changes, lacking;
	int64_t open; /* items at the end of the latest day */
};
int shelf_take(void *shelf_report, struct pagefile *);

/* Complete the report; the trend goes there. */
void shelf_finish(struct shelf_report *);

#endif
