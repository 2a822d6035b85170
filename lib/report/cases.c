/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/cases.h"

/* What is known of a customer's escalation, or promise. */
struct one {
	struct tally_entry *level; /* of the latest record; NULL: none */
	int64_t latest;		   /* its start */
	int told;		   /* in these records, not carried over */
	int mine;
};

struct cases {
	struct tally *tally;
	struct tally_entry *team;
	const struct carry *carry;
	struct map *of[CASE_KINDS]; /* hash of a customer to struct one */
};

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
cases_new(struct tally *t, const struct carry *carry)
{
	struct cases *c = mem_zero(1, sizeof(*c));
	size_t i;

	c->tally = t;
	c->team = tally_at(t, TALLY_TEAM, 0);
	c->carry = carry;
	for (i = 0; i < CASE_KINDS; i++)
		c->of[i] = map_new(sizeof(struct one));
	return c;
}

void
cases_free(struct cases *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < CASE_KINDS; i++)
		map_free(c->of[i]);
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

static struct one *
one_of(const struct cases *c, enum case_kind kind, uint64_t customer)
{
	struct bytes key = { (const char *)&customer, sizeof(customer) };
	int added;
	struct one *one = map_put(c->of[kind], key, &added);

	if (added)
		one->latest = INT64_MIN;
	return one;
}

void
cases_take(struct cases *c, enum case_kind kind, uint64_t customer,
    struct bytes level, int64_t start, int closed, int mine)
{
	struct tally_entry *e = level_of(c, kind, level);
	struct one *one;

	if (customer == 0) {
		if (mine)
			add(c, e, kinds[kind].told);
		if (mine && closed)
			add(c, e, kinds[kind].kept);
		return;
	}
	one = one_of(c, kind, customer);
	one->told = 1;
	one->mine |= mine;
	if (start < one->latest)
		return;
	one->latest = start;
	one->level = e;
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

void
cases_carried(struct cases *c, const struct person *who)
{
	const struct carry_item *item;
	struct one *one;
	size_t i;

	for (i = 0; who != NULL && i < CASE_KINDS; i++) {
		item = open_of(c, (enum case_kind)i, who);
		if (item == NULL)
			continue;
		one = one_of(c, (enum case_kind)i, who->hash);
		if (one->level == NULL)
			one->level = level_of(
			    c, (enum case_kind)i, item->text[CARRY_LEVEL]);
	}
}

/*
 * It is open: level and status in force are those of the item, so that a
 * page of the day does not depend on when it was made.
 */
static void
count_open(const struct cases *c, struct tally_entry *level,
    const struct carry_item *item)
{
	add(c, level, MEASURE_OPEN);
	if (bytes_is(bytes_trim(item->text[CARRY_STATUS]), "overdue"))
		add(c, level, MEASURE_OVERDUE);
}

static void
count(const struct cases *c, enum case_kind kind, const struct one *one,
    const struct carry_item *item)
{
	struct tally_entry *level = one->level;

	if (item != NULL)
		level = level_of(c, kind, item->text[CARRY_LEVEL]);
	if (one->told)
		add(c, level, kinds[kind].told);
	if (item == NULL)
		add(c, level, kinds[kind].kept);
	else if (kind == CASE_ESCALATION)
		count_open(c, level, item);
}

/* Open escalations of customers who are not known stand alone. */
static void
count_unknown(const struct cases *c, struct bytes sheet)
{
	size_t i;

	for (i = 0; i < carry_count(c->carry); i++) {
		const struct carry_item *item = carry_at(c->carry, i);

		if (item->known ||
		    (item->kind != CARRY_ESCALATION &&
			item->text[CARRY_LEVEL].n == 0) ||
		    (sheet.n > 0 &&
			!bytes_equal(item->text[CARRY_OWNER], sheet)))
			continue;
		count_open(c,
		    level_of(c, CASE_ESCALATION, item->text[CARRY_LEVEL]),
		    item);
	}
}

void
cases_finish(struct cases *c, struct people *people, struct bytes sheet)
{
	size_t kind, i;
	uint64_t customer;

	for (kind = 0; kind < CASE_KINDS; kind++)
		for (i = 0; i < map_count(c->of[kind]); i++) {
			const struct one *one = map_value(c->of[kind], i);
			const struct carry_item *item;

			memcpy(&customer, map_key(c->of[kind], i).p,
			    sizeof(customer));
			item = open_of(c, (enum case_kind)kind,
			    people_get(people, customer));
			if (sheet.n > 0 &&
			    (item == NULL
				    ? !one->mine
				    : !bytes_equal(
					  item->text[CARRY_OWNER], sheet)))
				continue;
			count(c, (enum case_kind)kind, one, item);
		}
	count_unknown(c, sheet);
}
