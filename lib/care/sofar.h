/* SPDX-License-Identifier: ISC */
#ifndef CARE_SOFAR_H
#define CARE_SOFAR_H

#include <stdint.h>

#include "call/call.h"
#include "care/forecast.h"
#include "care/past.h"
#include "care/target.h"

/*
 * What the records of the day so far tell about its rest: how many calls
 * came, and how long they took.
 */
struct sofar;

/*
 * Nothing yet.  `timed`: handle times are wanted, too, because nobody
 * gave them.  _free() takes NULL.
 */
struct sofar *sofar_new(int timed);
void sofar_free(struct sofar *);

/*
 * Take a record of the day into account, answered or not.  Needs
 * NEED_TIMES and NEED_PEOPLE.
 */
void sofar_add(struct sofar *, const struct call *);

/*
 * The forecast of the local date of `now` from these calls and the past,
 * into `f`, as forecast_make() does, and told on stderr.  Returns `f`, or
 * NULL when there is no past, or, which is said, none of that weekday.
 */
const struct forecast *sofar_forecast(const struct sofar *, const struct past *,
    int64_t now, const struct day_hours *oneoff, struct forecast *f);

/*
 * After the last record: when handle times were wanted and there are
 * enough of them (care/handling.h), let the targets go by them and say so
 * on stderr.
 */
void sofar_handle(struct sofar *, struct target *);

#endif
