/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/plain.h"
#include "call/quick.h"
#include "care/contacts.h"
#include "care/expr_parse.h"
#include "care/facts.h"
#include "care/history.h"
#include "care/operands.h"
#include "care/sieve.h"
#include "care/words.h"
#include "care/work_state.h"

/* An operand that a rule names. */
struct slot {
	struct operand is;
	int64_t window; /* of `within`, ms */
	int used;	/* a rule that is asked names it */
};

struct facts {
	int64_t now;
	struct slot *slots;
	size_t count, cap, values_cap;
	struct expr_names names;
	char signal_words[SIGNALS_MAX + 1];
	struct expr_values values;
	struct facts_source source;
	unsigned needs;
	const struct call *call;
	int has_items; /* the export has that column */
	int item;      /* the record is no call */
	int promises;  /* a rule that is asked names one */

	/* Shared by several slots, with the record they are of. */
	uint64_t signals_record, promise_record;
	uint32_t signals;
	double promise;		  /* now - promised_by; NAN: none open */
	struct sieve customers;	  /* what is kept about them */
	struct sieve_place place; /* of this one there */

	/* Earlier calls, NULL unless a rule asks. */
	struct contacts *contacts;
	int64_t number; /* of this contact; 0: none */
	int64_t visits_window, hostile_window;
	struct history *visits, *hostile;
	struct map *spoken; /* customer to int64_t, latest start */
};

/* The slot of an operand, a new one unless it has one already. */
static unsigned
slot_of(struct facts *f, const struct operand *operand, int64_t window)
{
	const struct slot *s;
	size_t i;

	for (i = 0; i < f->count; i++) {
		s = &f->slots[i];
		if (strcmp(s->is.name, operand->name) == 0 &&
		    s->is.origin == operand->origin && s->window == window)
			return (unsigned)i;
	}
	f->slots = mem_grow(f->slots, f->count, &f->cap, sizeof(*s));
	f->values.slots = mem_grow(f->values.slots, f->count, &f->values_cap,
	    sizeof(*f->values.slots));
	memset(&f->values.slots[f->count], 0, sizeof(*f->values.slots));
	f->slots[f->count].is = *operand;
	f->slots[f->count].window = window;
	f->slots[f->count].used = 0;
	f->needs |= operand->needs;
	return (unsigned)f->count++;
}

static enum expr_found
find_name(void *arg, struct bytes name, int64_t window, struct expr_name *found)
{
	struct operand operand;

	if (operand_find(name, &window, &operand) != 0)
		return EXPR_UNKNOWN;
	if (window > 0 && operand.origin < FACT_CONTACTS)
		return EXPR_NOT_WITHIN;
	found->slot = slot_of(arg, &operand, window);
	found->kind = operand.kind;
	found->cost = operand.cost;
	found->words = operand_words(&operand);
	return EXPR_KNOWN;
}

static unsigned
find_signal(void *arg, struct bytes word, unsigned *slot)
{
	uint32_t bit = signal_by_name(word);

	if (bit != 0)
		*slot = slot_of(arg, &operand_signals, 0);
	return bit;
}

static void fetch(void *, unsigned, struct expr_value *);

struct facts *
facts_new(int64_t now)
{
	struct facts *f = mem_zero(1, sizeof(*f));

	/* One byte longer than that, and zeroed. */
	signals_put(f->signal_words, ((uint32_t)1 << SIGNAL_COUNT) - 1);
	f->now = now;
	f->names.name = find_name;
	f->names.signal = find_signal;
	f->names.signals = f->signal_words;
	f->names.arg = f;
	f->values.fetch = fetch;
	f->values.arg = f;
	return f;
}

void
facts_free(struct facts *f)
{
	if (f == NULL)
		return;
	contacts_free(f->contacts);
	history_free(f->visits);
	history_free(f->hostile);
	map_free(f->spoken);
	free(f->slots);
	free(f->values.slots);
	free(f);
}

const struct expr_names *
facts_names(struct facts *f)
{
	return &f->names;
}

unsigned
facts_needs(const struct facts *f)
{
	return f->needs;
}

