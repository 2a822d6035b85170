/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "call/zone.h"
#include "care/acks.h"
#include "csv/settings.h"

struct ack {
	int level;
	int64_t at;
};

struct acks_call {
	struct ack *ack;
	size_t count, cap;
	int met;
};

struct acks {
	struct map *calls; /* of struct acks_call */
	size_t met;
};

static struct bytes
trimmed(const struct settings *s, size_t row, const char *column)
{
	return bytes_trim(settings_get(s, row, column));
}

static int
read_row(struct acks *a, const struct settings *s, size_t row, int64_t day,
    int (*level_of)(const void *, struct bytes), const void *arg)
{
	struct bytes id = trimmed(s, row, "call_id");
	struct acks_call *call;
	struct ack ack;

	if (id.n == 0)
		return settings_fail(s, row, "call_id",
		    "expected the call_id "
		    "of a record");
	ack.level = level_of(arg, trimmed(s, row, "level"));
	if (ack.level == 0)
		return settings_fail(s, row, "level",
		    "expected a level, as a "
		    "number or a name of levels.csv");
	if (when_typed(trimmed(s, row, "at"), day, &ack.at) != 0)
		return settings_fail(s, row, "at",
		    "expected a time such as "
		    "2026-03-02T09:30");
	call = map_put(a->calls, id, NULL);
	call->ack = mem_grow(call->ack, call->count, &call->cap, sizeof(ack));
	call->ack[call->count++] = ack;
	return 0;
}

/* Those of another day than the calls' would come too early or late. */
static void
tell_dateless(const struct settings *s, int64_t day)
{
	size_t row, n = 0;
	char text[NUM_MAX];

	for (row = 0; row < settings_rows(s); row++)
		n += (size_t)when_dateless(trimmed(s, row, "at"));
	if (n == 0)
		return;
	text[date_put(text, day)] = '\0';
	diag_warn("--acks: %zu times have no date: they are put on that of "
		  "--now, %s",
	    n, text);
}

struct acks *
acks_read(const char *path, int64_t day,
    int (*level_of)(const void *, struct bytes), const void *arg)
{
	struct settings *s = settings_read(path);
	struct acks *a;
	size_t row;
	int failed;

	if (s == NULL)
		return NULL;
	a = mem_zero(1, sizeof(*a));
	a->calls = map_new(sizeof(struct acks_call));
	failed = settings_columns(s, "call_id! level! at!") != 0;
	for (row = 0; !failed && row < settings_rows(s); row++)
		failed = read_row(a, s, row, day, level_of, arg) != 0;
	if (!failed)
		tell_dateless(s, day);
	settings_free(s);
	if (!failed)
		return a;
	acks_free(a);
	return NULL;
}

void
acks_free(struct acks *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < map_count(a->calls); i++)
		free(((struct acks_call *)map_value(a->calls, i))->ack);
	map_free(a->calls);
	free(a);
}

const struct acks_call *
acks_find(const struct acks *a, struct bytes call_id)
{
	return a == NULL || call_id.n == 0 ? NULL : map_find(a->calls, call_id);
}

void
acks_meet(struct acks *a, struct bytes call_id)
{
	struct acks_call *call;

	if (a == NULL || call_id.n == 0)
		return;
	call = map_find(a->calls, call_id);
	if (call == NULL || call->met)
		return;
	call->met = 1;
	a->met++;
}

size_t
acks_met(const struct acks *a, size_t *all)
{
	*all = map_count(a->calls);
	return a->met;
}

void
acks_join(struct acks_list *list, const struct acks_call *call)
{
	size_t i;

	if (call == NULL)
		return;
	for (i = 0; i < list->count; i++)
		if (list->call[i] == call)
			return;
	list->call =
	    mem_grow(list->call, list->count, &list->cap, sizeof(*list->call));
	list->call[list->count++] = call;
}

int64_t
acks_first(const struct acks_list *list, int level, int64_t until)
{
	size_t i, k, calls = list != NULL ? list->count : 0;
	int64_t first = INSTANT_NONE;

	for (i = 0; i < calls; i++)
		for (k = 0; k < list->call[i]->count; k++) {
			const struct ack *ack = &list->call[i]->ack[k];

			if (ack->level >= level && ack->at <= until &&
			    (first == INSTANT_NONE || ack->at < first))
				first = ack->at;
		}
	return first;
}
