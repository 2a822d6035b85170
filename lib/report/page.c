/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

void
page_say(struct page *p)
{
	grid_prose(p->out, 0, GRID_INDENT, buf_bytes(&p->line));
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
	emit_byte(p->out, '\n');
}

void
page_heading(struct page *p, const char *title, char under)
{
	size_t n;

	emit_string(p->out, title);
	page_blank(p);
	for (n = strlen(title); n > 0; n--)
		emit_byte(p->out, under);
	page_blank(p);
}

void
page_value(struct page *p, enum metric_id m, const struct report_row *row)
{
	metric_show(&p->line, m, metric_value(p->report, m, row));
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
		    metric_needs(c->metric))
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

size_t
page_table_all(struct page *p, const struct section *s)
{
	struct report_row *rows;
	struct page_table t;
	size_t count, i;

	rows = report_rows(p->report, (enum tally_group)s->group, &count);
	page_table_start(p, s, &t, 0, 0);
	for (i = 0; i < count; i++) {
		grid_text(&t.grid, rows[i].key);
		page_table_numbers(p, &t, &rows[i]);
	}
	if (count > 0)
		grid_write(&t.grid, p->out);
	else
		grid_drop(&t.grid);
	free(rows);
	return count;
}
