/* SPDX-License-Identifier: ISC */
#ifndef REPORT_MAIL_H
#define REPORT_MAIL_H

#include "csv/emit.h"
#include "report/report.h"

/*
 * The report as a message (RFC 5322, 2045 to 2047) for `sendmail -t`: as
 * plain text and as HTML without charts, whichever a reader likes.  Lines
 * end in LF, as sendmail wants them.  Date is the report's `now`; the
 * Message-ID follows from the content, so that the same report has the same
 * one; To is there when the report has `mail_to`; From is left to sendmail.
 */
void mail_write(const struct report *, struct emit *);

/*
 * Whether an address, or several with commas between, may stand in a
 * header: printable ASCII, 1 to 900 of it, and each one as `name@host`, or
 * in angle brackets behind a name, with something on both sides of the only
 * @, without blanks and without a `-' in front.  Returns 0, or -1 with
 * diag_text() (STATUS_CANNOT).
 */
int mail_address(const char *);

#endif
