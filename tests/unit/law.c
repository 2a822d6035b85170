/* SPDX-License-Identifier: ISC */
/*
 * Breaks that laws ask for: worked cases, each a shift, its recorded
 * breaks and the verdict, from the text of the law that stands above
 * them.  Working time and missing minutes are worked by hand.
 */
#include <stdlib.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/breaks.h"
#include "care/load.h"
#include "tap.h"

static struct load_constants c;

struct worked {
	const char *law, *shift, *breaks, *verdict;
};

static const struct worked cases[] = {
	/*
	 * Directive 2003/88/EC art. 4: "where the working day is longer than
	 * six hours, every worker is entitled to a rest break".
	 */
	{ "eu", "09:00-15:00", "", "" },
	{ "eu", "09:00-15:01", "", "EU_BREAK short 20" },
	{ "eu", "09:00-17:00", "12:00-12:30", "EU_BREAK kept" },
	{ "eu", "09:00-17:00", "12:00-12:19", "EU_BREAK short 20" },
	{ "eu", "09:00-17:00", "09:00-09:20", "EU_BREAK short 20" },
	{ "eu", "09:00-17:00", "16:40-17:00", "EU_BREAK short 20" },
	{ "eu", "22:00-30:00", "26:00-26:20", "EU_BREAK kept" },
	{ "eu", "08:00-20:00", "13:00-13:20", "EU_BREAK kept" },
	/*
	 * SI 1998/1833 reg. 12(1): "daily working time is more than six
	 * hours"; (3): "an uninterrupted period of not less than 20 minutes";
	 * in the middle of the day, not at an end (LRD 2015, ch. 9); one a
	 * day (Hughes UKEAT/0196/08); downtime is none (Gallagher v Alpha
	 * Catering [2004] EWCA Civ 1559), so that no break recorded is none.
	 */
	{ "uk", "09:00-15:00", "", "" },
	{ "uk", "09:00-15:01", "", "UK_BREAK short 20" },
	{ "uk", "09:00-17:00", "", "UK_BREAK short 20" },
	{ "uk", "09:00-17:00", "12:00-12:20", "UK_BREAK kept" },
	{ "uk", "09:00-17:00", "11:00-11:10 14:00-14:10", "UK_BREAK short 20" },
	{ "uk", "09:00-17:00", "12:00-12:19", "UK_BREAK short 20" },
	{ "uk", "09:00-17:00", "16:40-17:00", "UK_BREAK short 20" },
	{ "uk", "09:00-17:00", "08:50-09:10", "UK_BREAK short 20" },
	{ "uk", "07:00-20:00", "12:00-12:20", "UK_BREAK kept" },
	{ "uk", "09:00-17:00", "16:00-16:20", "UK_BREAK kept" },
	{ "uk", "09:00-15:10", "12:00-12:20", "" },
	{ "uk", "09:00-15:25", "12:00-12:20", "UK_BREAK kept" },
	{ "uk", "09:00-15:10", "12:00-12:15", "UK_BREAK short 20" },
	/*
	 * ArbZG section 4: 30 minutes at a working time of more than six to
	 * nine hours, 45 at more than nine, in parts of at least 15; no more
	 * than six hours in a row without.  Section 2(1): working time is
	 * without the breaks.
	 */
	{ "de", "09:00-15:00", "", "" },
	{ "de", "09:00-15:01", "", "DE_30 short 30" },
	{ "de", "09:00-15:30", "12:00-12:30", "" },
	{ "de", "09:00-17:30", "12:00-12:30", "DE_30 kept" },
	{ "de", "09:00-17:30", "11:00-11:15 14:00-14:15", "DE_30 kept" },
	{ "de", "09:00-17:30", "11:00-11:20 14:00-14:10", "DE_30 short 15" },
	{ "de", "09:00-17:30", "11:00-11:14 14:00-14:14", "DE_30 short 30" },
	{ "de", "09:00-18:30", "12:00-12:30", "DE_30 kept" },
	{ "de", "09:00-18:31", "13:00-13:30", "DE_30 kept DE_45 short 15" },
	{ "de", "09:00-18:45", "12:00-12:45", "DE_30 kept" },
	{ "de", "09:00-19:00", "13:00-13:45", "DE_30 kept DE_45 kept" },
	{ "de", "09:00-19:00", "12:00-12:45", "DE_30 long DE_45 kept" },
	{ "de", "09:00-19:00", "11:00-11:15 13:00-13:15 16:00-16:15",
	    "DE_30 kept DE_45 kept" },
	{ "de", "09:00-19:00", "12:00-12:20 15:00-15:25",
	    "DE_30 kept DE_45 kept" },
	{ "de", "09:00-19:00", "13:00-13:30 15:00-15:10",
	    "DE_30 kept DE_45 short 15" },
	{ "de", "09:00-19:00", "13:00-13:40", "DE_30 kept DE_45 short 15" },
	{ "de", "09:00-17:00", "15:00-15:30", "DE_30 kept" },
	{ "de", "09:00-17:00", "15:01-15:31", "DE_30 long" },
	{ "de", "08:00-21:00", "09:00-09:30 10:00-10:15",
	    "DE_30 long DE_45 kept" },
	{ "de", "09:00-17:00", "09:00-09:30", "DE_30 short 30" },
	{ "de", "09:00-17:00", "16:30-17:00", "DE_30 short 30" },
	{ "de", "22:00-30:00", "25:00-25:30", "DE_30 kept" },
	{ "de", "09:00-18:00", "", "DE_30 short 30" },
	{ "de", "09:00-18:01", "", "DE_30 short 30 DE_45 short 15" },
	/*
	 * Labor Code 512(a): a meal of not less than 30 minutes in a work
	 * period of more than five hours, a second one in more than ten.
	 * Brinker v Superior Court (2012) 53 Cal.4th 1004: by the end of the
	 * fifth, of the tenth hour of work; 10 minutes of rest from 3.5 to 6
	 * hours, 20 up to 10, 30 up to 14 (Wage Order 4 section 12: not below
	 * 3.5 hours; counted as hours worked).
	 */
	{ "us-ca", "09:00-12:29", "", "" },
	{ "us-ca", "09:00-12:30", "", "CA_REST_1 short 10" },
	{ "us-ca", "09:00-12:30", "11:00-11:10", "CA_REST_1 kept" },
	{ "us-ca", "09:00-12:30", "11:00-11:09", "CA_REST_1 short 10" },
	{ "us-ca", "09:00-14:00", "11:00-11:10", "CA_REST_1 kept" },
	{ "us-ca", "09:00-14:01", "11:00-11:10",
	    "CA_MEAL_1 short 30 CA_REST_1 kept" },
	{ "us-ca", "09:00-14:30", "12:00-12:30", "CA_REST_1 short 10" },
	{ "us-ca", "09:00-17:30", "10:30-10:40 12:00-12:30 15:00-15:10",
	    "CA_MEAL_1 kept CA_REST_1 kept CA_REST_2 kept" },
	{ "us-ca", "09:00-17:30", "10:30-10:40 14:00-14:30 16:00-16:10",
	    "CA_MEAL_1 kept CA_REST_1 kept CA_REST_2 kept" },
	{ "us-ca", "09:00-17:30", "10:30-10:40 14:01-14:31 16:00-16:10",
	    "CA_MEAL_1 late CA_REST_1 kept CA_REST_2 kept" },
	{ "us-ca", "09:00-17:30", "12:00-12:29",
	    "CA_MEAL_1 short 30 CA_REST_1 kept CA_REST_2 short 10" },
	{ "us-ca", "09:00-17:30", "12:00-12:30 12:40-13:00",
	    "CA_MEAL_1 kept CA_REST_1 kept CA_REST_2 short 10" },
	{ "us-ca", "09:00-15:00", "", "CA_MEAL_1 short 30 CA_REST_1 short 10" },
	{ "us-ca", "09:00-15:01", "11:00-11:10",
	    "CA_MEAL_1 short 30 CA_REST_1 kept CA_REST_2 short 10" },
	{ "us-ca", "08:00-18:30", "12:00-12:30",
	    "CA_MEAL_1 kept CA_REST_1 short 10 CA_REST_2 short 10" },
	{ "us-ca", "08:00-18:31", "12:00-12:30",
	    "CA_MEAL_1 kept CA_MEAL_2 short 30 CA_REST_1 short 10 "
	    "CA_REST_2 short 10 CA_REST_3 short 10" },
	{ "us-ca", "08:00-21:00", "12:00-12:30 18:30-19:00",
	    "CA_MEAL_1 kept CA_MEAL_2 kept CA_REST_1 short 10 "
	    "CA_REST_2 short 10 CA_REST_3 short 10" },
	{ "us-ca", "08:00-21:00", "12:00-12:30 18:31-19:01",
	    "CA_MEAL_1 kept CA_MEAL_2 late CA_REST_1 short 10 "
	    "CA_REST_2 short 10 CA_REST_3 short 10" },
	{ "us-ca", "08:00-19:00", "12:00-13:00",
	    "CA_MEAL_1 kept CA_REST_1 short 10 CA_REST_2 short 10" },
	{ "us-ca", "06:00-20:01", "",
	    "CA_MEAL_1 short 30 CA_MEAL_2 short 30 CA_REST_1 short 10 "
	    "CA_REST_2 short 10 CA_REST_3 short 10 CA_REST_4 short 10" }
};

