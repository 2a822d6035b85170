/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PAGEFILE_H
#define REPORT_PAGEFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "report/report.h"

/*
 * A page of the daybook: what one day, or a shard of it, counted, as whole
 * numbers.  Pages of the shards of a day add up, in any order and grouping,
 * to the very bytes of the page of the whole day.  The file is CSV:
 *
 *	page,1				the version
 *	day,2026-03-02
 *	shard,all			or `customer 8 1 3`: shards 1 and 3
 *					of 8 by customer
 *	records,512			that were counted
 *	settings,0123456789abcdef	fingerprints: of report.csv and what
 *	map,0123456789abcdef		else shapes the numbers, of the columns
 *	zone,Europe/Berlin
 *	report,offered 20 5 0		sl_variant, sl_seconds, short_abandon,
 *					day_start in s
 *	columns,start agent ..		that the records had
 *	ratings,..			lowest and highest: as written in
 *					1/10,000, as -1 .. 1 in 1/10^12
 *	group,key,of,n,offered,..	a table: what is counted, of whom
 *	..
 *	checksum,0123456789abcdef
 *
 * Rows come in the order of the groups and of the keys' bytes; a 0 is left
 * empty, and empty values at the end of a row are left away.  Histograms
 * are `value:how often`, with blanks between.
 */
enum { PAGEFILE_VERSION = 1 };

/* A shard of a day, and whose page it came from, for messages. */
struct pagefile_shard {
	uint64_t k;
	char *name;
};

struct pagefile {
	char *name;		/* for messages: of the first that was read */
	int64_t day;		/* since 1970 */
	uint64_t records;	/* counted */
	uint64_t settings, map; /* fingerprints */
	char *zone;

	char *shard_field;	      /* NULL: the whole day */
	uint64_t shards;	      /* of so many */
	struct pagefile_shard *shard; /* these, ascending */
	size_t shard_count, shard_cap;

	/* What was counted: setup, has, ratings, tally, goals, crew, and
	 * the notes of records. */
	struct report report;
	int64_t open[CARRY_KINDS]; /* items left at the end */
};

/* Free what it holds. */
void pagefile_free(struct pagefile *);

/* What a page is of, beside the numbers. */
struct pagefile_origin {
	int64_t day;
	uint64_t settings, map;
	const char *zone;
	const char *shard; /* K/N:FIELD of -S, or NULL */
};

/*
 * The page of a report on one day's records, its text appended to `out`.
 */
void pagefile_write_report(
    struct buf *out, const struct report *, const struct pagefile_origin *);

/* The text of a page that was read or merged. */
void pagefile_write(struct buf *out, const struct pagefile *);

/*
 * Read a page.  Returns 0, or -1 with diag_text(): STATUS_SYSTEM when the
 * file cannot be read, STATUS_CANNOT when it is no page, of a newer
 * version, or torn.  The page is to be freed in any case.
 */
int pagefile_read(struct pagefile *, const char *path);

/* The same from memory; `name` is what messages call it. */
int pagefile_parse(struct pagefile *, const char *name, struct bytes text);

/*
 * How many records a page in a file is of, as far as it can be told: 0 when
 * there is no file, or what is there is no whole page.
 */
uint64_t pagefile_records(const char *path);

/*
 * Add the page of another shard of the same day.  When the last one is
 * there it is the page of the whole day.  Returns 0, or -1 with diag_text()
 * (STATUS_CANNOT), the pages named: other settings, columns, zone or cut,
 * the same shard twice.  What is added is freed or not as before.
 */
int pagefile_merge(struct pagefile *to, const struct pagefile *from);

/*
 * Add the page of a day to a report of several, oldest first: what was open
 * is what the last day left.  Returns how it differs from the settings of
 * the days before, as bits of enum pagefile_differs.
 */
enum pagefile_differs {
	PAGEFILE_SETTINGS = 1 << 0,
	PAGEFILE_MAP = 1 << 1,
	PAGEFILE_ZONE = 1 << 2
};

/* How two pages differ. */
unsigned pagefile_differs(const struct pagefile *, const struct pagefile *);

/* Add what a page counted to a report; its goals are counted here. */
void pagefile_add_to(struct report *, struct pagefile *);

/* Drop what is kept of an agent.  Returns how many rows that were. */
size_t pagefile_forget(struct pagefile *, struct bytes agent);

#endif
