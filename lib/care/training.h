/* SPDX-License-Identifier: ISC */
#ifndef CARE_TRAINING_H
#define CARE_TRAINING_H

#include "base/bytes.h"

/*
 * What can be practised about a cause of stress, in one sentence; NULL for
 * those that no training changes: waits, repeats, transfers, no solution,
 * what agents say themselves.
 */
const char *training_of(struct bytes cause);

#endif
