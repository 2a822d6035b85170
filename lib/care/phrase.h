/* SPDX-License-Identifier: ISC */
#ifndef CARE_PHRASE_H
#define CARE_PHRASE_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/map.h"
#include "care/match.h"

/* Ways to read one phrase through its `|`, at most. */
enum { PHRASE_READINGS = 4096 };

/* What phrases are added to. */
struct phrase_book {
	struct match *match;
	struct map *classes; /* uint32_t number by name */
};

/*
 * Let `words`, single words or stems with `|` between, belong to a class;
 * a new name makes a new class.  Returns NULL, or what is wrong, a piece
 * of a sentence.
 */
const char *
phrase_class(struct phrase_book *, struct bytes name, struct bytes words);

/*
 * Read a phrase as a person writes it (the syntax is in care/words.h) and
 * add all that it can mean to a set of the matcher.  The classes that it
 * names must be complete.  Returns NULL, or what is wrong with it, a piece
 * of a sentence; then no phrase was added.
 */
const char *phrase_add(
    struct phrase_book *, enum match_set, struct bytes text, uint32_t value);

#endif
