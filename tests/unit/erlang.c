/* SPDX-License-Identifier: ISC */
#include "tap.h"

#include "care/erlang.h"

/*
 * W. J. Stevenson, Operations Management, Table 18.4, "Infinite-source
 * values for Lq and P0 given lambda/mu and M": the mean number in line by
 * the load and the number of servers.  Lq is the probability of waiting,
 * which is Erlang's C, times A / (M - A).
 */
static const struct {
	double load;
	int agents;
	double line;
} published[] = {
	{ 0.15, 1, 0.026 },
	{ 0.15, 2, 0.001 },
	{ 0.2, 1, 0.050 },
	{ 0.2, 2, 0.002 },
	{ 0.25, 1, 0.083 },
	{ 0.25, 2, 0.004 },
	{ 0.3, 1, 0.129 },
	{ 0.3, 2, 0.007 },
	{ 0.35, 1, 0.188 },
	{ 0.35, 2, 0.011 },
	{ 0.4, 1, 0.267 },
	{ 0.4, 2, 0.017 },
	{ 0.45, 1, 0.368 },
	{ 0.45, 2, 0.024 },
	{ 0.45, 3, 0.002 },
	{ 0.5, 1, 0.500 },
	{ 0.5, 2, 0.033 },
	{ 0.5, 3, 0.003 },
	{ 0.55, 1, 0.672 },
	{ 0.55, 2, 0.045 },
	{ 0.55, 3, 0.004 },
	{ 0.6, 1, 0.900 },
	{ 0.6, 2, 0.059 },
	{ 0.6, 3, 0.006 },
	{ 0.65, 1, 1.207 },
	{ 0.65, 2, 0.077 },
	{ 0.65, 3, 0.008 },
	{ 0.7, 1, 1.633 },
	{ 0.7, 2, 0.098 },
	{ 0.7, 3, 0.011 },
	{ 0.75, 1, 2.250 },
	{ 0.75, 2, 0.123 },
	{ 0.75, 3, 0.015 },
	{ 0.8, 1, 3.200 },
	{ 0.8, 2, 0.152 },
	{ 0.8, 3, 0.019 },
	{ 0.85, 1, 4.817 },
	{ 0.85, 2, 0.187 },
	{ 1.1, 2, 0.477 },
	{ 1.1, 3, 0.066 },
	{ 1.1, 4, 0.011 },
	{ 1.2, 2, 0.675 },
	{ 1.2, 3, 0.094 },
	{ 1.2, 4, 0.016 },
	{ 1.2, 5, 0.003 },
	{ 1.3, 2, 0.951 },
	{ 1.3, 3, 0.130 },
	{ 1.3, 4, 0.023 },
	{ 1.3, 5, 0.004 },
	{ 1.4, 2, 1.345 },
	{ 1.4, 3, 0.177 },
	{ 1.4, 4, 0.032 },
	{ 1.4, 5, 0.006 },
	{ 1.5, 2, 1.929 },
	{ 1.5, 3, 0.237 },
	{ 1.5, 4, 0.045 },
	{ 1.5, 5, 0.009 },
	{ 1.6, 2, 2.844 },
	{ 1.6, 3, 0.313 },
	{ 1.6, 4, 0.060 },
	{ 1.6, 5, 0.012 },
	{ 1.7, 2, 4.426 },
	{ 1.7, 3, 0.409 },
	{ 1.7, 4, 0.080 },
	{ 1.7, 5, 0.017 },
	{ 1.8, 2, 7.674 },
	{ 1.8, 3, 0.532 },
	{ 1.8, 4, 0.105 },
	{ 1.8, 5, 0.023 },
	{ 1.9, 2, 17.587 },
	{ 1.9, 3, 0.688 },
	{ 1.9, 4, 0.136 },
	{ 1.9, 5, 0.030 },
	{ 1.9, 6, 0.007 },
	{ 2, 3, 0.889 },
	{ 2, 4, 0.174 },
	{ 2.3, 6, 0.021 },
	{ 2.4, 3, 2.589 },
	{ 2.4, 4, 0.431 },
	{ 2.4, 5, 0.105 },
	{ 2.4, 6, 0.027 },
	{ 2.4, 7, 0.007 },
	{ 2.5, 3, 3.511 },
	{ 2.5, 4, 0.533 },
	{ 2.5, 5, 0.130 },
	{ 2.5, 6, 0.034 },
	{ 2.5, 7, 0.009 },
	{ 2.6, 3, 4.933 },
	{ 2.6, 4, 0.658 },
	{ 2.6, 5, 0.161 },
	{ 2.6, 6, 0.043 },
	{ 2.6, 7, 0.011 },
	{ 2.7, 3, 7.354 },
	{ 2.7, 4, 0.811 },
	{ 2.7, 5, 0.198 },
	{ 2.7, 6, 0.053 },
	{ 2.7, 7, 0.014 },
	{ 2.8, 3, 12.273 },
	{ 2.8, 4, 1.000 },
	{ 2.8, 5, 0.241 },
	{ 2.8, 6, 0.066 },
	{ 2.8, 7, 0.018 },
	{ 2.9, 3, 27.193 },
	{ 2.9, 4, 1.234 },
	{ 2.9, 5, 0.293 },
	{ 2.9, 6, 0.081 },
	{ 2.9, 7, 0.023 },
	{ 3, 4, 1.528 },
	{ 3, 5, 0.354 },
	{ 3, 6, 0.099 },
	{ 3, 7, 0.028 },
	{ 3, 8, 0.008 },
	{ 3.1, 4, 1.902 },
	{ 3.1, 5, 0.427 },
};

