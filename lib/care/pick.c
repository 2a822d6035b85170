/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/causes.h"
#include "care/pick.h"
#include "care/stress.h"

/* Calls of a cause and a reason, hardest first. */
struct slot {
	struct pick_case **of;
	size_t n, cap;
	size_t used; /* of them, picked */
};

struct pick {
	size_t most;
	uint64_t taken;
	struct map *reasons; /* how many calls had it */
	struct slot *slots[CAUSES];
	size_t count[CAUSES], cap[CAUSES];
	struct pick_case **picked;
	size_t n;
};

struct pick *
pick_new(size_t most)
{
	struct pick *p = mem_zero(1, sizeof(*p));

	p->most = most;
	p->reasons = map_new(sizeof(uint64_t));
	p->picked = mem_zero(most, sizeof(struct pick_case *));
	return p;
}

static void
free_case(struct pick_case *c)
{
	size_t i;

	for (i = 0; i < PICK_TEXTS; i++)
		free((void *)(uintptr_t)c->text[i].p);
	free(c);
}

static void
free_slot(struct slot *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free_case(s->of[i]);
	free(s->of);
	memset(s, 0, sizeof(*s));
}

void
pick_free(struct pick *p)
{
	size_t cause, i;

	if (p == NULL)
		return;
	for (cause = 0; cause < CAUSES; cause++) {
		for (i = 0; i < p->count[cause]; i++)
			free_slot(&p->slots[cause][i]);
		free(p->slots[cause]);
	}
	map_free(p->reasons);
	free(p->picked);
	free(p);
}

static struct bytes
copy(struct bytes b)
{
	b.p = mem_copy(b.n > 0 ? b.p : "", b.n);
	return b;
}

/* The beginning of a note, whole words. */
static struct bytes
beginning(struct bytes text)
{
	size_t n = PICK_TEXT;

	if (text.n <= n)
		return text;
	while (n > 0 && text.p[n] != ' ' && text.p[n] != '\n')
		n--;
	text.n = n;
	return text;
}

static int64_t
days_before(const struct call *c, const struct pick_facts *f)
{
	if (f->before == INSTANT_NONE || c->start == INSTANT_NONE ||
	    f->before > c->start)
		return -1;
	return zone_date(c->start, 0) - zone_date(f->before, 0);
}

static struct pick_case *
make_case(const struct call *c, const struct pick_facts *f, size_t cause,
    uint64_t number)
{
	const struct bytes text[PICK_TEXTS] = { [PICK_NOTE] =
						    beginning(c->text),
		[PICK_REASON] = c->reason,
		[PICK_WHY] = f->why,
		[PICK_AGENT] = c->agent,
		[PICK_OWNER] = f->owner,
		[PICK_CUSTOMER] = f->customer.n > 0 && c->customer.n > 0
		    ? f->customer
		    : c->customer,
		[PICK_CALLER] = f->caller,
		[PICK_CALLEE] = f->callee,
		[PICK_CALL_ID] = c->call_id,
		[PICK_PARENT_ID] = c->parent_id,
		[PICK_BEFORE] = f->before_reason };
	struct pick_case *one = mem_zero(1, sizeof(*one));
	size_t i;

	for (i = 0; i < PICK_TEXTS; i++)
		one->text[i] = copy(text[i]);
	one->cause = cause;
	one->stress = f->stress;
	one->number = number;
	one->signals = f->signals;
	one->contacts = f->contacts > 0 ? f->contacts : 0;
	one->wait = c->wait;
	one->hold = c->hold;
	one->transfers = c->transfers;
	one->interruptions = c->interruptions;
	one->sentiment = c->sentiment;
	one->sentiment_end = c->sentiment_end;
	one->resolved = c->resolved;
	one->before_resolved = f->before_resolved;
	one->before_days = days_before(c, f);
	one->outcome = c->outcome;
	one->outbound = c->direction == DIRECTION_OUT;
	return one;
}

static struct bytes
reason_of(const struct slot *s)
{
	return s->of[0]->text[PICK_REASON];
}

/* Whether a is less worth keeping than a call of this stress and number. */
static int
is_worse(const struct pick_case *a, int64_t stress, uint64_t number)
{
	return a->stress != stress ? a->stress < stress : a->number > number;
}

/*
 * The slot of a call: that of its reason, a new one, or that of the reason
 * whose best is the worst; NULL when the call is none of those to keep.
 */
