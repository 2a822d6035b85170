/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "care/reportcsv.h"

static const char *const keys[] = { [REPORTCSV_SL_VARIANT] = "sl_variant",
	[REPORTCSV_SL_SECONDS] = "sl_seconds",
	[REPORTCSV_SHORT_ABANDON] = "short_abandon",
	[REPORTCSV_DAY_START] = "day_start",
	[REPORTCSV_CONTACTS_DAYS] = "contacts_days" };

static int
read_row(const struct settings *f, size_t row, reportcsv_take *take, void *arg)
{
	struct bytes key = settings_get(f, row, "key");
	const char *wanted;
	unsigned i = 0;

	while (i < REPORTCSV_KEYS && !bytes_is(key, keys[i]))
		i++;
	if (i == REPORTCSV_KEYS)
		return settings_fail(f, row, "key",
		    "sl_variant, sl_seconds, short_abandon, day_start or "
		    "contacts_days is expected");
	wanted =
	    take(arg, (enum reportcsv_key)i, settings_get(f, row, "value"));
	return wanted == NULL
	    ? 0
	    : settings_fail(f, row, "value", "%s is expected", wanted);
}

int
reportcsv_read(struct settings *f, reportcsv_take *take, void *arg)
{
	size_t row;
	int got;

	if (f == NULL)
		return -1;
	got = settings_columns(f, "key! value! note");
	for (row = 0; got == 0 && row < settings_rows(f); row++)
		got = read_row(f, row, take, arg);
	settings_free(f);
	return got;
}