static void
table(void)
{
	struct erlang_line l = { .handle_s = 100, .within_s = 20 };
	size_t n = sizeof(published) / sizeof(*published), i, off = 0;
	struct erlang e;
	double a, line;

	for (i = 0; i < n; i++) {
		a = published[i].load;
		l.calls_s = a / l.handle_s;
		erlang_of(&l, published[i].agents, &e);
		line = e.wait * a / (published[i].agents - a);
		/* Three decimals are printed. */
		off += fabs(line - published[i].line) > 0.0005 + 1e-9;
		/* By Little's law it is also calls a second x mean wait. */
		off += fabs(line - l.calls_s * e.asa_s) > 1e-9 * line;
	}
	OK(n >= 60, "%zu published cells", n);
	IS_INT(off, 0, "all of them as printed");
}

/* SPEC section 6: 100 calls in 30 min, 180 s, 20 s, 14 agents. */
static void
spec(void)
{
	struct erlang_line l = {
		.calls_s = 100.0 / 1800, .handle_s = 180, .within_s = 20
	};
	struct erlang e;

	erlang_of(&l, 14, &e);
	IS_REAL(e.wait, 0.1741319, 5e-8, "P(wait)");
	IS_REAL(e.service_level, 0.8883500, 5e-8, "service level");
	IS_REAL(e.asa_s, 7.8359, 5e-5, "ASA");
	IS_REAL(e.occupancy, 10.0 / 14, 1e-12, "occupancy");
	IS_INT(erlang_agents(&l, 0.8, &e), 14, "14 agents for 80/20");
	IS_INT(erlang_agents(&l, 0.9, &e), 15, "15 for 90/20");
	erlang_of(&l, 10, &e);
	OK(e.wait == 1 && e.service_level == 0 && isinf(e.asa_s) &&
		e.occupancy == 1,
	    "as many calls as agents never end");
}

/* M/M/1: P(wait) = A, ASA = A / (1 - A) x handle time. */
static void
one(void)
{
	struct erlang_line l = {
		.calls_s = 0.006, .handle_s = 100, .within_s = 50
	};
	struct erlang e;

	erlang_of(&l, 1, &e);
	IS_REAL(e.wait, 0.6, 1e-14, "one agent: P(wait)");
	IS_REAL(e.asa_s, 150, 1e-10, "ASA");
	IS_REAL(e.service_level, 1 - 0.6 * exp(-0.2), 1e-14, "service level");
}

