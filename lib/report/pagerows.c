/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "csv/settings.h"
#include "report/cell.h"
#include "report/pagerows.h"

/*
 * What a page keeps; NULL is not kept: what follows from the goals, and
 * from the contacts file.
 */
static const char *const measures[MEASURES] = {
	[MEASURE_OFFERED] = "offered",
	[MEASURE_ANSWERED] = "answered",
	[MEASURE_ABANDONED] = "abandoned",
	[MEASURE_SHORT] = "abandoned_short",
	[MEASURE_ANSWERED_WITHIN] = "answered_within",
	[MEASURE_ABANDONED_WITHIN] = "abandoned_within",
	[MEASURE_WAITS] = "waits",
	[MEASURE_ANSWER_WAITS] = "answer_waits",
	[MEASURE_ANSWER_WAIT_MS] = "answer_wait_ms",
	[MEASURE_RESOLVED] = "resolved",
	[MEASURE_UNRESOLVED] = "unresolved",
	[MEASURE_CONTACTS] = "contacts",
	[MEASURE_REPEATS] = "repeats",
	[MEASURE_CALLS] = "calls",
	[MEASURE_LEGS] = "legs",
	[MEASURE_HANDLES] = "handles",
	[MEASURE_HANDLE_MS] = "handle_ms",
	[MEASURE_TALKS] = "talks",
	[MEASURE_TALK_MS] = "talk_ms",
	[MEASURE_HOLDS] = "holds",
	[MEASURE_HOLD_MS] = "hold_ms",
	[MEASURE_WRAPS] = "wraps",
	[MEASURE_WRAP_MS] = "wrap_ms",
	[MEASURE_TRANSFERS] = "transfers",
	[MEASURE_RATINGS] = "ratings",
	[MEASURE_RATING] = "rating_sum",
	[MEASURE_STRESSED] = "stressed",
	[MEASURE_STRESS] = "stress_sum",
	[MEASURE_CALM] = "calm",
	[MEASURE_STRAINED] = "strained",
	[MEASURE_HARD] = "hard",
	[MEASURE_HARD_RESOLVED] = "hard_resolved",
	[MEASURE_STRESS_WORK] = "stress_work",
	[MEASURE_OUTSIDE_OF] = "outside_of",
	[MEASURE_OUTSIDE] = "outside",
	[MEASURE_LOADS] = "loads",
	[MEASURE_LOAD] = "load_sum",
	[MEASURE_OVER] = "load_over",
	[MEASURE_BREATHERS] = "breathers",
	[MEASURE_BREATHER_MINUTES] = "breather_minutes",
	[MEASURE_TAKEN] = "taken",
	[MEASURE_MISSED] = "missed",
	[MEASURE_FELT] = "felt",
	[MEASURE_TURNED] = "turned",
	[MEASURE_THANKS] = "thanks",
	[MEASURE_PROMISED] = "promised",
	[MEASURE_PROMISES_KEPT] = "promises_kept",
	[MEASURE_ESCALATED] = "escalated",
	[MEASURE_KEPT] = "kept",
	[MEASURE_OPEN] = "open",
	[MEASURE_OVERDUE] = "overdue",
	[MEASURE_TARGET] = "target",
	[MEASURE_DONE] = "done",
	[MEASURE_MOST_WAIT_MS] = "most_wait_ms",
	[MEASURE_MOST_LOAD] = "most_load",
	[MEASURE_MOST_END] = "end",
	[MEASURE_LEAST_START] = "start",
};

/*
 * The histograms that are kept; what breathers did is told by an agent's
 * calls in their order, which shards cut.
 */
static const char *const hists[TALLY_HISTS] = { [TALLY_WAIT] = "wait_s",
	[TALLY_TALK] = "talk_s",
	[TALLY_STRESS] = "stress" };

/* The groups of the tally, in the order of the rows. */
static const char *const groups[TALLY_GROUPS] = { [TALLY_TEAM] = "team",
	[TALLY_QUEUES] = "queue",
	[TALLY_INTERVALS] = "hour",
	[TALLY_AGENTS] = "agent",
	[TALLY_CAUSES] = "cause",
	[TALLY_RULES] = "rule",
	[TALLY_LEVELS] = "level",
	[TALLY_REASONS] = "reason" };

