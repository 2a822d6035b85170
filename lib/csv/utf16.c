/* SPDX-License-Identifier: ISC */
#include "csv/utf16.h"

enum { REPLACEMENT = 0xfffd };

static char *
put(char *o, unsigned c)
{
	if (c < 0x80) {
		*o++ = (char)c;
		return o;
	}
	if (c < 0x800)
		*o++ = (char)(0xc0 | c >> 6);
	else {
		if (c < 0x10000)
			*o++ = (char)(0xe0 | c >> 12);
		else {
			*o++ = (char)(0xf0 | c >> 18);
			*o++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*o++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*o++ = (char)(0x80 | (c & 0x3f));
	return o;
}

/* One unit; writes at most 6 bytes. */
static char *
unit(struct utf16 *u, char *o, unsigned c)
{
	int is_high = c >= 0xd800 && c < 0xdc00;
	int is_low = c >= 0xdc00 && c < 0xe000;

	if (is_low && u->high != 0) {
		c = 0x10000 + ((u->high - 0xd800) << 10) + (c - 0xdc00);
		u->high = 0;
		return put(o, c);
	}
	if (u->high != 0) {
		u->high = 0;
		u->broken++;
		o = put(o, REPLACEMENT);
	}
	if (is_high) {
		u->high = c;
		return o;
	}
	if (is_low) {
		u->broken++;
		c = REPLACEMENT;
	}
	return put(o, c);
}

static int
is_ascii(unsigned char c)
{
	return (c >= ' ' && c < 0x7f) || (c >= '\t' && c <= '\r');
}

void
utf16_convert(
    struct utf16 *u, const unsigned char *p, size_t n, struct buf *out)
{
	/* Two bytes give at most three, and what waited gives three more. */
	char *from = buf_reserve(out, n / 2 * 3 + 9), *o = from;
	size_t i;

	for (i = 0; i < n && !u->foreign; i++) {
		u->half = !u->half;
		if (u->half) {
			u->byte = p[i];
			continue;
		}
		o = unit(u, o,
		    u->big ? (unsigned)u->byte << 8 | p[i]
			   : (unsigned)p[i] << 8 | u->byte);
		if (!is_ascii(p[i]) || !is_ascii(u->byte))
			u->pairs = 0;
		else if (++u->pairs >= UTF16_PAIRS)
			u->foreign = 1;
	}
	out->n += (size_t)(o - from);
}

void
utf16_finish(struct utf16 *u, struct buf *out)
{
	char *from = buf_reserve(out, 6), *o = from;

	u->foreign |= u->pairs >= UTF16_PAIRS_LAST;
	if (u->high != 0) {
		u->broken++;
		o = put(o, REPLACEMENT);
	}
	if (u->half) {
		u->broken++;
		o = put(o, REPLACEMENT);
	}
	out->n += (size_t)(o - from);
}
