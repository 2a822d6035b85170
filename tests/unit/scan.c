/* SPDX-License-Identifier: ISC */
/*
 * The scanner against the conformance vectors, at many block sizes and
 * with every twin; against libcsv on random bytes; and by hand.
 *
 * The vectors lie in $EVENKEEL_SHARED (../shared); without them that part
 * is skipped.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "csv/scan.h"
#include "tap.h"

/* A source that gives at most `block` bytes at a time. */
struct source {
	const char *p;
	size_t n, block;
};

static ssize_t
give(void *arg, void *to, size_t cap)
{
	struct source *s = arg;
	size_t n = s->n < s->block ? s->n : s->block;

	if (n > cap)
		n = cap;
	memcpy(to, s->p, n);
	s->p += n;
	s->n -= n;
	return (ssize_t)n;
}

static const char *const defects[] = { "sound", "text after quote", "unclosed",
	"too long", "too many" };

/* Append one field in the notation of python's json.dumps(). */
static void
put_json(struct buf *out, struct bytes v)
{
	size_t i;

	buf_add_byte(out, '"');
	for (i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c == '"' || c == '\\')
			buf_text(out, "\\%c", c);
		else if (c == '\n')
			buf_add_string(out, "\\n");
		else if (c == '\r')
			buf_add_string(out, "\\r");
		else if (c == '\t')
			buf_add_string(out, "\\t");
		else if (c == '\b')
			buf_add_string(out, "\\b");
		else if (c == '\f')
			buf_add_string(out, "\\f");
		else if (c < 0x20)
			buf_text(out, "\\u%04x", c);
		else
			buf_add_byte(out, (char)c);
	}
	buf_add_byte(out, '"');
}

/*
 * The next record and those near it, of which none is looked at before all
 * are there: how many.  At even block sizes; at odd ones it is one alone.
 */
enum { FEW = 8 };
static size_t
next_few(struct scan *s, size_t block, struct record r[FEW])
{
	size_t n = scan_next(s, r) == 1;

	while (n > 0 && n < FEW && block % 2 == 0 && scan_near(s, &r[n]))
		n++;
	return n;
}

static void
put_record(
    struct buf *out, const struct record *r, int lenient, struct buf *scratch)
{
	size_t i;

	if (r->defect != SCAN_SOUND && !lenient) {
		buf_text(out, "%s at line %llu: %zu bytes\n",
		    defects[r->defect], (unsigned long long)r->line, r->len);
		return;
	}
	if (r->len == 0)
		return;
	buf_add_byte(out, '[');
	for (i = 0; i < r->fields; i++) {
		scratch->n = 0;
		if (i > 0)
			buf_add_string(out, ", ");
		put_json(out, record_value(r, i, scratch));
	}
	buf_add_string(out, "]\n");
}

/*
 * All records of some text, one JSON array a line; blank ones left out.
 * The suites expect fields also where a quote never closes (`lenient`).
 */
static void
records(struct bytes text, char delimiter, size_t block,
    const struct scan_limits *limits, int lenient, struct buf *out)
{
	struct source src = { text.p, text.n, block };
	struct scan *s = scan_new(limits);
	struct buf scratch = { 0 };
	struct record r[FEW];
	size_t i, n;

	scan_start(s, give, &src);
	scan_delimiter(s, delimiter);
	while ((n = next_few(s, block, r)) > 0)
		for (i = 0; i < n; i++)
			put_record(out, &r[i], lenient, &scratch);
	scan_free(s);
	buf_free(&scratch);
}

static const struct scan_limits usual = { 1 << 20, 4096 };

/* A whole file; 0 or -1. */
static int
slurp(const char *path, struct buf *to)
{
	ssize_t n;
	int fd = open(path, O_RDONLY);

	to->n = 0;
	if (fd < 0)
		return -1;
	while ((n = read(fd, buf_reserve(to, 65536), 65536)) > 0)
		to->n += (size_t)n;
	close(fd);
	return n < 0 ? -1 : 0;
}

