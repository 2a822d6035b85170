/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "report/grid.h"
#include "tap.h"

/* What a grid or prose writes; valid until the next call. */
static const char *
written(struct grid *g, size_t at, size_t indent, const char *prose)
{
	static struct buf text;

	text.n = 0;
	if (g != NULL)
		grid_write(g, &text);
	else
		grid_prose(&text, at, indent, bytes_of(prose));
	return buf_string(&text);
}

static void
row(struct grid *g, const char *a, const char *b)
{
	grid_text(g, bytes_of(a));
	grid_text(g, bytes_of(b));
}

/* The longest line, in bytes. */
static size_t
longest(const char *text)
{
	size_t most = 0, n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n > most)
			most = n;
	}
	return most;
}

static void
test_table(void)
{
	static const enum grid_align align[] = { GRID_FIT, GRID_RIGHT };
	static const enum grid_align left[] = { GRID_LEFT, GRID_LEFT };
	struct grid g;
	char name[201];

	grid_start(&g, 2, align);
	row(&g, "", "Calls");
	row(&g, "Ada", "7");
	row(&g, "Bo", "1234567");
	IS_TEXT(written(&g, 0, 0, NULL),
	    "         Calls\n"
	    "  Ada        7\n"
	    "  Bo   1234567\n",
	    "numbers stand to the right");

	grid_start(&g, 2, left);
	row(&g, "a", "");
	row(&g, "bbb", "c");
	IS_TEXT(written(&g, 0, 0, NULL), "  a\n  bbb  c\n",
	    "no blanks at the end of a line");

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	grid_start(&g, 2, align);
	row(&g, name, "12");
	IS_INT(longest(written(&g, 0, 0, NULL)), GRID_WIDTH,
	    "a long name is cut so that the table fits");

	grid_start(&g, 2, left);
	row(&g, name, name);
	IS_INT(longest(written(&g, 0, 0, NULL)), GRID_WIDTH,
	    "so are columns that need not fit, when there is no other way");

	grid_start(&g, 2, align);
	row(&g, "kept", "12");
	grid_drop(&g);
	OK(g.cell == NULL, "a table can be dropped");
}

/* The last column may be set over several lines, below its first one. */
static void
test_wrap(void)
{
	static const enum grid_align align[] = { GRID_LEFT, GRID_WRAP };
	struct grid g;
	char name[71];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	grid_start(&g, 2, align);
	row(&g, "", "Why");
	row(&g, "Ada", "");
	row(&g, "Bo",
	    "load 1.42 times its own on 3 of the last 5 days, handle time up "
	    "by 10 of 10");
	IS_TEXT(written(&g, 0, 0, NULL),
	    "       Why\n"
	    "  Ada\n"
	    "  Bo   load 1.42 times its own on 3 of the last 5 days, handle "
	    "time up by 10 of\n"
	    "       10\n",
	    "words are wrapped and not cut");

	grid_start(&g, 2, align);
	row(&g, name, "load is far above its own past");
	OK(longest(written(&g, 0, 0, NULL)) <= GRID_WIDTH,
	    "beside a long name, too");
}

static void
test_bars(void)
{
	static const enum grid_align align[] = { GRID_LEFT, GRID_BAR };
	struct grid g;

	grid_start(&g, 2, align);
	grid_text(&g, bytes_of("a"));
	grid_bar(&g, 12, 6);
	grid_text(&g, bytes_of("b"));
	grid_bar(&g, 6, 0);
	grid_text(&g, bytes_of("c"));
	grid_bar(&g, 0, 0);
	IS_TEXT(written(&g, 0, 0, NULL),
	    "  a  ############............\n"
	    "  b  ############\n"
	    "  c\n",
	    "bars, the longest of 24 columns");
}

static void
test_prose(void)
{
	const char *text;

	IS_TEXT(written(NULL, 0, 2, "one  two "), "  one two\n",
	    "blanks become one");
	IS_TEXT(written(NULL, 0, 2, ""), "\n", "no words");
	text = written(NULL, 0, 4,
	    "Lorem ipsum dolor sit amet, consectetur "
	    "adipiscing elit, sed do eiusmod tempor incididunt ut labore et "
	    "dolore magna aliqua.");
	IS_TEXT(text,
	    "    Lorem ipsum dolor sit amet, consectetur adipiscing elit, "
	    "sed do eiusmod\n"
	    "    tempor incididunt ut labore et dolore magna aliqua.\n",
	    "long prose is wrapped");
	IS_TEXT(written(NULL, 6, 8, "x"), "  x\n",
	    "where something stands already");
}

int
main(void)
{
	test_table();
	test_wrap();
	test_bars();
	test_prose();
	return tap_done();
}
