/* SPDX-License-Identifier: ISC */
#ifndef CSV_SETTINGS_H
#define CSV_SETTINGS_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * Settings and other small CSV files, read whole by libcsv in strict
 * mode with its trimming of blanks off.  The first row names the columns;
 * they may come in any order.  A row that is blank, or whose first value
 * begins with `#`, is skipped.
 */
struct settings;

/*
 * Read a file.  Returns NULL when it cannot be read (STATUS_SYSTEM) or is
 * no CSV (STATUS_CANNOT): the sentence in diag_text() names file and line.
 * A last row that seems cut off is warned of: when it has no line end and,
 * unlike all rows before it, fewer values than the header.
 */
struct settings *settings_read(const char *path);

/* The same from memory; `name` is what messages call it. */
struct settings *settings_parse(const char *name, struct bytes text);

/*
 * Settings `file` ("policy.csv") from the settings folder `dir`, or from
 * `built_in` when the folder is NULL or lacks it.
 */
struct settings *
settings_load(const char *dir, const char *file, const char *built_in);

void settings_free(struct settings *);

/*
 * Check the columns: each name in `known` (space separated) may stand in
 * the header, those with a `!` behind them must.  Returns 0, or -1 with a
 * sentence that names the unknown or missing column (STATUS_CANNOT).
 */
int settings_columns(const struct settings *, const char *known);

size_t settings_rows(const struct settings *);	/* without the header */
size_t settings_width(const struct settings *); /* columns */
struct bytes settings_column(const struct settings *, size_t i); /* name */

/*
 * The value of a column in a row (from 0); empty when the row is short or
 * the column absent.  Valid until settings_free(); a NUL stands behind it.
 */
struct bytes
settings_get(const struct settings *, size_t row, const char *column);
struct bytes settings_at(const struct settings *, size_t row, size_t column);

/* For messages: the name of the file and the line a row stands on. */
const char *settings_name(const struct settings *);
size_t settings_line(const struct settings *, size_t row);

/*
 * Record a failure at a row: "FILE:LINE: column COLUMN: what is wrong".
 * Returns -1.
 */
int settings_fail(const struct settings *, size_t row, const char *column,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
