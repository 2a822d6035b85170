/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/num.h"
#include "call/zone.h"
#include "care/causes.h"
#include "care/training.h"
#include "report/headline.h"
#include "report/json.h"
#include "report/quality.h"
#include "report/sections.h"
#include "report/strain.h"
#include "report/utf8.h"

/* Where the writing stands: commas and line ends follow from it. */
struct json {
	const struct report *report;
	struct emit *out;
	unsigned depth;
	int any; /* something stands at this depth */
};

static void
put_string(struct json *j, struct bytes b)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t c;
	size_t n;

	emit_byte(j->out, '"');
	for (; b.n > 0; b.p += n, b.n -= n) {
		c = utf8_next(b, &n);
		if (c == UTF8_BAD)
			emit_string(j->out, "\xef\xbf\xbd");
		else if (c == '"' || c == '\\') {
			emit_byte(j->out, '\\');
			emit_byte(j->out, (char)c);
		} else if (c < 0x20 || c == 0x7f) {
			emit_string(j->out, "\\u00");
			emit_byte(j->out, hex[c >> 4]);
			emit_byte(j->out, hex[c & 15]);
		} else
			emit_bytes(j->out, b.p, n);
	}
	emit_byte(j->out, '"');
}

/* Begin a member, or an element (name NULL), on a line of its own. */
static void
begin(struct json *j, const char *name)
{
	unsigned i;

	if (j->any)
		emit_byte(j->out, ',');
	emit_byte(j->out, '\n');
	for (i = 0; i < j->depth; i++)
		emit_byte(j->out, ' ');
	j->any = 1;
	if (name != NULL) {
		put_string(j, bytes_of(name));
		emit_string(j->out, ": ");
	}
}

static void
open_in(struct json *j, const char *name, char bracket)
{
	begin(j, name);
	emit_byte(j->out, bracket);
	j->depth++;
	j->any = 0;
}

static void
close_in(struct json *j, char bracket)
{
	unsigned i;

	j->depth--;
	if (j->any) {
		emit_byte(j->out, '\n');
		for (i = 0; i < j->depth; i++)
			emit_byte(j->out, ' ');
	}
	emit_byte(j->out, bracket);
	j->any = 1;
}

/* A member that is text; null when it is empty. */
static void
put_text(struct json *j, const char *name, struct bytes b)
{
	begin(j, name);
	if (b.n > 0)
		put_string(j, b);
	else
		emit_string(j->out, "null");
}

static void
put_count(struct json *j, const char *name, uint64_t n)
{
	char text[NUM_MAX];

	begin(j, name);
	emit_bytes(j->out, text, num_put(text, (int64_t)n));
}

static void
put_instant(struct json *j, const char *name, int64_t at)
{
	char text[NUM_MAX];
	struct bytes b = { text, instant_put(text, at) };

	put_text(j, name, b);
}

static void
put_date(struct json *j, const char *name, int64_t days)
{
	char text[NUM_MAX];
	struct bytes b = { text, 0 };

	if (j->report->first_day <= j->report->last_day)
		b.n = date_put(text, days);
	put_text(j, name, b);
}

static void
put_metrics(
    struct json *j, const enum metric_id *metrics, const struct report_row *row)
{
	char text[VALUE_MAX];
	size_t n;

	for (; *metrics < METRICS; metrics++) {
		begin(j, metric_name(*metrics));
		n = metric_put(
		    text, *metrics, metric_value(j->report, *metrics, row));
		if (n > 0)
			emit_bytes(j->out, text, n);
		else
			emit_string(j->out, "null");
	}
}

/* The rows of a section's table. */
static void
put_rows(struct json *j, const struct section *s)
{
	enum tally_group group = (enum tally_group)s->group;
	struct report_row *rows;
	char key[REPORT_KEY];
	size_t count, i;

	open_in(j, "rows", '[');
	rows = section_rows(j->report, s, &count);
	for (i = 0; i < count; i++) {
		open_in(j, NULL, '{');
		begin(j, s->key);
		put_string(j, report_key(group, rows[i].key, key));
		put_metrics(j, s->rows, &rows[i]);
		close_in(j, '}');
	}
	free(rows);
	close_in(j, ']');
}

