/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/columns.h"
#include "call/plain.h"
#include "call/zoneword.h"

static enum scale_kind
kind_of_scale(enum field f)
{
	return f == FIELD_CSAT ? SCALE_CSAT : SCALE_SENTIMENT;
}

/*
 * A number below 1 with more than four decimals: a fraction of a day.  Or
 * one that is fewer and yet a whole number of seconds, as 216 are 0.0025;
 * a column of days has some.
 */
static enum fraction {
	NO_FRACTION,
	SHORT_FRACTION,
	FRACTION
} fraction_of(const struct column *col, struct bytes v)
{
	const char *mark = memchr(v.p, col->duration.decimal, v.n);
	double number, seconds;

	if (mark == NULL)
		mark = memchr(v.p, '.', v.n);
	if (num_real(v, mark != NULL ? *mark : '.', &number) != 0 ||
	    number < 0 || number >= 1)
		return NO_FRACTION;
	if (mark != NULL && v.n - (size_t)(mark - v.p) > 5)
		return FRACTION;
	seconds = number * (DAY_MS / SECOND_MS);
	return fabs(seconds - floor(seconds + 0.5)) < 1e-6 ? SHORT_FRACTION
							   : NO_FRACTION;
}

/*
 * Take note of a number below 1: a column of them is rather parts of a day
 * than of a second.
 */
static void
note_below_one(struct column *col, struct bytes v)
{
	char mark = memchr(v.p, '.', v.n) != NULL ? '.' : col->duration.decimal;
	double number;

	if (num_real(v, mark, &number) != 0 || number < 0 || number >= 1)
		return;
	col->below_one++;
	col->parts += number > 0;
}

/*
 * All of a column is below 1, yet not all as long as parts of a day are:
 * it is read as seconds, which is said.
 */
static void
tell_below_one(const struct column *col, enum field f, const char *name)
{
	if (col->unit_declared || col->parts < 2 ||
	    col->below_one < col->seen || col->duration.unit != UNIT_SECONDS ||
	    (f != FIELD_TALK && f != FIELD_TOTAL))
		return;
	diag_warn("%s: all values seen are below 1 and are read as seconds: "
		  "if they are parts of a day, give -m %s,,day",
	    field_info(f)->name, name);
}

/* A count, or a rating of one's own; as reader.c takes them. */
static int
is_number(const struct columns *c, enum field f, struct bytes v)
{
	double rating;

	if (f != FIELD_SELF_RATING)
		return values_count(v) >= 0;
	return num_real(v, c->decimal, &rating) == 0 && rating >= 0 &&
	    rating <= 10;
}

/*
 * Whether it is asked what values look like: of times, of durations, which
 * may be times, and of two words that mean several things.  Of the others,
 * which are most, it would be a third of the look-ahead.
 */
static int
counts_looks(enum field f)
{
	enum field_kind kind = field_info(f)->kind;

	return kind == KIND_TIME || kind == KIND_DURATION ||
	    f == FIELD_OUTCOME || f == FIELD_CHANNEL;
}

