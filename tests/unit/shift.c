/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

#include "base/diag.h"
#include "call/zone.h"
#include "care/shift.h"

/* In Europe/Berlin; 2026-03-02 is a Monday. */

static char path[] = "/tmp/shiftXXXXXX";

static struct shift_table *
given(const char *rows)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return NULL;
	fprintf(f, "agent,days,start,end,off,target\n%s", rows);
	fclose(f);
	return shift_read(path);
}

/* An agent's hours on a day of March 2026 as `HH:MM-HH:MM target`. */
static const char *
on(struct shift_table *t, size_t agent, int day)
{
	static char text[128];
	struct shift s = shift_on(t, agent, civil_days(2026, 3, day));
	size_t n = 0, i;

	text[0] = '\0';
	for (i = 0; s.hours != NULL && i < s.hours->ons; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%g-%g ",
		    (double)s.hours->on[i].from / HOUR_MS,
		    (double)s.hours->on[i].until / HOUR_MS);
	for (i = 0; s.hours != NULL && i < s.hours->offs; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "off %g-%g ",
		    (double)s.hours->off[i].from / HOUR_MS,
		    (double)s.hours->off[i].until / HOUR_MS);
	snprintf(text + n, sizeof(text) - n, "%" PRId64, s.target);
	return text;
}

static void
days(void)
{
	struct shift_table *t =
	    given("Ada,mon-fri,09:00,17:00,12:00-12:30,60\n"
		  "Bo,fri-mon,22:00,06:00,02:00-02:30,40\n"
		  "Ada,2026-03-06,,,,\n"
		  "Cy,\"Tuesday, thu\",08:00,12:00,,\n"
		  "Cy,tue,13:00,15:00,,25\n"
		  "Ada,2026-03-10..2026-03-12,10:00,14:00,,30\n"
		  "Dee,daily,00:00,24:00,,\n"
		  "Dee,2026-03-05/2026-03-06,9:30,12:00,,7\n"
		  "# nobody,mon,1,2,3,4\n");

	if (t == NULL) {
		printf("Bail out! %s\n", diag_text());
		return;
	}
	IS_INT(shift_agents(t), 4, "four agents");
	IS_INT(shift_find(t, bytes_of(" Cy ")), 2, "by name");
	IS_INT(shift_find(t, bytes_of("cy")), -1, "which has its case");
	IS_INT(shift_has_targets(t), 1, "there are targets");
	IS_TEXT(on(t, 0, 2), "9-17 off 12-12.5 60", "a weekday");
	IS_TEXT(on(t, 0, 6), "0", "a day off");
	IS_TEXT(on(t, 0, 7), "0", "a Saturday");
	IS_TEXT(on(t, 0, 11), "10-14 30", "a range of dates comes first");
	IS_TEXT(on(t, 0, 13), "9-17 off 12-12.5 60", "and ends");
	IS_TEXT(on(t, 1, 2), "22-30 off 26-26.5 40", "a night from Monday");
	IS_TEXT(on(t, 1, 3), "0", "none from Tuesday");
	IS_TEXT(on(t, 1, 8), "22-30 off 26-26.5 40", "fri-mon has Sunday");
	IS_TEXT(on(t, 2, 3), "8-12 13-15 25", "two spans and their target");
	IS_TEXT(on(t, 2, 5), "8-12 0", "one of them on Thursday");
	IS_TEXT(on(t, 3, 1), "0-24 0", "daily");
	IS_TEXT(on(t, 3, 6), "9.5-12 7", "dates with a slash");
	OK(shift_on(t, 0, civil_days(2026, 3, 2)).hours ==
		shift_on(t, 0, civil_days(2026, 3, 3)).hours,
	    "alike is the same");
	shift_free(t);
	shift_free(NULL);
}

