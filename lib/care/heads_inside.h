/* SPDX-License-Identifier: ISC */
#ifndef CARE_HEADS_INSIDE_H
#define CARE_HEADS_INSIDE_H

#include "care/heads.h"

/*
 * The inside of care/heads.h: heads.c finds the features of a window,
 * heads_pools.c adds them up.
 */

/*
 * The words of a window are taken in pieces: with the words before it that
 * a feature may reach back to, a piece has as many as a bitmap has bits.
 */
enum {
	HEADS_REACH = 4,		/* words back: a pair with 3 between */
	HEADS_PIECE = 64 - HEADS_REACH, /* words */
	/* Features of a place beside its word: pairs and marks. */
	HEADS_EVENTS = HEADS_PIECE * (HEADS_REACH + 2)
};

_Static_assert((int)HEADS_REACH == (int)MATCH_EDGE, "the window has as many");

/*
 * A cell of the weights that is added at a place of the piece if it is its
 * owner's.
 */
struct heads_event {
	uint32_t cell, owner;
	uint8_t first, place;
};

/* The features of a piece of a window. */
struct heads_piece {
	size_t at;	   /* the window's word at bit 0 */
	size_t begin, end; /* bits of the words of the piece */
	/* Of the word at bit 0: */
	const struct lexicon_slot *const *slot;
	const uint32_t *base, *column; /* as left and right of pairs */
	uint64_t negated; /* words that take their row for negated ones */
	uint64_t stop;	  /* a sentence ends behind the word, for weights to
			   * which that matters */
	size_t events;
	struct heads_event event[HEADS_EVENTS + 1];
};

/* The features of up to HEADS_PIECE words from `from` on, as far as `to`. */
void heads_features(const struct weights *, const struct match_window *,
    size_t from, size_t to, struct heads_piece *);

/* The row that word i of the piece takes when it is negated. */
static inline uint32_t
heads_negated_row(
    const struct weights *w, const struct heads_piece *p, size_t i)
{
	return w->negated[w->row_of[p->slot[i]->entry.number]];
}

#endif
