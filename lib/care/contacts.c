/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "care/contacts.h"

#define WINDOW (7 * (int64_t)DAY_MS)

/*
 * Calls that one generation of legs remembers, and its places: a power of
 * two, and twice as many, so that few are taken.
 */
enum { GENERATION = 16384, PLACES = 2 * GENERATION };

/* Starts that need no memory of their own; most customers have fewer. */
enum { FEW = 6 };

/*
 * A customer's starts, in one array as sorted runs, longest first, one run
 * of 2^k for each bit k of n: an insertion merges runs like a carry in
 * addition, a count searches each run, and neither grows with n, whatever
 * the order of the records (Bentley and Saxe 1980).  Any sorted array is
 * a valid row of runs.
 *
 * Customers are known by the hash of their key alone, and one with a few
 * starts is one cache line: one look at memory, which contacts_expect()
 * begins early, where a table that keeps the keys takes four.
 */
struct customer {
	uint64_t hash; /* 0: this place is free */
	uint32_t n;    /* starts kept */
	uint32_t cap;  /* room in many; 0: `few` is used */
	union {
		int64_t few[FEW];
		int64_t *many;
	} starts;
};

enum { LINE = 64 }; /* bytes of a cache line */

/* A call with an id, which is known by its hash alone, too. */
struct leg {
	uint64_t hash; /* 0: this place is free */
	int64_t number;
};

/* Open addressing, linear probing. */
struct legs {
	size_t count;
	struct leg table[PLACES];
};

struct contacts {
	void *block;		/* holds the table, which begins a line */
	struct customer *table; /* open addressing, linear probing */
	size_t mask;		/* places - 1, a power of two less one */
	size_t count;
	struct legs *legs;	 /* this generation */
	struct legs *older_legs; /* the generation before */
	int64_t *scratch;	 /* for merging */
	size_t scratch_cap;
	int was_late;
	struct bytes customer, joined;	     /* contacts_expect(): whose .. */
	uint64_t customer_hash, joined_hash; /* .. hashes are known */
};

/* A free table of so many places. */
static void
make_table(struct contacts *c, size_t places)
{
	uintptr_t block;

	if (places > SIZE_MAX / sizeof(*c->table) - 1)
		mem_exhausted();
	c->block = mem_zero(places + 1, sizeof(*c->table));
	/* Measured: half of what beginning to fetch a customer takes. */
	mem_scattered(c->block, (places + 1) * sizeof(*c->table));
	block = (uintptr_t)c->block;
	c->table = (struct customer *)((char *)c->block +
	    (LINE - block % LINE) % LINE);
	c->mask = places - 1;
}

struct contacts *
contacts_new(void)
{
	struct contacts *c = mem_zero(1, sizeof(*c));

	make_table(c, 1024);
	c->legs = mem_zero(1, sizeof(*c->legs));
	c->older_legs = mem_zero(1, sizeof(*c->older_legs));
	return c;
}

void
contacts_free(struct contacts *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i <= c->mask; i++)
		if (c->table[i].cap > 0)
			free(c->table[i].starts.many);
	free(c->block);
	free(c->legs);
	free(c->older_legs);
	free(c->scratch);
	free(c);
}

/* The place of a hash, or the free one where it would go. */
static struct customer *
place(struct contacts *c, uint64_t hash)
{
	size_t i = hash & c->mask;

	while (c->table[i].hash != 0 && c->table[i].hash != hash)
		i = (i + 1) & c->mask;
	return &c->table[i];
}

static void
double_table(struct contacts *c)
{
	const struct customer *old = c->table;
	void *block = c->block;
	size_t i, n = c->mask + 1;

	if (n > SIZE_MAX / 2)
		mem_exhausted();
	make_table(c, 2 * n);
	for (i = 0; i < n; i++)
		if (old[i].hash != 0)
			*place(c, old[i].hash) = old[i];
	free(block);
}

static uint64_t
hash_of(struct bytes key)
{
	uint64_t hash = hash_bytes(key);

	return hash != 0 ? hash : 1;
}

