/* SPDX-License-Identifier: ISC */
/*
 * The table layer and what it is made of: finding the header, knowing it
 * again, remarks, and what is given up.  Tests in sh (dirt.t) look at
 * whole files; here are the corners.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "csv/heading.h"
#include "csv/names.h"
#include "csv/remark.h"
#include "csv/table.h"
#include "tap.h"

static int
known(struct bytes name)
{
	static const char *const words[] = { "id", "start", "agent", "talk" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (bytes_is(name, words[i]))
			return 1;
	return 0;
}

static int
known_heading(void *arg, struct bytes name)
{
	(void)arg;
	return known(name);
}

static void
check_heading(void)
{
	static const struct {
		const char *line;
		char forced, delimiter;
		size_t known, fields;
	} lines[] = {
		{ "id,start,agent", 0, ',', 3, 3 },
		{ "id;start;agent", 0, ';', 3, 3 },
		{ "id\tstart\tx,y,z,w", 0, '\t', 2, 3 },
		{ "\"id\"|\"start,x\"|agent", 0, '|', 2, 3 },
		{ "a,b;c;d", 0, ';', 0, 3 },
		{ "id;start", ',', ',', 0, 1 },
		{ "", 0, ',', 0, 1 },
	};
	struct buf scratch = { 0 };
	struct heading h;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		heading_judge(bytes_of(lines[i].line), lines[i].forced,
		    known_heading, NULL, &scratch, &h);
		OK(h.delimiter == lines[i].delimiter &&
			h.known == lines[i].known &&
			h.fields == lines[i].fields,
		    "judge '%s'", lines[i].line);
	}
	IS_INT(heading_other(
		   bytes_of("id^start^x"), known_heading, NULL, &scratch),
	    '^', "another character");
	IS_INT(heading_other(bytes_of("id^x"), known_heading, NULL, &scratch),
	    0, "one name is not enough");
	buf_free(&scratch);
	IS_INT(heading_said(bytes_of("sep=;")), ';', "sep=;");
	IS_INT(heading_said(bytes_of("SEP=\t")), '\t', "SEP=TAB");
	IS_INT(heading_said(bytes_of(" \"sep=|\" ")), '|', "in quotes");
	IS_INT(heading_said(bytes_of("sep=")), 0, "sep= alone");
	IS_INT(heading_said(bytes_of("sep=;;")), 0, "sep=;;");
	IS_INT(heading_said(bytes_of("separate")), 0, "separate");
	OK(heading_foreign(bytes_of(" <HTML>")) != NULL, "HTML");
	OK(heading_foreign(bytes_of("id,start")) == NULL, "a header");
}

static void
check_lines(void)
{
	static const struct {
		const char *text;
		char delimiter;
		int ended;
		size_t length, bytes; /* of the line, and with its end */
	} texts[] = {
		{ "a,b\nc\n", 0, 0, 3, 4 },
		{ "a,b\r\nc\n", 0, 0, 3, 5 },
		{ "a,b\rc\n", 0, 0, 3, 4 },
		{ "a,b\r", 0, 0, 0, 0 },
		{ "a,b\r", 0, 1, 3, 4 },
		{ "a,b", 0, 0, 0, 0 },
		{ "a,b", 0, 1, 3, 3 },
		{ "a,\"b\nc\"\nd\n", 0, 0, 7, 8 },
		{ "a,\"b\"\"\nc\"\nd\n", 0, 0, 9, 10 },
		{ "5\" x\nd\n", 0, 0, 4, 5 },
		{ "a,\"b\nc\n", ';', 0, 4, 5 },
		{ "\"a\nb\"\nc", 0, 0, 5, 6 },
	};
	struct bytes line;
	size_t i, n;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		line.n = 0;
		n = heading_line(bytes_of(texts[i].text), 0, texts[i].ended,
		    texts[i].delimiter, &line);
		OK(n == texts[i].bytes && (n == 0 || line.n == texts[i].length),
		    "line %zu", i);
	}
}

/* A record out of text. */
static struct record
record_of(const char *text, uint32_t *end)
{
	struct record r = { .p = text, .base = text, .len = strlen(text) };

	end = record_ends(end);
	r.end = end;
	r.fields = scan_split(bytes_of(text), ',', end, 64);
	return r;
}

