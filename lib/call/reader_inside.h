/* SPDX-License-Identifier: ISC */
#ifndef CALL_READER_INSIDE_H
#define CALL_READER_INSIDE_H

#include "call/reader.h"

/*
 * What the parts of the reader share; nobody else includes this.  reader.c
 * reads a record, reader_people.c who called whom and what came of it,
 * reader_times.c times and durations, reader_values.c scales, flags and
 * counts.
 */

/*
 * Each kind of value is read at a glance first, in line; what that does
 * not read, as rare as it is, has a function of its own.
 */
#define RARE __attribute__((noinline)) static

/* reader.c */

/* The value of a field of whose column only a part counts. */
struct bytes reader_part(struct reader *, const struct record *, enum field);

/* Small, and called for every field: always in line. */
__attribute__((always_inline)) static inline struct bytes
value(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes none = { NULL, 0 };

	if (rd->at[f] < 0)
		return none;
	if (__builtin_expect(rd->parts[f], 0))
		return reader_part(rd, r, f);
	return record_value(r, (size_t)rd->at[f], &rd->scratch);
}

/* The bytes of a field as they stand, for a glance at them. */
static inline struct bytes
glance(const struct reader *rd, const struct record *r, enum field f)
{
	struct bytes none = { NULL, 0 };

	return rd->at[f] < 0 ? none : record_field(r, (size_t)rd->at[f]);
}

/* Count a value that is of no use; the first may be shown. */
void reader_blame(struct reader *, const struct record *, enum fault,
    enum field, struct bytes);

/* reader_people.c */

/*
 * Who called whom and what joins the call to others, before all else: see
 * call_expect; or nobody.
 */
void reader_nobody(struct call *);
void reader_find_people(struct reader *, const struct record *, struct call *);

/* Its queue and its outcome; after its times. */
void reader_people(struct reader *, const struct record *, struct call *);

/* reader_times.c */

/* Times and durations, as they stand, or none of them. */
void reader_no_times(struct call *);
void reader_times(struct reader *, const struct record *, struct call *);

/*
 * Values that follow from others when the export lacks them, and when the
 * handling was; after its people.
 */
void reader_derive(struct reader *, const struct record *, struct call *);

/* reader_values.c */

/*
 * Values in scales and the text, words for yes and no, counts, and what
 * triage found: those of them that are needed, none of the others.
 */
void reader_values(struct reader *, const struct record *, struct call *);

#endif
