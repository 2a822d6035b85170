/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "report/firsts.h"
#include "tap.h"

/* A contact of a customer at some hour. */
struct contact {
	unsigned customer;
	int64_t hour;
	int answered;
	enum flag resolved;
};

struct counts {
	int64_t firsts, kept, open;
};

static void
take(struct tally *t, struct people *people, const struct contact *c)
{
	struct call call = { .start = c->hour * HOUR_MS,
		.resolved = c->resolved,
		.customer = {
		    (const char *)&c->customer, sizeof(c->customer) } };

	firsts_take(t, people_get(people, people_hash(&call), NULL), &call, 0,
	    c->answered, 0);
}

struct finish {
	struct tally *t;
	int64_t latest;
};

static void
finish(void *arg, const struct person *who)
{
	struct finish *f = arg;

	firsts_finish(f->t, who, f->latest);
}

static struct counts
count(const struct contact *c, size_t n)
{
	struct tally *t = tally_new();
	struct people *people = people_new();
	struct finish end = { t, INSTANT_NONE };
	struct counts counts;
	const int64_t *m = tally_at(t, TALLY_TEAM, 0)->n;
	size_t i;

	for (i = 0; i < n; i++) {
		take(t, people, &c[i]);
		if (end.latest < c[i].hour * HOUR_MS)
			end.latest = c[i].hour * HOUR_MS;
	}
	people_each(people, finish, &end);
	counts.firsts = m[MEASURE_FIRSTS];
	counts.kept = m[MEASURE_FIRSTS_KEPT];
	counts.open = m[MEASURE_FIRSTS_OPEN];
	people_free(people);
	tally_free(t);
	return counts;
}

static void
is(const struct contact *c, size_t n, int64_t firsts, int64_t kept,
    int64_t open, const char *name)
{
	struct counts got = count(c, n);

	OK(got.firsts == firsts && got.kept == kept && got.open == open, "%s",
	    name);
	if (got.firsts != firsts || got.kept != kept || got.open != open)
		printf("# got %lld %lld %lld\n", (long long)got.firsts,
		    (long long)got.kept, (long long)got.open);
}

static void
test_cases(void)
{
	static const struct contact once[] = { { 1, 0, 1, FLAG_NONE } };
	static const struct contact twice[] = { { 1, 0, 1, FLAG_NONE },
		{ 1, 168, 1, FLAG_NONE } };
	static const struct contact later[] = { { 1, 0, 1, FLAG_NONE },
		{ 1, 169, 1, FLAG_NONE } };
	static const struct contact chain[] = { { 1, 0, 1, FLAG_NONE },
		{ 1, 100, 1, FLAG_NONE }, { 1, 200, 1, FLAG_NONE } };
	static const struct contact left[] = { { 1, 0, 0, FLAG_NONE },
		{ 1, 1, 1, FLAG_NONE } };
	static const struct contact bad[] = { { 1, 0, 1, FLAG_NO },
		{ 2, 0, 1, FLAG_YES } };
	static const struct contact back[] = { { 1, 100, 1, FLAG_NONE },
		{ 1, 50, 1, FLAG_NONE } };

	is(once, 1, 1, 1, 1, "one contact: kept, its week is not over");
	is(twice, 2, 1, 0, 0, "again after 7 days exactly: not kept");
	is(later, 2, 2, 2, 1, "an hour later it is another first");
	is(chain, 3, 1, 0, 0, "a chain of contacts has one first");
	is(left, 2, 0, 0, 0, "a first contact that was abandoned is none");
	is(bad, 2, 2, 1, 1, "unresolved is not kept");
	is(back, 2, 1, 0, 0, "one out of time order breaks it");
}

/* In order of time, against looking at all pairs. */
static void
test_random(void)
{
	enum { N = 4000 };
	static struct contact c[N];
	struct counts want = { 0, 0, 0 }, got;
	int64_t hour = 0;
	size_t i, j;

	for (i = 0; i < N; i++) {
		hour += rand() % 3;
		c[i] = (struct contact){ (unsigned)rand() % 90, hour,
			rand() % 5 > 0, (enum flag)(rand() % 3) };
	}
	for (i = 0; i < N; i++) {
		int before = 0, after = 0;

		for (j = 0; j < N; j++) {
			if (j == i || c[j].customer != c[i].customer)
				continue;
			before |= j < i && c[i].hour - c[j].hour <= 168;
			after |= j > i && c[j].hour - c[i].hour <= 168;
		}
		if (before || !c[i].answered)
			continue;
		want.firsts++;
		want.kept += !after && c[i].resolved != FLAG_NO;
		want.open += !after && c[i].resolved != FLAG_NO &&
		    hour - c[i].hour < 168;
	}
	got = count(c, N);
	IS_INT(got.firsts, want.firsts, "random contacts: firsts");
	IS_INT(got.kept, want.kept, "those kept");
	IS_INT(got.open, want.open, "those whose week is not over");
}

/* Many customers, so that the table grows. */
static void
test_people(void)
{
	struct people *p = people_new();
	struct person *who, *before = NULL;
	struct call call = { .start = 0 };
	uint64_t hash;
	char name[32];
	size_t i, bad = 0;

	for (i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "customer %zu", i);
		call.customer = bytes_of(name);
		people_get(p, people_hash(&call), NULL)->spoken = (int64_t)i;
	}
	for (i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "customer %zu", i);
		call.customer = bytes_of(name);
		hash = people_hash(&call);
		who = people_get(p, hash, NULL);
		bad += who->spoken != (int64_t)i;
		bad += people_get(p, hash, people_fetch(p, hash)) != who;
		/* Another one who is likely is not who is asked for. */
		bad += people_get(p, hash, before) != who;
		before = who;
	}
	IS_INT(bad, 0, "each of many customers is found again");
	call.customer.n = 0;
	OK(people_get(p, people_hash(&call), NULL) == NULL,
	    "the empty key is nobody");
	people_free(p);
	people_free(NULL);
}

int
main(void)
{
	srand(11);
	test_cases();
	test_random();
	test_people();
	return tap_done();
}
