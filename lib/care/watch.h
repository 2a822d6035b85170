/* SPDX-License-Identifier: ISC */
#ifndef CARE_WATCH_H
#define CARE_WATCH_H

#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/activities.h"
#include "care/breaks.h"
#include "care/cover.h"
#include "care/load.h"
#include "care/rest.h"
#include "care/rhythm.h"
#include "care/roster.h"
#include "care/shift.h"
#include "care/team.h"
#include "csv/emit.h"

/*
 * All that looks after a team, made from a settings folder and files:
 * constants, rules, shifts, recorded breaks, and the team itself as its
 * calls come by; beside it, if asked for, the same team under the usual
 * constants, to tell what other ones would change.
 */

/* What it is made from; NULL: not given. */
struct watch_setup {
	const char *settings_dir;
	const char *breaks; /* a file of recorded breaks */
	const char *shifts; /* a file; NULL: the folder's shifts.csv */
	const char *law;    /* a preset of law.h */
	const char *change; /* constants: `gap=45,half_life_break=8` */
	int64_t date;	    /* of recorded breaks without one, days */
	int cover;	    /* with shifts, offers make way */
	int queues;	    /* the agents' queues matter without, too */
	int compare;	    /* keep the usual team beside a changed one */
};

/* What a set of constants makes of the calls. */
struct watch_effect {
	int64_t calls, offers;
	double loads; /* sum, after each call */
	double over;  /* minutes above the constant */
};

/* All zero before watch_open(). */
struct watch {
	struct load_constants constants, usual;
	struct breaks *rules, *usual_rules;
	struct activities *activities;
	struct shift_table *shifts;
	struct roster *roster;	   /* of the shifts; NULL: there are none */
	struct cover *cover;	   /* NULL: no offer makes way */
	struct cover *usual_cover; /* that of `usual_team` */
	struct rest *rest;	   /* NULL: none were given */
	struct team *team, *usual_team; /* the latter NULL: no comparison */
	struct watch_effect now, before;
};

/*
 * Read all of it.  Returns 0, or -1 (diag_text()) when something cannot be
 * read or understood.  To be closed with watch_close() either way.
 */
int watch_open(struct watch *, const struct watch_setup *);
void watch_close(struct watch *);

/* For stream_expect(), whose argument is the watch. */
void watch_expect(void *watch, const struct call *);

/* Let the team take a call; see team_take(). */
void watch_take(struct watch *, const struct call *, struct team_result *);

/* The same for one that is still going on; see team_take_open(). */
void watch_take_open(struct watch *, const struct call *, struct team_result *);

/*
 * After the calls: append how many of the names in the recorded breaks or,
 * `shifts` being 1, in the shifts have no call that somebody handled, as a
 * sentence; with the names, which are data, where diag_shows_values().
 * Returns 0, with nothing appended, when all have calls or nobody has.
 */
int watch_tell_strangers(const struct watch *, int shifts, struct buf *);

/*
 * Append what the changed constants made of the calls beside the usual
 * ones, as a sentence.
 */
void watch_tell_change(const struct watch *, struct buf *);

/*
 * Write load.csv and breaks.csv as in force, each headed by its name;
 * the setup is that of watch_open().  Returns 0 or -1 (diag_text()).
 */
int
watch_print(const struct watch *, const struct watch_setup *, struct emit *);

/*
 * Write the plan of a date, see breakplan.h; there have to be shifts.
 * Returns how many breaks have no room.
 */
int64_t
watch_plan(struct watch *, const struct rhythm *, int64_t date, struct emit *);

/* Write the list of now, see nowlist.h. */
void watch_now_list(struct watch *, int64_t now, int64_t date, struct emit *);

#endif
