/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hot.h"
#include "call/plain.h"
#include "call/quick.h"
#include "call/reader_inside.h"
#include "call/zoneword.h"

RARE int64_t
read_duration(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = value(rd, r, f);
	int64_t ms;

	if (v.n == 0)
		return DURATION_NONE;
	switch (duration_read(&rd->columns->of[f].duration, v, &ms)) {
	case DURATION_READ:
		return ms;
	case DURATION_EMPTY:
		break;
	case DURATION_NEGATIVE:
		reader_blame(rd, r, FAULT_NEGATIVE, f, v);
		break;
	case DURATION_BAD:
		reader_blame(rd, r, FAULT_DURATION, f, v);
		break;
	case DURATION_GROUPED:
		reader_blame(rd, r, FAULT_GROUPED, f, v);
		break;
	}
	return DURATION_NONE;
}

__attribute__((always_inline)) static inline int64_t
duration(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes raw = glance(rd, r, f);
	int64_t n;

	if (raw.n == 0)
		return DURATION_NONE;
	if (rd->units[f] > 0 && quick_count(raw, rd->last_four, &n) == 0)
		return n * rd->units[f];
	return read_duration(rd, r, f);
}

int64_t
reader_duration(struct reader *rd, const struct record *r, enum field f)
{
	return duration(rd, r, f);
}

/* Read a field as a time.  Returns 0, or -1 when there is none. */
static int
read_when(
    struct reader *rd, const struct record *r, enum field f, struct when *w)
{
	struct bytes v = value(rd, r, f);
	int got;

	if (v.n == 0 || bytes_trim(v).n == 0)
		return -1;
	got = when_read(&rd->columns->of[f].when, v, w);
	if (got == 0) {
		w->has_offset |= rd->columns->of[f].utc;
		return 0;
	}
	/* A bare 0 is how systems that count from 1970 write "never". */
	if (got < 0 &&
	    (bytes_is(bytes_trim(v), "0") || value_is_nothing(bytes_trim(v))))
		return -1;
	reader_blame(rd, r, got > 0 ? FAULT_ORDER : FAULT_TIME, f, v);
	if (got > 0)
		rd->broken = f;
	return -1;
}

/*
 * The instant of a civil time on the day that was asked for last, when
 * that day has 24 hours: most records are of the same day.  Returns 0 or
 * -1.
 */
static int
same_day(struct reader *rd, const struct civil *c, int64_t *at)
{
	struct civil first = *c, last = *c;
	enum zone_fold fold = ZONE_ONCE, fold_last = ZONE_ONCE;
	int64_t until;

	if (rd->day_year != c->year || rd->day_month != c->month ||
	    rd->day_day != c->day) {
		first.hour = first.minute = first.second = first.ms = 0;
		last.hour = 23;
		last.minute = last.second = 59;
		last.ms = 0;
		rd->day_start = zone_instant(&first, 0, &fold);
		until = zone_instant(&last, 0, &fold_last);
		rd->day_year = c->year;
		rd->day_month = c->month;
		rd->day_day = c->day;
		rd->day_plain = fold == ZONE_ONCE && fold_last == ZONE_ONCE &&
		    until - rd->day_start == DAY_MS - SECOND_MS;
	}
	*at = rd->day_start + c->hour * (int64_t)HOUR_MS +
	    c->minute * (int64_t)MINUTE_MS + c->second * (int64_t)SECOND_MS +
	    c->ms;
	return rd->day_plain ? 0 : -1;
}

static int64_t
to_instant(struct reader *rd, const struct when *w, int64_t date, int backwards)
{
	enum zone_fold fold = ZONE_ONCE;
	int64_t at, later;

	if (w->has_date && !w->absolute && !w->has_offset && !w->next_day &&
	    same_day(rd, &w->civil, &at) == 0)
		return at;
	at = when_instant(w, date, 0, &fold);
	if (w->zone_word > 0 && !zoneword_fits(w->zone_word, at))
		rd->faults[FAULT_SEASON]++;
	if (fold == ZONE_ONCE)
		return at;
	rd->faults[fold == ZONE_TWICE ? FAULT_TWICE : FAULT_NEVER]++;
	if (fold != ZONE_TWICE)
		return at;
	/* The file's order says which of the two hours it is. */
	later = when_instant(w, date, 1, NULL);
	if (backwards)
		return rd->previous_start != INSTANT_NONE &&
			later > rd->previous_start
		    ? at
		    : later;
	return rd->previous_start != INSTANT_NONE && at < rd->previous_start
	    ? later
	    : at;
}

/*
 * A time of the day that was read last, in the form in which its column
 * was read before.  Returns 0 or -1.
 */
