/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "care/baseline.h"
#include "csv/settings.h"

/* A handle time and how often it was seen; 49 days and more are one. */
struct tally {
	uint32_t ms;
	uint32_t count;
};

/* The handle times of one queue, or of one reason within it. */
struct group {
	struct tally *tallies; /* sorted and without doubles once packed */
	size_t n, cap;
	int64_t calls;
	int64_t median; /* ms, once settled */
};

struct queue {
	struct group all;
	struct map *reasons; /* of struct group */
};

/* A queue and a reason that were asked for, and the answer. */
struct asked {
	char text[40]; /* the queue, then the reason */
	uint8_t queue_n, reason_n;
	uint8_t known;
	int64_t median;
};

enum { ASKED = 256 }; /* a power of two */

struct baseline {
	struct map *queues; /* of struct queue */
	struct asked asked[ASKED];
};

struct baseline *
baseline_new(void)
{
	struct baseline *b = mem_zero(1, sizeof(*b));

	b->queues = map_new(sizeof(struct queue));
	return b;
}

static void
empty_group(struct group *g)
{
	free(g->tallies);
	g->tallies = NULL;
	g->n = g->cap = 0;
}

/* Free the handle times, which only the median needs. */
static void
drop_tallies(struct queue *q)
{
	size_t i;

	for (i = 0; i < map_count(q->reasons); i++)
		empty_group(map_value(q->reasons, i));
	empty_group(&q->all);
}

void
baseline_free(struct baseline *b)
{
	size_t i;

	if (b == NULL)
		return;
	for (i = 0; i < map_count(b->queues); i++) {
		struct queue *q = map_value(b->queues, i);

		drop_tallies(q);
		map_free(q->reasons);
	}
	map_free(b->queues);
	free(b);
}

static struct queue *
queue_of(struct baseline *b, struct bytes name)
{
	struct queue *q = map_put(b->queues, name, NULL);

	if (q->reasons == NULL)
		q->reasons = map_new(sizeof(struct group));
	return q;
}

static int
by_time(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	return (x->ms > y->ms) - (x->ms < y->ms);
}

/* Sort, and make one tally of those with the same time. */
static void
pack(struct group *g)
{
	size_t i, n = 0;

	if (g->n == 0)
		return;
	qsort(g->tallies, g->n, sizeof(*g->tallies), by_time);
	for (i = 1; i < g->n; i++) {
		struct tally *last = &g->tallies[n], *next = &g->tallies[i];

		if (next->ms == last->ms &&
		    last->count <= UINT32_MAX - next->count)
			last->count += next->count;
		else
			g->tallies[++n] = *next;
	}
	g->n = n + 1;
}

static void
add_tally(struct group *g, struct tally t)
{
	if (g->n == g->cap) {
		/* Packing is enough as long as it frees half of the room. */
		pack(g);
		if (g->n >= g->cap / 2)
			g->tallies = mem_grow(
			    g->tallies, g->cap, &g->cap, sizeof(*g->tallies));
	}
	g->tallies[g->n++] = t;
	g->calls += t.count;
}

int64_t
baseline_time(const struct call *call)
{
	if ((call->outcome != OUTCOME_ANSWERED &&
		call->outcome != OUTCOME_ENDED_BY_POLICY) ||
	    call->handle_time < 0)
		return DURATION_NONE;
	return call->handle_time;
}

void
baseline_add(struct baseline *b, const struct call *call)
{
	struct tally t = { UINT32_MAX, 1 };
	int64_t ms = baseline_time(call);
	struct queue *q;

	if (ms == DURATION_NONE)
		return;
	if (ms < UINT32_MAX)
		t.ms = (uint32_t)ms;
	q = queue_of(b, call->queue);
	add_tally(map_put(q->reasons, call->reason, NULL), t);
}

/* The i-th smallest handle time, from 0, of a packed group. */
static int64_t
nth(const struct group *g, int64_t i)
{
	const struct tally *t = g->tallies;

	while (i >= t->count) {
		i -= t->count;
		t++;
	}
	return t->ms;
}

static void
settle_group(struct group *g)
{
	pack(g);
	g->median = (nth(g, (g->calls - 1) / 2) + nth(g, g->calls / 2) + 1) / 2;
}

void
baseline_settle(struct baseline *b)
{
	size_t i, j, k;

	memset(b->asked, 0, sizeof(b->asked));
	for (i = 0; i < map_count(b->queues); i++) {
		struct queue *q = map_value(b->queues, i);

		for (j = 0; j < map_count(q->reasons); j++) {
			struct group *g = map_value(q->reasons, j);

			settle_group(g);
			for (k = 0; k < g->n; k++)
				add_tally(&q->all, g->tallies[k]);
		}
		settle_group(&q->all);
		drop_tallies(q);
	}
}

static int64_t
look_up(const struct baseline *b, struct bytes queue, struct bytes reason)
{
	const struct queue *q = map_find(b->queues, queue);
	const struct group *g;

	if (q == NULL)
		return DURATION_NONE;
	g = reason.n > 0 ? map_find(q->reasons, reason) : NULL;
	if (g != NULL && g->calls >= BASELINE_CALLS)
		return g->median;
	return q->all.calls >= BASELINE_CALLS ? q->all.median : DURATION_NONE;
}

/* Where the answer for a queue and reason would be kept. */
static size_t
asked_slot(struct bytes queue, struct bytes reason)
{
	size_t h = queue.n * 7 + reason.n * 31;

	if (queue.n > 0)
		h += (unsigned char)queue.p[0] * 13u +
		    (unsigned char)queue.p[queue.n - 1] * 5u;
	if (reason.n > 0)
		h += (unsigned char)reason.p[0] * 3u +
		    (unsigned char)reason.p[reason.n - 1] * 17u;
	return h % ASKED;
}

