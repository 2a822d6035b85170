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
};

/*
 * Append to `out` what the `n` bytes at `p` complete.  A surrogate
 * without its other half becomes U+FFFD and is counted.  A byte order
 * mark is a character like any other here.
 */
void utf16_convert(
    struct utf16 *, const unsigned char *p, size_t n, struct buf *out);

/* The end: half a character that still waits becomes U+FFFD, counted. */
void utf16_finish(struct utf16 *, struct buf *out);

#endif
