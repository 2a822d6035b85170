/* SPDX-License-Identifier: ISC */
/*
 * The rules of SPEC section 5: when a breather is offered, for how long,
 * in which words, and whether it was taken.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "call/zone.h"
#include "care/breaks.h"
#include "tap.h"

static struct load_constants c;
static struct breaks *rules;
static struct breaks_offer offer;
static char why[256];

/* One call, with what most tests leave alone. */
static struct breaks_call
call_at(double from, double until, double load, int stress)
{
	struct breaks_call call = { .from = (int64_t)(from * MINUTE_MS),
		.until = (int64_t)(until * MINUTE_MS),
		.rest_from = INSTANT_NONE,
		.load = load,
		.stress = stress };

	return call;
}

/* Look at a call; the reason of an offer as a C string, "" for none. */
static const char *
look(struct breaks_agent *a, const struct breaks_call *call)
{
	why[0] = '\0';
	if (breaks_look(rules, a, call, &offer) == 1)
		snprintf(
		    why, sizeof(why), "%.*s", (int)offer.why.n, offer.why.p);
	return why;
}

static const char *
look_at(struct breaks_agent *a, double until, double load, int stress)
{
	struct breaks_call call = call_at(until - 5, until, load, stress);

	return look(a, &call);
}

static const char *
look_signals(double load, const char *signals)
{
	struct breaks_agent a = { 0 };
	struct breaks_call call = call_at(0, 5, load, 50);

	call.signals = bytes_of(signals);
	return look(&a, &call);
}

static void
load_rules(void)
{
	struct breaks_agent a = { 0 };

	IS_TEXT(look_at(&a, 10, 59.94, 0), "", "59.9 is not 60");
	IS_TEXT(look_at(&a, 20, 59.96, 0),
	    "LOAD 60 >= 60; 5 min brings it to 30", "60.0 as printed is");
	OK(bytes_is(offer.rule, "LOAD_SOON"), "its rule");
	IS_INT(offer.minutes, 5, "5 min");
	IS_INT(offer.from, 20 * MINUTE_MS, "from the end of the call");
	IS_INT(offer.until, 35 * MINUTE_MS, "within 15 min");
	IS_TEXT(look_at(&a, 49, 83, 0), "", "not again within 30 min");
	IS_TEXT(look_at(&a, 50, 83, 0), "LOAD 83 >= 80; 10 min brings it to 21",
	    "but after 30 min");
	OK(bytes_is(offer.rule, "LOAD_NOW"), "now");
	IS_INT(offer.until, 60 * MINUTE_MS, "its window is its length");
	memset(&a, 0, sizeof(a));
	IS_TEXT(look_at(&a, 10, 80.04, 0),
	    "LOAD 80 >= 80; 5 min brings it to 40", "5 min bring 80 to 40");
	memset(&a, 0, sizeof(a));
	IS_TEXT(look_at(&a, 10, 80.1, 0),
	    "LOAD 80 >= 80; 10 min brings it to 20", "not 80.1");
}

static void
event_rules(void)
{
	struct breaks_agent a = { 0 };
	struct breaks_call call;

	IS_TEXT(look_signals(95, "anger threat"),
	    "THREAT; 10 min and a debrief", "EVENT goes before LOAD");
	IS_INT(offer.until - offer.from, 10 * MINUTE_MS, "now");
	IS_TEXT(look_signals(0, "selfharm"), "SELFHARM; 10 min and a debrief",
	    "selfharm");
	IS_TEXT(look_signals(0, "abuse"),
	    "HOSTILE signal abuse; 5 min before the next call", "abuse");
	IS_TEXT(look_signals(0, "threats legal anger"), "",
	    "other words do nothing");
	call = call_at(0, 5, 0, -1);
	call.hostile = FLAG_NO;
	IS_TEXT(look(&a, &call), "", "not flagged");
	call.hostile = FLAG_YES;
	IS_TEXT(look(&a, &call),
	    "HOSTILE signal hostile; 5 min before the next call", "flagged");
	call.threat = FLAG_YES;
	IS_TEXT(look(&a, &call), "THREAT; 10 min and a debrief",
	    "a threat flag; EVENT is not bound by the gap");
	IS_TEXT(look_at(&a, 60, 0, 84), "", "stress 84");
	IS_TEXT(look_at(&a, 70, 0, 85),
	    "HOSTILE stress 85 >= 85; 5 min before the next call", "stress 85");
}

