/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/picture.h"
#include "care/plan_table.h"

static const char plan_header[] =
    "date,agent,chunk,minutes,target,cumulative\n";
static const char rest_header[] =
    "date,agent,chunk,minutes,target,cumulative,done,left,reachable,pace,"
    "pace_minutes,expected\n";
static const char staff_header[] =
    "date,chunk,model,calls,handle_time,agents,scheduled,wait_probability,"
    "service_level,asa,occupancy,abandoned\n";

static void
put_integer(struct emit *e, int64_t v)
{
	char text[NUM_MAX];

	emit_byte(e, ',');
	emit_bytes(e, text, num_put(text, v));
}

/* Nothing for INT64_MAX, which stands for what is not known. */
static void
put_known(struct emit *e, int64_t v)
{
	if (v == INT64_MAX)
		emit_byte(e, ',');
	else
		put_integer(e, v);
}

/* Minutes with one decimal where they have one, half up. */
static void
put_minutes(struct emit *e, int64_t ms)
{
	int64_t tenths = (ms * 10 + MINUTE_MS / 2) / MINUTE_MS;
	char text[NUM_MAX];

	emit_byte(e, ',');
	emit_bytes(e, text,
	    tenths % 10 == 0 ? num_put(text, tenths / 10)
			     : num_put_tenths(text, tenths));
}

/* Tenths with their sign, as the filter's pace has it. */
static void
put_signed(struct emit *e, int64_t tenths)
{
	char text[NUM_MAX];

	emit_string(e, tenths > 0 ? ",+" : ",");
	emit_bytes(e, text, num_put_tenths(text, tenths));
}

/* What each row begins with. */
static void
put_begin(struct emit *e, int64_t date, struct bytes agent)
{
	char text[NUM_MAX];

	emit_bytes(e, text, date_put(text, date));
	emit_byte(e, ',');
	emit_field(e, agent, ',');
	emit_byte(e, ',');
}

static void
put_instant(struct emit *e, int64_t at)
{
	char text[NUM_MAX];

	emit_bytes(e, text, instant_put(text, at));
}

static void
put_plan(struct emit *e, struct bytes agent, const struct target_plan *p)
{
	const struct day_chunk *c = p->day->chunks;
	size_t i;

	for (i = 0; i < p->day->count; i++) {
		put_begin(e, p->day->date, agent);
		put_instant(e, c[i].from);
		put_minutes(e, c[i].working_ms);
		put_integer(e, p->before[i + 1] - p->before[i]);
		put_integer(e, p->before[i + 1]);
		emit_byte(e, '\n');
	}
}

static void
draw_plan(struct emit *e, int columns, struct bytes agent,
    const struct target_plan *p)
{
	size_t n = p->day->count, i;
	struct picture_bar *bars = mem_zero(n, sizeof(*bars));
	struct buf title = { NULL, 0, 0 };

	for (i = 0; i < n; i++) {
		bars[i].from = p->day->chunks[i].from;
		bars[i].target = p->before[i + 1] - p->before[i];
		bars[i].done = -1;
	}
	buf_text(&title, "%lld calls", (long long)p->calls);
	picture_draw(
	    e, columns, p->day->date, agent, buf_string(&title), bars, n);
	buf_free(&title);
	free(bars);
}

/* Why nobody has a row in a plan of that date. */
static int
no_rows(int64_t date, size_t at_work)
{
	char text[NUM_MAX];
	size_t n = date_put(text, date);

	return diag_fail(STATUS_CANNOT,
	    at_work > 0 ? "no agent has a target on %.*s"
			: "%.*s has no working minutes",
	    (int)n, text);
}

static void
tell_aimless(size_t agents)
{
	if (agents > 0)
		diag_warn(
		    "%zu agents at work have no target and no rows", agents);
}

int
plan_table_check(struct target *t, int64_t date)
{
	size_t n = target_agents(t), at_work = 0, rows = 0, i;
	struct target_plan p;

	for (i = 0; i < n; i++) {
		target_plan_of(t, i, date, &p);
		at_work += p.day->count > 0;
		rows += p.before != NULL;
	}
	if (rows == 0)
		return no_rows(date, at_work);
	tell_aimless(at_work - rows);
	return 0;
}

void
plan_table_put(struct emit *e, int columns, struct target *t, int64_t date)
{
	size_t n = target_agents(t), i;
	struct target_plan p;

	if (columns == 0)
		emit_string(e, plan_header);
	for (i = 0; i < n; i++) {
		target_plan_of(t, i, date, &p);
		if (p.before == NULL)
			continue;
		if (columns == 0)
			put_plan(e, target_agent(t, i), &p);
		else
			draw_plan(e, columns, target_agent(t, i), &p);
	}
}

/* What all rows of an agent end with. */
static void
put_state(struct emit *e, const struct replan_agent *a, int64_t expected)
{
	/* Minutes towards minus infinity at the half, as tenths of calls. */
	int64_t twice = a->pace_ms * 20 + MINUTE_MS;
	int64_t over = twice % (2 * MINUTE_MS);

	put_integer(e, a->done);
	put_integer(e, a->left);
	put_known(e, a->reachable);
	put_signed(e, a->pace);
	put_signed(e,
	    (twice - (over < 0 ? over + 2 * MINUTE_MS : over)) /
		(2 * MINUTE_MS));
	put_known(e, expected < 0 ? INT64_MAX : expected);
	emit_byte(e, '\n');
}

