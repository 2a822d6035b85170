/* SPDX-License-Identifier: ISC */
#include "call/cursor.h"
#include "call/stamp.h"
#include "call/zoneword.h"

static int
at_letter(const struct cursor *c)
{
	unsigned char b;

	if (c->p == c->end)
		return 0;
	b = byte_lower((unsigned char)*c->p);
	return b >= 'a' && b <= 'z';
}

/* How many bytes of a blank stand here; JavaScript writes U+202F. */
static size_t
blank(const struct cursor *c)
{
	size_t left = (size_t)(c->end - c->p);

	if (left == 0)
		return 0;
	if (*c->p == ' ' || *c->p == '\t')
		return 1;
	if ((unsigned char)*c->p < 0x80)
		return 0;
	if (left > 1 && memcmp(c->p, "\xc2\xa0", 2) == 0)
		return 2;
	if (left > 2 && memcmp(c->p, "\xe2\x80\xaf", 3) == 0)
		return 3;
	return 0;
}

static void
skip_blanks(struct cursor *c)
{
	size_t n;

	while ((n = blank(c)) > 0)
		c->p += n;
}

/* Blanks and any of these; returns whether there were some. */
static int
skip_any(struct cursor *c, const char *marks)
{
	const char *start = c->p;

	for (;;) {
		skip_blanks(c);
		if (c->p == c->end || *c->p == '\0' ||
		    strchr(marks, *c->p) == NULL)
			return c->p > start;
		c->p++;
	}
}

/* Digits, at most four; returns how many, 0 when there are more. */
static int
read_number(struct cursor *c, int *value)
{
	const char *start = c->p;

	for (*value = 0; at_digit(c); c->p++) {
		if (c->p - start == 4)
			return 0;
		*value = *value * 10 + (*c->p - '0');
	}
	return (int)(c->p - start);
}

/* Exactly two digits, 0..most; 0 or -1. */
static int
read_two(struct cursor *c, int most, int *value)
{
	if (c->end - c->p < 2 || !byte_is_digit((unsigned char)c->p[0]) ||
	    !byte_is_digit((unsigned char)c->p[1]))
		return -1;
	*value = (c->p[0] - '0') * 10 + (c->p[1] - '0');
	c->p += 2;
	return *value <= most ? 0 : -1;
}

/*
 * A name out of `count`, in full or by its first three letters (`Mar`,
 * and `Sept`), or, when not strict, by more (`Tues`); its number from 0,
 * or -1 and nothing is read.
 */
static int
read_name(struct cursor *c, const char *const *names, int count, int strict)
{
	struct cursor t = *c;
	struct bytes word = { c->p, 0 }, name;
	int i;

	while (at_letter(&t))
		t.p++;
	word.n = (size_t)(t.p - c->p);
	for (i = 0; i < count && word.n >= 3; i++) {
		name = bytes_of(names[i]);
		if (word.n > name.n ||
		    (strict && word.n > 3 && word.n < name.n &&
			!bytes_is_nocase(word, "sept")))
			continue;
		name.n = word.n;
		if (!bytes_equal_nocase(word, name))
			continue;
		*c = t;
		return i;
	}
	return -1;
}

/* German names that are no English ones; in UTF-8 and Latin-1. */
static const struct {
	const char *name;
	int month; /* from 0 */
} german_months[] = {
	{ "januar", 0 },
	{ "j\xc3\xa4nner", 0 },
	{ "j\xe4nner", 0 },
	{ "februar", 1 },
	{ "m\xc3\xa4rz", 2 },
	{ "m\xc3\x84rz", 2 },
	{ "m\xe4rz", 2 },
	{ "m\xc4rz", 2 },
	{ "maerz", 2 },
	{ "m\xc3\xa4r", 2 },
	{ "m\xe4r", 2 },
	{ "mrz", 2 },
	{ "mai", 4 },
	{ "juni", 5 },
	{ "juli", 6 },
	{ "oktober", 9 },
	{ "okt", 9 },
	{ "dezember", 11 },
	{ "dez", 11 },
};

