/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/expr.h"
#include "../expr_names.h"
#include "fuzz/expr.c"
#include "tap.h"

static struct expr *
compile(const char *text, struct expr_error *error)
{
	struct bytes b = bytes_of(text);
	struct expr *e;
	char *exact = malloc(b.n > 0 ? b.n : 1);

	/* Without a NUL behind it, so that reading too far shows. */
	memcpy(exact, b.p, b.n);
	b.p = exact;
	e = expr_compile(b, &knows, error);
	free(exact);
	return e;
}

/* 1 it holds, 0 it does not, -1 it does not compile. */
static int
holds(const char *text)
{
	struct expr_error error;
	struct expr *e = compile(text, &error);
	int answer = -1;

	values.record++;
	if (e != NULL)
		answer = expr_holds(e, &values);
	else
		printf("# %zu: %s\n", error.character, error.text);
	expr_free(e);
	return answer;
}

static void
test_truth(void)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = { /* Each relation on numbers: below, equal, above. */
		{ "three = 3", 1 }, { "three = 4", 0 }, { "three != 3", 0 },
		{ "three != 4", 1 }, { "three < 2", 0 }, { "three < 3", 0 },
		{ "three < 4", 1 }, { "three <= 2", 0 }, { "three <= 3", 1 },
		{ "three <= 4", 1 }, { "three > 2", 1 }, { "three > 3", 0 },
		{ "three > 4", 0 }, { "three >= 2", 1 }, { "three >= 3", 1 },
		{ "three >= 4", 0 },
		/* The constant on the left. */
		{ "2 < three", 1 }, { "3 < three", 0 }, { "3 <= three", 1 },
		{ "4 > three", 1 }, { "3 > three", 0 }, { "3 >= three", 1 },
		{ "3 = three", 1 }, { "3 != three", 0 },
		/* Two operands, two constants. */
		{ "three > minus", 1 }, { "minus >= three", 0 }, { "1 < 2", 1 },
		{ "2 < 1", 0 }, { "0.5 = 1 / 2", 1 }, { "minus = -2.5", 1 },
		{ "-minus = 2.5", 1 }, { "- - three = 3", 1 }, { "nil = 0", 1 },
		/* Durations and units. */
		{ "talk = 90s", 1 }, { "talk = 1.5m", 1 }, { "talk = 90", 1 },
		{ "90 = talk", 1 }, { "talk > 1m", 1 }, { "talk < 2M", 1 },
		{ "talk < 1h", 1 }, { "talk < 1d", 1 }, { "1d = 24h", 1 },
		{ "1h = 60m", 1 }, { "7d = 604800s", 1 }, { "0m = 0", 1 },
		{ "talk + hold = 2m", 1 }, { "talk - hold = 60", 1 },
		{ "talk + 30 = 120s", 1 }, { "30 + talk = 2m", 1 },
		{ "talk * 2 = 3m", 1 }, { "2 * talk = 3m", 1 },
		{ "talk / 3 = hold", 1 }, { "talk / hold = three", 1 },
		{ "hold - talk = -1m", 1 }, { "-talk = -90s", 1 },
		{ "talk = 60 + 30", 1 },
		/* Times. */
		{ "start = '2026-03-02 09:30'", 1 },
		{ "start = '2026-03-02T09:30:00Z'", 1 },
		{ "start = 2026-03-02T10:30+01:00", 1 },
		{ "start > 2026-03-02", 1 }, { "start < 2026-03-03", 1 },
		{ "'2026-03-02' < start", 1 }, { "start != end", 1 },
		{ "end - start = 1h", 1 }, { "start + 1h = end", 1 },
		{ "1h + start = end", 1 }, { "end - 3600 = start", 1 },
		{ "end - start > 59m and end - start < 61m", 1 },
		{ "start >= end", 0 },
		/* Flags. */
		{ "on = 'yes'", 1 }, { "on = 'YES'", 1 }, { "on = 'no'", 0 },
		{ "on != 'no'", 1 }, { "off = 'No'", 1 }, { "'no' = off", 1 },
		{ "on", 1 }, { "off", 0 }, { "not off", 1 }, { "on = off", 0 },
		{ "(on)", 1 }, { "on and not off", 1 },
		/* Texts. */
		{ "queue = 'Billing'", 1 }, { "queue = 'billing'", 0 },
		{ "'Billing' = queue", 1 }, { "queue != 'billing'", 1 },
		{ "queue != 'Billing'", 0 }, { "queue ~ 'BILL'", 1 },
		{ "queue ~ 'ling'", 1 }, { "queue ~ 'lingo'", 0 },
		{ "queue ~ 'Billing'", 1 }, { "queue ~ 'x'", 0 },
		{ "reason ~ 'isn''t'", 1 }, { "queue = reason", 0 },
		{ "queue != reason", 1 }, { "reason ~ queue", 0 },
		{ "'Billing EU' ~ queue", 1 }, { "'Bill' ~ queue", 0 },
		{ "'a' = 'a'", 1 }, { "'a' != 'a'", 0 }, { "'a' = 'b'", 0 },
		{ "'Abc' ~ 'B'", 1 }, { "'a' ~ 'ab'", 0 }, { "'x' ~ blank", 0 },
		/* Signals; case does not matter in words. */
		{ "signal(threat)", 1 }, { "signal(abuse)", 0 },
		{ "SIGNAL ( Help )", 1 }, { "not signal(abuse)", 1 },
		{ "THREE = 3 AND Talk > 0", 1 },
		/* Missing makes each comparison false. */
		{ "gone = 3", 0 }, { "gone != 3", 0 }, { "gone < 3", 0 },
		{ "gone <= 3", 0 }, { "gone > 3", 0 }, { "gone >= 3", 0 },
		{ "3 != gone", 0 }, { "gone = gone", 0 },
		{ "gone != three", 0 }, { "not (gone < 3)", 1 },
		{ "not gone < 3", 1 }, { "not not gone < 3", 0 },
		{ "lost < 1h", 0 }, { "never < end", 0 }, { "never != end", 0 },
		{ "unset", 0 }, { "not unset", 1 }, { "unset = 'no'", 0 },
		{ "unset != 'no'", 0 }, { "blank = 'x'", 0 },
		{ "blank != 'x'", 0 }, { "blank ~ 'x'", 0 },
		{ "blank != queue", 0 }, { "queue ~ blank", 0 },
		{ "gone + 1 = 1", 0 }, { "gone * 0 = 0", 0 },
		{ "lost + talk > 0", 0 }, { "talk - lost != 0", 0 },
		{ "never + 1h > start", 0 }, { "-gone != 0", 0 },
		{ "three / nil > 0", 0 }, { "three / nil != 0", 0 },
		{ "three / 0 >= 0", 0 }, { "1 / 0 != 1", 0 },
		{ "missing(gone)", 1 }, { "missing(three)", 0 },
		{ "missing(lost)", 1 }, { "missing(never)", 1 },
		{ "missing(unset)", 1 }, { "missing(blank)", 1 },
		{ "missing(queue)", 0 }, { "missing(nil)", 0 },
		{ "not missing(off)", 1 }, { "missing(contacts)", 0 },
		/* How tightly things bind. */
		{ "1 + 2 * 3 = 7", 1 }, { "(1 + 2) * 3 = 9", 1 },
		{ "10 - 3 - 2 = 5", 1 }, { "24 / 4 / 2 = 3", 1 },
		{ "2 - 3 * -2 = 8", 1 }, { "-2 * -2 = 4", 1 },
		{ "three - minus * 2 = 8", 1 },
		{ "(three - minus) * 2 = 11", 1 },
		{ "three - (minus - three) = 8.5", 1 },
		{ "on or off and off", 1 }, { "(on or off) and off", 0 },
		{ "off and off or on", 1 }, { "not off and off", 0 },
		{ "not (off and off)", 1 }, { "not on or on", 1 },
		{ "three = 3 or three = 4 and off", 1 },
		{ "contacts within 7d >= 4", 1 },
		{ "contacts within 7d + 1 = 5", 1 },
		{ "missing(contacts within 30d)", 0 }
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_INT(
		    holds(cases[i].text), cases[i].want, "%s", cases[i].text);
}

