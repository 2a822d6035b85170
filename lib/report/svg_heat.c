/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "call/zone.h"
#include "report/html.h"
#include "report/svg.h"
#include "report/utf8.h"

/* Pixels: of the labels above, of offsets, of a row; characters of a name. */
enum { HEAD = 18, OFFSETS = 14, ROW = 22, NAME = 13 };

/* Which hours there are, and how hard each was for each agent. */
struct heat {
	const struct report *report;
	struct report_row *rows;
	size_t n; /* agents with something to show */
	/*
	 * The places in the shape that a day has, in their order: from the
	 * hour on that it begins in; of a single day one that the clock shows
	 * twice is two, one that it leaves out none.
	 */
	int place[SHAPE_PLACES], places;
	int twice;	/* the one that is shown twice stands here; -1 */
	int from, upto; /* of the places those that are used, both included */
	int64_t head;	/* pixels above the rows */
};

/* The clock at an hour's beginning, or its end, on the single day. */
static struct civil
clock_at(const struct heat *h, int hour, int minute)
{
	const struct report *r = h->report;
	int late = hour * (int64_t)HOUR_MS < r->setup.day_start_ms;
	struct civil c = { .hour = hour, .minute = minute };

	civil_from_days(r->first_day + late, &c.year, &c.month, &c.day);
	return c;
}

/* Whether the clock of the single day leaves a whole hour out. */
static int
is_left_out(const struct heat *h, int hour)
{
	struct civil from = clock_at(h, hour, 0), upto = clock_at(h, hour, 59);
	enum zone_fold a = ZONE_ONCE, b = ZONE_ONCE;

	if (h->report->first_day != h->report->last_day || !civil_valid(&from))
		return 0;
	zone_instant(&from, 0, &a);
	zone_instant(&upto, 0, &b);
	return a == ZONE_NEVER && b == ZONE_NEVER;
}

static void
find_places(struct heat *h)
{
	const struct report *r = h->report;
	int first = (int)(r->setup.day_start_ms / HOUR_MS), i;
	int single = r->first_day == r->last_day;

	h->places = 0;
	h->twice = -1;
	for (i = 0; i < SHAPE_HOURS; i++) {
		int hour = (first + i) % SHAPE_HOURS;

		if (is_left_out(h, hour))
			continue;
		h->place[h->places++] = hour;
		if (!single || shape_twice(r->shape) != hour)
			continue;
		h->twice = h->places - 1;
		h->place[h->places++] = SHAPE_AGAIN;
	}
	h->head = HEAD + (h->twice >= 0 ? OFFSETS : 0);
}

/* The stress of the i-th place for an agent; -1 when there is none. */
static int64_t
stress_at(const struct heat *h, size_t agent, int i)
{
	const struct shape *s = h->report->shape;
	const struct shape_agent *a = shape_look(s, h->rows[agent].entry);

	if (a == NULL)
		return -1;
	return h->twice >= 0 ? shape_hour(a, h->place[i])
			     : shape_clock(s, a, h->place[i]);
}

/* Keep the agents who have any hour, and find the hours that are used. */
static void
heat_start(struct heat *h, const struct report *r)
{
	size_t i, all;
	int hour, any;

	h->report = r;
	find_places(h);
	h->from = SHAPE_PLACES;
	h->upto = -1;
	h->n = 0;
	h->rows = report_rows(r, TALLY_AGENTS, &all);
	for (i = 0; i < all; i++) {
		h->rows[h->n] = h->rows[i];
		for (hour = 0, any = 0; hour < h->places; hour++) {
			if (stress_at(h, h->n, hour) < 0)
				continue;
			any = 1;
			if (hour < h->from)
				h->from = hour;
			if (hour > h->upto)
				h->upto = hour;
		}
		h->n += (size_t)any;
	}
	if (h->n > 0)
		svg_widen(h->places, &h->from, &h->upto);
}

static int
hours_of(const struct heat *h)
{
	return h->upto - h->from + 1;
}

