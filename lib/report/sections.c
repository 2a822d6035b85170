/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "care/causes.h"
#include "report/sections.h"
#include "care/training.h"

__extension__ typedef __int128 wide;

#define SERVICE \
	METRIC_OFFERED, METRIC_ANSWERED, METRIC_ABANDONED, METRIC_OTHER, \
	    METRIC_ABANDONED_SHORT, METRIC_ABANDON_RATE, METRIC_SERVICE_LEVEL, \
	    METRIC_ASA, METRIC_WAIT_P50, METRIC_WAIT_P90, METRIC_WAIT_MAX, \
	    METRIC_AHT, METRIC_TALK_MEAN, METRIC_TALK_P90, METRIC_HOLD_MEAN, \
	    METRIC_WRAP_MEAN, METRIC_TRANSFERS, METRIC_RESOLVED, \
	    METRIC_RESOLVED_RATE, METRIC_CSAT_MEAN, METRIC_REPEAT_RATE, \
	    METRIC_FCR, METRIC_FCR_OPEN, METRIC_CALLS, METRIC_LEGS, \
	    METRIC_STRESS_MEAN, METRIC_STRESS_P90, METRIC_CALM, \
	    METRIC_STRAINED, METRIC_HARD, METRIC_STRESS_MINUTES, \
	    METRIC_OUTSIDE_SHARE

/* Load and targets are people's, not queues'. */
static const enum metric_id service_rows[] = { SERVICE, METRICS };
static const enum metric_id service_team[] = { SERVICE, METRIC_LOAD_MEAN,
	METRIC_LOAD_MAX, METRIC_MINUTES_OVER_60, METRIC_TARGET, METRIC_DONE,
	METRICS };

static const enum metric_id interval_rows[] = { METRIC_OFFERED, METRIC_ANSWERED,
	METRIC_ABANDONED, METRIC_OTHER, METRIC_ABANDONED_SHORT,
	METRIC_ABANDON_RATE, METRIC_SERVICE_LEVEL, METRIC_ASA, METRIC_WAIT_MAX,
	METRIC_CALLS, METRIC_LEGS, METRIC_AHT, METRIC_TALK_MEAN,
	METRIC_STRESS_MEAN, METRIC_CALM, METRIC_STRAINED, METRIC_HARD,
	METRIC_STRESS_MINUTES, METRIC_TARGET, METRIC_DONE, METRICS };

static const enum metric_id agent_rows[] = { METRIC_CALLS, METRIC_LEGS,
	METRIC_AHT, METRIC_TALK_MEAN, METRIC_HOLD_MEAN, METRIC_WRAP_MEAN,
	METRIC_TRANSFERS, METRIC_RESOLVED, METRIC_RESOLVED_RATE,
	METRIC_CSAT_MEAN, METRIC_STRESS_MEAN, METRIC_STRESS_P90, METRIC_CALM,
	METRIC_STRAINED, METRIC_HARD, METRIC_STRESS_MINUTES,
	METRIC_OUTSIDE_SHARE, METRIC_LOAD_MEAN, METRIC_LOAD_MAX,
	METRIC_MINUTES_OVER_60, METRIC_BREATHERS, METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRIC_BREATHERS_UNKNOWN, METRIC_ESCALATED,
	METRIC_TARGET, METRIC_DONE, METRICS };

static const enum metric_id causes_team[] = { METRIC_CALM, METRIC_STRAINED,
	METRIC_HARD, METRIC_STRESS_MINUTES, METRIC_OUTSIDE_SHARE, METRICS };
static const enum metric_id causes_rows[] = { METRIC_STRESS_MINUTES,
	METRIC_SHARE, METRICS };

static const enum metric_id breathers_team[] = { METRIC_BREATHERS,
	METRIC_BREATHER_MINUTES, METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRIC_BREATHERS_UNKNOWN, METRIC_PACE_TAKEN,
	METRIC_PACE_TAKEN_OF, METRIC_PACE_MISSED, METRIC_PACE_MISSED_OF,
	METRICS };
static const enum metric_id breathers_rows[] = { METRIC_BREATHERS,
	METRIC_BREATHER_MINUTES, METRICS };

static const enum metric_id escalations_all[] = { METRIC_ESCALATED, METRIC_KEPT,
	METRIC_OPEN, METRIC_OVERDUE, METRICS };

static const enum metric_id promises_team[] = { METRIC_PROMISED,
	METRIC_PROMISES_KEPT, METRIC_PROMISES_OPEN, METRIC_PROMISES_LATE,
	METRICS };

