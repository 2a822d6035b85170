/* SPDX-License-Identifier: ISC */
#ifndef CARE_TARGET_H
#define CARE_TARGET_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/apportion.h"
#include "care/day.h"
#include "care/handling.h"
#include "care/shift.h"
#include "care/weigh.h"

/*
 * Who is to take how many calls on which day, in which chunk of it, and
 * how many were taken.  Targets are whole numbers of calls.
 */

/* What is wanted; all that it points to must outlive the targets. */
struct target_setup {
	struct day_hours hours;	    /* of every agent and day, unless there are
				 * shifts */
	struct shift_table *shifts; /* who works when; NULL: `hours` */
	int64_t day_start_ms;	    /* when a day begins, after midnight, by
				     * day_of() */
	struct weigh weigh;	    /* how chunks weigh, and their length */
	enum apportion_rounding rounding;
	int64_t each;	      /* calls a day of each agent; 0: another */
	int64_t team;	      /* calls a day of all agents, shared out by
				 * their minutes, ties to the earlier; 0:
				 * those of the shifts */
	struct bytes *agents; /* by name, in order */
	size_t agent_count;   /* 0: whoever appears; not with team, nor
				 * with shifts */
	int count_outbound;   /* whether outbound calls count too */
	int64_t handle_ms;    /* of any call; 0: as `handling` says */
	const struct handling *handling; /* NULL: handle times not known */
	int share; /* what does not fit goes to who has room */
};

/* The largest target that makes sense, in calls a day; and that of none. */
enum { TARGET_MAX = SHIFT_TARGET_MAX, TARGET_NONE = -1 };

/*
 * Read a number of calls, `what` is to be, from a command line: 1 to
 * TARGET_MAX.  Returns 0, or -1 (STATUS_CANNOT, a sentence that begins
 * with `option`).
 */
int target_calls_read(
    const char *option, const char *what, struct bytes, int64_t *calls);

/*
 * Read the setup's agents, names with commas between, into an array that
 * the caller frees, in place of those it had; the names stay slices of
 * `names`.  Returns 0, or -1 (STATUS_CANNOT, a sentence) when a name is
 * empty or there twice.
 */
int target_agents_read(struct target_setup *, struct bytes names);

/*
 * Take the agents of the shifts, all of them when none were read; else
 * check that those have shifts: -1 (STATUS_CANNOT) when one has not.
 */
int target_agents_shift(struct target_setup *);

struct target;

/*
 * Targets for a setup, nothing taken yet.  Free with target_free(), which
 * takes NULL.
 */
struct target *target_new(const struct target_setup *);
void target_free(struct target *);

/*
 * The agents: those of the setup; when it has none, those who appeared,
 * in order, or if nobody did one without a name.
 */
size_t target_agents(const struct target *);
struct bytes target_agent(const struct target *, size_t agent);

/* Whether these are the setup's, and not names out of the records. */
int target_is_listed(const struct target *);

/* How long a call takes an agent, in ms, or DURATION_NONE. */
int64_t target_handle_ms(struct target *, size_t agent);

/*
 * Let each agent's calls take what `handling` says from now on, which must
 * outlive the targets.  Only where the setup left that unknown: plans that
 * were made before do not depend on it.
 */
void target_handle_by(struct target *, const struct handling *);

/* One agent's plan for one date. */
struct target_plan {
	const struct day *day; /* its chunks; there may be none */
	int64_t calls;	       /* the day's target, or TARGET_NONE */
	int64_t asked;	       /* the same before it was shared */
	int64_t handle_ms;     /* of a call; DURATION_NONE: not known */
	int64_t fits;	       /* calls; INT64_MAX when not known */
	const int64_t *before; /* calls planned before chunk i begins; one
				 * more entry than chunks, the last is the
				 * day's target; NULL without chunks or
				 * without a target */
};

/*
 * The plan of an agent for a date.  It belongs to the targets and is valid
 * until the next call of any function here but target_done().
 */
void target_plan_of(
    struct target *, size_t agent, int64_t date, struct target_plan *);

/*
 * The date that an instant is, for an agent: a night's end is the day's,
 * and what comes before the setup's start of the day.  The second takes a
 * name; of whoever is not known it knows no hours but the setup's.
 */
int64_t target_date(struct target *, size_t agent, int64_t instant);
int64_t target_date_named(struct target *, struct bytes name, int64_t instant);

/*
 * Whether an agent had a record that was taken, and the dates on which any
 * of the agents had one, in the order of the records.
 */
int target_was_seen(struct target *, size_t agent);
size_t target_dates(const struct target *);
int64_t target_date_at(const struct target *, size_t i);

/*
 * The calls that an agent has done on a date, and with `chunk_done` (may be
 * NULL) those in each of its chunks, NULL when there was no record.
 */
int64_t target_done(
    struct target *, size_t agent, int64_t date, const int64_t **chunk_done);

/*
 * Tenths of a call that `done` is ahead of the plan at an instant, half
 * up; negative is behind.  The plan expects the targets of the chunks gone
 * by, and of the running one the share that its elapsed working time has.
 */
int64_t target_pace(const struct target_plan *, int64_t done, int64_t instant);

/*
 * Share `calls` out over the chunks of a plan's day, of which `working`
 * ms are to be used, as the setup weighs and rounds, into `parts`.
 * Without any working time all parts are 0.
 */
void target_split(const struct target *, const struct target_plan *,
    const int64_t *working, int64_t calls, int64_t *parts);

/*
 * Move calls from agents for whom `calls` is more than `fits` to those who
 * have room, by their room: largest remainders, ties to the earlier.  When
 * there is too little room, those who have too much keep the rest, by
 * what each has too much.  Returns how many were moved.
 */
int64_t target_share(int64_t *calls, const int64_t *fits, size_t count);

/* Where an agent stands after a record. */
struct target_standing {
	int64_t chunk;			  /* start of the chunk, an instant; or
				 * INSTANT_NONE outside the hours, then the
				 * two below mean nothing */
	int64_t chunk_target, chunk_done; /* calls */
	int64_t day_target, day_done;	  /* calls */
	int64_t pace; /* target_pace() at the record's end */
};

/* What became of a record. */
enum target_result {
	TARGET_STANDS,	      /* the standing is set */
	TARGET_NOBODY,	      /* no agent: there is none to have one */
	TARGET_UNKNOWN_AGENT, /* not one of the setup's agents */
	TARGET_NO_TIME,	      /* no start, no answer: it lies on no day */
	TARGET_NO_MINUTES,    /* its date has no working minutes */
	TARGET_NO_TARGET      /* its agent has no target that day; the call
				 * is counted for target_done() */
};

/*
 * What is to be said at the end of the records with such a result, %llu
 * for their number, as stream_count() takes it; NULL when there is nothing
 * to say.
 */
const char *target_excuse(const struct target *, enum target_result);

/*
 * Hold a record against the plan of its own day, the date of its start,
 * for its agent.  It is counted when it was answered and is not outbound
 * (or outbound counts), for the agent of the first answered leg of the
 * call, in the chunk of answered_at, else start.  Legs are told by
 * parent_id as care/once.h does.  A record that is not counted has a
 * standing all the same.  The record's end is the call's, else
 * handling_until, else start.
 */
enum target_result
target_take(struct target *, const struct call *, struct target_standing *);

/* For stream_expect(), whose argument is the target. */
void target_expect(void *target, const struct call *);

#endif
