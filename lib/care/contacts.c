/* SPDX-License-Identifier: ISC */
#include <endian.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/recent.h"
#include "care/contacts.h"

#define WINDOW (7 * (int64_t)DAY_MS)

__extension__ typedef unsigned __int128 wide;

/* Calls whose further legs may come. */
enum { LEGS_KEPT = 16384 };

/*
 * Starts that need no memory of their own (most customers have fewer), and
 * the bytes of one: ms behind the earliest, of 34 years.
 */
enum { FEW = 4, LATER = 5 };

/*
 * More of them: sorted runs, longest first, one run of 2^k for each bit k
 * of n.  An insertion merges runs like a carry in addition, a count
 * searches each run, and neither grows with n, whatever the order of the
 * records (Bentley and Saxe 1980).  Any sorted array is a valid row of
 * runs.
 */
struct many {
	uint32_t n, cap;
	int64_t last; /* the one that came last */
	int64_t at[];
};

/*
 * Customers are known by the hash of their key alone, and two of them with
 * a few starts are one cache line: one look at memory, which
 * contacts_expect() begins early, where a table that keeps the keys takes
 * four.
 */
struct customer {
	uint64_t hash; /* 0: this place is free */
	union {
		int64_t earliest;
		struct many *many;
	} starts;
	unsigned char later[FEW - 1][LATER]; /* low byte first, in order */
	unsigned few : 4;		     /* how many; MANY: see there */
	unsigned last : 4;		     /* which of the few came last */
};

enum { MANY = FEW + 1 };

enum { LINE = 64, LINE_HOLDS = LINE / sizeof(struct customer) };
_Static_assert(LINE_HOLDS == 2, "two customers are one cache line");

/* Places that are looked at at once, from the begin of a line. */
enum { LOOK = 2 * LINE_HOLDS };

/* Customers that are let go at once. */
enum { PART = MEM_PAGE / sizeof(struct customer) };

/* Behind all homes: places for those whom the last of them have not, .. */
enum { SPILL = 64 };
/* .. and of these and the homes at most so many. */
#define PLACES_MOST (SIZE_MAX / 4 / sizeof(struct customer))

/* Where i * LATER later the eight bytes begin that end with later[i - 1]. */
enum { BEHIND = offsetof(struct customer, later) - sizeof(uint64_t) };

/* Starts that can be looked at, wherever they stand. */
struct starts {
	int64_t *at;
	uint32_t n;
	int64_t last; /* the one that came last, if any */
};

struct contacts {
	void *block;		/* holds the table */
	struct customer *table; /* in the order of their hashes */
	size_t places, spill;	/* that are homes, and behind them */
	size_t count;		/* customers */
	struct recent *legs;	/* to int64_t, the number that they share */
	int64_t *scratch;	/* for merging */
	size_t scratch_cap;
	int was_late;
};

/* Places of which the last LOOK stay free, so that every look ends. */
static inline size_t
all_places(const struct contacts *c)
{
	return c->places + c->spill + LOOK;
}

/* A free table of so many homes, whole lines of them, and places behind. */
static void
make_table(struct contacts *c, size_t places, size_t spill)
{
	size_t n;

	if (places > PLACES_MOST || spill > PLACES_MOST)
		mem_exhausted();
	c->places = places;
	c->spill = spill;
	/* A line more, so that the table can begin with one. */
	n = (all_places(c) + LINE_HOLDS) * sizeof(*c->table);
	c->block = mem_zero(n, 1);
	/* Measured: half of what beginning to fetch a customer takes. */
	mem_scattered(c->block, n);
	c->table = (struct customer *)((char *)c->block +
	    (LINE - (uintptr_t)c->block % LINE) % LINE);
}

struct contacts *
contacts_new(void)
{
	struct contacts *c = mem_zero(1, sizeof(*c));

	make_table(c, 1024, SPILL);
	c->legs = recent_new(LEGS_KEPT, sizeof(int64_t));
	return c;
}

