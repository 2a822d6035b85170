/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "care/baseline.h"
#include "care/stress.h"
#include "care/words.h"
#include "csv/settings.h"

const char stress_csv[] = "component,max,from,to,control\n"
			  "hostile,25,0,1,call\n"
			  "sentiment,20,0,1,call\n"
			  "length,12,1,3,call\n"
			  "repeat,10,0,2,outside\n"
			  "wait,8,20,120,outside\n"
			  "hold,7,90,600,call\n"
			  "unresolved,7,0,1,outside\n"
			  "passed,6,0,2,outside\n"
			  "interrupted,5,0,5,call\n"
			  "floor:threat,90,,,\n"
			  "floor:selfharm,90,,,\n"
			  "floor:abuse,60,,,\n";

/* All that a measure looks at. */
struct view {
	const struct stress_row *row;
	const struct call *call;
	const struct stress_facts *facts;
};

/* Each measure sets x and returns 1, or returns 0: there is no value. */
typedef int measure(const struct view *, double *x);

static measure measure_hostile, measure_sentiment, measure_length,
    measure_repeat, measure_wait, measure_hold, measure_unresolved,
    measure_passed, measure_interrupted;

/* Names with their length, which stress_why() needs for each record. */
#define NAME(s) \
	{ \
		s, sizeof(s) - 1 \
	}

static const struct {
	struct bytes name;
	measure *measure;
} components[STRESS_COMPONENTS] = { [STRESS_HOSTILE] = { NAME("hostile"),
					measure_hostile },
	[STRESS_SENTIMENT] = { NAME("sentiment"), measure_sentiment },
	[STRESS_LENGTH] = { NAME("length"), measure_length },
	[STRESS_REPEAT] = { NAME("repeat"), measure_repeat },
	[STRESS_WAIT] = { NAME("wait"), measure_wait },
	[STRESS_HOLD] = { NAME("hold"), measure_hold },
	[STRESS_UNRESOLVED] = { NAME("unresolved"), measure_unresolved },
	[STRESS_PASSED] = { NAME("passed"), measure_passed },
	[STRESS_INTERRUPTED] = { NAME("interrupted"), measure_interrupted } };

static const struct {
	struct bytes name;
	uint32_t signal;
} floors[STRESS_FLOORS] = { { NAME("floor:threat"), SIGNAL_THREAT },
	{ NAME("floor:selfharm"), SIGNAL_SELFHARM },
	{ NAME("floor:abuse"), SIGNAL_ABUSE } };

/* Whether there is a text, and it is understood. */
static int
has_text(const struct view *v)
{
	return !v->facts->unread && bytes_trim(v->call->text).n > 0;
}

static int
measure_hostile(const struct view *v, double *x)
{
	*x = v->facts->grade;
	if (v->call->hostile == FLAG_YES || v->call->threat == FLAG_YES)
		*x = v->row->to;
	return v->call->hostile != FLAG_NONE || v->call->threat != FLAG_NONE ||
	    *x > 0 || has_text(v);
}

static double
badness(double feeling)
{
	return feeling < 0 ? -feeling : 0;
}

static double
feeling(const struct view *v)
{
	if (v->call->sentiment != REAL_NONE)
		return v->call->sentiment;
	if (v->facts->feeling != REAL_NONE)
		return v->facts->feeling;
	if (v->call->csat_scaled != REAL_NONE)
		return v->call->csat_scaled;
	return v->call->sentiment_end;
}

static int
measure_sentiment(const struct view *v, double *x)
{
	double s = feeling(v);

	if (s == REAL_NONE)
		return 0;
	*x = badness(s);
	if (v->call->sentiment_end != REAL_NONE)
		*x = (*x + badness(v->call->sentiment_end)) / 2;
	return 1;
}

static int
measure_length(const struct view *v, double *x)
{
	int64_t ms = baseline_time(v->call), median = v->facts->median;

	/* DURATION_NONE is below 0; to 0 nothing can be compared. */
	if (ms < 0 || median <= 0)
		return 0;
	*x = (double)ms / (double)median;
	return 1;
}

static int
measure_repeat(const struct view *v, double *x)
{
	*x = (double)v->facts->contacts - 1;
	/* A later leg may know the number without the customer. */
	return v->facts->contacts > (v->call->customer.n > 0 ? 0 : 1);
}

static int
measure_seconds(int64_t ms, double *x)
{
	*x = (double)ms / SECOND_MS;
	return ms != DURATION_NONE;
}

