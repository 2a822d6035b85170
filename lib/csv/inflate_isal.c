/* SPDX-License-Identifier: ISC */
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv/inflate_inside.h"

/*
 * Where the data is damaged, ISA-L does not know how far it has come: its
 * fast loop has by then counted in a copy that it did not make.  So what
 * it began a call with is kept, and the call is made again byte by byte,
 * which the other loop does, and that one counts right.  Keeping it takes
 * 2 % of its time.
 */
struct isal {
	struct inflate_state kept, now;
	int damaged;
};

static void
begin(void *state)
{
	struct isal *s = state;

	isal_inflate_reset(&s->now);
	s->damaged = 0;
}

static void *
make(void)
{
	struct isal *s = mem_zero(1, sizeof(*s));

	isal_inflate_init(&s->now);
	return s;
}

/* Of the bytes that were made already only those that are there. */
static void
keep(struct inflate_state *to, const struct inflate_state *from)
{
	memcpy(to, from,
	    offsetof(struct inflate_state, tmp_out_buffer) +
		(size_t)from->tmp_out_valid);
}

/* One call, for `in_n` bytes of the input. */
static int
call(struct inflate_state *z, struct inflate_io *io, uint32_t in_n)
{
	uint32_t room = inflate_part(io->room);
	int r;

	/* It reads only, but does not say so. */
	z->next_in = (uint8_t *)(uintptr_t)io->in;
	z->avail_in = in_n;
	z->next_out = io->out;
	z->avail_out = room;
	r = isal_inflate(z);
	if (r != ISAL_DECOMP_OK)
		return r;
	io->in += in_n - z->avail_in;
	io->in_n -= in_n - z->avail_in;
	io->out += room - z->avail_out;
	io->room -= room - z->avail_out;
	return r;
}

/* What was made before the damage, and did not find room yet. */
static enum inflate_got
hand_out(struct inflate_state *z, struct inflate_io *io)
{
	size_t n = (size_t)(z->tmp_out_valid - z->tmp_out_processed);

	if (n > io->room)
		n = io->room;
	memcpy(io->out, z->tmp_out_buffer + z->tmp_out_processed, n);
	z->tmp_out_processed += (int32_t)n;
	io->out += n;
	io->room -= n;
	return z->tmp_out_processed < z->tmp_out_valid ? INFLATE_MORE
						       : INFLATE_DAMAGED;
}

/* Come upon the damage again, byte by byte. */
static enum inflate_got
approach(struct isal *s, struct inflate_io *io)
{
	int r;

	keep(&s->now, &s->kept);
	do
		r = call(&s->now, io, io->in_n > 0);
	while (r == ISAL_DECOMP_OK && io->in_n > 0 && io->room > 0);
	if (r == ISAL_DECOMP_OK)
		return INFLATE_MORE;
	s->damaged = 1;
	/* What it made in the last call stands between these two. */
	io->room -= (size_t)(s->now.next_out - io->out);
	io->out = s->now.next_out;
	return hand_out(&s->now, io);
}

static enum inflate_got
some(void *state, struct inflate_io *io)
{
	struct isal *s = state;
	struct inflate_io before = *io;

	if (s->damaged)
		return hand_out(&s->now, io);
	keep(&s->kept, &s->now);
	if (call(&s->now, io, inflate_part(io->in_n)) != ISAL_DECOMP_OK) {
		*io = before;
		return approach(s, io);
	}
	return s->now.block_state == ISAL_BLOCK_FINISH ? INFLATE_END
						       : INFLATE_MORE;
}

/* Up to 64 bits are read ahead; those left of the last byte are padding. */
static size_t
rest(const void *state, unsigned char *to)
{
	const struct inflate_state *z = &((const struct isal *)state)->now;
	size_t i, n = (size_t)z->read_in_length / 8;

	for (i = 0; i < n; i++)
		to[i] = (unsigned char)(z->read_in >>
		    (z->read_in_length % 8 + 8 * i));
	return n;
}

static uint32_t
crc(uint32_t sum, const void *p, size_t n)
{
	return crc32_gzip_refl(sum, p, n);
}

const struct inflate_way inflate_isal = { "isal", make, free, begin, some, rest,
	crc };
