/* SPDX-License-Identifier: ISC */
#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/mem.h"
#include "care/token_inside.h"
#include "care/vector.h"

/*
 * Text is read in blocks of 64 bytes: bitmaps say which bytes belong to
 * words and which of these are odd, that is, need a closer look.  Words
 * without odd bytes are hashed straight from the text.
 */
enum { BLOCK = 64 };

/* What the bytes of a block are, bit i for the i-th. */
struct bits {
	uint64_t word;	/* letters, digits, and what is odd */
	uint64_t odd;	/* apostrophes, stars, beyond ASCII */
	uint64_t inner; /* apostrophes */
	uint64_t upper; /* A-Z */
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
	__m128i inner = _mm_cmpeq_epi8(v, _mm_set1_epi8('\''));
	__m128i sign =
	    _mm_or_si128(inner, _mm_cmpeq_epi8(v, _mm_set1_epi8('*')));
	struct bits b;

	/* The highest bit of a byte is what movemask takes. */
	b.odd = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(v, sign));
	b.word =
	    (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(letter, digit)) |
	    b.odd;
	b.inner = (uint64_t)(unsigned)_mm_movemask_epi8(inner);
	b.upper = (uint64_t)(unsigned)_mm_movemask_epi8(upper);
	b.blank = (uint64_t)(unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));
	return b;
}
#else
static inline struct bits
bits_of(const char *p)
{
	struct bits b = { 0, 0, 0, 0, 0 };
	int i, plain, odd;

	for (i = 0; i < TOKEN_STRIDE; i++) {
		plain = byte_is_digit((unsigned char)p[i]) ||
		    (byte_lower((unsigned char)p[i]) >= 'a' &&
			byte_lower((unsigned char)p[i]) <= 'z');
		odd =
		    (unsigned char)p[i] >= 0x80 || p[i] == '\'' || p[i] == '*';
		b.word |= (uint64_t)(plain || odd) << i;
		b.odd |= (uint64_t)odd << i;
		b.inner |= (uint64_t)(p[i] == '\'') << i;
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
	struct bits b = { 0, 0, 0, 0, 0 }, part;
	int i;

#pragma GCC unroll 4
	for (i = 0; i < BLOCK; i += TOKEN_STRIDE) {
		part = bits_of(p + i);
		b.word |= part.word << i;
		b.odd |= part.odd << i;
		b.inner |= part.inner << i;
		b.upper |= part.upper << i;
		b.blank |= part.blank << i;
	}
	return b;
}

/* What of a block matters to its plain words. */
struct block {
	const char *p;	   /* where it stands in the text */
	const char *bytes; /* there or in a copy */
	size_t left;	   /* bytes from p up to the end of the text */
	struct bits b;
	uint64_t blank; /* at ends of words: one blank and another follow */
	uint64_t caps;	/* at ends of words: three capitals or more */
};

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
 * Judge the bits together.  An apostrophe between two plain bytes is as
 * plain as these: folded it stays what it is.  A word that touches the end
 * of the block is left for the next.  Returns the bytes before it.
 */
static inline size_t
judge_bits(struct block *k)
{
	struct bits *b = &k->b;
	const uint64_t plain = b->word & ~b->odd;
	size_t whole = BLOCK;

	b->odd &= ~(b->inner & plain << 1 & plain >> 1);
	k->blank = b->blank & (b->word & ~b->odd) >> 1;
	if (b->word >> (BLOCK - 1) && b->word != UINT64_MAX) {
		whole = BLOCK - (size_t)__builtin_clzll(~b->word);
		b->word &= (UINT64_C(1) << whole) - 1;
	}
	k->caps = caps_ends(b);
	return whole;
}

/* Set a token that stands at p, n plain bytes long, more than a stride. */
static void
put_long(struct tokens *t, size_t i, const char *p, size_t n)
{
	char copy[BLOCK + TOKEN_STRIDE] = { 0 };
	struct token one;

	memcpy(copy, p, n);
	token_set_long(&one, copy, n, TOKEN_FOLD);
	t->hash[i] = one.hash;
	t->low[i] = one.low;
	t->high[i] = one.high;
}

/*
 * Read plain words: `word` says where in the block they are.  Not inlined:
 * it needs all registers.
 */
static __attribute__((noinline)) void
read_plain(const struct block *k, uint64_t word, struct tokens *t)
{
	struct token one;
	uint64_t above;
	size_t i = t->n, start, end;

	for (; word != 0; word &= above, i++) {
		/* Adding its lowest bit carries through the lowest run. */
		above = word + (word & -word);
		start = (size_t)__builtin_ctzll(word);
		end = (size_t)__builtin_ctzll(above);
		t->p[i] = k->p + start;
		t->length[i] = (uint32_t)(end - start);
		t->marks[i] =
		    (unsigned char)((k->blank >> end & 1) * TOKEN_BLANK |
			(k->caps >> end & 1) * TOKEN_CAPS);
		if (end - start > TOKEN_STRIDE) {
			put_long(t, i, k->p + start, end - start);
			continue;
		}
		token_set_short(
		    &one, k->bytes + start, end - start, TOKEN_FOLD);
		t->hash[i] = one.hash;
		t->low[i] = one.low;
		t->high[i] = one.high;
	}
	t->n = i;
}

typedef void plain_reader(const struct block *, uint64_t, struct tokens *);

/*
 * Read the words of a block with odd bytes: plain ones and runs with odd
 * bytes in turn.  Returns 1, or 0 when a run took the reader elsewhere.
 */
static int
read_mixed(struct token_reader *r, const struct block *k, plain_reader *plain,
    struct tokens *t)
{
	const char *const p = k->p;
	uint64_t word = k->b.word, odd;
	size_t start, end;

	while ((odd = word & k->b.odd) != 0) {
		/* The plain words before the run with the first odd byte. */
		odd &= -odd;
		start = ~word & (odd - 1);
		start = start == 0 ? 0 : BLOCK - (size_t)__builtin_clzll(start);
		end = (size_t)__builtin_ctzll(~word & ~(odd - 1));
		plain(k, word & ((UINT64_C(1) << start) - 1), t);
		r->at = p + start;
		token_read_odd(r, t);
		if (r->at != p + end)
			return 0;
		word &= -(UINT64_C(1) << end);
	}
	plain(k, word, t);
	return 1;
}

/*
 * Read the words of a block, whose bits are there; the first `whole` bytes
 * are.
 */
static inline void
read_block(struct token_reader *r, struct block *k, size_t whole,
    plain_reader *plain, struct tokens *t)
{
	if (k->b.word == UINT64_MAX) {
		if (k->b.odd != 0)
			token_read_odd(r, t);
		else
			token_read_long(r, t);
		return;
	}
	if ((k->b.word & k->b.odd) == 0)
		plain(k, k->b.word, t);
	else if (!read_mixed(r, k, plain, t))
		return;
	r->at = k->left > whole ? k->p + whole : r->end;
}

/* Near the end of the text a copy is read: nothing behind is touched. */
static void
read_portable(struct token_reader *r, struct tokens *t)
{
	char copy[BLOCK + 2 * TOKEN_STRIDE];
	struct block k = { .p = r->at, .bytes = r->at };

	k.left = (size_t)(r->end - r->at);
	if (k.left < BLOCK + TOKEN_STRIDE) {
		mem_clear(copy, sizeof(copy));
		memcpy(copy, r->at, k.left);
		k.bytes = copy;
	}
	k.b = block_bits(k.bytes);
	read_block(r, &k, judge_bits(&k), read_plain, t);
}

#if defined(__x86_64__)

/* The bytes of a block; what lies behind the text is zero, and not read. */
VECTOR_FOR_AVX512 static inline __m512i
load_block(const struct block *k)
{
	return _mm512_maskz_loadu_epi8(
	    _bzhi_u64(UINT64_MAX, k->left < BLOCK ? (unsigned)k->left : BLOCK),
	    k->p);
}

VECTOR_FOR_AVX512 static inline struct bits
bits_avx512(__m512i v)
{
	const __m512i sign = _mm512_set1_epi8('\'');
	const __m512i letters = _mm512_set1_epi8(26);
	__m512i small = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
	struct bits b;

	b.inner = _mm512_cmpeq_epi8_mask(v, sign);
	b.odd = _mm512_movepi8_mask(v) | b.inner |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('*'));
	b.upper = _mm512_cmplt_epu8_mask(
	    _mm512_sub_epi8(v, _mm512_set1_epi8('A')), letters);
	b.word = b.odd |
	    _mm512_cmplt_epu8_mask(
		_mm512_sub_epi8(small, _mm512_set1_epi8('a')), letters) |
	    _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')),
		_mm512_set1_epi8(10));
	b.blank = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
	return b;
}