/* What is remembered goes back as far as the widest window. */
static void
widen(struct history **h, int64_t *widest, int64_t window)
{
	if (window <= *widest)
		return;
	history_free(*h);
	*h = history_new(window);
	*widest = window;
}

/* Make ready what a slot needs of earlier calls. */
static void
bind_slot(struct facts *f, struct slot *s)
{
	switch (s->is.origin) {
	case FACT_CONTACTS:
		if (f->source.has(f->source.arg, FIELD_CONTACTS)) {
			s->is.origin = COLUMN_NUMBER;
			s->is.field = FIELD_CONTACTS;
		} else
			f->contacts = contacts_new();
		break;
	case FACT_CONTACTS_WITHIN:
		widen(&f->visits, &f->visits_window, s->window);
		break;
	case FACT_HOSTILE_WITHIN:
		widen(&f->hostile, &f->hostile_window, s->window);
		break;
	case FACT_PROMISE_IN:
	case FACT_PROMISE_LATE:
		f->promises = 1;
		break;
	case FACT_NO_CONTACT:
		f->spoken = map_new(sizeof(int64_t));
		break;
	default:
		break;
	}
}

void
facts_bind(struct facts *f, const struct facts_source *source)
{
	f->source = *source;
	f->has_items = source->has(source->arg, FIELD_ITEM);
	f->needs = 0;
}

void
facts_use(struct facts *f, const struct expr *e)
{
	const struct expr_node *nodes;
	size_t i, root;
	struct slot *s;

	nodes = expr_tree(e, &root);
	for (i = 0; i <= root; i++) {
		if (nodes[i].type != NODE_NAME && nodes[i].type != NODE_SIGNAL)
			continue;
		s = &f->slots[nodes[i].slot];
		if (s->used)
			continue;
		s->used = 1;
		f->needs |= s->is.needs;
		bind_slot(f, s);
	}
}

/* Flags of the export that stand for a signal, as triage has it. */
static const struct {
	unsigned bit;
	enum field field;
} flags[] = { { SIGNAL_THREAT, FIELD_THREAT },
	{ SIGNAL_HELP, FIELD_HELP_ASKED }, { SIGNAL_ANGER, FIELD_HOSTILE } };

enum { FLAGS = sizeof(flags) / sizeof(flags[0]) };

int
facts_present(void *facts, unsigned slot, unsigned bit)
{
	const struct facts *f = facts;
	const struct operand *o = &f->slots[slot].is;
	size_t i;

	if (o->field == FIELD_COUNT || f->source.has(f->source.arg, o->field))
		return 1;
	/* What makes a call hostile: abuse and threats, or a flag. */
	if (o->origin == FACT_HOSTILE_WITHIN)
		return f->source.has(f->source.arg, FIELD_THREAT) ||
		    f->source.has(f->source.arg, FIELD_HOSTILE);
	for (i = 0; i < FLAGS; i++)
		if (bit == flags[i].bit)
			return f->source.has(f->source.arg, flags[i].field);
	return 0;
}

unsigned
facts_flag_signal(const struct facts *f, unsigned slot)
{
	const struct operand *o = &f->slots[slot].is;
	size_t i;

	for (i = 0; i < FLAGS && o->origin == FROM_FLAG; i++)
		if (o->field == flags[i].field)
			return flags[i].bit;
	return 0;
}

const char *
facts_field(const struct facts *f, unsigned slot)
{
	enum field field = f->slots[slot].is.field;

	return field == FIELD_COUNT ? "" : field_info(field)->name;
}

void
facts_range(const struct facts *f, unsigned slot, struct prove_range *r)
{
	operand_range(&f->slots[slot].is, r);
}