static inline int
quick_instant(
    const struct reader *rd, const struct record *r, enum field f, int64_t *at)
{
	struct bytes raw = glance(rd, r, f);
	int64_t seconds;

	if (raw.n != QUICK_STAMP || f >= 64 || !(rd->stamps >> f & 1) ||
	    !quick_same_date(raw.p, rd->day_text) ||
	    quick_clock(raw.p, &seconds) != 0)
		return -1;
	*at = rd->day_text_start + seconds * SECOND_MS;
	return 0;
}

/*
 * Take note of the form of a value that was read as `w`, when it was of
 * the day that same_day() holds.
 */
static void
learn_stamp(struct reader *rd, const struct record *r, enum field f,
    const struct when *w)
{
	struct bytes raw = glance(rd, r, f);
	int64_t seconds, year, month, day;
	const struct bytes parts[] = { { raw.p, 4 }, { raw.p + 5, 2 },
		{ raw.p + 8, 2 } };

	if (raw.n != QUICK_STAMP || f >= 64 || rd->parts[f] || !rd->day_plain ||
	    !w->has_date || w->absolute || w->has_offset || w->next_day ||
	    quick_clock(raw.p, &seconds) != 0 ||
	    quick_digits(parts[0], &year) != 0 ||
	    quick_digits(parts[1], &month) != 0 ||
	    quick_digits(parts[2], &day) != 0 || raw.p[4] != '-' ||
	    raw.p[7] != '-')
		return;
	if (year != rd->day_year || month != rd->day_month ||
	    day != rd->day_day || w->civil.year != year ||
	    w->civil.month != month || w->civil.day != day)
		return;
	rd->stamps |= UINT64_C(1) << f;
	memcpy(rd->day_text, raw.p, QUICK_DATE);
	rd->day_text_start = rd->day_start;
}

static int64_t
read_start(struct reader *rd, const struct record *r)
{
	const struct column *of = rd->columns->of;
	struct when w, time;
	int64_t at;

	if (quick_instant(rd, r, FIELD_START, &at) == 0) {
		rd->previous_start = at;
		return at;
	}
	if (of[FIELD_START].index >= 0) {
		if (read_when(rd, r, FIELD_START, &w) != 0)
			return INSTANT_NONE;
	} else {
		if (of[FIELD_DATE].index < 0 ||
		    read_when(rd, r, FIELD_DATE, &w) != 0)
			return INSTANT_NONE;
		if (!w.has_time ||
		    (!w.absolute && w.civil.hour == 0 && w.civil.minute == 0 &&
			w.civil.second == 0)) {
			if (read_when(rd, r, FIELD_TIME, &time) != 0)
				return INSTANT_NONE;
			if (w.absolute) {
				zone_civil(w.instant, &w.civil);
				w.absolute = 0;
			}
			w.civil.hour = time.civil.hour;
			w.civil.minute = time.civil.minute;
			w.civil.second = time.civil.second;
			w.civil.ms = time.civil.ms;
			w.has_time = 1;
			w.next_day = time.next_day;
			w.has_offset = time.has_offset;
			w.offset_s = time.offset_s;
			w.zone_word = time.zone_word;
		}
	}
	if (!w.absolute && !w.has_date)
		rd->faults[FAULT_DATELESS]++;
	at = to_instant(rd, &w, rd->date, rd->newest_first);
	rd->previous_start = at;
	learn_stamp(rd, r, FIELD_START, &w);
	return at;
}

RARE int64_t
read_instant(
    struct reader *rd, const struct record *r, enum field f, int64_t start)
{
	struct when w;
	int64_t at;

	if (read_when(rd, r, f, &w) != 0)
		return INSTANT_NONE;
	if (w.absolute || w.has_date) {
		at = to_instant(rd, &w, rd->date, 0);
		learn_stamp(rd, r, f, &w);
		return at;
	}
	/* A bare 0:00:00 is how some systems write "never". */
	if (w.civil.hour == 0 && w.civil.minute == 0 && w.civil.second == 0 &&
	    !w.next_day)
		return INSTANT_NONE;
	if (start == INSTANT_NONE)
		return to_instant(rd, &w, rd->date, 0);
	/* A clock time before the start is the next day's. */
	at = to_instant(rd, &w, zone_date(start, 0), 0);
	return at < start ? to_instant(rd, &w, zone_date(start, 0) + 1, 0) : at;
}

HOT int64_t
reader_instant(
    struct reader *rd, const struct record *r, enum field f, int64_t start)
{
	int64_t at;

	if (glance(rd, r, f).n == 0)
		return INSTANT_NONE;
	if (quick_instant(rd, r, f, &at) == 0)
		return at;
	return read_instant(rd, r, f, start);
}

static int64_t
or_zero(int64_t duration)
{
	return duration == DURATION_NONE ? 0 : duration;
}

