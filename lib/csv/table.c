/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "csv/remark.h"
#include "csv/table_inside.h"

/* All rests of the look-ahead together; a trickle ends it, too. */
enum { PATIENCE_MS = 1000 };

struct table *
table_new(const struct table_options *o)
{
	/* Blanks and marks; the terminating NUL is one. */
	static const char odd[] = "\x1a \t\"\xef\xff\xfe";
	struct table *t = mem_zero(1, sizeof(*t));
	size_t i;

	t->o = *o;
	t->scan = scan_new(&o->limits);
	remark_beginnings(t->odd);
	for (i = 0; i < sizeof(odd); i++)
		t->odd[(unsigned char)odd[i]] = UINT32_MAX;
	t->odd['s'] |= UINT32_C(1) << ('e' - 'a');
	t->odd['S'] |= UINT32_C(1) << ('e' - 'a');
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	input_close(t->in);
	scan_free(t->scan);
	buf_free(&t->header);
	buf_free(&t->names);
	buf_free(&t->raw);
	names_free(&t->own);
	buf_free(&t->fixed);
	buf_free(&t->short_record);
	buf_free(&t->scratch);
	free(t->column);
	free(t->home);
	free(t->order.from);
	free(t->before.order.from);
	free(t->before.failure);
	free(t->fixed_end);
	free(t->split);
	free(t);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether the look-ahead holds something to show. */
static int
has_records(const struct table *t)
{
	return t->account.records_in > t->before.account.records_in;
}

/*
 * Whether the look-ahead holds as many bytes as it may, with what belongs
 * to no record yet: a line over the limit ends it.
 */
static int
is_full(const struct table *t)
{
	return scan_marked(t->scan) >= t->look_bytes;
}

/*
 * Whether input rests, so that the look-ahead has to end: records are not
 * held back for long, and not at all when nothing is undecided.
 */
static int
rests(struct table *t)
{
	int64_t before, wait = SILENCE_MS;
	int ready;

	if (input_ready(t->in, 0))
		return 0;
	if (t->o.undecided != NULL && !t->o.undecided(t->o.arg))
		return 1;
	if (wait > t->patience_ms)
		wait = t->patience_ms;
	before = now_ms();
	ready = input_ready(t->in, (int)wait);
	t->patience_ms -= now_ms() - before;
	if (t->patience_ms < 0)
		t->patience_ms = 0;
	t->cut |= !ready;
	return !ready;
}

static ssize_t
fill(void *arg, void *buf, size_t cap)
{
	struct table *t = arg;

	if (t->looking) {
		if (t->again || is_full(t) || (has_records(t) && rests(t)))
			return SCAN_LATER;
	} else if (!input_ready(t->in, 0)) {
		if (t->hurries)
			return SCAN_LATER;
		t->o.idle(t->o.arg);
	}
	return input_read(t->in, buf, cap);
}

static void
close_operand(struct table *t)
{
	const char *warning = t->in != NULL ? input_warning(t->in) : NULL;

	if (warning != NULL) {
		diag_warn("%s", warning);
		t->warnings++;
	}
	input_close(t->in);
	t->in = NULL;
}

/* Open the next operand.  Returns 1, 0 when none is left, -1. */
static int
next_operand(struct table *t)
{
	int count = t->o.count > 0 ? t->o.count : 1;
	char delimiter = t->delimiter;
	const char *path;

	close_operand(t);
	if (t->operand == count)
		return 0;
	path = t->o.count > 0 ? t->o.operands[t->operand] : "-";
	t->operand++;
	t->in = input_open(path);
	if (t->in == NULL)
		return -1;
	scan_start(t->scan, fill, t);
	if (table_read_header(t) != 0) {
		input_close(t->in);
		t->in = NULL;
		return -1;
	}
	if (delimiter != 0 && delimiter != t->delimiter) {
		diag_fail(STATUS_CANNOT,
		    "%s: its delimiter differs from the "
		    "first file's",
		    input_name(t->in));
		t->delimiter = delimiter;
		input_close(t->in);
		t->in = NULL;
		return -1;
	}
	return 1;
}

int
table_header(struct table *t)
{
	return t->in != NULL ? 1 : next_operand(t);
}

size_t
table_width(const struct table *t)
{
	return t->width;
}

struct bytes
table_column(const struct table *t, size_t i)
{
	return t->column[i];
}

struct bytes
table_header_bytes(const struct table *t)
{
	return buf_bytes(&t->header);
}

struct bytes
table_eol(const struct table *t)
{
	struct bytes b = { t->eol, t->eol_len };

	return b;
}

char
table_delimiter(const struct table *t)
{
	return t->delimiter;
}

/* Whether a line is what a tool that failed ends its stream with. */
static int
is_failure_mark(const struct record *r)
{
	static const char head[] = "\"evenkeel: ", tail[] = " failed";
	size_t h = sizeof(head) - 1, n = sizeof(tail) - 1;

	return r->defect == SCAN_UNCLOSED && r->len > h + n &&
	    memcmp(r->p, head, h) == 0 &&
	    memcmp(r->p + r->len - n, tail, n) == 0;
}

/* Whether the first field may end with Total, or Ergebnis. */
static inline int
may_be_group_sum(const struct record *r)
{
	size_t n = record_field(r, 0).n;
	unsigned char last, before;

	if (n < 7)
		return 0;
	n -= r->p[n - 1] == '"';
	last = (unsigned char)r->p[n - 1] | 32;
	before = (unsigned char)r->p[n - 2] | 32;
	return (last == 'l' && before == 'a') || (last == 's' && before == 'i');
}

/*
 * Whether a record is of the usual kind: as many fields as the header, and
 * nothing in it recalls a header or a remark.  Most are.
 */
__attribute__((always_inline)) static inline int
is_usual(const struct table *t, const struct record *r)
{
	const char *p = r->p;
	unsigned letter;

	/* Nothing but the first field. */
	if (r->fields > 1 && record_field(r, 0).n + r->fields - 1 == r->len)
		return 0;
	if (r->defect != SCAN_SOUND || r->fields != t->order.width ||
	    t->order.reordered || t->below_header || r->len < 3 || r->eol == 0)
		return 0;
	p += *p == '"';
	letter = ((unsigned char)p[1] | 32u) - 'a';
	return !(t->odd[(unsigned char)p[0]] >>
		       (letter < 26 ? letter : REMARK_NO_LETTER) &
		   1) &&
	    p[0] != t->delimiter && !may_be_group_sum(r) &&
	    !names_may(&t->own, record_field(r, 0)) &&
	    (r->fields < 2 || !names_may(&t->own, record_field(r, 1)));
}

/* The operand is of no use any more; the look-ahead keeps why. */
static int
stop_operand(struct table *t)
{
	if (t->looking) {
		t->before.status = diag_status();
		free(t->before.failure);
		t->before.failure = mem_string(diag_text());
		return 0;
	}
	input_close(t->in);
	t->in = NULL;
	return -1;
}

/* Whether the look-ahead has seen enough. */
static int
looked_enough(const struct table *t)
{
	return scan_marked(t->scan) >= t->look_bytes ||
	    t->account.records_in - t->before.account.records_in >=
	    t->look_records;
}

/* The scanner's next record, or that which table_near() did not judge. */
static inline int
next_record(struct table *t, struct record *r)
{
	int got;

	if (t->holds) {
		*r = t->held;
		t->holds = 0;
		return 1;
	}
	t->hurries = t->in_haste;
	got = scan_next(t->scan, r);
	t->hurries = 0;
	return got;
}

/* Pass a usual record on. */
static inline int
pass(struct table *t)
{
	t->passed = 1;
	t->distrust = 0;
	return 1;
}

HOT int
table_near(struct table *t, struct record *r)
{
	if (t->in == NULL || t->looking || t->holds || !scan_near(t->scan, r))
		return 0;
	if (is_usual(t, r)) {
		t->account.records_in++;
		return pass(t);
	}
	t->held = *r;
	t->holds = 1;
	return 0;
}

/* What is not so near, or not of the usual kind. */
__attribute__((noinline)) static int
other_next(struct table *t, struct record *r)
{
	for (;;) {
		int got;

		if (t->in == NULL) {
			if (t->looking)
				return 0;
			if (t->in_haste)
				return TABLE_LATER;
			got = next_operand(t);
			if (got <= 0)
				return got;
		}
		if (t->looking && looked_enough(t))
			return 0;
		got = next_record(t, r);
		if (got == 1 && is_failure_mark(r)) {
			if (t->looking)
				return 0;
			t->upstream_failed = 1;
			got = table_fail_at(t, r, "upstream failed");
		}
		if (got == 1) {
			t->account.records_in++;
			t->account.suspicious += r->suspicious;
			if (is_usual(t, r))
				return pass(t);
			got = table_judge(t, r);
			if (got == 1)
				return 1;
			if (got == 0)
				continue;
			t->account.stopped++;
			return stop_operand(t);
		}
		if (t->looking)
			return 0;
		if (got == SCAN_LATER)
			return TABLE_LATER;
		if (got < 0) {
			diag_fail(diag_status(), "%s, after record %llu",
			    diag_text(),
			    (unsigned long long)t->account.records_in);
			return stop_operand(t);
		}
		close_operand(t);
	}
}

HOT int
table_next(struct table *t, struct record *r)
{
	return table_near(t, r) ? 1 : other_next(t, r);
}

void
table_wait(struct table *t, int wait)
{
	t->in_haste = !wait;
}

void
table_look(struct table *t, size_t records, size_t bytes)
{
	struct order *saved = &t->before.order;

	t->looking = 1;
	t->again = t->looked;
	t->looked = 1;
	t->patience_ms = PATIENCE_MS;
	t->look_records = records;
	t->look_bytes = bytes;
	t->before.account = t->account;
	t->before.distrust = t->distrust;
	t->before.passed = t->passed;
	t->before.reread = t->reread;
	t->before.preamble_until = t->preamble_until;
	t->before.records_until = t->records_until;
	saved->reordered = t->order.reordered;
	saved->width = t->order.width;
	memcpy(saved->from, t->order.from, t->width * sizeof(*saved->from));
	scan_mark(t->scan);
}

void
table_look_done(struct table *t)
{
	const struct order *saved = &t->before.order;

	t->looking = 0;
	t->account = t->before.account;
	t->distrust = t->before.distrust;
	t->passed = t->before.passed;
	t->reread = t->before.reread;
	t->preamble_until = t->before.preamble_until;
	t->records_until = t->before.records_until;
	t->below_header = 1;
	t->order.reordered = saved->reordered;
	t->order.width = saved->width;
	memcpy(t->order.from, saved->from, t->width * sizeof(*saved->from));
	scan_rewind(t->scan);
}

int
table_look_cut(const struct table *t)
{
	return t->cut;
}

int
table_look_failed(const struct table *t)
{
	return t->before.failure == NULL
	    ? 0
	    : diag_fail(t->before.status, "%s", t->before.failure);
}

int
table_upstream_failed(const struct table *t)
{
	return t->upstream_failed;
}

const struct table_account *
table_account(const struct table *t)
{
	return &t->account;
}

const char *
table_file(const struct table *t)
{
	return t->in != NULL ? input_name(t->in) : "<end>";
}

void
table_progress(const struct table *t, uint64_t *taken, uint64_t *size)
{
	*taken = t->in != NULL ? input_taken(t->in) : 0;
	*size = t->in != NULL ? input_size(t->in) : 0;
}

size_t
table_warnings(const struct table *t)
{
	return t->warnings;
}
