/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/num.h"
#include "base/term.h"
#include "call/zone.h"
#include "care/picture.h"

enum {
	GAP = 2,
	DATE = 10, /* 2026-03-02 */
	CLOCK = 5, /* 09:00 */
	OFFSET = 6 /* +01:00 */
};

/* How the lines of one picture are laid out, in columns and calls. */
struct layout {
	int width;    /* of the terminal, as far as it is used */
	int offsets;  /* whether times have theirs */
	int64_t each; /* calls that a sign stands for */
	int64_t bars; /* the longest bar */
};

static void
repeat(struct emit *e, char c, int64_t n)
{
	for (; n > 0; n--)
		emit_byte(e, c);
}

/* The length of the character of UTF-8 that text begins with, or 0. */
static size_t
character(struct bytes text)
{
	unsigned char first = (unsigned char)text.p[0];
	size_t n = first < 0x80		    ? 1
	    : first >= 0xc2 && first < 0xe0 ? 2
	    : first >= 0xe0 && first < 0xf0 ? 3
	    : first >= 0xf0 && first < 0xf5 ? 4
					    : 0;
	size_t i;

	if (n > text.n)
		return 0;
	for (i = 1; i < n; i++)
		if (((unsigned char)text.p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* Whether it can be shown: no control character, C1's neither. */
static int
is_shown(const char *p, size_t n, int utf8)
{
	unsigned char first = (unsigned char)p[0];

	if (n == 1)
		return first >= ' ' && first != 0x7f;
	return utf8 && n > 1 && (first != 0xc2 || (unsigned char)p[1] >= 0xa0);
}

int
picture_name(struct bytes name, int columns, int utf8, struct buf *shown)
{
	int used = 0, plain, wide;
	size_t n;

	while (name.n > 0) {
		n = character(name);
		plain = is_shown(name.p, n, utf8);
		wide = plain && n > 2 ? 2 : 1;
		if (used + wide > columns)
			break;
		used += wide;
		n = n > 0 ? n : 1;
		if (plain)
			buf_add(shown, name.p, n);
		else
			buf_add_byte(shown, '?');
		name.p += n;
		name.n -= n;
	}
	return used;
}

/* A title on lines of its own, which end behind a comma if need be. */
static void
put_folded(struct emit *e, int width, const char *title)
{
	struct bytes part, rest = bytes_of(title);
	int used = 0, n;

	while (rest.p != NULL) {
		part = bytes_cut(rest, ',', &rest);
		if (used == 0)
			part = bytes_trim(part);
		n = (int)part.n + (rest.p != NULL);
		if (used > 0 && used + n > width) {
			emit_byte(e, '\n');
			part = bytes_trim(part);
			used = 0;
		}
		emit_bytes(e, part.p, part.n);
		if (rest.p != NULL)
			emit_byte(e, ',');
		used += n;
	}
}

/* Date, name and title, on further lines where one does not hold them. */
static void
put_head(struct emit *e, int width, int64_t date, struct bytes agent,
    const char *title)
{
	int used = DATE, taken;
	struct buf name = { NULL, 0, 0 };
	char text[NUM_MAX];

	emit_bytes(e, text, date_put(text, date));
	taken = picture_name(agent, width - used - GAP, term_utf8(), &name);
	if (taken > 0) {
		repeat(e, ' ', GAP);
		emit_bytes(e, name.p, name.n);
		used += taken + GAP;
	}
	buf_free(&name);
	if (used + GAP + (int)strlen(title) <= width) {
		repeat(e, ' ', GAP);
		emit_string(e, title);
	} else {
		emit_byte(e, '\n');
		put_folded(e, width, title);
	}
	emit_byte(e, '\n');
}

/* The numbers behind a bar; returns their length. */
static size_t
numbers(char *text, const struct picture_bar *b)
{
	size_t n = 0;

	if (b->done >= 0) {
		n = num_put(text, b->done);
		memcpy(text + n, " of ", 4);
		n += 4;
	}
	return n + num_put(text + n, b->target);
}

static int64_t
longer(const struct picture_bar *b)
{
	return b->done > b->target ? b->done : b->target;
}

/* How many signs stand for so many calls, half up. */
static int64_t
signs(int64_t calls, int64_t each)
{
	return (calls + each / 2) / each;
}

static void
put_bar(struct emit *e, const struct layout *l, const struct picture_bar *b)
{
	int64_t done = b->done > 0 ? b->done : 0, kept, width;
	char text[3 * NUM_MAX];
	size_t n = instant_put(text, b->from);

	emit_bytes(e, text + 11, CLOCK);
	if (l->offsets)
		emit_bytes(e, text + n - OFFSET, OFFSET);
	repeat(e, ' ', GAP);
	kept = signs(done < b->target ? done : b->target, l->each);
	width = signs(longer(b), l->each);
	repeat(e, '#', kept);
	repeat(e, done > b->target ? '+' : '.', width - kept);
	repeat(e, ' ', l->bars - width + GAP);
	emit_bytes(e, text, numbers(text, b));
	emit_byte(e, '\n');
}

/* Lay the lines out: what is beside the bars first, then their scale. */
static void
lay_out(
    struct layout *l, int columns, const struct picture_bar *bars, size_t count)
{
	int64_t most = 0, room;
	size_t widest = 0, n, i;
	char text[3 * NUM_MAX];

	*l =
	    (struct layout){ .width = columns < PICTURE_WIDTH ? columns
							      : PICTURE_WIDTH };
	for (i = 0; i < count; i++) {
		most = longer(&bars[i]) > most ? longer(&bars[i]) : most;
		n = numbers(text, &bars[i]);
		widest = n > widest ? n : widest;
		l->offsets |=
		    zone_offset(bars[i].from) != zone_offset(bars[0].from);
	}
	room = l->width - CLOCK - (l->offsets ? OFFSET : 0) - 2 * GAP -
	    (int64_t)widest;
	room = room > 1 ? room : 1;
	l->each = (most + room - 1) / room;
	l->each = l->each > 0 ? l->each : 1;
	l->bars = signs(most, l->each);
}

void
picture_draw(struct emit *e, int columns, int64_t date, struct bytes agent,
    const char *title, const struct picture_bar *bars, size_t count)
{
	char text[NUM_MAX];
	struct layout l;
	size_t i;

	lay_out(&l, columns, bars, count);
	put_head(e, l.width, date, agent, title);
	for (i = 0; i < count; i++)
		put_bar(e, &l, &bars[i]);
	if (l.each > 1) {
		emit_string(e, "one sign is ");
		emit_bytes(e, text, num_put(text, l.each));
		emit_string(e, " calls\n");
	}
}
