/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/heading.h"
#include "csv/input.h"
#include "csv/names.h"
#include "csv/remark.h"
#include "csv/table.h"

enum {
	SILENCE_MS = 500,      /* after such a rest the look-ahead ends */
	PREAMBLE_LINES = 32,   /* a header is looked for in so many lines */
	REREAD_FREE = 1 << 20, /* bytes of records that may be given up .. */
	REREAD_SHARE = 8       /* .. and so many for each byte of input */
};

/* What a record's first byte can stand for besides a record. */
static const char bom[] = "\xef\xbb\xbf";
enum { CTRL_Z = 0x1a };

/*
 * How the operand's columns stand at present: column i of the table is
 * from[i] there, which changes when a header in another order comes by.
 */
struct order {
	int reordered; /* from[i] is not i, or a column is missing */
	size_t width;  /* columns of a record */
	size_t *from;  /* SIZE_MAX: it lacks the column */
};

/* What table_look_done() puts back. */
struct before {
	struct table_account account;
	struct order order;
	int distrust, passed;
	uint64_t reread;
	char *failure; /* in the look-ahead, or NULL */
	enum status status;
};

/* Why a record is set aside, or a header cannot be read. */
static const char *const reasons[] = {
	[SCAN_TEXT_AFTER_QUOTE] = "text after a closing quote",
	[SCAN_UNCLOSED] = "a quote that never closes",
	[SCAN_TOO_LONG] = "longer than the record limit",
	[SCAN_TOO_MANY] = "more fields than the column limit",
};

struct table {
	struct table_options o;
	int operand; /* the next one to open */
	struct input *in;
	struct scan *scan;
	struct table_account account;
	size_t warnings;
	int upstream_failed;

	int has_header;
	char delimiter;
	struct buf header;    /* raw, after renames */
	struct buf names;     /* values of the names, NUL behind */
	struct bytes *column; /* into names */
	size_t width;
	char eol[2];
	size_t eol_len;

	/* This operand. */
	char said;	  /* its `sep=` line, or 0 */
	struct buf raw;	  /* its header as read */
	struct names own; /* its columns */
	size_t *home;	  /* where they stood in its header */
	struct order order;
	int below_header; /* the next record is the first */
	int passed;	  /* a record was passed on */
	int distrust;	  /* behind a quote that never closed */
	uint64_t reread;  /* bytes given up and read again */

	/* By first byte: which second letters are worth a second look. */
	uint32_t odd[256];
	struct buf fixed; /* a record put right */
	uint32_t *fixed_end;
	uint32_t *split; /* ends of a record split by hand */
	struct buf scratch;

	int looking; /* in the look-ahead */
	size_t look_records, look_bytes;
	struct before before;
};

struct table *
table_new(const struct table_options *o)
{
	/* Blanks and marks; the terminating NUL is one. */
	static const char odd[] = "\x1a \t\"\xef\xff\xfe";
	struct table *t = mem_zero(1, sizeof(*t));
	size_t i;

	t->o = *o;
	t->scan = scan_new(&o->limits);
	remark_beginnings(t->odd);
	for (i = 0; i < sizeof(odd); i++)
		t->odd[(unsigned char)odd[i]] = UINT32_MAX;
	t->odd['s'] |= UINT32_C(1) << ('e' - 'a');
	t->odd['S'] |= UINT32_C(1) << ('e' - 'a');
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	input_close(t->in);
	scan_free(t->scan);
	buf_free(&t->header);
	buf_free(&t->names);
	buf_free(&t->raw);
	names_free(&t->own);
	buf_free(&t->fixed);
	buf_free(&t->scratch);
	free(t->column);
	free(t->home);
	free(t->order.from);
	free(t->before.order.from);
	free(t->before.failure);
	free(t->fixed_end);
	free(t->split);
	free(t);
}

static ssize_t
fill(void *arg, void *buf, size_t cap)
{
	struct table *t = arg;

	if (t->looking &&
	    t->account.records_in > t->before.account.records_in) {
		if (!input_ready(t->in, SILENCE_MS))
			return SCAN_LATER;
	} else if (!input_ready(t->in, 0))
		t->o.idle(t->o.arg);
	return input_read(t->in, buf, cap);
}

