/* SPDX-License-Identifier: ISC */
#include "base/diag.h"
#include "report/sections.h"

#define SERVICE \
	METRIC_OFFERED, METRIC_ANSWERED, METRIC_ABANDONED, \
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
	METRIC_ABANDONED, METRIC_ABANDONED_SHORT, METRIC_ABANDON_RATE,
	METRIC_SERVICE_LEVEL, METRIC_ASA, METRIC_WAIT_MAX, METRIC_CALLS,
	METRIC_LEGS, METRIC_AHT, METRIC_TALK_MEAN, METRIC_STRESS_MEAN,
	METRIC_CALM, METRIC_STRAINED, METRIC_HARD, METRIC_STRESS_MINUTES,
	METRIC_TARGET, METRIC_DONE, METRICS };

static const enum metric_id agent_rows[] = { METRIC_CALLS, METRIC_LEGS,
	METRIC_AHT, METRIC_TALK_MEAN, METRIC_HOLD_MEAN, METRIC_WRAP_MEAN,
	METRIC_TRANSFERS, METRIC_RESOLVED, METRIC_RESOLVED_RATE,
	METRIC_CSAT_MEAN, METRIC_STRESS_MEAN, METRIC_STRESS_P90, METRIC_CALM,
	METRIC_STRAINED, METRIC_HARD, METRIC_STRESS_MINUTES,
	METRIC_OUTSIDE_SHARE, METRIC_LOAD_MEAN, METRIC_LOAD_MAX,
	METRIC_MINUTES_OVER_60, METRIC_BREATHERS, METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRIC_ESCALATED, METRIC_TARGET, METRIC_DONE,
	METRICS };

static const enum metric_id causes_team[] = { METRIC_CALM, METRIC_STRAINED,
	METRIC_HARD, METRIC_STRESS_MINUTES, METRIC_OUTSIDE_SHARE, METRICS };
static const enum metric_id causes_rows[] = { METRIC_STRESS_MINUTES,
	METRIC_SHARE, METRICS };

static const enum metric_id breathers_team[] = { METRIC_BREATHERS,
	METRIC_BREATHER_MINUTES, METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRICS };
static const enum metric_id breathers_rows[] = { METRIC_BREATHERS,
	METRIC_BREATHER_MINUTES, METRICS };

static const enum metric_id escalations_all[] = { METRIC_ESCALATED,
	METRIC_OVERDUE, METRIC_OPEN, METRICS };

static const struct section_column service_columns[] = {
	{ METRIC_OFFERED, "Offered" }, { METRIC_ANSWERED, "Answered" },
	{ METRIC_ABANDONED, "Left" }, { METRIC_SERVICE_LEVEL, "Level" },
	{ METRIC_ASA, "ASA" }, { METRIC_WAIT_P90, "9 of 10" },
	{ METRIC_WAIT_MAX, "Longest" }, { METRIC_AHT, "AHT" }, { METRICS, NULL }
};

static const struct section_column interval_columns[] = {
	{ METRIC_OFFERED, "Offered" }, { METRIC_ABANDONED, "Left" },
	{ METRIC_SERVICE_LEVEL, "Level" }, { METRIC_ASA, "ASA" },
	{ METRIC_AHT, "AHT" }, { METRIC_HARD, "Hard" },
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

static const struct section_column escalations_columns[] = {
	{ METRIC_ESCALATED, "Escalated" }, { METRIC_OVERDUE, "Overdue" },
	{ METRIC_OPEN, "Open" }, { METRICS, NULL }
};

/* What the sentences beside the tables tell. */
static const enum metric_id service_told[] = { METRIC_ABANDONED_SHORT,
	METRIC_WAIT_P50, METRIC_RESOLVED, METRIC_RESOLVED_RATE,
	METRIC_REPEAT_RATE, METRIC_FCR, METRIC_CSAT_MEAN, METRIC_TRANSFERS,
	METRICS };
static const enum metric_id causes_told[] = { METRIC_CALM, METRIC_STRAINED,
	METRIC_HARD, METRIC_OUTSIDE_SHARE, METRICS };
static const enum metric_id breathers_told[] = { METRIC_BREATHERS_TAKEN,
	METRIC_BREATHERS_MISSED, METRICS };

static const struct section sections[SECTIONS] = {
	[SECTION_DAY] = { .name = "day",
	    .title = "The day in three lines",
	    .group = -1 },
	[SECTION_SERVICE] = { .name = "service",
	    .title = "Service",
	    .group = TALLY_QUEUES,
	    .key = "queue",
	    .team = service_team,
	    .rows = service_rows,
	    .columns = service_columns,
	    .told = service_told },
	[SECTION_INTERVALS] = { .name = "intervals",
	    .title = "Hours",
	    .needs = HAS_START,
	    .group = TALLY_INTERVALS,
	    .key = "start",
	    .rows = interval_rows,
	    .columns = interval_columns },
	[SECTION_AGENTS] = { .name = "agents",
	    .title = "Agents",
	    .needs = HAS_AGENT,
	    .group = TALLY_AGENTS,
	    .key = "agent",
	    .rows = agent_rows,
	    .columns = agent_columns },
	[SECTION_CAUSES] = { .name = "causes",
	    .needs = HAS_STRESS,
	    .title = "Hard calls, and what made calls hard",
	    .group = TALLY_CAUSES,
	    .key = "component",
	    .team = causes_team,
	    .rows = causes_rows,
	    .columns = causes_columns,
	    .told = causes_told },
	[SECTION_BREATHERS] = { .name = "breathers",
	    .title = "Breathers",
	    .needs = HAS_BREATHER,
	    .group = TALLY_RULES,
	    .key = "rule",
	    .team = breathers_team,
	    .rows = breathers_rows,
	    .columns = breathers_columns,
	    .told = breathers_told },
	[SECTION_ESCALATIONS] = { .name = "escalations",
	    .title = "Escalations",
	    .needs = HAS_ESCALATION,
	    .group = TALLY_LEVELS,
	    .key = "level",
	    .team = escalations_all,
	    .rows = escalations_all,
	    .columns = escalations_columns },
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

int
section_lacks(const struct report *r, enum section_id id, struct buf *out)
{
	const struct report_column *column = report_columns;

	if (sections[id].needs == 0 || (r->has & sections[id].needs) != 0)
		return 0;
	while (column->has != sections[id].needs)
		column++;
	column_lacks(column, out);
	return 1;
}
