/* SPDX-License-Identifier: ISC */
#ifndef CARE_TEAM_H
#define CARE_TEAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "call/call.h"
#include "care/breaks.h"
#include "care/cover.h"
#include "care/load.h"
#include "care/rest.h"
#include "care/roster.h"

/*
 * All agents as their calls come by: load, offers, whether these were
 * taken.  Without shifts each is looked at alone; with shifts an offer
 * also has to leave enough of the queue at work and the edges of the
 * shift alone, and a debrief has somebody to talk to.
 */
struct team;

/* What a team is made from; all of it must outlive the team. */
struct team_setup {
	const struct load_constants *constants;
	struct breaks *rules;
	const struct rest *rest; /* recorded breaks; NULL: none */
	struct roster *roster;	 /* of shifts; NULL: not known */
	struct cover *cover;	 /* NULL: no offer makes way */
	int queues;		 /* whether queues matter */
};

/* What one call adds. */
struct team_result {
	enum load_place place;
	struct load_point point;   /* unless lost or bad */
	enum flag taken;	   /* of an earlier offer */
	int offered;		   /* then `offer` is set */
	int alone;		   /* and there is no shift to look at */
	struct breaks_offer offer; /* its texts last until the next one */
};

/* One agent. */
struct team_member {
	struct bytes name; /* belongs to the team */
	struct load_line *line;
	struct breaks_agent breaks;
	struct rest_list *rests;   /* recorded, but for calls in them */
	int64_t number;		   /* in the roster, -1: not there */
	int64_t day_from;	   /* of the calls in a row without a
					 * long gap the first one's begin */
	int64_t last_until;	   /* handling end of the latest call */
	int in_call;		   /* at the end of what was read */
	int64_t take_until;	   /* end of what the cover holds */
	struct map *queues;	   /* calls by queue, of int64_t */
	struct bytes queue;	   /* where most of them were */
	struct breaks_offer event; /* of kind EVENT, the longest open */
	char *event_why;	   /* its reason; NULL: there is none, or
					 * there was rest enough since */
};

/* Without shifts a gap this long begins a new working day. */
enum { TEAM_DAY_GAP_MS = 6 * 3600000 };

struct team *team_new(const struct team_setup *);
void team_free(struct team *);

/*
 * Tell of a call that is likely to be taken next, when its agent is known:
 * what is kept of that one is fetched meanwhile.  Another call may be taken
 * just as well.
 */
void team_expect(struct team *, const struct call *);

/*
 * Take a call that somebody handled, from handling_from to
 * handling_until.  Offers are made for calls in order of time only.
 */
void team_take(struct team *, const struct call *, struct team_result *);

/*
 * Take a call that somebody still handles as far as it has come, which is
 * its handling_until: it adds to the load and is no rest.  What it brings
 * is not known before it ends, so that nothing is offered for it.
 */
void team_take_open(struct team *, const struct call *, struct team_result *);

/* The agents in order of their first call, and by name or NULL. */
size_t team_members(const struct team *);
struct team_member *team_member(const struct team *, size_t i);
struct team_member *team_find(const struct team *, struct bytes name);

/*
 * The working day of a member that holds `t`: the shift, or from the
 * first call on without a known end.  The breaks are the recorded ones.
 */
void team_day(const struct team *, const struct team_member *, int64_t t,
    struct law_day *);

/*
 * With shifts: the least loaded agent of the same queue who is at work at
 * `t`, not away, and has no event of the own to get over, by name among
 * equals; NULL when there is none.
 */
const struct team_member *
team_buddy(const struct team *, const struct team_member *, int64_t t);

/*
 * Who is at work is known by now: number the members by the roster, and
 * let them join their queues.  Both may be NULL: that is not known.
 */
void team_attend(struct team *, struct roster *, struct cover *);

/* Minutes of handling that could not raise a load any more, of all. */
double team_capped(const struct team *);

#endif
