/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/crew.h"

enum { BITS = 64 };

/* The agents of one queue: a bit for each agent's place. */
struct set {
	uint64_t *word;
	size_t words;
};

struct crew {
	struct set *queue; /* by the queue's place */
	size_t count;
};

struct crew *
crew_new(void)
{
	return mem_zero(1, sizeof(struct crew));
}

void
crew_free(struct crew *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->count; i++)
		free(c->queue[i].word);
	free(c->queue);
	free(c);
}

/* Make room for the element at `at`, all zero. */
static void *
reach(void *all, size_t *count, size_t at, size_t size)
{
	size_t n = 2 * (at + 1);

	if (at < *count)
		return all;
	all = mem_resize(all, n, size);
	memset((char *)all + *count * size, 0, (n - *count) * size);
	*count = n;
	return all;
}

void
crew_saw(struct crew *c, const struct tally_entry *queue,
    const struct tally_entry *agent)
{
	struct set *s;

	c->queue = reach(c->queue, &c->count, queue->place, sizeof(*c->queue));
	s = &c->queue[queue->place];
	s->word =
	    reach(s->word, &s->words, agent->place / BITS, sizeof(*s->word));
	s->word[agent->place / BITS] |= UINT64_C(1) << agent->place % BITS;
}

size_t
crew_count(const struct crew *c, const struct tally_entry *queue)
{
	size_t i, n = 0;

	if (queue->place >= c->count)
		return 0;
	for (i = 0; i < c->queue[queue->place].words; i++)
		n += (size_t)__builtin_popcountll(
		    c->queue[queue->place].word[i]);
	return n;
}

int
crew_has(const struct crew *c, const struct tally_entry *queue,
    const struct tally_entry *agent)
{
	const struct set *s;

	if (queue->place >= c->count)
		return 0;
	s = &c->queue[queue->place];
	return agent->place / BITS < s->words &&
	    (s->word[agent->place / BITS] >> agent->place % BITS & 1) != 0;
}
