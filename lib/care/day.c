/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "call/duration.h"
#include "call/when.h"
#include "call/zone.h"
#include "care/day.h"

enum {
	MINUTE = MINUTE_MS,
	DAY = DAY_MS,
	/* A date's clock runs to 48:00 at most; some hours for its changes. */
	LINE_HOURS = 52,
	/* Offsets in force within that time: zones change once, if at all. */
	LINE_STRETCHES = 6
};

/*
 * The local clock from a date's first instant on: stretches in which the
 * offset to UTC stays the same.
 */
struct line {
	struct day_stretch at[LINE_STRETCHES];
	int64_t offset[LINE_STRETCHES]; /* ms east of Greenwich */
	size_t n;
};

static int64_t
floor_to(int64_t t, int64_t step)
{
	int64_t rest = t % step;

	return t - (rest < 0 ? rest + step : rest);
}

static int64_t
offset_ms(int64_t instant)
{
	return (int64_t)zone_offset(instant) * SECOND_MS;
}

/* The first instant after `from` whose offset is that of `until`. */
static int64_t
change_between(int64_t from, int64_t until)
{
	int64_t offset = offset_ms(until), middle;

	while (until - from > 1) {
		middle = from + (until - from) / 2;
		if (offset_ms(middle) == offset)
			until = middle;
		else
			from = middle;
	}
	return until;
}

/* The first instant of a date; in UTC where calendars of zones end. */
static int64_t
date_begin(int64_t date)
{
	struct civil noon = { .hour = 12 };

	civil_from_days(date, &noon.year, &noon.month, &noon.day);
	if (noon.year < 2 || noon.year > 9998)
		return date * DAY;
	return zone_day_start(zone_instant(&noon, 0, NULL), 0);
}

static void
line_begin(struct line *l, int64_t date)
{
	int64_t t = date_begin(date), end = t + LINE_HOURS * (int64_t)HOUR_MS;
	int64_t offset = offset_ms(t), next;

	l->n = 1;
	l->at[0].from = t;
	l->offset[0] = offset;
	for (; t < end; t += HOUR_MS) {
		next = offset_ms(t + HOUR_MS);
		if (next == offset || l->n == LINE_STRETCHES)
			continue;
		offset = next;
		l->at[l->n].from = change_between(t, t + HOUR_MS);
		l->at[l->n - 1].until = l->at[l->n].from;
		l->offset[l->n++] = offset;
	}
	l->at[l->n - 1].until = end;
}

/*
 * The instant at which the clock shows `local` (ms, as if it were UTC):
 * the earlier of two, the moment of the change when it never does.  For
 * `closing` the end of a stretch is in it: a break that ends with an hour
 * told twice ends with the first of the two and keeps its length.
 */
static int64_t
line_instant(const struct line *l, int64_t local, int closing)
{
	int64_t t;
	size_t i;

	for (i = 0; i < l->n; i++) {
		t = local - l->offset[i];
		if (t < l->at[i].until + closing)
			return t > l->at[i].from ? t : l->at[i].from;
	}
	return l->at[l->n - 1].until;
}

static int
span_order(const void *a, const void *b)
{
	const struct day_span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* One span of clock time; `what` is what messages call its list. */
static int
span_read(struct bytes text, const char *what, struct day_span *span)
{
	struct bytes until, from = bytes_cut(bytes_trim(text), '-', &until);

	if (clock_typed(bytes_trim(from), &span->from) != 0 ||
	    clock_typed(bytes_trim(until), &span->until) != 0 ||
	    span->from == DAY)
		return diag_fail(STATUS_CANNOT,
		    "%s: spans are written like "
		    "09:00-17:00, with a comma between them",
		    what);
	if (span->from == span->until)
		return diag_fail(STATUS_CANNOT, "%s: a span is empty", what);
	if (span->until < span->from)
		span->until += DAY;
	return 0;
}

/* Read spans with commas between into `*spans`, in order of their start. */
static int
spans_read(
    struct bytes text, const char *what, struct day_span **spans, size_t *count)
{
	struct bytes one, rest = text;
	struct day_span span;
	size_t cap = 0;

	do {
		one = bytes_cut(rest, ',', &rest);
		if (span_read(one, what, &span) != 0)
			return -1;
		*spans = mem_grow(*spans, *count, &cap, sizeof(**spans));
		(*spans)[(*count)++] = span;
	} while (rest.p != NULL);
	qsort(*spans, *count, sizeof(**spans), span_order);
	return 0;
}

/*
 * Whether spans overlap, with `daily` also the last one's hours past
 * midnight the first one's of the next day.
 */
static int
spans_overlap(const struct day_span *spans, size_t count, int daily)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (spans[i].from < spans[i - 1].until)
			return 1;
	return daily && count > 0 &&
	    spans[count - 1].until - DAY > spans[0].from;
}

