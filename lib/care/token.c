/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "care/token.h"

/*
 * Text is read in blocks of 64 bytes: two bitmaps say which bytes belong
 * to words and which of these are odd, that is, need a closer look.  Words
 * without odd bytes are hashed 16 bytes at a time straight from the text.
 */
enum { BLOCK = 64, STRIDE = 16, CAPS = 3 };

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
 * Set hash and beginning of a token of up to STRIDE bytes, with `fold` set
 * in each eight.  STRIDE bytes are read from p on.
 */
static inline void
set_short(struct token *t, const char *p, size_t n, uint64_t fold)
{
	t->low = (load64(p) | fold) & masks[8 + n];
	t->high = (load64(p + 8) | fold) & masks[n];
	t->hash = mix(t->low, t->high);
}

/* The same for longer ones; multiples of STRIDE are read. */
static void
set_long(struct token *t, const char *p, size_t n, uint64_t fold)
{
	struct token piece;
	size_t left;

	set_short(t, p, STRIDE, fold);
	while (n > STRIDE) {
		p += STRIDE;
		n -= STRIDE;
		left = n < STRIDE ? n : STRIDE;
		set_short(&piece, p, left, fold);
		t->hash = rotate(t->hash, 23) ^ piece.hash;
	}
}

/* What the bytes of a block are, bit i for the i-th. */
struct bits {
	uint64_t word, odd; /* as `kinds` has it */
	uint64_t upper;	    /* A-Z */
	uint64_t blank;
};

/* The kinds of 16 bytes, as the lowest 16 bits. */
#ifdef __SSE2__
static inline struct bits
bits_of(const char *p)
{
	/* Signed comparison, with the range moved to the lowest. */
	const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	const __m128i least = _mm_set1_epi8((char)(0x80 + 26));
	__m128i letter =
	    _mm_cmplt_epi8(_mm_add_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
			       _mm_set1_epi8((char)(0x80 - 'a'))),
		least);
	__m128i upper = _mm_cmplt_epi8(
	    _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - 'A'))), least);
	__m128i digit =
	    _mm_cmplt_epi8(_mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - '0'))),
		_mm_set1_epi8((char)(0x80 + 10)));
	__m128i sign = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\'')),
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('*')));
	struct bits b;

	/* The highest bit of a byte is what movemask takes. */
	b.odd = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(v, sign));
	b.word =
	    (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(letter, digit)) |
	    b.odd;
	b.upper = (uint64_t)(unsigned)_mm_movemask_epi8(upper);
	b.blank = (uint64_t)(unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
	return b;
}
#else
static inline struct bits
bits_of(const char *p)
{
	struct bits b = { 0, 0, 0, 0 };
	uint64_t kind;
	int i;

	for (i = 0; i < STRIDE; i++) {
		kind = kinds[(unsigned char)p[i]];
		b.word |= (kind & IN_WORD) << i;
		b.odd |= (kind / ODD) << i;
		b.upper |= (uint64_t)(p[i] >= 'A' && p[i] <= 'Z') << i;
		b.blank |= (uint64_t)(p[i] == ' ') << i;
	}
	return b;
}
#endif

/* The kinds of BLOCK bytes. */
static inline struct bits
block_bits(const char *p)
{
	struct bits b = { 0, 0, 0, 0 }, part;
	int i;

#pragma GCC unroll 4
	for (i = 0; i < BLOCK; i += STRIDE) {
		part = bits_of(p + i);
		b.word |= part.word << i;
		b.odd |= part.odd << i;
		b.upper |= part.upper << i;
		b.blank |= part.blank << i;
	}
	return b;
}

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
	return n >= CAPS;
}

