/* SPDX-License-Identifier: ISC */
#include "report/metrics.h"
#include "report/service.h"

/* How a value follows from the counts a and b of its row. */
enum how {
	COUNT,	      /* a */
	REST,	      /* offered calls that neither answer nor leave */
	UNTOLD,	      /* offers, less those taken and missed */
	SHORTLY,      /* a, where a wait of those who left is known */
	MEAN,	      /* a / (b x scale) */
	PART,	      /* a / b, in percent */
	PART_OF_BOTH, /* a / (a + b), in percent */
	MOST,	      /* a / scale, if there is any b */
	TOTAL,	      /* a / scale */
	RANK,	      /* percentile `scale` of histogram a */
	MEDIAN_PART,  /* median of histogram a, thousandths, in percent */
	HELD,	      /* how many values histogram a holds */
	ITEMS,	      /* open work of kind a */
	LATE_ITEMS,   /* of these, those that are overdue */
	LEVEL,	      /* the service level */
	SHARE	      /* the row's share of its table */
};

/* What divides ms x stress to minutes. */
enum { WORK = 100 * MINUTE_MS };

struct metric {
	const char *name;
	enum metric_unit unit;
	enum how how;
	int a, b; /* enum measure, tally_hist, or carry_kind */
	int64_t scale;
	unsigned needs;
	const char *definition;
};