static void
put_rest(struct emit *e, const struct replan_agent *a, int64_t expected)
{
	int64_t reached = a->done;
	size_t i;

	for (i = 0; i < a->count; i++) {
		if (a->working[i] == 0)
			continue;
		reached += a->parts[i];
		put_begin(e, a->date, a->agent);
		put_instant(e, a->chunks[i].from);
		put_minutes(e, a->working[i]);
		put_integer(e, a->parts[i]);
		put_integer(e, reached);
		put_state(e, a, expected);
	}
	if (a->working_ms > 0)
		return;
	put_begin(e, a->date, a->agent);
	emit_string(e, ",0,0");
	put_integer(e, reached);
	put_state(e, a, expected);
}

/* `24 calls, 5 done, 19 left, 17 in reach, pace -4.0`. */
static void
title_rest(struct buf *title, const struct replan_agent *a)
{
	char pace[NUM_MAX + 1] = "+";
	size_t n = num_put_tenths(pace + 1, a->pace);

	buf_text(title, "%lld calls, %lld done, %lld left, ",
	    (long long)a->plan.calls, (long long)a->done, (long long)a->left);
	if (a->reachable != INT64_MAX)
		buf_text(title, "%lld in reach, ", (long long)a->reachable);
	buf_text(title, "pace %.*s", (int)(a->pace > 0 ? n + 1 : n),
	    a->pace > 0 ? pace : pace + 1);
}

static void
draw_rest(struct emit *e, int columns, const struct replan_agent *a)
{
	struct picture_bar *bars = mem_zero(a->count, sizeof(*bars));
	struct buf title = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < a->count; i++) {
		bars[i].from = a->chunks[i].from;
		bars[i].done = a->chunk_done[i];
		bars[i].target = a->working[i] == 0
		    ? a->planned[i]
		    : a->chunk_done[i] + a->parts[i];
	}
	title_rest(&title, a);
	picture_draw(
	    e, columns, a->date, a->agent, buf_string(&title), bars, a->count);
	buf_free(&title);
	free(bars);
}

int
plan_table_put_rest(struct emit *e, int columns, const struct replan *r,
    int64_t date, int64_t expected)
{
	size_t i;

	if (r->count == 0)
		return no_rows(date, r->aimless);
	tell_aimless(r->aimless);
	if (columns == 0)
		emit_string(e, rest_header);
	for (i = 0; i < r->count; i++)
		if (columns == 0)
			put_rest(e, &r->agents[i], expected);
		else
			draw_rest(e, columns, &r->agents[i]);
	return 0;
}

static void
put_need(struct emit *e, int64_t date, const char *model,
    const struct staff_setup *s, const struct staff_need *n)
{
	const struct erlang *l = &n->line;
	struct buf row = { NULL, 0, 0 };
	char text[NUM_MAX];

	emit_bytes(e, text, date_put(text, date));
	emit_byte(e, ',');
	put_instant(e, n->from);
	buf_text(&row, ",%s,%.1f,%lld,%lld,%lld", model, n->calls,
	    (long long)(s->handle_ms / SECOND_MS), (long long)n->agents,
	    (long long)n->scheduled);
	if (n->agents > 0)
		buf_text(&row, ",%.7f,%.7f,%.4f,%.4f,%.4f", l->wait,
		    l->service_level, l->asa_s, l->occupancy,
		    l->abandoned * n->calls);
	else
		buf_text(&row, ",,,,,");
	emit_bytes(e, row.p, row.n);
	emit_byte(e, '\n');
	buf_free(&row);
}

/* What all intervals need, by each model in turn, in an array to free. */
static struct staff_need *
needs_of(const struct staff_setup *s, const struct day *d, size_t models)
{
	struct staff_need *needs = mem_zero(d->count * models, sizeof(*needs));
	size_t i;

	for (i = 0; i < d->count * models; i++)
		if (staff_need(s, d, i / models, i % models == 0, &needs[i]) !=
		    0) {
			free(needs);
			return NULL;
		}
	return needs;
}

int
plan_table_put_needs(
    struct emit *e, const struct staff_setup *s, const struct day *d)
{
	static const char *const models[] = { "erlang-c", "erlang-a" };
	size_t used = s->patience_s > 0 ? 2 : 1, i;
	struct staff_need *needs;
	uint64_t full = 0;

	if (d->count == 0)
		return no_rows(d->date, 0);
	if ((needs = needs_of(s, d, used)) == NULL)
		return -1;
	emit_string(e, staff_header);
	for (i = 0; i < d->count * used; i++) {
		put_need(e, d->date, models[i % used], s, &needs[i]);
		full += needs[i].line.occupancy > WEIGH_OCCUPANCY / 100.0;
	}
	free(needs);
	if (full > 0)
		diag_warn("%llu rows have agents on calls for more than %d "
			  "%% of the time",
		    (unsigned long long)full, WEIGH_OCCUPANCY);
	return 0;
}
