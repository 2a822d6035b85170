/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "call/zone.h"
#include "care/guide.h"

enum { PHASES = 4, EIGHTHS = 8, LINE = 256 };

/* What to do for how long; the bar goes from `from` to `until` percent. */
struct phase {
	const char *say;
	int64_t ms;
	int from, until;
	const char *colour;
};

struct guide {
	const char *name, *rhythm;
	struct phase phase[PHASES]; /* ms 0: none */
};

#define IN(s) \
	{ \
		"Breathe in", (s)*SECOND_MS, 0, 100, "\033[36m" \
	}
#define FULL(s) \
	{ \
		"Hold", (s)*SECOND_MS, 100, 100, "\033[33m" \
	}
#define OUT(s) \
	{ \
		"Breathe out", (s)*SECOND_MS, 100, 0, "\033[32m" \
	}
#define EMPTY(s) \
	{ \
		"Hold", (s)*SECOND_MS, 0, 0, "\033[33m" \
	}

static const struct guide guides[] = {
	{ "box", "box 4-4-4-4", { IN(4), FULL(4), OUT(4), EMPTY(4) } },
	{ "478", "4-7-8", { IN(4), FULL(7), OUT(8), { NULL, 0, 0, 0, NULL } } },
	{ "calm", "calm 4-6",
	    { IN(4), OUT(6), { NULL, 0, 0, 0, NULL },
		{ NULL, 0, 0, 0, NULL } } }
};

/* U+2588 and the seven narrower blocks down to U+258F, as UTF-8. */
static const char *const blocks[EIGHTHS] = { "", "\xe2\x96\x8f", "\xe2\x96\x8e",
	"\xe2\x96\x8d", "\xe2\x96\x8c", "\xe2\x96\x8b", "\xe2\x96\x8a",
	"\xe2\x96\x89" };
static const char full_block[] = "\xe2\x96\x88";

const struct guide *
guide_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(guides) / sizeof(guides[0]); i++)
		if (bytes_is(name, guides[i].name))
			return &guides[i];
	return NULL;
}

const char *
guide_farewell(void)
{
	return "Well done. Take this calm along with you.";
}

/* The phase at `t` and how far it is. */
static const struct phase *
phase_at(const struct guide *g, int64_t t, int64_t *into)
{
	int64_t round = 0;
	size_t i;

	for (i = 0; i < PHASES; i++)
		round += g->phase[i].ms;
	t %= round;
	for (i = 0; t >= g->phase[i].ms; i++)
		t -= g->phase[i].ms;
	*into = t;
	return &g->phase[i];
}

/* A bar of so many cells, filled as far as the breath is. */
static void
add_bar(struct buf *out, const struct phase *p, int64_t into, int cells,
    const struct guide_look *look)
{
	int64_t steps = (int64_t)cells * EIGHTHS, filled;
	int i, whole, part;

	filled = (steps * p->from * (p->ms - into) + steps * p->until * into) /
	    (p->ms * 100);
	whole = (int)(filled / EIGHTHS);
	part = look->utf8 ? (int)(filled % EIGHTHS) : 0;
	buf_add_byte(out, '[');
	if (look->colour)
		buf_add_string(out, p->colour);
	for (i = 0; i < whole; i++)
		buf_add_string(out, look->utf8 ? full_block : "#");
	if (part > 0)
		buf_add_string(out, blocks[part]);
	if (look->colour)
		buf_add_string(out, "\033[0m");
	for (i += part > 0; i < cells; i++)
		buf_add_byte(out, ' ');
	buf_add_byte(out, ']');
}

/* A line of plain text, no wider than the columns allow. */
static void
add_line(struct buf *out, const char *text, int columns)
{
	int n = (int)strlen(text);

	if (n > columns - 1)
		n = columns > 1 ? columns - 1 : 0;
	buf_add(out, text, (size_t)n);
}

/* The seconds that are left, counted down to 1. */
static int64_t
seconds(int64_t ms)
{
	return (ms + SECOND_MS - 1) / SECOND_MS;
}

/* The line at the bottom: rhythm, time, and how to leave. */
static void
add_footer(struct buf *out, const struct guide *g, int64_t t, int64_t total,
    int columns)
{
	int64_t s = total > 0 ? seconds(total - t) : t / SECOND_MS;
	char text[LINE];
	int n;

	n = snprintf(text, sizeof(text), "%s, %lld:%02lld%s, q leaves",
	    g->rhythm, (long long)(s / 60), (long long)(s % 60),
	    total > 0 ? " left" : "");
	if (n > columns - 1)
		snprintf(text, sizeof(text), "%lld:%02lld, q leaves",
		    (long long)(s / 60), (long long)(s % 60));
	add_line(out, text, columns);
}

/* Everything on one line, for terminals that can do no more. */
static void
one_line(const struct guide *g, int64_t t, const struct guide_look *look,
    struct buf *out)
{
	enum { WORDS = 13, AROUND = 3 };
	int64_t into;
	const struct phase *p = phase_at(g, t, &into);
	char text[LINE];

	buf_add_byte(out, '\r');
	snprintf(text, sizeof(text), "%-11s %lld", p->say,
	    (long long)seconds(p->ms - into));
	add_line(out, text, look->columns);
	if (look->columns > WORDS + AROUND + 2) {
		buf_add_byte(out, ' ');
		add_bar(out, p, into, look->columns - 1 - WORDS - AROUND, look);
	}
}

void
guide_frame(const struct guide *g, int64_t t, int64_t total,
    const struct guide_look *look, struct buf *out)
{
	int64_t into;
	const struct phase *p = phase_at(g, t, &into);
	char text[LINE];

	if (!look->moves) {
		one_line(g, t, look, out);
		return;
	}
	snprintf(text, sizeof(text), "%s  %lld", p->say,
	    (long long)seconds(p->ms - into));
	buf_add_string(out, "\033[H\033[K\r\n");
	add_line(out, text, look->columns);
	buf_add_string(out, "\033[K\r\n\033[K\r\n");
	if (look->columns > 4)
		add_bar(out, p, into, look->columns - 3, look);
	buf_add_string(out, "\033[K\r\n\033[K\r\n");
	add_footer(out, g, t, total, look->columns);
	buf_add_string(out, look->wipe ? "\033[K\033[J" : "\033[K");
}
