/* SPDX-License-Identifier: ISC */
#ifndef REPORT_RULES_H
#define REPORT_RULES_H

#include <stddef.h>

#include "base/bytes.h"

/*
 * The rules that the `why` of an escalation names, as escalate writes it:
 * `ASKED_MANAGER(signal manager); REPEAT(contacts=4, since 4711)`.
 */
enum { RULES_MOST = 64 };

/* A rule in such a text: its name, and all that is said of it. */
struct rules_one {
	struct bytes name, whole;
};

/*
 * Take a text apart.  Returns how many rules there are, up to RULES_MOST; 0
 * when it is empty or something else.
 */
size_t rules_of(struct bytes why, struct rules_one rules[RULES_MOST]);

/*
 * Append the rules of `why`, and behind them those of `more` that it does not
 * name; `why` alone when one of them is something else.
 */
void rules_join(struct buf *out, struct bytes why, struct bytes more);

#endif
