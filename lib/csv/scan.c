/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv/scan.h"
#include "csv/scan_simd.h"

enum {
	BLOCK = 256 * 1024, /* asked of the input at a time */
	BATCH = 16 * 1024   /* indexed at a time, to stay in cache */
};

/* Inside a record, what the next structural byte means. */
enum state {
	PLAIN,	/* outside quotes */
	QUOTED, /* between quotes */
	SEEN	/* just behind a quote that may close */
};

/* What is dropped without a look at its fields. */
enum skip { SKIP_NOTHING, SKIP_LINE, SKIP_RECORD, SKIP_LF };

/*
 * What is known of a quote that was open for too long.  Whoever is between
 * quotes at one line end of a record is there at all line ends up to where
 * the record was given up, wherever the record began: what stood behind
 * the first line end was the same.  So lines that open the same quote
 * anew need not read on to learn that it does not close, and many of them
 * cost no more than one.
 */
enum fate_kind { UNKNOWN, OPEN, CLOSES, DOOMED };

struct fate {
	enum fate_kind kind;
	uint64_t from, at; /* known in between, as offsets of the input */
	uint64_t quote;	   /* SEEN: where the quote is */
	enum state state;  /* OPEN: in front of the byte at `at` */
};

struct scan {
	struct scan_limits limits;
	scan_fill *fill;
	void *arg;
	scan_index *index;
	char delimiter;
	int ended;	    /* the input gave its last byte */
	enum skip skipping; /* the rest of a record that was too long */
	enum state inside;  /* SKIP_RECORD: as of the byte at `next` .. */
	char before;	    /* .. and the byte in front of it */
	size_t width;	    /* fields of a usual record; 0: not known */

	char *p; /* the block: p[0..filled) is there */
	size_t filled, cap;
	size_t next;   /* the next record's first byte */
	uint64_t gone; /* bytes dropped in front of p */
	uint64_t line; /* physical line at `next` */

	uint32_t *hits;		 /* structural bytes in p[..indexed), and
				* before the first the byte in front */
	size_t hit, hit_count;	 /* the next one, how many */
	size_t batch, indexed;	 /* they are those of p[batch..indexed) */
	struct scan_marks marks; /* which of them are what; NO_HIT behind */
	size_t feed, odd;	 /* the next ones */
	struct fate fate;

	uint32_t *end; /* field ends of the record at hand */

	size_t mark; /* SIZE_MAX: none */
	uint64_t mark_line;
};

/* Behind the last mark. */
#define NO_HIT UINT32_MAX

/* A record on its way. */
struct progress {
	size_t from; /* first byte, as an offset into p */
	size_t fields;
	enum state state;
	size_t quote;	/* SEEN: where the quote is */
	size_t inner;	/* behind the first line end in quotes, or 0 */
	size_t last_cr; /* the last CR in quotes, for counting CRLF */
	uint64_t lines; /* line ends in quotes */
	unsigned suspicious;
	enum scan_defect defect;
};

static scan_index *chosen;

static scan_index *
default_twin(void)
{
	scan_index *best = NULL;
	size_t i;

	for (i = 0; scan_twins[i].name != NULL; i++)
		if (scan_twins[i].here())
			best = scan_twins[i].index;
	return best;
}

const char *
scan_variant(size_t n)
{
	size_t i;

	for (i = 0; scan_twins[i].name != NULL; i++)
		if (scan_twins[i].here() && n-- == 0)
			return scan_twins[i].name;
	return NULL;
}

int
scan_choose(const char *variant)
{
	size_t i;

	for (i = 0; scan_twins[i].name != NULL; i++)
		if (strcmp(scan_twins[i].name, variant) == 0 &&
		    scan_twins[i].here()) {
			chosen = scan_twins[i].index;
			return 0;
		}
	return -1;
}