static void
test_errors(void)
{
	static const struct {
		const char *text;
		size_t character;
		const char *says;
	} cases[] = { { "", 1, "a condition" }, { "   ", 1, "a condition" },
		{ "three", 6, "a comparison" },
		{ "three and on", 7, "a comparison" },
		{ "on and three", 13, "a comparison" },
		{ "not three", 10, "a comparison" },
		{ "(three)", 8, "a comparison" }, { "7d", 3, "a comparison" },
		{ "'x'", 4, "a comparison" },
		{ "three =", 8, "a field, a number" },
		{ "= 3", 1, "a field, a number" },
		{ "three = = 3", 9, "a field, a number" },
		{ "three == 3", 7, "=, once" }, { "three <> 3", 7, "!=" },
		{ "three => 3", 7, ">=" }, { "three =< 3", 7, "<=" },
		{ "on && on", 4, "and" }, { "on || on", 4, "or" },
		{ "!on", 1, "a field" },
		{ "queue = \"x\"", 9, "single quotes" },
		{ "queue = \xe2\x80\x98x\xe2\x80\x99", 9, "straight" },
		{ "queue \xe2\x89\xa0 'x'", 7, "!=" },
		{ "three ; 4", 7, "an operator" },
		{ "three > 2,5", 10, "no comma" },
		{ "three = 3;", 10, "an operator" },
		{ "frob > 3", 1, "frob is none" },
		{ "on and frob", 8, "a field" }, { "and on", 1, "a field" },
		{ "on and", 7, "a field" }, { "on or or on", 7, "a field" },
		{ "on not off", 4, "and, or" }, { "on on", 4, "and, or" },
		{ "not", 4, "a field" }, { "on)", 3, "and, or" },
		{ "(on", 4, ")" }, { "((on)", 6, ")" }, { "()", 2, "a field" },
		{ "three < 4 < 5", 11, "and, or" },
		{ "(three < 4) < 5", 13, "and, or" },
		{ "(three < 4) + 1 = 2", 13, "no arithmetic" },
		{ "three = (three < 4)", 9, "a number" },
		{ "three < 'x'", 9, "a number" },
		{ "three < queue", 9, "a number" },
		{ "three = talk", 9, "a number" },
		{ "three < start", 9, "a number" },
		{ "three = on", 9, "a number" },
		{ "talk > three", 8, "a duration" },
		{ "talk > 'x'", 8, "a duration" },
		{ "talk > start", 8, "a duration" },
		{ "start > 3", 9, "a time" }, { "start > 3h", 9, "a time" },
		{ "start > 'soon'", 9, "a time" },
		{ "start > '10:00'", 9, "a time" },
		{ "start > '2026-13-01'", 9, "a time" },
		{ "start > 2026-02-30", 9, "a time" },
		{ "start > 2026-03-02T25:00", 9, "a time" },
		{ "queue = 3", 9, "a text" }, { "queue = on", 9, "a text" },
		{ "queue < 'x'", 7, "= != or ~" },
		{ "queue >= reason", 7, "= != or ~" },
		{ "queue = ''", 9, "missing" },
		{ "on = 'maybe'", 6, "'yes' or 'no'" },
		{ "on = 1", 6, "'yes' or 'no'" },
		{ "on < 'yes'", 4, "= or !=" }, { "on ~ 'yes'", 4, "= or !=" },
		{ "three ~ 3", 7, "= != < <=" },
		{ "talk ~ 3m", 6, "= != < <=" },
		{ "queue = 'x", 9, "closing quote" },
		{ "queue = 'x''", 9, "closing quote" },
		{ "queue + 'x' = 'y'", 7, "no arithmetic" },
		{ "on + 1 = 2", 4, "no arithmetic" },
		{ "start + end > 0", 9, "a duration" },
		{ "start * 2 > 0", 7, "no arithmetic" },
		{ "talk * hold > 0", 8, "a number" },
		{ "three + talk > 0", 9, "a number" },
		{ "talk + three > 0", 8, "a duration" },
		{ "three / talk > 0", 9, "a number" },
		{ "talk / start > 0", 8, "a number or a duration" },
		{ "start - 'x' > 0", 9, "a duration such as 30m or a time" },
		{ "-start > 0", 2, "a number or a duration" },
		{ "-queue = 'x'", 2, "a number or a duration" },
		{ "-(on) = 1", 2, "a number or a duration" },
		{ "talk > 3x", 9, "one unit" },
		{ "talk > 3min", 9, "one unit" },
		{ "talk > 1h30m", 9, "one unit" },
		{ "three > 1e5", 10, "one unit" },
		{ "three > 3.", 10, "an operator" },
		{ "three > .5", 9, "an operator" },
		{ "signal()", 8, "a signal: threat abuse help" },
		{ "signal(anger)", 8, "a signal" },
		{ "signal('threat')", 8, "a signal" },
		{ "signal(threat", 14, ")" },
		{ "signal(threat abuse)", 15, ")" },
		{ "signal", 1, "signal is none" },
		{ "missing()", 9, "a field" }, { "missing(3)", 9, "a field" },
		{ "missing(frob)", 9, "frob is none" },
		{ "missing(three = 3)", 15, ")" },
		{ "missing", 1, "missing is none" },
		{ "sum(three) > 3", 1, "signal( or missing(" },
		{ "contacts within", 16, "such as 7d" },
		{ "contacts within 7 > 1", 17, "such as 7d" },
		{ "contacts within 0d > 1", 17, "such as 7d" },
		{ "contacts within three > 1", 17, "such as 7d" },
		{ "contacts within 400d > 1", 17, "at most 366d" },
		{ "three within 7d > 1", 7, "within" },
		{ "within 7d", 1, "a field" },
		/* Things left out, at every joint. */
		{ "three < ", 9, "a field, a number" },
		{ "three < and on", 9, "a field" },
		{ "three < or on", 9, "a field" },
		{ "three < not on", 9, "a field" },
		{ "three < )", 9, "a field, a number" },
		{ "three +", 8, "a field, a number" },
		{ "three + > 1", 9, "a field, a number" },
		{ "three * / 2 > 1", 9, "a field, a number" },
		{ "* three > 1", 1, "a field, a number" },
		{ "/ 3 > 1", 1, "a field, a number" },
		{ "+ three > 1", 1, "a field, a number" },
		{ "~ 'x'", 1, "a field, a number" },
		{ "queue ~", 8, "a field, a number" },
		{ "queue !=", 9, "a field, a number" },
		{ "three - ", 9, "a field, a number" },
		{ "-", 2, "a field, a number" },
		{ "- - ", 5, "a field, a number" }, { "not not", 8, "a field" },
		{ "not and on", 5, "a field" }, { "or", 1, "a field" },
		{ "within", 1, "a field" }, { "(", 2, "a field" },
		{ "((", 3, "a field" }, { ")", 1, "a field" },
		{ "(on and", 8, "a field" }, { "(on and )", 9, "a field" },
		{ "(on or off", 11, ")" }, { "(on off)", 5, ")" },
		{ "(on 3)", 5, ")" }, { "(on))", 5, "and, or" },
		{ "on ()", 1, "signal( or missing(" },
		{ "on (off)", 1, "signal( or missing(" },
		{ "three = 3 three = 3", 11, "and, or" },
		{ "three = 3 3", 11, "and, or" },
		{ "three = 3 'x'", 11, "and, or" },
		{ "three = 3, on", 10, "an operator" },
		{ "three = 3 & on", 11, "an operator" },
		{ "three = 3 | on", 11, "an operator" },
		{ "three ! 3", 7, "an operator" },
		{ "three # 3", 7, "an operator" },
		{ "three % 2 = 1", 7, "an operator" },
		{ "three ^ 2 = 9", 7, "an operator" },
		{ "three : 3", 7, "an operator" },
		{ "three ? 3", 7, "an operator" },
		{ "[three] = 3", 1, "an operator" },
		{ "{three} = 3", 1, "an operator" },
		{ "$three = 3", 1, "an operator" },
		{ "@three = 3", 1, "an operator" },
		{ "three = 3 \\", 11, "an operator" },
		{ "`three` = 3", 1, "an operator" },
		/* Comparisons chained, and of conditions. */
		{ "3 < three < 5", 11, "and, or" },
		{ "three = 3 = on", 11, "and, or" },
		{ "on = off = on", 10, "and, or" },
		{ "(on) = 'yes' = off", 14, "and, or" },
		{ "missing(three) = 'yes'", 16, "and, or" },
		{ "signal(threat) = 'yes'", 16, "and, or" },
		{ "signal(threat) + 1 > 0", 16, "no arithmetic" },
		{ "three = missing(gone)", 9, "a number" },
		{ "on = missing(gone)", 6, "'yes' or 'no'" },
		{ "queue = signal(threat)", 9, "a text" },
		{ "not (three) = 3 and 4", 22, "a comparison" },
		/* Kinds that do not go together. */
		{ "gone > 1h", 8, "a number" },
		{ "minus > 30s", 9, "a number" },
		{ "contacts >= '3'", 13, "a number" },
		{ "contacts >= 2026-03-02", 13, "a number" },
		{ "talk > 'long'", 8, "a duration" },
		{ "talk > on", 8, "a duration" },
		{ "talk > queue", 8, "a duration" },
		{ "talk > 2026-03-02", 8, "a duration" },
		{ "start > talk", 9, "a time" }, { "start > on", 9, "a time" },
		{ "start > queue", 9, "a time" },
		{ "start > three", 9, "a time" },
		{ "start = 'yesterday'", 9, "a time" },
		{ "start = '2026-03-02 25:00'", 9, "a time" },
		{ "start = '2026-00-10'", 9, "a time" },
		{ "start = '02.03.2026'", 9, "a time" },
		{ "start > 2026-13-02", 9, "a time" },
		{ "start > 2026-03-02T9", 9, "a time" },
		{ "start > 2026-03-02T09:61", 9, "a time" },
		{ "start > 2026-03-02x", 9, "a time" },
		{ "queue ~ 3", 9, "a text" }, { "queue ~ 3h", 9, "a text" },
		{ "queue ~ on", 9, "a text" }, { "queue = talk", 9, "a text" },
		{ "queue = start", 9, "a text" },
		{ "on = queue", 6, "'yes' or 'no'" },
		{ "on = three", 6, "'yes' or 'no'" },
		{ "on = 'y'", 6, "'yes' or 'no'" },
		{ "on = 'true'", 6, "'yes' or 'no'" },
		{ "on = 0", 6, "'yes' or 'no'" }, { "on >= off", 4, "= or !=" },
		{ "queue > reason", 7, "= != or ~" },
		{ "'a' < 'b'", 5, "= != or ~" },
		{ "start ~ '2026'", 9, "a time" },
		{ "talk ~ hold", 6, "= != < <=" },
		/* Arithmetic that means nothing. */
		{ "start + start > 0", 9, "a duration" },
		{ "start - three > 0", 9, "a duration" },
		{ "start / 2 > 0", 7, "no arithmetic" },
		{ "talk * talk > 0", 8, "a number" },
		{ "talk * start > 0", 8, "a number" },
		{ "three * start > 0", 9, "a number or a duration" },
		{ "three / hold > 0", 9, "a number" },
		{ "talk + 'x' > 0", 8, "a duration" },
		{ "'x' * 2 > 0", 5, "no arithmetic" },
		{ "queue * 2 > 0", 7, "no arithmetic" },
		{ "on * 2 > 0", 4, "no arithmetic" },
		{ "-'x' = 'y'", 2, "a number or a duration" },
		{ "-on", 2, "a number or a duration" },
		/* Numbers and units. */
		{ "talk > 5 m", 10, "and, or" }, { "talk > 5y", 9, "one unit" },
		{ "talk > 5w", 9, "one unit" }, { "talk > 5ms", 9, "one unit" },
		{ "talk > 5hours", 9, "one unit" },
		{ "talk > 0x10", 9, "one unit" },
		{ "three > 1_000", 10, "one unit" },
		{ "three > 1,000", 10, "no comma" },
		{ "three > 1.2.3", 12, "an operator" },
		/* Functions. */
		{ "signal", 1, "signal is none" },
		{ "signal threat", 1, "signal is none" },
		{ "signal(", 8, "a signal" },
		{ "signal(threat) abuse", 16, "and, or" },
		{ "signal(3)", 8, "a signal" }, { "signal(on)", 8, "a signal" },
		{ "signal(threat, abuse)", 14, "an operator" },
		{ "missing(", 9, "a field" }, { "missing(three", 14, ")" },
		{ "missing(three + 1)", 15, ")" },
		{ "missing(-three)", 9, "a field" },
		{ "missing('x')", 9, "a field" },
		{ "missing(missing(three))", 9, "signal( or missing(" },
		{ "missing(three within 7d)", 15, "within" },
		{ "max(three) > 1", 1, "signal( or missing(" },
		{ "three(1) > 1", 1, "signal( or missing(" },
		{ "contacts within -7d > 1", 17, "such as 7d" },
		{ "contacts within '7d' > 1", 17, "such as 7d" },
		{ "contacts within talk > 1", 17, "such as 7d" },
		{ "contacts within 7d within 8d > 1", 20, "a comparison" },
		{ "contacts within (7d) > 1", 17, "such as 7d" },
		{ "talk within 7d > 1", 6, "within" },
		/* Characters, not bytes, are counted. */
		{ "queue = '\xc3\xa4\xe2\x82\xac' on", 14, "and, or" },
		{ "\xc3\xa4 = 3", 1, "a field" } };
	struct expr_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text, &error);

		OK(e == NULL && error.character == cases[i].character &&
			strstr(error.text, cases[i].says) != NULL &&
			strncmp(error.text, "expected ", 9) == 0,
		    "refused: %s", cases[i].text);
		if (e == NULL &&
		    (error.character != cases[i].character ||
			strstr(error.text, cases[i].says) == NULL))
			printf("# %zu, want %zu: %s\n", error.character,
			    cases[i].character, error.text);
		expr_free(e);
	}
}

