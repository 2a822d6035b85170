/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "report/trend.h"

enum { WEEK = 7, HOT_OF = 5, HOT = 3, HEAVY_OF = 10, HEAVY = 5, LONG = 10 };
enum { ROW = 6, MISSED = 2, REST_H = 11, HEAVY_LOAD = 70 };
#define MILLION INT64_C(1000000)

/* Two averages, in millionths. */
struct pair {
	int64_t acute, baseline;
	int known;
};

/* An agent's days as far as they still count. */
struct line {
	int64_t days;
	struct pair load, handle;
	uint32_t hot, watch, heavy; /* bits, the latest day is the lowest */
	int64_t day;		    /* the latest of work */
	int64_t in_a_row;	    /* calendar days of work */
	int64_t end;		    /* of that day's work, ms; 0: unknown */
	int64_t missed[WEEK];	    /* by day modulo 7 */
	int64_t short_day;	    /* the latest after too short a rest */
	int64_t rest_ms;	    /* before that */
	int worked;		    /* any day so far */
	int slow;		    /* handle time is 15 % above */
};

struct trend_build {
	struct map *lines; /* agent to struct line */
	struct trend_day *days;
	size_t day_count, day_cap;
};

struct trend_build *
trend_build_new(void)
{
	struct trend_build *b = mem_zero(1, sizeof(*b));

	b->lines = map_new(sizeof(struct line));
	return b;
}

void
trend_build_free(struct trend_build *b)
{
	if (b == NULL)
		return;
	map_free(b->lines);
	free(b->days);
	free(b);
}

static void
step(struct pair *p, int64_t x)
{
	if (!p->known) {
		*p = (struct pair){ x, x, 1 };
		return;
	}
	p->acute = (25 * x + 75 * p->acute + 50) / 100;
	p->baseline = (69 * x + 931 * p->baseline + 500) / 1000;
}

/* A mean in millionths; sums that do not fit are no load of a day. */
static int
mean(int64_t sum, int64_t n, int64_t unit, int64_t *out)
{
	if (n <= 0 || n > INT32_MAX || sum < 0 || sum > INT64_MAX / 4 / MILLION)
		return -1;
	*out = (2 * sum * (MILLION / unit) + n) / (2 * n);
	return *out > INT64_MAX / 4000 ? -1 : 0;
}

/* Where a day's breathers are noted; days may lie before 1970. */
static int64_t *
missed_on(struct line *l, int64_t day)
{
	return &l->missed[(day % WEEK + WEEK) % WEEK];
}

/* Days off between the last day of work and this one, and what they give. */
static void
note_work(struct line *l, int64_t day, const int64_t *n)
{
	int64_t from = n[MEASURE_LEAST_START], since = day - l->day, i;

	if (!l->worked)
		since = WEEK;
	for (i = 0; i < WEEK && i < since; i++)
		*missed_on(l, day - i) = 0;
	*missed_on(l, day) =
	    n[MEASURE_MISSED] > 0 && n[MEASURE_MISSED] < INT32_MAX
	    ? n[MEASURE_MISSED]
	    : 0;
	if (l->worked && l->end > 0 && from > l->end &&
	    from - l->end < (int64_t)REST_H * HOUR_MS) {
		l->short_day = day;
		l->rest_ms = from - l->end;
	}
	l->in_a_row = l->worked && since == 1 ? l->in_a_row + 1 : 1;
	l->end = n[MEASURE_MOST_END];
	l->day = day;
	l->worked = 1;
}

static int64_t
missed_in_week(const struct line *l)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < WEEK; i++)
		n += l->missed[i];
	return n;
}

static int
short_rest(const struct line *l)
{
	return l->rest_ms > 0 && l->day - l->short_day < WEEK;
}

static int
bits(uint32_t days, int of)
{
	return __builtin_popcount(days & ((UINT32_C(1) << of) - 1));
}

static int
is_watch(const struct line *l)
{
	return l->days >= TREND_RATIO && bits(l->hot, HOT_OF) >= HOT &&
	    (l->slow || missed_in_week(l) >= MISSED || short_rest(l) ||
		l->in_a_row > ROW);
}

/* A day of work with a known load. */
static void
note_load(struct line *l, int64_t x)
{
	int hot;

	l->days++;
	step(&l->load, x);
	hot = l->days >= TREND_RATIO && l->load.baseline > 0 &&
	    10 * l->load.acute >= 13 * l->load.baseline;
	l->hot = l->hot << 1 | (uint32_t)hot;
	l->heavy = l->heavy << 1 | (uint32_t)(x >= HEAVY_LOAD * MILLION);
	l->watch = l->watch << 1 | (uint32_t)is_watch(l);
}

static void
add_agent(struct trend_build *b, int64_t day, const struct tally_row *row)
{
	const int64_t *n = row->entry->n;
	struct line *l;
	int64_t x;

	if (n[MEASURE_LEGS] == 0)
		return;
	l = map_put(b->lines, row->key, NULL);
	note_work(l, day, n);
	if (mean(n[MEASURE_HANDLE_MS], n[MEASURE_HANDLES], SECOND_MS, &x) ==
	    0) {
		step(&l->handle, x);
		l->slow = 100 * l->handle.acute >= 115 * l->handle.baseline &&
		    l->handle.baseline > 0;
	}
	if (mean(n[MEASURE_LOAD], n[MEASURE_LOADS], 10, &x) == 0)
		note_load(l, x);
}

