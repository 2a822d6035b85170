/* SPDX-License-Identifier: ISC */
#ifndef CARE_SHIFT_H
#define CARE_SHIFT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/day.h"

/*
 * shifts.csv: who works when, and how many calls that day asks for.
 *
 *	agent,days,start,end,off,target
 *	Ada,mon-fri,09:00,17:30,"10:30-10:45,13:00-13:30",60
 *	Ada,2026-03-06,,,,
 *	Bo,mon wed,22:00,06:00,02:00-02:30,40
 *	Cy,2026-03-02..2026-03-06,08:00,12:00,,25
 *
 * days is one or several of: a weekday (`mon`, `monday`), a range of them
 * (`mon-fri`, `fri-mon`), `daily`, a date, a range of dates with `..` or a
 * slash between; blanks or commas part them.  Rows that name a date stand
 * in for the agent's rows of weekdays on that date; without start and end
 * they give the day off.  Several rows of one date are several spans.  An
 * end before its start is a night shift, of the date it starts on.  off
 * has the breaks within the row's span.  target is the agent's number of
 * calls of that date; of its rows at least one gives it, and if several
 * do, the same.  A blank target is none.
 */
struct shift_table;

/* The largest target that makes sense, in calls a day. */
enum { SHIFT_TARGET_MAX = 1000000 };

/* The built-in shifts.csv: the header alone, nobody has a shift. */
extern const char shift_csv[];

/*
 * Read a file; or shifts.csv from the settings folder `dir` (NULL, or a
 * folder without it: the built-in one).  Returns NULL with a sentence in
 * diag_text() that names file, line and column when it cannot be read, a
 * value is not understood, spans of a date overlap (a night's end those
 * of the next date, too), a break is not within its span, breaks leave no
 * working time, or targets of a date contradict each other.  Free with
 * shift_free(), which takes NULL.
 */
struct shift_table *shift_read(const char *path);
struct shift_table *shift_load(const char *dir);
void shift_free(struct shift_table *);

/*
 * Read the shifts to go by into `*shifts`: those of the file, or when
 * `path` is NULL of the settings folder, NULL where nobody has one there.
 * Returns 0, or -1 with a sentence, also when nobody in the file has one;
 * `*shifts` is to be freed all the same.
 */
int
shift_choose(struct shift_table **shifts, const char *path, const char *dir);

/*
 * How many agents have rows, and their names, in order of their first
 * row; the number of a name, or -1.  Names are compared byte for byte,
 * without blanks at their ends.
 */
size_t shift_agents(const struct shift_table *);
struct bytes shift_agent(const struct shift_table *, size_t agent);
int64_t shift_find(const struct shift_table *, struct bytes name);

/* Whether any row gives a target. */
int shift_has_targets(const struct shift_table *);

/* One agent's shift of one date. */
struct shift {
	const struct day_hours *hours; /* NULL: does not work.  The same
					 * pointer for all alike; belongs to
					 * the table */
	int64_t target;		       /* calls; 0: none is given */
};

/* The shift of an agent, by number, on a date (days since 1970-01-01). */
struct shift shift_on(struct shift_table *, size_t agent, int64_t date);

/*
 * The date whose shift an instant belongs to: its local date, but until
 * the end of a night shift the date before.
 */
int64_t shift_date(struct shift_table *, size_t agent, int64_t instant);

#endif