/* Room for those of a batch, and one in front. */
static uint32_t *
offsets_new(void)
{
	uint32_t *room =
	    mem_resize(NULL, 1 + BATCH + SCAN_INDEX_SLACK, sizeof(*room));

	return room + 1;
}

static void
offsets_free(uint32_t *offsets)
{
	free(offsets - 1);
}

static void
forget_hits(struct scan *s)
{
	s->hit = s->hit_count = s->feed = s->odd = 0;
	s->marks.feeds[0] = s->marks.odd[0] = NO_HIT;
}

struct scan *
scan_new(const struct scan_limits *limits)
{
	struct scan *s = mem_zero(1, sizeof(*s));

	s->limits = *limits;
	if (chosen == NULL)
		chosen = default_twin();
	s->index = chosen;
	s->delimiter = ',';
	s->cap = 2 * BLOCK;
	s->p = mem_resize(NULL, s->cap, 1);
	s->hits = offsets_new();
	s->marks.feeds = offsets_new();
	s->marks.odd = offsets_new();
	forget_hits(s);
	/* One more, so that a record over the limit can be told. */
	s->end =
	    record_ends(mem_resize(NULL, limits->columns + 2, sizeof(*s->end)));
	s->mark = SIZE_MAX;
	s->line = 1;
	s->ended = 1;
	return s;
}

void
scan_free(struct scan *s)
{
	if (s == NULL)
		return;
	free(s->p);
	offsets_free(s->hits);
	offsets_free(s->marks.feeds);
	offsets_free(s->marks.odd);
	free(s->end - 1);
	free(s);
}

/* Forget the index and begin anew at an offset. */
static void
index_from(struct scan *s, size_t at)
{
	s->batch = s->indexed = at;
	forget_hits(s);
}

/*
 * Go back in the index, to a record that is not done, and make it anew only
 * where that has to be.  Hits of those in front may be out of order, see
 * close_ranks(), but all of them lie below.
 */