/* Make one span of those that touch. */
static size_t
spans_join(struct day_span *spans, size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++) {
		if (n > 0 && spans[i].from == spans[n - 1].until)
			spans[n - 1].until = spans[i].until;
		else
			spans[n++] = spans[i];
	}
	return n;
}

/* Put a break where the hours are: on the day, or in its night. */
static int
off_within(const struct day_hours *h, struct day_span *off)
{
	int64_t shift;
	size_t i;

	for (shift = 0; shift <= DAY; shift += DAY)
		for (i = 0; i < h->ons; i++)
			if (off->from + shift >= h->on[i].from &&
			    off->until + shift <= h->on[i].until) {
				off->from += shift;
				off->until += shift;
				return 0;
			}
	return diag_fail(STATUS_CANNOT, "off: a break is not within the hours");
}

/* The working spans; `daily`: the next morning has these, too. */
static int
on_read(struct day_hours *h, const char *what, struct bytes on, int daily)
{
	*h = (struct day_hours){ 0 };
	if (spans_read(on, what, &h->on, &h->ons) != 0)
		return -1;
	if (spans_overlap(h->on, h->ons, daily))
		return diag_fail(STATUS_CANNOT, "%s: spans overlap", what);
	h->ons = spans_join(h->on, h->ons);
	return 0;
}

static int
hours_read(struct day_hours *h, struct bytes on, struct bytes off, int daily)
{
	size_t i;

	if (on_read(h, "hours", on, daily) != 0)
		return -1;
	if (off.n > 0 && spans_read(off, "off", &h->off, &h->offs) != 0)
		return -1;
	for (i = 0; i < h->offs; i++)
		if (off_within(h, &h->off[i]) != 0)
			return -1;
	/* Breaks put behind midnight come last. */
	if (h->offs > 0)
		qsort(h->off, h->offs, sizeof(*h->off), span_order);
	if (spans_overlap(h->off, h->offs, daily))
		return diag_fail(STATUS_CANNOT, "off: breaks overlap");
	if (day_hours_ms(h) == 0)
		return diag_fail(
		    STATUS_CANNOT, "off: the breaks leave no working minutes");
	return 0;
}

int
day_hours_read(struct day_hours *h, struct bytes on, struct bytes off)
{
	return hours_read(h, on, off, 1);
}

int
day_hours_read_once(struct day_hours *h, struct bytes on, struct bytes off)
{
	return hours_read(h, on, off, 0);
}

int
day_hours_named(const char *what, struct day_hours *h, struct bytes on)
{
	return on_read(h, what, on, 1);
}

void
day_hours_free(struct day_hours *h)
{
	free(h->on);
	free(h->off);
	*h = (struct day_hours){ 0 };
}

int64_t
day_hours_ms(const struct day_hours *h)
{
	int64_t ms = 0;
	size_t i;

	for (i = 0; i < h->ons; i++)
		ms += h->on[i].until - h->on[i].from;
	for (i = 0; i < h->offs; i++)
		ms -= h->off[i].until - h->off[i].from;
	return ms;
}

int
day_interval_read(struct bytes text, int64_t *ms)
{
	if (duration_with_unit(text, ms) != 0 || *ms < MINUTE || *ms > DAY ||
	    *ms % MINUTE != 0 || DAY % *ms != 0)
		return diag_fail(STATUS_CANNOT,
		    "the interval must be minutes that divide a day, like 30m");
	return 0;
}

/* How much of two stretches is in both, in ms. */
static int64_t
shared_ms(struct day_stretch a, struct day_stretch b)
{
	int64_t from = a.from > b.from ? a.from : b.from;
	int64_t until = a.until < b.until ? a.until : b.until;

	return until > from ? until - from : 0;
}

/* Add a stretch unless nothing is left of it on this date. */
static void
stretch_add(struct day_stretch *to, size_t *n, int64_t from, int64_t until)
{
	if (from < until)
		to[(*n)++] = (struct day_stretch){ from, until };
}

/* The hours and the work of a date as instants. */
static void
day_lay(struct day *d, const struct day_hours *h, const struct line *l)
{
	int64_t midnight = d->date * DAY, from, until;
	size_t i, k = 0;

	d->on = mem_zero(h->ons, sizeof(*d->on));
	d->work = mem_zero(h->ons + h->offs, sizeof(*d->work));
	for (i = 0; i < h->ons; i++) {
		from = line_instant(l, midnight + h->on[i].from, 0);
		until = line_instant(l, midnight + h->on[i].until, 0);
		stretch_add(d->on, &d->ons, from, until);
		for (; k < h->offs && h->off[k].from < h->on[i].until; k++) {
			stretch_add(d->work, &d->works, from,
			    line_instant(l, midnight + h->off[k].from, 0));
			from = line_instant(l, midnight + h->off[k].until, 1);
		}
		stretch_add(d->work, &d->works, from, until);
	}
}

