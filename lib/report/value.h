/* SPDX-License-Identifier: ISC */
#ifndef REPORT_VALUE_H
#define REPORT_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* A number of a report as an exact fraction; `of` 0: there is none. */
struct value {
	int64_t part, of;
};

/* Room for what value_put() writes. */
enum { VALUE_MAX = 48 };

/*
 * Write a fraction with at most `decimals` (0 to 6) decimals, rounded half
 * up; zeros at the end are dropped unless `fixed`.  Returns the length (no
 * NUL), 0 when there is no value.
 */
size_t value_put(char *out, struct value, unsigned decimals, int fixed);

/* The nearest whole number, half up; 0 when there is no value. */
int64_t value_round(struct value);

#endif
