/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/when.h"
#include "care/history.h"
#include "care/policy.h"
#include "settings_dir.h"
#include "tap.h"

/* Monday 2026-03-02, 12:00 UTC. */
#define NOW INT64_C(1772452800000)

/* What the export's columns hold that are not in struct call. */
static const char *column[FIELD_COUNT];
static int has_column[FIELD_COUNT];

static struct bytes
value(void *arg, enum field field)
{
	(void)arg;
	return bytes_of(column[field]);
}

static int64_t
instant(void *arg, enum field field)
{
	int64_t t;

	(void)arg;
	if (column[field] == NULL || *column[field] == '\0' ||
	    when_typed(bytes_of(column[field]), 0, &t) != 0)
		return INSTANT_NONE;
	return t;
}

static int
has(void *arg, enum field field)
{
	(void)arg;
	return has_column[field];
}

static const struct facts_source source = { value, instant, has, NULL };

/* A call of C1 in the hour before NOW, quiet in every respect. */
static struct call
quiet(void)
{
	struct call c;

	memset(&c, 0, sizeof(c));
	memset(column, 0, sizeof(column));
	c.start = NOW - 60 * MINUTE_MS;
	c.end = NOW - 50 * MINUTE_MS;
	c.answered_at = c.handling_from = c.handling_until = INSTANT_NONE;
	c.ivr = c.wait = c.ring = c.talk = c.hold = c.wrap = c.total =
	    c.handle_time = DURATION_NONE;
	c.call_id = bytes_of("one");
	c.customer = bytes_of("C1");
	c.direction = DIRECTION_IN;
	c.outcome = OUTCOME_ANSWERED;
	c.sentiment = c.sentiment_end = c.csat = c.csat_scaled = c.self_rating =
	    REAL_NONE;
	c.transfers = c.holds = c.interruptions = c.stress = -1;
	return c;
}

/* The policy with these rows, on an export with all columns. */
static struct policy *
policy_of(const char *rows)
{
	char text[4096];
	struct policy *p;
	size_t i;

	snprintf(text, sizeof(text), "rule,level,due,clock,when\n%s", rows);
	write_file("policy.csv", text);
	p = policy_load(dir, NOW);
	if (p == NULL) {
		printf("# %s\n", diag_text());
		exit(1);
	}
	for (i = 0; i < FIELD_COUNT; i++)
		has_column[i] = 1;
	policy_bind(p, &source);
	return p;
}

static struct escalation
take(struct policy *p, const struct call *c)
{
	struct escalation e;

	policy_take(p, c, &e);
	return e;
}

static const char *
text_of(struct bytes b)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%.*s", (int)b.n, b.p);
	return text;
}

static const char *
due_of(const struct escalation *e)
{
	static char text[64];

	if (e->due == INSTANT_NONE)
		return "none";
	text[instant_put(text, e->due)] = '\0';
	return text;
}

/* Only the rules' names of a why. */
static const char *
rules_of(const struct escalation *e)
{
	static char text[512];
	size_t i, n = 0;
	int depth = 0;

	for (i = 0; i < e->why.n && n + 1 < sizeof(text); i++) {
		char c = e->why.p[i];

		depth += c == '(';
		if (depth == 0 && c != ' ')
			text[n++] = c == ';' ? ' ' : c;
		depth -= c == ')';
	}
	text[n] = '\0';
	return text;
}

/* What makes a starter rule hold, and what falls just short of it. */
struct starter {
	const char *name, *signals;
	int64_t transfers, stress;
	double sentiment_end;
	enum flag resolved, threat, hostile, help;
	enum field field; /* FIELD_CALL_ID: none */
	const char *value;
	const char *fires; /* the rules, "" for none */
	int level;
	const char *due; /* from an end at 11:10 */
};

