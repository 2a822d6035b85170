/* SPDX-License-Identifier: ISC */
/*
 * The members of gzip, by each twin and in pieces of all sizes on both
 * sides.  zlib packs them; what the twins say of damaged ones is compared,
 * and all memory ends where a page does that nobody may touch, as one of
 * them is not written in C.
 *
 * An argument is the number of files that are damaged at random.
 */
#include <sys/mman.h>

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "csv/member.h"
#include "tap.h"

#define LIT(s) ((struct bytes){ (s), sizeof(s) - 1 })

enum { ROOM_MAX = 256 * 1024, IN_MAX = 1024 * 1024 };

static unsigned char *in_end, *room_end; /* behind is no memory */

static void
must(int cond)
{
	if (!cond) {
		perror("inflate test");
		exit(99);
	}
}

/* `n` bytes, whole pages; returns their end. */
static unsigned char *
guarded(size_t n)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *p = mmap(NULL, n + page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED && mprotect(p + n, page, PROT_NONE) == 0);
	return p + n;
}

/* A generator of its own: the same files everywhere. */
static uint64_t seed = 1;

static uint32_t
any(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % below);
}

/* How zlib packs: each brings other blocks into the stream. */
struct kind {
	const char *name;
	int level, strategy;
	size_t flush; /* a flush after so many bytes; 0: none */
	int how;      /* which flush */
};

