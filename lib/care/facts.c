/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/plain.h"
#include "care/contacts.h"
#include "care/facts.h"
#include "care/history.h"
#include "care/sieve.h"
#include "care/words.h"
#include "care/work_state.h"

#define MONTH_MS (30 * (int64_t)DAY_MS)

/* Where a slot's value is found; the order is that of `readers`. */
enum origin {
	FROM_MS,
	FROM_COUNT,
	FROM_REAL,
	FROM_FLAG,
	FROM_BYTES,
	FROM_OUTCOME,
	FROM_DIRECTION,
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_INSTANT,
	COLUMN_FLAG,
	FACT_SIGNALS,
	FACT_AGE,
	FACT_PROMISE_IN,
	FACT_PROMISE_LATE,
	FACT_NO_CONTACT,
	FACT_CONTACTS,
	FACT_CONTACTS_WITHIN,
	FACT_HOSTILE_WITHIN
};

/* How dear a value is to read, roughly: see struct expr_name. */
enum {
	COST_CALL = 1,
	COST_FACT = 2,
	COST_COLUMN = 3,
	COST_TEXT = 5,
	COST_CUSTOMER = 8
};

struct operand {
	const char *name;
	enum expr_kind kind;
	enum origin origin;
	unsigned cost;
	unsigned needs;	  /* enum call_needs */
	size_t offset;	  /* in struct call, for FROM_ */
	enum field field; /* absent with it; FIELD_COUNT: derived */
};

#define CALL(member) offsetof(struct call, member)