static void
test_starter(void)
{
	static const struct starter cases[] = {
		{ .name = "a threat",
		    .signals = "anger threat",
		    .fires = "THREAT",
		    .level = 2,
		    .due = "2026-03-02T11:10:00+00:00" },
		{ .name = "a flagged threat",
		    .threat = FLAG_YES,
		    .fires = "THREAT",
		    .level = 2,
		    .due = "2026-03-02T11:10:00+00:00" },
		{ .name = "anger", .signals = "anger profanity", .fires = "" },
		{ .name = "a flag says no threat",
		    .threat = FLAG_NO,
		    .fires = "" },
		{ .name = "a person at risk",
		    .signals = "selfharm",
		    .fires = "SELFHARM",
		    .level = 2,
		    .due = "2026-03-02T11:10:00+00:00" },
		{ .name = "help",
		    .signals = "help",
		    .fires = "HELP",
		    .level = 1,
		    .due = "2026-03-02T11:20:00+00:00" },
		{ .name = "help flagged",
		    .help = FLAG_YES,
		    .fires = "HELP",
		    .level = 1,
		    .due = "2026-03-02T11:20:00+00:00" },
		{ .name = "abuse",
		    .signals = "abuse",
		    .fires = "ABUSE",
		    .level = 1,
		    .due = "2026-03-02T11:40:00+00:00" },
		{ .name = "abuse flagged",
		    .hostile = FLAG_YES,
		    .fires = "ABUSE",
		    .level = 1,
		    .due = "2026-03-02T11:40:00+00:00" },
		{ .name = "a manager",
		    .signals = "manager",
		    .fires = "ASKED_MANAGER",
		    .level = 1,
		    .due = "2026-03-02T12:10:00+00:00" },
		{ .name = "the law",
		    .signals = "legal",
		    .fires = "LEGAL",
		    .level = 2,
		    .due = "2026-03-02T13:10:00+00:00" },
		{ .name = "passed on twice",
		    .transfers = 2,
		    .resolved = FLAG_NO,
		    .fires = "CANNOT_SOLVE",
		    .level = 1,
		    .due = "2026-03-02T13:10:00+00:00" },
		{ .name = "passed on once",
		    .transfers = 1,
		    .resolved = FLAG_NO,
		    .fires = "" },
		{ .name = "passed on twice, resolved",
		    .transfers = 2,
		    .resolved = FLAG_YES,
		    .fires = "" },
		{ .name = "passed on twice, who knows",
		    .transfers = 2,
		    .fires = "" },
		{ .name = "third contact",
		    .resolved = FLAG_NO,
		    .field = FIELD_CONTACTS,
		    .value = "3",
		    .fires = "REPEAT",
		    .level = 1,
		    .due = "2026-03-02T15:10:00+00:00" },
		{ .name = "second contact",
		    .resolved = FLAG_NO,
		    .field = FIELD_CONTACTS,
		    .value = "2",
		    .fires = "" },
		{ .name = "left unhappy",
		    .sentiment_end = -0.51,
		    .resolved = FLAG_NO,
		    .fires = "NEG_END",
		    .level = 1,
		    .due = "2026-03-02T15:10:00+00:00" },
		{ .name = "left half unhappy",
		    .sentiment_end = -0.5,
		    .resolved = FLAG_NO,
		    .fires = "" },
		{ .name = "a missed promise",
		    .field = FIELD_PROMISED_BY,
		    .value = "2026-03-02 11:59:59",
		    .fires = "PROMISE_MISSED",
		    .level = 2,
		    .due = "2026-03-02T12:59:59+00:00" },
		{ .name = "a missed promise, resolved",
		    .field = FIELD_PROMISED_BY,
		    .resolved = FLAG_YES,
		    .value = "2026-03-02 11:59:59",
		    .fires = "" },
		{ .name = "a promise for now",
		    .field = FIELD_PROMISED_BY,
		    .value = "2026-03-02 12:00",
		    .fires = "CALLBACK_DUE",
		    .level = 1,
		    .due = "2026-03-02T12:00:00+00:00" },
		{ .name = "a promise soon",
		    .field = FIELD_PROMISED_BY,
		    .value = "2026-03-02 12:29:59",
		    .fires = "CALLBACK_DUE",
		    .level = 1,
		    .due = "2026-03-02T12:29:59+00:00" },
		{ .name = "a promise in half an hour",
		    .field = FIELD_PROMISED_BY,
		    .value = "2026-03-02 12:30",
		    .fires = "" },
		{ .name = "an update",
		    .field = FIELD_UPDATE_DUE,
		    .value = "2026-03-03 09:00",
		    .fires = "UPDATE_DUE",
		    .level = 1,
		    .due = "2026-03-03T09:00:00+00:00" },
		{ .name = "an update, resolved",
		    .resolved = FLAG_YES,
		    .field = FIELD_UPDATE_DUE,
		    .value = "2026-03-03 09:00",
		    .fires = "" },
		{ .name = "a hard call",
		    .stress = 85,
		    .fires = "HARD",
		    .level = 1,
		    .due = "2026-03-02T13:10:00+00:00" },
		{ .name = "not quite a hard call", .stress = 84, .fires = "" },
		{ .name = "an item without owner",
		    .field = FIELD_ITEM,
		    .value = "7",
		    .fires = "UNOWNED",
		    .level = 1,
		    .due = "2026-03-02T12:10:00+00:00" },
		{ .name = "a call without owner", .fires = "" },
		{ .name = "carried twice",
		    .field = FIELD_CARRIED,
		    .value = "2",
		    .fires = "STALE",
		    .level = 2,
		    .due = "2026-03-02T13:10:00+00:00" },
		{ .name = "carried once",
		    .field = FIELD_CARRIED,
		    .value = "1",
		    .fires = "" }
	};
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct starter *s = &cases[i];
		struct policy *p = policy_load(NULL, NOW);
		struct call c = quiet();
		struct escalation e;

		for (j = 0; j < FIELD_COUNT; j++)
			has_column[j] = 1;
		policy_bind(p, &source);
		c.signals = bytes_of(s->signals);
		c.transfers = s->transfers;
		c.stress = s->stress;
		c.sentiment_end = s->sentiment_end;
		c.resolved = s->resolved;
		c.threat = s->threat;
		c.hostile = s->hostile;
		c.help_asked = s->help;
		if (s->field != FIELD_CALL_ID)
			column[s->field] = s->value;
		e = take(p, &c);
		IS_TEXT(rules_of(&e), s->fires, "starter: %s", s->name);
		IS_INT(e.level, s->level, "its level");
		IS_TEXT(due_of(&e), s->due ? s->due : "none", "its due time");
		policy_free(p);
	}
}