/* As heading_line(), reading on until the line is whole; -1 on failure. */
static ssize_t
whole_line(struct table *t, size_t at, struct bytes *line)
{
	struct bytes there;
	size_t want = at + 1, most;

	if (__builtin_mul_overflow(t->o.header_name, (size_t)64, &most))
		most = SIZE_MAX;
	for (;;) {
		int ended;
		size_t n;

		if (scan_peek(t->scan, want, &there) != 0)
			return -1;
		ended = there.n < want;
		if (ended && there.n == at)
			return 0;
		n = heading_line(there, at, ended || there.n > most,
		    t->o.delimiter ? t->o.delimiter : t->said, line);
		if (n > 0)
			return (ssize_t)n;
		want = there.n + 1;
	}
}

/* Whether a word is one that exports use, or one of the first header's. */
static int
is_known(void *arg, struct bytes name)
{
	const struct table *t = arg;
	size_t i;

	if (t->o.known(name))
		return 1;
	name = bytes_trim(name);
	for (i = 0; i < t->width && name.n > 0; i++)
		if (bytes_equal(bytes_trim(t->column[i]), name))
			return 1;
	return 0;
}

/* A line that may be the header. */
struct candidate {
	size_t at, lines; /* bytes and lines in front of it */
	struct heading is;
};

/*
 * The header where no line has two known names: the first that is not
 * blank, unless that is a title, of one column, and one below begins a
 * table: two lines of the same three columns or more.
 */
static size_t
likely_header(const struct candidate *c, size_t n)
{
	size_t i;

	for (i = 1; i + 1 < n && c[0].is.fields == 1; i++)
		if (c[i].is.fields >= 3 &&
		    c[i].is.fields == c[i + 1].is.fields &&
		    c[i].is.delimiter == c[i + 1].is.delimiter)
			return i;
	return 0;
}

/*
 * Look at the lines that may be the header, up to one with two known
 * names.  Returns how many there are, the best in `*best`, or -1.
 */
static int
gather(struct table *t, struct candidate *c, size_t *best)
{
	char forced = t->o.delimiter;
	size_t at = 0, lines, n = 0;

	*best = SIZE_MAX;
	for (lines = 0; lines < PREAMBLE_LINES; lines++) {
		struct bytes line;
		ssize_t len = whole_line(t, at, &line);

		if (len < 0)
			return -1;
		if (len == 0)
			break;
		if (at == 0 && t->said == 0 &&
		    (t->said = heading_said(line)) != 0) {
			scan_skip(t->scan, (size_t)len, 1);
			if (forced == 0)
				forced = t->said;
			lines--;
			continue;
		}
		if (bytes_trim(line).n > 0) {
			if (n == 0 && heading_foreign(line) != NULL)
				return diag_fail(STATUS_CANNOT, "%s: is %s",
				    input_name(t->in), heading_foreign(line));
			c[n].at = at;
			c[n].lines = lines;
			heading_judge(
			    line, forced, is_known, t, &t->scratch, &c[n].is);
			if (c[n++].is.known >= 2) {
				*best = n - 1;
				break;
			}
		}
		at += (size_t)len;
		if (n > 0 && t->o.columns != NULL)
			break;
		/* Do not wait for a second line to judge the first. */
		if (n > 0 && !input_ready(t->in, SILENCE_MS))
			break;
	}
	return (int)n;
}

/*
 * Find the header: skip blank lines and a preamble, settle the delimiter.
 * A line with two known names is one.  Returns 0 or -1.
 */
static int
find_header(struct table *t)
{
	struct candidate c[PREAMBLE_LINES];
	size_t best;
	int n;

	t->said = 0;
	n = gather(t, c, &best);
	if (n < 0)
		return -1;
	t->delimiter = t->o.delimiter ? t->o.delimiter
	    : t->said		      ? t->said
	    : t->delimiter	      ? t->delimiter
				      : heading_delimiters[0];
	if (n == 0)
		return 0;
	if (best == SIZE_MAX)
		best = likely_header(c, (size_t)n);
	t->delimiter = c[best].is.delimiter;
	if (t->o.columns == NULL && c[best].at > 0) {
		scan_skip(t->scan, c[best].at, c[best].lines);
		t->account.skipped_preamble += c[best].lines;
		t->account.records_in += c[best].lines;
	}
	return 0;
}

/* A quote or the delimiter in a name has to be quoted again. */
static void
put_name(struct buf *out, struct bytes name, char delimiter)
{
	size_t i;
	int quote = 0;

	for (i = 0; i < name.n; i++)
		quote |= name.p[i] == delimiter || name.p[i] == '"' ||
		    name.p[i] == '\n' || name.p[i] == '\r';
	if (quote)
		buf_add_byte(out, '"');
	for (i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, name.p[i]);
	}
	if (quote)
		buf_add_byte(out, '"');
}

