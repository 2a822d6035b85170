/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/duration.h"
#include "call/zone.h"
#include "care/law.h"

enum { BLOCKS = 64, EDGE_MS = 15 * MINUTE_MS };

/*
 * What each law asks for, and where it says so.
 *
 * eu: Directive 2003/88/EC art. 4: a rest break where the working day is
 * longer than six hours.  Its length is left to agreements and national
 * law; 20 minutes is what the United Kingdom and France laid down.
 *
 * uk: Working Time Regulations 1998 (SI 1998/1833) reg. 12(1) and (3): when
 * daily working time is more than six hours, an uninterrupted period of not
 * less than 20 minutes.  One a day: Corps of Commissionaires Management v
 * Hughes UKEAT/0196/08.
 *
 * de: ArbZG section 4: 30 minutes when working time, which by section 2(1)
 * leaves breaks out, is more than six hours, 45 when more than nine, in
 * parts of at least 15; nobody works longer than six hours in a row
 * without.
 *
 * us-ca: Labor Code section 512(a) and Wage Order 4-2001 (8 CCR 11040)
 * sections 11 and 12, as Brinker Restaurant Corp. v Superior Court (2012)
 * 53 Cal.4th 1004 reads them: a meal period of 30 minutes in more than 5
 * hours of work, begun by the end of the fifth, a second one in more than
 * 10, by the end of the tenth; 10 minutes of paid rest in 3.5 hours and
 * more, 20 in more than 6, 30 in more than 10, 40 in more than 14, in the
 * middle of each work period where practicable.
 */
static const struct preset {
	const char *name, *rows;
} presets[] = {
	{ "eu",
	    "rule,kind,minutes,when,within,note\n"
	    "EU_BREAK,LEGAL,20,day>6h,30,(Directive 2003/88/EC art. 4)\n" },
	{ "uk",
	    "rule,kind,minutes,when,within,note\n"
	    "UK_BREAK,LEGAL,20,day>6h,30,"
	    "(Working Time Regulations 1998 reg. 12)\n" },
	{ "de",
	    "rule,kind,minutes,when,within,note\n"
	    "DE_30,LEGAL,30,day>6h and block>=15m and run<=6h,30,"
	    "(ArbZG section 4)\n"
	    "DE_45,LEGAL,15,day>9h and block>=15m,30,(ArbZG section 4)\n" },
	{ "us-ca",
	    "rule,kind,minutes,when,within,note\n"
	    "CA_MEAL_1,LEGAL,30,day>5h and by 5h,30,"
	    "(Labor Code section 512)\n"
	    "CA_MEAL_2,LEGAL,30,day>10h and by 10h,30,"
	    "(Labor Code section 512)\n"
	    "CA_REST_1,LEGAL,10,day>=3h30m and unpaid>=30m and aim 2h,15,"
	    "(Wage Order 4 section 12)\n"
	    "CA_REST_2,LEGAL,10,day>6h and unpaid>=30m and aim 6h,15,"
	    "(Wage Order 4 section 12)\n"
	    "CA_REST_3,LEGAL,10,day>10h and unpaid>=30m and aim 10h,15,"
	    "(Wage Order 4 section 12)\n"
	    "CA_REST_4,LEGAL,10,day>14h and unpaid>=30m and aim 14h,15,"
	    "(Wage Order 4 section 12)\n" }
};

static const char *const verdict_names[] = { "no claim", "kept", "short",
	"long", "late" };

const char *
law_preset(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(presets) / sizeof(presets[0]); i++)
		if (bytes_is(name, presets[i].name))
			return presets[i].rows;
	return NULL;
}

const char *
law_verdict_name(enum law_verdict verdict)
{
	return verdict_names[verdict];
}

void
law_free(struct law *law)
{
	size_t i;

	for (i = 0; i < law->n; i++) {
		free(law->rule[i].name);
		free(law->rule[i].note);
	}
	free(law->rule);
	memset(law, 0, sizeof(*law));
}

/* One term, with what it begins with cut off; longer ones stand first. */
static int
read_term(struct law_rule *r, struct bytes b)
{
	const struct {
		const char *begins;
		int64_t *ms;
	} terms[] = { { "day>=", &r->day_ms }, { "day>", &r->day_ms },
		{ "block>=", &r->block_ms }, { "unpaid>=", &r->unpaid_ms },
		{ "by ", &r->by_ms }, { "run<=", &r->run_ms },
		{ "aim ", &r->aim_ms } };
	size_t i, n;

	b = bytes_trim(b);
	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		n = strlen(terms[i].begins);
		if (b.n < n || memcmp(b.p, terms[i].begins, n) != 0)
			continue;
		b.p += n;
		b.n -= n;
		if (*terms[i].ms != 0 ||
		    duration_with_unit(bytes_trim(b), terms[i].ms) != 0 ||
		    *terms[i].ms <= 0 || *terms[i].ms > DAY_MS)
			return -1;
		r->day_reached |= i == 0;
		return 0;
	}
	return -1;
}

