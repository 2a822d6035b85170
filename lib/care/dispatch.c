/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/hot.h"
#include "base/mem.h"
#include "care/alert.h"
#include "care/dispatch.h"
#include "care/worklist.h"
#include "csv/emit.h"

enum { LEVEL, DUE, STATUS, WHY };

const char *const dispatch_columns[] = { "escalation", "escalation_due",
	"escalation_status", "escalation_why", NULL };

struct dispatch {
	struct stream *stream;
	struct policy *policy;
	struct dispatch_how how;
	struct worklist *list; /* NULL: in their order */
	struct buf text;       /* of the alert at hand */
	int highest;
};

/* Values that struct call does not hold come from the stream. */
static struct bytes
value(void *stream, enum field field)
{
	return stream_value(stream, field);
}

static int64_t
instant(void *stream, enum field field)
{
	return stream_instant(stream, field);
}

static int
has(void *stream, enum field field)
{
	return stream_has(stream, field);
}

void
dispatch_bind(struct stream *s, struct policy *p)
{
	struct facts_source source = { value, instant, has, s };
	const struct policy_rule *r;
	struct emit *e = stream_output(s);
	size_t i;

	policy_bind(p, &source);
	stream_expect(s, policy_expect, p);
	for (i = 0; stream_checking(s) && i < policy_rules(p); i++) {
		r = policy_rule(p, i);
		if (r->lacks == NULL)
			continue;
		emit_string(e, "rule ");
		emit_string(e, r->name);
		emit_string(e, " is off: there is no ");
		emit_string(e, r->lacks);
		emit_byte(e, '\n');
	}
}

struct dispatch *
dispatch_new(struct stream *s, struct policy *p, const struct dispatch_how *how)
{
	struct dispatch *d = mem_zero(1, sizeof(*d));

	d->stream = s;
	d->policy = p;
	d->how = *how;
	if (how->by_due)
		d->list = worklist_new();
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	if (d == NULL)
		return;
	worklist_free(d->list);
	buf_free(&d->text);
	free(d);
}

static void
take_record(struct dispatch *d, const struct escalation *e)
{
	struct stream *s = d->stream;

	if (e->level > 0) {
		stream_set_bytes(
		    s, LEVEL, policy_level_name(d->policy, e->level));
		stream_set_instant(s, DUE, e->due);
		stream_set_bytes(
		    s, STATUS, bytes_of(policy_status_name(e->status)));
		stream_set_bytes(s, WHY, e->why);
	}
	if (e->level == 0 && (d->how.escalated || d->list != NULL))
		stream_leave_out(s);
	else if (d->list == NULL)
		stream_write(s);
	else {
		stream_keep(s, worklist_bytes(d->list));
		worklist_add(d->list, e);
	}
}

static void
take_alert(
    struct dispatch *d, const struct call *call, const struct escalation *e)
{
	struct buf *text = d->list != NULL ? worklist_bytes(d->list) : &d->text;
	struct alert_numbers numbers;

	if (e->level == 0) {
		stream_leave_out(d->stream);
		return;
	}
	numbers.customer = stream_value(d->stream, FIELD_CUSTOMER);
	numbers.caller = stream_value(d->stream, FIELD_CALLER);
	numbers.callee = stream_value(d->stream, FIELD_CALLEE);
	alert_put(
	    text, d->policy, call, e, d->how.with_numbers ? &numbers : NULL);
	stream_used(d->stream);
	if (d->list != NULL) {
		worklist_add(d->list, e);
		return;
	}
	emit_bytes(stream_output(d->stream), text->p, text->n);
	text->n = 0;
}

HOT void
dispatch_take(struct dispatch *d, const struct call *call)
{
	struct escalation e;

	policy_take(d->policy, call, &e);
	if (e.level > d->highest)
		d->highest = e.level;
	if (e.level > 0 && e.due == INSTANT_NONE)
		stream_count(d->stream,
		    "%llu escalations have no due time: "
		    "the time that they count from is missing");
	if (d->how.json)
		take_alert(d, call, &e);
	else
		take_record(d, &e);
}

int
dispatch_end(struct dispatch *d)
{
	size_t i, n = d->list != NULL ? worklist_sort(d->list) : 0;
	struct bytes b;

	for (i = 0; i < n; i++) {
		b = worklist_at(d->list, i);
		if (d->how.json)
			emit_bytes(stream_output(d->stream), b.p, b.n);
		else
			stream_write_kept(d->stream, b);
	}
	return d->highest;
}
