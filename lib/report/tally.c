/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "care/vector.h"
#include "report/tally.h"

/*
 * Neighbouring records share most keys: the latest are remembered.  A key
 * of up to SHORT bytes is told by its length and its ends.
 */
enum { LATEST_LOG2 = 10, LATEST = 1 << LATEST_LOG2, SHORT = 16 };
struct ends {
	uint64_t first, last;
};
struct latest {
	struct ends ends;
	size_t n;		   /* bytes of the key */
	struct tally_entry *entry; /* NULL: none yet */
};

enum { BLOCK = 32 }; /* entries that are made at once */

struct tally {
	struct map *group[TALLY_GROUPS]; /* of struct tally_entry * */
	struct tally_entry **block;	 /* where all of them are */
	size_t blocks, block_cap, entries;
	struct latest latest[TALLY_GROUPS][LATEST];
};

/* Which histograms the entries of a group keep. */
static const unsigned char keeps[TALLY_GROUPS] = {
	[TALLY_TEAM] = 1 << TALLY_WAIT | 1 << TALLY_TALK | 1 << TALLY_STRESS |
	    1 << TALLY_TAKEN_RATIO | 1 << TALLY_MISSED_RATIO,
	[TALLY_QUEUES] = 1 << TALLY_WAIT | 1 << TALLY_TALK | 1 << TALLY_STRESS,
	[TALLY_AGENTS] = 1 << TALLY_STRESS,
};

struct tally *
tally_new(void)
{
	struct tally *t = mem_zero(1, sizeof(*t));
	size_t i;

	for (i = 0; i < TALLY_GROUPS; i++)
		t->group[i] = map_new(sizeof(struct tally_entry *));
	tally_entry(t, TALLY_TEAM, bytes_of(""));
	return t;
}

static struct tally_entry *
entry_at(const struct map *m, size_t i)
{
	struct tally_entry *const *at = map_value(m, i);

	return *at;
}

/* An entry of nothing, which stays where it is. */
static struct tally_entry *
entry_new(struct tally *t)
{
	const size_t size = BLOCK * sizeof(struct tally_entry);
	struct tally_entry *block;

	if (t->entries % BLOCK == 0) {
		block = aligned_alloc(_Alignof(struct tally_entry), size);
		if (block == NULL)
			mem_exhausted();
		memset(block, 0, size);
		t->block = mem_grow(
		    t->block, t->blocks, &t->block_cap, sizeof(*t->block));
		t->block[t->blocks++] = block;
	}
	return &t->block[t->blocks - 1][t->entries++ % BLOCK];
}

static void
entry_free(struct tally_entry *e)
{
	size_t i;

	for (i = 0; i < TALLY_HISTS; i++)
		if (e->hist[i] != NULL) {
			hist_free(e->hist[i]);
			free(e->hist[i]);
		}
}

void
tally_free(struct tally *t)
{
	size_t i, j;

	if (t == NULL)
		return;
	for (i = 0; i < TALLY_GROUPS; i++) {
		for (j = 0; j < map_count(t->group[i]); j++)
			entry_free(entry_at(t->group[i], j));
		map_free(t->group[i]);
	}
	for (i = 0; i < t->blocks; i++)
		free(t->block[i]);
	free(t->block);
	free(t);
}

static struct tally_entry *
look_up(struct tally *t, enum tally_group group, struct bytes key)
{
	struct tally_entry **at, *e;
	int added;
	size_t i;

	at = map_put(t->group[group], key, &added);
	if (!added)
		return *at;
	e = *at = entry_new(t);
	e->place = (uint32_t)(map_count(t->group[group]) - 1);
	for (i = 0; i < TALLY_HISTS; i++)
		if (keeps[group] & 1 << i)
			e->hist[i] = mem_zero(1, sizeof(*e->hist[i]));
	return e;
}

static inline uint64_t
load4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/*
 * The first and the last 8 bytes, which overlap in a short key.  Names of
 * four bytes and more take the same way: their lengths are no branch.
 */
