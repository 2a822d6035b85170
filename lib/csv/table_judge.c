/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/remark.h"
#include "csv/table_inside.h"

enum {
	REREAD_FREE = 1 << 20, /* bytes of records that may be given up .. */
	REREAD_SHARE = 8       /* .. and so many for each byte of input */
};

static const char bom[] = "\xef\xbb\xbf";

const char *
table_reason(enum scan_defect defect)
{
	static const char *const reasons[] = {
		[SCAN_TEXT_AFTER_QUOTE] = "text after a closing quote",
		[SCAN_UNCLOSED] = "a quote that never closes",
		[SCAN_TOO_LONG] = "longer than the record limit: so much of "
				  "it is kept",
		[SCAN_TOO_MANY] = "more fields than the column limit",
	};

	return reasons[defect];
}

/*
 * Put a record into the table's shape: the first header's order, missing
 * fields empty.  It is copied, which only such records are.
 */
static void
put_right(struct table *t, struct record *r)
{
	uint32_t *end = record_ends(t->fixed_end);
	size_t i;

	t->fixed.n = 0;
	buf_reserve(&t->fixed, r->len + t->width + r->eol);
	for (i = 0; i < t->width; i++) {
		size_t j = t->order.reordered ? t->order.from[i] : i;

		if (i > 0)
			buf_add_byte(&t->fixed, t->delimiter);
		if (j < r->fields)
			buf_add_bytes(&t->fixed, record_field(r, j));
		end[i] = (uint32_t)t->fixed.n;
	}
	buf_add(&t->fixed, r->p + r->len, r->eol);
	r->len = t->fixed.n - r->eol;
	record_begin(r, t->fixed.p);
	r->end = end;
	r->fields = t->width;
}

static void
set_aside(struct table *t, const struct record *r, const char *reason)
{
	t->account.set_aside++;
	if (!t->looking)
		t->o.aside(t->o.arg, input_name(t->in), r, reason);
}

int
table_timed(const struct table *t, const struct record *r)
{
	if (t->o.timed == NULL)
		return -1;
	return t->o.timed(
	    t->o.arg, r, t->order.reordered ? t->order.from : NULL);
}

/*
 * Blank: nothing, or only delimiters, blanks, quotes, NULs and Ctrl-Z; or
 * what a stray byte below UTF-16 was read as.
 */
static int
is_blank(const struct table *t, const struct record *r)
{
	size_t i;

	if (r->len == 3 && memcmp(r->p, "\xef\xbf\xbd", 3) == 0)
		return 1;
	for (i = 0; i < r->len; i++)
		if (r->p[i] != t->delimiter && r->p[i] != ' ' &&
		    r->p[i] != '\t' && r->p[i] != '"' && r->p[i] != '\0' &&
		    r->p[i] != CTRL_Z)
			return 0;
	return 1;
}

size_t
table_marks(const char *p, size_t n)
{
	size_t i = 0;

	for (;;) {
		if (n - i >= 3 && memcmp(p + i, bom, 3) == 0)
			i += 3;
		else if (i < n && p[i] == CTRL_Z)
			i++;
		else
			return i;
	}
}

/* UTF-16 behind UTF-8 is what `cat` makes of two exports. */
static int
is_utf16(const struct record *r)
{
	return r->len > 3 &&
	    (memcmp(r->p, "\xff\xfe", 2) == 0 ||
		memcmp(r->p, "\xfe\xff", 2) == 0) &&
	    memchr(r->p + 2, '\0', r->len > 8 ? 6 : r->len - 2) != NULL;
}

/*
 * Let a record begin at p, where its bytes from `front` on stand.  Returns
 * the ends of its fields, which are counted from there.
 */
static uint32_t *
begin_anew(struct table *t, struct record *r, size_t front, const char *p)
{
	uint32_t *end = table_split_room(t, 0);
	uint32_t skipped = (uint32_t)(r->p + front - r->base);
	size_t i;

	for (i = 0; i < r->fields; i++)
		end[i] = r->end[i] - skipped;
	r->end = end;
	record_begin(r, p);
	return end;
}