/* Records of one empty field are blank lines to some suites: not counted. */
static void
drop_blank(struct buf *rows)
{
	struct buf kept = { 0 };
	struct bytes line, rest = buf_bytes(rows);

	while (rest.p != NULL) {
		line = bytes_cut(rest, '\n', &rest);
		if (line.n > 0 && !bytes_is(line, "[\"\"]") &&
		    !bytes_is(line, "[]")) {
			buf_add_bytes(&kept, line);
			buf_add_byte(&kept, '\n');
		}
	}
	buf_free(rows);
	*rows = kept;
}

static const size_t blocks[] = { 1, 2, 3, 7, 16, 17, 31, 32, 33, 63, 64, 65,
	4096 };

/* One vector at every block size with every twin. */
static int
vector_holds(const char *stem, char delimiter)
{
	struct buf path = { 0 }, in = { 0 }, want = { 0 };
	const char *twin;
	size_t b, t;
	int bad = 0;

	buf_text(&path, "%s.csv", stem);
	bad += slurp(buf_string(&path), &in) != 0;
	path.n = 0;
	buf_text(&path, "%s.rows", stem);
	bad += slurp(buf_string(&path), &want) != 0;
	drop_blank(&want);
	for (t = 0; (twin = scan_variant(t)) != NULL; t++)
		for (b = 0; b < sizeof(blocks) / sizeof(blocks[0]); b++) {
			struct buf got = { 0 };

			scan_choose(twin);
			records(buf_bytes(&in), delimiter, blocks[b], &usual, 1,
			    &got);
			drop_blank(&got);
			bad += !bytes_equal(buf_bytes(&got), buf_bytes(&want));
			buf_free(&got);
		}
	buf_free(&path);
	buf_free(&in);
	buf_free(&want);
	return bad == 0;
}

/* The delimiter of a case, from its row of index.tsv. */
static char
delimiter_of(struct bytes index, struct bytes suite, struct bytes name)
{
	struct bytes line, cell;

	while (index.p != NULL) {
		line = bytes_cut(index, '\n', &index);
		cell = bytes_cut(line, '\t', &line);
		if (!bytes_equal(cell, suite) || line.p == NULL)
			continue;
		cell = bytes_cut(line, '\t', &line);
		if (!bytes_equal(cell, name) || line.p == NULL)
			continue;
		bytes_cut(line, '\t', &line);
		cell = bytes_cut(line, '\t', &line);
		if (cell.n == 3 && cell.p[0] == '"')
			return cell.p[1];
		return bytes_is(cell, "\"\\t\"") ? '\t' : ',';
	}
	return ',';
}

/*
 * The contested vectors and what evenkeel-csv(5) rules; NULL: as the suite
 * has it.  The delimiter is the one that the header's columns speak for.
 */
