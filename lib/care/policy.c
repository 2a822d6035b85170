/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <stdlib.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/clock.h"
#include "care/opens.h"
#include "care/policy.h"
#include "care/questions.h"
#include "care/work_state.h"
#include "csv/settings.h"

enum { SINCE_MAX = 64 };

struct policy {
	int64_t now;
	struct policy_rules rules;
	struct questions *questions; /* NULL until it is bound */
	struct ladder *ladder;
	struct acks *acks; /* NULL: there are none */
	struct clock *clock;
	struct facts *facts;
	struct opens *opens;
	int has_status; /* the export has that column */
	struct buf why;
	struct policy_reason *reasons; /* of the record at hand */
	size_t reason_count, reason_cap;
	struct acks_list own;  /* of the record at hand, when it stands alone */
	struct acks_list *all; /* of all that opened, by number; with acks */
	size_t opened, all_cap;
	const struct policy *foresight; /* knows all of those, or NULL */
};

static int
read_files(struct policy *p, const struct settings *rules,
    const struct settings *levels)
{
	size_t i;

	if (policy_read(&p->rules, rules, p->facts, NULL, NULL) != 0)
		return -1;
	p->ladder = ladder_read(levels, NULL, NULL);
	if (p->ladder == NULL)
		return -1;
	for (i = 0; i < p->rules.count; i++)
		ladder_add(p->ladder, p->rules.rule[i].level);
	return 0;
}

struct policy *
policy_load(const char *settings_dir, int64_t now)
{
	struct settings *rules, *levels = NULL;
	struct policy *p;
	struct stat st;

	if (settings_dir != NULL &&
	    (stat(settings_dir, &st) != 0 || !S_ISDIR(st.st_mode))) {
		diag_fail(
		    STATUS_SYSTEM, "%s: no such settings folder", settings_dir);
		return NULL;
	}
	p = mem_zero(1, sizeof(*p));
	p->now = now;
	p->facts = facts_new(now);
	p->opens = opens_new();
	rules = settings_load(settings_dir, "policy.csv", policy_csv);
	if (rules != NULL)
		levels = settings_load(
		    settings_dir, "levels.csv", policy_levels_csv);
	if (levels != NULL && read_files(p, rules, levels) == 0)
		p->clock = clock_load(settings_dir, now);
	settings_free(rules);
	settings_free(levels);
	if (p->clock != NULL)
		return p;
	policy_free(p);
	return NULL;
}

int
policy_folder(const char *dir)
{
	static const char *const names[] = { "policy.csv", "levels.csv",
		"hours.csv", "holidays.csv" };
	struct buf path = { NULL, 0, 0 };
	struct stat st;
	size_t i, found = 0;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path.n = 0;
		buf_add_string(&path, dir);
		buf_add_byte(&path, '/');
		buf_add_string(&path, names[i]);
		buf_add_byte(&path, '\0');
		found += lstat(path.p, &st) == 0;
	}
	buf_free(&path);
	return found > 0 ? 0
			 : diag_fail(STATUS_CANNOT,
			       "%s: there is no policy in this folder: none of "
			       "policy.csv, levels.csv, hours.csv and "
			       "holidays.csv",
			       dir);
}

static int
level_of(const void *ladder, struct bytes b)
{
	return ladder_find(ladder, b);
}

int
policy_acks(struct policy *p, const char *path)
{
	p->acks = acks_read(path, zone_date(p->now, 0), level_of, p->ladder);
	return p->acks == NULL ? -1 : 0;
}

size_t
policy_acks_met(const struct policy *p, size_t *all)
{
	return acks_met(p->acks, all);
}

void
policy_foresee(struct policy *p, const struct policy *other)
{
	p->foresight = other;
}

void
policy_free(struct policy *p)
{
	size_t i;

	if (p == NULL)
		return;
	policy_rules_free(&p->rules);
	ladder_free(p->ladder);
	acks_free(p->acks);
	clock_free(p->clock);
	facts_free(p->facts);
	opens_free(p->opens);
	questions_free(p->questions);
	free(p->reasons);
	free(p->own.call);
	for (i = 0; p->all != NULL && i < p->opened; i++)
		free(p->all[i].call);
	free(p->all);
	buf_free(&p->why);
	free(p);
}