static void
index_back(struct scan *s, size_t at)
{
	size_t low = 0, high = s->hit_count;

	if (at < s->batch || at > s->indexed) {
		index_from(s, at);
		return;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->hits[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	s->hit = low;
	s->feed = s->odd = 0;
}

void
scan_start(struct scan *s, scan_fill *fill, void *arg)
{
	s->fill = fill;
	s->arg = arg;
	s->ended = 0;
	s->skipping = SKIP_NOTHING;
	s->width = 0;
	s->filled = s->next = 0;
	s->gone = 0;
	s->line = 1;
	s->mark = SIZE_MAX;
	s->fate.kind = UNKNOWN;
	index_from(s, 0);
}

void
scan_expect(struct scan *s, size_t fields)
{
	s->width = fields;
}

void
scan_delimiter(struct scan *s, char delimiter)
{
	s->delimiter = delimiter;
	s->fate.kind = UNKNOWN;
	index_from(s, s->next);
}

/*
 * Read another block behind what is there, first dropping what lies in
 * front of `from`; `*moved` is by how much offsets shrank.  Returns as
 * the fill function does.
 */
static ssize_t
read_block(struct scan *s, size_t from, size_t *moved)
{
	size_t keep = s->mark < from ? s->mark : from;
	ssize_t n;

	*moved = 0;
	if (s->ended)
		return 0;
	if (keep > 0 && s->cap - s->filled < BLOCK) {
		memmove(s->p, s->p + keep, s->filled - keep);
		s->filled -= keep;
		s->next -= keep;
		s->indexed -= keep;
		/* The hits at hand are used up, and would be wrong now. */
		s->batch = s->indexed;
		forget_hits(s);
		s->gone += keep;
		if (s->mark != SIZE_MAX)
			s->mark -= keep;
		*moved = keep;
	}
	if (s->cap - s->filled < BLOCK) {
		s->p = mem_resize(s->p, s->cap, 2);
		s->cap *= 2;
	}
	n = s->fill(s->arg, s->p + s->filled, BLOCK);
	if (n > 0)
		s->filled += (size_t)n;
	if (n == 0)
		s->ended = 1;
	return n;
}

int
scan_peek(struct scan *s, size_t want, struct bytes *there)
{
	while (s->filled - s->next < want && !s->ended) {
		size_t moved;
		ssize_t n = read_block(s, s->next, &moved);

		if (n < 0)
			return -1;
		index_from(s, s->next);
	}
	there->p = s->p + s->next;
	there->n = s->filled - s->next;
	return 0;
}

void
scan_skip(struct scan *s, size_t bytes, uint64_t lines)
{
	s->next += bytes;
	s->line += lines;
	index_from(s, s->next);
}

void
scan_mark(struct scan *s)
{
	s->mark = s->next;
	s->mark_line = s->line;
}

void
scan_rewind(struct scan *s)
{
	s->next = s->mark;
	s->line = s->mark_line;
	s->skipping = SKIP_NOTHING;
	s->mark = SIZE_MAX;
	index_from(s, s->next);
}

size_t
scan_marked(const struct scan *s)
{
	return s->mark == SIZE_MAX ? 0 : s->next - s->mark;
}

static int
only_blanks(const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* Hand out the record that ends at `to`, with `eol` bytes of line end. */
static int
finish(
    struct scan *s, struct progress *g, size_t to, size_t eol, struct record *r)
{
	r->p = s->p + g->from;
	r->len = to - g->from;
	r->eol = eol;
	r->end = s->end;
	r->shift = 0;
	r->line = s->line;
	r->byte = s->gone + g->from;
	r->suspicious = g->suspicious;
	r->defect = g->defect;
	if (r->len > s->limits.record) {
		r->defect = SCAN_TOO_LONG;
		r->len = s->limits.record;
	}
	if (r->defect == SCAN_SOUND && g->fields > s->limits.columns)
		r->defect = SCAN_TOO_MANY;
	r->fields = r->defect == SCAN_SOUND ||
		(g->inner == 0 && r->defect <= SCAN_UNCLOSED)
	    ? g->fields
	    : 0;
	s->next = to + eol;
	s->line += g->lines + (eol > 0);
	return 1;
}

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
		return finish(s, g, s->filled, 0, r);
	}
	if (s->p[to - 1] == '\r' && to < s->filled && s->p[to] == '\n')
		to++;
	if (s->p[to - 1] == '\n' && to - 2 >= g->from && s->p[to - 2] == '\r')
		eol = 2;
	finish(s, g, to - eol, eol, r);
	index_back(s, s->next);
	return 1;
}

/* Give up for good: whatever follows, the quote is not closed soundly. */
static int
doomed(struct scan *s, struct progress *g, size_t stop, struct record *r)
{
	if (g->inner > 0)
		remember(s, g, DOOMED, stop);
	return resync(s, g, r);
}

/*
 * Whether a quote that is open for too long swallowed records: at least a
 * quarter of the lines behind it have the fields of one.
 */
static int
holds_records(const struct scan *s, const struct progress *g, size_t stop)
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
	    !only_blanks(s->p + g->quote + 1, stop - g->quote - 1))
		s->inside = PLAIN;
	s->before = s->p[stop - 1];
	return finish(s, g, stop, 0, r);
}

/*
 * A record grew over the limit in front of `stop`.  When it runs over
 * several lines that look like records, a quote was never closed; other
 * text of many lines is one record.
 */
static int
too_long(struct scan *s, struct progress *g, size_t stop, struct record *r)
{
	int records = g->inner == 0 || holds_records(s, g, stop);

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
	finish(s, g, g->from + s->limits.record, 0, r);
	index_from(s, s->next);
	return 1;
}

