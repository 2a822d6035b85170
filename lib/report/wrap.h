/* SPDX-License-Identifier: ISC */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include <stddef.h>

#include "call/stream.h"
#include "csv/emit.h"
#include "report/intake.h"
#include "report/report.h"

/*
 * Wrapping up: what is done with a report before and after its records are
 * read, and all of it where it is made from pages of the daybook.
 */

/* What was asked for, beside the common options. */
struct wrap_options {
	void (*format)(const struct report *, struct emit *);
	unsigned sections;	 /* bits 1 << enum section_id */
	struct intake_days days; /* --day */
	const char *carry_in;	 /* --carry-in; these: NULL, not given */
	const char *carry_out;	 /* --carry-out */
	const char *daybook;	 /* -D */
	const char *manifest;	 /* --manifest */
	const char *forget;	 /* --forget */
	const char *sheet;	 /* --sheet */
	const char *pseudonym;	 /* --pseudonym */
	const char *plan;	 /* --plan */
	const char **set_aside;	 /* --set-aside, in order */
	size_t set_aside_count;
	const char *mail_to; /* --to */
	int colour;	     /* text may have colours */
	unsigned given;	     /* enum wrap_given */
};

/* Options whose combinations matter; the others have no argument. */
enum wrap_given {
	WRAP_DAY = 1 << 0,
	WRAP_DAYBOOK = 1 << 1,
	WRAP_FORCE = 1 << 2,
	WRAP_PAGE = 1 << 3,
	WRAP_MERGE = 1 << 4,
	WRAP_MANIFEST = 1 << 5,
	WRAP_WEEK = 1 << 6,
	WRAP_MONTH = 1 << 7,
	WRAP_FORGET = 1 << 8,
	WRAP_SHEET = 1 << 9,
	WRAP_TEAM_ONLY = 1 << 10,
	WRAP_EXCEL = 1 << 11,
	WRAP_CARRY = 1 << 12, /* in or out */
	WRAP_PLAN = 1 << 13,
	WRAP_SET_ASIDE = 1 << 14,
	WRAP_SECTIONS = 1 << 15,
	WRAP_OPERANDS = 1 << 16,
	WRAP_SHARD = 1 << 17,
	WRAP_PSEUDONYM = 1 << 18,
	WRAP_TO = 1 << 19,
	WRAP_FORMAT = 1 << 20,
	WRAP_READING = 1 << 21 /* how records are read: -d, -K, -r, .. */
};

/*
 * Whether the options can be meant together; `given` is complete.  Returns
 * 0, or -1 with diag_text().
 */
int wrap_check(const struct wrap_options *);

/* Whether no records are read. */
int wrap_is_without_records(const struct wrap_options *);

struct wrap;

/*
 * Read settings and keys, open the daybook and the file of --carry-out;
 * the common options are settled.  NULL with diag_text() when that cannot
 * be done.  Both options must outlive it.
 */
struct wrap *wrap_open(const struct wrap_options *, const struct common *);

/* The days that records are taken of, NULL: all; what they are counted in. */
const struct intake_days *wrap_days(const struct wrap *);
struct report *wrap_report(struct wrap *);

/*
 * Before the first record: take in yesterday's list.  Behind the last one,
 * before intake_finish(): take in the plan.  0, or -1: printed, and
 * wrap_close() knows.
 */
int wrap_before(struct wrap *, struct intake *);
int wrap_behind(struct wrap *);

/*
 * Complete the report, and write it or its page to the stream's output;
 * a failure aborts the stream.
 */
void wrap_write(struct wrap *, struct stream *);

/*
 * All the work where no records are read: pages are merged or taken from
 * the daybook, or a person is erased from it.  Returns the status, failures
 * are printed.
 */
enum status wrap_pages(struct wrap *, char *const *files, int count);

/*
 * End: with a status that is no failure the daybook and the file of
 * --carry-out are written.  Frees.  Returns the worst status; NULL prints
 * diag_text() and returns its status.
 */
enum status wrap_close(struct wrap *, enum status);

#endif
