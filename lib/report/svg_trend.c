/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/html.h"
#include "report/svg.h"

enum { TALL = 120, FOOT = 18, FULL = 1000 };

/* A line of a day's values, in tenths of 100; `of` 0 leaves the day out. */
struct series {
	const char *class, *words;
	struct value (*at)(const struct trend_day *);
};

static struct value
calm_share(const struct trend_day *d)
{
	return (struct value){ d->calm * FULL, d->stressed };
}

static struct value
mean_load(const struct trend_day *d)
{
	return (struct value){ d->load, d->loads };
}

static const struct series lines[] = {
	{ "line", "mean load", mean_load },
	{ "line second", "calm calls, %", calm_share },
};

static void
put_line(struct buf *out, const struct trend *t, const struct series *s)
{
	int64_t first = t->days[0].day;
	size_t i;
	int open = 0;

	buf_text(out, "<path class=\"%s\" d=\"", s->class);
	for (i = 0; i < t->day_count; i++) {
		struct value v = s->at(&t->days[i]);

		if (v.of <= 0)
			continue;
		buf_text(out, "%c%lld %lld", open ? 'L' : 'M',
		    (long long)(10 * (t->days[i].day - first) + 5),
		    (long long)(FULL - value_round(v)));
		open = 1;
	}
	buf_add_string(out, "\"/>");
}

static void
put_axis(struct page *p, const struct trend *t)
{
	char date[16];
	int64_t v;

	for (v = 0; v <= 100; v += 50) {
		buf_add_string(
		    p->out, "<line class=\"grid\" x1=\"0\" x2=\"100%\"");
		svg_pixels(p->out, "y1", 60 + TALL * (100 - v) / 10);
		svg_pixels(p->out, "y2", 60 + TALL * (100 - v) / 10);
		buf_add_string(p->out, "/><text class=\"end\" x=\"-.5rem\"");
		svg_pixels(p->out, "y", 100 + TALL * (100 - v) / 10);
		buf_text(p->out, ">%lld</text>", (long long)v);
	}
	buf_text(p->out, "<text x=\"0\" y=\"%d\">", 6 + TALL + FOOT);
	buf_add(p->out, date, date_put(date, t->days[0].day));
	buf_text(p->out, "</text><text class=\"end\" x=\"100%%\" y=\"%d\">",
	    6 + TALL + FOOT);
	buf_add(p->out, date, date_put(date, t->days[t->day_count - 1].day));
	buf_add_string(p->out, "</text>\n");
}

void
svg_trend(struct page *p)
{
	const struct trend *t = p->report->trend;
	size_t i, n = sizeof(lines) / sizeof(lines[0]);
	int64_t span;

	if (t == NULL || t->day_count < 2)
		return;
	span = 10 * (t->days[t->day_count - 1].day - t->days[0].day + 1);
	svg_figure(p, "The team, day by day.");
	for (i = 0; i < n; i++)
		svg_key_line(p->out, lines[i].class, lines[i].words);
	svg_figure_drawn(p);
	svg_open(p, "p1", 6 + TALL + FOOT + 4, bytes_of("The team, day by day"),
	    bytes_of("Mean load and the share of calm calls, 0 to 100."));
	put_axis(p, t);
	buf_text(p->out,
	    "<svg width=\"100%%\" y=\"6\" height=\"%d\" "
	    "viewBox=\"0 0 %lld %d\" preserveAspectRatio=\"none\">",
	    TALL, (long long)span, FULL);
	for (i = 0; i < n; i++)
		put_line(p->out, t, &lines[i]);
	buf_add_string(p->out, "</svg>\n</svg>\n");
	svg_figure_end(p);
}
