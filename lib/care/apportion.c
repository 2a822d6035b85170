/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "care/apportion.h"

/* Products of two 63 bit numbers, twice, need 127 bits. */
__extension__ typedef unsigned __int128 wide;

/* What a weight's quota leaves when it is rounded down, over W. */
struct remainder {
	uint64_t left;
	size_t at;
};

/* Larger remainders first, the earlier first among equals. */
static int
remainder_order(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;

	if (x->left != y->left)
		return x->left > y->left ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void
by_cumulative(uint64_t total, uint64_t sum, const int64_t *weights,
    size_t count, int64_t *parts)
{
	uint64_t reached = 0, upto = 0, next;
	size_t i;

	for (i = 0; i < count; i++) {
		reached += (uint64_t)weights[i];
		/* floor(x + 1/2) with x = T C / W, over 2 W. */
		next = (uint64_t)(((wide)total * reached * 2 + sum) /
		    ((wide)sum * 2));
		parts[i] = (int64_t)(next - upto);
		upto = next;
	}
}

static void
by_largest(uint64_t total, uint64_t sum, const int64_t *weights, size_t count,
    int64_t *parts)
{
	struct remainder *r = mem_zero(count, sizeof(*r));
	uint64_t left = total;
	wide quota;
	size_t i;

	for (i = 0; i < count; i++) {
		quota = (wide)total * (uint64_t)weights[i];
		parts[i] = (int64_t)(quota / sum);
		r[i].left = (uint64_t)(quota % sum);
		r[i].at = i;
		left -= (uint64_t)parts[i];
	}
	qsort(r, count, sizeof(*r), remainder_order);
	/* The remainders add up to left * W, so more than `left` are not 0. */
	for (i = 0; i < left; i++)
		parts[r[i].at]++;
	free(r);
}

int
apportion(enum apportion_rounding rounding, int64_t total,
    const int64_t *weights, size_t count, int64_t *parts)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (weights[i] < 0 ||
		    __builtin_add_overflow(sum, weights[i], &sum))
			return -1;
	if (sum == 0 || total < 0)
		return -1;
	if (rounding == APPORTION_LARGEST)
		by_largest(
		    (uint64_t)total, (uint64_t)sum, weights, count, parts);
	else
		by_cumulative(
		    (uint64_t)total, (uint64_t)sum, weights, count, parts);
	return 0;
}
