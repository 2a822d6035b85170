/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "call/when.h"
#include "call/zone.h"
#include "care/daystart.h"
#include "csv/settings.h"

const char daystart_csv[] =
    "key,value,note\n"
    "day_start,00:00,a record belongs to the day before until then\n";

static const char *const others[] = { "sl_variant", "sl_seconds",
	"short_abandon", "contacts_days" };
enum { OTHERS = sizeof(others) / sizeof(*others) };

int
daystart_typed(struct bytes v, int64_t *ms)
{
	return clock_typed(v, ms) == 0 && *ms < DAY_MS && *ms % MINUTE_MS == 0
	    ? 0
	    : -1;
}

static int
take_row(const struct settings *f, size_t row, int64_t *ms)
{
	struct bytes key = settings_get(f, row, "key");
	size_t i = 0;

	if (!bytes_is(key, "day_start")) {
		while (i < OTHERS && !bytes_is(key, others[i]))
			i++;
		return i < OTHERS
		    ? 0
		    : settings_fail(f, row, "key",
			  "sl_variant, sl_seconds, short_abandon, "
			  "day_start or contacts_days is expected");
	}
	if (daystart_typed(settings_get(f, row, "value"), ms) != 0)
		return settings_fail(
		    f, row, "value", "a time of day such as 06:00 is expected");
	return 0;
}

int
daystart_load(const char *dir, int64_t *ms)
{
	struct settings *f = settings_load(dir, "report.csv", daystart_csv);
	size_t row;
	int got;

	*ms = 0;
	if (f == NULL)
		return -1;
	got = settings_columns(f, "key! value! note");
	for (row = 0; got == 0 && row < settings_rows(f); row++)
		got = take_row(f, row, ms);
	settings_free(f);
	return got;
}
