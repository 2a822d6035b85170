/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "report/grid.h"
#include "tap.h"

static char path[] = "/tmp/evenkeel-grid-XXXXXX";

/* What a grid or prose writes, as text to be freed. */
static char *
written(struct grid *g, size_t at, size_t indent, const char *prose)
{
	struct emit *e = emit_open(path);
	static char text[8192];
	size_t n;
	FILE *f;

	if (e == NULL)
		return NULL;
	if (g != NULL)
		grid_write(g, e);
	else
		grid_prose(e, at, indent, bytes_of(prose));
	emit_close(e, 1);
	f = fopen(path, "r");
	n = f == NULL ? 0 : fread(text, 1, sizeof(text) - 1, f);
	if (f != NULL)
		fclose(f);
	text[n] = '\0';
	return text;
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
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	test_table();
	test_bars();
	test_prose();
	unlink(path);
	return tap_done();
}