static struct leg *
leg_place(struct legs *l, uint64_t hash)
{
	size_t i = hash % PLACES;

	while (l->table[i].hash != 0 && l->table[i].hash != hash)
		i = (i + 1) % PLACES;
	return &l->table[i];
}

void
contacts_expect(struct contacts *c, const struct call *call)
{
	c->customer = call->customer;
	if (c->customer.n > 0) {
		c->customer_hash = hash_of(c->customer);
		__builtin_prefetch(&c->table[c->customer_hash & c->mask]);
	}
	c->joined = call->joined;
	if (c->joined.n > 0) {
		size_t i;

		c->joined_hash = hash_of(c->joined);
		i = c->joined_hash % PLACES;
		__builtin_prefetch(&c->legs->table[i]);
		__builtin_prefetch(&c->older_legs->table[i]);
	}
}

/* The hash of a key that may be the one that was expected. */
static uint64_t
hash_again(struct bytes key, struct bytes expected, uint64_t hash)
{
	return key.p == expected.p && key.n == expected.n ? hash : hash_of(key);
}

static struct customer *
customer_of(struct contacts *c, struct bytes key)
{
	uint64_t hash = hash_again(key, c->customer, c->customer_hash);
	struct customer *who;

	who = place(c, hash);
	if (who->hash != 0)
		return who;
	if (++c->count * 4 > (c->mask + 1) * 3) {
		double_table(c);
		who = place(c, hash);
	}
	who->hash = hash;
	return who;
}

/* How many of the n sorted values are below `limit`. */
static size_t
below(const int64_t *a, size_t n, int64_t limit)
{
	size_t from = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (a[from + half] < limit) {
			from += half + 1;
			n -= half + 1;
		} else
			n = half;
	}
	return from;
}

/* Merge two neighbouring runs of `left` and `right` values. */
static void
merge(struct contacts *c, int64_t *a, size_t left, size_t right)
{
	size_t i = 0, j = left, to = 0, end = left + right;

	if (a[left - 1] <= a[left])
		return;
	if (c->scratch_cap < left) {
		c->scratch = mem_resize(c->scratch, left, sizeof(*a));
		c->scratch_cap = left;
	}
	memcpy(c->scratch, a, left * sizeof(*a));
	while (i < left)
		a[to++] = j == end || c->scratch[i] <= a[j] ? c->scratch[i++]
							    : a[j++];
}

/* The longest run when `left` starts are still to be looked at. */
static uint32_t
longest_run(uint32_t left)
{
	return UINT32_C(1) << (31 - __builtin_clz(left));
}

static int64_t *
starts_of(struct customer *who)
{
	return who->cap > 0 ? who->starts.many : who->starts.few;
}

/* The newest start; there is at least one. */
static int64_t
newest(struct customer *who)
{
	const int64_t *a = starts_of(who);
	int64_t latest = INT64_MIN;
	uint32_t left, run;

	for (left = who->n; left > 0; left -= run) {
		run = longest_run(left);
		a += run;
		if (a[-1] > latest)
			latest = a[-1];
	}
	return latest;
}

/* Contacts from `from` to `until`, both included. */
static int64_t
count_between(struct customer *who, int64_t from, int64_t until)
{
	const int64_t *a = starts_of(who);
	int64_t count = 0;
	uint32_t left, run;

	for (left = who->n; left > 0; left -= run, a += run) {
		size_t early;

		run = longest_run(left);
		early = below(a, run, from);
		count += (int64_t)below(a + early, run - early, until + 1);
	}
	return count;
}

static int64_t
shifted(int64_t start, int64_t by)
{
	int64_t at;

	if (__builtin_add_overflow(start, by, &at))
		return by < 0 ? INT64_MIN : INT64_MAX;
	return at;
}

/* Make one sorted run of all. */
static void
sort(struct contacts *c, struct customer *who)
{
	size_t tail = 0;
	uint32_t left, run;

	for (left = who->n; left > 0; left &= left - 1) {
		run = left & -left;
		if (tail > 0)
			merge(
			    c, starts_of(who) + who->n - tail - run, run, tail);
		tail += run;
	}
}

