/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "report/spark.h"
#include "report/story.h"
#include "report/text.h"
#include "report/utf8.h"

/* A line of `columns` with another one under it, in colour if wanted. */
static void
heading(struct page *p, struct bytes title, size_t columns, char under)
{
	if (p->colour)
		buf_add_string(p->out, "\033[1;36m");
	buf_add_bytes(p->out, title);
	if (p->colour)
		buf_add_string(p->out, "\033[0m");
	buf_add_byte(p->out, '\n');
	for (; columns > 0; columns--)
		buf_add_byte(p->out, under);
	buf_add_byte(p->out, '\n');
}

static void
text_begin(struct page *p, struct bytes title)
{
	struct buf shown = { NULL, 0, 0 };

	size_t columns = utf8_show(&shown, title, GRID_WIDTH);

	heading(p, buf_bytes(&shown), columns, '=');
	buf_free(&shown);
}

static void
text_end(struct page *p)
{
	(void)p;
}

static void
text_blank(struct page *p)
{
	buf_add_byte(p->out, '\n');
}

static void
text_section(struct page *p, const struct section *s)
{
	text_blank(p);
	heading(p, bytes_of(s->title), strlen(s->title), '-');
}

static void
text_say(struct page *p, struct bytes words)
{
	grid_prose(p->out, 0, GRID_INDENT, words);
}

static void
text_list(struct page *p, const char *class, size_t width)
{
	(void)p;
	(void)class;
	(void)width;
}

static void
text_item(struct page *p, struct bytes name, struct bytes text)
{
	size_t at = GRID_INDENT, i;

	buf_add_string(p->out, "  ");
	at += utf8_show(p->out, name, p->width);
	for (i = at; i < GRID_INDENT + p->width; i++)
		buf_add_byte(p->out, ' ');
	grid_prose(
	    p->out, GRID_INDENT + p->width, GRID_INDENT + p->width, text);
}

static void
text_table(struct page *p, struct grid *g, const char *caption)
{
	(void)caption;
	grid_write(g, p->out);
}

/* Of the charts only what lines of text can draw. */
static void
text_chart(struct page *p, enum page_chart chart)
{
	if (chart == PAGE_CHART_HEAT && !p->report->team_only)
		spark_agents(p);
}

static void
put(const struct report *r, int colour, struct buf *out)
{
	static const struct page_form form = { .begin = text_begin,
		.end = text_end,
		.section = text_section,
		.say = text_say,
		.blank = text_blank,
		.list = text_list,
		.item = text_item,
		.table = text_table,
		.bars = "Bars: # answered, . left before.",
		.chart = text_chart };

	story_put(r, &form, colour, out);
}

void
text_put(const struct report *r, struct buf *out)
{
	put(r, 0, out);
}

void
text_write(const struct report *r, struct emit *e)
{
	struct buf out = { NULL, 0, 0 };

	put(r, r->colour, &out);
	emit_bytes(e, out.p, out.n);
	buf_free(&out);
}
