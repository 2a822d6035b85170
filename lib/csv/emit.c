/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "csv/emit.h"
#include "csv/excel.h"
#include "csv/replace.h"

/* A write of 128 KiB or more; a record of up to as much still fits. */
enum {
	CAPACITY = 256 * 1024,
	ENOUGH = 128 * 1024,
	PIPE_SIZE = 1024 * 1024,
	PACKED = 64 * 1024,
	MARK_MS = 5000 /* so long a reader may take before the mark fits */
};

struct emit {
	char *buf;
	size_t n, cap;
	int begun; /* something was drained from the buffer */
	/* The last byte that was written; '\0' while one is being written:
	 * what a signal interrupts has written nobody knows how much. */
	volatile char last;
	int excel; /* emit_excel() */
	int error; /* errno of the first failure, or 0 */
	char *name;
	int fd;
	struct replace *file; /* NULL: `fd` is written to directly */
	z_stream *gzip;	      /* NULL: written as it is */
	unsigned char *packed;
};

/* What a signal that ends the process leaves, and where; or NULL. */
static struct emit *volatile marked;
static const char *volatile mark_text;
static volatile size_t mark_length;

static void
write_all(struct emit *e, const void *p, size_t n)
{
	const char *at = p;
	struct pollfd room = { .fd = e->fd, .events = POLLOUT };
	ssize_t w;

	while (n > 0 && e->error == 0) {
		char last = e->last;

		e->last = '\0';
		w = write(e->fd, at, n);
		if (w > 0) {
			e->last = at[w - 1];
			at += w;
			n -= (size_t)w;
			continue;
		}
		e->last = last;
		if (w < 0 && errno == EAGAIN)
			poll(&room, 1, -1);
		else if (w == 0 || errno != EINTR)
			e->error = w == 0 ? EIO : errno;
	}
}

/* `flush` as deflate(3) has it: Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH. */
static void
write_packed(struct emit *e, const void *p, size_t n, int flush)
{
	z_stream *z = e->gzip;

	z->next_in = p;
	z->avail_in = (uInt)n;
	do {
		z->next_out = e->packed;
		z->avail_out = PACKED;
		deflate(z, flush);
		write_all(e, e->packed, PACKED - z->avail_out);
	} while (z->avail_out == 0 && e->error == 0);
}

/* Empty the buffer, into nowhere after a failure. */
static void
drain(struct emit *e)
{
	if (e->n == 0)
		return;
	e->begun = 1;
	if (e->error == 0 && e->gzip != NULL)
		write_packed(e, e->buf, e->n, Z_NO_FLUSH);
	else
		write_all(e, e->buf, e->n);
	e->n = 0;
}

static void
append_large(struct emit *e, const char *p, size_t n)
{
	size_t part;

	while (n > 0) {
		part = e->cap - e->n < n ? e->cap - e->n : n;
		memcpy(e->buf + e->n, p, part);
		e->n += part;
		p += part;
		n -= part;
		if (e->n >= ENOUGH)
			drain(e);
	}
}

/* The common case is one comparison, one copy and one more comparison. */
void
emit_bytes(struct emit *e, const void *p, size_t n)
{
	/* Nothing wraps round and is large, too: memcpy() wants no NULL. */
	if (n - 1 >= e->cap - e->n) {
		append_large(e, p, n);
		return;
	}
	memcpy(e->buf + e->n, p, n);
	e->n += n;
	if (e->n >= ENOUGH)
		drain(e);
}

void
emit_byte(struct emit *e, char c)
{
	e->buf[e->n++] = c;
	if (e->n >= ENOUGH)
		drain(e);
}

void
emit_string(struct emit *e, const char *s)
{
	emit_bytes(e, s, strlen(s));
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Blanks at an end are quoted as well: some readers would trim them. */
static int
needs_quotes(struct bytes b, char delimiter)
{
	size_t i;

	if (b.n == 0)
		return 0;
	if (is_blank(b.p[0]) || is_blank(b.p[b.n - 1]))
		return 1;
	for (i = 0; i < b.n; i++)
		if (b.p[i] == delimiter || b.p[i] == '"' || b.p[i] == '\n' ||
		    b.p[i] == '\r')
			return 1;
	return 0;
}

void
emit_excel(struct emit *e)
{
	e->excel = 1;
	emit_string(e, "\xef\xbb\xbf");
}

void
emit_eol(struct emit *e)
{
	if (e->excel)
		emit_byte(e, '\r');
	emit_byte(e, '\n');
}

void
emit_field(struct emit *e, struct bytes b, char delimiter)
{
	int guard = e->excel && excel_is_formula(b);
	struct bytes part;

	if (!needs_quotes(b, delimiter)) {
		if (guard)
			emit_byte(e, '\'');
		emit_bytes(e, b.p, b.n);
		return;
	}
	emit_byte(e, '"');
	if (guard)
		emit_byte(e, '\'');
	for (;;) {
		part = bytes_cut(b, '"', &b);
		emit_bytes(e, part.p, part.n);
		if (b.p == NULL)
			break;
		emit_bytes(e, "\"\"", 2);
	}
	emit_byte(e, '"');
}

HOT char *
emit_room(struct emit *e, size_t n)
{
	if (n > e->cap - e->n)
		drain(e);
	if (n > e->cap) {
		e->cap = n;
		e->buf = mem_resize(e->buf, e->cap, 1);
	}
	return e->buf + e->n;
}

HOT void
emit_used(struct emit *e, size_t n)
{
	e->n += n;
	if (e->n >= ENOUGH)
		drain(e);
}

int
emit_begun(const struct emit *e)
{
	return e->begun || e->n > 0;
}

int
emit_failed(const struct emit *e)
{
	return e->error != 0;
}

static int
result(const struct emit *e)
{
	if (e->error == 0)
		return 0;
	return diag_fail(STATUS_SYSTEM, "%s: %s", e->name, strerror(e->error));
}

/* Nobody reads a temporary file: there, flushing would only cost packing. */
int
emit_flush(struct emit *e)
{
	drain(e);
	if (e->gzip != NULL && e->file == NULL && e->error == 0)
		write_packed(e, NULL, 0, Z_SYNC_FLUSH);
	return result(e);
}

/*
 * Standard output has to be open for writing: otherwise a tool that has
 * nothing to write would not notice.
 */
static int
open_stdout(struct emit *e)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags < 0)
		return -1;
	if ((flags & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	e->fd = STDOUT_FILENO;
	return 0;
}

/* A FIFO or a device is written to as it is; there is nothing to rename. */
static int
open_special(struct emit *e, const char *path)
{
	do
		e->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	while (e->fd < 0 && errno == EINTR);
	return e->fd < 0 ? -1 : 0;
}

static int
open_file(struct emit *e, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		if (open_special(e, path) == 0)
			return 0;
		return diag_fail(STATUS_SYSTEM, "%s: %s", path,
		    S_ISDIR(st.st_mode) ? "is a directory" : strerror(errno));
	}
	e->file = replace_open(path);
	if (e->file == NULL)
		return -1;
	e->fd = replace_fd(e->file);
	return 0;
}