/* Closed items, kept promises, calls that the policy ended. */
static void
test_starter_ends(void)
{
	static const char *const ends[] = { "closed", "Done" };
	struct policy *p = policy_load(NULL, NOW);
	struct call c;
	struct escalation e;
	size_t i;

	for (i = 0; i < FIELD_COUNT; i++)
		has_column[i] = 1;
	policy_bind(p, &source);
	for (i = 0; i < 2; i++) {
		c = quiet();
		column[FIELD_PROMISED_BY] = "2026-03-02 11:00";
		column[FIELD_STATUS] = ends[i];
		e = take(p, &c);
		IS_INT(e.level, 0, "status %s ends a promise", ends[i]);
	}
	c = quiet();
	column[FIELD_ITEM] = "7";
	column[FIELD_OWNER] = "Ada";
	IS_INT(take(p, &c).level, 0, "an owned item is left alone");
	column[FIELD_OWNER] = "";
	column[FIELD_STATUS] = "closed";
	IS_INT(take(p, &c).level, 0, "and a closed one");
	c = quiet();
	c.transfers = 3;
	c.sentiment_end = -1;
	c.resolved = FLAG_NO;
	c.outcome = OUTCOME_ENDED_BY_POLICY;
	IS_INT(take(p, &c).level, 0,
	    "a call ended under the policy is not "
	    "held against anybody");
	/* Second hostile contact within 30 days, to the millisecond. */
	c = quiet();
	c.customer = bytes_of("C2");
	c.start = NOW - 40 * (int64_t)DAY_MS;
	c.end = c.start;
	c.signals = bytes_of("abuse");
	e = take(p, &c);
	IS_TEXT(rules_of(&e), "ABUSE", "the first abuse");
	c.start += 30 * (int64_t)DAY_MS + 1;
	e = take(p, &c);
	IS_TEXT(rules_of(&e), "ABUSE", "30 days and a bit later");
	c.start += 30 * (int64_t)DAY_MS - 1;
	e = take(p, &c);
	IS_TEXT(rules_of(&e), "ABUSE ABUSE_AGAIN", "30 days after that one");
	c.signals = bytes_of("");
	c.start++;
	e = take(p, &c);
	IS_TEXT(rules_of(&e), "ABUSE_AGAIN", "a calm call of the same one");
	policy_free(p);
}

static void
test_all_reasons(void)
{
	struct policy *p = policy_of("LATE,1,5h,24x7,stress > 1\n"
				     "SOON,1,10m,24x7,signal(manager)\n"
				     "TOP,3,2h,24x7,talk > 1m\n"
				     "NOT,9,0m,24x7,stress > 99\n"
				     "ALWAYS,1,3h,24x7,1 < 2\n");
	struct call c = quiet();
	struct escalation e;

	c.stress = 50;
	c.signals = bytes_of("manager");
	c.talk = 90 * SECOND_MS;
	e = take(p, &c);
	IS_INT(e.level, 3, "the highest level");
	IS_TEXT(due_of(&e), "2026-03-02T11:20:00+00:00", "the earliest due");
	IS_TEXT(text_of(e.why),
	    "LATE(stress=50); SOON(signal manager); "
	    "TOP(talk=1m 30s); ALWAYS",
	    "all reasons in the file's order");
	IS_INT(e.status, POLICY_OVERDUE, "the gravest status");
	IS_TEXT(text_of(policy_level_name(p, 3)), "3",
	    "a level without a "
	    "name goes by its number");
	c = quiet();
	c.customer = bytes_of("C2");
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "ALWAYS",
	    "nothing of the last record is "
	    "left");
	policy_free(p);
}

static void
test_due(void)
{
	static const struct {
		const char *due, *clock, *want, *name;
	} cases[] = { { "30m", "24x7", "2026-03-02T11:40:00+00:00",
			  "30 minutes" },
		{ "0m", "24x7", "2026-03-02T11:10:00+00:00", "now" },
		{ "1h 30m", "24x7", "2026-03-02T12:40:00+00:00", "1h 30m" },
		{ "90", "24x7", "2026-03-02T11:11:30+00:00", "seconds" },
		{ "7d", "24x7", "2026-03-09T11:10:00+00:00", "a week" },
		{ "8h", "", "2026-03-03T11:10:00+00:00", "8 business hours" },
		{ "16h", "", "2026-03-04T11:10:00+00:00", "two days" },
		{ "update_due", "", "2026-03-07T20:00:00+00:00",
		    "a field, outside of hours" },
		{ "update_due - 1h", "", "2026-03-06T16:00:00+00:00",
		    "a business hour before it" },
		{ "update_due + 1h", "", "2026-03-09T10:00:00+00:00",
		    "a business hour after it" },
		{ "update_due+1h", "24x7", "2026-03-07T21:00:00+00:00",
		    "an hour after it" },
		{ "update_due -90m", "24X7", "2026-03-07T18:30:00+00:00",
		    "90 minutes before it" },
		{ "promised_by", "", "none", "a field that is missing" },
		{ "start", "24x7", "2026-03-02T11:00:00+00:00", "start" } };
	char row[128];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct policy *p;
		struct escalation e;
		struct call c = quiet();

		snprintf(row, sizeof(row), "R,1,%s,%s,1 < 2\n", cases[i].due,
		    cases[i].clock);
		p = policy_of(row);
		column[FIELD_UPDATE_DUE] = "2026-03-07 20:00";
		e = take(p, &c);
		IS_TEXT(due_of(&e), cases[i].want, "due: %s", cases[i].name);
		policy_free(p);
	}
}

