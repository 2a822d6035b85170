/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "care/answers.h"
#include "care/compare.h"
#include "care/explain.h"
#include "care/trial.h"

struct answers {
	const struct answers_asked *asked;
	struct stream *stream;
	struct policy *policy;
	struct policy *other;	   /* of `diff`; else NULL */
	struct trial *trial;	   /* of `test`; else NULL */
	struct dispatch *dispatch; /* NULL with these and with `explain` */
	struct buf text;	   /* what one record gives */
	size_t found;		   /* calls explained, or changed */
	int fail_level;		   /* of `fail_on`; 0: none */
};

static int
load_other(struct answers *a)
{
	a->other = policy_load(a->asked->diff, a->asked->now);
	if (a->other == NULL)
		return -1;
	return policy_folder(a->asked->diff);
}

static int
load_acks(struct answers *a)
{
	const char *path = a->asked->acks;

	if (policy_acks(a->policy, path) != 0)
		return -1;
	return a->other != NULL ? policy_acks(a->other, path) : 0;
}

static int
load_level(struct answers *a)
{
	a->fail_level = policy_level(a->policy, bytes_of(a->asked->fail_on));
	if (a->fail_level > 0)
		return 0;
	return diag_fail(STATUS_CANNOT,
	    "--fail-on: a level is wanted that a "
	    "rule or levels.csv has, by its number or name");
}

struct answers *
answers_load(const struct answers_asked *asked)
{
	struct answers *a = mem_zero(1, sizeof(*a));

	a->asked = asked;
	a->policy = policy_load(asked->settings_dir, asked->now);
	if (a->policy != NULL && (asked->diff == NULL || load_other(a) == 0) &&
	    (asked->acks == NULL || load_acks(a) == 0) &&
	    (asked->fail_on == NULL || load_level(a) == 0))
		return a;
	answers_free(a);
	return NULL;
}

void
answers_free(struct answers *a)
{
	if (a == NULL)
		return;
	policy_free(a->policy);
	policy_free(a->other);
	trial_free(a->trial);
	dispatch_free(a->dispatch);
	buf_free(&a->text);
	free(a);
}

int
answers_look_ahead(const struct answers_asked *asked)
{
	return asked->acks != NULL && asked->diff == NULL &&
	    asked->test == NULL &&
	    (asked->how.by_due || asked->how.json || asked->explain != NULL);
}

struct policy *
answers_policy(struct answers *a)
{
	return a->policy;
}

static unsigned
needs(const struct answers *a)
{
	return policy_needs(a->policy) |
	    (a->other != NULL ? policy_needs(a->other) : 0);
}

/* Whether records are passed on, or their alerts. */
static int
dispatches(const struct answers *a)
{
	return a->other == NULL && a->asked->explain == NULL &&
	    a->asked->test == NULL && !a->asked->look_only;
}

struct stream_tool
answers_tool(const struct answers *a)
{
	struct stream_tool tool = { .needs = needs(a),
		.shard_fields = "customer",
		.newest_last = a->asked->test == NULL };

	if (dispatches(a) && !a->asked->how.json)
		tool.columns = dispatch_columns;
	return tool;
}

static void
tell_what_lacks(const struct answers *a)
{
	if (!stream_has(a->stream, FIELD_SIGNALS) &&
	    !stream_has(a->stream, FIELD_STRESS))
		diag_warn("no columns of triage: rules on signals and stress "
			  "are off; run triage first");
	if (policy_rules(a->policy) == 0)
		diag_warn("policy.csv has no rules: nothing is escalated");
}

int
answers_begin(struct answers *a, struct stream *s)
{
	const struct answers_asked *asked = a->asked;

	a->stream = s;
	dispatch_bind(s, a->policy);
	if (stream_checking(s))
		return 0;
	if (a->other != NULL)
		dispatch_bind(s, a->other);
	stream_need(s, needs(a));
	tell_what_lacks(a);
	if (asked->test != NULL) {
		a->trial = trial_new(s, a->policy, asked->now);
		return a->trial != NULL ? 0 : -1;
	}
	if (dispatches(a))
		a->dispatch = dispatch_new(s, a->policy, &asked->how);
	return 0;
}

/* For who wants to know them all before the first is answered for. */
static void
look(struct answers *a, const struct call *call)
{
	struct escalation e;

	policy_take(a->policy, call, &e);
}

/* All records are looked at, those of one call are told of. */
static void
explain(struct answers *a, const struct call *call)
{
	struct escalation e;

	policy_take(a->policy, call, &e);
	if (!bytes_is(call->call_id, a->asked->explain))
		return;
	if (a->found++ > 0)
		buf_add_byte(&a->text, '\n');
	explain_put(&a->text, a->policy, call, &e);
}

HOT void
answers_take(struct answers *a, const struct call *call)
{
	struct policy *const both[2] = { a->policy, a->other };

	if (a->dispatch != NULL) {
		dispatch_take(a->dispatch, call);
		return;
	}
	if (a->trial != NULL)
		trial_take(a->trial, call, &a->text);
	else if (a->other != NULL)
		a->found += (size_t)compare_take(a->stream, both, call);
	else if (a->asked->look_only)
		look(a, call);
	else
		explain(a, call);
	emit_bytes(stream_output(a->stream), a->text.p, a->text.n);
	a->text.n = 0;
	stream_used(a->stream);
}

/* Acknowledgements that reach nobody are mistyped, or of another day. */
static void
tell_acks(const struct answers *a)
{
	size_t all, met = policy_acks_met(a->policy, &all);

	if (met < all)
		diag_warn("--acks: %zu of %zu calls in it are not among the "
			  "records",
		    all - met, all);
}

int
answers_end(struct answers *a)
{
	int level = 0;

	if (a->asked->acks != NULL && !a->asked->in_shards)
		tell_acks(a);
	if (a->trial != NULL) {
		a->found = trial_end(a->trial, &a->text);
		emit_bytes(stream_output(a->stream), a->text.p, a->text.n);
	}
	if (a->dispatch != NULL)
		level = dispatch_end(a->dispatch);
	if (a->asked->explain == NULL)
		return a->found > 0 ||
		    (a->fail_level > 0 && level >= a->fail_level);
	if (a->found == 0)
		diag_print("--explain: no record has this call_id");
	return a->found == 0;
}
