/* SPDX-License-Identifier: ISC */
#ifndef CARE_WORDS_INSIDE_H
#define CARE_WORDS_INSIDE_H

#include "care/heads.h"
#include "care/match.h"
#include "care/negation.h"
#include "care/words.h"

/*
 * The inside of struct words: words.c reads the lists, words_search.c finds
 * what they say of texts, words_tell.c explains it.
 */

/* A row of words.csv. */
struct words_row {
	uint32_t signal; /* 0: a guard */
	unsigned index;	 /* of the signal's bit */
	int negatable;	 /* a negation cancels it */
	double weight;
};

struct words {
	struct settings *settings; /* for what explanations quote */
	struct words_row *rows;
	struct lexicon *lexicon;
	struct match *match;
	struct negation *negation;
	struct weights *weights;
};

/* A hit as the search gives it, in words of the window. */
struct words_place {
	uint32_t row;
	size_t first, last;
	enum words_fate fate;
	size_t by_first, by_last;
	uint32_t by_row;
};

typedef void words_take(void *arg, const struct words_place *);

/* Hits of one window that are kept until their guards are known. */
enum { WORDS_KEPT = 256 };

/* A search through texts. */
struct words_search {
	const struct words *words;
	struct match_window window;
	heads_found *take_feature; /* for every feature, or NULL */
	words_take *take;	   /* for every hit; NULL: only those count */
	void *arg;
	struct words_found *found; /* of each text of the window */
	/* Of each text the signals with a phrase that counts. */
	uint32_t phrases[MATCH_TEXTS];
	struct heads heads; /* of the one text of words_search() */
	size_t text;	    /* whose hits are looked at */
	size_t hits;	    /* of the window */
	struct words_kept {
		uint32_t row;
		uint16_t first, last, text;
	} kept[WORDS_KEPT]; /* the first of them */
	/*
	 * For each word, how far the guard reaches that covers it: the number
	 * of the word behind its last, where and what it is.  Only of texts
	 * that have guards: a bit for each.
	 */
	uint32_t guarded;
	uint16_t guard_end[MATCH_WINDOW];
	uint16_t guard_from[MATCH_WINDOW];
	uint32_t guard_row[MATCH_WINDOW];
};

/* Search one text: as words_find(), with the takers of `s` set. */
void words_search(struct words_search *, const struct words *,
    struct bytes text, struct words_found *);

#endif
