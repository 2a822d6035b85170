/* SPDX-License-Identifier: ISC */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "report/hist.h"

/*
 * What a report counts: whole numbers only, by group, key and measure, and
 * exact histograms.  Nothing here is a mean or a percentage, so that the
 * tallies of parts of a day can be added up, in any order, to that of the
 * whole.
 */
enum tally_group {
	TALLY_TEAM,	 /* one entry, its key is empty */
	TALLY_QUEUES,	 /* by queue */
	TALLY_INTERVALS, /* by the hour that a record starts in, its key
				 * as tally_instant_key() writes it */
	TALLY_AGENTS,	 /* by agent */
	TALLY_CAUSES,	 /* by component of stress */
	TALLY_RULES,	 /* by rule that offered a breather */
	TALLY_LEVELS,	 /* by level of escalation */
	TALLY_REASONS,	 /* by what calls were about */
	TALLY_GROUPS
};

/*
 * Sums come first, the largest of something from MEASURE_MOST_WAIT_MS on,
 * the smallest of something from MEASURE_LEAST_START on.
 */
enum measure {
	/* Calls that were offered. */
	MEASURE_OFFERED,
	MEASURE_ANSWERED,
	MEASURE_ABANDONED,
	MEASURE_SHORT,		 /* abandoned within short_abandon */
	MEASURE_ANSWERED_WITHIN, /* within T */
	MEASURE_ABANDONED_WITHIN,
	MEASURE_WAITS,	      /* with a known wait */
	MEASURE_ANSWER_WAITS, /* of these, answered */
	MEASURE_ANSWER_WAIT_MS,
	MEASURE_RESOLVED,
	MEASURE_UNRESOLVED,  /* answered and said so */
	MEASURE_CONTACTS,    /* with a known number of contact */
	MEASURE_REPEATS,     /* where it is 2 and more */
	MEASURE_FIRSTS,	     /* answered first contacts */
	MEASURE_FIRSTS_KEPT, /* without another within 7 days */
	MEASURE_FIRSTS_OPEN, /* whose 7 days are not over yet */
	/* Legs that somebody handled. */
	MEASURE_CALLS, /* calls, counted at their first leg */
	MEASURE_LEGS,
	MEASURE_HANDLES,
	MEASURE_HANDLE_MS, /* how many known; their sum */
	MEASURE_TALKS,
	MEASURE_TALK_MS,
	MEASURE_HOLDS,
	MEASURE_HOLD_MS,
	MEASURE_WRAPS,
	MEASURE_WRAP_MS,
	MEASURE_TRANSFERS,
	MEASURE_RATINGS,
	MEASURE_RATING,	  /* in 1/10,000 */
	MEASURE_STRESSED, /* with a known stress */
	MEASURE_STRESS,
	MEASURE_CALM,
	MEASURE_STRAINED,
	MEASURE_HARD,
	MEASURE_HARD_RESOLVED,
	MEASURE_STRESS_WORK, /* handle ms x stress */
	MEASURE_OUTSIDE_OF,  /* stress where the next is known */
	MEASURE_OUTSIDE,     /* stress x percent outside control */
	MEASURE_LOADS,
	MEASURE_LOAD, /* in tenths */
	MEASURE_OVER, /* minutes over 60, in tenths */
	MEASURE_BREATHERS,
	MEASURE_BREATHER_MINUTES,
	MEASURE_TAKEN,
	MEASURE_MISSED,
	MEASURE_FELT,	/* how it began and ended is known */
	MEASURE_TURNED, /* of these, from negative to positive */
	MEASURE_THANKS, /* the customer said thank you */
	/* Records. */
	MEASURE_PROMISED, /* promises; this and the next by cases.h */
	MEASURE_PROMISES_KEPT,
	MEASURE_ESCALATED, /* of agents those records */
	MEASURE_KEPT,	   /* escalations that are over */
	MEASURE_OPEN,	   /* those left for tomorrow */
	MEASURE_OVERDUE,   /* of these, past their due time */
	MEASURE_TARGET,
	MEASURE_DONE,
	/* The largest of. */
	MEASURE_MOST_WAIT_MS,
	MEASURE_MOST_LOAD,
	MEASURE_MOST_END, /* of handled legs, ms since 1970; 0: none */
	/* The smallest of. */
	MEASURE_LEAST_START, /* of handled legs, as above */
	MEASURES
};

enum tally_hist {
	TALLY_WAIT,   /* s, of offered calls */
	TALLY_TALK,   /* s, of handled legs */
	TALLY_STRESS, /* points, of handled legs */
	/* How handle times went on after a breather, in thousandths of
	 * those before it (relief.h): taken, and missed. */
	TALLY_TAKEN_RATIO,
	TALLY_MISSED_RATIO,
	TALLY_HISTS
};

