/* SPDX-License-Identifier: ISC */
#ifndef CARE_WEIGHTS_H
#define CARE_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/lexicon.h"
#include "care/pairs.h"

struct emit;

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
 *	^.		a word that begins a sentence, not the first one
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
	POOL_LATE,
	POOL_NORM,
	POOL_PHRASE,
	POOL_CUT,
	POOL_MIX,
	POOL_HOSTILE_0,
	POOL_HOSTILE_25,
	POOL_S_0,
	POOL_S_15,
	POOL_S_1,
	WEIGHTS_POOLS
};

/* Features that are marks of a place. */
enum weights_mark {
	MARK_CAPS,
	MARK_LOUD,
	MARK_ASKING,
	MARK_BEGINS,
	WEIGHTS_MARKS
};

enum weights_kind { PAIR_NEAR, PAIR_FAR };

_Static_assert((int)HEADS == (int)LEXICON_ROW, "rows are the same");

/* A row with what tells whose it is: half a line of the cache. */
struct weights_cell {
	_Alignas(32) int16_t head[HEADS];
	uint32_t owner; /* as of pairs */
};

struct weights {
	int16_t (*rows)[HEAD_LANES]; /* row 0 is all zero */
	size_t row_count, row_cap;
	struct weights_place {
		uint32_t line; /* 0: nobody wrote the row */
		uint32_t at;   /* of that line, bytes */
	} * place;	       /* of each row in the file */
	size_t place_cap;
	uint32_t *pair_of; /* by number of a word: what it is in pairs */
	uint32_t *row_of;  /* and its row; 0: none */
	size_t word_count, row_of_cap;
	uint32_t *negated; /* by row of a word: its row when negated */
	size_t negated_cap;
	uint64_t *keys; /* of pairs, see weights_key() */
	uint32_t *key_rows;
	size_t pair_count, key_cap, key_row_cap;
	/*
	 * A word's line of pairs holds those right behind it, then, from
	 * column `far` on, those that are further off.
	 */
	struct pairs pairs;
	uint32_t far;
	/* By the pairs' places, then the marks: their rows, and which. */
	struct weights_cell *cells;
	uint32_t *cell_rows;
	uint32_t mark[WEIGHTS_MARKS]; /* their rows; 0: none */
	int32_t pool[WEIGHTS_POOLS][HEAD_LANES];
	uint32_t pool_line[WEIGHTS_POOLS]; /* 0: by default */
	uint32_t pooled; /* heads of which not only the peak counts */
	int tops;	 /* sentences count for some head */
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
 * A file whose last line has no line end is warned of.
 */
struct weights *weights_open(const char *settings_dir, struct lexicon *);
void weights_free(struct weights *);

/*
 * For --print-settings: write the file, the folder's or the built-in one,
 * as it stands behind a line `# weights.csv`: a row that begins with # is a
 * feature here, and no comment.  Returns 0, or -1 with diag_text() when it
 * cannot be read.
 */
int weights_print(const char *settings_dir, struct emit *);

/* To be called once, behind lexicon_ready(). */
void weights_ready(struct weights *, struct lexicon *);

/* What messages call the file: a path, or the built-in's name. */
const char *weights_source(const struct weights *);

/* The feature of a row as written. */
struct bytes weights_feature(const struct weights *, uint32_t row);

#endif
