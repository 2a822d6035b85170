/* SPDX-License-Identifier: ISC */
#ifndef REPORT_DAYBOOK_H
#define REPORT_DAYBOOK_H

#include <stdint.h>

#include "base/bytes.h"
#include "report/report.h"

/*
 * The daybook: a folder with a page for each day, or for each shard of it
 * (pagefile.h), its contacts beside it (contactsfile.h), and the key that
 * customers are hashed under:
 *
 *	2026-03-02.csv		2026-03-02.contacts
 *	2026-03-03.1of4.csv	2026-03-03.1of4.contacts	key
 *
 * Other names are none of its business.  Files are replaced whole.
 *
 * Who called is forgotten after some days: when a page is written, contacts
 * are removed that are older, by that many days, than the newest page of a
 * day that is not to come.  So it does not matter in which order pages are
 * written, or by how many.
 */
struct daybook;

/*
 * Open the folder; with `make` it is made, with mode 0700, if it is not
 * there, and its key too, unless contacts lie there that need the one that
 * is missing.  One without a key can be read all the same.  Returns NULL
 * with diag_text() when that cannot be done.  Free with daybook_close(),
 * which takes NULL.
 */
struct daybook *daybook_open(const char *dir, int make);

/* For how many days contacts are kept (0: for ever), and what day it is. */
void daybook_keep(struct daybook *, int64_t days, int64_t today);
void daybook_close(struct daybook *);

/* Empty contacts under the daybook's key, for the caller to free. */
struct contactsfile *daybook_contacts(const struct daybook *);

/*
 * Whether the page of a day may be written: 0, or -1 with diag_text()
 * (STATUS_CANNOT) when another page holds records of it, the whole day
 * beside a shard or shards of other cuts, or the one that is there is of
 * more records, which `force` allows.  A page that is torn may be replaced;
 * it is warned of.  `shard` is K/N:FIELD or NULL.
 */
int daybook_may_write(const struct daybook *, int64_t day, const char *shard,
    uint64_t records, int force);

/*
 * Write the contacts and the page of a day, and forget old contacts.
 * Returns 0, or -1 with diag_text(); what was there is then as it was, or
 * new and whole.
 */
int daybook_write(const struct daybook *, int64_t day, const char *shard,
    struct contactsfile *, struct bytes page);

/*
 * What the days before tell about a report on one day's records: the
 * trend, and first contact resolution from the contacts beside the pages.
 * Pages that cannot be read are warned of and noted in the report.  The
 * trend is the caller's to free.
 */
void daybook_look_back(const struct daybook *, struct report *, int64_t day);

/*
 * Fill an empty report from the pages of some days, both included, with
 * trend and first contact resolution.  Returns 0, or -1 with diag_text()
 * when a page is refused, or there is none.
 */
int daybook_report(
    const struct daybook *, struct report *, int64_t from, int64_t until);

/* The week, from Monday, or the month that a day lies in. */
void daybook_week(int64_t day, int64_t *from, int64_t *until);
void daybook_month(int64_t day, int64_t *from, int64_t *until);

/* What was erased. */
struct daybook_erased {
	uint64_t contacts; /* days of a customer */
	uint64_t rows;	   /* of an agent, in pages */
};

/*
 * Erase a person from all pages and contacts: `customer` as records name
 * customers when they are compared, `agent` by name.  What all together
 * did stays: it names nobody.  Returns 0, or -1 with diag_text(); files
 * before the one that failed are done then.
 */
int daybook_forget(const struct daybook *, struct bytes customer,
    struct bytes agent, struct daybook_erased *);

#endif
