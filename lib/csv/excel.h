/* SPDX-License-Identifier: ISC */
#ifndef CSV_EXCEL_H
#define CSV_EXCEL_H

#include "base/bytes.h"

/*
 * Whether a spreadsheet would take a text for a formula, and so run what
 * somebody else wrote: it begins, behind blanks and controls, with = + - @
 * or their wide forms, or with a TAB or a line end.  Numbers (-5, +1.5e3,
 * -3 %), phone numbers (+49 170 1234567, at least 7 digits) and dates are
 * none, nor is a lone sign.
 */
int excel_is_formula(struct bytes);

/*
 * The text without the apostrophe that keeps it from being one, if that is
 * what it begins with.
 */
struct bytes excel_plain(struct bytes);

#endif