void
trend_build_day(struct trend_build *b, int64_t day, const struct tally *t)
{
	const int64_t *n = tally_at(t, TALLY_TEAM, 0)->n;
	size_t count, i;
	struct tally_row *rows = tally_rows(t, TALLY_AGENTS, &count);

	for (i = 0; i < count; i++)
		add_agent(b, day, &rows[i]);
	free(rows);
	b->days =
	    mem_grow(b->days, b->day_count, &b->day_cap, sizeof(*b->days));
	b->days[b->day_count++] = (struct trend_day){ .day = day,
		.offered = n[MEASURE_OFFERED],
		.answered = n[MEASURE_ANSWERED],
		.stressed = n[MEASURE_STRESSED],
		.calm = n[MEASURE_CALM],
		.hard = n[MEASURE_HARD],
		.loads = n[MEASURE_LOADS],
		.load = n[MEASURE_LOAD] };
}

static enum trend_state
state_of(const struct line *l)
{
	if (bits(l->heavy, HEAVY_OF) >= HEAVY)
		return TREND_TALK;
	if ((l->watch & 1) == 0)
		return TREND_NONE;
	return bits(l->watch, TREND_RATIO) >= LONG ? TREND_TALK : TREND_WATCH;
}

/* Begin a further reason. */
static void
next_reason(struct buf *out)
{
	if (out->n > 0)
		buf_add_string(out, "; ");
}

static void
watch_reasons(struct buf *out, const struct line *l)
{
	next_reason(out);
	buf_text(out, "load 1.3 times the usual on %d of 5 days",
	    bits(l->hot, HOT_OF));
	if (bits(l->watch, TREND_RATIO) >= LONG)
		buf_text(out, ", for %d days now", bits(l->watch, TREND_RATIO));
	if (l->slow)
		buf_text(out, "; handle time +%lld %%",
		    (long long)(100 * l->handle.acute / l->handle.baseline -
			100));
	if (missed_in_week(l) >= MISSED)
		buf_text(out, "; %lld breathers missed in a week",
		    (long long)missed_in_week(l));
	if (short_rest(l))
		buf_text(out, "; %lld h %lld min of rest between two days",
		    (long long)(l->rest_ms / HOUR_MS),
		    (long long)(l->rest_ms % HOUR_MS / MINUTE_MS));
	if (l->in_a_row > ROW)
		buf_text(out, "; %lld days in a row", (long long)l->in_a_row);
}

static char *
reasons(const struct line *l)
{
	struct buf out = { NULL, 0, 0 };

	if (bits(l->heavy, HEAVY_OF) >= HEAVY)
		buf_text(&out, "mean load of 70 and more on %d of 10 days",
		    bits(l->heavy, HEAVY_OF));
	if (l->watch & 1)
		watch_reasons(&out, l);
	buf_string(&out);
	return out.p;
}

static int64_t
rounded(int64_t part, int64_t of)
{
	return (2 * part + of) / (2 * of);
}

static void
fill(struct trend_row *row, const struct line *l)
{
	row->days = l->days;
	row->acute = row->baseline = row->ratio = -1;
	row->state = state_of(l);
	row->why = row->state == TREND_NONE ? NULL : reasons(l);
	if (l->days < TREND_SHOWN)
		return;
	row->acute = rounded(l->load.acute, MILLION / 10);
	row->baseline = rounded(l->load.baseline, MILLION / 10);
	if (l->days >= TREND_RATIO && l->load.baseline > 0)
		row->ratio = rounded(1000 * l->load.acute, l->load.baseline);
}

static int
by_agent(const void *a, const void *b)
{
	const struct trend_row *x = a, *y = b;

	return bytes_order(x->agent, y->agent);
}

/* The rows that are shown at a day. */
static void
take_rows(struct trend *t, const struct map *lines, int64_t day)
{
	size_t i;

	t->rows = mem_zero(map_count(lines) + 1, sizeof(*t->rows));
	for (i = 0; i < map_count(lines); i++) {
		const struct line *l = map_value(lines, i);
		struct bytes name = map_key(lines, i);

		if (day - l->day >= TREND_RECENT ||
		    (l->days < TREND_SHOWN && state_of(l) == TREND_NONE))
			continue;
		t->rows[t->count].agent.p =
		    mem_copy(name.n > 0 ? name.p : "", name.n);
		t->rows[t->count].agent.n = name.n;
		fill(&t->rows[t->count++], l);
	}
	if (t->count > 0)
		qsort(t->rows, t->count, sizeof(*t->rows), by_agent);
}

/* The latest days of the team. */
static void
take_days(struct trend *t, const struct trend_build *b)
{
	size_t n = b->day_count, from = n > TREND_DAYS ? n - TREND_DAYS : 0;

	t->day_count = n - from;
	t->days = mem_zero(t->day_count, sizeof(*t->days));
	memcpy(t->days, b->days + from, t->day_count * sizeof(*t->days));
}

struct trend *
trend_build_finish(struct trend_build *b)
{
	struct trend *t = NULL;

	if (b->day_count > 0) {
		t = mem_zero(1, sizeof(*t));
		take_rows(t, b->lines, b->days[b->day_count - 1].day);
		take_days(t, b);
	}
	trend_build_free(b);
	return t;
}

static void
free_row(struct trend_row *row)
{
	free((void *)(uintptr_t)row->agent.p);
	free(row->why);
}

void
trend_only(struct trend *t, struct bytes agent)
{
	size_t i, n = 0;

	for (i = 0; i < t->count; i++)
		if (agent.n > 0 && bytes_equal(t->rows[i].agent, agent))
			t->rows[n++] = t->rows[i];
		else
			free_row(&t->rows[i]);
	t->count = n;
}

void
trend_drop_agents(struct trend *t)
{
	trend_only(t, bytes_of(""));
}

void
trend_free(struct trend *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->count; i++)
		free_row(&t->rows[i]);
	free(t->rows);
	free(t->days);
	free(t);
}