static void
nights(void)
{
	struct shift_table *t = given("Bo,sat,22:00,06:00,,40\n"
				      "Bo,sun,06:00,10:00,,\n"
				      "Cy,fri,20:00,04:00,,1\n"
				      "Cy,fri,02:00,03:00,,\n");
	struct civil c = { 2026, 3, 29, 5, 59, 0, 0 };

	/* The clock goes from 02:00 to 03:00 in this night. */
	IS_INT(shift_date(t, 0, zone_instant(&c, 0, NULL)),
	    civil_days(2026, 3, 28), "05:59 is of the night before");
	c.hour = 6;
	IS_INT(shift_date(t, 0, zone_instant(&c, 0, NULL)),
	    civil_days(2026, 3, 29), "06:00 is of its own date");
	c.day = 28;
	c.hour = 5;
	IS_INT(shift_date(t, 0, zone_instant(&c, 0, NULL)),
	    civil_days(2026, 3, 28), "no night before Saturday");
	IS_TEXT(on(t, 1, 6), "2-3 20-28 1",
	    "a morning and a night of Friday alone");
	shift_free(t);
}

static void
refuses(const char *rows, const char *says)
{
	struct shift_table *t = given(rows);
	char want[256];

	OK(t == NULL, "refused: %s", says);
	snprintf(want, sizeof(want), "%s:%s", path, says);
	IS_TEXT(diag_text(), want, "and it is said where and why");
	IS_INT(diag_status(), STATUS_CANNOT, "with status 2");
	shift_free(t);
}

static void
refusals(void)
{
	static const char target[] = "2: column target: a whole number of "
				     "calls from 1 to 1000000 is expected";
	static const char names[] =
	    "2: column days: weekdays like mon-fri "
	    "or mon wed, daily, dates like 2026-03-02 or "
	    "2026-03-02..2026-03-06 are expected";

	refuses(",mon,09:00,17:00,,8\n",
	    "2: column agent: an agent's name is expected");
	refuses("A,mon,09:00,17:00,,0\n", target);
	refuses("A,mon,09:00,17:00,,-5\n", target);
	refuses("A,mon,09:00,17:00,,1000000000\n", target);
	refuses("A,mon,09:00,17:00,,many\n", target);
	refuses("A,,09:00,17:00,,8\n", names);
	refuses("A,monfri,09:00,17:00,,8\n", names);
	refuses("A,2026-02-30,09:00,17:00,,8\n", names);
	refuses("A,2026-03-03..2026-03-02,09:00,17:00,,8\n", names);
	refuses(
	    "A,mon,9,17:00,,8\n", "2: column start: a time HH:MM is expected");
	refuses("A,mon,09:00,25:00,,8\n",
	    "2: column end: a time HH:MM is expected");
	refuses("A,mon,09:00,09:00,,8\n", "2: column start: a span is empty");
	refuses("A,mon,,,,\n",
	    "2: column start: a time HH:MM is expected; "
	    "only a date without off and target can be a day off");
	refuses("A,mon,09:00,17:00,16:45-17:15,8\n",
	    "2: column off: a break is not within the hours");
	refuses("A,mon,09:00,10:00,09:00-10:00,8\n",
	    "2: column off: the breaks leave no working minutes");
	refuses("A,mon,09:00,17:00,12,8\n",
	    "2: column off: spans are "
	    "written like 09:00-17:00, with a comma between them");
	refuses("A,mon-fri,09:00,13:00,,8\nA,wed,12:00,17:00,,\n",
	    "3: column start: spans overlap");
	refuses("A,mon,09:00,13:00,,8\nA,mon,14:00,17:00,,9\n",
	    "3: column target: another row of the same day has another "
	    "target");
	refuses("A,mon,22:00,06:00,,8\nA,tue,05:00,07:00,,8\n",
	    "2: column end: the night reaches into the next day's span");
	refuses("A,daily,05:00,07:00,,8\nA,2026-03-04..2026-03-06,22:00,"
		"06:00,,8\n",
	    "3: column end: the night reaches into the next day's span");
	refuses("A,2026-03-04..2026-03-09,09:00,12:00,,8\n"
		"A,2026-03-06..2026-03-07,11:00,13:00,,8\n",
	    "3: column start: spans overlap");
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0 || zone_set("Europe/Berlin") != 0) {
		printf("1..0 # SKIP no zone tables here\n");
		return 0;
	}
	close(fd);
	days();
	nights();
	refusals();
	unlink(path);
	return tap_done();
}
