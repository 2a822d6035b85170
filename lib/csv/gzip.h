/* SPDX-License-Identifier: ISC */
#ifndef CSV_GZIP_H
#define CSV_GZIP_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

/*
 * gzip (RFC 1952) from a descriptor, inflated by a thread of its own into
 * a ring of four blocks of 256 KiB.  Members may follow each other, with
 * zero bytes between and behind them.
 */
struct gzip;

/*
 * Start the thread.  `head` are the `n` bytes that were read from `fd`
 * already, at most 64 KiB; the descriptor stays the caller's, open until
 * gzip_close(), and so does `name`, which begins each message.  Returns
 * NULL when there can be no thread (STATUS_SYSTEM).
 */
struct gzip *gzip_open(int fd, const char *name, const void *head, size_t n);

/*
 * Up to `cap` (at least 1) inflated bytes; blocks until there is one.
 * Returns their number, 0 at the end, -1 when reading failed
 * (STATUS_SYSTEM) or the file is damaged (STATUS_CANNOT, "NAME: gzip: what
 * is wrong").  What came before the damage is returned first; but once a
 * check sum or length is wrong, nothing more of that member is.  After 0
 * or -1 the same comes again.
 */
ssize_t gzip_read(struct gzip *, void *buf, size_t cap);

/*
 * Whether gzip_read() can return without waiting for the descriptor; bytes
 * that are there and only have to be inflated count as ready and are
 * waited for, so that the answer does not depend on the thread's speed.
 * Waits until `deadline`, in ms of CLOCK_MONOTONIC.
 */
int gzip_ready(struct gzip *, int64_t deadline);

/* Bytes taken from the descriptor so far, `head` included. */
uint64_t gzip_taken(const struct gzip *);

/* Whether other bytes were found, and not read, after the last member. */
int gzip_trailing(struct gzip *);

/* Stop the thread, wherever it is, and free.  NULL is allowed. */
void gzip_close(struct gzip *);

#endif