static void
test_clock_start(void)
{
	struct policy *p = policy_of("R,1,10m,24x7,1 < 2\n");
	struct call c = quiet();
	struct escalation e;

	c.customer.n = 0;
	c.handling_until = c.end - 3 * MINUTE_MS;
	IS_INT(take(p, &c).due, c.end + 10 * MINUTE_MS, "from the end");
	c.end = INSTANT_NONE;
	IS_INT(take(p, &c).due, c.handling_until + 10 * MINUTE_MS,
	    "else from when handling ended");
	c.handling_until = INSTANT_NONE;
	IS_INT(
	    take(p, &c).due, c.start + 10 * MINUTE_MS, "else from the start");
	c.start = INSTANT_NONE;
	e = take(p, &c);
	OK(e.level == 1 && e.due == INSTANT_NONE && e.status == POLICY_NO_DUE,
	    "else there is no due time");
	policy_free(p);
}

static void
test_status(void)
{
	/* Minutes before now at which a call ended; due after 40. */
	static const struct {
		int64_t end_ms_ago;
		enum policy_status want;
		const char *name;
	} cases[] = { { 0, POLICY_OK, "just now" },
		{ 30 * MINUTE_MS - 1, POLICY_OK, "before 75 %" },
		{ 30 * MINUTE_MS, POLICY_WARN, "at 75 %" },
		{ 40 * MINUTE_MS, POLICY_WARN, "at the due time" },
		{ 40 * MINUTE_MS + 1, POLICY_OVERDUE, "after it" },
		{ -MINUTE_MS, POLICY_OK, "after now" } };
	struct policy *p = policy_of("R,1,40m,24x7,1 < 2\n");
	struct call c = quiet();
	struct escalation e;
	size_t i;

	c.customer.n = 0;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		c.start = c.end = NOW - cases[i].end_ms_ago;
		e = take(p, &c);
		IS_INT(e.status, cases[i].want, "status %s", cases[i].name);
	}
	policy_free(p);
	/* A record after now is ok even if its promise lies before. */
	p = policy_of("R,1,update_due,,1 < 2\n");
	c.start = c.end = NOW + HOUR_MS;
	column[FIELD_UPDATE_DUE] = "2026-03-02 11:00";
	IS_INT(take(p, &c).status, POLICY_OK, "ok after now");
	c.start = c.end = NOW - HOUR_MS;
	IS_INT(take(p, &c).status, POLICY_OVERDUE, "overdue before");
	policy_free(p);
	/* An hour behind a promise begins with it and not with the call. */
	p = policy_of("R,1,update_due + 1h,24x7,1 < 2\n");
	column[FIELD_UPDATE_DUE] = "2026-03-02 11:16";
	IS_INT(take(p, &c).status, POLICY_OK, "44 of 60 min at noon");
	column[FIELD_UPDATE_DUE] = "2026-03-02 11:15";
	IS_INT(take(p, &c).status, POLICY_WARN, "45 of 60 min");
	policy_free(p);
	p = policy_of("R,1,update_due,24x7,1 < 2\n");
	column[FIELD_UPDATE_DUE] = "2026-03-02 12:21";
	IS_INT(take(p, &c).status, POLICY_OK,
	    "60 of 81 min from the call until a time that stands alone");
	column[FIELD_UPDATE_DUE] = "2026-03-02 12:20";
	IS_INT(take(p, &c).status, POLICY_WARN, "60 of 80 min");
	policy_free(p);
	/*
	 * 4 business hours from Friday 15:00: due Monday 11:00, warned of
	 * after 3 of them, at 10:00; now is 12:00, so shift the due time.
	 */
	p = policy_of("R,1,6h,,1 < 2\n");
	c.start = c.end = NOW - 69 * (int64_t)HOUR_MS;
	e = take(p, &c);
	IS_TEXT(due_of(&e), "2026-03-02T13:00:00+00:00",
	    "Friday 15:00 + 6 h is Monday 13:00");
	IS_INT(e.status, POLICY_WARN, "5 of 6 hours have passed at noon");
	policy_free(p);
	p = policy_of("R,1,7h,,1 < 2\n");
	e = take(p, &c);
	IS_INT(e.status, POLICY_OK, "5 of 7 hours are less than 75 %%");
	policy_free(p);
}

static void
test_folding(void)
{
	struct policy *p = policy_of("R,1,1h,24x7,stress > 50\n"
				     "S,2,2h,24x7,stress > 80\n");
	struct call c = quiet();
	struct escalation e;

	c.stress = 60;
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=60)", "the first call");
	c.call_id = bytes_of("two");
	c.start += HOUR_MS;
	c.end += HOUR_MS;
	c.stress = 90;
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=90, since one); S(stress=90)",
	    "a later call is added to the first, rule by rule");
	IS_TEXT(
	    due_of(&e), "2026-03-02T12:10:00+00:00", "and is due when that is");
	c.call_id = bytes_of("three");
	e = take(p, &c);
	IS_TEXT(text_of(e.why),
	    "R(stress=90, since one); "
	    "S(stress=90, since two)",
	    "the third names the first");
	c.customer = bytes_of("C2");
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=90); S(stress=90)",
	    "another customer's stand apart");
	/* A resolved call closes, and may open anew. */
	c.customer = bytes_of("C1");
	c.stress = 0;
	c.resolved = FLAG_YES;
	e = take(p, &c);
	IS_INT(e.level, 0, "a resolved call");
	c.resolved = FLAG_NO;
	c.stress = 60;
	c.call_id.n = 0;
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=60)", "closes what was open");
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=60, since 2026-03-02T12:00:00+00:00)",
	    "without a call_id the start names the first");
	c.resolved = FLAG_YES;
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=60)",
	    "a resolved call closes "
	    "before its own rules are asked");
	c.resolved = FLAG_NONE;
	c.customer.n = 0;
	take(p, &c);
	e = take(p, &c);
	IS_TEXT(text_of(e.why), "R(stress=60)", "nobody's stand alone");
	policy_free(p);
}

