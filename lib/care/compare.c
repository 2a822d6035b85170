/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "care/compare.h"
#include "csv/emit.h"

static const struct {
	enum compare_change change;
	const char *word, *sentence;
} changes[] = { { COMPARE_RAISED, "raised",
		    "%llu calls would have been raised" },
	{ COMPARE_LOWERED, "lowered", "%llu calls would have been lowered" },
	{ COMPARE_EARLIER, "earlier",
	    "%llu calls would have been due "
	    "earlier" },
	{ COMPARE_LATER, "later", "%llu calls would have been due later" },
	{ COMPARE_REASONS, "reasons",
	    "%llu calls would have had other "
	    "reasons only" } };
enum { CHANGES = sizeof(changes) / sizeof(changes[0]) };

static int
same_rules(const struct escalation *a, const struct escalation *b)
{
	size_t i;

	if (a->reason_count != b->reason_count)
		return 0;
	for (i = 0; i < a->reason_count; i++)
		if (strcmp(a->reasons[i].rule->name,
			b->reasons[i].rule->name) != 0)
			return 0;
	return 1;
}

/* What has no due time is due after everything that has. */
static int64_t
due_of(const struct escalation *e)
{
	return e->due == INSTANT_NONE ? INT64_MAX : e->due;
}

unsigned
compare(const struct escalation *one, const struct escalation *other)
{
	unsigned change = 0;

	if (other->level > one->level)
		change |= COMPARE_RAISED;
	if (other->level < one->level)
		change |= COMPARE_LOWERED;
	if (one->level > 0 && other->level > 0) {
		if (due_of(other) < due_of(one))
			change |= COMPARE_EARLIER;
		if (due_of(other) > due_of(one))
			change |= COMPARE_LATER;
	}
	return change == 0 && !same_rules(one, other) ? COMPARE_REASONS
						      : change;
}

static void
put_header(struct emit *out)
{
	emit_string(out,
	    "call_id,start,change,escalation,escalation_due,"
	    "escalation_why,other,other_due,other_why\n");
}

static void
put_instant(struct emit *out, int64_t instant)
{
	emit_used(out, instant_put(emit_room(out, NUM_MAX), instant));
}

static void
put_row(struct emit *out, const struct call *call,
    struct policy *const policies[2], const struct escalation both[2])
{
	unsigned change = compare(&both[0], &both[1]);
	const char *gap = "";
	size_t i;

	emit_field(out, call->call_id, ',');
	emit_byte(out, ',');
	put_instant(out, call->start);
	emit_byte(out, ',');
	for (i = 0; i < CHANGES; i++)
		if (change & changes[i].change) {
			emit_string(out, gap);
			emit_string(out, changes[i].word);
			gap = " ";
		}
	for (i = 0; i < 2; i++) {
		emit_byte(out, ',');
		emit_field(
		    out, policy_level_name(policies[i], both[i].level), ',');
		emit_byte(out, ',');
		put_instant(out, both[i].due);
		emit_byte(out, ',');
		emit_field(out, both[i].why, ',');
	}
	emit_byte(out, '\n');
}

int
compare_take(
    struct stream *s, struct policy *const policies[2], const struct call *call)
{
	struct emit *out = stream_output(s);
	struct escalation both[2];
	unsigned change;
	size_t i;

	for (i = 0; i < 2; i++)
		policy_take(policies[i], call, &both[i]);
	change = compare(&both[0], &both[1]);
	if (change == 0)
		return 0;
	if (!emit_begun(out))
		put_header(out);
	put_row(out, call, policies, both);
	for (i = 0; i < CHANGES; i++)
		if (change & changes[i].change)
			stream_count(s, changes[i].sentence);
	return 1;
}
