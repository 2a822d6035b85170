/* SPDX-License-Identifier: ISC */
#ifndef REPORT_ADDED_H
#define REPORT_ADDED_H

#include "base/num.h"
#include "call/call.h"
#include "call/quick.h"
#include "call/stream.h"
#include "care/tenths.h"

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

/* What stands in the record, quotes and all; p is NULL without a column. */
static inline struct bytes
added_bytes(const struct added *a, const struct record *r, enum field f)
{
	int column = a->column[f - FIELD_STRESS];

	return column < 0 ? (struct bytes){ NULL, 0 }
			  : record_field(r, (size_t)column);
}

/* The value of a field from FIELD_STRESS on in the stream's record. */
static inline struct bytes
added_value(const struct added *a, const struct record *r, enum field f)
{
	struct bytes v = added_bytes(a, r, f);

	return v.n == 0 || (v.p[0] != '"' && v.p[0] != '=')
	    ? v
	    : stream_value(a->stream, f);
}

/*
 * The two below of what is not read at a glance: apart from them, so that
 * a glance needs no room on the stack.
 */
int added_integer_read(
    const struct added *, const struct record *, enum field, int64_t *);
int added_tenths_read(
    const struct added *, const struct record *, enum field, int64_t *);

/* The same as a whole number: 0, or -1 when it is none. */
static inline int
added_integer(
    const struct added *a, const struct record *r, enum field f, int64_t *n)
{
	struct bytes v = added_bytes(a, r, f);

	if (v.n == 0)
		return -1;
	if ((size_t)(v.p - r->p) + 4 <= r->len && quick_count(v, v.p, n) == 0)
		return 0;
	return added_integer_read(a, r, f, n);
}

/* The same as a number with one decimal, in tenths: 0 or -1. */
static inline int
added_tenths(
    const struct added *a, const struct record *r, enum field f, int64_t *n)
{
	struct bytes v = added_bytes(a, r, f);

	if (v.p == NULL)
		return -1;
	if ((size_t)(v.p - r->p) + v.n >= 8 && tenths_near(v, n) == 0)
		return 0;
	return added_tenths_read(a, r, f, n);
}

#endif