/* What sorts of records allow: a range, an empty one for none. */
static const struct {
	enum facts_sort sort;
	enum operand_origin origin;
	enum field field;
	double low, high;
	int present; /* not missing */
} narrow[] = { { FACTS_QUIET, FACT_SIGNALS, FIELD_SIGNALS, 0, 0, 0 },
	{ FACTS_QUIET, FROM_FLAG, FIELD_THREAT, 0, 0, 0 },
	{ FACTS_QUIET, FROM_FLAG, FIELD_HELP_ASKED, 0, 0, 0 },
	{ FACTS_QUIET, FROM_FLAG, FIELD_HOSTILE, 0, 0, 0 },
	{ FACTS_RESOLVED, FROM_FLAG, FIELD_RESOLVED, 1, 1, 1 },
	/* A promise that is not open has no time. */
	{ FACTS_SETTLED, FACT_PROMISE_IN, FIELD_PROMISED_BY, 1, 0, 0 },
	{ FACTS_SETTLED, FACT_PROMISE_LATE, FIELD_PROMISED_BY, 1, 0, 0 },
	{ FACTS_PEACEFUL, FACT_HOSTILE_WITHIN, FIELD_SIGNALS, 0, 0, 0 } };

void
facts_range_in(
    const struct facts *f, unsigned slot, unsigned sort, struct prove_range *r)
{
	const struct operand *o = &f->slots[slot].is;
	size_t i;

	r->low = -INFINITY;
	r->high = INFINITY;
	r->whole = r->present = 0;
	for (i = 0; i < sizeof(narrow) / sizeof(narrow[0]); i++) {
		if (!(sort & narrow[i].sort) || o->origin != narrow[i].origin ||
		    o->field != narrow[i].field)
			continue;
		r->low = narrow[i].low;
		r->high = narrow[i].high;
		r->present = narrow[i].present;
	}
}

HOT uint32_t
facts_signals(struct facts *f)
{
	const struct call *call = f->call;

	if (f->signals_record == f->values.record)
		return f->signals;
	f->signals_record = f->values.record;
	f->signals = call->signals.n > 0 ? signals_read(call->signals) : 0;
	if (call->threat == FLAG_YES)
		f->signals |= SIGNAL_THREAT;
	if (call->help_asked == FLAG_YES)
		f->signals |= SIGNAL_HELP;
	if (call->hostile == FLAG_YES)
		f->signals |= SIGNAL_ANGER;
	return f->signals;
}

static int
is_hostile(struct facts *f)
{
	return f->call->hostile == FLAG_YES ||
	    (facts_signals(f) & (SIGNAL_ABUSE | SIGNAL_THREAT)) != 0;
}

struct bytes
facts_column(struct facts *f, enum field field)
{
	return value_plain(f->source.value(f->source.arg, field));
}

/* How late an open promise is, negative before its time; else NAN. */
HOT static double
promise_of(struct facts *f)
{
	int64_t by;

	if (f->promise_record == f->values.record)
		return f->promise;
	f->promise_record = f->values.record;
	f->promise = NAN;
	if (f->call->resolved == FLAG_YES)
		return NAN;
	by = f->source.instant(f->source.arg, FIELD_PROMISED_BY);
	if (by == INSTANT_NONE)
		return NAN;
	if (work_state(facts_column(f, FIELD_STATUS)) == WORK_STOPPED)
		return NAN;
	f->promise = (double)f->now - (double)by;
	return f->promise;
}

static void
remember_spoken(struct facts *f)
{
	const struct call *call = f->call;
	int64_t *latest;
	int added;

	if (call->customer.n == 0 || call->start == INSTANT_NONE ||
	    (call->outcome != OUTCOME_ANSWERED &&
		call->outcome != OUTCOME_ENDED_BY_POLICY))
		return;
	latest = map_put(f->spoken, call->customer, &added);
	if (added || *latest < call->start)
		*latest = call->start;
}

static double
from_ms(const struct call *call, size_t offset)
{
	int64_t ms;

	memcpy(&ms, (const char *)call + offset, sizeof(ms));
	return ms == INSTANT_NONE ? NAN : (double)ms;
}

static double
from_count(const struct call *call, size_t offset)
{
	int64_t count;

	memcpy(&count, (const char *)call + offset, sizeof(count));
	return count < 0 ? NAN : (double)count;
}

