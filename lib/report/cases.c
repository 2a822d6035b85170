/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/cases.h"
#include "report/rules.h"

/* An escalation of a customer and a rule, or a promise. */
struct one {
	uint32_t next; /* of the same customer, 1 + its place; 0: none */
	uint32_t rule; /* 1 + its place; 0: that of no name */
	struct tally_entry *level; /* of the latest record; NULL: none */
	int64_t latest;		   /* its start */
	unsigned told : 1;	   /* in these records, not carried over */
	unsigned mine : 1;
	unsigned over : 1; /* resolved: what comes is another one */
	unsigned open : 1; /* the latest record left it open */
	unsigned overdue : 1;
	uint32_t nth; /* of the customer's that are not over, from 1 */
};

/*
 * More of a customer's cases than these are found by a table, which holds
 * all of them from then on.
 */
enum { FEW = 32 };

struct name {
	const struct person *who;
	uint32_t rule, kind;
};

struct cases {
	struct tally *tally;
	struct tally_entry *team;
	const struct carry *carry;
	struct map *rules; /* name to its place + 1 */
	struct one *all;   /* a person knows the newest of each kind */
	struct map *many;  /* struct name to the place + 1 in `all' */
	size_t n, cap;
	struct bytes sheet; /* whose are counted at the end */
};

_Static_assert((int)CASE_KINDS == (int)PERSON_CASES,
    "a person knows the newest of each kind");

static const struct {
	enum measure told, kept;
	enum carry_kind open;
} kinds[CASE_KINDS] = {
	[CASE_ESCALATION] = { MEASURE_ESCALATED, MEASURE_KEPT,
	    CARRY_ESCALATION },
	[CASE_PROMISE] = { MEASURE_PROMISED, MEASURE_PROMISES_KEPT,
	    CARRY_PROMISE },
};

struct cases *
cases_new(struct tally *t, const struct carry *carry, struct bytes sheet)
{
	struct cases *c = mem_zero(1, sizeof(*c));

	c->tally = t;
	c->team = tally_at(t, TALLY_TEAM, 0);
	c->carry = carry;
	c->sheet = sheet;
	c->rules = map_new(sizeof(uint32_t));
	c->many = map_new(sizeof(uint32_t));
	return c;
}

void
cases_free(struct cases *c)
{
	if (c == NULL)
		return;
	map_free(c->rules);
	map_free(c->many);
	free(c->all);
	free(c);
}

/* Add to the team and to a level, which may be NULL. */
static void
add(const struct cases *c, struct tally_entry *level, enum measure m)
{
	tally_add(c->team, m, 1);
	if (level != NULL)
		tally_add(level, m, 1);
}

static struct tally_entry *
level_of(const struct cases *c, enum case_kind kind, struct bytes level)
{
	return kind == CASE_ESCALATION
	    ? tally_entry(c->tally, TALLY_LEVELS, level)
	    : NULL;
}

/* Mark a customer's escalations that cases_resolved() said are over. */
static void
close_cases(const struct cases *c, const struct person *who)
{
	uint32_t i;

	for (i = who->cases[CASE_ESCALATION]; i > 0 && !c->all[i - 1].over;
	     i = c->all[i - 1].next)
		c->all[i - 1].over = 1;
}

/*
 * Find the case of a customer and a rule that is not over: 1 + its place, or
 * 0.  Those that are over stand behind those that are not.
 */
static uint32_t
find(const struct cases *c, enum case_kind kind, const struct person *who,
    uint32_t rule)
{
	const struct name name = { who, rule, (uint32_t)kind };
	const struct one *one;
	const uint32_t *place;
	uint32_t i;

	for (i = who->cases[kind]; i > 0; i = one->next) {
		one = &c->all[i - 1];
		if (one->over)
			return 0;
		if (one->rule == rule)
			return i;
		if (one->nth > FEW)
			break;
	}
	if (i == 0)
		return 0;
	place = map_find(
	    c->many, (struct bytes){ (const char *)&name, sizeof(name) });
	return place == NULL || c->all[*place - 1].over ? 0 : *place;
}

