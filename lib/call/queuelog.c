/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/queuelog.h"

enum {
	STAYS_MAX = 16384,
	SLOTS = 4 * STAYS_MAX, /* a power of two, never full */
	VALUE_MAX = 255,       /* bytes of a value; a stay holds few */
	TEXT_MAX = 32 * VALUE_MAX,
	NONE = -1,
	/* fields of an event */
	TIME = 0,
	CALLID,
	QUEUE,
	AGENT,
	EVENT,
	DATA
};

/* The columns of a call; their order is queuelog_columns'. */
enum column {
	CALL_ID,
	PARENT_ID,
	START,
	ANSWERED_AT,
	END,
	QUEUE_NAME,
	AGENT_NAME,
	CALLER,
	CALLEE,
	WAIT,
	RING,
	TALK,
	OUTCOME,
	TRANSFERS,
	MISSED_RINGS,
	MISSED_RING_TIME,
	COLUMNS
};

const char *const queuelog_columns[] = { "call_id", "parent_id", "start",
	"answered_at", "end", "queue", "agent", "caller", "callee", "wait",
	"ring", "talk", "outcome", "transfers", "missed_rings",
	"missed_ring_time", NULL };

/* What an event does. */
enum effect { BEGINS, CALLED, ANSWERED, RANG, ENDS, RESTARTS, NO_CALL };

/* Events by name; which data hold wait, talk and ring, from 1; 0: none. */
static const struct event {
	const char *name;
	enum effect effect;
	int wait, talk, ring;
	int transfer;
} events[] = {
	{ "ENTERQUEUE", BEGINS, 0, 0, 0, 0 },
	{ "DID", CALLED, 0, 0, 0, 0 },
	{ "CONNECT", ANSWERED, 1, 0, 3, 0 },
	{ "RINGNOANSWER", RANG, 0, 0, 1, 0 },
	{ "COMPLETEAGENT", ENDS, 1, 2, 0, 0 },
	{ "COMPLETECALLER", ENDS, 1, 2, 0, 0 },
	{ "TRANSFER", ENDS, 3, 4, 0, 1 },
	{ "BLINDTRANSFER", ENDS, 3, 4, 0, 1 },
	{ "ATTENDEDTRANSFER", ENDS, 3, 4, 0, 1 },
	{ "ABANDON", ENDS, 3, 0, 0, 0 },
	{ "EXITEMPTY", ENDS, 3, 0, 0, 0 },
	{ "EXITWITHTIMEOUT", ENDS, 3, 0, 0, 0 },
	{ "EXITWITHKEY", ENDS, 4, 0, 0, 0 },
	{ "SYSCOMPAT", ENDS, 0, 0, 0, 0 },
	{ "QUEUESTART", RESTARTS, 0, 0, 0, 0 },
	{ "ADDMEMBER", NO_CALL, 0, 0, 0, 0 },
	{ "REMOVEMEMBER", NO_CALL, 0, 0, 0, 0 },
	{ "PAUSE", NO_CALL, 0, 0, 0, 0 },
	{ "UNPAUSE", NO_CALL, 0, 0, 0, 0 },
	{ "PAUSEALL", NO_CALL, 0, 0, 0, 0 },
	{ "UNPAUSEALL", NO_CALL, 0, 0, 0, 0 },
	{ "PAUSEREASON", NO_CALL, 0, 0, 0, 0 },
	{ "AGENTLOGIN", NO_CALL, 0, 0, 0, 0 },
	{ "AGENTLOGOFF", NO_CALL, 0, 0, 0, 0 },
	{ "AGENTCALLBACKLOGIN", NO_CALL, 0, 0, 0, 0 },
	{ "AGENTCALLBACKLOGOFF", NO_CALL, 0, 0, 0, 0 },
	{ "AGENTDUMP", NO_CALL, 0, 0, 0, 0 },
	{ "CONFIGRELOAD", NO_CALL, 0, 0, 0, 0 },
	{ "JOINEMPTY", NO_CALL, 0, 0, 0, 0 },
	{ "JOINUNAVAIL", NO_CALL, 0, 0, 0, 0 },
	{ "FULL", NO_CALL, 0, 0, 0, 0 },
	{ "RINGCANCELED", NO_CALL, 0, 0, 0, 0 },
	{ "MEMBERPENALTY", NO_CALL, 0, 0, 0, 0 },
	{ "PENALTY", NO_CALL, 0, 0, 0, 0 },
	{ "QUEUEPENALTY", NO_CALL, 0, 0, 0, 0 },
	{ "RINGINUSE", NO_CALL, 0, 0, 0, 0 },
	{ "CALLSTATUS", NO_CALL, 0, 0, 0, 0 },
	{ "INFO", NO_CALL, 0, 0, 0, 0 },
	{ "HOLD", NO_CALL, 0, 0, 0, 0 },
	{ "UNHOLD", NO_CALL, 0, 0, 0, 0 },
};

