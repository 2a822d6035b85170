/* SPDX-License-Identifier: ISC */
/* What can be said of conditions without a record, and in English. */
#include <stdlib.h>

#include "base/diag.h"
#include "care/english.h"
#include "care/facts.h"
#include "care/prove.h"
#include "tap.h"

static struct facts *facts;

static void
range(void *arg, unsigned slot, struct prove_range *r)
{
	facts_range(arg, slot, r);
}

static struct prove_ranges ranges = { range, NULL };

/* On records of all three sorts at once. */
static void
range_in(void *arg, unsigned slot, struct prove_range *r)
{
	facts_range_in(arg, slot, FACTS_SORTS - 1, r);
}

static struct prove_ranges of_sorts = { range_in, NULL };

static struct expr *
compile(const char *text)
{
	struct expr_error error;
	struct expr *e =
	    expr_compile(bytes_of(text), facts_names(facts), &error);

	if (e == NULL) {
		printf("# %s: %zu: %s\n", text, error.character, error.text);
		exit(1);
	}
	return e;
}

static void
test_may_hold(void)
{
	static const struct {
		const char *text;
		int may;
	} cases[] = { { "stress > 99", 1 }, { "stress > 100", 0 },
		{ "stress < 0", 0 }, { "stress <= 0", 1 },
		{ "stress > 3 and stress < 4", 0 },
		{ "csat > 3 and csat < 4", 1 }, { "csat > 3 and csat < 3", 0 },
		{ "csat > 3 and csat <= 3", 0 },
		{ "csat >= 3 and csat <= 3", 1 },
		{ "csat >= 3 and csat <= 3 and csat != 3", 0 },
		{ "contacts < 1", 0 }, { "contacts >= 1", 1 },
		{ "sentiment < -1", 0 }, { "wait < 0s", 0 },
		{ "promise_late > 0m", 1 }, { "promise_in < 0m", 0 },
		{ "1 < 2", 1 }, { "2 < 1", 0 }, { "'a' = 'a'", 1 },
		{ "'a' = 'b'", 0 }, { "'ab' ~ queue", 1 },
		/* What is missing fails comparisons and passes their not. */
		{ "missing(wait) and wait > 1m", 0 },
		{ "missing(wait) and not wait > 1m", 1 },
		{ "not wait > 1m and not wait <= 1m", 1 },
		{ "not missing(wait) and not wait > 1m and not wait <= 1m", 0 },
		{ "resolved = 'yes' and resolved = 'no'", 0 },
		{ "not resolved = 'yes' and not resolved = 'no'", 1 },
		{ "resolved != 'yes' and resolved != 'no'", 0 },
		{ "hostile and not hostile", 0 },
		{ "signal(abuse) and not signal(abuse)", 0 },
		{ "signal(abuse) and not signal(threat)", 1 },
		{ "queue = 'a' and queue = 'b'", 0 },
		{ "queue = 'a' or queue = 'b'", 1 },
		{ "queue = 'a' and queue ~ 'b'", 0 },
		{ "queue ~ 'a' and queue ~ 'b'", 1 },
		{ "queue ~ 'ab' and not queue ~ 'A'", 0 },
		{ "queue ~ 'a' and not queue ~ 'ab'", 1 },
		{ "queue ~ 'a' and queue ~ 'b' and not queue ~ 'ab'", 1 },
		{ "missing(queue) and queue != 'a'", 0 },
		{ "missing(queue) and not queue = 'a'", 1 },
		{ "talk + hold > 5m and not talk + hold > 5m", 0 },
		{ "talk + hold > 5m and not hold + talk > 5m", 1 },
		{ "(stress > 100 or wait > 1m) and wait < 30s", 0 },
		{ "(stress > 90 or wait > 1m) and wait < 30s", 1 },
		{ "not (stress <= 100 or missing(stress))", 0 },
		{ "start > 2026-03-02 and start < 2026-03-01", 0 },
		{ "start > 2026-03-01 and start < 2026-03-02", 1 },
		{ "talk / 0 > 5s", 0 }, { "not talk / 0 > 5s", 1 },
		{ "5s < -(hold + talk / 0)", 0 }, { "talk > 1h / 0", 0 },
		{ "talk / 2 > 5s", 1 }, { "talk > 999999999999d", 0 },
		{ "talk > 99999d", 1 },
		/* Of who called out or of an item there is no number. */
		{ "not contacts >= 1", 1 },
		{ "contacts within 7d > 3 and contacts within 8d < 2", 1 } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text);

		IS_INT(prove_may_hold(e, &ranges), cases[i].may, "%s %s",
		    cases[i].may ? "may hold:" : "never holds:", cases[i].text);
		expr_free(e);
	}
}

/* No signal, resolved, of a customer who never was hostile. */
static void
test_sorts(void)
{
	static const struct {
		const char *text;
		int may;
	} cases[] = { { "signal(threat)", 0 }, { "not signal(threat)", 1 },
		{ "signal(threat) or stress >= 85", 1 },
		{ "signal(abuse) or hostile = 'yes'", 0 }, { "threat", 0 },
		{ "hostile = 'no'", 1 }, { "missing(hostile)", 1 },
		{ "resolved = 'no'", 0 }, { "resolved", 1 },
		{ "not resolved = 'yes'", 0 }, { "missing(resolved)", 0 },
		{ "promise_late > 0m", 0 }, { "promise_in < 30m", 0 },
		{ "missing(promise_in)", 1 },
		{ "hostile_contacts within 30d >= 2", 0 },
		{ "hostile_contacts within 30d = 0", 1 },
		/* An export may hold what triage would not write. */
		{ "stress > 100", 1 }, { "contacts < 1", 1 } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text);

		IS_INT(prove_may_hold(e, &of_sorts), cases[i].may,
		    "of most records: %s", cases[i].text);
		expr_free(e);
	}
}

