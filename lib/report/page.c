/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "report/page.h"

void
page_say(struct page *p)
{
	p->form->say(p, buf_bytes(&p->line));
	p->line.n = 0;
}

void
page_say_text(struct page *p, const char *text)
{
	buf_add_string(&p->line, text);
	page_say(p);
}

void
page_blank(struct page *p)
{
	if (p->form->blank != NULL)
		p->form->blank(p);
}

void
page_chart(struct page *p, enum page_chart chart)
{
	if (p->form->chart != NULL)
		p->form->chart(p, chart);
}

void
page_list(struct page *p, const char *class, size_t width)
{
	p->class = class;
	p->width = width;
	p->form->list(p, class, width);
}

void
page_item(struct page *p, struct bytes name)
{
	p->form->item(p, name, buf_bytes(&p->line));
	p->line.n = 0;
}

void
page_list_end(struct page *p)
{
	p->form->list(p, NULL, 0);
	p->class = NULL;
}

void
page_value(struct page *p, enum metric_id m, const struct report_row *row)
{
	metric_show(&p->line, m, metric_value(p->report, m, row));
}

/* Whether any call was neither answered nor abandoned; mostly none is. */
static int
has_others(const struct report *r)
{
	struct report_row team = report_team(r);

	return metric_value(r, METRIC_OTHER, &team).part > 0;
}

void
page_table_start(struct page *p, const struct section *s, struct page_table *t,
    int words, int bar)
{
	enum grid_align align[GRID_COLUMNS];
	const struct section_column *c;
	size_t n = 0, i;

	t->n = 0;
	for (c = s->columns; c->heading != NULL; c++)
		if ((p->report->has & metric_needs(c->metric)) ==
			metric_needs(c->metric) &&
		    (c->metric != METRIC_OTHER || has_others(p->report)))
			t->column[t->n++] = c;
	align[n++] = words ? GRID_LEFT : GRID_FIT;
	if (words)
		align[n++] = GRID_FIT;
	for (i = 0; i < t->n; i++)
		align[n++] = GRID_RIGHT;
	if (bar)
		align[n++] = GRID_BAR;
	grid_start(&t->grid, n, align);
	grid_text(&t->grid, bytes_of(""));
	if (words)
		grid_text(&t->grid, bytes_of(""));
	for (i = 0; i < t->n; i++)
		grid_text(&t->grid, bytes_of(t->column[i]->heading));
	if (bar)
		grid_bar(&t->grid, 0, 0);
	t->grid.key = s->heading;
}

void
page_table_numbers(
    struct page *p, struct page_table *t, const struct report_row *row)
{
	struct buf text = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < t->n; i++) {
		enum metric_id m = t->column[i]->metric;

		text.n = 0;
		metric_show(&text, m, metric_value(p->report, m, row));
		grid_text(&t->grid, buf_bytes(&text));
	}
	buf_free(&text);
}

void
page_table_end(struct page *p, struct page_table *t, const char *caption)
{
	p->form->table(p, &t->grid, caption);
}

size_t
page_table_all(struct page *p, const struct section *s)
{
	struct report_row *rows;
	struct page_table t;
	size_t count, i;

	rows = section_rows(p->report, s, &count);
	page_table_start(p, s, &t, 0, 0);
	for (i = 0; i < count; i++) {
		grid_text(&t.grid, rows[i].key);
		page_table_numbers(p, &t, &rows[i]);
	}
	if (count > 0)
		page_table_end(p, &t, s->caption);
	else
		grid_drop(&t.grid);
	free(rows);
	return count;
}
