/* SPDX-License-Identifier: ISC */
#ifndef REPORT_BASE64_H
#define REPORT_BASE64_H

#include "base/bytes.h"

/* Append some bytes as base64 (RFC 4648, section 4), on one line. */
void base64_put(struct buf *, struct bytes);

#endif