int
law_read_when(struct law_rule *r, struct bytes when)
{
	struct bytes one = when, rest = when;
	const char *p;

	do {
		p = rest.n > 0 ? memmem(rest.p, rest.n, " and ", 5) : NULL;
		one = rest;
		if (p != NULL) {
			one.n = (size_t)(p - rest.p);
			rest.n -= one.n + 5;
			rest.p = p + 5;
		}
		if (read_term(r, one) != 0)
			return -1;
	} while (p != NULL);
	if (r->day_ms == 0)
		return -1;
	if (r->block_ms == 0)
		r->block_ms = r->minutes * MINUTE_MS;
	if (r->unpaid_ms == 0)
		r->unpaid_ms = r->block_ms;
	return r->block_ms <= r->minutes * MINUTE_MS ? 0 : -1;
}

/* A recorded break inside the day, and what of it serves no rule yet. */
struct block {
	int64_t from, until, left;
};

struct blocks {
	struct block b[BLOCKS];
	size_t n;
};

/* The breaks begun by `at` with work before them and behind them. */
static void
gather(const struct law_day *day, int64_t at, struct blocks *all)
{
	const struct rest_span *s;
	size_t i;

	all->n = 0;
	if (day->breaks == NULL)
		return;
	for (i = rest_after(day->breaks, day->from);
	     i < day->breaks->n && all->n < BLOCKS; i++) {
		s = &day->breaks->span[i];
		if (s->from >= at)
			break;
		if (s->from <= day->from ||
		    (day->until != INSTANT_NONE && s->until >= day->until))
			continue;
		all->b[all->n++] =
		    (struct block){ s->from, s->until, s->until - s->from };
	}
}

/* Work from the day's begin to `t`: unpaid breaks are none. */
static int64_t
worked(const struct law_rule *r, const struct law_day *day,
    const struct blocks *all, int64_t t)
{
	int64_t sum = t - day->from, until;
	size_t i;

	for (i = 0; i < all->n && all->b[i].from < t; i++) {
		until = all->b[i].until < t ? all->b[i].until : t;
		if (all->b[i].until - all->b[i].from >= r->unpaid_ms)
			sum -= until - all->b[i].from;
	}
	return sum < 0 ? 0 : sum;
}

/* When work reaches `ms`, with no unpaid break but those known. */
static int64_t
reached(const struct law_rule *r, const struct law_day *day,
    const struct blocks *all, int64_t ms)
{
	int64_t t = day->from + ms, length;
	size_t i;

	for (i = 0; i < all->n && all->b[i].from < t; i++) {
		length = all->b[i].until - all->b[i].from;
		if (length >= r->unpaid_ms)
			t += length;
	}
	return t;
}

/* A day whose end is not known is held to be long enough. */
static int
has_claim(const struct law_rule *r, const struct law_day *day,
    const struct blocks *all)
{
	int64_t work;

	if (day->until == INSTANT_NONE)
		return 1;
	work = worked(r, day, all, day->until);
	return r->day_reached ? work >= r->day_ms : work > r->day_ms;
}

/*
 * Let the rule take what it needs of the breaks.  Returns whether the
 * first of them was too late.
 */
static int
serve(const struct law_rule *r, const struct law_day *day, struct blocks *all,
    struct law_finding *f)
{
	int64_t need = r->minutes * MINUTE_MS, given = 0, take;
	int whole = r->block_ms == need, late = 0;
	size_t i;

	for (i = 0; i < all->n && given < need; i++) {
		struct block *b = &all->b[i];
		int64_t length = b->until - b->from;

		if (length < r->block_ms || b->left == 0 ||
		    (whole && b->left < need) ||
		    (r->unpaid_ms > r->block_ms && length >= r->unpaid_ms))
			continue;
		take = b->left < need - given ? b->left : need - given;
		if (given == 0 && r->by_ms > 0)
			late = worked(r, day, all, b->from) > r->by_ms;
		given += take;
		b->left -= whole ? b->left : take;
	}
	f->given = given / MINUTE_MS;
	f->minutes = (need - given + MINUTE_MS - 1) / MINUTE_MS;
	return late;
}