static int
measure_wait(const struct view *v, double *x)
{
	return measure_seconds(v->call->wait, x);
}

static int
measure_hold(const struct view *v, double *x)
{
	return measure_seconds(v->call->hold, x);
}

static int
measure_unresolved(const struct view *v, double *x)
{
	*x = v->call->resolved == FLAG_NO;
	return v->call->resolved != FLAG_NONE;
}

static int
measure_passed(const struct view *v, double *x)
{
	*x = v->call->transfers > 0 ? (double)v->call->transfers : 0;
	if (v->facts->signals & SIGNAL_MANAGER)
		*x = v->row->to;
	return v->call->transfers >= 0 ||
	    (v->facts->signals & SIGNAL_MANAGER) || has_text(v);
}

static int
measure_interrupted(const struct view *v, double *x)
{
	*x = (double)v->call->interruptions;
	return v->call->interruptions >= 0;
}

int64_t
stress_points(const struct stress_model *m, enum component c, double x)
{
	/* Decimals that binary numbers miss from below still round up. */
	const double nudge = 1e-9;
	const struct stress_row *row = &m->row[c];
	double full = 10 * row->max;

	if (!(x > row->from))
		return 0;
	if (x < row->to)
		full = full * (x - row->from) / (row->to - row->from);
	return num_round(full + nudge);
}

/* `part` of `whole` in percent, half up; -1 of nothing. */
static int64_t
percent(int64_t part, int64_t whole)
{
	return whole > 0 ? (200 * part + whole) / (2 * whole) : -1;
}

/* The components: tenths, what was known, and the sums of both. */
static int64_t
add_up(const struct stress_model *m, const struct call *call,
    const struct stress_facts *facts, struct stress *s)
{
	int64_t sum = 0, outside = 0, known = 0, all = 0;
	int i;

	for (i = 0; i < STRESS_COMPONENTS; i++) {
		const struct stress_row *row = &m->row[i];
		int64_t most = row->most;
		struct view v = { row, call, facts };
		double x;

		s->tenths[i] = 0;
		all += most;
		if (most == 0 || !components[i].measure(&v, &x))
			continue;
		s->known |= 1u << i;
		known += most;
		s->tenths[i] = stress_points(m, (enum component)i, x);
		sum += s->tenths[i];
		outside += row->outside ? s->tenths[i] : 0;
	}
	s->coverage = known > 0 ? percent(known, all) : 0;
	s->outside = percent(outside, sum);
	return sum;
}

/* The highest floor that holds; of equal ones the first. */
static void
raise_to_floor(const struct stress_model *m, struct stress *s)
{
	int i;

	for (i = 0; i < STRESS_FLOORS; i++) {
		int64_t floor = num_round(m->floor[i]);

		if ((s->signals & floors[i].signal) && floor > s->points) {
			s->points = floor;
			s->floor = i;
		}
	}
}

void
stress_score(const struct stress_model *m, const struct call *call,
    const struct stress_facts *facts, struct stress *s)
{
	int64_t sum;

	s->known = 0;
	s->self = s->floor = s->points = -1;
	s->signals = facts->signals |
	    (call->threat == FLAG_YES ? SIGNAL_THREAT : 0) |
	    (call->help_asked == FLAG_YES ? SIGNAL_HELP : 0) |
	    (call->hostile == FLAG_YES ? SIGNAL_ANGER : 0);
	sum = add_up(m, call, facts, s);
	if (s->known != 0)
		s->points = (sum + 5) / 10;
	if (s->known != 0 && call->self_rating != REAL_NONE) {
		s->self = num_round(50 * call->self_rating + 1e-9);
		s->points = (5 * s->points + s->self + 5) / 10;
	}
	raise_to_floor(m, s);
}

static size_t
put_part(char *out, size_t n, struct bytes name, int64_t tenths)
{
	if (n > 0)
		out[n++] = ' ';
	memcpy(out + n, name.p, name.n);
	n += name.n;
	if (tenths < 0)
		return n;
	out[n++] = ':';
	return n + num_put_tenths(out + n, tenths);
}

