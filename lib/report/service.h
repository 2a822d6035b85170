/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SERVICE_H
#define REPORT_SERVICE_H

#include <stdint.h>

#include "base/bytes.h"

/*
 * Service levels.  Everybody has one and few mean the same: these six
 * differ in what they make of customers who left before an answer.
 */
enum service_variant {
	SERVICE_OFFERED,
	SERVICE_ANSWERED,
	SERVICE_CREDIT,
	SERVICE_LATE_ABANDON,
	SERVICE_SHORT_CREDIT,
	SERVICE_SHORT_EXCLUDED,
	SERVICE_VARIANTS
};

/* Calls. */
struct service {
	int64_t answered, abandoned;
	int64_t answered_within;  /* of the answered, within T */
	int64_t abandoned_within; /* of the abandoned, within T */
	int64_t abandoned_short;  /* of the abandoned, at once */
};

/*
 * The service level as a fraction.  `*of` is 0 when there is none: nobody
 * called, or as far as the variant counts nobody did.
 */
void service_level(
    enum service_variant, const struct service *, int64_t *part, int64_t *of);

/* The name of a variant, and its formula in words. */
const char *service_name(enum service_variant);
const char *service_formula(enum service_variant);

/* The variant of a name; SERVICE_VARIANTS when there is none. */
enum service_variant service_by_name(struct bytes);

#endif
