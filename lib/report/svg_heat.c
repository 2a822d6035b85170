/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "call/zone.h"
#include "report/hours.h"
#include "report/html.h"
#include "report/svg.h"
#include "report/utf8.h"

/* Pixels: of the labels above, of a row; characters of a name. */
enum { HEAD = 18, ROW = 22, NAME = 13 };

/* Which hours there are, and how hard each was for each agent. */
struct heat {
	const struct report *report;
	struct report_row *rows;
	size_t n;	/* agents with something to show */
	int first;	/* hour that the day begins in */
	int from, upto; /* hours after that, the last one included */
};

/* An hour's stress for an agent; -1 when there is none. */
static int64_t
stress_at(const struct heat *h, size_t i, int hour)
{
	const struct shape_agent *a =
	    shape_look(h->report->shape, h->rows[i].entry);

	return a == NULL ? -1 : shape_hour(a, (h->first + hour) % SHAPE_HOURS);
}

/* Keep the agents who have any hour, and find the hours that are used. */
static void
heat_start(struct heat *h, const struct report *r)
{
	size_t i, all;
	int hour, any;

	h->report = r;
	h->first = (int)(r->setup.day_start_ms / HOUR_MS);
	h->from = SHAPE_HOURS;
	h->upto = -1;
	h->n = 0;
	h->rows = report_rows(r, TALLY_AGENTS, &all);
	for (i = 0; i < all; i++) {
		h->rows[h->n] = h->rows[i];
		for (hour = 0, any = 0; hour < SHAPE_HOURS; hour++) {
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
		svg_widen(&h->from, &h->upto);
}

static int
hours_of(const struct heat *h)
{
	return h->upto - h->from + 1;
}

static void
put_hours(struct buf *out, const struct heat *h)
{
	int i;

	for (i = h->from; i <= h->upto; i++) {
		int label = (h->first + i) % SHAPE_HOURS;

		if (hours_of(h) > 12 && label % 3 != 0)
			continue;
		buf_add_string(out, "<text class=\"mid\"");
		svg_percent(out, "x", 2 * (i - h->from) + 1, 2 * hours_of(h));
		buf_text(out, " y=\"%d\">%02d</text>", HEAD - 6, label);
	}
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
	    "at %02d:00.",
	    h->n, hours_of(h), (h->first + hardest) % SHAPE_HOURS);
}

/* A row for each agent. */
static void
draw_agents(struct page *p, const struct heat *h)
{
	size_t i;
	int hour;

	for (i = 0; i < h->n; i++)
		put_name(p->out, h->rows[i].key, HEAD + (int64_t)i * ROW);
	buf_add_byte(p->out, '\n');
	put_hours(p->out, h);
	for (i = 0; i < h->n; i++) {
		for (hour = h->from; hour <= h->upto; hour++) {
			int64_t stress = stress_at(h, i, hour);

			if (stress >= 0)
				put_cell(p->out, h, hour,
				    HEAD + (int64_t)i * ROW,
				    svg_heat_class(stress), stress);
		}
		buf_add_byte(p->out, '\n');
	}
}

/* How many agents had an hour of each class, and the most of any. */
static int64_t
count_classes(const struct heat *h, int64_t n[SHAPE_HOURS][SVG_HEATS])
{
	int64_t most = 0;
	size_t i;
	int hour;

	memset(n, 0, SHAPE_HOURS * sizeof(*n));
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
	int64_t n[SHAPE_HOURS][SVG_HEATS], most = count_classes(h, n);
	int hour, class;

	for (class = 0; class < SVG_HEATS; class ++)
		put_name(p->out, bytes_of(svg_heat_words[class]),
		    HEAD + (SVG_HEATS - 1 - class) * ROW);
	buf_add_byte(p->out, '\n');
	put_hours(p->out, h);
	for (class = SVG_HEATS - 1; class >= 0; class --)
		for (hour = h->from; hour <= h->upto; hour++)
			if (n[hour][class] > 0)
				put_cell(p->out, h, hour,
				    HEAD + (SVG_HEATS - 1 - class) * ROW,
				    (int)((n[hour][class] * SVG_HEATS - 1) /
					most),
				    n[hour][class]);
}

/* Whether the one day has an hour more: the clock is put back. */
static int
is_longer(const struct report *r)
{
	size_t n;
	struct report_row *rows = report_rows(r, TALLY_INTERVALS, &n);
	int longer =
	    r->first_day == r->last_day && hours_length(rows, n) > DAY_MS;

	free(rows);
	return longer;
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
		: is_longer(h->report)
		? "Stress by agent and hour: the mean of the minutes on "
		  "calls. The hour that the clock shows twice is one."
		: "Stress by agent and hour: the mean of the minutes on "
		  "calls.");
	for (class = 0; class < SVG_HEATS && !folded; class ++) {
		char name[8] = "cell h0";

		name[6] = (char)('0' + class);
		svg_key(p->out, name + 5, svg_heat_words[class]);
	}
	svg_figure_drawn(p);
	describe(&desc, h);
	svg_open(p, "p2", HEAD + (folded ? SVG_HEATS : (int64_t)h->n) * ROW,
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
