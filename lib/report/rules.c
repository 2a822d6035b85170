/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "report/rules.h"

static int
is_name(unsigned char c)
{
	return byte_is_digit(c) || c == '_' || c == '-' ||
	    (byte_lower(c) >= 'a' && byte_lower(c) <= 'z');
}

/* Where the next rule begins behind `at`: `; NAME`, or the end. */
static size_t
next_rule(struct bytes why, size_t at)
{
	for (; at + 2 < why.n; at++)
		if (why.p[at] == ';' && why.p[at + 1] == ' ' &&
		    is_name((unsigned char)why.p[at + 2]))
			return at;
	return why.n;
}

size_t
rules_of(struct bytes why, struct rules_one rules[RULES_MOST])
{
	size_t n = 0, at, end, name;

	why = bytes_trim(why);
	for (at = 0; at < why.n && n < RULES_MOST; at = end + 2) {
		for (name = at; name < why.n; name++)
			if (!is_name((unsigned char)why.p[name]))
				break;
		if (name == at ||
		    (name < why.n && why.p[name] != '(' && why.p[name] != ';'))
			return 0;
		end = next_rule(why, name);
		rules[n].name.p = rules[n].whole.p = why.p + at;
		rules[n].name.n = name - at;
		rules[n++].whole.n = end - at;
	}
	return n;
}

void
rules_join(struct buf *out, struct bytes why, struct bytes more)
{
	struct rules_one mine[RULES_MOST], others[RULES_MOST];
	size_t n = rules_of(why, mine), m = rules_of(more, others), i, k;

	buf_add_bytes(out, why);
	for (i = 0; n > 0 && i < m; i++) {
		for (k = 0; k < n; k++)
			if (bytes_equal(mine[k].name, others[i].name))
				break;
		if (k < n)
			continue;
		buf_add_string(out, "; ");
		buf_add_bytes(out, others[i].whole);
	}
}
