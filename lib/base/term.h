/* SPDX-License-Identifier: ISC */
#ifndef BASE_TERM_H
#define BASE_TERM_H

#include "base/bytes.h"

/*
 * A terminal taken over for pictures and given back as it was, on every
 * way out.  One at a time.
 */
struct term;

/* What happened while waiting. */
enum term_event {
	TERM_NOTHING, /* the time is over */
	TERM_KEY,     /* a key, see term_key() */
	TERM_CHANGED, /* the size changed, or the screen was
					 * somebody else's for a while */
	TERM_SIGNAL   /* the process is to end */
};

/*
 * Take over the terminal on standard output, and on standard input if that
 * is one: no echo, keys at once, cursor hidden, another screen if
 * the terminal has one ($TERM is not dumb or empty).  Returns NULL when
 * standard output is no terminal (STATUS_CANNOT, diag_text()).
 */
struct term *term_open(void);

/* Give the terminal back.  NULL is fine. */
void term_close(struct term *);

/*
 * Whether the cursor can be moved; columns, 80 if that is not known, for
 * NULL those of standard output when nobody has taken it over.
 */
int term_moves(const struct term *);
int term_columns(const struct term *);

/* Whether colours are wanted (NO_COLOR), and UTF-8 by the locale's name. */
int term_colour(const struct term *);
int term_utf8(void);

/*
 * Write in one piece.  Returns 0, or -1 when it failed (STATUS_SYSTEM); an
 * interruption by a signal is no failure.
 */
int term_write(struct term *, struct bytes);

/*
 * Wait so many ms at most.  A stop from the keyboard (^Z) gives the
 * terminal back, stops, and takes it over again; it ends as TERM_CHANGED.
 */
enum term_event term_wait(struct term *, int ms);

/* The key of TERM_KEY. */
char term_key(const struct term *);

/*
 * After term_close(): end by the signal of TERM_SIGNAL, so that the shell
 * sees it.  Returns only if that failed.
 */
void term_end_by_signal(void);

/* Milliseconds of a clock that only goes forward. */
long long term_clock(void);

#endif
