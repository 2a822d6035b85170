/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/hot.h"
#include "base/map.h"
#include "base/mem.h"

/*
 * Entries live in chunks that never move, so that values keep their
 * address; the slots hold the entry's number plus one and some of its
 * hash, which settles most probes without a look at the entry.  An entry
 * is its head and right behind it its value: in a large table each part
 * that stands by itself is a wait for memory of its own.
 */
enum { CHUNK = 256, SHORT = 16 };

struct entry {
	union {
		char inside[SHORT]; /* a key of at most so many bytes */
		const char *outside;
	} key;
	size_t len;
};

struct slot {
	uint32_t index; /* 1 + the entry's number; 0 is free */
	uint32_t hash;
};

struct map {
	size_t stride; /* of an entry and its value, a multiple of 8 */
	size_t count;
	struct slot *slots;
	size_t mask;   /* slots - 1, a power of two less one */
	char **chunks; /* of CHUNK entries */
	size_t chunk_count, chunk_cap;
	char *arena; /* the block that the next long keys go to */
	size_t arena_left;
	char **arenas;
	size_t arena_count, arena_cap;
};

struct map *
map_new(size_t size)
{
	struct map *m = mem_zero(1, sizeof(*m));

	m->stride = sizeof(struct entry) + ((size + 7) & ~(size_t)7);
	m->mask = 63;
	m->slots = mem_zero(m->mask + 1, sizeof(*m->slots));
	return m;
}

void
map_free(struct map *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->chunk_count; i++)
		free(m->chunks[i]);
	for (i = 0; i < m->arena_count; i++)
		free(m->arenas[i]);
	free(m->chunks);
	free(m->arenas);
	free(m->slots);
	free(m);
}

static inline struct entry *
entry_at(const struct map *m, size_t i)
{
	return (void *)(m->chunks[i / CHUNK] + i % CHUNK * m->stride);
}

void *
map_value(const struct map *m, size_t i)
{
	return entry_at(m, i) + 1;
}

static inline struct bytes
key_of(const struct entry *e)
{
	struct bytes b = { e->len <= SHORT ? e->key.inside : e->key.outside,
		e->len };

	return b;
}

struct bytes
map_key(const struct map *m, size_t i)
{
	return key_of(entry_at(m, i));
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

/* The slot that holds `key`, or the free one where it would go. */
HOT static struct slot *
probe(const struct map *m, struct bytes key, uint32_t hash)
{
	size_t i = hash & m->mask;

	for (;; i = (i + 1) & m->mask) {
		struct slot *s = &m->slots[i];

		if (s->index == 0)
			return s;
		if (s->hash == hash &&
		    bytes_equal_short(key_of(entry_at(m, s->index - 1)), key))
			return s;
	}
}

HOT void *
map_find(const struct map *m, struct bytes key)
{
	struct slot *s = probe(m, key, (uint32_t)hash_bytes(key));

	return s->index == 0 ? NULL : map_value(m, s->index - 1);
}

static void
double_slots(struct map *m)
{
	struct slot *old = m->slots;
	size_t i, j, n = m->mask + 1;

	m->mask = n * 2 - 1;
	m->slots = mem_zero(n * 2, sizeof(*m->slots));
	for (i = 0; i < n; i++) {
		if (old[i].index == 0)
			continue;
		for (j = old[i].hash & m->mask; m->slots[j].index != 0;)
			j = (j + 1) & m->mask;
		m->slots[j] = old[i];
	}
	free(old);
}

/* Keys that do not fit into their entries share blocks of 16 KiB. */
static const char *
keep_key(struct map *m, struct bytes key)
{
	char *p;

	if (key.n > m->arena_left) {
		size_t n = key.n > 16384 ? key.n : 16384;

		m->arenas = mem_grow(m->arenas, m->arena_count, &m->arena_cap,
		    sizeof(*m->arenas));
		m->arena = mem_resize(NULL, n, 1);
		m->arena_left = n;
		m->arenas[m->arena_count++] = m->arena;
	}
	p = m->arena;
	memcpy(p, key.p, key.n);
	m->arena += key.n;
	m->arena_left -= key.n;
	return p;
}

/* The next entry; its value is zero. */
static struct entry *
add_entry(struct map *m, struct bytes key)
{
	struct entry *e;

	if (m->count >= UINT32_MAX - 1)
		mem_exhausted();
	if (m->count == m->chunk_count * CHUNK) {
		m->chunks = mem_grow(m->chunks, m->chunk_count, &m->chunk_cap,
		    sizeof(*m->chunks));
		m->chunks[m->chunk_count++] =
		    mem_resize(NULL, CHUNK, m->stride);
	}
	/* Zeroed now: a table that was cleared has used it before. */
	e = entry_at(m, m->count++);
	memset(e, 0, m->stride);
	e->len = key.n;
	if (key.n > SHORT)
		e->key.outside = keep_key(m, key);
	else if (key.n > 0)
		memcpy(e->key.inside, key.p, key.n);
	return e;
}

HOT void *
map_put(struct map *m, struct bytes key, int *added)
{
	uint32_t hash = (uint32_t)hash_bytes(key);
	struct slot *s = probe(m, key, hash);
	struct entry *e;

	if (added != NULL)
		*added = s->index == 0;
	if (s->index != 0)
		return map_value(m, s->index - 1);
	e = add_entry(m, key);
	s->index = (uint32_t)m->count;
	s->hash = hash;
	if (m->count * 4 > (m->mask + 1) * 3)
		double_slots(m);
	return e + 1;
}
