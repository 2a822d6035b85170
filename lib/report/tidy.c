/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/num.h"
#include "care/causes.h"
#include "report/quality.h"
#include "report/sections.h"
#include "report/strain.h"
#include "report/tidy.h"

static void
put_row(struct emit *e, const char *name, struct bytes key, const char *metric,
    struct bytes value, const char *unit)
{
	emit_string(e, name);
	emit_byte(e, ',');
	emit_field(e, key, ',');
	emit_byte(e, ',');
	emit_string(e, metric);
	emit_byte(e, ',');
	emit_bytes(e, value.p, value.n);
	emit_byte(e, ',');
	emit_string(e, unit);
	emit_eol(e);
}

static void
put_count(struct emit *e, const char *name, struct bytes key,
    const char *metric, uint64_t n, const char *unit)
{
	char text[NUM_MAX];
	struct bytes value = { text, num_put(text, (int64_t)n) };

	put_row(e, name, key, metric, value, unit);
}

static void
put_metrics(const struct report *r, struct emit *e, const struct section *s,
    const enum metric_id *metrics, const struct report_row *row)
{
	char text[VALUE_MAX], key_text[REPORT_KEY];
	struct bytes key = row->key, value;

	if (key.n > 0)
		key = report_key((enum tally_group)s->group, key, key_text);
	for (; *metrics < METRICS; metrics++) {
		value.p = text;
		value.n =
		    metric_put(text, *metrics, metric_value(r, *metrics, row));
		if (value.n == 0)
			value = bytes_of("n/a");
		put_row(e, s->name, key, metric_name(*metrics), value,
		    metric_unit_name(r, *metrics));
	}
}

/* The parts of the role cards, as text. */
static void
put_cards(const struct report *r, struct emit *e, const struct section *s)
{
	const struct rolecard *card;
	size_t i, k;

	for (i = 0; i < rolecards_count(r->cards) && !r->withheld; i++) {
		card = rolecards_at(r->cards, i);
		for (k = 0; k < ROLECARD_PARTS; k++) {
			if (card->part[k].n == 0)
				continue;
			emit_string(e, s->name);
			emit_byte(e, ',');
			emit_field(e, cause_name(card->cause), ',');
			emit_string(e, ",role_");
			emit_string(e, rolecard_name((enum rolecard_part)k));
			emit_byte(e, ',');
			emit_field(e, card->part[k], ',');
			emit_string(e, ",text");
			emit_eol(e);
		}
	}
}

static void
put_table(const struct report *r, struct emit *e, const struct section *s)
{
	struct report_row team = report_team(r), *rows;
	size_t count, i;

	if (s->team != NULL)
		put_metrics(r, e, s, s->team, &team);
	rows = section_rows(r, s, &count);
	for (i = 0; i < count; i++)
		put_metrics(r, e, s, s->rows, &rows[i]);
	free(rows);
	if (s == section(SECTION_TRAINING))
		put_cards(r, e, s);
}

/* A number of the trend; n/a when there is none yet. */
static void
put_trend_value(struct emit *e, const struct section *s, struct bytes key,
    const char *metric, struct value v, const char *unit)
{
	char text[VALUE_MAX];
	struct bytes value = { text, value_put(text, v, 4, 0) };

	put_row(e, s->name, key, metric, value.n > 0 ? value : bytes_of("n/a"),
	    unit);
}

static void
put_trend(const struct report *r, struct emit *e, const struct section *s)
{
	size_t i;

	for (i = 0; r->trend != NULL && i < r->trend->count && !r->team_only;
	     i++) {
		const struct trend_row *row = &r->trend->rows[i];

		put_count(e, s->name, row->agent, "days", (uint64_t)row->days,
		    "days");
		put_trend_value(
		    e, s, row->agent, "load_acute", trend_acute(row), "points");
		put_trend_value(e, s, row->agent, "load_baseline",
		    trend_baseline(row), "points");
		put_trend_value(
		    e, s, row->agent, "load_ratio", trend_ratio(row), "ratio");
		put_row(e, s->name, row->agent, "state",
		    bytes_of(trend_word(row->state)), "state");
	}
}

static void
put_carry(const struct report *r, struct emit *e, const struct section *s)
{
	size_t kind;

	for (kind = 0; kind < CARRY_KINDS; kind++)
		put_count(e, s->name,
		    bytes_of(carry_name((enum carry_kind)kind)), "open",
		    carry_count_of(r->carry, (enum carry_kind)kind), "items");
}

static void
put_quality(const struct report *r, struct emit *e, const struct section *s)
{
	struct bytes none = { "", 0 };
	size_t i;

	for (i = 0; i < QUALITY_COUNTS; i++)
		put_count(e, s->name, none, quality_name(i),
		    quality_count(r, i), "records");
	for (i = 0; i < r->note_count; i++)
		put_count(e, s->name, bytes_of(r->notes[i].what), "counted",
		    r->notes[i].n, "records");
}

void
tidy_write(const struct report *r, struct emit *e)
{
	size_t i;

	emit_string(e, "section,key,metric,value,unit");
	emit_eol(e);
	for (i = 0; i < SECTIONS; i++) {
		const struct section *s = section((enum section_id)i);

		if ((r->sections & 1u << i) == 0 ||
		    section_silent(r, (enum section_id)i) ||
		    (i == SECTION_AGENTS && r->team_only))
			continue;
		if (s->group >= 0 || s->team != NULL)
			put_table(r, e, s);
		else if (i == SECTION_TREND)
			put_trend(r, e, s);
		else if (i == SECTION_CARRY_OVER)
			put_carry(r, e, s);
		else if (i == SECTION_QUALITY)
			put_quality(r, e, s);
	}
}