/* Take marks off a record's ends. */
static void
take_off_marks(struct table *t, struct record *r)
{
	size_t front = table_marks(r->p, r->len);
	uint32_t *end;

	if (front == 0 &&
	    (r->eol > 0 || r->len == 0 || r->p[r->len - 1] != CTRL_Z))
		return;
	end = begin_anew(t, r, front, r->p + front);
	r->len -= front;
	r->byte += front;
	while (r->eol == 0 && r->len > 0 && r->p[r->len - 1] == CTRL_Z) {
		r->len--;
		if (r->fields > 0)
			end[r->fields - 1] = (uint32_t)r->len;
	}
}

/* Whether a record has the right number of fields by another delimiter. */
static int
check_delimiter(struct table *t, const struct record *r)
{
	size_t i, wanted = t->order.width;

	if (t->o.columns == NULL && wanted == 1 && !t->passed && r->fields > 1)
		return table_fail_at(t, r,
		    "the header is a single column and the "
		    "records have several: say with -d what keeps columns "
		    "apart, or with -K what they are");
	if (r->fields > 1)
		return 0;
	for (i = 0; heading_delimiters[i] != '\0'; i++) {
		char d = heading_delimiters[i], name[4];
		size_t n =
		    d == t->delimiter ? 0 : table_split(t, 1, r->p, r->len, d);

		/* Two fields by chance are text with a semicolon. */
		if (n < 2 || (n == 2 && t->passed) ||
		    (n != wanted && (wanted != 1 || n == 2)))
			continue;
		return diag_fail(STATUS_CANNOT,
		    "%s:%llu: fields are kept "
		    "apart by %s here, but not in the header",
		    input_name(t->in), (unsigned long long)r->line,
		    table_delimiter_name(d, name));
	}
	return 0;
}

/*
 * A record with too many fields that runs over several lines: the quote
 * was likely never closed, and it is given up at its first line.  What may
 * be read twice in this way is bounded by the size of the input.
 */
static void
give_up_lines(struct table *t, struct record *r)
{
	if (memchr(r->p, '\n', r->len) == NULL &&
	    memchr(r->p, '\r', r->len) == NULL)
		return;
	if (t->reread + r->len > REREAD_FREE + REREAD_SHARE * r->byte)
		return;
	t->reread += r->len;
	scan_give_up(t->scan, r);
}

/* A record that cannot be trusted; what follows may be a part of it. */
static void
lose(struct table *t, const struct record *r, const char *reason)
{
	size_t i, quotes = 0;

	for (i = 0; i < r->len && r->defect == SCAN_TEXT_AFTER_QUOTE; i++)
		quotes += r->p[i] == '"';
	if (r->defect == SCAN_UNCLOSED || quotes % 2 == 1)
		t->distrust = 1;
	set_aside(t, r, reason);
}

/* A record with more fields than the header; as judge(). */
static int
judge_long(struct table *t, struct record *r, int glued)
{
	int got;

	if (r->fields == t->order.width + 1 &&
	    record_field(r, r->fields - 1).n == 0) {
		t->account.trailing_dropped++;
		r->fields--;
		return 1;
	}
	if ((got = check_delimiter(t, r)) != 0)
		return got;
	if (!glued)
		give_up_lines(t, r);
	lose(t, r,
	    r->defect != SCAN_SOUND ? table_reason(r->defect)
				    : "more fields than the header");
	return 0;
}

static void
count_remark(struct table *t, const struct record *r)
{
	t->account.skipped_totals++;
	t->remark_until = r->byte + r->len + r->eol;
}

/*
 * Skip a line of text below records: whether it was one.  Right below a
 * remark it may be a single word.
 */
static int
skip_lone(struct table *t, const struct record *r)
{
	int below = r->fields == 1 && t->order.width > 2 &&
	    t->remark_until > 0 && r->byte == t->remark_until;

	if (!t->passed || t->order.width < 2 ||
	    (!below && !remark_is_lone(r)) || table_timed(t, r) != 0)
		return 0;
	count_remark(t, r);
	return 1;
}

/*
 * Skip the title of a further report, whose header stands below it:
 * whether it was one.  The record is then, or may be, a copy.
 */
