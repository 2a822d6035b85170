/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "report/hist.h"
#include "tap.h"

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Against sorting: the value whose number, from 1, is ceil(p n / 100). */
static void
test_ranks(size_t n, int64_t most)
{
	struct hist h = { 0 };
	int64_t *all = calloc(n, sizeof(*all));
	size_t i, bad = 0;
	unsigned p;

	for (i = 0; i < n; i++) {
		all[i] = rand() % most;
		hist_add(&h, all[i]);
	}
	qsort(all, n, sizeof(*all), by_value);
	for (p = 1; p <= 100; p++)
		bad += hist_rank(&h, p) != all[(p * n + 99) / 100 - 1];
	IS_INT(bad, 0, "%zu values below %lld: all percentiles", n,
	    (long long)most);
	free(all);
	hist_free(&h);
}

static void
test_edges(void)
{
	struct hist h = { 0 };

	IS_INT(hist_rank(&h, 50), -1, "no values, no percentile");
	hist_add(&h, -5);
	IS_INT(hist_rank(&h, 50), 0, "a negative value counts as 0");
	hist_add(&h, INT64_MAX);
	IS_INT(hist_rank(&h, 50), 0, "half of two is the first");
	IS_INT(hist_rank(&h, 51), INT64_MAX, "more is the second");
	hist_add(&h, HIST_DENSE - 1);
	hist_add(&h, HIST_DENSE);
	IS_INT(hist_rank(&h, 75), HIST_DENSE, "where the table ends");
	IS_INT(h.total, 4, "so many values");
	hist_free(&h);
	IS_INT(h.total, 0, "none when it is freed");
}

/* Parts add up to the whole, bin by bin. */
static void
test_merge(void)
{
	struct hist whole = { 0 }, part[3] = { { 0 } }, sum = { 0 };
	struct hist_bin *a, *b;
	size_t i, n, m;

	for (i = 0; i < 3000; i++) {
		int64_t v = rand() % 9000;

		hist_add(&whole, v);
		hist_add(&part[rand() % 3], v);
	}
	for (i = 3; i > 0; i--)
		hist_merge(&sum, &part[i - 1]);
	a = hist_bins(&whole, &n);
	b = hist_bins(&sum, &m);
	OK(n == m && memcmp(a, b, n * sizeof(*a)) == 0,
	    "merged parts have the bins of the whole");
	OK(n > 1 && a[0].value < a[1].value, "in order");
	IS_INT(sum.total, whole.total, "and its total");
	free(a);
	free(b);
	hist_free(&whole);
	hist_free(&sum);
	for (i = 0; i < 3; i++)
		hist_free(&part[i]);
}

int
main(void)
{
	srand(7);
	test_ranks(1, 10);
	test_ranks(2, 100);
	test_ranks(99, 30);
	test_ranks(100, 4000);
	test_ranks(10007, 600);
	test_ranks(5000, 100000);
	test_edges();
	test_merge();
	return tap_done();
}
