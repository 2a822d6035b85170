/* SPDX-License-Identifier: ISC */
/*
 * The breathing guide in time, on a clock and a screen that are made up:
 * twenty frames a second, one write each, and what ends it.
 */
#include <stdlib.h>

#include "call/zone.h"
#include "care/pacer.h"
#include "tap.h"

enum { FRAMES = 5000 };

/* Something that happens when the clock reaches `at`. */
struct happening {
	int64_t at;
	enum term_event event;
	char key;
	int64_t stopped; /* for so many ms, before it is told */
	int columns;	 /* the width from then on; 0: as it was */
};

/* A screen in memory, and what it was given. */
struct stage {
	int64_t now;
	int64_t per_write; /* ms that a write takes */
	int64_t late;	   /* ms by which a wait is too long */
	int columns, colour, utf8;
	const struct happening *next;
	size_t writes, fails_at;
	int64_t at[FRAMES];
	char *text[FRAMES];
};

static int64_t
stage_clock(void *arg)
{
	return ((struct stage *)arg)->now;
}

static enum term_event
stage_wait(void *arg, int ms, char *key)
{
	struct stage *s = arg;
	const struct happening *h = s->next;

	if (h == NULL || h->event == TERM_NOTHING || h->at > s->now + ms) {
		s->now += ms + s->late;
		return TERM_NOTHING;
	}
	if (h->at > s->now)
		s->now = h->at;
	s->now += h->stopped;
	if (h->columns > 0)
		s->columns = h->columns;
	*key = h->key;
	s->next++;
	return h->event;
}

static void
stage_look(void *arg, struct guide_look *look)
{
	const struct stage *s = arg;

	look->columns = s->columns;
	look->moves = 1;
	look->colour = s->colour;
	look->utf8 = s->utf8;
}

static int
stage_write(void *arg, struct bytes b)
{
	struct stage *s = arg;

	if (s->writes == s->fails_at || s->writes == FRAMES)
		return -1;
	s->at[s->writes] = s->now;
	s->text[s->writes] = malloc(b.n + 1);
	if (s->text[s->writes] == NULL)
		return -1;
	memcpy(s->text[s->writes], b.p, b.n);
	s->text[s->writes++][b.n] = '\0';
	s->now += s->per_write;
	return 0;
}

static struct stage
stage_new(int columns)
{
	struct stage s = {
		.now = 1000003, .columns = columns, .fails_at = SIZE_MAX
	};

	return s;
}

static void
stage_end(struct stage *s)
{
	size_t i;

	for (i = 0; i < s->writes; i++)
		free(s->text[i]);
}

static enum pacer_end
play(struct stage *s, const char *name, int64_t total)
{
	struct pacer_screen screen = { stage_clock, stage_wait, stage_look,
		stage_write, s };

	return pacer_run(guide_by_name(bytes_of(name)), total, &screen);
}

/* How many frames hold a text. */
static size_t
with(const struct stage *s, const char *text)
{
	size_t i, n = 0;

	for (i = 0; i < s->writes; i++)
		n += strstr(s->text[i], text) != NULL;
	return n;
}

/* The cells of a frame's bar that are filled, or -1 without a bar. */
static int
filled(const char *frame)
{
	const char *p = strstr(frame, "\n[");
	int n;

	if (p == NULL)
		return -1;
	for (n = 0, p += 2; *p == '#'; p++)
		n++;
	return n;
}

static void
frames(void)
{
	struct stage s = stage_new(40);
	size_t i, off = 0;

	IS_INT(play(&s, "box", 60 * SECOND_MS), PACER_DONE, "a minute passes");
	IS_INT(s.writes, 60 * 20, "in 20 frames a second, one write each");
	for (i = 0; i < s.writes; i++)
		off += s.at[i] != 1000003 + (int64_t)i * 50;
	IS_INT(off, 0, "each at its time");
	IS_INT(s.now - 1000003, 60 * SECOND_MS, "and it ends on time");
	IS_INT(with(&s, "\033[J"), 1, "the screen is cleared once");
	OK(strstr(s.text[0], "\033[J") != NULL, "with the first frame");
	IS_INT(with(&s, "\033[2J"), 0, "and never as a whole");
	IS_INT(with(&s, "\033[H"), s.writes, "each frame begins at the top");
	IS_INT(with(&s, "Breathe in"), 4 * 4 * 20,
	    "60 s are 3 rounds of 16 s and 12 s: 4 times in");
	IS_INT(with(&s, "Breathe out"), 4 * 4 * 20, "4 times out");
	IS_INT(
	    with(&s, "Hold"), 7 * 4 * 20, "held 4 times full, 3 times empty");
	stage_end(&s);
}

/* The bar of box in 40 columns: 37 cells. */
static void
bars(void)
{
	struct stage s = stage_new(40);
	int in = 0, full = 0, out = 0, empty = 0, i;

	play(&s, "box", 16 * SECOND_MS);
	for (i = 0; i < 80; i++) {
		/* 37 cells in 80 frames: cell k is full from 80 k / 37 on. */
		in += filled(s.text[i]) != i * 37 / 80;
		full += filled(s.text[80 + i]) != 37;
		out += filled(s.text[160 + i]) != (80 - i) * 37 / 80;
		empty += filled(s.text[240 + i]) != 0;
	}
	IS_INT(in, 0, "the bar grows from nothing");
	IS_INT(full, 0, "is full for four seconds");
	IS_INT(out, 0, "shrinks from there");
	IS_INT(empty, 0, "and is empty for four");
	IS_INT(filled(s.text[79]), 36, "one cell is left for the last frame");
	stage_end(&s);
}

