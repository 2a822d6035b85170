/* SPDX-License-Identifier: ISC */
#include "base/diag.h"
#include "base/hot.h"
#include "care/breakplan.h"
#include "care/nowlist.h"
#include "care/watch.h"

enum { NAMES_SHOWN = 5 };

/* Constants and rules.  Returns 0, or -1 (diag_text()). */
static int
read_rules(struct watch *w, const struct watch_setup *s)
{
	const char *dir = s->settings_dir;
	struct bytes law = bytes_of(s->law);

	if (load_constants_read(&w->usual, dir) != 0)
		return -1;
	w->constants = w->usual;
	if (s->change != NULL &&
	    load_constants_change(&w->constants, bytes_of(s->change)) != 0)
		return -1;
	if ((w->rules = breaks_load(dir, &w->constants)) == NULL ||
	    (w->usual_rules = breaks_load(dir, &w->usual)) == NULL)
		return -1;
	if (s->law != NULL &&
	    (breaks_add_law(w->rules, law) != 0 ||
		breaks_add_law(w->usual_rules, law) != 0))
		return -1;
	return (w->activities = activities_load(dir)) == NULL ? -1 : 0;
}

/* Shifts, if there are any, and recorded breaks.  Returns 0 or -1. */
static int
read_times(struct watch *w, const struct watch_setup *s)
{
	w->shifts = s->shifts != NULL ? shift_read(s->shifts)
				      : shift_load(s->settings_dir);
	if (w->shifts == NULL)
		return -1;
	if (shift_agents(w->shifts) > 0) {
		w->roster = roster_new(w->shifts);
		if (s->cover)
			w->cover = cover_new(w->roster);
	}
	if (s->breaks != NULL &&
	    (w->rest = rest_read(s->breaks, s->date)) == NULL)
		return -1;
	return 0;
}

int
watch_open(struct watch *w, const struct watch_setup *s)
{
	struct team_setup team;

	if (read_rules(w, s) != 0 || read_times(w, s) != 0)
		return -1;
	team = (struct team_setup){ .constants = &w->constants,
		.rules = w->rules,
		.rest = w->rest,
		.roster = w->roster,
		.cover = w->cover,
		.queues = w->cover != NULL || s->queues };
	w->team = team_new(&team);
	if (s->change != NULL && s->compare) {
		team.constants = &w->usual;
		team.rules = w->usual_rules;
		if (w->cover != NULL)
			w->usual_cover = cover_new(w->roster);
		team.cover = w->usual_cover;
		w->usual_team = team_new(&team);
	}
	return 0;
}

void
watch_close(struct watch *w)
{
	team_free(w->team);
	team_free(w->usual_team);
	cover_free(w->cover);
	cover_free(w->usual_cover);
	roster_free(w->roster);
	shift_free(w->shifts);
	rest_free(w->rest);
	activities_free(w->activities);
	breaks_free(w->rules);
	breaks_free(w->usual_rules);
}

static void
add_effect(struct watch_effect *e, const struct team_result *r)
{
	if (r->place == LOAD_LOST || r->place == LOAD_BAD)
		return;
	e->calls++;
	e->offers += r->offered;
	e->loads += r->point.after;
	e->over += r->point.over;
}

HOT void
watch_expect(void *watch, const struct call *call)
{
	const struct watch *w = watch;

	team_expect(w->team, call);
}

HOT void
watch_take(struct watch *w, const struct call *call, struct team_result *r)
{
	if (w->usual_team != NULL) {
		team_take(w->usual_team, call, r);
		add_effect(&w->before, r);
	}
	team_take(w->team, call, r);
	if (w->usual_team != NULL)
		add_effect(&w->now, r);
}

void
watch_take_open(struct watch *w, const struct call *call, struct team_result *r)
{
	team_take_open(w->team, call, r);
}

int
watch_tell_strangers(const struct watch *w, int shifts, struct buf *out)
{
	size_t n = shifts ? shift_agents(w->shifts) : rest_agents(w->rest);
	const char *file = shifts ? "shifts" : "recorded breaks";
	size_t i, strange = 0;
	struct buf names = { 0 };

	for (i = 0; i < n && team_members(w->team) > 0; i++) {
		struct bytes name =
		    shifts ? shift_agent(w->shifts, i) : rest_agent(w->rest, i);

		if (team_find(w->team, name) != NULL)
			continue;
		if (++strange > NAMES_SHOWN)
			continue;
		buf_add_string(&names, strange > 1 ? ", " : "");
		buf_add_string(&names, diag_value(name.p, name.n));
	}
	if (strange > 0) {
		if (strange == n)
			buf_text(
			    out, "none of the agents with calls has %s", file);
		else
			buf_text(out, "%zu of %zu names in the %s %s no call",
			    strange, n, file, strange > 1 ? "have" : "has");
		buf_add_string(out, ": names are compared byte for byte");
		if (diag_shows_values())
			buf_text(
			    out, "; without a call: %s", buf_string(&names));
		if (diag_shows_values() && strange > NAMES_SHOWN)
			buf_add_string(out, ", ..");
	}
	buf_free(&names);
	return strange > 0;
}

void
watch_tell_change(const struct watch *w, struct buf *out)
{
	const struct watch_effect *a = &w->before, *b = &w->now;
	double n = a->calls > 0 ? (double)a->calls : 1;

	buf_text(out,
	    "what-if: %lld offers become %lld, load %.1f on average "
	    "becomes %.1f, %.1f min above %g become %.1f above %g",
	    (long long)a->offers, (long long)b->offers, a->loads / n,
	    b->loads / n, a->over, w->usual.over, b->over, w->constants.over);
}

int
watch_print(const struct watch *w, const struct watch_setup *s, struct emit *e)
{
	emit_string(e, "# load.csv\n");
	load_constants_print(&w->constants, e);
	emit_string(e, "# breaks.csv\n");
	return breaks_print(s->settings_dir, s->law, e);
}

/* The name of an agent's queue, for the plan. */
static const char *
queue_name(void *arg, struct bytes agent, size_t *n)
{
	const struct watch *w = arg;
	const struct team_member *m = team_find(w->team, agent);

	*n = m == NULL ? 0 : m->queue.n;
	return m == NULL ? "" : m->queue.p;
}

int64_t
watch_plan(
    struct watch *w, const struct rhythm *rhythm, int64_t date, struct emit *e)
{
	struct breakplan_setup setup = { .constants = &w->constants,
		.rules = w->rules,
		.roster = w->roster,
		.cover = cover_new(w->roster),
		.rhythm = rhythm,
		.activities = w->activities,
		.date = date,
		.queue = queue_name,
		.arg = w };
	int64_t left;

	team_attend(w->team, w->roster, setup.cover);
	left = breakplan_write(&setup, e);
	team_attend(w->team, w->roster, NULL);
	cover_free(setup.cover);
	return left;
}

void
watch_now_list(struct watch *w, int64_t now, int64_t date, struct emit *e)
{
	struct nowlist_setup setup = { .constants = &w->constants,
		.rules = w->rules,
		.team = w->team,
		.roster = w->roster,
		.rest = w->rest,
		.activities = w->activities,
		.now = now,
		.date = date };

	nowlist_write(&setup, e);
}
