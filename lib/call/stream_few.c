/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "call/stream_inside.h"

void
few_free(struct few *f)
{
	if (f == NULL)
		return;
	free(f->failure);
	free(f);
}

size_t
few_left(const struct few *f)
{
	return f == NULL ? 0 : f->n - f->at;
}

/*
 * Read some calls: the next, whatever it takes, and what ordinary ones are
 * at hand behind it.  Returns as table_next().
 */
static int
read_few(struct stream *s, struct few *f)
{
	struct reader *rd = &s->reader;
	int got;

	f->n = f->at = 0;
	got = stream_record(s, &f->record[0]);
	if (got != 1)
		return got;
	reader_begin(rd);
	do {
		if (reader_read_on(rd, &f->record[f->n], &f->call[f->n]) != 0) {
			f->failure = mem_string(diag_text());
			break;
		}
		f->n++;
	} while (f->n < FEW && s->log == NULL && reader_has_room(rd) &&
	    table_near(s->table, &f->record[f->n]));
	f->scratch = rd->scratch.n;
	return 1;
}

/* What those that were read ended with has its turn. */
static void
fail(struct stream *s, struct few *f)
{
	s->record = f->record[f->n];
	diag_fail(STATUS_CANNOT, "%s", f->failure);
	stream_contradicted(s);
}

/* The next of those that are there. */
static const struct call *
hand_out(struct stream *s, struct few *f)
{
	const struct call *c = &f->call[f->at];

	s->record = f->record[f->at++];
	s->reader.scratch.n = f->scratch;
	return stream_comes(s, c) ? c : NULL;
}

const struct call *
stream_few(struct stream *s)
{
	const struct call *c;
	int got;

	if (s->few == NULL)
		s->few = mem_zero(1, sizeof(*s->few));
	while (!s->ended && !output_failed(s)) {
		if (s->few->at < s->few->n) {
			if ((c = hand_out(s, s->few)) != NULL)
				return c;
			continue;
		}
		if (s->few->failure != NULL) {
			fail(s, s->few);
			break;
		}
		got = read_few(s, s->few);
		if (got < 0)
			s->status = status_worst(s->status, diag_report());
		else if (got == 0) {
			if (s->log != NULL)
				stream_count_events(s);
			break;
		}
	}
	s->ended = 1;
	return NULL;
}