static inline struct ends
ends_of(struct bytes key)
{
	const unsigned char *p = (const unsigned char *)key.p;
	const char *end = key.p + key.n;
	size_t more = 4 * (key.n >= 8);

	if (key.n >= 4)
		return (struct ends){ load4(key.p) | load4(key.p + more) << 32,
			load4(end - 4 - more) | load4(end - 4) << 32 };
	if (key.n == 0)
		return (struct ends){ 0, 0 };
	return (struct ends){ (uint64_t)p[0] << 16 |
		    (uint64_t)p[key.n / 2] << 8 | p[key.n - 1],
		0 };
}

static inline size_t
slot_of(struct ends ends, size_t n)
{
	uint64_t mix = ends.first + ends.last * 7 + n;

	mix ^= mix >> 32;
	return (
	    size_t)(mix * UINT64_C(0x9e3779b97f4a7c15) >> (64 - LATEST_LOG2));
}

/* A key that its ends do not tell, or none of the latest. */
static __attribute__((noinline)) struct tally_entry *
look_again(
    struct tally *t, enum tally_group group, struct bytes key, struct latest *r)
{
	if (r->entry == NULL ||
	    !bytes_equal(map_key(t->group[group], r->entry->place), key)) {
		r->entry = look_up(t, group, key);
		r->ends = ends_of(key);
		r->n = key.n;
	}
	return r->entry;
}

struct tally_entry *
tally_entry(struct tally *t, enum tally_group group, struct bytes key)
{
	struct ends ends = ends_of(key);
	struct latest *r = &t->latest[group][slot_of(ends, key.n)];

	if (key.n <= SHORT && r->n == key.n && r->ends.first == ends.first &&
	    r->ends.last == ends.last && r->entry != NULL)
		return r->entry;
	return look_again(t, group, key, r);
}

struct tally_entry *
tally_at(const struct tally *t, enum tally_group group, uint32_t place)
{
	return entry_at(t->group[group], place);
}

struct bytes
tally_key(const struct tally *t, enum tally_group group, uint32_t place)
{
	return map_key(t->group[group], place);
}

size_t
tally_count(const struct tally *t, enum tally_group group)
{
	return map_count(t->group[group]);
}

/* Put a key that is not there yet. */
static struct tally_entry **
put_new(struct map *m, struct buf *key)
{
	size_t n = key->n;
	unsigned long long times = 1;
	int added;
	void *at = map_put(m, buf_bytes(key), &added);

	while (!added) {
		key->n = n;
		buf_text(key, " (%llu)", ++times);
		at = map_put(m, buf_bytes(key), &added);
	}
	return at;
}

void
tally_rename(struct tally *t, enum tally_group group,
    void (*name)(void *arg, struct bytes key, struct buf *out), void *arg)
{
	struct map *from = t->group[group];
	struct map *to = map_new(sizeof(struct tally_entry *));
	struct buf key = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < map_count(from); i++) {
		key.n = 0;
		name(arg, map_key(from, i), &key);
		*put_new(to, &key) = entry_at(from, i);
	}
	buf_free(&key);
	memset(t->latest[group], 0, sizeof(t->latest[group]));
	map_free(from);
	t->group[group] = to;
}

static int
by_key(const void *a, const void *b)
{
	const struct tally_row *x = a, *y = b;

	return bytes_order(x->key, y->key);
}

struct tally_row *
tally_rows(const struct tally *t, enum tally_group group, size_t *count)
{
	const struct map *m = t->group[group];
	size_t n = map_count(m), i;
	struct tally_row *rows = mem_zero(n + 1, sizeof(*rows));

	for (i = 0; i < n; i++) {
		rows[i].key = map_key(m, i);
		rows[i].entry = entry_at(m, i);
	}
	qsort(rows, n, sizeof(*rows), by_key);
	*count = n;
	return rows;
}

