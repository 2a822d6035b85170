/* SPDX-License-Identifier: ISC */

/*
 * Who works when. A roster of 24 rows is dealt out to the agents again and
 * again; each has days, hours, skills. Breaks are planned by the length of
 * the shift and staggered, and begin when the call in hand is over.
 *
 * For each queue a tournament tree holds its agents by the time at which
 * they can take a call, so that a pick costs a few comparisons in a team of
 * any size. Breaks and ends of shifts are settled only when a pick, or the
 * end of a day, comes upon them.
 */

#include <stdlib.h>
#include <string.h>

#include "sample-random.h"
#include "sample-staff.h"

enum {
	MON_FRI = 0x1f,
	MON_THU = 0x0f,
	TUE_SAT = 0x3e,
	WED_SUN = 0x7c,
	FRI_SUN = 0x70,
	SAT_SUN = 0x60,
	MON_TUE = 0x03,
	MON_WED_FRI = 0x15,
	MON_TUE_WED_SAT_SUN = 0x67,
	MON_TUE_SAT_SUN = 0x63,

	B = 1 << BILLING,
	T = 1 << TECHNICAL,
	O = 1 << ORDERS,
	A = 1 << ACCOUNT,
	C = 1 << CARE,
	ALL = B | T | O | A | C,

	BREAKS = 3,	       /* in one shift, at most */
	ABSENT_PERMILLE = 25,  /* days lost to illness and leave */
	SKIPPED_PERMILLE = 40, /* breaks that nobody got round to */
	LAST_BREAK_S = 1200    /* none begins in a shift's last 20 minutes */
};

/* A row of the roster; minutes after midnight. */
static const struct row {
	unsigned days;
	short start, end;
	unsigned skills;
} roster[] = {
	/* A small team is the first rows: they cover office hours. */
	{ MON_FRI, 480, 990, ALL },
	{ MON_FRI, 540, 1050, T | O },
	{ MON_FRI, 420, 930, ALL },
	{ MON_FRI, 570, 1080, B | A | C },
	{ MON_FRI, 720, 1230, ALL },
	{ MON_FRI, 360, 870, T | O | B },
	{ TUE_SAT, 510, 1020, ALL },
	{ MON_FRI, 810, 1320, ALL },
	{ MON_FRI, 480, 990, B | A },
	{ MON_FRI, 510, 780, O | A },
	{ MON_TUE_WED_SAT_SUN, 480, 990, ALL },
	{ MON_THU, 1320, 1800, ALL },
	{ MON_FRI, 450, 960, T | O },
	{ MON_TUE, 780, 1050, T | B },
	{ MON_TUE_SAT_SUN, 690, 1200, ALL },
	{ MON_FRI, 480, 990, T | A | O },
	{ FRI_SUN, 1320, 1800, ALL },
	{ MON_FRI, 540, 1050, B | O | C },
	{ MON_FRI, 540, 780, B | T },
	{ MON_WED_FRI, 540, 840, O | A },
	{ WED_SUN, 810, 1320, ALL },
	{ MON_FRI, 630, 1140, T | B | C },
	{ SAT_SUN, 540, 1050, ALL },
	{ MON_FRI, 510, 870, B | O | A },
};

enum { ROSTER = sizeof(roster) / sizeof(roster[0]) };

/* Planned breaks by the length of the shift, first row that fits. */
static const struct pattern {
	short shift_min; /* at least this long, minutes */
	struct {
		short after, length; /* minutes after the start; minutes */
		const char *kind;
	} rest[BREAKS];
} patterns[] = {
	{ 450,
	    { { 105, 15, "break" }, { 225, 30, "lunch" },
		{ 375, 15, "break" } } },
	{ 300, { { 100, 15, "break" }, { 220, 15, "break" } } },
	{ 0, { { 105, 15, "break" } } },
};

struct agent {
	int64_t free_at;    /* can take a call from here on */
	int64_t busy_until; /* work of any kind ends here */
	int64_t shift_end;
	int64_t shift_day; /* midnight before the shift */
	int64_t rest_at;   /* next break; INT64_MAX: no more today */
	int rest_next;	   /* its place in the pattern */
};

struct staff {
	struct agent *agents;
	int nagents;
	int leaves;	   /* of each tree, a power of two */
	int *tree[QUEUES]; /* winners: an agent, or -1; root at 1 */
	struct rest *log;  /* breaks not handed out yet */
	int nlog, caplog;
	int nsettled, nread; /* of log, to be read until the next day */
	uint64_t seed;
};

static const struct row *
row_of(int agent)
{
	return &roster[agent % ROSTER];
}

static const struct pattern *
pattern_of(const struct row *row)
{
	const struct pattern *p = patterns;

	while (row->end - row->start < p->shift_min)
		p++;
	return p;
}

