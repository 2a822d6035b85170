/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "care/token_inside.h"

/* What a byte is: of words, and whether it needs a closer look. */
enum { IN_WORD = 1, ODD = 2 };

static const unsigned char kinds[256] = {
	['0' ... '9'] = IN_WORD,
	['A' ... 'Z'] = IN_WORD,
	['a' ... 'z'] = IN_WORD,
	['\''] = IN_WORD | ODD,
	['*'] = IN_WORD | ODD,
	[0x80 ... 0xff] = IN_WORD | ODD,
};

#define BYTES(n) ((UINT64_C(1) << (8 * (n))) - 1)
const uint64_t token_masks[25] = {
	[9] = BYTES(1),
	[10] = BYTES(2),
	[11] = BYTES(3),
	[12] = BYTES(4),
	[13] = BYTES(5),
	[14] = BYTES(6),
	[15] = BYTES(7),
	[16 ... 24] = UINT64_MAX,
};

int
token_has_lower(struct bytes text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (text.p[i] >= 'a' && text.p[i] <= 'z')
			return 1;
	return 0;
}

void
token_start(struct token_reader *r, struct bytes text)
{
	r->begin = r->at = text.p;
	r->end = text.n > 0 ? text.p + text.n : text.p;
}

/* Bytes of the apostrophe at p: ' or U+2018 or U+2019; 0 if none. */
static size_t
apostrophe_at(const char *p, const char *end)
{
	if (*p == '\'')
		return 1;
	if (end - p >= 3 &&
	    (memcmp(p, "\xe2\x80\x98", 3) == 0 ||
		memcmp(p, "\xe2\x80\x99", 3) == 0))
		return 3;
	return 0;
}

/*
 * Bytes of the non-ASCII character at p if it parts words, else 0: the
 * Latin-1 signs, general punctuation, arrows and symbols, CJK punctuation,
 * the byte order mark, and all beyond U+FFFF, of which emoji are the ones
 * that occur.
 */
static size_t
separator_at(const char *p, const char *end)
{
	static const struct {
		unsigned char lead, from, to; /* first and second byte */
		size_t n;
	} ranges[] = {
		{ 0xc2, 0x80, 0xbf, 2 },
		{ 0xe2, 0x80, 0xaf, 3 },
		{ 0xe3, 0x80, 0x80, 3 },
		{ 0xef, 0xb8, 0xbc, 3 },
		{ 0xf0, 0x90, 0xbf, 4 },
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if ((unsigned char)p[0] == ranges[i].lead &&
		    (size_t)(end - p) >= ranges[i].n &&
		    (unsigned char)p[1] >= ranges[i].from &&
		    (unsigned char)p[1] <= ranges[i].to)
			return ranges[i].n;
	return 0;
}

static int
is_plain(const char *p, const char *end)
{
	return p < end && kinds[(unsigned char)*p] == IN_WORD;
}

/*
 * Whether the star at p hides letters of the word before it (of n bytes):
 * another letter or star follows, or little was shown (`f*`).  Behind a
 * word that a star also opens, it is emphasis.
 */
static int
star_masks(const char *p, const char *end, size_t n, int emphasis)
{
	const char *q = p;

	while (q < end && *q == '*')
		q++;
	if (is_plain(q, end))
		return 1;
	return !emphasis && (q - p > 1 || n <= 2);
}

static void
put(struct token_folded *f, char c)
{
	if (f->n < TOKEN_LONGEST)
		f->p[f->n] = c;
	f->n++;
}

/*
 * Read the word at p, folded, up to where it ends.  An f->n of 0 says that
 * p is no word's beginning; one over TOKEN_LONGEST that not all of the
 * word is in f->p.
 */
static const char *
read_word(const char *p, const char *end, int emphasis, struct token_folded *f)
{
	size_t skip;

	memset(f, 0, sizeof(*f));
	while (p < end && kinds[(unsigned char)*p] != 0) {
		if (kinds[(unsigned char)*p] == IN_WORD) {
			put(f, (char)byte_lower((unsigned char)*p++));
		} else if ((skip = apostrophe_at(p, end)) > 0) {
			if (f->n == 0 || !is_plain(p + skip, end))
				break;
			put(f, '\'');
			p += skip;
		} else if (*p == '*') {
			if (f->n == 0 || !star_masks(p, end, f->n, emphasis))
				break;
			put(f, '*');
			while (p < end && (*p == '*' || is_plain(p, end)))
				p++;
			break;
		} else if (separator_at(p, end) > 0)
			break;
		else
			put(f, *p++);
	}
	return p;
}

static int
is_caps(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] < 'A' || p[i] > 'Z')
			return 0;
	return n >= TOKEN_CAPS_LEAST;
}

