/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "care/forecast.h"

/* A day's calls in four parts: before now and after, once off or not. */
struct parts {
	double before, after;
	double spike_before, spike_after;
};

/* The minute of the clock at an instant. */
static int
minute_of(int64_t instant)
{
	struct civil civil;

	zone_civil(instant, &civil);
	return civil.hour * 60 + civil.minute;
}

/* Whether a minute of the clock lies in the spans, a night's end too. */
static int
within(const struct day_hours *spans, int minute)
{
	int64_t at = (int64_t)minute * MINUTE_MS;
	size_t i;

	for (i = 0; spans != NULL && i < spans->ons; i++)
		if ((at >= spans->on[i].from && at < spans->on[i].until) ||
		    at + DAY_MS < spans->on[i].until)
			return 1;
	return 0;
}

static struct parts
parts_of(const struct arrivals *a, int64_t date, int cut,
    const struct day_hours *oneoff)
{
	struct parts parts = { 0, 0, 0, 0 };
	double calls;
	int i;

	for (i = 0; i < ARRIVALS_MINUTES; i++) {
		calls = (double)arrivals_on(a, date, i, i + 1);
		if (within(oneoff, i))
			*(i < cut ? &parts.spike_before : &parts.spike_after) +=
			    calls;
		else
			*(i < cut ? &parts.before : &parts.after) += calls;
	}
	return parts;
}

static int
real_order(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), real_order);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/*
 * 1/k of the header, for a date that `weeks` days of `usual` calls are known
 * of, from the weeks before it of all weekdays.
 */
static double
unsteadiness(const struct arrivals *a, int64_t date, size_t weeks, double usual)
{
	int64_t dates[ARRIVALS_WEEKS];
	double calls[ARRIVALS_WEEKS], sorted[ARRIVALS_WEEKS], middle;
	double squares = 0, own = 1.57 / ((double)weeks * usual);
	int day, spare = 0;
	size_t n, i;

	for (day = 0; day < 7; day++) {
		n = arrivals_weeks(a, date + day, dates);
		for (i = 0; i < n; i++)
			calls[i] = sorted[i] = (double)arrivals_on(
			    a, dates[i], 0, ARRIVALS_MINUTES);
		middle = n == 0 ? 0 : median(sorted, n);
		for (i = 0; middle > 0 && i < n; i++)
			squares +=
			    (calls[i] - middle) * (calls[i] - middle) / middle;
		spare += n == 0 ? 0 : (int)n - 1;
	}
	if (spare < FORECAST_DAYS)
		return 1.0 / FORECAST_STEADY;
	squares = squares / spare - 1;
	return (squares > 0 ? squares / usual : 0) + own;
}

int
forecast_make(const struct arrivals *history, const struct arrivals *today,
    int64_t now, const struct day_hours *oneoff, struct forecast *f)
{
	int64_t date = zone_date(now, 0), dates[ARRIVALS_WEEKS];
	double days[ARRIVALS_WEEKS], shares[ARRIVALS_WEEKS];
	double spikes[ARRIVALS_WEEKS], k;
	size_t n = arrivals_weeks(history, date, dates), i;
	int cut = minute_of(now);
	struct parts p = parts_of(today, date, cut, oneoff);

	*f = (struct forecast){ .weeks = (int64_t)n };
	f->so_far = (int64_t)(p.before + p.spike_before);
	for (i = 0; i < n; i++) {
		struct parts past = parts_of(history, dates[i], cut, oneoff);

		days[i] = past.before + past.after;
		shares[i] = days[i] > 0 ? past.before / days[i] : 0;
		spikes[i] = past.spike_after;
	}
	if (n == 0 || (f->usual = median(days, n)) <= 0)
		return -1;
	f->share = median(shares, n);
	k = 1 / unsteadiness(history, date, n, f->usual);
	f->level = (k + p.before) / (k + f->usual * f->share);
	f->rest = f->level * (f->usual * (1 - f->share) + median(spikes, n));
	f->day = (double)f->so_far + f->rest;
	f->ratio = f->share > 0 ? p.before / f->share : 0;
	return 0;
}

double
forecast_until(const struct forecast *f, const struct arrivals *history,
    int64_t now, int64_t until)
{
	int64_t date = zone_date(now, 0), last = zone_date(until, 0), sum;
	int from = minute_of(now), end;
	double twice = 0;

	for (; date <= last; date++, from = 0) {
		end = date < last ? ARRIVALS_MINUTES : minute_of(until);
		if (from < end)
			twice += (double)arrivals_usual(
			    history, date, from, end, &sum);
	}
	return f->level * twice / 2;
}
