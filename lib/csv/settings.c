/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <csv.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "csv/input.h"
#include "csv/settings.h"

enum { FILE_MAX = 64 * 1024 * 1024, COLUMNS_MAX = 4096, READ_SIZE = 65536 };

struct row {
	uint32_t first; /* its first value */
	uint32_t count;
	uint32_t line; /* it starts on, from 1 */
};

/*
 * Values lie one behind the other in `text`, each with a NUL behind it;
 * value i starts at start[i].  Row 0 is the header.  A file's limit keeps
 * all numbers within 32 bits.
 */
struct settings {
	char *name;
	struct buf text;
	uint32_t *start;
	size_t values, start_cap;
	struct row *row;
	size_t rows, row_cap;

	uint32_t line;	  /* while parsing: the row's first line, or 0 */
	uint32_t pending; /* while parsing: the row's first value */
	int unended;	  /* the last row is the file's end */
};

static struct bytes
value(const struct settings *s, size_t i)
{
	size_t end = i + 1 < s->values ? s->start[i + 1] : s->text.n;
	struct bytes b = { s->text.p + s->start[i], end - s->start[i] - 1 };

	return b;
}

/* libcsv's callback for a field. */
static void
on_field(void *p, size_t n, void *arg)
{
	struct settings *s = arg;

	s->start =
	    mem_grow(s->start, s->values, &s->start_cap, sizeof(*s->start));
	s->start[s->values++] = (uint32_t)s->text.n;
	buf_add(&s->text, p, n);
	buf_add_byte(&s->text, '\0');
}

/* Spreadsheets leave rows of nothing but delimiters behind. */
static int
is_skipped(const struct settings *s)
{
	size_t i;

	if (value(s, s->pending).n > 0 && *value(s, s->pending).p == '#')
		return 1;
	for (i = s->pending; i < s->values; i++)
		if (bytes_trim(value(s, i)).n > 0)
			return 0;
	return 1;
}

/* libcsv's callback for the end of a row; `c` is what ended it, or -1. */
static void
on_row(int c, void *arg)
{
	struct settings *s = arg;
	struct row *r;

	if (s->values > s->pending && is_skipped(s)) {
		s->text.n = s->start[s->pending];
		s->values = s->pending;
	} else if (s->values > s->pending) {
		s->row =
		    mem_grow(s->row, s->rows, &s->row_cap, sizeof(*s->row));
		r = &s->row[s->rows++];
		r->first = s->pending;
		r->count = (uint32_t)s->values - s->pending;
		r->line = s->line;
		s->pending = (uint32_t)s->values;
		s->unended = c == -1;
	}
	s->line = 0;
}

/* Keeps libcsv from trimming. */
static int
is_never_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* A line with its end, LF, CRLF or CR. */
static struct bytes
cut_line(struct bytes *text)
{
	struct bytes line = *text;
	size_t i;

	for (i = 0; i < line.n; i++)
		if (line.p[i] == '\n' || line.p[i] == '\r')
			break;
	if (i + 1 < line.n && line.p[i] == '\r' && line.p[i + 1] == '\n')
		i++;
	line.n = i < line.n ? i + 1 : i;
	text->p += line.n;
	text->n -= line.n;
	return line;
}

/* What delimits a file whose header is this line. */
static char
delimiter_of(struct bytes header)
{
	static const char candidates[] = { ',', ';', '\t' };
	size_t i;

	for (i = 0; i < sizeof(candidates); i++)
		if (memchr(header.p, candidates[i], header.n) != NULL)
			return candidates[i];
	return ',';
}

/* What a line `sep=;` names, which spreadsheets write, or 0. */
static char
separator_of(struct bytes line)
{
	if (line.n < 5 || memcmp(line.p, "sep=", 4) != 0 || line.p[4] == '\r' ||
	    line.p[4] == '\n' ||
	    (line.n > 5 && line.p[5] != '\r' && line.p[5] != '\n'))
		return '\0';
	return line.p[4];
}

static int
fail_at(const struct settings *s, size_t line, const char *what)
{
	return diag_fail(STATUS_CANNOT, "%s:%zu: %s", s->name, line, what);
}

