/* SPDX-License-Identifier: ISC */
#ifndef CSV_INPUT_H
#define CSV_INPUT_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of one operand: a file, a pipe or standard input, plain or gzip
 * (told by the bytes, never by the name), in UTF-8 or UTF-16.  What comes
 * out is UTF-8 without a byte order mark, or whatever other bytes there
 * were.  gzip is inflated by a thread of its own, several members in a
 * row; damage is an error and never an early end.
 */
struct input;

/*
 * Open `path`; "-" or NULL is standard input.  Returns NULL when it
 * cannot be opened or is a directory (STATUS_SYSTEM); the sentence is in
 * diag_text().  Close with input_close().
 */
struct input *input_open(const char *path);

/*
 * Read up to `cap` (at least 1) bytes; blocks until there is at least one
 * byte.  Returns their number, 0 at the end, -1 on a read error
 * (STATUS_SYSTEM), on damaged gzip or on a format that is refused by name
 * (STATUS_CANNOT); the sentence in diag_text() begins with the name of
 * the input.  After 0 or -1 the same comes again.
 */
ssize_t input_read(struct input *, void *buf, size_t cap);

/*
 * Whether input_read() would return at once, waiting at most `timeout_ms`
 * for that (0: do not wait).  The end and errors count as ready.
 */
int input_ready(struct input *, int timeout_ms);

/* How messages call it: the path, or "<stdin>". */
const char *input_name(const struct input *);

/*
 * Warnings about what was read so far, in words, or NULL: bytes after the
 * last gzip member (which also make the status STATUS_SET_ASIDE), broken
 * UTF-16.  Valid until the next call on this input.
 */
const char *input_warning(const struct input *);

/*
 * For progress: bytes taken from the operand so far and its size, 0 when
 * that is not known.
 */
uint64_t input_taken(const struct input *);
uint64_t input_size(const struct input *);

/* Stops the thread if there is one.  NULL is allowed. */
void input_close(struct input *);

#endif
