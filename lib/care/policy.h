/* SPDX-License-Identifier: ISC */
#ifndef CARE_POLICY_H
#define CARE_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/facts.h"
#include "care/ladder.h"
#include "care/policy_read.h"

/*
 * A team's policy: which calls must go to somebody else, to whom and by
 * when.  policy.csv (rule,level,due,clock,when,say) says it, levels.csv
 * (ladder.h) names the levels, hours.csv and holidays.csv (clock.h) are
 * the business clock.
 *
 *	rule	its name: letters, digits, _ and -
 *	level	1 to 99; of the rules that hold the highest level wins
 *	due	a duration (`0m` is now) from the call's end, or a field of
 *		kind time, with an optional + or - and a duration
 *	clock	`24x7`, or empty for the business clock of the call's queue
 *	when	the condition, see expr.h
 *	say	words that agents may use
 *
 * A call's end is its end, else when its handling ended, else its start.
 *
 * There is one open escalation a customer and rule: when a rule holds
 * again for the same customer, the later call is added to the first one,
 * is due when that is, and names it.  A call with `resolved` yes closes
 * what is open for its customer before its own rules are asked.  Calls of
 * nobody stand alone.
 *
 * A record whose `status` says that its work is paused or stopped
 * (work_state.h) does not climb the ladder; a stopped one is not added to
 * by later calls.  Nothing is stored: the same records give the same.
 */
struct policy;

/* The built-in files. */
extern const char policy_csv[];
extern const char policy_levels_csv[];

/* The graver, the greater. */
enum policy_status {
	POLICY_STOPPED,
	POLICY_PAUSED,
	POLICY_ACKED,
	POLICY_NO_DUE, /* no due time is known */
	POLICY_OK,
	POLICY_WARN,
	POLICY_OVERDUE
};

/* One rule that holds. */
struct policy_reason {
	const struct policy_rule *rule;
	int level;   /* up the ladder */
	int64_t due; /* there, or INSTANT_NONE */
	enum policy_status status;
	struct bytes evidence; /* may be empty */
	const char *since;     /* the call it was added to, or NULL */
	size_t at;	       /* of the evidence in `why` */
};

/* What became of a call; all of it is valid until the next one. */
struct escalation {
	int level;		   /* the highest; 0: none, the rest is unset */
	int64_t due;		   /* the earliest of those that are neither
				 * acked, paused nor stopped, else of all;
				 * or INSTANT_NONE */
	enum policy_status status; /* the gravest */
	struct bytes why;	   /* RULE(evidence); RULE(evidence) in the
				 * order of policy.csv */
	const struct policy_reason *reasons; /* in that order, too */
	size_t reason_count;
};

/*
 * Read the four files from the settings folder (NULL: the built-in ones).
 * `now` is --now.  Returns NULL when they cannot be read or a row is
 * wrong; the sentence with file, line, column and, in a condition, the
 * character is in diag_text().  Free with policy_free(), which takes NULL.
 */
struct policy *policy_load(const char *settings_dir, int64_t now);
void policy_free(struct policy *);

/*
 * Whether a folder holds any of the four files: without any, policy_load()
 * gives the built-in policy.  Returns 0, or -1 (diag_text()) when not.
 */
int policy_folder(const char *dir);

/*
 * Read the file of --acks.  Returns 0 or -1 (diag_text()).  Later: how
 * many of all calls in it were among the records so far.
 */
int policy_acks(struct policy *, const char *path);
size_t policy_acks_met(const struct policy *, size_t *all);

/*
 * A policy that has taken all records before knows which acknowledgements
 * each escalation gets: from now on they count from its first call on.
 * The same files must have been loaded into both, and the other one must
 * outlive this one.
 */
void policy_foresee(struct policy *, const struct policy *other);

/*
 * What struct call must hold (enum call_needs): of all rules; once bound,
 * of those that can hold on the export.
 */
unsigned policy_needs(const struct policy *);

/*
 * Before the first record: where values come from (copied).  Rules that
 * can never hold on this export are not asked any more.
 */
void policy_bind(struct policy *, const struct facts_source *);

/* How many rules there are, and the i-th. */
size_t policy_rules(const struct policy *);
const struct policy_rule *policy_rule(const struct policy *, size_t i);

/* From the next record on it is another time. */
void policy_set_now(struct policy *, int64_t now);

/* For stream_expect(), whose argument is the policy. */
void policy_expect(void *policy, const struct call *);

/*
 * Evaluate the next record: all rules, in order.  A record that starts
 * after `now` is POLICY_OK, whatever its due time.
 */
void policy_take(struct policy *, const struct call *, struct escalation *);

/* The values of the record at hand, for who wants to show them. */
struct expr_values *policy_values(struct policy *);

/* The name of a level; its number when levels.csv does not name it. */
struct bytes policy_level_name(const struct policy *, int level);

/* The levels and what hands on to what; lives as long as the policy. */
const struct ladder *policy_ladder(const struct policy *);

/*
 * The level of a number or of a name (case folded); 0 when neither a rule
 * nor levels.csv has it.
 */
int policy_level(const struct policy *, struct bytes);

/* The word of a status, "" for POLICY_NO_DUE. */
const char *policy_status_name(enum policy_status);

#endif
