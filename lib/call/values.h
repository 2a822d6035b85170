/* SPDX-License-Identifier: ISC */
#ifndef CALL_VALUES_H
#define CALL_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "call/field.h"

/*
 * What the words of a column mean: the value tables of maps, which come
 * first, and the words for outcomes that exports have in common.
 */
struct value_word {
	char *word; /* folded; `*` is any */
	enum field field;
	size_t slot; /* which of the outcome's columns; else 0 */
	int value;   /* enum outcome, enum direction, enum flag; 1
				 * for nobody */
};

struct values {
	struct value_word *word;
	size_t count, cap;
	unsigned char has[FIELD_COUNT]; /* the field has a table */
};

void values_free(struct values *);

/*
 * Take `WORD=MEANING;WORD=MEANING` for a field: outcomes for outcome,
 * inbound, outbound and unknown for direction, yes and no for flags,
 * nobody for agent.  Returns 0, or -1 when it is not in that form
 * (diag_text() with `place` and what was expected).
 */
int values_take(struct values *, enum field, size_t slot, struct bytes pairs,
    const char *place);

/*
 * The outcome that a value of the slot's column means: UNKNOWN when it is
 * empty or the table says so, -1 when it is not known.  Whether words in
 * common count is for `common` to say: not for columns that hold no words.
 */
int values_outcome(
    const struct values *, size_t slot, struct bytes value, int common);

/*
 * What a value means to a field that has a table: its number, or -1 when
 * the table does not name it.
 */
int values_of(const struct values *, enum field, struct bytes value);

/*
 * What a value of a field of KIND_FLAG means, by its table, else as yes
 * and no look: an enum flag, or -1 when it is neither.
 */
int values_flag(const struct values *, enum field, struct bytes value);

/*
 * A count from 0 up; yes is 1, no is 0.  Returns it, or -1 when the value
 * is none.
 */
int64_t values_count(struct bytes value);

/* Whether a word is a state of open work, as `pending`. */
int values_is_state(struct bytes value);

#endif