static void
check_names(void)
{
	static const struct {
		const char *text;
		enum names_kind kind;
		const char *at;
	} lines[] = {
		{ "id,start,agent,,talk", NAMES_SAME, "01234" },
		{ "id,start,agent,,talk,", NAMES_SAME, "01234" },
		{ "\"id\", START ,Agent,,talk", NAMES_SAME, "01234" },
		{ "talk,id,start,agent,", NAMES_OTHER, NULL },
		{ "talk,id,,start,agent", NAMES_MOVED, "13420" },
		{ "id,start,agent,x,talk", NAMES_OTHER, NULL },
		{ "id,start,agent", NAMES_OTHER, NULL },
		{ "7,2026-03-02,agent,,talk", NAMES_NONE, NULL },
		{ "id,2026-03-02,Ann,,60", NAMES_NONE, NULL },
		{ "id", NAMES_NONE, NULL },
		{ ",,,,", NAMES_NONE, NULL },
		{ "", NAMES_NONE, NULL },
	};
	uint32_t end[66];
	struct names n = { 0 };
	struct buf scratch = { 0 };
	struct record r = record_of("id,start,agent,,talk", end);
	size_t i, j;

	names_take(&n, &r, &scratch);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		enum names_kind kind;

		r = record_of(lines[i].text, end);
		kind = names_match(&n, &r, &scratch);
		IS_INT(kind, lines[i].kind, "match '%s'", lines[i].text);
		for (j = 0; kind == lines[i].kind && lines[i].at != NULL &&
		     j < n.count;
		     j++)
			IS_INT(n.at[j], lines[i].at[j] - '0', "name %zu", j);
	}
	OK(names_may(&n, bytes_of("Start")), "a name may be one");
	OK(names_may(&n, bytes_of("\"talk\"")), "in quotes, too");
	OK(!names_may(&n, bytes_of("2026-03-02")), "a date is none");
	OK(names_hold(&n, bytes_of(" AGENT ")), "agent is one");
	OK(!names_hold(&n, bytes_of("")), "nothing is none");
	names_free(&n);

	r = record_of("start", end);
	names_take(&n, &r, &scratch);
	IS_INT(names_match(&n, &r, &scratch), NAMES_SAME, "a single column");
	names_free(&n);
	buf_free(&scratch);
}

static void
check_remarks(void)
{
	static const struct {
		const char *text;
		size_t width;
		int is;
	} lines[] = {
		{ "Total,,,9", 4, 1 },
		{ "Total,1,2,9", 4, 0 },
		{ "Total,1", 6, 1 },
		{ ",,Total,9", 4, 1 },
		{ "Totally,,,", 4, 0 },
		{ "Total Energies,,,9", 4, 0 },
		{ "Total calls: 3,,,", 4, 1 },
		{ "Sum Ting,,,", 4, 0 },
		{ "Max,,,", 4, 0 },
		{ "Media,,,", 4, 1 },
		{ "Media Markt,,,", 4, 0 },
		{ "Generated by X", 4, 1 },
		{ "Generated,1,2,", 4, 0 },
		{ "Generatedby", 4, 0 },
		{ "3 rows", 4, 1 },
		{ "3 rowers", 4, 0 },
		{ "3", 4, 0 },
		{ "(12 records)", 4, 1 },
		{ "---,---", 4, 1 },
		{ "--", 4, 0 },
		{ "-,-,-,-", 4, 0 },
		{ "----,x,y,z", 4, 0 },
		{ ",,,", 4, 0 },
		{ "", 4, 0 },
		{ "Total", 1, 0 },
	};
	uint32_t end[66], second[256];
	size_t i;

	remark_beginnings(second);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct record r = record_of(lines[i].text, end);

		IS_INT(remark_is(&r, lines[i].width), lines[i].is,
		    "remark '%s' of %zu", lines[i].text, lines[i].width);
		if (lines[i].is && r.p[0] != ',') {
			unsigned c = ((unsigned char)r.p[1] | 32u) - 'a';

			OK(byte_is_digit((unsigned char)r.p[0]) ||
				(second[(unsigned char)r.p[0]] >>
					(c < 26 ? c : REMARK_NO_LETTER) &
				    1),
			    "and is looked at");
		}
	}
}

/* Counters of what a table tells its user. */
struct told {
	struct buf aside;
};

static void
idle(void *arg)
{
	(void)arg;
}

static void
aside(void *arg, const char *file, const struct record *r, const char *reason)
{
	struct told *t = arg;

	(void)file;
	buf_text(&t->aside, "%llu %s;", (unsigned long long)r->line, reason);
}

