/* SPDX-License-Identifier: ISC */

/*
 * sample: call exports that look like a real centre's, for demonstrations,
 * tests and benchmarks. Writes one export to standard output, or to -o; the
 * same options give the same bytes on every machine. Memory depends on the
 * number of agents and not on the length of the run. What happens in the
 * centre is decided in sample-centre.c (calls) and sample-staff.c (agents),
 * how it is written down in sample-rows.c (dialects) and sample-notes.c.
 *
 * Exit status: 0 done, 2 usage, 4 the system failed.
 */

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sample-centre.h"
#include "sample-out.h"
#include "sample-rows.h"

enum { DONE = 0, USAGE = 2, SYSTEM = 4 };

enum {
	MAX_AGENTS = 100000,
	MAX_DAYS = 2900000 /* to the end of the year 9999 */
};

struct options {
	const struct dialect *dialect; /* --dialect, evenkeel */
	const char *output;	       /* -o, standard output */
	const char *breaks;	       /* --breaks, none */
	const char *shifts;	       /* --shifts, none */
	int64_t start;		       /* --start, local s since 1970 */
	int64_t days;		       /* --days, 1, or no end with --bytes */
	int64_t bytes;		       /* --bytes, 0: no limit */
	int64_t agents;		       /* --agents, 24 */
	int64_t load;		       /* --load, percent, 0: by team size */
	int64_t seed;		       /* --seed, 1 */
	int profile;		       /* --profile: only that */
};

static const char weekday_names[7][4] = {
	"mon",
	"tue",
	"wed",
	"thu",
	"fri",
	"sat",
	"sun",
};

static const char usage_line[] =
    "usage: sample [--agents N] [--breaks FILE] "
    "[--bytes SIZE] [--days N]\n"
    "              [--dialect NAME] [--load PERCENT] [-o FILE] [--profile]\n"
    "              [--seed N] [--shifts FILE] [--start YYYY-MM-DD]\n";

static void
help(void)
{
	int i;

	fputs(usage_line, stdout);
	fputs("\n"
	      "  --agents N       how many work there (24)\n"
	      "  --breaks FILE    write the breaks that were taken as CSV\n"
	      "  --bytes SIZE     day after day until so much is written; k, M,"
	      " G are powers\n"
	      "                   of 1000; ends with a whole record\n"
	      "  --days N         how many days (1; with --bytes no limit)\n"
	      "  --load PERCENT   how full the staffed time is (by team size,"
	      " 68 for 24)\n"
	      "  -o FILE          write there (standard output)\n"
	      "  --profile        print the share of inbound calls by weekday"
	      " and hour\n"
	      "  --seed N         another centre of the same kind (1)\n"
	      "  --shifts FILE    write the planned shifts as CSV\n"
	      "  --start DATE     the first day (2026-03-02, a Monday)\n"
	      "  --dialect NAME   one of:",
	    stdout);
	for (i = 0; dialect_name(i) != NULL; i++)
		printf(" %s", dialect_name(i));
	putchar('\n');
}

static _Noreturn void
usage(const char *what, const char *value)
{
	if (what != NULL)
		fprintf(stderr, "sample: %s: %s\n", what, value);
	fputs(usage_line, stderr);
	exit(USAGE);
}

/* What is wrong with the system, and the status that says so. */
static int
complain(const char *name, int error)
{
	fprintf(stderr, "sample: %s: %s\n", name, strerror(error));
	return SYSTEM;
}

/* Options. */

static int64_t
number(const char *option, const char *text, int64_t low, int64_t high)
{
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || value < low ||
	    value > high)
		usage(option, "not a number that is possible here");
	return value;
}

static int64_t
size(const char *text)
{
	static const char units[] = "kMGT";
	long long value;
	const char *unit;
	char *end;
	int64_t factor = 1;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (end == text || errno != 0 || value < 1)
		usage("--bytes", "not a size");
	if (*end == 'K')
		*end = 'k';
	if (*end != '\0' && (unit = strchr(units, *end)) != NULL) {
		for (; unit >= units; unit--)
			factor *= 1000;
		end++;
	}
	if (*end != '\0' || value > INT64_MAX / factor)
		usage("--bytes", "not a size");
	return value * factor;
}

