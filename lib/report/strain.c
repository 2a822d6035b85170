/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "call/zone.h"
#include "care/causes.h"
#include "report/practice.h"
#include "report/strain.h"
#include "care/training.h"

void
strain_agents(struct page *p, const struct section *s)
{
	page_chart(p, PAGE_CHART_HEAT);
	page_chart(p, PAGE_CHART_LOAD);
	if (!page_table_all(p, s)) {
		page_say_text(p, "Nobody handled a call.");
		return;
	}
	page_blank(p);
	buf_add_string(&p->line,
	    "By name. What is counted here is work, not "
	    "people.");
	if (p->report->has & HAS_LOAD)
		buf_add_string(&p->line,
		    " Peak: the highest load, 0 to 100. "
		    ">60m: minutes above a load of 60.");
	page_say(p);
}

/* Calm, strained and hard in percent that add up to 100.0. */
static void
bands_words(struct page *p, const int64_t *n)
{
	static const char *const names[] = { "calm", "strained", "hard" };
	int64_t parts[REPORT_BANDS];
	struct value v = { 0, 10 };
	int i;

	report_bands(p->report, parts);
	for (i = 0; i < REPORT_BANDS; i++) {
		v.part = parts[i];
		metric_show(&p->line, METRIC_SHARE, v);
		buf_text(&p->line, " %s%s", names[i], i < 2 ? ", " : ". ");
	}
	if (n[MEASURE_HARD] > 0 && (p->report->has & HAS_RESOLVED))
		buf_text(&p->line,
		    "%lld of %lld hard calls were resolved "
		    "all the same.",
		    (long long)n[MEASURE_HARD_RESOLVED],
		    (long long)n[MEASURE_HARD]);
	page_say(p);
}

/* A table of causes with their words; shares add up as they are shown. */
static void
causes_table(struct page *p, const struct section *s)
{
	struct report_row *rows;
	struct page_table t;
	size_t count, i, k;

	rows = report_rows(p->report, TALLY_CAUSES, &count);
	report_shares(rows, count, 1000);
	page_table_start(p, s, &t, 1, 1);
	for (i = 0; i < count; i++) {
		if (s->keep != NULL && !s->keep(p->report, &rows[i]))
			continue;
		for (k = 0; k < CAUSE_OTHER; k++)
			if (bytes_equal(rows[i].key, cause_name(k)))
				break;
		grid_text(&t.grid, rows[i].key);
		grid_text(&t.grid, bytes_of(cause_words(k)));
		page_table_numbers(p, &t, &rows[i]);
		grid_bar(&t.grid, rows[i].share, 0);
	}
	page_table_end(p, &t, s->caption);
	free(rows);
}

void
strain_causes(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report);
	const int64_t *n = team.entry->n;

	if (n[MEASURE_STRESSED] == 0) {
		page_say_text(p,
		    n[MEASURE_LEGS] == 0
			? "Nobody handled a call."
			: "How hard the calls were is not known: none tells "
			  "its stress.");
		return;
	}
	bands_words(p, n);
	if (n[MEASURE_STRESS_WORK] == 0)
		return;
	page_blank(p);
	page_chart(p, PAGE_CHART_CAUSES);
	causes_table(p, s);
	if (n[MEASURE_OUTSIDE_OF] == 0)
		return;
	page_blank(p);
	buf_add_string(&p->line, "Of the points of stress, ");
	page_value(p, METRIC_OUTSIDE_SHARE, &team);
	page_say_text(p,
	    " lay outside anyone's control: waits, repeats, "
	    "transfers, no solution. It is not personal.");
}

/* Did they help?  A median with how many it is of. */
static void
relief_words(struct page *p, const struct report_row *team)
{
	static const struct {
		enum metric_id pace, of;
		const char *words;
	} kinds[] = { { METRIC_PACE_TAKEN, METRIC_PACE_TAKEN_OF, "taken" },
		{ METRIC_PACE_MISSED, METRIC_PACE_MISSED_OF, "missed" } };
	size_t i, n = 0;

	for (i = 0; i < 2; i++) {
		if (metric_value(p->report, kinds[i].pace, team).of <= 0)
			continue;
		buf_add_string(&p->line,
		    n++ == 0 ? "Did they help? Compared with the 3 calls "
			       "before, the next 3 took "
			     : ", ");
		page_value(p, kinds[i].pace, team);
		buf_text(&p->line, "%s where the breather was %s (n ",
		    n == 1 ? " of the time" : "", kinds[i].words);
		page_value(p, kinds[i].of, team);
		buf_add_byte(&p->line, ')');
	}
	if (n == 0)
		return;
	page_blank(p);
	page_say_text(p,
	    "; medians, harder calls being allowed more time. Few calls prove "
	    "little.");
}

