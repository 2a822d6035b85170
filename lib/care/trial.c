/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "care/trial.h"

enum { CASE, EXPECT, LEVEL, DUE, STATUS, NOW, COLUMNS };

static const char *const names[COLUMNS] = { "case", "expect", "expect_level",
	"expect_due", "expect_status", "now" };

struct trial {
	struct stream *stream;
	struct policy *policy;
	int64_t now;
	int column[COLUMNS]; /* -1: not there */
	size_t cases, failed;
};

struct trial *
trial_new(struct stream *s, struct policy *p, int64_t now)
{
	struct trial *t = mem_zero(1, sizeof(*t));
	int i;

	t->stream = s;
	t->policy = p;
	t->now = now;
	for (i = 0; i < COLUMNS; i++)
		t->column[i] = stream_column(s, bytes_of(names[i]));
	for (i = CASE; i <= EXPECT; i++)
		if (t->column[i] < 0) {
			diag_fail(STATUS_CANNOT, "%s: cases need a column %s",
			    stream_file(s), names[i]);
			trial_free(t);
			return NULL;
		}
	return t;
}

void
trial_free(struct trial *t)
{
	free(t);
}

static struct bytes
value(const struct trial *t, int i)
{
	struct bytes none = { NULL, 0 };

	return t->column[i] < 0
	    ? none
	    : bytes_trim(stream_column_value(t->stream, (size_t)t->column[i]));
}

/* A line of comment: what was expected, what came. */
static void
complain(struct buf *out, const char *what, struct bytes want, struct bytes got)
{
	buf_text(out, "# %s: want %.*s, got %.*s\n", what,
	    want.n > 0 ? (int)want.n : 4, want.n > 0 ? want.p : "none",
	    got.n > 0 ? (int)got.n : 4, got.n > 0 ? got.p : "none");
}

/* The rules that hold, and whether they are those that were expected. */
static int
check_rules(const struct escalation *e, struct bytes want, struct buf *out)
{
	struct bytes rest = want, word;
	struct buf got = { NULL, 0, 0 };
	size_t i, expected = 0;
	int right = 1;

	while (rest.p != NULL) {
		word = bytes_cut(rest, ' ', &rest);
		expected += word.n > 0;
	}
	for (i = 0; i < e->reason_count; i++) {
		if (i > 0)
			buf_add_byte(&got, ' ');
		buf_add_string(&got, e->reasons[i].rule->name);
		right &= words_hold(want, e->reasons[i].rule->name);
	}
	right &= expected == e->reason_count;
	if (!right)
		complain(out, "rules", want, buf_bytes(&got));
	buf_free(&got);
	return right;
}

static int
check_level(const struct trial *t, const struct escalation *e, struct buf *out)
{
	struct bytes want = value(t, LEVEL);
	int level = policy_level(t->policy, want);

	if (want.n == 0 || (level > 0 && level == e->level))
		return 1;
	complain(out, "level", want, policy_level_name(t->policy, e->level));
	return 0;
}

static int
check_due(const struct trial *t, const struct call *call,
    const struct escalation *e, struct buf *out)
{
	struct bytes want = value(t, DUE), got = { NULL, 0 };
	char text[NUM_MAX];
	int64_t due, day = zone_date(call->start, 0);

	if (want.n == 0 || (when_typed(want, day, &due) == 0 && due == e->due))
		return 1;
	if (e->due != INSTANT_NONE) {
		got.p = text;
		got.n = instant_put(text, e->due);
	}
	complain(out, "due", want, got);
	return 0;
}

static int
check_status(const struct trial *t, const struct escalation *e, struct buf *out)
{
	struct bytes want = value(t, STATUS), got = { NULL, 0 };

	if (e->level > 0)
		got = bytes_of(policy_status_name(e->status));
	if (want.n == 0 || bytes_equal(want, got))
		return 1;
	complain(out, "status", want, got);
	return 0;
}

/* `#` would begin a directive, and a line end another line. */
static void
put_name(struct buf *out, struct bytes name)
{
	size_t i;

	for (i = 0; i < name.n; i++) {
		if (name.p[i] == '#' || name.p[i] == '\\')
			buf_add_byte(out, '\\');
		buf_add_byte(
		    out, (unsigned char)name.p[i] < 0x20 ? ' ' : name.p[i]);
	}
	buf_add_byte(out, '\n');
}

void
trial_take(struct trial *t, const struct call *call, struct buf *out)
{
	struct bytes now = value(t, NOW), name = value(t, CASE);
	struct buf wrong = { NULL, 0, 0 };
	struct escalation e;
	int64_t instant = t->now;
	int right = 1;

	if (now.n > 0 &&
	    when_typed(now, zone_date(call->start, 0), &instant) != 0)
		right = 0;
	if (!right)
		complain(&wrong, "now", now, bytes_of("no time"));
	policy_set_now(t->policy, instant);
	policy_take(t->policy, call, &e);
	if (name.n > 0) {
		right &= check_rules(&e, value(t, EXPECT), &wrong);
		right &= check_level(t, &e, &wrong);
		right &= check_due(t, call, &e, &wrong);
		right &= check_status(t, &e, &wrong);
		t->cases++;
		t->failed += !right;
		buf_text(out, "%sok %zu - ", right ? "" : "not ", t->cases);
		put_name(out, name);
		buf_add_bytes(out, buf_bytes(&wrong));
	}
	buf_free(&wrong);
}

size_t
trial_end(const struct trial *t, struct buf *out)
{
	buf_text(out, "1..%zu\n", t->cases);
	return t->failed;
}
