/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "call/zone.h"
#include "care/shift.h"
#include "csv/settings.h"

const char shift_csv[] = "agent,days,start,end,off,target\n";

/* Some dates in a row, both ends included. */
struct range {
	int64_t from, until;
};

/* A row as read; its texts belong to the settings. */
struct row {
	size_t line;	   /* its number in the settings */
	unsigned weekdays; /* bit 0 is Sunday */
	struct range *dates;
	size_t date_count;
	struct bytes start, end, off; /* start empty: a day off */
	int64_t target;		      /* 0: none */
};

struct agent {
	struct row *rows;
	size_t count, cap;
	size_t number;
};

struct shift_table {
	struct settings *settings;
	struct map *agents; /* name to struct agent */
	struct map *hours;  /* spans, `|`, breaks: to struct
					 * day_hours; alike is the same */
	struct buf on, off; /* of the date at hand */
	int has_targets;
};

static const char *const weekday_names[] = { "sunday", "monday", "tuesday",
	"wednesday", "thursday", "friday", "saturday" };

/* The number of a weekday, in full or by three letters, or -1. */
static int
weekday_of(struct bytes word)
{
	struct bytes name;
	int i;

	for (i = 0; i < 7; i++) {
		name = bytes_of(weekday_names[i]);
		if (bytes_equal_nocase(word, name))
			return i;
		name.n = 3;
		if (bytes_equal_nocase(word, name))
			return i;
	}
	return -1;
}

/* A weekday, some in a row, or all of them.  Returns 0, -1 for others. */
static int
weekdays_read(struct bytes word, unsigned *weekdays)
{
	struct bytes rest;
	int first, last;

	if (bytes_is_nocase(word, "daily")) {
		*weekdays = 0x7f;
		return 0;
	}
	first = last = weekday_of(bytes_cut(word, '-', &rest));
	if (rest.p != NULL)
		last = weekday_of(rest);
	if (first < 0 || last < 0)
		return -1;
	*weekdays |= 1u << last;
	for (; first != last; first = (first + 1) % 7)
		*weekdays |= 1u << first;
	return 0;
}

/* A date, or two of them with `..` or a slash between. */
static int
dates_read(struct bytes word, struct row *row)
{
	struct bytes first = word, last = word;
	struct range range;
	size_t i;

	for (i = 0; i < word.n; i++)
		if (word.p[i] == '/' || word.p[i] == '.') {
			first.n = i;
			i += word.p[i] == '.' && i + 1 < word.n &&
			    word.p[i + 1] == '.';
			last.p = word.p + i + 1;
			last.n = word.n - i - 1;
			break;
		}
	if (date_typed(first, &range.from) != 0 ||
	    date_typed(last, &range.until) != 0 || range.until < range.from)
		return -1;
	row->dates =
	    mem_resize(row->dates, row->date_count + 1, sizeof(*row->dates));
	row->dates[row->date_count++] = range;
	return 0;
}

static int
days_read(struct bytes text, struct row *row)
{
	struct bytes word = text;
	size_t i, from = 0;

	for (i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != ' ' && text.p[i] != ',')
			continue;
		word.p = text.p + from;
		word.n = i - from;
		from = i + 1;
		if (word.n > 0 && weekdays_read(word, &row->weekdays) != 0 &&
		    dates_read(word, row) != 0)
			return -1;
	}
	return row->weekdays != 0 || row->date_count > 0 ? 0 : -1;
}

/* The failure of hours that were read, at the place in the file. */
static int
hours_failed(const struct settings *s, size_t line)
{
	char *why = mem_string(diag_text());
	char *rest = strstr(why, ": ");
	int off = strncmp(why, "off:", 4) == 0;

	settings_fail(s, line, off ? "off" : "start", "%s",
	    rest != NULL ? rest + 2 : why);
	free(why);
	return -1;
}

/* Check a row's own span and breaks. */
static int
span_check(struct shift_table *t, const struct row *row)
{
	const struct settings *s = t->settings;
	struct day_hours hours = { 0 };
	int64_t ms;
	int got;

	if (row->start.n == 0 && row->end.n == 0)
		return row->off.n == 0 && row->target == 0 && row->weekdays == 0
		    ? 0
		    : settings_fail(s, row->line, "start",
			  "a time HH:MM is expected; only a date without "
			  "off and target can be a day off");
	if (clock_typed(row->start, &ms) != 0 || ms == DAY_MS)
		return settings_fail(
		    s, row->line, "start", "a time HH:MM is expected");
	if (clock_typed(row->end, &ms) != 0)
		return settings_fail(
		    s, row->line, "end", "a time HH:MM is expected");
	t->on.n = 0;
	buf_add_bytes(&t->on, row->start);
	buf_add_byte(&t->on, '-');
	buf_add_bytes(&t->on, row->end);
	got = day_hours_read_once(&hours, buf_bytes(&t->on), row->off);
	day_hours_free(&hours);
	return got == 0 ? 0 : hours_failed(s, row->line);
}

