/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "csv/scan.h"
#include "csv/scan_inside.h"

/* Remember what became of a quote, known from what is before `stop`. */
static void
remember(
    struct scan *s, const struct progress *g, enum fate_kind kind, size_t stop)
{
	struct fate *f = &s->fate;

	if (f->kind != UNKNOWN && s->gone + stop <= f->at)
		return;
	f->kind = kind;
	f->from = s->gone + g->from;
	f->at = s->gone + stop;
	f->quote = s->gone + g->quote;
	f->state = g->state;
}

/*
 * Give up on a record whose quotes cannot be right.  When it runs over
 * several lines only the first is handed out and the scan goes on behind
 * it; else it is the last of the input and handed out as it is.
 */
static int
resync(struct scan *s, struct progress *g, struct record *r)
{
	size_t to = g->inner, eol = 1;

	g->defect = SCAN_UNCLOSED;
	g->lines = 0;
	if (to == 0) {
		s->end[g->fields++] = (uint32_t)(s->filled - g->from);
		return scan_finish(s, g, s->filled, 0, r);
	}
	if (s->p[to - 1] == '\r' && to < s->filled && s->p[to] == '\n')
		to++;
	if (s->p[to - 1] == '\n' && to - 2 >= g->from && s->p[to - 2] == '\r')
		eol = 2;
	scan_finish(s, g, to - eol, eol, r);
	scan_index_back(s, s->next);
	return 1;
}

int
scan_doomed(struct scan *s, struct progress *g, size_t stop, struct record *r)
{
	if (g->inner > 0)
		remember(s, g, DOOMED, stop);
	return resync(s, g, r);
}

int
scan_holds_records(const struct scan *s, const struct progress *g, size_t stop)
{
	size_t i, lines = 0, alike = 0, delimiters = 0;

	for (i = g->inner; i < stop && s->width > 1; i++) {
		delimiters += s->p[i] == s->delimiter;
		if (s->p[i] != '\n' && s->p[i] != '\r')
			continue;
		lines++;
		alike += delimiters + 1 >= s->width;
		delimiters = 0;
	}
	return s->width <= 1 || alike * 4 > lines;
}

/* One record of several lines: the rest of it is skipped as a whole. */
static int
skip_from(struct scan *s, struct progress *g, size_t stop, struct record *r)
{
	s->skipping = SKIP_RECORD;
	s->inside = g->state;
	if (g->state == SEEN &&
	    !scan_only_blanks(s->p + g->quote + 1, stop - g->quote - 1))
		s->inside = PLAIN;
	s->before = s->p[stop - 1];
	return scan_finish(s, g, stop, 0, r);
}

int
scan_too_long(struct scan *s, struct progress *g, size_t stop, struct record *r)
{
	int records = g->inner == 0 || scan_holds_records(s, g, stop);

	if (records && g->inner > 0 &&
	    g->inner - g->from <= s->limits.record + 1) {
		/* What follows a quote has not been looked at yet. */
		remember(s, g, OPEN, g->state == SEEN ? g->quote + 1 : stop);
		return resync(s, g, r);
	}
	g->defect = SCAN_TOO_LONG;
	if (!records)
		return skip_from(s, g, stop, r);
	g->lines = 0;
	s->skipping = SKIP_LINE;
	scan_finish(s, g, g->from + s->limits.record, 0, r);
	scan_index_from(s, s->next);
	return 1;
}

/* Drop the rest of a line that was too long. */
static int
skip_line(struct scan *s)
{
	for (;;) {
		size_t moved, left = s->filled - s->next;
		const char *p = s->p + s->next;
		size_t n = 0;
		ssize_t got;

		while (n < left && p[n] != '\n' && p[n] != '\r')
			n++;
		s->next += n;
		if (n + 1 < left || (n < left && (p[n] == '\n' || s->ended))) {
			s->next +=
			    p[n] == '\r' && n + 1 < left && p[n + 1] == '\n'
			    ? 2
			    : 1;
			s->line++;
			break;
		}
		got = scan_read_block(s, s->next, &moved);
		if (got < 0)
			return (int)got;
		if (got == 0 && n == left)
			break;
	}
	s->skipping = SKIP_NOTHING;
	scan_index_from(s, s->next);
	return 1;
}

/* What is inside of behind a byte, in a record that is skipped. */
static enum state
skip_byte(struct scan *s, char c)
{
	if (s->inside == QUOTED)
		return c == '"' ? SEEN : QUOTED;
	if (c == '"' && s->before == (s->inside == SEEN ? '"' : s->delimiter))
		return QUOTED;
	if (s->inside == SEEN && (c == ' ' || c == '\t'))
		return SEEN;
	return PLAIN;
}

