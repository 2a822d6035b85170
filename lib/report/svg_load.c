/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/zone.h"
#include "report/html.h"
#include "report/svg.h"

/* Pixels of one agent's curve, of that of many; a load of 60, in tenths. */
enum { SMALL = 56, LARGE = 160, FOOT = 16, LIMIT = 600, FULL = 1000 };
enum { PER_HOUR = 60 / SHAPE_SLICE_MINUTES };

/* The agents whose load is known, and the slices that they fill. */
struct curves {
	const struct report *report;
	struct report_row *rows;
	size_t n;
	int first;	/* slice that the day begins in */
	int from, upto; /* slices after that, whole hours, upto excluded */
};

static const struct shape_agent *
shape_of(const struct curves *c, size_t i)
{
	return shape_look(c->report->shape, c->rows[i].entry);
}

static int
slice(const struct curves *c, int i)
{
	return (c->first + i) % SHAPE_SLICES;
}

static void
curves_start(struct curves *c, const struct report *r)
{
	size_t i, all;
	int k, any, from, upto;

	c->report = r;
	c->first = (int)(r->setup.day_start_ms / HOUR_MS) * PER_HOUR;
	c->from = SHAPE_SLICES;
	c->upto = c->n = 0;
	c->rows = report_rows(r, TALLY_AGENTS, &all);
	for (i = 0; i < all; i++) {
		const struct shape_agent *a;

		c->rows[c->n] = c->rows[i];
		a = shape_of(c, c->n);
		for (k = 0, any = 0; a != NULL && k < SHAPE_SLICES; k++) {
			if (a->last[slice(c, k)] == 0)
				continue;
			any = 1;
			if (k < c->from)
				c->from = k;
			if (k >= c->upto)
				c->upto = k + 1;
		}
		c->n += (size_t)any;
	}
	if (c->n == 0)
		return;
	from = c->from / PER_HOUR;
	upto = (c->upto - 1) / PER_HOUR;
	svg_widen(SHAPE_HOURS, &from, &upto);
	c->from = from * PER_HOUR;
	c->upto = (upto + 1) * PER_HOUR;
}

/* Hours below, and the line of a load of 60. */
static void
put_frame(struct buf *out, const struct curves *c, int64_t height)
{
	int hours = (c->upto - c->from) / PER_HOUR, i;
	int step = hours > 12 ? 6 : hours > 6 ? 3 : 1;

	for (i = 0; i <= hours; i++) {
		int hour = (slice(c, c->from) / PER_HOUR + i) % 24;

		if (hour % step != 0)
			continue;
		buf_add_string(out, "<line class=\"grid\"");
		svg_percent(out, "x1", i, hours);
		svg_percent(out, "x2", i, hours);
		buf_text(out, " y1=\"0\" y2=\"%lld\"/>", (long long)height);
		if (i == hours)
			continue;
		buf_add_string(out, "<text");
		svg_percent(out, "x", i, hours);
		buf_text(out, " y=\"%lld\" dx=\"2\">%02d</text>",
		    (long long)height + FOOT - 3, hour);
	}
	buf_add_string(out, "<line class=\"limit\" x1=\"0\" x2=\"100%\"");
	svg_pixels(out, "y1", height * (FULL - LIMIT) * 10 / FULL);
	svg_pixels(out, "y2", height * (FULL - LIMIT) * 10 / FULL);
	buf_text(out,
	    "/><line class=\"grid\" x1=\"0\" x2=\"100%%\" "
	    "y1=\"%lld\" y2=\"%lld\"/>\n",
	    (long long)height, (long long)height);
}

static void
put_view(struct buf *out, const struct curves *c, int64_t height)
{
	buf_text(out,
	    "<svg width=\"100%%\" height=\"%lld\" viewBox=\"0 0 %d %d\" "
	    "preserveAspectRatio=\"none\">",
	    (long long)height, (c->upto - c->from) * 10, FULL);
}

/* The points of a curve; where an hour tells nothing it ends. */
static void
put_points(struct buf *out, const struct curves *c, const struct shape_agent *a,
    int area)
{
	int k, seen = -PER_HOUR - 1, at = 0;

	for (k = c->from; k < c->upto; k++) {
		int first = a->first[slice(c, k)] - 1;
		int last = a->last[slice(c, k)] - 1;

		if (last < 0)
			continue;
		if (k - seen > PER_HOUR && area && at > 0)
			buf_text(out, "L%d %dZ", at, FULL);
		if (k - seen > PER_HOUR && area)
			buf_text(out, "M%d %d", (k - c->from) * 10 + 2, FULL);
		at = (k - c->from) * 10 + 8;
		buf_text(out, "%c%d %dL%d %d",
		    k - seen > PER_HOUR && !area ? 'M' : 'L', at - 6,
		    FULL - first, at, FULL - last);
		seen = k;
	}
	if (area && at > 0)
		buf_text(out, "L%d %dZ", at, FULL);
}

static void
put_curve(struct buf *out, const struct curves *c, const struct shape_agent *a)
{
	put_view(out, c, SMALL);
	buf_add_string(out, "<path class=\"area\" d=\"");
	put_points(out, c, a, 1);
	buf_add_string(out, "\"/><path class=\"line\" d=\"");
	put_points(out, c, a, 0);
	buf_add_string(out, "\"/></svg>\n");
}

