/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "call/zone.h"
#include "report/spark.h"

enum { PER_HOUR = 60 / SHAPE_SLICE_MINUTES, LEVELS = 6 };

/* A level's character, and where it begins: of stress, of load. */
static const char marks[LEVELS + 1] = ".:-=+#";
static const int64_t stresses[LEVELS] = { 0, 10, 20, 30, 45, 60 };
static const int64_t loads[LEVELS] = { 0, 20, 40, 60, 80, 100 };

static char
mark_of(int64_t value, const int64_t from[LEVELS])
{
	int i = LEVELS - 1;

	if (value < 0)
		return ' ';
	while (i > 0 && value < from[i])
		i--;
	return marks[i];
}

/* The highest load of an hour, rounded down; -1 when it is not known. */
static int64_t
load_at(const struct shape_agent *a, int hour)
{
	int64_t most = 0;
	int i;

	for (i = hour * PER_HOUR; i < (hour + 1) * PER_HOUR; i++) {
		most = a->first[i] > most ? a->first[i] : most;
		most = a->last[i] > most ? a->last[i] : most;
	}
	return most > 0 ? (most - 1) / 10 : -1;
}

/* A line from the hour on in which a day begins; ends with its last mark. */
static void
put_line(struct grid *g, const struct shape *s, const struct shape_agent *a,
    int first, int load)
{
	char line[SHAPE_HOURS];
	struct bytes text = { line, SHAPE_HOURS };
	int i;

	for (i = 0; i < SHAPE_HOURS; i++) {
		int hour = (first + i) % SHAPE_HOURS;

		line[i] = load ? mark_of(load_at(a, hour), loads)
			       : mark_of(shape_clock(s, a, hour), stresses);
	}
	while (text.n > 0 && line[text.n - 1] == ' ')
		text.n--;
	grid_text(g, text);
}

/* The hours above the lines, every sixth. */
static void
put_hours(struct grid *g, int first)
{
	char line[SHAPE_HOURS];
	struct bytes text = { line, 0 };
	int i;

	memset(line, ' ', sizeof(line));
	for (i = 0; i < SHAPE_HOURS; i += 6) {
		line[i] = (char)('0' + (first + i) % SHAPE_HOURS / 10);
		line[i + 1] = (char)('0' + (first + i) % SHAPE_HOURS % 10);
		text.n = (size_t)i + 2;
	}
	grid_text(g, text);
}

static int
has_load(const struct shape_agent *a)
{
	int hour;

	for (hour = 0; hour < SHAPE_HOURS; hour++)
		if (load_at(a, hour) >= 0)
			return 1;
	return 0;
}

static int
has_stress(const struct shape_agent *a)
{
	int hour;

	for (hour = 0; hour < SHAPE_PLACES; hour++)
		if (shape_hour(a, hour) >= 0)
			return 1;
	return 0;
}

void
spark_agents(struct page *p)
{
	static const enum grid_align align[] = { GRID_FIT, GRID_LEFT,
		GRID_LEFT };
	int first = (int)(p->report->setup.day_start_ms / HOUR_MS);
	struct report_row *rows;
	size_t n, i;
	struct grid g;

	grid_start(&g, 3, align);
	grid_text(&g, bytes_of(""));
	grid_text(&g, bytes_of("Stress by hour"));
	grid_text(&g, bytes_of("Highest load"));
	grid_text(&g, bytes_of(""));
	put_hours(&g, first);
	put_hours(&g, first);
	rows = report_rows(p->report, TALLY_AGENTS, &n);
	for (i = 0; i < n; i++) {
		const struct shape_agent *a =
		    shape_look(p->report->shape, rows[i].entry);

		if (a == NULL || !(has_stress(a) || has_load(a)))
			continue;
		grid_text(&g, rows[i].key);
		put_line(&g, p->report->shape, a, first, 0);
		put_line(&g, p->report->shape, a, first, 1);
	}
	free(rows);
	if (grid_rows(&g) < 3) {
		grid_drop(&g);
		return;
	}
	p->form->table(p, &g, "");
	page_blank(p);
	page_say_text(p,
	    "Stress: . below 10, : below 20, - below 30, = below 45, + below "
	    "60, # from 60 on. Load: . below 20, : below 40, - below 60, = "
	    "below 80, + below 100, # at 100.");
	page_blank(p);
}
