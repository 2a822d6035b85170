/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/heading.h"
#include "csv/scan.h"

const char heading_delimiters[] = ",;\t|";

/* Seen in exports, but too common in text to be detected. */
static const char others[] = "^~:#!\a\x01\x02\x1c\x1d\x1e\x1f /\\&*";

/* How files begin that are saved under a wrong name. */
static const struct {
	const char *opening, *what;
} foreign[] = {
	{ "<!doctype html", "an HTML page: save the table as CSV" },
	{ "<html", "an HTML page: save the table as CSV" },
	{ "<table", "an HTML table: save it as CSV" },
	{ "<?xml", "an XML file: save it as CSV" },
	{ "%pdf-", "a PDF file: ask for the export as CSV" },
	{ "{\\rtf", "an RTF text: save the table as CSV" },
	{ "sqlite format 3",
	    "an SQLite database: `sqlite3 -csv -header' "
	    "makes CSV of a table" },
	{ "par1", "a Parquet file: convert it to CSV" },
	{ "{\"", "JSON: convert it to CSV" },
	{ "[{\"", "JSON: convert it to CSV" },
};

static int
is_delimiter(char c, char delimiter)
{
	return delimiter != 0
	    ? c == delimiter
	    : c != '\0' && strchr(heading_delimiters, c) != NULL;
}

size_t
heading_line(struct bytes there, size_t at, int ended, char delimiter,
    struct bytes *line)
{
	size_t i;
	int quoted = 0, start = 1;

	for (i = at; i < there.n; i++) {
		char c = there.p[i];

		if (c == '"') {
			int closes = quoted;

			/* Behind one that closes may stand its double. */
			quoted = !closes && start;
			start = closes;
		} else
			start = is_delimiter(c, delimiter);
		if (quoted || (c != '\n' && c != '\r'))
			continue;
		if (c == '\r' && i + 1 == there.n && !ended)
			return 0;
		line->p = there.p + at;
		line->n = i - at;
		return i - at +
		    (c == '\r' && i + 1 < there.n && there.p[i + 1] == '\n'
			    ? 2
			    : 1);
	}
	if (!ended)
		return 0;
	line->p = there.p + at;
	line->n = there.n - at;
	return line->n;
}

/* How many of a line's columns are known; `*fields` is their number. */
static size_t
count_known(struct bytes line, char delimiter, heading_known *known, void *arg,
    struct buf *scratch, size_t *fields)
{
	size_t i, from = 0, count = 0;
	int quoted = 0;

	*fields = 0;
	for (i = 0; i <= line.n; i++) {
		struct bytes name;

		if (i < line.n && line.p[i] == '"')
			quoted = quoted ? 0 : quoted || i == from;
		if (i < line.n && (quoted || line.p[i] != delimiter))
			continue;
		name.p = line.p + from;
		name.n = i - from;
		scratch->n = 0;
		buf_reserve(scratch, name.n + 1);
		count += known(arg, field_value(name, scratch)) != 0;
		++*fields;
		from = i + 1;
	}
	return count;
}

void
heading_judge(struct bytes line, char delimiter, heading_known *known,
    void *arg, struct buf *scratch, struct heading *h)
{
	size_t i;

	h->delimiter = delimiter != 0 ? delimiter : heading_delimiters[0];
	h->known =
	    count_known(line, h->delimiter, known, arg, scratch, &h->fields);
	for (i = 1; delimiter == 0 && heading_delimiters[i] != '\0'; i++) {
		struct heading g;

		g.delimiter = heading_delimiters[i];
		g.known = count_known(
		    line, g.delimiter, known, arg, scratch, &g.fields);
		if (g.known > h->known ||
		    (g.known == h->known && g.fields > h->fields))
			*h = g;
	}
}

char
heading_other(
    struct bytes line, heading_known *known, void *arg, struct buf *scratch)
{
	size_t i, fields, count, most = 1;
	char best = 0;

	for (i = 0; others[i] != '\0'; i++) {
		count =
		    count_known(line, others[i], known, arg, scratch, &fields);
		/* `customer notes' is two words, not two columns. */
		if (others[i] == ' ' && count < 3)
			continue;
		if (count > most) {
			most = count;
			best = others[i];
		}
	}
	return best;
}

char
heading_said(struct bytes line)
{
	/* Trimming would take a TAB away. */
	while (line.n > 0 && (line.p[0] == ' ' || line.p[0] == '"')) {
		line.p++;
		line.n--;
	}
	while (line.n > 5 &&
	    (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '"'))
		line.n--;
	if (line.n != 5 ||
	    !bytes_equal_nocase(
		(struct bytes){ line.p, 4 }, bytes_of("sep=")) ||
	    line.p[4] == '"')
		return '\0';
	return line.p[4];
}

const char *
heading_foreign(struct bytes line)
{
	size_t i;

	line = bytes_trim(line);
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		size_t n = strlen(foreign[i].opening);

		if (line.n >= n &&
		    bytes_is_nocase(
			(struct bytes){ line.p, n }, foreign[i].opening))
			return foreign[i].what;
	}
	return NULL;
}