static void
repeat(struct buf *b, const char *s, int n)
{
	while (n-- > 0)
		buf_add_string(b, s);
}

static void
test_bounds(void)
{
	static const struct {
		const char *open, *middle, *close;
		int want32;
	} nests[] = { { "(", "on", ")", 1 }, { "not ", "on", "", 1 },
		{ "-", "three = 3", "", 1 }, { "(1 + ", "three", ")", 1 } };
	struct expr_error error;
	struct buf b = { NULL, 0, 0 };
	struct expr *e;
	size_t i;
	int n;

	for (i = 0; i < sizeof(nests) / sizeof(nests[0]); i++)
		for (n = 32; n <= 33; n++) {
			b.n = 0;
			repeat(&b, nests[i].open, n);
			buf_add_string(&b, nests[i].middle);
			repeat(&b, nests[i].close, n);
			if (i == 3)
				buf_add_string(&b, " = 35");
			e = compile(buf_string(&b), &error);
			OK((e != NULL) == (n == 32), "%d times %s", n,
			    nests[i].open);
			OK(e == NULL || expr_holds(e, &values) == 1 || i == 1,
			    "and it holds");
			expr_free(e);
		}
	/* 512 x "on and " and so on: long chains in little stack. */
	b.n = 0;
	repeat(&b, "on and ", 580);
	buf_add_string(&b, "three = 3");
	IS_INT(holds(buf_string(&b)), 1, "a long chain of and");
	b.n = 0;
	buf_add_string(&b, "0");
	repeat(&b, "+three", 660);
	buf_add_string(&b, " = 1980");
	IS_INT(holds(buf_string(&b)), 1, "a long sum");
	b.n = 0;
	repeat(&b, " ", EXPR_LENGTH_MAX - 2);
	buf_add_string(&b, "on");
	IS_INT(holds(buf_string(&b)), 1, "4,096 bytes");
	buf_add_byte(&b, ' ');
	e = compile(buf_string(&b), &error);
	OK(e == NULL && error.character == EXPR_LENGTH_MAX + 1,
	    "4,097 bytes are refused");
	expr_free(e);
	e = expr_compile((struct bytes){ "on\0and off", 10 }, &knows, &error);
	OK(e == NULL && error.character == 3, "a NUL is refused");
	expr_free(e);
	buf_free(&b);
}

