/* SPDX-License-Identifier: ISC */
/*
 * The scanner against libcsv: whatever libcsv accepts in strict mode must
 * come out of the scanner with the same fields.  The first byte chooses
 * the block size and the twin.
 */
#include <stdlib.h>

#include <csv.h>

#include "csv/scan.h"

struct source {
	const uint8_t *p;
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

/* Each field as its length and bytes, each record as a mark. */
static void
take_field(void *p, size_t n, void *arg)
{
	struct buf *out = arg;

	buf_add(out, &n, sizeof(n));
	buf_add(out, p, n);
}

static void
take_record(int c, void *arg)
{
	(void)c;
	buf_add_string(arg, "\n\n\n");
}

static int
not_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* What libcsv makes of it; 0, or -1 when it refuses. */
static int
by_libcsv(const uint8_t *p, size_t n, struct buf *out)
{
	struct csv_parser parser;
	size_t got;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		abort();
	csv_set_space_func(&parser, not_space);
	got = csv_parse(&parser, p, n, take_field, take_record, out);
	if (got == n && csv_fini(&parser, take_field, take_record, out) != 0)
		got = n + 1;
	csv_free(&parser);
	return got == n ? 0 : -1;
}

static int
by_scanner(const uint8_t *p, size_t n, size_t block, struct buf *out)
{
	struct scan_limits limits = { 1 << 20, 4096 };
	struct source src = { p, n, block };
	struct scan *s = scan_new(&limits);
	struct buf scratch = { 0 };
	struct record r;
	size_t i;
	int got, bad = 0;

	scan_start(s, give, &src);
	while ((got = scan_next(s, &r)) == 1) {
		bad += r.defect != SCAN_SOUND;
		if (r.len == 0)
			continue;
		for (i = 0; i < r.fields; i++) {
			struct bytes v;

			scratch.n = 0;
			/* libcsv leaves a spreadsheet's guard on. */
			v = field_value(record_field(&r, i), &scratch);
			buf_add(out, &v.n, sizeof(v.n));
			buf_add_bytes(out, v);
		}
		take_record(0, out);
	}
	scan_free(s);
	buf_free(&scratch);
	return bad;
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf want = { 0 }, got = { 0 };
	size_t block = 1, i, twins = 0;
	int bad;

	if (n > 0) {
		while (scan_variant(twins) != NULL)
			twins++;
		scan_choose(scan_variant(p[0] % twins));
		block = 1 + p[0] / twins;
		p++;
		n--;
	}
	bad = by_scanner(p, n, block, &got);
	if (by_libcsv(p, n, &want) == 0) {
		/* libcsv reads blanks behind a quote as an error as well. */
		if (bad || !bytes_equal(buf_bytes(&want), buf_bytes(&got)))
			abort();
	}
	/* Nothing may depend on how the bytes were cut. */
	for (i = 0; i < 2; i++) {
		struct buf again = { 0 };

		by_scanner(p, n, i ? 4096 : 3, &again);
		if (!bytes_equal(buf_bytes(&again), buf_bytes(&got)))
			abort();
		buf_free(&again);
	}
	buf_free(&want);
	buf_free(&got);
	return 0;
}
