/* SPDX-License-Identifier: ISC */
#ifndef REPORT_STORY_H
#define REPORT_STORY_H

#include "base/bytes.h"
#include "report/page.h"

/*
 * What people read: the chosen sections in order, each with its sentences
 * and tables, set in a form that may use colours or not.  Appended to `out`.
 */
void story_put(const struct report *, const struct page_form *, int colour,
    struct buf *out);

#endif
