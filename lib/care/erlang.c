/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "care/erlang.h"

/* A sum is scaled down when a term of it passes this. */
#define LARGE 1e200
/* Terms below this share of their sum end it once they fall. */
#define SMALL 1e-17

/*
 * 1 / B(n, A), B being Erlang's loss formula: the sum of the probabilities
 * of 0 to n busy agents over that of n.  From 1/B(n) = 1 + n/A 1/B(n-1);
 * it may pass the range of a double, then it is infinite and B is 0.
 */
static double
loss_inverse(double load, int64_t agents)
{
	double inverse = 1;
	int64_t i;

	for (i = 1; i <= agents; i++)
		inverse = 1 + (double)i / load * inverse;
	return inverse;
}

static void
without_patience(const struct erlang_line *l, int64_t agents, struct erlang *e)
{
	double load = l->calls_s * l->handle_s, n = (double)agents;
	double loss, free_rate = (n - load) / l->handle_s;

	e->abandoned = 0;
	if (n <= load) {
		e->wait = e->occupancy = 1;
		e->service_level = 0;
		e->asa_s = HUGE_VAL;
		return;
	}
	loss = 1 / loss_inverse(load, agents);
	e->occupancy = load / n;
	e->wait = loss / (1 - e->occupancy * (1 - loss));
	e->service_level = 1 - e->wait * exp(-free_rate * l->within_s);
	e->asa_s = e->wait / free_rate;
}

/*
 * The states in which k callers wait, k from 0 on, one after the other.
 * Whoever comes then is answered with probability n mu / (n mu + (k + 1)
 * theta); the time until then, if so, is a sum of k + 1 exponential times
 * of rates n mu + theta .. n mu + (k + 1) theta.  That sum is more than t
 * with the probability that a Beta(n mu / theta + 1, k + 1) variable is
 * less than exp(-theta t), which is a sum over 0..k of positive terms.
 */
struct state {
	double k;	       /* callers that wait */
	double weight;	       /* its probability over that of k = 0 */
	double mean_s;	       /* the wait of whoever comes and is answered */
	double log_term, late; /* of the sum; the sum itself */
};

/* Totals over the states, in the scale of their weights. */
struct totals {
	double weight, waiting, answered, answered_s, in_time;
};

static void
state_next(struct state *s, double service, double theta, double calls_s,
    double log_early)
{
	double shape = service / theta + 1;

	s->k += 1;
	s->weight *= calls_s / (service + s->k * theta);
	s->mean_s += 1 / (service + (s->k + 1) * theta);
	s->log_term += log_early + log((shape + s->k - 1) / s->k);
	s->late += exp(s->log_term);
}

static void
totals_add(
    struct totals *t, const struct state *s, double service, double theta)
{
	double answered = s->weight * service / (service + (s->k + 1) * theta);

	t->weight += s->weight;
	t->waiting += s->weight * s->k;
	t->answered += answered;
	t->answered_s += answered * s->mean_s;
	if (s->late < 1)
		t->in_time += answered * (1 - s->late);
}

/* Bring everything down by a factor; ratios are all that counts. */
static void
totals_scale(struct totals *t, struct state *s, double *below, double by)
{
	s->weight *= by;
	*below *= by;
	t->weight *= by;
	t->waiting *= by;
	t->answered *= by;
	t->answered_s *= by;
	t->in_time *= by;
}

static void
with_patience(const struct erlang_line *l, int64_t agents, struct erlang *e)
{
	double theta = 1 / l->patience_s;
	double service = (double)agents / l->handle_s;
	double below = loss_inverse(l->calls_s * l->handle_s, agents) - 1;
	double log_early = log(-expm1(-theta * l->within_s)), all;
	struct totals t = { 0, 0, 0, 0, 0 };
	struct state s = { .weight = 1,
		.mean_s = 1 / (service + theta),
		.log_term = -(service + theta) * l->within_s };

	s.late = exp(s.log_term);
	do {
		totals_add(&t, &s, service, theta);
		if (s.weight > LARGE)
			totals_scale(&t, &s, &below, 1 / LARGE);
		state_next(&s, service, theta, l->calls_s, log_early);
	} while (s.weight * (s.k + 1) > SMALL * (t.weight + t.waiting) ||
	    l->calls_s > service + s.k * theta);
	if (isinf(below)) {
		/* So many agents that nobody ever waits. */
		t = (struct totals){ 0, 0, 0, 0, 0 };
		below = 1;
	}
	all = below + t.weight;
	e->wait = t.weight / all;
	e->abandoned = theta * (t.waiting / all) / l->calls_s;
	e->service_level = (below + t.in_time) / all;
	e->asa_s = t.answered_s / (below + t.answered);
	e->occupancy =
	    l->calls_s * l->handle_s * (1 - e->abandoned) / (double)agents;
}

void
erlang_of(const struct erlang_line *l, int64_t agents, struct erlang *e)
{
	if (l->patience_s > 0)
		with_patience(l, agents, e);
	else
		without_patience(l, agents, e);
}

/*
 * The service level grows with the agents: halve the range.  It is never
 * more than the share of calls that so many agents can be on.
 */
int64_t
erlang_agents(const struct erlang_line *l, double level, struct erlang *e)
{
	int64_t low = 0, high = ERLANG_AGENTS, middle;
	double least = level * l->calls_s * l->handle_s - 1;

	if (least >= high)
		return 0;
	erlang_of(l, high, e);
	if (e->service_level < level)
		return 0;
	if (least > 0)
		low = (int64_t)least;
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		erlang_of(l, middle, e);
		if (e->service_level >= level)
			high = middle;
		else
			low = middle;
	}
	erlang_of(l, high, e);
	return high;
}
