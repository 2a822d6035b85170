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
#include <zlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/gzip.h"

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

	z_stream z;	 /* the thread's own, from here */
	unsigned member; /* from 1 */
	unsigned char in[IN_SIZE];
	unsigned char out[BLOCKS][BLOCK_SIZE];
};

static int
fail(struct gzip *g, enum status status, const char *what)
{
	char place[32] = "";

	if (status == STATUS_CANNOT && g->member > 1)
		snprintf(place, sizeof(place), " in member %u", g->member);
	pthread_mutex_lock(&g->lock);
	g->status = status;
	snprintf(g->failure, sizeof(g->failure), "%s%s%s",
	    status == STATUS_CANNOT ? "gzip: " : "", what, place);
	pthread_mutex_unlock(&g->lock);
	return -1;
}

/* Let inflate() write into the block that is the thread's. */
static void
use_block(struct gzip *g)
{
	g->z.next_out = g->out[g->filled % BLOCKS];
	g->z.avail_out = BLOCK_SIZE;
}

/*
 * Hand what the block holds to the reader and wait for a free one.
 * Returns 0, or -1 when the thread has to stop.
 */
static int
publish(struct gzip *g)
{
	size_t n = BLOCK_SIZE - g->z.avail_out;
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
 * Read more input behind what is left of it, which is little.  Returns 1,
 * 0 at the end, -1 when reading failed or the thread has to stop.
 */
static int
pull(struct gzip *g)
{
	ssize_t n;

	if (g->z.avail_in > 0)
		memmove(g->in, g->z.next_in, g->z.avail_in);
	g->z.next_in = g->in;
	do {
		if (await(g) != 0)
			return -1;
		n = read(g->fd, g->in + g->z.avail_in, IN_SIZE - g->z.avail_in);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0)
		return fail(g, STATUS_SYSTEM, strerror(errno));
	g->z.avail_in += (uInt)n;
	atomic_fetch_add_explicit(&g->taken, (uint64_t)n, memory_order_relaxed);
	return n > 0;
}

/* What zlib says, in our words. */
static const struct damage {
	const char *zlib, *what;
	int check; /* nothing says which bytes are wrong */
} damages[] = { { "incorrect data check", "wrong check sum (CRC-32)", 1 },
	{ "incorrect length check", "wrong length", 1 },
	{ "header crc mismatch", "damaged header (wrong check sum)", 0 },
	{ "unknown header flags set", "damaged header (reserved flags)", 0 },
	{ "unknown compression method",
	    "damaged header (unknown compression method)", 0 },
	{ NULL, "damaged data", 0 } };

static int
fail_damaged(struct gzip *g)
{
	const struct damage *d = damages;

	while (d->zlib != NULL &&
	    (g->z.msg == NULL || strcmp(g->z.msg, d->zlib) != 0))
		d++;
	if (d->check)
		use_block(g);
	return fail(g, STATUS_CANNOT, d->what);
}

/*
 * Inflate up to the end of the member.  After a full block inflate() is
 * asked again before more is read, as it may hold bytes back.
 */
static int
inflate_member(struct gzip *g)
{
	int r, more = 1;

	do {
		if (g->z.avail_out == 0) {
			if (publish(g) != 0)
				return -1;
		} else if (g->z.avail_in == 0)
			more = pull(g);
		if (more < 0)
			return -1;
		if (more == 0)
			return fail(
			    g, STATUS_CANNOT, "ends too early (truncated)");
		r = inflate(&g->z, Z_NO_FLUSH);
	} while (r == Z_OK || r == Z_BUF_ERROR);
	if (r == Z_MEM_ERROR)
		mem_exhausted();
	return r == Z_STREAM_END ? 0 : fail_damaged(g);
}

/* Skip zero bytes.  Whether what is left tells a member from garbage. */
static int
skip_padding(struct gzip *g)
{
	while (g->z.avail_in > 0 && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
	return g->z.avail_in > 1 ||
	    (g->z.avail_in == 1 && *g->z.next_in != 0x1f);
}

/*
 * Find the next member behind the last one's end.  Returns 1, 0 when there
 * is none, -1 when reading failed.
 */
static int
next_member(struct gzip *g)
{
	int more = 1;

	while (!skip_padding(g) && more > 0)
		more = pull(g);
	if (more < 0)
		return -1;
	if (g->z.avail_in == 0)
		return 0;
	if (g->z.avail_in > 1 && memcmp(g->z.next_in, "\x1f\x8b", 2) == 0)
		return 1;
	pthread_mutex_lock(&g->lock);
	g->trailing = 1;
	pthread_mutex_unlock(&g->lock);
	return 0;
}

static void *
run(void *arg)
{
	struct gzip *g = arg;
	int r;

	do {
		g->member++;
		r = inflate_member(g);
		if (r == 0)
			r = next_member(g);
		if (r > 0)
			r = inflateReset(&g->z) == Z_OK;
	} while (r > 0);
	publish(g);
	pthread_mutex_lock(&g->lock);
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
	inflateEnd(&g->z);
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
	memcpy(g->in, head, n);
	g->z.next_in = g->in;
	g->z.avail_in = (uInt)n;
	atomic_init(&g->taken, n);
	use_block(g);
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&g->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (inflateInit2(&g->z, 15 + 16) != Z_OK)
		mem_exhausted();
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