/* The last record, when no line end closes it. */
static int
finish_at_end(struct scan *s, struct progress *g, struct record *r)
{
	if (s->filled == g->from && g->fields == 0)
		return 0;
	if (s->filled - g->from > s->limits.record)
		return too_long(s, g, s->filled, r);
	if (g->state == QUOTED)
		return doomed(s, g, s->filled, r);
	if (g->state == SEEN &&
	    !only_blanks(s->p + g->quote + 1, s->filled - g->quote - 1)) {
		if (g->inner > 0)
			return doomed(s, g, s->filled, r);
		g->defect = SCAN_TEXT_AFTER_QUOTE;
	}
	s->end[g->fields++] = (uint32_t)(s->filled - g->from);
	return finish(s, g, s->filled, 0, r);
}

/* The block has moved, and with it the record that is on its way. */
static void
follow(struct progress *g, size_t moved)
{
	g->from -= moved;
	g->quote -= g->state == SEEN ? moved : 0;
	g->inner -= g->inner > 0 ? moved : 0;
	g->last_cr -= g->last_cr > 0 ? moved : 0;
}

/*
 * More structural bytes: index another batch, or read another block.
 * Returns 1, 0 at the end, or what the fill function said.
 */
static ssize_t
more_hits(struct scan *s, struct progress *g)
{
	size_t n, moved;

	for (;;) {
		n = s->filled - s->indexed;
		if (n > 0) {
			if (n > BATCH)
				n = BATCH;
			s->batch = s->indexed;
			forget_hits(s);
			s->hits[-1] = (uint32_t)s->indexed - 1;
			s->hit_count =
			    s->index(s->p + s->indexed, n, (uint32_t)s->indexed,
				s->delimiter, s->hits, &s->marks);
			s->marks.feeds[s->marks.feed_count] = NO_HIT;
			s->marks.odd[s->marks.odd_count] = NO_HIT;
			s->indexed += n;
			if (s->hit_count > 0)
				return 1;
			continue;
		}
		{
			ssize_t got = read_block(s, g->from, &moved);

			follow(g, moved);
			if (got <= 0)
				return got;
			if (s->filled - g->from > s->limits.record + BLOCK)
				return 1;
		}
	}
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
		got = read_block(s, s->next, &moved);
		if (got < 0)
			return (int)got;
		if (got == 0 && n == left)
			break;
	}
	s->skipping = SKIP_NOTHING;
	index_from(s, s->next);
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
		    (got = read_block(s, s->next, &moved)) <= 0) {
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
	index_from(s, s->next);
	return 1;
}

/* A line end between quotes is text, but counts as a line. */
static void
inner_line(struct scan *s, struct progress *g, size_t pos)
{
	if (s->p[pos] == '\n' && g->last_cr > 0 && g->last_cr + 1 == pos) {
		if (g->inner == pos)
			g->inner = pos + 1;
		return;
	}
	if (s->p[pos] == '\r')
		g->last_cr = pos;
	if (g->inner == 0)
		g->inner = pos + 1;
	g->lines++;
}

/*
 * Whether the byte at `pos` is the first of a field.  Outside of quotes a
 * delimiter in front of it can only be one that counts.  A byte order mark
 * at the start of a record is what `cat` leaves between two files.
 */
static int
opens_field(const struct scan *s, const struct progress *g, size_t pos)
{
	return pos == g->from || s->p[pos - 1] == s->delimiter ||
	    (pos - g->from == 3 &&
		memcmp(s->p + g->from, "\xef\xbb\xbf", 3) == 0);
}

static inline void
end_field(struct scan *s, struct progress *g, size_t pos)
{
	/* Beyond the limit the last place is used again and again. */
	s->end[g->fields] = (uint32_t)(pos - g->from);
	g->fields += g->fields < s->limits.columns;
}

/*
 * Most structural bytes are delimiters outside of quotes: take a run of
 * them.  Returns 1 when it ends the hits that are there.
 */
