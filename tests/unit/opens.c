/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/opens.h"
#include "tap.h"

enum { CUSTOMERS = 300, TURNS = 40000 };

/* What should be open: how many for each customer, and the latest one. */
static size_t many[CUSTOMERS], latest[CUSTOMERS];

static unsigned
draw(unsigned below)
{
	static uint32_t state = 1;

	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

static struct bytes
name(unsigned customer)
{
	static char text[16];
	struct bytes b = { text, 0 };

	b.n = (size_t)snprintf(text, sizeof(text), "C%u", customer);
	return b;
}

/* Whether a customer's list is as it should be. */
static int
is_right(const struct opens *o, unsigned customer)
{
	const struct opened *e = opens_of(o, name(customer));
	size_t n = 0;

	if (e != NULL && e->number != latest[customer])
		return 0;
	for (; e != NULL; e = e->next)
		n++;
	return n == many[customer];
}

/* Against a plain list of counts, while customers come and go. */
static void
test_like_a_list(void)
{
	struct opens *o = opens_new();
	size_t turn, wrong = 0;
	unsigned i;
	int first;

	for (turn = 0; turn < TURNS; turn++) {
		/* Now many are open, now few: places fill and free. */
		unsigned c = draw(CUSTOMERS), few = turn / 5000 % 2;

		if (draw(4) < 1 + 2 * few) {
			wrong += opens_close(o, name(c)) != (many[c] > 0);
			many[c] = 0;
			continue;
		}
		opens_add(o, name(c), bytes_of("x"), &first)->number = turn;
		wrong += first != (many[c] == 0);
		many[c]++;
		latest[c] = turn;
		wrong += !is_right(o, draw(CUSTOMERS));
	}
	IS_INT(wrong, 0, "lists are right all the time");
	for (i = 0, wrong = 0; i < CUSTOMERS; i++)
		wrong += !is_right(o, i);
	IS_INT(wrong, 0, "and in the end");
	opens_free(o);
}

static void
test_bytes(void)
{
	static const char id[] = "E\0001", customer[] = "C\0002";
	struct opens *o = opens_new();
	struct bytes since = { id, 3 }, who = { customer, 3 };
	struct opened *e;
	int first;

	OK(opens_of(o, who) == NULL, "nothing is open");
	e = opens_add(o, who, since, &first);
	OK(first == 1, "the first one");
	OK(memcmp(e->since, id, sizeof(id)) == 0, "a name with a NUL");
	OK(opens_of(o, who) == e, "a customer with a NUL is found");
	who.n = 1;
	OK(opens_of(o, who) == NULL, "another one is not");
	OK(!opens_close(o, who), "nothing to close");
	opens_free(o);
	opens_free(NULL);
}

int
main(void)
{
	test_like_a_list();
	test_bytes();
	return tap_done();
}
