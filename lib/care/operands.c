/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>

#include "call/zone.h"
#include "care/operands.h"

#define MONTH_MS (30 * (int64_t)DAY_MS)

/* How dear a value is to read, roughly: see struct expr_name. */
enum {
	COST_CALL = 1,
	COST_FACT = 2,
	COST_COLUMN = 3,
	COST_TEXT = 5,
	COST_CUSTOMER = 8
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
const struct operand operand_signals = { "signals", EXPR_NUMBER, FACT_SIGNALS,
	COST_FACT, NEED_STRESS | NEED_FLAGS, 0, FIELD_SIGNALS };
static const struct operand contacts = { "contacts", EXPR_NUMBER, FACT_CONTACTS,
	COST_COLUMN, NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER, 0, FIELD_COUNT };
static const struct operand contacts_within = { "contacts", EXPR_NUMBER,
	FACT_CONTACTS_WITHIN, COST_CUSTOMER,
	NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER, 0, FIELD_COUNT };
static const struct operand hostile_within = { "hostile_contacts", EXPR_NUMBER,
	FACT_HOSTILE_WITHIN, COST_CUSTOMER,
	NEED_TIMES | NEED_PEOPLE | NEED_CUSTOMER | NEED_STRESS | NEED_FLAGS, 0,
	FIELD_SIGNALS };

/* A field that only its column knows; 0 or -1. */
static int
column_operand(struct bytes name, struct operand *operand)
{
	static const struct {
		enum expr_kind kind;
		enum operand_origin origin;
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

int
operand_find(struct bytes name, int64_t *window, struct operand *operand)
{
	size_t i;

	for (i = 0; i < sizeof(operands) / sizeof(operands[0]); i++)
		if (bytes_is(name, operands[i].name)) {
			*operand = operands[i];
			return 0;
		}
	if (counted_operand(name, window, operand) == 0)
		return 0;
	return column_operand(name, operand);
}

const char *
operand_words(const struct operand *o)
{
	static const struct {
		const char *name, *words;
	} closed[] = { { "outcome",
			   "answered abandoned voicemail callback failed "
			   "ended_by_policy" },
		{ "direction", "inbound outbound" },
		{ "stress_band", "calm strained hard" } };
	size_t i;

	for (i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		if (strcmp(o->name, closed[i].name) == 0)
			return closed[i].words;
	return NULL;
}

void
operand_range(const struct operand *o, struct prove_range *r)
{
	static const struct {
		const char *name;
		double low, high;
	} known[] = { { "stress", 0, 100 }, { "sentiment", -1, 1 },
		{ "sentiment_end", -1, 1 }, { "self_rating", 0, 10 },
		{ "contacts", 1, INFINITY }, { "promise_in", 0, INFINITY },
		{ "hostile_contacts", 0, INFINITY },
		{ "promise_late", 1, INFINITY } };
	size_t i;

	r->present = 0;
	r->whole = o->kind == EXPR_FLAG || o->origin == FROM_COUNT ||
	    o->origin >= FACT_CONTACTS;
	r->low = o->kind == EXPR_FLAG || o->origin == FROM_COUNT ||
		(o->origin == FROM_MS && o->kind == EXPR_DURATION)
	    ? 0
	    : -INFINITY;
	r->high = o->kind == EXPR_FLAG ? 1
	    : o->origin == FROM_MS     ? (double)INT64_MAX
				       : INFINITY;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(o->name, known[i].name) == 0) {
			r->low = known[i].low;
			r->high = known[i].high;
		}
}
