/* SPDX-License-Identifier: ISC */
#include "base/num.h"
#include "call/zone.h"
#include "care/picture.h"

enum {
	LABEL = 11, /* 09:00+01:00 */
	GAP = 2,
	NUMBERS = 24, /* `1000000 of 1000000` and more */
	ROOM = PICTURE_WIDTH - LABEL - GAP - GAP - NUMBERS,
	NAME_MOST = 30 /* bytes of a name */
};

static void
repeat(struct emit *e, char c, int64_t n)
{
	for (; n > 0; n--)
		emit_byte(e, c);
}

/*
 * A name without what would steer a terminal, cut between characters of
 * UTF-8 when it is long.
 */
static void
put_name(struct emit *e, struct bytes name)
{
	size_t n = name.n < NAME_MOST ? name.n : NAME_MOST, i;

	while (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xc0) == 0x80)
		n--;
	for (i = 0; i < n; i++)
		emit_byte(e,
		    (unsigned char)name.p[i] < ' ' || name.p[i] == 0x7f
			? '?'
			: name.p[i]);
	if (n > 0)
		emit_string(e, "  ");
}

/* How many signs stand for so many calls, half up. */
static int64_t
signs(int64_t calls, int64_t each)
{
	return (calls + each / 2) / each;
}

static void
put_bar(struct emit *e, const struct picture_bar *b, int64_t each)
{
	int64_t done = b->done > 0 ? b->done : 0, kept, width;
	char text[NUM_MAX + NUM_MAX];
	size_t n;

	n = instant_put(text, b->from);
	emit_bytes(e, text + 11, 5);
	emit_bytes(e, text + n - 6, 6);
	repeat(e, ' ', GAP);
	kept = signs(done < b->target ? done : b->target, each);
	width = signs(done > b->target ? done : b->target, each);
	repeat(e, '#', kept);
	repeat(e, done > b->target ? '+' : '.', width - kept);
	repeat(e, ' ', ROOM - width + GAP);
	if (b->done >= 0) {
		emit_bytes(e, text, num_put(text, b->done));
		emit_string(e, " of ");
	}
	emit_bytes(e, text, num_put(text, b->target));
	emit_byte(e, '\n');
}

void
picture_draw(struct emit *e, int64_t date, struct bytes agent,
    const char *title, const struct picture_bar *bars, size_t count)
{
	int64_t most = 0, each;
	char text[NUM_MAX];
	size_t i;

	for (i = 0; i < count; i++) {
		most = bars[i].target > most ? bars[i].target : most;
		most = bars[i].done > most ? bars[i].done : most;
	}
	each = (most + ROOM - 1) / ROOM;
	each = each > 0 ? each : 1;
	emit_bytes(e, text, date_put(text, date));
	emit_string(e, "  ");
	put_name(e, agent);
	emit_string(e, title);
	emit_byte(e, '\n');
	for (i = 0; i < count; i++)
		put_bar(e, &bars[i], each);
	if (each > 1) {
		emit_string(e, "one sign is ");
		emit_bytes(e, text, num_put(text, each));
		emit_string(e, " calls\n");
	}
}
