/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "care/pairs.h"

enum { AT_ONCE = 64, PATIENCE = 32 };

/* The work on a matrix. */
struct work {
	struct pairs *p;
	uint64_t *taken; /* bitmaps by place: it is some cell's */
	uint64_t *based; /* it is a base, or cannot be one */
	uint32_t columns;
	size_t floor;	/* where looking for places begins */
	size_t highest; /* of the bases */
};

/* A line's cells: where they begin, and how many. */
struct line {
	uint32_t number;
	size_t from, n;
};

/* Long lines first: they need room most. */
static int
order_lines(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

/* The lines that have cells, sorted; returns how many. */
static size_t
sort_lines(const struct pairs_cell *cells, size_t n, uint32_t lines,
    struct line *line, struct pairs_cell *sorted)
{
	uint32_t *length = mem_zero(lines, sizeof(*length)), i;
	size_t *at = mem_zero(lines, sizeof(*at)), count = 0, from = 0, k;

	for (k = 0; k < n; k++)
		length[cells[k].line]++;
	for (i = 0; i < lines; i++) {
		at[i] = from;
		if (length[i] > 0)
			line[count++] = (struct line){ i, from, length[i] };
		from += length[i];
	}
	for (k = 0; k < n; k++)
		sorted[at[cells[k].line]++] = cells[k];
	qsort(line, count, sizeof(*line), order_lines);
	free(length);
	free(at);
	return count;
}

static void *
grow_map(uint64_t *map, size_t old, size_t cap)
{
	map = mem_resize(map, cap / 64, sizeof(*map));
	memset(map + old / 64, 0, (cap - old) / 64 * sizeof(*map));
	return map;
}

/*
 * Make room for a line at one of 64 bases, whatever its columns, and for
 * those who read behind it.
 */
static void
reserve(struct work *w, size_t base)
{
	size_t old = w->p->places, need = base + w->columns + 4 * AT_ONCE, i;
	struct pairs *p = w->p;

	if (need <= old)
		return;
	if (need > UINT32_MAX / 4)
		mem_exhausted();
	p->places = (2 * need + 255) / 256 * 256;
	p->tag = mem_resize(p->tag, p->places, 1);
	p->owner = mem_resize(p->owner, p->places, sizeof(*p->owner));
	p->number = mem_resize(p->number, p->places, sizeof(*p->number));
	w->taken = grow_map(w->taken, old, p->places);
	w->based = grow_map(w->based, old, p->places);
	memset(p->tag + old, PAIRS_TAG_FREE, p->places - old);
	memset(p->owner + old, 0, (p->places - old) * sizeof(*p->owner));
	memset(p->number + old, 0, (p->places - old) * sizeof(*p->number));
	for (i = old / 256; i < p->places / 256; i++) {
		w->based[4 * i] |= UINT64_C(1) << PAIRS_TAG_NONE;
		w->based[4 * i + 3] |= UINT64_C(1) << (PAIRS_TAG_FREE - 192);
	}
}

/* 64 bits of a map from `at` on. */
static uint64_t
bits_at(const uint64_t *map, size_t at)
{
	uint64_t low = map[at / 64] >> at % 64;

	return at % 64 == 0 ? low : low | map[at / 64 + 1] << (64 - at % 64);
}

/* At which of 64 bases a line would fit: a bit for each. */
static uint64_t
fitting(const struct work *w, size_t base, const struct pairs_cell *c, size_t n)
{
	uint64_t taken = bits_at(w->based, base);
	size_t i;

	for (i = 0; i < n && taken != UINT64_MAX; i++)
		taken |= bits_at(w->taken, base + c[i].column);
	return ~taken;
}

/* The base where a line fits first. */
static size_t
find_base(struct work *w, const struct pairs_cell *c, size_t n)
{
	uint32_t least = c[0].column;
	size_t base, tries, i;
	uint64_t bits;

	for (i = 1; i < n; i++)
		if (c[i].column < least)
			least = c[i].column;
	while (w->taken[w->floor / 64] >> w->floor % 64 & 1)
		w->floor++;
	base = w->floor > least ? w->floor - least : 1;
	for (tries = 0;; tries++) {
		reserve(w, base);
		bits = fitting(w, base, c, n);
		if (bits != 0)
			return base + (size_t)__builtin_ctzll(bits);
		base += AT_ONCE;
		/* Who looked for long leaves the crowded part behind. */
		w->floor += tries > PATIENCE ? AT_ONCE / 2 : 0;
	}
}

/* Put a line where it fits; returns its base. */
static uint32_t
put_line(struct work *w, const struct pairs_cell *c, size_t n)
{
	size_t base = find_base(w, c, n), place, i;

	w->based[base / 64] |= UINT64_C(1) << base % 64;
	if (base > w->highest)
		w->highest = base;
	for (i = 0; i < n; i++) {
		place = base + c[i].column;
		w->taken[place / 64] |= UINT64_C(1) << place % 64;
		w->p->tag[place] = (unsigned char)base;
		w->p->owner[place] = (uint32_t)base;
		w->p->number[place] = c[i].number;
	}
	return (uint32_t)base;
}

void
pairs_make(struct pairs *p, const struct pairs_cell *cells, size_t n,
    uint32_t lines, uint32_t columns, uint32_t *base)
{
	struct pairs_cell *sorted = mem_zero(n + 1, sizeof(*sorted));
	struct line *line = mem_zero(n + 1, sizeof(*line));
	struct work w = { .p = p, .columns = columns, .floor = 1 };
	size_t count = sort_lines(cells, n, lines, line, sorted), i;

	memset(p, 0, sizeof(*p));
	reserve(&w, 1);
	memset(base, 0, lines * sizeof(*base));
	for (i = 0; i < count; i++)
		base[line[i].number] =
		    put_line(&w, sorted + line[i].from, line[i].n);
	p->places = w.highest + columns + 1;
	free(w.taken);
	free(w.based);
	free(line);
	free(sorted);
}

void
pairs_free(struct pairs *p)
{
	free(p->tag);
	free(p->owner);
	free(p->number);
	memset(p, 0, sizeof(*p));
}
