/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "report/carry.h"
#include "report/rules.h"

/* An item and its texts in one piece of memory. */
struct held {
	struct carry_item item;
	uint16_t grains; /* of its memory; SPARES: so many or more */
	char texts[];
};

/*
 * Items come and go with the records, and lie anywhere in memory: what says
 * whose one is and of when stands elsewhere, and an item is not looked at
 * when it is closed.
 */
struct entry {
	struct held *held;
	uint32_t who; /* 1 + whose, in carry.owners; 0: not known */
	uint16_t kind, grains;
};

/*
 * A customer's items: 1 + their place in carry.all, 0: none, and what their
 * `latest` is.  The row of one who has none any more is free; its first
 * number leads to the next such.
 */
struct owner {
	int64_t latest[CARRY_KINDS];
	uint32_t items[CARRY_KINDS];
};

/* Memory of items that are closed, for others: by grains. */
enum { GRAIN = 64, SPARES = 16 };
struct spare {
	struct held **all;
	size_t n, cap;
};

struct carry {
	struct entry *all;
	size_t n, cap;
	struct spare spare[SPARES];
	struct owner *owners;
	size_t owner_n, owner_cap;
	uint32_t free_owner;	  /* 1 + its place; 0: none */
	size_t told[CARRY_KINDS]; /* open elsewhere */
	uint64_t opened;	  /* items ever opened */
	int64_t now;
};

static const struct {
	const char *name, *one, *many, *next_action;
	int by_speaking; /* whether any talk closes it */
} kinds[CARRY_KINDS] = {
	[CARRY_ESCALATION] = { "escalation", "escalation", "escalations",
	    "see to it at its level, and tell the customer what comes next",
	    0 },
	[CARRY_PROMISE] = { "promise", "promise", "promises",
	    "call back as promised", 1 },
	[CARRY_HARD] = { "hard", "hard call without a solution",
	    "hard calls without a solution",
	    "call again, rested, and bring it to a solution", 0 },
	[CARRY_OTHER] = { "other", "other item", "other items",
	    "go on where it was left", 0 },
};

struct carry *
carry_new(int64_t now)
{
	struct carry *c = mem_zero(1, sizeof(*c));

	c->now = now;
	return c;
}

void
carry_free(struct carry *c)
{
	size_t i, k;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++)
		free(c->all[i].held);
	for (i = 0; i < SPARES; i++) {
		for (k = 0; k < c->spare[i].n; k++)
			free(c->spare[i].all[k]);
		free(c->spare[i].all);
	}
	free(c->all);
	free(c->owners);
	free(c);
}

/*
 * Memory for an item.  That of others is taken again: by malloc() and
 * free() alone it was a fiftieth of wrapup.
 */
static struct held *
take_memory(struct carry *c, size_t size)
{
	size_t grains = (size + GRAIN - 1) / GRAIN;
	struct held *h;

	if (grains < SPARES && c->spare[grains].n > 0)
		return c->spare[grains].all[--c->spare[grains].n];
	h = mem_resize(NULL, grains, GRAIN);
	h->grains = (uint16_t)(grains < SPARES ? grains : SPARES);
	return h;
}

static void
give_back(struct carry *c, struct held *h, size_t grains)
{
	struct spare *s;

	if (grains == SPARES) {
		free(h);
		return;
	}
	s = &c->spare[grains];
	s->all = mem_grow(s->all, s->n, &s->cap, sizeof(struct held *));
	s->all[s->n++] = h;
}

/* Drop the item at a place; the last one moves there. */
static void
drop(struct carry *c, size_t at)
{
	struct entry last = c->all[--c->n];

	give_back(c, c->all[at].held, c->all[at].grains);
	c->all[at] = last;
	if (at < c->n && last.who > 0)
		c->owners[last.who - 1].items[last.kind] = (uint32_t)at + 1;
}

/* Close what speaking closes, or what does not, up to a call's start. */
static void
close_items(struct carry *c, struct person *who, int by_speaking, int64_t start)
{
	struct owner *owner;
	uint32_t left = 0;
	size_t i;

	if (who->open == 0)
		return;
	owner = &c->owners[who->open - 1];
	for (i = 0; i < CARRY_KINDS; i++) {
		uint32_t *place = &owner->items[i];

		if (kinds[i].by_speaking == by_speaking && *place != 0 &&
		    owner->latest[i] <= start) {
			drop(c, *place - 1);
			*place = 0;
		}
		left |= *place;
	}
	if (left != 0)
		return;
	owner->items[0] = c->free_owner;
	c->free_owner = who->open;
	who->open = 0;
}

