/* SPDX-License-Identifier: ISC */
#include <inttypes.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/duration.h"
#include "call/plain.h"
#include "call/stamp.h"
#include "call/when.h"
#include "call/zoneword.h"

/* Serial 0 of spreadsheets, 1899-12-30, as days since 1970-01-01. */
enum { SERIAL_ZERO = -25569 };

/* 1954 to 2119: whole numbers out of this are no spreadsheet's days. */
enum { SERIAL_FROM = 20000, SERIAL_UNTIL = 80000 };

/* The last second of the year 9999. */
#define SECOND_MAX INT64_C(253402300799)

/* How many to the second, and how many digits they have nowadays. */
static const struct {
	int per_second;
	int digits, digits_too;
} epochs[NUMBER_KINDS] = { [NUMBER_SECONDS] = { 1, 9, 10 },
	[NUMBER_MILLISECONDS] = { 1000, 12, 13 },
	[NUMBER_MICROSECONDS] = { 1000000, 15, 16 } };

/* The formats by name; the first that fits is its name again. */
static const struct {
	const char *name;
	enum when_order order;
	int two_digit_year, excel_serial, epoch;
} formats[] = { { "epoch", ORDER_UNKNOWN, 0, 0, 1 },
	{ "epoch_ms", ORDER_UNKNOWN, 0, 0, 1000 },
	{ "epoch_us", ORDER_UNKNOWN, 0, 0, 1000000 },
	{ "excel", ORDER_UNKNOWN, 0, 1, 0 }, { "dmyy", ORDER_DMY, 1, 0, 0 },
	{ "mdyy", ORDER_MDY, 1, 0, 0 }, { "yymd", ORDER_YMD, 1, 0, 0 },
	{ "dmy", ORDER_DMY, 0, 0, 0 }, { "mdy", ORDER_MDY, 0, 0, 0 },
	{ "iso", ORDER_UNKNOWN, 0, 0, 0 }, { "ymd", ORDER_YMD, 0, 0, 0 } };
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

int
when_declare(struct when_format *f, struct bytes name)
{
	size_t i;

	for (i = 0; i < FORMATS; i++) {
		if (!bytes_is_nocase(name, formats[i].name))
			continue;
		f->order = formats[i].order;
		f->two_digit_year = formats[i].two_digit_year;
		f->excel_serial = formats[i].excel_serial;
		f->epoch = formats[i].epoch;
		f->declared = 1;
		return 0;
	}
	return -1;
}

const char *
when_name(const struct when_format *f)
{
	size_t i;

	for (i = 0; i < FORMATS; i++)
		if (f->order == formats[i].order &&
		    f->two_digit_year == formats[i].two_digit_year &&
		    f->excel_serial == formats[i].excel_serial &&
		    f->epoch == formats[i].epoch)
			break;
	return i < FORMATS ? formats[i].name : "iso";
}

/* A plain number: digits, and what follows their decimal mark. */
struct number {
	int64_t whole;
	int digits;	       /* of whole */
	struct bytes fraction; /* from the mark on; empty: none */
	int tiny;	       /* with an exponent: a part of a day */
};

/* Take a number apart; 0, or -1 when it is none. */
static int
read_number(struct bytes b, struct number *n)
{
	size_t i = 0, mark;
	double value;

	memset(n, 0, sizeof(*n));
	for (; i < b.n && byte_is_digit((unsigned char)b.p[i]); i++)
		if (i < 18)
			n->whole = n->whole * 10 + (b.p[i] - '0');
	if (i == 0 || i > 18)
		return -1;
	n->digits = (int)i;
	mark = i;
	if (i < b.n && (b.p[i] == '.' || b.p[i] == ','))
		for (i++; i < b.n && byte_is_digit((unsigned char)b.p[i]); i++)
			;
	n->fraction.p = b.p + mark;
	n->fraction.n = i - mark;
	if (n->fraction.n == 1)
		return -1;
	if (i == b.n)
		return 0;
	if (byte_lower((unsigned char)b.p[i]) != 'e' ||
	    num_real(b, n->fraction.n > 0 ? b.p[mark] : '.', &value) != 0 ||
	    value >= 1)
		return -1;
	n->tiny = 1;
	n->fraction = b;
	return 0;
}

/* What a number looks like. */
static enum when_number
number_kind(const struct number *n)
{
	int k;

	if (n->tiny || (n->whole == 0 && n->fraction.n > 0))
		return NUMBER_SERIAL;
	if (n->digits == 5 && n->whole >= SERIAL_FROM &&
	    n->whole < SERIAL_UNTIL)
		return NUMBER_SERIAL;
	for (k = NUMBER_SECONDS; k < NUMBER_KINDS; k++)
		if (n->digits == epochs[k].digits ||
		    n->digits == epochs[k].digits_too)
			return (enum when_number)k;
	return NUMBER_NONE;
}

