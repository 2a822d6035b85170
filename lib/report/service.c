/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "report/service.h"

/*
 * A variant is answered_within, plus and minus what its row says of the
 * others, over answered and the same.
 */
static const struct {
	const char *name, *formula;
	signed char part_within, part_short; /* of the abandoned */
	signed char of_abandoned, of_within, of_short;
} variants[SERVICE_VARIANTS] = {
	[SERVICE_OFFERED] = { "offered",
	    "answered within T / (answered + abandoned)", 0, 0, 1, 0, 0 },
	[SERVICE_ANSWERED] = { "answered", "answered within T / answered", 0, 0,
	    0, 0, 0 },
	[SERVICE_CREDIT] = { "credit",
	    "(answered + abandoned, both within T) / (answered + abandoned)", 1,
	    0, 1, 0, 0 },
	[SERVICE_LATE_ABANDON] = { "late-abandon",
	    "answered within T / (answered + abandoned after T)", 0, 0, 1, -1,
	    0 },
	[SERVICE_SHORT_CREDIT] = { "short-credit",
	    "(answered within T + short abandons) / (answered + abandoned)", 0,
	    1, 1, 0, 0 },
	[SERVICE_SHORT_EXCLUDED] = { "short-excluded",
	    "answered within T / (answered + abandoned, short ones apart)", 0,
	    0, 1, 0, -1 },
};

void
service_level(
    enum service_variant v, const struct service *s, int64_t *part, int64_t *of)
{
	*part = s->answered_within +
	    variants[v].part_within * s->abandoned_within +
	    variants[v].part_short * s->abandoned_short;
	*of = s->answered + variants[v].of_abandoned * s->abandoned +
	    variants[v].of_within * s->abandoned_within +
	    variants[v].of_short * s->abandoned_short;
}

const char *
service_name(enum service_variant v)
{
	return variants[v].name;
}

const char *
service_formula(enum service_variant v)
{
	return variants[v].formula;
}

enum service_variant
service_by_name(struct bytes name)
{
	size_t i;

	for (i = 0; i < SERVICE_VARIANTS; i++)
		if (bytes_is(name, variants[i].name))
			break;
	return (enum service_variant)i;
}