void
tally_merge(struct tally_entry *to, const struct tally_entry *from)
{
	size_t i;

	for (i = 0; i < MEASURE_MOST_WAIT_MS; i++)
		tally_add(to, (enum measure)i, from->n[i]);
	for (; i < MEASURE_LEAST_START; i++)
		tally_most(to, (enum measure)i, from->n[i]);
	for (; i < MEASURES; i++)
		tally_least(to, (enum measure)i, from->n[i]);
	for (i = 0; i < TALLY_HISTS; i++)
		if (to->hist[i] != NULL && from->hist[i] != NULL)
			hist_merge(to->hist[i], from->hist[i]);
	to->withheld |= from->withheld;
}

/* Add without a look at the range and a branch, several numbers at once. */
static inline __attribute__((always_inline)) void
add_blindly(int64_t *restrict to, const int64_t *restrict n, int count)
{
	int i;

#pragma GCC unroll 8
	for (i = 0; i < count; i++)
		to[i] = (int64_t)((uint64_t)to[i] + (uint64_t)n[i]);
}

/* A number that none of these exceeds. */
static inline __attribute__((always_inline)) uint64_t
most_of(const int64_t *n, int count)
{
	uint64_t bits = 0;
	int i;

#pragma GCC unroll 8
	for (i = 0; i < count; i++)
		bits |= (uint64_t)n[i];
	return bits;
}

/*
 * Add the measures of [from, until), which are known where this is used.
 * No entry's sum can be larger than that of the largest measures of all
 * records: as long as this one sum is in the range all are, and they need
 * not be looked at.
 */
static inline __attribute__((always_inline)) void
add_sums(struct tally_entry *const to[], size_t count, struct tally_sums *sums,
    int from, int until)
{
	const uint64_t far = UINT64_C(1) << 62;
	int64_t *n = sums->n + from;
	size_t i;
	int m;

	sums->reach += most_of(n, until - from);
	if (sums->reach < far) {
		for (i = 0; i < count; i++)
			add_blindly(to[i]->n + from, n, until - from);
	} else {
		sums->reach = far;
		for (i = 0; i < count; i++)
			for (m = from; m < until; m++)
				tally_add(to[i], (enum measure)m, sums->n[m]);
	}
	mem_clear(n, (size_t)(until - from) * sizeof(*n));
}

#if defined(VECTOR_FOR_AVX2)
VECTOR_FOR_AVX2 static void
add_call(struct tally_entry *const to[], size_t count, struct tally_sums *sums)
{
	add_sums(to, count, sums, 0, MEASURE_CALLS);
}

VECTOR_FOR_AVX2 static void
add_leg(struct tally_entry *const to[], size_t count, struct tally_sums *sums)
{
	add_sums(to, count, sums, MEASURE_CALLS, TALLY_SUMS);
}
#endif

void
tally_add_call(
    struct tally_entry *const to[], size_t count, struct tally_sums *sums)
{
#if defined(VECTOR_FOR_AVX2)
	if (vector_in_use >= VECTOR_AVX2) {
		add_call(to, count, sums);
		return;
	}
#endif
	add_sums(to, count, sums, 0, MEASURE_CALLS);
}

void
tally_add_leg(
    struct tally_entry *const to[], size_t count, struct tally_sums *sums)
{
#if defined(VECTOR_FOR_AVX2)
	if (vector_in_use >= VECTOR_AVX2) {
		add_leg(to, count, sums);
		return;
	}
#endif
	add_sums(to, count, sums, MEASURE_CALLS, TALLY_SUMS);
}

/* Big-endian with the sign turned over, so that bytes compare as time. */
struct bytes
tally_instant_key(int64_t instant, char out[TALLY_INSTANT])
{
	uint64_t v = (uint64_t)instant ^ UINT64_C(1) << 63;
	struct bytes key = { out, TALLY_INSTANT };
	int i;

	for (i = 0; i < TALLY_INSTANT; i++)
		out[i] = (char)(v >> (56 - 8 * i) & 0xff);
	return key;
}

int64_t
tally_instant(struct bytes key)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < key.n; i++)
		v = v << 8 | (unsigned char)key.p[i];
	return (int64_t)(v ^ UINT64_C(1) << 63);
}
