/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/diag.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/staff.h"

int
staff_level_read(struct bytes text, double *level, double *within_s)
{
	struct bytes seconds, percent = bytes_cut(text, '/', &seconds);

	if (num_real(percent, '.', level) != 0 || *level <= 0 ||
	    *level >= 100 || num_real(seconds, '.', within_s) != 0 ||
	    *within_s < 0 || *within_s > 86400)
		return diag_fail(STATUS_CANNOT,
		    "--sl: a service level is "
		    "written like 80/20, percent answered within seconds");
	*level /= 100;
	return 0;
}

int
staff_shrinkage_read(struct bytes text, double *shrinkage)
{
	if (text.n > 0 && text.p[text.n - 1] == '%')
		text.n--;
	if (num_real(text, '.', shrinkage) != 0 || *shrinkage < 0 ||
	    *shrinkage > 90)
		return diag_fail(STATUS_CANNOT,
		    "--shrinkage: percent from 0 "
		    "to 90 are expected");
	*shrinkage /= 100;
	return 0;
}

int
staff_handle(struct staff_setup *s, const struct handling *past)
{
	struct bytes all = { NULL, 0 };

	if (s->handle_ms == 0)
		s->handle_ms = handling_ms(past, all);
	if (s->handle_ms != DURATION_NONE && s->handle_ms > 0)
		return 0;
	return diag_fail(
	    STATUS_CANNOT, "the history has too few handle times: give --aht");
}

/*
 * The calls of the whole interval that a chunk lies in; -1 where nothing
 * is known of its date, which is not to say that no call will come.
 */
static double
calls_of(const struct staff_setup *s, int64_t from)
{
	int length = (int)(s->interval_ms / MINUTE_MS), minute;
	int64_t date, dates[ARRIVALS_WEEKS], sum;
	struct civil civil;

	if (s->calls > 0)
		return (double)s->calls;
	zone_civil(from, &civil);
	date = civil_days(civil.year, civil.month, civil.day);
	if (arrivals_weeks(s->arrivals, date, dates) == 0)
		return -1;
	minute = (civil.hour * 60 + civil.minute) / length * length;
	return (double)arrivals_usual(
		   s->arrivals, date, minute, minute + length, &sum) /
	    2;
}

int
staff_need(const struct staff_setup *s, const struct day *d, size_t i,
    int patient, struct staff_need *need)
{
	struct erlang_line line = { .handle_s =
					(double)s->handle_ms / SECOND_MS,
		.patience_s = patient ? 0 : s->patience_s,
		.within_s = s->within_s };

	*need = (struct staff_need){ .from = d->chunks[i].from };
	need->calls = calls_of(s, need->from);
	if (need->calls < 0)
		return diag_fail(STATUS_CANNOT,
		    "the history has no such weekday: give --calls");
	if (need->calls == 0)
		return 0;
	line.calls_s = need->calls * SECOND_MS / (double)s->interval_ms;
	need->agents = erlang_agents(&line, s->level, &need->line);
	if (need->agents == 0)
		return diag_fail(STATUS_CANNOT,
		    "more than %d agents would "
		    "be needed",
		    ERLANG_AGENTS);
	/* Not one more because of the last bit of a quotient. */
	need->scheduled =
	    (int64_t)ceil((double)need->agents / (1 - s->shrinkage) - 1e-9);
	return 0;
}
