/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdio.h>

#include "report/ratings.h"

static const double usual[][2] = { { 1, 5 }, { 1, 10 }, { 0, 100 } };

void
ratings_see(struct ratings *r, double value, double unit)
{
	if (r->seen == 2 || (r->seen == 1 && r->value[0] == value))
		return;
	r->value[r->seen] = value;
	r->unit[r->seen++] = unit;
}

/* The ends of the scale; -1 when no usual one fits. */
static int
ends(const struct ratings *r, double *low, double *high)
{
	double half;
	size_t i;

	if (r->seen == 2 && r->unit[1] != r->unit[0]) {
		half = (r->value[1] - r->value[0]) / (r->unit[1] - r->unit[0]);
		*low = r->value[0] - (r->unit[0] + 1) * half;
		*high = *low + 2 * half;
		return 0;
	}
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		*low = usual[i][0];
		*high = usual[i][1];
		half = (*high - *low) / 2;
		if (fabs((r->value[0] - *low) / half - 1 - r->unit[0]) < 1e-9)
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
	if (r->seen > 0 && ends(r, &low, &high) == 0)
		n = snprintf(out, cap, "%.6g..%.6g", low + 0.0, high);
	return n < 0 || (size_t)n >= cap ? 0 : (size_t)n;
}
