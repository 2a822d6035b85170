/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "care/apportion.h"
#include "report/report.h"

const struct report_column report_columns[] = { { HAS_START, FIELD_START, NULL,
						    "days, hours, contacts" },
	{ HAS_AGENT, FIELD_AGENT, NULL,
	    "agents; what was answered counts "
	    "as handled" },
	{ HAS_QUEUE, FIELD_QUEUE, NULL,
	    "queues; each inbound call counts "
	    "as offered" },
	{ HAS_CUSTOMER, FIELD_CUSTOMER, NULL,
	    "who called again; open work "
	    "stands alone" },
	{ HAS_TRANSFERS, FIELD_TRANSFERS, NULL, "transfers" },
	{ HAS_RESOLVED, FIELD_RESOLVED, NULL,
	    "what was resolved, which hard "
	    "calls were not" },
	{ HAS_CSAT, FIELD_CSAT, NULL, "ratings" },
	{ HAS_STRESS, FIELD_STRESS, "triage",
	    "how hard the calls were, and "
	    "why" },
	{ HAS_CONTACTS, FIELD_CONTACTS, "triage", "the repeat rate" },
	{ HAS_LOAD, FIELD_LOAD, "breathe", "the agents' load" },
	{ HAS_BREATHER, FIELD_BREATHER, "breathe", "breathers" },
	{ HAS_TARGET, FIELD_DAY_TARGET, "targetsplit", "targets" },
	{ HAS_ESCALATION, FIELD_ESCALATION, "escalate", "escalations" },
	{ HAS_REASON, FIELD_REASON, NULL, "what calls were about" },
	{ HAS_PROMISE, FIELD_PROMISED_BY, NULL, "promises and call-backs" },
	{ HAS_SIGNALS, FIELD_SIGNALS, "triage", "who said thank you" },
	{ HAS_SENTIMENT_END, FIELD_SENTIMENT_END, NULL,
	    "calls that ended better than they began" },
	{ 0, FIELD_COUNT, NULL, NULL } };

void
report_start(struct report *r, const struct setup *setup, int64_t now)
{
	memset(r, 0, sizeof(*r));
	r->setup = *setup;
	r->now = now;
	r->tally = tally_new();
	r->carry = carry_new(now);
	r->shape = shape_new();
	r->moments = moments_new();
	r->goals = goals_new();
	r->crew = crew_new();
	r->hours = crew_new();
	r->keeps_crew = 1;
	r->hists = ~0u;
	r->open_before = -1;
	r->asked_last = -1;
	r->first_day = INT64_MAX;
	r->last_day = INT64_MIN;
}

void
report_free(struct report *r)
{
	size_t i;

	tally_free(r->tally);
	carry_free(r->carry);
	shape_free(r->shape);
	moments_free(r->moments);
	pick_free(r->pick);
	rolecards_free(r->cards);
	goals_free(r->goals);
	crew_free(r->crew);
	crew_free(r->hours);
	for (i = 0; i < r->note_count; i++)
		free(r->notes[i].text);
	free(r->notes);
	memset(r, 0, sizeof(*r));
}

void
report_note(struct report *r, const char *what, uint64_t n)
{
	struct report_note *note;
	struct buf text = { NULL, 0, 0 };
	const char *number = strstr(what, "%llu");

	if (n == 0 || number == NULL)
		return;
	r->notes =
	    mem_grow(r->notes, r->note_count, &r->note_cap, sizeof(*r->notes));
	note = &r->notes[r->note_count++];
	note->of_records = 0;
	buf_add(&text, what, (size_t)(number - what));
	buf_text(&text, "%llu", (unsigned long long)n);
	buf_add_string(&text, number + 4);
	note->text = mem_string(buf_string(&text));
	note->what = number[4] == ' ' ? number + 5 : number + 4;
	note->n = n;
	buf_free(&text);
}

void
report_remark(struct report *r, const char *what, uint64_t n)
{
	size_t before = r->note_count;

	report_note(r, what, n);
	if (r->note_count > before)
		r->notes[before].of_records = 1;
}

static void
tell_note(struct report_note *note, struct bytes what)
{
	struct buf text = { NULL, 0, 0 };
	size_t number;

	buf_text(&text, "%llu ", (unsigned long long)note->n);
	number = text.n;
	buf_add_bytes(&text, what);
	free(note->text);
	note->text = mem_copy(text.p, text.n);
	note->what = note->text + number;
	buf_free(&text);
}

