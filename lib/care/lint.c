/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "call/duration.h"
#include "care/clock.h"
#include "care/lint.h"
#include "care/policy.h"
#include "care/prove.h"

/* What is worked out once of a rule, for each is held against each. */
struct outline {
	int may_hold; /* 0: it never can */
	struct prove_about when;
};

struct lint {
	struct buf *out;
	size_t found;
	struct policy_rules rules;
	struct outline *outlines; /* by rule */
	struct ladder *ladder;
	struct facts *facts;
	const char *policy, *levels; /* the names of the files */
};

/* A row that cannot be read: diag_text() says it. */
static void
wrong(void *arg)
{
	struct lint *l = arg;

	buf_add_string(l->out, diag_text());
	buf_add_byte(l->out, '\n');
	l->found++;
}

/* Begin a line about a rule. */
static void
about(struct lint *l, const struct policy_rule *r)
{
	buf_text(l->out, "%s:%zu: rule %s ", l->policy, r->line, r->name);
	l->found++;
}

/* The prover asks what values an operand can have. */
static void
range(void *facts, unsigned slot, struct prove_range *r)
{
	facts_range(facts, slot, r);
}

/* Whether `a` is due no later than `b`, whenever both hold. */
static int
due_no_later(const struct policy_rule *a, const struct policy_rule *b)
{
	if (a->has_field != b->has_field ||
	    (a->has_field && a->field_slot != b->field_slot) ||
	    a->duration > b->duration)
		return 0;
	/* A business clock may stand still, the other never does. */
	return a->business == b->business || (!a->business && a->duration >= 0);
}

/* Whether `by` decides whenever `r` holds; of equals the first does. */
static int
is_hidden(
    struct lint *l, const struct policy_rule *r, const struct policy_rule *by)
{
	const struct prove_ranges ranges = { range, l->facts };

	if (by->level < r->level || !due_no_later(by, r) ||
	    !prove_implies(r->when, by->when, &ranges))
		return 0;
	return by < r || by->level > r->level || !due_no_later(r, by) ||
	    !prove_implies(by->when, r->when, &ranges);
}

static void
look_at_rules(struct lint *l)
{
	const struct prove_ranges ranges = { range, l->facts };
	const struct expr *when;
	size_t i;

	l->outlines = mem_zero(l->rules.count, sizeof(*l->outlines));
	for (i = 0; i < l->rules.count; i++) {
		when = l->rules.rule[i].when;
		l->outlines[i].may_hold = prove_may_hold(when, &ranges);
		prove_look(when, &ranges, &l->outlines[i].when);
	}
}

static void
lint_rule(struct lint *l, const struct policy_rule *r)
{
	const struct outline *mine = &l->outlines[r - l->rules.rule];
	const struct policy_rule *by;
	size_t i;

	if (!mine->may_hold) {
		about(l, r);
		buf_add_string(l->out, "can never hold\n");
		return;
	}
	for (i = 0; i < l->rules.count; i++) {
		by = &l->rules.rule[i];
		if (by == r || !l->outlines[i].may_hold ||
		    !prove_may_imply(&mine->when, &l->outlines[i].when) ||
		    !is_hidden(l, r, by))
			continue;
		about(l, r);
		buf_text(l->out,
		    "is hidden: whenever it holds, %s (line %zu) "
		    "holds too, to the same or a higher level, and is due no "
		    "later\n",
		    by->name, by->line);
		return;
	}
}

static void
lint_due(struct lint *l, const struct policy_rule *r)
{
	if (!r->bare)
		return;
	about(l, r);
	buf_text(l->out,
	    "has a due without a unit, which is seconds: write "
	    "%llds, or 30m for 30 minutes\n",
	    (long long)(r->duration < 0 ? -r->duration : r->duration) /
		SECOND_MS);
}

static void
lint_level_of(struct lint *l, const struct policy_rule *r)
{
	if (ladder_has(l->ladder, r->level))
		return;
	about(l, r);
	buf_text(l->out, "goes to level %d, which has no name in %s\n",
	    r->level, l->levels);
}

static void
lint_level(struct lint *l, const struct ladder_level *level, int is_top)
{
	const char *idle = NULL;

	if (level->ack == DURATION_NONE)
		return;
	if (is_top && level->repeat == DURATION_NONE)
		idle = "ack has no effect: there is no higher level, and no "
		       "repeat";
	if (!is_top && level->repeat != DURATION_NONE)
		idle = "repeat has no effect: the level hands on after ack";
	if (idle == NULL)
		return;
	buf_text(l->out, "%s:%zu: level %d: %s\n", l->levels, level->line,
	    level->level, idle);
	l->found++;
}

static void
lint_clock(struct lint *l, const char *settings_dir, int64_t now)
{
	struct clock *clock = clock_load(settings_dir, now);

	if (clock == NULL)
		wrong(l);
	clock_free(clock);
}

static void
lint_files(
    struct lint *l, const struct settings *rules, const struct settings *levels)
{
	size_t i, n;

	l->policy = settings_name(rules);
	l->levels = settings_name(levels);
	policy_read(&l->rules, rules, l->facts, wrong, l);
	if (settings_rows(rules) == 0) {
		buf_text(l->out,
		    "%s: there are no rules: nothing is "
		    "escalated\n",
		    l->policy);
		l->found++;
	}
	look_at_rules(l);
	for (i = 0; i < l->rules.count; i++)
		lint_rule(l, &l->rules.rule[i]);
	for (i = 0; i < l->rules.count; i++)
		lint_due(l, &l->rules.rule[i]);
	l->ladder = ladder_read(levels, wrong, l);
	for (i = 0; i < l->rules.count; i++)
		lint_level_of(l, &l->rules.rule[i]);
	n = ladder_count(l->ladder);
	for (i = 0; i < n; i++)
		lint_level(l, ladder_at(l->ladder, i), i + 1 == n);
}

int
lint_policy(
    const char *settings_dir, int64_t now, struct buf *out, size_t *found)
{
	struct lint l = { .out = out };
	struct settings *rules, *levels = NULL;

	rules = settings_load(settings_dir, "policy.csv", policy_csv);
	if (rules != NULL)
		levels = settings_load(
		    settings_dir, "levels.csv", policy_levels_csv);
	if (levels != NULL) {
		l.facts = facts_new(now);
		lint_files(&l, rules, levels);
		lint_clock(&l, settings_dir, now);
	}
	policy_rules_free(&l.rules);
	free(l.outlines);
	ladder_free(l.ladder);
	facts_free(l.facts);
	settings_free(rules);
	*found = l.found;
	if (levels == NULL)
		return -1;
	settings_free(levels);
	return 0;
}