/*
 * The new name of column `i`, or an empty slice when it keeps its own.
 * When a name stands in the header twice, the first --rename of it is for
 * the first such column, the second for the second.
 */
static struct bytes
renamed(struct table *t, const struct record *r, size_t i)
{
	struct bytes none = { NULL, 0 }, name, other, to;
	size_t j, before = 0;

	if (t->o.rename_count == 0)
		return none;
	t->scratch.n = 0;
	buf_reserve(&t->scratch, 2 * r->len + 2);
	name = bytes_trim(field_value(record_field(r, i), &t->scratch));
	for (j = 0; j < i; j++) {
		size_t used = t->scratch.n;

		other = field_value(record_field(r, j), &t->scratch);
		before += bytes_equal(bytes_trim(other), name);
		t->scratch.n = used;
	}
	for (j = 0; j < t->o.rename_count; j++)
		if (bytes_equal(
			bytes_cut(bytes_of(t->o.renames[j]), '=', &to), name) &&
		    before-- == 0)
			return to;
	return none;
}

/* Keep the header: its names, and its bytes with renamed columns. */
static int
keep_header(struct table *t, const struct record *r)
{
	size_t i, *offset = mem_zero(r->fields + 1, sizeof(*offset));

	t->width = r->fields;
	t->column = mem_zero(r->fields + 1, sizeof(*t->column));
	for (i = 0; i < r->fields; i++) {
		struct bytes raw = record_field(r, i), name, to;

		to = renamed(t, r, i);
		t->scratch.n = 0;
		buf_reserve(&t->scratch, raw.n + 1);
		name = field_value(raw, &t->scratch);
		if (name.n > t->o.header_name) {
			free(offset);
			return diag_fail(STATUS_CANNOT,
			    "%s:%llu: the name of column %zu is longer than "
			    "%zu bytes",
			    input_name(t->in), (unsigned long long)r->line,
			    i + 1, t->o.header_name);
		}
		if (i > 0)
			buf_add_byte(&t->header, t->delimiter);
		if (to.n > 0) {
			name = to;
			put_name(&t->header, name, t->delimiter);
		} else
			buf_add_bytes(&t->header, raw);
		offset[i] = t->names.n;
		t->column[i].n = name.n;
		buf_add_bytes(&t->names, name);
		buf_add_byte(&t->names, '\0');
	}
	for (i = 0; i < r->fields; i++)
		t->column[i].p = t->names.p + offset[i];
	free(offset);
	t->fixed_end = mem_zero(t->width + 1, sizeof(*t->fixed_end));
	t->home = mem_zero(t->width + 1, sizeof(*t->home));
	t->order.from = mem_zero(t->width + 1, sizeof(*t->order.from));
	t->before.order.from =
	    mem_zero(t->width + 1, sizeof(*t->before.order.from));
	for (i = 0; i < t->width; i++)
		t->home[i] = t->order.from[i] = i;
	t->has_header = 1;
	return 0;
}

static void
keep_eol(struct table *t, const struct record *r)
{
	t->eol_len = r->eol;
	memcpy(t->eol, r->p + r->len, r->eol);
	if (r->eol == 0) {
		t->eol[0] = '\n';
		t->eol_len = 1;
	}
}

/* Know the operand's header again, and begin in its order. */
static void
keep_own(struct table *t, const struct record *r)
{
	t->raw.n = 0;
	buf_add(&t->raw, r->p, r->len);
	names_take(&t->own, r, &t->scratch);
	t->order.width = r->fields;
	t->below_header = 1;
	t->passed = t->distrust = 0;
	t->reread = 0;
}

/* -K: the header that the input lacks. */
static int
make_header(struct table *t)
{
	struct bytes rest = bytes_of(t->o.columns);
	struct buf text = { 0 };
	struct record r = { 0 };
	uint32_t *end = mem_zero(rest.n + 1, sizeof(*end));
	int got = 0;

	while (rest.p != NULL) {
		struct bytes name = bytes_trim(bytes_cut(rest, ',', &rest));

		if (r.fields > 0)
			buf_add_byte(&text, t->delimiter);
		put_name(&text, name, t->delimiter);
		end[r.fields++] = (uint32_t)text.n;
	}
	r.p = text.p;
	r.len = text.n;
	r.end = end;
	if (!t->has_header)
		got = keep_header(t, &r);
	if (got == 0)
		keep_own(t, &r);
	t->eol[0] = '\n';
	t->eol_len = 1;
	free(end);
	buf_free(&text);
	return got;
}

/*
 * Fit a further operand's header to the first one's.  Returns 0, or -1
 * when it has a column that the first lacks.
 */