static int
plain_fields(struct scan *s, struct progress *g)
{
	const uint32_t *hits = s->hits;
	const char *p = s->p, delimiter = s->delimiter;
	const size_t count = s->hit_count, from = g->from;
	const size_t most = s->limits.columns;
	size_t hit = s->hit, fields = g->fields;
	uint32_t *end = s->end;

	/* On locals, which the stores to `end` cannot change: 3 x faster. */
	for (; hit < count && p[hits[hit]] == delimiter; hit++) {
		end[fields] = (uint32_t)(hits[hit] - from);
		fields += fields < most;
	}
	s->hit = hit;
	g->fields = fields;
	return hit == count;
}

/* A structural byte between quotes. */
static void
in_quotes(struct scan *s, struct progress *g, size_t pos)
{
	if (s->p[pos] == '"') {
		g->state = SEEN;
		g->quote = pos;
	} else if (s->p[pos] != s->delimiter)
		inner_line(s, g, pos);
}

/*
 * The first structural byte behind a quote that may have closed the
 * field.  Returns 1 when a record was handed out because it did not.
 */
static int
behind_quote(struct scan *s, struct progress *g, size_t pos, struct record *r)
{
	size_t gap = pos - g->quote - 1;

	if (s->p[pos] == '"' && gap == 0) {
		g->state = QUOTED;
		return 0;
	}
	g->state = PLAIN;
	if (s->p[pos] == '"' || !only_blanks(s->p + g->quote + 1, gap)) {
		if (g->inner > 0)
			return doomed(s, g, pos, r);
		g->defect = SCAN_TEXT_AFTER_QUOTE;
	} else if (gap > 0)
		g->suspicious++;
	return 0;
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
		got = read_block(s, g->from, &moved);
		follow(g, moved);
		*pos -= moved;
		index_from(s, *pos + 1);
		if (got < 0)
			return got;
		if (got == 0)
			f->kind = f->state == QUOTED ? DOOMED : CLOSES;
	}
	return 1;
}

/*
 * At a record's first line end in quotes, at `pos`: whether it is known to
 * be none.  Returns 1 when it was given up and handed out, 0 when it may
 * be sound, or what the fill function said.
 */
static ssize_t
foreseen(struct scan *s, struct progress *g, size_t pos, struct record *r)
{
	const struct fate *f = &s->fate;
	uint64_t at = s->gone + pos, until;
	ssize_t got;

	if (f->kind == UNKNOWN || at < f->from || at >= f->at)
		return 0;
	/* Of CR LF, the LF decides. */
	if (s->p[pos] == '\r' &&
	    (pos + 1 < s->filled ? s->p[pos + 1] == '\n' : !s->ended))
		return 0;
	until = s->gone + g->from + s->limits.record;
	got = fate_follow(s, g, &pos, until);
	if (got < 0) {
		index_from(s, s->next);
		return got;
	}
	if (f->kind == CLOSES && f->at <= until)
		return 0;
	return resync(s, g, r);
}

/* A line end outside of quotes; a CR at the block's end may be half of one. */
static int
end_record(struct scan *s, struct progress *g, size_t pos, struct record *r)
{
	size_t eol = 1;

	if (s->p[pos] == '\r' && pos + 1 == s->filled && !s->ended) {
		size_t moved;
		ssize_t got = read_block(s, g->from, &moved);

		g->from -= moved;
		pos -= moved;
		if (got < 0) {
			index_from(s, s->next);
			return (int)got;
		}
		index_from(s, pos + 1);
	}
	if (s->p[pos] == '\r' && pos + 1 < s->filled && s->p[pos + 1] == '\n') {
		eol = 2;
		/* Its LF is the next hit, unless it is not indexed yet. */
		if (s->hit < s->hit_count)
			s->hit++;
		else
			s->indexed = pos + 2;
	}
	if (g->inner > 0 && pos - g->from > s->limits.record &&
	    holds_records(s, g, pos))
		return too_long(s, g, pos, r);
	s->end[g->fields++] = (uint32_t)(pos - g->from);
	return finish(s, g, pos, eol, r);
}

