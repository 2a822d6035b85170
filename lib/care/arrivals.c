/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/arrivals.h"
#include "care/once.h"

/* The calls of one date. */
struct date_calls {
	uint32_t minute[ARRIVALS_MINUTES];
};

struct arrivals {
	struct map *dates; /* days since 1970 to struct date_calls */
	struct recent *calls;
	int64_t last_date; /* of all that were counted */
	int64_t at;	   /* the date counted last, and its calls */
	struct date_calls *here;
};

static struct bytes
date_key(const int64_t *date)
{
	struct bytes key = { (const char *)date, sizeof(*date) };

	return key;
}

struct arrivals *
arrivals_new(void)
{
	struct arrivals *a = mem_zero(1, sizeof(*a));

	a->dates = map_new(sizeof(struct date_calls));
	a->calls = once_new();
	a->last_date = INT64_MIN;
	return a;
}

void
arrivals_free(struct arrivals *a)
{
	if (a == NULL)
		return;
	map_free(a->dates);
	recent_free(a->calls);
	free(a);
}

void
arrivals_add(struct arrivals *a, const struct call *c)
{
	struct civil civil;
	int64_t date;
	uint32_t *count;

	if (c->start == INSTANT_NONE || c->direction == DIRECTION_OUT ||
	    !once_first(a->calls, c))
		return;
	zone_civil(c->start, &civil);
	date = civil_days(civil.year, civil.month, civil.day);
	if (a->here == NULL || date != a->at) {
		a->here = map_put(a->dates, date_key(&date), NULL);
		a->at = date;
	}
	count = &a->here->minute[civil.hour * 60 + civil.minute];
	*count += *count < UINT32_MAX;
	if (date > a->last_date)
		a->last_date = date;
}

int64_t
arrivals_on(const struct arrivals *a, int64_t date, int from, int until)
{
	const struct date_calls *d = map_find(a->dates, date_key(&date));
	int64_t calls = 0;

	for (; d != NULL && from < until; from++)
		calls += d->minute[from];
	return calls;
}

size_t
arrivals_weeks(
    const struct arrivals *a, int64_t date, int64_t dates[ARRIVALS_WEEKS])
{
	int64_t week = date - 7;
	size_t n = 0;
	int i;

	if (a->last_date == INT64_MIN)
		return 0;
	if (week > a->last_date)
		week -= (week - a->last_date + 6) / 7 * 7;
	for (i = 0; i < ARRIVALS_WEEKS; i++, week -= 7)
		if (map_find(a->dates, date_key(&week)) != NULL)
			dates[n++] = week;
	return n;
}

int64_t
arrivals_usual(
    const struct arrivals *a, int64_t date, int from, int until, int64_t *sum)
{
	int64_t dates[ARRIVALS_WEEKS], calls[ARRIVALS_WEEKS], one;
	size_t n = arrivals_weeks(a, date, dates), i, k;

	*sum = 0;
	for (i = 0; i < n; i++) {
		one = arrivals_on(a, dates[i], from, until);
		*sum += one;
		for (k = i; k > 0 && calls[k - 1] > one; k--)
			calls[k] = calls[k - 1];
		calls[k] = one;
	}
	return n == 0 ? 0 : calls[(n - 1) / 2] + calls[n / 2];
}