static struct slot *
slot_of(struct pick *p, size_t cause, struct bytes reason, int64_t stress,
    uint64_t number)
{
	struct slot *slots = p->slots[cause], *worst = NULL;
	size_t i, n = p->count[cause];

	for (i = 0; i < n; i++) {
		if (bytes_equal(reason_of(&slots[i]), reason))
			return &slots[i];
		if (worst == NULL ||
		    is_worse(slots[i].of[0], worst->of[0]->stress,
			worst->of[0]->number))
			worst = &slots[i];
	}
	if (n < p->most) {
		p->slots[cause] =
		    mem_grow(slots, n, &p->cap[cause], sizeof(*slots));
		slots = p->slots[cause];
		p->count[cause]++;
		memset(&slots[n], 0, sizeof(*slots));
		return &slots[n];
	}
	if (!is_worse(worst->of[0], stress, number))
		return NULL;
	free_slot(worst);
	return worst;
}

static void
insert(struct slot *s, struct pick_case *c)
{
	size_t i = s->n;

	s->of = mem_grow(s->of, s->n, &s->cap, sizeof(struct pick_case *));
	for (; i > 0 && is_worse(s->of[i - 1], c->stress, c->number); i--)
		s->of[i] = s->of[i - 1];
	s->of[i] = c;
	s->n++;
}

void
pick_take(struct pick *p, const struct call *c, const struct pick_facts *f)
{
	uint64_t number = p->taken++, *count;
	struct slot *s;
	size_t cause;

	if (f->stress < STRESS_STRAINED || c->outcome == OUTCOME_ABANDONED ||
	    c->outcome == OUTCOME_VOICEMAIL || c->outcome == OUTCOME_CALLBACK ||
	    c->outcome == OUTCOME_FAILED ||
	    (cause = causes_main(f->why)) == CAUSES)
		return;
	count = map_put(p->reasons, c->reason, NULL);
	++*count;
	s = slot_of(p, cause, c->reason, f->stress, number);
	if (s == NULL ||
	    (s->n == p->most && !is_worse(s->of[s->n - 1], f->stress, number)))
		return;
	if (s->n == p->most)
		free_case(s->of[--s->n]);
	insert(s, make_case(c, f, cause, number));
}

/* How often something was picked so far: of a cause, or of a reason. */
static size_t
used_cause(const struct pick *p, size_t cause)
{
	size_t i, used = 0;

	for (i = 0; i < p->n; i++)
		used += p->picked[i]->cause == cause;
	return used;
}

static size_t
used_reason(const struct pick *p, struct bytes reason)
{
	size_t i, used = 0;

	for (i = 0; i < p->n; i++)
		used += bytes_equal(p->picked[i]->text[PICK_REASON], reason);
	return used;
}

/* Whether the next of slot `a` goes before that of `b`, all else equal. */
static int
is_better(const struct pick *p, const struct slot *a, const struct slot *b)
{
	const struct pick_case *x = a->of[a->used], *y;
	size_t m, n;

	if (b == NULL)
		return 1;
	y = b->of[b->used];
	if (x->cause != y->cause) {
		m = used_cause(p, x->cause);
		n = used_cause(p, y->cause);
		if (m != n)
			return m < n;
	}
	m = used_reason(p, x->text[PICK_REASON]);
	n = used_reason(p, y->text[PICK_REASON]);
	return m != n ? m < n : is_worse(y, x->stress, x->number);
}

size_t
pick_settle(struct pick *p)
{
	struct slot *best;
	size_t cause, i;

	while (p->n < p->most) {
		best = NULL;
		for (cause = 0; cause < CAUSES; cause++)
			for (i = 0; i < p->count[cause]; i++) {
				struct slot *s = &p->slots[cause][i];

				if (s->used < s->n && is_better(p, s, best))
					best = s;
			}
		if (best == NULL)
			break;
		p->picked[p->n] = best->of[best->used++];
		p->n++;
	}
	return p->n;
}

const struct pick_case *
pick_at(const struct pick *p, size_t i)
{
	return p->picked[i];
}

const struct pick_case *const *
pick_all(const struct pick *p)
{
	return (const struct pick_case *const *)p->picked;
}

uint64_t
pick_reason_count(const struct pick *p, struct bytes reason)
{
	const uint64_t *count = map_find(p->reasons, reason);

	return count == NULL ? 0 : *count;
}