static const struct metric metrics[METRICS] = {
	[METRIC_OFFERED] = { "offered", METRIC_IN_CALLS, COUNT, MEASURE_OFFERED,
	    0, 1, 0,
	    "inbound calls that entered a queue, failed ones apart; legs of "
	    "a call count once, at the first" },
	[METRIC_ANSWERED] = { "answered", METRIC_IN_CALLS, COUNT,
	    MEASURE_ANSWERED, 0, 1, 0, "offered calls that were answered" },
	[METRIC_ABANDONED] = { "abandoned", METRIC_IN_CALLS, COUNT,
	    MEASURE_ABANDONED, 0, 1, 0,
	    "offered calls whose customer left before an answer" },
	[METRIC_OTHER] = { "other", METRIC_IN_CALLS, REST, 0, 0, 1, 0,
	    "offered calls that were neither answered nor abandoned: "
	    "voicemail, call-back requests, outcomes that are not known" },
	[METRIC_ABANDONED_SHORT] = { "abandoned_short", METRIC_IN_CALLS,
	    SHORTLY, MEASURE_SHORT, 0, 1, 0,
	    "abandoned calls that waited no longer than a short abandon" },
	[METRIC_ABANDON_RATE] = { "abandon_rate", METRIC_IN_PERCENT, PART,
	    MEASURE_ABANDONED, MEASURE_OFFERED, 1, 0, "abandoned / offered" },
	[METRIC_SERVICE_LEVEL] = { "service_level", METRIC_IN_PERCENT, LEVEL, 0,
	    0, 1, 0, "what its variant says, see above" },
	[METRIC_ASA] = { "asa", METRIC_IN_S, MEAN, MEASURE_ANSWER_WAIT_MS,
	    MEASURE_ANSWER_WAITS, SECOND_MS, 0,
	    "average speed of answer: wait of answered calls / how many" },
	[METRIC_WAIT_P50] = { "wait_p50", METRIC_IN_S, RANK, TALLY_WAIT, 0, 50,
	    0,
	    "half of the offered calls waited no longer, answered or "
	    "not; in whole seconds" },
	[METRIC_WAIT_P90] = { "wait_p90", METRIC_IN_S, RANK, TALLY_WAIT, 0, 90,
	    0, "nine of ten offered calls waited no longer" },
	[METRIC_WAIT_MAX] = { "wait_max", METRIC_IN_S, MOST,
	    MEASURE_MOST_WAIT_MS, MEASURE_WAITS, SECOND_MS, 0,
	    "the longest wait of an offered call" },
	[METRIC_AHT] = { "aht", METRIC_IN_S, MEAN, MEASURE_HANDLE_MS,
	    MEASURE_HANDLES, SECOND_MS, 0,
	    "average handle time: talk, hold and wrap of handled legs / how "
	    "many" },
	[METRIC_TALK_MEAN] = { "talk_mean", METRIC_IN_S, MEAN, MEASURE_TALK_MS,
	    MEASURE_TALKS, SECOND_MS, 0, "talk of handled legs / how many" },
	[METRIC_TALK_P90] = { "talk_p90", METRIC_IN_S, RANK, TALLY_TALK, 0, 90,
	    0,
	    "nine of ten handled legs talked no longer; in whole "
	    "seconds" },
	[METRIC_HOLD_MEAN] = { "hold_mean", METRIC_IN_S, MEAN, MEASURE_HOLD_MS,
	    MEASURE_HOLDS, SECOND_MS, 0, "hold of handled legs / how many" },
	[METRIC_WRAP_MEAN] = { "wrap_mean", METRIC_IN_S, MEAN, MEASURE_WRAP_MS,
	    MEASURE_WRAPS, SECOND_MS, 0, "work after handled legs / how many" },
	[METRIC_TRANSFERS] = { "transfers", METRIC_IN_CALLS, COUNT,
	    MEASURE_TRANSFERS, 0, 1, HAS_TRANSFERS,
	    "transfers of handled legs, added up" },
	[METRIC_RESOLVED] = { "resolved", METRIC_IN_CALLS, COUNT,
	    MEASURE_RESOLVED, 0, 1, HAS_RESOLVED,
	    "answered calls marked as resolved, of several legs the last one "
	    "that tells counts; for an agent: legs" },
	[METRIC_RESOLVED_RATE] = { "resolved_rate", METRIC_IN_PERCENT,
	    PART_OF_BOTH, MEASURE_RESOLVED, MEASURE_UNRESOLVED, 1, HAS_RESOLVED,
	    "resolved / those that say yes or no" },
	[METRIC_CSAT_MEAN] = { "csat_mean", METRIC_IN_SCALE, MEAN,
	    MEASURE_RATING, MEASURE_RATINGS, 10000, HAS_CSAT,
	    "ratings of handled legs / how many, in their own scale" },
	[METRIC_REPEAT_RATE] = { "repeat_rate", METRIC_IN_PERCENT, PART,
	    MEASURE_REPEATS, MEASURE_CONTACTS, 1, HAS_CONTACTS | HAS_CUSTOMER,
	    "offered calls whose customer had called within 7 days before" },
	[METRIC_FCR] = { "fcr", METRIC_IN_PERCENT, PART, MEASURE_FIRSTS_KEPT,
	    MEASURE_FIRSTS, 1, HAS_CUSTOMER | HAS_START,
	    "first contact resolution: answered first contacts, those "
	    "apart that the policy ended, not marked as unresolved by the "
	    "last leg that tells, whose customer did not call within 7 days "
	    "after; "
	    "as far as these records tell, so that the last 7 days are "
	    "provisional" },
	[METRIC_FCR_OPEN] = { "fcr_open", METRIC_IN_CALLS, COUNT,
	    MEASURE_FIRSTS_OPEN, 0, 1, HAS_CUSTOMER | HAS_START,
	    "answered first contacts whose 7 days are not over" },
	[METRIC_CALLS] = { "calls", METRIC_IN_CALLS, COUNT, MEASURE_CALLS, 0, 1,
	    0,
	    "calls that somebody handled, in and out; legs of a call "
	    "count once, for whom it reached first" },
	[METRIC_LEGS] = { "legs", METRIC_IN_CALLS, COUNT, MEASURE_LEGS, 0, 1, 0,
	    "records that somebody handled: each leg is work" },
	[METRIC_STRESS_MEAN] = { "stress_mean", METRIC_IN_POINTS, MEAN,
	    MEASURE_STRESS, MEASURE_STRESSED, 1, HAS_STRESS,
	    "stress of handled legs, 0 to 100 / how many; a property of the "
	    "calls, not of people" },
	[METRIC_STRESS_P90] = { "stress_p90", METRIC_IN_POINTS, RANK,
	    TALLY_STRESS, 0, 90, HAS_STRESS,
	    "nine of ten handled legs were no harder" },
	[METRIC_CALM] = { "calm", METRIC_IN_CALLS, COUNT, MEASURE_CALM, 0, 1,
	    HAS_STRESS, "handled legs with a stress below 30" },
	[METRIC_STRAINED] = { "strained", METRIC_IN_CALLS, COUNT,
	    MEASURE_STRAINED, 0, 1, HAS_STRESS,
	    "handled legs with a stress from 30 to 59" },
	[METRIC_HARD] = { "hard", METRIC_IN_CALLS, COUNT, MEASURE_HARD, 0, 1,
	    HAS_STRESS, "handled legs with a stress of 60 and more" },
	[METRIC_STRESS_MINUTES] = { "stress_minutes", METRIC_IN_MIN, TOTAL,
	    MEASURE_STRESS_WORK, 0, WORK, HAS_STRESS,
	    "handle minutes x stress / 100; among causes split in proportion "
	    "to their points" },
	[METRIC_SHARE] = { "share", METRIC_IN_PERCENT, SHARE, 0, 0, 1,
	    HAS_STRESS,
	    "of all stress minutes; those of all causes add up to 100" },
	[METRIC_OUTSIDE_SHARE] = { "outside_share", METRIC_IN_PERCENT, MEAN,
	    MEASURE_OUTSIDE, MEASURE_OUTSIDE_OF, 1, HAS_STRESS,
	    "of the points of stress, those that no agent controls: waits, "
	    "repeats, transfers, no solution" },
	[METRIC_LOAD_MEAN] = { "load_mean", METRIC_IN_POINTS, MEAN,
	    MEASURE_LOAD, MEASURE_LOADS, 10, HAS_LOAD,
	    "load after each handled leg, 0 to 100 / how many" },
	[METRIC_LOAD_MAX] = { "load_max", METRIC_IN_POINTS, MOST,
	    MEASURE_MOST_LOAD, MEASURE_LOADS, 10, HAS_LOAD,
	    "the highest load" },
	[METRIC_MINUTES_OVER_60] = { "minutes_over_60", METRIC_IN_MIN, TOTAL,
	    MEASURE_OVER, 0, 10, HAS_LOAD, "minutes above a load of 60" },
	[METRIC_BREATHERS] = { "breathers", METRIC_IN_CALLS, COUNT,
	    MEASURE_BREATHERS, 0, 1, HAS_BREATHER,
	    "handled legs after which a breather was offered" },
	[METRIC_BREATHER_MINUTES] = { "breather_minutes", METRIC_IN_MIN, COUNT,
	    MEASURE_BREATHER_MINUTES, 0, 1, HAS_BREATHER,
	    "minutes of breathers offered" },
	[METRIC_BREATHERS_TAKEN] = { "breathers_taken", METRIC_IN_CALLS, COUNT,
	    MEASURE_TAKEN, 0, 1, HAS_BREATHER,
	    "offers that were taken, as far as later records tell" },
	[METRIC_BREATHERS_MISSED] = { "breathers_missed", METRIC_IN_CALLS,
	    COUNT, MEASURE_MISSED, 0, 1, HAS_BREATHER, "offers that were not" },
	[METRIC_BREATHERS_UNKNOWN] = { "breathers_unknown", METRIC_IN_CALLS,
	    UNTOLD, MEASURE_BREATHERS, 0, 1, HAS_BREATHER,
	    "offers of which no later record tells" },
	[METRIC_PACE_TAKEN] = { "pace_after_taken", METRIC_IN_PERCENT,
	    MEDIAN_PART, TALLY_TAKEN_RATIO, 0, 1, HAS_BREATHER | HAS_STRESS,
	    "after breathers that were taken: handle time of an agent's next "
	    "3 calls / of the 3 before, each / (100 + stress); the median" },
	[METRIC_PACE_TAKEN_OF] = { "pace_after_taken_of", METRIC_IN_CALLS, HELD,
	    TALLY_TAKEN_RATIO, 0, 1, HAS_BREATHER | HAS_STRESS,
	    "how many breathers that were taken this is the median of" },
	[METRIC_PACE_MISSED] = { "pace_after_missed", METRIC_IN_PERCENT,
	    MEDIAN_PART, TALLY_MISSED_RATIO, 0, 1, HAS_BREATHER | HAS_STRESS,
	    "the same where a breather was missed" },
	[METRIC_PACE_MISSED_OF] = { "pace_after_missed_of", METRIC_IN_CALLS,
	    HELD, TALLY_MISSED_RATIO, 0, 1, HAS_BREATHER | HAS_STRESS,
	    "how many breathers that were missed this is the median of" },
	[METRIC_HARD_RESOLVED] = { "hard_resolved", METRIC_IN_CALLS, COUNT,
	    MEASURE_HARD_RESOLVED, 0, 1, HAS_STRESS | HAS_RESOLVED,
	    "hard calls that were resolved all the same" },
	[METRIC_TURNED] = { "turned", METRIC_IN_CALLS, COUNT, MEASURE_TURNED, 0,
	    1, HAS_SENTIMENT_END,
	    "handled legs with a negative sentiment that ended with a "
	    "positive one" },
	[METRIC_THANKS] = { "thanks", METRIC_IN_CALLS, COUNT, MEASURE_THANKS, 0,
	    1, HAS_SIGNALS, "handled legs whose customer said thank you" },
	[METRIC_ESCALATED] = { "escalated", METRIC_IN_CALLS, COUNT,
	    MEASURE_ESCALATED, 0, 1, HAS_ESCALATION,
	    "escalations in these records, one for each customer and rule "
	    "until a call of the customer is resolved; for an agent: handled "
	    "legs with one" },
	[METRIC_KEPT] = { "kept", METRIC_IN_CALLS, COUNT, MEASURE_KEPT, 0, 1,
	    HAS_ESCALATION,
	    "escalations that a call of the customer has resolved, or that "
	    "were stopped; with open those of these records and those carried "
	    "over" },
	[METRIC_OPEN] = { "open", METRIC_IN_CALLS, COUNT, MEASURE_OPEN, 0, 1,
	    HAS_ESCALATION,
	    "escalations that no call of the customer has "
	    "resolved, one for each customer and rule" },
	[METRIC_OVERDUE] = { "overdue", METRIC_IN_CALLS, COUNT, MEASURE_OVERDUE,
	    0, 1, HAS_ESCALATION,
	    "of the open ones, those that escalate found past their due time" },
	[METRIC_PROMISED] = { "promised", METRIC_IN_CALLS, COUNT,
	    MEASURE_PROMISED, 0, 1, HAS_PROMISE,
	    "customers who were promised a call or an answer by some time in "
	    "these records" },
	[METRIC_PROMISES_KEPT] = { "promises_kept", METRIC_IN_CALLS, COUNT,
	    MEASURE_PROMISES_KEPT, 0, 1, HAS_PROMISE,
	    "promises after which somebody has spoken with the customer, or "
	    "whose call was resolved" },
	[METRIC_PROMISES_OPEN] = { "promises_open", METRIC_IN_CALLS, ITEMS,
	    CARRY_PROMISE, 0, 1, HAS_PROMISE,
	    "promises after which nobody has spoken with the customer, one "
	    "for each customer" },
	[METRIC_PROMISES_LATE] = { "promises_late", METRIC_IN_CALLS, LATE_ITEMS,
	    CARRY_PROMISE, 0, 1, HAS_PROMISE,
	    "of these, past the promised time" },
	[METRIC_TARGET] = { "target", METRIC_IN_CALLS, COUNT, MEASURE_TARGET, 0,
	    1, HAS_TARGET,
	    "calls asked for: of each agent and day, or chunk, added up" },
	[METRIC_DONE] = { "done", METRIC_IN_CALLS, COUNT, MEASURE_DONE, 0, 1,
	    HAS_TARGET, "calls done, counted as targetsplit does" },
};

