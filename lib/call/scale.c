/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/num.h"
#include "call/plain.h"
#include "call/scale.h"

/* Words for a feeling, folded, as -1..1. */
static const struct {
	const char *word;
	double value;
} feelings[] = {
	{ "very negative", -1 },
	{ "negative", -0.5 },
	{ "neutral", 0 },
	{ "mixed", 0 },
	{ "positive", 0.5 },
	{ "very positive", 1 },
	{ "angry", -1 },
	{ "furious", -1 },
	{ "hostile", -1 },
	{ "frustrated", -0.7 },
	{ "upset", -0.7 },
	{ "annoyed", -0.5 },
	{ "unhappy", -0.5 },
	{ "dissatisfied", -0.5 },
	{ "worried", -0.4 },
	{ "confused", -0.3 },
	{ "calm", 0.2 },
	{ "satisfied", 0.5 },
	{ "happy", 0.7 },
	{ "pleased", 0.7 },
	{ "delighted", 1 },
};

static const struct {
	enum scale_kind kind;
	double low, high;
} usual[] = {
	{ SCALE_SENTIMENT, -1, 1 },
	{ SCALE_SENTIMENT, -5, 5 },
	{ SCALE_SENTIMENT, -100, 100 },
	{ SCALE_CSAT, 1, 5 },
	{ SCALE_CSAT, 1, 10 },
	{ SCALE_CSAT, 0, 100 },
};

/* Take a percent sign off: whether there was one. */
static int
cut_percent(struct bytes *text)
{
	if (text->n < 2 || text->p[text->n - 1] != '%')
		return 0;
	text->n--;
	*text = bytes_trim(*text);
	return 1;
}

int
scale_declare(struct scale *s, struct bytes text)
{
	const char *dots = text.n > 0 ? memmem(text.p, text.n, "..", 2) : NULL;
	struct bytes low, high;

	if (dots == NULL)
		return -1;
	low.p = text.p;
	low.n = (size_t)(dots - text.p);
	high.p = dots + 2;
	high.n = text.n - low.n - 2;
	if (num_real(low, '.', &s->low) != 0 ||
	    num_real(high, '.', &s->high) != 0 || s->low >= s->high)
		return -1;
	s->declared = s->decided = 1;
	return 0;
}

/* Most values are numbers: they need no look at the words. */
static int
begins_number(struct bytes text)
{
	return byte_is_digit((unsigned char)text.p[0]) || text.p[0] == '-' ||
	    text.p[0] == '+' || text.p[0] == '.' || text.p[0] == ',';
}

/* A feeling's word; 0 or -1. */
static int
read_word(struct bytes text, double *value)
{
	char folded[32];
	size_t i, n = bytes_fold(text, folded, sizeof(folded));

	for (i = 0; i < sizeof(feelings) / sizeof(feelings[0]); i++)
		if (n == strlen(feelings[i].word) &&
		    memcmp(folded, feelings[i].word, n) == 0) {
			*value = feelings[i].value;
			return 0;
		}
	return -1;
}

/* The number a text consists of or, with words behind it, begins with. */
static int
read_number(enum scale_kind kind, struct bytes text, double *value)
{
	char mark = memchr(text.p, ',', text.n) != NULL ? ',' : '.';
	size_t n = 0;

	if (num_real(text, mark, value) == 0)
		return 0;
	if (kind != SCALE_CSAT)
		return -1;
	while (n < text.n &&
	    (byte_is_digit((unsigned char)text.p[n]) || text.p[n] == '.'))
		n++;
	if (n == 0 || n == text.n || byte_is_word((unsigned char)text.p[n]))
		return -1;
	text.n = n;
	return num_real(text, '.', value);
}

/* Percent say which scale it is, or nothing. */
static void
look_percent(struct scale *s, double v)
{
	if (s->percent++ == 0 || v < s->percent_low)
		s->percent_low = v;
	s->read += s->declared != 0;
}

void
scale_look(struct scale *s, enum scale_kind kind, struct bytes text)
{
	int percent;
	double v;

	text = bytes_trim(text);
	if (value_is_nothing(text))
		return;
	s->seen++;
	if (kind == SCALE_SENTIMENT && read_word(text, &v) == 0) {
		s->read++;
		return;
	}
	percent = cut_percent(&text);
	if (read_number(kind, text, &v) != 0)
		return;
	if (percent) {
		look_percent(s, v);
		return;
	}
	if (s->read == 0 || v < s->seen_low)
		s->seen_low = v;
	if (s->read == 0 || v > s->seen_high)
		s->seen_high = v;
	s->read++;
}

/* Whether percent were seen, and say by themselves which scale it is. */
static int
is_percent(const struct scale *s, enum scale_kind kind)
{
	return s->percent > 0 && (kind == SCALE_CSAT || s->percent_low < 0);
}

int
scale_decide(struct scale *s, enum scale_kind kind)
{
	size_t i;

	if (s->decided)
		return 0;
	if (is_percent(s, kind))
		s->read += s->percent;
	else
		s->lacks_percent = s->percent > 0;
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (usual[i].kind != kind)
			continue;
		if (is_percent(s, kind) && usual[i].high < 100)
			continue;
		s->decided = 1;
		s->low = usual[i].low;
		s->high = usual[i].high;
		/* No rating at all yet: the first usual scale will do. */
		if (s->read == 0 ||
		    (s->seen_low >= s->low && s->seen_high <= s->high))
			return 0;
		/* 0 of 10 is as common as 1 of 10. */
		if (kind == SCALE_CSAT && s->high == 10 && s->seen_low >= 0 &&
		    s->seen_high <= 10) {
			s->low = 0;
			return 0;
		}
	}
	return -1;
}

int
scale_read(const struct scale *s, enum scale_kind kind, struct bytes text,
    double *value)
{
	int percent;

	text = bytes_trim(text);
	if (text.n == 0)
		return -1;
	if (kind == SCALE_SENTIMENT && !begins_number(text)) {
		if (read_word(text, value) != 0)
			return -1;
		*value *= s->high;
		return 0;
	}
	percent = cut_percent(&text);
	if (read_number(kind, text, value) != 0)
		return -1;
	if (percent && kind == SCALE_SENTIMENT && !s->declared &&
	    !is_percent(s, kind))
		return SCALE_PERCENT;
	if (percent && s->high <= 1)
		*value /= 100;
	return *value < s->low || *value > s->high;
}

double
scale_unit(const struct scale *s, double v)
{
	return s->high > s->low ? 2 * (v - s->low) / (s->high - s->low) - 1 : 0;
}