static void
test_evidence(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = { { "signal(threat)", "signal threat" },
		{ "contacts >= 3 and off = 'no'", "contacts=4" },
		{ "off = 'no' and contacts >= 3", "off=no" },
		{ "three = 4 or talk > 1m", "talk=1m 30s" },
		{ "(three = 3 and off) or minus < 0", "minus=-2.5" },
		{ "on", "on=yes" }, { "reason ~ 'refund'", "reason" },
		{ "missing(blank)", "blank missing" },
		{ "missing(gone) and on", "gone missing" },
		{ "not missing(start) and on",
		    "start=2026-03-02T09:30:00+00:00" },
		{ "not gone < 3", "gone missing" },
		{ "not (three = 4 or three = 5)", "three=3" },
		{ "not (three = 3 and gone < 3)", "gone missing" },
		{ "not signal(abuse)", "no signal abuse" },
		{ "talk + hold > 1m", "talk=1m 30s hold=30s" },
		{ "three < talk / hold + 1", "three=3 talk=1m 30s hold=30s" },
		{ "talk > 1m and hold < 1m", "talk=1m 30s" }, { "1 < 2", "" },
		{ "1 < 2 and three = 3", "three=3" },
		{ "hold - talk = -1m", "hold=30s talk=1m 30s" },
		{ "contacts within 7d = 4", "contacts=4" },
		{ "nil < 1", "nil=0" } };
	struct expr_error error;
	struct buf b = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text, &error);

		b.n = 0;
		values.record++;
		OK(e != NULL && expr_holds(e, &values), "%s holds",
		    cases[i].text);
		if (e != NULL)
			expr_evidence(e, &values, &b);
		IS_TEXT(buf_string(&b), cases[i].want, "evidence of %s",
		    cases[i].text);
		expr_free(e);
	}
	buf_free(&b);
}

