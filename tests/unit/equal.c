/* SPDX-License-Identifier: ISC */
/* Values that stood above: those right above always, near ones mostly. */
#include <stdio.h>

#include "call/equal.h"
#include "tap.h"

static int
seen(struct equal *e, const char *id)
{
	return equal_seen(e, equal_expect(e, bytes_of(id)));
}

/* Ids of each length, which differ in one byte at each place. */
static void
test_lengths(void)
{
	struct equal *e = equal_new();
	char id[] = "abcdefghijklmnopqrstuvwxyz";
	size_t n, i, bad = 0;

	for (n = 1; n < sizeof(id); n++)
		for (i = 0; i < n; i++) {
			struct bytes b = { id, n };

			id[i] = '#';
			bad += equal_seen(e, equal_expect(e, b)) != 0;
			bad += equal_seen(e, equal_expect(e, b)) != 1;
			id[i] = (char)('a' + i);
		}
	IS_INT(bad, 0, "found right above, and no others");
	equal_free(e);
}

/* What stands `back` ids above, of 100,000 in a form: how many are found. */
static int
found(const char *form, int back)
{
	struct equal *e = equal_new();
	char id[32];
	int i, n = 0;

	for (i = 0; i < 100000; i++) {
		snprintf(id, sizeof(id), form, (unsigned)i);
		n += seen(e, id);
		if (i < back)
			continue;
		snprintf(id, sizeof(id), form, (unsigned)(i - back));
		n += seen(e, id);
	}
	equal_free(e);
	return n;
}

static void
test_near(void)
{
	int n;

	IS_INT(found("E%08u", 1), 99999, "ids that are counted up");
	n = found("E%08u", 100);
	OK(n > 99900 * 98 / 100 && n <= 99900, "from a hundred above");
	IS_INT(found("%u", 1), 99999, "from one digit on");
	/* (1 - 1/16384)^200, as each step puts two values there: 98.8 %. */
	n = found("%x-a", 100);
	OK(n > 99900 * 98 / 100 && n <= 99900, "of another kind, too");
	/* (1 - 1/16384)^4000: 78.3 %. */
	n = found("%x-a", 2000);
	OK(n > 98000 * 77 / 100 && n < 98000 * 80 / 100,
	    "fewer from further above");
}

int
main(void)
{
	test_lengths();
	test_near();
	return tap_done();
}
