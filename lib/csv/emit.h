/* SPDX-License-Identifier: ISC */
#ifndef CSV_EMIT_H
#define CSV_EMIT_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * Output: large writes, each checked.  A named file is written beside
 * the target under a temporary name, synced and renamed when it is
 * whole; a name that ends in .gz is compressed.  The first failure sticks:
 * later calls do nothing, emit_close() returns it.
 */
struct emit;

/*
 * Open standard output (`path` NULL or "-") or a file.  Returns NULL when
 * the file cannot be made; the sentence is in diag_text().
 */
struct emit *emit_open(const char *path);

/* Append bytes; written when 128 KiB are there. */
void emit_bytes(struct emit *, const void *, size_t);
void emit_byte(struct emit *, char);
void emit_string(struct emit *, const char *);

/* Append a CSV field, quoted when `delimiter`, quote or line end is in it. */
void emit_field(struct emit *, struct bytes, char delimiter);

/*
 * Write for a spreadsheet from here on: a byte order mark first, CRLF where
 * emit_eol() ends a row, and text that one would take for a formula with
 * an apostrophe before it (excel.h).
 */
void emit_excel(struct emit *);

/* End a row of CSV. */
void emit_eol(struct emit *);

/* Room for `n` bytes in the buffer; tell emit_used() how many were used. */
char *emit_room(struct emit *, size_t n);
void emit_used(struct emit *, size_t n);

/* Whether anything was appended so far. */
int emit_begun(const struct emit *);

/* Write out what is there.  Returns 0, or -1 when writing has failed. */
int emit_flush(struct emit *);

/* Whether writing has failed. */
int emit_failed(const struct emit *);

/*
 * Flush, check the close and, for a file, sync and rename it into place;
 * when `whole` is 0 the temporary file is removed instead and the target
 * stays as it was.  Frees.  Returns 0, or -1 with diag_text() when a write,
 * the sync, the rename or the close failed (STATUS_SYSTEM).  NULL is 0.
 */
int emit_close(struct emit *, int whole);

/*
 * From now on, when a signal ends the process after something was written,
 * leave `mark` behind it, on a line of its own (NULL: no more).  Only for
 * one output, and for none that is replaced whole; the mark outlives it.
 */
void emit_mark(struct emit *, const char *mark);

/*
 * When a signal ends the process, leave the mark and remove temporary
 * files; call once.
 */
void emit_guard_signals(void);

#endif
