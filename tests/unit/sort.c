/* SPDX-License-Identifier: ISC */
/*
 * The sorter against qsort(3) of (key, place), which is what stable means;
 * in memory, over a few runs and over many.
 */
#include <stdlib.h>

#include "base/diag.h"
#include "csv/sort.h"
#include "tap.h"

enum { ITEMS = 20000 };

struct want {
	int64_t key;
	int place;
};

static int
by_key(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->place - y->place;
}

static uint64_t state;

static uint32_t
draw(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33);
}

/* Item i is its number in decimal, and as many `x` as i modulo `length`. */
static void
add(struct sort *s, int64_t key, int i, int length)
{
	char text[16];
	int n = snprintf(text, sizeof(text), "%d:", i);
	char *to = sort_add(s, key, (size_t)(n + i % length));

	if (to == NULL)
		return;
	memcpy(to, text, (size_t)n);
	memset(to + n, 'x', (size_t)(i % length));
}

/* Whether what comes out is what should; how many items did. */
static int
walk(struct sort *s, const struct want *want, int length)
{
	struct bytes b;
	int64_t key;
	int n = 0, bad = 0;

	while (sort_next(s, &key, &b) == 1) {
		char text[16];
		int len = snprintf(text, sizeof(text), "%d:", want[n].place);

		bad += key != want[n].key ||
		    b.n != (size_t)(len + want[n].place % length) ||
		    memcmp(b.p, text, (size_t)len) != 0;
		n++;
	}
	return bad == 0 ? n : -1;
}

static void
check(const char *name, size_t memory, uint32_t keys, int length)
{
	struct want *want = calloc(ITEMS, sizeof(*want));
	struct sort *s = sort_new(memory, NULL);
	int i;

	for (i = 0; i < ITEMS; i++) {
		want[i].key = keys == 0 ? -i : (int64_t)(draw() % keys) - 7;
		want[i].place = i;
		add(s, want[i].key, i, length);
	}
	IS_INT(sort_done(s), 0, "%s: done", name);
	qsort(want, ITEMS, sizeof(*want), by_key);
	IS_INT(walk(s, want, length), ITEMS, "%s: sorted and stable", name);
	IS_INT(sort_rewind(s), 0, "%s: rewound", name);
	IS_INT(walk(s, want, length), ITEMS, "%s: the same again", name);
	OK((sort_runs(s) > 0) == (memory < 1 << 20), "%s: %zu runs", name,
	    sort_runs(s));
	sort_free(s);
	free(want);
}

static void
check_small(void)
{
	struct sort *s = sort_new(1 << 20, NULL);
	struct bytes b;
	int64_t key;

	IS_INT(sort_done(s), 0, "nothing: done");
	IS_INT(sort_next(s, &key, &b), 0, "nothing comes out");
	IS_INT(sort_next(s, &key, &b), 0, "and again nothing");
	sort_free(s);
	sort_free(NULL);

	s = sort_new(1, NULL);
	sort_add(s, INT64_MAX, 0);
	sort_add(s, INT64_MIN, 0);
	sort_add(s, INT64_MIN, 0);
	IS_INT(sort_done(s), 0, "a bound of one byte");
	IS_INT(sort_runs(s), 3, "a run an item");
	IS_INT(sort_next(s, &key, &b), 1, "the first");
	OK(key == INT64_MIN && b.n == 0, "is the least");
	IS_INT(sort_next(s, &key, &b), 1, "the second");
	IS_INT(sort_next(s, &key, &b), 1, "the third");
	OK(key == INT64_MAX, "is the most");
	IS_INT(sort_next(s, &key, &b), 0, "the end");
	sort_free(s);

	s = sort_new(1, "/nonexistent");
	OK(sort_add(s, 1, 5) != NULL, "one item needs no file");
	OK(sort_add(s, 1, 5) == NULL, "a second does, and has none");
	IS_INT(diag_status(), STATUS_SYSTEM, "which is the system's fault");
	OK(strstr(diag_text(), "/nonexistent: temporary file: ") != NULL,
	    "and says where");
	sort_free(s);
}

int
main(void)
{
	check("in memory", 64 << 20, 500, 20);
	check("in memory, all equal", 64 << 20, 1, 3);
	check("newest first", 64 << 20, 0, 3);
	check("a few runs", 300000, 500, 20);
	check("many runs", 5000, 50, 20);
	check("many runs, all equal", 5000, 1, 9);
	check("items larger than the bound", 64, 900, 300);
	check("newest first, many runs", 5000, 0, 40);
	check_small();
	return tap_done();
}