/* Give libcsv one line of the file, the `at`th. */
static int
parse_line(
    struct settings *s, struct csv_parser *csv, struct bytes line, size_t at)
{
	size_t n;

	if (s->line == 0)
		s->line = (uint32_t)at;
	n = csv_parse(csv, line.p, line.n, on_field, on_row, s);
	if (n == line.n)
		return 0;
	if (csv_error(csv) != CSV_EPARSE)
		mem_exhausted();
	return fail_at(s, at,
	    line.p[n] == '"' ? "a quote inside an unquoted value"
			     : "text behind a closing quote");
}

/*
 * Go from line to line, so that each row's line is known.  A remark is
 * left out here, as it may hold any quotes.
 */
static int
parse_lines(struct settings *s, struct csv_parser *csv, struct bytes text)
{
	struct bytes line;
	size_t at;
	char delimiter = '\0', named;

	for (at = 1; text.n > 0; at++) {
		line = cut_line(&text);
		if (s->line == 0 && (*line.p == '#' || bytes_trim(line).n == 0))
			continue;
		named = delimiter == '\0' ? separator_of(line) : '\0';
		if (delimiter == '\0') {
			delimiter = named != '\0' ? named : delimiter_of(line);
			csv_set_delim(csv, (unsigned char)delimiter);
		}
		if (named != '\0')
			continue;
		if (parse_line(s, csv, line, at) != 0)
			return -1;
	}
	at = s->line;
	if (csv_fini(csv, on_field, on_row, s) != 0)
		return fail_at(s, at, "a quote that is never closed");
	return 0;
}

static int
check_header(const struct settings *s)
{
	size_t i, j, n = settings_width(s);

	if (n == 0)
		return diag_fail(STATUS_CANNOT, "%s: is empty", s->name);
	if (n > COLUMNS_MAX)
		return fail_at(s, s->row[0].line, "more than 4,096 columns");
	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			if (settings_column(s, i).n > 0 &&
			    bytes_equal_nocase(
				settings_column(s, i), settings_column(s, j)))
				return diag_fail(STATUS_CANNOT,
				    "%s:%u: "
				    "column %s stands there twice",
				    s->name, s->row[0].line,
				    value(s, s->row[0].first + i).p);
	for (i = 1; i < s->rows; i++)
		if (s->row[i].count > n)
			return diag_fail(STATUS_CANNOT,
			    "%s:%u: %u values, "
			    "but the header names %zu columns",
			    s->name, s->row[i].line, s->row[i].count, n);
	return 0;
}

struct settings *
settings_parse(const char *name, struct bytes text)
{
	struct settings *s = mem_zero(1, sizeof(*s));
	struct csv_parser csv;
	int r;

	s->name = mem_string(name);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) {
		text.p += 3;
		text.n -= 3;
	}
	if (text.n > FILE_MAX) {
		diag_fail(STATUS_CANNOT, "%s: is larger than 64 MiB", name);
		settings_free(s);
		return NULL;
	}
	if (csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
		mem_exhausted();
	csv_set_space_func(&csv, is_never_space);
	csv_set_blk_size(&csv, READ_SIZE);
	r = parse_lines(s, &csv, text);
	csv_free(&csv);
	if (r != 0 || check_header(s) != 0) {
		settings_free(s);
		return NULL;
	}
	return s;
}

/*
 * Tell of what a full disk leaves: a last row that stops in the middle.  One
 * that only lacks its line end was written by hand, and so are values that
 * other rows leave away, too.
 */
static void
tell_cut_off(const struct settings *s)
{
	const struct row *last = &s->row[s->rows - 1];
	size_t i;

	if (!s->unended || s->rows < 3 || last->count == settings_width(s))
		return;
	for (i = 1; i + 1 < s->rows; i++)
		if (s->row[i].count != settings_width(s))
			return;
	diag_warn("%s:%u: the last row has fewer values than the others and no "
		  "line end: the file may be cut off",
	    s->name, last->line);
}

