/* SPDX-License-Identifier: ISC */
#ifndef CARE_LOAD_CONSTANTS_H
#define CARE_LOAD_CONSTANTS_H

#include "base/bytes.h"
#include "csv/emit.h"

/* The constants, as load.csv has them. */
struct load_constants {
	double g0;		/* points a minute, any call */
	double g1;		/* more of them at stress 100 */
	double half_life_free;	/* minutes */
	double half_life_break; /* minutes */
	double idle_after;	/* minutes */
	double reset_gap;	/* minutes */
	double over;		/* load_over counts minutes above */
	double hard;		/* stress from which a call is hard */
	double off;		/* minutes that make a rest */
	double gap;		/* minutes between two offers */
	double rest_to;		/* load that a break should reach */
};

/* The built-in load.csv: constant,value,unit,note. */
const char *load_constants_built_in(void);

/*
 * Read load.csv from the settings folder `dir`, NULL for none; a constant
 * that the file lacks keeps its built-in value.  Returns 0, or -1 when a
 * name is unknown or given twice, a value is no number or out of its range,
 * or a unit is there that is not the constant's; the sentence in
 * diag_text() names file, line and column.
 */
int load_constants_read(struct load_constants *, const char *dir);

/*
 * Change constants: `gap=45,half_life_break=8`.  Returns 0, or -1
 * (STATUS_CANNOT) as above; the struct is then half changed.
 */
int load_constants_change(struct load_constants *, struct bytes list);

/*
 * Write all constants in force as a load.csv; those of built-in value as
 * they are spelled there.
 */
void load_constants_print(const struct load_constants *, struct emit *);

#endif
