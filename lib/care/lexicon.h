/* SPDX-License-Identifier: ISC */
#ifndef CARE_LEXICON_H
#define CARE_LEXICON_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "care/perfect.h"
#include "care/token.h"

/*
 * All words that anything is known of, each with a number: one look at one
 * place says which word of a text is which, and whether anybody cares.
 */
struct lexicon;

/* What is said of a word; the modules that set them say what they mean. */
enum {
	LEXICON_NEGATOR = 1 << 0, /* these two are the weights' business */
	LEXICON_NEGATED = 1 << 1,
	LEXICON_KNOWN = 1 << 2,	   /* counts as understood */
	LEXICON_PHRASE = 1 << 3,   /* phrases are looked for at this word */
	LEXICON_GUARD = 1 << 4,	   /* the same for guards */
	LEXICON_ABBREV = 1 << 5,   /* a stop behind it ends no sentence */
	LEXICON_STRANGER = 1 << 6, /* the word is not here */
	LEXICON_FLAGS = 0xff
};

enum {
	LEXICON_DIGIT = 1, /* the number of `#`: any word that begins with a
			    * digit and is not in the lexicon */
	LEXICON_MOST = (1 << 20) - 1, /* words */
	LEXICON_ROW = 14	      /* numbers of a row of the weights */
};

/*
 * The parts of phrases that a word fits, or that can stand somewhere: one
 * of 128 bits for each word, stem or class that stands in phrases, some of
 * them sharing a bit.  Without one of a set's bits a word fits none of it.
 */
typedef uint64_t lexicon_glance __attribute__((vector_size(16)));

/* What is found for a word: all zero for an unknown one. */
struct lexicon_entry {
	int16_t row[LEXICON_ROW]; /* of the weights */
	uint32_t base;		  /* as the left of pairs, care/pairs.h */
	uint32_t column;	  /* as the right of pairs */
	uint32_t number : 24;	  /* from 1 */
	uint32_t flags : 8;
};

/* All of a word in one line of the cache. */
struct lexicon_slot {
	_Alignas(64) struct lexicon_entry entry;
	uint64_t hash;
	lexicon_glance glance; /* what it fits, see care/match.h */
};
_Static_assert(sizeof(struct lexicon_slot) == 64, "and no more");

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *);

/*
 * The number of a word, a new one when it is new; the flags are added.
 * Returns 0 when there is no room for so many words.
 */
uint32_t lexicon_add(struct lexicon *, const struct token *, unsigned flags);

/*
 * Let words be told that may begin with these n bytes, 3 to TOKEN_STEM;
 * `low` as of a token.
 */
void lexicon_add_stem(struct lexicon *, uint64_t low, size_t n);

/* Words so far, and the i-th, i from 1 to that; it has no place. */
size_t lexicon_count(const struct lexicon *);
const struct token *lexicon_word(const struct lexicon *, uint32_t i);

/* Whether a word counts as understood, at any time. */
int lexicon_knows(const struct lexicon *, const struct token *);

/* To be called once, when all words are there. */
void lexicon_ready(struct lexicon *);

/* The entry of word i, from then on, to be completed. */
struct lexicon_entry *lexicon_entry(struct lexicon *, uint32_t i);

/* What it fits, the same. */
void lexicon_set_glance(struct lexicon *, uint32_t i, lexicon_glance);

/* To be called once, when all entries are complete. */
void lexicon_settle(struct lexicon *);

/* The inside, for lexicon_find(). */
struct lexicon_table {
	struct perfect perfect;
	const struct lexicon_slot *slots;
	const struct lexicon_slot *stranger; /* words that are not here, and
					      * those with a digit */
	uint64_t *stems;   /* a bitmap by the first four bytes */
	uint32_t *lengths; /* for each bit: bit n, there are stems of n */
};
const struct lexicon_table *lexicon_table(const struct lexicon *);

enum { LEXICON_STEM_BITS = 14 };

/* Where a word's first four bytes are in `stems` and `lengths`. */
static inline uint32_t
lexicon_stem_place(uint64_t low)
{
	return ((uint32_t)low * UINT32_C(0x9e3779b1)) >>
	    (32 - LEXICON_STEM_BITS);
}

/*
 * Find the words of a text from `from` on: slot[i] is that of word i, never
 * NULL.  First where they are, for the memory to be asked in one go; then,
 * with the same arguments, what they are.  Up to 8 slots more are written.
 */
void lexicon_places(const struct lexicon_table *, const struct tokens *,
    size_t from, const struct lexicon_slot **slot);
void lexicon_slots(const struct lexicon_table *, const struct tokens *,
    size_t from, const struct lexicon_slot **slot);

/* The slot of a word, never NULL, from where it would be. */
static inline const struct lexicon_slot *
lexicon_find(const struct lexicon_table *t, const struct lexicon_slot *place,
    uint64_t hash, uint64_t low)
{
	uintptr_t at = (uintptr_t)place;
	uintptr_t stranger =
	    (uintptr_t)(t->stranger + ((low & 0xff) - '0' < 10));

	/* By a mask, not a branch: what a word is cannot be foretold. */
	at ^= (at ^ stranger) & -(uintptr_t)(place->hash != hash);
	return (const struct lexicon_slot *)at;
}

/* Whether a word that is not in the lexicon may begin with a stem. */
static inline int
lexicon_may_stem(const struct lexicon_table *t, uint64_t low)
{
	uint32_t place = lexicon_stem_place(low);

	return t->stems[place / 64] >> place % 64 & 1;
}

#endif
