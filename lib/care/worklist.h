/* SPDX-License-Identifier: ISC */
#ifndef CARE_WORKLIST_H
#define CARE_WORKLIST_H

#include "care/policy.h"

/*
 * Escalations by what needs somebody first: those that wait, earliest due
 * first, those without a due time behind them; then those that are
 * paused, acked or stopped.  What ties keeps its order.  All that is
 * put in is kept in memory.
 */
struct worklist;

struct worklist *worklist_new(void);
void worklist_free(struct worklist *); /* takes NULL */

/* Where the rendered bytes of the next entry go: append them here, .. */
struct buf *worklist_bytes(struct worklist *);

/* .. then say what they are. */
void worklist_add(struct worklist *, const struct escalation *);

/* How many there are; put in order, and the i-th one's bytes then. */
size_t worklist_sort(struct worklist *);
struct bytes worklist_at(const struct worklist *, size_t i);

#endif
