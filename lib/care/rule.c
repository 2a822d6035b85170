/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hot.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/rule.h"
#include "csv/settings.h"

enum {
	TERMS = 8,   /* conditions of one rule */
	LENGTHS = 4, /* numbers in a LOAD row's minutes */
	MINUTES_MOST = 1440,
	WINDOW = 64, /* calls that `hard` can look back */
	NAME_MOST = 32,
	NOTE_MOST = 200
};

/* In the order of their names in `kinds`. */
enum kind { EVENT, LOAD, SCREEN, LEGAL, KINDS };

/* One condition of a rule. */
struct term {
	const struct term_type *type;
	int64_t n;  /* threshold: count, points, tenths of
					 * a load, ms of work */
	int64_t of; /* calls of `hard` */
	const struct signal *signal;
};

/*
 * How a condition is read and judged: read() takes what stands behind
 * `begins` and returns -1 when that makes no sense; tell() says what
 * holds() saw, since() when that began (NULL: with the call's end).
 */
struct term_type {
	const char *begins;
	enum kind kind;
	int (*read)(struct term *, struct bytes);
	int (*holds)(const struct term *, const struct rule_look *);
	void (*tell)(
	    const struct term *, const struct rule_look *, struct buf *);
	int64_t (*since)(const struct term *, const struct rule_look *);
};

struct rule {
	char *name, *note;
	enum kind kind;
	int64_t minutes[LENGTHS]; /* shortest first */
	size_t lengths;
	int64_t within; /* minutes */
	struct term term[TERMS];
	size_t terms;
	int rank; /* lower is asked first */
};

static const char built_in[] =
    "rule,kind,minutes,when,within,note\n"
    "THREAT,EVENT,10,signal:threat,0,and a debrief\n"
    "SELFHARM,EVENT,10,signal:selfharm,0,and a debrief\n"
    "HOSTILE,EVENT,5,signal:hostile or signal:abuse or stress>=85,0,"
    "before the next call\n"
    "HARD,EVENT,5,hard 3 of 5,0,\n"
    "SCREEN,SCREEN,5,work>=55m,0,\n"
    "LOAD_NOW,LOAD,5 10,load>=80,0,\n"
    "LOAD_SOON,LOAD,5 10,load>=60,15,\n";

/* Signals of triage, and flags of the export that stand beside them. */
enum { THREAT = 1, HELP = 11, HOSTILE = 12 };
static const struct signal {
	const char *name;
	size_t n; /* its bytes */
} signals[] = {
	{ "abuse", 5 }, [THREAT] = { "threat", 6 }, { "profanity", 9 },
	{ "anger", 5 }, { "manager", 7 }, { "legal", 5 }, { "selfharm", 8 },
	{ "churn", 5 }, { "complaint", 9 }, { "thanks", 6 },
	{ "promise", 7 }, [HELP] = { "help", 4 }, [HOSTILE] = { "hostile", 7 }
};

enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

static const char *const kinds[KINDS] = { "EVENT", "LOAD", "SCREEN", "LEGAL" };

const char *
rules_built_in(void)
{
	return built_in;
}

static void
add_number(struct buf *out, int64_t n)
{
	out->n += num_put(buf_reserve(out, NUM_MAX), n);
}

/* signal:NAME */

static int
signal_read(struct term *t, struct bytes b)
{
	size_t i;

	for (i = 0; i < SIGNALS; i++)
		if (bytes_is(b, signals[i].name)) {
			t->signal = &signals[i];
			return 0;
		}
	return -1;
}

static int
signal_holds(const struct term *t, const struct rule_look *look)
{
	return look->signals >> (t->signal - signals) & 1;
}

static void
signal_tell(const struct term *t, const struct rule_look *look, struct buf *out)
{
	(void)look;
	buf_add_string(out, " signal ");
	buf_add_string(out, t->signal->name);
}

/* stress>=N */

static int
points_read(struct term *t, struct bytes b)
{
	return num_integer(b, &t->n) != 0 || t->n < 0 || t->n > 100 ? -1 : 0;
}

static int
stress_holds(const struct term *t, const struct rule_look *look)
{
	return look->call->stress >= 0 && look->call->stress >= t->n;
}

static void
stress_tell(const struct term *t, const struct rule_look *look, struct buf *out)
{
	buf_add_string(out, " stress ");
	add_number(out, look->call->stress);
	buf_add_string(out, " >= ");
	add_number(out, t->n);
}

