/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "report/hours.h"
#include "report/html.h"
#include "report/svg.h"

/* Pixels: where the bars end above and stand below, all, and in tenths. */
enum { TOP = 12, FLOOR = 172, HEIGHT = 196, TALL = (FLOOR - TOP) * 10 };

/* The bars: an hour's numbers at its place. */
struct bar {
	const struct hour *hour; /* NULL: nothing then */
	int label;		 /* 0..23 */
};

/* An axis ends here at most: a target that is more is a slip. */
#define MOST INT64_C(1000000000000000)

struct bars {
	struct bar *bar;
	size_t n, cap;
	int64_t top, step; /* what the axis ends at, and its steps */
	int targets;	   /* there are some */
	int partial;	   /* and more that the records do not tell */
};

static int
hour_number(const struct hour *h)
{
	return (h->label[0] - '0') * 10 + h->label[1] - '0';
}

static void
add_bar(struct bars *b, const struct hour *hour, int label)
{
	b->bar = mem_grow(b->bar, b->n, &b->cap, sizeof(*b->bar));
	b->bar[b->n++] = (struct bar){ hour, label % 24 };
}

/*
 * Put the hours in a row, with room for those in which nothing was: between
 * them, and around a few.
 */
static void
bars_start(struct bars *b, const struct hours *h)
{
	int from, upto, first, at;
	size_t i;

	if (h->count == 0)
		return;
	first = from = hour_number(&h->hour[0]);
	upto = from + (int)h->count - 1 < 23 ? from + (int)h->count - 1 : 23;
	svg_widen(24, &from, &upto);
	for (at = from; at < first; at++)
		add_bar(b, NULL, at);
	for (i = 0; i < h->count; i++) {
		int is = hour_number(&h->hour[i]);

		for (; i > 0 && at % 24 != is && (at + 23) % 24 != is; at++)
			add_bar(b, NULL, at);
		add_bar(b, &h->hour[i], is);
		at = is + 1;
	}
	for (; b->n < SVG_HOURS; at++)
		add_bar(b, NULL, at);
}

static const int64_t *
numbers(const struct bar *bar)
{
	return bar->hour->row.entry->n;
}

/* The calls that an hour's bar shows: answered, and in all. */
static int64_t
answered(const struct bar *bar)
{
	return numbers(bar)[MEASURE_ANSWERED];
}

static int64_t
height_of(const struct bar *bar)
{
	return answered(bar) + numbers(bar)[MEASURE_ABANDONED];
}

static void
bars_scale(struct bars *b)
{
	int64_t most = 1;
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (b->bar[i].hour == NULL)
			continue;
		if (height_of(&b->bar[i]) > most)
			most = height_of(&b->bar[i]);
		if (numbers(&b->bar[i])[MEASURE_TARGET] > most)
			most = numbers(&b->bar[i])[MEASURE_TARGET];
		b->targets |= numbers(&b->bar[i])[MEASURE_TARGET] > 0;
	}
	if (most > MOST)
		most = MOST;
	b->step = svg_step(most, 4);
	b->top = (most + b->step - 1) / b->step * b->step;
}

/* Where a number of calls stands, in tenths of a pixel. */
static int64_t
place(const struct bars *b, int64_t calls)
{
	return FLOOR * 10 -
	    (int64_t)((double)calls * TALL / (double)b->top + 0.5);
}

static void
put_axis(struct buf *out, const struct bars *b)
{
	int64_t v;

	for (v = 0; v <= b->top; v += b->step) {
		buf_add_string(out,
		    "<line class=\"grid\" x1=\"0\" "
		    "x2=\"100%\"");
		svg_pixels(out, "y1", place(b, v));
		svg_pixels(out, "y2", place(b, v));
		buf_add_string(out, "/><text class=\"end\" x=\"-.5rem\"");
		svg_pixels(out, "y", place(b, v) + 40);
		buf_text(out, ">%lld</text>\n", (long long)v);
	}
}

static void
put_rect(struct buf *out, const struct bars *b, size_t i, const char *class,
    int64_t from, int64_t to)
{
	int64_t n = (int64_t)b->n;

	if (to <= from)
		return;
	buf_text(out, "<rect class=\"%s\"", class);
	svg_percent(out, "x", 20 * (int64_t)i + 3, 20 * n);
	svg_percent(out, "width", 14, 20 * n);
	svg_pixels(out, "y", place(b, to));
	svg_pixels(out, "height", place(b, from) - place(b, to));
	buf_add_string(out, "/>");
}