/* A stay in a queue: the values of its columns, copied. */
struct stay {
	int older, newer;	/* neighbours in order of their beginning */
	uint64_t hash;		/* of its call_id */
	int entered;		/* else only the number called is known */
	int64_t rings, ring_ms; /* not answered: how many, how long */
	struct buf text;	/* the values, in the order they came */
	uint32_t at[COLUMNS], n[COLUMNS];
};

struct queuelog {
	char delimiter;
	struct stay *stay; /* STAYS_MAX of them */
	int used;	   /* of them, ever */
	int *slot;	   /* open addressing, by hash; NONE: empty */
	int free;	   /* stays that are free, chained by `older` */
	int oldest, newest;
	int ending;	     /* all that are open are to be passed on */
	int ready;	     /* a stay that is complete, or NONE */
	uint64_t line, byte; /* of the latest event */

	struct buf out;		   /* the call that was given */
	uint32_t end[1 + COLUMNS]; /* its record_ends() */
	struct queuelog_counts counts;
};

struct queuelog *
queuelog_new(char delimiter)
{
	struct queuelog *q = mem_zero(1, sizeof(*q));

	q->delimiter = delimiter;
	q->stay = mem_zero(STAYS_MAX, sizeof(*q->stay));
	q->slot = mem_resize(NULL, SLOTS, sizeof(*q->slot));
	queuelog_reset(q);
	return q;
}

void
queuelog_free(struct queuelog *q)
{
	size_t i;

	if (q == NULL)
		return;
	for (i = 0; i < STAYS_MAX; i++)
		buf_free(&q->stay[i].text);
	buf_free(&q->out);
	free(q->stay);
	free(q->slot);
	free(q);
}

void
queuelog_reset(struct queuelog *q)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		q->slot[i] = NONE;
	q->free = q->oldest = q->newest = q->ready = NONE;
	q->used = q->ending = 0;
	memset(&q->counts, 0, sizeof(q->counts));
}

static struct bytes
value(const struct stay *s, enum column c)
{
	struct bytes b = { s->text.p + s->at[c], s->n[c] };

	if (b.n == 0)
		b.p = "";
	return b;
}

/* A value replaces the one that was there. */
static void
set(struct stay *s, enum column c, struct bytes v)
{
	if (v.n > s->n[c]) {
		if (s->text.n + v.n > TEXT_MAX)
			return;
		s->at[c] = (uint32_t)s->text.n;
		buf_add_bytes(&s->text, v);
	} else if (v.n > 0)
		memcpy(s->text.p + s->at[c], v.p, v.n);
	s->n[c] = (uint32_t)v.n;
}

/* The slot of an open stay, or the empty one where it belongs. */
static size_t
find_slot(const struct queuelog *q, uint64_t hash, struct bytes call_id)
{
	size_t i = hash & (SLOTS - 1);

	while (q->slot[i] != NONE) {
		const struct stay *s = &q->stay[q->slot[i]];

		if (s->hash == hash && bytes_equal(value(s, CALL_ID), call_id))
			break;
		i = (i + 1) & (SLOTS - 1);
	}
	return i;
}

/* Empty a slot and close the gap, so that searches need no tombstones. */
static void
clear_slot(struct queuelog *q, size_t i)
{
	size_t j = i, home;

	for (;;) {
		q->slot[i] = NONE;
		do {
			j = (j + 1) & (SLOTS - 1);
			if (q->slot[j] == NONE)
				return;
			home = q->stay[q->slot[j]].hash & (SLOTS - 1);
		} while (
		    i <= j ? i < home && home <= j : i < home || home <= j);
		q->slot[i] = q->slot[j];
		i = j;
	}
}