/* `20260302` and `20260302093000` are dates, not numbers. */
static int
is_basic(const struct number *n)
{
	return (n->digits == 8 || n->digits == 14) && n->fraction.n == 0;
}

static int
read_epoch(const struct when_format *f, const struct number *n, struct when *w)
{
	static const struct duration_format second = { UNIT_SECONDS, ',', 0 };
	int64_t ms = 0;

	/* Zero is how systems write that it never came to it. */
	if (n->tiny || n->whole == 0 || n->whole / f->epoch > SECOND_MAX)
		return -1;
	if (!f->declared &&
	    (number_kind(n) < NUMBER_SECONDS ||
		epochs[number_kind(n)].per_second != f->epoch))
		return -1;
	if (f->epoch == 1 && n->fraction.n > 0 &&
	    duration_read(&second, n->fraction, &ms) != DURATION_READ)
		return -1;
	w->absolute = w->has_date = w->has_time = 1;
	w->instant = f->epoch == 1 ? n->whole * SECOND_MS + ms
				   : n->whole / (f->epoch / 1000);
	return 0;
}

/* Days with their time; a part of a day alone is a time of day. */
static int
read_serial(const struct when_format *f, const struct number *n, struct when *w)
{
	static const struct duration_format day = { UNIT_DAYS, ',', 0 };
	struct civil *c = &w->civil;
	int64_t ms = 0;

	if (n->whole > 0 &&
	    (f->declared ? n->whole > INT32_MAX
			 : number_kind(n) != NUMBER_SERIAL))
		return -1;
	if (n->fraction.n > 0 &&
	    duration_read(&day, n->fraction, &ms) != DURATION_READ)
		return -1;
	if (ms >= DAY_MS) {
		w->next_day = 1;
		ms -= DAY_MS;
	}
	w->has_date = !n->tiny && n->whole > 0;
	w->has_time = n->fraction.n > 0 || !w->has_date;
	if (w->has_date)
		civil_from_days(
		    n->whole + SERIAL_ZERO, &c->year, &c->month, &c->day);
	c->hour = (int)(ms / HOUR_MS);
	c->minute = (int)(ms / MINUTE_MS % 60);
	c->second = (int)(ms / SECOND_MS % 60);
	c->ms = (int)(ms % SECOND_MS);
	return !w->has_date || civil_valid(c) ? 0 : -1;
}

/* Put an open date's numbers in an order; whether that is a date. */
static int
ordered(const struct stamp_date *d, enum when_order order, struct civil *c)
{
	/* Which of the numbers are year, month and day. */
	static const unsigned char at[][3] = { [ORDER_YMD] = { 0, 1, 2 },
		[ORDER_DMY] = { 2, 1, 0 },
		[ORDER_MDY] = { 2, 0, 1 } };

	/* The year's four digits stand last, where it does not have two. */
	if (order == ORDER_YMD && !d->short_year)
		return 0;
	c->year = d->number[at[order][0]];
	c->month = d->number[at[order][1]];
	c->day = d->number[at[order][2]];
	if (d->short_year)
		c->year += c->year < 69 ? 2000 : 1900;
	return civil_valid(c);
}

/* Give a date that is open its order; as when_read(). */
static int
settle_order(
    const struct when_format *f, const struct stamp_date *d, struct civil *c)
{
	struct civil other = *c;
	int dmy, mdy;

	if (f->order != ORDER_UNKNOWN && ordered(d, f->order, c))
		return 0;
	if (f->declared)
		return -1;
	dmy = ordered(d, ORDER_DMY, c);
	mdy = ordered(d, ORDER_MDY, &other);
	if (f->order == ORDER_UNKNOWN && dmy && c->day == c->month)
		return 0;
	return dmy || mdy ? 1 : -1;
}

/* Settle what the text of a date left open; as when_read(). */
static int
settle_date(
    const struct when_format *f, const struct stamp_date *d, struct when *w)
{
	if (d->short_year && !f->two_digit_year)
		return -1;
	if (d->open)
		return settle_order(f, d, &w->civil);
	if (d->short_year)
		w->civil.year += w->civil.year < 69 ? 2000 : 1900;
	return civil_valid(&w->civil) ? 0 : -1;
}

/* `9.30`: with a column of such it is a time of day; 0 or -1. */
static int
read_dots(struct bytes b, struct civil *c)
{
	struct number n;
	int minute;

	if (read_number(b, &n) != 0 || n.tiny || n.digits > 2 ||
	    n.fraction.n != 3 || n.fraction.p[0] != '.' || n.whole > 23)
		return -1;
	minute = (n.fraction.p[1] - '0') * 10 + (n.fraction.p[2] - '0');
	if (minute > 59)
		return -1;
	memset(c, 0, sizeof(*c));
	c->hour = (int)n.whole;
	c->minute = minute;
	return 0;
}