/* Patience as long as a call: M/M/infinity, a Poisson number is there. */
static void
as_long_as_a_call(void)
{
	struct erlang_line l = { .calls_s = 0.1,
		.handle_s = 200,
		.patience_s = 200,
		.within_s = 20 };
	double p = exp(-20), below = 0;
	struct erlang e;
	int i;

	for (i = 0; i < 23; i++) {
		below += p;
		p *= 20.0 / (i + 1);
	}
	erlang_of(&l, 23, &e);
	IS_REAL(e.wait, 1 - below, 1e-12, "P(wait) is a Poisson tail");
	/* Nobody hangs up who finds fewer than 23 before: E max(X - 23, 0)
	 * wait on average, 1/200 of them hang up in a second. */
	for (i = 23, below = 0; i < 200; i++) {
		below += p * (i - 23);
		p *= 20.0 / (i + 1);
	}
	IS_REAL(e.abandoned, below / 200 / 0.1, 1e-12, "abandoned");
	IS_REAL(e.occupancy, 20 * (1 - e.abandoned) / 23, 1e-12, "occupancy");
}

/* Endless patience is Erlang C; more agents are never worse. */
static void
limits(void)
{
	struct erlang_line c = { .handle_s = 180, .within_s = 20 }, a = c;
	double last_c, last_a, load;
	struct erlang e, f;
	int64_t n, least;
	int wrong = 0, worse = 0;

	for (n = 1; n <= 10000; n = n * 3 / 2 + 1) {
		load = (double)n * 0.93;
		a.calls_s = c.calls_s = load / 180;
		a.patience_s = 1e9;
		erlang_of(&c, n, &e);
		erlang_of(&a, n, &f);
		wrong += fabs(e.wait - f.wait) > 1e-4 * e.wait;
		wrong += fabs(e.service_level - f.service_level) > 1e-4;
		wrong += fabs(e.asa_s - f.asa_s) > 1e-3 * e.asa_s;
	}
	IS_INT(wrong, 0, "patience of 30 years is as none");
	a.patience_s = 120;
	for (load = 0.01; load < 10000; load *= 7) {
		a.calls_s = c.calls_s = load / 180;
		last_c = last_a = 0;
		least = load * 0.9 < 20 ? 1 : (int64_t)(load * 0.9);
		for (n = least; n < load * 1.1 + 20; n += n / 50 + 1) {
			erlang_of(&c, n, &e);
			erlang_of(&a, n, &f);
			worse += !(e.service_level >= last_c &&
			    e.service_level <= 1 && e.wait >= 0 && e.wait <= 1);
			worse += !(f.service_level >= last_a &&
			    f.service_level <= 1 && f.wait >= 0 &&
			    f.wait <= 1 && f.abandoned >= 0 &&
			    f.abandoned <= 1 && f.asa_s >= 0 &&
			    f.occupancy <= 1 + 1e-9);
			last_c = e.service_level;
			last_a = f.service_level;
		}
	}
	IS_INT(worse, 0, "in range and never worse with more agents");
}

static void
ends(void)
{
	struct erlang_line l = {
		.calls_s = 1e-6, .handle_s = 1, .within_s = 0
	};
	struct erlang e;

	IS_INT(erlang_agents(&l, 0.99, &e), 1, "hardly a call needs one");
	l.patience_s = 1;
	IS_INT(erlang_agents(&l, 0.99, &e), 1, "with patience, too");
	erlang_of(&l, 10000, &e);
	OK(e.wait >= 0 && e.wait < 1e-9 && e.service_level > 0.999 &&
		e.asa_s < 1e-9,
	    "10,000 agents and no call");
	l.calls_s = 1e6;
	IS_INT(erlang_agents(&l, 0.8, &e), 0, "a million at once: too many");
	l.calls_s = 100;
	l.handle_s = 100;
	l.patience_s = 60;
	l.within_s = 20;
	OK(erlang_agents(&l, 0.8, &e) > 8000 && e.service_level >= 0.8,
	    "10,000 calls at once");
	erlang_of(&l, 1, &e);
	IS_REAL(e.abandoned, 1 - 1 / 1e4, 1e-6, "one agent for them");
}

int
main(void)
{
	table();
	spec();
	one();
	as_long_as_a_call();
	limits();
	ends();
	return tap_done();
}