void
strain_breathers(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report);
	const int64_t *n = team.entry->n;
	int64_t unknown;

	if (n[MEASURE_BREATHERS] == 0) {
		page_say_text(p, "None had to be offered.");
		return;
	}
	buf_text(&p->line, "%lld offered, %lld taken, %lld missed",
	    (long long)n[MEASURE_BREATHERS], (long long)n[MEASURE_TAKEN],
	    (long long)n[MEASURE_MISSED]);
	unknown = metric_value(p->report, METRIC_BREATHERS_UNKNOWN, &team).part;
	if (unknown > 0)
		buf_text(
		    &p->line, ", of %lld it is not known", (long long)unknown);
	buf_add_string(&p->line, ". ");
	page_say_text(p,
	    n[MEASURE_MISSED] > n[MEASURE_TAKEN]
		? "An offer does "
		  "not lower load, rest does: take the next one."
		: "Well done: rest is part of the work.");
	page_blank(p);
	page_table_all(p, s);
	relief_words(p, &team);
}

/* The moment's place in the day, `14:05`; with the day when not today. */
static void
put_time(struct page *p, int64_t at)
{
	struct civil c;

	if (at == INSTANT_NONE)
		return;
	zone_civil(at, &c);
	if (p->report->first_day != p->report->last_day)
		buf_text(&p->line, "%d-%02d-%02d ", c.year, c.month, c.day);
	buf_text(&p->line, "%02d:%02d", c.hour, c.minute);
}

static void
moment_rows(struct page *p, struct grid *g, enum moment_kind kind)
{
	size_t count, i;
	const struct moment *m = moments_of(p->report->moments, kind, &count);

	for (i = 0; i < count; i++) {
		put_time(p, m[i].start);
		grid_text(g, buf_bytes(&p->line));
		p->line.n = 0;
		grid_text(g, bytes_of(moment_words(kind)));
		grid_text(g, m[i].call_id);
		if (!p->report->team_only)
			grid_text(g, m[i].agent);
		grid_text(g, m[i].reason);
	}
}

/* A few of each kind, in order of time. */
static void
moments_table(struct page *p)
{
	static const enum grid_align align[] = { GRID_LEFT, GRID_LEFT,
		GRID_LEFT, GRID_LEFT, GRID_FIT };
	int team_only = p->report->team_only;
	size_t kind;
	struct grid g;

	grid_start(&g, team_only ? 4 : 5, align);
	g.align[g.columns - 1] = GRID_FIT;
	grid_text(&g, bytes_of("When"));
	grid_text(&g, bytes_of("What"));
	grid_text(&g, bytes_of("Call"));
	if (!team_only)
		grid_text(&g, bytes_of("Who"));
	grid_text(&g, bytes_of("About"));
	for (kind = 0; kind < MOMENT_KINDS; kind++)
		moment_rows(p, &g, (enum moment_kind)kind);
	if (grid_rows(&g) > 1) {
		page_blank(p);
		p->form->table(p, &g, "A few good moments, by time");
	} else
		grid_drop(&g);
}

void
strain_moments(struct page *p, const struct section *s)
{
	static const struct {
		enum metric_id metric;
		const char *one, *many;
	} kinds[] = { { METRIC_HARD_RESOLVED, "hard call resolved",
			  "hard calls resolved" },
		{ METRIC_TURNED, "call that began badly and ended well",
		    "calls that began badly and ended well" },
		{ METRIC_THANKS, "thank you", "thank yous" } };
	struct report_row team = report_team(p->report);
	size_t i, n = 0;
	int64_t all = 0;

	(void)s;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct value v =
		    metric_value(p->report, kinds[i].metric, &team);

		if (v.of <= 0)
			continue;
		all += v.part;
		buf_text(&p->line, "%s%lld %s", n++ > 0 ? ", " : "",
		    (long long)v.part,
		    v.part == 1 ? kinds[i].one : kinds[i].many);
	}
	if (all == 0) {
		p->line.n = 0;
		page_say_text(p, "None that these records tell of.");
		return;
	}
	page_say_text(p, ". Say so to those who did it.");
	moments_table(p);
}

/* A call of a cause as a scene. */
static void
put_card(struct page *p, const struct rolecard *card)
{
	size_t k;

	if (card == NULL)
		return;
	page_blank(p);
	buf_text(&p->line, "Role card for %s: ", cause_name(card->cause).p);
	buf_add_bytes(&p->line, card->part[ROLECARD_WHO]);
	page_say_text(p, ".");
	page_list(p, "topics card", 15);
	for (k = ROLECARD_WHO + 1; k < ROLECARD_PARTS; k++)
		if (card->part[k].n > 0) {
			buf_add_bytes(&p->line, card->part[k]);
			page_item(p,
			    bytes_of(rolecard_heading((enum rolecard_part)k)));
		}
	page_list_end(p);
}

