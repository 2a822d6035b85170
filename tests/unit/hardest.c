/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/hardest.h"
#include "tap.h"

static int
offer(struct hardest *h, int64_t stress, const char *text)
{
	struct buf *bytes;
	int out = hardest_offer(h, stress, &bytes);

	if (bytes != NULL)
		buf_add_string(bytes, text);
	return out;
}

static void
test_ties(void)
{
	struct hardest *h = hardest_new(3);

	IS_INT(offer(h, 5, "five one"), 0, "room for one");
	IS_INT(offer(h, 7, "seven one"), 0, "two");
	IS_INT(offer(h, 5, "five two"), 0, "three");
	IS_INT(offer(h, 5, "five three"), 1, "the fourth pushes one out");
	IS_INT(offer(h, 7, "seven two"), 1, "another one");
	IS_INT(offer(h, 4, "four"), 1, "or is out itself");
	IS_INT(hardest_settle(h), 3, "three are left");
	OK(bytes_is(hardest_bytes(h, 0), "seven one"), "the hardest");
	OK(bytes_is(hardest_bytes(h, 1), "seven two"), "as hard, later");
	OK(bytes_is(hardest_bytes(h, 2), "five one"), "the first of the rest");
	hardest_free(h);

	h = hardest_new(10);
	IS_INT(hardest_settle(h), 0, "nothing offered, nothing kept");
	hardest_free(h);
	hardest_free(NULL);
	OK(1, "hardest_free() takes NULL");
}

enum { MANY = 20000 };

static struct {
	int stress, number;
} all[MANY];

static int
hardest_first(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return x[0] != y[0] ? y[0] - x[0] : x[1] - y[1];
}

/* Against sorting everything. */
static void
test_many(size_t n)
{
	struct hardest *h = hardest_new(n);
	char text[32];
	size_t i, want = n < MANY ? n : MANY, out = 0, bad = 0;

	for (i = 0; i < MANY; i++) {
		all[i].stress = rand() % 101;
		all[i].number = (int)i;
		snprintf(text, sizeof(text), "%zu", i);
		out += (size_t)offer(h, all[i].stress, text);
	}
	qsort(all, MANY, sizeof(all[0]), hardest_first);
	IS_INT(hardest_settle(h), want, "%zu: so many are kept", n);
	IS_INT(out, MANY - want, "%zu: and the others are out", n);
	for (i = 0; i < want; i++) {
		snprintf(text, sizeof(text), "%d", all[i].number);
		bad += !bytes_is(hardest_bytes(h, i), text);
	}
	IS_INT(bad, 0, "%zu: as sorting all gives them", n);
	hardest_free(h);
}

int
main(void)
{
	srand(3);
	test_ties();
	test_many(1);
	test_many(2);
	test_many(100);
	test_many(MANY);
	test_many(3 * MANY);
	return tap_done();
}
