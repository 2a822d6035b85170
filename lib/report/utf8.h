/* SPDX-License-Identifier: ISC */
#ifndef REPORT_UTF8_H
#define REPORT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Reports show text from records, which may be any bytes.  These take it
 * apart so that what is shown is valid UTF-8 and steers nothing.
 */

/* Stands for a byte that is no UTF-8. */
#define UTF8_BAD UINT32_C(0xfffd)

/*
 * The character at the start of a text that is not empty, and in `*n` its
 * bytes; UTF8_BAD and 1 where it is not valid (RFC 3629: no surrogates, no
 * overlong forms, up to U+10FFFF).
 */
uint32_t utf8_next(struct bytes, size_t *n);

/*
 * Columns of a terminal that a character takes: 0 for what combines with
 * the one before, 2 for wide ones of East Asia and pictures, else 1;
 * -1 for what must not be shown as it is: controls, and what turns the
 * direction of writing.
 */
int utf8_columns(uint32_t character);

/*
 * Append a text to be shown in at most `columns` columns, cut with `~` if
 * it needs more; controls and invalid bytes become `?`.  Returns how many
 * columns it took.
 */
size_t utf8_show(struct buf *, struct bytes, size_t columns);

#endif
