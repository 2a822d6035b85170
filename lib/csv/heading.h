/* SPDX-License-Identifier: ISC */
#ifndef CSV_HEADING_H
#define CSV_HEADING_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * Which of an export's first lines is its header, and what keeps columns
 * apart: judged line by line from the bytes alone.
 */

/* Whether a word is one that headers use. */
typedef int heading_known(void *arg, struct bytes name);

/* What a line makes as a header. */
struct heading {
	char delimiter; /* the one that makes most sense of it */
	size_t known;	/* its columns that are known by name */
	size_t fields;	/* its columns */
};

/*
 * The line that begins at `at` of what is there; line ends in quotes
 * belong to it, and a quote opens at the start of a column only
 * (`delimiter`, or with 0 any that could be one).  `ended` says that no
 * more will come.  Returns its bytes with the line end, or 0 when it is
 * not whole yet or nothing is left.
 */
size_t heading_line(struct bytes there, size_t at, int ended, char delimiter,
    struct bytes *line);

/*
 * Judge a line: by the delimiter that makes the most known names, and of
 * equals the most columns; `delimiter` if that is not 0.
 */
void heading_judge(struct bytes line, char delimiter, heading_known *,
    void *arg, struct buf *scratch, struct heading *);

/* The delimiters that are looked for, a NUL behind them. */
extern const char heading_delimiters[];

/*
 * Another character that makes at least two known names of a line (a blank,
 * which stands in names, too: three), or 0: such an export needs -d.
 */
char heading_other(
    struct bytes line, heading_known *, void *arg, struct buf *scratch);

/* The delimiter that a line `sep=;` names, quoted or not; 0 for others. */
char heading_said(struct bytes line);

/* What a first line shows that no table begins with, or NULL. */
const char *heading_foreign(struct bytes line);

#endif
