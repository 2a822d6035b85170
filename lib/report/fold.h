/* SPDX-License-Identifier: ISC */
#ifndef REPORT_FOLD_H
#define REPORT_FOLD_H

#include "report/report.h"

/*
 * What people did in so few calls that it tells of single ones is not to be
 * shown on a page for all, and names are to be shown as pseudonyms.
 */

/*
 * For a report under pseudonyms: the agents of its counts and its trend,
 * which have their own names until then, as pages have, get theirs.
 */
void fold_names(struct report *);

/*
 * For a report on the team only: a number that fewer than FOLD_AGENTS
 * people made tells of each of them.  Queues of so few are put together
 * under one name; of hours in which so few worked only what customers saw
 * is shown, and of all hours where pages do not tell who worked.  What
 * total and others leave over tells of them, too: so that it tells of
 * FOLD_AGENTS at least, more queues and hours are taken with them.  The
 * agents' own counts and trends are dropped.  Of a team that is smaller
 * itself all that people did is withheld.
 */
enum { FOLD_AGENTS = 5 };
void fold_small(struct report *);

/*
 * For an agent's own sheet made from pages: the team is this agent, and
 * what pages do not keep of single agents is empty.
 */
void fold_to_agent(struct report *, struct bytes agent);

#endif
