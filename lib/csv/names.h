/* SPDX-License-Identifier: ISC */
#ifndef CSV_NAMES_H
#define CSV_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/scan.h"

/*
 * The names of an operand's columns, for knowing its header again among
 * the records: as it was, in another order, or with other columns.
 */
struct names {
	struct bytes *name; /* trimmed; into `text` */
	size_t count;
	struct buf text;
	char *taken;	   /* of names_match(): name i was found */
	size_t *at;	   /* and where */
	uint64_t may[256]; /* by first byte: the lengths there are */
};

/* Take the names from a header.  What was there before is dropped. */
void names_take(struct names *, const struct record *, struct buf *scratch);

/* Free what it holds; all zero is empty. */
void names_free(struct names *);

/* Whether a value is one of the names; ASCII case does not matter. */
int names_hold(const struct names *, struct bytes);

/*
 * Whether a field as it stands, quoted or not, may be a name: told from
 * its first byte and its length, for leaving out nearly all records.
 */
static inline int
names_may(const struct names *n, struct bytes raw)
{
	if (raw.n > 2 && raw.p[0] == '"') {
		raw.p++;
		raw.n -= 2;
	}
	return raw.n > 0 &&
	    (n->may[(unsigned char)raw.p[0]] >> (raw.n < 63 ? raw.n : 63) & 1);
}

enum names_kind {
	NAMES_NONE,  /* a record */
	NAMES_SAME,  /* the header again */
	NAMES_MOVED, /* its columns in another order */
	NAMES_OTHER  /* a header with other columns */
};

/*
 * What a record is.  It is a header when at least two of its values and
 * more than half of them are names (of a single column: when it is the
 * name).  Fields that are empty at the end do not count.  With NAMES_SAME
 * and NAMES_MOVED names->at[i] is the field where name i stands.
 */
enum names_kind
names_match(struct names *, const struct record *, struct buf *scratch);

#endif