void
contacts_free(struct contacts *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < all_places(c); i++)
		if (c->table[i].few == MANY)
			free(c->table[i].starts.many);
	free(c->block);
	recent_free(c->legs);
	free(c->scratch);
	free(c);
}

/*
 * Where a hash begins to be looked for.  Customers stand in the order of
 * their hashes, each at home or as little behind it as there is room: who
 * is new is told by the first that comes behind, not only by a free place
 * (Amble and Knuth 1974), and a table that grows is gone through, and not
 * here and there, whatever the number of its places.
 */
static inline struct customer *
home(const struct contacts *c, uint64_t hash)
{
	size_t lines = c->places / LINE_HOLDS;

	return &c->table[(uint64_t)((wide)hash * lines >> 64) * LINE_HOLDS];
}

/*
 * The place of a hash, or where it would go.  Which one of a look it is, is
 * no branch that could be foreseen.
 */
static inline struct customer *
place(const struct contacts *c, uint64_t hash)
{
	struct customer *who;
	unsigned before;

	for (who = home(c, hash);; who += LOOK) {
		/* A free place, 0, comes behind all: less 1 it is the most. */
		before = (who[0].hash - 1 < hash - 1);
		before += (who[1].hash - 1 < hash - 1);
		before += (who[2].hash - 1 < hash - 1);
		before += (who[3].hash - 1 < hash - 1);
		if (before < LOOK)
			return who + before;
	}
}

/*
 * A table of other sizes, none of them smaller: those who stood behind the
 * homes are no more of them then, as no home is nearer to the end.  What
 * is taken over is let go in parts, so that the two tables never take the
 * room of both.
 */
static void
resize_table(struct contacts *c, size_t places, size_t spill)
{
	struct customer *old = c->table, *to;
	size_t i, n = all_places(c);
	void *block = c->block;

	make_table(c, places, spill);
	to = c->table;
	for (i = 0; i < n; i++) {
		if (i >= PART && (uintptr_t)&old[i] % MEM_PAGE == 0)
			mem_let_go(&old[i - PART], MEM_PAGE);
		if (old[i].hash == 0)
			continue;
		if (to < home(c, old[i].hash))
			to = home(c, old[i].hash);
		*to++ = old[i];
	}
	free(block);
}

/*
 * To twice the room: by half more often would take 3 % of triage's time, and
 * as much memory where an export is large.
 */
static void
grow_table(struct contacts *c)
{
	resize_table(c, 2 * c->places, c->spill);
}

void
contacts_expect(void *contacts, const struct call *call)
{
	const struct contacts *c = contacts;

	if (call->customer.n > 0) {
		const struct customer *line =
		    home(c, call_hash(call->customer, call->customer_hash));

		__builtin_prefetch(line);
		__builtin_prefetch(line + LINE_HOLDS);
	}
	if (call->joined.n > 0)
		recent_expect(c->legs, call_legs(call));
}

/* Put in who is new, at his place: 0, or -1 when there is no room. */
static int
put_in(struct contacts *c, struct customer *who, uint64_t hash)
{
	struct customer *end = who;

	while (end->hash != 0)
		end++;
	if (end == c->table + c->places + c->spill)
		return -1;
	memmove(who + 1, who, (size_t)(end - who) * sizeof(*who));
	memset(who, 0, sizeof(*who));
	who->hash = hash;
	return 0;
}

