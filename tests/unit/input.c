/* SPDX-License-Identifier: ISC */
/*
 * Input: every way bytes arrive, in pieces of every size on both sides.
 * Compressed data is made by zlib or by hand; the gzip files made by hand
 * lie in $EVENKEEL_SHARED (../shared), without them that part is skipped.
 */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "csv/inflate.h"
#include "csv/input.h"
#include "tap.h"

static char dir[] = "/tmp/input.XXXXXX";
static const size_t sizes[] = { 1, 2, 3, 7, 16, 17, 4096, 1 << 18 };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))
#define LIT(s) ((struct bytes){ (s), sizeof(s) - 1 })

static void
must(int cond)
{
	if (!cond) {
		perror("input test");
		exit(99);
	}
}

static void
put_file(const char *path, struct bytes b)
{
	FILE *f = fopen(path, "w");

	must(f != NULL && fwrite(b.p, 1, b.n, f) == b.n && fclose(f) == 0);
}

/* Append one gzip member that holds `b`; `wrap` as windowBits has it. */
static void
pack(struct buf *out, struct bytes b, int wrap)
{
	z_stream z;
	size_t room = b.n + b.n / 100 + 1000;
	char *copy = mem_copy(b.p, b.n);

	memset(&z, 0, sizeof(z));
	must(deflateInit2(&z, 6, Z_DEFLATED, wrap, 8, 0) == Z_OK);
	z.next_in = (unsigned char *)copy;
	z.avail_in = (uInt)b.n;
	z.next_out = (unsigned char *)buf_reserve(out, room);
	z.avail_out = (uInt)room;
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	out->n += z.total_out;
	deflateEnd(&z);
	free(copy);
}

/* What reading to the end gave. */
struct result {
	struct buf text;
	ssize_t last; /* 0 or -1 */
	enum status status;
	char message[256];
	char warning[256];
};

static void
read_all(struct input *in, size_t block, struct result *r)
{
	char *to = mem_zero(block, 1);
	ssize_t n;

	memset(r, 0, sizeof(*r));
	while ((n = input_read(in, to, block)) > 0)
		buf_add(&r->text, to, (size_t)n);
	r->last = n;
	if (n < 0) {
		r->status = diag_status();
		snprintf(r->message, sizeof(r->message), "%s", diag_text());
	}
	if (input_warning(in) != NULL)
		snprintf(
		    r->warning, sizeof(r->warning), "%s", input_warning(in));
	/* The same comes again, whatever failed elsewhere since. */
	diag_fail(STATUS_OK, "something else");
	if (input_read(in, to, block) != r->last ||
	    (n < 0 &&
		(strcmp(diag_text(), r->message) != 0 ||
		    diag_status() != r->status)))
		r->last = -2;
	free(to);
}

static void
read_file(const char *path, size_t block, struct result *r)
{
	struct input *in = input_open(path);

	must(in != NULL);
	read_all(in, block, r);
	input_close(in);
}

/* A feeder writes pieces into a descriptor, one read's worth each. */
struct feeder {
	pthread_t thread;
	int fd;
	struct bytes b;
	size_t piece;
};

static void *
feed(void *arg)
{
	struct feeder *f = arg;
	size_t at, n;

	for (at = 0; at < f->b.n; at += n) {
		n = f->b.n - at < f->piece ? f->b.n - at : f->piece;
		if (send(f->fd, f->b.p + at, n, MSG_NOSIGNAL) != (ssize_t)n)
			break;
	}
	close(f->fd);
	return NULL;
}

static void
use_as_stdin(int fd)
{
	must(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	close(fd);
}

/* Read `b` from standard input; one read gives exactly `piece` bytes. */
static void
read_pieces(struct bytes b, size_t piece, size_t block, struct result *r)
{
	struct feeder f = { .b = b, .piece = piece };
	struct input *in;
	int s[2];

	must(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s) == 0);
	f.fd = s[1];
	use_as_stdin(s[0]);
	must(pthread_create(&f.thread, NULL, feed, &f) == 0);
	in = input_open(NULL);
	must(in != NULL);
	read_all(in, block, r);
	input_close(in);
	/* Gives the feeder up, if there is more than was read. */
	use_as_stdin(open("/dev/null", O_RDONLY));
	pthread_join(f.thread, NULL);
}

