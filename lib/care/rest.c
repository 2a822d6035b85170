/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "call/zone.h"
#include "care/rest.h"
#include "csv/settings.h"

struct rest {
	struct map *agents; /* of struct rest_list */
};

static int
read_time(const struct settings *s, size_t row, const char *column,
    int64_t date, int64_t *instant)
{
	struct bytes b = bytes_trim(settings_get(s, row, column));

	if (b.n == 0)
		return settings_fail(s, row, column, "is empty");
	if (when_typed(b, date, instant) != 0)
		return settings_fail(s, row, column,
		    "is no time such as "
		    "2026-03-02 12:00:00");
	return 0;
}

static int
read_row(struct rest *r, const struct settings *s, size_t row, int64_t date)
{
	struct bytes agent = bytes_trim(settings_get(s, row, "agent"));
	struct rest_span span;
	struct rest_list *list;

	if (agent.n == 0)
		return settings_fail(s, row, "agent", "is empty");
	if (read_time(s, row, "start", date, &span.from) != 0 ||
	    read_time(s, row, "end", date, &span.until) != 0)
		return -1;
	if (span.until < span.from)
		return settings_fail(s, row, "end", "is before the start");
	list = map_put(r->agents, agent, NULL);
	list->span =
	    mem_grow(list->span, list->n, &list->cap, sizeof(*list->span));
	list->span[list->n++] = span;
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct rest_span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Sort the spans and make one of those that overlap or touch. */
static void
join(struct rest_list *list)
{
	size_t i, kept = 0;

	qsort(list->span, list->n, sizeof(*list->span), by_start);
	for (i = 0; i < list->n; i++) {
		struct rest_span s = list->span[i];

		if (s.from == s.until)
			continue;
		if (kept > 0 && s.from <= list->span[kept - 1].until) {
			if (s.until > list->span[kept - 1].until)
				list->span[kept - 1].until = s.until;
		} else
			list->span[kept++] = s;
	}
	list->n = kept;
}

/* Breaks of another day than the calls' would do nothing, unseen. */
static void
tell_dateless(const struct settings *s, int64_t date)
{
	size_t i, n = 0;
	char day[NUM_MAX];

	for (i = 0; i < settings_rows(s); i++)
		n += (size_t)(when_dateless(settings_get(s, i, "start")) ||
		    when_dateless(settings_get(s, i, "end")));
	if (n == 0)
		return;
	day[date_put(day, date)] = '\0';
	diag_warn("%s: %zu breaks have times without a date: they are put on "
		  "--date, %s",
	    settings_name(s), n, day);
}

struct rest *
rest_read(const char *path, int64_t date)
{
	struct settings *s;
	struct rest *r;
	size_t i;
	int bad;

	if ((s = settings_read(path)) == NULL)
		return NULL;
	r = mem_zero(1, sizeof(*r));
	r->agents = map_new(sizeof(struct rest_list));
	bad = settings_columns(s, "agent! start! end! kind");
	for (i = 0; i < settings_rows(s) && !bad; i++)
		bad = read_row(r, s, i, date);
	if (!bad)
		tell_dateless(s, date);
	settings_free(s);
	if (bad) {
		rest_free(r);
		return NULL;
	}
	for (i = 0; i < map_count(r->agents); i++)
		join(map_value(r->agents, i));
	return r;
}

void
rest_free(struct rest *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < map_count(r->agents); i++)
		free(((struct rest_list *)map_value(r->agents, i))->span);
	map_free(r->agents);
	free(r);
}

size_t
rest_agents(const struct rest *r)
{
	return r == NULL ? 0 : map_count(r->agents);
}

struct bytes
rest_agent(const struct rest *r, size_t i)
{
	return map_key(r->agents, i);
}

const struct rest_list *
rest_of(const struct rest *r, struct bytes agent)
{
	return r == NULL ? NULL : map_find(r->agents, agent);
}

size_t
rest_after(const struct rest_list *list, int64_t t)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (list->span[mid].until > t)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

struct rest_list *
rest_list_copy(const struct rest_list *list)
{
	struct rest_list *copy = mem_zero(1, sizeof(*copy));
	size_t i;

	for (i = 0; list != NULL && i < list->n; i++)
		rest_list_add(copy, list->span[i].from, list->span[i].until);
	return copy;
}

void
rest_list_free(struct rest_list *list)
{
	if (list == NULL)
		return;
	free(list->span);
	free(list);
}

void
rest_list_add(struct rest_list *list, int64_t from, int64_t until)
{
	size_t i;

	list->span =
	    mem_grow(list->span, list->n, &list->cap, sizeof(*list->span));
	for (i = list->n++; i > 0 && list->span[i - 1].from > from; i--)
		list->span[i] = list->span[i - 1];
	list->span[i].from = from;
	list->span[i].until = until;
}

void
rest_list_cut(struct rest_list *list, int64_t from, int64_t until)
{
	size_t i = rest_after(list, from);
	int64_t end;

	if (from >= until)
		return;
	while (i < list->n && list->span[i].from < until) {
		end = list->span[i].until;
		if (list->span[i].from < from) {
			list->span[i++].until = from;
			if (end > until)
				rest_list_add(list, until, end);
		} else if (end > until)
			list->span[i++].from = until;
		else {
			list->n--;
			memmove(list->span + i, list->span + i + 1,
			    (list->n - i) * sizeof(*list->span));
		}
	}
}
