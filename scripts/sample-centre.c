/* SPDX-License-Identifier: ISC */

/*
 * The simulated centre. Calls arrive as a Poisson process whose rate
 * follows the hours of the week and is scaled to the staff; each takes the
 * first agent of its queue who comes free, or gives up when that is further
 * away than its patience. With first come, first served that is exact, and
 * needs no queue: waits and abandons follow from who is at work.
 *
 * What a call leaves behind is an errand: the second leg of a transfer and
 * the call back that was promised happen at their time; the customer who
 * was not helped comes back in place of a new one, so that all inbound
 * calls together keep the profile of the week.
 *
 * The clock is local and plain: no hour is skipped or doubled in spring or
 * autumn. Memory is bounded by the number of agents.
 */

#include <stdlib.h>

#include "sample-centre.h"
#include "sample-random.h"
#include "sample-staff.h"

#define LEN(a) ((int)(sizeof(a) / sizeof((a)[0])))

enum {
	/* What an inbound call costs its centre, all legs and call backs. */
	CALL_COST_S = 380,
	CUSTOMERS = 6000, /* known customers for each agent */
	CLOSED_S = 2400,  /* a wait this long: nobody is there */
	OFFER_S = 150,	  /* from this wait on a call back is offered */
	HOUR_S = 3600,
	NEVER_TOLD = -1
};

enum mood { CALM, UPSET, HARD, MOODS };

/*
 * Inbound calls of an average week by hour, in units of a centre of 24.
 * --profile prints it as shares.
 */
static const short profile[7][24] = {
	{ 2, 1, 1, 1, 1, 2, 4, 14, 46, 76, 86, 86, 78, 79, 80, 73, 54, 33, 20,
	    14, 7, 5, 4, 3 },
	{ 2, 1, 1, 1, 1, 2, 4, 13, 45, 73, 82, 81, 73, 72, 74, 68, 51, 31, 18,
	    13, 7, 5, 4, 3 },
	{ 2, 1, 1, 1, 1, 2, 4, 13, 44, 71, 80, 79, 71, 71, 73, 67, 49, 31, 18,
	    13, 8, 5, 4, 3 },
	{ 2, 1, 1, 1, 1, 2, 4, 13, 42, 68, 77, 76, 68, 69, 71, 65, 48, 30, 17,
	    13, 8, 5, 4, 3 },
	{ 2, 1, 1, 1, 1, 2, 4, 12, 41, 67, 76, 75, 67, 67, 66, 60, 45, 29, 17,
	    13, 8, 6, 4, 4 },
	{ 3, 2, 1, 1, 1, 1, 1, 2, 7, 15, 18, 19, 21, 21, 21, 19, 16, 11, 8, 7,
	    5, 4, 3, 3 },
	{ 2, 2, 1, 1, 1, 1, 1, 1, 5, 9, 11, 12, 14, 15, 16, 15, 13, 9, 7, 6, 5,
	    4, 3, 2 },
};

/* The queues; talk and wrap are medians in seconds. */
static const struct queue_row {
	const char *name;
	short share; /* permille of new contacts */
	short menu;  /* seconds in the menu before it */
	short talk, wrap;
	short chat; /* permille by chat */
} queues[QUEUES] = {
	{ "billing", 280, 14, 205, 35, 40 },
	{ "technical", 270, 19, 290, 45, 90 },
	{ "orders", 240, 11, 160, 25, 110 },
	{ "account", 140, 22, 185, 35, 40 },
	{ "care", 70, 9, 300, 70, 0 },
};

/*
 * Why people call; the notes have a row of fragments for each, in the same
 * order. Five rows a queue. weight is among the queue's five; talk in
 * percent of the queue's median; the others are permille of such calls.
 */
