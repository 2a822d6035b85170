/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/worker.h"
#include "base/mem.h"
#include "tap.h"

enum { PIECES = 1000, JOBS = 3 };

/* How often each piece was done. */
struct tally {
	atomic_int done[PIECES];
	atomic_int wide; /* more pieces at once than a step */
	size_t step;
};

static void
work(void *arg, size_t from, size_t to)
{
	struct tally *t = arg;

	if (to - from > t->step || from >= to)
		atomic_fetch_add(&t->wide, 1);
	for (; from < to; from++)
		atomic_fetch_add(&t->done[from], 1);
}

/* How many of the first n were done other than `times` times. */
static int
wrong(const struct tally *t, size_t n, int times)
{
	int bad = 0;
	size_t i;

	for (i = 0; i < PIECES; i++)
		bad += atomic_load(&t->done[i]) != (i < n ? times : 0);
	return bad;
}

/* Each of `n` pieces is done once, however large a step. */
static void
test_once(struct worker *c, size_t n, size_t step, const char *who)
{
	struct tally *t = mem_zero(1, sizeof(*t));
	struct worker_job job = {
		.work = work, .arg = t, .n = n, .step = step
	};

	t->step = step;
	worker_give(c, &job);
	worker_finish(c, &job);
	IS_INT(wrong(t, n, 1), 0, "%s: %zu pieces by %zu, each once", who, n,
	    step);
	IS_INT(t->wide, 0, "%s: never more than a step", who);
	free(t);
}

/* Several given before any is finished, again and again, in any order. */
static void
test_many(struct worker *c, const char *who)
{
	enum { ROUNDS = 2000 };
	struct tally *t = mem_zero(JOBS, sizeof(*t));
	struct worker_job job[JOBS];
	size_t i, round;

	for (i = 0; i < JOBS; i++) {
		t[i].step = 1 + i;
		job[i] = (struct worker_job){ .work = work,
			.arg = &t[i],
			.n = PIECES / (i + 1),
			.step = 1 + i };
	}
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < JOBS; i++)
			worker_give(c, &job[i]);
		for (i = 0; i < JOBS; i++)
			worker_finish(c, &job[(i + round) % JOBS]);
	}
	for (i = 0; i < JOBS; i++)
		IS_INT(wrong(&t[i], job[i].n, ROUNDS), 0,
		    "%s: job %zu, %d rounds", who, i, ROUNDS);
	free(t);
}

int
main(void)
{
	struct worker *c = worker_new();
	struct worker *both[] = { NULL, c };
	const char *who[] = { "alone", "with a thread" };
	int i;

	if (c == NULL)
		printf("# one processor: no thread here\n");
	for (i = 0; i < 1 + (c != NULL); i++) {
		test_once(both[i], 0, 1, who[i]);
		test_once(both[i], 1, 8, who[i]);
		test_once(both[i], PIECES, 1, who[i]);
		test_once(both[i], PIECES, 7, who[i]);
		test_once(both[i], PIECES - 1, PIECES, who[i]);
		test_many(both[i], who[i]);
	}
	worker_free(c);
	return tap_done();
}