/* A few moments of each kind. */
static void
put_moments(struct json *j)
{
	static const char *const names[MOMENT_KINDS] = {
		[MOMENT_RESOLVED] = "hard_resolved",
		[MOMENT_TURNED] = "turned",
		[MOMENT_THANKS] = "thanks",
	};
	size_t kind, count, i;

	for (kind = 0; kind < MOMENT_KINDS; kind++) {
		const struct moment *m = moments_of(
		    j->report->moments, (enum moment_kind)kind, &count);

		open_in(j, names[kind], '[');
		for (i = 0; i < count; i++) {
			open_in(j, NULL, '{');
			put_instant(j, "start", m[i].start);
			put_text(j, "call_id", m[i].call_id);
			if (!j->report->team_only)
				put_text(j, "agent", m[i].agent);
			put_text(j, "reason", m[i].reason);
			close_in(j, '}');
		}
		close_in(j, ']');
	}
}

/* The role cards, and what to practise. */
static void
put_cards(struct json *j)
{
	const struct rolecards *cards = j->report->cards;
	const struct rolecard *card;
	size_t i, k;

	open_in(j, "role_cards", '[');
	for (i = 0; i < rolecards_count(cards); i++) {
		card = rolecards_at(cards, i);
		open_in(j, NULL, '{');
		put_text(j, "component", cause_name(card->cause));
		for (k = 0; k < ROLECARD_PARTS; k++)
			put_text(j, rolecard_name((enum rolecard_part)k),
			    card->part[k]);
		put_text(j, "practise",
		    bytes_of(training_of(cause_name(card->cause))));
		close_in(j, '}');
	}
	close_in(j, ']');
}

static void
put_table(struct json *j, const struct section *s)
{
	struct report_row team = report_team(j->report);

	open_in(j, s->name, '{');
	if (s->team != NULL) {
		open_in(j, "total", '{');
		put_metrics(j, s->team, &team);
		close_in(j, '}');
	}
	if (s->group >= 0)
		put_rows(j, s);
	if (s == section(SECTION_MOMENTS) && !j->report->withheld)
		put_moments(j);
	if (s == section(SECTION_TRAINING) && !j->report->withheld)
		put_cards(j);
	close_in(j, '}');
}

static void
put_day(struct json *j, const struct section *s)
{
	struct buf line = { NULL, 0, 0 };
	size_t i;

	open_in(j, s->name, '[');
	for (i = 0; i < HEADLINES; i++) {
		line.n = 0;
		headline_text(j->report, i, &line);
		begin(j, NULL);
		put_string(j, buf_bytes(&line));
	}
	close_in(j, ']');
	buf_free(&line);
}

static void
put_value(struct json *j, const char *name, struct value v)
{
	char text[VALUE_MAX];
	size_t n = value_put(text, v, 4, 0);

	begin(j, name);
	if (n > 0)
		emit_bytes(j->out, text, n);
	else
		emit_string(j->out, "null");
}

static void
put_trend(struct json *j, const struct section *s)
{
	const struct trend *t = j->report->trend;
	size_t i;

	open_in(j, s->name, '[');
	for (i = 0; t != NULL && i < t->count && !j->report->team_only; i++) {
		const struct trend_row *row = &t->rows[i];

		open_in(j, NULL, '{');
		begin(j, "agent");
		put_string(j, row->agent);
		put_count(j, "days", (uint64_t)row->days);
		put_value(j, "load_acute", trend_acute(row));
		put_value(j, "load_baseline", trend_baseline(row));
		put_value(j, "load_ratio", trend_ratio(row));
		put_text(j, "state", bytes_of(trend_word(row->state)));
		put_text(j, "why", bytes_of(row->why));
		close_in(j, '}');
	}
	close_in(j, ']');
}

