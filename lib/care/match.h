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
 * share; of all phrases of a window the first part, then the next of those
 * that are left, and so on.  Words that are no anchor, most words of most
 * texts, cost a look at a flag of the lexicon; how many phrases there are
 * changes little.
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
	/* Words that a phrase can span: 7 words, 5 gaps and some room. */
	MATCH_SPAN = 24,
	MATCH_WINDOW = TOKENS,
	/* Of short texts: as many as wait for memory together at best. */
	MATCH_TEXTS = 32,
	MATCH_BATCH = 384, /* words; the last text may bring some more */
	MATCH_SHORT = 512, /* bytes, of a text that a window takes */
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
 * Words under search: those of several short texts, one behind the other,
 * or a part of a long one.  All of it lives here, some 60 KiB of which a
 * note touches few: on the stack it is.  What is said of word i of the
 * window stands at i, or at MATCH_EDGE + i where there are edges.
 *
 * Nothing reaches from one text into the next: behind its last word each
 * one ends as a sentence does.
 */
struct match_window {
	const struct match *match;
	const struct lexicon_table *lexicon;
	size_t from, to; /* the words whose turn it is, as anchors */
	size_t texts;	 /* of which there are words here */
	struct {
		uint16_t end;	/* the number behind its last word here */
		uint16_t lower; /* it holds small letters */
	} text[MATCH_TEXTS];
	/* Of a long text. */
	struct token_reader reader;
	int ended;		       /* the reader is at its end */
	size_t words_gone, known_gone; /* dropped from the window */

	struct tokens token;
	const struct lexicon_slot *slot[MATCH_WINDOW + MATCH_PADDING];
	/* Out of the slots, side by side, with strangers at the edges. */
	lexicon_glance glance[MATCH_WINDOW + 2 * MATCH_EDGE];
	uint32_t base[MATCH_WINDOW + MATCH_EDGE + MATCH_PADDING];
	uint32_t column[MATCH_WINDOW + MATCH_PADDING];
	uint32_t number[MATCH_WINDOW]; /* as a part of phrases */
	unsigned char flags[MATCH_WINDOW + MATCH_PADDING];
	unsigned char edge[MATCH_EDGE]; /* zero, right in front of `gap' */
	/*
	 * What lies behind a word: enum token_gap, with MATCH_LOUD and
	 * MATCH_ASKING; behind the window's last word only at the end.
	 * MATCH_CAPS is the word's own, in a text with small letters.  Four
	 * at once are looked at: zero behind the last.
	 */
	unsigned char gap[MATCH_WINDOW + MATCH_PADDING];
};

enum {
	MATCH_GAP_KIND = 3,
	MATCH_LOUD = 4,
	MATCH_ASKING = 8,
	MATCH_CAPS = TOKEN_CAPS
};

/* Begin a window of short texts. */
void match_open(struct match_window *, const struct match *);

/*
 * Put a text behind those that are there.  Returns 1, or 0 when there is no
 * room for it: to an empty window it is too long.
 */
int match_put(struct match_window *, struct bytes text);

/* Look the words up, when all texts are there: all of them have their turn. */
void match_look(struct match_window *);

/* Begin to read a text of any length. */
void
match_start(struct match_window *, const struct match *, struct bytes text);

/*
 * Go on to its next part.  Returns 1, or 0 at its end.  Every word has its
 * turn in exactly one part.
 */
int match_next(struct match_window *);

/* Some words of a window: from `begin` up to `end`. */
struct match_range {
	size_t begin, end;
};

/* The words of a text in the window. */
static inline struct match_range
match_text(const struct match_window *w, size_t text)
{
	return (struct match_range){ text > 0 ? w->text[text - 1].end : 0,
		w->text[text].end };
}

/* Words of a text so far, and how many of them somebody knows. */
struct match_count {
	size_t words, known;
};
struct match_count match_count(const struct match_window *, size_t text);

/*
 * Called for each phrase found; `first` and `last` are the numbers of its
 * words in the window.
 */
typedef void match_found(void *arg, uint32_t value, size_t first, size_t last);

/* The most words that a phrase of a set can span. */
size_t match_span(const struct match *, enum match_set);

/*
 * Report the phrases of a set whose anchor is one of the words of n ranges,
 * in no order that means anything, which is the same on all machines.  A
 * phrase can be reported more than once for the same place.  With
 * match_span() words more on both sides a range has all phrases that touch
 * one between.
 */
void match_each(const struct match_window *, enum match_set,
    const struct match_range *, size_t n, match_found *, void *arg);

#endif
