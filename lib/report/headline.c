/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/headline.h"
#include "report/metrics.h"

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };
static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday" };

static void
put_date(struct buf *out, int64_t days)
{
	int year, month, day;

	civil_from_days(days, &year, &month, &day);
	buf_text(out, "%d %s %d", day, months[month - 1], year);
}

/* A day, or two and those between. */
static void
put_days(struct buf *out, int64_t first, int64_t last)
{
	if (first == last)
		buf_text(out, "%s, ", weekdays[civil_weekday(first)]);
	put_date(out, first);
	if (first == last)
		return;
	buf_add_string(out, " to ");
	put_date(out, last);
}

void
headline_days(const struct report *r, struct buf *out)
{
	if (r->first_day <= r->last_day) {
		put_days(out, r->first_day, r->last_day);
		return;
	}
	if (r->asked_first <= r->asked_last) {
		put_days(out, r->asked_first, r->asked_last);
		buf_add_string(out, ": ");
	}
	buf_add_string(out, "no calls");
}

/* Whether it is about several days. */
static int
is_of_days(const struct report *r)
{
	return r->first_day > r->last_day ? r->asked_first < r->asked_last
					  : r->first_day < r->last_day;
}

void
headline_title(const struct report *r, struct buf *out)
{
	buf_add_string(out, is_of_days(r) ? "The days" : "The day");
	if (r->sheet.n > 0) {
		buf_add_string(out, " of ");
		buf_add_bytes(out, r->sheet);
	}
	buf_add_string(out, ": ");
	headline_days(r, out);
	if (r->lack[0] != '\0')
		buf_text(out, " (%s)", r->lack);
}

static void
put_value(struct buf *out, const struct report *r, enum metric_id m)
{
	struct report_row team = report_team(r);

	metric_show(out, m, metric_value(r, m, &team));
}

static void
calm(const struct report *r, struct buf *out)
{
	const int64_t *n = report_team(r).entry->n;
	int64_t parts[REPORT_BANDS];
	struct value share = { 0, 10 };

	if (r->withheld) {
		buf_add_string(out,
		    "fewer than 5 agents: what tells of their work is "
		    "withheld.");
		return;
	}
	if ((r->has & HAS_STRESS) == 0) {
		buf_add_string(out,
		    "how hard the calls were is not known: "
		    "run triage first.");
		return;
	}
	if (n[MEASURE_STRESSED] == 0) {
		buf_add_string(out,
		    n[MEASURE_LEGS] == 0
			? "nobody handled a call."
			: "how hard the calls were is not known: none tells "
			  "its stress.");
		return;
	}
	report_bands(r, parts);
	share.part = parts[0];
	metric_show(out, METRIC_SHARE, share);
	buf_text(out,
	    " of handled calls were calm (%lld of %lld); %lld "
	    "strained, %lld hard.",
	    (long long)n[MEASURE_CALM], (long long)n[MEASURE_STRESSED],
	    (long long)n[MEASURE_STRAINED], (long long)n[MEASURE_HARD]);
}

static void
service(const struct report *r, struct buf *out)
{
	const int64_t *n = report_team(r).entry->n;

	if (r->sheet.n > 0) {
		buf_text(out, "%lld calls handled, AHT ",
		    (long long)n[MEASURE_LEGS]);
		put_value(out, r, METRIC_AHT);
		buf_add_byte(out, '.');
		return;
	}
	if (n[MEASURE_OFFERED] == 0) {
		buf_add_string(out, "no calls were offered.");
		return;
	}
	buf_text(out, "%lld of %lld calls answered, service level ",
	    (long long)n[MEASURE_ANSWERED], (long long)n[MEASURE_OFFERED]);
	put_value(out, r, METRIC_SERVICE_LEVEL);
	buf_add_string(out, ", ASA ");
	put_value(out, r, METRIC_ASA);
	buf_add_byte(out, '.');
}

/* How many kinds of open work there are from one on. */
static size_t
kinds_from(const struct carry *carry, size_t kind)
{
	size_t n = 0;

	for (; kind < CARRY_KINDS; kind++)
		n += carry_count_of(carry, (enum carry_kind)kind) > 0;
	return n;
}

