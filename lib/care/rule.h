/* SPDX-License-Identifier: ISC */
#ifndef CARE_RULE_H
#define CARE_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "care/breaks.h"
#include "care/law.h"
#include "care/load.h"

/*
 * One rule of breaks.csv: its row read, and whether it holds.  What may
 * stand in the columns is said in breaks.h, which is what tools include.
 */
struct rule;

/* The rules of a breaks.csv in the order in which they are asked. */
struct rules {
	struct rule *rule;
	size_t n, cap;
	struct law law; /* the rows of kind LEGAL */

	/* What a call must have for any of them to hold. */
	uint32_t signals; /* one of these, .. */
	int64_t stress;	  /* .. or so many points, .. */
	uint64_t hard;	  /* .. or hard calls among these; else, .. */
	int64_t tenths;	  /* .. beside events, so high a load .. */
	int64_t work_ms;  /* .. or so long without rest */
};

/* What a rule is held against, at the end of a call. */
struct rule_look {
	const struct load_constants *c;
	const struct breaks_agent *agent;
	const struct breaks_call *call;
	uint32_t signals; /* of the call, one bit each */
	int64_t tenths;	  /* its load as printed */
};

/* The built-in breaks.csv. */
const char *rules_built_in(void);

/*
 * Read breaks.csv from the settings folder `dir`, or the built-in one,
 * into `*rules`, which is all zero before.  EVENT stands before LOAD
 * within 0, that before SCREEN, that before LOAD; rows of one rank keep
 * their order.  Returns 0, or -1 with diag_text(): file, line, column and
 * what was expected.  To be freed with rules_free() either way.
 */
int rules_read(struct rules *, const char *dir);

/* Add the rows of a preset, by name.  Returns 0 or -1 (diag_text()). */
int rules_add_law(struct rules *, struct bytes name);
void rules_free(struct rules *);

/* Its name and kind; whether its note asks for a debrief. */
const char *rule_name(const struct rule *);
enum breaks_kind rule_kind(const struct rule *);
int rule_asks_for_debrief(const struct rule *);

/* Begin to look at a call: what several conditions need is worked out once. */
void rule_look_at(struct rule_look *, const struct load_constants *,
    const struct breaks_agent *, const struct breaks_call *);

/*
 * The first rule, in the order in which they are asked, of which a
 * condition holds; `events` is whether only those of kind EVENT are asked.
 * NULL when there is none.
 */
const struct rule *
rules_first(const struct rules *, const struct rule_look *, int events);

/*
 * For a rule that holds: the minutes to offer, within how many of them it
 * may begin, and the reason in words, appended to `why`: `LOAD 83 >= 80;
 * 10 min brings it to 21`.
 */
int64_t rule_minutes(const struct rule *, const struct rule_look *);
int64_t rule_within(const struct rule *);

/*
 * Since when a rule that holds has held: when the work or the load reached
 * what it asks for, if the call has a line to look at, else the call's end.
 */
int64_t rule_since(const struct rule *, const struct rule_look *);
void rule_why(const struct rule *, const struct rule_look *, int64_t minutes,
    struct buf *why);

#endif