static void
note_more(struct report *r, struct bytes what, uint64_t n, int of_records)
{
	struct report_note *note;
	struct bytes own;
	size_t i;

	for (i = 0; i < r->note_count; i++)
		if (r->notes[i].of_records == of_records &&
		    bytes_is(what, r->notes[i].what))
			break;
	if (i == r->note_count) {
		r->notes = mem_grow(
		    r->notes, r->note_count, &r->note_cap, sizeof(*r->notes));
		r->notes[r->note_count++] =
		    (struct report_note){ .of_records = of_records };
	}
	note = &r->notes[i];
	note->n += n;
	/* `what` may lie in the text that is replaced. */
	own.p = mem_copy(what.n > 0 ? what.p : "", what.n);
	own.n = what.n;
	tell_note(note, own);
	free((void *)(uintptr_t)own.p);
}

void
report_note_more(struct report *r, struct bytes what, uint64_t n)
{
	note_more(r, what, n, 0);
}

void
report_remark_more(struct report *r, struct bytes what, uint64_t n)
{
	note_more(r, what, n, 1);
}

void
report_account(struct report *r, const struct stream *s)
{
	uint64_t n;
	size_t i;

	r->account = *stream_account(s);
	for (i = 0; i < stream_counts(s); i++) {
		const char *what = stream_counted(s, i, &n);

		report_note(r, what, n);
	}
}

struct report_row
report_team(const struct report *r)
{
	struct report_row row = { .key = bytes_of(""),
		.entry = tally_at(r->tally, TALLY_TEAM, 0),
		.share = -1 };

	return row;
}

int
report_partial(const struct report *r, int64_t *told)
{
	struct tally_entry sum = { .place = 0 };
	uint32_t i;

	for (i = 0; i < tally_count(r->tally, TALLY_INTERVALS); i++)
		tally_add(&sum, MEASURE_TARGET,
		    tally_at(r->tally, TALLY_INTERVALS, i)->n[MEASURE_TARGET]);
	*told = sum.n[MEASURE_TARGET];
	return *told < report_team(r).entry->n[MEASURE_TARGET];
}

static int
by_work(const void *a, const void *b)
{
	const struct report_row *x = a, *y = b;
	int64_t p = x->entry->n[MEASURE_STRESS_WORK];
	int64_t q = y->entry->n[MEASURE_STRESS_WORK];

	if (p != q)
		return p > q ? -1 : 1;
	return bytes_order(x->key, y->key);
}

void
report_shares(struct report_row *rows, size_t count, int64_t steps)
{
	int64_t *weights = mem_zero(count + 1, sizeof(*weights));
	int64_t *parts = mem_zero(count + 1, sizeof(*parts));
	int64_t sum = 0;
	size_t i, much = 0;

	for (i = 0; i < count; i++) {
		weights[i] = rows[i].entry->n[MEASURE_STRESS_WORK];
		much |= (size_t)__builtin_add_overflow(sum, weights[i], &sum);
	}
	/* Nobody works so long; but then the sum would not fit 63 bits. */
	for (i = 0; i < count && much; i++)
		weights[i] /= (int64_t)count;
	(void)apportion(APPORTION_LARGEST, steps, weights, count, parts);
	for (i = 0; i < count; i++)
		rows[i].share = parts[i] * (REPORT_WHOLE / steps);
	free(weights);
	free(parts);
}

void
report_bands(const struct report *r, int64_t parts[REPORT_BANDS])
{
	const int64_t *n = report_team(r).entry->n;
	int64_t weights[REPORT_BANDS] = { n[MEASURE_CALM], n[MEASURE_STRAINED],
		n[MEASURE_HARD] };

	memset(parts, 0, REPORT_BANDS * sizeof(*parts));
	(void)apportion(APPORTION_LARGEST, 1000, weights, REPORT_BANDS, parts);
}

struct report_row *
report_rows(const struct report *r, enum tally_group group, size_t *count)
{
	struct tally_row *from = tally_rows(r->tally, group, count);
	struct report_row *rows = mem_zero(*count + 1, sizeof(*rows));
	int64_t told;
	int partial = group == TALLY_INTERVALS && report_partial(r, &told);
	size_t i;

	for (i = 0; i < *count; i++) {
		rows[i].key = from[i].key;
		rows[i].entry = from[i].entry;
		rows[i].share = -1;
		rows[i].partial = partial;
	}
	free(from);
	if (group == TALLY_CAUSES) {
		qsort(rows, *count, sizeof(*rows), by_work);
		report_shares(rows, *count, REPORT_WHOLE);
	}
	return rows;
}

struct bytes
report_key(enum tally_group group, struct bytes key, char out[REPORT_KEY])
{
	struct bytes text = { out, 0 };

	if (group != TALLY_INTERVALS)
		return key;
	text.n = instant_put(out, tally_instant(key));
	return text;
}
