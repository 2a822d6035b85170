/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "care/token.h"

/*
 * Text is read in blocks of 64 bytes: two bitmaps say which bytes belong
 * to words and which of these are odd, that is, need a closer look.  Words
 * without odd bytes are hashed 16 bytes at a time straight from the text.
 */
enum { BLOCK = 64, STRIDE = 16 };

enum { IN_WORD = 1, ODD = 2 };

static const unsigned char kinds[256] = {
	['0' ... '9'] = IN_WORD,
	['A' ... 'Z'] = IN_WORD,
	['a' ... 'z'] = IN_WORD,
	['\''] = IN_WORD | ODD,
	['*'] = IN_WORD | ODD,
	[0x80 ... 0xff] = IN_WORD | ODD,
};

static inline uint64_t
load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* masks[8 + n] keeps the lowest n bytes, for n from -8 to 16. */
#define BYTES(n) ((UINT64_C(1) << (8 * (n))) - 1)
static const uint64_t masks[25] = {
	[9] = BYTES(1),
	[10] = BYTES(2),
	[11] = BYTES(3),
	[12] = BYTES(4),
	[13] = BYTES(5),
	[14] = BYTES(6),
	[15] = BYTES(7),
	[16 ... 24] = UINT64_MAX,
};

static inline uint64_t
rotate(uint64_t v, int by)
{
	return v << by | v >> (64 - by);
}

/* To fold letters and digits, eight at once: digits have the bit already. */
#define FOLD UINT64_C(0x2020202020202020)

/* Of up to 8 bytes the product with an odd number: one to one. */
static inline uint64_t
mix(uint64_t low, uint64_t high)
{
	return (low * UINT64_C(0x9e3779b97f4a7c15)) ^
	    rotate(high * UINT64_C(0xc2b2ae3d27d4eb4f), 32);
}

/*
 * Set hash and beginning of a token of n bytes, with `fold` set in each
 * eight.  `p` must be readable up to a multiple of STRIDE.
 */
static inline void
set_word(struct token *t, const char *p, size_t n, uint64_t fold)
{
	size_t first = n < STRIDE ? n : STRIDE, left;
	uint64_t low = (load64(p) | fold) & masks[8 + first];
	uint64_t high = (load64(p + 8) | fold) & masks[first];

	t->low = low;
	t->high = high;
	t->hash = mix(low, high);
	while (n > STRIDE) {
		p += STRIDE;
		n -= STRIDE;
		left = n < STRIDE ? n : STRIDE;
		low = (load64(p) | fold) & masks[8 + left];
		high = (load64(p + 8) | fold) & masks[left];
		t->hash = rotate(t->hash, 23) ^ mix(low, high);
	}
}

/*
 * Which of the BLOCK bytes from p on are in words, and which are odd, as
 * `kinds` has it: bit i for p[i].
 */
#ifdef __SSE2__
static void
block_bits(const char *p, uint64_t *word, uint64_t *odd)
{
	const __m128i top = _mm_set1_epi8((char)0x80);
	__m128i v, letter, digit, strange;
	uint64_t w, o;
	int i;

	*word = *odd = 0;
	for (i = 0; i < BLOCK; i += 16) {
		v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		/* Signed comparison, with the range moved to the lowest. */
		letter = _mm_cmplt_epi8(
		    _mm_add_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
			_mm_set1_epi8((char)(0x80 - 'a'))),
		    _mm_set1_epi8((char)(0x80 + 26)));
		digit = _mm_cmplt_epi8(
		    _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - '0'))),
		    _mm_set1_epi8((char)(0x80 + 10)));
		strange = _mm_or_si128(_mm_and_si128(v, top),
		    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\'')),
			_mm_cmpeq_epi8(v, _mm_set1_epi8('*'))));
		o = (uint64_t)(unsigned)_mm_movemask_epi8(strange);
		w = (uint64_t)(unsigned)_mm_movemask_epi8(
			_mm_or_si128(letter, digit)) |
		    o;
		*word |= w << i;
		*odd |= o << i;
	}
}
#else
static void
block_bits(const char *p, uint64_t *word, uint64_t *odd)
{
	uint64_t kind;
	int i;

	*word = *odd = 0;
	for (i = 0; i < BLOCK; i++) {
		kind = kinds[(unsigned char)p[i]];
		*word |= (kind & IN_WORD) << i;
		*odd |= (kind / ODD) << i;
	}
}
#endif

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