static const struct {
	const char *name;
	char delimiter;
	const char *want;
} contested[] = {
	/* The suite's own rows name another number than its input. */
	{ "csv-spectrum/location_coordinates", ',',
	    "[\"Contact Phone Number\", \"Location Coordinates\", "
	    "\"Cities\", \"Counties\"]\n"
	    "[\"2095257564\", \"37\xef\xbf\xbd"
	    "36'37.8\\\"N "
	    "121\xef\xbf\xbd"
	    "2'17.9\\\"W\", \"Modesto\", "
	    "\"Stanislaus\"]\n" },
	{ "papaparse/PARS-Quoted_fields_with_spaces_between_closing_quote_"
	  "and_next_delimiter",
	    ',', NULL },
	{ "papaparse/PARS-Quoted_fields_with_spaces_between_closing_quote_"
	  "and_next_new_line",
	    ',', NULL },
	{ "papaparse/PARS-Quoted_fields_with_spaces_after_closing_quote", ',',
	    NULL },
	{ "papaparse/PARS-Mixed_slash_n_and_slash_r_should_choose_first_as_"
	  "precident",
	    ',',
	    "[\"a\", \"b\", \"c\"]\n[\"d\", \"e\", \"f\"]\n"
	    "[\"g\", \"h\", \"i\"]\n" },
	{ "papaparse/PARS-Pipe_delimiter_is_guessed_correctly_when_mixed_"
	  "with_comas",
	    '|', NULL },
	{ "papaparse/PARS-Pipe_delimiter_is_guessed_correctly_when_first_"
	  "field_are_enclosed_in_quotes_and_conta",
	    ';', NULL },
	{ "papaparse/PARS-Pipe_delimiter_is_guessed_correctly_when_some_"
	  "fields_are_enclosed_in_quotes_and_conta",
	    ';', NULL },
	{ "papaparse/PARS-UTF-8_BOM_encoded_input_is_stripped_from_"
	  "invisible_BOM_character",
	    ',', NULL },
	{ "papaparse/PARS-Quoted_fields_with_spaces_between_closing_quote_"
	  "and_next_delimiter_and_contains_delim",
	    ',', NULL },
	{ "papaparse/PARS-Quoted_fields_with_spaces_between_closing_quote_"
	  "and_newline_and_contains_newline",
	    ',', NULL },
	{ "go-encoding-csv/BareCR", ',', "[\"a\", \"b\"]\n[\"c\", \"d\"]\n" },
	{ "go-encoding-csv/CRLFInQuotedField", ',',
	    "[\"A\", \"Hello\\r\\nHi\", \"B\"]\n" },
	{ "go-encoding-csv/FieldCR", ',', "[\"field\"]\n[\"field\"]\n" },
	{ "go-encoding-csv/FieldCRCR", ',', "[\"field\"]\n[\"field\"]\n" },
	{ "go-encoding-csv/FieldCRCRLF", ',', "[\"field\"]\n[\"field\"]\n" },
	{ "go-encoding-csv/FieldCRCRLFCR", ',', "[\"field\"]\n[\"field\"]\n" },
	{ "go-encoding-csv/FieldCRCRLFCRCR", ',',
	    "[\"field\"]\n[\"field\"]\n" },
	{ "go-encoding-csv/MultiFieldCRCRLFCRCR", ',',
	    "[\"field1\", \"field2\"]\n[\"field1\", \"field2\"]\n"
	    "[\"\", \"\"]\n" },
	{ "rust-csv-core/bom_at_start", ',', NULL },
	{ "rust-csv-core/quote_no_escapes", ',',
	    "text after quote at line 1: 6 bytes\n" },
	{ "cpython-csv/TestDialectExcel.test_quote_and_quote", ',',
	    "text after quote at line 1: 7 bytes\n" },
	{ "cpython-csv/TestDialectExcel.test_quotes_and_more", ',',
	    "text after quote at line 1: 4 bytes\n" },
	/* Fields over Python's limit are not over ours. */
	{ "cpython-csv/test_read_bigfield_3", ',', "XXX" },
	{ "cpython-csv/test_read_eol_5", ',',
	    "[\"a\", \"b\"]\n[\"c\", \"d\"]\n" },
	{ "cpython-csv/test_read_eol_6", ',',
	    "[\"a\", \"b\"]\n[\"c\", \"d\"]\n" },
	{ "cpython-csv/test_read_eol_7", ',',
	    "[\"a\", \"b\"]\n[\"c\", \"d\"]\n" },
};

/* Fields of nothing but X, as JSON. */
static void
put_xs(struct buf *want, struct bytes in)
{
	struct bytes first = bytes_cut(in, ',', &in);

	buf_text(want, "[\"%.*s\", \"%.*s\"]\n", (int)first.n, first.p,
	    (int)in.n, in.p);
}