static const struct reason_row {
	const char *name;
	short weight, talk;
	short open;    /* not solved by the first agent */
	short pass;    /* handed on .. */
	short pass_to; /* .. to this queue */
	short heat;    /* hard calls, before waits and repeats */
} reasons[] = {
	{ "invoice", 34, 100, 90, 25, CARE, 28 },
	{ "payment", 26, 80, 60, 30, ACCOUNT, 16 },
	{ "late fee", 12, 95, 110, 40, CARE, 60 },
	{ "refund", 18, 105, 180, 45, ORDERS, 52 },
	{ "tariff", 10, 135, 60, 60, ACCOUNT, 14 },
	{ "outage", 22, 85, 260, 30, CARE, 70 },
	{ "setup", 24, 130, 120, 20, ORDERS, 14 },
	{ "slow connection", 24, 125, 270, 30, BILLING, 40 },
	{ "login", 16, 60, 50, 60, ACCOUNT, 10 },
	{ "faulty device", 14, 120, 220, 90, ORDERS, 42 },
	{ "delivery status", 40, 80, 140, 20, CARE, 34 },
	{ "new order", 22, 130, 30, 40, TECHNICAL, 5 },
	{ "return", 18, 100, 90, 50, BILLING, 20 },
	{ "wrong item", 8, 110, 160, 30, CARE, 48 },
	{ "order change", 12, 85, 70, 20, BILLING, 9 },
	{ "card", 26, 95, 40, 60, BILLING, 18 },
	{ "password", 26, 60, 40, 40, TECHNICAL, 8 },
	{ "security alert", 12, 125, 80, 40, CARE, 20 },
	{ "change of details", 22, 80, 30, 20, BILLING, 5 },
	{ "contract", 14, 125, 90, 70, CARE, 24 },
	{ "complaint", 34, 115, 330, 60, BILLING, 170 },
	{ "cancellation", 26, 100, 90, 50, ACCOUNT, 90 },
	{ "claim", 22, 120, 300, 60, ORDERS, 70 },
	{ "broken promise", 10, 100, 260, 50, TECHNICAL, 210 },
	{ "praise", 8, 55, 5, 5, BILLING, 0 },
};

enum { REASONS_OF_QUEUE = LEN(reasons) / QUEUES };

/*
 * Handling times around their median, in permille of it, at 33 quantiles
 * from 0 to 1: a lognormal with sigma 0.62, its far tail cut off.
 */
static const short spread[33] = {
	168,
	315,
	386,
	442,
	490,
	535,
	577,
	618,
	658,
	698,
	739,
	779,
	821,
	863,
	907,
	953,
	1000,
	1050,
	1102,
	1158,
	1218,
	1283,
	1354,
	1432,
	1519,
	1618,
	1733,
	1870,
	2041,
	2264,
	2589,
	3174,
	6793,
};

/* What differs by mood. Rows of counts are permille of 0, 1, 2 ... */
static const struct mood_row {
	short talk; /* percent */
	short wrap; /* percent */
	short open; /* permille more stay unsolved */
	short interruptions[6];
	short holds[4];
	short sentiment[2]; /* hundredths plus 100, from, to */
	short csat[2][5];   /* permille of 1..5; solved or not */
	short rating[2];    /* from, to */
	short help;	    /* permille */
} moods[MOODS] = {
	{ 100, 100, 0, { 880, 95, 25, 0, 0, 0 }, { 800, 160, 35, 5 },
	    { 92, 178 },
	    { { 90, 120, 290, 310, 190 }, { 10, 15, 75, 300, 600 } }, { 0, 3 },
	    3 },
	{ 118, 115, 90, { 680, 210, 80, 30, 0, 0 }, { 640, 250, 90, 20 },
	    { 52, 104 },
	    { { 330, 280, 240, 110, 40 }, { 60, 120, 310, 330, 180 } },
	    { 3, 6 }, 14 },
	{ 142, 150, 230, { 380, 240, 190, 110, 60, 20 }, { 520, 300, 130, 50 },
	    { 4, 58 }, { { 720, 180, 70, 20, 10 }, { 290, 240, 240, 150, 80 } },
	    { 6, 10 }, 90 },
};

