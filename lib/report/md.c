/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "report/md.h"
#include "report/story.h"
#include "report/utf8.h"

/* What marks something up wherever it stands; & would begin an entity. */
static const char special[] = "\\`*_[]<>|~&#@!";

/* Append a text as it is to be read; line ends become blanks. */
static void
put(struct buf *out, struct bytes b)
{
	uint32_t c;
	size_t n;

	for (; b.n > 0; b.p += n, b.n -= n) {
		c = utf8_next(b, &n);
		if (c == '\n' || c == '\t')
			buf_add_byte(out, ' ');
		else if (c == UTF8_BAD || utf8_columns(c) < 0)
			buf_add_byte(out, '?');
		else {
			if (c < 0x80 && strchr(special, (int)c) != NULL)
				buf_add_byte(out, '\\');
			buf_add(out, b.p, n);
		}
	}
}

static void
md_begin(struct page *p, struct bytes title)
{
	buf_add_string(p->out, "# ");
	put(p->out, title);
	buf_add_byte(p->out, '\n');
}

static void
md_end(struct page *p)
{
	(void)p;
}

static void
md_section(struct page *p, const struct section *s)
{
	buf_text(p->out, "\n## %s\n", s->title);
}

static void
md_say(struct page *p, struct bytes words)
{
	buf_add_byte(p->out, '\n');
	/* Sentences begin with words or numbers; `1. ` would begin a list,
	 * which none of them does. */
	put(p->out, bytes_trim(words));
	buf_add_byte(p->out, '\n');
}

static void
md_list(struct page *p, const char *class, size_t width)
{
	(void)width;
	if (class != NULL)
		buf_add_byte(p->out, '\n');
}

static void
md_item(struct page *p, struct bytes name, struct bytes text)
{
	buf_add_string(p->out, "- **");
	put(p->out, name);
	buf_add_string(p->out, "**: ");
	put(p->out, text);
	buf_add_byte(p->out, '\n');
}

static void
put_row(struct buf *out, const struct grid *g, size_t row)
{
	size_t i;

	for (i = 0; i < g->columns; i++) {
		struct bytes cell = grid_cell(g, row, i);

		if (g->align[i] == GRID_BAR)
			continue;
		buf_add_string(out, "| ");
		if (row == 0 && i == 0 && cell.n == 0 && g->key != NULL)
			cell = bytes_of(g->key);
		put(out, cell);
		buf_add_byte(out, ' ');
	}
	buf_add_string(out, "|\n");
}

static void
md_table(struct page *p, struct grid *g, const char *caption)
{
	size_t i;

	(void)caption;
	buf_add_byte(p->out, '\n');
	put_row(p->out, g, 0);
	for (i = 0; i < g->columns; i++)
		if (g->align[i] != GRID_BAR)
			buf_add_string(p->out,
			    g->align[i] == GRID_RIGHT ? "| ---: " : "| --- ");
	buf_add_string(p->out, "|\n");
	for (i = 1; i < grid_rows(g); i++)
		put_row(p->out, g, i);
	grid_drop(g);
}

void
md_write(const struct report *r, struct emit *e)
{
	static const struct page_form form = { .begin = md_begin,
		.end = md_end,
		.section = md_section,
		.say = md_say,
		.list = md_list,
		.item = md_item,
		.table = md_table };
	struct buf out = { NULL, 0, 0 };

	story_put(r, &form, 0, &out);
	emit_bytes(e, out.p, out.n);
	buf_free(&out);
}