/* hard N of M */

static int
hard_read(struct term *t, struct bytes b)
{
	struct bytes of, rest;

	b = bytes_cut(b, ' ', &rest);
	of = bytes_cut(bytes_trim(rest), ' ', &rest);
	if (!bytes_is(of, "of") || num_integer(b, &t->n) != 0 ||
	    num_integer(bytes_trim(rest), &t->of) != 0)
		return -1;
	return t->n < 1 || t->of < t->n || t->of > WINDOW ? -1 : 0;
}

/* The bits of the last `of` calls. */
static uint64_t
last_calls(int64_t of)
{
	return of < WINDOW ? ((uint64_t)1 << of) - 1 : UINT64_MAX;
}

/* How many of the last `of` calls since the last offer were hard. */
static int
hard_calls(const struct breaks_agent *a, int64_t of)
{
	return __builtin_popcountll(a->hard & last_calls(of));
}

static int
hard_holds(const struct term *t, const struct rule_look *look)
{
	return hard_calls(look->agent, t->of) >= t->n;
}

static void
hard_tell(const struct term *t, const struct rule_look *look, struct buf *out)
{
	buf_add_byte(out, ' ');
	add_number(out, hard_calls(look->agent, t->of));
	buf_add_string(out, " of the last ");
	add_number(out, t->of);
	buf_add_string(out, " calls");
}

/* load>=N: held against the tenths that are printed */

static int
load_read(struct term *t, struct bytes b)
{
	double v;

	if (num_real(b, '.', &v) != 0 || !(v >= 0 && v <= 100))
		return -1;
	t->n = num_round(v * 10);
	return 0;
}

static int
load_holds(const struct term *t, const struct rule_look *look)
{
	return look->tenths >= t->n;
}

/* Down to a full second, which is exact enough for a load. */
static int64_t
to_second(int64_t t)
{
	int64_t rest = t % SECOND_MS;

	return t - (rest < 0 ? rest + SECOND_MS : rest);
}

static int64_t
load_since(const struct term *t, const struct rule_look *look)
{
	const struct breaks_call *call = look->call;
	double level = (double)t->n / 10;

	/* What is printed as the level may lie a hair below it. */
	if (level > call->load)
		level = call->load;
	return to_second(load_line_since(call->line, level, call->until));
}

static void
load_tell(const struct term *t, const struct rule_look *look, struct buf *out)
{
	buf_add_byte(out, ' ');
	add_number(out, load_points(look->call->load));
	buf_add_string(out, " >= ");
	if (t->n % 10 == 0)
		add_number(out, t->n / 10);
	else
		out->n += num_put_tenths(buf_reserve(out, NUM_MAX), t->n);
}

/* work>=DURATION */

static int
work_read(struct term *t, struct bytes b)
{
	return duration_with_unit(b, &t->n) != 0 || t->n <= 0 ? -1 : 0;
}

static int64_t
work_ms(const struct rule_look *look)
{
	return num_round(look->call->work * MINUTE_MS);
}

static int
work_holds(const struct term *t, const struct rule_look *look)
{
	return work_ms(look) >= t->n;
}

static int64_t
work_since(const struct term *t, const struct rule_look *look)
{
	return look->call->until - work_ms(look) + t->n;
}

static void
work_tell(const struct term *t, const struct rule_look *look, struct buf *out)
{
	(void)t;
	buf_add_byte(out, ' ');
	add_number(out, num_round(look->call->work));
	buf_add_string(out, " min without ");
	add_number(out, num_round(look->c->off));
	buf_add_string(out, " min off");
}

static const struct term_type term_types[] = {
	{ "signal:", EVENT, signal_read, signal_holds, signal_tell, NULL },
	{ "stress>=", EVENT, points_read, stress_holds, stress_tell, NULL },
	{ "hard ", EVENT, hard_read, hard_holds, hard_tell, NULL },
	{ "load>=", LOAD, load_read, load_holds, load_tell, load_since },
	{ "work>=", SCREEN, work_read, work_holds, work_tell, work_since }
};

/* Read one condition; -1 when it is none of this kind. */
static int
read_term(struct term *t, struct bytes b, enum kind kind)
{
	size_t i, n;

	b = bytes_trim(b);
	for (i = 0; i < sizeof(term_types) / sizeof(term_types[0]); i++) {
		t->type = &term_types[i];
		n = strlen(t->type->begins);
		if (b.n < n || memcmp(b.p, t->type->begins, n) != 0)
			continue;
		b.p += n;
		b.n -= n;
		return t->type->kind == kind ? t->type->read(t, bytes_trim(b))
					     : -1;
	}
	return -1;
}

