/* SPDX-License-Identifier: ISC */
/*
 * Conditions: any text either is refused, with a place inside it and what
 * was expected, or is a condition that can be asked, told and weighed.
 * What it answers must fit what its tree says, what can be proved about
 * it, and what it answers the second time.  The first byte chooses which
 * operands are missing.
 */
#include <stdlib.h>

#include "care/english.h"
#include "care/expr_parse.h"
#include "care/prove.h"
#include "../expr_names.h"

/* An operand may have any value, but a flag is yes or no. */
static void
any_value(void *arg, unsigned slot, struct prove_range *r)
{
	int flag = names[slot].kind == EXPR_FLAG;

	(void)arg;
	r->low = flag ? 0 : -INFINITY;
	r->high = flag ? 1 : INFINITY;
	r->whole = flag;
	r->present = 0;
}

static int
none_missing(void *arg, unsigned slot, unsigned bit)
{
	(void)arg;
	(void)bit;
	return !(names_gone >> slot & 1);
}

static void
check_condition(const struct expr *e)
{
	static const struct prove_ranges ranges = { any_value, NULL };
	struct buf out = { NULL, 0, 0 };
	unsigned absent;
	int holds;

	values.record++;
	holds = expr_holds(e, &values);
	values.record++;
	if (expr_holds(e, &values) != holds)
		abort();
	if (holds &&
	    (!prove_may_hold(e, &ranges) ||
		!expr_can_hold(e, none_missing, NULL, &absent)))
		abort();
	if (holds)
		expr_evidence(e, &values, &out);
	english_put(&out, e);
	if (out.n == 0)
		abort();
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct bytes text = { (const char *)p, n };
	struct expr_error error;
	struct expr *e;

	names_gone = 0;
	if (n > 0) {
		names_gone = (unsigned)p[0] * 0x1021u >> (p[0] & 7);
		text.p++;
		text.n--;
	}
	e = expr_compile(text, &knows, &error);
	if (e != NULL)
		check_condition(e);
	else if (error.character < 1 || error.character > text.n + 1 ||
	    strncmp(error.text, "expected ", 9) != 0)
		abort();
	expr_free(e);
	return 0;
}
