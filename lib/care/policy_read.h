/* SPDX-License-Identifier: ISC */
#ifndef CARE_POLICY_READ_H
#define CARE_POLICY_READ_H

#include <stddef.h>
#include <stdint.h>

#include "care/expr.h"
#include "care/facts.h"
#include "csv/settings.h"

/* policy.csv as rules; what its columns mean stands in policy.h. */
struct policy_rule {
	char *name;
	int level;
	int64_t duration;    /* of due, ms; negative before a field */
	int has_field;	     /* due counts from the time in a field, .. */
	unsigned field_slot; /* its slot .. */
	char *field;	     /* and its name */
	int bare;	     /* the duration has no unit: seconds */
	int business;	     /* clock is not 24x7 */
	struct expr *when;
	char *text;	   /* `when` as it is written */
	char *say;	   /* words for agents, "" for none */
	size_t line;	   /* of policy.csv */
	const char *lacks; /* the field for want of which it can never
				 * hold on this export, or NULL */
};

struct policy_rules {
	struct policy_rule *rule;
	size_t count, cap;
};

enum { POLICY_DUE_MAX_DAYS = 366 };

/*
 * Append the rules of a file; names are looked up in the facts.  Returns
 * 0, or -1 (diag_text()) at the first row that is wrong.  With `wrong`,
 * that is called for each such row instead, while diag_text() says what is
 * wrong, and the row is left out.
 */
int policy_read(struct policy_rules *, const struct settings *, struct facts *,
    void (*wrong)(void *arg), void *arg);

/* Free what the rules hold. */
void policy_rules_free(struct policy_rules *);

#endif
