/* SPDX-License-Identifier: ISC */
#ifndef CARE_BREAKPLAN_H
#define CARE_BREAKPLAN_H

#include <stdint.h>

#include "care/activities.h"
#include "care/breaks.h"
#include "care/cover.h"
#include "care/load_constants.h"
#include "care/rhythm.h"
#include "care/roster.h"
#include "csv/emit.h"

/*
 * The breaks of a date to come, from its shifts and the rhythm of earlier
 * days.  First what laws ask for finds its place, near the middle of the
 * longest stretch without a break or where the rule aims at; then the date
 * is lived through minute by minute at the load to expect, and rules of
 * kind LOAD and SCREEN are asked, the highest load first.  EVENT cannot be
 * foreseen.
 */
struct breakplan_setup {
	const struct load_constants *constants;
	struct breaks *rules;
	struct roster *roster; /* of shifts */
	struct cover *cover;   /* of the roster, queues joined */
	const struct rhythm *rhythm;
	const struct activities *activities;
	int64_t date; /* days since 1970-01-01 */
	const char *(*queue)(void *, struct bytes agent, size_t *n);
	void *arg; /* the name of an agent's queue */
};

/*
 * Write the plan as CSV: date,agent,queue,from,until,minutes,kind,rule,
 * due,status,why,activity, by `from`.  Breaks of the shifts stand in it
 * with the kind SHIFT.  status is planned, deferred (coverage made it
 * later than wanted; due says when it was due), moved (only the gap to
 * another break or an edge of the shift did, which the reason says) or
 * no room (from and until are blank).  Returns how many have no room.
 */
int64_t breakplan_write(const struct breakplan_setup *, struct emit *);

#endif