/* What is read from struct call or reckoned; the rest are columns. */
static const struct operand operands[] = { { "start", EXPR_TIME, FROM_MS,
					       COST_CALL, NEED_TIMES,
					       CALL(start), FIELD_COUNT },
	{ "answered_at", EXPR_TIME, FROM_MS, COST_CALL, NEED_TIMES,
	    CALL(answered_at), FIELD_COUNT },
	{ "end", EXPR_TIME, FROM_MS, COST_CALL, NEED_TIMES, CALL(end),
	    FIELD_COUNT },
	{ "ivr", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(ivr),
	    FIELD_IVR },
	{ "wait", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(wait),
	    FIELD_COUNT },
	{ "ring", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(ring),
	    FIELD_RING },
	{ "talk", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(talk),
	    FIELD_TALK },
	{ "hold", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(hold),
	    FIELD_HOLD },
	{ "wrap", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(wrap),
	    FIELD_WRAP },
	{ "total", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES, CALL(total),
	    FIELD_COUNT },
	{ "handle_time", EXPR_DURATION, FROM_MS, COST_CALL, NEED_TIMES,
	    CALL(handle_time), FIELD_COUNT },
	{ "call_id", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE,
	    CALL(call_id), FIELD_CALL_ID },
	{ "parent_id", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE,
	    CALL(parent_id), FIELD_PARENT_ID },
	{ "agent", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE, CALL(agent),
	    FIELD_AGENT },
	{ "queue", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE, CALL(queue),
	    FIELD_QUEUE },
	{ "reason", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE, CALL(reason),
	    FIELD_REASON },
	{ "channel", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_PEOPLE,
	    CALL(channel), FIELD_CHANNEL },
	{ "direction", EXPR_TEXT, FROM_DIRECTION, COST_TEXT, NEED_PEOPLE,
	    CALL(direction), FIELD_DIRECTION },
	{ "outcome", EXPR_TEXT, FROM_OUTCOME, COST_TEXT, NEED_PEOPLE,
	    CALL(outcome), FIELD_COUNT },
	{ "customer", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_CUSTOMER,
	    CALL(customer), FIELD_COUNT },
	{ "sentiment", EXPR_NUMBER, FROM_REAL, COST_CALL, NEED_FEELING,
	    CALL(sentiment), FIELD_SENTIMENT },
	{ "sentiment_end", EXPR_NUMBER, FROM_REAL, COST_CALL, NEED_FEELING,
	    CALL(sentiment_end), FIELD_SENTIMENT_END },
	{ "csat", EXPR_NUMBER, FROM_REAL, COST_CALL, NEED_FEELING, CALL(csat),
	    FIELD_CSAT },
	{ "text", EXPR_TEXT, FROM_BYTES, COST_TEXT, NEED_FEELING, CALL(text),
	    FIELD_TEXT },
	{ "help_asked", EXPR_FLAG, FROM_FLAG, COST_CALL, NEED_FLAGS,
	    CALL(help_asked), FIELD_HELP_ASKED },
	{ "hostile", EXPR_FLAG, FROM_FLAG, COST_CALL, NEED_FLAGS, CALL(hostile),
	    FIELD_HOSTILE },
	{ "threat", EXPR_FLAG, FROM_FLAG, COST_CALL, NEED_FLAGS, CALL(threat),
	    FIELD_THREAT },
	{ "transfers", EXPR_NUMBER, FROM_COUNT, COST_CALL, NEED_COUNTS,
	    CALL(transfers), FIELD_TRANSFERS },
	{ "holds", EXPR_NUMBER, FROM_COUNT, COST_CALL, NEED_COUNTS, CALL(holds),
	    FIELD_HOLDS },
	{ "interruptions", EXPR_NUMBER, FROM_COUNT, COST_CALL, NEED_COUNTS,
	    CALL(interruptions), FIELD_INTERRUPTIONS },
	{ "resolved", EXPR_FLAG, FROM_FLAG, COST_CALL, NEED_COUNTS,
	    CALL(resolved), FIELD_RESOLVED },
	{ "self_rating", EXPR_NUMBER, FROM_REAL, COST_CALL, NEED_COUNTS,
	    CALL(self_rating), FIELD_SELF_RATING },
	{ "stress", EXPR_NUMBER, FROM_COUNT, COST_CALL, NEED_STRESS,
	    CALL(stress), FIELD_STRESS },
	/* Parts of start that mean nothing alone: as they are written. */
	{ "date", EXPR_TEXT, COLUMN_TEXT, COST_TEXT, 0, 0, FIELD_DATE },
	{ "time", EXPR_TEXT, COLUMN_TEXT, COST_TEXT, 0, 0, FIELD_TIME },
	{ "age", EXPR_DURATION, FACT_AGE, COST_FACT, NEED_TIMES, 0,
	    FIELD_COUNT },
	{ "promise_in", EXPR_DURATION, FACT_PROMISE_IN, COST_COLUMN,
	    NEED_COUNTS, 0, FIELD_PROMISED_BY },
	{ "promise_late", EXPR_DURATION, FACT_PROMISE_LATE, COST_COLUMN,
	    NEED_COUNTS, 0, FIELD_PROMISED_BY },
	{ "no_contact", EXPR_DURATION, FACT_NO_CONTACT, COST_CUSTOMER,
	    NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER, 0, FIELD_COUNT } };

/* These depend on `within`, or share a name with a column. */
static const struct operand signals = { "signals", EXPR_NUMBER, FACT_SIGNALS,
	COST_FACT, NEED_STRESS | NEED_FLAGS, 0, FIELD_SIGNALS };
static const struct operand contacts = { "contacts", EXPR_NUMBER, FACT_CONTACTS,
	COST_COLUMN, NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER, 0, FIELD_COUNT };
static const struct operand contacts_within = { "contacts", EXPR_NUMBER,
	FACT_CONTACTS_WITHIN, COST_CUSTOMER,
	NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER, 0, FIELD_COUNT };
static const struct operand hostile_within = { "hostile_contacts", EXPR_NUMBER,
	FACT_HOSTILE_WITHIN, COST_CUSTOMER,
	NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER | NEED_STRESS | NEED_FLAGS, 0,
	FIELD_COUNT };

