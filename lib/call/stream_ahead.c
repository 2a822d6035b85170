/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/worker.h"
#include "call/stream_inside.h"

/*
 * Two batches of records: while one is gone through, the texts of the next
 * are heard.  A batch has its records' bytes in a copy, for those of the
 * scanner go with its block; that takes as long as three words of a text.
 * Without a thread beside, a batch is only so large that its records are
 * still in the nearest cache when their turn comes.
 */
enum {
	BATCH = 256,
	BATCH_ALONE = 64,
	BATCH_BYTES = 128 * 1024,
	STEP = STREAM_HEAR
};

/* Why a batch has no more. */
enum end {
	END_FULL,  /* or input rests: there may be more */
	END_INPUT, /* of all input */
	END_FAILED /* an operand did; the batch keeps the sentence */
};

/* Where a record's parts lie while the batch grows. */
struct place {
	size_t bytes, ends, text;
	int copied; /* the text is in `texts', as it is not in the record */
};

struct batch {
	struct record record[BATCH];
	struct place place[BATCH];
	struct bytes text[BATCH];
	struct buf bytes, texts;
	uint32_t *ends;
	size_t end_count, end_cap;
	size_t n, at; /* records; the next to be taken */
	enum end end;
	enum status status; /* of END_FAILED */
	char *failure;
	char *file;  /* whose records they are */
	char *heard; /* what came of the texts */
	size_t size; /* bytes of that, of one text */
	struct worker_job job;
	stream_hear *hear;
	void *arg;
};

struct ahead {
	struct worker *worker;
	size_t most; /* records of a batch */
	struct batch batch[2];
	int now; /* which of them is gone through */
};

static void
hear(void *arg, size_t from, size_t to)
{
	const struct batch *b = arg;

	b->hear(b->arg, b->text + from, to - from, b->heard + from * b->size);
}

void
stream_listen(struct stream *s, stream_hear *tell, void *arg, size_t size)
{
	struct ahead *a;
	int i;

	/*
	 * Sorted records come one by one, as each tells how to read the next;
	 * and of a shard most texts are never asked for.
	 */
	if (s->columns.of[FIELD_TEXT].index < 0 || s->checking ||
	    s->sorted != NULL || s->shards > 0)
		return;
	a = s->ahead = mem_zero(1, sizeof(*a));
	a->worker = worker_new();
	a->most = a->worker != NULL ? BATCH : BATCH_ALONE;
	for (i = 0; i < 2; i++) {
		a->batch[i].size = size;
		a->batch[i].heard = mem_zero(BATCH, size);
		a->batch[i].hear = tell;
		a->batch[i].arg = arg;
		a->batch[i].job.work = hear;
		a->batch[i].job.arg = &a->batch[i];
		a->batch[i].job.step = STEP;
	}
}

void
ahead_free(struct ahead *a)
{
	struct batch *b;

	if (a == NULL)
		return;
	for (b = a->batch; b < a->batch + 2; b++) {
		/* Given up in the middle, it may still be listened to. */
		worker_finish(a->worker, &b->job);
		buf_free(&b->bytes);
		buf_free(&b->texts);
		free(b->ends);
		free(b->failure);
		free(b->file);
		free(b->heard);
	}
	worker_free(a->worker);
	free(a);
}

/* Put a record into the batch. */
static void
take(struct stream *s, struct batch *b, const struct record *r)
{
	struct place *p = &b->place[b->n];
	struct bytes *text = &b->text[b->n];
	uint32_t front = (uint32_t)(r->p - r->base);
	size_t ends = r->fields + 1, i;

	b->record[b->n++] = *r;
	p->bytes = b->bytes.n;
	buf_add(&b->bytes, r->p, r->len + r->eol);
	p->ends = b->end_count;
	b->end_count += ends;
	while (b->end_count > b->end_cap)
		b->ends = mem_grow(
		    b->ends, b->end_cap, &b->end_cap, sizeof(*b->ends));
	for (i = 0; i < ends; i++)
		b->ends[p->ends + i] = r->end[(ptrdiff_t)i - 1] - front;
	*text = reader_text(&s->reader, r);
	p->copied = text->p < r->p || text->p >= r->p + r->len;
	if (!p->copied) {
		p->text = p->bytes + (size_t)(text->p - r->p);
		return;
	}
	p->text = b->texts.n;
	buf_add_bytes(&b->texts, *text);
}

