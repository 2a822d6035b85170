/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/columns.h"

static enum scale_kind
kind_of_scale(enum field f)
{
	return f == FIELD_CSAT ? SCALE_CSAT : SCALE_SENTIMENT;
}

/* A number below 1 with more than four decimals: a fraction of a day. */
static int
is_fraction(const struct column *col, struct bytes v)
{
	double number;
	const char *mark = memchr(v.p, col->duration.decimal, v.n);

	if (mark == NULL && (mark = memchr(v.p, '.', v.n)) == NULL)
		return 0;
	return v.n - (size_t)(mark - v.p) > 5 &&
	    num_real(v, *mark, &number) == 0 && number >= 0 && number < 1;
}

static void
look_at(struct columns *c, enum field f, struct bytes v)
{
	struct column *col = &c->of[f];
	int64_t ms;

	col->looks[look_of(v)]++;
	col->seen++;
	switch (field_info(f)->kind) {
	case KIND_TIME:
		when_look(&col->when, v);
		/* `call time` may turn out to be a duration, */
		if (f == FIELD_TIME)
			col->read += duration_read(&col->duration, v, &ms) !=
			    DURATION_BAD;
		break;
	case KIND_SCALE:
		scale_look(&col->scale, kind_of_scale(f), v);
		break;
	case KIND_DURATION:
		col->fractions += is_fraction(col, v) != 0;
		col->read +=
		    duration_read(&col->duration, v, &ms) != DURATION_BAD;
		break;
	case KIND_NUMBER:
	case KIND_FLAG:
	case KIND_TEXT:
		if (f != FIELD_OUTCOME) {
			col->read++;
			break;
		}
		col->read += values_outcome(&c->values, 0, v,
				 !c->outcome[0].words) != OUTCOME_UNKNOWN;
		/* and `answered` a time. */
		when_look(&col->when, v);
		break;
	}
}

void
columns_look(struct columns *c, const struct record *r, struct buf *scratch)
{
	size_t i;

	for (i = 0; i < FIELD_COUNT; i++) {
		struct column *col = &c->of[i];
		struct bytes v;

		if (col->index < 0)
			continue;
		scratch->n = 0;
		v = bytes_trim(record_value(r, (size_t)col->index, scratch));
		if (v.n > 0)
			look_at(c, (enum field)i, v);
	}
}

/* Whether most of a column's values look so; not when it has none. */
static int
mostly(const struct column *col, enum look look)
{
	return col->looks[look] * 2 > col->seen;
}

static void
drop_column(struct columns *c, enum field f, enum field into)
{
	columns_lose(&c->of[into], c->of[f].header);
	c->of[f].index = -1;
}

/*
 * A column means another field than its name was first taken for; the
 * look-ahead's findings move along.
 */
static void
move_column(
    struct columns *c, enum field from, enum field to, const char *settled)
{
	struct column *source = &c->of[from], *target = &c->of[to];

	if (target->index >= 0) {
		drop_column(c, from, to);
		return;
	}
	free(target->losers);
	*target = *source;
	target->settled = settled;
	if (field_info(to)->kind == KIND_TEXT)
		target->read = target->seen;
	memset(source, 0, sizeof(*source));
	source->index = -1;
}

/*
 * A start is one column, or a date and a time.  `call time` beside a full
 * start is a duration, beside a date the time of day, and alone the start
 * itself.
 */
static void
settle_start(struct columns *c)
{
	struct column *of = c->of;
	int date = of[FIELD_DATE].index >= 0, time;

	if (of[FIELD_START].index >= 0 && date && !of[FIELD_START].mapped &&
	    (of[FIELD_DATE].mapped || mostly(&of[FIELD_START], LOOK_CLOCK))) {
		if (of[FIELD_TIME].index >= 0)
			drop_column(c, FIELD_START, FIELD_TIME);
		else
			move_column(c, FIELD_START, FIELD_TIME,
			    "clock times beside a date");
	}
	time = of[FIELD_TIME].index >= 0;
	if (of[FIELD_START].index < 0) {
		if (!date && time)
			move_column(c, FIELD_TIME, FIELD_START,
			    "the start, as no date stands beside it");
		else if (date && !time)
			move_column(c, FIELD_DATE, FIELD_START, NULL);
		return;
	}
	if (date)
		drop_column(c, FIELD_DATE, FIELD_START);
	if (time && columns_is_called(c, FIELD_TIME, "call time") &&
	    !mostly(&of[FIELD_TIME], LOOK_DATED))
		move_column(c, FIELD_TIME, FIELD_TOTAL,
		    "a duration, as the start stands elsewhere");
	else if (time)
		drop_column(c, FIELD_TIME, FIELD_START);
}