/* The number that a rule's evidence shows for an operand. */
static const char *
shown(const char *operand, const struct call *calls, size_t n)
{
	static char text[1024];
	struct policy *p;
	struct escalation e;
	char row[128];
	size_t i;

	snprintf(row, sizeof(row), "R,1,0m,24x7,%s < 1 or %s >= 1\n", operand,
	    operand);
	p = policy_of(row);
	if (strcmp(operand, "contacts") == 0) {
		has_column[FIELD_CONTACTS] = 0;
		policy_free(p);
		p = policy_load(dir, NOW);
		policy_bind(p, &source);
	}
	for (i = 0; i < n; i++)
		e = take(p, &calls[i]);
	snprintf(text, sizeof(text), "%s", text_of(e.why));
	text[strcspn(text, ",)")] = '\0';
	policy_free(p);
	return e.level == 0 ? "missing" : text + 2;
}

static void
test_facts(void)
{
	struct call c[4];
	size_t i;

	for (i = 0; i < 4; i++) {
		c[i] = quiet();
		c[i].resolved = FLAG_NO;
	}
	c[0].start = NOW - 8 * (int64_t)DAY_MS;
	c[1].start = NOW - 7 * (int64_t)DAY_MS;
	c[2].start = NOW - HOUR_MS;
	c[3].start = NOW;
	IS_TEXT(shown("contacts", c, 4), "contacts=3",
	    "contacts, 7 days and "
	    "both ends");
	IS_TEXT(shown("contacts within 7d", c, 4), "contacts=3",
	    "the same, spelled out");
	IS_TEXT(shown("contacts within 8d", c, 4), "contacts=4", "8 days");
	IS_TEXT(shown("contacts within 1h", c, 4), "contacts=2", "an hour");
	IS_TEXT(
	    shown("contacts within 59m", c, 4), "contacts=1", "not an hour");
	c[2].direction = DIRECTION_OUT;
	IS_TEXT(shown("contacts within 8d", c, 4), "contacts=3",
	    "an outbound call is no contact");
	IS_TEXT(
	    shown("contacts within 8d", c, 3), "missing", "and has no number");
	c[2].direction = DIRECTION_UNKNOWN;
	c[2].joined = c[3].joined = bytes_of("P");
	IS_TEXT(shown("contacts within 8d", c, 4), "contacts=3",
	    "legs are one contact");
	c[3].customer.n = 0;
	IS_TEXT(shown("contacts within 8d", c, 4), "contacts=1",
	    "nobody is at the first contact");
	c[3].customer = bytes_of("C1");
	c[3].joined.n = 0;

	IS_TEXT(shown("hostile_contacts", c, 4), "hostile_contacts=0",
	    "nothing hostile");
	c[0].signals = bytes_of("threat");
	c[1].hostile = FLAG_YES;
	c[2].signals = bytes_of("anger abuse");
	IS_TEXT(shown("hostile_contacts within 30d", c, 4),
	    "hostile_contacts=3", "a threat, a flag, abuse");
	IS_TEXT(shown("hostile_contacts within 7d", c, 4), "hostile_contacts=2",
	    "within 7 days");
	c[2].signals = bytes_of("anger");
	c[2].direction = DIRECTION_OUT;
	c[2].threat = FLAG_YES;
	IS_TEXT(shown("hostile_contacts", c, 4), "hostile_contacts=3",
	    "outbound calls are hostile too");

	IS_TEXT(shown("age", c, 3), "age=1h", "age");
	c[3].start = NOW + HOUR_MS;
	IS_TEXT(shown("age", c, 4), "age=-1h", "the age of what is to come");
	c[3].start = INSTANT_NONE;
	IS_TEXT(shown("age", c, 4), "missing", "of what has no start");
	IS_TEXT(shown("contacts within 8d", c, 4), "missing",
	    "nor has that a number");

	for (i = 0; i < 4; i++)
		c[i].start = NOW - (4 - (int64_t)i) * HOUR_MS;
	IS_TEXT(
	    shown("no_contact", c, 4), "no_contact=1h", "this call is contact");
	c[3].outcome = c[2].outcome = OUTCOME_ABANDONED;
	IS_TEXT(shown("no_contact", c, 4), "no_contact=3h",
	    "an abandoned one is not");
	c[1].outcome = OUTCOME_ENDED_BY_POLICY;
	IS_TEXT(shown("no_contact", c, 4), "no_contact=3h",
	    "one that the policy ended is");
	c[0].outcome = c[1].outcome = OUTCOME_VOICEMAIL;
	IS_TEXT(shown("no_contact", c, 4), "missing", "none at all");
	c[2].outcome = OUTCOME_ANSWERED;
	column[FIELD_ITEM] = "4";
	IS_TEXT(shown("no_contact", c, 3), "missing", "items are no calls");
	IS_TEXT(shown("contacts", c, 3), "missing", "and have no number");
	IS_TEXT(shown("hostile_contacts", c, 3), "hostile_contacts=0",
	    "and are not hostile");
	column[FIELD_ITEM] = NULL;

	column[FIELD_PROMISED_BY] = "2026-03-02 11:45";
	IS_TEXT(
	    shown("promise_late", c, 1), "promise_late=15m", "a late promise");
	IS_TEXT(shown("promise_in", c, 1), "missing", "is not ahead");
	column[FIELD_PROMISED_BY] = "2026-03-02 12:00";
	IS_TEXT(shown("promise_late", c, 1), "missing", "one that is due now");
	IS_TEXT(shown("promise_in", c, 1), "promise_in=0s", "is not late yet");
	column[FIELD_PROMISED_BY] = "2026-03-02 12:45";
	IS_TEXT(shown("promise_in", c, 1), "promise_in=45m", "one ahead");
	IS_TEXT(shown("promise_late", c, 1), "missing", "is not late");
	column[FIELD_PROMISED_BY] = "";
	IS_TEXT(shown("promise_in", c, 1), "missing", "no promise");
	column[FIELD_CARRIED] = " 3 ";
	IS_TEXT(shown("carried", c, 1), "carried=3", "a column's number");
	column[FIELD_LOAD] = "61.5";
	IS_TEXT(shown("load", c, 1), "load=61.5", "of another tool");
	column[FIELD_LOAD] = "a lot";
	IS_TEXT(shown("load", c, 1), "missing", "that is none");
	c[0].csat = 3;
	IS_TEXT(shown("csat", c, 1), "csat=3", "a rating");
}