/* As read_name(). */
static int
read_german_month(struct cursor *c)
{
	size_t i, count = sizeof(german_months) / sizeof(german_months[0]);

	for (i = 0; i < count; i++) {
		struct bytes name = bytes_of(german_months[i].name);
		struct cursor t = *c;

		if ((size_t)(t.end - t.p) < name.n ||
		    !bytes_equal_nocase((struct bytes){ t.p, name.n }, name))
			continue;
		t.p += name.n;
		if (at_letter(&t) || (t.p < t.end && *t.p & 0x80))
			continue;
		*c = t;
		return german_months[i].month;
	}
	return -1;
}

static int
read_month(struct cursor *c)
{
	static const char *const months[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };

	int month = read_name(c, months, 12, 1);

	return month >= 0 ? month : read_german_month(c);
}

/* A day of the week and what is behind it; the date does not need it. */
static int
skip_weekday(struct cursor *c)
{
	static const char *const weekdays[] = { "monday", "tuesday",
		"wednesday", "thursday", "friday", "saturday", "sunday" };

	return read_name(c, weekdays, 7, 0) >= 0 && skip_any(c, ".,");
}

/* The st, nd, rd or th behind a day. */
static void
skip_ordinal(struct cursor *c)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	struct bytes two = { c->p, 2 };
	size_t i;

	if (!at_letter(c) || c->end - c->p < 2)
		return;
	for (i = 0; i < 4; i++)
		if (bytes_is_nocase(two, endings[i]))
			c->p += 2;
}

/* `AM`, `p.m.`, `p. m.` and the like behind an hour of 1 to 12; 0 or -1. */
static int
read_half(struct cursor *c, int *hour)
{
	struct cursor t = *c;
	unsigned char half;

	skip_blanks(&t);
	if (!at_letter(&t))
		return 0;
	half = byte_lower((unsigned char)*t.p++);
	t.p += at_byte(&t, '.');
	if (t.p[-1] == '.')
		skip_blanks(&t);
	if ((half != 'a' && half != 'p') || t.p == t.end ||
	    byte_lower((unsigned char)*t.p++) != 'm')
		return 0;
	t.p += at_byte(&t, '.');
	/* Some clocks count 0 to 11, but 0:05 PM is nobody's; some count to
	 * 23 and say it all the same. */
	if ((*hour > 12 && half == 'a') || (*hour == 0 && half == 'p'))
		return -1;
	if (*hour <= 12)
		*hour = *hour % 12 + (half == 'p' ? 12 : 0);
	*c = t;
	return 0;
}

/* One to nine digits behind the seconds' mark, cut to ms; 0 or -1. */
static int
read_fraction(struct cursor *c, int *ms)
{
	int n, scale = 100;

	for (n = 0, *ms = 0; at_digit(c); c->p++, n++) {
		*ms += (*c->p - '0') * scale;
		scale /= 10;
	}
	return n >= 1 && n <= 9 ? 0 : -1;
}

/*
 * 24:00 is the next day's midnight.  A leap second, which only ends a
 * quarter of an hour somewhere on earth, is the last ms before it: so it
 * stays in its minute and its day, and in its place.
 */
static int
settle_clock(struct when *w)
{
	struct civil *t = &w->civil;

	w->has_time = 1;
	if (t->hour == 24) {
		w->next_day = 1;
		t->hour = 0;
		return t->minute == 0 && t->second == 0 && t->ms == 0 ? 0 : -1;
	}
	if (t->second == 60) {
		t->second = 59;
		t->ms = 999;
		return t->minute % 15 == 14 ? 0 : -1;
	}
	return 0;
}

/*
 * `9:30`, `09:30:15.25`, `1:05 PM`; behind a date also `09.30` and, behind
 * its T, `0930` and `093015`.  0 or -1.
 */
