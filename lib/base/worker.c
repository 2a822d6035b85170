/* SPDX-License-Identifier: ISC */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/worker.h"
#include "base/mem.h"

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;	/* guards from here .. */
	pthread_cond_t changed; /* .. whatever of it */
	struct worker_job *first, **last;
	int leave; /* .. to here */
	/* What the thread works on; set under the lock, too. */
	struct worker_job *_Atomic busy;
};

/* Take pieces until none is left. */
static void
take_pieces(struct worker_job *job)
{
	size_t from;

	for (;;) {
		from = atomic_fetch_add(&job->next, job->step);
		if (from >= job->n)
			return;
		job->work(job->arg, from,
		    job->n - from > job->step ? from + job->step : job->n);
	}
}

/* The thread's next job, or NULL when it is to leave. */
static struct worker_job *
next_job(struct worker *c)
{
	pthread_mutex_lock(&c->lock);
	if (atomic_load(&c->busy) != NULL) {
		atomic_store(&c->busy, NULL);
		pthread_cond_broadcast(&c->changed);
	}
	while (c->first == NULL && !c->leave)
		pthread_cond_wait(&c->changed, &c->lock);
	if (c->first != NULL) {
		atomic_store(&c->busy, c->first);
		c->first = c->first->behind;
		if (c->first == NULL)
			c->last = &c->first;
	}
	pthread_mutex_unlock(&c->lock);
	return atomic_load(&c->busy);
}

static void *
run(void *arg)
{
	struct worker_job *job;

	while ((job = next_job(arg)) != NULL)
		take_pieces(job);
	return NULL;
}

/* Whether two threads of this process can run at a time. */
static int
has_room(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 &&
	    CPU_COUNT(&set) > 1;
}

struct worker *
worker_new(void)
{
	sigset_t all, old;
	struct worker *c;
	int error;

	if (!has_room())
		return NULL;
	c = mem_zero(1, sizeof(*c));
	c->last = &c->first;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->changed, NULL);
	/* Signals are the process's business. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	error = pthread_create(&c->thread, NULL, run, c);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error == 0)
		return c;
	pthread_cond_destroy(&c->changed);
	pthread_mutex_destroy(&c->lock);
	free(c);
	return NULL;
}

void
worker_free(struct worker *c)
{
	if (c == NULL)
		return;
	pthread_mutex_lock(&c->lock);
	c->leave = 1;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	pthread_cond_destroy(&c->changed);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

void
worker_give(struct worker *c, struct worker_job *job)
{
	atomic_store(&job->next, 0);
	job->behind = NULL;
	if (c == NULL || job->n == 0)
		return;
	pthread_mutex_lock(&c->lock);
	*c->last = job;
	c->last = &job->behind;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
}

/* Nobody need begin this job any more. */
static void
withdraw(struct worker *c, const struct worker_job *job)
{
	struct worker_job **at = &c->first;

	while (*at != NULL && *at != job)
		at = &(*at)->behind;
	if (*at == NULL)
		return;
	*at = job->behind;
	if (*at == NULL)
		c->last = at;
}

void
worker_finish(struct worker *c, struct worker_job *job)
{
	enum { PATIENCE = 4000 };
	int i;

	take_pieces(job);
	if (c == NULL)
		return;
	/* The thread has one step to end, if any: too short to sleep. */
	for (i = 0; i < PATIENCE && atomic_load(&c->busy) == job; i++)
#if defined(__x86_64__)
		__builtin_ia32_pause();
#else
		atomic_thread_fence(memory_order_acquire);
#endif
	pthread_mutex_lock(&c->lock);
	withdraw(c, job);
	while (atomic_load(&c->busy) == job)
		pthread_cond_wait(&c->changed, &c->lock);
	pthread_mutex_unlock(&c->lock);
}
