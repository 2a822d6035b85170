/* SPDX-License-Identifier: ISC */
#include "report/utf8.h"

/* Lead bytes: how many bytes follow, the bits they hold, the least value. */
static const struct {
	unsigned char mask, lead, more;
	uint32_t least;
} forms[] = {
	{ 0x80, 0x00, 0, 0 },
	{ 0xe0, 0xc0, 1, 0x80 },
	{ 0xf0, 0xe0, 2, 0x800 },
	{ 0xf8, 0xf0, 3, 0x10000 },
};

uint32_t
utf8_next(struct bytes b, size_t *n)
{
	unsigned char c = (unsigned char)b.p[0];
	uint32_t v;
	size_t i, k;

	*n = 1;
	for (i = 0; i < 4 && (c & forms[i].mask) != forms[i].lead; i++)
		;
	if (i == 4 || b.n <= forms[i].more)
		return UTF8_BAD;
	v = c & (unsigned char)~forms[i].mask;
	for (k = 1; k <= forms[i].more; k++) {
		c = (unsigned char)b.p[k];
		if ((c & 0xc0) != 0x80)
			return UTF8_BAD;
		v = v << 6 | (c & 0x3f);
	}
	if (v < forms[i].least || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return UTF8_BAD;
	*n = k;
	return v;
}

/* Ranges that are not one column wide, in order (Unicode 15, in outline). */
static const struct {
	uint32_t from, to;
	signed char columns;
} ranges[] = {
	{ 0x0000, 0x001f, -1 },
	{ 0x007f, 0x009f, -1 },
	{ 0x00ad, 0x00ad, -1 },
	{ 0x0300, 0x036f, 0 },
	{ 0x061c, 0x061c, -1 },
	{ 0x1100, 0x115f, 2 },
	{ 0x200b, 0x200f, -1 },
	{ 0x2028, 0x202e, -1 },
	{ 0x2060, 0x206f, -1 },
	{ 0x20d0, 0x20ff, 0 },
	{ 0x2e80, 0x303e, 2 },
	{ 0x3041, 0xa4cf, 2 },
	{ 0xac00, 0xd7a3, 2 },
	{ 0xf900, 0xfaff, 2 },
	{ 0xfe00, 0xfe0f, 0 },
	{ 0xfe30, 0xfe6f, 2 },
	{ 0xfeff, 0xfeff, -1 },
	{ 0xff00, 0xff60, 2 },
	{ 0xffe0, 0xffe6, 2 },
	{ 0xfff9, 0xfffb, -1 },
	{ 0x1f300, 0x1f64f, 2 },
	{ 0x1f680, 0x1faff, 2 },
	{ 0x20000, 0x3fffd, 2 },
	{ 0xe0000, 0xe007f, -1 },
};

int
utf8_columns(uint32_t v)
{
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (v < ranges[i].from)
			break;
		if (v <= ranges[i].to)
			return ranges[i].columns;
	}
	return 1;
}

/* Columns that the first character is shown in, and its bytes. */
static size_t
step(struct bytes b, size_t *n, int *plain)
{
	uint32_t v = utf8_next(b, n);
	int columns = utf8_columns(v);

	/* U+FFFD itself is shown as invalid bytes are. */
	*plain = columns >= 0 && v != UTF8_BAD;
	return *plain ? (size_t)columns : 1;
}

size_t
utf8_show(struct buf *out, struct bytes b, size_t columns)
{
	size_t width = 0, at, n, used = 0, room = columns;
	int plain;

	for (at = 0; at < b.n && width <= columns; at += n) {
		struct bytes rest = { b.p + at, b.n - at };

		width += step(rest, &n, &plain);
	}
	if (width > columns)
		room = columns > 0 ? columns - 1 : 0;
	for (at = 0; at < b.n; at += n) {
		struct bytes rest = { b.p + at, b.n - at };

		width = step(rest, &n, &plain);
		if (used + width > room)
			break;
		used += width;
		if (plain)
			buf_add(out, rest.p, n);
		else
			buf_add_byte(out, '?');
	}
	if (at < b.n && room < columns) {
		buf_add_byte(out, '~');
		used++;
	}
	return used;
}