static void
hard_rule(void)
{
	struct breaks_agent a = { 0 };

	look_at(&a, 5, 0, 60);
	look_at(&a, 10, 0, 59);
	look_at(&a, 15, 0, 60);
	IS_TEXT(look_at(&a, 20, 0, -1), "", "two of four");
	IS_TEXT(look_at(&a, 25, 0, 60), "HARD 3 of the last 5 calls",
	    "three of five");
	IS_TEXT(look_at(&a, 30, 0, 70), "", "the window begins anew");
	IS_TEXT(look_at(&a, 35, 0, 70), "", "still");
	IS_TEXT(look_at(&a, 40, 0, 70), "HARD 3 of the last 5 calls",
	    "until there are three again");
	look_at(&a, 45, 0, 70);
	look_at(&a, 50, 0, 70);
	look_at(&a, 55, 0, 0);
	look_at(&a, 60, 0, 0);
	look_at(&a, 65, 0, 0);
	IS_TEXT(look_at(&a, 70, 0, 70), "", "old ones leave it");
}

static void
screen_rule(void)
{
	struct breaks_agent a = { 0 };
	struct breaks_call call = call_at(50, 58, 0, 0);

	call.work = 54.99;
	IS_TEXT(look(&a, &call), "", "54.99 min");
	call.work = 58.4;
	IS_TEXT(look(&a, &call), "SCREEN 58 min without 5 min off", "58 min");
	IS_INT(offer.minutes, 5, "5 min");
	memset(&a, 0, sizeof(a));
	call.load = 70;
	IS_TEXT(look(&a, &call), "SCREEN 58 min without 5 min off",
	    "SCREEN goes before LOAD within 15 min");
	memset(&a, 0, sizeof(a));
	call.load = 81;
	IS_TEXT(look(&a, &call), "LOAD 81 >= 80; 10 min brings it to 20",
	    "LOAD now before SCREEN");
}

/* Offer 5 min at 20, open until 35, then one call with a gap before it. */
static enum flag
taken(double gap_from, double from, double until)
{
	struct breaks_agent a = { 0 };
	struct breaks_call call = call_at(from, until, 0, 0);

	look_at(&a, 20, 60, 0);
	call.rest_from =
	    gap_from < 0 ? INSTANT_NONE : (int64_t)(gap_from * MINUTE_MS);
	return breaks_taken(&a, &call);
}

/*
 * The same of kind LEGAL: a recorded break of 5 min that began at `begin`,
 * then one call.
 */
static enum flag
legal_taken(double begin, double from, double until)
{
	struct breaks_agent a = { .open_count = 1,
		.open = {
		    { 20 * MINUTE_MS, 35 * MINUTE_MS, 5, FLAG_NONE, 1 } } };
	struct rest_list *rests = rest_list_copy(NULL);
	struct law_day day = { 0, INSTANT_NONE, rests };
	struct breaks_call call = call_at(from, until, 0, 0);
	enum flag told;

	rest_list_add(rests, (int64_t)(begin * MINUTE_MS),
	    (int64_t)((begin + 5) * MINUTE_MS));
	call.day = &day;
	told = breaks_taken(&a, &call);
	rest_list_free(rests);
	return told;
}