/* The text up to the next ` or `, and what is behind it; NULL: nothing. */
static struct bytes
cut_or(struct bytes b, struct bytes *rest)
{
	const char *p = b.n > 0 ? memmem(b.p, b.n, " or ", 4) : NULL;

	*rest = bytes_of(NULL);
	if (p == NULL)
		return b;
	rest->p = p + 4;
	rest->n = b.n - (size_t)(rest->p - b.p);
	b.n = (size_t)(p - b.p);
	return b;
}

static int
read_when(struct rule *r, const struct settings *s, size_t row)
{
	static const char *const expected[KINDS] = {
		[EVENT] = "signal:NAME, stress>=N or hard N of M",
		[LOAD] = "load>=N",
		[SCREEN] = "work>=55m"
	};
	struct bytes one, rest = settings_get(s, row, "when");

	do {
		one = cut_or(rest, &rest);
		if (r->terms == TERMS)
			return settings_fail(s, row, "when",
			    "has more than %d conditions", TERMS);
		if (read_term(&r->term[r->terms++], one, r->kind) != 0)
			return settings_fail(s, row, "when",
			    "condition %zu "
			    "of kind %s is not %s",
			    r->terms, kinds[r->kind], expected[r->kind]);
	} while (rest.p != NULL);
	return 0;
}

static int
read_minutes(struct rule *r, const struct settings *s, size_t row)
{
	struct bytes one, rest = bytes_trim(settings_get(s, row, "minutes"));
	size_t most = r->kind == LOAD ? LENGTHS : 1;
	int64_t m, last = 0;

	do {
		one = bytes_cut(rest, ' ', &rest);
		if (one.n == 0 && rest.p != NULL)
			continue;
		if (r->lengths == most || num_integer(one, &m) != 0 ||
		    m <= last || m > MINUTES_MOST)
			return settings_fail(s, row, "minutes",
			    most > 1 ? "is not up to %zu whole numbers from 1 "
				       "to %d, "
				       "shortest first"
				     : "is not %zu whole number from 1 to %d",
			    most, MINUTES_MOST);
		r->minutes[r->lengths++] = last = m;
	} while (rest.p != NULL);
	return 0;
}

static int
read_kind(struct rule *r, const struct settings *s, size_t row)
{
	struct bytes b = bytes_trim(settings_get(s, row, "kind"));

	for (r->kind = 0; r->kind < KINDS; r->kind++)
		if (bytes_is(b, kinds[r->kind]))
			return 0;
	return settings_fail(
	    s, row, "kind", "is not LEGAL, EVENT, LOAD or SCREEN");
}

static int
read_within(struct rule *r, const struct settings *s, size_t row)
{
	struct bytes b = bytes_trim(settings_get(s, row, "within"));

	if (b.n > 0 &&
	    (num_integer(b, &r->within) != 0 || r->within < 0 ||
		r->within > MINUTES_MOST))
		return settings_fail(
		    s, row, "within", "is not a whole number of minutes");
	return 0;
}

/* Names and notes go into the records: short, on one line. */
static int
read_text(char **text, const struct settings *s, size_t row, const char *column,
    size_t most)
{
	struct bytes b = bytes_trim(settings_get(s, row, column));
	size_t i;

	if (b.n > most)
		return settings_fail(
		    s, row, column, "is longer than %zu bytes", most);
	for (i = 0; i < b.n; i++)
		if ((unsigned char)b.p[i] < ' ' || b.p[i] == 0x7f)
			return settings_fail(
			    s, row, column, "holds a control character");
	*text = mem_copy(b.p, b.n);
	return 0;
}

/* EVENT, then LOAD that is due now, then SCREEN, then LOAD. */
static int
rank(const struct rule *r)
{
	if (r->kind == EVENT)
		return 0;
	if (r->kind == SCREEN)
		return 2;
	return r->within == 0 ? 1 : 3;
}

static int
read_rule(struct rule *r, const struct settings *s, size_t row)
{
	if (read_text(&r->name, s, row, "rule", NAME_MOST) != 0 ||
	    read_text(&r->note, s, row, "note", NOTE_MOST) != 0)
		return -1;
	if (r->name[0] == '\0')
		return settings_fail(s, row, "rule", "is empty");
	if (read_kind(r, s, row) != 0 || read_minutes(r, s, row) != 0 ||
	    read_within(r, s, row) != 0)
		return -1;
	if (r->kind != LEGAL && read_when(r, s, row) != 0)
		return -1;
	r->rank = rank(r);
	return 0;
}

