/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/once.h"
#include "care/preshift.h"
#include "csv/settings.h"

enum { HOURS = 24, STRAINED = 30, NONE = -1 };

/* What happened on one date. */
struct date {
	int64_t calls, answered;	/* each once, whatever its legs */
	int64_t handled;		/* legs, as all that follows */
	int64_t scored, strained, hard; /* by stress */
	int64_t agents;
	double loads, most, over; /* sum, greatest, minutes */
	int64_t offers, taken, missed;
	int64_t arrivals[HOURS];
};

struct preshift {
	const struct load_constants *c;
	int64_t today;
	struct map *dates; /* date to struct date */
	struct map *seen;  /* date and agent */
	struct recent *calls, *answered;
	int64_t items; /* carried over */
};

struct preshift *
preshift_new(const struct load_constants *c, int64_t today)
{
	struct preshift *p = mem_zero(1, sizeof(*p));

	p->c = c;
	p->today = today;
	p->dates = map_new(sizeof(struct date));
	p->seen = map_new(1);
	p->calls = once_new();
	p->answered = once_new();
	return p;
}

void
preshift_free(struct preshift *p)
{
	if (p == NULL)
		return;
	map_free(p->dates);
	map_free(p->seen);
	recent_free(p->calls);
	recent_free(p->answered);
	free(p);
}

static struct bytes
date_key(const int64_t *date)
{
	struct bytes b = { (const char *)date, sizeof(*date) };

	return b;
}

/* Count an agent once a date. */
static void
see(struct preshift *p, struct date *d, int64_t date, struct bytes agent)
{
	struct buf key = { 0 };
	int added;

	buf_add_bytes(&key, date_key(&date));
	buf_add_bytes(&key, agent);
	map_put(p->seen, buf_bytes(&key), &added);
	d->agents += added;
	buf_free(&key);
}

static void
add_result(struct date *d, const struct preshift *p, const struct call *call,
    const struct team_result *r)
{
	d->handled++;
	if (call->stress >= 0) {
		d->scored++;
		d->strained += call->stress >= STRAINED &&
		    (double)call->stress < p->c->hard;
		d->hard += (double)call->stress >= p->c->hard;
	}
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return;
	d->loads += r->point.after;
	if (r->point.after > d->most)
		d->most = r->point.after;
	d->over += r->point.over;
	d->offers += r->offered;
	d->taken += r->taken == FLAG_YES;
	d->missed += r->taken == FLAG_NO;
}

void
preshift_add(struct preshift *p, const struct call *call,
    const struct team_result *r, int item)
{
	struct civil c;
	struct date *d;
	int64_t date;

	p->items += item;
	if (item || call->start == INSTANT_NONE)
		return;
	date = zone_date(call->start, 0);
	if (date >= p->today)
		return;
	d = map_put(p->dates, date_key(&date), NULL);
	if (once_first(p->calls, call)) {
		d->calls++;
		zone_civil(call->start, &c);
		d->arrivals[c.hour] += call->direction != DIRECTION_OUT;
	}
	if (r == NULL)
		return;
	d->answered += once_first(p->answered, call);
	see(p, d, date, call->agent);
	add_result(d, p, call, r);
}

int
preshift_carry(struct preshift *p, const char *path)
{
	struct settings *s = settings_read(path);
	size_t i, n = 0;

	if (s == NULL)
		return -1;
	while (
	    n < settings_width(s) && !bytes_is(settings_column(s, n), "item"))
		n++;
	if (n == settings_width(s)) {
		settings_columns(s, "item!");
		settings_free(s);
		return -1;
	}
	for (i = 0; i < settings_rows(s); i++)
		p->items += settings_at(s, i, n).n > 0;
	settings_free(s);
	return 0;
}

static void
number(struct emit *e, int64_t n)
{
	char text[NUM_MAX];

	emit_bytes(e, text, num_put(text, n));
}

/* `1 call`, `2 calls`. */
static void
things(struct emit *e, int64_t n, const char *thing)
{
	number(e, n);
	emit_byte(e, ' ');
	emit_string(e, thing);
	if (n != 1)
		emit_byte(e, 's');
}

static int64_t
percent(int64_t part, int64_t whole)
{
	return num_round(100.0 * (double)part / (double)whole);
}

static void
write_calls(struct emit *e, const struct date *d)
{
	int64_t hard, strained;

	emit_string(e, ": ");
	things(e, d->calls, "call");
	emit_string(e, ", ");
	number(e, d->answered);
	emit_string(e, " handled by ");
	things(e, d->agents, "agent");
	emit_string(e, ".\n");
	if (d->scored == 0) {
		emit_string(e,
		    "How hard they were is not known: "
		    "run triage first.\n");
		return;
	}
	hard = percent(d->hard, d->scored);
	strained = percent(d->strained, d->scored);
	number(e, 100 - hard - strained);
	emit_string(e, " % were calm, ");
	number(e, strained);
	emit_string(e, " % strained, ");
	number(e, hard);
	emit_string(e, " % hard.\n");
}

