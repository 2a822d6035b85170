/* SPDX-License-Identifier: ISC */
#include "report/added.h"

int
added_integer_read(
    const struct added *a, const struct record *r, enum field f, int64_t *n)
{
	return num_integer(added_value(a, r, f), n);
}

int
added_tenths_read(
    const struct added *a, const struct record *r, enum field f, int64_t *n)
{
	return tenths_read(added_value(a, r, f), n);
}