/* An operand in use. */
struct slot {
	struct operand is;
	int64_t window; /* of `within`, ms */
};

/*
 * A slot that is read for every record; they stand by origin, and one with
 * an origin that no such slot has behind the last.
 */
struct direct {
	enum origin origin;
	unsigned slot;
	size_t offset;
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
	struct direct *direct;
	int has_items; /* the export has that column */
	int item;      /* the record is no call */

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
	f->needs |= operand->needs;
	return (unsigned)f->count++;
}

/* A field that only its column knows; 0 or -1. */
static int
column_operand(struct bytes name, struct operand *operand)
{
	static const struct {
		enum expr_kind kind;
		enum origin origin;
		unsigned cost;
	} kinds[] = { [KIND_TEXT] = { EXPR_TEXT, COLUMN_TEXT, COST_TEXT },
		[KIND_TIME] = { EXPR_TIME, COLUMN_INSTANT, COST_COLUMN },
		[KIND_DURATION] = { EXPR_DURATION, COLUMN_TEXT, 0 },
		[KIND_NUMBER] = { EXPR_NUMBER, COLUMN_NUMBER, COST_COLUMN },
		[KIND_FLAG] = { EXPR_FLAG, COLUMN_FLAG, COST_COLUMN },
		[KIND_SCALE] = { EXPR_NUMBER, COLUMN_NUMBER, COST_COLUMN } };
	enum field field = field_by_name(name);
	enum field_kind kind;

	/* Its own columns are what escalate computes, not what it reads. */
	if (field == FIELD_COUNT ||
	    (field >= FIELD_ESCALATION && field <= FIELD_ESCALATION_WHY))
		return -1;
	kind = field_info(field)->kind;
	if (kind == KIND_DURATION)
		return -1;
	memset(operand, 0, sizeof(*operand));
	operand->name = field_info(field)->name;
	operand->kind = kinds[kind].kind;
	operand->origin = kinds[kind].origin;
	operand->cost = kinds[kind].cost;
	operand->field = field;
	return 0;
}

/* `contacts` and `hostile_contacts`, alone or within a time; 0 or -1. */
static int
counted_operand(struct bytes name, int64_t *window, struct operand *operand)
{
	if (bytes_is(name, contacts.name))
		*operand = *window > 0 ? contacts_within : contacts;
	else if (bytes_is(name, hostile_within.name)) {
		*operand = hostile_within;
		*window = *window > 0 ? *window : MONTH_MS;
	} else
		return -1;
	return 0;
}

static enum expr_found
find_name(void *arg, struct bytes name, int64_t window, struct expr_name *found)
{
	struct facts *f = arg;
	struct operand operand;
	size_t i;

	for (i = 0; i < sizeof(operands) / sizeof(operands[0]); i++)
		if (bytes_is(name, operands[i].name))
			break;
	if (i < sizeof(operands) / sizeof(operands[0]))
		operand = operands[i];
	else if (counted_operand(name, &window, &operand) != 0 &&
	    column_operand(name, &operand) != 0)
		return EXPR_UNKNOWN;
	if (window > 0 && operand.origin < FACT_CONTACTS)
		return EXPR_NOT_WITHIN;
	found->slot = slot_of(f, &operand, window);
	found->kind = operand.kind;
	found->cost = operand.cost;
	return EXPR_KNOWN;
}

static unsigned
find_signal(void *arg, struct bytes word, unsigned *slot)
{
	uint32_t bit = signal_by_name(word);

	if (bit != 0)
		*slot = slot_of(arg, &signals, 0);
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
	free(f->direct);
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

/*
 * Numbers of struct call and signals take less to read than to ask
 * whether they have been read.
 */
static int
is_direct(enum origin origin)
{
	return origin <= FROM_FLAG || origin == FACT_SIGNALS;
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
		if (s->window > f->visits_window)
			f->visits_window = s->window;
		break;
	case FACT_HOSTILE_WITHIN:
		if (s->window > f->hostile_window)
			f->hostile_window = s->window;
		break;
	case FACT_NO_CONTACT:
		f->spoken = map_new(sizeof(int64_t));
		break;
	default:
		break;
	}
}