/*
 * Whether `b` reads as `want`, in all pieces and through gzip, too.  Pieces
 * are no larger than blocks: what a read leaves of a piece would be lost.
 */
static int
reads_as(struct bytes b, struct bytes want, const char *warning)
{
	struct buf packed = { NULL, 0, 0 };
	struct result r;
	size_t i, j, k;
	int good = 1;

	pack(&packed, b, 31);
	for (i = 0; i < 6; i++)
		for (j = 0; j < SIZES; j += 2)
			for (k = 0; k < 2; k++) {
				read_pieces(k ? buf_bytes(&packed) : b,
				    sizes[i < j ? i : j], sizes[j], &r);
				good = good && r.last == 0 &&
				    bytes_equal(buf_bytes(&r.text), want) &&
				    strcmp(r.warning, warning) == 0;
				buf_free(&r.text);
			}
	buf_free(&packed);
	return good;
}

static void
test_plain(void)
{
	struct result r;
	struct input *in;
	char *big = mem_zero(700000, 1);
	struct bytes all = { big, 700000 };
	size_t i;

	for (i = 0; i < all.n; i++)
		big[i] = (char)(i * 2654435761u >> 24 | 0x20);
	put_file("big", all);
	for (i = 0; i < SIZES; i++) {
		read_file("big", sizes[i], &r);
		OK(r.last == 0 && bytes_equal(buf_bytes(&r.text), all),
		    "a file, in blocks of %zu", sizes[i]);
		buf_free(&r.text);
	}
	in = input_open("big");
	IS_INT(input_size(in), 700000, "its size");
	IS_INT(input_taken(in), 0, "nothing is taken yet");
	OK(input_ready(in, 0), "a file is always ready");
	IS_TEXT(input_name(in), "big", "its name");
	while (input_read(in, big, 4096) > 0)
		;
	IS_INT(input_taken(in), 700000, "all is taken");
	OK(input_ready(in, 0), "the end is ready");
	input_close(in);
	free(big);
	put_file("empty", LIT(""));
	read_file("empty", 10, &r);
	OK(r.last == 0 && r.text.n == 0, "an empty file is no error");
	input_close(NULL);
}

static void
test_open_fails(void)
{
	struct input *in;
	int saved;

	OK(input_open("missing") == NULL, "a missing file");
	IS_TEXT(diag_text(), "missing: No such file or directory", "says so");
	IS_INT(diag_status(), STATUS_SYSTEM, "status 4");
	OK(input_open(".") == NULL, "a folder");
	IS_TEXT(diag_text(), ".: is a directory", "says so");
	IS_INT(diag_status(), STATUS_SYSTEM, "status 4");
	saved = dup(STDIN_FILENO);
	close(STDIN_FILENO);
	in = input_open("-");
	OK(in == NULL, "closed standard input");
	IS_TEXT(diag_text(), "<stdin>: Bad file descriptor", "says so");
	use_as_stdin(saved);
}

static void
test_utf8(void)
{
	OK(reads_as(LIT("a,b\n1,2\n"), LIT("a,b\n1,2\n"), ""), "text");
	OK(reads_as(LIT("x"), LIT("x"), ""), "one byte");
	OK(reads_as(LIT(""), LIT(""), ""), "none");
	OK(reads_as(LIT("\xef\xbb\xbf"
			"a,b\n"),
	       LIT("a,b\n"), ""),
	    "a byte order mark is dropped");
	OK(reads_as(LIT("\xef\xbb\xbf"), LIT(""), ""), "nothing but it");
	OK(reads_as(LIT("\xef\xbb"), LIT("\xef\xbb"), ""), "half of it");
	OK(reads_as(LIT("\xef\xbb\xbf\xef\xbb\xbf"), LIT("\xef\xbb\xbf"), ""),
	    "only the first one");
	OK(reads_as(LIT("a\0,b\n1,\0\0\n"), LIT("a\0,b\n1,\0\0\n"), ""),
	    "a few NULs in UTF-8");
	OK(reads_as(
	       LIT("a\0,bcdef,\0hij,klm\n"), LIT("a\0,bcdef,\0hij,klm\n"), ""),
	    "all of them at odd places");
	OK(reads_as(
	       LIT("\0\0\0\0\0\0\0\0\0\0"), LIT("\0\0\0\0\0\0\0\0\0\0"), ""),
	    "nothing but NULs");
	OK(reads_as(LIT("\xe4,\xff\xfe\n"), LIT("\xe4,\xff\xfe\n"), ""),
	    "other bytes pass through");
}

