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
	LEXICON_NEGATOR = 1 << 0, /* these six are the weights' business */
	LEXICON_NEGATED = 1 << 1,
	LEXICON_LEFT = 1 << 2,
	LEXICON_RIGHT = 1 << 3,
	LEXICON_FAR_LEFT = 1 << 4,
	LEXICON_FAR_RIGHT = 1 << 5,
	LEXICON_KNOWN = 1 << 6,	 /* counts as understood */
	LEXICON_PHRASE = 1 << 7, /* phrases are looked for at this word */
	LEXICON_GUARD = 1 << 8,	 /* the same for guards */
	LEXICON_ABBREV = 1 << 9, /* a stop behind it ends no sentence */
	LEXICON_STEMS = 1 << 10	 /* of a word that is not here: it may begin
				  * with a stem that is */
};

enum {
	LEXICON_DIGIT = 1, /* the number of `#`: any word that begins with a
			    * digit and is not in the lexicon */
	LEXICON_MOST = (1 << 20) - 1 /* words */
};

/* What is found for a word: all zero for an unknown one. */
struct lexicon_entry {
	uint32_t number : 20; /* from 1 */
	uint32_t flags : 12;
	uint32_t weight; /* its row of the weights; 0: none */
};

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

/*
 * Number the words anew, the hottest first (equal ones in their order), so
 * that what is said of usual words lies together; `#` keeps its number.
 * heat[i] is that of word i; it is replaced by the word's new number.
 */
void lexicon_order(struct lexicon *, uint32_t *heat);

/* The entry of word i, to be completed before lexicon_ready(). */
struct lexicon_entry *lexicon_entry(struct lexicon *, uint32_t i);

/* To be called once, when all words are there. */
void lexicon_ready(struct lexicon *);

/* The inside, for lexicon_find(). */
struct lexicon_slot {
	uint64_t hash;
	struct lexicon_entry entry;
};
struct lexicon_table {
	struct perfect perfect;
	const struct lexicon_slot *slots;
	struct lexicon_entry digit;
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
 * The entry of a word; `slot` is its place, by perfect_place(): who has many
 * words asks for the places first, so that memory has time.
 */
static inline struct lexicon_entry
lexicon_at(
    const struct lexicon_table *t, uint32_t slot, const struct token *word)
{
	const struct lexicon_slot *s = &t->slots[slot];
	uint32_t place = lexicon_stem_place(word->low);
	uint64_t entry, digit, stem;
	struct lexicon_entry e;

	/* By masks: what a word is cannot be foretold. */
	memcpy(&entry, &s->entry, sizeof(entry));
	memcpy(&digit, &t->digit, sizeof(digit));
	entry &= -(uint64_t)(s->hash == word->hash);
	stem = (entry == 0) & (t->stems[place / 64] >> place % 64);
	entry |=
	    digit & -(uint64_t)((entry == 0) & ((word->low & 0xff) - '0' < 10));
	memcpy(&e, &entry, sizeof(e));
	e.flags |= (stem * LEXICON_STEMS) & 0xfff;
	return e;
}

#endif