static int
fit_header(struct table *t, const struct record *r)
{
	size_t i, j;

	for (i = 0; i < t->width; i++)
		t->home[i] = SIZE_MAX;
	for (j = 0; j < r->fields; j++) {
		struct bytes raw = record_field(r, j), name, to;

		to = renamed(t, r, j);
		t->scratch.n = 0;
		buf_reserve(&t->scratch, raw.n + 1);
		name = bytes_trim(field_value(raw, &t->scratch));
		if (to.n > 0)
			name = to;
		for (i = 0; i < t->width; i++)
			if (t->home[i] == SIZE_MAX &&
			    bytes_equal(
				bytes_trim(t->column[i]), bytes_trim(name)))
				break;
		/* A delimiter behind the last name makes no column. */
		if (i == t->width && name.n == 0 && j + 1 == r->fields)
			break;
		if (i == t->width)
			return diag_fail(STATUS_CANNOT,
			    "%s:%llu: column %zu "
			    "is not in the first file's header",
			    input_name(t->in), (unsigned long long)r->line,
			    j + 1);
		t->home[i] = j;
	}
	t->order.reordered = r->fields != t->width;
	for (i = 0; i < t->width; i++) {
		t->order.from[i] = t->home[i];
		t->order.reordered |= t->home[i] != i;
	}
	return 0;
}

/*
 * A header of one column, when another character makes several known
 * names of it, is no table of one column.
 */
static int
check_single(struct table *t, const struct record *r)
{
	struct bytes line = { r->p, r->len };
	char c;

	if (r->fields > 1 || t->o.columns != NULL)
		return 0;
	c = heading_other(line, is_known, t, &t->scratch);
	if (c == 0)
		return 0;
	if (c > ' ')
		return diag_fail(STATUS_CANNOT,
		    "%s:%llu: the header is a "
		    "single column; `%c' seems to keep columns apart: give "
		    "-d '%c'",
		    input_name(t->in), (unsigned long long)r->line, c, c);
	return diag_fail(STATUS_CANNOT,
	    "%s:%llu: the header is a single "
	    "column; the byte 0x%02x seems to keep columns apart: give it "
	    "with -d",
	    input_name(t->in), (unsigned long long)r->line,
	    (unsigned)(unsigned char)c);
}

/* Read the header of the operand at hand. */
static int
read_header(struct table *t)
{
	struct record r;
	int got;

	if (find_header(t) != 0)
		return -1;
	scan_delimiter(t->scan, t->delimiter);
	if (t->o.columns != NULL)
		return make_header(t);
	do
		got = scan_next(t->scan, &r);
	while (got == 1 && r.defect == SCAN_SOUND && r.fields == 1 &&
	    bytes_trim(record_field(&r, 0)).n == 0);
	if (got < 0)
		return -1;
	if (got == 0)
		return diag_fail(STATUS_CANNOT, "%s: empty, not even a header",
		    input_name(t->in));
	if (r.defect == SCAN_UNCLOSED && r.len > 12 &&
	    memcmp(r.p, "\"evenkeel: ", 11) == 0) {
		t->upstream_failed = 1;
		return diag_fail(
		    STATUS_CANNOT, "%s: upstream failed", input_name(t->in));
	}
	if (r.defect != SCAN_SOUND)
		return diag_fail(STATUS_CANNOT,
		    "%s:%llu: the header cannot be read: %s", input_name(t->in),
		    (unsigned long long)r.line, reasons[r.defect]);
	if (check_single(t, &r) != 0)
		return -1;
	keep_own(t, &r);
	if (t->has_header)
		return fit_header(t, &r);
	keep_eol(t, &r);
	return keep_header(t, &r);
}

static void
close_operand(struct table *t)
{
	const char *warning = t->in != NULL ? input_warning(t->in) : NULL;

	if (warning != NULL) {
		diag_warn("%s", warning);
		t->warnings++;
	}
	input_close(t->in);
	t->in = NULL;
}

/* Open the next operand.  Returns 1, 0 when none is left, -1. */
static int
next_operand(struct table *t)
{
	int count = t->o.count > 0 ? t->o.count : 1;
	char delimiter = t->delimiter;
	const char *path;

	close_operand(t);
	if (t->operand == count)
		return 0;
	path = t->o.count > 0 ? t->o.operands[t->operand] : "-";
	t->operand++;
	t->in = input_open(path);
	if (t->in == NULL)
		return -1;
	scan_start(t->scan, fill, t);
	if (read_header(t) != 0) {
		input_close(t->in);
		t->in = NULL;
		return -1;
	}
	if (delimiter != 0 && delimiter != t->delimiter) {
		diag_fail(STATUS_CANNOT,
		    "%s: its delimiter differs from the "
		    "first file's",
		    input_name(t->in));
		t->delimiter = delimiter;
		input_close(t->in);
		t->in = NULL;
		return -1;
	}
	return 1;
}

