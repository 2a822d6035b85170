/* SPDX-License-Identifier: ISC */
#include "base/bytes.h"
#include "base/diag.h"
#include "care/absent.h"
#include "care/picture.h"

enum { NAME_MOST = 60 }; /* columns of a name in a sentence */

/* Whether an agent has worked on a date by an instant. */
static int
worked_on(struct target *t, size_t agent, int64_t date, int64_t until)
{
	struct target_plan p;

	target_plan_of(t, agent, date, &p);
	return p.day->works > 0 && p.day->work[0].from < until;
}

static int
worked(struct target *t, size_t agent, const struct replan_setup *rest)
{
	size_t i;

	if (rest != NULL)
		return worked_on(t, agent,
		    rest->date != REPLAN_TODAY
			? rest->date
			: target_date(t, agent, rest->now),
		    rest->now);
	for (i = 0; i < target_dates(t); i++)
		if (worked_on(t, agent, target_date_at(t, i), INT64_MAX))
			return 1;
	return 0;
}

void
absent_tell(
    struct target *t, const char *where, const struct replan_setup *rest)
{
	struct buf names = { NULL, 0, 0 };
	size_t absent = 0, i;

	if (!target_is_listed(t) || target_dates(t) == 0)
		return;
	for (i = 0; i < target_agents(t); i++) {
		if (target_was_seen(t, i) || !worked(t, i, rest))
			continue;
		if (++absent > ABSENT_SHOWN)
			continue;
		buf_add_string(&names, absent > 1 ? ", " : "");
		picture_name(target_agent(t, i), NAME_MOST, 1, &names);
	}
	if (absent > ABSENT_SHOWN)
		buf_text(&names, " and %zu more", absent - ABSENT_SHOWN);
	if (absent > 0)
		diag_warn("%zu agents of %s at work on these days have no "
			  "record: %s",
		    absent, where, buf_string(&names));
	buf_free(&names);
}
