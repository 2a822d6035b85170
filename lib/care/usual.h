/* SPDX-License-Identifier: ISC */
#ifndef CARE_USUAL_H
#define CARE_USUAL_H

#include <stddef.h>
#include <stdint.h>

/*
 * How usual words are in the notes of calls and in customers' remarks: the
 * matcher begins at the rarest word of a phrase.
 */
struct usual;

struct usual *usual_new(void);
void usual_free(struct usual *);

/*
 * How many of a million words are the one with this hash (struct token),
 * by Zipf's law for its rank; 0 for all words that are not usual.
 */
uint64_t usual_share(const struct usual *, uint64_t hash);

/* How many usual words there are, and one of them. */
size_t usual_count(void);
const char *usual_word(size_t i);

#endif
