/* SPDX-License-Identifier: ISC */
#ifndef CARE_HEADS_H
#define CARE_HEADS_H

#include <stdint.h>

#include "care/match.h"
#include "care/weights.h"

/*
 * What the weights make of a text: a score for each head.
 *
 * Each feature (care/weights.h) adds its row at the place of its last
 * word; v is what a place got.  Of each head
 *
 *	sum	of all v
 *	peak	the greatest sum of v over words in a row, at least 0; one
 *		that ends behind the first 128 words counts @late less, behind
 *		256 twice that, and so on for each time the text has doubled
 *	top	of the sums of v over sentences the three greatest, each
 *		only when it is above 0
 *
 *	t = (@sum sum + @peak peak + @top top) / 1000
 *	t = t @norm / (@norm + words), if @norm is above 0
 *	score = @bias + t + @phrase w / 1000
 *
 * on integers, each division toward zero; w is the weight, in 1/1000, of
 * the surest phrase of words.csv for the signal.  The signals have no @sum
 * and no @norm: what is neutral takes nothing away from peak and top.  Nor
 * does it when it follows: @late is about what stands before.  The more
 * words were looked at, the more of them sound like something by chance:
 * twice as many, so ln 2 or 693 keeps false alarms as rare as in notes.
 * Beyond some 2^29 sums grow no more, up or down: only texts of many
 * thousand words with weights of the largest size come there.
 */

/* The pools of a text, word by word; all zero before the first. */
struct heads {
	_Alignas(64) int32_t sum[HEAD_LANES];
	int32_t run[HEAD_LANES]; /* the best sum that ends here, or 0 */
	int32_t peak[HEAD_LANES];
	int32_t part[HEAD_LANES]; /* of the sentence */
	int32_t top[3][HEAD_LANES];
	size_t words;	/* taken in */
	uint32_t lates; /* how often @late; as often it is in the peak */
};

/* Take in the words of a window whose turn it is, all of one text. */
void
heads_add(const struct weights *, struct heads *, const struct match_window *);

/*
 * Take in the end, and write the score of each head without its phrases.
 */
void heads_scores(
    const struct weights *, struct heads *, size_t words, int64_t score[HEADS]);

/* The heads whose score reaches its @cut: a bit for each. */
uint32_t heads_reach(const struct weights *, const int64_t score[HEADS]);

/*
 * Of a window of short texts: called with the pools of each, in their
 * order, for heads_scores().
 */
typedef void heads_done(void *arg, size_t text, struct heads *);
void heads_texts(const struct weights *, const struct match_window *,
    heads_done *, void *arg);

/* A feature of a text: its row, and its first and last word. */
struct heads_feature {
	uint32_t row;
	size_t first, last;
};

/* Called for each feature of a text, in no order. */
typedef void heads_found(void *arg, const struct heads_feature *);

/* The features of the words of a window whose turn it is. */
void heads_each(const struct weights *, const struct match_window *,
    heads_found *, void *arg);

#endif
