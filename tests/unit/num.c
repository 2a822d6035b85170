/* SPDX-License-Identifier: ISC */
/* Numbers as printf(3) writes them, and short slices as memcmp(3) sees them. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "tap.h"

static const int64_t ends[] = { 0, 9, 10, 99, 100, 999, 1000, 9999, 10000,
	99999, 100000, 999999999, 1000000000, UINT32_MAX, INT64_MAX / 10,
	INT64_MAX - 1 };

static void
print_tenths(char *out, size_t size, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	snprintf(out, size, "%s%" PRIu64 ".%d", v < 0 ? "-" : "", u / 10,
	    (int)(u % 10));
}

/* Whether a function writes what is wanted into the room that it has. */
static int
is_written(size_t (*put)(char *, int64_t), int64_t v, const char *want)
{
	char *out = mem_resize(NULL, NUM_MAX, 1);
	size_t n = put(out, v);
	int same = n == strlen(want) && memcmp(out, want, n) == 0;

	free(out);
	return same;
}

static int
is_good(int64_t v)
{
	char want[64], tenths[64];

	snprintf(want, sizeof(want), "%" PRId64, v);
	print_tenths(tenths, sizeof(tenths), v);
	return is_written(num_put, v, want) &&
	    is_written(num_put_roomy, v, want) &&
	    is_written(num_put_tenths, v, tenths) &&
	    is_written(num_put_tenths_roomy, v, tenths);
}

static void
test_put(void)
{
	int64_t v, bad = 0;
	size_t i;

	for (v = -12000; v < 12000; v++)
		bad += !is_good(v);
	IS_INT(bad, 0, "all numbers of up to four digits");
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		bad += !is_good(ends[i]) + !is_good(ends[i] + 1);
		bad += !is_good(-ends[i]) + !is_good(-ends[i] - 1);
	}
	OK(is_good(INT64_MIN), "the least one");
	IS_INT(bad, 0, "where one digit more begins, and the greatest");
}

/* Slices that end with their memory, with one byte that differs or none. */
static void
test_short(void)
{
	size_t n, i, bad = 0;

	for (n = 0; n <= 40; n++) {
		char *p = mem_resize(NULL, n, 1), *q = mem_resize(NULL, n, 1);
		struct bytes a = { p, n }, b = { q, n };

		memset(p, 'x', n);
		memset(q, 'x', n);
		bad += !bytes_equal_short(a, b);
		for (i = 0; i < n; i++) {
			struct bytes less = { q, i };

			q[i] ^= (char)(1 << i % 8);
			bad += bytes_equal_short(a, b) != 0;
			q[i] = 'x';
			bad += bytes_equal_short(a, less) != 0;
		}
		free(p);
		free(q);
	}
	IS_INT(bad, 0, "slices of up to 40 bytes: each byte counts");
	OK(bytes_equal_short((struct bytes){ NULL, 0 }, bytes_of("")),
	    "none and an empty one");
}

int
main(void)
{
	test_put();
	test_short();
	return tap_done();
}
