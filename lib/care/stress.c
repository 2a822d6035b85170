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

/* Names with their length, which stress_why() needs for each record. */
#define NAME(s) \
	{ \
		s, sizeof(s) - 1 \
	}

/* Bytes that stress_why() copies for a component. */
enum { PART = 16 };

#define COMPONENT(s) \
	{ \
		NAME(s), " " s ":" \
	}

static const struct {
	struct bytes name;
	char part[1 + PART]; /* as it stands in the sum */
} components[STRESS_COMPONENTS] = { [STRESS_HOSTILE] = COMPONENT("hostile"),
	[STRESS_SENTIMENT] = COMPONENT("sentiment"),
	[STRESS_LENGTH] = COMPONENT("length"),
	[STRESS_REPEAT] = COMPONENT("repeat"),
	[STRESS_WAIT] = COMPONENT("wait"),
	[STRESS_HOLD] = COMPONENT("hold"),
	[STRESS_UNRESOLVED] = COMPONENT("unresolved"),
	[STRESS_PASSED] = COMPONENT("passed"),
	[STRESS_INTERRUPTED] = COMPONENT("interrupted") };

static const struct {
	struct bytes name;
	uint32_t signal;
} floors[STRESS_FLOORS] = { { NAME("floor:threat"), SIGNAL_THREAT },
	{ NAME("floor:selfharm"), SIGNAL_SELFHARM },
	{ NAME("floor:abuse"), SIGNAL_ABUSE } };

#define FLOOR_SIGNALS (SIGNAL_THREAT | SIGNAL_SELFHARM | SIGNAL_ABUSE)

/* All that is measured of a call. */
struct view {
	const struct stress_model *model;
	const struct call *call;
	const struct stress_facts *facts;
	int has_text; /* there is a text, and it is understood */
};

/* Each measure sets x and returns 1, or returns 0: there is no value. */