/* What the clock shows in a place. */
static int
hour_of(const struct heat *h, int i)
{
	return h->place[i] == SHAPE_AGAIN ? h->place[h->twice] : h->place[i];
}

/* `02:00`, with its offset where it is told twice. */
static void
put_clock(struct buf *out, const struct heat *h, int i)
{
	struct civil c = clock_at(h, hour_of(h, i), 59);
	char text[NUM_MAX];
	size_t n;

	buf_text(out, "%02d:00", hour_of(h, i));
	if (h->twice < 0 || (i != h->twice && i != h->twice + 1))
		return;
	n = instant_put(text, zone_instant(&c, i > h->twice, NULL));
	if (n > 6)
		buf_add(out, text + n - 6, 6);
}

/* Both times of the hour that the clock shows twice, side by side. */
static void
put_offsets(struct buf *out, const struct heat *h)
{
	int i;

	for (i = h->twice; h->twice >= 0 && i <= h->twice + 1; i++) {
		int right = i > h->twice;

		if (i < h->from || i > h->upto)
			continue;
		buf_text(out, "<text class=\"%s\"", right ? "start" : "end");
		svg_percent(out, "x", h->twice + 1 - h->from, hours_of(h));
		buf_text(
		    out, " dx=\"%d\" y=\"%d\">", right ? 4 : -4, OFFSETS - 2);
		put_clock(out, h, i);
		buf_add_string(out, "</text>");
	}
}

static void
put_hours(struct buf *out, const struct heat *h)
{
	int i;

	for (i = h->from; i <= h->upto; i++) {
		int label = hour_of(h, i);

		if ((hours_of(h) > 12 && label % 3 != 0) ||
		    h->place[i] == SHAPE_AGAIN || i == h->twice)
			continue;
		buf_add_string(out, "<text class=\"mid\"");
		svg_percent(out, "x", 2 * (i - h->from) + 1, 2 * hours_of(h));
		buf_text(out, " y=\"%lld\">%02d</text>",
		    (long long)(h->head - 6), label);
	}
	put_offsets(out, h);
	buf_add_byte(out, '\n');
}

/* One field of a class with a number in it, where there is room. */
static void
put_cell(struct buf *out, const struct heat *h, int hour, int64_t y, int class,
    int64_t number)
{
	int at = hour - h->from;

	buf_text(out, "<rect class=\"cell h%d\"", class);
	svg_percent(out, "x", at, hours_of(h));
	svg_percent(out, "width", 1, hours_of(h));
	buf_text(out, " y=\"%lld\" height=\"%d\"/>", (long long)y, ROW);
	buf_text(out, "<text class=\"wide mid t%d\"", class);
	svg_percent(out, "x", 2 * at + 1, 2 * hours_of(h));
	buf_text(out, " y=\"%lld\">%lld</text>", (long long)(y + 15),
	    (long long)number);
}

static void
put_name(struct buf *out, struct bytes name, int64_t y)
{
	struct buf cut = { NULL, 0, 0 };

	utf8_show(&cut, name, NAME);
	buf_text(out, "<text class=\"name\" x=\"-6rem\" y=\"%lld\">",
	    (long long)y + 15);
	html_text(out, buf_bytes(&cut));
	buf_add_string(out, "</text>");
	buf_free(&cut);
}

/* What the hours were like, all agents together: the hardest of them. */
static void
describe(struct buf *out, const struct heat *h)
{
	int hour, hardest = h->from;
	int64_t best[2] = { 0, 1 };
	size_t i;

	for (hour = h->from; hour <= h->upto; hour++) {
		int64_t sum = 0, n = 0;

		for (i = 0; i < h->n; i++) {
			int64_t stress = stress_at(h, i, hour);

			sum += stress >= 0 ? stress : 0;
			n += stress >= 0;
		}
		if (n > 0 && sum * best[1] > best[0] * n) {
			best[0] = sum;
			best[1] = n;
			hardest = hour;
		}
	}
	buf_text(out,
	    "%zu agents, %d hours. The hour that was hardest on average began "
	    "at ",
	    h->n, hours_of(h));
	put_clock(out, h, hardest);
	buf_add_byte(out, '.');
}