int
table_header(struct table *t)
{
	return t->in != NULL ? 1 : next_operand(t);
}

size_t
table_width(const struct table *t)
{
	return t->width;
}

struct bytes
table_column(const struct table *t, size_t i)
{
	return t->column[i];
}

struct bytes
table_header_bytes(const struct table *t)
{
	return buf_bytes(&t->header);
}

struct bytes
table_eol(const struct table *t)
{
	struct bytes b = { t->eol, t->eol_len };

	return b;
}

char
table_delimiter(const struct table *t)
{
	return t->delimiter;
}

/*
 * Put a record into the table's shape: the first header's order, missing
 * fields empty.  It is copied, which only such records are.
 */
static void
put_right(struct table *t, struct record *r)
{
	size_t i;

	t->fixed.n = 0;
	buf_reserve(&t->fixed, r->len + t->width + r->eol);
	for (i = 0; i < t->width; i++) {
		size_t j = t->order.reordered ? t->order.from[i] : i;

		if (i > 0)
			buf_add_byte(&t->fixed, t->delimiter);
		if (j < r->fields)
			buf_add_bytes(&t->fixed, record_field(r, j));
		t->fixed_end[i] = (uint32_t)t->fixed.n;
	}
	buf_add(&t->fixed, r->p + r->len, r->eol);
	r->len = t->fixed.n - r->eol;
	r->p = t->fixed.p;
	r->end = t->fixed_end;
	r->fields = t->width;
}

static void
set_aside(struct table *t, const struct record *r, const char *reason)
{
	t->account.set_aside++;
	if (!t->looking)
		t->o.aside(t->o.arg, input_name(t->in), r, reason);
}

/* Whether a line is what a tool that failed ends its stream with. */
static int
is_failure_mark(const struct record *r)
{
	static const char head[] = "\"evenkeel: ", tail[] = " failed";
	size_t h = sizeof(head) - 1, n = sizeof(tail) - 1;

	return r->defect == SCAN_UNCLOSED && r->len > h + n &&
	    memcmp(r->p, head, h) == 0 &&
	    memcmp(r->p + r->len - n, tail, n) == 0;
}

/* Blank: nothing, or only delimiters, blanks, quotes, NULs and Ctrl-Z. */
static int
is_blank(const struct table *t, const struct record *r)
{
	size_t i;

	for (i = 0; i < r->len; i++)
		if (r->p[i] != t->delimiter && r->p[i] != ' ' &&
		    r->p[i] != '\t' && r->p[i] != '"' && r->p[i] != '\0' &&
		    r->p[i] != CTRL_Z)
			return 0;
	return 1;
}

/*
 * Room for the ends of the fields of a record that the scanner did not
 * find: twice, for the record at hand and for another reading of it.
 */
static uint32_t *
split_room(struct table *t, int other)
{
	size_t n = t->o.limits.columns + 1;

	if (t->split == NULL)
		t->split = mem_zero(n, 2 * sizeof(*t->split));
	return t->split + (other ? n : 0);
}

/* Split bytes into that room; as scan_split(). */
static size_t
split(struct table *t, int other, const char *p, size_t n, char delimiter)
{
	return scan_split((struct bytes){ p, n }, delimiter,
	    split_room(t, other), t->o.limits.columns + 1);
}

/* Bytes of marks in front: what `cat` and `copy` leave between files. */
static size_t
marks(const char *p, size_t n)
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

/* Take marks off a record's ends; offsets are counted anew. */
static void
take_off_marks(struct table *t, struct record *r)
{
	size_t front = marks(r->p, r->len), i;
	uint32_t *end;

	if (front == 0 &&
	    (r->eol > 0 || r->len == 0 || r->p[r->len - 1] != CTRL_Z))
		return;
	end = split_room(t, 0);
	for (i = 0; i < r->fields; i++)
		end[i] = r->end[i] - (uint32_t)front;
	r->end = end;
	r->p += front;
	r->len -= front;
	r->byte += front;
	while (r->eol == 0 && r->len > 0 && r->p[r->len - 1] == CTRL_Z) {
		r->len--;
		if (r->fields > 0)
			end[r->fields - 1] = (uint32_t)r->len;
	}
}

