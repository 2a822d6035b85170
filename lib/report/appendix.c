/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/appendix.h"
#include "report/quality.h"

enum { NAME = 19 }; /* columns of the names of metrics */

/* The columns that are not there, and what cannot be told without them. */
static void
write_missing(struct page *p)
{
	size_t i;
	int any = 0;

	for (i = 0; report_columns[i].has != 0; i++) {
		if (p->report->has & report_columns[i].has)
			continue;
		if (!any) {
			page_blank(p);
			page_say_text(p, "What cannot be told:");
		}
		any = 1;
		buf_text(&p->line, "%s (", report_columns[i].off);
		column_lacks(&report_columns[i], &p->line);
		buf_add_byte(&p->line, ')');
		page_say(p);
	}
}

void
appendix_quality(struct page *p)
{
	const struct report *r = p->report;
	const struct stream_account *a = &r->account;
	size_t i;

	buf_text(&p->line,
	    "%llu records were read: %llu used, %llu set "
	    "aside, %llu skipped, %llu left out.",
	    (unsigned long long)a->records_in, (unsigned long long)a->used,
	    (unsigned long long)a->set_aside,
	    (unsigned long long)quality_skipped(r),
	    (unsigned long long)a->left_out);
	page_say(p);
	if (a->padded + a->trailing_dropped + a->suspicious > 0) {
		buf_text(&p->line,
		    "Fields: %llu missing at the end, %llu "
		    "empty ones too many, %llu with odd quotes.",
		    (unsigned long long)a->padded,
		    (unsigned long long)a->trailing_dropped,
		    (unsigned long long)a->suspicious);
		page_say(p);
	}
	for (i = 0; i < r->note_count; i++)
		page_say_text(p, r->notes[i].text);
	write_missing(p);
}

/* One definition; `heading` is what the table calls it, or NULL. */
static void
define(struct page *p, enum metric_id m, const char *heading)
{
	if (heading != NULL)
		buf_text(&p->line, "\"%s\": ", heading);
	buf_add_string(&p->line,
	    m == METRIC_SERVICE_LEVEL
		? service_formula(p->report->setup.sl_variant)
		: metric_definition(m));
	page_item(p, bytes_of(metric_name(m)));
}

/* The headings of all metrics that these sections show, "" for words. */
static void
find_shown(const struct report *r, const char *shown[METRICS])
{
	const struct section_column *c;
	const enum metric_id *m;
	size_t i;

	for (i = 0; i < SECTIONS; i++) {
		const struct section *s = section((enum section_id)i);

		if ((r->sections & 1u << i) == 0)
			continue;
		for (m = s->told; m != NULL && *m < METRICS; m++)
			if (shown[*m] == NULL)
				shown[*m] = "";
		for (c = s->columns; c != NULL && c->heading != NULL; c++)
			shown[c->metric] = c->heading;
	}
}

void
appendix_definitions(struct page *p)
{
	const struct report *r = p->report;
	const char *shown[METRICS] = { NULL };
	char clock[SETUP_CLOCK];
	struct bytes from = setup_day_start(&r->setup, clock);
	size_t i;

	buf_text(&p->line,
	    "T is %lld s, a short abandon waits up to %lld s, "
	    "a day begins at %.*s; the service level is the variant "
	    "\"%s\". n/a: there is nothing to divide by.",
	    (long long)(r->setup.within_ms / SECOND_MS),
	    (long long)(r->setup.short_ms / SECOND_MS), (int)from.n, from.p,
	    service_name(r->setup.sl_variant));
	page_say(p);
	page_blank(p);
	find_shown(r, shown);
	page_list(p, "terms", NAME);
	for (i = 0; i < METRICS; i++)
		if (shown[i] != NULL &&
		    (r->has & metric_needs((enum metric_id)i)) ==
			metric_needs((enum metric_id)i))
			define(p, (enum metric_id)i,
			    *shown[i] != '\0' ? shown[i] : NULL);
	page_list_end(p);
}
