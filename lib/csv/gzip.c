/* SPDX-License-Identifier: ISC */
#include <sys/eventfd.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/gzip.h"
#include "csv/member.h"

enum { BLOCKS = 4, BLOCK_SIZE = 256 * 1024, IN_SIZE = 64 * 1024 };

/*
 * Blocks are numbered from 0 without end; block i lies in place
 * i % BLOCKS.  The thread fills block `filled`, the reader empties block
 * `drained`, neither touches the other's, and only the two numbers are
 * shared.
 */
struct gzip {
	const char *name;
	int fd;
	int stop_fd; /* readable when the thread has to stop */
	pthread_t thread;
	_Atomic uint64_t taken;

	pthread_mutex_t lock; /* guards from here .. */
	pthread_cond_t changed;
	size_t filled, drained;
	size_t len[BLOCKS];
	int idle; /* the thread waits for the descriptor */
	int ended;
	int stop;
	int trailing;
	enum status status; /* why it ended, with `failure` */
	char failure[160];  /* .. to here */

	size_t at; /* the reader's place in block `drained` */

	struct member *member; /* the thread's own, from here */
	struct inflate_io io;
	unsigned char in[IN_SIZE];
	unsigned char out[BLOCKS][BLOCK_SIZE];
};

static int
fail(struct gzip *g, enum status status, const char *what)
{
	unsigned number = member_number(g->member);
	char place[32] = "";

	if (status == STATUS_CANNOT && number > 1)
		snprintf(place, sizeof(place), " in member %u", number);
	pthread_mutex_lock(&g->lock);
	g->status = status;
	snprintf(g->failure, sizeof(g->failure), "%s%s%s",
	    status == STATUS_CANNOT ? "gzip: " : "", what, place);
	pthread_mutex_unlock(&g->lock);
	return -1;
}

/* Let be written into the block that is the thread's. */
static void
use_block(struct gzip *g)
{
	g->io.out = g->out[g->filled % BLOCKS];
	g->io.room = BLOCK_SIZE;
}

/*
 * Hand what the block holds to the reader and wait for a free one.
 * Returns 0, or -1 when the thread has to stop.
 */
static int
publish(struct gzip *g)
{
	size_t n = BLOCK_SIZE - g->io.room;
	int stop;

	if (n == 0)
		return 0;
	pthread_mutex_lock(&g->lock);
	g->len[g->filled % BLOCKS] = n;
	g->filled++;
	pthread_cond_broadcast(&g->changed);
	while (g->filled - g->drained == BLOCKS && !g->stop)
		pthread_cond_wait(&g->changed, &g->lock);
	stop = g->stop;
	pthread_mutex_unlock(&g->lock);
	use_block(g);
	return stop ? -1 : 0;
}

static void
set_idle(struct gzip *g, int idle)
{
	pthread_mutex_lock(&g->lock);
	g->idle = idle;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
}

/*
 * Wait until the descriptor can be read.  Before that blocks, what is
 * inflated so far is handed over: a live producer's last record is not
 * held back.  Returns 0, or -1 when the thread has to stop.
 */
static int
await(struct gzip *g)
{
	struct pollfd fds[2] = { { .fd = g->fd, .events = POLLIN },
		{ .fd = g->stop_fd, .events = POLLIN } };

	if (poll(fds, 2, 0) <= 0) {
		if (publish(g) != 0)
			return -1;
		set_idle(g, 1);
		while (poll(fds, 2, -1) < 0 && errno == EINTR)
			;
		set_idle(g, 0);
	}
	return fds[1].revents != 0 ? -1 : 0;
}

/*
 * Read more input.  Returns 1, 0 at the end, -1 when reading failed or the
 * thread has to stop.
 */
static int
pull(struct gzip *g)
{
	ssize_t n;

	do {
		if (await(g) != 0)
			return -1;
		n = read(g->fd, g->in, IN_SIZE);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0)
		return fail(g, STATUS_SYSTEM, strerror(errno));
	g->io.in = g->in;
	g->io.in_n = (size_t)n;
	atomic_fetch_add_explicit(&g->taken, (uint64_t)n, memory_order_relaxed);
	return n > 0;
}

/* Take back what this block holds of a member that is wrong. */
static void
take_back(struct gzip *g)
{
	size_t n = BLOCK_SIZE - g->io.room;

	if (n > member_made(g->member))
		n = (size_t)member_made(g->member);
	g->io.out -= n;
	g->io.room += n;
}

/*
 * Inflate up to the end, or to where it cannot go on.  After a full block
 * more is asked for before more is read, as some may be held back.
 * Returns MEMBER_MORE when it is not the file that ended it.
 */