/*
 * Expected values by the definition of UTF-16: U+E4 is C3 A4, U+20AC is
 * E2 82 AC, U+1F600 is D83D DE00 and F0 9F 98 80, U+FFFD is EF BF BD.
 */
static void
test_utf16(void)
{
	static const char one[] = "<stdin>: 1 broken UTF-16 character read "
				  "as U+FFFD";

	OK(reads_as(LIT("\xff\xfe"
			"a\0,\0\xe4\0\xac\x20\n\0"),
	       LIT("a,\xc3\xa4\xe2\x82\xac\n"), ""),
	    "UTF-16LE");
	OK(reads_as(LIT("\xfe\xff\0a\0,\0\xe4\x20\xac\0\n"),
	       LIT("a,\xc3\xa4\xe2\x82\xac\n"), ""),
	    "UTF-16BE");
	OK(reads_as(LIT("a\0,\0b\0\n\0"
			"1\0,\0\xac\x20\n\0"),
	       LIT("a,b\n1,\xe2\x82\xac\n"), ""),
	    "UTF-16LE by its pattern");
	OK(reads_as(LIT("\0a\0,\0b\0\n\0"
			"1\0,\x20\xac\0\n"),
	       LIT("a,b\n1,\xe2\x82\xac\n"), ""),
	    "UTF-16BE by its pattern");
	OK(reads_as(LIT("\xff\xfe"), LIT(""), ""), "nothing but the mark");
	OK(reads_as(
	       LIT("\xff\xfe\x3d\xd8\0\xde!\0"), LIT("\xf0\x9f\x98\x80!"), ""),
	    "a pair of surrogates");
	OK(reads_as(
	       LIT("\xfe\xff\xd8\x3d\xde\0\0!"), LIT("\xf0\x9f\x98\x80!"), ""),
	    "a pair, high byte first");
	OK(reads_as(LIT("\xff\xfe\x3d\xd8!\0"), LIT("\xef\xbf\xbd!"), one),
	    "a high surrogate alone");
	OK(reads_as(LIT("\xff\xfe\x3d\xd8\x3d\xd8\0\xde"),
	       LIT("\xef\xbf\xbd\xf0\x9f\x98\x80"), one),
	    "a high surrogate before a pair");
	OK(reads_as(LIT("\xff\xfe"
			"a\0\0\xde"
			"b\0"),
	       LIT("a\xef\xbf\xbd"
		   "b"),
	       one),
	    "a low surrogate alone");
	OK(reads_as(LIT("\xff\xfe"
			"a\0\n"),
	       LIT("a\xef\xbf\xbd"), one),
	    "an odd byte at the end");
	OK(reads_as(LIT("\xff\xfe"
			"a\0\x3d\xd8\x3d"),
	       LIT("a\xef\xbf\xbd\xef\xbf\xbd"),
	       "<stdin>: 2 broken UTF-16 "
	       "characters read as U+FFFD"),
	    "half a pair and an odd byte");
}

static void
test_utf16_large(void)
{
	struct buf in = { NULL, 0, 0 }, want = { NULL, 0, 0 };
	struct result r;
	size_t i;

	buf_add(&in, "\xfe\xff", 2);
	for (i = 0; i < 100000; i++) {
		buf_add(&in, "\0x\xd8\x3d\xde\0", 6);
		buf_add(&want, "x\xf0\x9f\x98\x80", 5);
	}
	put_file("wide", buf_bytes(&in));
	for (i = 0; i < SIZES; i++) {
		read_file("wide", sizes[i], &r);
		OK(r.last == 0 &&
			bytes_equal(buf_bytes(&r.text), buf_bytes(&want)),
		    "much UTF-16, in blocks of %zu", sizes[i]);
		buf_free(&r.text);
	}
	buf_free(&in);
	buf_free(&want);
}

