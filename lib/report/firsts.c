/* SPDX-License-Identifier: ISC */
#include "report/firsts.h"

#define WEEK (7 * (int64_t)DAY_MS)

static void
count(struct tally *t, uint32_t queue, enum measure m, int64_t n)
{
	tally_add(tally_at(t, TALLY_TEAM, 0), m, n);
	if (queue > 0)
		tally_add(tally_at(t, TALLY_QUEUES, queue - 1), m, n);
}

static int
within_week(int64_t a, int64_t b)
{
	return b != INSTANT_NONE && a - b <= WEEK && b - a <= WEEK;
}

/* Another contact came. */
static void
firsts_break(struct tally *t, struct person *who)
{
	if (who->first != INSTANT_NONE && !who->unkept)
		count(t, who->queue, MEASURE_FIRSTS_KEPT, -1);
	who->first = INSTANT_NONE;
}

void
firsts_answer(struct tally *t, struct person *who, int64_t start,
    enum flag resolved, uint32_t queue)
{
	count(t, queue, MEASURE_FIRSTS, 1);
	who->first = start;
	who->queue = queue & (UINT32_MAX >> 2);
	who->unkept = resolved == FLAG_NO;
	count(t, queue, MEASURE_FIRSTS_KEPT, resolved != FLAG_NO);
}

void
firsts_say(
    struct tally *t, struct person *who, int64_t start, enum flag resolved)
{
	unsigned unkept = resolved == FLAG_NO;

	if (resolved == FLAG_NONE || who->first != start ||
	    who->unkept == unkept)
		return;
	count(t, who->queue, MEASURE_FIRSTS_KEPT, unkept ? -1 : 1);
	who->unkept = unkept;
}

int
firsts_take(struct tally *t, struct person *who, const struct call *c,
    int64_t number, int answered, uint32_t queue)
{
	int again = number > 1 || within_week(c->start, who->contact);

	if (within_week(c->start, who->first))
		firsts_break(t, who);
	if (who->contact < c->start)
		who->contact = c->start;
	if (!again && answered)
		firsts_answer(t, who, c->start, c->resolved, queue);
	return !again;
}

void
firsts_finish(struct tally *t, const struct person *who, int64_t latest)
{
	if (who->first != INSTANT_NONE && !who->unkept &&
	    latest - who->first < WEEK)
		count(t, who->queue, MEASURE_FIRSTS_OPEN, 1);
}
