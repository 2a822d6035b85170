/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/agenda.h"
#include "report/appendix.h"
#include "report/causes.h"
#include "report/headline.h"
#include "report/page.h"
#include "report/text.h"

static void
write_day(struct page *p, const struct section *s)
{
	struct buf name = { NULL, 0, 0 };
	size_t i;

	(void)s;
	for (i = 0; i < HEADLINES; i++) {
		name.n = 0;
		buf_text(&name, "  %-9s ", headline_name(i));
		emit_bytes(p->out, name.p, name.n);
		headline_text(p->report, i, &p->line);
		grid_prose(p->out, name.n, name.n, buf_bytes(&p->line));
		p->line.n = 0;
	}
	buf_free(&name);
}

static void
service_words(struct page *p, const struct report_row *team)
{
	const struct setup *setup = &p->report->setup;
	const int64_t *n = team->entry->n;

	buf_text(&p->line, "Level: %s, T is %lld s.",
	    service_formula(setup->sl_variant),
	    (long long)(setup->within_ms / SECOND_MS));
	if (n[MEASURE_WAITS] > 0) {
		buf_add_string(&p->line, " Half of the calls waited up to ");
		page_value(p, METRIC_WAIT_P50, team);
		buf_add_string(&p->line, ", 9 of 10 up to ");
		page_value(p, METRIC_WAIT_P90, team);
		buf_add_byte(&p->line, '.');
	}
	if (n[MEASURE_ABANDONED] > 0)
		buf_text(&p->line,
		    " Of those who left, %lld did within "
		    "%lld s.",
		    (long long)n[MEASURE_SHORT],
		    (long long)(setup->short_ms / SECOND_MS));
	page_say(p);
}

/* Whether it helped, as far as the export tells. */
static void
solved_words(struct page *p, const struct report_row *team)
{
	const int64_t *n = team->entry->n;

	if (p->report->has & HAS_RESOLVED) {
		buf_text(&p->line, "Resolved: %lld of %lld calls that tell, ",
		    (long long)n[MEASURE_RESOLVED],
		    (long long)(n[MEASURE_RESOLVED] + n[MEASURE_UNRESOLVED]));
		page_value(p, METRIC_RESOLVED_RATE, team);
		buf_add_string(&p->line, ". ");
	}
	if (p->report->has & HAS_CONTACTS) {
		buf_add_string(&p->line, "Called again within 7 days: ");
		page_value(p, METRIC_REPEAT_RATE, team);
		buf_add_string(&p->line, ". ");
	}
	if (p->report->has & HAS_TRANSFERS)
		buf_text(&p->line, "Transfers: %lld.",
		    (long long)n[MEASURE_TRANSFERS]);
	if (p->line.n > 0)
		page_say(p);
	if (n[MEASURE_FIRSTS] > 0) {
		buf_add_string(&p->line, "First contact resolution: ");
		page_value(p, METRIC_FCR, team);
		buf_text(&p->line,
		    ", provisional: of %lld first contacts "
		    "the 7 days are not over for %lld.",
		    (long long)n[MEASURE_FIRSTS],
		    (long long)n[MEASURE_FIRSTS_OPEN]);
		page_say(p);
	}
	if (n[MEASURE_RATINGS] > 0) {
		buf_add_string(&p->line, "Ratings: ");
		page_value(p, METRIC_CSAT_MEAN, team);
		buf_text(&p->line, " in a scale of %s, from %lld of them.",
		    metric_unit_name(p->report, METRIC_CSAT_MEAN),
		    (long long)n[MEASURE_RATINGS]);
		page_say(p);
	}
}

static void
write_service(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report), *rows;
	struct page_table t;
	size_t count, i;

	if (team.entry->n[MEASURE_OFFERED] + team.entry->n[MEASURE_LEGS] == 0) {
		page_say_text(p,
		    "No calls were offered, and nobody handled "
		    "one.");
		return;
	}
	page_table_start(p, s, &t, 0, 0);
	grid_text(&t.grid, bytes_of("all calls"));
	page_table_numbers(p, &t, &team);
	rows = report_rows(p->report, TALLY_QUEUES, &count);
	for (i = 0; i < count; i++) {
		if (rows[i].entry->n[MEASURE_OFFERED] == 0)
			continue;
		grid_text(&t.grid, rows[i].key);
		page_table_numbers(p, &t, &rows[i]);
	}
	free(rows);
	grid_write(&t.grid, p->out);
	page_blank(p);
	if (team.entry->n[MEASURE_OFFERED] > 0)
		service_words(p, &team);
	solved_words(p, &team);
}