/*
 * Set eight words that begin and end at these places, a byte each; `text`
 * is the block.  Each lane picks the eight bytes from its word's beginning
 * on, then those behind them.  Returns which are longer than a stride.
 */
VECTOR_FOR_AVX512 static inline unsigned
set_eight(const struct block *k, __m512i text, __m128i starts, __m128i ends,
    struct tokens *t, size_t i)
{
	const __m512i each = _mm512_set1_epi64(0x0706050403020100);
	const __m512i first = _mm512_set4_epi32(0x08080808, 0x08080808, 0, 0);
	const __m512i fold = _mm512_set1_epi64((long long)TOKEN_FOLD);
	const __m512i ones = _mm512_set1_epi64(-1);
	__m512i start = _mm512_cvtepu8_epi64(starts);
	__m512i length = _mm512_cvtepu8_epi64(_mm_sub_epi8(ends, starts));
	__m512i bits = _mm512_slli_epi64(length, 3);
	__m512i at = _mm512_add_epi8(_mm512_shuffle_epi8(start, first), each);
	__m512i low = _mm512_permutexvar_epi8(at, text);
	__m512i high = _mm512_permutexvar_epi8(
	    _mm512_add_epi8(at, _mm512_set1_epi8(8)), text);
	__m512i hash;

	/* Shifted by 64 or more nothing is left of the ones. */
	low = _mm512_and_si512(_mm512_or_si512(low, fold),
	    _mm512_srlv_epi64(
		ones, _mm512_subs_epu16(_mm512_set1_epi64(64), bits)));
	high = _mm512_and_si512(_mm512_or_si512(high, fold),
	    _mm512_srlv_epi64(
		ones, _mm512_subs_epu16(_mm512_set1_epi64(128), bits)));
	hash = _mm512_xor_si512(
	    _mm512_mullo_epi64(
		low, _mm512_set1_epi64((long long)TOKEN_ODD_LOW)),
	    _mm512_rol_epi64(_mm512_mullo_epi64(high,
				 _mm512_set1_epi64((long long)TOKEN_ODD_HIGH)),
		32));
	_mm512_storeu_si512(t->hash + i, hash);
	_mm512_storeu_si512(t->low + i, low);
	_mm512_storeu_si512(t->high + i, high);
	_mm512_storeu_si512(t->p + i,
	    _mm512_add_epi64(
		start, _mm512_set1_epi64((long long)(uintptr_t)k->p)));
	_mm256_storeu_si256(
	    (void *)(t->length + i), _mm512_cvtepi64_epi32(length));
	return _mm512_cmpgt_epu64_mask(length, _mm512_set1_epi64(TOKEN_STRIDE));
}