static const struct kind kinds[] = {
	{ "stored", 0, Z_DEFAULT_STRATEGY, 0, 0 },
	{ "fixed", 6, Z_FIXED, 0, 0 },
	{ "dynamic", 9, Z_DEFAULT_STRATEGY, 0, 0 },
	{ "quick", 1, Z_DEFAULT_STRATEGY, 0, 0 },
	{ "literals only", 6, Z_HUFFMAN_ONLY, 0, 0 },
	{ "runs only", 6, Z_RLE, 0, 0 },
	{ "with empty stored blocks", 6, Z_DEFAULT_STRATEGY, 50, Z_SYNC_FLUSH },
	{ "with empty fixed blocks", 6, Z_DEFAULT_STRATEGY, 70,
	    Z_PARTIAL_FLUSH },
	{ "of short blocks", 9, Z_DEFAULT_STRATEGY, 400, Z_BLOCK },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* Append `b`, packed; `wrap` as windowBits has it. */
static void
pack(struct buf *out, struct bytes b, const struct kind *k, int wrap,
    gz_header *header)
{
	z_stream z;
	size_t room = 2 * b.n + 20 * (k->flush > 0 ? b.n / k->flush : 0) + 9000;
	char *copy = mem_copy(b.p, b.n);
	size_t at = 0, n;

	memset(&z, 0, sizeof(z));
	must(deflateInit2(&z, k->level, Z_DEFLATED, wrap, 8, k->strategy) ==
	    Z_OK);
	if (header != NULL)
		must(deflateSetHeader(&z, header) == Z_OK);
	z.next_out = (unsigned char *)buf_reserve(out, room);
	z.avail_out = (uInt)room;
	for (; k->flush > 0 && at < b.n; at += n) {
		n = b.n - at < k->flush ? b.n - at : k->flush;
		z.next_in = (unsigned char *)copy + at;
		z.avail_in = (uInt)n;
		must(deflate(&z, k->how) == Z_OK);
	}
	z.next_in = (unsigned char *)copy + at;
	z.avail_in = (uInt)(b.n - at);
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	out->n += z.total_out;
	deflateEnd(&z);
	free(copy);
}

/* Text that repeats itself near and far, and some that does not. */
static void
make_text(struct buf *b, size_t n)
{
	size_t from, len;

	b->n = 0;
	/* It is copied from itself: it must not move. */
	buf_reserve(b, n + 2000);
	while (b->n < n) {
		buf_text(b, "%u,agent %u,", any(100000), any(30));
		for (len = any(20); len > 0; len--)
			buf_add(b, &"\x80\xff\0 etaoinsrhl,\"\n"[any(16)], 1);
		if (b->n > 40 && any(3) == 0) {
			len = 3 + any(300);
			from = any((uint32_t)(b->n - 3));
			for (; len > 0; len--, from++)
				buf_add(b, b->p + from, 1);
		}
		if (any(20) == 0)
			for (len = any(600); len > 0; len--)
				buf_add(b, "-", 1);
	}
	b->n = n;
}

/* What came of a file. */
struct result {
	struct buf text;
	enum member_got got;
	const char *damage;
	unsigned number;
	uint64_t made;
};

/* As lib/csv/gzip.c goes through it, in pieces of `piece` and `room`. */
static void
read_by(const char *twin, struct bytes b, size_t piece, size_t room,
    struct result *r)
{
	struct inflate_io io = { NULL, 0, NULL, 0 };
	struct member *m;
	size_t at = 0;

	memset(r, 0, sizeof(*r));
	must(inflate_choose(twin) == 0);
	m = member_new();
	io.room = room;
	io.out = room_end - room;
	while (r->got == MEMBER_MORE) {
		if (io.room == 0) {
			buf_add(&r->text, (char *)room_end - room, room);
			io.room = room;
			io.out = room_end - room;
		} else if (io.in_n == 0) {
			io.in_n = b.n - at < piece ? b.n - at : piece;
			io.in = in_end - io.in_n;
			memcpy(in_end - io.in_n, b.p + at, io.in_n);
			at += io.in_n;
			if (io.in_n == 0)
				r->got = member_finish(m);
		}
		if (r->got == MEMBER_MORE)
			r->got = member_some(m, &io);
	}
	buf_add(&r->text, (char *)room_end - room, room - io.room);
	r->damage = member_damage(m);
	r->number = member_number(m);
	r->made = member_made(m);
	member_free(m);
}

static const size_t pieces[] = { 1, 2, 7, 64 * 1024 };
static const size_t rooms[] = { 1, 3, 256 * 1024 };

/* Small files in all sizes of pieces; large ones, at 2 us a piece, in few. */
static int
is_tried(size_t n, size_t piece, size_t room)
{
	return n < 4000 || (n < 100000 && (piece > 7 || room > 3)) ||
	    (piece > 7 && room > 3);
}

/* Whether each twin reads it as `want`, however it comes. */
static void
reads_as(struct bytes b, struct bytes want, enum member_got got,
    unsigned number, const char *name)
{
	struct result r;
	const char *twin;
	size_t t, i, j, bad = 0;

	for (t = 0; (twin = inflate_variant(t)) != NULL; t++)
		for (i = 0; i < 4; i++)
			for (j = 0; j < 3; j++) {
				if (!is_tried(want.n, pieces[i], rooms[j]))
					continue;
				read_by(twin, b, pieces[i], rooms[j], &r);
				bad += r.got != got || r.number != number ||
				    !bytes_equal(buf_bytes(&r.text), want);
				buf_free(&r.text);
			}
	IS_INT(bad, 0, "%s", name);
}

static void
test_kinds(void)
{
	static const size_t lengths[] = { 0, 1, 300, 10000, 700000 };
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	char name[80];
	size_t i, j;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		for (j = 0; j < KINDS; j++) {
			make_text(&text, lengths[i]);
			packed.n = 0;
			pack(&packed, buf_bytes(&text), &kinds[j], 31, NULL);
			snprintf(name, sizeof(name), "%s, %zu bytes",
			    kinds[j].name, lengths[i]);
			reads_as(buf_bytes(&packed), buf_bytes(&text),
			    MEMBER_END, 1, name);
		}
	buf_free(&text);
	buf_free(&packed);
}

/* All members in a row, with zero bytes behind some. */
static void
test_rows(void)
{
	struct buf text = { NULL, 0, 0 }, all = { NULL, 0, 0 };
	struct buf packed = { NULL, 0, 0 };
	unsigned i;

	for (i = 0; i < 300; i++) {
		make_text(&text, any(4) == 0 ? 0 : any(200));
		buf_add_bytes(&all, buf_bytes(&text));
		pack(&packed, buf_bytes(&text), &kinds[i % KINDS], 31, NULL);
		buf_add(&packed, "\0\0\0\0", any(3) == 0 ? any(5) : 0);
	}
	reads_as(buf_bytes(&packed), buf_bytes(&all), MEMBER_END, 300,
	    "300 members");
	buf_add(&packed, "\x1f", 1);
	reads_as(buf_bytes(&packed), buf_bytes(&all), MEMBER_OTHER, 300,
	    "the first byte of a member behind them");
	packed.p[packed.n - 1] = 'x';
	reads_as(buf_bytes(&packed), buf_bytes(&all), MEMBER_OTHER, 300,
	    "another byte behind them");
	buf_free(&text);
	buf_free(&all);
	buf_free(&packed);
}

/* A header with all that there may be, each kind of it, and its damages. */
static void
test_headers(void)
{
	static char extra[] = "an extra field", name[] = "calls.csv";
	static char remark[] = "a remark";
	struct bytes b = { "a,b\n1,2\n", 8 };
	struct buf packed = { NULL, 0, 0 };
	gz_header h;
	char what[80];
	unsigned i;

	for (i = 0; i < 16; i++) {
		memset(&h, 0, sizeof(h));
		h.time = 1234567890;
		h.extra = i & 1 ? (unsigned char *)extra : NULL;
		h.extra_len = sizeof(extra) - 1;
		h.name = i & 2 ? (unsigned char *)name : NULL;
		h.comment = i & 4 ? (unsigned char *)remark : NULL;
		h.hcrc = (i & 8) != 0;
		packed.n = 0;
		pack(&packed, b, &kinds[2], 31, &h);
		pack(&packed, b, &kinds[2], 31, &h);
		snprintf(what, sizeof(what), "a header with%s%s%s%s",
		    i & 1 ? " extra" : "", i & 2 ? " name" : "",
		    i & 4 ? " remark" : "", i & 8 ? " check sum" : "");
		reads_as(buf_bytes(&packed), LIT("a,b\n1,2\na,b\n1,2\n"),
		    MEMBER_END, 2, what);
	}
	packed.p[5] ^= 1;
	reads_as(buf_bytes(&packed), LIT(""), MEMBER_DAMAGED, 1,
	    "its check sum is verified");
	buf_free(&packed);
}

/*
 * Fields of `width` bits each, low bit first; Huffman codes, which come
 * high bit first, are given turned round by `~`.
 */
struct bits {
	struct buf b;
	unsigned n; /* bits */
};

static void
put_bits(struct bits *s, unsigned value, unsigned width)
{
	unsigned i;

	for (i = 0; i < width; i++, s->n++) {
		if (s->n % 8 == 0)
			buf_add(&s->b, "", 1);
		s->b.p[s->n / 8] |= (char)((value >> i & 1) << s->n % 8);
	}
}

static void
put_code(struct bits *s, unsigned code, unsigned width)
{
	while (width-- > 0)
		put_bits(s, code >> width & 1, 1);
}

/*
 * A fixed block of 40 letters `a`, a copy of 3 by the given distance code
 * and extra bits, and 40 more.  Codes are those of RFC 1951, 3.2.6: `a` is
 * 0x30 + 0x61 in 8 bits, length 3 is 0000001, the end 0000000.
 */
static void
test_distance(unsigned code, unsigned extra, unsigned extra_bits, int fine,
    const char *name)
{
	struct bits s = { { NULL, 0, 0 }, 0 };
	char want[84];
	unsigned i;

	memset(want, 'a', sizeof(want));
	for (i = 0; i < 10; i++)
		put_bits(&s, (unsigned char)"\x1f\x8b\10\0\0\0\0\0\0\3"[i], 8);
	put_bits(&s, 1, 1);
	put_bits(&s, 1, 2);
	for (i = 0; i < 80; i++) {
		if (i == 40) {
			put_code(&s, 1, 7);
			put_code(&s, code, 5);
			put_bits(&s, extra, extra_bits);
		}
		put_code(&s, 0x30 + 'a', 8);
	}
	put_code(&s, 0, 7);
	while (s.n % 8 != 0)
		put_bits(&s, 0, 1);
	put_bits(&s, (unsigned)crc32(0, (const unsigned char *)want, 83), 32);
	put_bits(&s, 83, 32);
	reads_as(buf_bytes(&s.b), (struct bytes){ want, fine ? 83 : 40 },
	    fine ? MEMBER_END : MEMBER_DAMAGED, 1, name);
	buf_free(&s.b);
}

/*
 * Whether the twins agree.  Where zlib is content all others are, with the
 * same bytes.  Where zlib sees damage they do, and make the same bytes
 * before it; but ISA-L does not mind a code that could have had more
 * words: if it reads on, then check sum and length tell.
 */
struct tally {
	size_t same, later, bad;
};

static void
compare(struct bytes b, struct tally *t)
{
	struct result want, r;
	const char *twin;
	size_t i, piece, room, both;
	int same, later;

	read_by("zlib", b, IN_MAX, ROOM_MAX, &want);
	do {
		piece = pieces[any(4)];
		room = rooms[any(3)];
	} while (!is_tried(want.text.n, piece, room));
	for (i = 0; (twin = inflate_variant(i)) != NULL; i++) {
		read_by(twin, b, piece, room, &r);
		same = r.got == want.got &&
		    bytes_equal(buf_bytes(&r.text), buf_bytes(&want.text));
		both = r.text.n < want.text.n ? r.text.n : want.text.n;
		later = want.got == MEMBER_DAMAGED &&
		    r.text.n + 2 >= want.text.n &&
		    bytes_equal((struct bytes){ r.text.p, both },
			(struct bytes){ want.text.p, both });
		if (same)
			t->same++;
		else if (later)
			t->later++;
		else {
			t->bad++;
			printf("# %s, pieces of %zu and %zu: %d %s %zu, "
			       "zlib: %d %s %zu\n",
			    twin, piece, room, r.got, r.damage, r.text.n,
			    want.got, want.damage, want.text.n);
		}
		buf_free(&r.text);
	}
	buf_free(&want.text);
}

/* Every byte of small files, wrong in three ways, and cut before it. */
static void
test_each_byte(void)
{
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct tally t;
	size_t i, at;
	int bit;

	for (i = 0; i < KINDS; i++) {
		memset(&t, 0, sizeof(t));
		make_text(&text, 150);
		packed.n = 0;
		pack(&packed, buf_bytes(&text), &kinds[i], 31, NULL);
		pack(&packed, LIT(""), &kinds[i], 31, NULL);
		for (at = 0; at < packed.n; at++)
			for (bit = 0; bit < 8; bit += 3) {
				packed.p[at] ^= (char)(1 << bit);
				compare(buf_bytes(&packed), &t);
				packed.p[at] ^= (char)(1 << bit);
			}
		IS_INT(t.bad, 0, "%s, each byte wrong: %zu alike, %zu later",
		    kinds[i].name, t.same, t.later);
		memset(&t, 0, sizeof(t));
		for (at = 0; at < packed.n; at++)
			compare((struct bytes){ packed.p, at }, &t);
		IS_INT(t.bad, 0, "%s, cut everywhere: %zu alike, %zu later",
		    kinds[i].name, t.same, t.later);
	}
	buf_free(&text);
	buf_free(&packed);
}

static void
mutate(struct buf *b)
{
	size_t from, n;
	uint32_t end = (uint32_t)(any(2) ? b->n : b->n < 150 ? b->n : 150);

	switch (any(6)) {
	case 0:
	case 1:
		b->p[any(end)] ^= (char)(1 << any(8));
		break;
	case 2:
		b->p[any(end)] = (char)any(256);
		break;
	case 3: /* some bytes again */
		from = any(end);
		n = any((uint32_t)(b->n - from)) % 300;
		memmove(b->p + any((uint32_t)(b->n - n)), b->p + from, n);
		break;
	case 4: /* some less */
		from = any(end);
		n = any((uint32_t)(b->n - from)) % 20;
		memmove(b->p + from, b->p + from + n, b->n - from - n);
		b->n -= n;
		break;
	default: /* any bytes */
		from = any(end);
		for (n = any(30); n > 0 && from < b->n; n--)
			b->p[from++] = (char)any(256);
	}
}

static void
test_any(size_t files)
{
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct tally t = { 0, 0, 0 };
	size_t i;
	unsigned n;

	for (i = 0; i < files; i++) {
		packed.n = 0;
		for (n = 0; n < 1 + any(3); n++) {
			make_text(&text, any(any(50) ? 1000 : 100000));
			pack(&packed, buf_bytes(&text), &kinds[any(KINDS)], 31,
			    NULL);
		}
		for (n = 1 + any(4); n > 0; n--)
			mutate(&packed);
		compare(buf_bytes(&packed), &t);
	}
	IS_INT(t.bad, 0, "%zu damaged at random: %zu alike, %zu later", files,
	    t.same, t.later);
	buf_free(&text);
	buf_free(&packed);
}

int
main(int argc, char **argv)
{
	in_end = guarded(IN_MAX);
	room_end = guarded(ROOM_MAX);
	test_kinds();
	test_rows();
	test_headers();
	test_distance(0, 0, 0, 1, "distance 1");
	test_distance(10, 7, 4, 1, "distance 40: the first byte");
	test_distance(10, 8, 4, 0, "distance 41: before the first byte");
	test_distance(29, 8191, 13, 0, "distance 32768: far before it");
	test_distance(30, 0, 0, 0, "distance code 30, which there is not");
	test_distance(31, 0, 0, 0, "distance code 31");
	test_each_byte();
	test_any(argc > 1 ? strtoul(argv[1], NULL, 10) : 1500);
	return tap_done();
}