/* Drop the rest of a record that was too long, with its line end. */
static int
skip_record(struct scan *s)
{
	for (;;) {
		size_t moved;
		ssize_t got;
		char c;

		if (s->next == s->filled &&
		    (got = scan_read_block(s, s->next, &moved)) <= 0) {
			if (got < 0)
				return (int)got;
			break;
		}
		c = s->p[s->next];
		if (s->skipping == SKIP_LF) {
			s->next += c == '\n';
			break;
		}
		s->next++;
		s->line += c == '\r' || (c == '\n' && s->before != '\r');
		if (s->inside != QUOTED && c == '\n')
			break;
		if (s->inside != QUOTED && c == '\r')
			s->skipping = SKIP_LF;
		else
			s->inside = skip_byte(s, c);
		s->before = c;
	}
	s->skipping = SKIP_NOTHING;
	scan_index_from(s, s->next);
	return 1;
}

int
scan_skip_rest(struct scan *s)
{
	return s->skipping == SKIP_LINE ? skip_line(s) : skip_record(s);
}

/* One byte further in a quote that is open: its fate at `at`. */
static void
fate_step(struct scan *s, size_t at)
{
	struct fate *f = &s->fate;
	char c = s->p[at];

	if (f->state == QUOTED) {
		if (c == '"') {
			f->state = SEEN;
			f->quote = s->gone + at;
		}
	} else if (c == '\n' || c == '\r')
		f->kind = CLOSES;
	else if (f->state == PLAIN) {
		if (c == '"' && s->p[at - 1] == s->delimiter)
			f->state = QUOTED;
	} else if (c == s->delimiter)
		f->state = PLAIN;
	else if (c == '"' && s->gone + at == f->quote + 1)
		f->state = QUOTED;
	else if (c != ' ' && c != '\t')
		f->kind = DOOMED;
}

/*
 * Learn more of the fate of an open quote, up to behind `until`.  Returns
 * 1, or what the fill function said.
 */
static ssize_t
fate_follow(struct scan *s, struct progress *g, size_t *pos, uint64_t until)
{
	struct fate *f = &s->fate;

	while (f->kind == OPEN && f->at <= until) {
		size_t at = (size_t)(f->at - s->gone), moved;
		const char *quote;
		ssize_t got;

		if (at < s->filled) {
			if (f->state == QUOTED) {
				quote = memchr(s->p + at, '"', s->filled - at);
				at = quote == NULL ? s->filled - 1
						   : (size_t)(quote - s->p);
			}
			fate_step(s, at);
			f->at = s->gone + at + (f->kind == OPEN);
			continue;
		}
		got = scan_read_block(s, g->from, &moved);
		scan_follow(g, moved);
		*pos -= moved;
		scan_index_from(s, *pos + 1);
		if (got < 0)
			return got;
		if (got == 0)
			f->kind = f->state == QUOTED ? DOOMED : CLOSES;
	}
	return 1;
}

ssize_t
scan_foreseen(struct scan *s, struct progress *g, size_t pos, struct record *r)
{
	const struct fate *f = &s->fate;
	uint64_t at = s->gone + pos, until;
	ssize_t got;

	if (at < f->from || at >= f->at)
		return 0;
	/* Of CR LF, the LF decides. */
	if (s->p[pos] == '\r' &&
	    (pos + 1 < s->filled ? s->p[pos + 1] == '\n' : !s->ended))
		return 0;
	until = s->gone + g->from + s->limits.record;
	got = fate_follow(s, g, &pos, until);
	if (got < 0) {
		scan_index_from(s, s->next);
		return got;
	}
	if (f->kind == CLOSES && f->at <= until)
		return 0;
	return resync(s, g, r);
}

void
scan_give_up(struct scan *s, struct record *r)
{
	size_t from = (size_t)(r->p - s->p), n = 0;

	while (n < r->len && r->p[n] != '\n' && r->p[n] != '\r')
		n++;
	if (n == r->len)
		return;
	r->eol =
	    r->p[n] == '\r' && n + 1 < r->len && r->p[n + 1] == '\n' ? 2 : 1;
	r->len = n;
	r->fields = 0;
	r->defect = SCAN_UNCLOSED;
	s->next = from + n + r->eol;
	s->line = r->line + 1;
	scan_index_back(s, s->next);
}
