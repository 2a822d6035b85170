/* SPDX-License-Identifier: ISC */
#ifndef CARE_PACER_H
#define CARE_PACER_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/term.h"
#include "care/guide.h"

/*
 * The breathing guide in time: which frame is shown when, and what ends
 * it.  Time, keys and the screen come through functions, so that a clock
 * that is made up shows exactly what a terminal gets.
 */

/* What a guide is shown on; `arg` is handed to each of them. */
struct pacer_screen {
	/* Milliseconds of a clock that only goes forward. */
	int64_t (*clock)(void *arg);
	/* Wait so many ms at most; TERM_KEY goes with a key. */
	enum term_event (*wait)(void *arg, int ms, char *key);
	/* What the screen can do by now; `wipe` is set by the pacer. */
	void (*look)(void *arg, struct guide_look *);
	/* Write in one piece.  Returns 0, or -1 (diag_text()). */
	int (*write)(void *arg, struct bytes);
	void *arg;
};

/* How it ended. */
enum pacer_end {
	PACER_DONE,   /* the time is over */
	PACER_LEFT,   /* by q */
	PACER_SIGNAL, /* the process is to end */
	PACER_FAILED  /* a write failed, diag_text() */
};

/*
 * Show a frame each GUIDE_FRAME_MS of `total` ms (0: without end), each by
 * one write.  A frame that comes late does not push the others back, and
 * those that are missed are left out.  The screen is cleared with the
 * first frame and after a change of it only.  The time for which the
 * process was stopped is none of the guide's: the breath goes on where it
 * was.
 */
enum pacer_end
pacer_run(const struct guide *, int64_t total, const struct pacer_screen *);

/*
 * The same on the terminal of standard output, which is given back as it
 * was.  PACER_FAILED also when there is none.
 */
enum pacer_end pacer_on_terminal(const struct guide *, int64_t total);

#endif