static const char *const units[] = {
	[METRIC_IN_CALLS] = "calls",
	[METRIC_IN_S] = "s",
	[METRIC_IN_MIN] = "min",
	[METRIC_IN_PERCENT] = "percent",
	[METRIC_IN_POINTS] = "points",
	[METRIC_IN_SCALE] = "scale",
};

const char *
metric_name(enum metric_id m)
{
	return metrics[m].name;
}

enum metric_unit
metric_unit(enum metric_id m)
{
	return metrics[m].unit;
}

const char *
metric_definition(enum metric_id m)
{
	return metrics[m].definition;
}

const char *
metric_unit_name(const struct report *r, enum metric_id m)
{
	if (metrics[m].unit == METRIC_IN_SCALE && r->csat_scale[0] != '\0')
		return r->csat_scale;
	return units[metrics[m].unit];
}

unsigned
metric_needs(enum metric_id m)
{
	return metrics[m].needs;
}

int
metric_hist(enum metric_id id)
{
	switch (metrics[id].how) {
	case RANK:
	case MEDIAN_PART:
	case HELD:
		return metrics[id].a;
	default:
		return -1;
	}
}

/* n/a, too, where calls were answered and no wait is known. */
static struct value
level(const struct report *r, const struct tally_entry *e)
{
	struct service s = { .answered = e->n[MEASURE_ANSWERED],
		.abandoned = e->n[MEASURE_ABANDONED],
		.answered_within = e->n[MEASURE_ANSWERED_WITHIN],
		.abandoned_within = e->n[MEASURE_ABANDONED_WITHIN],
		.abandoned_short = e->n[MEASURE_SHORT] };
	struct value v = { 0, 0 };

	if (s.answered > 0 && e->n[MEASURE_ANSWER_WAITS] == 0)
		return v;
	service_level(r->setup.sl_variant, &s, &v.part, &v.of);
	v.part *= 100;
	return v;
}

