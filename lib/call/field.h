/* SPDX-License-Identifier: ISC */
#ifndef CALL_FIELD_H
#define CALL_FIELD_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * The canonical fields of a call record (SPEC section 3), whatever an
 * export calls them.
 */
enum field {
	FIELD_CALL_ID,
	FIELD_PARENT_ID,
	FIELD_START,
	FIELD_DATE,
	FIELD_TIME,
	FIELD_ANSWERED_AT,
	FIELD_END,
	FIELD_AGENT,
	FIELD_QUEUE,
	FIELD_CUSTOMER,
	FIELD_CALLER,
	FIELD_CALLEE,
	FIELD_DIRECTION,
	FIELD_CHANNEL,
	FIELD_IVR,
	FIELD_WAIT,
	FIELD_RING,
	FIELD_TALK,
	FIELD_HOLD,
	FIELD_WRAP,
	FIELD_TOTAL,
	FIELD_OUTCOME,
	FIELD_RESOLVED,
	FIELD_REASON,
	FIELD_TRANSFERS,
	FIELD_HOLDS,
	FIELD_INTERRUPTIONS,
	FIELD_SENTIMENT,
	FIELD_SENTIMENT_END,
	FIELD_CSAT,
	FIELD_TEXT,
	FIELD_PROMISED_BY,
	FIELD_UPDATE_DUE,
	FIELD_STATUS,
	FIELD_OWNER,
	FIELD_CARRIED,
	FIELD_ITEM,
	FIELD_SELF_RATING,
	FIELD_HELP_ASKED,
	FIELD_HOSTILE,
	FIELD_THREAT,
	/* Columns that the tools add; known by their own name only. */
	FIELD_STRESS,
	FIELD_STRESS_BAND,
	FIELD_STRESS_WHY,
	FIELD_STRESS_OUTSIDE,
	FIELD_STRESS_COVERAGE,
	FIELD_SIGNALS,
	FIELD_CONTACTS,
	FIELD_LOAD_BEFORE,
	FIELD_LOAD,
	FIELD_LOAD_OVER,
	FIELD_BREATHER,
	FIELD_BREATHER_FROM,
	FIELD_BREATHER_UNTIL,
	FIELD_BREATHER_RULE,
	FIELD_BREATHER_WHY,
	FIELD_BREATHER_TAKEN,
	FIELD_CHUNK,
	FIELD_CHUNK_TARGET,
	FIELD_CHUNK_DONE,
	FIELD_DAY_TARGET,
	FIELD_DAY_DONE,
	FIELD_PACE,
	FIELD_ESCALATION,
	FIELD_ESCALATION_DUE,
	FIELD_ESCALATION_STATUS,
	FIELD_ESCALATION_WHY,
	FIELD_COUNT
};

/* What a field's values are. */
enum field_kind {
	KIND_TEXT,
	KIND_TIME,
	KIND_DURATION,
	KIND_NUMBER,
	KIND_FLAG,
	KIND_SCALE
};

struct field_info {
	const char *name; /* canonical */
	enum field_kind kind;
	const char *synonyms;	  /* folded names, best first, with |
					 * between; NULL: by its name only */
	const char *switches_off; /* what --check says is off without
					 * it; NULL if nothing is */
};

/* The row of a field; the table is in field.c. */
const struct field_info *field_info(enum field);

/* The field of a canonical name, or FIELD_COUNT. */
enum field field_by_name(struct bytes);

/*
 * The rank of a folded header word among the names of a field: 1 for its
 * own name, 3 for the best synonym, and so on; one more for the name of a
 * duration with its unit behind it (`wait s`) or a time with its zone or
 * form (`date dd mm yyyy`), far behind them a name whose words are joined
 * (`speedofanswer`); 0 when it is none of them.
 */
int field_rank(enum field, struct bytes folded);

/*
 * Whether a header's word is the name or a synonym of any field that an
 * export can have (not of a column that a tool adds).
 */
int field_knows(struct bytes header_name);

#endif