static int
fail_at(const struct table *t, const struct record *r, const char *what)
{
	return diag_fail(STATUS_CANNOT, "%s:%llu: %s", input_name(t->in),
	    (unsigned long long)r->line, what);
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

/* The header came by again; from now on columns stand as it says. */
static void
follow_header(struct table *t, size_t fields)
{
	struct order *o = &t->order;
	size_t i;

	t->account.skipped_header++;
	t->below_header = 1;
	t->distrust = 0;
	o->width = fields;
	o->reordered = fields != t->width;
	for (i = 0; i < t->width; i++) {
		o->from[i] =
		    t->home[i] == SIZE_MAX ? SIZE_MAX : t->own.at[t->home[i]];
		o->reordered |= o->from[i] != i;
	}
}

/* A line `sep=;` in the middle, which another file began with. */
static int
is_said(struct table *t, const struct record *r)
{
	struct bytes line = { r->p, r->len };
	char said = heading_said(line);

	if (said == 0)
		return 0;
	if (said != t->delimiter)
		return fail_at(t, r,
		    "from here on another delimiter is said; "
		    "give the part from here on as a file of its own");
	t->account.skipped_header++;
	return 1;
}

/*
 * Where in the field at its start a header begins that was glued to a
 * record for want of a line end.  Returns the header's first byte, as an
 * offset, or 0 when none of the names stands at the field's end.
 */
static size_t
glued_from(struct table *t, const struct record *r, size_t field)
{
	struct bytes raw = record_field(r, field);
	size_t i, longest = 0;

	if (raw.n > 0 && raw.p[raw.n - 1] == '"')
		raw.n--;
	for (i = 0; i < t->own.count; i++) {
		struct bytes name = t->own.name[i], tail;

		if (name.n == 0 || name.n > raw.n || name.n < longest)
			continue;
		tail.p = raw.p + raw.n - name.n;
		tail.n = name.n;
		if (bytes_equal_nocase(tail, name))
			longest = name.n;
	}
	if (longest == 0)
		return 0;
	longest = (size_t)(raw.p - r->p) + raw.n - longest;
	return longest - (longest > 0 && r->p[longest - 1] == '"');
}

/* Of a record, keep what stands in front of a header glued to it. */
static void
keep_front(struct table *t, struct record *r, size_t at)
{
	t->account.records_in++;
	for (;;) {
		if (at > 0 && r->p[at - 1] == CTRL_Z)
			at--;
		else if (at >= 3 && memcmp(r->p + at - 3, bom, 3) == 0)
			at -= 3;
		else
			break;
	}
	r->len = at;
	/* It has none of its own: the line end is the header's. */
	r->eol = 0;
	r->fields = split(t, 0, r->p, at, t->delimiter);
	r->end = split_room(t, 0);
	r->defect = r->fields > 0 ? SCAN_SOUND : SCAN_TEXT_AFTER_QUOTE;
}

/*
 * Whether the header stands behind a record on the same line.  Then the
 * record is left in `r`, without it, and the number of its columns is
 * returned, else 0.
 */
static size_t
cut_glued(struct table *t, struct record *r)
{
	struct record h = *r;
	size_t at = 0;

	if (t->own.count < 2)
		return 0;
	if (r->len > t->raw.n &&
	    memcmp(r->p + r->len - t->raw.n, t->raw.p, t->raw.n) == 0)
		at = r->len - t->raw.n;
	else if (r->fields >= t->own.count)
		at = glued_from(t, r, r->fields - t->own.count);
	/* Behind a delimiter it is glued only to an empty last field. */
	if (at == 0 ||
	    (r->p[at - 1] == t->delimiter &&
		split(t, 1, r->p, at, t->delimiter) != t->order.width))
		return 0;
	h.p = r->p + at;
	h.len = r->len - at;
	h.end = split_room(t, 1);
	h.fields = split(t, 1, h.p, h.len, t->delimiter);
	if (h.fields == 0)
		return 0;
	switch (names_match(&t->own, &h, &t->scratch)) {
	case NAMES_SAME:
	case NAMES_MOVED:
		keep_front(t, r, at);
		return h.fields;
	case NAMES_NONE:
	case NAMES_OTHER:
		break;
	}
	return 0;
}

/* Whether the fields beyond the header's are mostly names. */
static int
ends_in_names(const struct table *t, const struct record *r)
{
	size_t i, hits = 0, width = t->order.width;

	for (i = width; i < r->fields; i++)
		hits += names_hold(&t->own, record_field(r, i));
	return hits >= 2 && hits * 2 > r->fields - width;
}

/*
 * Look for the header again, as a record of its own or glued to one.
 * Returns 1 when the record was one, -1 when it is another header, 0 when
 * there is a record; `*glued` is then the number of columns of a header
 * behind it, to be followed when the record is done.
 */
static int
find_again(struct table *t, struct record *r, size_t *glued)
{
	enum names_kind kind = NAMES_NONE;

	*glued = 0;
	if (r->defect == SCAN_SOUND)
		kind = names_match(&t->own, r, &t->scratch);
	if (kind == NAMES_SAME || kind == NAMES_MOVED) {
		follow_header(t, r->fields);
		return 1;
	}
	if (kind == NAMES_NONE && r->fields <= t->order.width &&
	    r->defect == SCAN_SOUND)
		return 0;
	*glued = cut_glued(t, r);
	if (*glued > 0)
		return 0;
	if (kind == NAMES_OTHER || ends_in_names(t, r))
		return fail_at(t, r,
		    "a header with other columns than the "
		    "first: give the part from here on as a file of its own");
	return 0;
}

/* Whether a record has the right number of fields by another delimiter. */
static int
check_delimiter(struct table *t, const struct record *r)
{
	size_t i, wanted = t->order.width;

	if (t->o.columns == NULL && wanted == 1 && !t->passed && r->fields > 1)
		return fail_at(t, r,
		    "the header is a single column and the "
		    "records have several: say with -d what keeps columns "
		    "apart, or with -K what they are");
	if (r->fields > 1)
		return 0;
	for (i = 0; heading_delimiters[i] != '\0'; i++) {
		char d = heading_delimiters[i], name[4] = { '`', d, '\'' };
		size_t n = d == t->delimiter ? 0 : split(t, 1, r->p, r->len, d);

		/* Two fields by chance are text with a semicolon. */
		if (n < 2 || (n == 2 && t->passed) ||
		    (n != wanted && (wanted != 1 || n == 2)))
			continue;
		return diag_fail(STATUS_CANNOT,
		    "%s:%llu: fields are kept "
		    "apart by %s here, but not in the header",
		    input_name(t->in), (unsigned long long)r->line,
		    d == '\t' ? "TABs" : name);
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
	    r->defect != SCAN_SOUND ? reasons[r->defect]
				    : "more fields than the header");
	return 0;
}

/* A record with fewer fields than the header; as judge(). */
static int
judge_short(struct table *t, struct record *r)
{
	int got = check_delimiter(t, r);

	if (got != 0)
		return got;
	if (t->distrust) {
		set_aside(t, r, "behind a quote that never closes");
		return 0;
	}
	t->account.padded += t->order.width - r->fields;
	return 1;
}

/* Whether find_again() could find anything: told from two fields. */
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

/* Skip what is sound and no record.  Returns 1 when it was, 0, or -1. */
static int
skip_remark(struct table *t, const struct record *r, int first)
{
	int said = is_said(t, r);

	if (said != 0)
		return said;
	if (first && remark_is_types(r))
		t->account.skipped_header++;
	else if (remark_is(r, t->order.width))
		t->account.skipped_totals++;
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
		lose(t, r, reasons[r->defect]);
		return 0;
	}
	if (r->fields > t->order.width)
		got = judge_long(t, r, glued);
	else if (r->fields < t->order.width)
		got = judge_short(t, r);
	if (got <= 0)
		return got;
	t->distrust = 0;
	t->passed = 1;
	if (r->fields != t->width || t->order.reordered ||
	    r->end[r->fields - 1] != r->len)
		put_right(t, r);
	return 1;
}