static void
test_put(void)
{
	static const struct {
		enum expr_kind kind;
		double v;
		const char *want;
	} cases[] = { { EXPR_NUMBER, 0, "0" }, { EXPR_NUMBER, -0.0, "0" },
		{ EXPR_NUMBER, 12, "12" }, { EXPR_NUMBER, -0.62, "-0.62" },
		{ EXPR_NUMBER, 0.05, "0.05" }, { EXPR_NUMBER, 1.00004, "1" },
		{ EXPR_NUMBER, 1.99996, "2" },
		{ EXPR_NUMBER, 3.1416, "3.1416" },
		{ EXPR_NUMBER, 1e300, "1e+300" }, { EXPR_DURATION, 0, "0s" },
		{ EXPR_DURATION, 999, "0s" }, { EXPR_DURATION, -999, "0s" },
		{ EXPR_DURATION, 61000, "1m 1s" },
		{ EXPR_DURATION, 3600000, "1h" },
		{ EXPR_DURATION, 93784000, "1d 2h 3m 4s" },
		{ EXPR_DURATION, -90000, "-1m 30s" }, { EXPR_FLAG, 1, "yes" },
		{ EXPR_FLAG, 0, "no" },
		{ EXPR_TIME, 0, "1970-01-01T00:00:00+00:00" } };
	struct buf b = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		b.n = 0;
		expr_put(&b, cases[i].kind, cases[i].v);
		IS_TEXT(buf_string(&b), cases[i].want, "shown as %s",
		    cases[i].want);
	}
	buf_free(&b);
}

