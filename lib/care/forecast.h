/* SPDX-License-Identifier: ISC */
#ifndef CARE_FORECAST_H
#define CARE_FORECAST_H

#include <stdint.h>

#include "care/arrivals.h"
#include "care/day.h"

/*
 * How many calls a day will have, from those that came by now.
 *
 * P is the median volume of the same weekday over the last weeks, F the
 * median share of it that is normally in by now, n what came today.  How
 * much more is on today than usual is not n / (P F), which early in the
 * day is mostly chance, but that shrunk towards 1:
 *
 *	m = (k + n) / (k + P F),  the day's volume = n + m P (1 - F)
 *
 * which is the mean that follows from n when calls are Poisson and m has
 * a Gamma prior of mean 1 and variance 1/k.  1/k is what days of the last
 * weeks differed by from their weekday's median beyond chance,
 *
 *	1/k = max(0, D - 1) / P + 1.57 / (w P)
 *
 * D is the mean of (N - P)^2 / P over these days, w the number of weeks,
 * and the last term is how far P, a median of so few, is off itself.  With
 * fewer than FORECAST_DAYS more days than weekdays D is not known and k is
 * FORECAST_STEADY: days that differ by a tenth.
 */
enum { FORECAST_DAYS = 5, FORECAST_STEADY = 100 };

struct forecast {
	int64_t so_far; /* calls that came before the minute of now */
	int64_t weeks;	/* days that it is drawn from */
	double usual;	/* P, calls */
	double share;	/* F, 0..1 */
	double level;	/* m */
	double rest;	/* calls expected from now to midnight */
	double day;	/* calls expected from midnight to midnight */
	double ratio;	/* n / F, what simple scaling says, for
				 * comparison; 0 when F is */
};

/*
 * Forecast the local date of `now`.  The spans of `oneoff` (its `on`, by
 * the clock; NULL is none) had something that happens once: what came in
 * them is part of the day but tells nothing about the rest of it.  Returns
 * 0, or -1 when the history has no day of that weekday to compare with.
 */
int forecast_make(const struct arrivals *history, const struct arrivals *today,
    int64_t now, const struct day_hours *oneoff, struct forecast *);

/*
 * The calls expected from `now` until an instant within the next day and
 * a half: what is usual for these minutes, times the level.
 */
double forecast_until(const struct forecast *, const struct arrivals *history,
    int64_t now, int64_t until);

#endif
