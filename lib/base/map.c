/* SPDX-License-Identifier: ISC */
#include <sys/random.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/map.h"
#include "base/mem.h"

/*
 * Entries live in chunks that never move, so that values keep their
 * address; the slots hold the entry's number plus one and some of its
 * hash, which settles most probes without a look at the entry.
 */
enum { CHUNK = 256 };

struct entry {
	const char *key;
	uint32_t len;
	uint32_t hash;
};

struct slot {
	uint32_t index; /* 1 + the entry's number; 0 is free */
	uint32_t hash;
};

struct map {
	size_t size; /* of a value, rounded up for alignment */
	size_t count;
	struct slot *slots;
	size_t mask;		/* slots - 1, a power of two less one */
	struct entry **entries; /* chunks of CHUNK entries */
	char **values;		/* chunks of CHUNK values */
	size_t chunks, chunks_cap, values_cap;
	char *arena; /* the block that the next keys go to */
	size_t arena_left;
	char **arenas;
	size_t arena_count, arena_cap;
};

static uint64_t hash_key[2];

static void
draw_key(void)
{
	if (getrandom(hash_key, sizeof(hash_key), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(hash_key)) {
		/* Early in boot only; a guessable key still works. */
		hash_key[0] = (uint64_t)time(NULL);
		hash_key[1] = (uint64_t)(uintptr_t)&hash_key;
	}
	if (hash_key[0] == 0)
		hash_key[0] = 1;
}

#define ROTL(x, b) (((x) << (b)) | ((x) >> (64 - (b))))
#define SIPROUND \
	do { \
		v0 += v1; \
		v1 = ROTL(v1, 13); \
		v1 ^= v0; \
		v0 = ROTL(v0, 32); \
		v2 += v3; \
		v3 = ROTL(v3, 16); \
		v3 ^= v2; \
		v0 += v3; \
		v3 = ROTL(v3, 21); \
		v3 ^= v0; \
		v2 += v1; \
		v1 = ROTL(v1, 17); \
		v1 ^= v2; \
		v2 = ROTL(v2, 32); \
	} while (0)

uint64_t
map_hash(struct bytes b)
{
	uint64_t v0, v1, v2, v3, m, last = (uint64_t)b.n << 56;
	size_t i = 0, left;

	if (hash_key[0] == 0)
		draw_key();
	v0 = hash_key[0] ^ UINT64_C(0x736f6d6570736575);
	v1 = hash_key[1] ^ UINT64_C(0x646f72616e646f6d);
	v2 = hash_key[0] ^ UINT64_C(0x6c7967656e657261);
	v3 = hash_key[1] ^ UINT64_C(0x7465646279746573);
	for (; b.n - i >= 8; i += 8) {
		memcpy(&m, b.p + i, 8);
		v3 ^= m;
		SIPROUND;
		v0 ^= m;
	}
	for (left = 0; i + left < b.n; left++)
		last |= (uint64_t)(unsigned char)b.p[i + left] << (8 * left);
	v3 ^= last;
	SIPROUND;
	v0 ^= last;
	v2 ^= 0xff;
	SIPROUND;
	SIPROUND;
	SIPROUND;
	return v0 ^ v1 ^ v2 ^ v3;
}

struct map *
map_new(size_t size)
{
	struct map *m = mem_zero(1, sizeof(*m));

	m->size = (size + 15) & ~(size_t)15;
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
	for (i = 0; i < m->chunks; i++) {
		free(m->entries[i]);
		free(m->values[i]);
	}
	for (i = 0; i < m->arena_count; i++)
		free(m->arenas[i]);
	free(m->entries);
	free(m->values);
	free(m->arenas);
	free(m->slots);
	free(m);
}

static struct entry *
entry_at(const struct map *m, size_t i)
{
	return &m->entries[i / CHUNK][i % CHUNK];
}

void *
map_value(const struct map *m, size_t i)
{
	return m->values[i / CHUNK] + (i % CHUNK) * m->size;
}

struct bytes
map_key(const struct map *m, size_t i)
{
	struct entry *e = entry_at(m, i);
	struct bytes b = { e->key, e->len };

	return b;
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

/* The slot that holds `key`, or the free one where it would go. */
static struct slot *
probe(const struct map *m, struct bytes key, uint32_t hash)
{
	size_t i = hash & m->mask;

	for (;; i = (i + 1) & m->mask) {
		struct slot *s = &m->slots[i];
		struct entry *e;

		if (s->index == 0)
			return s;
		if (s->hash != hash)
			continue;
		e = entry_at(m, s->index - 1);
		if (e->len == key.n &&
		    (key.n == 0 || memcmp(e->key, key.p, key.n) == 0))
			return s;
	}
}

void *
map_find(const struct map *m, struct bytes key)
{
	struct slot *s = probe(m, key, (uint32_t)map_hash(key));

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

/* Keys are short and many: they share blocks of 16 KiB. */
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
	if (key.n > 0)
		memcpy(p, key.p, key.n);
	m->arena += key.n;
	m->arena_left -= key.n;
	return p;
}

static void
add_chunk(struct map *m)
{
	m->entries = mem_grow(
	    m->entries, m->chunks, &m->chunks_cap, sizeof(*m->entries));
	m->values =
	    mem_grow(m->values, m->chunks, &m->values_cap, sizeof(*m->values));
	m->entries[m->chunks] = mem_zero(CHUNK, sizeof(struct entry));
	m->values[m->chunks] = mem_zero(CHUNK, m->size);
	m->chunks++;
}

void *
map_put(struct map *m, struct bytes key, int *added)
{
	uint32_t hash = (uint32_t)map_hash(key);
	struct slot *s = probe(m, key, hash);
	struct entry *e;

	if (added != NULL)
		*added = s->index == 0;
	if (s->index != 0)
		return map_value(m, s->index - 1);
	if (m->count >= UINT32_MAX - 1 || key.n > UINT32_MAX)
		mem_exhausted();
	if (m->count == m->chunks * CHUNK)
		add_chunk(m);
	e = entry_at(m, m->count);
	e->key = keep_key(m, key);
	e->len = (uint32_t)key.n;
	e->hash = hash;
	s->index = (uint32_t)++m->count;
	s->hash = hash;
	if (m->count * 4 > (m->mask + 1) * 3)
		double_slots(m);
	return map_value(m, m->count - 1);
}