/* The rows behind them. */
enum { DAY_GOAL, CHUNK_GOAL, CREW, OPEN, NOTE, OTHERS };
static const char *const others[OTHERS] = { "day_goal", "chunk_goal", "crew",
	"open", "note" };

/* The first columns; measures and histograms follow. */
enum { GROUP, KEY, OF, N, FIRST_COLUMN };

/* Goals are kept one by one, not their sums. */
static int
is_summed(int m)
{
	return measures[m] != NULL && m != MEASURE_TARGET && m != MEASURE_DONE;
}

static void
add_columns(struct buf *out)
{
	int i;

	buf_add_string(out, "group,key,of,n");
	for (i = 0; i < MEASURES; i++)
		if (measures[i] != NULL)
			buf_text(out, ",%s", measures[i]);
	for (i = 0; i < TALLY_HISTS; i++)
		if (hists[i] != NULL)
			buf_text(out, ",%s", hists[i]);
	buf_add_byte(out, '\n');
}

/*
 * No day counts more; sums of years stay far from the ends of 64 bits.  What
 * a record with a slip in it brought to more ends there, in shards as in all.
 */
#define LARGEST INT64_C(100000000000000)

static void
add_number(struct buf *out, int64_t n)
{
	if (n > LARGEST)
		n = LARGEST;
	if (n != 0)
		out->n += num_put(buf_reserve(out, NUM_MAX), n);
}

/* The row ends; what is empty at its end goes. */
static void
end_row(struct buf *out)
{
	while (out->p[out->n - 1] == ',')
		out->n--;
	buf_add_byte(out, '\n');
}

static void
begin_row(struct buf *out, const char *group, struct bytes key)
{
	buf_add_string(out, group);
	buf_add_byte(out, ',');
	cell_add(out, key);
	buf_add_byte(out, ',');
}

static void
add_hist(struct buf *out, const struct hist *h)
{
	size_t count, i;
	struct hist_bin *bins = hist_bins(h, &count);

	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_add_byte(out, ' ');
		out->n += num_put(buf_reserve(out, NUM_MAX), bins[i].value);
		buf_add_byte(out, ':');
		add_number(out, (int64_t)bins[i].n);
	}
	free(bins);
}

static void
add_entry(struct buf *out, const struct tally_entry *e)
{
	int i;

	buf_add_byte(out, ',');
	for (i = 0; i < MEASURES; i++) {
		if (measures[i] == NULL)
			continue;
		buf_add_byte(out, ',');
		if (is_summed(i))
			add_number(out, e->n[i]);
	}
	for (i = 0; i < TALLY_HISTS; i++) {
		if (hists[i] == NULL)
			continue;
		buf_add_byte(out, ',');
		if (e->hist[i] != NULL)
			add_hist(out, e->hist[i]);
	}
	end_row(out);
}

static int
is_forgotten(const struct report *r, struct bytes agent)
{
	return r->forgotten.n > 0 && bytes_equal(r->forgotten, agent);
}

static void
add_group(struct buf *out, const struct report *r, enum tally_group group)
{
	size_t count, i;
	struct tally_row *rows = tally_rows(r->tally, group, &count);
	char number[NUM_MAX];
	struct bytes key;

	for (i = 0; i < count; i++) {
		key = rows[i].key;
		if (group == TALLY_AGENTS && is_forgotten(r, key))
			continue;
		if (group == TALLY_INTERVALS) {
			key.n = num_put(number, tally_instant(key));
			key.p = number;
		}
		begin_row(out, groups[group], key);
		add_entry(out, rows[i].entry);
	}
	free(rows);
}

