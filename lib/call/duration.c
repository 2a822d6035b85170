/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/num.h"
#include "call/cursor.h"
#include "call/duration.h"
#include "call/plain.h"
#include "call/zone.h"

/* Ten years: more is no call, but a point in time in the wrong column. */
#define DURATION_MOST ((int64_t)3653 * DAY_MS)

#define WEEK_MS ((int64_t)7 * DAY_MS)

/* Fractions are kept as this many digits: 1e-10 of a day is 0.009 ms. */
enum { FRACTION_DIGITS = 10 };
#define FRACTION_ONE INT64_C(10000000000)

static const int64_t unit_ms[] = { [UNIT_SECONDS] = SECOND_MS,
	[UNIT_MILLISECONDS] = 1,
	[UNIT_MINUTES] = MINUTE_MS,
	[UNIT_HOURS] = HOUR_MS,
	[UNIT_DAYS] = DAY_MS };

/* A decimal number as written. */
struct decimal {
	int64_t whole;
	int64_t fraction; /* in units of 1 / FRACTION_ONE */
	int digits, fraction_digits;
};

static void
skip_blanks(struct cursor *c)
{
	while (at_byte(c, ' ') || at_byte(c, '\t') ||
	    (c->end - c->p >= 2 && memcmp(c->p, "\xc2\xa0", 2) == 0))
		c->p += *c->p == '\xc2' ? 2 : 1;
}

/* Digits; the count of them, which is 0 when there are more than `most`. */
static int
read_digits(struct cursor *c, int most, int64_t *value)
{
	const char *start = c->p;

	for (*value = 0; at_digit(c); c->p++) {
		if (c->p - start == most)
			return 0;
		*value = *value * 10 + (*c->p - '0');
	}
	return (int)(c->p - start);
}

/* The digits behind a decimal mark; what is beyond precision is dropped. */
static void
read_fraction(struct cursor *c, struct decimal *d)
{
	int n = 0;

	for (; at_digit(c); c->p++, n++)
		if (n < FRACTION_DIGITS)
			d->fraction = d->fraction * 10 + (*c->p - '0');
	d->fraction_digits = n;
	for (; n < FRACTION_DIGITS; n++)
		d->fraction *= 10;
}

/* `12`, `12.5`, `.5`; 0, or -1 when there is no number. */
static int
read_decimal(struct cursor *c, char mark, struct decimal *d)
{
	d->fraction = 0;
	d->fraction_digits = 0;
	d->digits = read_digits(c, 15, &d->whole);
	/* A point is a point even where the comma is the mark. */
	if (c->end - c->p >= 2 &&
	    (*c->p == '.' || (mark == ',' && *c->p == ',')) &&
	    byte_is_digit((unsigned char)c->p[1])) {
		c->p++;
		read_fraction(c, d);
	}
	return d->digits + d->fraction_digits > 0 ? 0 : -1;
}

/* A decimal number of units of `unit` ms; 0, or -1 when it is too much. */
static int
decimal_ms(const struct decimal *d, int64_t unit, int64_t *ms)
{
	if (d->whole > DURATION_MOST / unit)
		return -1;
	*ms = d->whole * unit +
	    (d->fraction * unit + FRACTION_ONE / 2) / FRACTION_ONE;
	return 0;
}

/*
 * A fraction of a day hardly ever has the digits to be exact: within 5 ms
 * of a second, the second is meant.
 */
static int64_t
snap(int64_t ms)
{
	int64_t second = (ms + SECOND_MS / 2) / SECOND_MS * SECOND_MS;

	return ms - second <= 5 && second - ms <= 5 ? second : ms;
}

/*
 * The readers below each know one form.  They return 0, or -1 when the
 * value is not of their form or impossible in it.
 */
typedef int
duration_reader(const struct duration_format *, struct cursor, int64_t *ms);

static int
read_number(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	struct bytes all = { c.p, (size_t)(c.end - c.p) };
	struct decimal d;
	double value;

	if (read_decimal(&c, f->decimal, &d) != 0)
		return -1;
	if (c.p < c.end) {
		/* Spreadsheets write small fractions with an exponent. */
		if (byte_lower((unsigned char)*c.p) != 'e' ||
		    (num_real(all, '.', &value) != 0 &&
			(f->decimal != ',' || num_real(all, ',', &value) != 0)))
			return -1;
		value *= (double)unit_ms[f->unit];
		if (!(value <= (double)DURATION_MOST))
			return -1;
		*ms = (int64_t)floor(value + 0.5);
	} else if (decimal_ms(&d, unit_ms[f->unit], ms) != 0)
		return -1;
	if (f->unit == UNIT_DAYS)
		*ms = snap(*ms);
	return 0;
}