size_t
stress_why(const struct stress *s, char out[STRESS_WHY_MAX])
{
	static const struct bytes self = NAME("self");
	int order[STRESS_COMPONENTS], count = 0, i, j;
	size_t n = 0;

	for (i = 0; i < STRESS_COMPONENTS; i++) {
		if (s->tenths[i] == 0)
			continue;
		for (j = count++;
		     j > 0 && s->tenths[order[j - 1]] < s->tenths[i]; j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	for (i = 0; i < count; i++)
		n = put_part(
		    out, n, components[order[i]].name, s->tenths[order[i]]);
	if (s->self >= 0)
		n = put_part(out, n, self, s->self);
	if (s->floor >= 0)
		n = put_part(out, n, floors[s->floor].name, -1);
	return n;
}

struct bytes
stress_band(int64_t points)
{
	static const struct bytes blank = NAME(""), calm = NAME("calm"),
				  strained = NAME("strained"),
				  hard = NAME("hard");

	if (points < 0)
		return blank;
	return points >= STRESS_HARD	? hard
	    : points >= STRESS_STRAINED ? strained
					: calm;
}

const char *
stress_component(enum component c)
{
	return components[c].name.p;
}

/* Which row of the table a name is: a component, or behind them a floor. */
static int
row_by_name(struct bytes name)
{
	int i;

	for (i = 0; i < STRESS_COMPONENTS; i++)
		if (bytes_equal(name, components[i].name))
			return i;
	for (i = 0; i < STRESS_FLOORS; i++)
		if (bytes_equal(name, floors[i].name))
			return STRESS_COMPONENTS + i;
	return -1;
}

/* A number of a row; blank leaves what is there. */
static int
read_number(const struct settings *s, size_t row, const char *column,
    double most, double *value)
{
	struct bytes text = settings_get(s, row, column);
	double v;

	if (text.n == 0)
		return 0;
	if (num_real(text, '.', &v) != 0 || v < 0 || v > most)
		return settings_fail(
		    s, row, column, "not a number from 0 to %.0f", most);
	*value = v;
	return 0;
}

static int
read_control(const struct settings *s, size_t row, int *outside)
{
	struct bytes text = settings_get(s, row, "control");

	if (text.n == 0)
		return 0;
	*outside = bytes_is(text, "outside");
	if (!*outside && !bytes_is(text, "call"))
		return settings_fail(
		    s, row, "control", "neither `outside' nor `call'");
	return 0;
}

static int
read_component(const struct settings *s, size_t row, struct stress_row *r)
{
	if (read_number(s, row, "max", 100, &r->max) != 0 ||
	    read_number(s, row, "from", 1e9, &r->from) != 0 ||
	    read_number(s, row, "to", 1e9, &r->to) != 0 ||
	    read_control(s, row, &r->outside) != 0)
		return -1;
	if (!(r->from < r->to))
		return settings_fail(s, row, "to", "not above `from'");
	return 0;
}

static int
read_rows(struct stress_model *m, const struct settings *s)
{
	unsigned seen = 0;
	size_t row;
	int i;

	if (settings_columns(s, "component! max! from to control") != 0)
		return -1;
	for (row = 0; row < settings_rows(s); row++) {
		i = row_by_name(settings_get(s, row, "component"));
		if (i < 0)
			return settings_fail(s, row, "component",
			    "no component or floor of that name");
		if (seen & 1u << i)
			return settings_fail(s, row, "component",
			    "stands in an earlier row, too");
		seen |= 1u << i;
		if ((i < STRESS_COMPONENTS
			    ? read_component(s, row, &m->row[i])
			    : read_number(s, row, "max", 100,
				  &m->floor[i - STRESS_COMPONENTS])) != 0)
			return -1;
	}
	return 0;
}

/* The components can only add up to a stress of 0..100. */
static int
check_sum(const struct stress_model *m, const char *name)
{
	double sum = 0;
	int i;

	for (i = 0; i < STRESS_COMPONENTS; i++)
		sum += m->row[i].max;
	if (sum > 100 + 1e-6)
		return diag_fail(STATUS_CANNOT,
		    "%s: column max: the "
		    "components add up to %.1f points, 100 is the most",
		    name, sum);
	return 0;
}

int
stress_model_load(struct stress_model *m, const char *settings_dir)
{
	struct settings *s;
	int bad, i;

	memset(m, 0, sizeof(*m));
	s = settings_parse("stress.csv", bytes_of(stress_csv));
	bad = s == NULL || read_rows(m, s) != 0;
	settings_free(s);
	if (bad)
		return -1;
	s = settings_load(settings_dir, "stress.csv", stress_csv);
	bad = s == NULL || read_rows(m, s) != 0 ||
	    check_sum(m, settings_name(s)) != 0;
	settings_free(s);
	for (i = 0; i < STRESS_COMPONENTS; i++)
		m->row[i].most = num_round(10 * m->row[i].max);
	return bad ? -1 : 0;
}