static void
add_goals(struct buf *out, const struct report *r)
{
	size_t count, i;
	struct goal *all = goals_all(r->goals, r->tally, &count);
	struct bytes name;
	int m;

	for (i = 0; i < count; i++) {
		name = tally_key(r->tally, TALLY_AGENTS, all[i].agent->place);
		if (is_forgotten(r, name))
			continue;
		begin_row(out,
		    others[all[i].kind == GOAL_DAY ? DAY_GOAL : CHUNK_GOAL],
		    name);
		out->n += num_put(buf_reserve(out, NUM_MAX), all[i].when);
		buf_add_byte(out, ',');
		for (m = 0; m < MEASURES; m++) {
			if (measures[m] == NULL)
				continue;
			buf_add_byte(out, ',');
			if (m == MEASURE_TARGET)
				add_number(out, all[i].target);
			if (m == MEASURE_DONE)
				add_number(out, all[i].done);
		}
		end_row(out);
	}
	free(all);
}

static void
add_crew(struct buf *out, const struct report *r)
{
	size_t queues, agents, q, a;
	struct tally_row *queue = tally_rows(r->tally, TALLY_QUEUES, &queues);
	struct tally_row *agent = tally_rows(r->tally, TALLY_AGENTS, &agents);

	for (q = 0; q < queues; q++)
		for (a = 0; a < agents; a++) {
			if (!crew_has(
				r->crew, queue[q].entry, agent[a].entry) ||
			    is_forgotten(r, agent[a].key))
				continue;
			begin_row(out, others[CREW], queue[q].key);
			cell_add(out, agent[a].key);
			buf_add_byte(out, '\n');
		}
	free(queue);
	free(agent);
}

/* A row with nothing but a number. */
static void
add_count(struct buf *out, int other, struct bytes key, int64_t n)
{
	begin_row(out, others[other], key);
	buf_add_byte(out, ',');
	add_number(out, n);
	end_row(out);
}

static int
by_text(const void *a, const void *b)
{
	const struct report_note *const *x = a, *const *y = b;

	return strcmp((*x)->what, (*y)->what);
}

static void
add_notes(struct buf *out, const struct report *r)
{
	const struct report_note **note =
	    mem_zero(r->note_count + 1, sizeof(*note));
	size_t i, n = 0;

	for (i = 0; i < r->note_count; i++)
		if (r->notes[i].of_records)
			note[n++] = &r->notes[i];
	if (n > 0)
		qsort(note, n, sizeof(*note), by_text);
	for (i = 0; i < n; i++)
		add_count(
		    out, NOTE, bytes_of(note[i]->what), (int64_t)note[i]->n);
	free(note);
}

void
pagerows_write(
    struct buf *out, const struct report *r, const int64_t open[CARRY_KINDS])
{
	int i;

	add_columns(out);
	for (i = 0; i < TALLY_GROUPS; i++)
		if (groups[i] != NULL)
			add_group(out, r, (enum tally_group)i);
	add_goals(out, r);
	add_crew(out, r);
	for (i = 0; i < CARRY_KINDS; i++)
		if (open[i] > 0)
			add_count(out, OPEN,
			    bytes_of(carry_name((enum carry_kind)i)), open[i]);
	add_notes(out, r);
}

/* An empty value is 0. */
static int
number_of(struct bytes b, int64_t *n)
{
	*n = 0;
	return b.n == 0 ||
		(num_integer(b, n) == 0 && *n <= LARGEST && *n >= -LARGEST)
	    ? 0
	    : -1;
}

static int
take_hist(struct hist *h, struct bytes text)
{
	struct bytes count, value;
	int64_t v, n;

	while (text.p != NULL && text.n > 0) {
		count = bytes_cut(text, ' ', &text);
		value = bytes_cut(count, ':', &count);
		if (count.p == NULL || num_integer(value, &v) != 0 ||
		    num_integer(count, &n) != 0 || v < 0 || v > LARGEST ||
		    n < 1 || n > LARGEST || h->total > (uint64_t)LARGEST)
			return -1;
		hist_add_many(h, v, (uint64_t)n);
	}
	return 0;
}

static int
take_entry(struct tally_entry *e, const struct settings *s, size_t row)
{
	size_t column = FIRST_COLUMN;
	struct bytes text;
	int i;

	for (i = 0; i < MEASURES; i++)
		if (measures[i] != NULL &&
		    number_of(settings_at(s, row, column++), &e->n[i]) != 0)
			return -1;
	for (i = 0; i < TALLY_HISTS; i++) {
		if (hists[i] == NULL)
			continue;
		text = settings_at(s, row, column++);
		if (text.n > 0 &&
		    (e->hist[i] == NULL || take_hist(e->hist[i], text) != 0))
			return -1;
	}
	return 0;
}

