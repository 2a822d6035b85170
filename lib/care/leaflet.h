/* SPDX-License-Identifier: ISC */
#ifndef CARE_LEAFLET_H
#define CARE_LEAFLET_H

#include "care/policy.h"

/*
 * A policy as a page of plain English for agents, 76 columns wide: when
 * to hand over, to whom and by when, with the words they may use; when to
 * pause; when a call may be ended; what happens when nobody answers; when
 * the clock runs.
 *
 * Which rules mean a pause or the end of a call is told by the words that
 * the policy gives to agents: those that speak of a breather, a break or a
 * pause, and those that speak of ending the call.
 *
 * Returns 0, or -1 (diag_text()) when hours.csv or holidays.csv cannot be
 * read.
 */
int leaflet_put(struct buf *, const struct policy *, const char *settings_dir);

#endif
