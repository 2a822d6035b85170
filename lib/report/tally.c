/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/tally.h"

/* Neighbouring records share most keys: the latest are remembered. */
enum { RECENT = 256 };
struct recent {
	struct bytes key;	   /* in the map */
	struct tally_entry *entry; /* NULL: none yet */
};

struct tally {
	struct map *group[TALLY_GROUPS];  /* of struct tally_entry */
	struct map *before[TALLY_GROUPS]; /* their former keys; NULL */
	struct recent recent[TALLY_GROUPS][RECENT];
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
		t->group[i] = map_new(sizeof(struct tally_entry));
	tally_entry(t, TALLY_TEAM, bytes_of(""));
	return t;
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
			entry_free(map_value(t->group[i], j));
		map_free(t->group[i]);
		if (t->before[i] != NULL)
			map_free(t->before[i]);
	}
	free(t);
}

static struct tally_entry *
look_up(struct tally *t, enum tally_group group, struct bytes key)
{
	struct tally_entry *e;
	int added;
	size_t i;

	e = map_put(t->group[group], key, &added);
	if (!added)
		return e;
	e->place = (uint32_t)(map_count(t->group[group]) - 1);
	for (i = 0; i < TALLY_HISTS; i++)
		if (keeps[group] & 1 << i)
			e->hist[i] = mem_zero(1, sizeof(*e->hist[i]));
	return e;
}

/* A cheap mix of what names differ in: their middle and their end. */
static size_t
slot_of(struct bytes key)
{
	const unsigned char *p = (const unsigned char *)key.p;
	size_t mix = key.n;

	if (key.n > 1)
		mix += p[0] * 7u + p[key.n / 2] * 5u + p[key.n - 2] * 37u +
		    p[key.n - 1] * 3u;
	return mix % RECENT;
}

struct tally_entry *
tally_entry(struct tally *t, enum tally_group group, struct bytes key)
{
	struct recent *r = &t->recent[group][slot_of(key)];

	if (r->entry == NULL || !bytes_equal(r->key, key)) {
		r->entry = look_up(t, group, key);
		r->key = map_key(t->group[group], r->entry->place);
	}
	return r->entry;
}

struct tally_entry *
tally_at(const struct tally *t, enum tally_group group, uint32_t place)
{
	return map_value(t->group[group], place);
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
static void *
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
	struct map *to = map_new(sizeof(struct tally_entry));
	struct buf key = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < map_count(from); i++) {
		key.n = 0;
		name(arg, map_key(from, i), &key);
		memcpy(put_new(to, &key), map_value(from, i),
		    sizeof(struct tally_entry));
	}
	buf_free(&key);
	memset(t->recent[group], 0, sizeof(t->recent[group]));
	/* Who holds an entry of old may look at it still. */
	if (t->before[group] != NULL)
		map_free(t->before[group]);
	t->before[group] = from;
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
		rows[i].entry = map_value(m, i);
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
