/* SPDX-License-Identifier: ISC */
#ifndef CARE_TOKEN_INSIDE_H
#define CARE_TOKEN_INSIDE_H

#include <stdint.h>
#include <string.h>

#include "care/token.h"

/*
 * The inside of care/token.h, shared by what reads plain words block by
 * block (token_block.c) and what reads odd ones byte by byte (token.c).
 */
enum { TOKEN_STRIDE = 16, TOKEN_CAPS_LEAST = 3 };

static inline uint64_t
token_load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* token_masks[8 + n] keeps the lowest n bytes, for n from -8 to 16. */
extern const uint64_t token_masks[25];

static inline uint64_t
token_rotate(uint64_t v, int by)
{
	return v << by | v >> (64 - by);
}

/* To fold letters and digits, eight at once: digits have the bit already. */
#define TOKEN_FOLD UINT64_C(0x2020202020202020)

/* Of up to 8 bytes the product with an odd number: one to one. */
#define TOKEN_ODD_LOW UINT64_C(0x9e3779b97f4a7c15)
#define TOKEN_ODD_HIGH UINT64_C(0xc2b2ae3d27d4eb4f)

static inline uint64_t
token_mix(uint64_t low, uint64_t high)
{
	return (low * TOKEN_ODD_LOW) ^ token_rotate(high * TOKEN_ODD_HIGH, 32);
}

/*
 * Set hash and beginning of a token of up to TOKEN_STRIDE bytes, with
 * `fold` set in each eight.  TOKEN_STRIDE bytes are read from p on.
 */
static inline void
token_set_short(struct token *t, const char *p, size_t n, uint64_t fold)
{
	t->low = (token_load(p) | fold) & token_masks[8 + n];
	t->high = (token_load(p + 8) | fold) & token_masks[n];
	t->hash = token_mix(t->low, t->high);
}

/* The same for longer ones; multiples of TOKEN_STRIDE are read. */
static inline void
token_set_long(struct token *t, const char *p, size_t n, uint64_t fold)
{
	struct token piece;
	size_t left;

	token_set_short(t, p, TOKEN_STRIDE, fold);
	while (n > TOKEN_STRIDE) {
		p += TOKEN_STRIDE;
		n -= TOKEN_STRIDE;
		left = n < TOKEN_STRIDE ? n : TOKEN_STRIDE;
		token_set_short(&piece, p, left, fold);
		t->hash = token_rotate(t->hash, 23) ^ piece.hash;
	}
}

/* Put a word behind the others. */
static inline void
tokens_put(struct tokens *t, const struct token *one)
{
	size_t i = t->n++;

	t->hash[i] = one->hash;
	t->low[i] = one->low;
	t->high[i] = one->high;
	t->p[i] = one->p;
	t->length[i] = one->n;
	t->marks[i] = (unsigned char)one->marks;
}

/*
 * Read the words of a run that holds odd bytes, from the reader's place to
 * the run's end or until there is no more room.
 */
void token_read_odd(struct token_reader *, struct tokens *);

/*
 * A word of 64 plain bytes or more, which is nobody's; if odd ones follow
 * it is read with them.
 */
void token_read_long(struct token_reader *, struct tokens *);

#endif
