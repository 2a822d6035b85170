/* SPDX-License-Identifier: ISC */

/* A checked output file with a large buffer, and numbers by hand. */

#ifndef SAMPLE_OUT_H
#define SAMPLE_OUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	OUT_SIZE = 1 << 18,
	OUT_RECORD = 1 << 13 /* no record is longer than this */
};

struct out {
	const char *name; /* for messages */
	int fd;
	int error; /* errno of the first failure, or 0 */
	size_t n;
	uint64_t written; /* bytes put so far, buffered ones included */
	char buf[OUT_SIZE];
};

/*
 * Opens path for writing, standard output when it is NULL. Returns NULL with
 * errno set when that, or memory, fails.
 */
struct out *out_open(const char *path);

/*
 * Writes what is left and closes; frees out, which may be NULL. Returns 0,
 * or the errno of the first failure since out_open.
 */
int out_close(struct out *out);

/* Room for one more record; to be asked for before each. */
void out_room(struct out *out);

static inline void
out_byte(struct out *out, char c)
{
	out->buf[out->n++] = c;
}

static inline void
out_bytes(struct out *out, const char *p, size_t n)
{
	memcpy(out->buf + out->n, p, n);
	out->n += n;
}

static inline void
out_text(struct out *out, const char *s)
{
	out_bytes(out, s, strlen(s));
}

/* The number in decimal, with zeros in front up to this width. */
void out_number(struct out *out, int64_t value, int width);

/* The day of a local time, order one of "ymd" and "dmy". */
void out_date(struct out *out, int64_t at, const char *order, char between);

/* The time of day, or a duration below 100 h, as HH:MM:SS. */
void out_clock(struct out *out, int64_t seconds);

/* YYYY-MM-DD HH:MM:SS. */
void out_when(struct out *out, int64_t at);

/* Year, month (1..12) and day (1..31) of a local time. */
void civil_date(int64_t at, int date[3]);

/* Midnight of that day in local seconds since 1970-01-01. */
int64_t civil_time(int year, int month, int day);

#endif