void
carry_spoken(struct carry *c, struct person *who, int64_t start)
{
	if (who->spoken < start)
		who->spoken = start;
	close_items(c, who, 1, start);
}

void
carry_resolved(struct carry *c, struct person *who, int64_t start)
{
	if (who->resolved < start)
		who->resolved = start;
	close_items(c, who, 0, start);
}

static struct held *
hold(struct carry *c, const struct carry_item *draft)
{
	struct held *h;
	size_t i, n = 0;
	char *to;

	for (i = 0; i < CARRY_TEXTS; i++)
		n += draft->text[i].n;
	h = take_memory(c, sizeof(*h) + n);
	h->item = *draft;
	if (draft->kind != CARRY_OTHER)
		h->item.text[CARRY_ITEM] = bytes_of(kinds[draft->kind].name);
	for (i = 0, to = h->texts; i < CARRY_TEXTS; i++) {
		n = h->item.text[i].n;
		if (n > 0 && h->item.text[i].p == draft->text[i].p) {
			memcpy(to, draft->text[i].p, n);
			h->item.text[i].p = to;
			to += n;
		}
	}
	return h;
}

static int64_t
due_of(const struct carry *c, const struct carry_item *draft)
{
	if (draft->due != INSTANT_NONE)
		return draft->due;
	if (draft->promised_by != INSTANT_NONE)
		return draft->promised_by;
	return draft->opened != INSTANT_NONE ? draft->opened + DAY_MS : c->now;
}

/* What an item takes over from another one of its kind and customer. */
static void
inherit(struct carry_item *to, const struct carry_item *from)
{
	if (to->opened == INSTANT_NONE ||
	    (from->opened != INSTANT_NONE && from->opened < to->opened))
		to->opened = from->opened;
	if (from->due < to->due)
		to->due = from->due;
	if (from->carried > to->carried)
		to->carried = from->carried;
}

/* The same with the rules of another one, which are still open, too. */
static struct held *
with_rules_of(struct carry *c, struct held *h, const struct held *other)
{
	struct bytes *why = &h->item.text[CARRY_WHY];
	struct buf joined = { NULL, 0, 0 };
	struct held *wider;

	rules_join(&joined, *why, other->item.text[CARRY_WHY]);
	if (joined.n == why->n) {
		buf_free(&joined);
		return h;
	}
	*why = buf_bytes(&joined);
	wider = hold(c, &h->item);
	give_back(c, h, h->grains);
	buf_free(&joined);
	return wider;
}

/* What is kept of two items: the newer one, with what the older one says. */
static struct held *
renew(struct carry *c, struct held *old, struct held *h)
{
	struct held *gone = old;

	if (h->item.latest < old->item.latest) {
		gone = h;
		h = old;
	} else
		h->item.number = old->item.number;
	inherit(&h->item, &gone->item);
	if (h->item.kind == CARRY_ESCALATION)
		h = with_rules_of(c, h, gone);
	give_back(c, gone, gone->grains);
	return h;
}

/* A row for the items of a customer who had none: 1 + its place. */
static uint32_t
new_owner(struct carry *c)
{
	uint32_t place = c->free_owner;

	if (place > 0)
		c->free_owner = c->owners[place - 1].items[0];
	else {
		if (c->owner_n >= UINT32_MAX - 1)
			mem_exhausted();
		c->owners = mem_grow(
		    c->owners, c->owner_n, &c->owner_cap, sizeof(*c->owners));
		place = (uint32_t)++c->owner_n;
	}
	c->owners[place - 1] = (struct owner){ .items = { 0 } };
	return place;
}

/* Where an item of nobody, or of a customer and a kind, stands or will. */
static size_t
place_of(const struct carry *c, const struct person *who, enum carry_kind kind)
{
	uint32_t place = who == NULL || who->open == 0
	    ? 0
	    : c->owners[who->open - 1].items[kind];

	return place > 0 ? place - 1 : c->n;
}

/* Let it stand there. */
static void
put(struct carry *c, struct person *who, size_t place, struct held *h)
{
	struct entry *e;
	struct owner *owner;

	if (place == c->n) {
		if (c->n >= UINT32_MAX - 1)
			mem_exhausted();
		c->all = mem_grow(c->all, c->n, &c->cap, sizeof(*c->all));
		c->n++;
	}
	e = &c->all[place];
	*e = (struct entry){
		.held = h, .kind = (uint16_t)h->item.kind, .grains = h->grains
	};
	if (who == NULL)
		return;
	if (who->open == 0)
		who->open = new_owner(c);
	owner = &c->owners[who->open - 1];
	owner->items[e->kind] = (uint32_t)place + 1;
	owner->latest[e->kind] = h->item.latest;
	e->who = who->open;
}