/*
 * Whether the quotes of a record that ends at the hit `last`, and there is
 * one, are as they should be: each pair opens at the start of a field,
 * closes at its end, and holds no line end; those in between are doubled.
 */
static int
well_quoted(const struct scan *s, size_t last)
{
	const uint32_t *odd = s->marks.odd + s->odd, *hits = s->hits;
	const char *p = s->p;

	do {
		uint32_t at = hits[*odd];

		if (p[at] != '"' ||
		    (at != s->next && p[at - 1] != s->delimiter))
			return 0;
		do {
			if (*++odd >= last)
				return 0;
			at = hits[*odd];
			if (p[at] != '"')
				return 0;
		} while (p[at + 1] == '"' && *++odd < last);
		if (hits[*odd + 1] != at + 1)
			return 0;
	} while (*++odd < last);
	return 1;
}

/*
 * Leave the ends of fields among the hits of such a record, from the first
 * that is a quote on.  Returns the place of the last of them.
 */
static size_t
close_ranks(struct scan *s, size_t last)
{
	size_t i, to = s->marks.odd[s->odd];
	unsigned quote, inside = 0;
	uint32_t *hits = s->hits;
	const char *p = s->p;

	for (i = to; i <= last; i++) {
		quote = p[hits[i]] == '"';
		inside ^= quote;
		hits[to] = hits[i];
		to += !(inside | quote);
	}
	return to - 1;
}

/*
 * Most records end where their line does, all of it in one batch, and have
 * no quotes but sound ones: the hits are the ends of their fields as they
 * stand, or without those that the quotes hold.  Returns 1 when the next
 * record is such a one, else 0.  Measured: half of the scanner's
 * instructions, which were the copies of the ends.
 */
static int
plain_record(struct scan *s, struct record *r)
{
	const uint32_t *hits = s->hits;
	uint32_t from = (uint32_t)s->next;
	size_t feed, last;

	while (s->marks.feeds[s->feed] < s->hit)
		s->feed++;
	while (s->marks.odd[s->odd] < s->hit)
		s->odd++;
	last = feed = s->marks.feeds[s->feed];
	if (feed == NO_HIT || hits[(ptrdiff_t)s->hit - 1] + 1 != from)
		return 0;
	if (s->marks.odd[s->odd] < feed)
		last -= hits[feed - 1] + 1 == hits[feed] &&
		    s->p[hits[feed - 1]] == '\r';
	r->len = hits[last] - from;
	if (last - s->hit >= s->limits.columns || r->len > s->limits.record)
		return 0;
	r->eol = 1 + (feed - last);
	if (s->marks.odd[s->odd] < last) {
		if (!well_quoted(s, last))
			return 0;
		last = close_ranks(s, last);
	}
	r->fields = last - s->hit + 1;
	r->p = s->p + from;
	r->end = hits + s->hit;
	r->shift = from;
	r->line = s->line++;
	r->byte = s->gone + from;
	r->suspicious = 0;
	r->defect = SCAN_SOUND;
	s->next = (size_t)hits[feed] + 1;
	s->hit = feed + 1;
	return 1;
}

