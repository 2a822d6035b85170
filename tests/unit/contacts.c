/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "care/contacts.h"
#include "tap.h"

#define DAY ((int64_t)DAY_MS)
#define WEEK (7 * DAY)

static struct call
call_of(const char *customer, int64_t start)
{
	struct call c;

	memset(&c, 0, sizeof(c));
	c.customer = bytes_of(customer);
	c.start = start;
	c.direction = DIRECTION_IN;
	return c;
}

static int64_t
take(struct contacts *k, const char *customer, int64_t start)
{
	struct call c = call_of(customer, start);

	return contacts_number(k, &c);
}

static void
test_window(void)
{
	struct contacts *k = contacts_new();
	int64_t t = 1000 * DAY;

	IS_INT(take(k, "a", t), 1, "the first contact");
	IS_INT(take(k, "a", t), 2, "at the same time: file order");
	IS_INT(take(k, "b", t), 1, "another customer");
	IS_INT(take(k, "a", t + 1), 3, "a millisecond later");
	IS_INT(take(k, "a", t + WEEK), 4, "7 x 24 h later: inclusive");
	IS_INT(take(k, "a", t + WEEK + 1), 3, "1 ms more: two fell out");
	IS_INT(take(k, "a", t + WEEK + 2), 3, "and now the third");
	IS_INT(take(k, "b", t + WEEK + 1), 1, "b alone: outside the window");
	contacts_free(k);
}

static void
test_who_counts(void)
{
	struct contacts *k = contacts_new();
	struct call c = call_of("a", DAY);

	IS_INT(take(k, "", DAY), 1, "nobody is at the first contact");
	IS_INT(take(k, "", DAY), 1, "and stays there");
	c.direction = DIRECTION_OUT;
	IS_INT(contacts_number(k, &c), 0, "outbound has no number");
	c.direction = DIRECTION_UNKNOWN;
	IS_INT(contacts_number(k, &c), 1, "outbound was not counted");
	c.outcome = OUTCOME_ABANDONED;
	IS_INT(contacts_number(k, &c), 2,
	    "unknown direction was, abandoned "
	    "is");
	c.start = INSTANT_NONE;
	IS_INT(contacts_number(k, &c), 0, "without a start: no number");
	c.start = DAY;
	IS_INT(contacts_number(k, &c), 3, "and it was not counted");
	contacts_free(k);
}

static void
test_legs(void)
{
	struct contacts *k = contacts_new();
	struct call first = call_of("a", DAY), later = call_of("ext 7", DAY);
	struct call out = call_of("a", DAY);

	first.joined = later.joined = bytes_of("p1");
	IS_INT(take(k, "a", DAY - 1), 1, "a call before");
	IS_INT(contacts_number(k, &first), 2, "first leg");
	IS_INT(contacts_number(k, &later), 2, "later leg, other caller");
	first.start += 5;
	IS_INT(contacts_number(k, &first), 2, "third leg, later");
	IS_INT(take(k, "a", DAY + 9), 3, "the call was counted once");
	IS_INT(take(k, "ext 7", DAY + 9), 1, "the other caller was not");
	out.joined = bytes_of("p2");
	out.direction = DIRECTION_OUT;
	IS_INT(contacts_number(k, &out), 0, "an outbound call's first leg");
	IS_INT(contacts_number(k, &out), 0, "and its second");
	contacts_free(k);
}

/* Legs are told apart for at least 16,384 calls and one generation more. */
static void
test_many_legs(void)
{
	struct contacts *k = contacts_new();
	char id[32];
	int i, bad = 0;

	for (i = 0; i < 100000; i++) {
		struct call c = call_of("a", DAY + i * (int64_t)HOUR_MS * 24);

		c.joined.n = (size_t)snprintf(id, sizeof(id), "p%d", i);
		c.joined.p = id;
		bad += contacts_number(k, &c) != (i < 7 ? i + 1 : 8);
		if (i < 16000)
			continue;
		c.joined.n = (size_t)snprintf(id, sizeof(id), "p%d", i - 16000);
		bad += contacts_number(k, &c) !=
		    (i - 16000 < 7 ? i - 16000 + 1 : 8);
	}
	IS_INT(bad, 0, "a daily caller with two legs each, 100,000 calls");
	contacts_free(k);
}