static const enum metric_id moments_team[] = { METRIC_HARD_RESOLVED,
	METRIC_TURNED, METRIC_THANKS, METRICS };

static const enum metric_id deflection_rows[] = { METRIC_CALLS, METRIC_LEGS,
	METRIC_AHT, METRIC_STRESS_MEAN, METRIC_CALM, METRIC_REPEAT_RATE,
	METRICS };

static const struct section_column service_columns[] = {
	{ METRIC_OFFERED, "Offered" }, { METRIC_ANSWERED, "Answered" },
	{ METRIC_ABANDONED, "Left" }, { METRIC_OTHER, "Other" },
	{ METRIC_SERVICE_LEVEL, "Level" }, { METRIC_ASA, "ASA" },
	{ METRIC_WAIT_P90, "9 of 10" }, { METRIC_WAIT_MAX, "Longest" },
	{ METRIC_AHT, "AHT" }, { METRICS, NULL }
};

static const struct section_column interval_columns[] = {
	{ METRIC_OFFERED, "Offered" }, { METRIC_ABANDONED, "Left" },
	{ METRIC_OTHER, "Other" }, { METRIC_SERVICE_LEVEL, "Level" },
	{ METRIC_ASA, "ASA" }, { METRIC_AHT, "AHT" }, { METRIC_HARD, "Hard" },
	{ METRIC_TARGET, "Target" }, { METRIC_DONE, "Done" }, { METRICS, NULL }
};

static const struct section_column agent_columns[] = {
	{ METRIC_CALLS, "Calls" }, { METRIC_AHT, "AHT" },
	{ METRIC_STRESS_MEAN, "Stress" }, { METRIC_HARD, "Hard" },
	{ METRIC_LOAD_MAX, "Peak" }, { METRIC_MINUTES_OVER_60, ">60m" },
	{ METRIC_BREATHERS, "Rests" }, { METRIC_BREATHERS_TAKEN, "Took" },
	{ METRIC_TARGET, "Target" }, { METRIC_DONE, "Done" }, { METRICS, NULL }
};

static const struct section_column causes_columns[] = { { METRIC_SHARE,
							    "Share" },
	{ METRIC_STRESS_MINUTES, "Minutes" }, { METRICS, NULL } };

static const struct section_column breathers_columns[] = { { METRIC_BREATHERS,
							       "Rests" },
	{ METRIC_BREATHER_MINUTES, "Minutes" }, { METRICS, NULL } };

static const struct section_column escalations_columns[] = { { METRIC_ESCALATED,
								 "Escalated" },
	{ METRIC_KEPT, "Kept" }, { METRIC_OPEN, "Open" },
	{ METRIC_OVERDUE, "Overdue" }, { METRICS, NULL } };

static const struct section_column deflection_columns[] = { { METRIC_CALLS,
								"Calls" },
	{ METRIC_AHT, "AHT" }, { METRIC_STRESS_MEAN, "Stress" },
	{ METRIC_REPEAT_RATE, "Again" }, { METRICS, NULL } };

/* What the sentences beside the tables tell. */
static const enum metric_id service_told[] = { METRIC_ABANDONED_SHORT,
	METRIC_WAIT_P50, METRIC_RESOLVED, METRIC_RESOLVED_RATE,
	METRIC_REPEAT_RATE, METRIC_FCR, METRIC_CSAT_MEAN, METRIC_TRANSFERS,
	METRICS };
static const enum metric_id causes_told[] = { METRIC_CALM, METRIC_STRAINED,
	METRIC_HARD, METRIC_OUTSIDE_SHARE, METRICS };
static const enum metric_id breathers_told[] = { METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRIC_BREATHERS_UNKNOWN, METRIC_PACE_TAKEN,
	METRIC_PACE_MISSED, METRICS };

/* What training can change. */
static int
is_topic(const struct report *r, const struct report_row *row)
{
	(void)r;
	return row->entry->n[MEASURE_STRESS_WORK] > 0 &&
	    training_of(row->key) != NULL;
}

/* Frequent, short, calm: what customers could find by themselves. */
static int
is_candidate(const struct report *r, const struct report_row *row)
{
	const int64_t *n = row->entry->n, *all = report_team(r).entry->n;
	struct report_row team = report_team(r);
	struct value mine = metric_value(r, METRIC_AHT, row);
	struct value whole = metric_value(r, METRIC_AHT, &team);

	return n[MEASURE_LEGS] >= DEFLECT_CALLS &&
	    n[MEASURE_LEGS] * 100 >= all[MEASURE_LEGS] * DEFLECT_SHARE &&
	    n[MEASURE_STRESSED] > 0 &&
	    n[MEASURE_CALM] * 100 >= n[MEASURE_STRESSED] * DEFLECT_CALM &&
	    mine.of > 0 && whole.of > 0 &&
	    (wide)mine.part * whole.of <= (wide)whole.part * mine.of;
}

