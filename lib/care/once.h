/* SPDX-License-Identifier: ISC */
#ifndef CARE_ONCE_H
#define CARE_ONCE_H

#include "base/recent.h"
#include "call/call.h"

/*
 * Calls that were seen lately, so that one with several legs is counted
 * once: the latest 32,768 to twice as many.  What an export keeps together
 * is joined, and memory stays bounded: 1 MiB.  Free with recent_free().
 */
struct recent *once_new(void);

/*
 * Whether this is the first leg of its call; remembers it.  A record that
 * joins no other is a call of its own.  once_expect() says a while before
 * that it will be asked (recent_expect()).  Needs NEED_PEOPLE.
 */
int once_first(struct recent *, const struct call *);
void once_expect(const struct recent *, const struct call *);

#endif
