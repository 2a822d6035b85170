/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PROOF_H
#define REPORT_PROOF_H

#include "base/bytes.h"

/*
 * The files of the daybook prove themselves: the first line names what they
 * are and their version, the last one holds a checksum of all before it
 * (FNV-1a, 64 bits: any single byte that changes shows).
 *
 *	page,1
 *	...
 *	checksum,0123456789abcdef
 */

/* Append the last line to a file's text. */
void proof_seal(struct buf *text);

/*
 * Whether a file is what it says: `kind` is the first line's word.  Returns
 * 0 and in `*body` what stands between the two lines, or -1 with
 * diag_text() (STATUS_CANNOT): another file, a newer version, torn.
 */
int proof_check(const char *name, const char *kind, int version,
    struct bytes text, struct bytes *body);

/*
 * Read a whole file of up to 1 GiB into `text`, which the caller frees.
 * Returns 0, or -1 with diag_text() (STATUS_SYSTEM).
 */
int proof_load(const char *path, struct buf *text);

#endif