static void
test_late(void)
{
	struct contacts *k = contacts_new();
	struct call c = call_of("a", 2 * DAY);

	IS_INT(take(k, "a", 3 * DAY), 1, "a later call stands first");
	OK(!contacts_was_late(k), "it is not late");
	IS_INT(take(k, "a", DAY), 1, "an earlier one behind it");
	OK(contacts_was_late(k), "it is late");
	IS_INT(contacts_number(k, &c), 2, "in the middle: one is earlier");
	OK(contacts_was_late(k), "late, too");
	IS_INT(take(k, "a", 3 * DAY), 4, "in order again, all are counted");
	OK(!contacts_was_late(k), "not late: the same start");
	contacts_free(k);
}

/*
 * A customer with `n` calls in a row, then one whose date is wrong by
 * `wrong` ms, then as many more: the wrong one costs none of them.
 */
static int
around_a_wrong_date(int n, int64_t wrong)
{
	struct contacts *k = contacts_new();
	int64_t t = 20000 * DAY;
	int i, bad = 0;

	for (i = 0; i < 2 * n; i++) {
		if (i == n)
			take(k, "a", t + wrong);
		bad += take(k, "a", t + i) != i + 1;
	}
	contacts_free(k);
	return bad;
}

static void
test_wrong_dates(void)
{
	static const int64_t wrong[] = { -40 * 365 * DAY, -60 * DAY, 60 * DAY,
		40 * 365 * DAY, INT64_MAX / 2, INT64_MIN / 2 };
	size_t i;
	int n, bad = 0;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		for (n = 1; n < 40; n++)
			bad += around_a_wrong_date(n, wrong[i]);
	IS_INT(bad, 0, "one wrong date, years before or behind the others");
}

/*
 * An export that writes the same date for want of one, with every third
 * call, or two dates in turn: none of them costs the others.
 */
static int
among_wrong_dates(int n, int64_t odd, int64_t even)
{
	struct contacts *k = contacts_new();
	int64_t t = 20000 * DAY;
	int i, bad = 0;

	for (i = 0; i < n; i++) {
		if (i % 3 == 2)
			take(k, "a", i % 2 == 0 ? even : odd);
		bad += take(k, "a", t + i) != i + 1;
	}
	contacts_free(k);
	return bad;
}

static void
test_more_wrong_dates(void)
{
	static const int64_t wrong[] = { -25567 * DAY, 0, 28000 * DAY,
		2932896 * DAY };
	size_t i, j;
	int bad = 0;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		for (j = 0; j < sizeof(wrong) / sizeof(wrong[0]); j++)
			bad += among_wrong_dates(300, wrong[i], wrong[j]);
	IS_INT(bad, 0, "1900, 1970, 2046 and 9999, again and again");
}

/*
 * The definition taken word for word: count all calls before in the file
 * that start in the window.  `back` is how far records may be out of
 * order; nothing within a week of it may be forgotten.
 */
static int
against_definition(unsigned seed, int n, int64_t step, int64_t back)
{
	struct contacts *k = contacts_new();
	int64_t *starts = mem_zero((size_t)n, sizeof(*starts));
	int i, j, bad = 0;

	srand(seed);
	for (i = 0; i < n; i++) {
		int64_t want = 1;

		starts[i] =
		    5000 * DAY + i * step - (back > 0 ? rand() % back : 0);
		for (j = 0; j < i; j++)
			want += starts[j] <= starts[i] &&
			    starts[j] >= starts[i] - WEEK;
		bad += take(k, "a", starts[i]) != want;
	}
	free(starts);
	contacts_free(k);
	return bad;
}

/* The later year before the earlier one, as operands may be given. */
static void
test_two_files(void)
{
	struct contacts *k = contacts_new();
	int i, bad = 0;

	for (i = 0; i < 730; i++)
		bad += take(k, "a", (9000 + i % 365 - i / 365 * 365) * DAY) !=
		    (i % 365 < 7 ? i % 365 + 1 : 8);
	IS_INT(bad, 0, "two years, the later one first");
	contacts_free(k);
}