/* An hour as the table shows it. */
struct hour {
	char label[8];
	struct report_row row;
};

/* The hours of one day; one that is told twice shows twice. */
static size_t
hours_of_day(const struct report_row *from, size_t count, struct hour *hours)
{
	char text[REPORT_KEY];
	size_t i;

	for (i = 0; i < count; i++) {
		report_key(TALLY_INTERVALS, from[i].key, text);
		memcpy(hours[i].label, text + 11, 5);
		hours[i].row = from[i];
	}
	return count;
}

/* All days together, from the hour on in which a day begins. */
static size_t
hours_of_days(const struct report *r, const struct report_row *from,
    size_t count, struct hour *hours, struct tally_entry sums[24])
{
	int first = (int)(r->setup.day_start_ms / HOUR_MS), i;
	struct civil c;
	size_t k, n = 0;

	for (k = 0; k < count; k++) {
		zone_civil(tally_instant(from[k].key), &c);
		tally_merge(&sums[c.hour], from[k].entry);
	}
	for (i = first; i < first + 24; i++) {
		struct tally_entry *e = &sums[i % 24];

		if (e->n[MEASURE_OFFERED] + e->n[MEASURE_LEGS] == 0)
			continue;
		hours[n].row = (struct report_row){ .entry = e, .share = -1 };
		hours[n].label[0] = (char)('0' + i % 24 / 10);
		hours[n].label[1] = (char)('0' + i % 24 % 10);
		memcpy(hours[n++].label + 2, ":00", 3);
	}
	return n;
}

static void
hours_table(
    struct page *p, const struct section *s, const struct hour *hours, size_t n)
{
	struct page_table t;
	size_t i;

	page_table_start(p, s, &t, 0, 1);
	for (i = 0; i < n; i++) {
		const int64_t *m = hours[i].row.entry->n;

		grid_text(&t.grid, bytes_of(hours[i].label));
		page_table_numbers(p, &t, &hours[i].row);
		grid_bar(&t.grid, m[MEASURE_OFFERED], m[MEASURE_ABANDONED]);
	}
	grid_write(&t.grid, p->out);
	page_blank(p);
	if (p->report->first_day != p->report->last_day)
		buf_add_string(&p->line, "All days together. ");
	page_say_text(p, "Bars: # answered, . left before.");
}

static void
write_intervals(struct page *p, const struct section *s)
{
	const struct report *r = p->report;
	struct tally_entry *sums = mem_zero(24, sizeof(*sums));
	size_t count, n;
	struct report_row *rows = report_rows(r, TALLY_INTERVALS, &count);
	struct hour *hours = mem_zero(count + 24, sizeof(*hours));

	n = r->first_day == r->last_day
	    ? hours_of_day(rows, count, hours)
	    : hours_of_days(r, rows, count, hours, sums);
	if (n > 0)
		hours_table(p, s, hours, n);
	else
		page_say_text(p, "No calls.");
	free(hours);
	free(rows);
	free(sums);
}

static void
write_agents(struct page *p, const struct section *s)
{
	if (!page_table_all(p, s)) {
		page_say_text(p, "Nobody handled a call.");
		return;
	}
	page_blank(p);
	buf_add_string(&p->line,
	    "By name. What is counted here is work, not "
	    "people.");
	if (p->report->has & HAS_LOAD)
		buf_add_string(&p->line,
		    " Peak: the highest load, 0 to 100. "
		    ">60m: minutes above a load of 60.");
	page_say(p);
}

/* Calm, strained and hard in percent that add up to 100.0. */
static void
bands_words(struct page *p, const int64_t *n)
{
	static const char *const names[] = { "calm", "strained", "hard" };
	int64_t parts[REPORT_BANDS];
	struct value v = { 0, 10 };
	int i;

	report_bands(p->report, parts);
	for (i = 0; i < REPORT_BANDS; i++) {
		v.part = parts[i];
		metric_show(&p->line, METRIC_SHARE, v);
		buf_text(&p->line, " %s%s", names[i], i < 2 ? ", " : ". ");
	}
	if (n[MEASURE_HARD] > 0 && (p->report->has & HAS_RESOLVED))
		buf_text(&p->line,
		    "%lld of %lld hard calls were resolved "
		    "all the same.",
		    (long long)n[MEASURE_HARD_RESOLVED],
		    (long long)n[MEASURE_HARD]);
	page_say(p);
}

