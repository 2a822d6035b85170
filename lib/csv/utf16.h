/* SPDX-License-Identifier: ISC */
#ifndef CSV_UTF16_H
#define CSV_UTF16_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * UTF-16 to UTF-8, in pieces cut anywhere (Unicode 15, section 3.9).  All
 * zero but for `big` is the start; nothing has to be freed.
 */
struct utf16 {
	int big;  /* the high byte comes first */
	int half; /* `byte` is the first of a cut unit */
	unsigned char byte;
	unsigned high;	 /* a high surrogate that waits, or 0 */
	uint64_t broken; /* written as U+FFFD so far */
	unsigned pairs;	 /* the last so many units are two ASCII bytes */
	int foreign;	 /* there were so many that it is no UTF-16 */
};

/*
 * Characters of which both bytes are printable ASCII are of East Asia; text
 * of nothing else has no commas and no ends of lines: so many are rather
 * UTF-8 behind UTF-16, as `cat` makes it.  At the end of input fewer do.
 */
enum { UTF16_PAIRS = 24, UTF16_PAIRS_LAST = 12 };

/*
 * Append to `out` what the `n` bytes at `p` complete.  A surrogate
 * without its other half becomes U+FFFD and is counted.  A byte order
 * mark is a character like any other here.  Once `foreign` is set nothing
 * more is appended.
 */
void utf16_convert(
    struct utf16 *, const unsigned char *p, size_t n, struct buf *out);

/* The end: half a character that still waits becomes U+FFFD, counted. */
void utf16_finish(struct utf16 *, struct buf *out);

#endif
