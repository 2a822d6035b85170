/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SECTIONS_H
#define REPORT_SECTIONS_H

#include "base/bytes.h"
#include "report/metrics.h"

/*
 * The one table of a report's sections, in their order: what the formats
 * show is written in it, how they show it is theirs.
 */
enum section_id {
	SECTION_DAY,
	SECTION_SERVICE,
	SECTION_INTERVALS,
	SECTION_AGENTS,
	SECTION_CAUSES,
	SECTION_BREATHERS,
	SECTION_ESCALATIONS,
	SECTION_PROMISES,
	SECTION_MOMENTS,
	SECTION_TRAINING,
	SECTION_DEFLECTION,
	SECTION_TREND,
	SECTION_CARRY_OVER,
	SECTION_QUALITY,
	SECTION_DEFINITIONS,
	SECTIONS
};

/* A column of the table that people read. */
struct section_column {
	enum metric_id metric;
	const char *heading;
};

struct section {
	const char *name;    /* for -s, csv and json */
	const char *title;   /* for people */
	unsigned needs;	     /* enum report_has: nothing to show
					 * without one of these */
	int group;	     /* enum tally_group of its rows; -1 */
	const char *key;     /* what a row's key is: "queue" */
	const char *heading; /* the same for people: "Queue" */
	const char *caption; /* of the table that people read */

	/* Of the group's rows, which to show (NULL: all), in which order
	 * (NULL: that of report_rows()). */
	int (*keep)(const struct report *, const struct report_row *);
	int (*order)(const void *, const void *); /* for qsort(3) */

	/* What scripts get of the team and of each row; end with METRICS. */
	const enum metric_id *team, *rows;

	/* What people get of each row, and what the words beside the table
	 * tell; end with METRICS. */
	const struct section_column *columns;
	const enum metric_id *told;
};

const struct section *section(enum section_id);

/* What calls must be to be deflected; see section_rows(). */
enum {
	DEFLECT_CALLS = 5, /* at least, */
	DEFLECT_SHARE = 2, /* and at least % of all handled legs */
	DEFLECT_CALM = 90, /* at least % of them calm */
};

/*
 * The rows of a section, in the order that all formats have: those of its
 * group that it keeps.  Causes that training can change; reasons that are
 * frequent, handled in no more than the team's average time, and calm.  A
 * new array for the caller to free, as of report_rows(); empty where the
 * section has no group.
 */
struct report_row *
section_rows(const struct report *, const struct section *, size_t *count);

/* Whether a section shows nothing at all, not even why. */
int section_silent(const struct report *, enum section_id);

/*
 * Of which histograms (bits 1 << enum tally_hist) some sections, as bits
 * 1 << section_id, show something: to scripts, or to people.
 */
unsigned sections_hists(unsigned wanted, int scripts);

/*
 * The sections of a list with commas between, as bits 1 << section_id;
 * names may be written with - for _.  Returns 0, or -1 with a sentence that
 * lists them when there is no such section (STATUS_CANNOT).
 */
int sections_read(struct bytes list, unsigned *bits);

/* All of them. */
enum { SECTIONS_ALL = (1 << SECTIONS) - 1 };

/*
 * Say why a section has nothing to show, with the filter that helps, in
 * `out`: "no stress column: run triage first".  Returns 0 when it has.
 */
int section_lacks(const struct report *, enum section_id, struct buf *out);

/* The same for one column that is absent, by its place in the table. */
void column_lacks(const struct report_column *, struct buf *out);

#endif
