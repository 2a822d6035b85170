/* SPDX-License-Identifier: ISC */
#ifndef CARE_ROLECARD_H
#define CARE_ROLECARD_H

#include <stddef.h>

#include "base/bytes.h"
#include "care/anonymous.h"
#include "care/pick.h"
#include "csv/emit.h"

/*
 * Role cards: a call as a scene for a team's training, in words, without
 * anybody in it.  Names, numbers and the note are anonymous (care/
 * anonymous.h); minutes are rounded, dates and times are not told, nor is the
 * exact stress, so that a card leads to no record.
 */
enum rolecard_part {
	ROLECARD_WHO,	  /* Customer 1 calls, Agent 1 answers */
	ROLECARD_REASON,  /* what it was about */
	ROLECARD_HISTORY, /* what came before */
	ROLECARD_MOOD,	  /* at the start */
	ROLECARD_EVENTS,  /* what happened */
	ROLECARD_NOTE,	  /* empty: there is none that could be shown */
	ROLECARD_PARTS
};

struct rolecard {
	size_t cause; /* see care/causes.h */
	struct bytes part[ROLECARD_PARTS];
};

struct rolecards;

/* No cards yet.  Free with rolecards_free(), which takes NULL. */
struct rolecards *rolecards_new(const struct words *);
void rolecards_free(struct rolecards *);

/* Somebody who works here: the name may stand in any note. */
void rolecards_agent(struct rolecards *, struct bytes name);

/* Make cards of some of the cases that were picked, in their order; once. */
void rolecards_make(struct rolecards *, const struct pick *,
    const struct pick_case *const *cases, size_t count);

size_t rolecards_count(const struct rolecards *); /* of NULL: 0 */
const struct rolecard *rolecards_at(const struct rolecards *, size_t i);

/* What a part is called on the card: `Mood at start`; in JSON: `mood`. */
const char *rolecard_heading(enum rolecard_part);
const char *rolecard_name(enum rolecard_part);

/* Write them as plain text, at most 80 columns wide, a line between. */
void rolecards_write(const struct rolecards *, struct emit *);

#endif
