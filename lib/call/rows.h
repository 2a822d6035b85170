/* SPDX-License-Identifier: ISC */
#ifndef CALL_ROWS_H
#define CALL_ROWS_H

#include <stddef.h>

#include "base/bytes.h"
#include "call/field.h"
#include "csv/settings.h"

/*
 * What maps say, row by row, before a header is known.  Rows of one map
 * are a group; a later group wins over an earlier one.  Within a group
 * the first row of a field whose column is there counts.
 */
struct map_row {
	enum field field;
	char *column, *format, *unit, *values;
	char *place; /* for messages: `FILE:LINE' or `-m FIELD' */
	size_t group;
	int lenient; /* a shipped map: its columns may be absent */
};

struct map_rows {
	struct map_row *row;
	size_t count, cap;
	size_t groups;		/* numbers given out; 0 is the picked map's */
	char *columns, *events; /* maps.h, from the last map that has them */
	char delimiter;
	char *refuse;
};

void rows_free(struct map_rows *);

/* A new group; begins at 1. */
size_t rows_group(struct map_rows *);

/*
 * Add the rows of a map in a group.  Returns 0, or -1: a column of the
 * map or a field is not known, with its place (diag_text()).
 */
int rows_settings(
    struct map_rows *, const struct settings *, size_t group, int lenient);

/*
 * Add FIELD=COLUMN[,FORMAT[,UNIT]], `rest` being what stands behind the
 * equals sign, as a group of its own.
 */
void rows_option(struct map_rows *, enum field, struct bytes rest);

#endif
