/* SPDX-License-Identifier: ISC */
#ifndef CARE_WEIGHTS_H
#define CARE_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/lexicon.h"

/*
 * The learned weights: weights.csv, a row for each feature of a text with
 * a number for each head, in 1/1000 of log-odds.
 *
 *	word		the word, each time it stands there
 *	!word		instead of it where it is negated
 *	a b		a right before b, nothing but blanks between
 *	a * b		1 to 3 words between, no sentence's end
 *	^caps		three capitals or more, where other letters are small
 *	^! ^?!		what lies behind a word holds a !, or both
 *	! not		no weights: `not` negates the 3 words behind it
 *	killing=kill	no weights: in pairs the one stands for the other
 *	@bias ..	how a text's weights become scores; see care/heads.h
 *
 * In a feature `#` is every word that begins with a digit; such a word
 * itself stands in no feature.
 */
enum head {
	HEAD_STRESS,
	HEAD_VALENCE,
	HEAD_SIGNALS, /* the signals from here on, in their order */
	HEADS = 14,
	HEAD_LANES = 16 /* of a row: two of them are always 0 */
};

/* Rows that are no features of a place. */
enum weights_pool {
	POOL_BIAS,
	POOL_SUM,
	POOL_PEAK,
	POOL_TOP,
	POOL_NORM,
	POOL_PHRASE,
	POOL_CUT,
	POOL_MIX,
	POOL_HOSTILE_0,
	POOL_HOSTILE_25,
	POOL_S_0,
	POOL_S_1,
	WEIGHTS_POOLS
};

/* Features that are marks of a place. */
enum weights_mark { MARK_CAPS, MARK_LOUD, MARK_ASKING, WEIGHTS_MARKS };

enum weights_kind { PAIR_NEAR, PAIR_FAR };

/* The numbers of one feature. */
struct weights_row {
	_Alignas(32) int16_t head[HEAD_LANES];
};

struct weights {
	struct weights_row *rows; /* row 0 is all zero */
	size_t row_count, row_cap;
	struct weights_place {
		uint32_t line; /* 0: nobody wrote the row */
		uint32_t at;   /* of that line, bytes */
	} * place;	       /* of each row in the file */
	size_t place_cap;
	uint32_t *pair_of; /* by number of a word: what it is in pairs */
	size_t word_count;
	uint32_t *negated; /* by row of a word: its row when negated */
	size_t negated_cap;
	uint64_t *keys; /* of pairs, see weights_key() */
	uint32_t *key_rows;
	size_t pair_count, key_cap, key_row_cap;
	struct perfect places;
	uint64_t *pairs; /* by their places: the key and the row behind it */
	uint32_t mark[WEIGHTS_MARKS]; /* their rows; 0: none */
	int32_t pool[WEIGHTS_POOLS][HEAD_LANES];
	uint32_t pool_line[WEIGHTS_POOLS]; /* 0: by default */
	uint32_t peak_only; /* heads of which the peak is all that counts */
	void *text;
	char *name;
	struct bytes content; /* for what explanations quote */
	char delimiter;	      /* of the file */
	size_t column;	      /* of the features */
};

/* The built-in weights.csv. */
extern const char weights_csv[];

/* The name of a head as the header of weights.csv has it. */
const char *head_name(enum head);

/*
 * Read weights.csv from the settings folder (NULL, or a folder without it:
 * the built-in one).  Its words go into the lexicon.  Returns NULL, with
 * diag_text(), when it cannot be read, lacks a column, or holds a feature
 * that makes no sense, twice the same, or a number outside -32000..32000.
 */
struct weights *weights_open(const char *settings_dir, struct lexicon *);
void weights_free(struct weights *);

/*
 * To be called once, when the lexicon has all its words: numbers them anew
 * (lexicon_order()) by how usual they seem, from the pairs that they stand
 * in.  weights_ready() comes later, before lexicon_ready().
 */
void weights_order(struct weights *, struct lexicon *);
void weights_ready(struct weights *, struct lexicon *);

/* What messages call the file: a path, or the built-in's name. */
const char *weights_source(const struct weights *);

/* The feature of a row as written. */
struct bytes weights_feature(const struct weights *, uint32_t row);

enum { WEIGHTS_ROW_BITS = 64 - 20 - 20 - 1 };

/* A pair in one number; words have 20 bits. */
static inline uint64_t
weights_key(uint32_t left, uint32_t right, enum weights_kind kind)
{
	return (uint64_t)left << 21 | (uint64_t)right << 1 | (uint64_t)kind;
}

/* The row of a pair, or 0; `place` is where it is, if it is. */
static inline uint32_t
weights_pair(const struct weights *w, uint32_t place, uint64_t key)
{
	uint64_t slot = w->pairs[place];

	/* By a mask: whether it is one cannot be foretold. */
	return (uint32_t)slot & ((1u << WEIGHTS_ROW_BITS) - 1) &
	    -(uint32_t)(slot >> WEIGHTS_ROW_BITS == key);
}

#endif