static int
read_clock(struct cursor *c, struct when *w, int behind_t)
{
	struct civil *t = &w->civil;
	const char *start = c->p;
	int seconds = 0, basic;
	char mark;

	while (at_digit(c) && c->p - start < 4)
		c->p++;
	basic = behind_t && c->p - start == 4;
	if (!basic && (c->p == start || c->p - start > 2))
		return -1;
	t->hour = c->p[-1 - 2 * basic] - '0';
	if (basic || c->p - start == 2)
		t->hour += (start[0] - '0') * 10;
	c->p -= 2 * basic;
	if (!basic && !at_byte(c, ':') && !(w->has_date && at_byte(c, '.')))
		return -1;
	mark = basic ? '\0' : *c->p++;
	if (t->hour > 24 || read_two(c, 59, &t->minute) != 0)
		return -1;
	if (basic ? at_digit(c) : at_byte(c, mark)) {
		c->p += !basic;
		if (read_two(c, 60, &t->second) != 0)
			return -1;
		seconds = 1;
	}
	if (seconds && (at_byte(c, '.') || at_byte(c, ','))) {
		c->p++;
		if (read_fraction(c, &t->ms) != 0)
			return -1;
	}
	if (read_half(c, &t->hour) != 0)
		return -1;
	return settle_clock(w);
}

/*
 * A comment behind an offset, to the end: the zone's name in brackets, or
 * without them as Go writes it.
 */
static int
skip_comment(struct cursor *c)
{
	char close;

	skip_blanks(c);
	while (at_letter(c))
		c->p++;
	if (!at_byte(c, '(') && !at_byte(c, '['))
		return 0;
	close = *c->p == '(' ? ')' : ']';
	if (c->end[-1] != close)
		return -1;
	c->p = c->end;
	return 0;
}

/* `+01:00`, `-0530`, `+01`, and behind GMT or UTC `+1`; 0 or -1. */
static int
read_numeric_offset(struct cursor *c, struct when *w, int behind_name)
{
	int sign = *c->p++ == '-' ? -1 : 1, hours, part[2] = { 0, 0 }, i;

	if (behind_name && at_digit(c) &&
	    (c->end - c->p == 1 || !byte_is_digit((unsigned char)c->p[1])))
		hours = *c->p++ - '0';
	else if (read_two(c, 23, &hours) != 0)
		return -1;
	for (i = 0; i < 2 && (at_byte(c, ':') || at_digit(c)); i++) {
		c->p += *c->p == ':';
		if (read_two(c, 59, &part[i]) != 0)
			return -1;
	}
	w->offset_s = sign * (hours * 3600 + part[0] * 60 + part[1]);
	return 0;
}

/* A zone's name, `CET` or `Europe/Berlin`, without the brackets around. */
static struct bytes
zone_name(struct cursor *c)
{
	char close = at_byte(c, '(') ? ')' : at_byte(c, '[') ? ']' : '\0';
	struct bytes name;

	c->p += close != '\0';
	name.p = c->p;
	while (at_letter(c) || at_byte(c, '/') || at_byte(c, '_'))
		c->p++;
	name.n = (size_t)(c->p - name.p);
	if (close != '\0' && at_byte(c, close))
		c->p++;
	else if (close != '\0')
		name.n = 0;
	return name;
}

/* A zone that stands there by its name; 0 or -1. */
static int
read_zone(struct cursor *c, struct when *w, struct stamp_date *d)
{
	struct cursor t = *c;
	int found = zoneword_find(zone_name(&t), &w->offset_s);

	if (found == ZONEWORD_UNKNOWN) {
		d->zone_unknown =
		    at_letter(c) || at_byte(c, '(') || at_byte(c, '[');
		return -1;
	}
	*c = t;
	w->has_offset = found != ZONEWORD_LOCAL;
	w->zone_word = found > 0 ? found : 0;
	return 0;
}

/* An offset or a zone's name, when one stands here; 0 or -1. */
static int
read_offset(struct cursor *c, struct when *w, struct stamp_date *d)
{
	struct bytes three;
	struct cursor t;

	skip_blanks(c);
	three.p = c->p;
	three.n = c->end - c->p < 3 ? 0 : 3;
	if (c->p == c->end)
		return 0;
	t = *c;
	if (*t.p == 'Z' || *t.p == 'z')
		t.p++;
	else if (bytes_is_nocase(three, "utc") || bytes_is_nocase(three, "gmt"))
		t.p += 3;
	else if (*t.p != '+' && *t.p != '-')
		return read_zone(c, w, d);
	if (at_letter(&t))
		return read_zone(c, w, d);
	w->has_offset = 1;
	if ((at_byte(&t, '+') || at_byte(&t, '-')) &&
	    read_numeric_offset(&t, w, t.p > c->p) != 0)
		return -1;
	*c = t;
	return skip_comment(c);
}

