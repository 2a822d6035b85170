/* SPDX-License-Identifier: ISC */
#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/sip.h"
#include "report/keyfile.h"

enum { LARGEST = 64 * 1024, HEX = 2 * SIP_TEXT };

/* Two hashes of the same bytes under keys of their own. */
static void
derive(struct bytes b, uint64_t key[2])
{
	static const uint64_t under[2][2] = { { 1, 0 }, { 2, 0 } };

	key[0] = sip_hash(under[0], b);
	key[1] = sip_hash(under[1], b);
}

static int
take(const char *path, struct bytes b, uint64_t key[2])
{
	struct bytes hex = bytes_trim(b), low;

	if (b.n == 0)
		return diag_fail(STATUS_CANNOT, "%s: is empty, no key", path);
	if (b.n > LARGEST)
		return diag_fail(
		    STATUS_CANNOT, "%s: is larger than 64 KiB, no key", path);
	if (hex.n == HEX) {
		hex.n = SIP_TEXT;
		low.p = hex.p + SIP_TEXT;
		low.n = SIP_TEXT;
		if (sip_get(hex, &key[0]) == 0 && sip_get(low, &key[1]) == 0)
			return 0;
	}
	derive(b, key);
	return 0;
}

static int
fail(const char *path)
{
	return diag_fail(STATUS_SYSTEM, "%s: %s", path, strerror(errno));
}

int
keyfile_read(const char *path, uint64_t key[2])
{
	struct buf b = { NULL, 0, 0 };
	struct stat st;
	ssize_t n;
	int fd, r;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return fail(path);
	if (fstat(fd, &st) == 0 && (st.st_mode & 0077) != 0)
		diag_warn("%s: others may read this key: chmod 600", path);
	do {
		n = read(fd, buf_reserve(&b, 4096), 4096);
		b.n += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && b.n <= LARGEST) || (n < 0 && errno == EINTR));
	r = n < 0 ? fail(path) : take(path, buf_bytes(&b), key);
	close(fd);
	explicit_bzero(b.p, b.n);
	buf_free(&b);
	return r;
}

/* Write all of it and sync; 0 or -1 (errno). */
static int
put(int fd, const char *p, size_t n)
{
	ssize_t w;

	while (n > 0) {
		w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return fsync(fd);
}

/*
 * The key is written beside its place and linked there, so that nobody
 * reads half of it and a second one does not replace the first.
 */
static int
make(const char *path)
{
	struct buf name = { NULL, 0, 0 };
	uint64_t drawn[2];
	char text[HEX + 1];
	int fd, r = -1;

	buf_text(&name, "%s.XXXXXX", path);
	buf_string(&name);
	if (getrandom(drawn, sizeof(drawn), 0) != (ssize_t)sizeof(drawn) ||
	    (fd = mkostemp(name.p, O_CLOEXEC)) < 0) {
		buf_free(&name);
		return fail(path);
	}
	sip_put(text, drawn[0]);
	sip_put(text + SIP_TEXT, drawn[1]);
	text[HEX] = '\n';
	if (put(fd, text, sizeof(text)) == 0 &&
	    (link(name.p, path) == 0 || errno == EEXIST))
		r = 0;
	if (r != 0)
		fail(path);
	close(fd);
	unlink(name.p);
	buf_free(&name);
	return r;
}

int
keyfile_make(const char *path, uint64_t key[2])
{
	struct stat st;

	if (lstat(path, &st) != 0 && errno == ENOENT && make(path) != 0)
		return -1;
	return keyfile_read(path, key);
}
