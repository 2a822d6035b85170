/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "care/baseline.h"
#include "tap.h"

static void
add(struct baseline *b, const char *queue, const char *reason, int64_t ms)
{
	struct call c;

	memset(&c, 0, sizeof(c));
	c.queue = bytes_of(queue);
	c.reason = bytes_of(reason);
	c.outcome = OUTCOME_ANSWERED;
	c.handle_time = ms;
	baseline_add(b, &c);
}

static int64_t
median(struct baseline *b, const char *queue, const char *reason)
{
	return baseline_median(b, bytes_of(queue), bytes_of(reason));
}

static void
test_medians(void)
{
	struct baseline *b = baseline_new();
	int i;

	/* 20 calls of 10, 20 .. 200 s: the middle two are 100 and 110. */
	for (i = 20; i > 0; i--)
		add(b, "sales", "order", i * 10000);
	/* 19 of 1 s: too few of their own, but in the queue's 39. */
	for (i = 0; i < 19; i++)
		add(b, "sales", "refund", 1000);
	/* 21 odd ones: the 11th of 1, 3 .. 41 ms is 21 ms. */
	for (i = 0; i < 21; i++)
		add(b, "desk", "", 2 * i + 1);
	for (i = 0; i < 19; i++)
		add(b, "few", "any", 1000);
	/* The middle two are 1 and 2 ms: half up is 2. */
	for (i = 0; i < 20; i++)
		add(b, "", "", i < 10 ? 1 : 2);
	baseline_settle(b);

	IS_INT(median(b, "sales", "order"), 105000, "queue and reason, even");
	/* 19 of 1 s, then 10 s, 20 s ..: the 20th of 39 is 10 s. */
	IS_INT(median(b, "sales", "refund"), 10000, "19: the queue's");
	IS_INT(median(b, "sales", "other"), 10000, "unknown reason");
	IS_INT(median(b, "sales", ""), 10000, "no reason");
	IS_INT(median(b, "desk", "x"), 21, "odd number, no reasons");
	IS_INT(median(b, "few", "any"), DURATION_NONE, "19 in all: none");
	IS_INT(median(b, "nowhere", "order"), DURATION_NONE,
	    "unknown queue: none");
	IS_INT(median(b, "", ""), 2, "no queue is a queue of its own, half up");
	baseline_free(b);
}

static void
test_what_counts(void)
{
	struct baseline *b = baseline_new();
	struct call c;
	int i;

	memset(&c, 0, sizeof(c));
	for (i = 0; i < 40; i++) {
		c.handle_time = 5000;
		c.outcome = OUTCOME_ABANDONED;
		baseline_add(b, &c);
		c.outcome = OUTCOME_UNKNOWN;
		baseline_add(b, &c);
		c.outcome = OUTCOME_VOICEMAIL;
		baseline_add(b, &c);
		c.outcome = OUTCOME_ANSWERED;
		c.handle_time = DURATION_NONE;
		baseline_add(b, &c);
	}
	for (i = 0; i < 20; i++)
		add(b, "", "", INT64_C(1) << 50);
	baseline_settle(b);
	IS_INT(median(b, "", ""), UINT32_MAX,
	    "only taken ones with a time; 49 days and more are one");
	baseline_free(b);
	b = baseline_new();
	baseline_settle(b);
	IS_INT(median(b, "", ""), DURATION_NONE, "nothing added: none");
	baseline_free(b);
	baseline_free(NULL);
	OK(1, "baseline_free() takes NULL");
}

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Against sorting all values, with few and with many different ones. */
static void
test_many(int different)
{
	struct baseline *b = baseline_new();
	int64_t *all = mem_zero(100001, sizeof(*all));
	char reason[8];
	int i;

	srand(7);
	for (i = 0; i < 100001; i++) {
		all[i] = rand() % different;
		snprintf(reason, sizeof(reason), "%d", i % 11);
		add(b, "q", reason, all[i]);
	}
	baseline_settle(b);
	qsort(all, 100001, sizeof(*all), by_value);
	IS_INT(median(b, "q", ""), all[50000],
	    "median of 100,001 calls with "
	    "up to %d different times",
	    different);
	free(all);
	baseline_free(b);
}