static struct customer *
customer_of(struct contacts *c, const struct call *call)
{
	uint64_t hash = call_hash(call->customer, call->customer_hash);
	struct customer *who = place(c, hash);

	if (who->hash == hash)
		return who;
	if (++c->count > c->places / 4 * 3) {
		grow_table(c);
		who = place(c, hash);
	}
	while (put_in(c, who, hash) != 0) {
		resize_table(c, c->places, 2 * c->spill);
		who = place(c, hash);
	}
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

/* A customer's starts; few of them are laid out in `room'. */
static struct starts
starts_of(struct customer *who, int64_t room[FEW])
{
	struct starts s = { .at = room, .n = who->few };
	uint32_t i;

	if (who->few == MANY) {
		s.at = who->starts.many->at;
		s.n = who->starts.many->n;
		s.last = who->starts.many->last;
		return s;
	}
	room[0] = who->starts.earliest;
	/* Eight bytes that end with it: a wide load of few waits for them. */
	for (i = 1; i < FEW; i++) {
		uint64_t later;

		memcpy(&later, (const char *)who + BEHIND + i * LATER,
		    sizeof(later));
		room[i] = room[0] +
		    (int64_t)(le64toh(later) >> 8 * (sizeof(later) - LATER));
	}
	s.last = room[who->last];
	return s;
}

/* The newest start; there is at least one. */
static int64_t
newest(struct starts s)
{
	int64_t latest = INT64_MIN;
	uint32_t left, run;

	for (left = s.n; left > 0; left -= run) {
		run = longest_run(left);
		s.at += run;
		if (s.at[-1] > latest)
			latest = s.at[-1];
	}
	return latest;
}

/* Contacts from `from` to `until`, both included. */
static int64_t
count_between(struct starts s, int64_t from, int64_t until)
{
	int64_t count = 0;
	uint32_t left, run;

	for (left = s.n; left > 0; left -= run, s.at += run) {
		size_t early;

		run = longest_run(left);
		early = below(s.at, run, from);
		count += (int64_t)below(s.at + early, run - early, until + 1);
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
sort(struct contacts *c, struct starts s)
{
	size_t tail = 0;
	uint32_t left, run;

	for (left = s.n; left > 0; left &= left - 1) {
		run = left & -left;
		if (tail > 0)
			merge(c, s.at + s.n - tail - run, run, tail);
		tail += run;
	}
}

static inline int
is_near(int64_t start, int64_t other)
{
	return start >= shifted(other, -2 * WINDOW) &&
	    start <= shifted(other, 2 * WINDOW);
}

/*
 * Forget all but two windows before the newest start, whether that is the
 * one to come or not, and two around that and around the one that came
 * last: the records may run backwards, a second file may begin where the
 * first one did, and a date that is wrong must not cost the others, not
 * even if it stands there again and again.  Returns how many are left, in
 * order.
 */
static uint32_t
forget(struct contacts *c, struct starts s, int64_t start)
{
	int64_t recent;
	uint32_t i, n = 0;

	sort(c, s);
	recent = shifted(s.at[s.n - 1], -2 * WINDOW);
	for (i = 0; i < s.n; i++)
		if (s.at[i] >= recent || is_near(s.at[i], start) ||
		    is_near(s.at[i], s.last))
			s.at[n++] = s.at[i];
	return n;
}

/* Whether the starts, in order, and one more can stand with a customer. */
static int
fits(struct starts s, int64_t start)
{
	int64_t first = start, last = start, apart;

	if (s.n > 0 && s.at[0] < first)
		first = s.at[0];
	if (s.n > 0 && s.at[s.n - 1] > last)
		last = s.at[s.n - 1];
	return s.n < FEW && !__builtin_sub_overflow(last, first, &apart) &&
	    apart >> 8 * LATER == 0;
}

/* Put a start that fits among the few of a customer. */
static void
insert_few(struct customer *who, struct starts s, int64_t start)
{
	uint32_t i;

	for (i = s.n; i > 0 && s.at[i - 1] > start; i--)
		s.at[i] = s.at[i - 1];
	s.at[i] = start;
	who->few = (s.n + 1) & 15;
	who->last = i & 15;
	who->starts.earliest = s.at[0];
	for (i = 1; i <= s.n; i++) {
		uint64_t later = htole64((uint64_t)(s.at[i] - s.at[0]));

		memcpy(who->later[i - 1], &later, LATER);
	}
}

static struct many *
resize(struct many *m, uint32_t cap)
{
	m = mem_resize(m, 1, sizeof(*m) + cap * sizeof(m->at[0]));
	m->cap = cap;
	return m;
}

/* The few become many; they stand in order. */
static void
grow(struct customer *who, struct starts s)
{
	struct many *m = resize(NULL, 4 * FEW);

	memcpy(m->at, s.at, s.n * sizeof(m->at[0]));
	m->n = s.n;
	m->last = s.last;
	who->starts.many = m;
	who->few = MANY;
}

static void
insert_many(struct contacts *c, struct customer *who, int64_t start)
{
	struct many *m = who->starts.many;
	struct starts s = { m->at, m->n, m->last };
	uint32_t run;

	/* Room for one more: by forgetting if that frees half of it. */
	if (m->n == m->cap) {
		m->n = forget(c, s, start);
		if (m->cap > UINT32_MAX / 2)
			mem_exhausted();
		if (m->n > m->cap / 2)
			m = who->starts.many = resize(m, 2 * m->cap);
	}
	m->at[m->n++] = start;
	m->last = start;
	for (run = 1; (m->n & run) == 0; run <<= 1)
		merge(c, m->at + m->n - 2 * (size_t)run, run, run);
}

/* Put a start among the few of a customer, or make many of them. */
static void
insert(struct contacts *c, struct customer *who, struct starts s, int64_t start)
{
	if (!fits(s, start))
		s.n = forget(c, s, start);
	if (fits(s, start))
		insert_few(who, s, start);
	else {
		grow(who, s);
		insert_many(c, who, start);
	}
}

/*
 * The same as count_between() and newest() for a few, which are in order,
 * without a branch that depends on them.
 */
static inline int64_t
count_few(const int64_t room[FEW], uint32_t n, int64_t from, int64_t until)
{
	int64_t count = 0;
	uint32_t i;

	for (i = 0; i < FEW; i++)
		count += (i < n) & (room[i] >= from) & (room[i] <= until);
	return count;
}

/* Put a start behind the few of a customer, if it fits there: 1, or 0. */
static inline int
append_few(struct customer *who, const int64_t room[FEW], int64_t start)
{
	uint32_t n = who->few;
	uint64_t later = (uint64_t)start - (uint64_t)who->starts.earliest;

	if (n == 0)
		who->starts.earliest = start;
	else if (n >= FEW || start < room[n - 1] || later >> 8 * LATER != 0)
		return 0;
	else {
		later = htole64(later);
		memcpy(who->later[n - 1], &later, LATER);
	}
	who->few = (n + 1) & 15;
	who->last = n & 15;
	return 1;
}

static int64_t
count_contact(struct contacts *c, const struct call *call)
{
	int64_t number, from, room[FEW];
	struct customer *who;
	struct starts s;

	if (call->direction == DIRECTION_OUT)
		return 0;
	if (call->customer.n == 0)
		return 1;
	if (call->start == INSTANT_NONE || call->start == INT64_MAX)
		return 0;
	who = customer_of(c, call);
	s = starts_of(who, room);
	from = shifted(call->start, -WINDOW);
	if (who->few == MANY) {
		number = 1 + count_between(s, from, call->start);
		c->was_late = newest(s) > call->start;
		insert_many(c, who, call->start);
		return number;
	}
	number = 1 + count_few(room, s.n, from, call->start);
	c->was_late = s.n > 0 && room[s.n - 1] > call->start;
	if (!append_few(who, room, call->start))
		insert(c, who, s, call->start);
	return number;
}

int64_t
contacts_number(struct contacts *c, const struct call *call)
{
	int64_t number = 0, *shared = &number;
	int first;

	c->was_late = 0;
	/* The legs of a call share a number; 0 as long as there is none. */
	if (call->joined.n > 0)
		shared = recent_take(c->legs, call_legs(call), &first);
	if (*shared == 0)
		*shared = count_contact(c, call);
	return *shared;
}

int
contacts_was_late(const struct contacts *c)
{
	return c->was_late;
}