/* What is not the common form; as when_read(). */
static int
read_other(const struct when_format *f, struct bytes b, struct when *w)
{
	struct stamp_date d;
	struct number n;

	b = value_plain(b);
	if (b.n == 0)
		return -1;
	if (read_number(b, &n) == 0) {
		memset(w, 0, sizeof(*w));
		if (f->dot_clock) {
			w->has_time = 1;
			return read_dots(b, &w->civil);
		}
		if (f->epoch > 0)
			return read_epoch(f, &n, w);
		if (f->excel_serial)
			return read_serial(f, &n, w);
		if (!is_basic(&n))
			return -1;
	}
	if (stamp_read(b, w, &d) != 0)
		return -1;
	return w->has_date ? settle_date(f, &d, w) : 0;
}

int
when_read(const struct when_format *f, struct bytes b, struct when *w)
{
	if (stamp_iso(b, w) == 0)
		return 0;
	return read_other(f, b, w);
}

/* What a date's numbers tell about their order. */
static void
weigh(struct when_format *f, const struct stamp_date *d, struct when *w)
{
	struct civil other = w->civil;
	int dmy = ordered(d, ORDER_DMY, &w->civil);
	int mdy = ordered(d, ORDER_MDY, &other);

	if (!dmy && !mdy)
		return;
	f->read++;
	f->texts++;
	f->dmy += dmy && !mdy;
	f->mdy += mdy && !dmy;
	f->either += dmy && mdy && w->civil.day != w->civil.month;
}

static int
has_digit(struct bytes b)
{
	size_t i;

	for (i = 0; i < b.n; i++)
		if (byte_is_digit((unsigned char)b.p[i]))
			return 1;
	return 0;
}

void
when_look(struct when_format *f, struct bytes b)
{
	struct stamp_date d = { 0, { 0, 0, 0 }, 0, 0 };
	enum when_number kind;
	struct number n;
	struct when w;

	b = value_plain(b);
	if (value_is_nothing(b))
		return;
	f->seen++;
	/* Words, as an outcome's, are none. */
	if (!has_digit(b))
		return;
	if (f->declared) {
		if (when_read(f, b, &w) == 0) {
			f->read++;
			f->timeless += !w.absolute && !w.has_time;
		} else if (stamp_read(b, &w, &d) != 0)
			f->zones += d.zone_unknown != 0;
		return;
	}
	if (read_number(b, &n) == 0 && !is_basic(&n)) {
		kind = number_kind(&n);
		if (read_dots(b, &w.civil) == 0) {
			f->dots++;
			f->dotted += n.whole > 0;
		}
		f->timeless += kind == NUMBER_SERIAL && n.fraction.n == 0;
		f->numbers[kind] += kind != NUMBER_NONE;
		f->read += kind != NUMBER_NONE;
		return;
	}
	if (stamp_iso(b, &w) != 0 && stamp_read(b, &w, &d) != 0) {
		f->zones += d.zone_unknown != 0;
		return;
	}
	f->timeless += !w.has_time;
	if (d.short_year && !f->two_digit_year) {
		f->short_years++;
	} else if (d.open) {
		weigh(f, &d, &w);
	} else if (!w.has_date || civil_valid(&w.civil)) {
		f->read++;
		f->texts++;
	}
}

/* Settle what plain numbers are; 0 or -1. */
static int
decide_numbers(struct when_format *f, const char *column)
{
	uint64_t all = 0, most = 0;
	int k, kind = NUMBER_NONE;

	for (k = NUMBER_SERIAL; k < NUMBER_KINDS; k++) {
		all += f->numbers[k];
		if (f->numbers[k] > most) {
			most = f->numbers[k];
			kind = k;
		}
	}
	/* A few numbers among dates are no times; they will be counted. */
	if (all == 0 || all <= f->texts)
		return 0;
	if (most < f->read)
		return diag_fail(STATUS_CANNOT,
		    "the column mixes different "
		    "kinds of times (%" PRIu64 " numbers as spreadsheets "
		    "count days, %" PRIu64 " in seconds, %" PRIu64 " in "
		    "milliseconds or less since 1970, %" PRIu64 " written "
		    "out): give -m %s,excel or -m %s,epoch or -m %s,epoch_ms",
		    f->numbers[NUMBER_SERIAL], f->numbers[NUMBER_SECONDS],
		    f->numbers[NUMBER_MILLISECONDS] +
			f->numbers[NUMBER_MICROSECONDS],
		    f->texts, column, column, column);
	f->excel_serial = kind == NUMBER_SERIAL;
	f->epoch = epochs[kind].per_second;
	return 0;
}

