/* SPDX-License-Identifier: ISC */
#ifndef CSV_SCAN_SIMD_H
#define CSV_SCAN_SIMD_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first stage of the scanner: where are the bytes that can end a
 * field or a record.  One function a instruction set; all give the same.
 */

/* `out` must have room for this many offsets more than `n`. */
enum { SCAN_INDEX_SLACK = 16 };

/*
 * Which of the offsets are line feeds, and which are double quotes or CR:
 * their numbers, counted from 0, in order.  A record between two line
 * feeds without any of the others needs no look at its bytes.  Each has
 * room for as many as `out`.
 */
struct scan_marks {
	uint32_t *feeds, *odd;
	size_t feed_count, odd_count;
};

/*
 * Write the offset of each delimiter, double quote, LF and CR among the
 * `n` bytes at `p`, plus `base`, to `out` in order, and set the marks.
 * Returns how many.  Reads no byte outside the `n`.
 */
typedef size_t scan_index(const char *p, size_t n, uint32_t base,
    char delimiter, uint32_t *out, struct scan_marks *);

/* That of the twin for new scanners, see scan_choose(). */
scan_index *scan_chosen(void);

#endif
