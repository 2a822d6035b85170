/* SPDX-License-Identifier: ISC */
/*
 * Numbers that are written at once, against those of the C library, and short
 * texts that are compared at once, at the end of what may be read.
 */
#include <stdlib.h>

#include "base/num.h"
#include "tap.h"

static int
is_number(int64_t value)
{
	char out[NUM_MAX + 1], want[NUM_MAX + 1];

	out[num_put_roomy(out, value)] = '\0';
	snprintf(want, sizeof(want), "%" PRId64, value);
	return strcmp(out, want) == 0;
}

static int
is_tenths(int64_t value)
{
	char out[NUM_MAX + 1], want[NUM_MAX + 1];

	out[num_put_tenths_roomy(out, value)] = '\0';
	snprintf(want, sizeof(want), "%s%" PRId64 ".%" PRId64,
	    value < 0 ? "-" : "", (int64_t)llabs(value) / 10,
	    (int64_t)llabs(value) % 10);
	return strcmp(out, want) == 0;
}

static void
check_numbers(void)
{
	size_t numbers = 0, tenths = 0;
	int64_t i;

	for (i = -12000; i <= 12000; i++) {
		numbers += !is_number(i);
		tenths += !is_tenths(i);
	}
	numbers += !is_number(INT64_MAX) + !is_number(INT64_MIN);
	tenths += !is_tenths(INT64_MAX);
	IS_INT(numbers, 0, "whole numbers as printf writes them");
	IS_INT(tenths, 0, "tenths, too");
}

/* Two texts of n bytes, in memory of their own, of which one may differ. */
static int
equal(size_t n, size_t other)
{
	/* Not a byte more than that is there. */
	char *a = malloc(n > 0 ? n : 1), *b = malloc(n > 0 ? n : 1);
	int r;

	if (a == NULL || b == NULL)
		abort();
	memset(a, 'a', n);
	memset(b, 'a', n);
	if (other < n)
		b[other] ^= 1;
	r = bytes_equal_short((struct bytes){ a, n }, (struct bytes){ b, n });
	free(a);
	free(b);
	return r;
}

static void
check_texts(void)
{
	size_t n, i, missed = 0, taken = 0;

	for (n = 0; n <= 40; n++) {
		missed += !equal(n, n);
		for (i = 0; i < n; i++)
			taken += equal(n, i) != 0;
	}
	IS_INT(missed, 0, "equal texts of up to 40 bytes");
	IS_INT(taken, 0, "and with another byte anywhere");
	OK(!bytes_equal_short(bytes_of("abcdefgh"), bytes_of("abcdefghi")),
	    "of different lengths");
	OK(bytes_equal_short((struct bytes){ NULL, 0 }, bytes_of("")),
	    "none and an empty one");
}

int
main(void)
{
	check_numbers();
	check_texts();
	return tap_done();
}