static int
row_read(struct shift_table *t, size_t line, struct row *row)
{
	const struct settings *s = t->settings;
	struct bytes target = bytes_trim(settings_get(s, line, "target"));

	row->line = line;
	row->start = bytes_trim(settings_get(s, line, "start"));
	row->end = bytes_trim(settings_get(s, line, "end"));
	row->off = bytes_trim(settings_get(s, line, "off"));
	if (days_read(settings_get(s, line, "days"), row) != 0)
		return settings_fail(s, line, "days",
		    "weekdays like mon-fri "
		    "or mon wed, daily, dates like 2026-03-02 or "
		    "2026-03-02..2026-03-06 are expected");
	if (target.n > 0 &&
	    (num_integer(target, &row->target) != 0 || row->target < 1 ||
		row->target > SHIFT_TARGET_MAX))
		return settings_fail(s, line, "target",
		    "a whole number of "
		    "calls from 1 to %d is expected",
		    SHIFT_TARGET_MAX);
	t->has_targets |= row->target > 0;
	return span_check(t, row);
}

static int
rows_read(struct shift_table *t)
{
	const struct settings *s = t->settings;
	struct bytes name;
	struct agent *a;
	size_t i;
	int added;

	if (settings_columns(s, "agent! days! start! end! off target note") !=
	    0)
		return -1;
	for (i = 0; i < settings_rows(s); i++) {
		name = bytes_trim(settings_get(s, i, "agent"));
		if (name.n == 0)
			return settings_fail(
			    s, i, "agent", "an agent's name is expected");
		a = map_put(t->agents, name, &added);
		if (added)
			a->number = map_count(t->agents) - 1;
		a->rows =
		    mem_grow(a->rows, a->count, &a->cap, sizeof(*a->rows));
		a->rows[a->count] = (struct row){ 0 };
		if (row_read(t, i, &a->rows[a->count++]) != 0)
			return -1;
	}
	return 0;
}

/* Whether a row names the date itself. */
static int
row_dated(const struct row *row, int64_t date)
{
	size_t i;

	for (i = 0; i < row->date_count; i++)
		if (date >= row->dates[i].from && date <= row->dates[i].until)
			return 1;
	return 0;
}

/* Whether any of an agent's rows names the date itself. */
static int
agent_dated(const struct agent *a, int64_t date)
{
	size_t i;

	for (i = 0; i < a->count; i++)
		if (row_dated(&a->rows[i], date))
			return 1;
	return 0;
}

static void
list_add(struct buf *list, struct bytes text)
{
	if (list->n > 0)
		buf_add_byte(list, ',');
	buf_add_bytes(list, text);
}

/*
 * Gather the rows that are in force on a date, or on its weekday, into
 * the table's lists.  Returns 0, or -1 when their targets contradict each
 * other; `*last` is the last of them, NULL when there is none.
 */
static int
gather(struct shift_table *t, const struct agent *a, int64_t date, int weekly,
    int64_t *target, const struct row **last)
{
	int dated = !weekly && agent_dated(a, date), contradict = 0;
	const struct row *row;
	size_t i;

	t->on.n = t->off.n = 0;
	*target = 0;
	*last = NULL;
	for (i = 0; i < a->count; i++) {
		row = &a->rows[i];
		if (dated ? !row_dated(row, date)
			  : (row->weekdays >> civil_weekday(date) & 1) == 0)
			continue;
		*last = row;
		if (row->start.n == 0)
			continue;
		list_add(&t->on, row->start);
		buf_add_byte(&t->on, '-');
		buf_add_bytes(&t->on, row->end);
		if (row->off.n > 0)
			list_add(&t->off, row->off);
		contradict |=
		    row->target > 0 && *target > 0 && row->target != *target;
		if (row->target > 0)
			*target = row->target;
	}
	return contradict ? -1 : 0;
}

/*
 * The hours that were gathered, read if they are new; `*hours` is NULL
 * for none.  Returns 0 or -1 (diag_text()).
 */
static int
hours_of(struct shift_table *t, const struct day_hours **hours)
{
	size_t n = t->on.n;
	struct day_hours *h;
	struct bytes on, off;
	int added;

	*hours = NULL;
	if (n == 0)
		return 0;
	buf_add_byte(&t->on, '|');
	buf_add(&t->on, t->off.p, t->off.n);
	h = map_put(t->hours, buf_bytes(&t->on), &added);
	*hours = h;
	if (!added)
		return h->ons > 0 ? 0 : -1;
	on = buf_bytes(&t->on);
	on.n = n;
	off = buf_bytes(&t->off);
	if (day_hours_read_once(h, on, off) == 0)
		return 0;
	day_hours_free(h);
	return -1;
}

