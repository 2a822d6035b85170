/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"
#include "csv/inflate_inside.h"

/* Bare data, of the largest window. */
enum { BARE = -15 };

static void *
make(void)
{
	z_stream *z = mem_zero(1, sizeof(*z));

	if (inflateInit2(z, BARE) != Z_OK)
		mem_exhausted();
	return z;
}

static void
end(void *state)
{
	inflateEnd(state);
	free(state);
}

static void
begin(void *state)
{
	/* Fails for a state only that was never made. */
	inflateReset(state);
}

static enum inflate_got
some(void *state, struct inflate_io *io)
{
	z_stream *z = state;
	uint32_t in_n = inflate_part(io->in_n), room = inflate_part(io->room);
	int r;

	/* zlib writes through no such pointer, but does not say so. */
	z->next_in = (z_const Bytef *)(uintptr_t)io->in;
	z->avail_in = in_n;
	z->next_out = io->out;
	z->avail_out = room;
	r = inflate(z, Z_NO_FLUSH);
	if (r == Z_MEM_ERROR)
		mem_exhausted();
	io->in += in_n - z->avail_in;
	io->in_n -= in_n - z->avail_in;
	io->out += room - z->avail_out;
	io->room -= room - z->avail_out;
	if (r == Z_STREAM_END)
		return INFLATE_END;
	return r == Z_OK || r == Z_BUF_ERROR ? INFLATE_MORE : INFLATE_DAMAGED;
}

/* It gives back itself what it does not need. */
static size_t
rest(const void *state, unsigned char *to)
{
	(void)state;
	(void)to;
	return 0;
}

static uint32_t
crc(uint32_t sum, const void *p, size_t n)
{
	return (uint32_t)crc32_z(sum, p, n);
}

const struct inflate_way inflate_zlib = { "zlib", make, end, begin, some, rest,
	crc };
