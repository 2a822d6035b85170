/* SPDX-License-Identifier: ISC */
#ifndef CARE_ONCE_H
#define CARE_ONCE_H

#include "base/bytes.h"

/*
 * Calls that were seen lately, so that one with several legs is counted
 * once.  Two generations are kept: when the newer one is full it becomes
 * the older.  What an export keeps together is joined, and memory stays
 * bounded: 4 MiB, that is 40,000 calls or so.
 */
struct once;

struct once *once_new(void);
void once_free(struct once *); /* takes NULL */

/*
 * Whether this is the first leg of its call, by the call's parent_id;
 * remembers it.  A record without one is a call of its own.
 */
int once_first(struct once *, struct bytes parent_id);

#endif
