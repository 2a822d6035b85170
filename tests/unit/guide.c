/* SPDX-License-Identifier: ISC */
/* The breathing guide's frames: words, bar and width at chosen instants. */
#include <stdlib.h>

#include "call/zone.h"
#include "care/guide.h"
#include "tap.h"

/* The frame's text without what moves the cursor, `|` at line ends. */
static const char *
frame(const char *name, int64_t t, int64_t total, int columns)
{
	static char text[4096];
	struct guide_look look = { .columns = columns, .moves = 1 };
	struct buf b = { 0 };
	size_t i, n = 0;

	guide_frame(guide_by_name(bytes_of(name)), t, total, &look, &b);
	for (i = 0; i < b.n && n + 1 < sizeof(text); i++) {
		if (b.p[i] == '\033') {
			for (i += 2; b.p[i] < '@'; i++)
				;
			continue;
		}
		if (b.p[i] == '\n')
			text[n++] = '|';
		else if (b.p[i] != '\r')
			text[n++] = b.p[i];
	}
	text[n] = '\0';
	buf_free(&b);
	return text;
}

/* The widest line of a frame. */
static int
widest(const char *text)
{
	int n = 0, most = 0;

	for (; *text != '\0'; text++) {
		n = *text == '|' ? 0 : n + 1;
		if (n > most)
			most = n;
	}
	return most;
}

static void
words(void)
{
	IS_TEXT(frame("box", 0, 60000, 23),
	    "|Breathe in  4||[                    ]||1:00, q leaves",
	    "box begins with a breath in");
	IS_TEXT(frame("box", 2000, 60000, 23),
	    "|Breathe in  2||[##########          ]||0:58, q leaves",
	    "half of it");
	IS_TEXT(frame("box", 4000, 60000, 40),
	    "|Hold  4||[#####################################]||"
	    "box 4-4-4-4, 0:56 left, q leaves",
	    "then hold");
	IS_TEXT(frame("box", 11000, 0, 23),
	    "|Breathe out  1||[#####               ]||0:11, q leaves",
	    "out; without an end time counts up");
	IS_TEXT(frame("box", 12000, 0, 23),
	    "|Hold  4||[                    ]||0:12, q leaves",
	    "hold without breath");
	IS_TEXT(frame("478", 4000, 0, 23),
	    "|Hold  7||[####################]||4-7-8, 0:04, q leaves",
	    "478 holds for 7");
	IS_TEXT(frame("478", 18999, 0, 23),
	    "|Breathe out  1||[                    ]||"
	    "4-7-8, 0:18, q leaves",
	    "and breathes out until 19 s");
	IS_TEXT(frame("calm", 10000, 0, 23),
	    "|Breathe in  4||[                    ]||0:10, q leaves",
	    "calm begins anew after 10 s");
	OK(guide_by_name(bytes_of("yoga")) == NULL, "no other guide");
}

static void
widths(void)
{
	static const char *const names[] = { "box", "478", "calm" };
	int columns, wide = 0;
	int64_t t;
	size_t i;

	for (i = 0; i < 3; i++)
		for (columns = 0; columns < 120; columns++)
			for (t = 0; t < 20000; t += 333)
				wide += widest(frame(
					    names[i], t, 3600000, columns)) >
				    (columns > 1 ? columns - 1 : 0);
	IS_INT(wide, 0, "no line is wider than the columns less one");
	OK(widest(frame("box", 0, 3600000, 20)) == 19 ||
		widest(frame("box", 0, 3600000, 20)) == 18,
	    "20 columns are used");
}

/* One line when the cursor cannot be moved; blocks by eighths in UTF-8. */
static void
looks(void)
{
	struct guide_look look = { .columns = 30 };
	const struct guide *g = guide_by_name(bytes_of("calm"));
	struct buf b = { 0 };

	guide_frame(g, 1000, 0, &look, &b);
	IS_TEXT(buf_string(&b), "\rBreathe in  3 [###          ]",
	    "one line of plain text");
	b.n = 0;
	look.moves = look.utf8 = look.colour = look.wipe = 1;
	look.columns = 13;
	guide_frame(g, 1000, 0, &look, &b);
	/* A quarter of 10 cells are two and a half: two blocks and U+258C. */
	OK(strstr(buf_string(&b),
	       "[\033[36m\xe2\x96\x88\xe2\x96\x88"
	       "\xe2\x96\x8c\033[0m       ]") != NULL,
	    "halves of a cell");
	OK(strstr(buf_string(&b), "\033[J") != NULL, "wiped when asked");
	buf_free(&b);
}

int
main(void)
{
	words();
	widths();
	looks();
	return tap_done();
}
