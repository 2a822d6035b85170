/* SPDX-License-Identifier: ISC */
#include "base/diag.h"
#include "csv/table_inside.h"

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
	struct heading other; /* with -d: what it would be without */
	/* columns of the next line by the delimiter of each, or 0 */
	size_t below, other_below;
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
 * Whether the first line is the name of a column and nothing else: then it
 * may be the header of that one column, which holds any text.
 */
static int
is_lone(const struct candidate *c)
{
	return c[0].is.fields == 1 && c[0].is.known == 1;
}

/*
 * Whether a line below such a name is the header, and that a title: it has
 * two known names and columns below it, or three and nothing below it.
 * Else it is a text that names columns.
 */
static int
is_below_title(const struct heading *h, size_t below)
{
	if (below == 0)
		return h->known >= 3;
	return h->known >= 2 && below >= 2 && below * 2 > h->fields;
}

static size_t
below_lone(const struct candidate *c, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (is_below_title(&c[i].is, c[i].below))
			return i;
	return 0;
}

/* The header where no line was enough of one by itself. */
static size_t
doubtful_header(const struct candidate *c, size_t n)
{
	return is_lone(c) ? below_lone(c, n) : likely_header(c, n);
}

/*
 * Whether the first line of all is a record of a kind that is known to
 * have no header; then the columns and the delimiter are settled.
 */
static int
lacks_header(struct table *t, struct bytes line)
{
	if (t->has_header || t->o.columns != NULL || t->o.headerless == NULL)
		return 0;
	t->o.columns = t->o.headerless(t->o.arg, line, &t->o.delimiter);
	return t->o.columns != NULL;
}

/*
 * A line of just two known names may be a preamble's, `Agent,Queue' with
 * their values below it and a blank line: whether to look on behind it for
 * a header that has more.  `line` is the one at hand, `blank` whether a
 * blank one came.
 */
static int
looks_past(const struct candidate *c, size_t best, size_t line, int blank)
{
	enum { VALUES = 2 };

	return best == SIZE_MAX ||
	    (c[best].is.known == 2 && c[best].is.fields == 2 &&
		(blank || line - c[best].lines <= VALUES));
}

/* Whether a further line is a header where the best is a preamble's. */
static int
is_better(const struct candidate *best, const struct candidate *c, int blank)
{
	return blank && c->is.known > best->is.known &&
	    c->is.fields > best->is.fields;
}

/* How many columns a line has by the delimiter of the one above. */
static size_t
columns_below(struct table *t, const struct heading *above, struct bytes line)
{
	struct heading h;

	heading_judge(line, above->delimiter, is_known, t, &t->scratch, &h);
	return h.fields;
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
	int blank = 0;

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
			if (n == 0 && lacks_header(t, line))
				forced = t->o.delimiter;
			if (n == 0 && heading_foreign(line) != NULL)
				return diag_fail(STATUS_CANNOT, "%s: is %s",
				    input_name(t->in), heading_foreign(line));
			c[n].at = at;
			c[n].lines = lines;
			heading_judge(
			    line, forced, is_known, t, &t->scratch, &c[n].is);
			heading_judge(
			    line, 0, is_known, t, &t->scratch, &c[n].other);
			c[n].below = c[n].other_below = 0;
			if (n > 0) {
				c[n - 1].below =
				    columns_below(t, &c[n - 1].is, line);
				c[n - 1].other_below =
				    columns_below(t, &c[n - 1].other, line);
			}
			n++;
			if (*best != SIZE_MAX &&
			    is_better(&c[*best], &c[n - 1], blank)) {
				*best = n - 1;
				break;
			}
			if (*best == SIZE_MAX && c[n - 1].is.known >= 2 &&
			    !is_lone(c))
				*best = n - 1;
		} else
			blank = *best != SIZE_MAX;
		if (!looks_past(c, *best, lines, blank))
			break;
		at += (size_t)len;
		if (n > 0 && t->o.columns != NULL)
			break;
		/* Do not wait for a second line to judge the first. */
		if (n > 0 && !input_ready(t->in, SILENCE_MS))
			break;
	}
	return (int)n;
}

const char *
table_delimiter_name(char delimiter, char text[4])
{
	if (delimiter == '\t')
		return "TABs";
	text[0] = '`';
	text[1] = delimiter;
	text[2] = '\'';
	text[3] = '\0';
	return text;
}

/* Whether a line is a header where -d is left away. */
static int
is_other_header(const struct candidate *c, size_t i)
{
	if (!is_lone(c))
		return c[i].other.known >= 2;
	return i > 0 && is_below_title(&c[i].other, c[i].other_below);
}

/*
 * When -d makes no header of any line, but another delimiter does, -d is
 * wrong: -1 with what to do, else 0.
 */
static int
check_forced(struct table *t, const struct candidate *c, size_t n)
{
	char wrong[4], right[4];
	size_t i;

	for (i = 0; i < n && t->o.delimiter != 0 && t->o.columns == NULL; i++)
		if (is_other_header(c, i))
			return diag_fail(STATUS_CANNOT,
			    "%s:%zu: the header is not kept apart by %s, as "
			    "-d says, but seems to be by %s: leave -d away",
			    input_name(t->in), c[i].lines + 1,
			    table_delimiter_name(t->o.delimiter, wrong),
			    table_delimiter_name(c[i].other.delimiter, right));
	return 0;
}

/* A line with two known names is a header, but not below a lone name. */
int
table_find_header(struct table *t)
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
	if (best == SIZE_MAX) {
		best = doubtful_header(c, (size_t)n);
		if ((best == 0 || !is_lone(c)) &&
		    check_forced(t, c, (size_t)n) != 0)
			return -1;
	}
	t->delimiter = c[best].is.delimiter;
	if (t->o.columns == NULL && c[best].at > 0) {
		scan_skip(t->scan, c[best].at, c[best].lines);
		t->account.skipped_preamble += c[best].lines;
		t->account.records_in += c[best].lines;
	}
	return 0;
}

int
table_check_single(struct table *t, const struct record *r)
{
	struct bytes line = { r->p, r->len };
	char c;

	if (r->fields > 1 || t->o.columns != NULL)
		return 0;
	t->scratch.n = 0;
	buf_reserve(&t->scratch, r->len + 1);
	if (is_known(t, field_value(record_field(r, 0), &t->scratch)))
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
