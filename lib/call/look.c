/* SPDX-License-Identifier: ISC */
#include <string.h>

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

	/* Of one sign, or beginning as the longer ones do. */
	if (v.n == 1)
		return strchr("01yYnNxX", v.p[0]) != NULL && v.p[0] != '\0';
	if (v.n > 5 || strchr("ynYNtTfF", v.p[0]) == NULL)
		return 0;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (bytes_is_nocase(v, flags[i]))
			return 1;
	return 0;
}

enum sign { OTHER, DIGIT, COLON, DASH, SLASH, POINT, SIGNS };

/* The signs of a value, counted. */
static void
count_signs(struct bytes v, size_t count[SIGNS])
{
	static const unsigned char sign[256] = { ['0'] = DIGIT,
		['1'] = DIGIT,
		['2'] = DIGIT,
		['3'] = DIGIT,
		['4'] = DIGIT,
		['5'] = DIGIT,
		['6'] = DIGIT,
		['7'] = DIGIT,
		['8'] = DIGIT,
		['9'] = DIGIT,
		[':'] = COLON,
		['-'] = DASH,
		['/'] = SLASH,
		['.'] = POINT,
		[','] = POINT };
	size_t i;

	memset(count, 0, SIGNS * sizeof(*count));
	for (i = 0; i < v.n; i++)
		count[sign[(unsigned char)v.p[i]]]++;
}

enum look
look_of(struct bytes v)
{
	int begins = byte_is_digit((unsigned char)v.p[0]);
	size_t n[SIGNS], i;

	if (v.n > LONGEST)
		return LOOK_WORD;
	if (is_flag(v))
		return LOOK_FLAG;
	count_signs(v, n);
	/* No state has a digit in it. */
	if (n[DIGIT] == 0)
		return values_is_state(v) ? LOOK_STATE : LOOK_WORD;
	if (n[DIGIT] + n[POINT] == v.n && n[POINT] < 2)
		return LOOK_NUMBER;
	if (begins && n[DIGIT] >= 4 &&
	    (n[DASH] >= 2 || n[SLASH] >= 2 || n[POINT] >= 2))
		return LOOK_DATED;
	/* `2 Mar 2026 9:00` is none of a clock's forms. */
	for (i = 0; i < v.n && byte_is_digit((unsigned char)v.p[i]); i++)
		;
	if (begins && n[COLON] > 0)
		return v.p[i] == ':' || n[DIGIT] < 6 ? LOOK_CLOCK : LOOK_DATED;
	return n[SLASH] > 0 && !begins ? LOOK_LINE : LOOK_WORD;
}
