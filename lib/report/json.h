/* SPDX-License-Identifier: ISC */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as one JSON object (RFC 8259): the days, one member a
 * section, units.  Tables are { "total": {..}, "rows": [{..}] } with
 * numbers as numbers and null where there is no value.  Bytes that are no
 * UTF-8 become U+FFFD.
 */
void json_write(const struct report *, struct emit *);

#endif
