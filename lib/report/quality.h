/* SPDX-License-Identifier: ISC */
#ifndef REPORT_QUALITY_H
#define REPORT_QUALITY_H

#include <stddef.h>
#include <stdint.h>

#include "report/report.h"

/*
 * What became of the records that were read: the table that all formats
 * walk.  read = used + set_aside + skipped_.. + left_out; the others say
 * how many fields had to be mended or look odd.
 */
enum { QUALITY_COUNTS = 11 };

/* The name of the i-th count, for scripts, and its number. */
const char *quality_name(size_t i);
uint64_t quality_count(const struct report *, size_t i);

/* All that was skipped. */
uint64_t quality_skipped(const struct report *);

#endif