/*
 * As read_plain(): all beginnings and ends at once, then eight words each.
 * `text` is the block.
 */
VECTOR_FOR_AVX512 static inline __attribute__((always_inline)) void
put_plain(const struct block *k, __m512i text, uint64_t word, struct tokens *t)
{
	static const unsigned char count[BLOCK] = { 0, 1, 2, 3, 4, 5, 6, 7, 8,
		9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
		25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
		41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56,
		57, 58, 59, 60, 61, 62, 63 };
	const __m512i places = _mm512_loadu_si512(count);
	const uint64_t first = word & ~(word << 1), end = ~word & word << 1;
	const size_t n = (size_t)__builtin_popcountll(first), old = t->n;
	unsigned char starts[BLOCK], ends[BLOCK];
	unsigned far;
	size_t i, j;

	_mm512_storeu_si512(starts, _mm512_maskz_compress_epi8(first, places));
	_mm512_storeu_si512(ends, _mm512_maskz_compress_epi8(end, places));
	_mm512_storeu_si512(t->marks + old,
	    _mm512_or_si512(_mm512_maskz_set1_epi8(
				_pext_u64(k->blank, end), (char)TOKEN_BLANK),
		_mm512_maskz_set1_epi8(_pext_u64(k->caps, end), TOKEN_CAPS)));
	for (i = 0; i < n; i += 8)
		for (far = set_eight(k, text,
			 _mm_loadl_epi64((const void *)(starts + i)),
			 _mm_loadl_epi64((const void *)(ends + i)), t, old + i);
		     far != 0; far &= far - 1) {
			j = i + (size_t)__builtin_ctz(far);
			put_long(t, old + j, t->p[old + j], t->length[old + j]);
		}
	t->n += n;
}

VECTOR_FOR_AVX512 static void
plain_avx512(const struct block *k, uint64_t word, struct tokens *t)
{
	put_plain(k, load_block(k), word, t);
}

/* What most blocks are is done right here, all of it in registers. */
VECTOR_FOR_AVX512 static void
read_avx512(struct token_reader *r, struct tokens *t)
{
	struct block k = { .p = r->at };
	size_t whole;
	__m512i text;

	k.left = (size_t)(r->end - r->at);
	text = load_block(&k);
	k.b = bits_avx512(text);
	whole = judge_bits(&k);
	if (__builtin_expect(
		(k.b.word & k.b.odd) != 0 || k.b.word == UINT64_MAX, 0)) {
		read_block(r, &k, whole, plain_avx512, t);
		return;
	}
	put_plain(&k, text, k.b.word, t);
	r->at = k.left > whole ? k.p + whole : r->end;
}

#endif

static void (*const twins[])(struct token_reader *, struct tokens *) = {
	[VECTOR_PORTABLE] = read_portable,
	[VECTOR_AVX2] = read_portable,
#if defined(__x86_64__)
	[VECTOR_AVX512] = read_avx512,
#endif
};

void
token_read(struct token_reader *r, struct tokens *t)
{
	void (*read)(struct token_reader *, struct tokens *) =
	    twins[vector_in_use];

	while (r->at < r->end && TOKENS - t->n >= BLOCK)
		read(r, t);
}
