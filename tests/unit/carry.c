/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/carry.h"
#include "tap.h"

#define HOUR(n) ((int64_t)(n)*HOUR_MS)
#define NOW HOUR(1000)

/* A draft of a kind at some hour. */
static struct carry_item
draft(enum carry_kind kind, int64_t hour, const char *call)
{
	struct carry_item item = { .kind = kind };

	item.text[CARRY_CALL_ID] = bytes_of(call);
	item.opened = item.latest = HOUR(hour);
	item.promised_by = item.due = INSTANT_NONE;
	return item;
}

static void
open_item(struct carry *c, struct person *who, enum carry_kind kind,
    int64_t hour, const char *call)
{
	struct carry_item item = draft(kind, hour, call);

	carry_open(c, who, &item);
}

static struct person
nobody_yet(void)
{
	struct person p = { .contact = INSTANT_NONE,
		.first = INSTANT_NONE,
		.spoken = INSTANT_NONE,
		.resolved = INSTANT_NONE };

	return p;
}

static void
test_closing(void)
{
	struct carry *c = carry_new(NOW);
	struct person p = nobody_yet(), q = nobody_yet();

	open_item(c, &p, CARRY_PROMISE, 5, "p");
	open_item(c, &p, CARRY_HARD, 5, "h");
	open_item(c, &p, CARRY_ESCALATION, 5, "e");
	open_item(c, &q, CARRY_PROMISE, 5, "q");
	IS_INT(carry_count(c), 4, "four items of two customers");
	carry_spoken(c, &p, HOUR(4));
	IS_INT(carry_count(c), 4, "an earlier call keeps no promise");
	carry_spoken(c, &p, HOUR(6));
	IS_INT(carry_count_of(c, CARRY_PROMISE), 1,
	    "a later call keeps this customer's");
	IS_INT(carry_count(c), 3, "and solves nothing");
	carry_resolved(c, &p, HOUR(4));
	IS_INT(carry_count(c), 3, "nor does an earlier solution");
	carry_resolved(c, &p, HOUR(7));
	IS_INT(carry_count(c), 1, "a later one solves the rest");
	OK(bytes_is(carry_at(c, 0)->text[CARRY_CALL_ID], "q"),
	    "the other customer's promise stays");
	carry_spoken(c, &q, HOUR(8));
	IS_INT(carry_count(c), 0, "until it is kept");
	carry_free(c);
}

/* Newest first: what closes an item was seen before it. */
static void
test_backwards(void)
{
	struct carry *c = carry_new(NOW);
	struct person p = nobody_yet();

	carry_spoken(c, &p, HOUR(9));
	carry_resolved(c, &p, HOUR(9));
	open_item(c, &p, CARRY_PROMISE, 5, "p");
	open_item(c, &p, CARRY_HARD, 5, "h");
	IS_INT(carry_count(c), 0, "closed by a later call that stood before");
	open_item(c, &p, CARRY_PROMISE, 9, "same call");
	IS_INT(carry_count(c), 1, "the same call closes nothing of its own");
	open_item(c, &p, CARRY_HARD, 12, "new");
	open_item(c, &p, CARRY_HARD, 10, "old");
	carry_settle(c);
	IS_INT(carry_count_of(c, CARRY_HARD), 1, "one of a kind");
	OK(bytes_is(carry_at(c, 1)->text[CARRY_CALL_ID], "new"),
	    "as the newest call has it");
	IS_INT(carry_at(c, 1)->opened, HOUR(10), "open since the oldest");
	IS_INT(carry_at(c, 1)->due, HOUR(34), "due when that was: 24 h later");
	carry_free(c);
}

static void
test_order(void)
{
	struct carry *c = carry_new(NOW);
	struct carry_item item = draft(CARRY_PROMISE, 1, "late");
	struct person many[300];
	size_t i, bad = 0;

	item.promised_by = HOUR(50);
	carry_open(c, NULL, &item);
	item = draft(CARRY_PROMISE, 2, "early");
	item.promised_by = HOUR(40);
	carry_open(c, NULL, &item);
	item = draft(CARRY_OTHER, 0, "no time at all");
	item.text[CARRY_ITEM] = bytes_of("parcel");
	item.opened = item.latest = INSTANT_NONE;
	carry_open(c, NULL, &item);
	open_item(c, NULL, CARRY_ESCALATION, 3, "first of all");
	carry_settle(c);
	IS_INT(carry_count(c), 4, "those of unknown customers stand alone");
	OK(bytes_is(carry_at(c, 0)->text[CARRY_CALL_ID], "first of all") &&
		bytes_is(carry_at(c, 1)->text[CARRY_CALL_ID], "early") &&
		bytes_is(carry_at(c, 2)->text[CARRY_CALL_ID], "late"),
	    "by kind, then due time");
	IS_INT(carry_at(c, 1)->due, HOUR(40),
	    "a promise is due when it was promised");
	IS_INT(carry_at(c, 3)->due, NOW, "now, when nothing else is known");
	OK(bytes_is(carry_at(c, 3)->text[CARRY_ITEM], "parcel"),
	    "another item keeps its name");
	OK(bytes_is(carry_at(c, 0)->text[CARRY_ITEM], "escalation"),
	    "the others have theirs");
	carry_free(c);

	c = carry_new(NOW);
	for (i = 0; i < 300; i++) {
		many[i] = nobody_yet();
		open_item(c, &many[i], CARRY_PROMISE, (int64_t)i, "x");
		open_item(c, &many[i], CARRY_HARD, (int64_t)i, "y");
	}
	for (i = 0; i < 300; i += 2)
		carry_spoken(c, &many[i], HOUR(1000));
	carry_settle(c);
	IS_INT(carry_count(c), 450, "closing half of them leaves the others");
	for (i = 0; i < 150; i++)
		bad += carry_at(c, i)->opened != HOUR(2 * i + 1);
	IS_INT(bad, 0, "the right ones");
	carry_free(c);
}

int
main(void)
{
	test_closing();
	test_backwards();
	test_order();
	carry_free(NULL);
	IS_INT(carry_by_name(bytes_of("hard")), CARRY_HARD, "by name");
	IS_INT(carry_by_name(bytes_of("moon")), CARRY_OTHER, "by no name");
	return tap_done();
}