static int
measure_hostile(const struct view *v, double *x)
{
	*x = v->facts->text.grade;
	if (v->call->hostile == FLAG_YES || v->call->threat == FLAG_YES)
		*x = v->model->row[STRESS_HOSTILE].to;
	return v->call->hostile != FLAG_NONE || v->call->threat != FLAG_NONE ||
	    *x > 0 || v->has_text;
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
	if (v->facts->text.feeling != REAL_NONE)
		return v->facts->text.feeling;
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
measure_unresolved(const struct view *v, double *x)
{
	*x = v->call->resolved == FLAG_NO;
	return v->call->resolved != FLAG_NONE;
}

static int
measure_passed(const struct view *v, double *x)
{
	int asked = (v->facts->text.signals & SIGNAL_MANAGER) != 0;

	*x = v->call->transfers > 0 ? (double)v->call->transfers : 0;
	if (asked)
		*x = v->model->row[STRESS_PASSED].to;
	return v->call->transfers >= 0 || asked || v->has_text;
}

static int
measure_interrupted(const struct view *v, double *x)
{
	*x = (double)v->call->interruptions;
	return v->call->interruptions >= 0;
}

/* Measure all of it; bit i of what is returned: x[i] has a value. */
static unsigned
measure(const struct view *v, double x[STRESS_COMPONENTS])
{
	const struct call *c = v->call;
	unsigned known = 0;

#define MEASURE(component, got) known |= (unsigned)(got) << (component)
	MEASURE(STRESS_HOSTILE, measure_hostile(v, &x[STRESS_HOSTILE]));
	MEASURE(STRESS_SENTIMENT, measure_sentiment(v, &x[STRESS_SENTIMENT]));
	MEASURE(STRESS_LENGTH, measure_length(v, &x[STRESS_LENGTH]));
	MEASURE(STRESS_REPEAT, measure_repeat(v, &x[STRESS_REPEAT]));
	MEASURE(STRESS_WAIT, measure_seconds(c->wait, &x[STRESS_WAIT]));
	MEASURE(STRESS_HOLD, measure_seconds(c->hold, &x[STRESS_HOLD]));
	MEASURE(
	    STRESS_UNRESOLVED, measure_unresolved(v, &x[STRESS_UNRESOLVED]));
	MEASURE(STRESS_PASSED, measure_passed(v, &x[STRESS_PASSED]));
	MEASURE(
	    STRESS_INTERRUPTED, measure_interrupted(v, &x[STRESS_INTERRUPTED]));
#undef MEASURE
	return known;
}

/* Decimals that binary numbers miss from below still round up. */
#define NUDGE 1e-9

static inline int64_t
points(const struct stress_row *row, double x)
{
	double full = 10 * row->max;

	if (!(x > row->from))
		return 0;
	if (x < row->to)
		full = full * (x - row->from) / (row->to - row->from);
	return num_round(full + NUDGE);
}

int64_t
stress_points(const struct stress_model *m, enum component c, double x)
{
	return points(&m->row[c], x);
}

typedef double pair __attribute__((vector_size(2 * sizeof(double))));
typedef int64_t pair_bits __attribute__((vector_size(sizeof(pair))));

static inline pair
pair_at(const double *p)
{
	pair v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Where the bits are set the one, else the other. */
static inline pair
choose(pair_bits bits, pair one, pair other)
{
	return (pair)((bits & (pair_bits)one) | (~bits & (pair_bits)other));
}

/*
 * The same for all components, two at a time: which of them score, and
 * whether fully, is no branch that could be foreseen.  Returns their sum;
 * `*outside' is that of those that no agent controls.
 */
static inline int64_t
all_points(const struct stress_model *m, const double x[STRESS_LANES],
    struct stress *s, int64_t *outside)
{
	const pair none = { 0, 0 };
	int64_t sum = 0, one, two;
	int i;

	*outside = 0;
	for (i = 0; i < STRESS_LANES; i += 2) {
		pair at = pair_at(x + i), from = pair_at(m->from + i);
		pair all = pair_at(m->full + i), some;

		some = all * (at - from) / pair_at(m->span + i);
		some = choose((pair_bits)(at < pair_at(m->to + i)), some, all);
		some = choose((pair_bits)(at > from), some, none);
		/* Nothing is below 0, where cutting off is not rounding. */
		some = some + NUDGE + 0.5;
		s->tenths[i] = one = (int32_t)some[0];
		s->tenths[i + 1] = two = (int32_t)some[1];
		s->scored |= (unsigned)((one != 0) + 2 * (two != 0)) << i;
		sum += one + two;
		*outside += (one & m->outside[i]) + (two & m->outside[i + 1]);
	}
	return sum;
}

/* `part` of `whole` in percent, half up; -1 of nothing. */
static int64_t
percent(int64_t part, int64_t whole)
{
	return whole > 0 ? (200 * part + whole) / (2 * whole) : -1;
}

/* The components: tenths and what was known, and the sum of the tenths. */
static int64_t
add_up(const struct stress_model *m, const struct call *call,
    const struct stress_facts *facts, struct stress *s)
{
	const struct view v = { m, call, facts,
		!facts->text.unread && bytes_trim(call->text).n > 0 };
	double x[STRESS_LANES] = { 0 };
	int64_t sum, outside;

	s->known = measure(&v, x) & m->on;
	/* What has no value measures 0 at most, which gives no points. */
	sum = all_points(m, x, s, &outside);
	s->coverage = m->coverage[s->known];
	s->outside = percent(outside, sum);
	return sum;
}

/* The highest floor that holds; of equal ones the first. */
static void
raise_to_floor(const struct stress_model *m, struct stress *s)
{
	int i;

	if ((s->signals & FLOOR_SIGNALS) == 0)
		return;
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

	s->known = s->scored = 0;
	s->self = s->floor = s->points = -1;
	s->signals = facts->text.signals |
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

/* The bits of a component's number below its points. */
enum { NUMBER_BITS = 4, NUMBER_MOST = (1 << NUMBER_BITS) - 1 };
_Static_assert((int)STRESS_COMPONENTS <= (int)NUMBER_MOST, "each has a number");

/*
 * The components with points, by points, equal ones by their number, which
 * is counted from the end; returns how many.
 */
static int
by_points(const struct stress *s, int64_t order[STRESS_COMPONENTS])
{
	unsigned left;
	int count = 0, j;

	for (left = s->scored; left != 0; left &= left - 1) {
		int i = __builtin_ctz(left);
		int64_t more = s->tenths[i] << NUMBER_BITS | (NUMBER_MOST - i);

		/* Which is the greater is no branch to be foreseen. */
		for (j = 0; j < count; j++) {
			int64_t here = order[j];

			order[j] = here > more ? here : more;
			more = here > more ? more : here;
		}
		order[count++] = more;
	}
	return count;
}

size_t
stress_why(const struct stress *s, char out[STRESS_WHY_MAX])
{
	static const struct bytes self = NAME("self");
	int64_t order[STRESS_COMPONENTS];
	int count = by_points(s, order), i;
	size_t n = 0;

	for (i = 0; i < count; i++) {
		int c = NUMBER_MOST - (int)(order[i] & NUMBER_MOST);
		int first = i == 0;

		/* In one go: what is too much of it is written over. */
		memcpy(out + n, components[c].part + first, PART);
		n += components[c].name.n + 2 - (size_t)first;
		n += num_put_tenths_roomy(out + n, order[i] >> NUMBER_BITS);
	}
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
		return settings_fail(s, row, column,
		    "not a number from 0 to %.0f, its decimals behind a point",
		    most);
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

/* What follows from the rows. */
static void
complete(struct stress_model *m)
{
	int64_t all = 0, known;
	unsigned bits;
	int i;

	m->on = 0;
	for (i = 0; i < STRESS_COMPONENTS; i++) {
		m->row[i].most = num_round(10 * m->row[i].max);
		all += m->row[i].most;
		m->on |= m->row[i].most > 0 ? 1u << i : 0;
		m->from[i] = m->row[i].from;
		m->to[i] = m->row[i].to;
		/* What is off is off, however near it is to a tenth. */
		m->full[i] = m->row[i].most > 0 ? 10 * m->row[i].max : 0;
		m->outside[i] = m->row[i].outside ? -1 : 0;
	}
	for (i = 0; i < STRESS_LANES; i++)
		m->span[i] = m->to[i] > m->from[i] ? m->to[i] - m->from[i] : 1;
	for (bits = 0; bits < 1u << STRESS_COMPONENTS; bits++) {
		known = 0;
		for (i = 0; i < STRESS_COMPONENTS; i++)
			known += bits >> i & 1 ? m->row[i].most : 0;
		m->coverage[bits] =
		    known > 0 ? (signed char)percent(known, all) : 0;
	}
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
	int bad;

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
	if (bad)
		return -1;
	complete(m);
	return 0;
}
