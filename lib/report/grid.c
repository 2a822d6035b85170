/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/grid.h"
#include "report/utf8.h"
#include "report/value.h"

enum { GAP = 2, FIT_LEAST = 8, WRAP_LEAST = 24, BAR_LEAST = 4, BAR_MOST = 24 };

void
grid_start(struct grid *g, size_t columns, const enum grid_align *align)
{
	memset(g, 0, sizeof(*g));
	g->columns = columns;
	memcpy(g->align, align, columns * sizeof(*align));
}

static void
add_cell(struct grid *g, struct grid_bar bar)
{
	g->cell = mem_grow(g->cell, g->cells, &g->cap, sizeof(*g->cell));
	g->cell[g->cells].end = g->text.n;
	g->cell[g->cells++].bar = bar;
}

void
grid_text(struct grid *g, struct bytes b)
{
	struct grid_bar none = { 0, 0 };

	buf_add_bytes(&g->text, b);
	add_cell(g, none);
}

void
grid_bar(struct grid *g, int64_t length, int64_t dots)
{
	struct grid_bar bar = { length, dots };

	add_cell(g, bar);
}

static struct bytes
text_of(const struct grid *g, size_t i)
{
	size_t from = i > 0 ? g->cell[i - 1].end : 0;
	struct bytes b = { "", g->cell[i].end - from };

	if (b.n > 0)
		b.p = g->text.p + from;
	return b;
}

size_t
grid_rows(const struct grid *g)
{
	return g->columns > 0 ? g->cells / g->columns : 0;
}

struct bytes
grid_cell(const struct grid *g, size_t row, size_t column)
{
	return text_of(g, row * g->columns + column);
}

/* Columns that a text is shown in. */
static size_t
width_of(struct bytes b)
{
	struct buf out = { NULL, 0, 0 };
	size_t n = utf8_show(&out, b, GRID_WIDTH);

	buf_free(&out);
	return n;
}

/*
 * Which column is to be made narrower: the one to fit as long as it has
 * more than the least, else the widest of the others.
 */
static size_t
to_cut(const struct grid *g, const size_t width[GRID_COLUMNS])
{
	size_t i, widest = 0;

	for (i = 0; i < g->columns; i++) {
		if ((g->align[i] == GRID_FIT && width[i] > FIT_LEAST) ||
		    (g->align[i] == GRID_WRAP && width[i] > WRAP_LEAST))
			return i;
		if (width[i] > width[widest])
			widest = i;
	}
	return widest;
}

/* The width of each column, so that all of them fit. */
static void
measure(const struct grid *g, size_t width[GRID_COLUMNS])
{
	size_t i, all = GRID_INDENT, n;

	memset(width, 0, GRID_COLUMNS * sizeof(*width));
	for (i = 0; i < g->cells; i++) {
		n = width_of(text_of(g, i));
		if (n > width[i % g->columns])
			width[i % g->columns] = n;
	}
	for (i = 0; i < g->columns; i++)
		all += width[i] + (i > 0 ? GAP : 0);
	for (; all > GRID_WIDTH; all--)
		width[to_cut(g, width)]--;
	i = g->columns - 1;
	if (g->align[i] == GRID_BAR && all + BAR_LEAST <= GRID_WIDTH)
		width[i] =
		    all + BAR_MOST > GRID_WIDTH ? GRID_WIDTH - all : BAR_MOST;
}

static void
pad(struct buf *e, size_t n)
{
	while (n-- > 0)
		buf_add_byte(e, ' ');
}

/* Draw a bar as part of the longest one; returns its columns. */
static size_t
draw(struct buf *out, const struct grid_bar *bar, int64_t longest, size_t width)
{
	struct value all = { bar->length * (int64_t)width, longest };
	struct value part = { bar->dots * (int64_t)width, longest };
	int64_t n = value_round(all), dots = value_round(part), i;

	for (i = 0; i < n; i++)
		buf_add_byte(out, i < n - dots ? '#' : '.');
	return (size_t)n;
}

static void
write_row(const struct grid *g, struct buf *e, size_t row,
    const size_t width[GRID_COLUMNS], int64_t longest)
{
	struct buf out = { NULL, 0, 0 };
	size_t i, n, owed = GRID_INDENT, from = 0;

	/* Blanks are owed until something stands behind them. */
	for (i = 0; i < g->columns; i++) {
		size_t at = row * g->columns + i;

		out.n = 0;
		if (g->align[i] == GRID_WRAP && text_of(g, at).n > 0) {
			pad(e, owed);
			grid_prose(e, from + owed, from + owed, text_of(g, at));
			buf_free(&out);
			return;
		}
		n = g->align[i] == GRID_BAR
		    ? draw(&out, &g->cell[at].bar, longest, width[i])
		    : utf8_show(&out, text_of(g, at), width[i]);
		if (g->align[i] == GRID_RIGHT)
			owed += width[i] - n;
		if (n > 0) {
			pad(e, owed);
			buf_add(e, out.p, out.n);
			from += owed + n;
			owed = 0;
		}
		owed += GAP + (g->align[i] == GRID_RIGHT ? 0 : width[i] - n);
	}
	buf_add_byte(e, '\n');
	buf_free(&out);
}

void
grid_drop(struct grid *g)
{
	buf_free(&g->text);
	free(g->cell);
	memset(g, 0, sizeof(*g));
}

void
grid_write(struct grid *g, struct buf *e)
{
	size_t width[GRID_COLUMNS], i;
	int64_t longest = 0;

	measure(g, width);
	for (i = 0; i < g->cells; i++)
		if (g->cell[i].bar.length > longest)
			longest = g->cell[i].bar.length;
	for (i = 0; i < grid_rows(g); i++)
		write_row(g, e, i, width, longest);
	grid_drop(g);
}

/* The next word; blanks before it are skipped. */
static struct bytes
next_word(struct bytes *rest)
{
	struct bytes word = { NULL, 0 };

	while (rest->n > 0 && word.n == 0)
		word = bytes_cut(*rest, ' ', rest);
	return word;
}

void
grid_prose(struct buf *e, size_t at, size_t indent, struct bytes text)
{
	struct buf out = { NULL, 0, 0 };
	struct bytes word;
	size_t n, used = at;
	int first = 1;

	while ((word = next_word(&text)).n > 0) {
		out.n = 0;
		n = utf8_show(&out, word, GRID_WIDTH - indent);
		if (!first && used + 1 + n > GRID_WIDTH) {
			buf_add_byte(e, '\n');
			used = 0;
			first = 1;
		}
		/* A line's first word stands at the indent. */
		if (!first)
			pad(e, 1);
		else if (used < indent)
			pad(e, indent - used);
		used = n + (!first ? used + 1 : used < indent ? indent : used);
		buf_add(e, out.p, out.n);
		first = 0;
	}
	buf_add_byte(e, '\n');
	buf_free(&out);
}
