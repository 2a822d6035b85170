/* SPDX-License-Identifier: ISC */
#ifndef CARE_OPERANDS_H
#define CARE_OPERANDS_H

#include "call/call.h"
#include "care/expr.h"
#include "care/prove.h"

/*
 * What conditions may name (facts.h says what it means), and where facts
 * find the value: in struct call, in a column, or reckoned from several.
 */
enum operand_origin {
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

struct operand {
	const char *name;
	enum expr_kind kind;
	enum operand_origin origin;
	unsigned cost;	  /* as in struct expr_name */
	unsigned needs;	  /* enum call_needs */
	size_t offset;	  /* in struct call, for FROM_ */
	enum field field; /* absent with it; FIELD_COUNT: derived */
};

/*
 * The operand of a name, beside `within` when `*window` is not 0.  One
 * that has a window although none is written leaves it in `*window`.
 * Returns 0, or -1 when nothing has that name.
 */
int operand_find(struct bytes name, int64_t *window, struct operand *);

/* All signals of a call, as the sum of their bits. */
extern const struct operand operand_signals;

/* All texts that an operand can have, with blanks between; NULL: any. */
const char *operand_words(const struct operand *);

/* What values an operand can have, whatever the record. */
void operand_range(const struct operand *, struct prove_range *);

#endif
