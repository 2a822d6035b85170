/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/perfect.h"

enum { GROUP = 4, LEAST = 64 }; /* keys of a group, at most on average */

/* The work on a set: the keys of group g are order[from[g]] and on. */
struct work {
	struct perfect *p;
	const uint64_t *keys;
	size_t n, groups;
	uint32_t *order, *from, *by_size;
	uint64_t *taken; /* a bitmap of the places */
	uint32_t *place;
};

static size_t
group_of(const struct perfect *p, uint64_t key)
{
	return (size_t)(((key ^ key >> 32) * p->salt) >> p->group_shift);
}

static void
sort_keys(struct work *w)
{
	size_t i;

	memset(w->from, 0, (w->groups + 2) * sizeof(*w->from));
	for (i = 0; i < w->n; i++)
		w->from[group_of(w->p, w->keys[i]) + 2]++;
	for (i = 2; i < w->groups + 2; i++)
		w->from[i] += w->from[i - 1];
	/* Filling moves each beginning to where it belongs. */
	for (i = 0; i < w->n; i++)
		w->order[w->from[group_of(w->p, w->keys[i]) + 1]++] =
		    (uint32_t)i;
}

/* The groups, large ones first: they need room most. */
static void
sort_groups(struct work *w)
{
	uint32_t at[256] = { 0 }, sum = 0, n;
	size_t i;

	for (i = 0; i < w->groups; i++) {
		n = w->from[i + 1] - w->from[i];
		at[n < 256 ? 255 - n : 0]++;
	}
	for (i = 0; i < 256; i++) {
		n = at[i];
		at[i] = sum;
		sum += n;
	}
	for (i = 0; i < w->groups; i++) {
		n = w->from[i + 1] - w->from[i];
		w->by_size[at[n < 256 ? 255 - n : 0]++] = (uint32_t)i;
	}
}

/* Try to put the keys of a group; returns 1 if they fit. */
static int
try_group(struct work *w, size_t group)
{
	uint32_t i, begin = w->from[group], end = w->from[group + 1], place;

	for (i = begin; i < end; i++) {
		place = perfect_place(w->p, w->keys[w->order[i]]);
		if (w->taken[place / 64] >> place % 64 & 1)
			break;
		w->taken[place / 64] |= UINT64_C(1) << place % 64;
		w->place[w->order[i]] = place;
	}
	if (i == end)
		return 1;
	while (i-- > begin) {
		place = w->place[w->order[i]];
		w->taken[place / 64] &= ~(UINT64_C(1) << place % 64);
	}
	return 0;
}

/* Put all keys.  Returns 0 if some do not fit. */
static int
try_salt(struct work *w)
{
	size_t i;

	memset(w->taken, 0, (w->p->places / 64 + 1) * sizeof(*w->taken));
	memset(w->p->moved, 0, w->groups * sizeof(*w->p->moved));
	sort_keys(w);
	sort_groups(w);
	for (i = 0; i < w->groups; i++)
		while (!try_group(w, w->by_size[i]))
			if (++w->p->moved[w->by_size[i]] == UINT16_MAX)
				return 0;
	return 1;
}

void
perfect_make(struct perfect *p, const uint64_t *keys, size_t n, uint32_t *place)
{
	struct work w = {
		.p = p, .keys = keys, .n = n, .groups = LEAST, .place = place
	};
	size_t places = n + n / 3 + LEAST;

	p->group_shift = 64 - __builtin_ctz(LEAST);
	for (; w.groups * GROUP < n; w.groups *= 2)
		p->group_shift--;
	p->places = (uint32_t)places;
	/* Who asks for several at once reads 32 bits for each. */
	p->moved = mem_zero(w.groups + 1, sizeof(*p->moved));
	w.order = mem_zero(n + 1, sizeof(*w.order));
	w.from = mem_zero(w.groups + 2, sizeof(*w.from));
	w.by_size = mem_zero(w.groups, sizeof(*w.by_size));
	w.taken = mem_zero(places / 64 + 1, sizeof(*w.taken));
	p->salt = UINT64_C(0xd6e8feb86659fd93);
	while (!try_salt(&w))
		/* Knuth's generator (MMIX), kept odd. */
		p->salt = (p->salt * UINT64_C(6364136223846793005) +
			      UINT64_C(1442695040888963407)) |
		    1;
	free(w.order);
	free(w.from);
	free(w.by_size);
	free(w.taken);
}

void
perfect_free(struct perfect *p)
{
	free(p->moved);
	p->moved = NULL;
}
