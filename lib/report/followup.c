/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "call/when.h"
#include "care/stress.h"
#include "csv/excel.h"
#include "report/followup.h"

/* Columns of carried over items that are no fields. */
enum { DUE, OPENED, LEVEL, WHY, NEXT, OWN };
static const char *const own_names[OWN] = { "due", "opened", "level", "why",
	"next_action" };

struct followup {
	struct carry *carry;
	const struct added *added;
	struct stream *stream;
	int promises; /* records may have a promised_by */
	int own[OWN]; /* columns; -1: not there */
	int carried;  /* its items are yesterday's */
	int working;
	int64_t today;
	const struct pseudonym *pseudonym;
	char owner[PSEUDONYM];
};

struct followup *
followup_new(struct carry *carry, const struct added *added)
{
	struct followup *f = mem_zero(1, sizeof(*f));
	size_t i;

	f->carry = carry;
	f->added = added;
	f->stream = added->stream;
	f->promises = stream_has(f->stream, FIELD_PROMISED_BY);
	for (i = 0; i < OWN; i++)
		f->own[i] = stream_column(f->stream, bytes_of(own_names[i]));
	return f;
}

void
followup_free(struct followup *f)
{
	free(f);
}

void
followup_carried(struct followup *f, int working, int64_t today)
{
	f->carried = 1;
	f->working = working;
	f->today = today;
}

void
followup_disguise(struct followup *f, const struct pseudonym *p)
{
	f->pseudonym = p;
}

/* The owner; an agent whom the call names is in disguise already. */
static struct bytes
owner_of(struct followup *f, const struct call *c)
{
	struct bytes owner = stream_value(f->stream, FIELD_OWNER), hidden;

	if (owner.n == 0)
		return c->agent;
	if (f->pseudonym == NULL)
		return owner;
	hidden.p = f->owner;
	hidden.n =
	    pseudonym_put(f->pseudonym, PSEUDONYM_AGENT, owner, f->owner);
	return hidden;
}

int
followup_is_closed(struct bytes status)
{
	static const struct {
		const char *p;
		size_t n;
	} words[] = { { "closed", 6 }, { "done", 4 }, { "kept", 4 },
		{ "resolved", 8 }, { "solved", 6 }, { "stopped", 7 } };
	struct bytes word;
	size_t i;

	status = bytes_trim(status);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		word = (struct bytes){ words[i].p, words[i].n };
		if (word.n == status.n && bytes_equal_nocase(status, word))
			return 1;
	}
	return 0;
}

/* What all kinds of work have in common. */
static void
draft_of(struct followup *f, const struct call *c, struct carry_item *item)
{
	*item = (struct carry_item){ .kind = CARRY_OTHER };
	item->text[CARRY_CALL_ID] = c->call_id;
	item->text[CARRY_CUSTOMER] = c->customer;
	item->text[CARRY_OWNER] = owner_of(f, c);
	item->text[CARRY_REASON] = c->reason;
	item->text[CARRY_STATUS] = bytes_of("open");
	item->opened = item->latest = c->start;
	item->promised_by = item->due = INSTANT_NONE;
}

static void
escalated(struct followup *f, const struct call *c, struct person *who)
{
	struct stream *s = f->stream;
	struct bytes status = stream_value(s, FIELD_ESCALATION_STATUS);
	struct carry_item item;

	if (followup_is_closed(status))
		return;
	draft_of(f, c, &item);
	item.kind = CARRY_ESCALATION;
	item.text[CARRY_LEVEL] = stream_value(s, FIELD_ESCALATION);
	item.text[CARRY_WHY] = stream_value(s, FIELD_ESCALATION_WHY);
	if (status.n > 0)
		item.text[CARRY_STATUS] = status;
	item.due = stream_instant(s, FIELD_ESCALATION_DUE);
	carry_open(f->carry, who, &item);
}

static void
promised(struct followup *f, const struct call *c, struct person *who)
{
	struct stream *s = f->stream;
	struct carry_item item;
	int64_t by = stream_instant(s, FIELD_PROMISED_BY);

	if (by == INSTANT_NONE ||
	    followup_is_closed(stream_value(s, FIELD_STATUS)))
		return;
	draft_of(f, c, &item);
	item.kind = CARRY_PROMISE;
	item.promised_by = by;
	carry_open(f->carry, who, &item);
}

