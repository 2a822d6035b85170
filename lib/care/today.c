/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "call/zone.h"
#include "care/absent.h"
#include "care/fit.h"
#include "care/plan_table.h"
#include "care/sofar.h"
#include "care/standing.h"
#include "care/today.h"

struct today {
	struct today_setup setup;
	struct target *target;
	struct sofar *so_far;
	uint64_t taken, others; /* records of it, and of other days */
};

struct today *
today_new(struct target *target, const struct today_setup *setup)
{
	struct today *t = mem_zero(1, sizeof(*t));

	t->setup = *setup;
	t->target = target;
	t->so_far = sofar_new(setup->timed);
	return t;
}

void
today_free(struct today *t)
{
	if (t == NULL)
		return;
	sofar_free(t->so_far);
	free(t);
}

void
today_record(struct today *t, struct stream *s, const struct call *call)
{
	int64_t now = t->setup.plan.now;
	struct target_standing standing;

	if (stream_value(s, FIELD_ITEM).n > 0) {
		stream_used(s);
		return;
	}
	if (call->start != INSTANT_NONE && call->start > now) {
		stream_leave_out(s);
		return;
	}
	if (!replan_is_of(t->target, &t->setup.plan, call)) {
		t->others++;
		stream_count(s, "%llu records of other days are left out");
		stream_leave_out(s);
		return;
	}
	t->taken++;
	sofar_add(t->so_far, call);
	if (!call->handled || call->answered_at == INSTANT_NONE ||
	    call->answered_at <= now)
		standing_excuse(
		    t->target, s, target_take(t->target, call, &standing));
	stream_used(s);
}

/* Say when a file of another day was read. */
static void
tell_day(const struct today *t, const struct replan_setup *plan)
{
	char text[NUM_MAX];

	if (t->taken == 0 && t->others > 0)
		diag_warn("no record is of %.*s",
		    (int)date_put(text, t->setup.date), text);
	else
		absent_tell(t->target, t->setup.list, plan);
}

int
today_plan(struct today *t, struct stream *s, int columns)
{
	struct replan_setup plan = t->setup.plan;
	int64_t expected = -1;
	struct forecast f;
	struct replan *r;
	int over = 0;

	if (stream_checking(s) || stream_status(s) == STATUS_CANNOT ||
	    stream_status(s) == STATUS_SYSTEM)
		return 0;
	/* Another date than that of now has no rest to be forecast. */
	if (plan.date == REPLAN_TODAY || plan.date == zone_date(plan.now, 0))
		plan.forecast = sofar_forecast(
		    t->so_far, t->setup.past, plan.now, t->setup.oneoff, &f);
	if (plan.forecast != NULL)
		expected = num_round(f.day);
	sofar_handle(t->so_far, t->target);
	r = replan_new(t->target, &plan);
	if (plan_table_put_rest(
		stream_output(s), columns, r, t->setup.date, expected) != 0)
		stream_abort(s);
	else
		over = fit_rest(r, plan.forecast);
	tell_day(t, &plan);
	replan_free(r);
	return over;
}