/* The header says no time and no name: same input, same bytes. */
static void
start_gzip(struct emit *e)
{
	e->gzip = mem_zero(1, sizeof(*e->gzip));
	e->packed = mem_zero(PACKED, 1);
	if (deflateInit2(e->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
		Z_DEFAULT_STRATEGY) != Z_OK)
		mem_exhausted();
}

static void
widen_pipe(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
	    fcntl(fd, F_GETPIPE_SZ) < PIPE_SIZE)
		fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
}

static void
release(struct emit *e)
{
	if (e->gzip != NULL)
		deflateEnd(e->gzip);
	free(e->gzip);
	free(e->packed);
	free(e->buf);
	free(e->name);
	free(e);
}

static int
ends_in_gz(const char *path)
{
	size_t n = strlen(path);

	return n > 3 && strcmp(path + n - 3, ".gz") == 0;
}

struct emit *
emit_open(const char *path)
{
	struct emit *e = mem_zero(1, sizeof(*e));
	int is_stdout = path == NULL || strcmp(path, "-") == 0 ||
	    strcmp(path, "/dev/stdout") == 0,
	    r;

	e->name = mem_string(is_stdout ? "<stdout>" : path);
	if (is_stdout) {
		r = open_stdout(e);
		if (r != 0)
			diag_fail(
			    STATUS_SYSTEM, "%s: %s", e->name, strerror(errno));
	} else
		r = open_file(e, path);
	if (r != 0) {
		release(e);
		return NULL;
	}
	e->cap = CAPACITY;
	e->buf = mem_resize(NULL, e->cap, 1);
	if (!is_stdout && ends_in_gz(path))
		start_gzip(e);
	widen_pipe(e->fd);
	return e;
}

int
emit_close(struct emit *e, int whole)
{
	int r;

	if (e == NULL)
		return 0;
	drain(e);
	if (e->gzip != NULL && e->error == 0)
		write_packed(e, NULL, 0, Z_FINISH);
	if (marked == e)
		marked = NULL;
	if (e->file == NULL) {
		/* After EINTR Linux has closed it all the same. */
		if (close(e->fd) != 0 && errno != EINTR && e->error == 0)
			e->error = errno;
		r = result(e);
	} else if (whole && e->error == 0)
		r = replace_commit(e->file);
	else {
		replace_drop(e->file);
		r = result(e);
	}
	release(e);
	return r;
}

void
emit_mark(struct emit *e, const char *mark)
{
	if (e->file != NULL || e->gzip != NULL)
		return;
	marked = NULL;
	mark_text = mark;
	mark_length = mark != NULL ? strlen(mark) : 0;
	if (mark != NULL)
		marked = e;
}

/* As much of write_all() as a handler may do; a full pipe has a while. */
static void
write_last(int fd, const char *p, size_t n)
{
	struct pollfd room = { .fd = fd, .events = POLLOUT };
	ssize_t w = 0;

	while (n > 0 && w >= 0 && poll(&room, 1, MARK_MS) > 0) {
		w = write(fd, p, n);
		if (w > 0) {
			p += w;
			n -= (size_t)w;
		} else if (w < 0 && errno == EAGAIN)
			w = 0;
	}
}

/*
 * In a signal's handler.  What was written last may be half a record: the
 * mark stands on a line of its own.
 */
static void
leave_mark(int sig)
{
	const struct emit *e = marked;

	if (e == NULL || !e->begun || e->error != 0 || sig == SIGPIPE)
		return;
	signal(SIGPIPE, SIG_IGN);
	if (e->last != '\n')
		write_last(e->fd, "\n", 1);
	write_last(e->fd, mark_text, mark_length);
}

void
emit_guard_signals(void)
{
	replace_guard_signals(leave_mark);
}
