/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "care/sofar.h"

struct sofar {
	struct arrivals *arrivals;
	struct handling *handling; /* NULL: not wanted */
};

struct sofar *
sofar_new(int timed)
{
	struct sofar *s = mem_zero(1, sizeof(*s));

	s->arrivals = arrivals_new();
	if (timed)
		s->handling = handling_new();
	return s;
}

void
sofar_free(struct sofar *s)
{
	if (s == NULL)
		return;
	arrivals_free(s->arrivals);
	handling_free(s->handling);
	free(s);
}

void
sofar_add(struct sofar *s, const struct call *c)
{
	arrivals_add(s->arrivals, c);
	if (s->handling != NULL)
		handling_add(s->handling, c);
}

const struct forecast *
sofar_forecast(const struct sofar *s, const struct past *past, int64_t now,
    const struct day_hours *oneoff, struct forecast *f)
{
	if (past->arrivals == NULL)
		return NULL;
	if (forecast_make(past->arrivals, s->arrivals, now, oneoff, f) != 0) {
		diag_warn("the history has no such weekday: nothing is "
			  "expected of the day");
		return NULL;
	}
	diag_warn("expected today: %.0f calls, %lld of them by now; usual are "
		  "%.0f, %.1f %% of them by now",
	    f->day, (long long)f->so_far, f->usual, 100 * f->share);
	return f;
}

void
sofar_handle(struct sofar *s, struct target *t)
{
	struct bytes all = { NULL, 0 };
	int64_t ms;

	if (s->handling == NULL)
		return;
	handling_settle(s->handling);
	ms = handling_ms(s->handling, all);
	if (ms == DURATION_NONE)
		return;
	target_handle_by(t, s->handling);
	diag_warn("calls are taken to last as the %lld of the day so far did, "
		  "%lld min %lld s: --aht or --history may know better",
	    (long long)handling_calls(s->handling), (long long)(ms / MINUTE_MS),
	    (long long)(ms % MINUTE_MS / SECOND_MS));
}
