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

#endif
