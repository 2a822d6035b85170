/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/shape.h"
#include "report/value.h"

struct shape {
	struct shape_agent **agent; /* by place; NULL: none */
	size_t count;
	int twice; /* the hour of SHAPE_AGAIN; -1: none so far */
};

struct shape *
shape_new(void)
{
	struct shape *s = mem_zero(1, sizeof(*s));

	s->twice = -1;
	return s;
}

void
shape_free(struct shape *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->count; i++)
		free(s->agent[i]);
	free(s->agent);
	free(s);
}

struct shape_agent *
shape_agent(struct shape *s, const struct tally_entry *agent)
{
	size_t n = s->count;

	if (agent->place >= n) {
		n = 2 * ((size_t)agent->place + 1);
		s->agent = mem_resize(s->agent, n, sizeof(*s->agent));
		memset(
		    s->agent + s->count, 0, (n - s->count) * sizeof(*s->agent));
		s->count = n;
	}
	if (s->agent[agent->place] == NULL)
		s->agent[agent->place] = mem_zero(1, sizeof(**s->agent));
	return s->agent[agent->place];
}

const struct shape_agent *
shape_look(const struct shape *s, const struct tally_entry *agent)
{
	return s == NULL || agent->place >= s->count ? NULL
						     : s->agent[agent->place];
}

int
shape_again(struct shape *s, int hour)
{
	if (s->twice < 0)
		s->twice = hour;
	return s->twice == hour ? SHAPE_AGAIN : hour;
}

int
shape_twice(const struct shape *s)
{
	return s->twice;
}

void
shape_stress(struct shape_agent *a, int hour, int64_t handle_ms, int64_t stress)
{
	/* More than a year in an hour is no handle time. */
	if (handle_ms < 0 || handle_ms > 366 * (int64_t)DAY_MS ||
	    a->work[hour] > INT64_MAX / 4)
		return;
	a->time[hour] += handle_ms;
	a->work[hour] += handle_ms * stress;
}

static uint16_t
level(int64_t tenths)
{
	return (uint16_t)(1 + (tenths > 1000 ? 1000 : tenths));
}

void
shape_before(struct shape_agent *a, int minute, int64_t tenths)
{
	int i = minute / SHAPE_SLICE_MINUTES;

	if (a->first[i] != 0)
		return;
	a->first[i] = level(tenths);
	if (a->last[i] == 0)
		a->last[i] = a->first[i];
}

void
shape_after(struct shape_agent *a, int minute, int64_t tenths)
{
	int i = minute / SHAPE_SLICE_MINUTES;

	a->last[i] = level(tenths);
	if (a->first[i] == 0)
		a->first[i] = a->last[i];
}

void
shape_mark(struct shape_agent *a, int minute, unsigned mark)
{
	a->marks[minute / SHAPE_SLICE_MINUTES] |= (unsigned char)mark;
}

int64_t
shape_hour(const struct shape_agent *a, int hour)
{
	struct value v = { a->work[hour], a->time[hour] };

	return v.of > 0 ? value_round(v) : -1;
}

int64_t
shape_clock(const struct shape *s, const struct shape_agent *a, int hour)
{
	struct value v = { a->work[hour], a->time[hour] };

	if (s->twice == hour) {
		v.part += a->work[SHAPE_AGAIN];
		v.of += a->time[SHAPE_AGAIN];
	}
	return v.of > 0 ? value_round(v) : -1;
}
