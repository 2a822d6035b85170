/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/when.h"
#include "care/clock.h"
#include "csv/settings.h"

const char clock_hours_csv[] = "days,open,close,queue\n"
			       "mon-fri,09:00,17:00,\n";

const char clock_holidays_csv[] = "date,name\n";

enum { WEEK = 7, WALK_DAYS = 40 * 366, OPENS_WITHIN_DAYS = 2 * 366 };

/* Years 2 to 9900: forty years on, dates still have four digits. */
#define FROM_MIN (-718797 * (int64_t)DAY_MS)
#define FROM_MAX (2896737 * (int64_t)DAY_MS)

/* Part of a day on the wall clock, in ms after its midnight. */
struct span {
	int64_t open, close; /* open < close <= open + 24 h */
	size_t row;	     /* of hours.csv, for messages */
};

struct spans {
	struct span *span; /* by opening */
	size_t count, cap;
};

/* The hours of one queue; an empty name is everybody else's. */
struct hours {
	char *name;
	struct bytes queue;
	struct spans day[WEEK]; /* 0 Sunday */
};

/* What wall_instant() found last: calls come day after day. */
struct memo {
	int64_t day, ms, instant;
	int later, known;
};

enum { MEMOS = 64 };

struct clock {
	struct memo *memo; /* MEMOS of them */
	struct hours *hours;
	size_t count, cap;
	int64_t *holidays; /* days since 1970-01-01, sorted */
	size_t holiday_count, holiday_cap;
};

static int
read_weekday(struct bytes b)
{
	static const char *const names[WEEK] = { "sunday", "monday", "tuesday",
		"wednesday", "thursday", "friday", "saturday" };
	struct bytes three;
	int i;

	for (i = 0; i < WEEK; i++) {
		three.p = names[i];
		three.n = 3;
		if (bytes_equal_nocase(b, three) ||
		    bytes_is_nocase(b, names[i]))
			return i;
	}
	return -1;
}

/* `mon-fri`, `mon wed`, `daily` as a set of weekdays; 0 if it is neither. */
static unsigned
read_days(struct bytes text)
{
	struct bytes rest = bytes_trim(text), part, until;
	unsigned days = 0;
	int from, to;

	if (bytes_is_nocase(rest, "daily"))
		return (1u << WEEK) - 1;
	while (rest.p != NULL) {
		part = bytes_trim(bytes_cut(rest, ' ', &rest));
		if (part.n == 0 && rest.p != NULL)
			continue;
		from = read_weekday(bytes_cut(part, '-', &until));
		to = until.p == NULL ? from : read_weekday(until);
		if (from < 0 || to < 0)
			return 0;
		for (; from != to; from = (from + 1) % WEEK)
			days |= 1u << from;
		days |= 1u << to;
	}
	return days;
}

static struct hours *
hours_of(struct clock *c, struct bytes queue)
{
	struct hours *h;
	size_t i;

	for (i = 0; i < c->count; i++)
		if (bytes_equal_nocase(c->hours[i].queue, queue))
			return &c->hours[i];
	c->hours = mem_grow(c->hours, c->count, &c->cap, sizeof(*c->hours));
	h = &c->hours[c->count++];
	memset(h, 0, sizeof(*h));
	h->name = mem_copy(queue.p, queue.n);
	h->queue.p = h->name;
	h->queue.n = queue.n;
	return h;
}

static void
add_span(struct spans *s, struct span span)
{
	size_t i;

	s->span = mem_grow(s->span, s->count, &s->cap, sizeof(span));
	for (i = s->count++; i > 0 && s->span[i - 1].open > span.open; i--)
		s->span[i] = s->span[i - 1];
	s->span[i] = span;
}

static int
read_row(struct clock *c, const struct settings *s, size_t row)
{
	unsigned days = read_days(settings_get(s, row, "days"));
	struct hours *h;
	struct span span;
	int i;

	if (days == 0)
		return settings_fail(s, row, "days",
		    "expected weekdays such "
		    "as mon-fri, mon wed, or daily");
	if (clock_typed(bytes_trim(settings_get(s, row, "open")), &span.open) !=
		0 ||
	    span.open >= DAY_MS)
		return settings_fail(s, row, "open",
		    "expected a time of day "
		    "such as 09:00");
	if (clock_typed(
		bytes_trim(settings_get(s, row, "close")), &span.close) != 0)
		return settings_fail(s, row, "close",
		    "expected a time of day "
		    "such as 17:00, at most 24:00");
	if (span.close == span.open)
		return settings_fail(s, row, "close",
		    "expected another time "
		    "than in column open: a whole day is 00:00 to 24:00");
	if (span.close < span.open)
		span.close += DAY_MS;
	span.row = row;
	h = hours_of(c, bytes_trim(settings_get(s, row, "queue")));
	for (i = 0; i < WEEK; i++)
		if (days & (1u << i))
			add_span(&h->day[i], span);
	return 0;
}