/* By the time that they took, the most first. */
static int
by_time(const void *a, const void *b)
{
	const struct report_row *x = a, *y = b;
	int64_t p = x->entry->n[MEASURE_HANDLE_MS];
	int64_t q = y->entry->n[MEASURE_HANDLE_MS];

	if (p != q)
		return p > q ? -1 : 1;
	return bytes_order(x->key, y->key);
}

static const struct section sections[SECTIONS] = {
	[SECTION_DAY] = { .name = "day",
	    .title = "The day in three lines",
	    .group = -1 },
	[SECTION_SERVICE] = { .name = "service",
	    .title = "Service",
	    .group = TALLY_QUEUES,
	    .key = "queue",
	    .heading = "Queue",
	    .caption = "Calls and waits by queue",
	    .team = service_team,
	    .rows = service_rows,
	    .columns = service_columns,
	    .told = service_told },
	[SECTION_INTERVALS] = { .name = "intervals",
	    .title = "Hours",
	    .needs = HAS_START,
	    .group = TALLY_INTERVALS,
	    .key = "start",
	    .heading = "Hour",
	    .caption = "Calls by hour",
	    .rows = interval_rows,
	    .columns = interval_columns },
	[SECTION_AGENTS] = { .name = "agents",
	    .title = "Agents",
	    .needs = HAS_AGENT,
	    .group = TALLY_AGENTS,
	    .key = "agent",
	    .heading = "Agent",
	    .caption = "Work by agent, by name",
	    .rows = agent_rows,
	    .columns = agent_columns },
	[SECTION_CAUSES] = { .name = "causes",
	    .needs = HAS_STRESS,
	    .title = "Hard calls, and what made calls hard",
	    .group = TALLY_CAUSES,
	    .key = "component",
	    .heading = "Cause",
	    .caption = "Stress minutes by cause",
	    .team = causes_team,
	    .rows = causes_rows,
	    .columns = causes_columns,
	    .told = causes_told },
	[SECTION_BREATHERS] = { .name = "breathers",
	    .title = "Breathers",
	    .needs = HAS_BREATHER,
	    .group = TALLY_RULES,
	    .key = "rule",
	    .heading = "Rule",
	    .caption = "Breathers offered by rule",
	    .team = breathers_team,
	    .rows = breathers_rows,
	    .columns = breathers_columns,
	    .told = breathers_told },
	[SECTION_ESCALATIONS] = { .name = "escalations",
	    .title = "Escalations",
	    .needs = HAS_ESCALATION,
	    .group = TALLY_LEVELS,
	    .key = "level",
	    .heading = "Level",
	    .caption = "Escalations by level",
	    .team = escalations_all,
	    .rows = escalations_all,
	    .columns = escalations_columns },
	[SECTION_PROMISES] = { .name = "promises",
	    .title = "Promises and call-backs",
	    .needs = HAS_PROMISE,
	    .group = -1,
	    .team = promises_team,
	    .told = promises_team },
	[SECTION_MOMENTS] = { .name = "moments",
	    .title = "Good moments",
	    .needs = HAS_STRESS | HAS_SIGNALS | HAS_SENTIMENT_END,
	    .group = -1,
	    .team = moments_team,
	    .told = moments_team },
	[SECTION_TRAINING] = { .name = "training",
	    .title = "What to train",
	    .needs = HAS_STRESS,
	    .group = TALLY_CAUSES,
	    .key = "component",
	    .heading = "Cause",
	    .caption = "Causes that training can change",
	    .rows = causes_rows,
	    .columns = causes_columns,
	    .keep = is_topic },
	[SECTION_DEFLECTION] = { .name = "deflection",
	    .title = "What to deflect",
	    .needs = HAS_REASON,
	    .group = TALLY_REASONS,
	    .key = "reason",
	    .heading = "Reason",
	    .caption = "Frequent, short and calm reasons",
	    .rows = deflection_rows,
	    .columns = deflection_columns,
	    .keep = is_candidate,
	    .order = by_time },
	[SECTION_TREND] = { .name = "trend", .title = "Trend", .group = -1 },
	[SECTION_CARRY_OVER] = { .name = "carry_over",
	    .title = "Open for tomorrow",
	    .group = -1 },
	[SECTION_QUALITY] = { .name = "quality",
	    .title = "Data quality",
	    .group = -1 },
	[SECTION_DEFINITIONS] = { .name = "definitions",
	    .title = "Definitions",
	    .group = -1 },
};

