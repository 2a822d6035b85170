/* SPDX-License-Identifier: ISC */
#ifndef CARE_REST_H
#define CARE_REST_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Recorded breaks: who was away from when to when, as a rota or the phone
 * system has it (--breaks).  CSV with the columns agent, start, end and,
 * if there is one, kind; kind is for the reader, every row is rest.
 */
struct rest;

/* One stretch of rest. */
struct rest_span {
	int64_t from, until; /* ms, from < until */
};

/* An agent's rest: spans in order of time, none touching the next. */
struct rest_list {
	struct rest_span *span;
	size_t n, cap;
};

/*
 * Read a file of recorded breaks.  Times are as when_typed() takes them:
 * without an offset they are in the zone of the process, a time of day alone
 * lies on `date` (days since 1970-01-01), which is said.  Spans that overlap
 * or touch are joined, empty ones dropped.  Returns NULL when the file cannot
 * be read, lacks a column, or holds an unreadable time or an end before its
 * start: the sentence in diag_text() names file and line.  Free with
 * rest_free(), which takes NULL.
 */
struct rest *rest_read(const char *path, int64_t date);
void rest_free(struct rest *);

/*
 * How many agents have recorded breaks; none when `rest` is NULL.  Their
 * names in the order of the file.
 */
size_t rest_agents(const struct rest *);
struct bytes rest_agent(const struct rest *, size_t i);

/*
 * The breaks of an agent; NULL when none are recorded, or `rest` is NULL.
 * Belongs to `rest` and stays where it is until rest_free().
 */
const struct rest_list *rest_of(const struct rest *, struct bytes agent);

/*
 * A list of one's own with the same spans, and one without those parts
 * that lie in a stretch: who handles a call is not on a break.  Free with
 * rest_list_free(), which takes NULL.
 */
struct rest_list *rest_list_copy(const struct rest_list *);
void rest_list_free(struct rest_list *);
void rest_list_cut(struct rest_list *, int64_t from, int64_t until);

/* Add a span where no other one is. */
void rest_list_add(struct rest_list *, int64_t from, int64_t until);

/* The number of the first span that ends after `t`; list->n if none. */
size_t rest_after(const struct rest_list *, int64_t t);

#endif
