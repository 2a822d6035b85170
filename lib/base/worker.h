/* SPDX-License-Identifier: ISC */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <stdatomic.h>
#include <stddef.h>

/*
 * A second pair of hands: work in pieces that do not touch each other, done
 * by a thread of its own while the giver goes on with something else, and
 * by the giver, too, once it needs the result.  What comes out does not
 * depend on who did which piece, nor on whether there is a thread at all.
 */
struct worker;

/* Work to be done; the giver's, who keeps it until worker_finish(). */
struct worker_job {
	/* Do the pieces from `from` up to `to`; called by any thread. */
	void (*work)(void *arg, size_t from, size_t to);
	void *arg;
	size_t n;	    /* pieces */
	size_t step;	    /* of them at a time, 1 or more */
	atomic_size_t next; /* the worker's: the first that nobody took */
	struct worker_job *behind; /* and who waits behind this one */
};

/*
 * Get a thread, which takes no signals.  Returns NULL when this process may
 * use one processor only, or when no thread can be had: all functions take
 * that, and then the giver does everything in worker_finish().  Free with
 * worker_free(), when no job is left.
 */
struct worker *worker_new(void);
void worker_free(struct worker *);

/* Let it begin; jobs are done in the order in which they were given. */
void worker_give(struct worker *, struct worker_job *);

/* Help until all pieces are done.  The job may then be given again. */
void worker_finish(struct worker *, struct worker_job *);

#endif
