/* SPDX-License-Identifier: ISC */
#ifndef CARE_MATCH_H
#define CARE_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/token.h"

/*
 * Finding many phrases in one pass.  Of each phrase the rarest word is its
 * anchor: only where that word stands are its neighbours compared, first
 * those before it, then those behind it, along a trie that all phrases
 * share.  Words that are no anchor, most words of most texts, cost one
 * look at a bitmap; how many phrases there are changes little.
 */
struct match;

enum match_kind {
	MATCH_WORD,  /* the word */
	MATCH_STEM,  /* a word that begins so */
	MATCH_DIGIT, /* a word that begins with a digit */
	MATCH_CLASS, /* a word out of a class */
	MATCH_GAP    /* 0 to MATCH_GAP_WORDS words */
};

enum {
	MATCH_GAP_WORDS = 3,
	MATCH_STEM_SHORTEST = 3, /* bytes */
	MATCH_PARTS = 12,	 /* of a phrase, gaps included */
	/* Words that a phrase can span: 6 words, 5 gaps and some room. */
	MATCH_SPAN = 24,
	MATCH_WINDOW = 512
};

/* One part of a phrase. */
struct match_part {
	enum match_kind kind;
	uint64_t hash; /* a token's, of a word or stem; number of a
				 * class; else 0 */
	uint32_t head; /* of a word or stem: the first four bytes, as
				 * in the `low` of a token */
	size_t n;      /* of a stem: its bytes */
};

struct match *match_new(void);
void match_free(struct match *);

/*
 * A new class of words, empty; the numbers count from 0.  However many
 * words it has, a phrase with a class in it costs little more than one
 * with a word.
 */
uint32_t match_class(struct match *);

/* Put a word or stem into a class, before any phrase uses it. */
void match_class_add(struct match *, uint32_t class, const struct match_part *);

/*
 * Add a phrase that stands for `value`.  It has 1 to MATCH_PARTS parts, no
 * gap at its ends nor two in a row, and at least one word, stem or class.
 */
void
match_add(struct match *, const struct match_part *, size_t n, uint32_t value);

/* To be called once, behind the last match_add(). */
void match_ready(struct match *);

/*
 * A text under search, part by part, for any number of matchers.  All of
 * it lives here, about 25 KiB: on the stack it is.
 */
struct match_window {
	struct token_reader reader;
	int ended;	 /* the reader is at its end */
	size_t words;	 /* of the text, so far */
	size_t n;	 /* words in `token` */
	size_t from, to; /* of these, the anchors whose turn it is */
	/* A glance at each word, with room for a gap on both sides. */
	uint64_t glance[MATCH_WINDOW + 2 * (MATCH_GAP_WORDS + 1)];
	struct token token[MATCH_WINDOW];
};

void match_start(struct match_window *, struct bytes text);

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
 * Report the phrases whose anchor is in this part or, when `around` is
 * not 0, up to MATCH_SPAN words before or behind it too: these include all
 * that touch a phrase of this part.  In the order of their anchors.  A
 * phrase can be reported more than once for the same place.
 */
void match_each(const struct match *, const struct match_window *, int around,
    match_found *, void *arg);

#endif
