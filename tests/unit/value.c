/* SPDX-License-Identifier: ISC */
#include "report/value.h"
#include "tap.h"

static void
is(int64_t part, int64_t of, unsigned decimals, int fixed, const char *want)
{
	struct value v = { part, of };
	char text[VALUE_MAX];

	text[value_put(text, v, decimals, fixed)] = '\0';
	IS_TEXT(text, want, "%lld / %lld with %u decimals%s", (long long)part,
	    (long long)of, decimals, fixed ? ", all of them" : "");
}

int
main(void)
{
	struct value none = { 5, 0 }, half = { 5, 2 }, minus = { -5, 2 };

	is(273729, 4054, 4, 0, "67.5207");
	is(86, 1, 2, 1, "86.00");
	is(86, 1, 4, 0, "86");
	is(865, 10, 4, 0, "86.5");
	is(1, 3, 4, 0, "0.3333");
	is(2, 3, 4, 0, "0.6667");
	is(1, 20000, 4, 0, "0.0001");
	is(1, 20001, 4, 0, "0");
	is(9999995, 10000000, 6, 0, "1");
	is(9999994, 10000000, 6, 0, "0.999999");
	is(5, 2, 0, 0, "3");
	is(-5, 2, 0, 0, "-2");
	is(-1, 3, 2, 1, "-0.33");
	is(-1, 1000, 2, 1, "0.00");
	is(0, 7, 2, 1, "0.00");
	is(100, 1, 1, 1, "100.0");
	is(INT64_MAX, 1, 4, 0, "9223372036854775807");
	is(INT64_MAX, INT64_MAX, 4, 1, "1.0000");
	is(5, 0, 2, 1, "");
	IS_INT(value_round(half), 3, "2.5 is 3");
	IS_INT(value_round(minus), -2, "-2.5 is -2: half up");
	IS_INT(value_round(none), 0, "nothing is 0");
	return tap_done();
}
