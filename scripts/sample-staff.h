/* SPDX-License-Identifier: ISC */

/* The agents of the simulated centre: shifts, breaks, who is free when. */

#ifndef SAMPLE_STAFF_H
#define SAMPLE_STAFF_H

#include <stdint.h>

#include "sample-centre.h"

enum queue { BILLING, TECHNICAL, ORDERS, ACCOUNT, CARE, QUEUES };

struct staff;

/* agents people from midnight first_day on; NULL when memory is short. */
struct staff *staff_new(int agents, int64_t first_day, uint64_t seed);
void staff_free(struct staff *staff);

/* Seconds of work in a planned week, breaks left out, of everybody. */
int64_t staff_weekly_s(const struct staff *staff);

/* The same of one agent's planned day; fills everything but target. */
int staff_shift(int agent, struct shift_plan *plan);

/*
 * The agent with this queue's skill, other than not_agent, who can take a
 * call first if it waits from at on; among those who are free, the one who
 * has been so for longest. *ready is when: at, or later. -1: there is none.
 */
int staff_pick(
    struct staff *staff, int queue, int64_t at, int not_agent, int64_t *ready);

/* 1 if this agent is at work, not on a break and free at this time. */
int staff_is_free(struct staff *staff, int agent, int64_t at);

/*
 * The agent takes no further call before free_at; work goes on until
 * busy_until, later than that when chats run beside the next call.
 */
void staff_occupy(
    struct staff *staff, int agent, int64_t free_at, int64_t busy_until);

/* Breaks, as centre_rest and centre_close say. */
void staff_settle(struct staff *staff, int64_t until);
int staff_rest(struct staff *staff, struct rest *rest);

#endif
