/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

#include "base/diag.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/target.h"

enum { ROUNDS = 10000, AGENTS = 100, MINUTES = 1440, MOST = 1440 };

/* A small generator of its own: the same numbers on every machine. */
static uint64_t seed = 20260406;

static int
draw(int below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)below);
}

/* A working day: which minutes are worked, and how that is written. */
struct spans {
	char on[128], off[128];
	char worked[MINUTES];
};

static size_t
put_span(char *text, size_t n, int from, int until)
{
	return n +
	    (size_t)snprintf(text + n, 128 - n, "%s%02d:%02d-%02d:%02d",
		n > 0 ? "," : "", from / 60, from % 60, until / 60, until % 60);
}

/* One to three spans, some with a break, in steps of five minutes. */
static void
draw_spans(struct spans *s)
{
	int count = 1 + draw(3), at = 0, from, until, pause, i, m;
	size_t ons = 0, offs = 0;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < count; i++) {
		from = at + 5 * (1 + draw(40));
		until = from + 5 * (2 + draw(50));
		at = until;
		ons = put_span(s->on, ons, from, until);
		for (m = from; m < until; m++)
			s->worked[m] = 1;
		if (draw(2))
			continue;
		pause = from + 5 * draw((until - from) / 5 - 1);
		offs = put_span(s->off, offs, pause, pause + 5);
		for (m = pause; m < pause + 5; m++)
			s->worked[m] = 0;
	}
}

/* Largest remainders by the definition: one by one to the neediest. */
static void
largest(int64_t total, const int64_t *w, size_t n, int64_t sum, int64_t *parts)
{
	char raised[MOST] = { 0 };
	int64_t left = total;
	size_t i, best;

	for (i = 0; i < n; i++)
		left -= parts[i] = total * w[i] / sum;
	for (; left > 0; left--) {
		best = n;
		for (i = 0; i < n; i++)
			if (!raised[i] &&
			    (best == n ||
				total * w[i] % sum > total * w[best] % sum))
				best = i;
		raised[best] = 1;
		parts[best]++;
	}
}

struct wrong {
	int chunks, sums, negative, lines, differ;
};

/* Compare a plan with the minutes that are worked. */
static void
check(const struct spans *s, int interval, const struct target_plan *p,
    enum apportion_rounding rounding, struct wrong *wrong)
{
	int64_t w[MOST], want[MOST], sum = 0, line = 0, part;
	size_t n = 0, i;
	int m, k;

	for (m = 0; m < MINUTES; m += interval) {
		w[n] = 0;
		for (k = 0; k < interval; k++)
			w[n] += s->worked[m + k];
		sum += w[n];
		n += w[n] > 0;
	}
	if (n != p->day->count) {
		wrong->chunks++;
		return;
	}
	largest(p->calls, w, n, sum, want);
	for (i = 0; i < n; i++) {
		wrong->chunks +=
		    p->day->chunks[i].working_ms != w[i] * MINUTE_MS;
		part = p->before[i + 1] - p->before[i];
		line += w[i];
		wrong->negative += part < 0;
		if (rounding == APPORTION_LARGEST)
			wrong->differ += part != want[i];
		else
			wrong->lines += 2 *
				llabs(
				    p->before[i + 1] * sum - p->calls * line) >
			    sum;
	}
	wrong->sums += p->before[0] != 0 || p->before[n] != p->calls;
}

/* A date's plan by each of the two roundings. */
static void
check_both(const struct spans *spans, int interval, struct target_setup *s,
    int64_t date, struct wrong *wrong)
{
	static const enum apportion_rounding both[] = { APPORTION_CUMULATIVE,
		APPORTION_LARGEST };
	struct target_plan p;
	struct target *t;
	size_t i;

	for (i = 0; i < 2; i++) {
		s->rounding = both[i];
		t = target_new(s);
		target_plan_of(t, 0, date, &p);
		check(spans, interval, &p, both[i], wrong);
		target_free(t);
	}
}