/* Take a stay out of the open ones; it is the next call to be given. */
static void
complete(struct queuelog *q, int which)
{
	struct stay *s = &q->stay[which];

	clear_slot(q, find_slot(q, s->hash, value(s, CALL_ID)));
	if (s->older != NONE)
		q->stay[s->older].newer = s->newer;
	else
		q->oldest = s->newer;
	if (s->newer != NONE)
		q->stay[s->newer].older = s->older;
	else
		q->newest = s->older;
	q->ready = which;
}

static void
complete_endless(struct queuelog *q, int which)
{
	complete(q, which);
	q->counts.endless += q->stay[which].entered != 0;
}

/* The n-th data of an event, from 1. */
static struct bytes
data(const struct record *e, int n)
{
	struct bytes none = { "", 0 };
	size_t i = (size_t)(DATA + n - 1);

	return n > 0 && i < e->fields ? record_field(e, i) : none;
}

static struct stay *
begin(struct queuelog *q, const struct record *e)
{
	struct bytes call_id = record_field(e, CALLID);
	uint64_t hash = hash_bytes(call_id);
	int which = q->free != NONE ? q->free : q->used++;
	struct stay *s = &q->stay[which];

	if (which == q->free)
		q->free = s->older;
	s->text.n = 0;
	memset(s->n, 0, sizeof(s->n));
	memset(s->at, 0, sizeof(s->at));
	s->rings = s->ring_ms = 0;
	s->entered = 0;
	s->hash = hash;
	set(s, CALL_ID, call_id);
	q->slot[find_slot(q, hash, call_id)] = which;
	s->older = q->newest;
	s->newer = NONE;
	if (q->newest != NONE)
		q->stay[q->newest].newer = which;
	else
		q->oldest = which;
	q->newest = which;
	return s;
}

/*
 * An end whose beginning is not in the log.  What it tells of wait and
 * talk says when the stay began, and when it was answered.
 */
static void
reckon(struct stay *s, const struct record *e)
{
	char text[NUM_MAX];
	struct bytes b = { text, 0 };
	int64_t end, wait = 0, talk = 0;

	if (num_integer(record_field(e, TIME), &end) != 0 ||
	    num_integer(value(s, WAIT), &wait) != 0 || wait < 0 ||
	    wait > INT32_MAX)
		return;
	if (s->n[TALK] > 0 && num_integer(value(s, TALK), &talk) == 0 &&
	    talk >= 0 && talk <= INT32_MAX && end > talk) {
		b.n = num_put(text, end - talk);
		set(s, ANSWERED_AT, b);
	}
	if (end > talk + wait) {
		b.n = num_put(text, end - talk - wait);
		set(s, START, b);
	}
}

static void
finish(struct stay *s, const struct record *e, const struct event *event)
{
	int shift = 0;

	/* These two have one more word in front. */
	if (event->transfer &&
	    (bytes_is(data(e, 1), "LINK") || bytes_is(data(e, 1), "THREEWAY")))
		shift = 1;
	set(s, END, record_field(e, TIME));
	set(s, OUTCOME, record_field(e, EVENT));
	if (event->wait > 0)
		set(s, WAIT, data(e, event->wait + shift));
	if (event->talk > 0) {
		set(s, TALK, data(e, event->talk + shift));
		set(s, AGENT_NAME, record_field(e, AGENT));
	}
	if (event->transfer)
		set(s, TRANSFERS, bytes_of("1"));
}

static const struct event *
event_of(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (bytes_is(name, events[i].name))
			return &events[i];
	return NULL;
}

static void
rang(struct stay *s, const struct record *e)
{
	int64_t ms;

	s->rings++;
	if (num_integer(data(e, 1), &ms) == 0 && ms > 0 && ms < INT32_MAX)
		s->ring_ms += ms;
}