/* What a hard call was like. hostile and help are permille of them. */
static const struct hard_row {
	enum story story;
	short weight, hostile, help;
} hard_calls[] = {
	{ STORY_ANGRY, 352, 60, 50 },
	{ STORY_MANAGER, 210, 40, 130 },
	{ STORY_CHURN, 170, 10, 20 },
	{ STORY_SWEARING, 110, 380, 120 },
	{ STORY_LEGAL, 82, 20, 130 },
	{ STORY_ABUSE, 66, 720, 420 },
	{ STORY_THREAT, 10, 850, 800 },
};

/* When a call back is promised for; at -1: that much from now, rounded. */
static const struct promise_row {
	short weight, days, hour, minutes;
} promises[] = {
	{ 22, 0, -1, 120 },
	{ 12, 0, -1, 60 },
	{ 12, 0, -1, 240 },
	{ 10, 0, 16, 0 },
	{ 12, 0, 17, 0 },
	{ 14, 1, 10, 0 },
	{ 8, 1, 12, 0 },
	{ 6, 1, 16, 30 },
	{ 4, 2, 11, 0 },
};

enum errand_kind { VISIT, LEG, DIAL };

/* Somebody who is, or will be, on the line. */
struct errand {
	int64_t due;
	int64_t parent; /* of a LEG: the first leg's id */
	int kind;
	int customer;
	int queue, reason;
	int agent;   /* LEG: not this one; DIAL: rather this one */
	int earlier; /* contacts about the same so far */
	int heat;    /* permille more that it gets hard */
	int legs;    /* before this one */
	int channel;
	int put_off;  /* of a DIAL: how often, nobody was free */
	int attempts; /* of a DIAL: how often nobody picked up */
};

/* A heap by due time; what does not fit is forgotten. */
struct errands {
	struct errand *heap;
	int n, cap;
};

struct centre {
	struct staff *staff;
	struct centre_plan plan;
	struct rng rng;
	struct rng arrivals;  /* apart, so that they depend on seed alone */
	uint64_t rate[7][24]; /* calls an hour, in units of 2^-20 */
	int64_t hour;	      /* the arrival's hour began at */
	uint64_t position;    /* calls of that hour so far, the same unit */
	int64_t next_arrival;
	int64_t today; /* midnight */
	int64_t now;
	int64_t last_id;
	struct errands errands; /* happen when they are due */
	struct errands returns; /* take the place of an arrival after that */
};

const char *
queue_name(int queue)
{
	return queues[queue].name;
}

const char *
reason_name(int reason)
{
	return reason == NEVER_TOLD ? "" : reasons[reason].name;
}

static int
profile_total(void)
{
	int d, h, total = 0;

	for (d = 0; d < 7; d++)
		for (h = 0; h < 24; h++)
			total += profile[d][h];
	return total;
}

int
centre_share(int weekday, int hour)
{
	int total = profile_total();

	return (int)((profile[weekday][hour] * (int64_t)1000000 + total / 2) /
	    total);
}

/* Heaps. */

static void
errand_add(struct errands *e, const struct errand *new)
{
	int i, up;

	if (e->n == e->cap)
		return;
	for (i = e->n++; i > 0; i = up) {
		up = (i - 1) / 2;
		if (e->heap[up].due <= new->due)
			break;
		e->heap[i] = e->heap[up];
	}
	e->heap[i] = *new;
}

static void
errand_take(struct errands *e, struct errand *first)
{
	struct errand *last;
	int i, down;

	*first = e->heap[0];
	last = &e->heap[--e->n];
	for (i = 0; (down = 2 * i + 1) < e->n; i = down) {
		if (down + 1 < e->n &&
		    e->heap[down + 1].due < e->heap[down].due)
			down++;
		if (last->due <= e->heap[down].due)
			break;
		e->heap[i] = e->heap[down];
	}
	e->heap[i] = *last;
}

/* Arrivals. */

static int
weekday_of(int64_t at)
{
	return (int)((at / DAY_S + 3) % 7);
}

static int
hour_of(int64_t at)
{
	return (int)(at % DAY_S / HOUR_S);
}