/* One contested vector as our ruling has it, at every block and twin. */
static int
ruling_holds(const char *stem, char delimiter, const char *ruling)
{
	struct buf path = { 0 }, in = { 0 }, want = { 0 };
	struct bytes text;
	const char *twin;
	size_t b, t;
	int bad = 0;

	buf_text(&path, "%s.csv", stem);
	bad += slurp(buf_string(&path), &in) != 0;
	path.n = 0;
	buf_text(&path, "%s.rows", stem);
	if (ruling == NULL)
		bad += slurp(buf_string(&path), &want) != 0;
	else if (strcmp(ruling, "XXX") == 0)
		put_xs(&want, buf_bytes(&in));
	else
		buf_add_string(&want, ruling);
	drop_blank(&want);
	/* The input drops a byte order mark before the scanner sees it. */
	text = buf_bytes(&in);
	if (text.n > 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		text = (struct bytes){ text.p + 3, text.n - 3 };
	for (t = 0; (twin = scan_variant(t)) != NULL; t++)
		for (b = 0; b < sizeof(blocks) / sizeof(blocks[0]); b++) {
			struct buf got = { 0 };

			scan_choose(twin);
			records(text, delimiter, blocks[b], &usual, 0, &got);
			drop_blank(&got);
			bad += !bytes_equal(buf_bytes(&got), buf_bytes(&want));
			buf_free(&got);
		}
	buf_free(&path);
	buf_free(&in);
	buf_free(&want);
	return bad == 0;
}

static void
check_contested(const char *root)
{
	struct buf path = { 0 };
	size_t i;

	for (i = 0; i < sizeof(contested) / sizeof(contested[0]); i++) {
		path.n = 0;
		buf_text(&path, "%s%s", root, contested[i].name);
		OK(ruling_holds(buf_string(&path), contested[i].delimiter,
		       contested[i].want),
		    "ruling: %s", contested[i].name);
	}
	IS_INT(i, 27, "all contested vectors were tried");
	buf_free(&path);
}

static void
check_vectors(void)
{
	struct buf path = { 0 }, list = { 0 }, index = { 0 };
	const char *shared = getenv("EVENKEEL_SHARED");
	struct bytes rest, name, suite, line;
	size_t root;
	int count = 0;

	buf_text(&path, "%s/conformance/csv/",
	    shared != NULL ? shared : "../shared");
	root = path.n;
	buf_add_string(&path, "index.tsv");
	if (slurp(buf_string(&path), &index) != 0) {
		printf("ok %d - conformance vectors # SKIP no shared data\n",
		    ++tap_count);
		buf_free(&path);
		return;
	}
	path.n = root;
	buf_add_string(&path, "core.txt");
	slurp(buf_string(&path), &list);
	for (rest = buf_bytes(&list); rest.p != NULL;) {
		line = bytes_cut(rest, '\n', &rest);
		line = bytes_cut(line, '\t', &name);
		if (line.n == 0)
			continue;
		path.n = root;
		buf_add_bytes(&path, line);
		suite = bytes_cut(line, '/', &name);
		OK(vector_holds(buf_string(&path),
		       delimiter_of(buf_bytes(&index), suite, name)),
		    "%.*s", (int)line.n, line.p);
		count++;
	}
	IS_INT(count, 190, "all core vectors were tried");
	path.n = root;
	check_contested(buf_string(&path));
	buf_free(&path);
	buf_free(&list);
	buf_free(&index);
}

/* Worked by hand: input, limits, what must come out. */
static const struct {
	const char *name, *text;
	struct scan_limits limits;
	const char *want;
} by_hand[] = {
	{ "an unclosed quote costs one line, neighbours are safe",
	    "a,b\n1,\"open\n2,x\n3,y\n", { 1 << 20, 4096 },
	    "[\"a\", \"b\"]\nunclosed at line 2: 7 bytes\n"
	    "[\"2\", \"x\"]\n[\"3\", \"y\"]\n" },
	{ "a quote that closes on a later line with text behind it",
	    "1,\"open\r\n2,\"x\",y\r\n3,z\r\n", { 1 << 20, 4096 },
	    "unclosed at line 1: 7 bytes\n"
	    "[\"2\", \"x\", \"y\"]\n[\"3\", \"z\"]\n" },
	{ "text behind a closing quote", "1,\"a\"b,c\n2,d\n", { 1 << 20, 4096 },
	    "text after quote at line 1: 8 bytes\n[\"2\", \"d\"]\n" },
	{ "blanks behind a closing quote are no text",
	    "1,\"a\" \t,c\n\"b\"  \n", { 1 << 20, 4096 },
	    "[\"1\", \"a\", \"c\"]\n[\"b\"]\n" },
	{ "a record over the limit, then a sound one", "123456789,0\n1,2\n",
	    { 8, 4096 }, "too long at line 1: 8 bytes\n[\"1\", \"2\"]\n" },
	{ "a quoted record over the limit", "\"123456789\",0\n1,2\n",
	    { 8, 4096 }, "too long at line 1: 8 bytes\n[\"1\", \"2\"]\n" },
	{ "an open quote over the limit goes on with its second line",
	    "\"1\n2\n3\n4\n5\n6\n7\n", { 8, 4096 },
	    "unclosed at line 1: 2 bytes\n[\"2\"]\n[\"3\"]\n[\"4\"]\n"
	    "[\"5\"]\n[\"6\"]\n[\"7\"]\n" },
	{ "the limit itself is not over it", "12345678\n1\n", { 8, 4096 },
	    "[\"12345678\"]\n[\"1\"]\n" },
	{ "more fields than the limit", "1,2,3\n1,2,3,4\n1,2\n", { 1 << 20, 3 },
	    "[\"1\", \"2\", \"3\"]\ntoo many at line 2: 7 bytes\n"
	    "[\"1\", \"2\"]\n" },
	{ "lines inside quotes count", "1,\"a\r\nb\nc\rd\"\n\"x\"y\n",
	    { 1 << 20, 4096 },
	    "[\"1\", \"a\\r\\nb\\nc\\rd\"]\n"
	    "text after quote at line 5: 4 bytes\n" },
	{ "a quote in an unquoted field is literal", "5\" pipe,b\"\"c\n",
	    { 1 << 20, 4096 }, "[\"5\\\" pipe\", \"b\\\"\\\"c\"]\n" },
	{ "LF, CRLF and CR, each by record", "1\n2\r\n3\r4", { 1 << 20, 4096 },
	    "[\"1\"]\n[\"2\"]\n[\"3\"]\n[\"4\"]\n" },
	{ "nothing at all", "", { 1 << 20, 4096 }, "" },
	{ "an open quote alone", "\"", { 1 << 20, 4096 },
	    "unclosed at line 1: 1 bytes\n" },
	{ "text after a quote: a later quote swallows no neighbour",
	    "1,\"a\"b,\"c\n2,\"d\"\n", { 1 << 20, 4096 },
	    "text after quote at line 1: 9 bytes\n[\"2\", \"d\"]\n" },
	{ "an open quote over the limit that closes on a later line",
	    "1,\"2345\n7\",9\n1,2\n", { 8, 4096 },
	    "unclosed at line 1: 7 bytes\n[\"7\\\"\", \"9\"]\n"
	    "[\"1\", \"2\"]\n" },
	{ "every line opens the quote that the line before opened",
	    "1\",\"\n2\",\"\n3\",\"\n4\n", { 1 << 20, 4096 },
	    "unclosed at line 1: 4 bytes\nunclosed at line 2: 4 bytes\n"
	    "unclosed at line 3: 4 bytes\n[\"4\"]\n" },
	{ "a byte order mark does not keep a quote from opening",
	    "1,2\n\xef\xbb\xbf\"3,4\",5\n", { 1 << 20, 4096 },
	    "[\"1\", \"2\"]\n[\"\xef\xbb\xbf\\\"3,4\\\"\", "
	    "\"5\"]\n" },
	{ "the guard of spreadsheets is no part of the value",
	    "=\"0301\",=\"\",\"=\"\"07\"\"\",=\"a\"b\"\n", { 1 << 20, 4096 },
	    "[\"0301\", \"\", \"07\", \"=\\\"a\\\"b\\\"\"]\n" },
	{ "a quoted field of quotes only", "\"\"\"\"\"\",x\n",
	    { 1 << 20, 4096 }, "[\"\\\"\\\"\", \"x\"]\n" },
};

static void
check_by_hand(void)
{
	const char *twin;
	size_t i, t, block;
	int bad;

	for (i = 0; i < sizeof(by_hand) / sizeof(by_hand[0]); i++) {
		bad = 0;
		for (t = 0; (twin = scan_variant(t)) != NULL; t++)
			for (block = 1; block < 70; block++) {
				struct buf out = { 0 };

				scan_choose(twin);
				records(bytes_of(by_hand[i].text), ',', block,
				    &by_hand[i].limits, 0, &out);
				bad += strcmp(buf_string(&out),
					   by_hand[i].want) != 0;
				if (bad == 1)
					printf("# %s, block %zu: %s\n", twin,
					    block, out.p);
				buf_free(&out);
			}
		OK(bad == 0, "%s", by_hand[i].name);
	}
}

/* The same bytes give the same records whatever the block and the twin. */
static void
check_random(void)
{
	static const char alphabet[] = "ab,,;\"\"\"\n\r \tx";
	char text[400];
	uint64_t state = 42;
	size_t round, i, t;
	const char *twin;
	int bad = 0;

	for (round = 0; round < 3000; round++) {
		struct scan_limits limits = { 20 + round % 200, 5 };
		struct buf want = { 0 };
		size_t n;

		state = state * 6364136223846793005u + 1442695040888963407u;
		n = (state >> 33) % sizeof(text);
		for (i = 0; i < n; i++) {
			state =
			    state * 6364136223846793005u + 1442695040888963407u;
			text[i] =
			    alphabet[(state >> 33) % (sizeof(alphabet) - 1)];
		}
		scan_choose("portable");
		records(
		    (struct bytes){ text, n }, ',', 1 << 20, &limits, 0, &want);
		for (t = 0; (twin = scan_variant(t)) != NULL; t++) {
			struct buf got = { 0 };

			scan_choose(twin);
			records((struct bytes){ text, n }, ',',
			    1 + (state >> 40) % 90, &limits, 0, &got);
			bad += !bytes_equal(buf_bytes(&got), buf_bytes(&want));
			buf_free(&got);
		}
		buf_free(&want);
	}
	OK(bad == 0, "3,000 random texts: blocks and twins change nothing");
}

/*
 * What scan_next() promises, byte by byte and without memory: the end of
 * the record that begins at `from`, or of its first line when it is given
 * up, SIZE_MAX when it is longer than the limit.  `*lost` says which.
 */
static size_t
slow_end(struct bytes t, size_t from, size_t limit, int *lost)
{
	size_t i, first = SIZE_MAX, quote = 0;
	int quoted = 0, seen = 0, text = 0, start = 1;

	*lost = 0;
	for (i = from; i < t.n && i - from <= limit; i++) {
		char c = t.p[i];
		int eol = c == '\n' || c == '\r';

		if (quoted) {
			quoted = c != '"';
			seen = c == '"';
			quote = i;
			if (eol && first == SIZE_MAX)
				first = i;
			continue;
		}
		if (seen && c == '"' && quote + 1 == i) {
			quoted = 1;
			continue;
		}
		if (seen && c != ' ' && c != '\t' && c != ',' && !eol) {
			text = 1;
			if (first != SIZE_MAX)
				break;
		}
		if (eol)
			break;
		if (c == '"' && start && !text)
			quoted = 1;
		start = c == ',';
		seen = seen && (c == ' ' || c == '\t');
	}
	*lost = text ? 1 : 0;
	if (i == t.n && i - from <= limit && !quoted &&
	    (!text || first == SIZE_MAX))
		return i;
	if (i < t.n && i - from <= limit && (t.p[i] == '\n' || t.p[i] == '\r'))
		return i;
	if (first != SIZE_MAX || (i == t.n && i - from <= limit)) {
		*lost = 2;
		return first != SIZE_MAX ? first : i;
	}
	*lost = 3;
	return SIZE_MAX;
}

/* All records of a text as slow_end() has them. */
static void
slow_records(struct bytes t, size_t limit, struct buf *out)
{
	size_t at = 0, end, line = 1, i, first;
	int lost;

	while (at < t.n) {
		first = at;
		end = slow_end(t, at, limit, &lost);
		buf_text(out, "%zu+%zu line %zu %s\n", at,
		    lost == 3 ? limit : end - at, line, defects[lost]);
		if (lost == 3)
			for (end = at + limit;
			     end < t.n && t.p[end] != '\n' && t.p[end] != '\r';)
				end++;
		at = end;
		if (at < t.n)
			at += t.p[at] == '\r' && at + 1 < t.n &&
				t.p[at + 1] == '\n'
			    ? 2
			    : 1;
		for (i = first; i < at; i++)
			line += t.p[i] == '\n' ||
			    (t.p[i] == '\r' &&
				(i + 1 == t.n || t.p[i + 1] != '\n'));
	}
}

static void
fast_records(struct bytes t, size_t limit, size_t block, struct buf *out)
{
	struct scan_limits limits = { limit, 4096 };
	struct source src = { t.p, t.n, block };
	struct scan *s = scan_new(&limits);
	struct record r[FEW];
	size_t i, n;

	scan_start(s, give, &src);
	while ((n = next_few(s, block, r)) > 0)
		for (i = 0; i < n; i++)
			buf_text(out, "%llu+%zu line %llu %s\n",
			    (unsigned long long)r[i].byte, r[i].len,
			    (unsigned long long)r[i].line,
			    defects[r[i].defect]);
	scan_free(s);
}

/* Texts full of quotes that do not close, against the slow reference. */
static void
check_against_slow(void)
{
	static const char alphabet[] = "a,,\"\"\"\"\n\n\r ";
	char text[160];
	uint64_t state = 7;
	size_t round, i;
	int bad = 0;

	scan_choose("portable");
	for (round = 0; round < 40000; round++) {
		struct buf want = { 0 }, got = { 0 };
		size_t n, limit = 1 + round % 61;
		struct bytes t;

		state = state * 6364136223846793005u + 1442695040888963407u;
		n = (state >> 33) % sizeof(text);
		for (i = 0; i < n; i++) {
			state =
			    state * 6364136223846793005u + 1442695040888963407u;
			text[i] =
			    alphabet[(state >> 33) % (sizeof(alphabet) - 1)];
		}
		t = (struct bytes){ text, n };
		slow_records(t, limit, &want);
		fast_records(t, limit, 1 + (state >> 40) % 200, &got);
		if (!bytes_equal(buf_bytes(&want), buf_bytes(&got)) &&
		    bad++ == 0) {
			struct buf json = { 0 };

			put_json(&json, t);
			printf("# limit %zu, text %s\n# want\n%s# got\n%s",
			    limit, buf_string(&json), buf_string(&want),
			    buf_string(&got));
			buf_free(&json);
		}
		buf_free(&want);
		buf_free(&got);
	}
	IS_INT(bad, 0, "40,000 texts of open quotes as the slow reference");
}

/*
 * Hostile: each line opens a quote that none closes.  Read on to the limit
 * from each line, 4 MiB of them would take more than an hour.
 */
static void
check_hostile(void)
{
	static const char *const lines[] = { "x\",\"\n", "x\",\"\r\n",
		"x\",\"\r", "\"\",\"\",,\"\n\n", "x\",\"\nx\",\"y\n" };
	size_t i, n;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct buf text = { 0 };
		struct scan *s = scan_new(&usual);
		struct source src;
		struct record r;
		uint64_t bytes = 0;

		while (text.n < 4 << 20)
			buf_add_string(&text, lines[i]);
		src = (struct source){ text.p, text.n, 1 << 16 };
		scan_start(s, give, &src);
		for (n = 0; scan_next(s, &r) == 1; n++)
			bytes += r.len + r.eol;
		IS_INT(bytes, text.n,
		    "hostile lines %zu: every byte is in "
		    "one of %zu records",
		    i, n);
		scan_free(s);
		buf_free(&text);
	}
}

