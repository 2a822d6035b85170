/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "report/agenda.h"
#include "report/appendix.h"
#include "report/headline.h"
#include "report/hours.h"
#include "report/story.h"
#include "report/strain.h"

enum { LINE_NAME = 10 }; /* columns of the names of the three lines */

static void
write_day(struct page *p, const struct section *s)
{
	size_t i;

	(void)s;
	page_list(p, "day", LINE_NAME);
	for (i = 0; i < HEADLINES; i++) {
		headline_text(p->report, i, &p->line);
		page_item(p, bytes_of(headline_name(i)));
	}
	page_list_end(p);
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
	if (n[MEASURE_ABANDONED] > 0) {
		buf_add_string(&p->line, " Of those who left, ");
		page_value(p, METRIC_ABANDONED_SHORT, team);
		buf_text(&p->line, " did within %lld s.",
		    (long long)(setup->short_ms / SECOND_MS));
	}
	if (metric_value(p->report, METRIC_OTHER, team).part > 0) {
		buf_add_string(&p->line, " Other: ");
		page_value(p, METRIC_OTHER, team);
		buf_add_string(&p->line,
		    " calls that were neither answered nor left, which are "
		    "voicemail, call-back requests and outcomes that are not "
		    "known.");
	}
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
	if ((p->report->has & HAS_TRANSFERS) && !p->report->withheld)
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
	rows = section_rows(p->report, s, &count);
	for (i = 0; i < count; i++) {
		if (rows[i].entry->n[MEASURE_OFFERED] == 0)
			continue;
		grid_text(&t.grid, rows[i].key);
		page_table_numbers(p, &t, &rows[i]);
	}
	free(rows);
	page_table_end(p, &t, s->caption);
	page_blank(p);
	if (team.entry->n[MEASURE_OFFERED] > 0)
		service_words(p, &team);
	solved_words(p, &team);
}

/* Why the hours tell no target. */
static void
target_words(struct page *p)
{
	int64_t told;

	if (!report_partial(p->report, &told))
		return;
	buf_text(&p->line,
	    "The targets of chunks without calls are not in the records "
	    "(%lld of %lld are): --plan brings them.",
	    (long long)told,
	    (long long)report_team(p->report).entry->n[MEASURE_TARGET]);
	page_say(p);
}

static void
hours_table(struct page *p, const struct section *s, const struct hours *h)
{
	struct page_table t;
	size_t i;

	page_table_start(p, s, &t, 0, 1);
	for (i = 0; i < h->count; i++) {
		const int64_t *m = h->hour[i].row.entry->n;

		grid_text(&t.grid, bytes_of(h->hour[i].label));
		page_table_numbers(p, &t, &h->hour[i].row);
		grid_bar(&t.grid, m[MEASURE_ANSWERED] + m[MEASURE_ABANDONED],
		    m[MEASURE_ABANDONED]);
	}
	page_table_end(p, &t, s->caption);
	page_blank(p);
	target_words(p);
	if (p->report->first_day != p->report->last_day)
		buf_add_string(&p->line, "All days together. ");
	if (p->form->bars != NULL)
		buf_add_string(&p->line, p->form->bars);
	if (p->line.n > 0)
		page_say(p);
}

static void
write_intervals(struct page *p, const struct section *s)
{
	struct hours h;

	hours_start(&h, p->report);
	if (h.count > 0) {
		page_chart(p, PAGE_CHART_HOURS);
		hours_table(p, s, &h);
	} else
		page_say_text(p, "No calls.");
	hours_end(&h);
}

static void
write_escalations(struct page *p, const struct section *s)
{
	const int64_t *n = report_team(p->report).entry->n;
	int64_t before =
	    n[MEASURE_KEPT] + n[MEASURE_OPEN] - n[MEASURE_ESCALATED];
	size_t items;

	if (n[MEASURE_ESCALATED] + n[MEASURE_KEPT] + n[MEASURE_OPEN] == 0) {
		page_say_text(p, "None.");
		return;
	}
	page_table_all(p, s);
	page_blank(p);
	buf_add_string(&p->line,
	    "One for each customer and rule. Kept: resolved since, or "
	    "stopped. Overdue: of the open ones.");
	if (before > 0)
		buf_text(&p->line, " %lld were carried over from before.",
		    (long long)before);
	items = carry_count_of(p->report->carry, CARRY_ESCALATION);
	if (items > 0 && (int64_t)items < n[MEASURE_OPEN])
		buf_text(&p->line,
		    " For tomorrow the open ones are %zu items, one for each "
		    "customer.",
		    items);
	page_say(p);
}

static void
write_promises(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report);

	(void)s;
	if (team.entry->n[MEASURE_PROMISED] +
		    team.entry->n[MEASURE_PROMISES_KEPT] ==
		0 &&
	    metric_value(p->report, METRIC_PROMISES_OPEN, &team).part == 0) {
		page_say_text(p, "None.");
		return;
	}
	page_value(p, METRIC_PROMISED, &team);
	buf_add_string(&p->line, " promised in these records. ");
	page_value(p, METRIC_PROMISES_KEPT, &team);
	buf_add_string(&p->line, " are kept, ");
	page_value(p, METRIC_PROMISES_OPEN, &team);
	buf_add_string(&p->line, " are open, ");
	page_value(p, METRIC_PROMISES_LATE, &team);
	page_say_text(p, " of them late.");
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
		[SECTION_AGENTS] = strain_agents,
		[SECTION_CAUSES] = strain_causes,
		[SECTION_BREATHERS] = strain_breathers,
		[SECTION_ESCALATIONS] = write_escalations,
		[SECTION_PROMISES] = write_promises,
		[SECTION_MOMENTS] = strain_moments,
		[SECTION_TRAINING] = strain_training,
		[SECTION_DEFLECTION] = strain_deflection,
		[SECTION_TREND] = strain_trend,
		[SECTION_CARRY_OVER] = write_carry,
		[SECTION_QUALITY] = write_quality,
		[SECTION_DEFINITIONS] = write_definitions };
	const struct section *s = section(id);

	p->form->section(p, s);
	buf_add_string(&p->line, "Not shown: ");
	if (section_lacks(p->report, id, &p->line)) {
		buf_add_byte(&p->line, '.');
		page_say(p);
		return;
	}
	p->line.n = 0;
	writers[id](p, s);
}

/* The last line of an agent's own sheet: what the evening need not hold. */
static void
write_closing(struct page *p)
{
	size_t open = carry_total(p->report->carry);

	page_blank(p);
	if (open == 0) {
		if (!headline_nothing(p->report, &p->line))
			buf_add_string(&p->line, "nothing is open.");
		headline_capital(&p->line, 0);
		page_say_text(p,
		    " If something still is on your mind: write it down, then "
		    "forget it.");
	} else {
		buf_text(&p->line, "%zu open, and written down: ", open);
		page_say_text(p, "leave that here until tomorrow.");
	}
}

void
story_put(const struct report *r, const struct page_form *form, int colour,
    struct buf *out)
{
	struct page p = {
		.report = r, .form = form, .out = out, .colour = colour
	};
	struct buf title = { NULL, 0, 0 };
	size_t i;

	headline_title(r, &title);
	form->begin(&p, buf_bytes(&title));
	for (i = 0; i < SECTIONS; i++)
		if ((r->sections & 1u << i) &&
		    !section_silent(r, (enum section_id)i))
			write_section(&p, (enum section_id)i);
	if (r->sheet.n > 0 && !r->from_pages)
		write_closing(&p);
	form->end(&p);
	buf_free(&title);
	buf_free(&p.line);
}
