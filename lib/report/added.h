/* SPDX-License-Identifier: ISC */
#ifndef REPORT_ADDED_H
#define REPORT_ADDED_H

#include "call/call.h"
#include "call/stream.h"

/*
 * The columns that the filters add.  A report looks at most of them in
 * each record, and they are hardly ever quoted: so they are taken from the
 * record as they stand, and only what is quoted goes the long way.
 */
struct added {
	struct stream *stream;
	int column[FIELD_COUNT - FIELD_STRESS]; /* -1: not there */
};

/* Find the columns in the stream's header. */
static inline void
added_bind(struct added *a, struct stream *s)
{
	int i;

	a->stream = s;
	for (i = 0; i < FIELD_COUNT - FIELD_STRESS; i++)
		a->column[i] = stream_column(s,
		    bytes_of(field_info((enum field)(FIELD_STRESS + i))->name));
}

/* The value of a field from FIELD_STRESS on in the stream's record. */
static inline struct bytes
added_value(const struct added *a, const struct record *r, enum field f)
{
	int column = a->column[f - FIELD_STRESS];
	struct bytes v = { NULL, 0 };

	if (column < 0)
		return v;
	v = record_field(r, (size_t)column);
	return v.n == 0 || (v.p[0] != '"' && v.p[0] != '=')
	    ? v
	    : stream_value(a->stream, f);
}

#endif
