/* SPDX-License-Identifier: ISC */
#ifndef CARE_TOKEN_H
#define CARE_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The words of a text of any bytes.  A word is a run of ASCII letters,
 * digits and non-ASCII letters, with apostrophes inside (straight or
 * curly, which are the same); ASCII case is folded.  Unicode punctuation,
 * no-break spaces and emoji part words as ASCII punctuation does.
 * A word that is masked with stars, as f***ing or sh*t, is read as its
 * letters up to the first star and one star: `f*`, `sh*`.
 */

enum {
	TOKEN_LONGEST = 63, /* bytes of a word that is told from others */
	TOKEN_STEM = 16	    /* bytes of the longest beginning looked at */
};

struct token {
	uint64_t hash;	    /* of the folded word; 0 when it is longer
				 * than TOKEN_LONGEST, and for no other */
	uint64_t low, high; /* its first 16 folded bytes, the first byte
				 * lowest, zero behind a shorter word */
	const char *p;	    /* where it stands in the text */
	uint32_t n;	    /* its bytes there */
	uint32_t marks;	    /* TOKEN_CAPS, TOKEN_BLANK */
};

/* Bits 0 to 3 are for who has read what lies behind: care/match.h. */
enum {
	TOKEN_CAPS = 1 << 4, /* three letters A-Z or more, nothing else */
	TOKEN_BLANK = 1 << 7 /* one blank and another word behind it; without
			      * this it may be so, too */
};

/*
 * The words of a text side by side: what a token has, an array for each,
 * as vectors like it.  Only the first n have meaning.
 */
enum { TOKENS = 512, TOKENS_ROOM = TOKENS + 64 };

struct tokens {
	size_t n;
	uint64_t hash[TOKENS_ROOM];
	uint64_t low[TOKENS_ROOM], high[TOKENS_ROOM];
	const char *p[TOKENS_ROOM];
	uint32_t length[TOKENS_ROOM];
	unsigned char marks[TOKENS_ROOM];
};

static inline struct token
token_at(const struct tokens *t, size_t i)
{
	return (struct token){ .hash = t->hash[i],
		.low = t->low[i],
		.high = t->high[i],
		.p = t->p[i],
		.n = t->length[i],
		.marks = t->marks[i] };
}

/* Where reading stands; set by token_start(). */
struct token_reader {
	const char *begin, *at, *end;
};

void token_start(struct token_reader *, struct bytes text);

/*
 * Read more words behind those that are there, as many as there is room
 * for: none when fewer than 64 would fit, or at the end.
 */
void token_read(struct token_reader *, struct tokens *);

/*
 * The first words of a short text, at most `cap` (and TOKENS); returns how
 * many there are.
 */
size_t token_list(struct bytes text, struct token *, size_t cap);

/* Whether a text holds a letter a-z. */
int token_has_lower(struct bytes text);

/*
 * The hash of a word's first `n` bytes, n from 1 to TOKEN_STEM: what a
 * token of just these bytes has as its hash.  When the word is shorter it
 * is no other word's hash.  Different words of up to 8 bytes have different
 * hashes, longer ones but for a chance of 2^-64.
 */
uint64_t token_stem(const struct token *, size_t n);

/* A word as it was folded, for those who make lists of words. */
struct token_folded {
	char p[80]; /* zero behind the word */
	size_t n;   /* 0 for a word over TOKEN_LONGEST */
};

void token_fold(const struct token *, struct token_folded *);

/* The token of a folded word, with no place in a text. */
struct token token_of(const struct token_folded *);

/*
 * Leave the apostrophes of a folded word out, as hurried hands do: don't,
 * dont.  Returns 1, or 0 when it has none or when what is left is another
 * word (we'll, well); then it is not changed.
 */
int token_elide(struct token_folded *);

/* What lies between two words. */
enum token_gap {
	GAP_JOINED,  /* blanks, hyphen, slash, quotes */
	GAP_CLAUSE,  /* comma, colon, dash, bracket, ellipsis */
	GAP_SENTENCE /* the end of a sentence or a line */
};

/*
 * The gap of the n bytes at p, right behind a word, up to the next one.  A
 * full stop behind a usual abbreviation ("cust. asked") ends nothing; more
 * than 16 bytes are the end of a sentence, whatever they are.
 */
enum token_gap token_gap_behind(const char *p, size_t n, int abbreviation);

/* The words behind which a full stop ends no sentence; NULL at the end. */
const char *const *token_abbreviations(void);

#endif
