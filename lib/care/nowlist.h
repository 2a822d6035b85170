/* SPDX-License-Identifier: ISC */
#ifndef CARE_NOWLIST_H
#define CARE_NOWLIST_H

#include <stdint.h>

#include "care/activities.h"
#include "care/team.h"
#include "csv/emit.h"

/*
 * Who is to be looked after now: agents at work to whom a rule offers a
 * breather as things stand, or who had none after an event.  With shifts
 * that takes a call since the shift began: a roster does not know who
 * stayed at home.  LEGAL goes first, then EVENT, then the others, the
 * highest load first; who cannot go away yet is deferred.
 */
struct nowlist_setup {
	const struct load_constants *constants;
	struct breaks *rules;
	struct team *team;	 /* with the calls until `now` */
	struct roster *roster;	 /* of shifts; NULL: who had a call in
					 * the last `reset_gap` minutes is at
					 * work */
	const struct rest *rest; /* recorded breaks; NULL: none */
	const struct activities *activities;
	int64_t now, date;
};

/*
 * Write the list as CSV: agent,queue,load,kind,rule,minutes,due,from,
 * status,why,buddy,activity.  status is now, deferred (`from` says until
 * when) or no room (before the shift ends; `from` is blank).  due is when
 * the rule's window closes, counted from when its limit was reached, not
 * from `now`; the reason says since when it is overdue.
 */
void nowlist_write(const struct nowlist_setup *, struct emit *);

#endif
