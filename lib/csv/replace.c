/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/mem.h"
#include "csv/replace.h"

/* So much of the target's name in the temporary one, of NAME_MAX's 255. */
enum { NAME_PART = 200, LINKS_MAX = 40 };

struct replace {
	char *name;   /* as the user wrote it, for messages */
	char *target; /* behind all links */
	char *temporary;
	int fd;
	struct replace *next; /* in `unfinished` */
};

/*
 * What a signal has to remove.  Changed only while the signals below are
 * blocked; other threads take none.
 */
static struct replace *volatile unfinished;

/* SIGPIPE too: a closed pipe must not leave another output's half file. */
static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM,
	SIGXCPU, SIGXFSZ };
enum { ENDING = sizeof(ending) / sizeof(ending[0]) };

static void
block_signals(sigset_t *old)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < ENDING; i++)
		sigaddset(&set, ending[i]);
	pthread_sigmask(SIG_BLOCK, &set, old);
}

static void (*call_first)(int sig);

static void
on_signal(int sig)
{
	struct replace *r;

	if (call_first != NULL)
		call_first(sig);
	for (r = unfinished; r != NULL; r = r->next)
		unlink(r->temporary);
	raise(sig);
}

void
replace_guard_signals(void (*first)(int sig))
{
	struct sigaction new, old;
	size_t i;

	call_first = first;
	memset(&new, 0, sizeof(new));
	new.sa_handler = on_signal;
	new.sa_flags = (int)SA_RESETHAND;
	sigemptyset(&new.sa_mask);
	for (i = 0; i < ENDING; i++)
		sigaddset(&new.sa_mask, ending[i]);
	for (i = 0; i < ENDING; i++)
		if (sigaction(ending[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(ending[i], &new, NULL);
}

/* Where the path leads when its last part is a link, or a link to one. */
static char *
follow(const char *path)
{
	char to[PATH_MAX], *at = mem_string(path), *slash, *joined;
	struct buf b = { NULL, 0, 0 };
	ssize_t n;
	int i;

	for (i = 0; i < LINKS_MAX; i++) {
		n = readlink(at, to, sizeof(to));
		if (n < 0)
			return at;
		b.n = 0;
		slash = strrchr(at, '/');
		if (to[0] != '/' && slash != NULL)
			buf_add(&b, at, (size_t)(slash + 1 - at));
		buf_add(&b, to, (size_t)n);
		joined = mem_copy(b.p, b.n);
		buf_free(&b);
		free(at);
		at = joined;
	}
	free(at);
	errno = ELOOP;
	return NULL;
}

/* "folder/.NAME.XXXXXX" beside the target. */
static char *
temporary_name(const char *target)
{
	const char *slash = strrchr(target, '/');
	const char *base = slash != NULL ? slash + 1 : target;
	struct buf b = { NULL, 0, 0 };

	buf_text(&b, "%.*s.%.*s.XXXXXX", (int)(base - target), target,
	    NAME_PART, base);
	buf_string(&b);
	return b.p;
}

/*
 * Give the new file the old one's mode and owner.  Where the group cannot
 * be kept its rights go, as they were meant for others.  A file system
 * that has no modes may refuse: mkostemp()'s 0600 is the safe side.
 */
static void
take_after(int fd, const struct stat *old)
{
	mode_t mode = 0666, mask;

	if (old != NULL) {
		mode = old->st_mode & 0777;
		if (fchown(fd, old->st_uid, old->st_gid) != 0 &&
		    fchown(fd, (uid_t)-1, old->st_gid) != 0)
			mode &= ~(mode_t)0070;
	} else {
		mask = umask(0);
		umask(mask);
		mode &= ~mask;
	}
	(void)!fchmod(fd, mode);
}

static int
make(struct replace *r)
{
	struct stat st;
	sigset_t old;
	int exists;

	/* Without a last part rename() would fail, but only at the end. */
	if (r->target[0] == '\0' || r->target[strlen(r->target) - 1] == '/') {
		errno = ENOENT;
		return -1;
	}
	exists = stat(r->target, &st) == 0;
	if (exists && faccessat(AT_FDCWD, r->target, W_OK, AT_EACCESS) != 0)
		return -1;
	block_signals(&old);
	r->fd = mkostemp(r->temporary, O_CLOEXEC);
	if (r->fd >= 0) {
		r->next = unfinished;
		unfinished = r;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (r->fd < 0)
		return -1;
	take_after(r->fd, exists ? &st : NULL);
	return 0;
}

/* Take it off the list, so that a signal no longer removes it, and free. */
static void
forget(struct replace *r)
{
	struct replace *at;
	sigset_t old;

	block_signals(&old);
	if (unfinished == r)
		unfinished = r->next;
	else
		for (at = unfinished; at != NULL; at = at->next)
			if (at->next == r)
				at->next = r->next;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	free(r->name);
	free(r->target);
	free(r->temporary);
	free(r);
}

struct replace *
replace_open(const char *path)
{
	struct replace *r = mem_zero(1, sizeof(*r));

	r->fd = -1;
	r->name = mem_string(path);
	r->target = follow(path);
	if (r->target != NULL) {
		r->temporary = temporary_name(r->target);
		if (make(r) == 0)
			return r;
	}
	diag_fail(STATUS_SYSTEM, "%s: %s", path, strerror(errno));
	forget(r);
	return NULL;
}

int
replace_fd(const struct replace *r)
{
	return r->fd;
}

/*
 * Sync the folder, for the rename to outlast a power cut.  One that may
 * not be read, or a file system that cannot do it, is no failure.
 */
static int
sync_folder(const char *target)
{
	const char *slash = strrchr(target, '/');
	char *folder;
	int fd, r;

	folder = slash == NULL ? mem_string(".")
			       : mem_copy(target, (size_t)(slash + 1 - target));
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	r = fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
	close(fd);
	return r;
}

int
replace_commit(struct replace *r)
{
	int failed, error;

	failed = fsync(r->fd) != 0;
	error = errno;
	if (close(r->fd) != 0 && errno != EINTR && !failed) {
		failed = 1;
		error = errno;
	}
	if (!failed &&
	    (rename(r->temporary, r->target) != 0 ||
		sync_folder(r->target) != 0)) {
		failed = 1;
		error = errno;
	}
	if (failed) {
		unlink(r->temporary);
		diag_fail(STATUS_SYSTEM, "%s: %s", r->name, strerror(error));
	}
	forget(r);
	return failed ? -1 : 0;
}

void
replace_drop(struct replace *r)
{
	if (r == NULL)
		return;
	close(r->fd);
	unlink(r->temporary);
	forget(r);
}