static void
set_token(struct token *t, const struct token_folded *f, const char *p,
    const char *end)
{
	size_t n = (size_t)(end - p);

	if (f->n > TOKEN_LONGEST)
		t->hash = t->low = t->high = 0;
	else if (f->n > STRIDE)
		set_long(t, f->p, f->n, 0);
	else
		set_short(t, f->p, f->n, 0);
	t->p = p;
	t->n = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	t->marks = is_caps(p, n) ? TOKEN_CAPS : 0;
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

/*
 * A word of 64 plain bytes or more, which is nobody's; if odd ones follow
 * it is read with them.
 */
static size_t
read_long(struct token_reader *r, struct token *out, size_t cap)
{
	struct token_folded f;
	const char *p = r->at;

	while (is_plain(p, r->end))
		p++;
	if (p < r->end && kinds[(unsigned char)*p] != 0)
		return read_odd(r, out, cap);
	memset(&f, 0, sizeof(f));
	f.n = TOKEN_LONGEST + 1;
	set_token(out, &f, r->at, p);
	r->at = p;
	return 1;
}

/* Set a token that stands at p, n plain bytes long. */
static void
set_plain_long(struct token *t, const char *p, size_t n)
{
	char copy[BLOCK + STRIDE] = { 0 };

	memcpy(copy, p, n);
	set_long(t, copy, n, FOLD);
}

/*
 * Read plain words: `word` says where in `bytes` they are, and `blank` at
 * which of their ends one blank and another word follow.  The text stands
 * at p.  Not inlined: it needs all registers.
 */
static __attribute__((noinline)) struct token *
read_plain(const char *bytes, const char *p, uint64_t word, uint64_t blank,
    struct token *out)
{
	uint64_t above;
	size_t start, end;

	for (; word != 0; word &= above) {
		/* Adding its lowest bit carries through the lowest run. */
		above = word + (word & -word);
		start = (size_t)__builtin_ctzll(word);
		end = (size_t)__builtin_ctzll(above);
		out->p = p + start;
		out->n = (uint32_t)(end - start);
		out->marks = (uint32_t)(blank >> end & 1) * TOKEN_BLANK;
		if (end - start > STRIDE)
			set_plain_long(out, bytes + start, end - start);
		else
			set_short(out, bytes + start, end - start, FOLD);
		out++;
	}
	return out;
}

/* Set TOKEN_CAPS of the words that end at these places behind p. */
static void
mark_caps(struct token *t, const struct token *end, const char *p, uint64_t at)
{
	for (; at != 0; at &= at - 1, t++)
		for (; t < end; t++)
			if (t->p + t->n == p + __builtin_ctzll(at)) {
				t->marks |= TOKEN_CAPS;
				break;
			}
}

/* Where a word ends that is three capitals or more, and nothing else. */
static inline uint64_t
caps_ends(const struct bits *b)
{
	const uint64_t upper = b->upper & b->word;
	const uint64_t starts = upper & ~(b->word << 1);

	/* From a word's start a bit is carried through its capitals. */
	return (upper + starts) & ~b->word & upper << 1 & upper << 2 &
	    upper << 3;
}

/*
 * Read the words of the block at the reader's place, with `left` bytes up
 * to the end; `bytes` are these there or in a copy, with zeros behind.  A
 * word that touches the end of the block is left for the next.
 */
static inline size_t
read_block(struct token_reader *r, size_t left, const char *bytes,
    struct token *out, size_t cap)
{
	struct bits b = block_bits(bytes);
	const char *const p = r->at;
	const uint64_t blank = b.blank & (b.word & ~b.odd) >> 1;
	struct token *t = out;
	size_t whole = BLOCK, start, end;
	uint64_t odd, caps;

	if (b.word >> (BLOCK - 1)) {
		if (b.word == UINT64_MAX)
			return b.odd != 0 ? read_odd(r, out, cap)
					  : read_long(r, out, cap);
		whole = BLOCK - (size_t)__builtin_clzll(~b.word);
		b.word &= (UINT64_C(1) << whole) - 1;
	}
	caps = caps_ends(&b);
	while ((odd = b.word & b.odd) != 0) {
		/* The plain words before the run with the first odd byte. */
		odd &= -odd;
		start = ~b.word & (odd - 1);
		start = start == 0 ? 0 : BLOCK - (size_t)__builtin_clzll(start);
		end = (size_t)__builtin_ctzll(~b.word & ~(odd - 1));
		t = read_plain(
		    bytes, p, b.word & ((UINT64_C(1) << start) - 1), blank, t);
		r->at = p + start;
		t += read_odd(r, t, cap - (size_t)(t - out));
		if (r->at != p + end) {
			caps &= (UINT64_C(1) << start) - 1;
			mark_caps(out, t, p, caps);
			return (size_t)(t - out);
		}
		b.word &= -(UINT64_C(1) << end);
	}
	t = read_plain(bytes, p, b.word, blank, t);
	if (caps != 0)
		mark_caps(out, t, p, caps);
	r->at = left > whole ? p + whole : r->end;
	return (size_t)(t - out);
}

/* Read a block near the end of the text: nothing behind is touched. */
static size_t
read_last(struct token_reader *r, size_t left, struct token *out, size_t cap)
{
	char copy[BLOCK + 2 * STRIDE];

	mem_clear(copy, sizeof(copy));
	memcpy(copy, r->at, left);
	return read_block(r, left, copy, out, cap);
}

size_t
token_read(struct token_reader *r, struct token *out, size_t cap)
{
	size_t n = 0, left;

	while (r->at < r->end && cap - n >= BLOCK) {
		left = (size_t)(r->end - r->at);
		n += left < BLOCK + STRIDE
		    ? read_last(r, left, out + n, cap - n)
		    : read_block(r, left, r->at, out + n, cap - n);
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

/*
 * Abbreviations of notes behind which a full stop ends no sentence, when
 * more words follow.
 */
static const char *const abbreviations[] = { "acc", "acct", "addr", "adv",
	"approx", "appt", "appts", "auth", "avg", "cb", "co", "comp", "conf",
	"cont", "cst", "cust", "cx", "dept", "dr", "eg", "esc", "etc", "ext",
	"hr", "hrs", "ie", "inc", "incl", "info", "int", "inv", "max", "mgr",
	"min", "mins", "misc", "mngr", "mr", "mrs", "ms", "mth", "nr", "num",
	"pls", "poss", "prev", "prof", "qty", "re", "ref", "req", "reqd",
	"resp", "sgt", "spk", "st", "sup", "supe", "supv", "tech", "tel",
	"temp", "trans", "v", "vs", "w", "xfer", NULL };

const char *const *
token_abbreviations(void)
{
	return abbreviations;
}

/*
 * What one byte between two words makes of the gap.  What is not here
 * joins: blanks, quotes.
 */
enum { STOP = GAP_SENTENCE + 1, DASH, WIDE };
static const unsigned char gaps[256] = {
	['!'] = GAP_SENTENCE,
	['?'] = GAP_SENTENCE,
	['\n'] = GAP_SENTENCE,
	['\r'] = GAP_SENTENCE,
	[','] = GAP_CLAUSE,
	[';'] = GAP_CLAUSE,
	[':'] = GAP_CLAUSE,
	['('] = GAP_CLAUSE,
	[')'] = GAP_CLAUSE,
	['['] = GAP_CLAUSE,
	[']'] = GAP_CLAUSE,
	['{'] = GAP_CLAUSE,
	['}'] = GAP_CLAUSE,
	['|'] = GAP_CLAUSE,
	['>'] = GAP_CLAUSE,
	['<'] = GAP_CLAUSE,
	['='] = GAP_CLAUSE,
	['~'] = GAP_CLAUSE,
	['.'] = STOP,
	['-'] = DASH,
	['/'] = DASH,
	[0xe2] = WIDE,
};

/* En dash, em dash, ellipsis. */
static int
is_dash(const char *p, size_t n)
{
	return n >= 3 && p[1] == '\x80' &&
	    (p[2] == '\x93' || p[2] == '\x94' || p[2] == '\xa6');
}

enum token_gap
token_gap_behind(const char *p, size_t n, int abbreviation)
{
	enum { FAR = 16 };
	unsigned gap = GAP_JOINED, one;
	size_t i;

	if (n > FAR)
		return GAP_SENTENCE;
	for (i = 0; i < n; i++) {
		one = gaps[(unsigned char)p[i]];
		if (one == STOP) {
			/* Inside a word, or one of several: no full stop. */
			if (n == 1 || (i + 1 < n && p[i + 1] == '.') ||
			    (i > 0 && p[i - 1] == '.'))
				one = GAP_CLAUSE;
			else
				one = abbreviation ? GAP_JOINED : GAP_SENTENCE;
		} else if (one == DASH)
			/* Before a word it joins, before a blank it parts. */
			one = n - i > 1 ? GAP_CLAUSE : GAP_JOINED;
		else if (one == WIDE)
			one = is_dash(p + i, n - i) ? GAP_CLAUSE : GAP_JOINED;
		if (one > gap)
			gap = one;
	}
	return (enum token_gap)gap;
}