/* Whether digits and a colon stand here: a clock and not a year. */
static int
at_clock(struct cursor c)
{
	int value;

	return read_number(&c, &value) > 0 && at_byte(&c, ':');
}

/* A year of four digits, or of two; 0 or -1. */
static int
read_year(struct cursor *c, struct when *w, struct stamp_date *d)
{
	int n = read_number(c, &w->civil.year);

	d->short_year = n == 2;
	return n == 2 || n == 4 ? 0 : -1;
}

/* `March 2, 2026`, `Jan 1 9:12:58 2021`: from the month on. */
static int
read_month_first(struct cursor *c, struct when *w, struct stamp_date *d)
{
	int n;

	w->has_date = 1;
	w->civil.month = read_month(c) + 1;
	skip_any(c, ".-/");
	n = read_number(c, &w->civil.day);
	if (w->civil.month == 0 || n < 1 || n > 2)
		return -1;
	skip_ordinal(c);
	if (!skip_any(c, ",-/"))
		return -1;
	if (at_clock(*c)) {
		if (read_clock(c, w, 0) != 0)
			return -1;
		skip_blanks(c);
		if (!at_digit(c) && read_offset(c, w, d) != 0)
			return -1;
		skip_blanks(c);
	}
	return read_year(c, w, d);
}

/* `02-Mar-2026`, `2026-Mar-02`: behind the first number of n digits. */
static int
read_month_second(
    struct cursor *c, struct when *w, struct stamp_date *d, int first, int n)
{
	w->civil.month = read_month(c) + 1;
	if (w->civil.month == 0)
		return -1;
	skip_any(c, ".,-/");
	if (n == 4) {
		w->civil.year = first;
		n = read_number(c, &w->civil.day);
		return n == 1 || n == 2 ? 0 : -1;
	}
	w->civil.day = first;
	return n <= 2 ? read_year(c, w, d) : -1;
}

/* Three numbers with the same mark between them, the first read. */
static int
read_numbers(
    struct cursor *c, struct when *w, struct stamp_date *d, int first, int n)
{
	int second, third, m, k;
	char mark;

	if (!at_byte(c, '/') && !at_byte(c, '-') && !at_byte(c, '.'))
		return -1;
	mark = *c->p++;
	m = read_number(c, &second);
	if (m < 1 || m > 2 || !at_byte(c, mark))
		return -1;
	c->p++;
	k = read_number(c, &third);
	if (n == 4 && (k == 1 || k == 2)) {
		w->civil.year = first;
		w->civil.month = second;
		w->civil.day = third;
		return 0;
	}
	d->open = 1;
	d->number[0] = first;
	d->number[1] = second;
	d->number[2] = third;
	d->short_year = k == 2;
	return n <= 2 && (k == 4 || k == 2) ? 0 : -1;
}

/* `20260302`, and the digits of a clock right behind it; 0 or -1. */
static int
read_basic(struct cursor *c, struct when *w, int digits)
{
	struct civil *t = &w->civil;
	int century, year;

	if (read_two(c, 99, &century) != 0 || read_two(c, 99, &year) != 0 ||
	    read_two(c, 12, &t->month) != 0 || read_two(c, 31, &t->day) != 0)
		return -1;
	t->year = century * 100 + year;
	if (digits == 8)
		return 0;
	/* A number this long is only taken for a time in our centuries. */
	if (century < 19 || century > 20)
		return -1;
	if (read_two(c, 24, &t->hour) != 0 ||
	    read_two(c, 59, &t->minute) != 0 ||
	    read_two(c, 60, &t->second) != 0)
		return -1;
	return settle_clock(w);
}

