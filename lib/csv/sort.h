/* SPDX-License-Identifier: ISC */
#ifndef CSV_SORT_H
#define CSV_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * A stable sort of byte strings by a 64 bit key, larger than memory: what
 * does not fit is written in sorted runs to one temporary file, which has
 * no name and vanishes with the process, and the runs are merged.
 */
struct sort;

/*
 * A sorter that holds about `memory` bytes.  The file, when it is needed,
 * is made in `folder`, or with NULL in $TMPDIR, else /tmp.  Free with
 * sort_free(), which takes NULL.
 */
struct sort *sort_new(size_t memory, const char *folder);
void sort_free(struct sort *);

/*
 * Add an item of `n` bytes; the caller writes them where the result
 * points, before the next call.  Returns NULL when the temporary file
 * cannot be made or written (STATUS_SYSTEM, diag_text()).
 */
char *sort_add(struct sort *, int64_t key, size_t n);

/* All is added.  Returns 0, or -1 as sort_add(). */
int sort_done(struct sort *);

/*
 * The next item by key, items of one key in the order in which they were
 * added.  Returns 1, 0 behind the last, -1 when the file cannot be read
 * (STATUS_SYSTEM, diag_text()).  The bytes are valid until the next call.
 */
int sort_next(struct sort *, int64_t *key, struct bytes *);

/* Begin with the first item again.  Returns 0, or -1 as sort_next(). */
int sort_rewind(struct sort *);

/* How many runs there are in the file; 0: all of it is in memory. */
size_t sort_runs(const struct sort *);

#endif
