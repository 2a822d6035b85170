/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "report/quality.h"

static const struct {
	const char *name;
	size_t at; /* of the number in the account */
} counts[QUALITY_COUNTS] = {
	{ "read", offsetof(struct stream_account, records_in) },
	{ "used", offsetof(struct stream_account, used) },
	{ "set_aside", offsetof(struct stream_account, set_aside) },
	{ "left_out", offsetof(struct stream_account, left_out) },
	{ "skipped_blank", offsetof(struct stream_account, skipped_blank) },
	{ "skipped_header", offsetof(struct stream_account, skipped_header) },
	{ "skipped_preamble",
	    offsetof(struct stream_account, skipped_preamble) },
	{ "skipped_totals", offsetof(struct stream_account, skipped_totals) },
	{ "fields_padded", offsetof(struct stream_account, padded) },
	{ "fields_dropped", offsetof(struct stream_account, trailing_dropped) },
	{ "quotes_suspicious", offsetof(struct stream_account, suspicious) },
};

const char *
quality_name(size_t i)
{
	return counts[i].name;
}

uint64_t
quality_count(const struct report *r, size_t i)
{
	uint64_t n;

	memcpy(&n, (const char *)&r->account + counts[i].at, sizeof(n));
	return n;
}

uint64_t
quality_skipped(const struct report *r)
{
	const struct stream_account *a = &r->account;

	return a->skipped_blank + a->skipped_header + a->skipped_preamble +
	    a->skipped_totals;
}