static void
check_give_up(void)
{
	const char *text = "1,\"a\r\nb\",c\n2,d\n";
	struct source src = { text, strlen(text), 3 };
	struct scan *s = scan_new(&usual);
	struct record r;

	scan_start(s, give, &src);
	IS_INT(scan_next(s, &r), 1, "a record of two lines");
	IS_INT(r.len, 10, "its length");
	scan_give_up(s, &r);
	IS_INT(r.defect, SCAN_UNCLOSED, "given up");
	IS_INT(r.len, 4, "it is its first line");
	IS_INT(r.eol, 2, "with its line end");
	IS_INT(scan_next(s, &r), 1, "then its second line");
	OK(r.len == 4 && memcmp(r.p, "b\",c", 4) == 0, "as a record");
	IS_INT(r.line, 2, "on line 2");
	IS_INT(r.byte, 6, "at byte 6");
	scan_give_up(s, &r);
	IS_INT(r.defect, SCAN_SOUND, "a record of one line stays");
	IS_INT(scan_next(s, &r), 1, "then the next");
	IS_INT(r.line, 3, "on line 3");
	scan_free(s);
}

static void
check_split(void)
{
	uint32_t end[4];

	IS_INT(scan_split(bytes_of("a,\"b,\"\"c\" ,"), ',', end, 4), 3,
	    "three fields");
	IS_INT(end[0], 1, "end of the first");
	IS_INT(end[1], 10, "end of the second");
	IS_INT(end[2], 11, "end of the third");
	IS_INT(scan_split(bytes_of(""), ',', end, 4), 1, "nothing: one field");
	IS_INT(scan_split(bytes_of("1,2,3,4"), ',', end, 4), 4, "four of four");
	IS_INT(
	    scan_split(bytes_of("1,2,3,4,"), ',', end, 4), 0, "five of four");
	IS_INT(scan_split(bytes_of("\"a\"b"), ',', end, 4), 0, "text after");
	IS_INT(scan_split(bytes_of("\"a"), ',', end, 4), 0, "unclosed");
	IS_INT(scan_split(bytes_of("a\nb"), ',', end, 4), 0, "two lines");
	IS_INT(scan_split(bytes_of("\"a\nb\""), ',', end, 4), 1,
	    "a line end in quotes");
}