/* `HH:MM-HH:MM` and what stands behind it; 0 when there is none. */
static int
read_span(const char **p, struct rest_span *s)
{
	int h, m, i, n, u;

	if (sscanf(*p, "%d:%d-%d:%d%n", &h, &m, &i, &u, &n) != 4)
		return 0;
	s->from = (h * 60 + m) * (int64_t)MINUTE_MS;
	s->until = (i * 60 + u) * (int64_t)MINUTE_MS;
	*p += n;
	while (**p == ' ')
		++*p;
	return 1;
}

static struct breaks *
rules_of(const char *law)
{
	struct breaks *b = breaks_load(NULL, &c);

	if (b != NULL && breaks_add_law(b, bytes_of(law)) == 0)
		return b;
	printf("# %s\n", diag_text());
	exit(1);
}

/* The verdict on a day in words: rules with a claim, in order. */
static void
verdict(const struct worked *w, char *out, size_t size)
{
	struct rest_span span[8], shift;
	struct rest_list list = { span, 0, 8 };
	struct law_finding found[8];
	const char *p = w->shift;
	struct breaks *rules = rules_of(w->law);
	const struct law *law = breaks_law(rules);
	struct law_day day = { 0, 0, &list };
	size_t i, n = 0;

	read_span(&p, &shift);
	for (p = w->breaks; read_span(&p, &span[list.n]); list.n++)
		;
	day.from = shift.from;
	day.until = shift.until;
	law_judge(law, &day, day.until, found);
	out[0] = '\0';
	for (i = 0; i < law->n; i++) {
		if (found[i].verdict == LAW_NO_CLAIM)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s%s %s",
		    n > 0 ? " " : "", law->rule[i].name,
		    law_verdict_name(found[i].verdict));
		if (found[i].verdict == LAW_SHORT)
			n += (size_t)snprintf(
			    out + n, size - n, " %d", (int)found[i].minutes);
	}
	breaks_free(rules);
}