static double
from_real(const struct call *call, size_t offset)
{
	double real;

	memcpy(&real, (const char *)call + offset, sizeof(real));
	return real <= REAL_NONE ? NAN : real;
}

static double
from_flag(const struct call *call, size_t offset)
{
	static const double answers[] = {
		[FLAG_NONE] = NAN, [FLAG_YES] = 1, [FLAG_NO] = 0
	};
	enum flag flag;

	memcpy(&flag, (const char *)call + offset, sizeof(flag));
	return answers[flag];
}

static double
from_call(enum operand_origin origin, size_t offset, const struct call *call)
{
	switch (origin) {
	case FROM_MS:
		return from_ms(call, offset);
	case FROM_COUNT:
		return from_count(call, offset);
	case FROM_REAL:
		return from_real(call, offset);
	default:
		return from_flag(call, offset);
	}
}

HOT void
facts_expect(const struct facts *f, const struct call *call)
{
	uint64_t hash = call_hash(call->customer, call->customer_hash);

	__builtin_prefetch(&f->customers.cells[sieve_place(hash).at]);
	if (f->contacts != NULL)
		contacts_expect(f->contacts, call);
}

void
facts_opens(struct facts *f, int open)
{
	if (open)
		sieve_open(&f->customers, f->place);
	else
		sieve_close(&f->customers, f->place);
}

HOT int
facts_may_be_open(const struct facts *f)
{
	return sieve_may_be_open(&f->customers, f->place);
}

HOT void
facts_take(struct facts *f, const struct call *call)
{
	int known = call->customer.n > 0 && call->start != INSTANT_NONE;

	f->call = call;
	f->values.record++;
	f->number = 0;
	f->place = sieve_place(call_hash(call->customer, call->customer_hash));
	f->item = f->has_items && facts_column(f, FIELD_ITEM).n > 0;
	if (f->item)
		return;
	if (f->contacts != NULL)
		f->number = contacts_number(f->contacts, call);
	if (f->spoken != NULL)
		remember_spoken(f);
	if (f->visits != NULL && known && call->direction != DIRECTION_OUT)
		history_add(
		    f->visits, call->customer, call->start, call->joined);
	if (f->hostile != NULL && known && is_hostile(f)) {
		history_add(
		    f->hostile, call->customer, call->start, call->joined);
		sieve_see(&f->customers, f->place, call->start);
	}
}

/* A count over earlier calls; of nobody only this one is known. */
static double
count_within(
    struct facts *f, const struct history *h, int64_t window, int this_one)
{
	const struct call *call = f->call;

	if (call->customer.n == 0)
		return this_one;
	if (call->start == INSTANT_NONE)
		return NAN;
	return (double)history_count(h, call->customer, call->start, window);
}

static double
since_contact(struct facts *f)
{
	const struct call *call = f->call;
	const int64_t *latest = map_find(f->spoken, call->customer);

	if (call->customer.n > 0)
		return latest == NULL ? NAN : (double)f->now - (double)*latest;
	if (f->item || call->start == INSTANT_NONE ||
	    (call->outcome != OUTCOME_ANSWERED &&
		call->outcome != OUTCOME_ENDED_BY_POLICY))
		return NAN;
	return (double)f->now - (double)call->start;
}

static double
from_column(struct facts *f, const struct operand *o)
{
	struct bytes text;
	int64_t ms;
	double number;

	if (o->origin == COLUMN_INSTANT) {
		ms = f->source.instant(f->source.arg, o->field);
		return ms == INSTANT_NONE ? NAN : (double)ms;
	}
	text = f->source.value(f->source.arg, o->field);
	if (o->origin == COLUMN_NUMBER && quick_decimal(text, &number) == 0)
		return number;
	text = value_plain(text);
	if (o->origin == COLUMN_NUMBER)
		return num_real(text, '.', &number) == 0 ? number : NAN;
	return bytes_is_nocase(text, "yes") ? 1
	    : bytes_is_nocase(text, "no")   ? 0
					    : NAN;
}