/* The slots that are read for every record, by origin. */
static void
bind_direct(struct facts *f)
{
	struct direct *d;
	enum origin origin;
	size_t i;

	d = f->direct = mem_zero(f->count + 1, sizeof(*f->direct));
	for (origin = FROM_MS; origin <= FACT_SIGNALS; origin++)
		for (i = 0; is_direct(origin) && i < f->count; i++) {
			if (f->slots[i].is.origin != origin)
				continue;
			d->origin = origin;
			d->slot = (unsigned)i;
			d->offset = f->slots[i].is.offset;
			d++;
		}
	d->origin = FACT_HOSTILE_WITHIN;
}

void
facts_bind(struct facts *f, const struct facts_source *source)
{
	size_t i;

	f->source = *source;
	f->has_items = source->has(source->arg, FIELD_ITEM);
	for (i = 0; i < f->count; i++)
		bind_slot(f, &f->slots[i]);
	bind_direct(f);
	if (f->visits_window > 0)
		f->visits = history_new(f->visits_window);
	if (f->hostile_window > 0)
		f->hostile = history_new(f->hostile_window);
}

int
facts_present(void *facts, unsigned slot, unsigned bit)
{
	static const struct {
		unsigned bit;
		enum field field;
	} flags[] = { { SIGNAL_THREAT, FIELD_THREAT },
		{ SIGNAL_HELP, FIELD_HELP_ASKED },
		{ SIGNAL_ANGER, FIELD_HOSTILE } };
	const struct facts *f = facts;
	enum field field = f->slots[slot].is.field;
	size_t i;

	if (field == FIELD_COUNT || f->source.has(f->source.arg, field))
		return 1;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (bit == flags[i].bit)
			return f->source.has(f->source.arg, flags[i].field);
	return 0;
}

const char *
facts_field(const struct facts *f, unsigned slot)
{
	enum field field = f->slots[slot].is.field;

	return field == FIELD_COUNT ? "" : field_info(field)->name;
}

void
facts_range(
    const struct facts *f, unsigned slot, double *low, double *high, int *whole)
{
	static const struct {
		const char *name;
		double low, high;
	} known[] = { { "stress", 0, 100 }, { "sentiment", -1, 1 },
		{ "sentiment_end", -1, 1 }, { "self_rating", 0, 10 },
		{ "contacts", 1, INFINITY }, { "promise_in", 0, INFINITY },
		{ "hostile_contacts", 0, INFINITY },
		{ "promise_late", 1, INFINITY } };
	const struct operand *o = &f->slots[slot].is;
	size_t i;

	*whole = o->kind == EXPR_FLAG || o->origin == FROM_COUNT ||
	    o->origin >= FACT_CONTACTS;
	*low = o->kind == EXPR_FLAG || o->origin == FROM_COUNT ||
		(o->origin == FROM_MS && o->kind == EXPR_DURATION)
	    ? 0
	    : -INFINITY;
	*high = o->kind == EXPR_FLAG ? 1 : INFINITY;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(o->name, known[i].name) == 0) {
			*low = known[i].low;
			*high = known[i].high;
		}
}

/* Signals of the record, with the flags folded in as triage does. */
static uint32_t
signals_of(struct facts *f)
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
	    (signals_of(f) & (SIGNAL_ABUSE | SIGNAL_THREAT)) != 0;
}

struct bytes
facts_column(struct facts *f, enum field field)
{
	return value_plain(f->source.value(f->source.arg, field));
}