/* An outcome's column that is none after all. */
static void
move_outcome(struct columns *c, enum field to, const char *settled)
{
	move_column(c, FIELD_OUTCOME, to, settled);
	c->outcome_count = 0;
}

static void
settle_outcome(struct columns *c)
{
	struct column *col = &c->of[FIELD_OUTCOME];

	if (columns_is_called(c, FIELD_OUTCOME, "status")) {
		if (mostly(col, LOOK_STATE))
			move_outcome(c, FIELD_STATUS,
			    "states of open work, "
			    "by its values");
		else
			col->settled = "the outcome, as its values are no "
				       "states of open work";
	} else if (columns_is_called(c, FIELD_OUTCOME, "answered")) {
		if (mostly(col, LOOK_CLOCK) || mostly(col, LOOK_DATED))
			move_outcome(
			    c, FIELD_ANSWERED_AT, "a time, by its values");
	} else if (columns_is_called(c, FIELD_OUTCOME, "abandoned")) {
		if (!mostly(col, LOOK_CLOCK) && !mostly(col, LOOK_NUMBER)) {
			col->settled = "yes means abandoned, no says nothing";
			c->outcome[0].words = 1;
			values_take(&c->values, FIELD_OUTCOME, 0,
			    bytes_of(
				"y=abandoned;yes=abandoned;true=abandoned;"
				"1=abandoned;x=abandoned;abandoned=abandoned"),
			    "");
		} else {
			col->read =
			    col->looks[LOOK_CLOCK] + col->looks[LOOK_NUMBER];
			move_outcome(c, FIELD_WAIT,
			    "how long who gave up "
			    "had waited, by its values");
		}
	}
}

/* Words that mean several things: what the values say. */
static void
settle_meanings(struct columns *c)
{
	struct column *wrap = &c->of[FIELD_WRAP];
	struct column *channel = &c->of[FIELD_CHANNEL];

	settle_start(c);
	settle_outcome(c);
	if (wrap->index >= 0 && !wrap->mapped && wrap->read * 2 < wrap->seen)
		move_column(c, FIELD_WRAP, FIELD_REASON,
		    "a reason, as its values are no durations");
	else if (columns_is_called(c, FIELD_WRAP, "wrap up"))
		wrap->settled = "durations, by its values";
	if (channel->index >= 0 && !channel->mapped) {
		if (mostly(channel, LOOK_LINE)) {
			channel->index = -1;
			channel->settled = "telephone lines";
		} else if (columns_is_called(c, FIELD_CHANNEL, "channel"))
			channel->settled = "phone, chat, mail, by its values";
	}
}

/* Settle the format of one field; 0 or -1. */
static int
decide(struct column *col, enum field f)
{
	enum field_kind kind = field_info(f)->kind;
	char name[320];

	snprintf(name, sizeof(name), "%s=%.*s", field_info(f)->name,
	    (int)(col->header.n < 200 ? col->header.n : 200), col->header.p);
	if (kind == KIND_SCALE &&
	    scale_decide(&col->scale, kind_of_scale(f)) != 0)
		return diag_fail(STATUS_CANNOT,
		    "%s: its values fit none of "
		    "the usual scales: give -m %s,LOW..HIGH",
		    field_info(f)->name, name);
	if (kind == KIND_DURATION && !col->unit_declared && col->seen > 0 &&
	    col->fractions == col->seen)
		col->duration.unit = UNIT_DAYS;
	if (kind == KIND_TIME && when_decide(&col->when, name) != 0) {
		char *why = mem_string(diag_text());

		diag_fail(diag_status(), "%s: %s", field_info(f)->name, why);
		free(why);
		return -1;
	}
	return 0;
}