static void
put_carry(struct json *j, const struct section *s)
{
	static const char *const names[CARRY_TEXTS] = { [CARRY_ITEM] = "item",
		[CARRY_CALL_ID] = "call_id",
		[CARRY_CUSTOMER] = "customer",
		[CARRY_OWNER] = "owner",
		[CARRY_REASON] = "reason",
		[CARRY_LEVEL] = "level",
		[CARRY_STATUS] = "status",
		[CARRY_WHY] = "why" };
	const struct carry *carry = j->report->carry;
	size_t i, k;

	open_in(j, s->name, '[');
	for (i = 0; i < carry_count(carry); i++) {
		const struct carry_item *item = carry_at(carry, i);

		open_in(j, NULL, '{');
		for (k = 0; k < CARRY_TEXTS; k++)
			if (names[k] != NULL &&
			    !(k == CARRY_OWNER && j->report->team_only))
				put_text(j, names[k], item->text[k]);
		put_instant(j, "opened", item->opened);
		put_instant(j, "promised_by", item->promised_by);
		put_instant(j, "due", item->due);
		put_text(j, "next_action",
		    item->text[CARRY_NEXT].n > 0
			? item->text[CARRY_NEXT]
			: bytes_of(carry_next_action(item->kind)));
		put_count(j, "carried", (uint64_t)item->carried);
		close_in(j, '}');
	}
	close_in(j, ']');
}

static void
put_quality(struct json *j, const struct section *s)
{
	const struct report *r = j->report;
	struct buf text = { NULL, 0, 0 };
	size_t i;

	open_in(j, s->name, '{');
	for (i = 0; i < QUALITY_COUNTS; i++)
		put_count(j, quality_name(i), quality_count(r, i));
	open_in(j, "notes", '{');
	for (i = 0; i < r->note_count; i++)
		put_count(j, r->notes[i].what, r->notes[i].n);
	close_in(j, '}');
	open_in(j, "off", '[');
	for (i = 0; report_columns[i].has != 0; i++) {
		if (r->has & report_columns[i].has)
			continue;
		text.n = 0;
		column_lacks(&report_columns[i], &text);
		begin(j, NULL);
		put_string(j, buf_bytes(&text));
	}
	close_in(j, ']');
	close_in(j, '}');
	buf_free(&text);
}

static void
put_definitions(struct json *j, const struct section *s)
{
	const struct setup *setup = &j->report->setup;
	size_t i;

	open_in(j, s->name, '{');
	for (i = 0; i < METRICS; i++) {
		enum metric_id m = (enum metric_id)i;

		begin(j, metric_name(m));
		put_string(j,
		    bytes_of(m == METRIC_SERVICE_LEVEL
			    ? service_formula(setup->sl_variant)
			    : metric_definition(m)));
	}
	close_in(j, '}');
}

static void
put_settings(struct json *j)
{
	const struct setup *s = &j->report->setup;
	char clock[SETUP_CLOCK];

	open_in(j, "settings", '{');
	put_text(j, "sl_variant", bytes_of(service_name(s->sl_variant)));
	put_count(j, "sl_seconds", (uint64_t)s->within_ms / SECOND_MS);
	put_count(j, "short_abandon", (uint64_t)s->short_ms / SECOND_MS);
	put_text(j, "day_start", setup_day_start(s, clock));
	close_in(j, '}');
}

static void
put_units(struct json *j)
{
	size_t i;

	open_in(j, "units", '{');
	for (i = 0; i < METRICS; i++)
		put_text(j, metric_name((enum metric_id)i),
		    bytes_of(metric_unit_name(j->report, (enum metric_id)i)));
	close_in(j, '}');
}

void
json_write(const struct report *r, struct emit *e)
{
	static void (*const special[SECTIONS])(
	    struct json *, const struct section *) = { [SECTION_DAY] = put_day,
		[SECTION_TREND] = put_trend,
		[SECTION_CARRY_OVER] = put_carry,
		[SECTION_QUALITY] = put_quality,
		[SECTION_DEFINITIONS] = put_definitions };
	struct json j = { .report = r, .out = e, .depth = 1 };
	size_t i;

	emit_byte(e, '{');
	put_date(&j, "from", r->first_day);
	put_date(&j, "until", r->last_day);
	put_settings(&j);
	put_units(&j);
	for (i = 0; i < SECTIONS; i++) {
		const struct section *s = section((enum section_id)i);

		if ((r->sections & 1u << i) &&
		    !section_silent(r, (enum section_id)i) &&
		    !(i == SECTION_AGENTS && r->team_only))
			(special[i] != NULL ? special[i] : put_table)(&j, s);
	}
	emit_string(e, "\n}\n");
}