/*
 * Moves on by an exponential step in expected calls, not in seconds: exact
 * across the hours' different rates, and rounding never adds up.
 */
static void
advance_arrival(struct centre *c)
{
	uint64_t step, rate;

	step = rng_exponential(&c->arrivals) >> 12;
	for (;;) {
		rate = c->rate[weekday_of(c->hour)][hour_of(c->hour)];
		if (step < rate - c->position)
			break;
		step -= rate - c->position;
		c->position = 0;
		c->hour += HOUR_S;
	}
	c->position += step;
	c->next_arrival = c->hour + (int64_t)(c->position * HOUR_S / rate);
}

static int
draw_reason(struct centre *c, int queue)
{
	const struct reason_row *row;
	int i = queue * REASONS_OF_QUEUE, u = rng_below(&c->rng, 100);

	for (row = &reasons[i]; u >= row->weight; row++, i++)
		u -= row->weight;
	return i;
}

/* Who calls now: somebody who has to call again, or somebody new. */
static void
draw_visitor(struct centre *c, struct errand *e)
{
	int q, u;

	if (c->returns.n > 0 && c->returns.heap[0].due <= c->now &&
	    rng_chance(&c->rng, 600)) {
		errand_take(&c->returns, e);
		return;
	}
	u = rng_below(&c->rng, 1000);
	for (q = 0; u >= queues[q].share; q++)
		u -= queues[q].share;
	*e = (struct errand){ .kind = VISIT, .parent = -1, .agent = -1 };
	e->queue = q;
	e->customer = rng_below(&c->rng, c->plan.agents * CUSTOMERS);
	e->reason = draw_reason(c, q);
	e->channel = rng_chance(&c->rng, queues[q].chat) ? CHAT : PHONE;
}

/* Durations and the like. */

/* A time around this median, in seconds. */
static int
draw_time(struct centre *c, int median)
{
	uint32_t u = (uint32_t)(rng_next(&c->rng) >> 32);
	int i = (int)(u >> 27), part = (int)(u >> 17 & 1023);
	int permille = spread[i] + (spread[i + 1] - spread[i]) * part / 1024;

	return (median * permille + 500) / 1000;
}

static int
draw_patience(struct centre *c)
{
	/* Some hang up as soon as they hear that there is a queue. */
	if (rng_chance(&c->rng, 70))
		return rng_between(&c->rng, 1, 6);
	return 8 + (int)(rng_exponential(&c->rng) * 420 >> 32);
}

static enum mood
draw_mood(struct centre *c, const struct errand *e, const struct call *call)
{
	int heat = reasons[e->reason].heat + e->heat + 45 * e->earlier;
	int u = rng_below(&c->rng, 1000);

	if (call->wait > 30)
		heat += call->wait > 500 ? 80 : (call->wait - 30) / 6;
	if (e->legs > 0)
		heat += 25;
	if (u < heat)
		return HARD;
	return u < 3 * heat + 40 ? UPSET : CALM;
}

static void
draw_handling(
    struct centre *c, const struct errand *e, struct call *call, enum mood mood)
{
	const struct queue_row *q = &queues[e->queue];
	const struct mood_row *m = &moods[mood];
	struct rng *r = &c->rng;
	int i;

	call->talk = 12 +
	    draw_time(
		c, q->talk * reasons[e->reason].talk / 100 * m->talk / 100);
	call->wrap =
	    rng_chance(r, 80) ? 0 : draw_time(c, q->wrap * m->wrap / 100);
	call->holds = rng_weighted(r, m->holds, LEN(m->holds), 1000);
	call->hold = 0;
	for (i = 0; i < call->holds; i++)
		call->hold += draw_time(c, 48);
	call->interruptions =
	    rng_weighted(r, m->interruptions, LEN(m->interruptions), 1000);
	if (call->channel == CHAT) {
		call->talk = call->talk * 3 / 2;
		call->holds = 0;
		call->hold = 0;
	}
}

static int64_t
handled_at(const struct call *call)
{
	return call->answered_at + call->talk + call->hold;
}