static void
put_bar(struct buf *out, const struct bars *b, size_t i)
{
	const struct bar *bar = &b->bar[i];
	const int64_t *n = numbers(bar);
	int64_t of = 20 * (int64_t)b->n;

	buf_text(out, "<g><title>%s %lld answered, %lld left", bar->hour->label,
	    (long long)n[MEASURE_ANSWERED], (long long)n[MEASURE_ABANDONED]);
	if (n[MEASURE_TARGET] > 0)
		buf_text(out, ", target %lld", (long long)n[MEASURE_TARGET]);
	buf_add_string(out, "</title>");
	put_rect(out, b, i, "a", 0, answered(bar));
	put_rect(out, b, i, "l", answered(bar), height_of(bar));
	if (n[MEASURE_TARGET] > 0) {
		buf_add_string(out, "<line class=\"t\"");
		svg_percent(out, "x1", 20 * (int64_t)i + 1, of);
		svg_percent(out, "x2", 20 * (int64_t)i + 19, of);
		svg_pixels(out, "y1", place(b, n[MEASURE_TARGET]));
		svg_pixels(out, "y2", place(b, n[MEASURE_TARGET]));
		buf_add_string(out, "/>");
	}
	buf_add_string(out, "</g>\n");
}

static void
put_labels(struct buf *out, const struct bars *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (b->n > 12 && b->bar[i].label % 3 != 0)
			continue;
		buf_add_string(out, "<text class=\"mid\"");
		svg_percent(out, "x", 2 * (int64_t)i + 1, 2 * (int64_t)b->n);
		buf_text(out, " y=\"%d\">%02d</text>\n", HEIGHT - 6,
		    b->bar[i].label);
	}
}

/* What somebody hears who does not see it. */
static void
describe(struct buf *out, const struct bars *b)
{
	size_t i, busiest = 0, met = 0, targets = 0;

	for (i = 0; i < b->n; i++) {
		const struct bar *bar = &b->bar[i];

		if (bar->hour == NULL)
			continue;
		if (b->bar[busiest].hour == NULL ||
		    height_of(bar) > height_of(&b->bar[busiest]))
			busiest = i;
		targets += numbers(bar)[MEASURE_TARGET] > 0;
		met += numbers(bar)[MEASURE_TARGET] > 0 &&
		    numbers(bar)[MEASURE_DONE] >= numbers(bar)[MEASURE_TARGET];
	}
	buf_text(out, "Most calls at %s: %lld answered, %lld left.",
	    b->bar[busiest].hour->label, (long long)answered(&b->bar[busiest]),
	    (long long)numbers(&b->bar[busiest])[MEASURE_ABANDONED]);
	if (targets > 0 && !b->partial)
		buf_text(out, " The target was met in %zu of %zu hours.", met,
		    targets);
	buf_add_string(out, " The numbers are in the table below.");
}

static void
draw(struct page *p, const struct bars *b)
{
	struct buf desc = { NULL, 0, 0 };
	size_t i;

	svg_figure(p,
	    b->targets ? "Calls by hour against the target."
		       : "Calls by hour.");
	svg_key(p->out, "a", "answered");
	svg_key(p->out, "l", "left before an answer");
	if (b->targets)
		svg_key_line(p->out, "t",
		    b->partial ? "target of those who had calls" : "target");
	svg_figure_drawn(p);
	describe(&desc, b);
	svg_open(p, "p1", HEIGHT, bytes_of("Calls by hour"), buf_bytes(&desc));
	put_axis(p->out, b);
	for (i = 0; i < b->n; i++)
		if (b->bar[i].hour != NULL)
			put_bar(p->out, b, i);
	put_labels(p->out, b);
	buf_add_string(p->out, "</svg>\n");
	svg_figure_end(p);
	buf_free(&desc);
}

void
svg_hours(struct page *p)
{
	struct bars b = { .bar = NULL };
	struct hours h;
	int64_t told;

	hours_start(&h, p->report);
	bars_start(&b, &h);
	b.partial = report_partial(p->report, &told);
	if (b.n > 0) {
		bars_scale(&b);
		draw(p, &b);
	}
	free(b.bar);
	hours_end(&h);
}