static void
test_texts(void)
{
	static const struct {
		const char *when;
		int want;
	} cases[] = { { "outcome = 'abandoned'", 1 },
		{ "outcome = 'answered'", 0 }, { "direction = 'inbound'", 1 },
		{ "queue ~ 'BILL'", 1 }, { "customer = 'C1'", 1 },
		{ "missing(agent)", 1 }, { "status = 'open'", 1 },
		{ "breather_taken = 'no'", 1 }, { "breather_taken", 0 },
		{ "date = '02.03.2026'", 1 }, { "signals ~ 'abuse'", 1 },
		{ "breather_until > start", 1 },
		{ "breather_from = '2026-03-02 11:15'", 1 } };
	char row[128];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct call c = quiet();
		struct policy *p;

		snprintf(row, sizeof(row), "R,1,0m,24x7,%s\n", cases[i].when);
		p = policy_of(row);
		c.outcome = OUTCOME_ABANDONED;
		c.queue = bytes_of("Billing EU");
		c.signals = bytes_of("abuse");
		column[FIELD_STATUS] = " open ";
		column[FIELD_BREATHER_TAKEN] = "no";
		column[FIELD_BREATHER_FROM] = "2026-03-02 11:15";
		column[FIELD_BREATHER_UNTIL] = "2026-03-02 11:20";
		column[FIELD_SIGNALS] = "abuse";
		column[FIELD_DATE] = "02.03.2026";
		IS_INT(take(p, &c).level, cases[i].want, "%s", cases[i].when);
		policy_free(p);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *policy, *says;
	} cases[] = { { "rule,level,due\nR,1,0m\n", "when" },
		{ "R,1,0m,,1 <\n",
		    "policy.csv:2: column when, character 4: "
		    "expected a field" },
		{ "R,1,0m,,stress > 1\nS,1,0m,,frob > 1\n",
		    "policy.csv:3: column when, character 1: expected a "
		    "field, and frob is none" },
		{ "R,1,0m,,escalation = 'x'\n",
		    "character 1: expected a "
		    "field" },
		{ "R,1,0m,,signal(rage)\n",
		    "character 8: expected a signal: "
		    "abuse threat" },
		{ "R,1,0m,,\n", "character 1: expected a condition" },
		{ ",1,0m,,1 < 2\n", "column rule: expected a name" },
		{ "A B,1,0m,,1 < 2\n", "column rule: expected a name" },
		{ "R;,1,0m,,1 < 2\n", "column rule: expected a name" },
		{ "R,1,0m,,1 < 2\nR,1,0m,,1 < 2\n", "no other rule" },
		{ "R,0,0m,,1 < 2\n", "column level: expected an integer" },
		{ "R,100,0m,,1 < 2\n", "column level" },
		{ "R,high,0m,,1 < 2\n", "column level" },
		{ "R,1,,,1 < 2\n", "column due: expected a duration" },
		{ "R,1,-5m,,1 < 2\n", "column due" },
		{ "R,1,367d,,1 < 2\n", "column due" },
		{ "R,1,talk,,1 < 2\n", "column due" },
		{ "R,1,frob + 1h,,1 < 2\n", "column due" },
		{ "R,1,promised_by 1h,,1 < 2\n", "column due" },
		{ "R,1,promised_by +,,1 < 2\n", "column due" },
		{ "R,1,promised_by + -1h,,1 < 2\n", "column due" },
		{ "R,1,0m,24/7,1 < 2\n", "column clock: expected 24x7" } },
	  levels[] = { { "level,name\n0,x\n", "column level" },
		  { "level,name\n1,x\n1,y\n", "levels.csv:3: column level" },
		  { "level,name\n1,\n", "column name" },
		  { "level,name\n1,x\n2,X\n", "column name" },
		  { "level,name,ack\n1,x,soon\n", "column ack" },
		  { "level,name,repeat\n1,x,-1h\n", "column repeat" },
		  { "level,title\n1,x\n", "title" } };
	char text[256];
	struct policy *p;
	size_t i, n = sizeof(cases) / sizeof(cases[0]);
	size_t m = sizeof(levels) / sizeof(levels[0]);

	for (i = 0; i < n + m; i++) {
		const char *says = i < n ? cases[i].says : levels[i - n].says;

		snprintf(text, sizeof(text), "%s%s",
		    i == 0 ? "" : "rule,level,due,clock,when\n",
		    i < n ? cases[i].policy : "");
		write_file("policy.csv", text);
		write_file("levels.csv", i < n ? NULL : levels[i - n].policy);
		p = policy_load(dir, NOW);
		OK(p == NULL && diag_status() == STATUS_CANNOT &&
			strstr(diag_text(), says) != NULL,
		    "refused: %s", says);
		if (p == NULL && strstr(diag_text(), says) == NULL)
			printf("# %s\n", diag_text());
		policy_free(p);
	}
	write_file("levels.csv", NULL);
}

