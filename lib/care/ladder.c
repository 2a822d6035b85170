/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/duration.h"
#include "care/ladder.h"

struct ladder {
	struct ladder_level *level; /* by number */
	size_t count, cap;
};

int
ladder_number(struct bytes b)
{
	int64_t level;

	if (num_integer(b, &level) != 0 || level < 1 ||
	    level > LADDER_LEVEL_MAX)
		return 0;
	return (int)level;
}

static const struct ladder_level *
find(const struct ladder *l, int level)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->level[i].level == level)
			return &l->level[i];
	return NULL;
}

static void
insert(struct ladder *l, struct ladder_level level)
{
	size_t i;

	l->level = mem_grow(l->level, l->count, &l->cap, sizeof(level));
	for (i = l->count++; i > 0 && l->level[i - 1].level > level.level; i--)
		l->level[i] = l->level[i - 1];
	l->level[i] = level;
}

static struct bytes
trimmed(const struct settings *s, size_t row, const char *column)
{
	return bytes_trim(settings_get(s, row, column));
}

/* A duration that is not nothing, or an empty value; 0 or -1. */
static int
read_duration(
    const struct settings *s, size_t row, const char *column, int64_t *ms)
{
	struct bytes b = trimmed(s, row, column);

	*ms = DURATION_NONE;
	if (b.n == 0 ||
	    (byte_is_digit((unsigned char)b.p[0]) &&
		duration_with_unit(b, ms) == 0 && *ms > 0 &&
		*ms <= LADDER_MAX_DAYS * (int64_t)DAY_MS))
		return 0;
	return settings_fail(s, row, column,
	    "expected a duration such as "
	    "30m, at most %dd, or nothing",
	    LADDER_MAX_DAYS);
}

static int
read_row(struct ladder *l, const struct settings *s, size_t row)
{
	struct ladder_level level = { .line = settings_line(s, row) };
	struct bytes name = trimmed(s, row, "name");

	level.level = ladder_number(trimmed(s, row, "level"));
	if (level.level == 0 || find(l, level.level) != NULL)
		return settings_fail(s, row, "level",
		    "expected an integer "
		    "from 1 to %d, each once",
		    LADDER_LEVEL_MAX);
	if (name.n == 0 || ladder_number(name) != 0 ||
	    ladder_find(l, name) != 0)
		return settings_fail(s, row, "name",
		    "expected a name that "
		    "no other level has");
	if (read_duration(s, row, "ack", &level.ack) != 0 ||
	    read_duration(s, row, "repeat", &level.repeat) != 0)
		return -1;
	level.name = mem_copy(name.p, name.n);
	insert(l, level);
	return 0;
}

struct ladder *
ladder_read(const struct settings *s, void (*wrong)(void *), void *arg)
{
	struct ladder *l = mem_zero(1, sizeof(*l));
	size_t row, rows = settings_rows(s);
	int failed;

	failed = settings_columns(s, "level! name! ack repeat") != 0;
	if (failed && wrong != NULL) {
		wrong(arg);
		return l;
	}
	for (row = 0; !failed && row < rows; row++)
		if (read_row(l, s, row) != 0) {
			failed = wrong == NULL;
			if (!failed)
				wrong(arg);
		}
	if (!failed)
		return l;
	ladder_free(l);
	return NULL;
}

void
ladder_free(struct ladder *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->count; i++)
		free(l->level[i].name);
	free(l->level);
	free(l);
}

void
ladder_add(struct ladder *l, int level)
{
	struct ladder_level new = {
		.level = level, .ack = DURATION_NONE, .repeat = DURATION_NONE
	};
	char digits[NUM_MAX];

	if (find(l, level) != NULL)
		return;
	new.name = mem_copy(digits, num_put(digits, level));
	insert(l, new);
}

int
ladder_has(const struct ladder *l, int level)
{
	return find(l, level) != NULL;
}

int
ladder_find(const struct ladder *l, struct bytes b)
{
	int level = ladder_number(b);
	size_t i;

	if (level > 0)
		return ladder_has(l, level) ? level : 0;
	for (i = 0; i < l->count; i++)
		if (bytes_is_nocase(b, l->level[i].name))
			return l->level[i].level;
	return 0;
}

size_t
ladder_count(const struct ladder *l)
{
	return l->count;
}

const struct ladder_level *
ladder_at(const struct ladder *l, size_t i)
{
	return &l->level[i];
}

struct bytes
ladder_name(const struct ladder *l, int level)
{
	const struct ladder_level *found = find(l, level);

	return bytes_of(found == NULL ? NULL : found->name);
}

/* Levels that only rules name are nobody to hand on to. */
static const struct ladder_level *
above(const struct ladder *l, int level)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->level[i].level > level && l->level[i].line > 0)
			return &l->level[i];
	return NULL;
}

const struct ladder_level *
ladder_next(const struct ladder *l, int level)
{
	const struct ladder_level *this = find(l, level);

	return this == NULL || this->ack == DURATION_NONE ? NULL
							  : above(l, level);
}

int64_t
ladder_run(const struct ladder_clock *c, int64_t from, int64_t ms)
{
	int64_t last = (civil_days(9999, 12, 31) - 1) * DAY_MS, due;

	if (from == INSTANT_NONE)
		return from;
	if (c->clock != NULL)
		return clock_due(c->clock, c->queue, from, ms);
	return __builtin_add_overflow(from, ms, &due) || due > last
	    ? INSTANT_NONE
	    : due;
}

/*
 * A level that hands nothing on: due again and again before `until`, as
 * others are handed on once their time has passed.
 */
static void
repeat(
    const struct ladder_clock *c, int64_t every, int64_t until, struct rung *r)
{
	int64_t ran, due;

	if (until <= r->due)
		return;
	ran = c->clock == NULL
	    ? until - 1 - r->due
	    : clock_business_ms(c->clock, c->queue, r->due, until - 1);
	due = ran < every ? r->due : ladder_run(c, r->due, ran / every * every);
	if (due == r->due || due == INSTANT_NONE)
		return;
	r->repeats = ran / every;
	r->due = due;
}

void
ladder_climb(const struct ladder *l, const struct ladder_clock *c,
    const struct acks_list *acks, int64_t now, struct rung *r)
{
	const struct ladder_level *this, *next;
	int64_t ack, until;

	r->acked = 0;
	r->repeats = 0;
	for (;;) {
		this = find(l, r->level);
		next = ladder_next(l, r->level);
		ack = acks_first(acks, r->level, now);
		until = next == NULL ? INSTANT_NONE
				     : ladder_run(c, r->due, this->ack);
		r->acked = ack != INSTANT_NONE &&
		    (until == INSTANT_NONE || ack <= until);
		if (r->acked || until == INSTANT_NONE || now <= until)
			break;
		r->level = next->level;
		r->due = until;
	}
	if (next == NULL && r->due != INSTANT_NONE && this != NULL &&
	    this->repeat != DURATION_NONE)
		repeat(c, this->repeat, r->acked ? ack : now, r);
}