static void
put_record(const struct table *t, const struct record *r, struct buf *out)
{
	buf_add(out, r->p, r->len);
	buf_add_byte(out, '|');
	if (r->fields != table_width(t) ||
	    r->base + r->end[r->fields - 1] != r->p + r->len)
		buf_add_string(out, "(shape!)");
}

/*
 * Read a text as a table: records to `out`, `|` behind each; as many at
 * once as are near each other and no more than `few`.
 */
enum { FEW = 3 };
static int
read_table(const char *text, size_t ahead, size_t few, struct buf *out,
    struct told *told, struct table_account *account)
{
	char path[] = "/tmp/evenkeel-table-XXXXXX";
	char *operand = path;
	struct table_options o = { .operands = &operand,
		.count = 1,
		.limits = { 1000, 100 },
		.header_name = 100,
		.known = known,
		.idle = idle,
		.aside = aside,
		.arg = told };
	struct table *t;
	struct record r[FEW];
	int fd = mkstemp(path), got;
	size_t n = strlen(text), i;

	if (fd < 0 || write(fd, text, n) != (ssize_t)n)
		return -2;
	close(fd);
	t = table_new(&o);
	got = table_header(t);
	if (got == 1 && ahead > 0) {
		table_look(t, ahead, 1 << 20);
		while (table_next(t, r) == 1)
			;
		table_look_done(t);
		got = table_look_failed(t) == 0 ? 1 : -1;
	}
	while (got == 1 && (got = table_next(t, r)) == 1) {
		for (n = 1; n < few && table_near(t, &r[n]); n++)
			;
		for (i = 0; i < n; i++)
			put_record(t, &r[i], out);
	}
	*account = *table_account(t);
	table_free(t);
	unlink(path);
	return got;
}

static void
check_table(void)
{
	static const struct {
		const char *name, *text, *out, *aside;
		int got;
		uint64_t in, skipped;
	} cases[] = {
		{ "another order, and back",
		    "id,start,talk\n1,2,3\nstart,talk,id\n5,6,4\n"
		    "id,start,talk\n7,8,9\n",
		    "1,2,3|4,5,6|7,8,9|", "", 0, 5, 2 },
		{ "a glued header in another order",
		    "id,start,talk\n1,2,3talk,start,id\n6,5,4\n",
		    "1,2,3|4,5,6|", "", 0, 3, 1 },
		{ "a quote that never closes, and its second line",
		    "id,start,talk\n1,\"2,3\nx\n4,5,6\n7\n", "4,5,6|7,,|",
		    "2 a quote that never closes;3 behind a quote that never "
		    "closes;",
		    0, 4, 0 },
		{ "too many fields over two lines",
		    "id,start,talk\n1,2,\"3\n4,\",5,6\n7,8,9\n", "7,8,9|",
		    "2 a quote that never closes;3 a quote that never "
		    "closes;",
		    0, 3, 0 },
		{ "an open quote that the next record's comma closes",
		    "id,start,talk\n1,2,\"3\n4,\", 5\",6\n7,8,9\n",
		    "4,\", 5\",6|7,8,9|", "2 a quote that never closes;", 0, 3,
		    0 },
		{ "a sound record of two lines",
		    "id,start,talk\n1,2,\"3\n4\"\n", "1,2,\"3\n4\"|", "", 0, 1,
		    0 },
		{ "nothing below the header", "id,start\n", "", "", 0, 0, 0 },
		{ "other columns",
		    "id,start,talk\n1,2,3\n4,5,6\nid,start,agent\n7,8,9\n",
		    "1,2,3|4,5,6|", "", -1, 3, 0 },
	};
	size_t i, ahead, few;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (ahead = 0; ahead <= 2; ahead++)
			for (few = 1; few <= FEW; few++) {
				struct table_account a = { 0 };
				struct told told = { { 0 } };
				struct buf out = { 0 };
				int got = read_table(
				    cases[i].text, ahead, few, &out, &told, &a);

				IS_INT(got, cases[i].got,
				    "%s, %zu ahead, %zu at once", cases[i].name,
				    ahead, few);
				IS_TEXT(buf_string(&out), cases[i].out,
				    "its records");
				IS_TEXT(buf_string(&told.aside), cases[i].aside,
				    "what is set aside");
				IS_INT(a.records_in, cases[i].in, "how many");
				IS_INT(a.skipped_blank + a.skipped_header +
					a.skipped_totals,
				    cases[i].skipped, "skipped");
				buf_free(&out);
				buf_free(&told.aside);
			}
}

int
main(void)
{
	check_heading();
	check_lines();
	check_names();
	check_remarks();
	check_table();
	return tap_done();
}
