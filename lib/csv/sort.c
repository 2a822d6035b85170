/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "csv/sort.h"

enum {
	WRITE = 256 * 1024,	/* bytes written at once */
	READ_LEAST = 4096,	/* bytes read of a run at once, at least .. */
	READ_MOST = 1024 * 1024 /* .. and at most */
};

/* An item in memory. */
struct item {
	int64_t key;
	size_t at, n; /* its bytes, in sort.text */
};

/* What stands in front of an item's bytes in the file. */
struct mark {
	int64_t key;
	uint64_t n;
};

/* A sorted part of the file, and how far it has been read. */
struct run {
	off_t from, to;
	off_t at;	  /* the next byte to read */
	struct buf buf;	  /* what was read .. */
	size_t used;	  /* .. and handed out, of that */
	struct mark mark; /* the item in front */
};

struct sort {
	size_t memory;
	char *folder;

	struct buf text;
	struct item *items;
	size_t count, cap;
	size_t next;  /* handed out, from memory */
	int in_order; /* the items were added so */

	int fd; /* -1: no file yet */
	off_t end;
	struct buf out;
	struct run *runs;
	size_t run_count, run_cap;
	size_t *heap; /* runs that have an item, least first */
	size_t heap_count;
	size_t read_size;
	size_t taken; /* bytes of the run in front handed out */
};

struct sort *
sort_new(size_t memory, const char *folder)
{
	struct sort *s = mem_zero(1, sizeof(*s));

	if (folder == NULL)
		folder = getenv("TMPDIR");
	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	s->folder = mem_string(folder);
	s->memory = memory;
	s->in_order = 1;
	s->fd = -1;
	return s;
}

void
sort_free(struct sort *s)
{
	size_t i;

	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	for (i = 0; i < s->run_count; i++)
		buf_free(&s->runs[i].buf);
	free(s->runs);
	free(s->heap);
	free(s->items);
	buf_free(&s->text);
	buf_free(&s->out);
	free(s->folder);
	free(s);
}

size_t
sort_runs(const struct sort *s)
{
	return s->run_count;
}

static int
fail(const struct sort *s)
{
	return diag_fail(STATUS_SYSTEM, "%s: temporary file: %s", s->folder,
	    strerror(errno));
}

/* A file without a name, so that nothing is left whatever happens. */
static int
make_file(struct sort *s)
{
	struct buf path = { 0 };

	s->fd = open(s->folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd >= 0)
		return 0;
	buf_text(&path, "%s/evenkeel-XXXXXX", s->folder);
	buf_add_byte(&path, '\0');
	s->fd = mkostemp(path.p, O_CLOEXEC);
	if (s->fd >= 0)
		unlink(path.p);
	buf_free(&path);
	return s->fd >= 0 ? 0 : fail(s);
}

static int
write_out(struct sort *s)
{
	size_t done = 0;

	while (done < s->out.n) {
		ssize_t n =
		    pwrite(s->fd, s->out.p + done, s->out.n - done, s->end);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n == 0 ? ENOSPC : errno;
			return fail(s);
		}
		done += (size_t)n;
		s->end += n;
	}
	s->out.n = 0;
	return 0;
}

/* By key, then by the order in which they were added. */
static int
by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void
sort_items(struct sort *s)
{
	if (!s->in_order)
		qsort(s->items, s->count, sizeof(*s->items), by_key);
	s->in_order = 1;
}

/* Write what is in memory as a run. */
static int
spill(struct sort *s)
{
	struct run *r;
	size_t i;

	if (s->fd < 0 && make_file(s) != 0)
		return -1;
	sort_items(s);
	s->runs =
	    mem_grow(s->runs, s->run_count, &s->run_cap, sizeof(*s->runs));
	r = &s->runs[s->run_count++];
	memset(r, 0, sizeof(*r));
	r->from = s->end;
	for (i = 0; i < s->count; i++) {
		const struct item *item = &s->items[i];
		struct mark m = { item->key, item->n };

		buf_add(&s->out, &m, sizeof(m));
		buf_add(&s->out, s->text.p + item->at, item->n);
		if (s->out.n >= WRITE && write_out(s) != 0)
			return -1;
	}
	if (write_out(s) != 0)
		return -1;
	r->to = s->end;
	s->count = 0;
	s->text.n = 0;
	return 0;
}

char *
sort_add(struct sort *s, int64_t key, size_t n)
{
	/* Sorting takes room for the items once more. */
	size_t each = 2 * sizeof(*s->items);
	struct item *item;
	char *to;

	if (s->count > 0 &&
	    (n > s->memory || s->text.n > s->memory - n ||
		s->count >= (s->memory - n - s->text.n) / each) &&
	    spill(s) != 0)
		return NULL;
	s->items = mem_grow(s->items, s->count, &s->cap, sizeof(*s->items));
	if (s->count > 0 && s->items[s->count - 1].key > key)
		s->in_order = 0;
	item = &s->items[s->count++];
	item->key = key;
	item->at = s->text.n;
	item->n = n;
	/* An item without bytes has to lie behind the one before, too. */
	to = buf_reserve(&s->text, n + 1);
	s->text.n += n + 1;
	return to;
}