/* `AM`, `p.m.` and the like; 'a', 'p', or 0 when none stands there. */
static char
read_half(struct cursor *c)
{
	struct cursor t = *c;
	char half;

	skip_blanks(&t);
	if (t.p == t.end)
		return 0;
	half = (char)byte_lower((unsigned char)*t.p++);
	if (half != 'a' && half != 'p')
		return 0;
	t.p += at_byte(&t, '.');
	if (t.p == t.end || byte_lower((unsigned char)*t.p++) != 'm')
		return 0;
	t.p += at_byte(&t, '.');
	*c = t;
	return half;
}

/* What the parts of a clock are. */
struct clock {
	int64_t part[3];
	int parts;
	struct decimal fraction; /* of a second */
	char half;		 /* 'a', 'p', or 0 for 24 hours */
};

/* Take `1:02:03.5 PM` apart. */
static int
read_parts(struct cursor *c, struct clock *k)
{
	memset(k, 0, sizeof(*k));
	if (read_digits(c, 6, &k->part[0]) == 0)
		return -1;
	for (k->parts = 1; k->parts < 3 && at_byte(c, ':'); k->parts++) {
		c->p++;
		if (read_digits(c, 2, &k->part[k->parts]) == 0 ||
		    k->part[k->parts] >= 60)
			return -1;
	}
	if (k->parts < 2)
		return -1;
	if (at_byte(c, '.') || at_byte(c, ',')) {
		c->p++;
		read_fraction(c, &k->fraction);
		if (k->fraction.fraction_digits == 0)
			return -1;
	}
	if (c->p < c->end)
		k->half = read_half(c);
	return 0;
}

/*
 * The length of a clock.  Two parts are minutes and seconds, unless it is
 * a time of day or the column holds hours.
 */
static int
clock_ms(const struct clock *k, int of_day, int64_t *ms)
{
	int64_t hours = k->part[0], fraction;

	if (k->parts == 2 && !of_day) {
		*ms = (k->part[0] * 60 + k->part[1]) * SECOND_MS;
	} else {
		if (k->parts == 2 && k->fraction.fraction_digits > 0)
			return -1;
		if (k->half != 0) {
			if (hours > 12 || (hours == 0 && k->half == 'p'))
				return -1;
			hours = hours % 12 + (k->half == 'p' ? 12 : 0);
		}
		*ms = hours * HOUR_MS + k->part[1] * MINUTE_MS +
		    k->part[2] * SECOND_MS;
	}
	if (decimal_ms(&k->fraction, SECOND_MS, &fraction) != 0)
		return -1;
	*ms += fraction;
	return 0;
}

static int
read_clock(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	struct clock k;

	if (read_parts(&c, &k) != 0 || c.p != c.end)
		return -1;
	return clock_ms(&k, k.half != 0 || f->unit == UNIT_HOURS, ms);
}

/*
 * Days that spreadsheets, databases and libraries put before a bare time
 * of day.  In some of them the last ones mean a day more: for the length
 * of a call the time of day is meant.
 */
static const char *const null_days[] = { "1900-01-01", "1899-12-30",
	"1899-12-31", "1900-01-00", "1970-01-01", "1/1/1900", "01/01/1900",
	"1/0/1900", "01/00/1900", "00/01/1900", "0/1/1900", "12/30/1899",
	"30/12/1899", "12/31/1899", "31/12/1899", "01.01.1900", "00.01.1900",
	"30.12.1899", "31.12.1899", "1900/01/01", "1899/12/30", "1899/12/31" };

static int
is_null_day(struct bytes day)
{
	size_t i;

	for (i = 0; i < sizeof(null_days) / sizeof(null_days[0]); i++)
		if (bytes_is(day, null_days[i]))
			return 1;
	return 0;
}

/* More than any duration that is read. */
enum { DAYS_MOST = 10000 };

static int
read_dated(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	struct bytes day = { c.p, 0 };
	struct clock k;

	(void)f;
	while (c.p < c.end && *c.p != ' ' && *c.p != 'T')
		c.p++;
	day.n = (size_t)(c.p - day.p);
	if (c.p == c.end || !is_null_day(day))
		return -1;
	c.p++;
	skip_blanks(&c);
	if (read_parts(&c, &k) != 0 || k.part[0] >= 24)
		return -1;
	c.p += at_byte(&c, 'Z');
	return c.p == c.end ? clock_ms(&k, 1, ms) : -1;
}