unsigned
policy_needs(const struct policy *p)
{
	return facts_needs(p->facts) | NEED_TIMES | NEED_PEOPLE |
	    NEED_CUSTOMER | NEED_COUNTS;
}

void
policy_bind(struct policy *p, const struct facts_source *source)
{
	unsigned absent;
	size_t i;

	facts_bind(p->facts, source);
	p->has_status = source->has(source->arg, FIELD_STATUS);
	p->questions = questions_new(p->facts);
	for (i = 0; i < p->rules.count; i++) {
		struct policy_rule *r = &p->rules.rule[i];

		if (!expr_can_hold(r->when, facts_present, p->facts, &absent)) {
			r->lacks = facts_field(p->facts, absent);
			continue;
		}
		facts_use(p->facts, r->when);
		questions_add(p->questions, r);
	}
}

size_t
policy_rules(const struct policy *p)
{
	return p->rules.count;
}

const struct policy_rule *
policy_rule(const struct policy *p, size_t i)
{
	return &p->rules.rule[i];
}

void
policy_set_now(struct policy *p, int64_t now)
{
	p->now = now;
	facts_set_now(p->facts, now);
}

/* The instant that a rule's clock starts from. */
static int64_t
end_of(const struct call *call)
{
	if (call->end != INSTANT_NONE)
		return call->end;
	return call->handling_until != INSTANT_NONE ? call->handling_until
						    : call->start;
}

static struct ladder_clock
clock_of(const struct policy *p, const struct policy_rule *r,
    const struct call *call)
{
	struct ladder_clock c = { r->business ? p->clock : NULL, call->queue };

	return c;
}

static int64_t
due_of(struct policy *p, const struct policy_rule *r, const struct call *call,
    int64_t from)
{
	struct ladder_clock c = clock_of(p, r, call);

	if (r->has_field) {
		from = facts_instant(p->facts, r->field_slot);
		if (r->duration == 0)
			return from;
	}
	return ladder_run(&c, from, r->duration);
}

/*
 * When 75 % of the time until due have passed.  Of `promised_by + 1h` that
 * is the hour, else it begins with `from`, the call's end.
 */
static int64_t
warning_of(const struct policy *p, const struct policy_rule *r,
    const struct call *call, int64_t from, int64_t due)
{
	int64_t all = 0;

	if (r->has_field && r->duration > 0)
		from = facts_instant(p->facts, r->field_slot);
	/* What is overdue is not warned of. */
	if (from == INSTANT_NONE || due == INSTANT_NONE || due <= from ||
	    due < p->now)
		return due;
	if (r->business)
		all = clock_business_ms(p->clock, call->queue, from, due);
	if (all > 0)
		return clock_due(p->clock, call->queue, from, all - all / 4);
	/* Between two times outside of hours that clock stands still. */
	return due - (due - from) / 4;
}

static enum work_state
work_of(struct policy *p)
{
	return p->has_status ? work_state(facts_column(p->facts, FIELD_STATUS))
			     : WORK_OPEN;
}

/* Where an escalation stands for this call: up the ladder, if it climbs. */
static enum policy_status
status_of(struct policy *p, const struct opened *o,
    const struct acks_list *acks, const struct call *call, struct rung *rung)
{
	struct ladder_clock c = clock_of(p, o->rule, call);
	enum work_state work = work_of(p);

	if (work != WORK_OPEN)
		return work == WORK_PAUSED ? POLICY_PAUSED : POLICY_STOPPED;
	if (call->start != INSTANT_NONE && call->start > p->now)
		return o->due == INSTANT_NONE ? POLICY_NO_DUE : POLICY_OK;
	ladder_climb(p->ladder, &c, acks, p->now, rung);
	if (rung->acked)
		return POLICY_ACKED;
	if (rung->due == INSTANT_NONE)
		return POLICY_NO_DUE;
	if (p->now > rung->due)
		return POLICY_OVERDUE;
	return rung->due != o->due || p->now < o->warn ? POLICY_OK
						       : POLICY_WARN;
}

