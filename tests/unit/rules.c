/* SPDX-License-Identifier: ISC */
#include "report/rules.h"
#include "tap.h"

static struct rules_one got[RULES_MOST];

static size_t
read_rules(const char *why)
{
	return rules_of(bytes_of(why), got);
}

static void
joined(const char *why, const char *more, const char *want)
{
	struct buf out = { NULL, 0, 0 };

	rules_join(&out, bytes_of(why), bytes_of(more));
	IS_TEXT(buf_string(&out), want, "%s and %s", why, more);
	buf_free(&out);
}

int
main(void)
{
	char many[8 * 100];
	int i;

	IS_INT(read_rules(""), 0, "nothing names no rule");
	IS_INT(read_rules("hostile:25.0 wait:4.0"), 0, "nor does a sum");
	IS_INT(read_rules("(x)"), 0, "nor does evidence alone");
	IS_INT(read_rules("UNOWNED"), 1, "a rule without evidence");
	OK(bytes_is(got[0].name, "UNOWNED"), "its name");
	IS_INT(read_rules("A-1(signal manager, since 4); R_2(contacts=4); C"),
	    3, "three rules");
	OK(bytes_is(got[0].name, "A-1"), "the first one's name");
	OK(bytes_is(got[1].whole, "R_2(contacts=4)"), "all of the second");
	OK(bytes_is(got[2].whole, "C"), "and of the third");
	IS_INT(read_rules("A(since x;y)"), 1, "a call's id with a semicolon");
	for (i = 0; i < 100; i++)
		memcpy(many + 3 * i, "A; ", 3);
	IS_INT(rules_of((struct bytes){ many, 298 }, got), RULES_MOST,
	    "no more than there is room for");

	joined("A(1)", "A(2); B(3)", "A(1); B(3)");
	joined("B", "A(2); B(3); C", "B; A(2); C");
	joined("A(1)", "", "A(1)");
	joined("", "A(1)", "");
	joined("wait:3.0", "A(1)", "wait:3.0");
	return tap_done();
}