static int
is_present(void *absent, unsigned slot, unsigned bit)
{
	(void)bit;
	return strcmp(names[slot].name, absent) != 0;
}

static void
test_prospects(void)
{
	static const struct {
		const char *text;
		char gone[16]; /* is not there */
		int can;
	} cases[] = { { "three = 4", "talk", 1 }, { "three = 3", "three", 0 },
		{ "three = 3 and on", "three", 0 },
		{ "on and three = 3", "three", 0 },
		{ "three = 3 or on", "three", 1 },
		{ "on or three = 3", "three", 1 },
		{ "not three = 3", "three", 1 },
		{ "not missing(three)", "three", 0 },
		{ "missing(three)", "three", 1 },
		{ "missing(three) and three > 1", "three", 0 },
		{ "minus + three > 0", "three", 0 },
		{ "not (missing(three) or on)", "three", 0 },
		{ "not (on or missing(three))", "three", 0 },
		{ "three = 3 or three = 4", "three", 0 },
		{ "queue ~ 'x' and on", "queue", 0 },
		{ "signal(threat)", "signals", 0 },
		{ "on and not missing(three) and off", "three", 0 },
		{ "signal(threat) or on", "signals", 1 } };
	struct expr_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expr *e = compile(cases[i].text, &error);
		unsigned absent = NAME_COUNT;
		char gone[16];
		int can;

		memcpy(gone, cases[i].gone, sizeof(gone));
		can = expr_can_hold(e, is_present, gone, &absent);
		OK(can == cases[i].can &&
			(can ||
			    (absent < NAME_COUNT &&
				strcmp(names[absent].name, gone) == 0)),
		    "%s without %s", cases[i].text, gone);
		expr_free(e);
	}
}

