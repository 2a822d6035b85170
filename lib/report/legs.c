/* SPDX-License-Identifier: ISC */
#include "report/legs.h"

/* So many calls to twice as many are known. */
enum { CALLS = 16384 };

struct recent *
legs_new(void)
{
	return recent_new(CALLS, sizeof(struct leg_call));
}

struct leg_call *
legs_call(struct recent *legs, const struct call *c, int *first)
{
	*first = 1;
	if (c->joined.n == 0)
		return NULL;
	return recent_take(legs, call_legs(c), first);
}