/* A row for each agent. */
static void
draw_agents(struct page *p, const struct heat *h)
{
	size_t i;
	int hour;

	for (i = 0; i < h->n; i++)
		put_name(p->out, h->rows[i].key, h->head + (int64_t)i * ROW);
	buf_add_byte(p->out, '\n');
	put_hours(p->out, h);
	for (i = 0; i < h->n; i++) {
		for (hour = h->from; hour <= h->upto; hour++) {
			int64_t stress = stress_at(h, i, hour);

			if (stress >= 0)
				put_cell(p->out, h, hour,
				    h->head + (int64_t)i * ROW,
				    svg_heat_class(stress), stress);
		}
		buf_add_byte(p->out, '\n');
	}
}

/* How many agents had an hour of each class, and the most of any. */
static int64_t
count_classes(const struct heat *h, int64_t n[SHAPE_PLACES][SVG_HEATS])
{
	int64_t most = 0;
	size_t i;
	int hour;

	memset(n, 0, SHAPE_PLACES * sizeof(*n));
	for (i = 0; i < h->n; i++)
		for (hour = h->from; hour <= h->upto; hour++) {
			int64_t stress = stress_at(h, i, hour);
			int64_t *cell = &n[hour][svg_heat_class(stress)];

			if (stress >= 0 && ++*cell > most)
				most = *cell;
		}
	return most;
}

/* A row for each class of stress, the hardest above. */
static void
draw_classes(struct page *p, const struct heat *h)
{
	int64_t n[SHAPE_PLACES][SVG_HEATS], most = count_classes(h, n);
	int hour, class;

	for (class = 0; class < SVG_HEATS; class ++)
		put_name(p->out, bytes_of(svg_heat_words[class]),
		    h->head + (SVG_HEATS - 1 - class) * ROW);
	buf_add_byte(p->out, '\n');
	put_hours(p->out, h);
	for (class = SVG_HEATS - 1; class >= 0; class --)
		for (hour = h->from; hour <= h->upto; hour++)
			if (n[hour][class] > 0)
				put_cell(p->out, h, hour,
				    h->head + (SVG_HEATS - 1 - class) * ROW,
				    (int)((n[hour][class] * SVG_HEATS - 1) /
					most),
				    n[hour][class]);
}

static void
draw(struct page *p, const struct heat *h)
{
	int folded = h->n > SVG_AGENTS, class;
	struct buf desc = { NULL, 0, 0 };

	svg_figure(p,
	    folded ? "Stress by hour: how many agents had an hour of which "
		     "mean stress. The darker, the more; with so many agents "
		     "they are counted and not named."
		: h->twice >= 0
		? "Stress by agent and hour: the mean of the minutes on "
		  "calls. The hour that the clock shows twice stands twice, "
		  "with its offset."
		: "Stress by agent and hour: the mean of the minutes on "
		  "calls.");
	for (class = 0; class < SVG_HEATS && !folded; class ++) {
		char name[8] = "cell h0";

		name[6] = (char)('0' + class);
		svg_key(p->out, name + 5, svg_heat_words[class]);
	}
	svg_figure_drawn(p);
	describe(&desc, h);
	svg_open(p, "p2", h->head + (folded ? SVG_HEATS : (int64_t)h->n) * ROW,
	    bytes_of("Stress by agent and hour"), buf_bytes(&desc));
	if (folded)
		draw_classes(p, h);
	else
		draw_agents(p, h);
	buf_add_string(p->out, "</svg>\n");
	svg_figure_end(p);
	buf_free(&desc);
}

void
svg_heat(struct page *p)
{
	struct heat h;

	if (p->report->team_only)
		return;
	heat_start(&h, p->report);
	if (h.n > 0)
		draw(p, &h);
	free(h.rows);
}