static void
verdicts(void)
{
	char got[256];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		verdict(&cases[i], got, sizeof(got));
		IS_TEXT(got, cases[i].verdict, "%s %s, breaks %s", cases[i].law,
		    cases[i].shift,
		    cases[i].breaks[0] == '\0' ? "none" : cases[i].breaks);
	}
}

/* What is due at `at` (minutes), or "" and when. */
static const char *
due(struct breaks *rules, double from, double until, double at,
    const struct rest_list *list, struct law_finding *f)
{
	struct law_day day = { (int64_t)(from * MINUTE_MS),
		until < 0 ? INSTANT_NONE : (int64_t)(until * MINUTE_MS), list };
	int i = law_due(breaks_law(rules), &day, (int64_t)(at * MINUTE_MS), f);

	return i < 0 ? "" : breaks_law(rules)->rule[i].name;
}

static void
reminders(void)
{
	struct rest_span span = { 300 * MINUTE_MS, 320 * MINUTE_MS };
	struct rest_list list = { &span, 1, 1 };
	struct breaks *uk = rules_of("uk"), *de = rules_of("de"),
		      *ca = rules_of("us-ca");
	struct law_finding f;

	IS_TEXT(due(uk, 0, 480, 329, NULL, &f), "", "31 min ahead: silence");
	IS_TEXT(due(uk, 0, 480, 330, NULL, &f), "UK_BREAK",
	    "30 min before the sixth hour ends");
	IS_INT(f.due, 360 * MINUTE_MS, "due by then");
	IS_INT(f.minutes, 20, "20 min");
	IS_TEXT(due(uk, 0, 360, 330, NULL, &f), "",
	    "a shift of 6 h gives no claim");
	IS_TEXT(due(uk, 0, -1, 331, NULL, &f), "UK_BREAK",
	    "a day without a known end is held to be longer");
	IS_TEXT(due(uk, 0, 480, 350, &list, &f), "", "a recorded break");
	IS_TEXT(due(uk, 0, 480, 300, &list, &f), "",
	    "at its begin it is not asked for yet");
	IS_TEXT(due(uk, 0, 370, 330, NULL, &f), "UK_BREAK",
	    "a shift of 6 h 10 min");
	IS_INT(f.due, 335 * MINUTE_MS, "not in the last 15 min of it");
	IS_TEXT(due(de, 0, 600, 330, NULL, &f), "DE_30", "Germany");
	IS_INT(f.minutes, 30, "30 min");
	IS_TEXT(due(de, 0, 600, 331, &list, &f), "", "20 of them were given");
	IS_INT(f.verdict, LAW_SHORT, "but more are due later");
	IS_TEXT(due(ca, 0, 480, 105, NULL, &f), "CA_REST_1",
	    "rest in the middle of the first four hours");
	IS_INT(f.aim, 120 * MINUTE_MS, "after two of them");
	IS_TEXT(due(ca, 0, -1, 105, NULL, &f), "CA_REST_1",
	    "and so where nobody knows that there will be 3 h 30 min");
	IS_TEXT(due(ca, 0, -1, 104, NULL, &f), "", "16 min ahead: silence");
	IS_TEXT(due(ca, 0, 209, 105, NULL, &f), "",
	    "a shift of 3 h 29 min gives no claim");
	IS_TEXT(due(ca, 0, 480, 270, NULL, &f), "CA_MEAL_1",
	    "the meal 30 min ahead");
	IS_INT(f.due, 300 * MINUTE_MS, "by the end of the fifth hour");
	breaks_free(uk);
	breaks_free(de);
	breaks_free(ca);
}

static void
words(void)
{
	static const char *const bad[] = { "", "day>", "day>6", "by 5h",
		"day>6h or by 5h", "day>6h and day>=5h", "day>25h",
		"day>6h and block>=31m", "day>-1h", "day>6h and ",
		"day>6h and by 4", "day>6h and block>=0:15" };
	struct law_rule r;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&r, 0, sizeof(r));
		r.minutes = 30;
		IS_INT(law_read_when(&r, bytes_of(bad[i])), -1, "when '%s'",
		    bad[i]);
	}
	OK(law_preset(bytes_of("fr")) == NULL, "no such preset");
}

int
main(void)
{
	if (load_constants_read(&c, NULL) != 0)
		return 1;
	verdicts();
	reminders();
	words();
	return tap_done();
}
