/* SPDX-License-Identifier: ISC */
#ifndef CARE_LINT_H
#define CARE_LINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Look for what is wrong with a policy, all of it and not only the first:
 *
 *	rows that cannot be read, unknown fields among them, or no row;
 *	rules that can never hold, whatever the call (prove.h);
 *	rules that are hidden: another one holds whenever they do, to the
 *	same or a higher level and due no later, so that they never decide;
 *	levels that rules use and levels.csv does not name;
 *	levels whose ack or repeat has no effect;
 *	hours that cannot be read or never open.
 *
 * Appends a line each, `FILE:LINE: what`.  Returns 0 with their number in
 * `*found`, or -1 (diag_text()) when a file cannot be read at all.
 */
int
lint_policy(const char *settings_dir, int64_t now, struct buf *, size_t *found);

#endif