/* What of ivr .. wrap another duration includes, by the map, in ms. */
RARE int64_t
included(const struct call *c, unsigned includes)
{
	const int64_t parts[] = { c->ivr, c->wait, c->ring, 0, c->hold,
		c->wrap };
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (includes & (1u << i))
			sum += or_zero(parts[i]);
	return sum;
}

/* A wait that by the map holds the IVR or the ringing, too, less these. */
static void
net_wait(struct call *c, unsigned includes)
{
	int64_t more = included(c, includes);

	c->wait = c->wait >= more ? c->wait - more : 0;
}

/*
 * Handle time = talk + hold + wrap, else total - ivr - wait - ring, else
 * missing (SPEC section 3).  A talk time that is there but cannot be
 * right leaves it missing.
 */
static int64_t
handle_time(struct reader *rd, const struct record *r, const struct call *c)
{
	int64_t t;
	int column = rd->columns->of[FIELD_TALK].index;
	unsigned includes = rd->columns->of[FIELD_TALK].includes;

	if (c->talk != DURATION_NONE) {
		t = c->talk + or_zero(c->hold) + or_zero(c->wrap);
		if (includes != 0)
			t -= included(c, includes);
	} else if (column >= 0 && record_field(r, (size_t)column).n > 0)
		return DURATION_NONE;
	else if (c->total != DURATION_NONE)
		t = c->total - or_zero(c->ivr) - or_zero(c->wait) -
		    or_zero(c->ring);
	else
		return DURATION_NONE;
	if (t >= 0)
		return t;
	rd->faults[FAULT_HANDLE]++;
	return DURATION_NONE;
}

void
reader_no_times(struct call *c)
{
	c->start = c->answered_at = c->end = INSTANT_NONE;
	c->ivr = c->wait = c->ring = c->talk = DURATION_NONE;
	c->hold = c->wrap = c->total = c->handle_time = DURATION_NONE;
	c->handling_from = c->handling_until = INSTANT_NONE;
}

HOT void
reader_times(struct reader *rd, const struct record *r, struct call *c)
{
	c->start = read_start(rd, r);
	c->answered_at = reader_instant(rd, r, FIELD_ANSWERED_AT, c->start);
	c->end = reader_instant(rd, r, FIELD_END, c->start);
	c->ivr = duration(rd, r, FIELD_IVR);
	c->wait = duration(rd, r, FIELD_WAIT);
	c->ring = duration(rd, r, FIELD_RING);
	c->talk = duration(rd, r, FIELD_TALK);
	c->hold = duration(rd, r, FIELD_HOLD);
	c->wrap = duration(rd, r, FIELD_WRAP);
	c->total = duration(rd, r, FIELD_TOTAL);
	if (rd->columns->of[FIELD_WAIT].includes != 0 &&
	    c->wait != DURATION_NONE)
		net_wait(c, rd->columns->of[FIELD_WAIT].includes);
}

/* Values that follow from others when the export lacks them. */
static void
derive_times(struct reader *rd, const struct record *r, struct call *c)
{
	if (c->wait == DURATION_NONE && c->start != INSTANT_NONE &&
	    c->answered_at != INSTANT_NONE && c->answered_at >= c->start &&
	    rd->columns->of[FIELD_WAIT].index < 0)
		c->wait = c->answered_at - c->start;
	if (c->total == DURATION_NONE && c->start != INSTANT_NONE &&
	    c->end != INSTANT_NONE && c->end >= c->start)
		c->total = c->end - c->start;
	c->handle_time = handle_time(rd, r, c);
	if (c->total == DURATION_NONE && c->handle_time != DURATION_NONE)
		c->total = or_zero(c->ivr) + or_zero(c->wait) +
		    or_zero(c->ring) + c->handle_time;
	if (c->end == INSTANT_NONE && c->start != INSTANT_NONE)
		c->end = c->start +
		    (c->total != DURATION_NONE ? c->total
					       : or_zero(c->ivr) +
				or_zero(c->wait) + or_zero(c->ring));
}

/* When the handling was: only of a call that somebody took. */
static void
place_handling(struct call *c)
{
	c->handling_from = c->handling_until = INSTANT_NONE;
	if (!c->handled || c->handle_time == DURATION_NONE)
		return;
	if (c->answered_at != INSTANT_NONE)
		c->handling_from = c->answered_at;
	else if (c->start != INSTANT_NONE)
		c->handling_from = c->start + or_zero(c->ivr) +
		    or_zero(c->wait) + or_zero(c->ring);
	else
		return;
	c->handling_until = c->handling_from + c->handle_time;
}

HOT void
reader_derive(struct reader *rd, const struct record *r, struct call *c)
{
	derive_times(rd, r, c);
	place_handling(c);
}