/* What to practise about the first causes, each with its card. */
static void
put_topics(struct page *p, const struct report_row *rows, size_t count)
{
	size_t i;

	page_list(p, "topics", 13);
	for (i = 0; i < count; i++) {
		buf_add_string(&p->line, training_of(rows[i].key));
		buf_add_byte(&p->line, '.');
		page_item(p, rows[i].key);
	}
	page_list_end(p);
	for (i = 0; i < count; i++)
		put_card(p, practice_card(p->report, rows[i].key));
	page_blank(p);
	page_say_text(p,
	    rolecards_count(p->report->cards) > 0
		? "The cards name nobody; read them before you hand them out. "
		  "More of them: triage --pick 5 --anonymous."
		: "Role cards, which name nobody: triage --pick 5 "
		  "--anonymous.");
}

void
strain_training(struct page *p, const struct section *s)
{
	struct report_row team = report_team(p->report), *rows;
	size_t count;

	rows = section_rows(p->report, s, &count);
	if (count == 0) {
		page_say_text(p,
		    team.entry->n[MEASURE_LEGS] > 0 &&
			    team.entry->n[MEASURE_STRESSED] == 0
			? "How hard the calls were is not known."
			: "Nothing stands out: no call was made harder by "
			  "what training can change.");
		free(rows);
		return;
	}
	causes_table(p, s);
	page_blank(p);
	page_say_text(p,
	    "Shares are of all stress minutes, what training cannot change "
	    "included.");
	page_blank(p);
	put_topics(p, rows, count < PRACTICE_TOPICS ? count : PRACTICE_TOPICS);
	free(rows);
}

void
strain_deflection(struct page *p, const struct section *s)
{
	if ((p->report->has & HAS_STRESS) == 0)
		page_say_text(
		    p, "Which calls were calm is not known: run triage first.");
	else if (page_table_all(p, s) == 0)
		page_say_text(p, "No reason is frequent, short and calm.");
	else {
		page_blank(p);
		buf_text(&p->line,
		    "Reasons with at least %d calls and %d%% of all, an AHT "
		    "not above that of all calls, and %d%% of them calm: a "
		    "message, a page or a menu may answer them. Again: the "
		    "customer had called within 7 days before.",
		    DEFLECT_CALLS, DEFLECT_SHARE, DEFLECT_CALM);
		page_say(p);
	}
}

struct value
trend_acute(const struct trend_row *row)
{
	return (struct value){ row->acute, row->acute < 0 ? 0 : 10 };
}

struct value
trend_baseline(const struct trend_row *row)
{
	return (struct value){ row->baseline, row->baseline < 0 ? 0 : 10 };
}

struct value
trend_ratio(const struct trend_row *row)
{
	return (struct value){ row->ratio, row->ratio < 0 ? 0 : 1000 };
}

const char *
trend_word(enum trend_state state)
{
	static const char *const names[] = { [TREND_NONE] = "none",
		[TREND_WATCH] = "watch",
		[TREND_TALK] = "talk" };

	return names[state];
}

static void
trend_cell(struct grid *g, struct value v, unsigned decimals)
{
	char text[VALUE_MAX];
	struct bytes number = { text, value_put(text, v, decimals, 1) };

	grid_text(g, number.n > 0 ? number : bytes_of("n/a"));
}

static void
trend_row(struct grid *g, const struct trend_row *row)
{
	static const char *const states[] = { [TREND_NONE] = "",
		[TREND_WATCH] = "WATCH",
		[TREND_TALK] = "TALK" };

	grid_text(g, row->agent);
	trend_cell(g, (struct value){ row->days, 1 }, 0);
	trend_cell(g, trend_acute(row), 1);
	trend_cell(g, trend_baseline(row), 1);
	trend_cell(g, trend_ratio(row), 2);
	grid_text(g, bytes_of(states[row->state]));
	grid_text(g, bytes_of(row->why == NULL ? "" : row->why));
}

void
strain_trend(struct page *p, const struct section *s)
{
	static const enum grid_align align[] = { GRID_LEFT, GRID_RIGHT,
		GRID_RIGHT, GRID_RIGHT, GRID_RIGHT, GRID_LEFT, GRID_WRAP };
	static const char *const headings[] = { "", "Days", "7 days", "28 days",
		"Ratio", "", "Why" };
	const struct trend *t = p->report->trend;
	struct grid g;
	size_t i;

	(void)s;
	page_chart(p, PAGE_CHART_TREND);
	if (t->count == 0 || p->report->team_only) {
		page_say_text(p,
		    t->count == 0 && !p->report->team_only
			? "There are not enough days yet."
			: "The team's days only: --team-only.");
		return;
	}
	grid_start(&g, sizeof(align) / sizeof(align[0]), align);
	g.key = "Agent";
	for (i = 0; i < g.columns; i++)
		grid_text(&g, bytes_of(headings[i]));
	for (i = 0; i < t->count; i++)
		trend_row(&g, &t->rows[i]);
	p->form->table(p, &g, "Load against the own past, by name");
	page_blank(p);
	page_say_text(p,
	    "Load of the last days against that of the last weeks, of each "
	    "agent alone. A strain trend, not a diagnosis.");
}