struct settings *
settings_read(const char *path)
{
	struct settings *s = NULL;
	struct buf text = { NULL, 0, 0 };
	struct input *in = input_open(path);
	ssize_t n;

	if (in == NULL)
		return NULL;
	do {
		n = input_read(in, buf_reserve(&text, READ_SIZE), READ_SIZE);
		text.n += n > 0 ? (size_t)n : 0;
	} while (n > 0 && text.n <= FILE_MAX);
	if (n >= 0 && input_warning(in) != NULL)
		diag_warn("%s", input_warning(in));
	if (n >= 0)
		s = settings_parse(input_name(in), buf_bytes(&text));
	if (s != NULL)
		tell_cut_off(s);
	input_close(in);
	buf_free(&text);
	return s;
}

struct settings *
settings_load(const char *dir, const char *file, const char *built_in)
{
	struct settings *s;
	struct buf path = { NULL, 0, 0 };
	struct stat st;

	if (dir == NULL)
		return settings_parse(file, bytes_of(built_in));
	buf_text(&path, "%s/%s", dir, file);
	/* A link to nowhere is no absence: lstat() finds it, open() fails. */
	if (lstat(buf_string(&path), &st) != 0 && errno == ENOENT)
		s = settings_parse(file, bytes_of(built_in));
	else
		s = settings_read(path.p);
	buf_free(&path);
	return s;
}

void
settings_free(struct settings *s)
{
	if (s == NULL)
		return;
	buf_free(&s->text);
	free(s->start);
	free(s->row);
	free(s->name);
	free(s);
}

static long
find_column(const struct settings *s, struct bytes name)
{
	size_t i;

	for (i = 0; i < settings_width(s); i++)
		if (bytes_equal_nocase(settings_column(s, i), name))
			return (long)i;
	return -1;
}

/* Whether one of the names, `!` left aside, is the column's. */
static int
is_known(struct bytes column, const char *known)
{
	struct bytes name, rest = bytes_of(known);

	while (rest.p != NULL) {
		name = bytes_cut(rest, ' ', &rest);
		if (name.n > 0 && name.p[name.n - 1] == '!')
			name.n--;
		if (bytes_equal_nocase(column, name))
			return 1;
	}
	return 0;
}

int
settings_columns(const struct settings *s, const char *known)
{
	struct bytes name, rest = bytes_of(known);
	size_t i;

	for (i = 0; i < settings_width(s); i++) {
		name = settings_column(s, i);
		if (name.n > 0 && !is_known(name, known))
			return diag_fail(STATUS_CANNOT,
			    "%s:%u: there is no "
			    "column %.*s here",
			    s->name, s->row[0].line, (int)name.n, name.p);
	}
	while (rest.p != NULL) {
		name = bytes_cut(rest, ' ', &rest);
		if (name.n == 0 || name.p[name.n - 1] != '!')
			continue;
		name.n--;
		if (find_column(s, name) < 0)
			return diag_fail(STATUS_CANNOT,
			    "%s:%u: column %.*s "
			    "is missing",
			    s->name, s->row[0].line, (int)name.n, name.p);
	}
	return 0;
}

size_t
settings_rows(const struct settings *s)
{
	return s->rows - 1;
}

size_t
settings_width(const struct settings *s)
{
	return s->rows > 0 ? s->row[0].count : 0;
}

struct bytes
settings_column(const struct settings *s, size_t i)
{
	return bytes_trim(value(s, s->row[0].first + i));
}

struct bytes
settings_get(const struct settings *s, size_t row, const char *column)
{
	long i = find_column(s, bytes_of(column));

	return i < 0 ? bytes_of("") : settings_at(s, row, (size_t)i);
}

struct bytes
settings_at(const struct settings *s, size_t row, size_t column)
{
	const struct row *r;

	if (row + 1 >= s->rows)
		return bytes_of("");
	r = &s->row[row + 1];
	return column < r->count ? value(s, r->first + column) : bytes_of("");
}

const char *
settings_name(const struct settings *s)
{
	return s->name;
}

size_t
settings_line(const struct settings *s, size_t row)
{
	return row + 1 < s->rows ? s->row[row + 1].line : 0;
}

int
settings_fail(const struct settings *s, size_t row, const char *column,
    const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return diag_fail(STATUS_CANNOT, "%s:%zu: %s%s%s%s", s->name,
	    settings_line(s, row), column != NULL ? "column " : "",
	    column != NULL ? column : "", column != NULL ? ": " : "", what);
}