/* The working time of a stretch, in ms. */
static int64_t
work_within(const struct day *d, struct day_stretch s)
{
	int64_t ms = 0;
	size_t i;

	for (i = 0; i < d->works && d->work[i].from < s.until; i++)
		ms += shared_ms(d->work[i], s);
	return ms;
}

/* Add an interval as a chunk when there is work in it. */
static void
chunk_add(struct day *d, struct day_stretch cell, size_t *cap)
{
	int64_t ms = work_within(d, cell);

	if (ms == 0)
		return;
	d->chunks = mem_grow(d->chunks, d->count, cap, sizeof(*d->chunks));
	d->chunks[d->count++] = (struct day_chunk){ cell.from, cell.until, ms };
	d->working_ms += ms;
}

/*
 * Walk the time line from clock interval to clock interval.  After a
 * change of the clock the same interval goes on when the clock shows a
 * time inside it; when it shows the interval's start again, that is told
 * twice and another one begins.
 */
static void
day_cut(struct day *d, const struct line *l, int64_t interval)
{
	struct day_stretch cell = { l->at[0].from, l->at[0].from };
	int64_t t, clock, begun = INT64_MIN / 2;
	size_t i, cap = 0;

	for (i = 0; i < l->n; i++)
		for (t = l->at[i].from; t < l->at[i].until; t = cell.until) {
			clock = t + l->offset[i];
			if (clock <= begun || clock >= begun + interval) {
				chunk_add(d, cell, &cap);
				begun = floor_to(clock, interval);
				cell.from = t;
			}
			cell.until = t + (begun + interval - clock);
			if (cell.until > l->at[i].until)
				cell.until = l->at[i].until;
		}
	chunk_add(d, cell, &cap);
}

int64_t
day_hours_night_ms(const struct day_hours *h)
{
	int64_t end =
	    h != NULL && h->ons > 0 ? h->on[h->ons - 1].until - DAY : 0;

	return end > 0 ? end : 0;
}

/* When a date begins, in ms after its midnight. */
static int64_t
begin_ms(
    const struct day_hours *before, const struct day_hours *h, int64_t start_ms)
{
	int64_t night = day_hours_night_ms(before);

	if (h != NULL && h->ons > 0 && h->on[0].from < start_ms)
		start_ms = h->on[0].from;
	return night > start_ms ? night : start_ms;
}

struct day *
day_new_after(const struct day_hours *before, const struct day_hours *h,
    int64_t interval_ms, int64_t date, int64_t start_ms)
{
	struct day *d = mem_zero(1, sizeof(*d));
	int64_t midnight = date * DAY;
	struct line l;

	d->date = date;
	line_begin(&l, date);
	if (h != NULL) {
		day_lay(d, h, &l);
		day_cut(d, &l, interval_ms);
	}
	d->own.from =
	    line_instant(&l, midnight + begin_ms(before, h, start_ms), 0);
	line_begin(&l, date + 1);
	d->own.until =
	    line_instant(&l, midnight + DAY + day_hours_night_ms(h), 0);
	return d;
}

struct day *
day_new(const struct day_hours *h, int64_t interval_ms, int64_t date)
{
	return day_new_after(h, h, interval_ms, date, 0);
}

void
day_free(struct day *d)
{
	if (d == NULL)
		return;
	free(d->chunks);
	free(d->on);
	free(d->work);
	free(d);
}

int64_t
day_of(const struct day_hours *before, const struct day_hours *hours,
    int64_t start_ms, int64_t instant)
{
	int64_t date = zone_date(instant, 0);
	int64_t begin = begin_ms(before, hours, start_ms);
	struct line l;

	if (begin == 0)
		return date;
	line_begin(&l, date);
	return instant < line_instant(&l, date * DAY + begin, 0) ? date - 1
								 : date;
}

size_t
day_begun(const struct day *d, int64_t instant)
{
	size_t low = 0, high = d->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (d->chunks[middle].from <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

HOT size_t
day_begun_near(const struct day *d, int64_t instant, size_t near)
{
	if (near > 0 && near <= d->count &&
	    d->chunks[near - 1].from <= instant &&
	    (near == d->count || instant < d->chunks[near].from))
		return near;
	return day_begun(d, instant);
}

HOT size_t
day_chunk_of(const struct day *d, int64_t instant, size_t begun)
{
	size_t i;

	if (begun == 0 || instant >= d->chunks[begun - 1].until)
		return d->count;
	for (i = 0; i < d->ons; i++)
		if (instant >= d->on[i].from && instant < d->on[i].until)
			return begun - 1;
	return d->count;
}

HOT int64_t
day_worked(const struct day *d, size_t i, int64_t instant)
{
	struct day_stretch s = { d->chunks[i].from, d->chunks[i].until };

	if (instant < s.until)
		s.until = instant;
	return work_within(d, s);
}
