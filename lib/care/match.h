/* SPDX-License-Identifier: ISC */
#ifndef CARE_MATCH_H
#define CARE_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/lexicon.h"
#include "care/token.h"

/*
 * Finding many phrases in one pass.  Of each phrase the rarest word is its
 * anchor: only where that word stands are its neighbours compared, first
 * those before it, then those behind it, along a trie that all phrases
 * share.  Words that are no anchor, most words of most texts, cost a look
 * at a flag of the lexicon; how many phrases there are changes little.
 */
struct match;

enum match_kind {
	MATCH_WORD,  /* the word */
	MATCH_STEM,  /* a word that begins so */
	MATCH_DIGIT, /* a word that begins with a digit */
	MATCH_CLASS, /* a word out of a class */
	MATCH_SOME   /* 0 to MATCH_GAP_WORDS words */
};

enum {
	MATCH_GAP_WORDS = 3,
	MATCH_STEM_SHORTEST = 3, /* bytes */
	MATCH_PARTS = 12,	 /* of a phrase, gaps included */
	/* Words that a phrase can span: 6 words, 5 gaps and some room. */
	MATCH_SPAN = 24,
	MATCH_WINDOW = 512,
	MATCH_EDGE = 4,	   /* strangers on both sides of a text */
	MATCH_PADDING = 16 /* for those who look at 16 words at once */
};

/* Two sets of phrases, searched for one without the other. */
enum match_set { MATCH_PHRASES, MATCH_GUARDS, MATCH_SETS };

/* One part of a phrase. */
struct match_part {
	enum match_kind kind;
	uint64_t hash;	    /* a token's, of a word or stem; number of a
				 * class; else 0 */
	uint64_t low, high; /* of a word or stem, as of a token */
	size_t n;	    /* of a stem: its bytes */
};

/*
 * A matcher whose words go into that lexicon, with a flag at its anchors:
 * LEXICON_PHRASE << set.  The lexicon must outlive it.
 */
struct match *match_new(struct lexicon *);
void match_free(struct match *);

/*
 * A new class of words, empty; the numbers count from 0.  However many
 * words it has, a phrase with a class in it costs little more than one
 * with a word.
 */
uint32_t match_class(struct match *);

/* Put a word or stem into a class, before any phrase uses it. */
void match_class_add(struct match *, uint32_t class, const struct match_part *);

/* The class of these words and stems, no others: made when there is none. */
uint32_t match_class_of(struct match *, const struct match_part *, size_t n);

/*
 * Add a phrase that stands for `value`.  It has 1 to MATCH_PARTS parts, no
 * gap at its ends nor two in a row, and at least one word, stem or class.
 */
void match_add(struct match *, enum match_set, const struct match_part *,
    size_t n, uint32_t value);

/* To be called once, behind the last match_add() and lexicon_ready(). */
void match_ready(struct match *);

/*
 * A text under search, part by part.  All of it lives here, about 60 KiB
 * of which a note touches few: on the stack it is.  What is said of word i
 * of the window stands at i, its slot at MATCH_EDGE + i.
 */
struct match_window {
	const struct match *match;
	const struct lexicon_table *lexicon;
	struct token_reader reader;
	int ended;	 /* the reader is at its end */
	size_t words;	 /* of the text, so far */
	size_t known;	 /* of these, words that somebody knows */
	size_t n;	 /* words in `token` */
	size_t from, to; /* of these, the anchors whose turn it is */
	struct token token[MATCH_WINDOW];
	const struct lexicon_slot *slot[MATCH_WINDOW + 2 * MATCH_EDGE];
	unsigned char flags[MATCH_WINDOW + MATCH_PADDING];
	/*
	 * What lies behind a word: enum token_gap, with MATCH_LOUD and
	 * MATCH_ASKING; behind the window's last word only at the end.
	 * MATCH_CAPS is the word's own.
	 */
	unsigned char gap[MATCH_WINDOW + MATCH_PADDING];
	/* Slots of words that only begin with a stem, as they come. */
	struct lexicon_slot own[MATCH_WINDOW];
	size_t owned;
};

enum {
	MATCH_GAP_KIND = 3,
	MATCH_LOUD = 4,
	MATCH_ASKING = 8,
	MATCH_CAPS = TOKEN_CAPS
};

/* Begin to read a text. */
void
match_start(struct match_window *, const struct match *, struct bytes text);

/*
 * Go on to the next part of the text.  Returns 1, or 0 at its end.  Every
 * word is an anchor in exactly one part.
 */
int match_next(struct match_window *);

/*
 * Called for each phrase found; `first` and `last` are the numbers of its
 * words in the window.
 */
typedef void match_found(void *arg, uint32_t value, size_t first, size_t last);

/*
 * Report the phrases of a set whose anchor is one of the words from
 * `begin` up to `end`, in the order of their anchors.  A phrase can be
 * reported more than once for the same place.  With MATCH_SPAN words more
 * on both sides these include all that touch a phrase between.
 */
void match_each(const struct match_window *, enum match_set, size_t begin,
    size_t end, match_found *, void *arg);

#endif
