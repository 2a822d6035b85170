/* SPDX-License-Identifier: ISC */
#ifndef CARE_COVER_H
#define CARE_COVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/roster.h"

/*
 * Coverage: who of a queue may be away at the same time.  Of the agents
 * of a queue who are at work at an instant at most a share may be on a
 * breather, and at least one.  Those on a break of their shift are neither
 * at work nor away.  An agent belongs to one queue, and is never in two
 * breaks.
 */
struct cover;

enum {
	COVER_PERCENT = 10,	   /* the share */
	COVER_EDGE_MS = 15 * 60000 /* no breather in a shift's first and
					 * last minutes */
};

/* A cover of a roster, which must outlive it.  Free with cover_free(). */
struct cover *cover_new(struct roster *);
void cover_free(struct cover *);

/* The queue that an agent, by the roster's number, belongs to from now on. */
void cover_join(struct cover *, size_t agent, struct bytes queue);

/* How many of the agent's queue may be away at an instant, and are. */
int64_t cover_limit(struct cover *, size_t agent, int64_t t);
int64_t cover_away(struct cover *, size_t agent, int64_t t);

/* Whether two agents are of one queue. */
int cover_together(struct cover *, size_t agent, size_t other);

/*
 * The earliest instant from `from` to `latest` at which the agent may go
 * away for so many minutes, within one stretch of work; `edges` is
 * whether the edges of the shift are to be left alone.  An agent who is
 * not at work by the roster is not bound: `from`.  INSTANT_NONE when
 * there is none.
 */
int64_t cover_earliest(struct cover *, size_t agent, int64_t from,
    int64_t latest, int64_t minutes, int edges);

/*
 * Whether the agent's shift alone has room for so many minutes at `t`:
 * outside of its edges and breaks.
 */
int cover_in_shift(struct cover *, size_t agent, int64_t t, int64_t minutes);

/*
 * What in the agent's shift alone makes so many minutes at `from` later:
 * an edge or a break of it, in words; NULL when nothing does, and for who
 * is not at work by the roster.  `*at` is where they would lie then,
 * INSTANT_NONE when nowhere.
 */
const char *cover_held(struct cover *, size_t agent, int64_t from,
    int64_t minutes, int edges, int64_t *at);

/* The agent is away from `from` until `until`. */
void cover_take(struct cover *, size_t agent, int64_t from, int64_t until);

/* From `t` on the agent is not away, whatever was taken. */
void cover_release(struct cover *, size_t agent, int64_t t);

/* Whether the agent is away at `t`. */
int cover_is_away(struct cover *, size_t agent, int64_t t);

#endif