static void
put_marks(struct buf *out, const struct curves *c, const struct shape_agent *a)
{
	int k, of = 2 * (c->upto - c->from);

	for (k = c->from; k < c->upto; k++) {
		unsigned marks = a->marks[slice(c, k)];

		if (marks & SHAPE_OFFERED) {
			buf_add_string(out, "<circle class=\"offer\" r=\"3\"");
			svg_percent(out, "cx", 2 * (k - c->from) + 1, of);
			buf_add_string(out, " cy=\"4\"/>");
		}
		if (marks & SHAPE_TAKEN) {
			buf_add_string(out, "<circle class=\"took\" r=\"3\"");
			svg_percent(out, "cx", 2 * (k - c->from) + 1, of);
			buf_text(out, " cy=\"%d\"/>", SMALL - 5);
		}
	}
	buf_add_byte(out, '\n');
}

/* One agent's day. */
static void
put_agent(struct page *p, const struct curves *c, size_t i)
{
	struct buf desc = { NULL, 0, 0 }, title = { NULL, 0, 0 };
	const struct report_row *row = &c->rows[i];
	const int64_t *n = row->entry->n;

	buf_add_string(p->out, "<li><p>");
	html_text(p->out, row->key);
	buf_add_string(p->out, "<span>peak ");
	metric_show(p->out, METRIC_LOAD_MAX,
	    metric_value(c->report, METRIC_LOAD_MAX, row));
	buf_add_string(p->out, "</span></p>\n");
	buf_add_string(&title, "Load of ");
	buf_add_bytes(&title, row->key);
	buf_add_string(&desc, "Peak ");
	metric_show(&desc, METRIC_LOAD_MAX,
	    metric_value(c->report, METRIC_LOAD_MAX, row));
	buf_add_string(&desc, ", ");
	metric_show(&desc, METRIC_MINUTES_OVER_60,
	    metric_value(c->report, METRIC_MINUTES_OVER_60, row));
	buf_text(&desc,
	    " minutes above 60, %lld breathers offered, %lld taken.",
	    (long long)n[MEASURE_BREATHERS], (long long)n[MEASURE_TAKEN]);
	svg_open(p, "p0", SMALL + FOOT, buf_bytes(&title), buf_bytes(&desc));
	put_frame(p->out, c, SMALL);
	put_curve(p->out, c, shape_of(c, i));
	put_marks(p->out, c, shape_of(c, i));
	buf_add_string(p->out, "</svg></li>\n");
	buf_free(&title);
	buf_free(&desc);
}

static void
draw_agents(struct page *p, const struct curves *c)
{
	size_t i;

	svg_figure(p, "Load through the day, 0 to 100.");
	svg_key_line(p->out, "limit", "60");
	if (p->report->has & HAS_BREATHER) {
		svg_key_dot(p->out, "offer", "breather offered");
		svg_key_dot(p->out, "took", "back from one");
	}
	svg_figure_drawn(p);
	buf_add_string(p->out, "<ul class=\"curves\">\n");
	for (i = 0; i < c->n; i++)
		put_agent(p, c, i);
	buf_add_string(p->out, "</ul>\n");
	svg_figure_end(p);
}

static int
by_size(const void *a, const void *b)
{
	const uint16_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/*
 * The load that `percent` of the agents did not exceed at the end of their
 * last call in each slice, by nearest rank.
 */
static void
put_rank(struct buf *out, const struct curves *c, unsigned percent,
    const char *class)
{
	uint16_t *load = mem_zero(c->n, sizeof(*load));
	int k, seen = -PER_HOUR - 1;
	size_t i, n;

	buf_text(out, "<path class=\"%s\" d=\"", class);
	for (k = c->from; k < c->upto; k++) {
		for (i = 0, n = 0; i < c->n; i++) {
			load[n] = shape_of(c, i)->last[slice(c, k)];
			n += load[n] != 0;
		}
		if (n == 0)
			continue;
		qsort(load, n, sizeof(*load), by_size);
		buf_text(out, "%c%d %d", k - seen > PER_HOUR ? 'M' : 'L',
		    (k - c->from) * 10 + 5,
		    FULL + 1 - load[(n * percent + 99) / 100 - 1]);
		seen = k;
	}
	buf_add_string(out, "\"/>");
	free(load);
}

/* Of many agents: what half of them, and nine of ten, did not exceed. */
static void
draw_ranks(struct page *p, const struct curves *c)
{
	struct buf desc = { NULL, 0, 0 };

	svg_figure(p,
	    "Load through the day, 0 to 100; with so many agents they are "
	    "counted and not named.");
	svg_key_line(p->out, "line", "half of them were not above");
	svg_key_line(p->out, "line second", "nine of ten");
	svg_key_line(p->out, "limit", "60");
	svg_figure_drawn(p);
	buf_text(&desc, "The load of %zu agents in slices of %d minutes.", c->n,
	    SHAPE_SLICE_MINUTES);
	svg_open(p, "p0", LARGE + FOOT, bytes_of("Load through the day"),
	    buf_bytes(&desc));
	put_frame(p->out, c, LARGE);
	put_view(p->out, c, LARGE);
	put_rank(p->out, c, 50, "line");
	put_rank(p->out, c, 90, "line second");
	buf_add_string(p->out, "</svg>\n</svg>\n");
	svg_figure_end(p);
	buf_free(&desc);
}

void
svg_load(struct page *p)
{
	const struct report *r = p->report;
	struct curves c;

	/* The clock's slices of several days are no day. */
	if (r->team_only || r->first_day != r->last_day)
		return;
	curves_start(&c, r);
	if (c.n > SVG_AGENTS)
		draw_ranks(p, &c);
	else if (c.n > 0)
		draw_agents(p, &c);
	free(c.rows);
}
