/* SPDX-License-Identifier: ISC */
#include "base/hot.h"
#include "base/recent.h"
#include "care/once.h"

enum { CALLS = 32768 };

struct recent *
once_new(void)
{
	return recent_new(CALLS, 0);
}

HOT void
once_expect(const struct recent *calls, const struct call *c)
{
	if (c->joined.n > 0)
		recent_expect(calls, call_legs(c));
}

HOT int
once_first(struct recent *calls, const struct call *c)
{
	int first;

	if (c->joined.n == 0)
		return 1;
	recent_take(calls, call_legs(c), &first);
	return first;
}