/* Colleagues of one row go on break one after the other: minutes. */
static int
stagger(int agent)
{
	return (agent * 7 + agent / ROSTER) % 8 * 10;
}

/* A number that depends on this agent, day and purpose alone. */
static int
fate(const struct staff *s, int agent, int64_t day, int purpose, int n)
{
	uint64_t x = mix64(mix64(s->seed + (uint64_t)day) +
	    (uint64_t)agent * 16 + (uint64_t)purpose);

	return (int)((x >> 32) * (uint64_t)n >> 32);
}

static int
earlier(const struct staff *s, int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return s->agents[b].free_at < s->agents[a].free_at ? b : a;
}

/* Lets the trees know that this agent's free_at has changed. */
static void
replay(struct staff *s, int agent)
{
	unsigned skills = row_of(agent)->skills;
	int *tree, i, q;

	for (q = 0; q < QUEUES; q++) {
		if (!(skills & 1u << q))
			continue;
		tree = s->tree[q];
		for (i = (s->leaves + agent) / 2; i > 0; i /= 2)
			tree[i] = earlier(s, tree[2 * i], tree[2 * i + 1]);
	}
}

/* Finds the next break that somebody will take, from rest_next on. */
static void
plan_rest(struct staff *s, int agent)
{
	struct agent *a = &s->agents[agent];
	const struct row *row = row_of(agent);
	const struct pattern *p = pattern_of(row);
	int i;

	a->rest_at = INT64_MAX;
	for (; (i = a->rest_next) < BREAKS && p->rest[i].length > 0;
	     a->rest_next++) {
		if (fate(s, agent, a->shift_day, 2 + i, 1000) <
		    SKIPPED_PERMILLE)
			continue;
		a->rest_at = a->shift_day +
		    60 * (row->start + p->rest[i].after + stagger(agent)) +
		    fate(s, agent, a->shift_day, 5 + i, 150);
		return;
	}
}

/* Sends the agent to the first shift that begins on this day or later. */
static void
next_shift(struct staff *s, int agent, int64_t day)
{
	struct agent *a = &s->agents[agent];
	const struct row *row = row_of(agent);
	int weekday;

	for (;; day += DAY_S) {
		weekday = (int)((day / DAY_S + 3) % 7);
		if (row->days & 1u << weekday &&
		    fate(s, agent, day, 0, 1000) >= ABSENT_PERMILLE)
			break;
	}
	a->shift_day = day;
	a->shift_end = day + 60 * row->end;
	a->free_at = day + 60 * row->start + fate(s, agent, day, 1, 150);
	a->rest_next = 0;
	plan_rest(s, agent);
}

static void
take_rest(struct staff *s, int agent, int64_t start)
{
	struct agent *a = &s->agents[agent];
	const struct pattern *p = pattern_of(row_of(agent));
	struct rest *rest;
	int i = a->rest_next++;

	if (start < a->shift_end - LAST_BREAK_S && s->nlog < s->caplog) {
		rest = &s->log[s->nlog++];
		rest->start = start;
		rest->end = start + 60 * p->rest[i].length +
		    fate(s, agent, start, 8, 90) - 20;
		rest->agent = agent;
		rest->kind = p->rest[i].kind;
		a->free_at = a->busy_until = rest->end;
	}
	plan_rest(s, agent);
}

/*
 * What keeps this agent from taking a call at this time, if anything, is
 * put into effect. Returns 1 if free_at has changed.
 */
static int
settle_one(struct staff *s, int agent, int64_t at)
{
	struct agent *a = &s->agents[agent];
	int64_t start;

	if (a->rest_at < a->shift_end && a->rest_at <= at) {
		start = a->rest_at > a->free_at ? a->rest_at : a->free_at;
		take_rest(
		    s, agent, start > a->busy_until ? start : a->busy_until);
	} else if (at >= a->shift_end)
		next_shift(s, agent, a->shift_day + DAY_S);
	else
		return 0;
	replay(s, agent);
	return 1;
}

static int64_t
ready_at(const struct agent *a, int64_t at)
{
	return a->free_at > at ? a->free_at : at;
}

static int
winner(struct staff *s, int queue, int64_t at, int64_t *ready)
{
	int agent;

	do {
		agent = s->tree[queue][1];
		if (agent < 0 || s->agents[agent].free_at == INT64_MAX)
			return -1;
		*ready = ready_at(&s->agents[agent], at);
	} while (settle_one(s, agent, *ready));
	return agent;
}

int
staff_pick(
    struct staff *s, int queue, int64_t at, int not_agent, int64_t *ready)
{
	int64_t kept;
	int agent;

	agent = winner(s, queue, at, ready);
	if (agent < 0 || agent != not_agent)
		return agent;