/* Check a date, or its weekday, and that its night ends before the next. */
static int
date_check(
    struct shift_table *t, const struct agent *a, int64_t date, int weekly)
{
	const struct day_hours *hours, *next;
	const struct row *row, *next_row;
	int64_t target;

	if (gather(t, a, date, weekly, &target, &row) != 0)
		return settings_fail(t->settings, row->line, "target",
		    "another row of the same day has another target");
	if (hours_of(t, &hours) != 0)
		return hours_failed(t->settings, row->line);
	gather(t, a, date + 1, weekly, &target, &next_row);
	if (hours_of(t, &next) != 0)
		return hours_failed(t->settings, next_row->line);
	if (next != NULL && day_hours_night_ms(hours) > next->on[0].from)
		return settings_fail(t->settings, row->line, "end",
		    "the night reaches into the next day's span");
	return 0;
}

/*
 * Check all dates of an agent: the seven weekdays, and the dates around
 * both ends of each range; between these the same rows are in force.
 */
static int
agent_check(struct shift_table *t, const struct agent *a)
{
	const struct range *r;
	int64_t date;
	size_t i, k;

	for (date = 0; date < 7; date++)
		if (date_check(t, a, date, 1) != 0)
			return -1;
	for (i = 0; i < a->count; i++)
		for (k = 0; k < a->rows[i].date_count; k++) {
			r = &a->rows[i].dates[k];
			if (date_check(t, a, r->from - 1, 0) != 0 ||
			    date_check(t, a, r->from, 0) != 0 ||
			    date_check(t, a, r->until - 1, 0) != 0 ||
			    date_check(t, a, r->until, 0) != 0)
				return -1;
		}
	return 0;
}

/* Take the settings over and make them a table, or free them. */
static struct shift_table *
table_of(struct settings *s)
{
	struct shift_table *t;
	size_t i;
	int got;

	if (s == NULL)
		return NULL;
	t = mem_zero(1, sizeof(*t));
	t->settings = s;
	t->agents = map_new(sizeof(struct agent));
	t->hours = map_new(sizeof(struct day_hours));
	got = rows_read(t);
	for (i = 0; got == 0 && i < map_count(t->agents); i++)
		got = agent_check(t, map_value(t->agents, i));
	if (got == 0)
		return t;
	shift_free(t);
	return NULL;
}

struct shift_table *
shift_read(const char *path)
{
	return table_of(settings_read(path));
}

struct shift_table *
shift_load(const char *dir)
{
	return table_of(settings_load(dir, "shifts.csv", shift_csv));
}

void
shift_free(struct shift_table *t)
{
	struct agent *a;
	size_t i, k;

	if (t == NULL)
		return;
	for (i = 0; i < map_count(t->agents); i++) {
		a = map_value(t->agents, i);
		for (k = 0; k < a->count; k++)
			free(a->rows[k].dates);
		free(a->rows);
	}
	for (i = 0; i < map_count(t->hours); i++)
		day_hours_free(map_value(t->hours, i));
	map_free(t->agents);
	map_free(t->hours);
	buf_free(&t->on);
	buf_free(&t->off);
	settings_free(t->settings);
	free(t);
}

int
shift_choose(struct shift_table **shifts, const char *path, const char *dir)
{
	*shifts = path != NULL ? shift_read(path) : shift_load(dir);
	if (*shifts == NULL)
		return -1;
	if (shift_agents(*shifts) > 0)
		return 0;
	if (path != NULL)
		return diag_fail(STATUS_CANNOT, "%s: nobody has a shift", path);
	shift_free(*shifts);
	*shifts = NULL;
	return 0;
}

size_t
shift_agents(const struct shift_table *t)
{
	return map_count(t->agents);
}

struct bytes
shift_agent(const struct shift_table *t, size_t agent)
{
	return map_key(t->agents, agent);
}

int64_t
shift_find(const struct shift_table *t, struct bytes name)
{
	const struct agent *a = map_find(t->agents, bytes_trim(name));

	return a == NULL ? -1 : (int64_t)a->number;
}

int
shift_has_targets(const struct shift_table *t)
{
	return t->has_targets;
}

struct shift
shift_on(struct shift_table *t, size_t agent, int64_t date)
{
	const struct agent *a = map_value(t->agents, agent);
	struct shift shift = { NULL, 0 };
	const struct row *last;

	/* All that can fail has been tried when the table was read. */
	gather(t, a, date, 0, &shift.target, &last);
	if (hours_of(t, &shift.hours) != 0)
		shift.hours = NULL;
	return shift;
}

int64_t
shift_date(struct shift_table *t, size_t agent, int64_t instant)
{
	int64_t date = zone_date(instant, 0);

	return day_of(shift_on(t, agent, date - 1).hours, NULL, 0, instant);
}