static void
test_levels(void)
{
	struct policy *p;

	write_file("policy.csv",
	    "rule,level,due,clock,when\n"
	    "R,7,0m,,1 < 2\n");
	write_file("levels.csv",
	    "level,name,ack,repeat\n1,Lead,30m,\n"
	    "2,Head of service,1h,1d\n");
	p = policy_load(dir, NOW);
	OK(p != NULL, "levels with ack and repeat");
	IS_TEXT(text_of(policy_level_name(p, 2)), "Head of service", "name");
	IS_TEXT(text_of(policy_level_name(p, 7)), "7", "a nameless level");
	IS_INT(policy_level(p, bytes_of("lead")), 1, "a level by its name");
	IS_INT(policy_level(p, bytes_of("2")), 2, "by its number");
	IS_INT(policy_level(p, bytes_of("7")), 7, "by the number of a rule");
	IS_INT(policy_level(p, bytes_of("5")), 0, "not by any other number");
	IS_INT(policy_level(p, bytes_of("boss")), 0, "not by what is none");
	policy_free(p);
	write_file("levels.csv", NULL);
}

static void
test_lacks(void)
{
	struct policy *p;
	size_t i, off = 0;

	memset(has_column, 0, sizeof(has_column));
	has_column[FIELD_START] = has_column[FIELD_THREAT] =
	    has_column[FIELD_RESOLVED] = 1;
	p = policy_load(NULL, NOW);
	policy_bind(p, &source);
	IS_INT(policy_rules(p), 16, "the starter policy has 16 rules");
	for (i = 0; i < policy_rules(p); i++) {
		const char *name = policy_rule(p, i)->name;
		const char *lacks = policy_rule(p, i)->lacks;

		if (lacks != NULL)
			off++;
		if (strcmp(name, "THREAT") == 0)
			OK(lacks == NULL, "a flag suffices for a signal");
		if (strcmp(name, "LEGAL") == 0)
			IS_TEXT(lacks ? lacks : "", "signals", "no signals");
		if (strcmp(name, "UNOWNED") == 0)
			IS_TEXT(lacks ? lacks : "", "item", "no items");
		if (strcmp(name, "PROMISE_MISSED") == 0)
			IS_TEXT(
			    lacks ? lacks : "", "promised_by", "no promises");
	}
	/* On: THREAT, REPEAT (it counts by itself) and ABUSE_AGAIN. */
	IS_INT(off, 13, "13 of them are off on this export");
	policy_free(p);
}

static uint64_t seed = 20260302;

