/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "csv/gzip.h"
#include "csv/input.h"
#include "csv/sniff.h"
#include "csv/utf16.h"

enum { PIPE_SIZE = 1024 * 1024, UTF16_BLOCK = 64 * 1024 };

/* A deadline that never comes, in ms of CLOCK_MONOTONIC. */
#define NEVER INT64_MAX

/*
 * Bytes come from the source: the descriptor, or the gzip thread on it.
 * The first few wait in `head` until they have told what the source is;
 * then it is `settled`, they are handed on, and all others go straight
 * into the caller's buffer, or through `text` when they are UTF-16.
 */
struct input {
	char *name;
	int fd;
	int regular;
	uint64_t taken, size;
	struct gzip *gzip;

	unsigned char head[SNIFF_MAX];
	size_t head_n, head_at;
	int settled;

	int is_utf16;
	struct utf16 utf16;
	struct buf text; /* converted bytes .. */
	size_t text_at;	 /* .. handed on up to here */
	int text_ended;

	int ended;	    /* of the source: 1 the end, -1 it failed .. */
	enum status status; /* .. with this .. */
	char *failure;	    /* .. and this sentence */

	struct buf *warning; /* made anew by each input_warning() */
};

/* Take notice of the failure in diag_text().  Returns -1. */
static int
keep_failure(struct input *in)
{
	in->ended = -1;
	in->status = diag_status();
	free(in->failure);
	in->failure = mem_string(diag_text());
	return -1;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Whether the descriptor can be read without blocking, by the deadline. */
static int
fd_ready(const struct input *in, int64_t deadline)
{
	struct pollfd p = { .fd = in->fd, .events = POLLIN };
	int64_t left;
	int n;

	if (in->regular)
		return 1;
	do {
		left = deadline == NEVER ? -1 : deadline - now_ms();
		if (deadline != NEVER && left < 0)
			left = 0;
		n = poll(&p, 1, (int)left);
	} while (n < 0 && errno == EINTR);
	return n != 0;
}

static ssize_t
fd_read(struct input *in, void *buf, size_t cap)
{
	ssize_t n;

	for (;;) {
		n = read(in->fd, buf, cap);
		if (n >= 0)
			break;
		if (errno == EAGAIN)
			fd_ready(in, NEVER);
		else if (errno != EINTR)
			return diag_fail(
			    STATUS_SYSTEM, "%s: %s", in->name, strerror(errno));
	}
	in->taken += (uint64_t)n;
	return n;
}

static ssize_t
source_read(struct input *in, void *buf, size_t cap)
{
	ssize_t n;

	if (in->ended < 0)
		return diag_fail(in->status, "%s", in->failure);
	if (in->ended > 0)
		return 0;
	n = in->gzip != NULL ? gzip_read(in->gzip, buf, cap)
			     : fd_read(in, buf, cap);
	if (n < 0)
		return keep_failure(in);
	in->ended = n == 0;
	return n;
}

static int
source_ready(struct input *in, int64_t deadline)
{
	/* A file never rests, packed or not, however busy the machine is. */
	if (in->ended != 0 || in->regular)
		return 1;
	return in->gzip != NULL ? gzip_ready(in->gzip, deadline)
				: fd_ready(in, deadline);
}

/* The head has told what the source is: act on it. */
static void
settle_as(struct input *in, const struct sniff *s)
{
	in->settled = 1;
	in->head_at = s->skip;
	if (s->kind == SNIFF_GZIP && in->gzip == NULL) {
		in->gzip = gzip_open(in->fd, in->name, in->head, in->head_n);
		if (in->gzip == NULL)
			keep_failure(in);
		else
			in->settled = in->ended = 0;
		in->head_n = 0;
	} else if (s->kind == SNIFF_GZIP || s->kind == SNIFF_REFUSED) {
		diag_fail(STATUS_CANNOT, "%s: is %s%s: %s", in->name, s->what,
		    in->gzip != NULL && s->kind != SNIFF_GZIP ? " inside gzip"
							      : "",
		    s->help);
		keep_failure(in);
		in->head_n = in->head_at = 0;
	} else if (s->kind != SNIFF_TEXT) {
		in->is_utf16 = 1;
		in->utf16.big = s->kind == SNIFF_UTF16BE;
	}
}

/*
 * Read until the first bytes have told what the source is; twice for
 * gzip, which says nothing about what is in it.  Returns 1, or 0 when that
 * would take longer than the deadline.
 */
static int
settle(struct input *in, int64_t deadline)
{
	struct sniff s;
	ssize_t n;

	while (!in->settled) {
		if (sniff_bytes(in->head, in->head_n, in->ended != 0, &s)) {
			settle_as(in, &s);
			continue;
		}
		if (deadline != NEVER && !source_ready(in, deadline))
			return 0;
		n = source_read(
		    in, in->head + in->head_n, sizeof(in->head) - in->head_n);
		if (n > 0)
			in->head_n += (size_t)n;
	}
	return 1;
}

static size_t
take_head(struct input *in, void *buf, size_t cap)
{
	size_t n = in->head_n - in->head_at;

	if (n > cap)
		n = cap;
	memcpy(buf, in->head + in->head_at, n);
	in->head_at += n;
	return n;
}

/* UTF-8 behind UTF-16 would be read as other letters: it ends here. */
static void
check_foreign(struct input *in)
{
	if (!in->utf16.foreign || in->ended < 0)
		return;
	diag_fail(STATUS_CANNOT,
	    "%s: it begins as UTF-16, but what is behind "
	    "is not: convert the first part with `iconv -f UTF-16 -t UTF-8'",
	    in->name);
	keep_failure(in);
	in->text_ended = 1;
}

/* Convert what the source has next; the text may still be empty then. */
static void
convert_more(struct input *in)
{
	unsigned char raw[UTF16_BLOCK];
	ssize_t n = (ssize_t)take_head(in, raw, sizeof(raw));

	in->text.n = in->text_at = 0;
	if (n == 0)
		n = source_read(in, raw, sizeof(raw));
	if (n > 0)
		utf16_convert(&in->utf16, raw, (size_t)n, &in->text);
	else {
		if (n == 0)
			utf16_finish(&in->utf16, &in->text);
		in->text_ended = 1;
	}
	check_foreign(in);
}

/* Whether there is converted text, by the deadline, or no more will come. */
static int
text_ready(struct input *in, int64_t deadline)
{
	while (in->text_at == in->text.n && !in->text_ended) {
		if (in->head_at == in->head_n && deadline != NEVER &&
		    !source_ready(in, deadline))
			return 0;
		convert_more(in);
	}
	return 1;
}

ssize_t
input_read(struct input *in, void *buf, size_t cap)
{
	size_t n;

	settle(in, NEVER);
	if (!in->is_utf16) {
		n = take_head(in, buf, cap);
		return n > 0 ? (ssize_t)n : source_read(in, buf, cap);
	}
	text_ready(in, NEVER);
	n = in->text.n - in->text_at;
	if (n == 0)
		return source_read(in, buf, cap);
	if (n > cap)
		n = cap;
	memcpy(buf, in->text.p + in->text_at, n);
	in->text_at += n;
	return (ssize_t)n;
}

int
input_ready(struct input *in, int timeout_ms)
{
	int64_t deadline = now_ms() + (timeout_ms > 0 ? timeout_ms : 0);

	if (!settle(in, deadline))
		return 0;
	if (in->is_utf16)
		return text_ready(in, deadline);
	return in->head_at < in->head_n || source_ready(in, deadline);
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

const char *
input_warning(const struct input *in)
{
	struct buf *w = in->warning;
	unsigned long long broken = in->utf16.broken;

	w->n = 0;
	if (in->gzip != NULL && gzip_trailing(in->gzip))
		buf_text(w,
		    "%s: gzip: other bytes after the last member "
		    "are not read",
		    in->name);
	if (broken > 0)
		buf_text(w,
		    "%s%s: %llu broken UTF-16 character%s read as "
		    "U+FFFD",
		    w->n > 0 ? "; " : "", in->name, broken,
		    broken == 1 ? "" : "s");
	return w->n > 0 ? buf_string(w) : NULL;
}

uint64_t
input_taken(const struct input *in)
{
	return in->gzip != NULL ? gzip_taken(in->gzip) : in->taken;
}

uint64_t
input_size(const struct input *in)
{
	return in->size;
}

/* Learn what the descriptor is, and tell the kernel what we do with it. */
static int
look_at(struct input *in)
{
	struct stat st;
	off_t at;

	if (fstat(in->fd, &st) != 0)
		return diag_fail(
		    STATUS_SYSTEM, "%s: %s", in->name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return diag_fail(STATUS_SYSTEM, "%s: is a directory", in->name);
	in->regular = S_ISREG(st.st_mode);
	if (in->regular) {
		at = lseek(in->fd, 0, SEEK_CUR);
		if (at >= 0 && at < st.st_size)
			in->size = (uint64_t)(st.st_size - at);
		posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	} else if (S_ISFIFO(st.st_mode) &&
	    fcntl(in->fd, F_GETPIPE_SZ) < PIPE_SIZE)
		fcntl(in->fd, F_SETPIPE_SZ, PIPE_SIZE);
	return 0;
}

struct input *
input_open(const char *path)
{
	int is_stdin = path == NULL || strcmp(path, "-") == 0;
	struct input *in = mem_zero(1, sizeof(*in));

	in->name = mem_string(is_stdin ? "<stdin>" : path);
	in->warning = mem_zero(1, sizeof(*in->warning));
	in->fd = STDIN_FILENO;
	if (!is_stdin) {
		do
			in->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		while (in->fd < 0 && errno == EINTR);
		if (in->fd < 0)
			diag_fail(
			    STATUS_SYSTEM, "%s: %s", path, strerror(errno));
	}
	if (in->fd < 0 || look_at(in) != 0) {
		input_close(in);
		return NULL;
	}
	return in;
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	gzip_close(in->gzip);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	buf_free(&in->text);
	buf_free(in->warning);
	free(in->warning);
	free(in->failure);
	free(in->name);
	free(in);
}