static void
was_hard(struct followup *f, const struct call *c, struct person *who)
{
	struct carry_item item;

	draft_of(f, c, &item);
	item.kind = CARRY_HARD;
	item.text[CARRY_WHY] = stream_value(f->stream, FIELD_STRESS_WHY);
	carry_open(f->carry, who, &item);
}

void
followup_take(
    struct followup *f, const struct call *c, const struct followup_call *known)
{
	int spoke = c->outcome == OUTCOME_ANSWERED ||
	    c->outcome == OUTCOME_ENDED_BY_POLICY;

	if (known->who != NULL && known->first && spoke)
		carry_spoken(f->carry, known->who, c->start);
	if (c->resolved == FLAG_YES) {
		if (known->who != NULL)
			carry_resolved(f->carry, known->who, c->start);
		return;
	}
	if (added_value(f->added, c->record, FIELD_ESCALATION).n > 0)
		escalated(f, c, known->who);
	if (f->promises && stream_value(f->stream, FIELD_PROMISED_BY).n > 0)
		promised(f, c, known->who);
	/* What the policy ended is not to be brought to a solution. */
	if (known->handled && c->stress >= STRESS_HARD &&
	    c->resolved == FLAG_NO && c->outcome != OUTCOME_ENDED_BY_POLICY)
		was_hard(f, c, known->who);
}

static struct bytes
own(struct followup *f, size_t which)
{
	struct bytes none = { NULL, 0 };

	return f->own[which] < 0
	    ? none
	    : bytes_trim(stream_column_value(f->stream, (size_t)f->own[which]));
}

/* Yesterday's item today. */
static void
carry_over(const struct followup *f, struct carry_item *item)
{
	size_t i;

	if (f->working && item->carried < INT64_MAX &&
	    (item->opened == INSTANT_NONE ||
		zone_date(item->opened, 0) < f->today))
		item->carried++;
	for (i = 0; i < CARRY_TEXTS; i++)
		item->text[i] = excel_plain(item->text[i]);
}

static int64_t
own_time(struct followup *f, size_t which, int64_t otherwise)
{
	struct bytes v = own(f, which);
	int64_t at;

	return v.n > 0 && when_typed(v, 0, &at) == 0 ? at : otherwise;
}

/*
 * A list that went through escalate has a judgement of today behind what
 * stood there: it is in force, unless it is over.
 */
static void
judged(struct stream *s, struct carry_item *item)
{
	struct bytes level = bytes_trim(stream_value(s, FIELD_ESCALATION));
	struct bytes status =
	    bytes_trim(stream_value(s, FIELD_ESCALATION_STATUS));
	int64_t due = stream_instant(s, FIELD_ESCALATION_DUE);

	if (level.n == 0 || followup_is_closed(status))
		return;
	item->text[CARRY_LEVEL] = level;
	item->text[CARRY_WHY] =
	    bytes_trim(stream_value(s, FIELD_ESCALATION_WHY));
	if (status.n > 0)
		item->text[CARRY_STATUS] = status;
	if (due != INSTANT_NONE)
		item->due = due;
}

void
followup_item(struct followup *f, const struct call *c, struct person *who)
{
	struct stream *s = f->stream;
	struct bytes status = stream_value(s, FIELD_STATUS);
	struct carry_item item;
	int64_t n;

	if (followup_is_closed(status))
		return;
	draft_of(f, c, &item);
	item.text[CARRY_ITEM] = bytes_trim(stream_value(s, FIELD_ITEM));
	item.kind = carry_by_name(item.text[CARRY_ITEM]);
	item.text[CARRY_LEVEL] = own(f, LEVEL);
	item.text[CARRY_WHY] = own(f, WHY);
	if (status.n > 0)
		item.text[CARRY_STATUS] = status;
	item.opened = own_time(f, OPENED, c->start);
	item.latest = item.opened;
	item.promised_by = stream_instant(s, FIELD_PROMISED_BY);
	item.due = own_time(f, DUE, INSTANT_NONE);
	if (num_integer(bytes_trim(stream_value(s, FIELD_CARRIED)), &n) == 0 &&
	    n > 0)
		item.carried = n;
	item.text[CARRY_NEXT] = own(f, NEXT);
	judged(s, &item);
	if (f->carried)
		carry_over(f, &item);
	carry_open(f->carry, who, &item);
}