static void
test_refused(void)
{
	static const struct {
		struct bytes b;
		const char *want;
	} cases[] = {
		{ { "PK\3\4rest of it", 14 },
		    "a zip archive%s: unpack it "
		    "with `unzip -p`, or save the workbook as CSV" },
		{ { "PK\5\6", 4 },
		    "a zip archive%s: unpack it with "
		    "`unzip -p`, or save the workbook as CSV" },
		{ { "\xfd"
		    "7zXZ\0\0\4",
		      8 },
		    "packed with xz%s: unpack it with `xz -dc`" },
		{ { "\x28\xb5\x2f\xfd\4\0", 6 },
		    "packed with zstd%s: unpack it with `zstd -dc`" },
		{ { "BZh91AY&SYabc", 13 },
		    "packed with bzip2%s: unpack it with `bzip2 -dc`" },
		{ { "BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14 },
		    "packed with bzip2%s: unpack it with `bzip2 -dc`" },
		/* zlib.compress(b"a") of Python. */
		{ { "\x78\x9c\x4b\x04\0\0\x62\0\x62", 9 },
		    "a bare zlib stream%s: unpack it with `pigz -dc`" },
		{ { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", 10 },
		    "an Excel workbook%s: save it as CSV" },
		{ { "\xff\xfe\0\0"
		    "a\0\0\0",
		      8 },
		    "in UTF-32%s: convert it "
		    "with `iconv -f UTF-32 -t UTF-8`" },
	};
	static const struct bytes fine[] = {
		{ "PK,ID\n", 6 },
		{ "P", 1 },
		{ "BZh9,BZh1AY\n", 12 },
		{ "x^2,y\n1,2\n", 10 },
		{ "x^", 2 },
		{ "(\n", 2 },
		{ "\x1f", 1 },
		{ "\xfd"
		  "7z",
		    3 },
	};
	struct buf packed;
	struct result r;
	char want[256], tail[200];
	size_t i, piece;
	int inside;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (inside = 0; inside < 2; inside++) {
			packed = (struct buf){ NULL, 0, 0 };
			pack(&packed, cases[i].b, 31);
			strcpy(tail, strstr(cases[i].want, "%s") + 2);
			snprintf(want, sizeof(want), "<stdin>: is %.*s%s%s",
			    (int)(strstr(cases[i].want, "%s") - cases[i].want),
			    cases[i].want, inside ? " inside gzip" : "", tail);
			for (piece = 1; piece < 20; piece += 5) {
				read_pieces(
				    inside ? buf_bytes(&packed) : cases[i].b,
				    piece, 100, &r);
				OK(r.last == -1 && r.text.n == 0 &&
					r.status == STATUS_CANNOT,
				    "refused, pieces of %zu", piece);
				IS_TEXT(r.message, want, "by name");
				buf_free(&r.text);
			}
			buf_free(&packed);
		}
	for (i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		OK(reads_as(fine[i], fine[i], ""),
		    "text that only begins like something, %zu", i);
}

static void
test_gzip_inside(void)
{
	struct buf once = { NULL, 0, 0 }, twice = { NULL, 0, 0 };
	struct result r;

	pack(&once, LIT("a,b\n"), 31);
	pack(&twice, buf_bytes(&once), 31);
	put_file("twice", buf_bytes(&twice));
	read_file("twice", 100, &r);
	OK(r.last == -1 && r.status == STATUS_CANNOT && r.text.n == 0,
	    "gzip inside gzip is refused");
	IS_TEXT(r.message, "twice: is gzip inside gzip: gunzip it once more",
	    "by name");
	buf_free(&r.text);
	buf_free(&once);
	buf_free(&twice);
}

/* A call list of some length, for what follows. */
static void
make_text(struct buf *b, size_t rows)
{
	size_t i;

	buf_add_string(b, "id,agent,note\r\n");
	for (i = 0; i < rows; i++)
		buf_text(b, "%zu,a%zu,\"%zx\"\r\n", i, i % 7, i * i * i);
}

/* Two members, cut anywhere, padded or not: the same text. */
static void
test_members(void)
{
	static const struct bytes zeros = { "\0\0\0\0\0\0\0", 7 };
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct bytes a, b;
	struct result r;
	size_t cut, pad, bad = 0;

	make_text(&text, 5);
	for (cut = 0; cut <= text.n; cut++)
		for (pad = 0; pad < 3; pad++) {
			a = (struct bytes){ text.p, cut };
			b = (struct bytes){ text.p + cut, text.n - cut };
			packed.n = 0;
			pack(&packed, a, 31);
			buf_add(&packed, zeros.p, pad * 3);
			pack(&packed, b, 31);
			buf_add(&packed, zeros.p, pad);
			read_pieces(buf_bytes(&packed), 1 + cut % 9, 100, &r);
			bad += r.last != 0 || r.warning[0] != '\0' ||
			    !bytes_equal(buf_bytes(&r.text), buf_bytes(&text));
			buf_free(&r.text);
		}
	IS_INT(bad, 0, "two members, cut anywhere, with zero padding");
	buf_add(&packed, "\0\0garbage", 9);
	read_pieces(buf_bytes(&packed), 1, 100, &r);
	OK(r.last == 0 && r.text.n == text.n, "garbage behind is no damage");
	IS_TEXT(r.warning,
	    "<stdin>: gzip: other bytes after the last member "
	    "are not read",
	    "but warned of");
	buf_free(&r.text);
	buf_free(&packed);
	buf_free(&text);
}

/*
 * Cut anywhere: an error, and a prefix of the text.  Any byte changed: an
 * error; or the text, and then the byte was one of the header's time,
 * flags and system (4 to 9), or the last of the data, which is padded.
 */
static void
test_damage(void)
{
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct result r;
	size_t at, bad = 0;
	int loose;

	make_text(&text, 40);
	pack(&packed, buf_bytes(&text), 31);
	for (at = 2; at < packed.n; at++) {
		read_pieces((struct bytes){ packed.p, at }, 7, 100, &r);
		bad += r.last != -1 || r.status != STATUS_CANNOT ||
		    r.text.n > text.n ||
		    strcmp(r.message,
			"<stdin>: gzip: "
			"ends too early (truncated)") != 0 ||
		    (r.text.n > 0 && memcmp(r.text.p, text.p, r.text.n) != 0);
		if (at == packed.n - 1)
			IS_INT(r.text.n, text.n,
			    "all but a trailer's byte "
			    "is there: all text");
		buf_free(&r.text);
	}
	IS_INT(bad, 0, "truncated anywhere: said, after what is good");
	for (bad = 0, at = 2; at < packed.n; at++) {
		packed.p[at] ^= 0x20;
		put_file("damaged", buf_bytes(&packed));
		read_file("damaged", 1000, &r);
		packed.p[at] ^= 0x20;
		if (r.last == 0) {
			loose = at >= 4 && at <= 9;
			loose = loose || at == packed.n - 9;
			bad += !loose ||
			    !bytes_equal(buf_bytes(&r.text), buf_bytes(&text));
		} else
			bad += r.last != -1 || r.status != STATUS_CANNOT ||
			    strncmp(r.message, "damaged: gzip: ", 15) != 0;
		buf_free(&r.text);
	}
	IS_INT(bad, 0, "no changed byte that matters goes unseen");
	buf_free(&text);
	buf_free(&packed);
}

static void
test_damage_named(void)
{
	static const struct {
		size_t from_end; /* 0: counted from the start */
		size_t at;
		char byte;
		const char *want;
	} cases[] = {
		{ 0, 2, 7, "damaged header (unknown compression method)" },
		{ 0, 3, 0x20, "damaged header (reserved flags)" },
		{ 0, 3, 2, "damaged header (wrong check sum)" },
		{ 0, 10, 7, "damaged data" },
		{ 1, 8, 0x55, "wrong check sum (CRC-32)" },
		{ 1, 1, 0x55, "wrong length" },
	};
	struct buf one = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct result r;
	char want[200];
	size_t i, at;
	int second;

	pack(&one, LIT("a,b\n1,2\n"), 31);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (second = 0; second < 2; second++) {
			packed.n = 0;
			if (second)
				buf_add_bytes(&packed, buf_bytes(&one));
			buf_add_bytes(&packed, buf_bytes(&one));
			at = cases[i].from_end ? packed.n - cases[i].at
					       : packed.n - one.n + cases[i].at;
			packed.p[at] = cases[i].byte;
			put_file("damaged", buf_bytes(&packed));
			read_file("damaged", 1000, &r);
			snprintf(want, sizeof(want), "damaged: gzip: %s%s",
			    cases[i].want, second ? " in member 2" : "");
			IS_TEXT(r.message, want, "damage is named");
			OK(r.text.n == (second ? 8 : 0),
			    "what came before is there, and no more");
			buf_free(&r.text);
		}
	buf_free(&one);
	buf_free(&packed);
}

/* One of the files made by hand: what expected.tsv says of it. */
struct expected {
	char name[64], class[16];
	size_t in_bytes, out_bytes;
	unsigned long crc;
};

static int
is_as_expected(const struct expected *e, const struct result *r)
{
	unsigned long crc =
	    crc32(0, (const unsigned char *)r->text.p, (uInt)r->text.n);

	if (strcmp(e->class, "err") == 0)
		return r->last == -1 && r->status == STATUS_CANNOT &&
		    r->text.n <= e->out_bytes;
	return r->last == 0 && r->text.n == e->out_bytes && crc == e->crc &&
	    (r->warning[0] != '\0') == (strcmp(e->class, "warn") == 0);
}

static void
test_conformance(void)
{
	const char *shared = getenv("EVENKEEL_SHARED");
	char line[256], path[512];
	struct expected e;
	struct result r;
	size_t i, files = 0;
	FILE *f;

	snprintf(
	    path, sizeof(path), "%s/conformance/gzip/expected.tsv", shared);
	f = fopen(path, "r");
	if (f == NULL) {
		OK(1, "gzip conformance # SKIP no shared data");
		return;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		if (sscanf(line, "%63s %15s %zu %zu %lx", e.name, e.class,
			&e.in_bytes, &e.out_bytes, &e.crc) != 5)
			continue;
		files++;
		snprintf(path, sizeof(path), "%s/conformance/gzip/%s.gz",
		    shared, e.name);
		for (i = e.out_bytes > 1 << 20 ? SIZES - 2 : 0; i < SIZES;
		     i++) {
			read_file(path, sizes[i], &r);
			OK(is_as_expected(&e, &r), "%s %s, blocks of %zu",
			    e.class, e.name, sizes[i]);
			if (r.last < 0 && i == SIZES - 1)
				printf("# %s\n", strrchr(r.message, '/') + 1);
			buf_free(&r.text);
		}
	}
	fclose(f);
	IS_INT(files, 27, "all files");
}

/* Every gzip file made by hand again, from a pipe in small pieces. */
static void
test_conformance_pieces(void)
{
	static const char *const names[] = {
		"ok_all_flags",
		"ok_member_split_in_crlf",
		"bad_isize",
		"pad_zero_then_member",
		"trail_half_header",
		"trail_garbage_1f",
		"trunc_second_member",
		"not_gzip_xz",
	};
	const char *shared = getenv("EVENKEEL_SHARED");
	char path[512], *packed = mem_zero(1 << 20, 1);
	struct result whole, r;
	size_t i, j, n, bad;
	FILE *f;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/conformance/gzip/%s.gz",
		    shared, names[i]);
		f = fopen(path, "r");
		if (f == NULL) {
			OK(1, "%s in pieces # SKIP no shared data", names[i]);
			continue;
		}
		n = fread(packed, 1, 1 << 20, f);
		fclose(f);
		read_file(path, 4096, &whole);
		for (bad = 0, j = 0; j < 6; j++) {
			read_pieces(
			    (struct bytes){ packed, n }, sizes[j], 4096, &r);
			bad += r.last != whole.last ||
			    r.status != whole.status ||
			    (r.last == 0 &&
				!bytes_equal(buf_bytes(&r.text),
				    buf_bytes(&whole.text)));
			buf_free(&r.text);
		}
		IS_INT(bad, 0, "%s in pieces", names[i]);
		buf_free(&whole.text);
	}
	free(packed);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
test_ready(void)
{
	struct input *in;
	char to[100];
	int p[2];
	int64_t then;

	must(pipe(p) == 0);
	use_as_stdin(p[0]);
	in = input_open("-");
	IS_TEXT(input_name(in), "<stdin>", "the name of standard input");
	IS_INT(input_size(in), 0, "a pipe has no size");
	OK(!input_ready(in, 0), "an empty pipe is not ready");
	then = now_ms();
	OK(!input_ready(in, 60), "nor later");
	OK(now_ms() - then >= 59, "after the time it was given");
	must(write(p[1], "\xef\xbb", 2) == 2);
	OK(!input_ready(in, 0), "nor with half a byte order mark");
	must(write(p[1], "\xbfx", 2) == 2);
	OK(input_ready(in, 0), "bytes are ready");
	OK(input_read(in, to, sizeof(to)) == 1 && to[0] == 'x', "and read");
	OK(!input_ready(in, 0), "no more is ready");
	must(write(p[1], "y", 1) == 1);
	OK(input_read(in, to, sizeof(to)) == 1 && to[0] == 'y', "more");
	close(p[1]);
	OK(input_ready(in, 0), "the end is ready");
	IS_INT(input_read(in, to, sizeof(to)), 0, "and read");
	IS_INT(input_taken(in), 5, "bytes taken");
	input_close(in);
}

static void
test_ready_utf16(void)
{
	struct input *in;
	char to[100];
	int p[2];

	must(pipe(p) == 0);
	use_as_stdin(p[0]);
	in = input_open("-");
	must(write(p[1],
		 "\xff\xfe"
		 "a\0\x3d",
		 5) == 5);
	OK(input_ready(in, 0), "UTF-16 is ready");
	IS_INT(input_read(in, to, sizeof(to)), 1, "and read");
	OK(!input_ready(in, 0), "half a unit is not ready");
	must(write(p[1], "\xd8\0", 2) == 2);
	OK(!input_ready(in, 20), "nor is half a pair");
	must(write(p[1], "\xde", 1) == 1);
	OK(input_ready(in, 0), "all of it is");
	IS_INT(input_read(in, to, sizeof(to)), 4, "and read");
	close(p[1]);
	IS_INT(input_read(in, to, sizeof(to)), 0, "the end");
	input_close(in);
}

/* A producer that flushes now and then: nothing it flushed is held back. */
static void
test_live_gzip(void)
{
	struct input *in;
	unsigned char packed[1000];
	char to[100];
	z_stream z;
	int p[2], i, n, good = 1;
	int64_t then;

	must(pipe(p) == 0);
	use_as_stdin(p[0]);
	in = input_open("-");
	memset(&z, 0, sizeof(z));
	must(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, 0) == Z_OK);
	for (i = 0; i < 20; i++) {
		unsigned char line[] = "a,b\n";

		z.next_in = line;
		z.avail_in = 4;
		z.next_out = packed;
		z.avail_out = sizeof(packed);
		deflate(&z, i < 19 ? Z_SYNC_FLUSH : Z_FINISH);
		n = (int)(sizeof(packed) - z.avail_out);
		must(write(p[1], packed, (size_t)n) == n);
		good = good && input_read(in, to, sizeof(to)) == 4 &&
		    memcmp(to, "a,b\n", 4) == 0;
		good = good && !input_ready(in, 0);
	}
	OK(good, "each line arrives when it was flushed");
	then = now_ms();
	OK(!input_ready(in, 60), "behind a member nothing is ready");
	OK(now_ms() - then >= 59, "after the time it was given");
	must(write(p[1], "\x1f", 1) == 1);
	OK(!input_ready(in, 20), "nor with half a magic number");
	close(p[1]);
	OK(input_ready(in, 1000), "the end is ready");
	IS_INT(input_read(in, to, sizeof(to)), 0, "and read");
	OK(input_warning(in) != NULL, "the byte behind is warned of");
	IS_INT(input_taken(in), (int64_t)z.total_out + 1, "bytes taken");
	deflateEnd(&z);
	input_close(in);
}

/*
 * What only has to be inflated counts as ready, so that a look-ahead sees
 * the same of a file each time.
 */
static void
test_ready_gzip_file(void)
{
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct input *in;
	char *to = mem_zero(1 << 20, 1);
	int ready = 1;
	ssize_t n;

	make_text(&text, 200000);
	pack(&packed, buf_bytes(&text), 31);
	put_file("ready", buf_bytes(&packed));
	in = input_open("ready");
	do {
		ready = ready && input_ready(in, 0);
		n = input_read(in, to, 1 << 20);
	} while (n > 0);
	OK(ready && n == 0, "a compressed file is always ready");
	IS_INT(input_taken(in), packed.n, "bytes taken");
	IS_INT(input_size(in), packed.n, "of its size");
	input_close(in);
	free(to);
	buf_free(&text);
	buf_free(&packed);
}

/* Closing in the middle, wherever the thread is. */
static void
test_close_early(void)
{
	struct buf text = { NULL, 0, 0 }, packed = { NULL, 0, 0 };
	struct input *in;
	char to[10];
	int p[2], i;

	make_text(&text, 200000);
	pack(&packed, buf_bytes(&text), 31);
	put_file("close", buf_bytes(&packed));
	for (i = 0; i < 50; i++) {
		in = input_open("close");
		if (i % 3 > 0)
			input_ready(in, 0);
		if (i % 3 > 1)
			input_read(in, to, sizeof(to));
		if (i % 10 == 0)
			usleep(20000);
		input_close(in);
	}
	OK(1, "closed while the ring is full or filling");
	for (i = 0; i < 20; i++) {
		must(pipe(p) == 0);
		use_as_stdin(p[0]);
		in = input_open("-");
		must(write(p[1], packed.p, 1000) == 1000);
		input_ready(in, 0);
		if (i % 2)
			while (input_ready(in, 0))
				input_read(in, to, sizeof(to));
		input_close(in);
		close(p[1]);
	}
	OK(1, "closed while the thread waits for a pipe");
	buf_free(&text);
	buf_free(&packed);
}

static void
on_alarm(int sig)
{
	(void)sig;
}

static void *
write_later(void *arg)
{
	usleep(60000);
	must(write(*(int *)arg, "late", 4) == 4);
	return NULL;
}

/* Signals that come while we wait, with and without O_NONBLOCK. */
static void
test_interrupted(void)
{
	struct itimerval every = { { 0, 5000 }, { 0, 5000 } }, none;
	struct sigaction sa;
	struct input *in;
	pthread_t t;
	char to[10];
	int p[2], i;

	memset(&none, 0, sizeof(none));
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_alarm;
	sigaction(SIGALRM, &sa, NULL);
	for (i = 0; i < 2; i++) {
		must(pipe(p) == 0);
		if (i == 1)
			must(fcntl(p[0], F_SETFL, O_NONBLOCK) == 0);
		use_as_stdin(p[0]);
		in = input_open("-");
		must(pthread_create(&t, NULL, write_later, &p[1]) == 0);
		setitimer(ITIMER_REAL, &every, NULL);
		OK(!input_ready(in, 20), "not ready, in spite of signals");
		IS_INT(input_read(in, to, sizeof(to)), 4, "bytes come late");
		setitimer(ITIMER_REAL, &none, NULL);
		pthread_join(t, NULL);
		input_close(in);
		close(p[1]);
	}
}

/* Standard input may stand in the middle of a file: it is read from there. */
static void
test_shared_offset(void)
{
	struct input *in;
	char to[10];
	int fd;

	put_file("offset", LIT("0123456789"));
	fd = open("offset", O_RDONLY);
	must(lseek(fd, 6, SEEK_SET) == 6);
	use_as_stdin(fd);
	in = input_open("-");
	IS_INT(input_size(in), 4, "the size is what is left");
	OK(input_read(in, to, 10) == 4 && memcmp(to, "6789", 4) == 0,
	    "and that is read");
	input_close(in);
	IS_INT(
	    lseek(STDIN_FILENO, 0, SEEK_CUR), 10, "standard input stays open");
}

static void
clean_up(void)
{
	static const char *const names[] = { "big", "empty", "wide", "twice",
		"damaged", "ready", "close", "offset" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(names[i]);
	OK(chdir("/") == 0 && rmdir(dir) == 0, "nothing else was left");
}

int
main(void)
{
	const char *twin;
	char *shared;
	size_t i;

	/* An absolute path, as the tests work in a folder of their own. */
	shared = realpath(getenv("EVENKEEL_SHARED") != NULL
		? getenv("EVENKEEL_SHARED")
		: "../shared",
	    NULL);
	setenv("EVENKEEL_SHARED", shared != NULL ? shared : "/nonexistent", 1);
	free(shared);
	must(mkdtemp(dir) != NULL && chdir(dir) == 0);
	test_plain();
	test_open_fails();
	test_utf8();
	test_utf16();
	test_utf16_large();
	test_refused();
	test_gzip_inside();
	test_ready();
	test_ready_utf16();
	for (i = 0; (twin = inflate_variant(i)) != NULL; i++) {
		printf("# gzip by %s\n", twin);
		must(inflate_choose(twin) == 0);
		test_members();
		test_damage();
		test_damage_named();
		test_conformance();
		test_conformance_pieces();
		test_live_gzip();
		test_ready_gzip_file();
		test_close_early();
	}
	test_interrupted();
	test_shared_offset();
	clean_up();
	return tap_done();
}