static void
properties(void)
{
	static const int intervals[] = { 5, 10, 15, 30, 60, 90, 120, 1440 };
	struct wrong wrong = { 0, 0, 0, 0, 0 };
	struct target_setup s;
	struct spans spans;
	int round, interval, unread = 0;

	for (round = 0; round < ROUNDS; round++) {
		draw_spans(&spans);
		interval = intervals[draw(8)];
		s = (struct target_setup){ .weigh = { .interval_ms = interval *
						   (int64_t)MINUTE_MS },
			.each = 1 + draw(round % 3 ? 200 : 1000000) };
		if (day_hours_read(
			&s.hours, bytes_of(spans.on), bytes_of(spans.off)) == 0)
			check_both(&spans, interval, &s, 20000 + round, &wrong);
		else
			unread++;
		day_hours_free(&s.hours);
	}
	IS_INT(unread, 0, "%d random targets and spans are read", ROUNDS);
	IS_INT(wrong.chunks, 0, "the chunks have the minutes worked");
	IS_INT(wrong.sums, 0, "their calls add up to the target");
	IS_INT(wrong.negative, 0, "none is negative");
	IS_INT(wrong.lines, 0, "cumulative is never more than half off");
	IS_INT(wrong.differ, 0, "largest remainders as by the definition");
}

/* One agent's plan as text, a line. */
static size_t
put_plan(struct target *t, size_t agent, char *text, size_t size)
{
	struct target_plan p;
	size_t n = 0, k;

	target_plan_of(t, agent, 20000, &p);
	for (k = 0; k < p.day->count; k++)
		n += (size_t)snprintf(
		    text + n, size - n, "%" PRId64 " ", p.before[k + 1]);
	n += (size_t)snprintf(text + n, size - n, "\n");
	return n;
}

/* The plans of a shifts file as text, in order of the agents' numbers. */
static void
plans(const char *path, char *text, size_t size)
{
	struct target_setup s = { .weigh = { .interval_ms = HOUR_MS },
		.handle_ms = 5 * MINUTE_MS };
	struct target *t;
	int64_t number;
	size_t n = 0, i;
	int agent;

	s.shifts = shift_read(path);
	if (s.shifts == NULL || target_agents_shift(&s) != 0) {
		printf("Bail out! %s\n", diag_text());
		exit(1);
	}
	t = target_new(&s);
	for (agent = 0; agent < AGENTS; agent++)
		for (i = 0; i < target_agents(t); i++)
			if (num_integer(target_agent(t, i), &number) == 0 &&
			    number == agent)
				n += put_plan(t, i, text + n, size - n);
	target_free(t);
	shift_free(s.shifts);
	free(s.agents);
}

/* Write the agents' shifts in some order. */
static void
write_shifts(const char *path, const struct spans *spans, const int *targets,
    const int *order)
{
	FILE *f = fopen(path, "w");
	int i, k;

	if (f == NULL)
		exit(1);
	fprintf(f, "agent,days,start,end,off,target\n");
	for (k = 0; k < AGENTS; k++) {
		i = order[k];
		/* The first span alone, without breaks. */
		fprintf(f, "%d,daily,%.5s,%.5s,,%d\n", i, spans[i].on,
		    spans[i].on + 6, targets[i]);
	}
	fclose(f);
}

static void
permutations(void)
{
	static char one[AGENTS * 256], other[AGENTS * 256];
	static struct spans spans[AGENTS];
	char path[] = "/tmp/targetXXXXXX";
	int targets[AGENTS], order[AGENTS], round, i, k, kept, differ = 0;
	int fd = mkstemp(path);

	close(fd);
	for (i = 0; i < AGENTS; i++)
		order[i] = i;
	for (round = 0; round < ROUNDS / AGENTS; round++) {
		for (i = 0; i < AGENTS; i++) {
			draw_spans(&spans[i]);
			targets[i] = 1 + draw(200);
		}
		write_shifts(path, spans, targets, order);
		plans(path, one, sizeof(one));
		for (i = AGENTS - 1; i > 0; i--) {
			k = draw(i + 1);
			kept = order[i];
			order[i] = order[k];
			order[k] = kept;
		}
		write_shifts(path, spans, targets, order);
		plans(path, other, sizeof(other));
		differ += strcmp(one, other) != 0;
	}
	unlink(path);
	IS_INT(differ, 0, "%d agents in another order have the same plans",
	    ROUNDS);
}

int
main(void)
{
	if (zone_set("UTC") != 0) {
		printf("1..0 # SKIP no zone tables here\n");
		return 0;
	}
	properties();
	permutations();
	return tap_done();
}