int
columns_decide(struct columns *c)
{
	size_t i;

	settle_meanings(c);
	for (i = 0; i < FIELD_COUNT; i++)
		if (c->of[i].index >= 0 &&
		    decide(&c->of[i], (enum field)i) != 0)
			return -1;
	return 0;
}

int
columns_weighs(const struct columns *c)
{
	const struct column *total = &c->of[FIELD_TOTAL];

	return columns_is_called(c, FIELD_TOTAL, "duration") &&
	    !total->unit_declared && total->duration.unit == UNIT_SECONDS &&
	    total->seen > 0 && c->of[FIELD_START].index >= 0 &&
	    c->of[FIELD_END].index >= 0;
}

/* A time of the record with a date of its own, or INSTANT_NONE. */
static int64_t
instant_of(const struct columns *c, enum field f, const struct record *r,
    struct buf *scratch)
{
	struct when w;

	if (c->of[f].index < 0 ||
	    when_read(&c->of[f].when, columns_value(&c->of[f], r, scratch),
		&w) != 0 ||
	    (!w.absolute && !w.has_date))
		return INSTANT_NONE;
	return when_instant(&w, 0, 0, NULL);
}

/* Whole seconds may be cut or rounded at both ends. */
static int
is_near(int64_t a, int64_t b, int64_t slack)
{
	return a >= b - slack && a <= b + slack;
}

void
columns_weigh(const struct columns *c, struct column_weight *w,
    const struct record *r, struct buf *scratch)
{
	const struct column *total = &c->of[FIELD_TOTAL];
	int64_t ms, span, start, end, answered;

	scratch->n = 0;
	start = instant_of(c, FIELD_START, r, scratch);
	end = instant_of(c, FIELD_END, r, scratch);
	answered = instant_of(c, FIELD_ANSWERED_AT, r, scratch);
	if (start == INSTANT_NONE || end == INSTANT_NONE || end <= start ||
	    duration_read(&total->duration, columns_value(total, r, scratch),
		&ms) != DURATION_READ ||
	    ms == 0)
		return;
	span = end - start;
	w->weighed++;
	w->total_s += is_near(ms, span, 1500) != 0;
	w->total_ms += is_near(ms / 1000, span, 1500) != 0;
	w->total_min += is_near(ms, span / 60, 1500) != 0;
	w->talk_s += answered > start && is_near(ms, end - answered, 1500);
}

void
columns_weighed(struct columns *c, const struct column_weight *w)
{
	struct column *total = &c->of[FIELD_TOTAL];
	uint64_t most = w->weighed - w->weighed / 5;

	if (w->weighed == 0)
		return;
	if (w->total_s >= most)
		total->settled = "the whole call: end - start is as much";
	else if (w->talk_s >= most && c->of[FIELD_TALK].index < 0)
		move_column(c, FIELD_TOTAL, FIELD_TALK,
		    "talk: end - answered_at is as much");
	else if (w->total_ms >= most) {
		total->duration.unit = UNIT_MILLISECONDS;
		total->settled = "milliseconds: end - start is as much";
	} else if (w->total_min >= most && total->looks[LOOK_CLOCK] == 0) {
		total->duration.unit = UNIT_MINUTES;
		total->settled = "minutes: end - start is as much";
	} else
		total->settled = "the whole call in seconds, though end - "
				 "start differs";
}

void
columns_scales(const struct columns *c, struct buf *out)
{
	size_t i;

	for (i = 0; i < FIELD_STRESS; i++) {
		const struct column *col = &c->of[i];

		if (col->index < 0 ||
		    field_info((enum field)i)->kind != KIND_SCALE ||
		    col->scale.declared || col->scale.read == 0)
			continue;
		buf_text(out, "%s%s is read as %g..%g", out->n > 0 ? ", " : "",
		    field_info((enum field)i)->name, col->scale.low,
		    col->scale.high);
	}
}