static void
check_rewind(void)
{
	const char *text = "a,b\n1,2\n3,4\n5,\"6\n7\"\n8,9\n";
	struct source src = { text, strlen(text), 5 };
	struct scan *s = scan_new(&usual);
	struct record r;
	struct bytes there;
	int i;

	scan_start(s, give, &src);
	IS_INT(scan_peek(s, 4, &there), 0, "peek");
	OK(there.n >= 4 && memcmp(there.p, "a,b\n", 4) == 0,
	    "peek shows the first bytes");
	IS_INT(scan_next(s, &r), 1, "header");
	scan_mark(s);
	for (i = 0; i < 4; i++)
		IS_INT(scan_next(s, &r), 1, "record %d ahead", i);
	IS_INT(scan_marked(s), 20, "marked bytes");
	scan_rewind(s);
	IS_INT(scan_next(s, &r), 1, "first record again");
	OK(r.len == 3 && memcmp(r.p, "1,2", 3) == 0, "its bytes");
	IS_INT(r.line, 2, "its line");
	IS_INT(r.byte, 4, "its byte");
	for (i = 0; i < 3; i++)
		IS_INT(scan_next(s, &r), 1, "record %d again", i + 1);
	IS_INT(r.line, 6, "line of the last");
	IS_INT(r.byte, 20, "byte of the last");
	IS_INT(scan_next(s, &r), 0, "the end");
	scan_free(s);
}

int
main(void)
{
	check_by_hand();
	check_random();
	check_against_slow();
	check_hostile();
	check_give_up();
	check_split();
	check_rewind();
	check_vectors();
	return tap_done();
}