static void
taken_or_not(void)
{
	struct breaks_agent a = { 0 };
	struct breaks_call call;
	int i;

	IS_INT(taken(20, 25, 26), FLAG_YES, "a gap of 5 min");
	IS_INT(taken(20, 24.99, 26), FLAG_NONE, "a shorter one, still open");
	IS_INT(taken(20, 24, 35), FLAG_NO, "a call until the window closed");
	IS_INT(taken(34, 39, 40), FLAG_YES, "a gap that began in time");
	IS_INT(taken(35, 45, 46), FLAG_NO, "one that began too late");
	IS_INT(taken(18, 24, 26), FLAG_NONE,
	    "of a gap before it counts "
	    "only the rest");
	IS_INT(taken(-1, 21, 30), FLAG_NONE, "no gap, still open");
	IS_INT(legal_taken(30, 40, 41), FLAG_YES, "LEGAL in time");
	IS_INT(legal_taken(35, 40, 41), FLAG_YES, "at the last chance");
	IS_INT(legal_taken(35.1, 41, 42), FLAG_NO, "after it");
	IS_INT(legal_taken(35, 30, 35), FLAG_NONE, "which is not over yet");
	IS_INT(legal_taken(15, 26, 36), FLAG_NO, "what was before is none");

	/* Two offers at 20 and 21; the gap tells of both, one a call. */
	look_at(&a, 20, 60, 0);
	look_at(&a, 21, 60, 90);
	call = call_at(30, 31, 0, 0);
	call.rest_from = 21 * MINUTE_MS;
	IS_INT(breaks_taken(&a, &call), FLAG_YES, "the first of two");
	call = call_at(31, 90, 0, 0);
	IS_INT(breaks_taken(&a, &call), FLAG_YES, "then the second");
	IS_INT(breaks_taken(&a, &call), FLAG_NONE, "and no more");

	for (i = 0; i < BREAKS_OPEN + 3; i++)
		look_at(&a, 100 + i, 0, 90);
	call = call_at(200, 201, 0, 0);
	for (i = 0; breaks_taken(&a, &call) != FLAG_NONE && i < 100; i++)
		;
	IS_INT(i, BREAKS_OPEN, "so many can be open at a time");
}

/* Read a breaks.csv with one more row; the failure's text, "" if none. */
static const char *
reads(const char *row)
{
	static char dir[] = "/tmp/evenkeel-breaks-XXXXXX";
	static int made;
	char path[sizeof(dir) + 16];
	struct breaks *b;
	FILE *f;

	if (!made)
		made = mkdtemp(dir) != NULL;
	snprintf(path, sizeof(path), "%s/breaks.csv", dir);
	if ((f = fopen(path, "w")) == NULL)
		return "no file";
	fprintf(f,
	    "rule,kind,minutes,when,within,note\n"
	    "A,EVENT,5,signal:abuse or stress>=90 or hard 2 of 64,,\n%s\n",
	    row);
	fclose(f);
	b = breaks_load(dir, &c);
	unlink(path);
	if (strcmp(row, "") == 0)
		rmdir(dir);
	if (b == NULL)
		return diag_text();
	breaks_free(b);
	return "";
}

static void
bad_rows(void)
{
	static const struct {
		const char *row, *says;
	} row[] = { { "B,LOAD,5 10 15,load>=70.5,15,say so", "" },
		{ "B,SCREEN,7,work>=90m,5,", "" },
		{ "B,SCREEN,7,work>=90,5,", "column when" },
		{ "B,LEGAL,5,work>=55m,0,", "column when" },
		{ "B,LOAD,5,work>=55m,0,", "column when" },
		{ "B,EVENT,5,signal:thread,0,", "column when" },
		{ "B,EVENT,5,stress>=101,0,", "column when" },
		{ "B,EVENT,5,hard 6 of 5,0,", "column when" },
		{ "B,EVENT,5,hard 2 of 65,0,", "column when" },
		{ "B,EVENT,5,hard 2,0,", "column when" },
		{ "B,EVENT,5,,0,", "column when" },
		{ "B,EVENT,5,stress>=90 or ,0,", "column when" },
		{ "B,EVENT,5 10,stress>=90,0,", "column minutes" },
		{ "B,LOAD,10 5,load>=90,0,", "column minutes" },
		{ "B,LOAD,0,load>=90,0,", "column minutes" },
		{ "B,LOAD,,load>=90,0,", "column minutes" },
		{ "B,LOAD,5,load>=90,-1,", "column within" },
		{ "A,LOAD,5,load>=90,0,", "column rule" },
		{ ",LOAD,5,load>=90,0,", "column rule" }, { "", "" } };
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *got = reads(row[i].row);

		if (row[i].says[0] == '\0')
			IS_TEXT(got, "", "row %zu is fine", i);
		else
			OK(strstr(got, row[i].says) != NULL &&
				strstr(got, "breaks.csv:3:") != NULL,
			    "row %zu is refused", i);
	}
}

int
main(void)
{
	if (load_constants_read(&c, NULL) != 0 ||
	    (rules = breaks_load(NULL, &c)) == NULL) {
		diag_report();
		return 1;
	}
	load_rules();
	event_rules();
	hard_rule();
	screen_rule();
	taken_or_not();
	bad_rows();
	breaks_free(rules);
	return tap_done();
}
