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

void
firsts_break(struct tally *t, struct person *who)
{
	if (who->first != INSTANT_NONE)
		count(t, who->queue, MEASURE_FIRSTS_KEPT, -1);
	who->first = INSTANT_NONE;
}

void
firsts_take(struct tally *t, struct person *who, const struct call *c,
    int64_t number, int answered, uint32_t queue)
{
	int again = number > 1 || within_week(c->start, who->contact);

	if (within_week(c->start, who->first))
		firsts_break(t, who);
	if (who->contact < c->start)
		who->contact = c->start;
	if (again || !answered)
		return;
	count(t, queue, MEASURE_FIRSTS, 1);
	who->first = INSTANT_NONE;
	if (c->resolved == FLAG_NO)
		return;
	who->first = c->start;
	who->queue = queue;
	count(t, queue, MEASURE_FIRSTS_KEPT, 1);
}

void
firsts_finish(struct tally *t, const struct person *who, int64_t latest)
{
	if (who->first != INSTANT_NONE && latest - who->first < WEEK)
		count(t, who->queue, MEASURE_FIRSTS_OPEN, 1);
}
