/* SPDX-License-Identifier: ISC */
#include "base/hot.h"
#include "call/when.h"
#include "care/standing.h"

enum { CHUNK, CHUNK_TARGET, CHUNK_DONE, DAY_TARGET, DAY_DONE, PACE };
const char *const standing_columns[] = { "chunk", "chunk_target", "chunk_done",
	"day_target", "day_done", "pace", NULL };

/* With its sign; nearly none is so far from 0 that it is written slowly. */
static void
show_pace(struct stream *s, int64_t pace)
{
	char *to = stream_put(s, PACE, NUM_MAX + 1);
	size_t sign = pace > 0;

	to[0] = pace > 0 ? '+' : '-';
	if (pace < 0 && pace > -10000) {
		sign = 1;
		pace = -pace;
	}
	stream_put_done(s, PACE, sign + num_put_tenths_roomy(to + sign, pace));
}

static void
show(struct stream *s, const struct target_standing *now,
    struct standing_shown *last)
{
	if (now->chunk != INSTANT_NONE) {
		if (now->chunk != last->chunk) {
			last->chunk = now->chunk;
			last->n = instant_put(last->text, now->chunk);
		}
		stream_set_words(s, CHUNK, last->text, last->n);
		stream_set_integer(s, CHUNK_TARGET, now->chunk_target);
		stream_set_integer(s, CHUNK_DONE, now->chunk_done);
	}
	stream_set_integer(s, DAY_TARGET, now->day_target);
	stream_set_integer(s, DAY_DONE, now->day_done);
	show_pace(s, now->pace);
}

void
standing_excuse(
    const struct target *t, struct stream *s, enum target_result result)
{
	const char *why = target_excuse(t, result);

	if (why != NULL)
		stream_count(s, why);
}

HOT void
standing_take(struct target *t, struct stream *s, const struct call *call,
    struct standing_shown *last)
{
	struct target_standing now;
	enum target_result result = TARGET_NOBODY;

	if (stream_value(s, FIELD_ITEM).n == 0)
		result = target_take(t, call, &now);
	if (result == TARGET_STANDS)
		show(s, &now, last);
	standing_excuse(t, s, result);
}
