/* SPDX-License-Identifier: ISC */
#ifndef REPORT_HANDLED_H
#define REPORT_HANDLED_H

#include "report/sight.h"

/*
 * Count a leg that somebody handled: times, stress and what made it, load,
 * breathers, ratings, good moments.
 */
void handled_count(struct intake *, const struct sight *);

#endif