static void
set_token(struct token *t, const struct token_folded *f, const char *p,
    const char *end)
{
	size_t n = (size_t)(end - p);

	if (f->n > TOKEN_LONGEST)
		t->hash = t->low = t->high = 0;
	else
		set_word(t, f->p, f->n, 0);
	t->p = p;
	t->n = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/*
 * Read the words of a run that holds odd bytes, from the reader's place to
 * the run's end or until there is no more room.
 */
static size_t
read_odd(struct token_reader *r, struct token *out, size_t cap)
{
	struct token_folded f;
	const char *p = r->at, *end;
	size_t n = 0, skip;

	while (p < r->end && kinds[(unsigned char)*p] != 0 && n < cap) {
		end = read_word(p, r->end, p > r->begin && p[-1] == '*', &f);
		if (f.n > 0)
			set_token(&out[n++], &f, p, end);
		else {
			skip = separator_at(p, r->end);
			if (skip == 0)
				skip = apostrophe_at(p, r->end);
			end = p + (skip > 0 ? skip : 1);
		}
		p = end;
	}
	r->at = p;
	return n;
}

/* A word of 64 plain bytes or more, which is nobody's. */
static size_t
read_long(struct token_reader *r, struct token *out)
{
	struct token_folded f;
	const char *p = r->at;

	memset(&f, 0, sizeof(f));
	while (is_plain(r->at, r->end))
		r->at++;
	f.n = TOKEN_LONGEST + 1;
	set_token(out, &f, p, r->at);
	return 1;
}

/*
 * Read the words of one block; `base` is its bytes with STRIDE more to
 * read, which may be a copy.  A word that touches the end of a block which
 * is not the last is left for the next.
 */
static size_t
read_block(
    struct token_reader *r, const char *base, struct token *out, size_t cap)
{
	const char *p = r->at;
	const int last = r->end - p <= BLOCK;
	uint64_t word, odd, above, run;
	size_t n = 0, start, length;

	block_bits(base, &word, &odd);
	for (; word != 0; word &= above) {
		/* Adding its lowest bit carries through the lowest run. */
		above = word + (word & -word);
		run = word & ~above;
		start = (size_t)__builtin_ctzll(word);
		length = (above == 0 ? BLOCK : (size_t)__builtin_ctzll(above)) -
		    start;
		if (odd & run) {
			r->at = p + start;
			n += read_odd(r, out + n, cap - n);
			if (r->at != p + start + length || above == 0)
				return n;
			continue;
		}
		if (above == 0 && !last) {
			r->at = p + start;
			if (start == 0)
				n += read_long(r, out + n);
			return n;
		}
		set_word(&out[n], base + start, length, FOLD);
		out[n].p = p + start;
		out[n++].n = (uint32_t)length;
	}
	r->at = last ? r->end : p + BLOCK;
	return n;
}

size_t
token_read(struct token_reader *r, struct token *out, size_t cap)
{
	char copy[BLOCK + STRIDE];
	size_t n = 0, left;

	while (r->at < r->end && cap - n >= BLOCK) {
		left = (size_t)(r->end - r->at);
		if (left >= sizeof(copy))
			n += read_block(r, r->at, out + n, cap - n);
		else {
			memset(copy, 0, sizeof(copy));
			memcpy(copy, r->at, left);
			n += read_block(r, copy, out + n, cap - n);
		}
	}
	return n;
}

uint64_t
token_stem(const struct token *t, size_t n)
{
	return mix(t->low & masks[8 + n], t->high & masks[n]);
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

static int
order_words(const void *a, const void *b)
{
	return memcmp(a, b, 8);
}

/*
 * Abbreviations of notes behind which a full stop ends no sentence, when
 * more words follow.
 */
static int
is_abbreviation(const struct token *t)
{
	/* In order, for bsearch(3). */
	static const char list[][8] = { "acc", "acct", "addr", "adv", "approx",
		"appt", "appts", "auth", "avg", "cb", "co", "comp", "conf",
		"cont", "cst", "cust", "cx", "dept", "dr", "eg", "esc", "etc",
		"ext", "hr", "hrs", "ie", "inc", "incl", "info", "int", "inv",
		"max", "mgr", "min", "mins", "misc", "mngr", "mr", "mrs", "ms",
		"mth", "nr", "num", "pls", "poss", "prev", "prof", "qty", "re",
		"ref", "req", "reqd", "resp", "sgt", "spk", "st", "sup", "supe",
		"supv", "tech", "tel", "temp", "trans", "v", "vs", "w",
		"xfer" };
	char word[8] = "";
	size_t i;

	if (t->n >= sizeof(word))
		return 0;
	for (i = 0; i < t->n; i++)
		word[i] = (char)byte_lower((unsigned char)t->p[i]);
	return bsearch(word, list, sizeof(list) / sizeof(list[0]),
		   sizeof(list[0]), order_words) != NULL;
}

/* What one byte between two words makes of the gap. */
static enum token_gap
gap_of(const char *p, size_t n)
{
	switch (*p) {
	case '!':
	case '?':
	case '\n':
	case '\r':
		return GAP_SENTENCE;
	case ',':
	case ';':
	case ':':
	case '(':
	case ')':
	case '[':
	case ']':
	case '{':
	case '}':
	case '|':
	case '>':
	case '<':
	case '=':
	case '~':
		return GAP_CLAUSE;
	case '-':
	case '/':
		/* Inside a word it joins, between blanks it is a dash. */
		return n > 1 ? GAP_CLAUSE : GAP_JOINED;
	case '\xe2':
		/* En dash, em dash, ellipsis. */
		if (n >= 3 && p[1] == '\x80' &&
		    (p[2] == '\x93' || p[2] == '\x94' || p[2] == '\xa6'))
			return GAP_CLAUSE;
		return GAP_JOINED;
	default:
		return GAP_JOINED;
	}
}

enum token_gap
token_gap_of(const struct token *t, const struct token *next)
{
	enum { FAR = 16 };
	const char *p = t->p + t->n;
	size_t n = (size_t)(next->p - p), i;
	enum token_gap gap = GAP_JOINED, one;

	if (n > FAR)
		return GAP_SENTENCE;
	for (i = 0; i < n; i++) {
		if (p[i] != '.')
			one = gap_of(p + i, n - i);
		else if (n == 1 || (i + 1 < n && p[i + 1] == '.') ||
		    (i > 0 && p[i - 1] == '.'))
			one = GAP_CLAUSE;
		else
			one = is_abbreviation(t) ? GAP_JOINED : GAP_SENTENCE;
		if (one > gap)
			gap = one;
	}
	return gap;
}
