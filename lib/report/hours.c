/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/hours.h"

int64_t
hours_length(const struct report_row *rows, size_t count)
{
	int64_t start;

	if (count == 0)
		return DAY_MS;
	start = zone_day_start(tally_instant(rows[0].key), 0);
	return zone_day_start(start, 1) - start;
}

/*
 * The hours of one day; one that is told twice shows twice, so that on a
 * day of 23 or 25 hours each is told with its offset.
 */
static size_t
hours_of_day(const struct report_row *from, size_t count, struct hour *hours)
{
	size_t n = hours_length(from, count) == DAY_MS ? 5 : 0, i;
	char text[REPORT_KEY];

	for (i = 0; i < count; i++) {
		struct bytes key =
		    report_key(TALLY_INTERVALS, from[i].key, text);

		memcpy(hours[i].label, text + 11, 5);
		if (n == 0 && key.n >= 25)
			memcpy(hours[i].label + 5, text + 19, 6);
		hours[i].row = from[i];
	}
	return count;
}

/* All days together, from the hour on in which a day begins. */
static size_t
hours_of_days(const struct report *r, const struct report_row *from,
    size_t count, struct hour *hours, struct tally_entry sums[24])
{
	int first = (int)(r->setup.day_start_ms / HOUR_MS), i;
	struct civil c;
	size_t k, n = 0;

	for (k = 0; k < count; k++) {
		zone_civil(tally_instant(from[k].key), &c);
		tally_merge(&sums[c.hour], from[k].entry);
	}
	for (i = first; i < first + 24; i++) {
		struct tally_entry *e = &sums[i % 24];

		if (e->n[MEASURE_OFFERED] + e->n[MEASURE_LEGS] == 0)
			continue;
		hours[n].row = (struct report_row){
			.entry = e, .share = -1, .partial = from[0].partial
		};
		hours[n].label[0] = (char)('0' + i % 24 / 10);
		hours[n].label[1] = (char)('0' + i % 24 % 10);
		memcpy(hours[n++].label + 2, ":00", 3);
	}
	return n;
}

void
hours_start(struct hours *h, const struct report *r)
{
	size_t n;

	h->sums = mem_zero(24, sizeof(*h->sums));
	h->rows = report_rows(r, TALLY_INTERVALS, &n);
	h->hour = mem_zero(n + 24, sizeof(*h->hour));
	h->count = r->first_day == r->last_day
	    ? hours_of_day(h->rows, n, h->hour)
	    : hours_of_days(r, h->rows, n, h->hour, h->sums);
}

void
hours_end(struct hours *h)
{
	free(h->hour);
	free(h->rows);
	free(h->sums);
	memset(h, 0, sizeof(*h));
}
