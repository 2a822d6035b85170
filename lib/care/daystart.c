/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "call/when.h"
#include "call/zone.h"
#include "care/daystart.h"
#include "care/reportcsv.h"

const char daystart_wanted[] = "a time of day such as 06:00";

const char daystart_csv[] =
    "key,value,note\n"
    "day_start,00:00,a record belongs to the day before until then\n";

int
daystart_typed(struct bytes v, int64_t *ms)
{
	return clock_typed(v, ms) == 0 && *ms < DAY_MS && *ms % MINUTE_MS == 0
	    ? 0
	    : -1;
}

/* Values of other keys are wrapup's to check. */
static const char *
take(void *arg, enum reportcsv_key key, struct bytes value)
{
	return key != REPORTCSV_DAY_START || daystart_typed(value, arg) == 0
	    ? NULL
	    : daystart_wanted;
}

int
daystart_load(const char *dir, int64_t *ms)
{
	*ms = 0;
	return reportcsv_read(
	    settings_load(dir, "report.csv", daystart_csv), take, ms);
}