/* How late an open promise is, negative before its time; else NAN. */
static double
promise_of(struct facts *f)
{
	int64_t by;

	if (f->promise_record == f->values.record)
		return f->promise;
	f->promise_record = f->values.record;
	f->promise = NAN;
	by = f->source.instant(f->source.arg, FIELD_PROMISED_BY);
	if (by == INSTANT_NONE || f->call->resolved == FLAG_YES)
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

static inline double
from_ms(const struct call *call, size_t offset)
{
	int64_t ms;

	memcpy(&ms, (const char *)call + offset, sizeof(ms));
	return ms == INSTANT_NONE ? NAN : (double)ms;
}

static inline double
from_count(const struct call *call, size_t offset)
{
	int64_t count;

	memcpy(&count, (const char *)call + offset, sizeof(count));
	return count < 0 ? NAN : (double)count;
}

static inline double
from_real(const struct call *call, size_t offset)
{
	double real;

	memcpy(&real, (const char *)call + offset, sizeof(real));
	return real <= REAL_NONE ? NAN : real;
}

static inline double
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
from_call(enum origin origin, size_t offset, const struct call *call)
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

static inline void
set_direct(struct facts *f, const struct direct *d, double number)
{
	struct expr_value *v = &f->values.slots[d->slot];

	v->number = number;
	v->record = f->values.record;
}

/* Kind by kind, so that no branch depends on what comes next. */
static void
read_direct(struct facts *f)
{
	const struct direct *d = f->direct;
	const struct call *call = f->call;

	for (; d->origin == FROM_MS; d++)
		set_direct(f, d, from_ms(call, d->offset));
	for (; d->origin == FROM_COUNT; d++)
		set_direct(f, d, from_count(call, d->offset));
	for (; d->origin == FROM_REAL; d++)
		set_direct(f, d, from_real(call, d->offset));
	for (; d->origin == FROM_FLAG; d++)
		set_direct(f, d, from_flag(call, d->offset));
	for (; d->origin == FACT_SIGNALS; d++)
		set_direct(f, d, signals_of(f));
}

void
facts_opens(struct facts *f, int open)
{
	if (open)
		sieve_add(&f->customers, f->place, SIEVE_OPEN);
	else
		sieve_remove(&f->customers, f->place, SIEVE_OPEN);
}

int
facts_may_be_open(const struct facts *f)
{
	return sieve_may_hold(&f->customers, f->place, SIEVE_OPEN);
}

void
facts_take(struct facts *f, const struct call *call)
{
	int known = call->customer.n > 0 && call->start != INSTANT_NONE;

	f->call = call;
	f->values.record++;
	f->number = 0;
	/* Wanted below and by the policy: on its way in the meantime. */
	f->place = sieve_place(call->customer);
	__builtin_prefetch(f->customers.marks[f->place.at]);
	read_direct(f);
	f->item = f->has_items && facts_column(f, FIELD_ITEM).n > 0;
	if (f->item)
		return;
	if (f->contacts != NULL)
		f->number = contacts_number(f->contacts, call);
	if (f->spoken != NULL)
		remember_spoken(f);
	if (f->visits != NULL && known && call->direction != DIRECTION_OUT)
		history_add(
		    f->visits, call->customer, call->start, call->parent_id);
	if (f->hostile != NULL && known && is_hostile(f)) {
		history_add(
		    f->hostile, call->customer, call->start, call->parent_id);
		if (!sieve_may_hold(&f->customers, f->place, SIEVE_HOSTILE))
			sieve_add(&f->customers, f->place, SIEVE_HOSTILE);
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
	if (h == f->hostile &&
	    !sieve_may_hold(&f->customers, f->place, SIEVE_HOSTILE))
		return 0;
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
	text = facts_column(f, o->field);
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
		return signals_of(f);
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

static void
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

int
facts_quiet(struct facts *f)
{
	return signals_of(f) == 0;
}

void
facts_set_now(struct facts *f, int64_t now)
{
	f->now = now;
}

struct expr_values *
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
