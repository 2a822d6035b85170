/* SPDX-License-Identifier: ISC */
#ifndef CARE_HISTORY_H
#define CARE_HISTORY_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * When customers came before: the starts of each one's calls, to be
 * counted over any window up to a widest one.  Kept are 16 bytes a call,
 * of each customer at most the HISTORY_MAX latest and only those within
 * the widest window before the latest; a count never exceeds that.
 */
struct history;

enum { HISTORY_MAX = 1024 };

/* `widest` is in ms.  Free with history_free(), which takes NULL. */
struct history *history_new(int64_t widest);
void history_free(struct history *);

/*
 * Add a call.  Legs of one call, which share a parent_id (empty: it has
 * none), are added once.
 */
void history_add(struct history *, struct bytes customer, int64_t start,
    struct bytes parent_id);

/* The earliest start in the `window` ms up to `until`. */
int64_t history_since(int64_t until, int64_t window);

/*
 * How many calls of a customer started in the `window` ms up to `until`,
 * both ends included.
 */
int64_t history_count(const struct history *, struct bytes customer,
    int64_t until, int64_t window);

#endif
