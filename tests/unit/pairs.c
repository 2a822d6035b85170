/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "care/pairs.h"
#include "tap.h"

/*
 * Every cell is found and no other pair is, asked one by one against a
 * plain matrix.
 */
enum { LINES = 97, COLUMNS = 61 };

static uint32_t matrix[LINES][COLUMNS + 1];

/* What a pair gives: its number, or 0. */
static uint32_t
find(const struct pairs *p, uint32_t base, uint32_t column)
{
	uint32_t place = base + column;

	if (place >= p->places)
		return UINT32_MAX;
	return pairs_may(p->tag[place], base) && p->owner[place] == base
	    ? p->number[place]
	    : 0;
}

/* Fill the matrix so that one of `share` pairs has a cell; ask for all. */
static void
check(uint32_t share, const char *what)
{
	struct pairs_cell *cells = mem_zero(LINES * COLUMNS, sizeof(*cells));
	uint32_t base[LINES], line, column, seed = 1, wrong = 0, number = 0;
	struct pairs p;
	size_t n = 0;

	for (line = 0; line < LINES; line++)
		for (column = 1; column <= COLUMNS; column++) {
			seed = seed * 1103515245 + 12345;
			matrix[line][column] = 0;
			if (line % 7 == 3 || (seed >> 16) % share != 0)
				continue;
			cells[n].line = line;
			cells[n].column = column;
			cells[n++].number = matrix[line][column] = ++number;
		}
	pairs_make(&p, cells, n, LINES, COLUMNS, base);
	for (line = 0; line < LINES; line++)
		for (column = 0; column <= COLUMNS; column++)
			wrong += find(&p, base[line], column) !=
			    matrix[line][column];
	IS_INT(wrong, 0, "%s: %zu cells, each pair as in the matrix", what, n);
	IS_INT(base[3], 0, "%s: a line without cells has no base", what);
	for (wrong = 0, column = 0; column <= COLUMNS; column++)
		wrong += find(&p, 0, column) != 0;
	IS_INT(wrong, 0, "%s: base 0 has nothing", what);
	pairs_free(&p);
	free(cells);
}

int
main(void)
{
	struct pairs p;
	uint32_t base[2] = { 7, 7 };

	pairs_make(&p, NULL, 0, 2, 5, base);
	IS_INT(base[0] + base[1], 0, "no cells: no bases");
	IS_INT(find(&p, 0, 5), 0, "and nothing is found");
	pairs_free(&p);
	pairs_free(&p);
	check(1, "full");
	check(2, "half");
	check(20, "sparse");
	check(500, "hardly any");
	return tap_done();
}
