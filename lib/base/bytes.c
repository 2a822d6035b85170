/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/mem.h"

int
bytes_order(struct bytes a, struct bytes b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

int
bytes_equal_nocase(struct bytes a, struct bytes b)
{
	size_t i;

	if (a.n != b.n)
		return 0;
	for (i = 0; i < a.n; i++)
		if (byte_lower((unsigned char)a.p[i]) !=
		    byte_lower((unsigned char)b.p[i]))
			return 0;
	return 1;
}

int
bytes_is_nocase(struct bytes a, const char *s)
{
	return bytes_equal_nocase(a, bytes_of(s));
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct bytes
bytes_trim_blanks(struct bytes b)
{
	for (;;) {
		if (b.n > 0 && is_blank(b.p[0])) {
			b.p++;
			b.n--;
		} else if (b.n > 1 && memcmp(b.p, "\xc2\xa0", 2) == 0) {
			b.p += 2;
			b.n -= 2;
		} else
			break;
	}
	for (;;) {
		if (b.n > 0 && is_blank(b.p[b.n - 1]))
			b.n--;
		else if (b.n > 1 && memcmp(b.p + b.n - 2, "\xc2\xa0", 2) == 0)
			b.n -= 2;
		else
			break;
	}
	return b;
}

struct bytes
bytes_cut(struct bytes b, char sep, struct bytes *rest)
{
	const char *at = b.n > 0 ? memchr(b.p, sep, b.n) : NULL;
	struct bytes head = b;

	if (at == NULL) {
		rest->p = NULL;
		rest->n = 0;
		return b;
	}
	head.n = (size_t)(at - b.p);
	rest->p = at + 1;
	rest->n = b.n - head.n - 1;
	return head;
}

/*
 * Characters that a name may hold beside its letters without anybody
 * seeing it, or in place of ASCII ones: blanks and quotes separate words,
 * those without width are nothing.
 */
static const struct {
	const char *utf8;
	int separates;
} invisible[] = {
	{ "\xc2\xa0", 1 }, /* U+00A0 no-break space */
	{ "\xc2\xab", 1 },
	{ "\xc2\xbb", 1 }, /* angle quotes */
	{ "\xc2\xad", 0 }, /* soft hyphen */
	{ "\xe2\x80\x8b", 0 },
	{ "\xe2\x80\x8c", 0 }, /* U+200B .. */
	{ "\xe2\x80\x8d", 0 },
	{ "\xe2\x80\x8e", 0 },
	{ "\xe2\x80\x8f", 0 },
	{ "\xe2\x81\xa0", 0 }, /* .. U+2060 */
	{ "\xef\xbb\xbf", 0 }, /* U+FEFF */
	{ "\xe2\x80\x87", 1 },
	{ "\xe2\x80\x89", 1 }, /* thin blanks */
	{ "\xe2\x80\xaf", 1 },
	{ "\xe3\x80\x80", 1 },
	{ "\xe2\x80\x98", 1 },
	{ "\xe2\x80\x99", 1 }, /* quotes */
	{ "\xe2\x80\x9a", 1 },
	{ "\xe2\x80\x9c", 1 },
	{ "\xe2\x80\x9d", 1 },
	{ "\xe2\x80\x9e", 1 },
	{ "\xe2\x80\x90", 1 },
	{ "\xe2\x80\x91", 1 }, /* hyphens */
	{ "\xe2\x80\x93", 1 },
	{ "\xe2\x80\x94", 1 },
};

/* The length of such a character at the front of `b`, or 0. */
static size_t
skip_invisible(struct bytes b, int *separates)
{
	size_t i;

	for (i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++) {
		size_t n = strlen(invisible[i].utf8);

		if (b.n >= n && memcmp(b.p, invisible[i].utf8, n) == 0) {
			*separates = invisible[i].separates;
			return n;
		}
	}
	return 0;
}

size_t
bytes_fold(struct bytes b, char *out, size_t cap)
{
	size_t i, n = 0, skip;
	int gap = 0, separates;

	for (i = 0; i < b.n; i++) {
		unsigned char c = (unsigned char)b.p[i];

		if (c >= 0x80 &&
		    (skip = skip_invisible(
			 (struct bytes){ b.p + i, b.n - i }, &separates)) > 0) {
			gap |= separates && n > 0;
			i += skip - 1;
			continue;
		}
		if (!byte_is_word(c)) {
			gap = n > 0;
			continue;
		}
		if (n + 2 > cap)
			return 0;
		if (gap)
			out[n++] = ' ';
		gap = 0;
		out[n++] = (char)byte_lower(c);
	}
	return n;
}

uint64_t
bytes_fnv1a(struct bytes b)
{
	uint64_t h = UINT64_C(14695981039346656037);
	size_t i;

	for (i = 0; i < b.n; i++) {
		h ^= (unsigned char)b.p[i];
		h *= UINT64_C(1099511628211);
	}
	return h;
}

char *
buf_enlarge(struct buf *b, size_t n)
{
	size_t need;

	if (__builtin_add_overflow(b->n, n, &need))
		mem_exhausted();
	if (need > b->cap) {
		size_t cap = b->cap ? b->cap : 256;

		while (cap < need)
			if (__builtin_mul_overflow(cap, 2, &cap))
				mem_exhausted();
		b->p = mem_resize(b->p, cap, 1);
		b->cap = cap;
	}
	return b->p + b->n;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_reserve(b, n), p, n);
	b->n += n;
}

void
buf_add_bytes(struct buf *b, struct bytes s)
{
	buf_add(b, s.p, s.n);
}

void
buf_add_string(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_add_byte(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->n++;
}

void
buf_text(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0) {
		vsnprintf(
		    buf_reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

const char *
buf_string(struct buf *b)
{
	*buf_reserve(b, 1) = '\0';
	return b->p;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	memset(b, 0, sizeof(*b));
}
