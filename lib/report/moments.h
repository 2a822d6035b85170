/* SPDX-License-Identifier: ISC */
#ifndef REPORT_MOMENTS_H
#define REPORT_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"

/*
 * Good moments: hard calls that were resolved all the same, calls that
 * began badly and ended well, customers who said thank you.  How many there
 * were is in the tally; here are a few of each to talk about.
 */
enum moment_kind {
	MOMENT_RESOLVED,
	MOMENT_TURNED,
	MOMENT_THANKS,
	MOMENT_KINDS
};

/* How many of a kind are kept. */
enum { MOMENTS = 5 };

struct moment {
	int64_t weight; /* what made it worth keeping */
	int64_t start;
	struct bytes call_id, agent, reason;
};

struct moments;

/* Free with moments_free(), which takes NULL. */
struct moments *moments_new(void);
void moments_free(struct moments *);

/*
 * A handled leg that was such a moment.  Those with the largest weight are
 * kept, the earlier of equals; the texts are copied.
 */
void moments_take(
    struct moments *, enum moment_kind, const struct call *, int64_t weight);

/* Those of a kind in order of time; `*count` is their number. */
const struct moment *
moments_of(struct moments *, enum moment_kind, size_t *count);

/* What a kind is in words: "hard, and resolved". */
const char *moment_words(enum moment_kind);

#endif
