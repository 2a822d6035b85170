/* SPDX-License-Identifier: ISC */
/*
 * Records over the limit: whatever the size of the blocks in which input
 * comes, the same records are found, with the same lines, offsets and
 * defects; and text of many lines between quotes is one of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "csv/scan.h"
#include "tap.h"

enum { LIMIT = 40, FIELDS = 3, INPUT = 400 };

/* Input that comes in blocks of at most `block` bytes. */
struct source {
	const char *p;
	size_t n, at, block;
};

static ssize_t
fill(void *arg, void *buf, size_t cap)
{
	struct source *s = arg;
	size_t n = s->n - s->at;

	if (n > s->block)
		n = s->block;
	if (n > cap)
		n = cap;
	memcpy(buf, s->p + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

/* All records in one text: place, defect, fields and bytes of each. */
static void
describe(struct bytes input, size_t block, struct buf *out)
{
	const struct scan_limits limits = { LIMIT, 10 };
	struct source source = { input.p, input.n, 0, block };
	struct scan *s = scan_new(&limits);
	struct record r;

	out->n = 0;
	scan_start(s, fill, &source);
	scan_expect(s, FIELDS);
	while (scan_next(s, &r) == 1) {
		buf_text(out, "%llu %llu %d %zu %zu ",
		    (unsigned long long)r.line, (unsigned long long)r.byte,
		    (int)r.defect, r.fields, r.eol);
		buf_add(out, r.p, r.len);
		buf_add_byte(out, '\n');
	}
	scan_free(s);
}

static void
check(const char *text, const char *want, const char *what)
{
	struct buf got = { 0 };

	describe(bytes_of(text), 7, &got);
	IS_TEXT(buf_string(&got), want, "%s", what);
	buf_free(&got);
}

/* The same random input in blocks of several sizes. */
static void
check_blocks(unsigned seed)
{
	static const char bytes[] = "\"\"\"\",,,\n\n\r\n a b c d e f";
	static const size_t blocks[] = { 2, 3, 7, 16, 33, 64, INPUT };
	struct buf want = { 0 }, got = { 0 };
	char text[INPUT];
	size_t i, alike = 0;

	srand(seed);
	for (i = 0; i < INPUT; i++)
		text[i] = bytes[(size_t)rand() % (sizeof(bytes) - 1)];
	describe((struct bytes){ text, INPUT }, 1, &want);
	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		describe((struct bytes){ text, INPUT }, blocks[i], &got);
		alike += bytes_equal(buf_bytes(&want), buf_bytes(&got)) != 0;
	}
	IS_INT((int)alike, (int)i, "blocks, seed %u", seed);
	buf_free(&want);
	buf_free(&got);
}

int
main(void)
{
	unsigned seed;

	check("a,b,\"text\ntext\ntext\ntext\ntext\ntext\ntext\ntext\"\nc,d,e\n",
	    "1 0 3 0 0 a,b,\"text\ntext\ntext\ntext\ntext\ntext\ntext\n\n"
	    "9 46 0 3 1 c,d,e\n",
	    "text of many lines");
	check(
	    "a,b,\"text\ntext\n\"\"x\"\",\ntext\ntext\ntext\ntext\ntext\" \r\n"
	    "c,d,e\n",
	    "1 0 3 0 0 a,b,\"text\ntext\n\"\"x\"\",\ntext\ntext\ntext\ntex\n"
	    "9 50 0 3 1 c,d,e\n",
	    "doubled quotes in it, blanks behind it, CR LF");
	check("a,b,\"open\nc,d,e\nc,d,e\nc,d,e\nc,d,e\nc,d,e\nc,d,e\nc,d,e\n",
	    "1 0 2 0 1 a,b,\"open\n2 10 0 3 1 c,d,e\n3 16 0 3 1 c,d,e\n"
	    "4 22 0 3 1 c,d,e\n5 28 0 3 1 c,d,e\n6 34 0 3 1 c,d,e\n"
	    "7 40 0 3 1 c,d,e\n8 46 0 3 1 c,d,e\n",
	    "records that an unclosed quote swallowed");
	for (seed = 1; seed <= 300; seed++)
		check_blocks(seed);
	return tap_done();
}