static void
causes_table(struct page *p, const struct section *s)
{
	struct report_row *rows;
	struct page_table t;
	size_t count, i, k;

	rows = report_rows(p->report, TALLY_CAUSES, &count);
	report_shares(rows, count, 1000);
	page_table_start(p, s, &t, 1, 1);
	for (i = 0; i < count; i++) {
		for (k = 0; k < CAUSE_OTHER; k++)
			if (bytes_equal(rows[i].key, cause_name(k)))
				break;
		grid_text(&t.grid, rows[i].key);
		grid_text(&t.grid, bytes_of(cause_words(k)));
		page_table_numbers(p, &t, &rows[i]);
		grid_bar(&t.grid, rows[i].share, 0);
	}
	grid_write(&t.grid, p->out);
	free(rows);
}

static void
write_causes(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report);
	const int64_t *n = team.entry->n;

	if (n[MEASURE_STRESSED] == 0) {
		page_say_text(p, "Nobody handled a call.");
		return;
	}
	bands_words(p, n);
	if (n[MEASURE_STRESS_WORK] == 0)
		return;
	page_blank(p);
	causes_table(p, s);
	page_blank(p);
	buf_add_string(&p->line, "Of the points of stress, ");
	page_value(p, METRIC_OUTSIDE_SHARE, &team);
	page_say_text(p,
	    " lay outside anyone's control: waits, repeats, "
	    "transfers, no solution. It is not personal.");
}

static void
write_breathers(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report);
	const int64_t *n = team.entry->n;

	if (n[MEASURE_BREATHERS] == 0) {
		page_say_text(p, "None had to be offered.");
		return;
	}
	buf_text(&p->line, "%lld offered, %lld taken, %lld missed. ",
	    (long long)n[MEASURE_BREATHERS], (long long)n[MEASURE_TAKEN],
	    (long long)n[MEASURE_MISSED]);
	page_say_text(p,
	    n[MEASURE_MISSED] > n[MEASURE_TAKEN]
		? "An offer does "
		  "not lower load, rest does: take the next one."
		: "Well done: rest is part of the work.");
	page_blank(p);
	page_table_all(p, s);
}

static void
write_escalations(struct page *p, const struct section *s)
{
	if (report_team(p->report).entry->n[MEASURE_ESCALATED] == 0)
		page_say_text(p, "None.");
	else
		page_table_all(p, s);
}

static void
write_carry(struct page *p, const struct section *s)
{
	(void)s;
	agenda_write(p);
}

static void
write_quality(struct page *p, const struct section *s)
{
	(void)s;
	appendix_quality(p);
}

static void
write_definitions(struct page *p, const struct section *s)
{
	(void)s;
	appendix_definitions(p);
}

static void
write_section(struct page *p, enum section_id id)
{
	static void (*const writers[SECTIONS])(struct page *,
	    const struct section *) = { [SECTION_DAY] = write_day,
		[SECTION_SERVICE] = write_service,
		[SECTION_INTERVALS] = write_intervals,
		[SECTION_AGENTS] = write_agents,
		[SECTION_CAUSES] = write_causes,
		[SECTION_BREATHERS] = write_breathers,
		[SECTION_ESCALATIONS] = write_escalations,
		[SECTION_CARRY_OVER] = write_carry,
		[SECTION_QUALITY] = write_quality,
		[SECTION_DEFINITIONS] = write_definitions };
	const struct section *s = section(id);

	page_blank(p);
	page_heading(p, s->title, '-');
	buf_add_string(&p->line, "Not shown: ");
	if (section_lacks(p->report, id, &p->line)) {
		buf_add_byte(&p->line, '.');
		page_say(p);
		return;
	}
	p->line.n = 0;
	writers[id](p, s);
}

void
text_write(const struct report *r, struct emit *e)
{
	struct page p = { .report = r, .out = e };
	struct buf title = { NULL, 0, 0 };
	size_t i;

	buf_add_string(&title, "The day: ");
	headline_days(r, &title);
	page_heading(&p, buf_string(&title), '=');
	for (i = 0; i < SECTIONS; i++)
		if (r->sections & 1u << i)
			write_section(&p, (enum section_id)i);
	buf_free(&title);
	buf_free(&p.line);
}
