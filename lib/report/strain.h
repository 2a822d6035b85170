/* SPDX-License-Identifier: ISC */
#ifndef REPORT_STRAIN_H
#define REPORT_STRAIN_H

#include "report/page.h"

/*
 * The sections about what the day asked of people: their work, what made
 * calls hard, rest, what went well, what to learn from it, how it goes on.
 */
void strain_agents(struct page *, const struct section *);
void strain_causes(struct page *, const struct section *);
void strain_breathers(struct page *, const struct section *);
void strain_moments(struct page *, const struct section *);
void strain_training(struct page *, const struct section *);
void strain_deflection(struct page *, const struct section *);
void strain_trend(struct page *, const struct section *);

/* What a row of the trend tells, for all formats; `of` 0: not yet. */
struct value trend_acute(const struct trend_row *);
struct value trend_baseline(const struct trend_row *);
struct value trend_ratio(const struct trend_row *);

/* `none`, `watch` or `talk`. */
const char *trend_word(enum trend_state);

#endif
