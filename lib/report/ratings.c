/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdio.h>

#include "base/num.h"
#include "report/ratings.h"

static const double usual[][2] = { { 1, 5 }, { 1, 10 }, { 0, 10 }, { 0, 100 } };

static void
see(struct ratings *r, int64_t value, int64_t unit)
{
	if (!r->seen || value < r->value[0]) {
		r->value[0] = value;
		r->unit[0] = unit;
	}
	if (!r->seen || value > r->value[1]) {
		r->value[1] = value;
		r->unit[1] = unit;
	}
	r->seen = 1;
}

void
ratings_see(struct ratings *r, double value, double unit)
{
	see(r, num_round(value * 10000), num_round(unit * RATINGS_UNIT));
}

void
ratings_merge(struct ratings *to, const struct ratings *from)
{
	int i;

	for (i = 0; i < 2 && from->seen; i++)
		see(to, from->value[i], from->unit[i]);
}

/* The ends of the scale; -1 when no usual one fits. */
static int
ends(const struct ratings *r, double *low, double *high)
{
	double value[2], unit[2], half;
	size_t i;

	for (i = 0; i < 2; i++) {
		value[i] = (double)r->value[i] / 10000;
		unit[i] = (double)r->unit[i] / RATINGS_UNIT;
	}
	if (r->unit[1] != r->unit[0]) {
		half = (value[1] - value[0]) / (unit[1] - unit[0]);
		*low = value[0] - (unit[0] + 1) * half;
		*high = *low + 2 * half;
		/* Ends of scales are short numbers, what was kept is not. */
		*low = (double)num_round(*low * 10000) / 10000;
		*high = (double)num_round(*high * 10000) / 10000;
		return 0;
	}
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		*low = usual[i][0];
		*high = usual[i][1];
		half = (*high - *low) / 2;
		if (fabs((value[0] - *low) / half - 1 - unit[0]) < 1e-9)
			return 0;
	}
	return -1;
}

size_t
ratings_scale(const struct ratings *r, char *out, size_t cap)
{
	double low, high;
	int n = 0;

	out[0] = '\0';
	if (r->seen && ends(r, &low, &high) == 0)
		n = snprintf(out, cap, "%.6g..%.6g", low + 0.0, high);
	return n < 0 || (size_t)n >= cap ? 0 : (size_t)n;
}