/* What must be there for a condition to hold. */
static void
need(struct rules *rules, const struct term *t)
{
	if (t->type->holds == signal_holds)
		rules->signals |= (uint32_t)1 << (t->signal - signals);
	else if (t->type->holds == stress_holds && t->n < rules->stress)
		rules->stress = t->n;
	else if (t->type->holds == hard_holds)
		rules->hard |= last_calls(t->of);
	else if (t->type->holds == load_holds && t->n < rules->tenths)
		rules->tenths = t->n;
	else if (t->type->holds == work_holds && t->n < rules->work_ms)
		rules->work_ms = t->n;
}

/* Behind the rules of its rank, for rows keep their order. */
static void
add_rule(struct rules *rules, const struct rule *r)
{
	size_t i;

	if (rules->n == 0)
		rules->stress = rules->tenths = rules->work_ms = INT64_MAX;
	for (i = 0; i < r->terms; i++)
		need(rules, &r->term[i]);
	rules->rule =
	    mem_grow(rules->rule, rules->n, &rules->cap, sizeof(*rules->rule));
	for (i = rules->n++; i > 0 && rules->rule[i - 1].rank > r->rank; i--)
		rules->rule[i] = rules->rule[i - 1];
	rules->rule[i] = *r;
}

static int
is_there(const struct rules *rules, const char *name)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		if (strcmp(rules->rule[i].name, name) == 0)
			return 1;
	for (i = 0; i < rules->law.n; i++)
		if (strcmp(rules->law.rule[i].name, name) == 0)
			return 1;
	return 0;
}

/*
 * A row of kind LEGAL becomes a rule of the law, which takes its texts
 * over.  Returns 0, or -1 when its conditions are not understood.
 */
static int
add_legal(
    struct rules *rules, struct rule *r, const struct settings *s, size_t row)
{
	struct law *law = &rules->law;
	struct law_rule legal = { .name = r->name,
		.note = r->note,
		.minutes = r->minutes[0],
		.warn_ms = r->within * MINUTE_MS };

	if (law_read_when(&legal, settings_get(s, row, "when")) != 0)
		return settings_fail(s, row, "when",
		    "is not day>6h, with "
		    "and between it and block>=15m, unpaid>=30m, by 5h, "
		    "run<=6h, aim 2h");
	law->rule = mem_grow(law->rule, law->n, &law->cap, sizeof(*law->rule));
	law->rule[law->n++] = legal;
	return 0;
}

static void
free_rule(struct rule *r)
{
	free(r->name);
	free(r->note);
}

static int
read_rows(struct rules *rules, const struct settings *s)
{
	size_t row;

	if (settings_columns(s, "rule! kind! minutes! when! within note") != 0)
		return -1;
	for (row = 0; row < settings_rows(s); row++) {
		struct rule r = { 0 };
		int bad = read_rule(&r, s, row);

		if (!bad && is_there(rules, r.name))
			bad = settings_fail(s, row, "rule", "is there twice");
		if (!bad && r.kind == LEGAL)
			bad = add_legal(rules, &r, s, row);
		else if (!bad)
			add_rule(rules, &r);
		if (bad) {
			free_rule(&r);
			return -1;
		}
	}
	return 0;
}

int
rules_read(struct rules *rules, const char *dir)
{
	struct settings *s;
	int done;

	if ((s = settings_load(dir, "breaks.csv", built_in)) == NULL)
		return -1;
	done = read_rows(rules, s);
	settings_free(s);
	return done;
}

int
rules_add_law(struct rules *rules, struct bytes name)
{
	const char *rows = law_preset(name);
	struct settings *s;
	int done;

	if (rows == NULL)
		return diag_fail(
		    STATUS_CANNOT, "--law: choose eu, uk, de or us-ca");
	if ((s = settings_parse("--law", bytes_of(rows))) == NULL)
		return -1;
	done = read_rows(rules, s);
	settings_free(s);
	return done;
}

void
rules_free(struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		free_rule(&rules->rule[i]);
	free(rules->rule);
	law_free(&rules->law);
}

const char *
rule_name(const struct rule *r)
{
	return r->name;
}