const struct section *
section(enum section_id id)
{
	return &sections[id];
}

struct report_row *
section_rows(const struct report *r, const struct section *s, size_t *count)
{
	struct report_row *rows;
	size_t i, n = 0;

	*count = 0;
	if (s->group < 0)
		return NULL;
	rows = report_rows(r, (enum tally_group)s->group, count);
	for (i = 0; i < *count; i++)
		if (s->keep == NULL || s->keep(r, &rows[i]))
			rows[n++] = rows[i];
	*count = n;
	if (s->order != NULL)
		qsort(rows, n, sizeof(*rows), s->order);
	return rows;
}

static unsigned
hist_bit(enum metric_id id)
{
	int h = metric_hist(id);

	return h < 0 ? 0 : 1u << h;
}

static unsigned
hists_of(const enum metric_id *m)
{
	unsigned bits = 0;

	for (; m != NULL && *m < METRICS; m++)
		bits |= hist_bit(*m);
	return bits;
}

unsigned
sections_hists(unsigned wanted, int scripts)
{
	const struct section_column *c;
	const struct section *s;
	unsigned bits = 0;

	for (s = sections; s < sections + SECTIONS; s++) {
		if ((wanted >> (s - sections) & 1) == 0)
			continue;
		if (scripts)
			bits |= hists_of(s->team) | hists_of(s->rows);
		else
			bits |= hists_of(s->told);
		for (c = s->columns; !scripts && c != NULL && c->heading; c++)
			bits |= hist_bit(c->metric);
	}
	return bits;
}

int
section_silent(const struct report *r, enum section_id id)
{
	return id == SECTION_TREND && r->trend == NULL && !r->chosen;
}

/* Names are equal but for - and _. */
static int
is_name(struct bytes b, const char *name)
{
	size_t i;

	for (i = 0; i < b.n && name[i] != '\0'; i++)
		if (b.p[i] != name[i] && !(b.p[i] == '-' && name[i] == '_'))
			return 0;
	return i == b.n && name[i] == '\0';
}

/* Fails with the names that there are. */
static int
no_such_section(void)
{
	struct buf names = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < SECTIONS; i++)
		buf_text(&names, "%s%s",
		    i == 0		   ? ""
			: i + 1 < SECTIONS ? ", "
					   : " and ",
		    sections[i].name);
	diag_fail(
	    STATUS_CANNOT, "-s: there are the sections %s", buf_string(&names));
	buf_free(&names);
	return -1;
}

int
sections_read(struct bytes list, unsigned *bits)
{
	size_t i;

	*bits = 0;
	while (list.p != NULL) {
		struct bytes name = bytes_trim(bytes_cut(list, ',', &list));

		for (i = 0; i < SECTIONS; i++)
			if (is_name(name, sections[i].name))
				break;
		if (i == SECTIONS)
			return no_such_section();
		*bits |= 1u << i;
	}
	return *bits != 0 ? 0 : no_such_section();
}

void
column_lacks(const struct report_column *column, struct buf *out)
{
	buf_text(out, "no %s column", field_info(column->field)->name);
	if (column->filter != NULL)
		buf_text(out, ": run %s first", column->filter);
}

/* The sections about what people did. */
enum {
	of_work = 1 << SECTION_CAUSES | 1 << SECTION_BREATHERS |
	    1 << SECTION_MOMENTS | 1 << SECTION_TRAINING |
	    1 << SECTION_DEFLECTION | 1 << SECTION_TREND
};

int
section_lacks(const struct report *r, enum section_id id, struct buf *out)
{
	const struct report_column *column = report_columns;

	if (id == SECTION_AGENTS && r->team_only) {
		buf_add_string(out, "--team-only");
		return 1;
	}
	if (r->withheld && (of_work & 1u << id) != 0) {
		buf_add_string(out, "fewer than 5 agents: withheld");
		return 1;
	}
	if (id == SECTION_TREND && r->trend == NULL) {
		buf_add_string(out, "a daybook tells it: -D folder");
		return 1;
	}
	if (sections[id].needs == 0 || (r->has & sections[id].needs) != 0)
		return 0;
	while ((column->has & sections[id].needs) == 0)
		column++;
	column_lacks(column, out);
	return 1;
}