/* Put the newest case of a customer into the table, or the first few, too. */
static void
note_many(struct cases *c, enum case_kind kind, const struct person *who)
{
	struct name name = { who, 0, (uint32_t)kind };
	uint32_t i = who->cases[kind], *place;
	size_t n = c->all[i - 1].nth;

	if (n <= FEW)
		return;
	for (n = n == FEW + 1 ? n : 1; n > 0; n--) {
		name.rule = c->all[i - 1].rule;
		place = map_put(c->many,
		    (struct bytes){ (const char *)&name, sizeof(name) }, NULL);
		*place = i;
		i = c->all[i - 1].next;
	}
}

/* The case of a customer and a rule that is not over; a new one. */
static struct one *
one_of(struct cases *c, enum case_kind kind, struct person *who, uint32_t rule)
{
	uint32_t *newest = &who->cases[kind], found;
	struct one *one;

	if (kind == CASE_ESCALATION && who->over) {
		close_cases(c, who);
		who->over = 0;
	}
	found = find(c, kind, who, rule);
	if (found > 0)
		return &c->all[found - 1];
	if (c->n >= UINT32_MAX - 1)
		mem_exhausted();
	c->all = mem_grow(c->all, c->n, &c->cap, sizeof(*c->all));
	one = &c->all[c->n];
	*one =
	    (struct one){ .next = *newest, .rule = rule, .latest = INT64_MIN };
	one->nth = *newest > 0 && !c->all[*newest - 1].over
	    ? c->all[*newest - 1].nth + 1
	    : 1;
	*newest = (uint32_t)++c->n;
	note_many(c, kind, who);
	return one;
}

static uint32_t
rule_of(struct cases *c, struct bytes name)
{
	int added;
	uint32_t *place = map_put(c->rules, name, &added);

	if (added)
		*place = (uint32_t)map_count(c->rules);
	return *place;
}

/* The rules that a text names; one without a name when it names none. */
static size_t
rules_in(struct cases *c, struct bytes why, uint32_t rules[RULES_MOST])
{
	struct rules_one named[RULES_MOST];
	size_t n = rules_of(why, named), i;

	for (i = 0; i < n; i++)
		rules[i] = rule_of(c, named[i].name);
	if (n == 0)
		rules[n++] = 0;
	return n;
}

void
cases_take(struct cases *c, enum case_kind kind, struct person *who,
    const struct case_record *r)
{
	struct tally_entry *level = level_of(c, kind, r->level);
	uint32_t rules[RULES_MOST];
	size_t n = rules_in(c, r->why, rules), i;
	struct one *one;

	for (i = 0; i < n; i++) {
		if (who == NULL) {
			if (r->mine)
				add(c, level, kinds[kind].told);
			if (r->mine && r->closed)
				add(c, level, kinds[kind].kept);
			continue;
		}
		one = one_of(c, kind, who, rules[i]);
		one->told = 1;
		one->mine |= r->mine != 0;
		if (r->start < one->latest)
			continue;
		one->latest = r->start;
		one->level = level;
		one->open = !r->closed;
		one->overdue = r->overdue != 0;
	}
}

/* The cases lie far away: they are marked when they are looked at next. */
void
cases_resolved(struct person *who)
{
	who->over = 1;
}

/*
 * The customer's open work of a kind: work of another kind is an escalation
 * as well when it has a level.  NULL: there is none.
 */
static const struct carry_item *
open_of(const struct cases *c, enum case_kind kind, const struct person *who)
{
	const struct carry_item *item =
	    carry_of(c->carry, who, kinds[kind].open);
	size_t i;

	for (i = 0; item == NULL && kind == CASE_ESCALATION && i < CARRY_KINDS;
	     i++) {
		item = carry_of(c->carry, who, (enum carry_kind)i);
		if (item != NULL && item->text[CARRY_LEVEL].n == 0)
			item = NULL;
	}
	return item;
}

