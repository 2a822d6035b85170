/* SPDX-License-Identifier: ISC */
#ifndef CSV_INFLATE_H
#define CSV_INFLATE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bare DEFLATE (RFC 1951) from memory to memory.  Two libraries do it and
 * give the same bytes: zlib, and ISA-L in less than half the time where it was
 * there when this was built.  What stands around the data in a gzip file
 * is csv/member.h's.
 */
struct inflate;

/* Where to read and to write; what is taken and made is counted off. */
struct inflate_io {
	const unsigned char *in; /* the next byte to be read .. */
	size_t in_n;		 /* .. and how many there are */
	unsigned char *out;	 /* where the next byte is written .. */
	size_t room;		 /* .. and how many fit */
};

enum inflate_got {
	INFLATE_MORE,	/* all input is taken, or all room is filled */
	INFLATE_END,	/* all bytes are out */
	INFLATE_DAMAGED /* all bytes before what cannot be are out */
};

/* By the chosen twin.  Free with inflate_free(), which takes NULL. */
struct inflate *inflate_new(void);
void inflate_free(struct inflate *);

/* Begin a new stream, whatever became of the last. */
void inflate_begin(struct inflate *);

/*
 * Go on until input or room is used up.  When the room is, there may be
 * bytes left that need no further input.  After the end, and after damage,
 * only inflate_begin() goes on.
 */
enum inflate_got inflate_some(struct inflate *, struct inflate_io *);

/*
 * At the end, the bytes that were taken from the input and lie behind it
 * are copied to `rest`.  Returns their number, 0 to INFLATE_REST.
 */
enum { INFLATE_REST = 8 };
size_t inflate_rest(const struct inflate *, unsigned char *rest);

/* gzip's CRC-32 (RFC 1952, section 8) of `n` more bytes; the first's is 0. */
uint32_t
inflate_crc(const struct inflate *, uint32_t crc, const void *, size_t n);

/*
 * The twins by name, NULL behind the last, and choosing one for those made
 * later: -1 when there is none of that name.  The default is the first.
 */
const char *inflate_variant(size_t i);
int inflate_choose(const char *variant);

#endif
