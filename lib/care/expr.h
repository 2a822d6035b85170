/* SPDX-License-Identifier: ISC */
#ifndef CARE_EXPR_H
#define CARE_EXPR_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The language of policy.csv's column `when`: a condition over the fields
 * of one call.
 *
 *	condition  = both { "or" both }
 *	both       = negation { "and" negation }
 *	negation   = "not" negation | comparison
 *	comparison = sum [ relation sum ]
 *	relation   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
 *	sum        = product { ( "+" | "-" ) product }
 *	product    = factor { ( "*" | "/" ) factor }
 *	factor     = "-" factor | "(" condition ")" | number | time | text |
 *	             operand | "signal" "(" word ")" |
 *	             "missing" "(" operand ")"
 *	operand    = word [ "within" number ]
 *	number     = digits [ "." digits ] [ "s" | "m" | "h" | "d" ]
 *	time       = YYYY-MM-DD [ "T" HH:MM [ ":SS" ] [ "Z" | "+HH:MM" ] ]
 *	text       = "'" any bytes, a quote doubled "'"
 *	word       = a letter or "_", then letters, digits, "_"
 *
 * Words are ASCII and their case does not matter.  A number with a unit is
 * a duration (m is minutes, d 24 hours); a constant number beside a
 * duration or a time is seconds.  A text beside a time is read as a time
 * that begins with its date, beside a flag it must be 'yes' or 'no'.  A
 * flag alone is a condition: `hostile` is `hostile = 'yes'`.
 *
 * Both sides of a comparison have the same kind.  Texts know = and !=
 * (byte for byte) and ~ (contains, the case of ASCII letters folded),
 * flags know = and !=, everything else all but ~.  Durations are added to
 * durations and times, multiplied by numbers, divided by numbers and
 * durations; two times give a duration.
 *
 * Beside an operand that can only have certain words a text must be one of
 * them, or behind ~ a part of one.
 *
 * A missing value makes its comparison false, so that `missing_one < 3`
 * and `missing_one >= 3` are both false and `not missing_one < 3` is true;
 * missing(x) asks.  Arithmetic with a missing value and division by zero
 * are missing.
 */

/* Bounds on what is compiled: bytes, nesting, the widest `within`. */
enum {
	EXPR_LENGTH_MAX = 4096,
	EXPR_NESTING_MAX = 32,
	EXPR_WITHIN_MAX_DAYS = 366
};

/* Kinds of values. */
enum expr_kind {
	EXPR_NUMBER,
	EXPR_DURATION, /* in ms */
	EXPR_TIME,     /* in ms since the epoch */
	EXPR_TEXT,
	EXPR_FLAG,     /* 0 no, 1 yes */
	EXPR_CONDITION /* true or false: never of a name */
};

/* What a name stands for. */
struct expr_name {
	enum expr_kind kind;
	unsigned slot;	   /* number of its value, below 65,536 */
	unsigned cost;	   /* of reading it; of two sides of `and` or
				 * `or` the cheaper is asked first */
	const char *words; /* all texts that it can have, with blanks
				 * between; NULL: any */
};

enum expr_found { EXPR_KNOWN, EXPR_UNKNOWN, EXPR_NOT_WITHIN };

/* Who knows names: asked while compiling, never later. */
struct expr_names {
	/*
	 * The operand called `name` (lower case); `within_ms` is 0 when
	 * the text has no `within`.  EXPR_NOT_WITHIN: it cannot have one.
	 */
	enum expr_found (*name)(void *arg, struct bytes name, int64_t within_ms,
	    struct expr_name *);
	/*
	 * The bit of a signal in the number of the slot that is left in
	 * `*slot`, or 0 when there is no such signal.
	 */
	unsigned (*signal)(void *arg, struct bytes word, unsigned *slot);
	const char *signals; /* their names, for messages */
	void *arg;
};

/* What is wrong with a text, and where. */
struct expr_error {
	size_t character; /* UTF-8 characters from its start, from 1 */
	char text[256];	  /* "expected ..." */
};

/* A value: all kinds but text are a number, NAN when it is missing. */
struct expr_value {
	double number;
	struct bytes text; /* empty when it is missing */
	uint64_t record;   /* struct expr_values' when it was read */
};

/*
 * The values of one record by slot.  A slot is fetched when it is first
 * asked for: count `record` up and all are unread again.
 */
struct expr_values {
	struct expr_value *slots;
	uint64_t record; /* from 1 */
	void (*fetch)(void *arg, unsigned slot, struct expr_value *);
	void *arg;
};

/* The value of a slot, fetched when it has not been read yet. */
static inline const struct expr_value *
expr_value(struct expr_values *values, unsigned slot)
{
	struct expr_value *v = &values->slots[slot];

	if (v->record != values->record) {
		values->fetch(values->arg, slot, v);
		v->record = values->record;
	}
	return v;
}

struct expr;

/*
 * Compile a condition.  The text is copied, `names` is not needed any
 * more afterwards.  Returns NULL, with `*error` filled in, when the text
 * is no condition (an empty one included).  Free with expr_free().
 */
struct expr *expr_compile(struct bytes text, const struct expr_names *names,
    struct expr_error *error);
void expr_free(struct expr *);

/* Whether the condition holds.  Allocates nothing. */
int expr_holds(const struct expr *, struct expr_values *);

/*
 * Append the evidence of a condition that holds: the first comparison in
 * the text that made it true, as `signal threat`, `contacts=4`,
 * `owner missing`; for each operand of the comparison one, with a blank
 * between.  A text operand gives its name only, never its content.
 * Nothing is appended when no operand is involved.
 */
void expr_evidence(const struct expr *, struct expr_values *, struct buf *);

/*
 * Whether the condition can hold at all when the slots for which
 * `present` returns 0 are always missing; it is asked about a signal with
 * its bit, about a name with 0.  Returns 1, or 0 with the slot in
 * `*absent` that forbids it, the first of them in the text.
 */
int expr_can_hold(const struct expr *,
    int (*present)(void *arg, unsigned slot, unsigned bit), void *arg,
    unsigned *absent);

/*
 * The condition as a tree (expr_parse.h), for those who tell or weigh it:
 * its nodes, with the number of the root in `*root`; they live as long as
 * the condition.
 */
struct expr_node;
const struct expr_node *expr_tree(const struct expr *, size_t *root);

/*
 * Append a value of any kind but text as evidence shows it: `4`, `-0.62`,
 * `1h 5m`, `2026-03-02T09:30:00+01:00`, `yes`.
 */
void expr_put(struct buf *, enum expr_kind, double);

#endif