int64_t
baseline_median(struct baseline *b, struct bytes queue, struct bytes reason)
{
	struct asked *a = &b->asked[asked_slot(queue, reason)];

	/* A centre has few of them: nearly always it was asked before. */
	if (a->known && a->queue_n == queue.n && a->reason_n == reason.n &&
	    (queue.n == 0 || memcmp(a->text, queue.p, queue.n) == 0) &&
	    (reason.n == 0 ||
		memcmp(a->text + queue.n, reason.p, reason.n) == 0))
		return a->median;
	if (queue.n > sizeof(a->text) || reason.n > sizeof(a->text) - queue.n)
		return look_up(b, queue, reason);
	a->median = look_up(b, queue, reason);
	if (queue.n > 0)
		memcpy(a->text, queue.p, queue.n);
	if (reason.n > 0)
		memcpy(a->text + queue.n, reason.p, reason.n);
	a->queue_n = (uint8_t)queue.n;
	a->reason_n = (uint8_t)reason.n;
	a->known = 1;
	return a->median;
}

/* Take one row of a baseline file. */
static int
read_row(struct baseline *b, const struct settings *s, size_t row)
{
	struct bytes reason = settings_get(s, row, "reason");
	struct bytes count = settings_get(s, row, "count");
	struct bytes median = settings_get(s, row, "median_s");
	struct queue *q = queue_of(b, settings_get(s, row, "queue"));
	struct group *g = &q->all;
	int64_t calls = BASELINE_CALLS;
	double seconds;

	if (reason.n > 0)
		g = map_put(q->reasons, reason, NULL);
	if (g->calls > 0)
		return settings_fail(s, row, "reason",
		    "this queue and reason stand in an earlier row");
	if (count.n > 0 && (num_integer(count, &calls) != 0 || calls < 1))
		return settings_fail(
		    s, row, "count", "not a number of calls from 1 on");
	if (num_real(median, '.', &seconds) != 0 || seconds < 0 ||
	    seconds > UINT32_MAX)
		return settings_fail(
		    s, row, "median_s", "not a number of seconds");
	g->calls = calls;
	g->median = num_round(seconds * 1000);
	return 0;
}

struct baseline *
baseline_read(const char *path)
{
	struct settings *s = settings_read(path);
	struct baseline *b = NULL;
	size_t row;
	int bad;

	if (s == NULL)
		return NULL;
	bad = settings_columns(s, "queue! reason count median_s!");
	if (bad == 0)
		b = baseline_new();
	for (row = 0; bad == 0 && row < settings_rows(s); row++)
		bad = read_row(b, s, row);
	settings_free(s);
	if (bad != 0) {
		baseline_free(b);
		return NULL;
	}
	return b;
}

/* One line of the written file, and all of them. */
struct line {
	struct bytes queue, reason;
	const struct group *group;
};

struct line_list {
	struct line *lines;
	size_t n, cap;
};

/* A queue of which only a reason's median was read has none of its own. */
static void
add_line(struct line_list *list, struct bytes queue, struct bytes reason,
    const struct group *group)
{
	struct line line = { queue, reason, group };

	if (group->calls == 0)
		return;
	list->lines = mem_grow(list->lines, list->n, &list->cap, sizeof(line));
	list->lines[list->n++] = line;
}

static int
by_name(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = bytes_order(x->queue, y->queue);

	return order != 0 ? order : bytes_order(x->reason, y->reason);
}

/* Milliseconds as seconds, with only as many decimals as it takes. */
static void
emit_seconds(struct emit *e, int64_t ms)
{
	char text[NUM_MAX];
	size_t n = num_put(text, ms / 1000);
	int rest = (int)(ms % 1000), place;

	if (rest > 0)
		text[n++] = '.';
	for (place = 100; rest > 0; place /= 10) {
		text[n++] = (char)('0' + rest / place);
		rest %= place;
	}
	emit_bytes(e, text, n);
}

static void
write_line(struct emit *e, const struct line *line)
{
	char text[NUM_MAX];

	emit_field(e, line->queue, ',');
	emit_byte(e, ',');
	emit_field(e, line->reason, ',');
	emit_byte(e, ',');
	emit_bytes(e, text, num_put(text, line->group->calls));
	emit_byte(e, ',');
	emit_seconds(e, line->group->median);
	emit_byte(e, '\n');
}

void
baseline_write(const struct baseline *b, struct emit *e)
{
	struct line_list list = { NULL, 0, 0 };
	struct bytes none = { NULL, 0 }, reason;
	size_t i, j;

	for (i = 0; i < map_count(b->queues); i++) {
		const struct queue *q = map_value(b->queues, i);
		struct bytes name = map_key(b->queues, i);

		add_line(&list, name, none, &q->all);
		for (j = 0; j < map_count(q->reasons); j++) {
			reason = map_key(q->reasons, j);
			/* Calls without a reason are in the queue's row. */
			if (reason.n > 0)
				add_line(&list, name, reason,
				    map_value(q->reasons, j));
		}
	}
	if (list.n > 0)
		qsort(list.lines, list.n, sizeof(*list.lines), by_name);
	emit_string(e, "queue,reason,count,median_s\n");
	for (i = 0; i < list.n; i++)
		write_line(e, &list.lines[i]);
	free(list.lines);
}