/*
 * Judge a record that is not of the usual kind.  Returns 1 when it is to
 * be passed on, put right if need be, 0 when it was counted otherwise, -1
 * when nothing below it can be trusted (diag_text()).
 */
static int
judge(struct table *t, struct record *r)
{
	int first = t->below_header, got = 0;
	size_t glued = 0;

	if (r->defect == SCAN_SOUND || r->defect == SCAN_TEXT_AFTER_QUOTE) {
		if (is_utf16(r))
			return fail_at(t, r,
			    "from here on it is UTF-16: "
			    "convert that part with `iconv -f UTF-16'");
		take_off_marks(t, r);
	}
	if ((r->defect == SCAN_SOUND || r->defect == SCAN_TOO_LONG) &&
	    is_blank(t, r)) {
		t->account.skipped_blank++;
		return 0;
	}
	t->below_header = 0;
	if (may_be_header(t, r))
		got = find_again(t, r, &glued);
	if (got == 0 && r->defect == SCAN_SOUND)
		got = skip_remark(t, r, first);
	if (got == 0)
		got = judge_record(t, r, glued > 0);
	else
		got = got > 0 ? 0 : -1;
	if (glued > 0)
		follow_header(t, glued);
	return got;
}

/*
 * Whether a record is of the usual kind: as many fields as the header, and
 * nothing in it recalls a header or a remark.  Most are.
 */
