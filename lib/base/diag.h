/* SPDX-License-Identifier: ISC */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>

/*
 * Diagnostics.  A function in lib that fails leaves one sentence here,
 * complete with place, and returns -1 or NULL; whoever can say what the
 * failure means for the user prints it.  Warnings go to stderr at once.
 * The sentence names a place (file:line) and never a value of the data,
 * unless diag_show_values() is on.
 */

/* Exit status of all five tools; a larger severity hides a smaller one. */
enum status {
	STATUS_OK = 0,	      /* done */
	STATUS_NO = 1,	      /* the answer asked for is "no" */
	STATUS_CANNOT = 2,    /* as asked it cannot be done: again is useless */
	STATUS_SET_ASIDE = 3, /* done, but records were set aside */
	STATUS_SYSTEM = 4     /* the system failed: again may help */
};

/* Say which tool speaks; `name` must outlive the process. */
void diag_tool(const char *name);

/* The name given to diag_tool(), or "evenkeel". */
const char *diag_tool_name(void);

/*
 * Switch warnings off (-q).  Failures are printed all the same.  Returns
 * whether they were off before.
 */
int diag_quiet(int on);

/* Let diagnostics show values of the data (--show-values). */
void diag_show_values(int on);
int diag_shows_values(void);

/*
 * A value of the data as diagnostics may show it: between ` and ', bytes
 * that would steer a terminal as ?, of a long one the first 80 and dots.
 * Valid until the thread's next call.
 */
const char *diag_value(const char *, size_t n);

/* Print "tool: ..." and a newline on stderr; diag_warn() honours -q. */
void diag_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void diag_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Record a failure: its status and its sentence.  Returns -1, so that a
 * function can end in `return diag_fail(...)`.  The thread's previous
 * failure is replaced.
 */
int diag_fail(enum status status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The thread's last failure: its sentence ("" if none) and status. */
const char *diag_text(void);
enum status diag_status(void);

/* Print the thread's last failure as "tool: ..." and return its status. */
enum status diag_report(void);

/* The graver of two statuses: system, cannot, set aside, no, ok. */
enum status status_worst(enum status, enum status);

#endif
