/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "care/activities.h"
#include "csv/settings.h"

enum { MINUTES_MOST = 1440 };

static const char built_in[] =
    "minutes,activity\n"
    "1,look at something far away and let the shoulders drop\n"
    "1,breathe out slowly six times (breathe --guide calm --minutes 1)\n"
    "1,stand up and stretch both arms to the ceiling\n"
    "5,walk to a window and back without the phone\n"
    "5,drink a glass of water standing up\n"
    "5,roll neck and shoulders and shake out the hands\n"
    "5,box breathing (breathe --guide box --minutes 3)\n"
    "10,go outside for fresh air\n"
    "10,talk with a colleague about something else\n"
    "10,climb some stairs and sit down in a quiet place\n"
    "15,take a walk around the building\n"
    "15,eat something away from the desk\n";

struct row {
	int64_t minutes;
	struct bytes activity; /* belongs to the settings */
};

struct activities {
	struct settings *settings;
	struct row *row;
	size_t n;
};

const char *
activities_built_in(void)
{
	return built_in;
}

static int
read_rows(struct activities *a)
{
	const struct settings *s = a->settings;
	size_t i;

	if (settings_columns(s, "minutes! activity! note") != 0)
		return -1;
	a->n = settings_rows(s);
	a->row = mem_zero(a->n + 1, sizeof(*a->row));
	for (i = 0; i < a->n; i++) {
		a->row[i].activity = bytes_trim(settings_get(s, i, "activity"));
		if (num_integer(bytes_trim(settings_get(s, i, "minutes")),
			&a->row[i].minutes) != 0 ||
		    a->row[i].minutes < 1 || a->row[i].minutes > MINUTES_MOST)
			return settings_fail(s, i, "minutes",
			    "a whole number from 1 to %d is expected",
			    MINUTES_MOST);
		if (a->row[i].activity.n == 0)
			return settings_fail(s, i, "activity", "is empty");
	}
	return 0;
}

struct activities *
activities_load(const char *dir)
{
	struct settings *s = settings_load(dir, "activities.csv", built_in);
	struct activities *a;

	if (s == NULL)
		return NULL;
	a = mem_zero(1, sizeof(*a));
	a->settings = s;
	if (read_rows(a) == 0)
		return a;
	activities_free(a);
	return NULL;
}

void
activities_free(struct activities *a)
{
	if (a == NULL)
		return;
	settings_free(a->settings);
	free(a->row);
	free(a);
}

struct bytes
activities_pick(const struct activities *a, int64_t minutes, struct bytes agent,
    int64_t date, int64_t nth)
{
	int64_t fits = 0;
	uint64_t turn, count = 0;
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->row[i].minutes <= minutes && a->row[i].minutes > fits)
			fits = a->row[i].minutes;
	for (i = 0; i < a->n; i++)
		count += a->row[i].minutes == fits;
	if (count == 0)
		return bytes_of("");
	turn = (bytes_fnv1a(agent) % count + (uint64_t)date % count +
		   (uint64_t)nth % count) %
	    count;
	for (i = 0; a->row[i].minutes != fits || turn-- > 0; i++)
		;
	return a->row[i].activity;
}