static inline int
is_usual(const struct table *t, const struct record *r)
{
	const char *p = r->p;
	unsigned letter;

	if (r->defect != SCAN_SOUND || r->fields != t->order.width ||
	    t->order.reordered || t->below_header || r->len < 3 || r->eol == 0)
		return 0;
	p += *p == '"';
	letter = ((unsigned char)p[1] | 32u) - 'a';
	return !(t->odd[(unsigned char)p[0]] >>
		       (letter < 26 ? letter : REMARK_NO_LETTER) &
		   1) &&
	    p[0] != t->delimiter && !names_may(&t->own, record_field(r, 0)) &&
	    (r->fields < 2 || !names_may(&t->own, record_field(r, 1)));
}

/* The operand is of no use any more; the look-ahead keeps why. */
static int
stop_operand(struct table *t)
{
	if (t->looking) {
		t->before.status = diag_status();
		free(t->before.failure);
		t->before.failure = mem_string(diag_text());
		return 0;
	}
	input_close(t->in);
	t->in = NULL;
	return -1;
}

/* Whether the look-ahead has seen enough. */
static int
looked_enough(const struct table *t)
{
	return scan_marked(t->scan) >= t->look_bytes ||
	    t->account.records_in - t->before.account.records_in >=
	    t->look_records;
}

int
table_next(struct table *t, struct record *r)
{
	for (;;) {
		int got;

		if (t->in == NULL) {
			if (t->looking)
				return 0;
			got = next_operand(t);
			if (got <= 0)
				return got;
		}
		if (t->looking && looked_enough(t))
			return 0;
		got = scan_next(t->scan, r);
		if (got == 1 && is_failure_mark(r)) {
			if (t->looking)
				return 0;
			t->upstream_failed = 1;
			got = fail_at(t, r, "upstream failed");
		}
		if (got == 1) {
			t->account.records_in++;
			t->account.suspicious += r->suspicious;
			if (is_usual(t, r)) {
				t->passed = 1;
				t->distrust = 0;
				return 1;
			}
			got = judge(t, r);
			if (got == 1)
				return 1;
			if (got == 0)
				continue;
			return stop_operand(t);
		}
		if (t->looking)
			return 0;
		if (got < 0) {
			diag_fail(diag_status(), "%s, after record %llu",
			    diag_text(),
			    (unsigned long long)t->account.records_in);
			return stop_operand(t);
		}
		close_operand(t);
	}
}

void
table_look(struct table *t, size_t records, size_t bytes)
{
	struct order *saved = &t->before.order;

	t->looking = 1;
	t->look_records = records;
	t->look_bytes = bytes;
	t->before.account = t->account;
	t->before.distrust = t->distrust;
	t->before.passed = t->passed;
	t->before.reread = t->reread;
	saved->reordered = t->order.reordered;
	saved->width = t->order.width;
	memcpy(saved->from, t->order.from, t->width * sizeof(*saved->from));
	scan_mark(t->scan);
}

void
table_look_done(struct table *t)
{
	const struct order *saved = &t->before.order;

	t->looking = 0;
	t->account = t->before.account;
	t->distrust = t->before.distrust;
	t->passed = t->before.passed;
	t->reread = t->before.reread;
	t->below_header = 1;
	t->order.reordered = saved->reordered;
	t->order.width = saved->width;
	memcpy(t->order.from, saved->from, t->width * sizeof(*saved->from));
	scan_rewind(t->scan);
}

int
table_look_failed(const struct table *t)
{
	return t->before.failure == NULL
	    ? 0
	    : diag_fail(t->before.status, "%s", t->before.failure);
}

int
table_upstream_failed(const struct table *t)
{
	return t->upstream_failed;
}

const struct table_account *
table_account(const struct table *t)
{
	return &t->account;
}

const char *
table_file(const struct table *t)
{
	return t->in != NULL ? input_name(t->in) : "<end>";
}

void
table_progress(const struct table *t, uint64_t *taken, uint64_t *size)
{
	*taken = t->in != NULL ? input_taken(t->in) : 0;
	*size = t->in != NULL ? input_size(t->in) : 0;
}

size_t
table_warnings(const struct table *t)
{
	return t->warnings;
}