int
when_decide(struct when_format *f, const char *column)
{
	if (f->declared)
		return 0;
	if (f->dotted > 0 && f->dots == f->seen) {
		f->dot_clock = 1;
		f->read = f->seen;
		return 0;
	}
	if (f->short_years > 0 && f->read == 0)
		return diag_fail(STATUS_CANNOT,
		    "the years have two digits: "
		    "give -m %s,dmyy or -m %s,mdyy or -m %s,yymd",
		    column, column, column);
	if (f->dmy > 0 && f->mdy > 0)
		return diag_fail(STATUS_CANNOT,
		    "%" PRIu64 " dates can only "
		    "be day/month/year and %" PRIu64 " only month/day/year: "
		    "give -m %s,dmy or -m %s,mdy (the others are then "
		    "missing)",
		    f->dmy, f->mdy, column, column);
	if (f->dmy == 0 && f->mdy == 0 && f->either > 0)
		return diag_fail(STATUS_CANNOT,
		    "the dates can be "
		    "day/month/year as well as month/day/year: give "
		    "-m %s,dmy or -m %s,mdy",
		    column, column);
	if (f->dmy > 0)
		f->order = ORDER_DMY;
	else if (f->mdy > 0)
		f->order = ORDER_MDY;
	return decide_numbers(f, column);
}

int64_t
when_instant(
    const struct when *w, int64_t date, int later, enum zone_fold *fold)
{
	enum zone_fold ignored, *told = fold != NULL ? fold : &ignored;
	struct civil c = w->civil;
	int64_t days = date, t;

	*told = ZONE_ONCE;
	if (w->absolute)
		return w->instant;
	if (w->has_date)
		days = civil_days(c.year, c.month, c.day);
	if (!w->has_date || w->next_day) {
		if (days < INT32_MIN || days > INT32_MAX)
			return INSTANT_NONE;
		civil_from_days(days + w->next_day, &c.year, &c.month, &c.day);
		if (!civil_valid(&c))
			return INSTANT_NONE;
	}
	if (w->has_offset) {
		t = civil_days(c.year, c.month, c.day) * DAY_MS +
		    c.hour * (int64_t)HOUR_MS + c.minute * MINUTE_MS +
		    c.second * SECOND_MS + c.ms;
		return t -
		    (w->zone_word > 0 ? zoneword_offset(w->zone_word, t)
				      : w->offset_s) *
		    (int64_t)SECOND_MS;
	}
	t = zone_instant(&c, w->has_time && later, told);
	/* A date alone claims no hour that could be told twice or never. */
	if (!w->has_time)
		*told = ZONE_ONCE;
	return t;
}

int
when_dateless(struct bytes b)
{
	struct stamp_date d;
	struct when w;

	return stamp_read(bytes_trim(b), &w, &d) == 0 && !w.has_date;
}

int
when_typed(struct bytes b, int64_t date, int64_t *instant)
{
	struct stamp_date d;
	struct when w;

	b = bytes_trim(b);
	if (stamp_read(b, &w, &d) != 0 || d.open || d.short_year ||
	    (w.has_date && !civil_valid(&w.civil)))
		return diag_fail(STATUS_CANNOT,
		    "this is no time: give it as "
		    "2026-03-02T09:30 or 2026-03-02T09:30:00+01:00");
	*instant = when_instant(&w, date, 0, NULL);
	if (*instant == INSTANT_NONE)
		return diag_fail(STATUS_CANNOT,
		    "this time lies outside the "
		    "years 1 to 9999");
	return 0;
}

int
date_typed(struct bytes b, int64_t *days)
{
	struct stamp_date d;
	struct when w;

	b = bytes_trim(b);
	if (b.n != 10 || b.p[4] != '-' || b.p[7] != '-' ||
	    stamp_read(b, &w, &d) != 0 || d.open || w.has_time ||
	    !civil_valid(&w.civil))
		return -1;
	*days = civil_days(w.civil.year, w.civil.month, w.civil.day);
	return 0;
}

int
clock_typed(struct bytes b, int64_t *ms)
{
	struct stamp_date d;
	struct when w;

	b = bytes_trim(b);
	if (b.n < 4 || b.n > 8 || !byte_is_digit((unsigned char)b.p[b.n - 1]) ||
	    stamp_read(b, &w, &d) != 0 || w.has_date || w.has_offset ||
	    w.civil.ms > 0)
		return -1;
	*ms = w.next_day ? DAY_MS
			 : w.civil.hour * (int64_t)HOUR_MS +
		w.civil.minute * MINUTE_MS + w.civil.second * SECOND_MS;
	return 0;
}