/* Promises, transfers, returns. */

/* Call backs are promised for the day, and not for a Sunday. */
static int64_t
draw_promise(struct centre *c, int64_t at)
{
	const struct promise_row *p = promises;
	int64_t day, by;
	int u = rng_below(&c->rng, 100);

	for (; u >= p->weight; p++)
		u -= p->weight;
	day = at / DAY_S * DAY_S + p->days * DAY_S;
	by = p->hour < 0 ? (at + 60 * p->minutes + 899) / 900 * 900
			 : day + p->hour * HOUR_S + 60 * p->minutes;
	if (by < at + 30 * 60 || hour_of(by) >= 20)
		by = (by < day + DAY_S ? day + DAY_S : by / DAY_S * DAY_S) +
		    10 * HOUR_S;
	if (hour_of(by) < 8)
		by = by / DAY_S * DAY_S + 9 * HOUR_S + 1800;
	if (weekday_of(by) == 6)
		by += DAY_S;
	return by;
}

/* The customer will call again about this. */
static void
come_back(struct centre *c, const struct errand *e, int64_t at, int heat)
{
	struct errand again = *e;
	struct rng *r = &c->rng;

	again.kind = VISIT;
	again.parent = -1;
	again.agent = -1;
	again.legs = 0;
	again.due = at;
	again.earlier = e->earlier + 1;
	again.heat = e->heat / 2 + heat;
	if (rng_chance(r, 60))
		again.queue = CARE;
	errand_add(&c->returns, &again);
}

/* In a few hours, or on one of the next days. */
static int64_t
later(struct centre *c, int64_t at)
{
	struct rng *r = &c->rng;

	if (rng_chance(r, 300))
		return at + rng_between(r, HOUR_S, 4 * HOUR_S);
	at += rng_between(r, 1, 4) * DAY_S;
	return at + rng_between(r, -5 * HOUR_S, 5 * HOUR_S);
}

/*
 * Promises a call back and decides what comes of it: most are kept in time,
 * some late, some never, and then the customer calls.
 */
static void
promise(struct centre *c, const struct errand *e, struct call *call, int64_t at)
{
	struct errand dial = *e;
	struct rng *r = &c->rng;
	int u = rng_below(r, 100);

	call->promised_by = draw_promise(c, at);
	dial.kind = DIAL;
	dial.parent = -1;
	dial.agent = call->agent;
	dial.channel = PHONE;
	dial.put_off = 0;
	dial.attempts = 0;
	dial.legs = 0;
	dial.earlier = e->earlier + 1;
	if (u < 84)
		dial.due = call->promised_by - 60 * rng_between(r, 8, 75);
	else if (u < 92)
		dial.due = call->promised_by + 60 * rng_between(r, 8, 240);
	else {
		come_back(c, e,
		    call->promised_by + rng_between(r, 1800, 20 * HOUR_S), 140);
		return;
	}
	if (dial.due < at + 600)
		dial.due = at + 600;
	errand_add(&c->errands, &dial);
}

/* Hands the call on to another queue, if anybody is there at this hour. */
static int
hand_on(struct centre *c, const struct errand *e, struct call *call)
{
	const struct reason_row *row = &reasons[e->reason];
	struct errand leg = *e;
	int hour = hour_of(call->start);

	if (e->kind == DIAL || e->legs >= 3 || c->plan.agents < 4 || hour < 8 ||
	    hour >= 20 || weekday_of(call->start) >= 5)
		return 0;
	if (!rng_chance(&c->rng, e->legs > 0 ? row->pass / 3 : row->pass))
		return 0;
	call->talk = call->talk * 2 / 3 + 5;
	call->transfers = e->legs + 1;
	if (call->parent < 0)
		call->parent = call->id;
	leg.kind = LEG;
	leg.parent = call->parent;
	leg.due = handled_at(call);
	leg.agent = call->agent;
	leg.legs = e->legs + 1;
	leg.queue = e->queue == row->pass_to ? CARE : row->pass_to;
	if (leg.queue == e->queue)
		leg.queue = BILLING;
	errand_add(&c->errands, &leg);
	return 1;
}

