/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "care/token.h"

/*
 * Abbreviations of notes behind which a full stop ends no sentence, when
 * more words follow.
 */
static const char *const abbreviations[] = { "acc", "acct", "addr", "adv",
	"approx", "appt", "appts", "auth", "avg", "cb", "co", "comp", "conf",
	"cont", "cst", "cust", "cx", "dept", "dr", "eg", "esc", "etc", "ext",
	"hr", "hrs", "ie", "inc", "incl", "info", "int", "inv", "max", "mgr",
	"min", "mins", "misc", "mngr", "mr", "mrs", "ms", "mth", "nr", "num",
	"pls", "poss", "prev", "prof", "qty", "re", "ref", "req", "reqd",
	"resp", "sgt", "spk", "st", "sup", "supe", "supv", "tech", "tel",
	"temp", "trans", "v", "vs", "w", "xfer", NULL };

const char *const *
token_abbreviations(void)
{
	return abbreviations;
}

/*
 * What one byte between two words makes of the gap.  What is not here
 * joins: blanks, quotes.
 */
enum { STOP = GAP_SENTENCE + 1, DASH, WIDE };
static const unsigned char gaps[256] = {
	['!'] = GAP_SENTENCE,
	['?'] = GAP_SENTENCE,
	['\n'] = GAP_SENTENCE,
	['\r'] = GAP_SENTENCE,
	[','] = GAP_CLAUSE,
	[';'] = GAP_CLAUSE,
	[':'] = GAP_CLAUSE,
	['('] = GAP_CLAUSE,
	[')'] = GAP_CLAUSE,
	['['] = GAP_CLAUSE,
	[']'] = GAP_CLAUSE,
	['{'] = GAP_CLAUSE,
	['}'] = GAP_CLAUSE,
	['|'] = GAP_CLAUSE,
	['>'] = GAP_CLAUSE,
	['<'] = GAP_CLAUSE,
	['='] = GAP_CLAUSE,
	['~'] = GAP_CLAUSE,
	['.'] = STOP,
	['-'] = DASH,
	['/'] = DASH,
	[0xe2] = WIDE,
};

/* En dash, em dash, ellipsis. */
static int
is_dash(const char *p, size_t n)
{
	return n >= 3 && p[1] == '\x80' &&
	    (p[2] == '\x93' || p[2] == '\x94' || p[2] == '\xa6');
}

enum token_gap
token_gap_behind(const char *p, size_t n, int abbreviation)
{
	enum { FAR = 16 };
	unsigned gap = GAP_JOINED, one;
	size_t i;

	if (n > FAR)
		return GAP_SENTENCE;
	for (i = 0; i < n; i++) {
		one = gaps[(unsigned char)p[i]];
		if (one == STOP) {
			/* Inside a word, or one of several: no full stop. */
			if (n == 1 || (i + 1 < n && p[i + 1] == '.') ||
			    (i > 0 && p[i - 1] == '.'))
				one = GAP_CLAUSE;
			else
				one = abbreviation ? GAP_JOINED : GAP_SENTENCE;
		} else if (one == DASH)
			/* Before a word it joins, before a blank it parts. */
			one = n - i > 1 ? GAP_CLAUSE : GAP_JOINED;
		else if (one == WIDE)
			one = is_dash(p + i, n - i) ? GAP_CLAUSE : GAP_JOINED;
		if (one > gap)
			gap = one;
	}
	return (enum token_gap)gap;
}