static int
skip_title(struct table *t, struct record *r)
{
	uint64_t end = r->byte + r->len + r->eol;
	size_t last = r->fields < t->order.width ? r->fields : t->order.width;

	while (last > 0 && record_field(r, last - 1).n == 0)
		last--;
	if (t->distrust || last * 2 > t->order.width ||
	    r->fields > t->order.width)
		return 0;
	t->short_record.n = 0;
	buf_add(&t->short_record, r->p, r->len + r->eol);
	(void)begin_anew(t, r, 0, t->short_record.p);
	if (!table_is_preamble(t, r, end))
		return 0;
	t->account.skipped_preamble++;
	return 1;
}

/* A record with fewer fields than the header; as judge(). */
static int
judge_short(struct table *t, struct record *r)
{
	int got;

	if ((got = check_delimiter(t, r)) != 0)
		return got;
	if (t->distrust) {
		set_aside(t, r, "behind a quote that never closes");
		return 0;
	}
	if (skip_lone(t, r))
		return 0;
	t->account.padded += t->order.width - r->fields;
	return 1;
}

/* Whether table_find_again() could find anything: told from two fields. */
static int
may_be_header(const struct table *t, const struct record *r)
{
	if (r->defect != SCAN_SOUND)
		return r->defect == SCAN_TEXT_AFTER_QUOTE;
	return r->fields != t->order.width || t->order.reordered ||
	    record_field(r, 0).n == 0 ||
	    names_may(&t->own, record_field(r, 0)) ||
	    (r->fields > 1 && names_may(&t->own, record_field(r, 1)));
}

/*
 * Whether a record is a sum or a remark: by how little stands on its line,
 * or as it has no time; never when its time can be read.
 */
static int
is_remark(const struct table *t, const struct record *r)
{
	int sparse = remark_is(r, t->order.width), told;

	if (!sparse && !remark_is_total(r))
		return 0;
	told = table_timed(t, r);
	return told < 0 ? sparse : told == 0;
}

/* Skip what is sound and no record.  Returns 1 when it was, 0, or -1. */
static int
skip_remark(struct table *t, struct record *r, int first, size_t glued)
{
	int said = table_is_said(t, r);

	if (said != 0)
		return said;
	if (glued == 0 && skip_title(t, r))
		return 1;
	if (first && remark_is_types(r))
		t->account.skipped_header++;
	else if (is_remark(t, r))
		count_remark(t, r);
	else
		return 0;
	return 1;
}

/*
 * What remains is a record, alone on its line: pass it on or set it aside.
 * As judge().
 */
static int
judge_record(struct table *t, struct record *r, int glued)
{
	int got = 1;

	if (r->defect != SCAN_SOUND) {
		lose(t, r, table_reason(r->defect));
		return 0;
	}
	if (r->fields > t->order.width)
		got = judge_long(t, r, glued);
	else if (r->fields < t->order.width)
		got = judge_short(t, r);
	else
		got = !skip_lone(t, r);
	if (got <= 0)
		return got;
	t->distrust = 0;
	t->passed = 1;
	if (r->fields != t->width || t->order.reordered ||
	    r->base + r->end[r->fields - 1] != r->p + r->len)
		put_right(t, r);
	return 1;
}

int
table_judge(struct table *t, struct record *r)
{
	int first = t->below_header == 1, got = 0;
	size_t glued = 0;

	if (r->defect == SCAN_SOUND || r->defect == SCAN_TEXT_AFTER_QUOTE) {
		if (is_utf16(r))
			return table_fail_at(t, r,
			    "from here on it is UTF-16: "
			    "convert that part with `iconv -f UTF-16'");
		take_off_marks(t, r);
	}
	if ((r->defect == SCAN_SOUND || r->defect == SCAN_TOO_LONG) &&
	    is_blank(t, r)) {
		t->account.skipped_blank++;
		return 0;
	}
	if (t->below_header == ABOVE_HEADER &&
	    r->byte + r->len + r->eol <= t->preamble_until) {
		t->account.skipped_preamble++;
		return 0;
	}
	t->below_header = 0;
	if (may_be_header(t, r))
		got = table_find_again(t, r, &glued);
	if (got == 0 && r->defect == SCAN_SOUND)
		got = skip_remark(t, r, first, glued);
	if (got == 0)
		got = judge_record(t, r, glued > 0);
	else
		got = got > 0 ? 0 : -1;
	if (glued > 0)
		table_follow_header(t, glued);
	return got;
}