static int64_t
date(const char *text)
{
	int year, month, day, n = 0, back[3];
	int64_t at;

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3 ||
	    n != 10 || text[n] != '\0' || year < 1971 || year > 9998 ||
	    month < 1 || month > 12 || day < 1 || day > 31)
		usage("--start", "not a date as YYYY-MM-DD from 1971 on");
	at = civil_time(year, month, day);
	civil_date(at, back);
	if (back[2] != day)
		usage("--start", "there is no such day");
	return at;
}

static const struct dialect *
dialect(const char *name)
{
	const struct dialect *d = dialect_find(name);

	if (d == NULL)
		usage("--dialect", "unknown; sample -h lists them");
	return d;
}

static void
set_option(struct options *o, int option, const char *value)
{
	switch (option) {
	case 'a':
		o->agents = number("--agents", value, 1, MAX_AGENTS);
		break;
	case 'b':
		o->breaks = value;
		break;
	case 'B':
		o->bytes = size(value);
		break;
	case 'd':
		o->days = number("--days", value, 1, MAX_DAYS);
		break;
	case 'D':
		o->dialect = dialect(value);
		break;
	case 'l':
		o->load = number("--load", value, 1, 200);
		break;
	case 'o':
		o->output = strcmp(value, "-") == 0 ? NULL : value;
		break;
	case 'p':
		o->profile = 1;
		break;
	case 's':
		o->seed = number("--seed", value, 0, INT64_MAX);
		break;
	case 'S':
		o->shifts = value;
		break;
	case 't':
		o->start = date(value);
		break;
	case 'h':
		help();
		exit(fflush(stdout) == EOF ? complain("standard output", errno)
					   : DONE);
	default:
		usage(NULL, NULL);
	}
}

static void
read_options(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "agents", required_argument, NULL, 'a' },
		{ "breaks", required_argument, NULL, 'b' },
		{ "bytes", required_argument, NULL, 'B' },
		{ "days", required_argument, NULL, 'd' },
		{ "dialect", required_argument, NULL, 'D' },
		{ "help", no_argument, NULL, 'h' },
		{ "load", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "profile", no_argument, NULL, 'p' },
		{ "seed", required_argument, NULL, 's' },
		{ "shifts", required_argument, NULL, 'S' },
		{ "start", required_argument, NULL, 't' }, { NULL, 0, NULL, 0 }
	};
	int option;

	while ((option = getopt_long(argc, argv, "ho:", names, NULL)) != -1)
		set_option(o, option, optarg);
	if (optind < argc)
		usage(argv[optind], "sample reads no files");
	if (o->days == 0)
		o->days = o->bytes == 0 ? 1 : MAX_DAYS;
}

/* The files beside the calls. */

static void
put_profile(struct out *out)
{
	int day, hour;

	out_text(out, "weekday,hour,share\n");
	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++) {
			out_room(out);
			out_text(out, weekday_names[day]);
			out_byte(out, ',');
			out_number(out, hour, 1);
			out_text(out, ",0.");
			out_number(out, centre_share(day, hour), 6);
			out_byte(out, '\n');
		}
}

/* Minutes after midnight as HH:MM. */
static void
put_minutes(struct out *out, int minutes)
{
	out_number(out, minutes / 60 % 24, 2);
	out_byte(out, ':');
	out_number(out, minutes % 60, 2);
}

/* mon-fri, or sat, or mon wed fri. */
static void
put_days(struct out *out, unsigned days)
{
	int first = 0, last = 6, i, put = 0;

	while (!(days >> first & 1))
		first++;
	while (!(days >> last & 1))
		last--;
	if (last - first > 1 &&
	    (days >> first) + 1 == 1u << (last - first + 1)) {
		out_text(out, weekday_names[first]);
		out_byte(out, '-');
		out_text(out, weekday_names[last]);
		return;
	}
	for (i = first; i <= last; i++) {
		if (!(days >> i & 1))
			continue;
		if (put++)
			out_byte(out, ' ');
		out_text(out, weekday_names[i]);
	}
}