/* `0 days 00:02:23`, `1 day, 2:03:04`: as Python writes lengths. */
static int
read_days(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	int64_t days = 0;
	struct clock k;
	struct bytes word;

	(void)f;
	while (c.p < c.end && byte_is_digit((unsigned char)*c.p) &&
	    days < DAYS_MOST)
		days = days * 10 + (*c.p++ - '0');
	skip_blanks(&c);
	word.p = c.p;
	while (c.p < c.end && *c.p != ' ' && *c.p != ',')
		c.p++;
	word.n = (size_t)(c.p - word.p);
	if (!bytes_is(word, "day") && !bytes_is(word, "days"))
		return -1;
	c.p += at_byte(&c, ',');
	skip_blanks(&c);
	if (read_parts(&c, &k) != 0 || k.parts != 3 || k.part[0] >= 24 ||
	    c.p != c.end || clock_ms(&k, 1, ms) != 0)
		return -1;
	*ms += days * DAY_MS;
	return 0;
}

/* ISO 8601; years and months have no fixed length. */
static int
read_iso(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	static const struct {
		char letter;
		int of_day; /* stands behind the T */
		int64_t ms;
	} parts[] = { { 'w', 0, WEEK_MS }, { 'd', 0, DAY_MS },
		{ 'h', 1, HOUR_MS }, { 'm', 1, MINUTE_MS },
		{ 's', 1, SECOND_MS } };
	const size_t count = sizeof(parts) / sizeof(parts[0]);
	struct decimal d = { 0, 0, 0, 0 };
	int behind_t = 0, found = 0;
	int64_t part;
	size_t i = 0;

	(void)f;
	if (c.p == c.end || byte_lower((unsigned char)*c.p++) != 'p')
		return -1;
	*ms = 0;
	while (c.p < c.end) {
		if (!behind_t && byte_lower((unsigned char)*c.p) == 't') {
			behind_t = 1;
			c.p++;
		}
		/* Only the last part may have a fraction. */
		if (d.fraction_digits > 0 || read_decimal(&c, ',', &d) != 0 ||
		    c.p == c.end)
			return -1;
		while (i < count &&
		    (parts[i].of_day != behind_t ||
			parts[i].letter != byte_lower((unsigned char)*c.p)))
			i++;
		if (i == count || decimal_ms(&d, parts[i].ms, &part) != 0)
			return -1;
		*ms += part;
		i++;
		found++;
		c.p++;
	}
	return found > 0 ? 0 : -1;
}

/* Units by their names, each with what it counts up to in another. */
static const struct unit {
	const char *names; /* lower case, a space around each */
	int64_t ms, below;
} units[] = { { " w week weeks ", WEEK_MS, INT64_MAX },
	{ " d day days ", DAY_MS, WEEK_MS },
	{ " h hr hrs hour hours ", HOUR_MS, DAY_MS },
	{ " m min mins minute minutes ", MINUTE_MS, HOUR_MS },
	{ " s sec secs second seconds ", SECOND_MS, MINUTE_MS },
	{ " ms msec msecs millisecond milliseconds ", 1, SECOND_MS } };
enum { UNITS = sizeof(units) / sizeof(units[0]) };

/* A word of letters in lower case, with a space at both ends. */
static int
read_word(struct cursor *c, char word[16])
{
	size_t n = 0;

	word[n++] = ' ';
	for (; c->p < c->end; c->p++) {
		unsigned char letter = byte_lower((unsigned char)*c->p);

		if (letter < 'a' || letter > 'z')
			break;
		if (n == 14)
			return -1;
		word[n++] = (char)letter;
	}
	word[n++] = ' ';
	word[n] = '\0';
	return n > 2 ? 0 : -1;
}

/* The unit whose name stands here, or UNITS. */
static size_t
read_unit(struct cursor *c)
{
	char word[16];
	size_t i;

	skip_blanks(c);
	if (read_word(c, word) != 0)
		return UNITS;
	c->p += at_byte(c, '.');
	for (i = 0; i < UNITS; i++)
		if (strstr(units[i].names, word) != NULL)
			break;
	return i;
}

/* Blanks, a comma, the word `and`. */
static void
skip_between(struct cursor *c)
{
	struct cursor t;
	char word[16];

	skip_blanks(c);
	c->p += at_byte(c, ',');
	skip_blanks(c);
	t = *c;
	if (read_word(&t, word) == 0 && strcmp(word, " and ") == 0) {
		*c = t;
		skip_blanks(c);
	}
}