/* Values are read once a record, and the cheaper side goes first. */
static void
test_laziness(void)
{
	struct expr_error error;
	struct expr *e = compile("contacts > 9 and three = 4 or "
				 "contacts > 8 and three = 4",
	    &error);
	int i;

	memset(fetched, 0, sizeof(fetched));
	for (i = 0; i < 3; i++) {
		values.record++;
		expr_holds(e, &values);
		expr_holds(e, &values);
	}
	IS_INT(fetched[0], 3, "a value is fetched once a record");
	IS_INT(fetched[16], 0,
	    "a dear one not at all when a cheap one says "
	    "no");
	expr_free(e);
}

/*
 * Random conditions, reckoned here as they are made up: plain recursion
 * over what is meant, against the program made from what is written.
 */
static uint64_t seed = 20260302;

static unsigned
draw(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* The strength of the outermost operator: 0 or, 1 and, 2 not, 3 leaf. */
static int
make_up(struct buf *b, int depth, int outer)
{
	static const struct {
		const char *text;
		int truth;
	} leaves[] = { { "three = 3", 1 }, { "gone < 1", 0 }, { "off", 0 },
		{ "on", 1 }, { "talk > 1h", 0 }, { "signal(help)", 1 },
		{ "missing(gone)", 1 }, { "blank ~ 'a'", 0 },
		{ "contacts - 1 >= three", 1 }, { "queue = 'x'", 0 } };
	unsigned kind = depth == 0 ? 3 : draw(4);
	int bracket = (int)kind < outer || draw(8) == 0, truth, right;

	if (bracket)
		buf_add_string(b, "(");
	if (kind == 3) {
		unsigned i = draw(10);

		buf_add_string(b, leaves[i].text);
		truth = leaves[i].truth;
	} else if (kind == 2) {
		buf_add_string(b, "not ");
		truth = !make_up(b, depth - 1, 2);
	} else {
		truth = make_up(b, depth - 1, (int)kind);
		buf_add_string(b, kind == 0 ? " or " : " and ");
		right = make_up(b, depth - 1, (int)kind + 1);
		truth = kind == 0 ? truth || right : truth && right;
	}
	if (bracket)
		buf_add_string(b, ")");
	return truth;
}

static void
test_random(void)
{
	struct buf b = { NULL, 0, 0 }, evidence = { NULL, 0, 0 };
	struct expr_error error;
	int i, truth, wrong = 0;

	for (i = 0; i < 20000; i++) {
		struct expr *e;

		b.n = evidence.n = 0;
		truth = make_up(&b, 5, 0);
		e = compile(buf_string(&b), &error);
		values.record++;
		if (e == NULL || expr_holds(e, &values) != truth) {
			wrong++;
			printf("# %s\n", buf_string(&b));
		} else if (truth) {
			expr_evidence(e, &values, &evidence);
			wrong += evidence.n == 0;
		}
		expr_free(e);
	}
	IS_INT(wrong, 0, "20,000 random conditions");
	buf_free(&b);
	buf_free(&evidence);
}

/*
 * Words and signs in any order, and any bytes, through the fuzz target: a
 * hundredth of its long run.
 */
static void
test_garbage(void)
{
	static const char *const pieces[] = { "(", ")", "'", "~", "=", "<",
		">=", "!=", "+", "-", "*", "/", "0", "3", "7d", "90s", "1.5m",
		" ", " and ", " or ", " not ", "three", "talk", "start", "on",
		"queue", "gone", "'x'", "'yes'", "2026-03-02", "signal(",
		"threat", "missing(", "contacts", " within ", "\n", "\xff",
		"\xe2\x80\x98" };
	struct buf b = { NULL, 0, 0 };
	struct expr_error error;
	int i, n, compiled = 0;

	for (i = 0; i < 100000; i++) {
		struct expr *e;

		b.n = 0;
		buf_add_byte(&b, (char)draw(256));
		if (draw(2) == 0)
			make_up(&b, 4, 0);
		for (n = b.n > 1 ? 0 : (int)draw(12); n > 0; n--)
			buf_add_string(&b,
			    pieces[draw(sizeof(pieces) / sizeof(pieces[0]))]);
		if (draw(2) == 0)
			b.p[draw((unsigned)b.n)] = (char)draw(256);
		/* It ends the process when something is wrong. */
		LLVMFuzzerTestOneInput((const uint8_t *)b.p, b.n);
		e = expr_compile(
		    (struct bytes){ b.p + 1, b.n - 1 }, &knows, &error);
		compiled += e != NULL;
		expr_free(e);
	}
	names_gone = 0;
	OK(compiled > 20000, "100,000 heaps of words (%d are conditions)",
	    compiled);
	buf_free(&b);
}

int
main(void)
{
	if (zone_set("UTC") != 0)
		return diag_report();
	test_truth();
	test_errors();
	test_bounds();
	test_evidence();
	test_put();
	test_prospects();
	test_laziness();
	test_random();
	test_garbage();
	return tap_done();
}
