/* SPDX-License-Identifier: ISC */
#include "call/look.h"
#include "call/values.h"

/* No number, time, line or word for a state is longer. */
enum { LONGEST = 64 };

static int
is_flag(struct bytes v)
{
	static const char *const flags[] = { "0", "1", "y", "n", "yes", "no",
		"true", "false", "x" };
	size_t i;

	/* All of them begin with one of these. */
	if (v.n > 5 || strchr("01ynYNtTfFxX", v.p[0]) == NULL)
		return 0;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (bytes_is_nocase(v, flags[i]))
			return 1;
	return 0;
}

enum look
look_of(struct bytes v)
{
	size_t i, digits = 0, colons = 0, dashes = 0, slashes = 0, points = 0;

	if (v.n > LONGEST)
		return LOOK_WORD;
	if (is_flag(v))
		return LOOK_FLAG;
	for (i = 0; i < v.n; i++) {
		digits += byte_is_digit((unsigned char)v.p[i]) != 0;
		colons += v.p[i] == ':';
		dashes += v.p[i] == '-';
		slashes += v.p[i] == '/';
		points += v.p[i] == '.' || v.p[i] == ',';
	}
	if (digits > 0 && digits + points == v.n && points < 2)
		return LOOK_NUMBER;
	if (byte_is_digit((unsigned char)v.p[0]) && digits >= 4 &&
	    (dashes >= 2 || slashes >= 2 || points >= 2))
		return LOOK_DATED;
	if (byte_is_digit((unsigned char)v.p[0]) && colons > 0)
		return LOOK_CLOCK;
	if (slashes > 0 && !byte_is_digit((unsigned char)v.p[0]) && digits > 0)
		return LOOK_LINE;
	return values_is_state(v) ? LOOK_STATE : LOOK_WORD;
}