static void
draw_result(
    struct centre *c, const struct errand *e, struct call *call, enum mood mood)
{
	int open = reasons[e->reason].open + moods[mood].open;
	struct rng *r = &c->rng;

	if (hand_on(c, e, call))
		return;
	call->resolved = !rng_chance(r, open);
	if (rng_chance(r, call->resolved ? 25 : 420))
		promise(c, e, call, handled_at(call));
	else if (!call->resolved && rng_chance(r, 620))
		come_back(c, e, later(c, handled_at(call)), 25);
}

/* What people said about it. */

static enum story
draw_story(
    struct centre *c, const struct errand *e, struct call *call, enum mood mood)
{
	const struct hard_row *h = hard_calls;
	struct rng *r = &c->rng;
	int u = rng_below(r, 1000);

	if (e->kind == VISIT && rng_below(r, 2500) == 0) {
		call->help_asked = rng_chance(r, 700);
		return STORY_DISTRESS;
	}
	if (mood == HARD) {
		for (; u >= h->weight; h++)
			u -= h->weight;
		call->hostile = rng_chance(r, h->hostile);
		call->help_asked |= rng_chance(r, h->help);
		return h->story;
	}
	if (e->kind == DIAL)
		return STORY_REACHED;
	if (u < 80)
		return STORY_NONE;
	if (mood == UPSET)
		return STORY_UPSET;
	if (call->resolved < 0)
		return STORY_HANDED_ON;
	if (!call->resolved)
		return STORY_OPEN;
	return u < 300 ? STORY_TRICKY : u < 470 ? STORY_THANKS : STORY_CALM;
}

static void
draw_voices(
    struct centre *c, const struct errand *e, struct call *call, enum mood mood)
{
	const struct mood_row *m = &moods[mood];
	struct rng *r = &c->rng;

	call->help_asked = rng_chance(r, m->help);
	call->story = draw_story(c, e, call, mood);
	if (call->story == STORY_DISTRESS)
		m = &moods[HARD];
	if (rng_chance(r, 550))
		call->sentiment =
		    rng_between(r, m->sentiment[0], m->sentiment[1]);
	if (call->direction == INBOUND && call->resolved >= 0 &&
	    rng_chance(r, 215))
		call->csat =
		    1 + rng_weighted(r, m->csat[call->resolved], 5, 1000);
	if (rng_chance(r, 35))
		call->self_rating = rng_between(r, m->rating[0], m->rating[1]);
}

/* Calls. */

static void
call_begin(struct centre *c, const struct errand *e, struct call *call)
{
	uint64_t person = mix64(c->plan.seed + (uint64_t)e->customer);

	*call = (struct call){
		.id = ++c->last_id,
		.parent = e->parent,
		.start = c->now,
		.answered_at = -1,
		.promised_by = -1,
		.agent = -1,
		.rang = -1,
		.queue = e->queue,
		.reason = e->reason,
		.customer = e->customer,
		.withheld = person % 32 == 0,
		.direction = e->kind == DIAL ? OUTBOUND : INBOUND,
		.channel = e->channel,
		.ivr = -1,
		.wait = -1,
		.ring = -1,
		.talk = -1,
		.hold = -1,
		.wrap = -1,
		.resolved = -1,
		.transfers = e->legs,
		.sentiment = -1,
		.csat = -1,
		.self_rating = -1,
		.earlier = e->earlier,
	};
	call->identified = rng_chance(&c->rng, 920);
	call->note_seed = rng_next(&c->rng);
	if (e->kind == VISIT)
		call->ivr = queues[e->queue].menu + rng_between(&c->rng, 0, 8);
}