enum breaks_kind
rule_kind(const struct rule *r)
{
	return r->kind == EVENT ? BREAKS_EVENT
	    : r->kind == LOAD	? BREAKS_LOAD
				: BREAKS_SCREEN;
}

int
rule_asks_for_debrief(const struct rule *r)
{
	return strstr(r->note, "debrief") != NULL;
}

int64_t
rule_within(const struct rule *r)
{
	return r->within;
}

int64_t
rule_since(const struct rule *r, const struct rule_look *look)
{
	int64_t first = look->call->until, since;
	size_t i;

	for (i = 0; i < r->terms && look->call->line != NULL; i++) {
		const struct term *t = &r->term[i];

		if (t->type->since == NULL || !t->type->holds(t, look))
			continue;
		since = t->type->since(t, look);
		if (since < first)
			first = since;
	}
	return first;
}

/* The signals of a call, its flags among them, by their place in the table. */
static uint32_t
signals_of(const struct breaks_call *call)
{
	struct bytes word, rest = call->signals;
	uint32_t set = (uint32_t)(call->threat == FLAG_YES) << THREAT |
	    (uint32_t)(call->help_asked == FLAG_YES) << HELP |
	    (uint32_t)(call->hostile == FLAG_YES) << HOSTILE;
	size_t i;

	while (rest.n > 0) {
		word = bytes_cut(rest, ' ', &rest);
		for (i = 0; i < SIGNALS; i++)
			if (word.n == signals[i].n &&
			    memcmp(word.p, signals[i].name, word.n) == 0)
				set |= (uint32_t)1 << i;
	}
	return set;
}

HOT void
rule_look_at(struct rule_look *look, const struct load_constants *c,
    const struct breaks_agent *agent, const struct breaks_call *call)
{
	look->c = c;
	look->agent = agent;
	look->call = call;
	look->signals = signals_of(call);
	look->tenths = load_tenths(call->load);
}

/* The first of a rule's conditions that holds, or NULL. */
static const struct term *
holding(const struct rule *r, const struct rule_look *look)
{
	size_t i;

	for (i = 0; i < r->terms; i++)
		if (r->term[i].type->holds(&r->term[i], look))
			return &r->term[i];
	return NULL;
}

/*
 * Whether any rule may hold: of most calls that is told without asking
 * each of them.
 */
static int
may_hold(const struct rules *rules, const struct rule_look *look, int events)
{
	return (look->signals & rules->signals) != 0 ||
	    look->call->stress >= rules->stress ||
	    (look->agent->hard & rules->hard) != 0 ||
	    (!events &&
		(look->tenths >= rules->tenths ||
		    work_ms(look) >= rules->work_ms));
}

HOT const struct rule *
rules_first(const struct rules *rules, const struct rule_look *look, int events)
{
	const struct rule *r = rules->rule, *end = r + rules->n;

	if (!may_hold(rules, look, events))
		return NULL;
	for (; r < end && (!events || r->kind == EVENT); r++)
		if (holding(r, look) != NULL)
			return r;
	return NULL;
}

int64_t
rule_minutes(const struct rule *r, const struct rule_look *look)
{
	size_t i;
	double left;

	for (i = 0; i + 1 < r->lengths; i++) {
		left = load_after_break(
		    look->c, look->call->load, (double)r->minutes[i]);
		if (load_tenths(left) <= load_tenths(look->c->rest_to))
			break;
	}
	return r->minutes[i];
}

/*
 * Name and evidence, then the minutes where there is something to say
 * about them.  A rule whose only condition is a signal is its own
 * evidence: `THREAT; 10 min and a debrief`.
 */
void
rule_why(const struct rule *r, const struct rule_look *look, int64_t minutes,
    struct buf *why)
{
	const struct term *t = holding(r, look);

	buf_add_string(why, r->kind == EVENT ? r->name : kinds[r->kind]);
	if (t != NULL && !(r->terms == 1 && t->signal != NULL))
		t->type->tell(t, look, why);
	if (r->kind != LOAD && r->note[0] == '\0')
		return;
	buf_add_string(why, "; ");
	add_number(why, minutes);
	buf_add_string(why, " min");
	if (r->kind == LOAD) {
		buf_add_string(why, " brings it to ");
		add_number(why,
		    load_points(load_after_break(
			look->c, look->call->load, (double)minutes)));
	}
	if (r->note[0] != '\0') {
		buf_add_byte(why, ' ');
		buf_add_string(why, r->note);
	}
}
