/* SPDX-License-Identifier: ISC */
#ifndef REPORT_KEYFILE_H
#define REPORT_KEYFILE_H

#include <stdint.h>

/*
 * The key of a keyed hash, in a file that only its owner may read: 32
 * hexadecimal digits and a line end as keyfile_make() writes them.  Any
 * other bytes, up to 64 KiB, are a key as well: they are hashed to one.
 */

/*
 * Read a key.  Returns 0, or -1 with diag_text() when the file cannot be
 * read (STATUS_SYSTEM), is empty or too large (STATUS_CANNOT).  A file
 * that others may read is warned of.
 */
int keyfile_read(const char *path, uint64_t key[2]);

/*
 * Read a key; where there is no file, one is made with mode 0600.  Of
 * several that make it at once the first one wins.  Returns as
 * keyfile_read().
 */
int keyfile_make(const char *path, uint64_t key[2]);

#endif
