/* SPDX-License-Identifier: ISC */
#ifndef CARE_CALIBRATE_H
#define CARE_CALIBRATE_H

#include <stdint.h>

#include "care/stress.h"
#include "csv/emit.h"

/*
 * How the points of many calls spread, for a lead who wants to fit
 * stress.csv to a centre: of each component, and of the stress, the values
 * that half, 80 % and 95 % of the calls do not exceed.  Exact, in constant
 * memory: tenths are counted, each by itself.
 */
struct calibrate;

struct calibrate *calibrate_new(void);
void calibrate_free(struct calibrate *);

/*
 * Take a scored call.  A component that had no value is not counted, nor
 * is a stress that is blank.
 */
void calibrate_add(struct calibrate *, const struct stress *);

/*
 * Write CSV with the columns item,records,p50,p80,p95,from: a row for each
 * component in points, one for the stress, and the suggested bands, that
 * begin where 80 % and 95 % of the calls end (nearest rank; the hard band
 * at least a point above the strained one).  Without records the cells
 * stay blank.
 */
void calibrate_write(const struct calibrate *, struct emit *);

#endif