void
carry_open(struct carry *c, struct person *who, const struct carry_item *draft)
{
	struct held *h;
	size_t place;

	/* A later call that was seen already has closed it. */
	if (who != NULL &&
	    draft->latest <
		(kinds[draft->kind].by_speaking ? who->spoken : who->resolved))
		return;
	h = hold(c, draft);
	h->item.due = due_of(c, draft);
	h->item.number = c->opened++;
	h->item.known = who != NULL;
	place = place_of(c, who, draft->kind);
	if (place < c->n)
		h = renew(c, c->all[place].held, h);
	put(c, who, place, h);
}

const struct carry_item *
carry_of(const struct carry *c, const struct person *who, enum carry_kind kind)
{
	size_t place = place_of(c, who, kind);

	return place < c->n ? carry_at(c, place) : NULL;
}

void
carry_only(struct carry *c, struct bytes owner)
{
	size_t i = c->n;

	while (i-- > 0)
		if (!bytes_equal(carry_at(c, i)->text[CARRY_OWNER], owner))
			drop(c, i);
}

static int
by_due(const void *a, const void *b)
{
	const struct carry_item *x = &((const struct entry *)a)->held->item;
	const struct carry_item *y = &((const struct entry *)b)->held->item;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

void
carry_settle(struct carry *c)
{
	if (c->n > 0)
		qsort(c->all, c->n, sizeof(*c->all), by_due);
}

size_t
carry_count(const struct carry *c)
{
	return c->n;
}

const struct carry_item *
carry_at(const struct carry *c, size_t i)
{
	return &c->all[i].held->item;
}

void
carry_tell(struct carry *c, const int64_t open[CARRY_KINDS])
{
	size_t i;

	for (i = 0; i < CARRY_KINDS; i++)
		c->told[i] = open[i] > 0 ? (size_t)open[i] : 0;
}

size_t
carry_total(const struct carry *c)
{
	size_t i, n = c->n;

	for (i = 0; i < CARRY_KINDS; i++)
		n += c->told[i];
	return n;
}

size_t
carry_count_of(const struct carry *c, enum carry_kind kind)
{
	size_t i, n = c->told[kind];

	for (i = 0; i < c->n; i++)
		n += c->all[i].kind == kind;
	return n;
}

const char *
carry_name(enum carry_kind kind)
{
	return kinds[kind].name;
}

const char *
carry_noun(enum carry_kind kind, size_t n)
{
	return n == 1 ? kinds[kind].one : kinds[kind].many;
}

const char *
carry_next_action(enum carry_kind kind)
{
	return kinds[kind].next_action;
}

enum carry_kind
carry_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < CARRY_OTHER; i++)
		if (bytes_is(name, kinds[i].name))
			break;
	return (enum carry_kind)i;
}

static void
write_instant(struct emit *e, int64_t at)
{
	char text[NUM_MAX];

	emit_bytes(e, text, instant_put(text, at));
	emit_byte(e, ',');
}

static void
write_text(struct emit *e, const struct carry_item *item, enum carry_text which)
{
	emit_field(e, item->text[which], ',');
	emit_byte(e, ',');
}

static void
write_item(struct emit *e, const struct carry_item *item)
{
	char number[NUM_MAX];

	write_text(e, item, CARRY_ITEM);
	write_text(e, item, CARRY_CALL_ID);
	write_text(e, item, CARRY_CUSTOMER);
	write_text(e, item, CARRY_OWNER);
	write_text(e, item, CARRY_REASON);
	write_instant(e, item->opened);
	write_instant(e, item->promised_by);
	write_instant(e, item->due);
	write_text(e, item, CARRY_LEVEL);
	emit_field(e,
	    item->text[CARRY_NEXT].n > 0
		? item->text[CARRY_NEXT]
		: bytes_of(carry_next_action(item->kind)),
	    ',');
	emit_byte(e, ',');
	emit_bytes(e, number, num_put(number, item->carried));
	emit_byte(e, ',');
	write_text(e, item, CARRY_STATUS);
	emit_field(e, item->text[CARRY_WHY], ',');
	emit_eol(e);
}

void
carry_write(const struct carry *c, struct emit *e)
{
	size_t i;

	emit_string(e,
	    "item,call_id,customer,owner,reason,opened,"
	    "promised_by,due,level,next_action,carried,status,why");
	emit_eol(e);
	for (i = 0; i < c->n; i++)
		write_item(e, carry_at(c, i));
}