static int
read_units(const struct duration_format *f, struct cursor c, int64_t *ms)
{
	struct decimal d = { 0, 0, 0, 0 };
	size_t unit, next = 0, parts = 0;
	int64_t part;

	for (*ms = 0; c.p < c.end; parts++) {
		/* Only the last part may have a fraction. */
		if (d.fraction_digits > 0 ||
		    read_decimal(&c, f->decimal, &d) != 0)
			return -1;
		unit = read_unit(&c);
		if (unit < next || unit == UNITS ||
		    decimal_ms(&d, units[unit].ms, &part) != 0)
			return -1;
		if (parts > 0 && part >= units[unit].below)
			return -1;
		*ms += part;
		next = unit + 1;
		if (c.p < c.end)
			skip_between(&c);
	}
	return parts > 0 ? 0 : -1;
}

static duration_reader *const readers[] = { read_number, read_clock, read_units,
	read_iso, read_dated, read_days };

/* Bytes of a number with its thousands parted; more than any has. */
enum { UNGROUPED = 32 };

/*
 * Take what parts its thousands out of a number such as `1,234,567.8`, with
 * or without a unit behind it: into `plain`, of UNGROUPED bytes, the length
 * of which is returned; 0 when it is no such number.
 */
static size_t
ungroup(struct bytes b, char mark, char *plain)
{
	const char parts = mark == '.' ? ',' : '.';
	size_t i = 0, n = 0, group = 0, groups = 0;

	if (b.n >= UNGROUPED)
		return 0;
	if (b.n > 0 && (b.p[0] == '-' || b.p[0] == '+'))
		plain[n++] = b.p[i++];
	/* 0,234 is no number of thousands. */
	if (i < b.n && b.p[i] == '0')
		return 0;
	for (; i < b.n; i++) {
		if (b.p[i] == parts) {
			if (group == 0 || group > 3 ||
			    (groups > 0 && group < 3))
				return 0;
			groups++;
			group = 0;
			continue;
		}
		if (!byte_is_digit((unsigned char)b.p[i]))
			break;
		group++;
		plain[n++] = b.p[i];
	}
	if (groups == 0 || group != 3)
		return 0;
	/* 1,234:56 is no number. */
	if (i < b.n && b.p[i] != mark && b.p[i] != ' ' &&
	    !byte_is_word((unsigned char)b.p[i]))
		return 0;
	for (; i < b.n; i++)
		plain[n++] = b.p[i];
	return n;
}

static enum duration_result
read_form(const struct duration_format *f, struct bytes b, int64_t *ms)
{
	char plain[UNGROUPED];
	struct cursor c;
	int negative;
	size_t i;

	b = value_plain(b);
	if (value_is_nothing(b))
		return DURATION_EMPTY;
	if (memchr(b.p, f->decimal == ',' ? '.' : ',', b.n) != NULL &&
	    (i = ungroup(b, f->decimal == ',' ? ',' : '.', plain)) > 0) {
		if (f->grouped)
			b = (struct bytes){ plain, i };
		else if (f->decimal != ',')
			return DURATION_GROUPED;
	}
	c.p = b.p;
	c.end = b.p + b.n;
	negative = at_byte(&c, '-');
	c.p += negative || at_byte(&c, '+');
	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		int64_t value;

		if (readers[i](f, c, &value) != 0)
			continue;
		if (value > DURATION_MOST)
			return DURATION_BAD;
		if (negative && value > 0)
			return DURATION_NEGATIVE;
		*ms = value;
		return DURATION_READ;
	}
	return DURATION_BAD;
}

/* A short number of digits only, which most values are; 0 or -1. */
static inline int
read_plain(const struct duration_format *f, struct bytes b, int64_t *ms)
{
	uint32_t v = 0;
	size_t i;

	if (b.n == 0 || b.n > 6)
		return -1;
	for (i = 0; i < b.n; i++) {
		unsigned d = (unsigned char)b.p[i] - '0';

		if (d > 9)
			return -1;
		v = v * 10 + d;
	}
	*ms = (int64_t)v * unit_ms[f->unit];
	return *ms <= DURATION_MOST ? 0 : -1;
}