/* Have at least `want` bytes of a run in its buffer.  Returns 0 or -1. */
static int
read_run(struct sort *s, struct run *r, size_t want)
{
	if (r->buf.n - r->used >= want)
		return 0;
	if (r->used > 0)
		memmove(r->buf.p, r->buf.p + r->used, r->buf.n - r->used);
	r->buf.n -= r->used;
	r->used = 0;
	while (r->buf.n < want) {
		size_t most = want - r->buf.n > s->read_size ? want - r->buf.n
							     : s->read_size;
		ssize_t n;

		if (r->to - r->at < (off_t)most)
			most = (size_t)(r->to - r->at);
		n = pread(s->fd, buf_reserve(&r->buf, most), most, r->at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n == 0 ? EIO : errno;
			return fail(s);
		}
		r->buf.n += (size_t)n;
		r->at += n;
	}
	return 0;
}

/* The run's next item comes to its front.  Returns 1, 0 at its end, -1. */
static int
advance(struct sort *s, struct run *r)
{
	if (r->at == r->to && r->used == r->buf.n)
		return 0;
	if (read_run(s, r, sizeof(r->mark)) != 0)
		return -1;
	memcpy(&r->mark, r->buf.p + r->used, sizeof(r->mark));
	r->used += sizeof(r->mark);
	return read_run(s, r, (size_t)r->mark.n) == 0 ? 1 : -1;
}

/* Of two runs, the earlier one's item comes first when keys are equal. */
static int
before(const struct sort *s, size_t a, size_t b)
{
	int64_t x = s->runs[a].mark.key, y = s->runs[b].mark.key;

	return x < y || (x == y && a < b);
}

static void
sift_down(struct sort *s, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1, run = s->heap[i];

		if (child >= s->heap_count)
			return;
		if (child + 1 < s->heap_count &&
		    before(s, s->heap[child + 1], s->heap[child]))
			child++;
		if (!before(s, s->heap[child], run))
			return;
		s->heap[i] = s->heap[child];
		s->heap[child] = run;
		i = child;
	}
}

int
sort_rewind(struct sort *s)
{
	size_t i;

	s->next = s->taken = s->heap_count = 0;
	for (i = 0; i < s->run_count; i++) {
		struct run *r = &s->runs[i];

		r->at = r->from;
		r->buf.n = r->used = 0;
		if (advance(s, r) < 0)
			return -1;
		s->heap[s->heap_count++] = i;
	}
	for (i = s->heap_count / 2; i-- > 0;)
		sift_down(s, i);
	return 0;
}

int
sort_done(struct sort *s)
{
	if (s->run_count == 0) {
		sort_items(s);
		return 0;
	}
	if (s->count > 0 && spill(s) != 0)
		return -1;
	/* From here on memory is for the runs. */
	buf_free(&s->text);
	buf_free(&s->out);
	free(s->items);
	s->items = NULL;
	s->heap = mem_zero(s->run_count, sizeof(*s->heap));
	s->read_size = s->memory / s->run_count;
	if (s->read_size < READ_LEAST)
		s->read_size = READ_LEAST;
	if (s->read_size > READ_MOST)
		s->read_size = READ_MOST;
	return sort_rewind(s);
}

static int
next_in_memory(struct sort *s, int64_t *key, struct bytes *b)
{
	const struct item *item;

	if (s->next == s->count)
		return 0;
	item = &s->items[s->next++];
	*key = item->key;
	b->p = s->text.p + item->at;
	b->n = item->n;
	return 1;
}

/* Drop the item that was handed out last. */
static int
drop_front(struct sort *s)
{
	struct run *r = &s->runs[s->heap[0]];
	int got;

	r->used += s->taken;
	s->taken = 0;
	got = advance(s, r);
	if (got < 0)
		return -1;
	if (got == 0)
		s->heap[0] = s->heap[--s->heap_count];
	sift_down(s, 0);
	return 0;
}

int
sort_next(struct sort *s, int64_t *key, struct bytes *b)
{
	const struct run *r;

	if (s->run_count == 0)
		return next_in_memory(s, key, b);
	if (s->next > 0 && s->heap_count > 0 && drop_front(s) != 0)
		return -1;
	if (s->heap_count == 0)
		return 0;
	s->next = 1;
	r = &s->runs[s->heap[0]];
	*key = r->mark.key;
	b->p = r->buf.p + r->used;
	b->n = (size_t)r->mark.n;
	s->taken = b->n;
	return 1;
}