static int
read_date(struct cursor *c, struct when *w, struct stamp_date *d)
{
	struct cursor t = *c;
	int first, n;

	w->has_date = 1;
	if (at_letter(c))
		return read_month_first(c, w, d);
	while (at_digit(&t))
		t.p++;
	n = (int)(t.p - c->p > 14 ? 15 : t.p - c->p);
	if (n == 8 || n == 14)
		return read_basic(c, w, n);
	n = read_number(c, &first);
	if (n == 0 || n == 3)
		return -1;
	if (c->end - c->p > 1 && byte_is_digit((unsigned char)c->p[1]))
		return read_numbers(c, w, d, first, n);
	t = *c;
	skip_ordinal(&t);
	skip_any(&t, ".,-/");
	if (at_letter(&t)) {
		*c = t;
		return read_month_second(c, w, d, first, n);
	}
	return -1;
}

/* The clock behind a date, when there is more; 0 or -1. */
static int
read_clock_behind(struct cursor *c, struct when *w)
{
	struct cursor t = *c;

	if (at_byte(c, 'T') || at_byte(c, 't')) {
		t.p++;
		if (!at_digit(&t))
			return -1;
		*c = t;
		return read_clock(c, w, 1);
	}
	if (!skip_any(c, ","))
		return c->p == c->end ? 0 : -1;
	/* `March 2, 2026 at 9:05 AM` */
	if (c->end - c->p > 3 &&
	    bytes_is_nocase((struct bytes){ c->p, 3 }, "at "))
		c->p += 3;
	return c->p == c->end ? -1 : read_clock(c, w, 0);
}

int
stamp_read(struct bytes b, struct when *w, struct stamp_date *d)
{
	struct cursor c = { b.p, b.p + b.n };
	int weekday;

	memset(w, 0, sizeof(*w));
	memset(d, 0, sizeof(*d));
	/* The longest are those of JavaScript, with the zone's name. */
	if (b.n == 0 || b.n > 100)
		return -1;
	weekday = skip_weekday(&c);
	if (!weekday && at_clock(c)) {
		if (read_clock(&c, w, 0) != 0)
			return -1;
	} else if (read_date(&c, w, d) != 0 ||
	    (!w->has_time && read_clock_behind(&c, w) != 0))
		return -1;
	if (w->has_time && !w->has_offset && read_offset(&c, w, d) != 0)
		return -1;
	return c.p == c.end ? 0 : -1;
}

/* Two digits, or 100 and more when one of them is none. */
static inline unsigned
two(const char *p)
{
	unsigned tens = (unsigned char)p[0] - '0';
	unsigned ones = (unsigned char)p[1] - '0';

	return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/* What stands behind the seconds; 0, or -1 when it is not that simple. */
static int
read_tail(struct cursor c, struct when *w)
{
	if (at_byte(&c, '.')) {
		c.p++;
		if (read_fraction(&c, &w->civil.ms) != 0)
			return -1;
	}
	if (c.p == c.end)
		return 0;
	w->has_offset = 1;
	if (*c.p == 'Z')
		c.p++;
	else if ((*c.p != '+' && *c.p != '-') ||
	    read_numeric_offset(&c, w, 0) != 0)
		return -1;
	return c.p == c.end ? 0 : -1;
}

int
stamp_iso(struct bytes b, struct when *w)
{
	const char *p = b.p;
	unsigned century, year, month, day, hour, minute, second;

	if (b.n < 19 || p[4] != '-' || p[7] != '-' || p[13] != ':' ||
	    p[16] != ':' || (p[10] != ' ' && p[10] != 'T'))
		return -1;
	century = two(p);
	year = two(p + 2);
	month = two(p + 5);
	day = two(p + 8);
	hour = two(p + 11);
	minute = two(p + 14);
	second = two(p + 17);
	if (century > 99 || year > 99 || month - 1 > 11 || day - 1 > 30 ||
	    hour > 23 || minute > 59 || second > 59)
		return -1;
	memset(w, 0, sizeof(*w));
	w->civil.year = (int)(century * 100 + year);
	w->civil.month = (int)month;
	w->civil.day = (int)day;
	w->civil.hour = (int)hour;
	w->civil.minute = (int)minute;
	w->civil.second = (int)second;
	w->has_date = w->has_time = 1;
	if (b.n > 19) {
		struct cursor tail = { p + 19, p + b.n };

		if (read_tail(tail, w) != 0)
			return -1;
	}
	/* Only the end of short months and the year 0 are left to doubt. */
	return (day <= 28 && w->civil.year > 0) || civil_valid(&w->civil) ? 0
									  : -1;
}
