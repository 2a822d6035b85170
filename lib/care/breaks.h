/* SPDX-License-Identifier: ISC */
#ifndef CARE_BREAKS_H
#define CARE_BREAKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/law.h"
#include "care/load.h"
#include "csv/emit.h"

/*
 * The rules that offer breathers: rows of breaks.csv, rule, kind, minutes,
 * when, within, note.  Kinds are kept apart: an offer has one rule and
 * says which.
 *
 *	kind	when			holds
 *	EVENT	signal:NAME		for a call with that signal of triage,
 *					or the export's flag of that name
 *		stress>=N		for a call of that stress
 *		hard N of M		when of the agent's last M calls since
 *					the last offer N were hard
 *	LOAD	load>=N			at that load, rounded to tenths
 *	SCREEN	work>=DURATION		after so long without a rest
 *	LEGAL	see law.h		when a break has to be recorded soon
 *
 * Several terms of one kind may be joined by ` or `.  minutes is one
 * number; for LOAD it may be several, shortest first: the first that
 * brings load to the constant `rest_to`, else the last.  within is in
 * minutes, 0 or blank is now.  The note, if any, follows the minutes in
 * the offer's reason.
 */
struct breaks;

/* The built-in breaks.csv. */
const char *breaks_built_in(void);

/*
 * Read breaks.csv from the settings folder `dir`, or the built-in one.
 * The constants must outlive it.  Returns NULL with diag_text() when a row
 * cannot be understood.  Free with breaks_free(), which takes NULL.
 */
struct breaks *breaks_load(const char *dir, const struct load_constants *);
void breaks_free(struct breaks *);

/*
 * Add a preset of law.h: eu, uk, de or us-ca.  Returns 0, or -1 when there
 * is none of this name or it has a rule that is there already.
 */
int breaks_add_law(struct breaks *, struct bytes name);

/* Its rows of kind LEGAL; they belong to the rules. */
const struct law *breaks_law(const struct breaks *);

/*
 * Write the rules in force as a breaks.csv: the folder's or the built-in
 * ones, then those of a preset (NULL: none).  Returns 0 or -1.
 */
int breaks_print(const char *dir, const char *law, struct emit *);

enum breaks_kind { BREAKS_LEGAL, BREAKS_EVENT, BREAKS_SCREEN, BREAKS_LOAD };

/* "LEGAL", "EVENT", "SCREEN", "LOAD". */
const char *breaks_kind_name(enum breaks_kind);

/* What is known at the end of a call that an agent handled. */
struct breaks_call {
	int64_t from, until;  /* handling, ms */
	int64_t rest_from;    /* the gap that ended at `from`, or
					 * INSTANT_NONE */
	double load;	      /* at `until` */
	double work;	      /* minutes since the last rest */
	int64_t stress;	      /* 0..100, -1 when unknown */
	struct bytes signals; /* words with a space between */
	enum flag hostile, threat, help_asked;
	struct load_line *line;	   /* for a look at some instant, not at the
				 * end of a call: tells when limits were
				 * reached; NULL: with the call's end */
	const struct law_day *day; /* for LEGAL, as known by now; NULL:
					 * these rules are not asked */
};

/* An offer. */
struct breaks_offer {
	int64_t minutes;
	int64_t from, until; /* the window to begin it in, ms; until is
				 * before from where it is overdue */
	struct bytes rule;   /* belongs to the rules */
	struct bytes why;    /* valid until the next offer */
	enum breaks_kind kind;
	int debrief; /* whether the note asks for one */
};

enum { BREAKS_OPEN = 8 };

/* An offer of which it is not yet told whether it was taken. */
struct breaks_open {
	int64_t from, until, minutes;
	enum flag taken; /* FLAG_NONE: not known yet */
	int legal;	 /* only a recorded break takes it */
};

/* What one agent's calls have left behind; all zero at first. */
struct breaks_agent {
	uint64_t hard;	       /* calls since the last offer, one bit
					 * each, the latest lowest: hard? */
	int offered;	       /* whether there was one */
	int64_t last_offer;    /* then its `from` */
	int reminded;	       /* whether there was one of LEGAL */
	int64_t last_reminder; /* then its `from` */
	unsigned open_count;
	struct breaks_open open[BREAKS_OPEN];
};

/*
 * Look at the next call of an agent, in order of time.  Returns 1 and
 * fills the offer, or 0 when there is none: no rule holds, or, but for
 * EVENT, the last offer is less than the constant `gap` ago; for LEGAL
 * only its own last one counts.  When several rules hold, LEGAL goes
 * before EVENT, that before LOAD within 0, that before SCREEN, that before
 * LOAD; among equals the first row.
 */
int breaks_look(struct breaks *, struct breaks_agent *,
    const struct breaks_call *, struct breaks_offer *);

/*
 * The same in three steps, for those who have the last word on an offer:
 * note the call; ask for an offer, which changes nothing; keep the offer
 * that was made, with another window perhaps.
 */
void breaks_note(
    const struct breaks *, struct breaks_agent *, const struct breaks_call *);
int breaks_ask(struct breaks *, const struct breaks_agent *,
    const struct breaks_call *, struct breaks_offer *);
void breaks_keep(struct breaks_agent *, const struct breaks_offer *);

/* Append since when something is overdue: `; overdue since 14:00`. */
void breaks_say_overdue(int64_t since, struct buf *why);

/* Append to the reason of the offer just made. */
void breaks_add_why(struct breaks *, struct breaks_offer *, const char *begins,
    struct bytes, const char *ends);

/*
 * Whether an earlier offer was taken, asked once for each call and before
 * breaks_look(): FLAG_YES when a gap of at least its minutes began before
 * its window closed, for LEGAL a recorded break by its end; FLAG_NO when
 * the window closed without, FLAG_NONE when that is open or told already.
 * Each offer is answered once; of
 * several that are open at a time the oldest of those known goes first,
 * and of more than BREAKS_OPEN the oldest goes without answer.
 */
enum flag breaks_taken(struct breaks_agent *, const struct breaks_call *);

#endif