/* `H:MM:SS` and `HH:MM:SS`, nothing else; 0 or -1. */
static inline int
read_hms(struct bytes b, int64_t *ms)
{
	const char *p = b.p;
	unsigned h = 0, h2, m1, m2, s1, s2;

	if (b.n != 7 && b.n != 8)
		return -1;
	if (b.n == 8) {
		h = (unsigned char)*p++ - '0';
		if (h > 9)
			return -1;
	}
	h2 = (unsigned char)p[0] - '0';
	m1 = (unsigned char)p[2] - '0';
	m2 = (unsigned char)p[3] - '0';
	s1 = (unsigned char)p[5] - '0';
	s2 = (unsigned char)p[6] - '0';
	if (p[1] != ':' || p[4] != ':' || h2 > 9 || m1 > 5 || m2 > 9 ||
	    s1 > 5 || s2 > 9)
		return -1;
	h = h * 10 + h2;
	*ms = (int64_t)(h * 3600 + (m1 * 10 + m2) * 60 + s1 * 10 + s2) *
	    SECOND_MS;
	return 0;
}

enum duration_result
duration_read(const struct duration_format *f, struct bytes b, int64_t *ms)
{
	if (read_plain(f, b, ms) == 0 || read_hms(b, ms) == 0)
		return DURATION_READ;
	*ms = DURATION_NONE;
	return read_form(f, b, ms);
}

/* Where a word of a header must stand to name the column's unit. */
enum place {
	WHOLE,	/* anywhere */
	ENDING, /* also as the end of a longer word */
	EDGE,	/* first, last or behind `in`: not in `after hours` */
	LAST	/* last, but not alone: `min wait` is a minimum */
};

static const struct {
	const char *word;
	enum place place;
	enum duration_unit unit;
} unit_words[] = { { "seconds", ENDING, UNIT_SECONDS },
	{ "milliseconds", ENDING, UNIT_MILLISECONDS },
	{ "millis", ENDING, UNIT_MILLISECONDS },
	{ "msec", ENDING, UNIT_MILLISECONDS },
	{ "msecs", ENDING, UNIT_MILLISECONDS },
	{ "ms", WHOLE, UNIT_MILLISECONDS },
	{ "timems", ENDING, UNIT_MILLISECONDS },
	{ "durationms", ENDING, UNIT_MILLISECONDS },
	{ "minutes", ENDING, UNIT_MINUTES }, { "mins", WHOLE, UNIT_MINUTES },
	{ "min", LAST, UNIT_MINUTES }, { "hours", EDGE, UNIT_HOURS },
	{ "hrs", EDGE, UNIT_HOURS }, { "days", EDGE, UNIT_DAYS } };
enum { UNIT_WORDS = sizeof(unit_words) / sizeof(unit_words[0]) };

/* The row whose word a header's word is or ends in, or UNIT_WORDS. */
static size_t
find_unit_word(struct bytes word, int first, int last, int behind_in)
{
	size_t i, found = UNIT_WORDS, longest = 0;

	for (i = 0; i < UNIT_WORDS; i++) {
		size_t n = strlen(unit_words[i].word);
		enum place place = unit_words[i].place;

		if (n <= longest || n > word.n ||
		    memcmp(word.p + word.n - n, unit_words[i].word, n) != 0 ||
		    (n < word.n && place != ENDING) ||
		    (place == EDGE && !first && !last && !behind_in) ||
		    (place == LAST && (first || !last)))
			continue;
		found = i;
		longest = n;
	}
	return found;
}

enum duration_unit
duration_unit_of(struct bytes folded_header)
{
	enum duration_unit unit = UNIT_SECONDS;
	struct bytes word, before = { NULL, 0 }, rest = folded_header;
	size_t i;

	while (rest.p != NULL) {
		word = bytes_cut(rest, ' ', &rest);
		i = find_unit_word(word, before.p == NULL, rest.p == NULL,
		    bytes_is(before, "in"));
		if (i < UNIT_WORDS)
			unit = unit_words[i].unit;
		before = word;
	}
	return unit;
}

int
duration_typed(struct bytes b, int64_t *ms)
{
	static const struct duration_format plain = { UNIT_SECONDS, '.', 0 };
	struct cursor c;

	b = bytes_trim(b);
	c.p = b.p;
	c.end = b.p + b.n;
	if (read_number(&plain, c, ms) != 0 && read_units(&plain, c, ms) != 0)
		return -1;
	return *ms <= DURATION_MOST ? 0 : -1;
}

int
duration_with_unit(struct bytes b, int64_t *ms)
{
	b = bytes_trim(b);
	return b.n == 0 || byte_is_digit((unsigned char)b.p[b.n - 1])
	    ? -1
	    : duration_typed(b, ms);
}