/* What opens next, on this weekday or on the following one, opens later. */
static int
check_overlap(const struct settings *s, const struct hours *h, int day)
{
	const struct spans *today = &h->day[day];
	const struct spans *next = &h->day[(day + 1) % WEEK];
	size_t i;

	for (i = 0; i < today->count; i++) {
		const struct span *a = &today->span[i], *b = a + 1;
		int64_t shift = 0;

		if (i + 1 == today->count) {
			if (next->count == 0)
				continue;
			b = &next->span[0];
			shift = DAY_MS;
		}
		if (a->close > b->open + shift)
			return settings_fail(s, b->row, "open",
			    "expected "
			    "hours that do not overlap those of line %zu",
			    settings_line(s, a->row));
	}
	return 0;
}

static int
read_hours(struct clock *c, const struct settings *s)
{
	size_t row, i;
	int day;

	if (settings_columns(s, "days! open! close! queue") != 0)
		return -1;
	for (row = 0; row < settings_rows(s); row++)
		if (read_row(c, s, row) != 0)
			return -1;
	for (i = 0; i < c->count; i++)
		for (day = 0; day < WEEK; day++)
			if (check_overlap(s, &c->hours[i], day) != 0)
				return -1;
	for (i = 0; i < c->count; i++)
		if (c->hours[i].queue.n == 0)
			return 0;
	return diag_fail(STATUS_CANNOT,
	    "%s: expected at least one row with "
	    "an empty queue: it serves the queues that have none",
	    settings_name(s));
}

