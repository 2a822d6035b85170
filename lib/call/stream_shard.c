/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "base/recent.h"
#include "call/stream_inside.h"

/* Calls whose further legs may come. */
enum { LEGS_KEPT = 16384 };

int
stream_read_shard(struct stream *s, const char *arg)
{
	struct bytes field, total, allowed;
	struct bytes k = bytes_cut(bytes_of(arg), '/', &total);
	int64_t shard, shards;

	if (arg == NULL)
		return 0;
	if (total.p != NULL)
		total = bytes_cut(total, ':', &field);
	if (total.p == NULL || field.p == NULL || num_integer(k, &shard) != 0 ||
	    num_integer(total, &shards) != 0 || shards < 1 || shard < 1 ||
	    shard > shards)
		return diag_fail(STATUS_CANNOT,
		    "-S: K/N:FIELD with K from 1 "
		    "to N is expected");
	s->shard_field = field_by_name(field);
	for (allowed = bytes_of(s->tool.shard_fields); allowed.p != NULL;)
		if (bytes_equal(bytes_cut(allowed, ' ', &allowed), field) &&
		    s->shard_field < FIELD_COUNT) {
			s->shard = (uint64_t)shard;
			s->shards = (uint64_t)shards;
			return 0;
		}
	return diag_fail(STATUS_CANNOT,
	    "-S: sharding by this field would "
	    "split what %s keeps together; it can be sharded by %s",
	    diag_tool_name(), s->tool.shard_fields);
}

/* The shard of a record: its own, or that of its call's first leg. */
static uint64_t
shard_of_call(struct stream *s, const struct call *c, uint64_t own)
{
	uint64_t *shard;
	int first;

	if (!s->tool.shard_keeps_legs || c->joined.n == 0)
		return own;
	if (s->shard_calls == NULL)
		s->shard_calls = recent_new(LEGS_KEPT, sizeof(*shard));
	shard = recent_take(s->shard_calls, call_legs(c), &first);
	if (first)
		*shard = own;
	return *shard;
}

int
stream_in_other_shard(struct stream *s, const struct call *c)
{
	struct bytes key = s->shard_field == FIELD_CUSTOMER
	    ? c->customer
	    : reader_value(&s->reader, &s->record, s->shard_field);

	return shard_of_call(s, c, bytes_fnv1a(key) % s->shards + 1) !=
	    s->shard;
}