/* How later calls name the one that opened an escalation. */
static struct bytes
name_call(const struct call *call, char time[NUM_MAX])
{
	struct bytes name = { time, 0 };

	if (call->call_id.n > 0 && call->call_id.n <= SINCE_MAX)
		return call->call_id;
	if (call->start == INSTANT_NONE)
		return bytes_of("an earlier call");
	name.n = instant_put(time, call->start);
	return name;
}

static struct opened *
find_open(struct opened *first, const struct policy_rule *r)
{
	while (first != NULL && first->rule != r)
		first = first->next;
	return first;
}

/* One that this call opens. */
static struct opened
open_new(struct policy *p, const struct policy_rule *r, const struct call *call)
{
	int64_t from = end_of(call);
	struct opened o = { .rule = r, .due = due_of(p, r, call, from) };

	o.warn = warning_of(p, r, call, from, o.due);
	return o;
}

/* Keep it open for the customer. */
static void
remember(struct policy *p, const struct call *call, const struct opened *o)
{
	char time[NUM_MAX];
	int first;
	struct opened *kept =
	    opens_add(p->opens, call->customer, name_call(call, time), &first);

	if (first)
		facts_opens(p->facts, 1);
	kept->rule = o->rule;
	kept->warn = o->warn;
	kept->due = o->due;
	acks_join(&kept->acks, acks_find(p->acks, call->call_id));
	kept->number = p->opened;
	if (p->acks != NULL) {
		p->all =
		    mem_grow(p->all, p->opened, &p->all_cap, sizeof(*p->all));
		memset(&p->all[p->opened], 0, sizeof(*p->all));
		acks_join(
		    &p->all[p->opened], acks_find(p->acks, call->call_id));
	}
	p->opened++;
}

/* How far up the ladder it has come, for the why. */
static void
put_ladder(struct policy *p, const struct policy_reason *r,
    const struct rung *rung, struct buf *why)
{
	const struct ladder_level *level;
	size_t i;

	for (i = 0; i < ladder_count(p->ladder); i++) {
		level = ladder_at(p->ladder, i);
		if (level->level < r->rule->level ||
		    level->level >= rung->level ||
		    (level->line == 0 && level->level != r->rule->level))
			continue;
		buf_text(why, ", not acked by %s", level->name);
	}
	if (rung->repeats > 0)
		buf_text(why, ", due again x%lld", (long long)rung->repeats);
	if (rung->acked)
		buf_add_string(why, ", acked");
}

/*
 * RULE, or RULE(..) with the evidence, `since CALL`, and how far up the
 * ladder it has come.
 */
static void
put_why(struct policy *p, struct policy_reason *r, const struct rung *rung)
{
	struct buf *why = &p->why;
	size_t begun;

	if (why->n > 0)
		buf_add_string(why, "; ");
	buf_add_string(why, r->rule->name);
	buf_add_byte(why, '(');
	begun = r->at = why->n;
	expr_evidence(r->rule->when, facts_values(p->facts), why);
	r->evidence.n = why->n - begun;
	if (r->since != NULL) {
		buf_add_string(why, ", since ");
		buf_add_string(why, r->since);
	}
	if (rung->acked || rung->repeats > 0 || rung->level > r->rule->level)
		put_ladder(p, r, rung, why);
	if (r->evidence.n == 0 && why->n > begun) {
		/* Without evidence the comma has nothing before it. */
		memmove(why->p + begun, why->p + begun + 2, why->n - begun - 2);
		why->n -= 2;
	}
	if (why->n > begun)
		buf_add_byte(why, ')');
	else
		why->n--;
}

/*
 * The acknowledgements of the escalation that a call belongs to or opens:
 * one of any of its calls is one of them all.
 */
static const struct acks_list *
acks_for(struct policy *p, const struct call *call, struct opened *earlier)
{
	const struct acks_call *these = acks_find(p->acks, call->call_id);
	const struct policy *f = p->foresight;
	size_t number = earlier != NULL ? earlier->number : p->opened;

	if (p->acks == NULL)
		return NULL;
	if (earlier != NULL) {
		acks_join(&earlier->acks, these);
		acks_join(&p->all[number], these);
	}
	if (f != NULL && call->customer.n > 0 && number < f->opened)
		return &f->all[number];
	if (earlier != NULL)
		return &earlier->acks;
	p->own.count = 0;
	acks_join(&p->own, these);
	return &p->own;
}