static int
order_days(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int
read_holidays(struct clock *c, const struct settings *s)
{
	size_t row;
	int64_t day;

	if (settings_columns(s, "date! name") != 0)
		return -1;
	for (row = 0; row < settings_rows(s); row++) {
		if (date_typed(
			bytes_trim(settings_get(s, row, "date")), &day) != 0)
			return settings_fail(s, row, "date",
			    "expected a date "
			    "such as 2026-12-25");
		c->holidays = mem_grow(c->holidays, c->holiday_count,
		    &c->holiday_cap, sizeof(day));
		c->holidays[c->holiday_count++] = day;
	}
	if (c->holiday_count > 1)
		qsort(c->holidays, c->holiday_count, sizeof(day), order_days);
	return 0;
}

/* Every queue opens, or a due time would be looked for in vain. */
static int
check_opens(const struct clock *c, const char *name, int64_t now)
{
	size_t i;
	int64_t open;

	if (now < FROM_MIN || now > FROM_MAX)
		return diag_fail(STATUS_CANNOT,
		    "-N: business hours are known in the years 2 to 9900 "
		    "only");
	for (i = 0; i < c->count; i++) {
		open = clock_due(c, c->hours[i].queue, now, 0);
		if (open == INSTANT_NONE ||
		    open - now > OPENS_WITHIN_DAYS * (int64_t)DAY_MS)
			return diag_fail(STATUS_CANNOT,
			    "%s: %s%s never opens "
			    "within two years from now",
			    name,
			    c->hours[i].queue.n > 0
				? "queue "
				: "the row with an empty queue",
			    c->hours[i].name);
	}
	return 0;
}

struct clock *
clock_load(const char *settings_dir, int64_t now)
{
	struct clock *c = mem_zero(1, sizeof(*c));
	struct settings *hours, *holidays = NULL;
	int failed = 1;

	c->memo = mem_zero(MEMOS, sizeof(*c->memo));
	hours = settings_load(settings_dir, "hours.csv", clock_hours_csv);
	if (hours != NULL)
		holidays = settings_load(
		    settings_dir, "holidays.csv", clock_holidays_csv);
	if (holidays != NULL)
		failed = read_hours(c, hours) != 0 ||
		    read_holidays(c, holidays) != 0 ||
		    check_opens(c, settings_name(hours), now) != 0;
	settings_free(hours);
	settings_free(holidays);
	if (!failed)
		return c;
	clock_free(c);
	return NULL;
}

void
clock_free(struct clock *c)
{
	size_t i, day;

	if (c == NULL)
		return;
	for (i = 0; i < c->count; i++) {
		for (day = 0; day < WEEK; day++)
			free(c->hours[i].day[day].span);
		free(c->hours[i].name);
	}
	free(c->hours);
	free(c->memo);
	free(c->holidays);
	free(c);
}

static const struct hours *
find_hours(const struct clock *c, struct bytes queue)
{
	const struct hours *rest = NULL;
	size_t i;

	for (i = 0; i < c->count; i++) {
		if (c->hours[i].queue.n == 0)
			rest = &c->hours[i];
		else if (bytes_equal_nocase(c->hours[i].queue, queue))
			return &c->hours[i];
	}
	return rest;
}

/* When the clocks were changed, somewhere in the day before `after`. */
static int64_t
change_before(int64_t after)
{
	int64_t low = after - DAY_MS, high = after;
	int offset = zone_offset(after);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (zone_offset(middle) == offset)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* The instant of a time on the wall clock of a day or, past 24 h, the next. */
static int64_t
wall_instant(int64_t day, int64_t ms, int later)
{
	struct civil c = { 0, 0, 0, 0, 0, 0, 0 };
	enum zone_fold fold;
	int64_t instant;

	civil_from_days(day + ms / DAY_MS, &c.year, &c.month, &c.day);
	ms %= DAY_MS;
	c.hour = (int)(ms / HOUR_MS);
	c.minute = (int)(ms / MINUTE_MS % 60);
	c.second = (int)(ms / SECOND_MS % 60);
	c.ms = (int)(ms % SECOND_MS);
	instant = zone_instant(&c, later, &fold);
	return fold == ZONE_NEVER ? change_before(instant) : instant;
}

/* The same, remembered. */
static int64_t
instant_of(const struct clock *c, int64_t day, int64_t ms, int later)
{
	uint64_t hash =
	    (uint64_t)day * 4 + (uint64_t)(ms / HOUR_MS) * 2 + (uint64_t)later;
	struct memo *m = &c->memo[hash % MEMOS];

	if (!m->known || m->day != day || m->ms != ms || m->later != later) {
		m->day = day;
		m->ms = ms;
		m->later = later;
		m->instant = wall_instant(day, ms, later);
		m->known = 1;
	}
	return m->instant;
}

static const struct spans *
spans_of(const struct clock *c, const struct hours *h, int64_t day)
{
	static const struct spans closed = { NULL, 0, 0 };

	if (c->holiday_count > 0 &&
	    bsearch(&day, c->holidays, c->holiday_count, sizeof(day),
		order_days) != NULL)
		return &closed;
	return &h->day[civil_weekday(day)];
}

/*
 * Walk forward from `from` until the clock has run for `duration` or
 * `limit` is reached; returns the instant, and in `*ran` how long it ran.
 * Spans that touch in the hour that is told twice overlap there, so only
 * what lies after `at` is new.
 */
static int64_t
walk(const struct clock *c, const struct hours *h, int64_t from,
    int64_t duration, int64_t limit, int64_t *ran)
{
	int64_t first = zone_date(from, 0) - 1, day, at = from;
	size_t i;

	*ran = 0;
	for (day = first; day < first + WALK_DAYS; day++) {
		const struct spans *s = spans_of(c, h, day);

		for (i = 0; i < s->count; i++) {
			int64_t open = instant_of(c, day, s->span[i].open, 0);
			int64_t close = instant_of(c, day, s->span[i].close, 1);

			if (open >= limit)
				return limit;
			open = open > at ? open : at;
			close = close < limit ? close : limit;
			if (close <= open)
				continue;
			if (close - open >= duration - *ran)
				return open + (duration - *ran);
			*ran += close - open;
			at = close;
		}
	}
	return INSTANT_NONE;
}

/* The same backwards, the last span first. */
static int64_t
walk_back(const struct clock *c, const struct hours *h, int64_t from,
    int64_t duration)
{
	int64_t first = zone_date(from, 0), day, at = from, ran = 0;
	size_t i;

	for (day = first; day > first - WALK_DAYS; day--) {
		const struct spans *s = spans_of(c, h, day);

		for (i = s->count; i-- > 0;) {
			int64_t open = instant_of(c, day, s->span[i].open, 0);
			int64_t close = instant_of(c, day, s->span[i].close, 1);

			close = close < at ? close : at;
			if (close <= open)
				continue;
			if (close - open >= duration - ran)
				return close - (duration - ran);
			ran += close - open;
			at = open;
		}
	}
	return INSTANT_NONE;
}

int64_t
clock_due(
    const struct clock *c, struct bytes queue, int64_t from, int64_t duration)
{
	const struct hours *h = find_hours(c, queue);
	int64_t ran;

	if (from < FROM_MIN || from > FROM_MAX || duration == INT64_MIN)
		return INSTANT_NONE;
	if (duration < 0)
		return walk_back(c, h, from, -duration);
	return walk(c, h, from, duration, INT64_MAX, &ran);
}

int64_t
clock_business_ms(
    const struct clock *c, struct bytes queue, int64_t from, int64_t to)
{
	int64_t ran;

	if (from < FROM_MIN || from > FROM_MAX || to <= from)
		return 0;
	walk(c, find_hours(c, queue), from, INT64_MAX, to, &ran);
	return ran;
}