static void
set_token(struct token *t, const struct token_folded *f, const char *p,
    const char *end)
{
	size_t n = (size_t)(end - p);

	if (f->n > TOKEN_LONGEST)
		t->hash = t->low = t->high = 0;
	else if (f->n > TOKEN_STRIDE)
		token_set_long(t, f->p, f->n, 0);
	else
		token_set_short(t, f->p, f->n, 0);
	t->p = p;
	t->n = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	t->marks = is_caps(p, n) ? TOKEN_CAPS : 0;
}

void
token_read_odd(struct token_reader *r, struct tokens *out)
{
	struct token_folded f;
	const char *p = r->at, *end;
	struct token t;
	size_t skip;

	while (p < r->end && kinds[(unsigned char)*p] != 0 && out->n < TOKENS) {
		end = read_word(p, r->end, p > r->begin && p[-1] == '*', &f);
		if (f.n > 0) {
			set_token(&t, &f, p, end);
			tokens_put(out, &t);
		} else {
			skip = separator_at(p, r->end);
			if (skip == 0)
				skip = apostrophe_at(p, r->end);
			end = p + (skip > 0 ? skip : 1);
		}
		p = end;
	}
	r->at = p;
}

void
token_read_long(struct token_reader *r, struct tokens *out)
{
	struct token_folded f;
	const char *p = r->at;
	struct token t;

	while (is_plain(p, r->end))
		p++;
	if (p < r->end && kinds[(unsigned char)*p] != 0) {
		token_read_odd(r, out);
		return;
	}
	memset(&f, 0, sizeof(f));
	f.n = TOKEN_LONGEST + 1;
	set_token(&t, &f, r->at, p);
	tokens_put(out, &t);
	r->at = p;
}

uint64_t
token_stem(const struct token *t, size_t n)
{
	return token_mix(t->low & token_masks[8 + n], t->high & token_masks[n]);
}

void
token_fold(const struct token *t, struct token_folded *f)
{
	read_word(t->p, t->p + t->n, 0, f);
	if (f->n > TOKEN_LONGEST)
		f->n = 0;
}

struct token
token_of(const struct token_folded *f)
{
	struct token t;

	set_token(&t, f, f->p, f->p + f->n);
	t.p = NULL;
	return t;
}

int
token_elide(struct token_folded *f)
{
	static const char *const others[] = { "hed", "hell", "id", "ill",
		"shed", "shell", "wed", "well", "were" };
	struct token_folded out;
	size_t i;

	memset(&out, 0, sizeof(out));
	for (i = 0; i < f->n; i++)
		if (f->p[i] != '\'')
			put(&out, f->p[i]);
	if (out.n == f->n)
		return 0;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(out.p, others[i]) == 0)
			return 0;
	*f = out;
	return 1;
}

size_t
token_list(struct bytes text, struct token *out, size_t cap)
{
	struct token_reader reader;
	struct tokens t;
	size_t n;

	t.n = 0;
	token_start(&reader, text);
	token_read(&reader, &t);
	for (n = 0; n < t.n && n < cap; n++)
		out[n] = token_at(&t, n);
	return n;
}