static void
put_shift(struct out *out, int agent, const struct shift_plan *plan)
{
	int i;

	out_room(out);
	put_agent_name(out, agent);
	out_byte(out, ',');
	put_days(out, plan->days);
	out_byte(out, ',');
	put_minutes(out, plan->start);
	out_byte(out, ',');
	put_minutes(out, plan->end);
	out_text(out, plan->noff > 1 ? ",\"" : ",");
	for (i = 0; i < plan->noff; i++) {
		if (i > 0)
			out_byte(out, ',');
		put_minutes(out, plan->off[i][0]);
		out_byte(out, '-');
		put_minutes(out, plan->off[i][1]);
	}
	out_text(out, plan->noff > 1 ? "\"," : ",");
	out_number(out, plan->target, 1);
	out_byte(out, '\n');
}

static int
write_shifts(const struct options *o, const struct centre *centre)
{
	struct shift_plan plan;
	struct out *out;
	int agent, error;

	if (o->shifts == NULL)
		return DONE;
	if ((out = out_open(o->shifts)) == NULL)
		return complain(o->shifts, errno);
	out_text(out, "agent,days,start,end,off,target\n");
	for (agent = 0; agent < o->agents; agent++) {
		centre_shift(centre, agent, &plan);
		put_shift(out, agent, &plan);
	}
	error = out_close(out);
	return error == 0 ? DONE : complain(o->shifts, error);
}

static void
put_rests(struct out *out, struct centre *centre)
{
	struct rest rest;

	while (out != NULL && centre_rest(centre, &rest)) {
		out_room(out);
		put_agent_name(out, rest.agent);
		out_byte(out, ',');
		out_when(out, rest.start);
		out_byte(out, ',');
		out_when(out, rest.end);
		out_byte(out, ',');
		out_text(out, rest.kind);
		out_byte(out, '\n');
	}
}

/* The calls, and the breaks of each day when it is over. */

static void
put_calls(const struct options *o, struct centre *centre, struct out *out,
    struct out *breaks)
{
	struct call call;

	rows_header(out, o->dialect);
	while (out->error == 0 && centre_next(centre, &call)) {
		put_rests(breaks, centre);
		rows_put(out, o->dialect, &call);
		if (o->bytes > 0 && out->written + out->n >= (uint64_t)o->bytes)
			break;
	}
	put_rests(breaks, centre);
	centre_close(centre);
	put_rests(breaks, centre);
}

static int
write_calls(const struct options *o, struct centre *centre)
{
	struct out *out, *breaks = NULL;
	int error, status = DONE;

	if ((out = out_open(o->output)) == NULL)
		return complain(
		    o->output == NULL ? "standard output" : o->output, errno);
	if (o->breaks != NULL) {
		if ((breaks = out_open(o->breaks)) == NULL) {
			status = complain(o->breaks, errno);
			out_close(out);
			return status;
		}
		out_text(breaks, "agent,start,end,kind\n");
	}
	put_calls(o, centre, out, breaks);
	if ((error = out_close(out)) != 0)
		status = complain(
		    o->output == NULL ? "standard output" : o->output, error);
	if ((error = out_close(breaks)) != 0)
		status = complain(o->breaks, error);
	return status;
}

static int
write_profile(const struct options *o)
{
	struct out *out = out_open(o->output);
	int error;

	if (out != NULL) {
		put_profile(out);
		error = out_close(out);
	} else
		error = errno;
	return error == 0
	    ? DONE
	    : complain(
		  o->output == NULL ? "standard output" : o->output, error);
}

int
main(int argc, char **argv)
{
	struct options o = { .agents = 24, .seed = 1 };
	struct centre_plan plan;
	struct centre *centre;
	int status;

	o.dialect = dialect_find("evenkeel");
	o.start = civil_time(2026, 3, 2);
	read_options(&o, argc, argv);
	if (o.profile)
		return write_profile(&o);

	plan.first_day = o.start;
	plan.end = o.start + o.days * DAY_S;
	if (plan.end > civil_time(9999, 12, 31))
		plan.end = civil_time(9999, 12, 31);
	plan.agents = (int)o.agents;
	plan.load = (int)o.load;
	plan.seed = (uint64_t)o.seed;
	if ((centre = centre_new(&plan)) == NULL)
		return complain("memory", ENOMEM);

	status = write_shifts(&o, centre);
	if (status == DONE)
		status = write_calls(&o, centre);
	centre_free(centre);
	return status;
}
