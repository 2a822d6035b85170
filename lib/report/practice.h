/* SPDX-License-Identifier: ISC */
#ifndef REPORT_PRACTICE_H
#define REPORT_PRACTICE_H

#include "care/rolecard.h"
#include "report/report.h"

/*
 * Role cards for what to train: for the causes that are told a call each,
 * picked and made anonymous as triage --pick --anonymous does; only what the
 * contact before was about is not known here.  They come from records: pages
 * of the daybook keep no notes.
 */

/* How many topics are told in words. */
enum { PRACTICE_TOPICS = 3 };

/* Take a handled leg that is hard enough. */
void
practice_take(struct report *, const struct call *, const struct pick_facts *);

/*
 * When all is read: make the cards of the topics that are told, where that
 * section is shown and agents are.  Returns 0, or -1 with diag_text() when
 * words.csv or weights.csv of the settings folder cannot be read.
 */
int practice_make(struct report *, const char *settings_dir);

/* The card of a cause, or NULL. */
const struct rolecard *practice_card(const struct report *, struct bytes cause);

#endif