/* What is reckoned from more than one field. */
static double
reckoned(struct facts *f, const struct slot *s)
{
	double promise;

	switch (s->is.origin) {
	case FACT_SIGNALS:
		return facts_signals(f);
	case FACT_AGE:
		return f->call->start == INSTANT_NONE
		    ? NAN
		    : (double)f->now - (double)f->call->start;
	case FACT_PROMISE_IN:
		promise = promise_of(f);
		return promise <= 0 ? -promise : NAN;
	case FACT_PROMISE_LATE:
		promise = promise_of(f);
		return promise > 0 ? promise : NAN;
	case FACT_NO_CONTACT:
		return since_contact(f);
	case FACT_CONTACTS:
		return f->number > 0 ? (double)f->number : NAN;
	case FACT_CONTACTS_WITHIN:
		if (f->item || f->call->direction == DIRECTION_OUT)
			return NAN;
		return count_within(f, f->visits, s->window, 1);
	default:
		return count_within(
		    f, f->hostile, s->window, !f->item && is_hostile(f));
	}
}

static struct bytes
text_of(struct facts *f, const struct operand *o)
{
	static const char *const directions[] = { [DIRECTION_UNKNOWN] = "",
		[DIRECTION_IN] = "inbound",
		[DIRECTION_OUT] = "outbound" };
	struct bytes text;

	switch (o->origin) {
	case FROM_OUTCOME:
		return bytes_of(f->call->outcome == OUTCOME_UNKNOWN
			? ""
			: outcome_name(f->call->outcome));
	case FROM_DIRECTION:
		return bytes_of(directions[f->call->direction]);
	case FROM_BYTES:
		memcpy(&text, (const char *)f->call + o->offset, sizeof(text));
		return text;
	default:
		return facts_column(f, o->field);
	}
}

HOT static void
fetch(void *arg, unsigned slot, struct expr_value *v)
{
	struct facts *f = arg;
	const struct slot *s = &f->slots[slot];

	if (s->is.kind == EXPR_TEXT)
		v->text = text_of(f, &s->is);
	else if (s->is.origin <= FROM_FLAG)
		v->number = from_call(s->is.origin, s->is.offset, f->call);
	else if (s->is.origin < FACT_SIGNALS)
		v->number = from_column(f, &s->is);
	else
		v->number = reckoned(f, s);
}

/* A customer without a hostile call in any window that a rule asks for. */
static int
is_peaceful(const struct facts *f)
{
	const struct call *call = f->call;

	return call->customer.n > 0 && call->start != INSTANT_NONE &&
	    !sieve_may_be_seen(&f->customers, f->place,
		history_since(call->start, f->hostile_window));
}

unsigned
facts_sort(struct facts *f)
{
	unsigned sort = 0;

	if (facts_signals(f) == 0)
		sort |= FACTS_QUIET;
	if (f->call->resolved == FLAG_YES)
		sort |= FACTS_RESOLVED;
	if (f->call->resolved == FLAG_YES ||
	    (f->promises && isnan(promise_of(f))))
		sort |= FACTS_SETTLED;
	if (is_peaceful(f))
		sort |= FACTS_PEACEFUL;
	return sort;
}

enum facts_raw
facts_raw(const struct facts *f, unsigned slot, size_t *offset, int64_t *lowest)
{
	const struct operand *o = &f->slots[slot].is;

	*offset = o->offset;
	*lowest = o->origin == FROM_COUNT ? 0 : INSTANT_NONE + 1;
	switch (o->origin) {
	case FROM_MS:
	case FROM_COUNT:
		return FACTS_RAW_INTEGER;
	case FROM_REAL:
		return FACTS_RAW_REAL;
	case FROM_FLAG:
		return FACTS_RAW_FLAG;
	default:
		return FACTS_NOT_RAW;
	}
}

void
facts_set_now(struct facts *f, int64_t now)
{
	f->now = now;
}

HOT struct expr_values *
facts_values(struct facts *f)
{
	return &f->values;
}

int64_t
facts_instant(struct facts *f, unsigned slot)
{
	struct expr_value v;

	fetch(f, slot, &v);
	return isnan(v.number) ? INSTANT_NONE : (int64_t)v.number;
}