/* How work ran between breaks. */
enum run { RUN_FINE, RUN_WAS_LONG, RUN_WILL_BE_LONG };

/*
 * Whether work went on, or will, for longer than the rule allows without
 * a break, and which stretch it is; what can still be mended goes first.
 */
static enum run
run_of(const struct law_rule *r, const struct law_day *day,
    const struct blocks *all, int64_t at, struct law_finding *f)
{
	int64_t from = day->from,
		until =
		    day->until != INSTANT_NONE ? day->until : at + r->warn_ms;
	enum run run = RUN_FINE;
	size_t i;

	for (i = 0; r->run_ms > 0 && i < all->n; i++) {
		if (all->b[i].until - all->b[i].from < r->block_ms)
			continue;
		if (all->b[i].from - from > r->run_ms && run == RUN_FINE) {
			run = RUN_WAS_LONG;
			f->run_from = from;
			f->run_until = all->b[i].from;
		}
		from = all->b[i].until;
	}
	if (r->run_ms > 0 && until - from > r->run_ms)
		run = RUN_WILL_BE_LONG;
	if (run != RUN_WAS_LONG) {
		f->run_from = from;
		f->run_until = until;
	}
	return run;
}

/* By when the break has to begin, and when it had best. */
static void
set_due(const struct law_rule *r, const struct law_day *day,
    const struct blocks *all, struct law_finding *f)
{
	int64_t last;

	f->due = reached(r, day, all,
	    r->by_ms > 0				 ? r->by_ms
		: r->aim_ms > 0 && r->aim_ms > r->day_ms ? r->aim_ms
							 : r->day_ms);
	if (r->run_ms > 0 &&
	    (f->verdict == LAW_LONG || f->run_from + r->run_ms < f->due))
		f->due = f->run_from + r->run_ms;
	if (day->until != INSTANT_NONE) {
		last = day->until - EDGE_MS - f->minutes * MINUTE_MS;
		if (f->due > last)
			f->due = last;
	}
	f->aim = r->aim_ms > 0 ? reached(r, day, all, r->aim_ms) : f->due;
	if (f->aim > f->due)
		f->aim = f->due;
}

static void
judge(const struct law_rule *r, const struct law_day *day, struct blocks *all,
    int64_t at, struct law_finding *f)
{
	enum run run;
	int late;

	memset(f, 0, sizeof(*f));
	f->due = f->aim = INSTANT_NONE;
	f->work_ms = worked(r, day, all, at);
	if (!has_claim(r, day, all))
		return;
	late = serve(r, day, all, f);
	run = run_of(r, day, all, at, f);
	f->verdict = f->minutes > 0 ? LAW_SHORT
	    : run != RUN_FINE	    ? LAW_LONG
	    : late		    ? LAW_LATE
				    : LAW_KEPT;
	f->past = f->verdict == LAW_LONG && run == RUN_WAS_LONG;
	if (f->verdict == LAW_LONG ||
	    (f->minutes > 0 && f->minutes * MINUTE_MS < r->block_ms))
		f->minutes = r->block_ms / MINUTE_MS;
	if (f->minutes > 0)
		set_due(r, day, all, f);
}

void
law_judge(const struct law *law, const struct law_day *day, int64_t at,
    struct law_finding *found)
{
	struct blocks all;
	size_t i;

	gather(day, at, &all);
	for (i = 0; i < law->n; i++)
		judge(&law->rule[i], day, &all, at, &found[i]);
}

int
law_due(const struct law *law, const struct law_day *day, int64_t at,
    struct law_finding *found)
{
	struct blocks all;
	size_t i;

	gather(day, at, &all);
	for (i = 0; i < law->n; i++) {
		judge(&law->rule[i], day, &all, at, found);
		if (found->minutes > 0 && !found->past &&
		    found->aim - law->rule[i].warn_ms <= at)
			return (int)i;
	}
	return -1;
}

void
law_why(const struct law_rule *r, const struct law_finding *f, struct buf *out)
{
	int64_t work = f->work_ms / MINUTE_MS;

	buf_add_string(out, "LEGAL ");
	if (f->verdict == LAW_LONG)
		buf_text(out, "work without a break reaches %lld h",
		    (long long)(r->run_ms / HOUR_MS));
	else
		buf_text(out,
		    "%lld of %lld min of break recorded in %lld h "
		    "%02lld min of work",
		    (long long)f->given, (long long)r->minutes,
		    (long long)(work / 60), (long long)(work % 60));
	buf_text(out, "; %lld min", (long long)f->minutes);
	if (r->note[0] != '\0')
		buf_text(out, " %s", r->note);
}