/*
 * What a record adds: to the measures of calls that were offered, up to
 * MEASURE_CALLS, and from there on to those of legs that somebody handled.
 */
enum { TALLY_SUMS = (MEASURE_PROMISED + 7) / 8 * 8 }; /* for vectors */
struct tally_sums {
	/* 0 or more; from MEASURE_PROMISED on 0 */
	_Alignas(64) int64_t n[TALLY_SUMS];
	uint64_t reach; /* tally_add_call()'s and tally_add_leg()'s own,
				* 0 before the first record */
};
_Static_assert((int)TALLY_SUMS <= (int)MEASURES && MEASURE_CALLS % 8 == 0,
    "both parts are whole vectors");

/* Calls' measures and legs' have cache lines of their own. */
struct tally_entry {
	_Alignas(64) int64_t n[MEASURES];
	uint32_t place; /* in its group, for tally_at() */
	int withheld;	/* what people did is not shown (fold.h) */
	struct hist *hist[TALLY_HISTS]; /* NULL: not kept for the group */
};

/* Whether a measure tells of what people did, and not customers alone. */
static inline int
measure_is_work(int m)
{
	return (m >= MEASURE_CALLS && m < MEASURE_PROMISED) ||
	    m == MEASURE_TARGET || m == MEASURE_DONE ||
	    m > MEASURE_MOST_WAIT_MS;
}

struct tally;

/* A tally of nothing; free with tally_free(), which takes NULL. */
struct tally *tally_new(void);
void tally_free(struct tally *);

/*
 * The entry of a key, made at the first; it stays where it is until
 * tally_free().
 */
struct tally_entry *
tally_entry(struct tally *, enum tally_group, struct bytes key);

/* An entry of a group by its place; the team's is 0. */
struct tally_entry *
tally_at(const struct tally *, enum tally_group, uint32_t place);

/* The key of an entry by its place; it belongs to the tally. */
struct bytes tally_key(const struct tally *, enum tally_group, uint32_t place);

/* How many entries a group has; their places are 0 to that less 1. */
size_t tally_count(const struct tally *, enum tally_group);

/*
 * Give all entries of a group other keys: `name` appends that of a key to
 * an empty text.  Places stay; of two keys that become one the later one
 * gets a number behind it.
 */
void tally_rename(struct tally *, enum tally_group,
    void (*name)(void *arg, struct bytes key, struct buf *out), void *arg);

/* One entry of a group with its key, which belongs to the tally. */
struct tally_row {
	struct bytes key;
	const struct tally_entry *entry;
};

/*
 * The entries of a group in the order of their keys' bytes, in a new array
 * for the caller to free; `*count` is their number.
 */
struct tally_row *
tally_rows(const struct tally *, enum tally_group, size_t *count);

/*
 * Add one entry to another: sums and histograms add up, of the largest the
 * larger stays, of the smallest the smaller.  Histograms that `to` does not
 * keep are passed over.
 */
void tally_merge(struct tally_entry *to, const struct tally_entry *from);

/* Add to a sum; it stays at the end of its range when it would leave it. */
static inline void
tally_add(struct tally_entry *e, enum measure m, int64_t n)
{
	int64_t sum;

	if (__builtin_add_overflow(e->n[m], n, &sum))
		sum = n < 0 ? INT64_MIN : INT64_MAX;
	e->n[m] = sum;
}

/*
 * The same as tally_add() for each measure of an offered call, or of a leg,
 * to each of several entries.  Those measures of theirs have no more than
 * what was added from the same sums, which are left 0.
 */
void tally_add_call(
    struct tally_entry *const to[], size_t count, struct tally_sums *);
void tally_add_leg(
    struct tally_entry *const to[], size_t count, struct tally_sums *);

/* Keep the larger. */
static inline void
tally_most(struct tally_entry *e, enum measure m, int64_t n)
{
	if (e->n[m] < n)
		e->n[m] = n;
}

/* Keep the smaller; 0 is none. */
static inline void
tally_least(struct tally_entry *e, enum measure m, int64_t n)
{
	if (n > 0 && (e->n[m] == 0 || e->n[m] > n))
		e->n[m] = n;
}

/* An instant as a key of 8 bytes whose order is that of time, and back. */
enum { TALLY_INSTANT = 8 };
struct bytes tally_instant_key(int64_t instant, char out[TALLY_INSTANT]);
int64_t tally_instant(struct bytes key);

#endif