	/* Out of the way for a moment, to see who comes second. */
	kept = s->agents[not_agent].free_at;
	s->agents[not_agent].free_at = INT64_MAX;
	replay(s, not_agent);
	agent = winner(s, queue, at, ready);
	s->agents[not_agent].free_at = kept;
	replay(s, not_agent);
	return agent;
}

int
staff_is_free(struct staff *s, int agent, int64_t at)
{
	struct agent *a = &s->agents[agent];

	while (a->free_at <= at && settle_one(s, agent, at))
		continue;
	return a->free_at <= at;
}

void
staff_occupy(struct staff *s, int agent, int64_t free_at, int64_t busy_until)
{
	struct agent *a = &s->agents[agent];

	a->free_at = free_at;
	if (busy_until > a->busy_until)
		a->busy_until = busy_until;
	replay(s, agent);
}

static int
by_start(const void *x, const void *y)
{
	const struct rest *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->agent > b->agent) - (a->agent < b->agent);
}

void
staff_settle(struct staff *s, int64_t until)
{
	int i;

	memmove(s->log, s->log + s->nsettled,
	    sizeof(*s->log) * (size_t)(s->nlog - s->nsettled));
	s->nlog -= s->nsettled;
	s->nread = 0;
	for (i = 0; i < s->nagents; i++)
		while (s->agents[i].free_at <= until && settle_one(s, i, until))
			continue;
	qsort(s->log, (size_t)s->nlog, sizeof(*s->log), by_start);
	for (i = 0; i < s->nlog && s->log[i].start < until; i++)
		continue;
	s->nsettled = i;
}

int
staff_rest(struct staff *s, struct rest *rest)
{
	if (s->nread >= s->nsettled)
		return 0;
	*rest = s->log[s->nread++];
	return 1;
}

int
staff_shift(int agent, struct shift_plan *plan)
{
	const struct row *row = row_of(agent);
	const struct pattern *p = pattern_of(row);
	int i, from, minutes = row->end - row->start;

	plan->days = row->days;
	plan->start = row->start;
	plan->end = row->end;
	for (i = 0; i < BREAKS && p->rest[i].length > 0; i++) {
		from = row->start + p->rest[i].after + stagger(agent);
		/* The last of a row of colleagues go before they go home. */
		if (from > row->end - p->rest[i].length)
			from = row->end - p->rest[i].length;
		plan->off[i][0] = from;
		plan->off[i][1] = from + p->rest[i].length;
		minutes -= p->rest[i].length;
	}
	plan->noff = i;
	return 60 * minutes;
}

int64_t
staff_weekly_s(const struct staff *s)
{
	struct shift_plan plan;
	int64_t total = 0;
	int i, day_s;

	for (i = 0; i < s->nagents; i++) {
		day_s = staff_shift(i, &plan);
		for (; plan.days != 0; plan.days &= plan.days - 1)
			total += day_s;
	}
	return total;
}

/* Seats every agent at the leaves of the queues that they can serve. */
static int
plant(struct staff *s)
{
	int i, q;

	for (s->leaves = 2; s->leaves < s->nagents;)
		s->leaves *= 2;
	for (q = 0; q < QUEUES; q++) {
		s->tree[q] = malloc(sizeof(int) * 2 * (size_t)s->leaves);
		if (s->tree[q] == NULL)
			return -1;
		for (i = 0; i < 2 * s->leaves; i++)
			s->tree[q][i] = -1;
		for (i = 0; i < s->nagents; i++)
			if (row_of(i)->skills & 1u << q)
				s->tree[q][s->leaves + i] = i;
	}
	return 0;
}

struct staff *
staff_new(int agents, int64_t first_day, uint64_t seed)
{
	struct staff *s;
	int i;

	if ((s = calloc(1, sizeof(*s))) == NULL)
		return NULL;
	s->nagents = agents;
	s->seed = seed;
	s->caplog = 4 * BREAKS * agents;
	s->agents = calloc((size_t)agents, sizeof(*s->agents));
	s->log = calloc((size_t)s->caplog, sizeof(*s->log));
	if (s->agents == NULL || s->log == NULL || plant(s) == -1) {
		staff_free(s);
		return NULL;
	}
	/* Last night's shift is still at work when the first day begins. */
	for (i = 0; i < agents; i++)
		next_shift(s, i, first_day - DAY_S);
	for (i = 0; i < agents; i++)
		while (settle_one(s, i, first_day))
			continue;
	for (i = 0; i < agents; i++)
		replay(s, i);
	s->nlog = 0;
	return s;
}

void
staff_free(struct staff *s)
{
	int q;

	if (s == NULL)
		return;
	for (q = 0; q < QUEUES; q++)
		free(s->tree[q]);
	free(s->agents);
	free(s->log);
	free(s);
}
