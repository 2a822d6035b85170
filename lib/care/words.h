/* SPDX-License-Identifier: ISC */
#ifndef CARE_WORDS_H
#define CARE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/weights.h"

/*
 * What the notes of a call say: signals, found by the phrases of
 * words.csv (phrase,signal,weight,note), all of them in one pass over the
 * text.
 *
 * A phrase is up to 12 parts with blanks between; ASCII case is folded,
 * a curly apostrophe is a straight one, a hyphen parts two words:
 *
 *	angry		this word, whole
 *	cancel*		a word that begins so, with 3 to 16 letters
 *	mgr|manager	either
 *	the|my|		either or nothing
 *	@manager	any word of the class `manager`
 *	don't		don't, and dont
 *	*		alone: 0 to 3 words, whatever they are
 *	#		a word that begins with a digit: 5pm, 24; not at the
 *			start of a row, where a # makes it a comment
 *	f**		a word masked with stars behind its f: f***, f*ck
 *
 * A class is made by rows whose signal is its name with the @, and whose
 * phrase is single words: `manager|mgr|supv*,@manager,,`.
 *
 * A phrase never reaches over the end of a sentence or a line, and over a
 * comma, colon, dash or bracket only inside a `*` that stands alone.
 *
 * The weight, 0 to 1, is how sure the phrase means the signal; it is one
 * part of the signal's score, the weights of weights.csv are the other
 * (care/weights.h), and 1 is certain whatever they say.  A phrase
 * with the signal `none` is a guard: hits inside its span are dropped
 * (`killing time`); its weight is not looked at.  A hit is cancelled when
 * a negation goes before it in its clause with only light words between
 * ("did not threaten", "no intention of cancelling", "never rude or
 * angry"); a phrase that holds its own negation ("not happy") is not
 * touched by that, nor are the signals that the table in words.c exempts.
 */

/* A set of signals is the sum of these; written in this order. */
enum signal {
	SIGNAL_ABUSE = 1 << 0,	   /* aimed at the agent or a colleague */
	SIGNAL_THREAT = 1 << 1,	   /* the customer's: people, property */
	SIGNAL_PROFANITY = 1 << 2, /* swearing, reported or quoted */
	SIGNAL_ANGER = 1 << 3,
	SIGNAL_MANAGER = 1 << 4,  /* asked for a supervisor */
	SIGNAL_LEGAL = 1 << 5,	  /* lawyer, court, regulator */
	SIGNAL_SELFHARM = 1 << 6, /* a person is at risk */
	SIGNAL_CHURN = 1 << 7,	  /* wants to leave */
	SIGNAL_COMPLAINT = 1 << 8,
	SIGNAL_THANKS = 1 << 9,	 /* sincere */
	SIGNAL_HELP = 1 << 10,	 /* agent or team asks for support */
	SIGNAL_PROMISE = 1 << 11 /* ours, with a time */
};
enum { SIGNAL_COUNT = 12 };

/* Room for what signals_put() writes. */
enum { SIGNALS_MAX = 128 };

/* The name of one signal, "abuse"; "none" for 0. */
const char *signal_name(uint32_t);

/* The signal of that name, or 0. */
uint32_t signal_by_name(struct bytes);

/*
 * Write the names of a set, a space between, in the order above; returns
 * the length (no NUL), 0 for the empty set.
 */
size_t signals_put(char out[SIGNALS_MAX], uint32_t signals);

/* The set that such text names; words that are no signal are passed over. */
uint32_t signals_read(struct bytes);

/* The built-in words.csv. */
extern const char words_csv[];

/* The lists, ready to be found; for any number of threads to read. */
struct words;

/*
 * Read words.csv and weights.csv from the settings folder (NULL, or a
 * folder without one: the built-in one).  Returns NULL when one cannot be
 * read, weights.csv makes no sense, or a row of words.csv has an
 * unknown signal, a weight outside 0..1, no phrase, more than 12 parts or
 * more than 4,096 readings through its `|`; diag_text() names file and
 * line.  Free with words_close().
 */
struct words *words_open(const char *settings_dir);

/*
 * The same for words_knows() alone, and for none of the others: what finds
 * phrases and weights in texts is not built, which is half of the work.
 */