/*
 * Forget all but two windows before the newest start and two around the
 * one to come: the records may run backwards, or a second file may begin
 * where the first one did.
 */
static void
forget(struct contacts *c, struct customer *who, int64_t start)
{
	int64_t *a = starts_of(who), latest = newest(who);
	size_t from, until, recent;

	if (latest < start)
		latest = start;
	sort(c, who);
	from = below(a, who->n, shifted(start, -2 * WINDOW));
	until = below(a, who->n, shifted(start, 2 * WINDOW + 1));
	recent = below(a, who->n, shifted(latest, -2 * WINDOW));
	if (recent < until)
		recent = until;
	memmove(a, a + from, (until - from) * sizeof(*a));
	memmove(a + until - from, a + recent, (who->n - recent) * sizeof(*a));
	who->n -= (uint32_t)(from + recent - until);
}

/* Room for one more: by forgetting if that frees half of it, or more. */
static void
make_room(struct contacts *c, struct customer *who, int64_t start)
{
	forget(c, who, start);
	if (who->n <= (who->cap > 0 ? who->cap : FEW) / 2)
		return;
	if (who->cap == 0) {
		int64_t *many = mem_resize(NULL, 16, sizeof(*many));

		memcpy(many, who->starts.few, sizeof(who->starts.few));
		who->cap = 16;
		who->starts.many = many;
		return;
	}
	if (who->cap > UINT32_MAX / 2)
		mem_exhausted();
	who->cap *= 2;
	who->starts.many =
	    mem_resize(who->starts.many, who->cap, sizeof(int64_t));
}

static void
insert(struct contacts *c, struct customer *who, int64_t start)
{
	int64_t *a;
	uint32_t run;

	if (who->n == (who->cap > 0 ? who->cap : FEW))
		make_room(c, who, start);
	a = starts_of(who);
	a[who->n++] = start;
	for (run = 1; (who->n & run) == 0; run <<= 1)
		merge(c, a + who->n - 2 * (size_t)run, run, run);
}

static int64_t
count_contact(struct contacts *c, const struct call *call)
{
	struct customer *who;
	int64_t number;

	if (call->direction == DIRECTION_OUT)
		return 0;
	if (call->customer.n == 0)
		return 1;
	if (call->start == INSTANT_NONE || call->start == INT64_MAX)
		return 0;
	who = customer_of(c, call->customer);
	number =
	    1 + count_between(who, shifted(call->start, -WINDOW), call->start);
	c->was_late = who->n > 0 && newest(who) > call->start;
	insert(c, who, call->start);
	return number;
}

/* A generation is full: it becomes the older one, and that is forgotten. */
static void
next_generation(struct contacts *c)
{
	struct legs *forgotten = c->older_legs;

	c->older_legs = c->legs;
	c->legs = forgotten;
	memset(forgotten, 0, sizeof(*forgotten));
}

/* The number that the legs of a call share; 0 as long as there is none. */
static int64_t *
leg_number(struct contacts *c, struct bytes id)
{
	uint64_t hash = hash_again(id, c->joined, c->joined_hash);
	struct leg *leg = leg_place(c->older_legs, hash);

	if (leg->hash != 0)
		return &leg->number;
	leg = leg_place(c->legs, hash);
	if (leg->hash != 0)
		return &leg->number;
	if (c->legs->count == GENERATION) {
		next_generation(c);
		leg = leg_place(c->legs, hash);
	}
	leg->hash = hash;
	c->legs->count++;
	return &leg->number;
}

int64_t
contacts_number(struct contacts *c, const struct call *call)
{
	int64_t number = 0, *shared = &number;

	c->was_late = 0;
	if (call->joined.n > 0)
		shared = leg_number(c, call->joined);
	if (*shared == 0)
		*shared = count_contact(c, call);
	/* Other bytes may stand there next. */
	c->customer.p = c->joined.p = NULL;
	return *shared;
}

int
contacts_was_late(const struct contacts *c)
{
	return c->was_late;
}
