/* SPDX-License-Identifier: ISC */
#ifndef CARE_SCENES_H
#define CARE_SCENES_H

#include <stddef.h>
#include <stdint.h>

#include "call/stream.h"
#include "care/pick.h"
#include "care/stress.h"
#include "care/words.h"

/*
 * From scored calls to role cards: which calls are picked (care/pick.h),
 * what came before each (care/before.h), who works here, and the cards
 * (care/rolecard.h).  Kept are a few words of each customer, the names of
 * agents and owners, and the cases.
 */
struct scenes;

enum { SCENES_MOST = PICK_MOST };

/*
 * Cards of 1 to SCENES_MOST cases; the words must outlive it.  Free with
 * scenes_free(), which takes NULL.
 */
struct scenes *scenes_new(const struct words *, size_t most);
void scenes_free(struct scenes *);

/*
 * Take a call of an earlier export, which is no case but may be what came
 * before one.  Needs what before_take() does.
 */
void scenes_past(struct scenes *, const struct call *);

/* Take the stream's current record with its score. */
void scenes_take(struct scenes *, struct stream *, const struct call *,
    const struct stress *, int64_t contacts);

/*
 * When all were taken: write the cards.  A warning says when there are less
 * than were wanted.
 */
void scenes_write(struct scenes *, struct emit *);

#endif