static struct value
rank(const struct hist *h, unsigned percent)
{
	struct value v = { 0, 0 };

	if (h != NULL && h->total > 0) {
		v.part = hist_rank(h, percent);
		v.of = 1;
	}
	return v;
}

/* Open work of a kind, or what of it is late; pages do not tell that. */
static struct value
items(const struct report *r, enum carry_kind kind, int late)
{
	struct value v = { (int64_t)carry_count_of(r->carry, kind), 1 };
	size_t i;

	if (!late)
		return v;
	if (carry_count(r->carry) == 0 && v.part > 0)
		v.of = 0;
	v.part = 0;
	for (i = 0; i < carry_count(r->carry); i++) {
		const struct carry_item *item = carry_at(r->carry, i);

		v.part += item->kind == kind && item->due < r->now;
	}
	return v;
}

/* Whether a metric tells of what people did. */
static int
is_work(const struct metric *m)
{
	switch (m->how) {
	case RANK:
	case MEDIAN_PART:
	case HELD:
		return m->a != TALLY_WAIT;
	case ITEMS:
	case LATE_ITEMS:
	case LEVEL:
		return 0;
	case SHARE:
		return 1;
	default:
		return measure_is_work(m->a);
	}
}

struct value
metric_value(
    const struct report *r, enum metric_id id, const struct report_row *row)
{
	const struct metric *m = &metrics[id];
	const struct tally_entry *e = row->entry;
	struct value none = { 0, 0 }, v = { e->n[m->a], m->scale };

	if ((r->has & m->needs) != m->needs || (e->withheld && is_work(m)) ||
	    (row->partial && id == METRIC_TARGET))
		return none;
	switch (m->how) {
	case COUNT:
	case TOTAL:
		return v;
	case REST:
		v.part = e->n[MEASURE_OFFERED] - e->n[MEASURE_ANSWERED] -
		    e->n[MEASURE_ABANDONED];
		return v;
	case UNTOLD:
		v.part -= e->n[MEASURE_TAKEN] + e->n[MEASURE_MISSED];
		v.part = v.part > 0 ? v.part : 0;
		return v;
	case SHORTLY:
		return e->n[MEASURE_ABANDONED] > 0 &&
			e->n[MEASURE_WAITS] == e->n[MEASURE_ANSWER_WAITS]
		    ? none
		    : v;
	case MEAN:
		v.of = e->n[m->b] * m->scale;
		return v;
	case PART:
		v.part *= 100;
		v.of = e->n[m->b];
		return v;
	case PART_OF_BOTH:
		v.of = v.part + e->n[m->b];
		v.part *= 100;
		return v;
	case MOST:
		return e->n[m->b] > 0 ? v : none;
	case RANK:
		return rank(e->hist[m->a], (unsigned)m->scale);
	case MEDIAN_PART:
		v = rank(e->hist[m->a], 50);
		v.of *= 10;
		return v;
	case HELD:
		v.part =
		    e->hist[m->a] == NULL ? 0 : (int64_t)e->hist[m->a]->total;
		return v;
	case ITEMS:
	case LATE_ITEMS:
		return items(r, (enum carry_kind)m->a, m->how == LATE_ITEMS);
	case LEVEL:
		return level(r, e);
	case SHARE:
		v.part = row->share;
		v.of = 100;
		return row->share < 0 ? none : v;
	}
	return none;
}

size_t
metric_put(char out[VALUE_MAX], enum metric_id m, struct value v)
{
	return metrics[m].unit == METRIC_IN_PERCENT ? value_put(out, v, 2, 1)
						    : value_put(out, v, 4, 0);
}

static void
show_time(struct buf *out, int64_t seconds)
{
	long long s = seconds;

	if (s < 3600)
		buf_text(out, "%lld:%02lld", s / 60, s % 60);
	else
		buf_text(
		    out, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
}

void
metric_show(struct buf *out, enum metric_id m, struct value v)
{
	static const unsigned char decimals[] = { [METRIC_IN_MIN] = 0,
		[METRIC_IN_PERCENT] = 1,
		[METRIC_IN_POINTS] = 1,
		[METRIC_IN_SCALE] = 2 };
	char text[VALUE_MAX];

	if (v.of <= 0) {
		buf_add_string(out, "n/a");
		return;
	}
	if (metrics[m].unit == METRIC_IN_S) {
		show_time(out, value_round(v));
		return;
	}
	buf_add(out, text, value_put(text, v, decimals[metrics[m].unit], 1));
	if (metrics[m].unit == METRIC_IN_PERCENT)
		buf_add_byte(out, '%');
}
