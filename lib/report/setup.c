/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/duration.h"
#include "call/zone.h"
#include "care/daystart.h"
#include "care/reportcsv.h"
#include "report/setup.h"

const char setup_csv[] =
    "key,value,note\n"
    "sl_variant,offered,\"offered, answered, credit, late-abandon, "
    "short-credit or short-excluded\"\n"
    "sl_seconds,20,T of the service level\n"
    "short_abandon,5,seconds up to which an abandoned call counts as short\n"
    "day_start,00:00,a record belongs to the day before until then\n"
    "contacts_days,70,days that the daybook knows who called; 0 for ever\n";

static int
take_variant(struct setup *s, struct bytes v)
{
	s->sl_variant = service_by_name(v);
	return s->sl_variant < SERVICE_VARIANTS ? 0 : -1;
}

/* Up to an hour; more would be a slip. */
static int
take_seconds(struct bytes v, int64_t *ms)
{
	return duration_typed(v, ms) == 0 && *ms >= 0 && *ms <= HOUR_MS &&
		*ms % SECOND_MS == 0
	    ? 0
	    : -1;
}

static int
take_within(struct setup *s, struct bytes v)
{
	return take_seconds(v, &s->within_ms);
}

static int
take_short(struct setup *s, struct bytes v)
{
	return take_seconds(v, &s->short_ms);
}

static int
take_day_start(struct setup *s, struct bytes v)
{
	return daystart_typed(v, &s->day_start_ms);
}

/* Less than the days around one would leave first contacts untold. */
static int
take_contacts(struct setup *s, struct bytes v)
{
	return num_integer(v, &s->contacts_days) == 0 &&
		(s->contacts_days == 0 ||
		    (s->contacts_days >= 15 && s->contacts_days <= 9999))
	    ? 0
	    : -1;
}

static const struct {
	int (*take)(struct setup *, struct bytes);
	const char *wanted;
} keys[] = {
	[REPORTCSV_SL_VARIANT] = { take_variant,
	    "offered, answered, credit, "
	    "late-abandon, short-credit or short-excluded" },
	[REPORTCSV_SL_SECONDS] = { take_within,
	    "whole seconds, up to an hour," },
	[REPORTCSV_SHORT_ABANDON] = { take_short,
	    "whole seconds, up to an hour," },
	[REPORTCSV_DAY_START] = { take_day_start, daystart_wanted },
	[REPORTCSV_CONTACTS_DAYS] = { take_contacts, "0, or 15 to 9999 days," },
};

static const char *
take(void *arg, enum reportcsv_key key, struct bytes value)
{
	return keys[key].take(arg, value) == 0 ? NULL : keys[key].wanted;
}

int
setup_load(struct setup *s, const char *settings_dir)
{
	if (reportcsv_read(settings_parse("report.csv", bytes_of(setup_csv)),
		take, s) != 0)
		return -1;
	return reportcsv_read(
	    settings_load(settings_dir, "report.csv", setup_csv), take, s);
}

struct bytes
setup_day_start(const struct setup *s, char out[SETUP_CLOCK])
{
	int minutes = (int)(s->day_start_ms / MINUTE_MS);
	struct bytes b = { out, 5 };

	out[0] = (char)('0' + minutes / 600);
	out[1] = (char)('0' + minutes / 60 % 10);
	out[2] = ':';
	out[3] = (char)('0' + minutes % 60 / 10);
	out[4] = (char)('0' + minutes % 10);
	return b;
}