static enum member_got
inflate_all(struct gzip *g)
{
	enum member_got got = MEMBER_MORE;
	int more = 1;

	while (got == MEMBER_MORE) {
		if (g->io.room == 0) {
			if (publish(g) != 0)
				break;
		} else if (g->io.in_n == 0)
			more = pull(g);
		if (more < 0)
			break;
		got = more > 0 ? member_some(g->member, &g->io)
			       : member_finish(g->member);
	}
	if (got == MEMBER_WRONG)
		take_back(g);
	if (got == MEMBER_WRONG || got == MEMBER_DAMAGED)
		fail(g, STATUS_CANNOT, member_damage(g->member));
	return got;
}

static void *
run(void *arg)
{
	struct gzip *g = arg;
	enum member_got got = inflate_all(g);

	publish(g);
	pthread_mutex_lock(&g->lock);
	g->trailing = got == MEMBER_OTHER;
	g->ended = 1;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
	return NULL;
}

/* The thread takes no signals: they are the process's business. */
static int
start_thread(struct gzip *g)
{
	sigset_t all, old;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	error = pthread_create(&g->thread, NULL, run, g);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

static void
release(struct gzip *g)
{
	if (g->stop_fd >= 0)
		close(g->stop_fd);
	member_free(g->member);
	pthread_cond_destroy(&g->changed);
	pthread_mutex_destroy(&g->lock);
	free(g);
}

struct gzip *
gzip_open(int fd, const char *name, const void *head, size_t n)
{
	struct gzip *g = mem_zero(1, sizeof(*g));
	pthread_condattr_t attr;
	int error;

	g->name = name;
	g->fd = fd;
	g->member = member_new();
	memcpy(g->in, head, n);
	g->io.in = g->in;
	g->io.in_n = n;
	atomic_init(&g->taken, n);
	use_block(g);
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&g->changed, &attr);
	pthread_condattr_destroy(&attr);
	g->stop_fd = eventfd(0, EFD_CLOEXEC);
	error = g->stop_fd < 0 ? errno : start_thread(g);
	if (error != 0) {
		diag_fail(STATUS_SYSTEM, "%s: %s", name, strerror(error));
		release(g);
		return NULL;
	}
	return g;
}

ssize_t
gzip_read(struct gzip *g, void *buf, size_t cap)
{
	size_t n, place;

	pthread_mutex_lock(&g->lock);
	while (g->filled == g->drained && !g->ended)
		pthread_cond_wait(&g->changed, &g->lock);
	place = g->drained % BLOCKS;
	n = g->filled == g->drained ? 0 : g->len[place] - g->at;
	pthread_mutex_unlock(&g->lock);
	if (n == 0 && g->status != STATUS_OK)
		return diag_fail(g->status, "%s: %s", g->name, g->failure);
	if (n == 0)
		return 0;
	if (n > cap)
		n = cap;
	memcpy(buf, g->out[place] + g->at, n);
	g->at += n;
	if (g->at < g->len[place])
		return (ssize_t)n;
	g->at = 0;
	pthread_mutex_lock(&g->lock);
	g->drained++;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
	return (ssize_t)n;
}

int
gzip_ready(struct gzip *g, int64_t deadline)
{
	struct timespec until = { .tv_sec = (time_t)(deadline / 1000),
		.tv_nsec = (long)(deadline % 1000) * 1000000 };
	int ready, late = 0;

	pthread_mutex_lock(&g->lock);
	for (;;) {
		ready = g->filled != g->drained || g->ended;
		if (ready || (g->idle && late))
			break;
		if (g->idle)
			late = pthread_cond_timedwait(
				   &g->changed, &g->lock, &until) == ETIMEDOUT;
		else
			pthread_cond_wait(&g->changed, &g->lock);
	}
	pthread_mutex_unlock(&g->lock);
	return ready;
}

uint64_t
gzip_taken(const struct gzip *g)
{
	return atomic_load_explicit(&g->taken, memory_order_relaxed);
}

int
gzip_trailing(struct gzip *g)
{
	int trailing;

	pthread_mutex_lock(&g->lock);
	trailing = g->trailing;
	pthread_mutex_unlock(&g->lock);
	return trailing;
}

void
gzip_close(struct gzip *g)
{
	const uint64_t one = 1;

	if (g == NULL)
		return;
	pthread_mutex_lock(&g->lock);
	g->stop = 1;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
	/* Adding 1 to a counter that is 0 cannot fail or block. */
	(void)!write(g->stop_fd, &one, sizeof(one));
	pthread_join(g->thread, NULL);
	release(g);
}
