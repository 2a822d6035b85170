/* SPDX-License-Identifier: ISC */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/worker.h"

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
next_job(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	if (atomic_load(&w->busy) != NULL) {
		atomic_store(&w->busy, NULL);
		pthread_cond_broadcast(&w->changed);
	}
	while (w->first == NULL && !w->leave)
		pthread_cond_wait(&w->changed, &w->lock);
	if (w->first != NULL) {
		atomic_store(&w->busy, w->first);
		w->first = w->first->behind;
		if (w->first == NULL)
			w->last = &w->first;
	}
	pthread_mutex_unlock(&w->lock);
	return atomic_load(&w->busy);
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
	struct worker *w;
	int error;

	if (!has_room())
		return NULL;
	w = mem_zero(1, sizeof(*w));
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	/* Signals are the process's business. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	error = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error == 0)
		return w;
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
	return NULL;
}

void
worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->leave = 1;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void
worker_give(struct worker *w, struct worker_job *job)
{
	atomic_store(&job->next, 0);
	job->behind = NULL;
	if (w == NULL || job->n == 0)
		return;
	pthread_mutex_lock(&w->lock);
	*w->last = job;
	w->last = &job->behind;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

/* Nobody need begin this job any more. */
static void
withdraw(struct worker *w, const struct worker_job *job)
{
	struct worker_job **at = &w->first;

	while (*at != NULL && *at != job)
		at = &(*at)->behind;
	if (*at == NULL)
		return;
	*at = job->behind;
	if (*at == NULL)
		w->last = at;
}

void
worker_finish(struct worker *w, struct worker_job *job)
{
	enum { PATIENCE = 4000 };
	int i;

	take_pieces(job);
	if (w == NULL)
		return;
	/* The thread has one step to end, if any: too short to sleep. */
	for (i = 0; i < PATIENCE && atomic_load(&w->busy) == job; i++)
#if defined(__x86_64__)
		__builtin_ia32_pause();
#else
		atomic_thread_fence(memory_order_acquire);
#endif
	pthread_mutex_lock(&w->lock);
	withdraw(w, job);
	while (atomic_load(&w->busy) == job)
		pthread_cond_wait(&w->changed, &w->lock);
	pthread_mutex_unlock(&w->lock);
}