/* A heavy customer, in any order, must not take quadratic time. */
static void
test_heavy(void)
{
	struct contacts *k = contacts_new();
	uint64_t x = 88172645463325252u;
	int64_t i, first = 0, last = 0;

	for (i = 0; i < 300000; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		take(k, "random", 9000 * DAY + (int64_t)(x % (uint64_t)WEEK));
		first = take(k, "newest first", 9000 * DAY - i);
		last = take(k, "in order", 9000 * DAY + i / 2);
	}
	IS_INT(first, 1, "newest first: none is earlier");
	IS_INT(last, 300000, "300,000 calls of one customer");
	IS_INT(take(k, "random", 9000 * DAY + WEEK), 300001,
	    "and in random order");
	contacts_free(k);
}

static void
test_ends(void)
{
	struct contacts *k = contacts_new();

	IS_INT(take(k, "a", INT64_MIN + 1), 1, "the earliest instant");
	IS_INT(take(k, "a", INT64_MIN + 2), 2, "and one more");
	IS_INT(take(k, "a", INT64_MIN + 3), 3, "and a third");
	IS_INT(take(k, "a", INT64_MAX - 1), 1, "the latest instant");
	IS_INT(take(k, "a", INT64_MAX - 1), 2, "again");
	IS_INT(take(k, "a", INT64_MAX), 0, "no instant");
	contacts_free(k);
	contacts_free(NULL);
	OK(1, "contacts_free() takes NULL");
}

/*
 * A customer's hash tells the place: many who all want the first one, and
 * the last one, each still have their own contacts.
 */
static void
test_crowd(void)
{
	struct contacts *k = contacts_new();
	int64_t t = 1000 * DAY, bad = 0;
	uint64_t i, way;
	int turn;

	for (turn = 1; turn <= 3; turn++)
		for (i = 1; i <= 1000; i++)
			for (way = 0; way < 2; way++) {
				struct call c = call_of("x", t++);

				/* 1000, 1, 1001, 2 .. */
				c.customer_hash = i / 2 + i % 2 * 1000 + way;
				if (way == 1)
					c.customer_hash = 0 - c.customer_hash;
				contacts_expect(k, &c);
				bad += contacts_number(k, &c) != turn;
			}
	IS_INT(bad, 0, "a thousand neighbours at each end of the table");
	contacts_free(k);
}

/*
 * So many customers that a table which grows is let go of in parts: those
 * who came long before, with few starts or with many, are still known.
 */
static void
test_parts(void)
{
	enum { CUSTOMERS = 250000 };
	uint16_t *count = mem_zero(CUSTOMERS, sizeof(*count));
	struct contacts *k = contacts_new();
	struct call c = call_of("x", 1000 * DAY);
	size_t i, who, bad = 0;

	/* 1, 2 .. 8, 1, 9, 1, 10, 1 .. 16, 2, 17, 2 .. */
	for (i = 1; i < CUSTOMERS; i++)
		for (who = i; who > 0; who /= 8) {
			c.customer_hash = who * UINT64_C(0x9e3779b97f4a7c15);
			bad += contacts_number(k, &c) != ++count[who];
		}
	IS_INT(bad, 0, "all customers are known in a table that has grown");
	contacts_free(k);
	free(count);
}

int
main(void)
{
	test_window();
	test_who_counts();
	test_legs();
	test_many_legs();
	test_late();
	IS_INT(against_definition(1, 3000, HOUR_MS, 0), 0,
	    "in order, hourly, as defined");
	IS_INT(against_definition(2, 3000, HOUR_MS, 6 * DAY_MS), 0,
	    "up to 6 days out of order, hourly");
	IS_INT(against_definition(3, 2000, 5 * (int64_t)HOUR_MS, DAY_MS), 0,
	    "a year of calls, one day out of order");
	IS_INT(against_definition(4, 2000, -(int64_t)HOUR_MS / 8, 0), 0,
	    "newest first");
	IS_INT(against_definition(5, 2000, -5 * (int64_t)HOUR_MS, DAY_MS), 0,
	    "a year, newest first, one day out of order");
	test_wrong_dates();
	test_more_wrong_dates();
	test_two_files();
	test_heavy();
	test_ends();
	test_crowd();
	test_parts();
	return tap_done();
}