/* The operand failed: what there is to say waits for its turn. */
static void
keep_failure(struct batch *b)
{
	b->end = END_FAILED;
	b->status = diag_status();
	b->failure = mem_string(diag_text());
}

/*
 * Read a batch; `patient`: wait for its first record.  Behind that nothing
 * is waited for, as those at hand have to come out first: not for the next
 * operand either, so that all records of a batch are of one.
 */
static void
read_batch(struct stream *s, struct batch *b, int patient)
{
	struct record r;
	int got = 1;

	while (b->n < s->ahead->most && b->bytes.n < BATCH_BYTES) {
		table_wait(s->table, patient && b->n == 0);
		got = stream_record(s, &r);
		if (got != 1)
			break;
		if (b->n == 0) {
			free(b->file);
			b->file = mem_string(table_file(s->table));
		}
		take(s, b, &r);
	}
	table_wait(s->table, 1);
	if (got == 0)
		b->end = END_INPUT;
	else if (got == -1)
		keep_failure(b);
}

/* Make a batch anew, and let its texts be heard. */
static void
fill(struct stream *s, struct batch *b, int patient)
{
	struct record *r;
	size_t i;

	b->n = b->at = b->bytes.n = b->texts.n = b->end_count = 0;
	b->end = END_FULL;
	read_batch(s, b, patient);
	for (i = 0; i < b->n; i++) {
		r = &b->record[i];
		record_begin(r, b->bytes.p + b->place[i].bytes);
		r->end = b->ends + b->place[i].ends + 1;
		b->text[i].p = (b->place[i].copied ? b->texts.p : b->bytes.p) +
		    b->place[i].text;
	}
	b->job.n = b->n;
	worker_give(s->ahead->worker, &b->job);
}

/* Go on to the next batch, and begin with the one behind it. */
static void
turn(struct stream *s)
{
	struct ahead *a = s->ahead;
	struct batch *old = &a->batch[a->now], *next = &a->batch[!a->now];
	size_t i;

	a->now = !a->now;
	if (next->at == next->n && next->end == END_FULL)
		fill(s, next, 1);
	if (next->end == END_FULL)
		fill(s, old, 0);
	worker_finish(a->worker, &next->job);
	/*
	 * All customers of a batch are fetched together, long before they
	 * are asked for: 3 % of triage's time.
	 */
	for (i = next->at; i < next->n; i++)
		reader_foresee(&s->reader, &next->record[i]);
}

int
ahead_next(struct stream *s, struct record *r)
{
	struct ahead *a = s->ahead;
	struct batch *b;

	for (;;) {
		b = &a->batch[a->now];
		if (b->at < b->n) {
			*r = b->record[b->at++];
			return 1;
		}
		if (b->end == END_INPUT)
			return 0;
		if (b->end == END_FAILED)
			break;
		turn(s);
	}
	diag_fail(b->status, "%s", b->failure);
	free(b->failure);
	b->failure = NULL;
	b->end = END_FULL;
	return -1;
}

const char *
ahead_file(const struct ahead *a)
{
	return a->batch[a->now].file;
}

size_t
ahead_left(const struct ahead *a)
{
	const struct batch *b = a->batch;

	return b[0].n - b[0].at + b[1].n - b[1].at;
}

const void *
stream_heard(const struct stream *s)
{
	const struct batch *b;

	if (s->ahead == NULL)
		return NULL;
	b = &s->ahead->batch[s->ahead->now];
	return b->heard + (b->at - 1) * b->size;
}