static void
look_at(struct columns *c, enum field f, struct bytes v)
{
	struct column *col = &c->of[f];
	enum duration_result read;
	enum fraction fraction;
	int64_t ms;

	if (counts_looks(f))
		col->looks[look_of(v)]++;
	col->seen++;
	switch (field_info(f)->kind) {
	case KIND_TIME:
		when_look(&col->when, v);
		/* `call time` may turn out to be a duration, */
		if (f == FIELD_TIME)
			col->read += duration_read(&col->duration, v, &ms) <
			    DURATION_BAD;
		break;
	case KIND_SCALE:
		scale_look(&col->scale, kind_of_scale(f), v);
		break;
	case KIND_DURATION:
		fraction = fraction_of(col, v);
		col->fractions += fraction != NO_FRACTION;
		col->long_fractions += fraction == FRACTION;
		note_below_one(col, v);
		read = duration_read(&col->duration, v, &ms);
		col->read += read < DURATION_BAD;
		col->grouped += read == DURATION_GROUPED;
		break;
	case KIND_NUMBER:
		col->read += is_number(c, f, v) != 0;
		break;
	case KIND_FLAG:
		col->read += values_flag(&c->values, f, v) >= 0;
		break;
	case KIND_TEXT:
		if (f != FIELD_OUTCOME) {
			col->read++;
			break;
		}
		col->read +=
		    values_outcome(&c->values, 0, v, !c->outcome[0].words) >= 0;
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
		if (v.n > 0 && (i == FIELD_OUTCOME || !value_is_nothing(v)))
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

/*
 * A start that is always a day alone, beside clock times of the answer:
 * the day with those is as near to the start as the export tells.
 */
static void
settle_days(struct columns *c)
{
	struct column *start = &c->of[FIELD_START];
	struct column *answer = &c->of[FIELD_ANSWERED_AT];

	if (start->index < 0 || start->mapped || start->when.read == 0 ||
	    start->when.timeless !=
		start->when.read + start->when.short_years ||
	    c->of[FIELD_TIME].index >= 0 || answer->index < 0 ||
	    answer->mapped || !mostly(answer, LOOK_CLOCK))
		return;
	move_column(c, FIELD_START, FIELD_DATE, start->settled);
	move_column(c, FIELD_ANSWERED_AT, FIELD_TIME,
	    "the start, as nothing nearer to it is a time of day");
}

/* An outcome's column that is none after all. */
static void
move_outcome(struct columns *c, enum field to, const char *settled)
{
	move_column(c, FIELD_OUTCOME, to, settled);
	c->outcome_count = 0;
}

/* `answered` of 1 and 0: elsewhere numbers are codes of all kinds. */
static void
settle_answered(struct columns *c)
{
	struct column *col = &c->of[FIELD_OUTCOME];

	if (!mostly(col, LOOK_FLAG) ||
	    (!columns_is_called(c, FIELD_OUTCOME, "answered") &&
		!columns_is_called(c, FIELD_OUTCOME, "answered y n")))
		return;
	values_take(&c->values, FIELD_OUTCOME, 0,
	    bytes_of("1=answered;x=answered;0=abandoned"), "");
	col->read = col->looks[LOOK_FLAG];
}

static void
settle_outcome(struct columns *c)
{
	struct column *col = &c->of[FIELD_OUTCOME];

	settle_answered(c);
	/* `Call Type` beside a direction: of calls, or of what came of them. */
	if (columns_is_called(c, FIELD_OUTCOME, "call type") &&
	    col->read * 2 <= col->seen) {
		drop_column(c, FIELD_OUTCOME, FIELD_DIRECTION);
		c->outcome_count = 0;
		return;
	}
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
	} else if (columns_is_called(c, FIELD_OUTCOME, "abandoned") ||
	    columns_is_called(c, FIELD_OUTCOME, "abandon")) {
		if (!mostly(col, LOOK_CLOCK) && !mostly(col, LOOK_NUMBER)) {
			col->settled = "yes means abandoned, no says nothing";
			c->outcome[0].words = 1;
			values_take(&c->values, FIELD_OUTCOME, 0,
			    bytes_of(
				"y=abandoned;yes=abandoned;true=abandoned;"
				"1=abandoned;x=abandoned;abandoned=abandoned;"
				"n=unknown;no=unknown;false=unknown;0=unknown"),
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
	settle_days(c);
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

/* Values that tell, where more may follow. */
enum { UNREAD_MIN = 3 };

/* Whether nothing of a column of times can be read as one. */
static int
is_unread(const struct column *col)
{
	return col->when.seen > 0 && col->when.read == 0 &&
	    (col->when.dotted == 0 || col->when.dots < col->when.seen) &&
	    col->when.short_years == 0;
}

/*
 * Times with the name of a zone that is not known, or that several use:
 * they are never read as if it did not stand there.
 */
static void
tell_zones(const struct column *col, struct bytes field, struct buf *text)
{
	buf_text(text,
	    "%.*s: %llu of the %llu times seen name a zone that is not known, "
	    "or a word that several zones use (as IST): give -z with the zone "
	    "whose word it is, as -z Asia/Kolkata",
	    (int)field.n, field.p, (unsigned long long)col->when.zones,
	    (unsigned long long)col->when.seen);
}

/*
 * `Start (EST)`: mostly the local time there, summer and winter, and not
 * what RFC 822 says of EST; so it is not obeyed, but when -z is another
 * zone that is said.
 */
static void
tell_named_zone(const struct column *col, enum field f)
{
	struct bytes name = col->header, word;
	const char *open = memchr(name.p, '(', name.n), *close;
	int offset_s;

	if (open == NULL || col->utc || col->mapped)
		return;
	close = memchr(open, ')', (size_t)(name.p + name.n - open));
	if (close == NULL)
		return;
	word.p = open + 1;
	word.n = (size_t)(close - word.p);
	if (zoneword_find(word, &offset_s) == ZONEWORD_FIXED)
		diag_warn("%s: the name of its column says %.*s, but times "
			  "without an offset are read in the zone of -z, which "
			  "is another",
		    field_info(f)->name, (int)word.n, word.p);
}

/*
 * A column of times of which nothing can be read.  Without a start there
 * is nothing to reckon with: 0, or -1 for the start.
 */
static int
tell_unread(const struct column *col, enum field f, const char *name)
{
	uint64_t n = col->when.seen;
	int vital = f == FIELD_START || f == FIELD_DATE || f == FIELD_TIME;
	struct buf text = { NULL, 0, 0 };

	if (n < UNREAD_MIN && (!vital || !col->all_seen))
		return 0;
	/* Numbers such as 0 are how systems write "never". */
	if (!vital && col->looks[LOOK_NUMBER] > 0)
		return 0;
	if (col->when.zones > 0)
		tell_zones(col, bytes_of(field_info(f)->name), &text);
	else
		buf_text(&text,
		    "%s: no value of its column can be read as a time (%llu "
		    "seen): give -m %s,FORMAT with what they are (dmy, mdy, "
		    "ymd, dmyy, mdyy, yymd, epoch, epoch_ms, excel), or "
		    "another column",
		    field_info(f)->name, (unsigned long long)n, name);
	if (vital)
		diag_fail(STATUS_CANNOT, "%s", buf_string(&text));
	else
		diag_warn("%s", buf_string(&text));
	buf_free(&text);
	return vital ? -1 : 0;
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
	    col->fractions == col->seen && col->long_fractions * 2 > col->seen)
		col->duration.unit = UNIT_DAYS;
	if (kind == KIND_DURATION)
		tell_below_one(col, f, name);
	if (kind == KIND_TIME && is_unread(col))
		return tell_unread(col, f, name);
	if (kind == KIND_TIME)
		tell_named_zone(col, f);
	if (f == FIELD_START && col->when.read > 0 &&
	    col->when.timeless == col->when.read + col->when.short_years)
		diag_warn("start: its values are days without a time of day: "
			  "all calls are taken to start at midnight; -m "
			  "time=COLUMN names a column of times");
	if (kind == KIND_TIME && col->when.zones > 0) {
		struct buf text = { NULL, 0, 0 };

		tell_zones(col, bytes_of(field_info(f)->name), &text);
		diag_warn("%s", buf_string(&text));
		buf_free(&text);
	}
	if (kind == KIND_TIME && when_decide(&col->when, name) != 0) {
		char *why = mem_string(diag_text());

		diag_fail(diag_status(), "%s: %s", field_info(f)->name, why);
		free(why);
		return -1;
	}
	return 0;
}

/* Whether dates were read, in either order of day and month. */
static int
is_order_open(const struct column *col, enum field f)
{
	const struct when_format *w = &col->when;

	return col->index >= 0 && field_info(f)->kind == KIND_TIME &&
	    !w->declared && w->dmy == 0 && w->mdy == 0 && w->either > 0;
}

/*
 * The order of day and month of a column is open: whoever is asked for it
 * is asked for that of all others, too.
 */
static void
tell_other_orders(const struct columns *c, size_t asked)
{
	struct buf text = { NULL, 0, 0 };
	size_t i, more = 0;

	if (!is_order_open(&c->of[asked], (enum field)asked))
		return;
	buf_text(&text, "%s", diag_text());
	for (i = asked + 1; i < FIELD_COUNT; i++)
		if (is_order_open(&c->of[i], (enum field)i))
			buf_text(&text, "%s%s",
			    more++ == 0 ? "; the same for " : ", ",
			    field_info((enum field)i)->name);
	if (more > 0)
		diag_fail(diag_status(), "%s", buf_string(&text));
	buf_free(&text);
}

int
columns_decide(struct columns *c, int all_seen)
{
	size_t i;

	settle_meanings(c);
	if (c->of[FIELD_START].index < 0 && c->of[FIELD_DATE].index < 0)
		diag_warn("no column is known as the start of calls: what "
			  "needs times is switched off, as --check says; -m "
			  "start=COLUMN names it");
	for (i = 0; i < FIELD_COUNT; i++)
		c->of[i].all_seen = all_seen;
	for (i = 0; i < FIELD_COUNT; i++)
		if (c->of[i].index >= 0 &&
		    decide(&c->of[i], (enum field)i) != 0) {
			tell_other_orders(c, i);
			return -1;
		}
	return 0;
}

int
columns_timed(const struct columns *c, const struct record *r,
    const size_t *from, struct buf *scratch)
{
	static const enum field fields[] = { FIELD_START, FIELD_DATE,
		FIELD_TIME };
	const struct column *col = NULL;
	struct when_format alone;
	size_t i;

	for (i = 0; i < 3 && c->names != NULL; i++) {
		col = &c->of[fields[i]];
		if (col->index >= 0)
			break;
	}
	if (c->names == NULL || i == 3)
		return -1;
	i = (size_t)col->index;
	if (from != NULL)
		i = from[i];
	if (i >= r->fields)
		return 0;
	/* What a value looks like does not hang on what was settled. */
	memset(&alone, 0, sizeof(alone));
	if (col->when.declared) {
		alone = col->when;
		alone.read = alone.short_years = 0;
	}
	scratch->n = 0;
	when_look(&alone, bytes_trim(record_value(r, i, scratch)));
	return alone.read + alone.short_years > 0;
}

/* Whether a word of the header means several things, as the values say. */
static int
is_ambiguous(const struct columns *c)
{
	static const struct {
		enum field field;
		const char *called;
	} words[] = {
		{ FIELD_OUTCOME, "status" },
		{ FIELD_OUTCOME, "answered" },
		{ FIELD_OUTCOME, "abandoned" },
		{ FIELD_OUTCOME, "abandon" },
		{ FIELD_OUTCOME, "call type" },
		{ FIELD_TIME, "call time" },
		{ FIELD_TOTAL, "duration" },
	};
	static const enum field found[] = { FIELD_WRAP, FIELD_CHANNEL };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (columns_is_called(c, words[i].field, words[i].called))
			return 1;
	for (i = 0; i < sizeof(found) / sizeof(found[0]); i++)
		if (c->of[found[i]].index >= 0 && !c->of[found[i]].mapped)
			return 1;
	return c->of[FIELD_START].index >= 0 && c->of[FIELD_DATE].index >= 0;
}

/* Whether further values could change how a column is read. */
static int
is_open(const struct column *col, enum field_kind kind)
{
	const struct when_format *w = &col->when;

	switch (kind) {
	case KIND_TIME:
		return !w->declared &&
		    (w->read == 0 ||
			(w->dmy == 0 && w->mdy == 0 && w->either > 0));
	case KIND_DURATION:
		return !col->unit_declared &&
		    (col->seen == 0 ||
			(col->fractions == col->seen &&
			    col->long_fractions > 0));
	case KIND_SCALE:
		return !col->scale.declared;
	case KIND_TEXT:
	case KIND_NUMBER:
	case KIND_FLAG:
		break;
	}
	return 0;
}

int
columns_undated(const struct columns *c)
{
	size_t i;

	for (i = 0; i < FIELD_STRESS; i++)
		if (c->of[i].index >= 0 && c->of[i].when.either > 0 &&
		    field_info((enum field)i)->kind == KIND_TIME &&
		    is_open(&c->of[i], KIND_TIME))
			return 1;
	return 0;
}

int
columns_undecided(const struct columns *c)
{
	size_t i;

	for (i = 0; i < FIELD_STRESS; i++)
		if (c->of[i].index >= 0 &&
		    is_open(&c->of[i], field_info((enum field)i)->kind))
			return 1;
	return is_ambiguous(c);
}

/* Whether a duration's unit is a guess so far. */
static int
is_unit_open(const struct column *col)
{
	return col->index >= 0 && !col->unit_declared && !col->mapped &&
	    col->duration.unit == UNIT_SECONDS && col->seen > 0;
}

static int
weighs_talk(const struct columns *c)
{
	return is_unit_open(&c->of[FIELD_TALK]) &&
	    c->of[FIELD_TALK].looks[LOOK_CLOCK] == 0 &&
	    c->of[FIELD_ANSWERED_AT].index >= 0 && c->of[FIELD_END].index >= 0;
}

int
columns_weighs(const struct columns *c)
{
	const struct column *total = &c->of[FIELD_TOTAL];

	if (weighs_talk(c))
		return 1;
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

/* Weigh a talk time by the end and the answer. */
static void
weigh_talk(const struct columns *c, struct column_weight *w,
    const struct record *r, struct buf *scratch)
{
	const struct column *talk = &c->of[FIELD_TALK];
	int64_t ms, span, end, answered;

	if (!weighs_talk(c))
		return;
	end = instant_of(c, FIELD_END, r, scratch);
	answered = instant_of(c, FIELD_ANSWERED_AT, r, scratch);
	if (answered == INSTANT_NONE || end == INSTANT_NONE ||
	    end <= answered ||
	    duration_read(&talk->duration, columns_value(talk, r, scratch),
		&ms) != DURATION_READ ||
	    ms == 0)
		return;
	span = end - answered;
	w->talks++;
	w->talks_s += is_near(ms, span, 1500) != 0;
	w->talks_ms += is_near(ms / 1000, span, 1500) != 0;
	w->talks_min += is_near(ms, span / 60, 600) != 0;
}

void
columns_weigh(const struct columns *c, struct column_weight *w,
    const struct record *r, struct buf *scratch)
{
	const struct column *total = &c->of[FIELD_TOTAL];
	int64_t ms, span, start, end, answered;

	scratch->n = 0;
	weigh_talk(c, w, r, scratch);
	if (!columns_is_called(c, FIELD_TOTAL, "duration"))
		return;
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

/* A talk time in seconds stays what it is; others are told, as it may not
 * be the only one. */
static void
talk_weighed(struct column *talk, const struct column_weight *w)
{
	uint64_t most = w->talks - w->talks / 5;

	if (w->talks == 0 || w->talks_s >= most)
		return;
	if (w->talks_ms >= most) {
		talk->duration.unit = UNIT_MILLISECONDS;
		talk->settled = "milliseconds: end - answered_at is as much";
	} else if (w->talks_min >= most) {
		talk->duration.unit = UNIT_MINUTES;
		talk->settled = "minutes: end - answered_at is as much";
	} else
		return;
	diag_warn("talk is read in %s, as end - answered_at is as much; if "
		  "other durations are, too, give -m hold=COLUMN,,%s and so on",
	    talk->duration.unit == UNIT_MINUTES ? "minutes" : "milliseconds",
	    talk->duration.unit == UNIT_MINUTES ? "min" : "ms");
}

void
columns_weighed(struct columns *c, const struct column_weight *w)
{
	struct column *total = &c->of[FIELD_TOTAL];
	uint64_t most = w->weighed - w->weighed / 5;

	talk_weighed(&c->of[FIELD_TALK], w);

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
