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

void
headline_days(const struct report *r, struct buf *out)
{
	if (r->first_day > r->last_day)
		buf_add_string(out, "no calls");
	else if (r->first_day == r->last_day) {
		buf_text(out, "%s, ", weekdays[civil_weekday(r->first_day)]);
		put_date(out, r->first_day);
	} else {
		put_date(out, r->first_day);
		buf_add_string(out, " to ");
		put_date(out, r->last_day);
	}
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

	if ((r->has & HAS_STRESS) == 0) {
		buf_add_string(out,
		    "how hard the calls were is not known: "
		    "run triage first.");
		return;
	}
	if (n[MEASURE_STRESSED] == 0) {
		buf_add_string(out, "nobody handled a call.");
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

static void
tomorrow(const struct report *r, struct buf *out)
{
	size_t left = carry_count(r->carry), total = left, kind, n;

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
		buf_text(
		    out, "%zu %s", n, carry_noun((enum carry_kind)kind, n));
		left -= n;
		if (left == 0)
			break;
		/* Whether the next one is the last one. */
		buf_add_string(out,
		    carry_count_of(r->carry,
			carry_at(r->carry, total - left)->kind) == left
			? " and "
			: ", ");
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
headline_text(const struct report *r, size_t i, struct buf *out)
{
	size_t at = out->n;

	lines[i].text(r, out);
	if (out->n > at && out->p[at] >= 'a' && out->p[at] <= 'z')
		out->p[at] = (char)(out->p[at] - 'a' + 'A');
}