static unsigned
draw(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* A call with anything in it, at the edges of what the rules ask. */
static struct call
any_call(void)
{
	static const char *const signals[] = { "", "", "", "threat",
		"anger abuse", "manager thanks", "help legal" };
	static const char *const who[] = { "C1", "C2", "C3", "" };
	static const char *const contacts[] = { "", "1", " 3", "2.5", "x" };
	static const double reals[] = { REAL_NONE, -1, -0.5, 0, 0.25, 1 };
	static const int64_t ms[] = { DURATION_NONE, 0, 59999, 60000, 60001,
		600000, INT64_MAX };
	static const enum flag flags[] = { FLAG_NONE, FLAG_YES, FLAG_NO };
	struct call c = quiet();

	c.signals = bytes_of(signals[draw(7)]);
	c.customer = bytes_of(who[draw(4)]);
	c.start = draw(20) ? NOW - (int64_t)draw(1000000) * 1000 : INSTANT_NONE;
	c.talk = ms[draw(7)];
	c.wait = ms[draw(7)];
	c.transfers = (int64_t)draw(5) - 1;
	c.stress = draw(4) ? (int64_t)draw(102) - 1 : 85;
	c.sentiment_end = reals[draw(6)];
	c.self_rating = reals[draw(6)];
	c.resolved = flags[draw(3)];
	c.hostile = flags[draw(6) % 3];
	c.threat = draw(9) ? FLAG_NONE : FLAG_YES;
	c.outcome = draw(2) ? OUTCOME_ANSWERED : OUTCOME_ENDED_BY_POLICY;
	column[FIELD_CONTACTS] = contacts[draw(5)];
	column[FIELD_PROMISED_BY] = draw(2) ? "" : "2026-03-02 11:59";
	column[FIELD_STATUS] = draw(3) ? "" : "closed";
	column[FIELD_ITEM] = draw(9) ? "" : "i";
	return c;
}

/*
 * Rules that a call's sort or a number rules out are not asked: what is
 * left must be what asking each of them gives.
 */
static void
test_questions(void)
{
	struct policy *p = policy_of(
	    "A,1,1h,24x7,talk > 1m and stress >= 85\n"
	    "B,1,1h,24x7,talk <= 1m\n"
	    "C,1,1h,24x7,1m = talk or hostile\n"
	    "D,1,1h,24x7,60 < wait and not hostile = 'yes'\n"
	    "E,1,1h,24x7,sentiment_end < -0.5 or self_rating > 0.5\n"
	    "F,1,1h,24x7,sentiment_end <= -0.5 and resolved = 'no'\n"
	    "G,1,1h,24x7,self_rating != 0 and resolved != 'no'\n"
	    "H,1,1h,24x7,hostile = 'no' and not signal(threat)\n"
	    "I,1,1h,24x7,hostile and threat\n"
	    "J,1,1h,24x7,not resolved = 'yes' and promise_late > 0\n"
	    "K,1,1h,24x7,resolved and missing(promise_late)\n"
	    "L,1,1h,24x7,promise_late > 1m or stress > 99\n"
	    "M,1,1h,24x7,hostile_contacts within 7d >= 2\n"
	    "N,1,1h,24x7,hostile_contacts = 0 and transfers > 2\n"
	    "O,1,1h,24x7,not hostile_contacts > 0\n"
	    "P,1,1h,24x7,transfers < 1\n"
	    "Q,1,1h,24x7,transfers <= 0.5 and stress > 84.5\n"
	    "R,1,1h,24x7,signal(manager) or signal(legal) or 2 < contacts\n"
	    "S,1,1h,24x7,not signal(anger) and contacts >= 2.5\n"
	    "T,1,1h,24x7,missing(resolved) and talk + wait > 2m\n"
	    "U,1,1h,24x7,outcome = 'ended_by_policy' and stress >= 85\n"
	    "V,1,1h,24x7,missing(stress) or missing(talk)\n"
	    "W,1,1h,24x7,not (threat or help_asked) and hostile_contacts > 0\n"
	    "X,1,1h,24x7,resolved = 'yes' and hostile = 'yes'\n"
	    "Y,1,1h,24x7,sentiment_end >= 0.25 and transfers < 3\n");
	size_t i, rule, wrong = 0, held[64] = { 0 }, rules = policy_rules(p);

	for (i = 0; i < 20000; i++) {
		struct call c = any_call();
		struct escalation e = take(p, &c);
		size_t k = 0;

		for (rule = 0; rule < rules; rule++) {
			const struct policy_rule *r = policy_rule(p, rule);
			int got = k < e.reason_count && e.reasons[k].rule == r;

			if (expr_holds(r->when, policy_values(p)) != got)
				wrong++;
			k += (size_t)got;
			held[rule] += (size_t)got;
		}
		wrong += k != e.reason_count;
	}
	IS_INT(wrong, 0, "rules that are not asked would not have held");
	for (rule = 0; rule < rules; rule++)
		OK(held[rule] > 0 && held[rule] < i,
		    "%s held for some (%zu) of %zu calls",
		    policy_rule(p, rule)->name, held[rule], i);
	policy_free(p);
}

static void
test_history(void)
{
	struct history *h = history_new(100);
	struct bytes who = { "C", 1 }, none = { NULL, 0 };
	int i;

	IS_INT(history_count(h, who, 0, 100), 0, "nobody came");
	/* Out of order, with two at once. */
	history_add(h, who, 50, none);
	history_add(h, who, 10, none);
	history_add(h, who, 90, none);
	history_add(h, who, 50, none);
	IS_INT(history_count(h, who, 50, 40), 3, "10 to 50");
	IS_INT(history_count(h, who, 50, 39), 2, "11 to 50");
	IS_INT(history_count(h, who, 49, 100), 1, "up to 49");
	IS_INT(history_count(h, who, INT64_MAX, INT64_MAX), 4, "all");
	history_add(h, who, 60, bytes_of("P"));
	history_add(h, who, 61, bytes_of("P"));
	IS_INT(history_count(h, who, 90, 100), 5, "legs count once");
	history_free(h);
	h = history_new(INT64_MAX);
	for (i = 0; i < 3 * HISTORY_MAX; i++)
		history_add(h, who, i, none);
	IS_INT(history_count(h, who, INT64_MAX, INT64_MAX), HISTORY_MAX,
	    "not more than that are kept");
	IS_INT(history_count(h, who, 3 * HISTORY_MAX - 1, 9), 10, "the latest");
	history_free(h);
	history_free(NULL);
}

int
main(void)
{
	if (zone_set("UTC") != 0 || mkdtemp(dir) == NULL)
		return diag_report();
	test_starter();
	test_starter_ends();
	test_all_reasons();
	test_due();
	test_clock_start();
	test_status();
	test_folding();
	test_facts();
	test_texts();
	test_errors();
	test_levels();
	test_lacks();
	test_questions();
	test_history();
	policy_free(NULL);
	facts_free(NULL);
	write_file("policy.csv", NULL);
	rmdir(dir);
	return tap_done();
}