static void
write_load(struct emit *e, const struct preshift *p, const struct date *d)
{
	if (d->handled == 0) {
		emit_string(e, "Nobody handled a call.\n");
		return;
	}
	emit_string(e, "Load: ");
	number(e, load_points(d->loads / (double)d->handled));
	emit_string(e, " on average, ");
	number(e, load_points(d->most));
	emit_string(e, " at most, ");
	number(e, num_round(d->over));
	emit_string(e, " min above ");
	number(e, num_round(p->c->over));
	emit_string(e, "; ");
	things(e, d->offers, "breather");
	emit_string(e, ", ");
	number(e, d->taken);
	emit_string(e, " taken.\n");
}

/* The hour with most arrivals; `*by_weekday` is whether it is the date's. */
static int
peak(const struct preshift *p, int *by_weekday)
{
	int64_t sum[2][HOURS] = { { 0 } };
	int days = 0, best = NONE, like, hour;
	size_t i;

	for (i = 0; i < map_count(p->dates); i++) {
		const struct date *d = map_value(p->dates, i);
		int64_t date;

		memcpy(&date, map_key(p->dates, i).p, sizeof(date));
		like = civil_weekday(date) == civil_weekday(p->today);
		days += like;
		for (hour = 0; hour < HOURS; hour++) {
			sum[0][hour] += d->arrivals[hour];
			sum[1][hour] += like ? d->arrivals[hour] : 0;
		}
	}
	*by_weekday = days > 0;
	for (hour = 0; hour < HOURS; hour++)
		if (sum[days > 0][hour] > 0 &&
		    (best == NONE || sum[days > 0][hour] > sum[days > 0][best]))
			best = hour;
	return best;
}

static void
write_peak(struct emit *e, const struct preshift *p)
{
	struct buf text = { 0 };
	int by_weekday, hour = peak(p, &by_weekday);

	if (hour == NONE)
		buf_add_string(&text, "When calls will peak is not known.\n");
	else
		buf_text(&text,
		    "Calls should peak between %02d:00 and "
		    "%02d:00, as on %s.\n",
		    hour, hour + 1,
		    by_weekday ? "this weekday before" : "the days before");
	emit_bytes(e, text.p, text.n);
	buf_free(&text);
}

/* A minute each; the page of a date takes one of each column. */
static const char *const stretches[] = {
	"Stand up, both arms to the ceiling, then let them hang. Five times.",
	"Roll the shoulders back ten times, then forward ten times.",
	"Hands behind the head, elbows wide, look up. Hold, breathe, let go."
};
static const char *const necks[] = {
	"Ear to the left shoulder, hold; then to the right. Three times.",
	"Look over the left shoulder, then the right. Slowly, five times.",
	"Chin to the chest, roll to one side and back. Three times each."
};
static const char *const breaths[] = {
	"In for 4, hold for 4, out for 4, hold for 4. Four times.",
	"In for 4, out for 6, through the nose. Six times.",
	"In for 4, hold for 7, out for 8. Three times."
};

static void
write_minutes(struct emit *e, int64_t date)
{
	size_t i = (size_t)(((date % 3) + 3) % 3);

	emit_string(e, "\nThree minutes together:\n  1  ");
	emit_string(e, stretches[i]);
	emit_string(e, "\n  2  ");
	emit_string(e, necks[i]);
	emit_string(e, "\n  3  ");
	emit_string(e, breaths[i]);
	emit_byte(e, '\n');
}

/* The latest date with calls, or NULL. */
static const struct date *
yesterday(const struct preshift *p, int64_t *date)
{
	const struct date *best = NULL;
	int64_t d;
	size_t i;

	for (i = 0; i < map_count(p->dates); i++) {
		memcpy(&d, map_key(p->dates, i).p, sizeof(d));
		if (best == NULL || d > *date) {
			best = map_value(p->dates, i);
			*date = d;
		}
	}
	return best;
}

void
preshift_write(const struct preshift *p, struct emit *e)
{
	const struct date *d;
	char text[NUM_MAX];
	int64_t date = 0;

	emit_string(e, "Before the shift of ");
	emit_bytes(e, text, date_put(text, p->today));
	emit_string(e, "\n\n");
	if ((d = yesterday(p, &date)) == NULL)
		emit_string(e, "There are no calls of a day before.\n");
	else {
		emit_bytes(e, text, date_put(text, date));
		write_calls(e, d);
		write_load(e, p, d);
	}
	emit_byte(e, '\n');
	if (p->items == 0)
		emit_string(e, "Nothing is carried over.\n");
	else {
		things(e, p->items, "item");
		emit_string(e, p->items == 1 ? " is" : " are");
		emit_string(e, " carried over.\n");
	}
	write_peak(e, p);
	write_minutes(e, p->today);
}
