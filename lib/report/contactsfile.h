/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CONTACTSFILE_H
#define REPORT_CONTACTSFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "report/tally.h"

/*
 * Who called on a day, for telling over days whether a first contact
 * solved the matter.  A file lies beside each page of the daybook:
 *
 *	contacts,1
 *	customer,first,last,contacts,answered,resolved,earlier,queue
 *	0123456789abcdef,1772443800000,1772443800000,1,1,,,Sales
 *	checksum,0123456789abcdef
 *
 * The customer is a keyed hash (sip.h), under the daybook's own key: the
 * file names nobody, and without the key nobody can be looked up in it.
 * `first` and `last` are when the first and the last contact of the day
 * began, ms since 1970, `contacts` how many there were; the others are those
 * of the first one: answered 1, resolved 1 or 0 or not known, earlier 1 when
 * triage saw a contact in the 7 days before, the queue.  Rows are in the
 * order of the hashes.
 */

/* A customer's day. */
struct contactsfile_day {
	uint64_t customer;   /* hash */
	int64_t first, last; /* ms */
	int64_t contacts;
	signed char answered, earlier; /* 0 or 1 */
	signed char resolved;	       /* 1, 0; -1: not known */
	uint32_t queue;		       /* place of its name; 0: none */
};

struct contactsfile;

/* No contacts yet, hashed under a key.  contactsfile_free() takes NULL. */
struct contactsfile *contactsfile_new(const uint64_t key[2]);
void contactsfile_free(struct contactsfile *);

/* The hash that a customer's key has here. */
uint64_t contactsfile_hash(const struct contactsfile *, struct bytes customer);

/* Take note of a contact that is not `answered` yet; `queue` may be empty. */
void contactsfile_take(struct contactsfile *, uint64_t customer, int64_t start,
    int earlier, struct bytes queue);

/* The contact that began then was answered; it is resolved, or not. */
void
contactsfile_answered(struct contactsfile *, uint64_t customer, int64_t start);
void contactsfile_resolved(
    struct contactsfile *, uint64_t customer, int64_t start, int resolved);

/* The contacts in the order of their hashes; `*count` is their number. */
const struct contactsfile_day *
contactsfile_all(struct contactsfile *, size_t *count);

/* The file's text appended to `out`. */
void contactsfile_write(struct contactsfile *, struct buf *out);

/*
 * Add the contacts of a file, which may be of several shards of a day.
 * Returns 0, or -1 with diag_text() (STATUS_SYSTEM when it cannot be read,
 * STATUS_CANNOT when it is no such file, newer or torn).
 */
int contactsfile_read(struct contactsfile *, const char *path);

/* The same from memory; `name` is what messages call it. */
int
contactsfile_parse(struct contactsfile *, const char *name, struct bytes text);

/* Drop a customer.  Returns whether there was one. */
int contactsfile_forget(struct contactsfile *, uint64_t customer);

/*
 * First contact resolution over days: feed it the contacts of one day
 * after the other, oldest first, with contactsfile_fcr_day(); `counts` says
 * whether first contacts of this day count, others only tell what came
 * before and after.  contactsfile_fcr_finish() adds what is known to the team
 * and the queues of a tally and frees: answered first contacts, those kept
 * without another contact within 7 days, and of the kept ones those whose
 * 7 days were not over at the latest contact that was seen.
 */
struct contactsfile_fcr;
struct contactsfile_fcr *contactsfile_fcr_new(void);
void contactsfile_fcr_day(
    struct contactsfile_fcr *, struct contactsfile *, int counts);
void contactsfile_fcr_finish(struct contactsfile_fcr *, struct tally *);
void contactsfile_fcr_free(struct contactsfile_fcr *);

#endif
