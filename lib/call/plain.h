/* SPDX-License-Identifier: ISC */
#ifndef CALL_PLAIN_H
#define CALL_PLAIN_H

#include "base/bytes.h"

/*
 * A value without what stands around it for a spreadsheet's sake: blanks
 * at both ends and the guard `="..."` that keeps Excel from reading 0301
 * as a number (its quotes may still be doubled).  Points into the value.
 */
static inline struct bytes
value_plain(struct bytes b)
{
	int i;

	b = bytes_trim(b);
	/* How a spreadsheet is told that it is text. */
	if (b.n > 1 && b.p[0] == '\'') {
		b.p++;
		b.n--;
	}
	if (b.n < 3 || b.p[0] != '=' || b.p[1] != '"')
		return b;
	b.p++;
	b.n--;
	for (i = 0; i < 2 && b.n >= 2 && b.p[0] == '"' && b.p[b.n - 1] == '"';
	     i++) {
		b.p++;
		b.n -= 2;
	}
	return bytes_trim(b);
}

/* What exports write where there is nothing; the value is trimmed. */
static inline int
value_is_nothing(struct bytes b)
{
	static const char *const words[] = { "-", "--", "n/a", "#n/a", "na",
		"nan", "nat", "<na>", "none", "null", "(null)", "\\n" };
	size_t i;

	if (b.n == 0 || b.n > 6)
		return b.n == 0;
	/* Nearly all values begin otherwise than any of these. */
	if (b.p[0] != 'n' && b.p[0] != 'N' && b.p[0] != '-' && b.p[0] != '#' &&
	    b.p[0] != '<' && b.p[0] != '(' && b.p[0] != '\\')
		return 0;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (bytes_is_nocase(b, words[i]))
			return 1;
	return 0;
}

#endif