/* Somebody picks up; what follows is decided here. */
static void
answer(struct centre *c, const struct errand *e, struct call *call, int agent,
    int64_t ready)
{
	enum mood mood;
	int64_t end, free_at;

	call->agent = agent;
	call->outcome = ANSWERED;
	call->ring =
	    rng_between(&c->rng, 2, call->direction == OUTBOUND ? 21 : 8);
	call->answered_at = ready + call->ring;
	mood = draw_mood(c, e, call);
	draw_handling(c, e, call, mood);
	draw_result(c, e, call, mood);
	draw_voices(c, e, call, mood);
	end = handled_at(call) + call->wrap;
	free_at = end;
	if (call->channel == CHAT && rng_chance(&c->rng, 500))
		free_at = call->answered_at + call->talk / 2;
	staff_occupy(c->staff, agent, free_at, end);
}

/* Nobody is at work: the machine takes the call, or the caller leaves. */
static void
closed(struct centre *c, const struct errand *e, struct call *call)
{
	struct rng *r = &c->rng;

	call->wait = rng_between(r, 12, 45);
	if (call->channel == CHAT || rng_chance(r, 400)) {
		call->outcome = ABANDONED;
		come_back(c, e, later(c, call->start), 10);
		return;
	}
	call->outcome = VOICEMAIL;
	call->talk = rng_between(r, 8, 60);
	call->story = rng_chance(r, 700) ? STORY_VOICEMAIL : STORY_NONE;
	promise(c, e, call, call->start);
}

/* The caller waits in vain, or takes the offer of a call back. */
static void
give_up(
    struct centre *c, const struct errand *e, struct call *call, int patience)
{
	struct rng *r = &c->rng;
	int64_t at = call->start + patience;

	call->wait = patience;
	if (patience >= OFFER_S && call->channel == PHONE &&
	    rng_chance(r, 180)) {
		call->outcome = CALLBACK;
		promise(c, e, call, at);
		return;
	}
	call->outcome = ABANDONED;
	if (patience <= 5)
		call->reason = NEVER_TOLD;
	if (rng_chance(r, 330))
		come_back(c, e, at + rng_between(r, 20, 900), 25);
	else if (rng_chance(r, 500))
		come_back(c, e, later(c, at), 15);
}

static void
inbound(struct centre *c, const struct errand *e, struct call *call)
{
	int64_t at, ready = 0;
	int agent, patience, wait;

	call_begin(c, e, call);
	at = call->start + (call->ivr > 0 ? call->ivr : 0);
	patience = draw_patience(c);
	agent = staff_pick(
	    c->staff, e->queue, at, e->kind == LEG ? e->agent : -1, &ready);
	call->rang = agent;
	if (agent < 0 || ready - at >= CLOSED_S) {
		closed(c, e, call);
		return;
	}
	wait = (int)(ready - at);
	if (wait > patience) {
		give_up(c, e, call, patience);
		return;
	}
	call->wait = wait;
	answer(c, e, call, agent, ready);
}

/* Nobody picks up at the customer's end, or a machine does. */
static void
not_reached(struct centre *c, struct errand *e, struct call *call, int agent)
{
	struct rng *r = &c->rng;

	call->agent = agent;
	call->ring = rng_between(r, 18, 32);
	call->outcome = rng_chance(r, 600) ? VOICEMAIL : FAILED;
	if (rng_chance(r, 800))
		call->story =
		    call->outcome == VOICEMAIL ? STORY_MESSAGE : STORY_NO_REPLY;
	staff_occupy(c->staff, agent, c->now + call->ring + 20,
	    c->now + call->ring + 20);
	if (++e->attempts < 2) {
		e->due = c->now + rng_between(r, 2700, 2 * HOUR_S);
		e->put_off = 0;
		errand_add(&c->errands, e);
	}
}

/*
 * A call back: by the agent who promised it, else by a colleague; while
 * both have calls in hand it is put off. Returns 0 when it is.
 */
