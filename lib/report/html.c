/* SPDX-License-Identifier: ISC */
#include "report/base64.h"
#include "report/html.h"
#include "report/html_style.h"
#include "report/sha256.h"
#include "report/story.h"
#include "report/svg.h"
#include "report/utf8.h"

/*
 * With more rows than this a table is folded away until it is asked for;
 * with no more than that it stays on one page of paper.
 */
enum { FOLDED = 80, SHORT = 15 };

void
html_text(struct buf *out, struct bytes b)
{
	static const char *const entities[128] = { ['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;" };
	uint32_t c;
	size_t n;

	for (; b.n > 0; b.p += n, b.n -= n) {
		c = utf8_next(b, &n);
		if (c == UTF8_BAD || utf8_columns(c) < 0)
			buf_add_byte(out, '?');
		else if (c < 128 && entities[c] != NULL)
			buf_add_string(out, entities[c]);
		else
			buf_add(out, b.p, n);
	}
}

static void
html_string(struct buf *out, const char *s)
{
	html_text(out, bytes_of(s));
}

/* What the page may do: nothing but have this style. */
static void
put_policy(struct buf *out)
{
	struct bytes style = bytes_of(html_style), hash;
	unsigned char digest[SHA256_SIZE];

	sha256(style, digest);
	hash.p = (const char *)digest;
	hash.n = sizeof(digest);
	buf_add_string(out,
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'sha256-");
	base64_put(out, hash);
	buf_add_string(out, "'; base-uri 'none'; form-action 'none'\">\n");
}

/* The sections that are there, as links. */
static void
put_nav(struct page *p)
{
	size_t i;

	buf_add_string(p->out, "<nav aria-label=\"Sections\">\n<ul>\n");
	for (i = 0; i < SECTIONS; i++) {
		const struct section *s = section((enum section_id)i);

		if ((p->report->sections & 1u << i) == 0 ||
		    section_silent(p->report, (enum section_id)i))
			continue;
		buf_text(p->out, "<li><a href=\"#%s\">", s->name);
		html_string(p->out, s->title);
		buf_add_string(p->out, "</a></li>\n");
	}
	buf_add_string(p->out, "</ul>\n</nav>\n");
}

static void
html_begin(struct page *p, struct bytes title)
{
	buf_add_string(p->out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n");
	put_policy(p->out);
	buf_add_string(p->out,
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	html_text(p->out, title);
	buf_add_string(p->out, "</title>\n<style>");
	buf_add_string(p->out, html_style);
	buf_add_string(p->out,
	    "</style>\n</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#report\">Skip to the report</a>\n"
	    "<header>\n<h1>");
	html_text(p->out, title);
	buf_add_string(p->out, "</h1>\n</header>\n");
	put_nav(p);
	buf_add_string(p->out, "<main id=\"report\">\n");
}

static void
close_section(struct page *p)
{
	if (p->section != NULL)
		buf_add_string(p->out, "</section>\n");
	p->section = NULL;
}

static void
html_end(struct page *p)
{
	close_section(p);
	buf_add_string(p->out, "</main>\n</body>\n</html>\n");
}

static void
html_section(struct page *p, const struct section *s)
{
	close_section(p);
	p->section = s->name;
	buf_text(p->out,
	    "<section id=\"%s\" aria-labelledby=\"%s-h\">\n"
	    "<h2 id=\"%s-h\">",
	    s->name, s->name, s->name);
	html_string(p->out, s->title);
	buf_add_string(p->out, "</h2>\n");
}

static void
html_say(struct page *p, struct bytes words)
{
	buf_add_string(p->out, "<p>");
	html_text(p->out, bytes_trim(words));
	buf_add_string(p->out, "</p>\n");
}

static void
html_list(struct page *p, const char *class, size_t width)
{
	(void)width;
	if (class != NULL)
		buf_text(p->out, "<dl class=\"%s\">\n", class);
	else
		buf_add_string(p->out, "</dl>\n");
}

static void
html_item(struct page *p, struct bytes name, struct bytes text)
{
	buf_add_string(p->out, "<dt>");
	html_text(p->out, name);
	buf_add_string(p->out, "</dt><dd>");
	html_text(p->out, text);
	buf_add_string(p->out, "</dd>\n");
}

static void
put_cell(struct buf *out, const struct grid *g, size_t row, size_t column)
{
	struct bytes text = grid_cell(g, row, column);
	int head = (row == 0 || column == 0);

	if (row == 0 && column == 0 && text.n == 0 && g->key != NULL)
		text = bytes_of(g->key);
	/* A heading without words is none. */
	if (text.n == 0)
		head = 0;
	buf_add_string(out, head ? "<th" : "<td");
	if (head)
		buf_add_string(
		    out, row == 0 ? " scope=\"col\"" : " scope=\"row\"");
	if (g->align[column] == GRID_RIGHT)
		buf_add_string(out, " class=\"n\"");
	buf_add_byte(out, '>');
	html_text(out, text);
	buf_add_string(out, head ? "</th>" : "</td>");
}

static void
put_row(struct buf *out, const struct grid *g, size_t row)
{
	size_t i;

	buf_add_string(out, "<tr>");
	for (i = 0; i < g->columns; i++)
		if (g->align[i] != GRID_BAR)
			put_cell(out, g, row, i);
	buf_add_string(out, "</tr>\n");
}

static void
html_table(struct page *p, struct grid *g, const char *caption)
{
	size_t rows = grid_rows(g), i;

	if (rows > FOLDED) {
		buf_add_string(p->out, "<details><summary>");
		html_string(p->out, caption);
		buf_text(p->out, ": %zu rows</summary>\n", rows - 1);
	}
	buf_text(p->out,
	    "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"",
	    rows <= SHORT ? " short" : "");
	html_string(p->out, caption);
	buf_add_string(p->out, "\">\n<table>\n<caption>");
	html_string(p->out, caption);
	buf_add_string(p->out, "</caption>\n<thead>\n");
	put_row(p->out, g, 0);
	buf_add_string(p->out, "</thead>\n<tbody>\n");
	for (i = 1; i < rows; i++)
		put_row(p->out, g, i);
	buf_add_string(p->out, "</tbody>\n</table>\n</div>\n");
	if (rows > FOLDED)
		buf_add_string(p->out, "</details>\n");
	grid_drop(g);
}

void
html_put(const struct report *r, int charts, struct buf *out)
{
	static const struct page_form plain = { .begin = html_begin,
		.end = html_end,
		.section = html_section,
		.say = html_say,
		.list = html_list,
		.item = html_item,
		.table = html_table };
	struct page_form form = plain;

	if (charts)
		form.chart = svg_chart;
	story_put(r, &form, 0, out);
}

void
html_write(const struct report *r, struct emit *e)
{
	struct buf out = { NULL, 0, 0 };

	html_put(r, 1, &out);
	emit_bytes(e, out.p, out.n);
	buf_free(&out);
}