int
scan_next(struct scan *s, struct record *r)
{
	struct progress g = { 0 };
	ssize_t got;

	if (s->skipping != SKIP_NOTHING &&
	    (got = s->skipping == SKIP_LINE ? skip_line(s) : skip_record(s)) <
		0)
		return (int)got;
	if (plain_record(s, r))
		return 1;
	g.from = s->next;
	for (;;) {
		size_t pos;
		char c;

		if (s->hit == s->hit_count) {
			got = more_hits(s, &g);
			if (got == 0)
				return finish_at_end(s, &g, r);
			if (got < 0) {
				index_from(s, s->next);
				return (int)got;
			}
			if (s->hit == s->hit_count)
				return too_long(s, &g, s->filled, r);
		}
		if (g.state == PLAIN && plain_fields(s, &g))
			continue;
		pos = s->hits[s->hit++];
		c = s->p[pos];
		if (pos - g.from > s->limits.record &&
		    (g.state != PLAIN || c == '"'))
			return too_long(s, &g, pos, r);
		if (g.state == QUOTED) {
			in_quotes(s, &g, pos);
			if (g.lines == 1 && (c == '\n' || c == '\r') &&
			    (got = foreseen(s, &g, pos, r)) != 0)
				return (int)got;
			continue;
		}
		if (g.state == SEEN) {
			if (behind_quote(s, &g, pos, r))
				return 1;
			if (c == '"')
				continue;
		}
		if (c == '"') {
			/* What is lost anyway may not swallow neighbours. */
			if (opens_field(s, &g, pos) && g.defect == SCAN_SOUND)
				g.state = QUOTED;
			else
				g.suspicious++;
		} else if (c == s->delimiter)
			end_field(s, &g, pos);
		else
			return end_record(s, &g, pos, r);
	}
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
	index_back(s, s->next);
}

size_t
scan_split(struct bytes text, char delimiter, uint32_t *end, size_t most)
{
	size_t i, from = 0, quote = 0, fields = 0;
	enum state state = PLAIN;

	for (i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (state == QUOTED) {
			if (c == '"') {
				state = SEEN;
				quote = i;
			}
		} else if (c == delimiter) {
			if (fields + 1 >= most)
				return 0;
			end[fields++] = (uint32_t)i;
			state = PLAIN;
			from = i + 1;
		} else if (c == '\n' || c == '\r')
			return 0;
		else if (state == SEEN && c == '"' && i == quote + 1)
			state = QUOTED;
		else if (state == SEEN && c != ' ' && c != '\t')
			return 0;
		else if (c == '"' && i == from)
			state = QUOTED;
	}
	if (state == QUOTED || fields >= most)
		return 0;
	end[fields++] = (uint32_t)text.n;
	return fields;
}

struct bytes
field_value(struct bytes raw, struct buf *scratch)
{
	struct bytes value = raw;
	const char *quote;
	char *out;

	if (raw.n == 0 || raw.p[0] != '"')
		return raw;
	while (value.n > 1 && value.p[value.n - 1] != '"')
		value.n--;
	/* With no second quote it never closed: all of it is the value. */
	value.n = value.n > 1 ? value.n - 2 : raw.n - 1;
	value.p++;
	quote = value.n > 0 ? memchr(value.p, '"', value.n) : NULL;
	if (quote == NULL)
		return value;

	out = buf_reserve(scratch, value.n);
	raw.p = out;
	while (quote != NULL) {
		size_t n = (size_t)(quote - value.p) + 1;

		memcpy(out, value.p, n);
		out += n;
		/* Skip the second of the pair. */
		n += n < value.n;
		value.p += n;
		value.n -= n;
		quote = value.n > 0 ? memchr(value.p, '"', value.n) : NULL;
	}
	memcpy(out, value.p, value.n);
	raw.n = (size_t)(out - raw.p) + value.n;
	scratch->n += raw.n;
	return raw;
}

/* `="0301"` is how exports keep a spreadsheet from reading a number. */
static struct bytes
without_guard(struct bytes v)
{
	if (v.n > 2 && v.p[0] == '=' && v.p[1] == '"' && v.p[v.n - 1] == '"' &&
	    (v.n == 3 || memchr(v.p + 2, '"', v.n - 3) == NULL)) {
		v.p += 2;
		v.n -= 3;
	}
	return v;
}

struct bytes
record_unquoted(struct bytes raw, struct buf *scratch)
{
	struct bytes v = field_value(raw, scratch);

	return v.n > 0 && v.p[0] == '=' ? without_guard(v) : v;
}
