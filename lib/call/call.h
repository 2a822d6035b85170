/* SPDX-License-Identifier: ISC */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/recent.h"
#include "call/duration.h"
#include "call/field.h"
#include "call/zone.h"
#include "csv/scan.h"

/*
 * One record as a call: the typed values of the fields that a tool asked
 * for.  Everything points into the record and is valid as long as it is.
 */

enum outcome {
	OUTCOME_UNKNOWN,
	OUTCOME_ANSWERED,
	OUTCOME_ABANDONED,
	OUTCOME_VOICEMAIL,
	OUTCOME_CALLBACK,
	OUTCOME_FAILED,
	OUTCOME_ENDED_BY_POLICY
};

enum direction { DIRECTION_UNKNOWN, DIRECTION_IN, DIRECTION_OUT };

/* Yes, no, or nothing there. */
enum flag { FLAG_NONE, FLAG_YES, FLAG_NO };

/* Groups of values; a tool names those it needs, the rest is not read. */
enum call_needs {
	NEED_TIMES = 1 << 0,	/* start .. end, handling, durations */
	NEED_PEOPLE = 1 << 1,	/* agent, queue, reason, outcome,
					 * direction, channel, ids */
	NEED_CUSTOMER = 1 << 2, /* the customer's key */
	NEED_FEELING = 1 << 3,	/* sentiment, csat, text, flags */
	NEED_COUNTS = 1 << 4,	/* transfers, holds, interruptions,
					 * resolved, self_rating */
	NEED_STRESS = 1 << 5,	/* stress and signals of triage */
	NEED_FLAGS = 1 << 6,	/* help_asked, hostile, threat; part of
				 * NEED_FEELING too */
	NEED_LEGS = 1 << 7	/* call_legs() of each record */
};

/* A real number that is not there. */
#define REAL_NONE (-1e300)

struct call {
	const struct record *record;

	/* NEED_TIMES.  Instants in ms, INSTANT_NONE when not known. */
	int64_t start;
	int64_t answered_at; /* from its column */
	int64_t end;	     /* from its column, else start + parts */
	int64_t ivr, wait, ring, talk, hold, wrap, total; /* ms or
					 * DURATION_NONE */
	int64_t handle_time;   /* ms or DURATION_NONE; 0 is possible */
	int64_t handling_from; /* INSTANT_NONE when nobody handled */
	int64_t handling_until;

	/* NEED_PEOPLE.  Empty slices when absent. */
	struct bytes call_id, parent_id;
	/* What the legs of a call share: its parent_id; where the export
	 * has such a column and it is blank, the call_id, which the other
	 * legs name as their parent's.  Empty: a call of its own. */
	struct bytes joined;
	struct bytes agent; /* empty: nobody */
	struct bytes queue, reason, channel;
	enum direction direction;
	enum outcome outcome;
	int handled; /* answered, and by an agent */

	/* NEED_CUSTOMER: as compared, without blanks and + - ( ). */
	struct bytes customer; /* empty: nobody */

	/* hash_bytes() of `customer' and, by NEED_LEGS, recent_counted() of
	 * `joined', which are what tables are kept by, reckoned once; 0: not
	 * known, see call_hash() and call_legs() */
	uint64_t customer_hash, joined_hash;

	/* NEED_FEELING */
	double sentiment, sentiment_end; /* -1..1 or REAL_NONE */
	double csat;			 /* as written, or REAL_NONE */
	double csat_scaled;		 /* -1 worst .. 1 best, or REAL_NONE */
	struct bytes text;		 /* doubled quotes made single */
	enum flag help_asked, hostile, threat;

	/* NEED_COUNTS: -1 when absent */
	int64_t transfers, holds, interruptions;
	enum flag resolved;
	double self_rating; /* 0..10 or REAL_NONE */

	/* NEED_STRESS */
	int64_t stress;	      /* 0..100, -1 when blank or absent */
	struct bytes signals; /* words with a space between */
};

/* The hash of one of a call's keys, which may be known. */
static inline uint64_t
call_hash(struct bytes key, uint64_t known)
{
	return known != 0 ? known : hash_bytes(key);
}

/* What tells the call that a record is a leg of, for recent_take(). */
static inline uint64_t
call_legs(const struct call *c)
{
	return c->joined_hash != 0 ? c->joined_hash : recent_counted(c->joined);
}

/* Whether the space separated words hold `word` (signals). */
int words_hold(struct bytes words, const char *word);

/*
 * What is kept by customer, or by what joins a call's legs, lies far away
 * in memory: a tool that begins to fetch it when it is told of a call has
 * it at hand when the rest of the record is read.  Known by then are its
 * customer, agent and direction, what may join it, and their hashes.
 */
typedef void call_expect(void *arg, const struct call *);

/* The name of an outcome as SPEC section 3 spells it. */
const char *outcome_name(enum outcome);

#endif
