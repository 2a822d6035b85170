/* SPDX-License-Identifier: ISC */
#ifndef CSV_SNIFF_H
#define CSV_SNIFF_H

#include <stddef.h>

/*
 * What some bytes are, told by how they begin and never by a name.
 */
enum sniff_kind {
	SNIFF_TEXT, /* UTF-8, or bytes that pass through */
	SNIFF_UTF16LE,
	SNIFF_UTF16BE,
	SNIFF_GZIP,
	SNIFF_REFUSED /* packed or encoded in a way not read here */
};

struct sniff {
	enum sniff_kind kind;
	size_t skip;	  /* bytes of a byte order mark */
	const char *what; /* not text: what it is, after "is " */
	const char *help; /* not text: what the user can do */
};

/* So many bytes always decide. */
enum { SNIFF_MAX = 512 };

/*
 * Tell from the first `n` bytes; `all` says that no more will come.
 * Returns 1 when it is decided, 0 when more bytes are needed.  As few are
 * asked for as will do, so that a live pipe is not held up: of text that
 * begins like nothing in the table, the first two bytes.  No bytes at all
 * are text.
 */
int sniff_bytes(const unsigned char *p, size_t n, int all, struct sniff *);

#endif