static int
take_group(struct report *r, enum tally_group group, const struct settings *s,
    size_t row)
{
	struct bytes key = settings_at(s, row, KEY);
	char text[TALLY_INSTANT];
	int64_t at;

	if (group == TALLY_TEAM && key.n > 0)
		return -1;
	if (group == TALLY_INTERVALS) {
		if (num_integer(key, &at) != 0)
			return -1;
		key = tally_instant_key(at, text);
	}
	return take_entry(tally_entry(r->tally, group, key), s, row);
}

/* The column of a measure. */
static size_t
column_of(enum measure m)
{
	size_t column = FIRST_COLUMN;
	int i;

	for (i = 0; i < (int)m; i++)
		column += measures[i] != NULL;
	return column;
}

static int
take_goal(
    struct report *r, enum goal_kind kind, const struct settings *s, size_t row)
{
	struct goal goal = { .kind = kind };

	if (num_integer(settings_at(s, row, OF), &goal.when) != 0 ||
	    number_of(settings_at(s, row, column_of(MEASURE_TARGET)),
		&goal.target) != 0 ||
	    number_of(
		settings_at(s, row, column_of(MEASURE_DONE)), &goal.done) != 0)
		return -1;
	goal.agent =
	    tally_entry(r->tally, TALLY_AGENTS, settings_at(s, row, KEY));
	goals_raise(r->goals, &goal);
	return 0;
}

static int
take_other(struct report *r, int64_t open[CARRY_KINDS], int other,
    const struct settings *s, size_t row)
{
	struct bytes key = settings_at(s, row, KEY);
	int64_t n;

	if (other == DAY_GOAL || other == CHUNK_GOAL)
		return take_goal(
		    r, other == DAY_GOAL ? GOAL_DAY : GOAL_CHUNK, s, row);
	if (other == CREW) {
		crew_saw(r->crew, tally_entry(r->tally, TALLY_QUEUES, key),
		    tally_entry(
			r->tally, TALLY_AGENTS, settings_at(s, row, OF)));
		return 0;
	}
	if (number_of(settings_at(s, row, N), &n) != 0 || n < 1)
		return -1;
	if (other == NOTE)
		report_remark_more(r, key, (uint64_t)n);
	else
		open[carry_by_name(key)] = n;
	return 0;
}

static int
take_row(struct report *r, int64_t open[CARRY_KINDS], const struct settings *s,
    size_t row)
{
	struct bytes name = settings_at(s, row, GROUP);
	int i;

	for (i = 0; i < TALLY_GROUPS; i++)
		if (groups[i] != NULL && bytes_is(name, groups[i]))
			return take_group(r, (enum tally_group)i, s, row);
	for (i = 0; i < OTHERS; i++)
		if (bytes_is(name, others[i]))
			return take_other(r, open, i, s, row);
	return -1;
}

int
pagerows_read(struct report *r, int64_t open[CARRY_KINDS], const char *name,
    struct bytes table)
{
	struct buf columns = { NULL, 0, 0 };
	struct settings *s = NULL;
	size_t row;
	int got = -1;

	add_columns(&columns);
	if (table.n >= columns.n &&
	    memcmp(table.p, columns.p, columns.n) == 0 &&
	    (s = settings_parse(name, table)) != NULL)
		got = 0;
	for (row = 0; got == 0 && row < settings_rows(s); row++)
		got = take_row(r, open, s, row);
	settings_free(s);
	buf_free(&columns);
	return got;
}

size_t
pagerows_of(const struct report *r, struct bytes agent)
{
	size_t count, i, n = 0, rows;
	struct goal *all = goals_all(r->goals, r->tally, &count);
	struct tally_row *row = tally_rows(r->tally, TALLY_AGENTS, &rows);

	for (i = 0; i < rows; i++)
		n += bytes_equal(row[i].key, agent);
	for (i = 0; i < count; i++)
		n += bytes_equal(
		    tally_key(r->tally, TALLY_AGENTS, all[i].agent->place),
		    agent);
	free(row);
	free(all);
	return n;
}