/* Slow writes leave frames out and push none back. */
static void
slowness(void)
{
	struct stage s = stage_new(40);
	size_t i, off = 0;

	s.per_write = 20;
	play(&s, "calm", 10 * SECOND_MS);
	IS_INT(s.writes, 200, "writes of 20 ms leave out none");
	for (i = 0; i < s.writes; i++)
		off += s.at[i] != 1000003 + (int64_t)i * 50;
	IS_INT(off, 0, "nor push frames back");
	stage_end(&s);
	s = stage_new(40);
	s.late = 3;
	play(&s, "calm", 10 * SECOND_MS);
	for (i = 1; i < s.writes; i++)
		off += s.at[i] != 1000006 + (int64_t)i * 50;
	IS_INT(off, 0, "a wait that is too long delays its own frame only");
	stage_end(&s);
	s = stage_new(40);
	s.per_write = 120;
	IS_INT(play(&s, "calm", 10 * SECOND_MS), PACER_DONE,
	    "writes of 120 ms: it ends");
	IS_INT(s.now - 1000003, 10080, "with the frame that reaches the end");
	IS_INT(s.writes, 84, "in as many frames as there is time for");
	stage_end(&s);
	s = stage_new(40);
	s.per_write = 120;
	s.next = (struct happening[]){ { 1000203, TERM_KEY, 'q', 0, 0 },
		{ 0, TERM_NOTHING, 0, 0, 0 } };
	IS_INT(play(&s, "calm", 0), PACER_LEFT, "and keys are still heard");
	stage_end(&s);
}

static void
happenings(void)
{
	static const struct happening things[] = {
		{ 1001003, TERM_CHANGED, 0, 0, 20 },	/* another width */
		{ 1002003, TERM_KEY, 'x', 0, 0 },	/* no key of ours */
		{ 1003020, TERM_CHANGED, 0, 60000, 0 }, /* stopped */
		{ 1063520, TERM_KEY, 'Q', 0, 0 }, { 0, TERM_NOTHING, 0, 0, 0 }
	};
	struct stage s = stage_new(70);

	s.next = things;
	IS_INT(play(&s, "478", 19 * SECOND_MS), PACER_LEFT, "Q leaves");
	IS_INT(with(&s, "\033[J"), 3,
	    "cleared at the start, for the new width and after the stop");
	OK(strstr(s.text[20], "\033[J") != NULL, "at once: for the width");
	IS_INT(s.at[20], 1001003, "in a frame of its own");
	IS_INT(s.at[61], 1063020, "and as soon as it goes on");
	OK(strstr(s.text[61], "\033[J") != NULL, "is the screen drawn anew");
	OK(strstr(s.text[61], "Breathe in  1") != NULL,
	    "at the breath where it was, a minute ago");
	OK(strstr(s.text[s.writes - 1], "0:16, q leaves") != NULL,
	    "the time left stood still as well");
	stage_end(&s);

	s = stage_new(70);
	s.next = (struct happening[]){ { 1000120, TERM_SIGNAL, 0, 0, 0 },
		{ 0, TERM_NOTHING, 0, 0, 0 } };
	IS_INT(play(&s, "box", 0), PACER_SIGNAL, "a signal ends it");
	IS_INT(s.writes, 3, "at once");
	stage_end(&s);
	s = stage_new(70);
	s.fails_at = 7;
	IS_INT(play(&s, "box", 0), PACER_FAILED, "so does a failed write");
	stage_end(&s);
}

/* The widest line of a frame, in characters. */
static int
widest(const char *p)
{
	int n = 0, most = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\033') {
			for (p += 2; *p < '@'; p++)
				;
			continue;
		}
		n = *p == '\n' || *p == '\r' ? 0 : n;
		/* Bytes that go on with a character of UTF-8 are no more. */
		n += (unsigned char)*p >= ' ' &&
		    ((unsigned char)*p & 0xc0) != 0x80;
		if (n > most)
			most = n;
	}
	return most;
}

/* Every frame of 19 s fits, tells what to do and how to leave. */
static void
widths(void)
{
	static const char *const names[] = { "box", "478", "calm" };
	int columns, wide = 0, cut = 0, bare = 0, looks, foreign = 0;
	size_t i, k;

	for (i = 0; i < 3; i++)
		for (columns = 20; columns <= 132; columns += 7)
			for (looks = 0; looks < 4; looks++) {
				struct stage s = stage_new(columns);

				s.colour = looks & 1;
				s.utf8 = looks >> 1;
				play(&s, names[i], 19 * SECOND_MS);
				for (k = 0; k < s.writes; k++) {
					wide +=
					    widest(s.text[k]) != columns - 1;
					foreign += !s.utf8 &&
					    strpbrk(s.text[k],
						"\xe2\x96\x88") != NULL;
					foreign += !s.colour &&
					    (strstr(s.text[k], "\033[3") !=
						    NULL ||
						strstr(s.text[k], "\033[0m") !=
						    NULL);
				}
				cut += with(&s, "Breathe in") +
					with(&s, "Breathe out") +
					with(&s, "Hold") !=
				    s.writes;
				cut += with(&s, "q leaves") != s.writes;
				bare += s.colour && with(&s, "\033[3") == 0;
				bare += s.utf8 && with(&s, "\xe2\x96\x88") == 0;
				stage_end(&s);
			}
	IS_INT(wide, 0, "from 20 columns on each frame has its width");
	IS_INT(cut, 0, "says what to do and how to leave");
	IS_INT(foreign, 0, "has colour and UTF-8 only where they are wanted");
	IS_INT(bare, 0, "and there it has them");
}

int
main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	frames();
	bars();
	slowness();
	happenings();
	widths();
	IS_TEXT(guide_farewell(), "Well done. Take this calm along with you.",
	    "a kind line");
	return tap_done();
}
