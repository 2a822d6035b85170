/* SPDX-License-Identifier: ISC */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Byte strings with a length.  Data may hold any byte, NUL included, and
 * nothing here looks at the locale.
 */

/* A slice of somebody else's memory, valid as long as that is. */
struct bytes {
	const char *p;
	size_t n;
};

/* A growing buffer of its own; all zero is empty.  Free with buf_free(). */
struct buf {
	char *p;
	size_t n; /* bytes used */
	size_t cap;
};

/* A slice of a C string; NULL gives the empty slice. */
static inline struct bytes
bytes_of(const char *s)
{
	struct bytes b = { s, s == NULL ? 0 : strlen(s) };

	return b;
}

static inline int
bytes_equal(struct bytes a, struct bytes b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/*
 * The same, for what is mostly of up to 16 bytes and equal: without a call,
 * by loads that may overlap.
 */
static inline int
bytes_equal_short(struct bytes a, struct bytes b)
{
	uint64_t a1, a2, b1, b2;
	uint32_t c1, c2, d1, d2;

	if (a.n != b.n)
		return 0;
	if (a.n - 8 <= 8) {
		memcpy(&a1, a.p, 8);
		memcpy(&b1, b.p, 8);
		memcpy(&a2, a.p + a.n - 8, 8);
		memcpy(&b2, b.p + a.n - 8, 8);
		return ((a1 ^ b1) | (a2 ^ b2)) == 0;
	}
	if (a.n - 4 <= 4) {
		memcpy(&c1, a.p, 4);
		memcpy(&d1, b.p, 4);
		memcpy(&c2, a.p + a.n - 4, 4);
		memcpy(&d2, b.p + a.n - 4, 4);
		return ((c1 ^ d1) | (c2 ^ d2)) == 0;
	}
	return a.n == 0 || memcmp(a.p, b.p, a.n) == 0;
}

/* Whether a slice equals a C string, byte for byte. */
static inline int
bytes_is(struct bytes a, const char *s)
{
	return bytes_equal(a, bytes_of(s));
}

/* ASCII only: other bytes stay as they are. */
static inline unsigned char
byte_lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static inline int
byte_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Letters and digits of ASCII, and every byte of a non-ASCII character. */
static inline int
byte_is_word(unsigned char c)
{
	return byte_is_digit(c) ||
	    (byte_lower(c) >= 'a' && byte_lower(c) <= 'z') || c >= 0x80;
}

/* Order as memcmp(3) does, the shorter first when one begins the other. */
int bytes_order(struct bytes, struct bytes);

/* Equal but for the case of ASCII letters. */
int bytes_equal_nocase(struct bytes, struct bytes);
int bytes_is_nocase(struct bytes, const char *);

/* Without blanks (space, TAB, CR, LF and U+00A0) at both ends. */
struct bytes bytes_trim_blanks(struct bytes);

static inline struct bytes
bytes_trim(struct bytes b)
{
	/* Most values have none: printable ASCII at both ends says so. */
	if (__builtin_expect(
		b.n == 0 || (b.p[0] > ' ' && b.p[b.n - 1] > ' '), 1))
		return b;
	return bytes_trim_blanks(b);
}

/*
 * The part before the first `sep`; the rest, without the separator, is
 * left in `*rest`.  When there is none, all of it, and `*rest` is empty
 * with a NULL pointer: loop while rest.p is not NULL.
 */
struct bytes bytes_cut(struct bytes, char sep, struct bytes *rest);

/*
 * Fold a name as SPEC section 3 does: ASCII lower case, each run of other
 * ASCII bytes one space, none at the ends; bytes of other scripts stay,
 * but blanks, hyphens and quotes beyond ASCII are separators, too, and
 * characters without width, a BOM among them, are nothing.  Writes at
 * most `cap` bytes to `out` and returns the length, or 0 when it does not
 * fit.
 */
size_t bytes_fold(struct bytes, char *out, size_t cap);

/* FNV-1a, 64 bit: the hash that --shard promises. */
uint64_t bytes_fnv1a(struct bytes);

/* Append; buf_text() takes printf(3)'s format and is for small things. */
void buf_add(struct buf *, const void *, size_t);
void buf_add_bytes(struct buf *, struct bytes);
void buf_add_string(struct buf *, const char *);
void buf_add_byte(struct buf *, char);
void buf_text(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for `n` more bytes; returns where they go (buf->n is unchanged). */
char *buf_enlarge(struct buf *, size_t n);

static inline char *
buf_reserve(struct buf *b, size_t n)
{
	return n <= b->cap - b->n ? b->p + b->n : buf_enlarge(b, n);
}

/* The content as a slice; valid until the next call that appends. */
static inline struct bytes
buf_bytes(const struct buf *b)
{
	struct bytes s = { b->p, b->n };

	return s;
}

/* The content as a C string (NUL added behind it, not counted). */
const char *buf_string(struct buf *);

void buf_free(struct buf *);

#endif
