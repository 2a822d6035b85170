/* SPDX-License-Identifier: ISC */
#include "care/pacer.h"

/* Show one frame.  Returns 0 or -1. */
static int
show(const struct guide *g, int64_t at, int64_t total, int wipe,
    const struct pacer_screen *s)
{
	struct guide_look look = { .columns = 0 };
	struct buf frame = { 0 };
	int done;

	s->look(s->arg, &look);
	look.wipe = wipe;
	guide_frame(g, at, total, &look, &frame);
	done = s->write(s->arg, buf_bytes(&frame));
	buf_free(&frame);
	return done;
}

/*
 * Wait until the next frame is due, at `next` ms after `*begin`, which
 * moves on by the time for which the process was stopped.  Keys and
 * signals are looked at even when the frame is late.
 */
static enum term_event
wait_for(int64_t *begin, int64_t next, char *key, const struct pacer_screen *s)
{
	int64_t now = s->clock(s->arg), left, over;
	enum term_event event;

	do {
		left = *begin + next - now;
		if (left < 0)
			left = 0;
		event = s->wait(s->arg, (int)left, key);
		if (event == TERM_KEY && *key != 'q' && *key != 'Q')
			event = TERM_NOTHING;
		over = s->clock(s->arg) - now - left;
		if (event == TERM_CHANGED && over > 0)
			*begin += over;
		now = s->clock(s->arg);
	} while (event == TERM_NOTHING && now < *begin + next);
	return event;
}

enum pacer_end
pacer_run(const struct guide *g, int64_t total, const struct pacer_screen *s)
{
	int64_t begin = s->clock(s->arg), at = 0;
	enum term_event event = TERM_CHANGED;
	char key = '\0';

	while (total == 0 || at < total) {
		if (show(g, at, total, event == TERM_CHANGED, s) != 0)
			return PACER_FAILED;
		event = wait_for(&begin,
		    (at / GUIDE_FRAME_MS + 1) * GUIDE_FRAME_MS, &key, s);
		if (event == TERM_SIGNAL)
			return PACER_SIGNAL;
		if (event == TERM_KEY)
			return PACER_LEFT;
		at = s->clock(s->arg) - begin;
	}
	return PACER_DONE;
}

static int64_t
clock_of_term(void *arg)
{
	(void)arg;
	return term_clock();
}

static enum term_event
wait_on_term(void *arg, int ms, char *key)
{
	enum term_event event = term_wait(arg, ms);

	if (event == TERM_KEY)
		*key = term_key(arg);
	return event;
}

static void
look_of_term(void *arg, struct guide_look *look)
{
	look->columns = term_columns(arg);
	look->moves = term_moves(arg);
	look->colour = term_colour(arg);
	look->utf8 = term_utf8();
}

static int
write_to_term(void *arg, struct bytes b)
{
	return term_write(arg, b);
}

enum pacer_end
pacer_on_terminal(const struct guide *g, int64_t total)
{
	struct pacer_screen s = { clock_of_term, wait_on_term, look_of_term,
		write_to_term, NULL };
	struct term *t = term_open();
	enum pacer_end end;

	if (t == NULL)
		return PACER_FAILED;
	s.arg = t;
	end = pacer_run(g, total, &s);
	term_close(t);
	return end;
}
