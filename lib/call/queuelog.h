/* SPDX-License-Identifier: ISC */
#ifndef CALL_QUEUELOG_H
#define CALL_QUEUELOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "csv/scan.h"

/*
 * Asterisk's queue_log, a line an event
 *
 *	time|callid|queuename|agent|event|data1|data2|..
 *
 * read as calls: each stay of a caller in a queue becomes a record, made
 * when it ends, so that records come in the order of their ends.  A call
 * that went through several queues gives several, which share parent_id.
 * All times are seconds (https://docs.asterisk.org, Queue Logs), but that
 * of RINGNOANSWER milliseconds.
 *
 *	ENTERQUEUE		begins a stay: start, queue, caller (data2)
 *	DID			the number that was called (data1), also
 *				before ENTERQUEUE
 *	CONNECT			answered_at, agent; wait = data1,
 *				ring = data3
 *	RINGNOANSWER		missed_rings and missed_ring_time
 *	COMPLETEAGENT, COMPLETECALLER
 *				ends it: wait = data1, talk = data2
 *	TRANSFER, BLINDTRANSFER	ends it: wait = data3, talk = data4
 *	ATTENDEDTRANSFER	the same, for LINK and THREEWAY data4, data5
 *	ABANDON, EXITEMPTY, EXITWITHTIMEOUT
 *				ends it: wait = data3
 *	EXITWITHKEY		ends it: wait = data4
 *	SYSCOMPAT		ends it
 *	QUEUESTART		Asterisk began anew: ends all of them
 *
 * All other events (ADDMEMBER, PAUSE ..) are no calls.  A stay that never
 * ends, because the log or the system did, is passed on without outcome
 * and talk time, and counted; so is one that the caller's next ENTERQUEUE
 * cuts off.  An end without a beginning, as in a log that was rotated, is
 * a record whose start is reckoned from the wait and talk it tells.
 *
 * Memory: the open stays, 16,383 at most; then the oldest is passed on as
 * never ended.
 */
struct queuelog;

struct queuelog *queuelog_new(char delimiter);
void queuelog_free(struct queuelog *);

/* The header of the calls: the names of its columns, NULL behind them. */
extern const char *const queuelog_columns[];

/* Forget everything, as before the first event. */
void queuelog_reset(struct queuelog *);

/* Take an event, whose fields are those of the map's `events`. */
void queuelog_take(struct queuelog *, const struct record *event);

/* There are no more events: stays that are open will never end. */
void queuelog_end(struct queuelog *);

/*
 * The next call that is complete.  Returns 1, or 0 when more events are
 * needed or none is left.  Its bytes are valid until the next call of this
 * or queuelog_take(); line and byte are those of the event that ended it.
 */
int queuelog_next(struct queuelog *, struct record *call);

/* What was seen. */
struct queuelog_counts {
	uint64_t events;   /* taken */
	uint64_t calls;	   /* given */
	uint64_t endless;  /* of these, never ended */
	uint64_t headless; /* of these, began before the log */
	uint64_t unknown;  /* events whose name is not known, or with a
				 * value of more than 255 bytes */
};
const struct queuelog_counts *queuelog_counts(const struct queuelog *);

/* Whether a line is an event of such a log. */
int queuelog_is_event(struct bytes line);

#endif
