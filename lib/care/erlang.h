/* SPDX-License-Identifier: ISC */
#ifndef CARE_ERLANG_H
#define CARE_ERLANG_H

#include <stdint.h>

/*
 * How long callers wait when n agents take calls that come at random
 * (Poisson), last an exponential time and wait in one line.
 *
 * Erlang C: nobody hangs up (A. K. Erlang 1917; M/M/n).  Erlang A: each
 * caller hangs up after an exponential time, the patience (C. Palm 1957;
 * M/M/n+M, as in Garnett, Mandelbaum and Reiman 2002).  Both are sums of
 * positive terms only, kept in range, so that nothing cancels and nothing
 * overflows from 1 to ERLANG_AGENTS agents and more.
 */
enum { ERLANG_AGENTS = 20000 };

struct erlang_line {
	double calls_s;	   /* calls a second, more than 0 */
	double handle_s;   /* mean handle time, more than 0 */
	double patience_s; /* mean patience; 0: nobody hangs up */
	double within_s;   /* the service level's time, 0 or more */
};

struct erlang {
	double wait;	      /* probability that a call has to wait */
	double service_level; /* share of all calls that is answered
				 * within the time */
	double asa_s;	      /* mean wait of the answered ones */
	double occupancy;     /* share of time that agents are on calls */
	double abandoned;     /* share of calls whose caller hangs up */
};

/*
 * The line with `agents` agents, 1 or more.  Without patience, and with no
 * more agents than calls at once, the line never ends: wait is 1, service
 * level 0, asa infinite, occupancy 1.
 */
void erlang_of(const struct erlang_line *, int64_t agents, struct erlang *);

/*
 * The fewest agents, at least 1, with which the service level is at least
 * `level` (0 to 1), and what it is like then.  0 when ERLANG_AGENTS do
 * not suffice.
 */
int64_t
erlang_agents(const struct erlang_line *, double level, struct erlang *);

#endif
