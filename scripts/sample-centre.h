/* SPDX-License-Identifier: ISC */

/* A simulated call centre: what happened, before anybody writes it down. */

#ifndef SAMPLE_CENTRE_H
#define SAMPLE_CENTRE_H

#include <stdint.h>

#include "sample-notes.h"

enum { DAY_S = 86400 };

enum direction { INBOUND, OUTBOUND };
enum channel { PHONE, CHAT };
enum outcome { ANSWERED, ABANDONED, VOICEMAIL, CALLBACK, FAILED };

/* One leg of a call. Times are local seconds since 1970-01-01; -1: none. */
struct call {
	int64_t id;
	int64_t parent; /* id of the first leg of several, or -1 */
	int64_t start;
	int64_t answered_at;
	int64_t promised_by;
	int agent; /* -1: nobody */
	int rang;  /* who would have been next, -1: nobody */
	int queue;
	int reason;	/* -1: never told */
	int customer;	/* number of the person, always known to us */
	int identified; /* 0: the system did not know the customer */
	int withheld;	/* 1: the number was not shown */
	int direction;
	int channel;
	int ivr, wait, ring;  /* seconds, -1 does not apply */
	int talk, hold, wrap; /* seconds, -1 does not apply */
	int outcome;
	int resolved;  /* 1 yes, 0 no, -1 not told */
	int transfers; /* how often passed on when this leg ended */
	int holds;
	int interruptions;
	int sentiment;	 /* hundredths of -1..1 plus 100, -1 none */
	int csat;	 /* 1..5, -1 none */
	int help_asked;	 /* 1 yes, 0 no */
	int hostile;	 /* 1 yes, 0 no */
	int self_rating; /* 0..10, -1 none */
	enum story story;
	int earlier; /* contacts before this one about the same */
	uint64_t note_seed;
};

/* A break as it was taken. */
struct rest {
	int64_t start, end; /* local seconds since 1970-01-01 */
	int agent;
	const char *kind;
};

/* An agent's shift as it was planned. */
struct shift_plan {
	unsigned days;	/* bit 0 is Monday */
	int start, end; /* minutes after midnight, end to 2880 */
	int off[3][2];	/* planned breaks, from and to, minutes */
	int noff;	/* how many there are */
	int target;	/* calls a day that the plan counts on */
};

struct centre_plan {
	int64_t first_day; /* midnight, local seconds since 1970-01-01 */
	int64_t end;	   /* calls start before this */
	int agents;
	int load; /* percent of staffed time; 0: by team size */
	uint64_t seed;
};

struct centre;

/*
 * A centre at the first midnight of its plan. NULL when memory is short.
 * centre_free takes NULL.
 */
struct centre *centre_new(const struct centre_plan *plan);
void centre_free(struct centre *centre);

/*
 * Fills *call with the next leg in order of start. Returns 1, or 0 when the
 * plan's end is reached.
 */
int centre_next(struct centre *centre, struct call *call);

/*
 * Hands out the breaks that began before the last midnight, in order of
 * start; they can be had until the next one. After centre_close: all that
 * began before the last call. Returns 1, or 0 when there is none now.
 */
int centre_rest(struct centre *centre, struct rest *rest);
void centre_close(struct centre *centre);

/* The plan of one agent's shift; the same every week. */
void
centre_shift(const struct centre *centre, int agent, struct shift_plan *plan);

/*
 * What share of a week's inbound calls starts in this hour (0..23) of this
 * weekday (0 is Monday), in units of 10^-6, rounded.
 */
int centre_share(int weekday, int hour);

const char *queue_name(int queue);
const char *reason_name(int reason);

#endif
