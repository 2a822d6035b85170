/* SPDX-License-Identifier: ISC */
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "csv/sniff.h"

/* A pattern of NULs is believed in so many bytes, where there are more. */
enum { PATTERN_MIN = 64, PATTERN_LEAST = 8 };

/* A zlib stream that is shorter has to be whole. */
enum { ZLIB_MIN = 32 };

struct magic {
	const char *bytes;
	size_t len;
	size_t need; /* bytes that `sure` wants to see */
	int (*sure)(const unsigned char *, size_t);
	struct sniff is;
};

/* The block mark of the first block, or of the end when it is empty. */
static int
is_bzip2(const unsigned char *p, size_t n)
{
	return n >= 10 && p[3] >= '1' && p[3] <= '9' &&
	    (memcmp(p + 4, "1AY&SY", 6) == 0 ||
		memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static int
is_ascii_text(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((p[i] < ' ' && p[i] != '\t' && p[i] != '\n' &&
			p[i] != '\r') ||
		    p[i] > '~')
			return 0;
	return 1;
}

/*
 * Two bytes are a weak sign, and `x^` is how text may begin: what follows
 * has to inflate, and not to nothing.
 */
static int
is_zlib(const unsigned char *p, size_t n)
{
	unsigned char out[4096];
	z_stream z;
	int r;

	memset(&z, 0, sizeof(z));
	if (is_ascii_text(p + 2, n - 2) || inflateInit(&z) != Z_OK)
		return 0;
	z.next_in = p;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = sizeof(out);
	r = inflate(&z, Z_NO_FLUSH);
	inflateEnd(&z);
	if (n < ZLIB_MIN)
		return r == Z_STREAM_END;
	return z.total_out > 0 &&
	    (r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR);
}

#define REFUSED(what, help) \
	{ \
		SNIFF_REFUSED, 0, what, help \
	}
#define ZIP \
	REFUSED("a zip archive", \
	    "unpack it with `unzip -p`, or save the workbook as CSV")
#define ZSTD REFUSED("packed with zstd", "unpack it with `zstd -dc`")
#define ZLIB REFUSED("a bare zlib stream", "unpack it with `pigz -dc`")
#define UTF32 REFUSED("in UTF-32", "convert it with `iconv -f UTF-32 -t UTF-8`")

/* Where one begins another, the longer stands first. */
static const struct magic magics[] = {
	{ "\x1f\x8b", 2, 0, NULL,
	    { SNIFF_GZIP, 0, "gzip inside gzip", "gunzip it once more" } },
	{ "PK\x03\x04", 4, 0, NULL, ZIP },
	{ "PK\x05\x06", 4, 0, NULL, ZIP },
	{ "PK\x07\x08", 4, 0, NULL, ZIP },
	{ "\xfd"
	  "7zXZ\0",
	    6, 0, NULL, REFUSED("packed with xz", "unpack it with `xz -dc`") },
	{ "\x28\xb5\x2f\xfd", 4, 0, NULL, ZSTD },
	{ "BZh", 3, 10, is_bzip2,
	    REFUSED("packed with bzip2", "unpack it with `bzip2 -dc`") },
	{ "\x78\x01", 2, ZLIB_MIN, is_zlib, ZLIB },
	{ "\x78\x5e", 2, ZLIB_MIN, is_zlib, ZLIB },
	{ "\x78\x9c", 2, ZLIB_MIN, is_zlib, ZLIB },
	{ "\x78\xda", 2, ZLIB_MIN, is_zlib, ZLIB },
	{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0, NULL,
	    REFUSED("an Excel workbook", "save it as CSV") },
	{ "\xff\xfe\0\0", 4, 0, NULL, UTF32 },
	{ "\0\0\xfe\xff", 4, 0, NULL, UTF32 },
	{ "\xff\xfe", 2, 0, NULL, { SNIFF_UTF16LE, 2, NULL, NULL } },
	{ "\xfe\xff", 2, 0, NULL, { SNIFF_UTF16BE, 2, NULL, NULL } },
	{ "\xef\xbb\xbf", 3, 0, NULL, { SNIFF_TEXT, 3, NULL, NULL } },
};

/*
 * UTF-16 without a mark: NUL is the high byte of every ASCII character,
 * so one half of the bytes holds no NUL and the other mostly NULs.  A few
 * NULs in UTF-8, or binary zeros, fall into both halves.
 */
static enum sniff_kind
pattern(const unsigned char *p, size_t n)
{
	size_t nuls[2] = { 0, 0 }, pairs = n / 2, i;

	if (n < PATTERN_LEAST)
		return SNIFF_TEXT;
	for (i = 0; i < pairs * 2; i++)
		nuls[i % 2] += p[i] == '\0';
	if (nuls[0] == 0 && nuls[1] * 2 >= pairs)
		return SNIFF_UTF16LE;
	if (nuls[1] == 0 && nuls[0] * 2 >= pairs)
		return SNIFF_UTF16BE;
	return SNIFF_TEXT;
}

int
sniff_bytes(const unsigned char *p, size_t n, int all, struct sniff *s)
{
	const struct magic *m;
	size_t i;

	if (n >= SNIFF_MAX) {
		n = SNIFF_MAX;
		all = 1;
	}
	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		m = &magics[i];
		if (memcmp(p, m->bytes, n < m->len ? n : m->len) != 0)
			continue;
		if (!all && (n < m->len || n < m->need))
			return 0;
		if (n < m->len || (m->sure != NULL && !m->sure(p, n)))
			continue;
		*s = m->is;
		return 1;
	}
	if (!all &&
	    (n < 2 ||
		(n < PATTERN_MIN && memchr(p, '\0', n < 4 ? n : 4) != NULL)))
		return 0;
	memset(s, 0, sizeof(*s));
	s->kind = pattern(p, n);
	return 1;
}
