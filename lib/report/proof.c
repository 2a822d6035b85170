/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/num.h"
#include "base/sip.h"
#include "report/proof.h"

#define WORD "checksum,"
enum {
	WORD_LEN = sizeof(WORD) - 1,
	LAST_LINE = WORD_LEN + SIP_TEXT + 1,
	READ_SIZE = 256 * 1024,
	LARGEST = 1024 * 1024 * 1024
};

void
proof_seal(struct buf *text)
{
	uint64_t sum = bytes_fnv1a(buf_bytes(text));

	buf_add_string(text, WORD);
	sip_put(buf_reserve(text, SIP_TEXT), sum);
	text->n += SIP_TEXT;
	buf_add_byte(text, '\n');
}

/* Take the first line, `KIND,VERSION`. */
static int
first_line(const char *name, const char *kind, int version, struct bytes *text)
{
	struct bytes number, word;
	int64_t n;

	number = bytes_cut(*text, '\n', text);
	word = bytes_cut(number, ',', &number);
	if (text->p == NULL || !bytes_is(word, kind) || number.p == NULL ||
	    num_integer(number, &n) != 0 || n < 1)
		return diag_fail(STATUS_CANNOT,
		    "%s: is none of the daybook's files, or torn", name);
	if (n > version)
		return diag_fail(STATUS_CANNOT,
		    "%s: was written by a newer version: version %lld is not "
		    "known here",
		    name, (long long)n);
	return 0;
}

int
proof_check(const char *name, const char *kind, int version, struct bytes text,
    struct bytes *body)
{
	struct bytes rest = text, sum;
	uint64_t hash;

	if (first_line(name, kind, version, &rest) != 0)
		return -1;
	if (rest.n < LAST_LINE || rest.p[rest.n - 1] != '\n' ||
	    memcmp(rest.p + rest.n - LAST_LINE, WORD, WORD_LEN) != 0)
		return diag_fail(STATUS_CANNOT, "%s: is torn", name);
	sum.p = rest.p + rest.n - 1 - SIP_TEXT;
	sum.n = SIP_TEXT;
	text.n -= LAST_LINE;
	if (sip_get(sum, &hash) != 0 || bytes_fnv1a(text) != hash)
		return diag_fail(
		    STATUS_CANNOT, "%s: is torn: its checksum differs", name);
	body->p = rest.p;
	body->n = rest.n - LAST_LINE;
	return 0;
}

int
proof_load(const char *path, struct buf *text)
{
	ssize_t n;
	int fd, error = 0;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return diag_fail(
		    STATUS_SYSTEM, "%s: %s", path, strerror(errno));
	do {
		n = read(fd, buf_reserve(text, READ_SIZE), READ_SIZE);
		text->n += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && text->n <= LARGEST) || (n < 0 && errno == EINTR));
	if (n < 0)
		error = errno;
	close(fd);
	if (n < 0)
		return diag_fail(
		    STATUS_SYSTEM, "%s: %s", path, strerror(error));
	if (text->n > LARGEST)
		return diag_fail(
		    STATUS_CANNOT, "%s: is larger than 1 GiB", path);
	return 0;
}
