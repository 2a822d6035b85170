/* SPDX-License-Identifier: ISC */
#ifndef CSV_INFLATE_INSIDE_H
#define CSV_INFLATE_INSIDE_H

#include "csv/inflate.h"

/* A library's way; what the functions do says csv/inflate.h. */
struct inflate_way {
	const char *name;
	void *(*make)(void); /* its state, begun */
	void (*end)(void *);
	void (*begin)(void *);
	enum inflate_got (*some)(void *, struct inflate_io *);
	size_t (*rest)(const void *, unsigned char *);
	uint32_t (*crc)(uint32_t, const void *, size_t);
};

extern const struct inflate_way inflate_isal, inflate_zlib;

/* Of `n` bytes how many the library is given at a time: it counts in 32. */
static inline uint32_t
inflate_part(size_t n)
{
	return n < INT32_MAX ? (uint32_t)n : INT32_MAX;
}

#endif
