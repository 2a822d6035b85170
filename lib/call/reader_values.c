/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hot.h"
#include "base/num.h"
#include "call/plain.h"
#include "call/quick.h"
#include "call/reader_inside.h"

/* A value in a scale, as written. */
RARE double
read_scale(struct reader *rd, const struct record *r, enum field f)
{
	const struct scale *scale = &rd->columns->of[f].scale;
	struct bytes v = value(rd, r, f);
	double number;
	int got;

	if (v.n == 0)
		return REAL_NONE;
	got = scale_read(
	    scale, f == FIELD_CSAT ? SCALE_CSAT : SCALE_SENTIMENT, v, &number);
	if (got == 0)
		return number;
	if (got == SCALE_PERCENT) {
		reader_blame(rd, r, FAULT_PERCENT, f, v);
	} else if (got > 0) {
		reader_blame(rd, r, FAULT_SCALE, f, v);
		rd->broken = f;
	} else if (!value_is_nothing(bytes_trim(v)))
		reader_blame(rd, r, FAULT_NUMBER, f, v);
	return REAL_NONE;
}

static inline double
scaled(struct reader *rd, const struct record *r, enum field f)
{
	const struct scale *scale = &rd->columns->of[f].scale;
	struct bytes v = glance(rd, r, f);
	double number;

	if (v.n == 0)
		return REAL_NONE;
	if (!rd->parts[f] && quick_decimal(v, &number) == 0 &&
	    number >= scale->low && number <= scale->high)
		return number;
	return read_scale(rd, r, f);
}

static double
in_unit(const struct reader *rd, enum field f, double v)
{
	return v == REAL_NONE ? v : scale_unit(&rd->columns->of[f].scale, v);
}

RARE enum flag
read_flag(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = bytes_trim(value(rd, r, f));
	int known;

	if (v.n == 0)
		return FLAG_NONE;
	known = values_flag(&rd->columns->values, f, v);
	if (known >= 0)
		return (enum flag)known;
	if (value_is_nothing(v))
		return FLAG_NONE;
	reader_blame(rd, r, FAULT_FLAG, f, v);
	return FLAG_NONE;
}

static inline enum flag
flag(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = glance(rd, r, f);

	if (v.n == 0)
		return FLAG_NONE;
	if (!rd->parts[f] && !rd->columns->values.has[f]) {
		if (v.n == 3 && memcmp(v.p, "yes", 3) == 0)
			return FLAG_YES;
		if (v.n == 2 && memcmp(v.p, "no", 2) == 0)
			return FLAG_NO;
	}
	return read_flag(rd, r, f);
}

static inline struct bytes
text_of(struct reader *rd, const struct record *r)
{
	struct bytes text = value(rd, r, FIELD_TEXT);

	/* What is written where there is no note says nothing of the call. */
	if (value_is_nothing(bytes_trim(text)))
		text.n = 0;
	return text;
}

struct bytes
reader_text(struct reader *rd, const struct record *r)
{
	rd->scratch.n = 0;
	return text_of(rd, r);
}

static void
read_feeling(struct reader *rd, const struct record *r, struct call *c)
{
	c->sentiment =
	    in_unit(rd, FIELD_SENTIMENT, scaled(rd, r, FIELD_SENTIMENT));
	c->sentiment_end = in_unit(
	    rd, FIELD_SENTIMENT_END, scaled(rd, r, FIELD_SENTIMENT_END));
	c->csat = scaled(rd, r, FIELD_CSAT);
	c->csat_scaled = in_unit(rd, FIELD_CSAT, c->csat);
	c->text = text_of(rd, r);
}

static void
no_feeling(struct call *c)
{
	c->sentiment = c->sentiment_end = REAL_NONE;
	c->csat = c->csat_scaled = REAL_NONE;
	c->text = (struct bytes){ NULL, 0 };
}

static void
read_flags(struct reader *rd, const struct record *r, struct call *c)
{
	c->help_asked = flag(rd, r, FIELD_HELP_ASKED);
	c->hostile = flag(rd, r, FIELD_HOSTILE);
	c->threat = flag(rd, r, FIELD_THREAT);
}

/* A count from 0 up; yes counts as 1, no as 0. */
RARE int64_t
read_count(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = bytes_trim(value(rd, r, f));
	int64_t n;

	if (v.n == 0)
		return -1;
	n = values_count(v);
	if (n < 0 && !value_is_nothing(v))
		reader_blame(rd, r, FAULT_NUMBER, f, v);
	return n;
}

static inline int64_t
count(struct reader *rd, const struct record *r, enum field f)
{
	struct bytes v = glance(rd, r, f);
	int64_t n;

	if (v.n == 0)
		return -1;
	if (!rd->parts[f] && quick_count(v, rd->last_four, &n) == 0)
		return n;
	return read_count(rd, r, f);
}

RARE double
read_rating(struct reader *rd, const struct record *r)
{
	struct bytes v = bytes_trim(value(rd, r, FIELD_SELF_RATING));
	double number;

	if (v.n == 0)
		return REAL_NONE;
	if (num_real(v, rd->columns->decimal, &number) == 0 && number >= 0 &&
	    number <= 10)
		return number;
	if (!value_is_nothing(v))
		reader_blame(rd, r, FAULT_NUMBER, FIELD_SELF_RATING, v);
	return REAL_NONE;
}

static void
read_counts(struct reader *rd, const struct record *r, struct call *c)
{
	c->transfers = count(rd, r, FIELD_TRANSFERS);
	c->holds = count(rd, r, FIELD_HOLDS);
	c->interruptions = count(rd, r, FIELD_INTERRUPTIONS);
	c->resolved = flag(rd, r, FIELD_RESOLVED);
	c->self_rating = glance(rd, r, FIELD_SELF_RATING).n > 0
	    ? read_rating(rd, r)
	    : REAL_NONE;
}

static void
no_counts(struct call *c)
{
	c->transfers = c->holds = c->interruptions = -1;
	c->resolved = FLAG_NONE;
	c->self_rating = REAL_NONE;
}

static void
read_stress(struct reader *rd, const struct record *r, struct call *c)
{
	struct bytes v = bytes_trim(value(rd, r, FIELD_STRESS));

	if (v.n == 0 ||
	    (quick_digits(v, &c->stress) != 0 &&
		num_integer(v, &c->stress) != 0) ||
	    c->stress < 0 || c->stress > 100) {
		c->stress = -1;
		if (v.n > 0)
			reader_blame(rd, r, FAULT_NUMBER, FIELD_STRESS, v);
	}
	c->signals = value(rd, r, FIELD_SIGNALS);
}

static void
no_stress(struct call *c)
{
	c->stress = -1;
	c->signals = (struct bytes){ NULL, 0 };
}

HOT void
reader_values(struct reader *rd, const struct record *r, struct call *c)
{
	unsigned needs = rd->needs;

	if (needs & NEED_FEELING)
		read_feeling(rd, r, c);
	else
		no_feeling(c);
	if (needs & (NEED_FEELING | NEED_FLAGS))
		read_flags(rd, r, c);
	else
		c->help_asked = c->hostile = c->threat = FLAG_NONE;
	if (needs & NEED_COUNTS)
		read_counts(rd, r, c);
	else
		no_counts(c);
	if (needs & NEED_STRESS)
		read_stress(rd, r, c);
	else
		no_stress(c);
}