/* Put text into a file of its own; the name is reused. */
static const char *
file_of(const char *text)
{
	static char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "baseline-test.%ld.csv", (long)getpid());
	f = fopen(path, "wb");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		OK(0, "cannot write %s", path);
	return path;
}

static const char *
text_of(const char *path)
{
	static char text[4096];
	FILE *f = fopen(path, "rb");
	size_t n = f == NULL ? 0 : fread(text, 1, sizeof(text) - 1, f);

	if (f != NULL)
		fclose(f);
	text[n] = '\0';
	return text;
}

static void
test_write_and_read(void)
{
	const char *path = file_of("");
	struct baseline *b = baseline_new();
	struct emit *e;
	int i;

	for (i = 0; i < 20; i++)
		add(b, "z, \"last\"", "r", 1500);
	add(b, "z, \"last\"", "", 1501);
	for (i = 0; i < 3; i++)
		add(b, "a", i < 2 ? "two" : "one", 60000 + 1010 * i);
	baseline_settle(b);
	e = emit_open(path);
	baseline_write(b, e);
	IS_INT(emit_close(e, 1), 0, "written");
	IS_TEXT(text_of(path),
	    "queue,reason,count,median_s\n"
	    "a,,3,61.01\n"
	    "a,one,1,62.02\n"
	    "a,two,2,60.505\n"
	    "\"z, \"\"last\"\"\",,21,1.5\n"
	    "\"z, \"\"last\"\"\",r,20,1.5\n",
	    "sorted, each queue's row first");
	baseline_free(b);

	b = baseline_read(path);
	OK(b != NULL, "read again");
	if (b != NULL) {
		IS_INT(median(b, "a", "two"), DURATION_NONE,
		    "few calls are written, not used");
		IS_INT(median(b, "z, \"last\"", "new"), 1500, "21 are used");
	}
	baseline_free(b);

	b = baseline_new();
	baseline_settle(b);
	e = emit_open(path);
	baseline_write(b, e);
	IS_INT(emit_close(e, 1), 0, "written empty");
	IS_TEXT(
	    text_of(path), "queue,reason,count,median_s\n", "the header alone");
	baseline_free(b);
	unlink(path);
}

static void
test_read(void)
{
	static const struct {
		const char *text, *says;
	} bad[] = { { "queue,count\nq,20\n", "median_s" },
		{ "queue,median_s,colour\nq,20,red\n", "colour" },
		{ "queue,median_s\nq,fast\n", "number of seconds" },
		{ "queue,median_s\nq,-1\n", "number of seconds" },
		{ "queue,median_s\nq,1e12\n", "number of seconds" },
		{ "queue,count,median_s\nq,0,5\n", "number of calls" },
		{ "queue,count,median_s\nq,1.5,5\n", "number of calls" },
		{ "queue,median_s\nq,1\nr,2\nq,3\n", ":4:" } };
	struct baseline *b;
	size_t i;

	b = baseline_read(file_of("median_s,queue\n300,q\n240.0005,r\n"));
	OK(b != NULL, "columns in any order, others left out");
	if (b != NULL) {
		IS_INT(median(b, "q", "x"), 300000, "without a count: trusted");
		IS_INT(median(b, "r", ""), 240001, "half a ms goes up");
	}
	baseline_free(b);
	b = baseline_read(file_of("queue,reason,count,median_s\n"
				  "q,r,,10\n"));
	if (b != NULL) {
		IS_INT(median(b, "q", "r"), 10000, "a reason alone");
		IS_INT(median(b, "q", "s"), DURATION_NONE,
		    "gives the queue nothing");
	}
	baseline_free(b);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b = baseline_read(file_of(bad[i].text));
		OK(b == NULL && diag_status() == STATUS_CANNOT,
		    "bad file %zu is refused", i);
		OK(strstr(diag_text(), bad[i].says) != NULL,
		    "and its sentence says '%s'", bad[i].says);
		baseline_free(b);
	}
	unlink(file_of(""));
	OK(baseline_read("no/such/file.csv") == NULL &&
		diag_status() == STATUS_SYSTEM,
	    "no such file");
}

int
main(void)
{
	test_medians();
	test_what_counts();
	test_many(60);
	test_many(1000000);
	test_write_and_read();
	test_read();
	return tap_done();
}
