/* SPDX-License-Identifier: ISC */
#ifndef CARE_ANSWERS_H
#define CARE_ANSWERS_H

#include <stdint.h>

#include "call/stream.h"
#include "care/dispatch.h"
#include "care/policy.h"

/*
 * What is asked of a policy while records pass: what must go to whom, by
 * when and why (dispatch.h), or one of three questions about the policy:
 * what it makes of one call (explain.h), what another one would have
 * changed (compare.h), whether it does on cases what is expected
 * (trial.h).
 */
struct answers;

struct answers_asked {
	struct dispatch_how how;
	const char *settings_dir; /* NULL: the built-in policy */
	int64_t now;
	const char *acks;    /* a file; NULL: none */
	const char *diff;    /* a settings folder; NULL: not asked */
	const char *explain; /* a call_id; NULL: not asked */
	const char *test;    /* a file of cases; NULL: not asked */
	const char *fail_on; /* a level; NULL: none */
	int in_shards;	     /* not all records come */
	int look_only;	     /* take the records, answer nothing */
};

/*
 * Load what is named, which must outlive the answers.  Returns NULL when
 * a file cannot be read, or there is no such level (diag_text()).  Free
 * with answers_free(), which takes NULL.
 */
struct answers *answers_load(const struct answers_asked *);
void answers_free(struct answers *);

/*
 * Whether an acknowledgement must be known before its call comes: of what
 * is held to the end, or told once, all calls of an escalation agree.
 */
int answers_look_ahead(const struct answers_asked *);

/* The policy that was loaded. */
struct policy *answers_policy(struct answers *);

/* What the stream of the records is to be opened with. */
struct stream_tool answers_tool(const struct answers *);

/*
 * Before the first record: look at the columns, and tell the user what
 * they lack.  Returns 0, or -1 (diag_text()) when cases are asked for and
 * these are none.
 */
int answers_begin(struct answers *, struct stream *);

/* Answer for a record, and use it up or pass it on. */
void answers_take(struct answers *, const struct call *);

/*
 * After the last record, when stream_checking() is 0: write what was kept.
 * Returns 1 when the answer is "no": a case failed, something changed,
 * there is no such call, or a call has the level asked for; else 0.
 */
int answers_end(struct answers *);

#endif
