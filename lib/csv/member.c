/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "csv/member.h"

/* What a member consists of, in order. */
enum part {
	PART_BEFORE, /* zero bytes, then the first of ID1 and ID2 */
	PART_SECOND,
	PART_METHOD,
	PART_FLAGS,
	PART_TIME, /* and extra flags and system */
	PART_EXTRA_LENGTH,
	PART_EXTRA,
	PART_NAME,
	PART_REMARK,
	PART_HEADER_SUM,
	PART_DATA,
	PART_SUM,
	PART_LENGTH
};

enum { ID1 = 0x1f, ID2 = 0x8b, DEFLATED = 8 };
enum { HAS_SUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_REMARK = 16 };
enum { RESERVED = 0xe0 };

/* Parts that are not always there, and those of a fixed size in bytes. */
static const unsigned char needs[] = { [PART_EXTRA_LENGTH] = HAS_EXTRA,
	[PART_EXTRA] = HAS_EXTRA,
	[PART_NAME] = HAS_NAME,
	[PART_REMARK] = HAS_REMARK,
	[PART_HEADER_SUM] = HAS_SUM,
	[PART_LENGTH] = 0 };
static const unsigned char sizes[] = { [PART_TIME] = 6,
	[PART_EXTRA_LENGTH] = 2,
	[PART_HEADER_SUM] = 2,
	[PART_SUM] = 4,
	[PART_LENGTH] = 4 };

struct member {
	struct inflate *inflate;
	enum part part;
	unsigned flags;
	uint32_t left;	/* bytes of a part that has a size */
	uint64_t value; /* of those that came, low byte first */
	unsigned shift; /* where the next goes in it, in bits */
	uint32_t header_sum, sum;
	uint64_t made;
	unsigned number;
	const char *damage;
};

struct member *
member_new(void)
{
	struct member *m = mem_zero(1, sizeof(*m));

	m->inflate = inflate_new();
	return m;
}

void
member_free(struct member *m)
{
	if (m == NULL)
		return;
	inflate_free(m->inflate);
	free(m);
}

static enum member_got
damaged(struct member *m, enum member_got how, const char *what)
{
	m->damage = what;
	return how;
}

static void
begin_part(struct member *m, enum part part)
{
	uint32_t extra = (uint32_t)m->value;

	while (needs[part] != 0 && (m->flags & needs[part]) == 0)
		part++;
	m->part = part;
	m->left = part == PART_EXTRA ? extra : sizes[part];
	m->value = 0;
	m->shift = 0;
	if (part == PART_EXTRA && extra == 0)
		begin_part(m, PART_NAME);
}

static void
begin_member(struct member *m)
{
	m->number++;
	m->made = 0;
	m->sum = 0;
	inflate_begin(m->inflate);
	m->header_sum = inflate_crc(m->inflate, 0, "\x1f\x8b", 2);
	begin_part(m, PART_METHOD);
}

/* A part of a known size is complete: does it hold what it should? */
static enum member_got
end_part(struct member *m)
{
	if (m->part == PART_HEADER_SUM && m->value != (m->header_sum & 0xffff))
		return damaged(
		    m, MEMBER_DAMAGED, "damaged header (wrong check sum)");
	if (m->part == PART_SUM && m->value != m->sum)
		return damaged(m, MEMBER_WRONG, "wrong check sum (CRC-32)");
	if (m->part == PART_LENGTH && m->value != (uint32_t)m->made)
		return damaged(m, MEMBER_WRONG, "wrong length");
	if (m->part == PART_LENGTH)
		m->part = PART_BEFORE;
	else
		begin_part(m, m->part + 1);
	return MEMBER_MORE;
}

/* One byte of a part that has a size. */
static enum member_got
take_counted(struct member *m, unsigned char c)
{
	if (m->part != PART_EXTRA)
		m->value |= (uint64_t)c << m->shift;
	m->shift += 8;
	return --m->left > 0 ? MEMBER_MORE : end_part(m);
}

/* One byte of anything but the data. */
static enum member_got
take(struct member *m, unsigned char c)
{
	if (m->part >= PART_METHOD && m->part < PART_HEADER_SUM)
		m->header_sum = inflate_crc(m->inflate, m->header_sum, &c, 1);
	switch (m->part) {
	case PART_BEFORE:
		m->part = c == ID1 ? PART_SECOND : PART_BEFORE;
		return c == 0 || c == ID1 ? MEMBER_MORE : MEMBER_OTHER;
	case PART_SECOND:
		if (c != ID2)
			return MEMBER_OTHER;
		begin_member(m);
		return MEMBER_MORE;
	case PART_METHOD:
		m->part = PART_FLAGS;
		return c == DEFLATED
		    ? MEMBER_MORE
		    : damaged(m, MEMBER_DAMAGED,
			  "damaged header (unknown compression method)");
	case PART_FLAGS:
		m->flags = c;
		begin_part(m, PART_TIME);
		return (c & RESERVED) == 0
		    ? MEMBER_MORE
		    : damaged(
			  m, MEMBER_DAMAGED, "damaged header (reserved flags)");
	case PART_NAME:
	case PART_REMARK:
		if (c == 0)
			begin_part(m, m->part + 1);
		return MEMBER_MORE;
	default:
		return take_counted(m, c);
	}
}

/* The data is out; what was read behind it is not lost. */
static enum member_got
end_data(struct member *m)
{
	unsigned char rest[INFLATE_REST];
	size_t i, n = inflate_rest(m->inflate, rest);
	enum member_got got = MEMBER_MORE;

	begin_part(m, PART_SUM);
	for (i = 0; i < n && got == MEMBER_MORE; i++)
		got = take(m, rest[i]);
	return got;
}

static enum member_got
some_data(struct member *m, struct inflate_io *io)
{
	const unsigned char *out = io->out;
	enum inflate_got got = inflate_some(m->inflate, io);

	m->sum = inflate_crc(m->inflate, m->sum, out, (size_t)(io->out - out));
	m->made += (uint64_t)(io->out - out);
	if (got == INFLATE_DAMAGED)
		return damaged(m, MEMBER_DAMAGED, "damaged data");
	return got == INFLATE_END ? end_data(m) : MEMBER_MORE;
}

enum member_got
member_some(struct member *m, struct inflate_io *io)
{
	enum member_got got = MEMBER_MORE;

	/* Of the data there may be more to come without any input. */
	if (m->part == PART_DATA)
		got = some_data(m, io);
	while (got == MEMBER_MORE && io->in_n > 0 &&
	    (m->part != PART_DATA || io->room > 0)) {
		if (m->part == PART_DATA)
			got = some_data(m, io);
		else {
			io->in_n--;
			got = take(m, *io->in++);
		}
	}
	return got;
}

enum member_got
member_finish(struct member *m)
{
	if (m->part == PART_BEFORE)
		return MEMBER_END;
	if (m->part == PART_SECOND)
		return MEMBER_OTHER;
	return damaged(m, MEMBER_DAMAGED, "ends too early (truncated)");
}

const char *
member_damage(const struct member *m)
{
	return m->damage;
}

unsigned
member_number(const struct member *m)
{
	return m->number;
}

uint64_t
member_made(const struct member *m)
{
	return m->made;
}