static void
test_implies(void)
{
	static const struct {
		const char *a, *b;
		int want;
	} cases[] = { { "stress >= 85", "stress >= 85", 1 },
		{ "stress >= 85", "stress >= 80", 1 },
		{ "stress >= 80", "stress >= 85", 0 },
		{ "stress > 84", "stress >= 85", 1 },
		{ "csat > 84", "csat >= 85", 0 },
		{ "stress >= 85 and hostile", "hostile", 1 },
		{ "hostile", "hostile or signal(abuse)", 1 },
		{ "hostile or signal(abuse)", "hostile", 0 },
		{ "wait < 20s", "not missing(wait)", 1 },
		{ "not wait < 20s", "wait >= 20s", 0 },
		{ "wait >= 20s", "not wait < 20s", 1 },
		{ "not wait < 20s", "missing(wait) or wait >= 20s", 1 },
		{ "queue = 'Billing'", "queue ~ 'bill'", 1 },
		{ "queue ~ 'bill'", "queue = 'Billing'", 0 },
		{ "queue = 'a'", "queue != 'b'", 1 },
		{ "talk + hold > 15m", "talk + hold > 15m", 1 },
		{ "1 < 2", "hostile", 0 }, { "hostile", "1 < 2", 1 },
		{ "2 < 1", "hostile", 1 } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *a = compile(cases[i].a);
		struct expr *b = compile(cases[i].b);

		IS_INT(prove_implies(a, b, &ranges), cases[i].want, "%s %s %s",
		    cases[i].a, cases[i].want ? "implies" : "does not imply",
		    cases[i].b);
		expr_free(a);
		expr_free(b);
	}
}

/* What is told at once: never less than what a proof would find. */
static void
test_may_imply(void)
{
	static const struct {
		const char *a, *b;
		int want;
	} cases[] = { { "stress >= 85", "stress >= 80", 1 },
		{ "stress >= 85", "stress >= 90", 1 },
		{ "stress >= 85", "wait > 20s", 0 },
		{ "stress >= 85", "stress >= 80 and wait > 20s", 0 },
		{ "stress >= 85 and wait > 1m", "stress >= 80 and wait > 20s",
		    1 },
		{ "stress >= 85", "stress >= 80 or wait > 20s", 1 },
		{ "signal(abuse)", "signal(threat)", 0 },
		{ "signal(abuse)", "not signal(abuse)", 1 },
		{ "stress >= 85", "queue = 'a' or not queue = 'a'", 1 },
		{ "stress >= 85", "(1 < 2) and stress >= 80", 1 },
		{ "stress >= 85", "missing(wait)", 0 },
		{ "queue = 'a'", "queue = 'b'", 0 },
		{ "queue = 'a' and talk > 5m", "'a' = queue", 1 },
		{ "queue = 'a'", "queue != 'b'", 1 },
		{ "queue = 'Billing'", "queue ~ 'bill'", 1 },
		{ "queue ~ 'a'", "queue = 'a'", 0 },
		{ "talk > 5m", "talk + hold > 5m", 1 } };
	struct prove_about a, b;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *x = compile(cases[i].a), *y = compile(cases[i].b);

		prove_look(x, &ranges, &a);
		prove_look(y, &ranges, &b);
		IS_INT(prove_may_imply(&a, &b), cases[i].want, "%s %s imply %s",
		    cases[i].a, cases[i].want ? "may" : "cannot", cases[i].b);
		OK(cases[i].want || !prove_implies(x, y, &ranges),
		    "as the proof has it");
		expr_free(x);
		expr_free(y);
	}
}

static void
test_english(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = { { "signal(threat)", "the caller threatens somebody" },
		{ "not signal(threat)", "the caller threatens nobody" },
		{ "transfers >= 2 and resolved = 'no'",
		    "the call was passed "
		    "on 2 times or more, and the matter is not settled" },
		{ "not (hostile and resolved)",
		    "the call is marked as not "
		    "hostile, or the matter is not settled" },
		{ "hostile and (wait > 5m or hold > 90s)",
		    "the call is "
		    "marked as hostile, and either the caller waited longer "
		    "than 5 minutes or the caller was on hold longer than 1 "
		    "minute 30 seconds" },
		{ "contacts within 14d >= 3",
		    "this is the caller's contact "
		    "number 3 or later within 14 days" },
		{ "missing(owner)", "there is no owner" },
		{ "queue ~ 'vip'", "the queue contains \"vip\"" },
		{ "not queue = 'vip'", "the queue is not \"vip\"" },
		{ "talk + hold > 15m",
		    "the talk plus the hold is above 15 "
		    "minutes" },
		{ "no_contact > 2d",
		    "the time since anybody spoke with the "
		    "customer is above 2 days" },
		{ "promise_late > 0m", "a promised time has passed" } };
	struct buf out = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text);

		out.n = 0;
		english_put(&out, e);
		IS_TEXT(buf_string(&out), cases[i].want, "in English: %s",
		    cases[i].text);
		expr_free(e);
	}
	buf_free(&out);
}

int
main(void)
{
	if (zone_set("UTC") != 0)
		return diag_report();
	facts = facts_new(0);
	ranges.arg = of_sorts.arg = facts;
	test_may_hold();
	test_sorts();
	test_implies();
	test_may_imply();
	test_english();
	facts_free(facts);
	return tap_done();
}