static int
dial(struct centre *c, struct errand *e, struct call *call)
{
	int64_t ready = c->now;
	int agent = e->agent;

	if (agent < 0 || !staff_is_free(c->staff, agent, c->now))
		agent = staff_pick(c->staff, e->queue, c->now, -1, &ready);
	if (agent < 0 || ready > c->now) {
		e->due = ready > c->now + HOUR_S
		    ? ready
		    : c->now + rng_between(&c->rng, 60, 240);
		if (agent >= 0 && ++e->put_off < 60)
			errand_add(&c->errands, e);
		else
			come_back(c, e, later(c, c->now), 140);
		return 0;
	}
	call_begin(c, e, call);
	if (rng_chance(&c->rng, 220))
		not_reached(c, e, call, agent);
	else
		answer(c, e, call, agent, c->now);
	return 1;
}

/* The next errand or arrival in time. Returns 0 at the plan's end. */
static int
next_errand(struct centre *c, struct errand *e)
{
	struct errands *due = &c->errands;

	for (;;) {
		if (due->n > 0 && due->heap[0].due <= c->next_arrival) {
			errand_take(due, e);
			if (e->due < c->plan.end) {
				c->now = e->due;
				return 1;
			}
		} else if (c->next_arrival < c->plan.end) {
			c->now = c->next_arrival;
			draw_visitor(c, e);
			advance_arrival(c);
			return 1;
		} else
			return 0;
	}
}

int
centre_next(struct centre *c, struct call *call)
{
	struct errand e;
	int64_t day;

	for (;;) {
		if (!next_errand(c, &e)) {
			c->now = c->plan.end;
			return 0;
		}
		day = c->now / DAY_S * DAY_S;
		if (day > c->today) {
			c->today = day;
			staff_settle(c->staff, day);
		}
		if (e.kind != DIAL) {
			inbound(c, &e, call);
			return 1;
		}
		if (dial(c, &e, call))
			return 1;
	}
}

int
centre_rest(struct centre *c, struct rest *rest)
{
	return staff_rest(c->staff, rest);
}

void
centre_close(struct centre *c)
{
	staff_settle(c->staff, c->now);
}

void
centre_shift(const struct centre *c, int agent, struct shift_plan *plan)
{
	int work_s = staff_shift(agent, plan);

	plan->target = (work_s * c->plan.load / 100 / CALL_COST_S + 2) / 5 * 5;
}

/*
 * How much of the staffed time calls fill, in percent: the larger the team,
 * the more of it can be used for the same waits.
 */
static int
usual_load(int agents)
{
	int root = 1;

	while ((root + 1) * (root + 1) <= agents * 100)
		root++;
	return 84 - 800 / root > 25 ? 84 - 800 / root : 25;
}

static void
set_rates(struct centre *c)
{
	uint64_t week =
	    (uint64_t)staff_weekly_s(c->staff) * (uint64_t)c->plan.load / 100;
	int d, h, total = profile_total();

	for (d = 0; d < 7; d++)
		for (h = 0; h < 24; h++)
			c->rate[d][h] = (week * (uint64_t)profile[d][h] << 20) /
			    ((uint64_t)total * CALL_COST_S);
}

static int
errands_new(struct errands *e, int cap)
{
	e->cap = cap;
	e->heap = malloc(sizeof(*e->heap) * (size_t)cap);
	return e->heap == NULL ? -1 : 0;
}

struct centre *
centre_new(const struct centre_plan *plan)
{
	struct centre *c;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		return NULL;
	c->plan = *plan;
	if (c->plan.load == 0)
		c->plan.load = usual_load(plan->agents);
	rng_seed(&c->rng, plan->seed);
	rng_seed(&c->arrivals, mix64(plan->seed ^ 0x6172726976616c73u));
	c->hour = c->today = c->now = plan->first_day;
	c->staff = staff_new(plan->agents, plan->first_day, plan->seed);
	if (c->staff == NULL ||
	    errands_new(&c->errands, 32 * plan->agents + 256) == -1 ||
	    errands_new(&c->returns, 64 * plan->agents + 256) == -1) {
		centre_free(c);
		return NULL;
	}
	set_rates(c);
	advance_arrival(c);
	return c;
}

void
centre_free(struct centre *c)
{
	if (c == NULL)
		return;
	staff_free(c->staff);
	free(c->errands.heap);
	free(c->returns.heap);
	free(c);
}
