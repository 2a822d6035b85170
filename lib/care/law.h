/* SPDX-License-Identifier: ISC */
#ifndef CARE_LAW_H
#define CARE_LAW_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/rest.h"

/*
 * Breaks that a law or an agreement asks for: the rows of kind LEGAL of
 * breaks.csv, and the presets that --law adds.  None of it is legal
 * advice.  Only recorded breaks count, never time without calls: a break
 * is one when it is known to be one as it begins (Gallagher v Alpha
 * Catering Services [2004] EWCA Civ 1559).
 *
 * `when` has terms with ` and ` between them:
 *
 *	day>6h		there is a claim when the day's work is longer than
 *			this; day>=6h when it is as long
 *	block>=15m	shorter breaks do not count; without it a break has
 *			to have all of the row's minutes in one piece
 *	unpaid>=30m	breaks from this length on are no working time and
 *			do not count, for the row asks for paid rest; without
 *			it those that count are no working time
 *	by 5h		the break begins before so much work is done
 *	run<=6h		work without a break that counts is never longer
 *	aim 2h		where plans put it, and when it is reminded of;
 *			later is no breach
 *
 * Breaks at the very begin or end of the working day interrupt nothing
 * and do not count.  Rows are served in their order and a break serves
 * one row: all of it where the row wants its minutes in one piece, else
 * the minutes that the row needs.
 */
struct law_rule {
	char *name, *note;
	int64_t minutes;
	int64_t warn_ms; /* `within`: how long ahead to say so */
	int64_t day_ms;
	int day_reached; /* day>= and not day> */
	int64_t block_ms, unpaid_ms;
	int64_t by_ms, run_ms, aim_ms; /* 0: no such term */
};

/* All zero is none.  Free with law_free(). */
struct law {
	struct law_rule *rule;
	size_t n, cap;
};

void law_free(struct law *);

/*
 * The rows of a preset as a breaks.csv: eu, uk, de or us-ca; NULL for
 * other names.
 */
const char *law_preset(struct bytes name);

/*
 * Read `when` into a rule whose minutes are set.  Returns 0, or -1 when it
 * cannot be understood (no diag_text(): the caller knows the place).
 */
int law_read_when(struct law_rule *, struct bytes when);

/* A working day as far as it is known. */
struct law_day {
	int64_t from;			/* work began, ms */
	int64_t until;			/* work ends; INSTANT_NONE: not known */
	const struct rest_list *breaks; /* recorded ones; NULL: none */
};

enum law_verdict {
	LAW_NO_CLAIM, /* the day is too short for it */
	LAW_KEPT,
	LAW_SHORT, /* minutes are missing */
	LAW_LONG,  /* too long without a break */
	LAW_LATE   /* given, but too late */
};

struct law_finding {
	enum law_verdict verdict;
	int64_t work_ms;	     /* by then, without unpaid breaks */
	int64_t given;		     /* full minutes that count so far */
	int64_t minutes;	     /* still to give in one break */
	int64_t run_from, run_until; /* work without a break: the stretch
					 * that is too long, else the last */
	int past;		     /* LAW_LONG, and it is over */
	int64_t due;		     /* by when it has to begin, ms */
	int64_t aim;		     /* when it had best begin, ms */
};

/*
 * Judge the day as it stands at `at`, one finding a rule: breaks that
 * begin later are not looked at.  Ask at the end of the day for a verdict
 * on all of it.  While the end is not known, the day is held to be long
 * enough for every claim.  `due` and `aim` are set when `minutes` is not
 * 0, and may lie before `at`.  At most 64 breaks of a day are looked at.
 */
void law_judge(const struct law *, const struct law_day *, int64_t at,
    struct law_finding *);

/*
 * The first rule whose break has to begin, or is aimed at, within its
 * warning time of `at`: its number, with the finding, or -1.
 */
int law_due(const struct law *, const struct law_day *, int64_t at,
    struct law_finding *);

/* "no claim", "kept", "short", "long", "late". */
const char *law_verdict_name(enum law_verdict);

/*
 * Append the reason in words: `LEGAL 0 of 30 min of break recorded in 5 h
 * 40 min of work; 30 min ArbZG section 4`.
 */
void law_why(const struct law_rule *, const struct law_finding *, struct buf *);

#endif