/* Of what open work needs, what is known; hard work needs numbers, too. */
static const struct {
	unsigned needs; /* all of these, enum report_has */
	const char *what, *lacks;
} kinds[] = {
	{ HAS_ESCALATION, "escalations", "run escalate first" },
	{ HAS_PROMISE, "promises", "no promised_by column" },
	{ HAS_STRESS | HAS_RESOLVED, "hard calls without a solution", NULL },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static int
is_known(const struct report *r, size_t i)
{
	const int64_t *n = report_team(r).entry->n;

	return (r->has & kinds[i].needs) == kinds[i].needs &&
	    ((kinds[i].needs & HAS_STRESS) == 0 || n[MEASURE_LEGS] == 0 ||
		n[MEASURE_STRESSED] > 0);
}

static const char *
lacks(const struct report *r, size_t i)
{
	if (kinds[i].lacks != NULL)
		return kinds[i].lacks;
	return (r->has & HAS_RESOLVED) == 0 ? "no resolved column"
	    : (r->has & HAS_STRESS) == 0    ? "run triage first"
					    : "no call tells its stress";
}

int
headline_nothing(const struct report *r, struct buf *out)
{
	const int64_t *n = report_team(r).entry->n;
	size_t known = 0, named = 0, i;

	for (i = 0; i < KINDS; i++)
		known += (size_t)is_known(r, i);
	if (known == KINDS)
		return 0;
	if (known == 0 && (r->has & HAS_RESOLVED) && n[MEASURE_UNRESOLVED] > 0)
		buf_text(out, "%lld %s not resolved; what is open is not known",
		    (long long)n[MEASURE_UNRESOLVED],
		    n[MEASURE_UNRESOLVED] == 1 ? "call was" : "calls were");
	else if (known == 0)
		buf_add_string(out, "what is open is not known");
	if (known == 0) {
		buf_add_string(out, ": run triage and escalate first.");
		return 1;
	}
	buf_add_string(
	    out, "nothing is open that these records tell of; not known: ");
	for (i = 0; i < KINDS; i++)
		if (!is_known(r, i))
			buf_text(out, "%s%s (%s)", named++ > 0 ? ", " : "",
			    kinds[i].what, lacks(r, i));
	buf_add_byte(out, '.');
	return 1;
}

static void
tomorrow(const struct report *r, struct buf *out)
{
	size_t total = carry_total(r->carry), kind, n, more;

	if (r->sheet.n > 0 && r->from_pages) {
		buf_add_string(
		    out, "what is open stands on the sheet of the day.");
		return;
	}
	if (total == 0 && headline_nothing(r, out))
		return;
	if (total == 0) {
		buf_add_string(out,
		    "nothing is open. What the day brought "
		    "can be let go.");
		return;
	}
	for (kind = 0; kind < CARRY_KINDS; kind++) {
		n = carry_count_of(r->carry, (enum carry_kind)kind);
		if (n == 0)
			continue;
		more = kinds_from(r->carry, kind + 1);
		buf_text(out, "%zu %s%s", n,
		    carry_noun((enum carry_kind)kind, n),
		    more > 1	    ? ", "
			: more == 1 ? " and "
				    : "");
	}
	buf_text(out, " %s open. Written down, so let %s go for today.",
	    total == 1 ? "is" : "are", total == 1 ? "it" : "them");
}

static const struct {
	const char *name;
	void (*text)(const struct report *, struct buf *);
} lines[HEADLINES] = {
	{ "Calm", calm },
	{ "Service", service },
	{ "Tomorrow", tomorrow },
};

const char *
headline_name(size_t i)
{
	return lines[i].name;
}

void
headline_capital(struct buf *out, size_t at)
{
	if (out->n > at && out->p[at] >= 'a' && out->p[at] <= 'z')
		out->p[at] = (char)(out->p[at] - 'a' + 'A');
}

void
headline_text(const struct report *r, size_t i, struct buf *out)
{
	size_t at = out->n;

	lines[i].text(r, out);
	headline_capital(out, at);
}