struct words *words_open_known(const char *settings_dir);
void words_close(struct words *);

/* What a text holds. */
struct words_found {
	uint32_t signals;
	size_t words;		     /* in the text */
	size_t known;		     /* of them, words of a list */
	int read;		     /* half of them are known, or more */
	double weight[SIGNAL_COUNT]; /* of the surest phrase for the signal
				      * 1 << i, 0..1 */
	int64_t score[HEADS];	     /* by enum head, 1/1000 of log-odds */
	double hostile;		     /* how sure it is hostile, 0..1 */
	double feeling;		     /* -1 bad .. 1 good; REAL_NONE: no
				      * words, too few known, no weights */
};

/*
 * Find what a text of any bytes and length says.  Allocates nothing; the
 * time is proportional to the length and hardly depends on the number of
 * phrases and weights.
 *
 * A signal is present when its score (care/heads.h) reaches @cut of
 * weights.csv, or when a phrase of weight 1 stands there.  In a text of
 * which not half of the words are known the weights alone say nothing: a
 * phrase must stand there, too.  Without weights a phrase is a signal from
 * weight 0.5 on.
 *
 * How hostile: of abuse, profanity and anger the greatest of (score -
 * ^hostile0) / (^hostile25 - ^hostile0), held between 0 and 1; 1 for a
 * phrase of weight 1.  The feeling is that of the score of stress, to which
 * each signal that is present adds its @mix: 0 at ^s0, -0.15 at ^s15, which
 * is where a text stands that says nothing either way, -1 at ^s1, in
 * straight lines between, and above 0 below ^s0.
 */
void words_find(const struct words *, struct bytes text, struct words_found *);

/*
 * The same of n texts.  Short ones are read together, which takes less time:
 * what has to be fetched from memory for one is on its way while others are
 * looked at.  Some sixteen notes at a time gain all there is to gain.
 */
void words_find_all(const struct words *, const struct bytes *text, size_t n,
    struct words_found *);

/* What became of a hit. */
enum words_fate {
	WORDS_COUNTS,
	WORDS_NEGATED, /* by the word at `by_place` */
	WORDS_GUARDED  /* by the guard phrase at `by_place` */
};

/* One place of a text where a phrase stands. */
struct words_hit {
	size_t line;	     /* of the phrase in words.csv */
	struct bytes phrase; /* as written there */
	uint32_t signal;     /* one */
	double weight;
	size_t place, length; /* in the text, bytes */
	enum words_fate fate;
	size_t by_place, by_length; /* what cancelled it, in the text */
	size_t by_line;		    /* of the guard phrase; 0 for a negation */
};

/*
 * Every hit of a text in the order of place, then of the list, those that
 * do not count included.  Leaves an array in `*hits`, to be freed with
 * free(), and returns their number; 0 leaves NULL.  The phrases stay valid
 * until words_close().
 */
size_t
words_explain(const struct words *, struct bytes text, struct words_hit **hits);

/* A feature of weights.csv that a text has. */
struct words_feature {
	size_t line;	      /* in weights.csv */
	struct bytes feature; /* as written there */
	const int16_t *head;  /* its numbers, by enum head */
	size_t place, length; /* in the text, bytes */
};

/*
 * Every feature of a text in the order of the places where they end; their
 * numbers make the scores.  As words_explain().
 */
size_t words_features(
    const struct words *, struct bytes text, struct words_feature **);

/* How the score of a head came about, in 1/1000; see care/heads.h. */
struct words_sum {
	int64_t bias;
	int64_t words;	/* what the pools of the weights give */
	int64_t phrase; /* what the surest phrase gives */
	int64_t mix;	/* of stress: what the signals give */
	int64_t score;	/* the sum of these */
	int64_t cut;	/* of a signal: from here on it is present */
};

/* The sums of a text, of which words_find() gives the scores. */
void words_sums(
    const struct words *, struct bytes text, struct words_sum sums[HEADS]);

/*
 * Whether a word, in ASCII lower case, is in any of the lists.  More than
 * one word, and one that is longer than TOKEN_LONGEST, is in none.
 */
int words_knows(const struct words *, struct bytes word);

/* What messages call the lists: a path, or the built-in's name. */
const char *words_source(const struct words *);
const char *words_weights_source(const struct words *);

#endif