/* An event of a call whose stay, if it is open, is `which`. */
static void
apply(struct queuelog *q, const struct record *e, const struct event *event,
    int which)
{
	struct stay *s = which != NONE ? &q->stay[which] : NULL;

	switch (event->effect) {
	case BEGINS:
		if (s != NULL && s->entered)
			complete_endless(q, which);
		if (s == NULL || s->entered)
			s = begin(q, e);
		s->entered = 1;
		set(s, QUEUE_NAME, record_field(e, QUEUE));
		set(s, START, record_field(e, TIME));
		set(s, CALLER, data(e, 2));
		break;
	case CALLED:
		/* Dialplans write it before the call enters the queue. */
		if (s == NULL)
			s = begin(q, e);
		set(s, CALLEE, data(e, 1));
		break;
	case RANG:
		if (s != NULL)
			rang(s, e);
		break;
	case ANSWERED:
		if (s == NULL)
			break;
		set(s, ANSWERED_AT, record_field(e, TIME));
		set(s, AGENT_NAME, record_field(e, AGENT));
		set(s, WAIT, data(e, event->wait));
		set(s, RING, data(e, event->ring));
		break;
	case ENDS:
		if (s == NULL)
			s = begin(q, e);
		finish(s, e, event);
		if (!s->entered) {
			s->entered = 1;
			q->counts.headless++;
			set(s, QUEUE_NAME, record_field(e, QUEUE));
			reckon(s, e);
		}
		complete(q, (int)(s - q->stay));
		break;
	case RESTARTS:
	case NO_CALL:
		break;
	}
}

void
queuelog_take(struct queuelog *q, const struct record *e)
{
	const struct event *event;
	size_t i;
	int which;

	q->counts.events++;
	q->line = e->line;
	q->byte = e->byte;
	for (i = 0; i < e->fields; i++)
		if (record_field(e, i).n > VALUE_MAX)
			break;
	if (e->fields <= EVENT || i < e->fields) {
		q->counts.unknown++;
		return;
	}
	event = event_of(record_field(e, EVENT));
	if (event == NULL) {
		q->counts.unknown++;
		return;
	}
	if (event->effect == RESTARTS)
		q->ending = q->oldest != NONE;
	if (event->effect == RESTARTS || event->effect == NO_CALL)
		return;
	which = q->slot[find_slot(
	    q, hash_bytes(record_field(e, CALLID)), record_field(e, CALLID))];
	apply(q, e, event, which);
}

void
queuelog_end(struct queuelog *q)
{
	q->ending = q->oldest != NONE;
}

/* Fill the columns that follow from others, and lay the record out. */
static void
lay_out(struct queuelog *q, struct stay *s, struct record *r)
{
	char text[NUM_MAX];
	struct bytes b = { text, 0 };
	uint32_t *end = record_ends(q->end);
	size_t i;

	s->at[PARENT_ID] = s->at[CALL_ID];
	s->n[PARENT_ID] = s->n[CALL_ID];
	b.n = num_put(text, s->rings);
	set(s, MISSED_RINGS, b);
	b.n = num_put_tenths(text, s->ring_ms / 100);
	set(s, MISSED_RING_TIME, b);
	if (bytes_is(value(s, AGENT_NAME), "NONE"))
		s->n[AGENT_NAME] = 0;
	q->out.n = 0;
	for (i = 0; i < COLUMNS; i++) {
		if (i > 0)
			buf_add_byte(&q->out, q->delimiter);
		buf_add_bytes(&q->out, value(s, (enum column)i));
		end[i] = (uint32_t)q->out.n;
	}
	*r = (struct record){ .p = q->out.p,
		.base = q->out.p,
		.len = q->out.n,
		.end = end,
		.fields = COLUMNS,
		.line = q->line,
		.byte = q->byte,
		.defect = SCAN_SOUND };
}

/* A stay that is given, or was none, makes room. */
static void
release(struct queuelog *q)
{
	q->stay[q->ready].older = q->free;
	q->free = q->ready;
	q->ready = NONE;
}

int
queuelog_next(struct queuelog *q, struct record *call)
{
	for (;;) {
		struct stay *s;

		if (q->ready == NONE &&
		    (q->ending ||
			(q->free == NONE && q->used >= STAYS_MAX - 1)))
			complete_endless(q, q->oldest);
		q->ending = q->ending && q->oldest != NONE;
		if (q->ready == NONE)
			return 0;
		s = &q->stay[q->ready];
		if (s->entered)
			lay_out(q, s, call);
		release(q);
		if (s->entered)
			break;
	}
	q->counts.calls++;
	return 1;
}

const struct queuelog_counts *
queuelog_counts(const struct queuelog *q)
{
	return &q->counts;
}

int
queuelog_is_event(struct bytes line)
{
	struct bytes field[EVENT + 1], rest = line;
	size_t i;
	int64_t at;

	for (i = 0; i <= EVENT; i++) {
		if (rest.p == NULL)
			return 0;
		field[i] = bytes_cut(rest, '|', &rest);
	}
	return event_of(field[EVENT]) != NULL &&
	    num_integer(field[TIME], &at) == 0;
}