static int
is_overdue(const struct carry_item *item)
{
	return bytes_is(bytes_trim(item->text[CARRY_STATUS]), "overdue");
}

void
cases_carried(struct cases *c, struct person *who)
{
	const struct bytes none = { NULL, 0 };
	const struct carry_item *item;
	uint32_t rules[RULES_MOST];
	struct one *one;
	size_t kind, n, i;

	for (kind = 0; who != NULL && kind < CASE_KINDS; kind++) {
		item = open_of(c, (enum case_kind)kind, who);
		if (item == NULL)
			continue;
		n = rules_in(c,
		    kind == CASE_ESCALATION ? item->text[CARRY_WHY] : none,
		    rules);
		for (i = 0; i < n; i++) {
			one = one_of(c, (enum case_kind)kind, who, rules[i]);
			if (one->level != NULL)
				continue;
			one->level = level_of(
			    c, (enum case_kind)kind, item->text[CARRY_LEVEL]);
			one->open = 1;
			one->overdue = is_overdue(item);
		}
	}
}

static void
count_open(const struct cases *c, struct tally_entry *level, int overdue)
{
	add(c, level, MEASURE_OPEN);
	if (overdue)
		add(c, level, MEASURE_OVERDUE);
}

static void
count(
    const struct cases *c, enum case_kind kind, const struct one *one, int open)
{
	if (one->told)
		add(c, one->level, kinds[kind].told);
	if (!open)
		add(c, one->level, kinds[kind].kept);
	else if (kind == CASE_ESCALATION)
		count_open(c, one->level, one->overdue);
}

/* Whether a case is for the sheet that is asked for. */
static int
is_wanted(const struct one *one, const struct carry_item *item, int open,
    struct bytes sheet)
{
	if (sheet.n == 0)
		return 1;
	return !open || item == NULL
	    ? one->mine
	    : bytes_equal(item->text[CARRY_OWNER], sheet);
}

/*
 * The cases of a customer.  Open are those that the latest record of each
 * left so, where there is open work at all; when there is none of these,
 * the newest is what is open.
 */
static void
count_customer(const struct cases *c, enum case_kind kind, uint32_t newest,
    const struct carry_item *item, struct bytes sheet)
{
	uint32_t i, open = 0;

	for (i = newest; i > 0; i = c->all[i - 1].next)
		open += !c->all[i - 1].over && c->all[i - 1].open;
	for (i = newest; i > 0; i = c->all[i - 1].next) {
		const struct one *one = &c->all[i - 1];
		int stays = item != NULL &&
		    (open == 0 ? i == newest : !one->over && one->open);

		if (is_wanted(one, item, stays, sheet))
			count(c, kind, one, stays);
	}
}

/* Open escalations of customers who are not known stand alone. */
static void
count_unknown(const struct cases *c, struct bytes sheet)
{
	struct rules_one rules[RULES_MOST];
	size_t i, n;

	for (i = 0; i < carry_count(c->carry); i++) {
		const struct carry_item *item = carry_at(c->carry, i);

		if (item->known ||
		    (item->kind != CARRY_ESCALATION &&
			item->text[CARRY_LEVEL].n == 0) ||
		    (sheet.n > 0 &&
			!bytes_equal(item->text[CARRY_OWNER], sheet)))
			continue;
		n = rules_of(item->text[CARRY_WHY], rules);
		for (n += n == 0; n > 0; n--)
			count_open(c,
			    level_of(
				c, CASE_ESCALATION, item->text[CARRY_LEVEL]),
			    is_overdue(item));
	}
}

void
cases_finish(const struct cases *c, const struct person *who)
{
	size_t kind;

	if (who == NULL) {
		count_unknown(c, c->sheet);
		return;
	}
	if (who->over)
		close_cases(c, who);
	for (kind = 0; kind < CASE_KINDS; kind++)
		if (who->cases[kind] > 0)
			count_customer(c, (enum case_kind)kind,
			    who->cases[kind],
			    open_of(c, (enum case_kind)kind, who), c->sheet);
}