/*
 * A rule holds for the call: add it to its reasons.  `open` is what was
 * open for its customer before.
 */
static void
add(struct policy *p, const struct policy_rule *r, const struct call *call,
    struct opened *open)
{
	struct opened *earlier = find_open(open, r);
	const struct acks_list *acks = acks_for(p, call, earlier);
	struct opened o = earlier != NULL ? *earlier : open_new(p, r, call);
	struct rung rung = { .level = r->level, .due = o.due };
	struct policy_reason *reason;

	p->reasons = mem_grow(
	    p->reasons, p->reason_count, &p->reason_cap, sizeof(*reason));
	reason = &p->reasons[p->reason_count++];
	reason->rule = r;
	reason->status = status_of(p, &o, acks, call, &rung);
	reason->level = rung.level;
	reason->due = rung.due;
	reason->since = earlier != NULL ? earlier->since : NULL;
	put_why(p, reason, &rung);
	if (earlier == NULL && call->customer.n > 0 &&
	    reason->status != POLICY_STOPPED)
		remember(p, call, &o);
}

/* What is open for the call's customer, after what it closes is closed. */
static struct opened *
open_for(struct policy *p, const struct call *call)
{
	if (call->customer.n == 0 || !facts_may_be_open(p->facts))
		return NULL;
	if (call->resolved != FLAG_YES)
		return opens_of(p->opens, call->customer);
	if (opens_close(p->opens, call->customer))
		facts_opens(p->facts, 0);
	return NULL;
}

/* The highest level, the gravest status, the earliest due time. */
static void
sum_up(struct policy *p, struct escalation *out)
{
	struct policy_reason *r;
	size_t i;

	out->why = buf_bytes(&p->why);
	out->reasons = p->reasons;
	out->reason_count = p->reason_count;
	for (i = 0; i < p->reason_count; i++) {
		r = &p->reasons[i];
		r->evidence.p = p->why.p + r->at;
		if (r->level > out->level)
			out->level = r->level;
		if (r->status > out->status)
			out->status = r->status;
	}
	for (i = 0; i < p->reason_count; i++) {
		r = &p->reasons[i];
		if (out->status > POLICY_ACKED && r->status <= POLICY_ACKED)
			continue;
		if (r->due != INSTANT_NONE &&
		    (out->due == INSTANT_NONE || r->due < out->due))
			out->due = r->due;
	}
}

HOT void
policy_expect(void *policy, const struct call *call)
{
	const struct policy *p = policy;

	facts_expect(p->facts, call);
	opens_expect(p->opens, call->customer_hash);
}

HOT void
policy_take(struct policy *p, const struct call *call, struct escalation *out)
{
	const struct policy_rule *r;
	struct opened *open = NULL;

	memset(out, 0, sizeof(*out));
	out->due = INSTANT_NONE;
	p->why.n = 0;
	p->reason_count = 0;
	facts_take(p->facts, call);
	acks_meet(p->acks, call->call_id);
	if (call->resolved == FLAG_YES)
		open_for(p, call);
	questions_start(p->questions, call);
	r = questions_next(p->questions);
	if (r == NULL)
		return;
	if (call->resolved != FLAG_YES)
		open = open_for(p, call);
	for (; r != NULL; r = questions_next(p->questions))
		add(p, r, call, open);
	sum_up(p, out);
}

struct expr_values *
policy_values(struct policy *p)
{
	return facts_values(p->facts);
}

struct bytes
policy_level_name(const struct policy *p, int level)
{
	return ladder_name(p->ladder, level);
}

const struct ladder *
policy_ladder(const struct policy *p)
{
	return p->ladder;
}

int
policy_level(const struct policy *p, struct bytes b)
{
	return ladder_find(p->ladder, b);
}

const char *
policy_status_name(enum policy_status status)
{
	static const char *const names[] = { [POLICY_STOPPED] = "stopped",
		[POLICY_PAUSED] = "paused",
		[POLICY_ACKED] = "acked",
		[POLICY_NO_DUE] = "",
		[POLICY_OK] = "ok",
		[POLICY_WARN] = "warn",
		[POLICY_OVERDUE] = "overdue" };

	return names[status];
}
