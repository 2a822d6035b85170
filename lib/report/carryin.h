/* SPDX-License-Identifier: ISC */
#ifndef REPORT_CARRYIN_H
#define REPORT_CARRYIN_H

#include <stdint.h>

#include "base/diag.h"
#include "call/stream.h"
#include "report/intake.h"

/*
 * Take in what was open yesterday, a file that carry_write() wrote: to be
 * called before the first record.  Each item was carried for a day more
 * if `today` (days since 1970) is a working day, one on which hours.csv
 * and holidays.csv of the settings folder let anybody work.  Of a shard
 * only its customers' items are taken.  Refused with STATUS_CANNOT is what
 * is no such list, without the columns item and call_id, and one that is
 * torn: a record has fewer fields than the header or too many, or the last
 * line does not end.  Returns the status; failures are printed.
 */
enum status carryin_read(
    struct intake *, const struct common *, const char *path, int64_t today);

#endif
