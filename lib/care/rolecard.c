/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "call/zone.h"
#include "care/causes.h"
#include "care/rolecard.h"
#include "care/tenths.h"
#include "care/training.h"
#include "care/words.h"

/* Bytes of a reason and of a note on a card; columns. */
enum { REASON = 80, NOTE = 700, WIDTH = 80, LABEL = 16 };

/* A reason that so many calls have is one of a list. */
enum { CATEGORY = 3 };

struct rolecards {
	struct anonymous *anonymous;
	struct rolecard *card;
	size_t n;
};

static const struct {
	const char *heading, *name;
} parts[ROLECARD_PARTS] = {
	[ROLECARD_WHO] = { "Who", "who" },
	[ROLECARD_REASON] = { "Reason", "reason" },
	[ROLECARD_HISTORY] = { "History", "history" },
	[ROLECARD_MOOD] = { "Mood at start", "mood" },
	[ROLECARD_EVENTS] = { "What happened", "happened" },
	[ROLECARD_NOTE] = { "Note", "note" },
};

struct rolecards *
rolecards_new(const struct words *words)
{
	struct rolecards *r = mem_zero(1, sizeof(*r));

	r->anonymous = anonymous_new(words);
	return r;
}

void
rolecards_free(struct rolecards *r)
{
	size_t i, k;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++)
		for (k = 0; k < ROLECARD_PARTS; k++)
			free((void *)(uintptr_t)r->card[i].part[k].p);
	free(r->card);
	anonymous_free(r->anonymous);
	free(r);
}

void
rolecards_agent(struct rolecards *r, struct bytes name)
{
	if (name.n > 0)
		anonymous_key(r->anonymous, ANONYMOUS_AGENT, name);
}

size_t
rolecards_count(const struct rolecards *r)
{
	return r == NULL ? 0 : r->n;
}

const struct rolecard *
rolecards_at(const struct rolecards *r, size_t i)
{
	return &r->card[i];
}

const char *
rolecard_heading(enum rolecard_part part)
{
	return parts[part].heading;
}

const char *
rolecard_name(enum rolecard_part part)
{
	return parts[part].name;
}

/* Begin another clause of a list with commas. */
static void
clause(struct buf *b, const char *text)
{
	if (b->n > 0)
		buf_add_string(b, ", ");
	buf_add_string(b, text);
}

/* A time as people remember it; short ones are not worth a word. */
static void
minutes(struct buf *b, const char *what, int64_t ms)
{
	int64_t n = (ms + MINUTE_MS / 2) / MINUTE_MS;

	if (ms == DURATION_NONE || n < 1)
		return;
	clause(b, what);
	if (n == 1)
		buf_add_string(b, " about a minute");
	else if (n <= 60)
		buf_text(b, " about %d minutes", (int)n);
	else
		buf_add_string(b, " more than an hour");
}

static void
times(struct buf *b, const char *what, int64_t n)
{
	static const char *const often[] = { "once", "twice", "three times",
		"four times", "five times" };

	if (n < 1)
		return;
	clause(b, what);
	buf_add_byte(b, ' ');
	buf_add_string(b, n <= 5 ? often[n - 1] : "many times");
}

/* What the signals say that happened, in the order of a call. */
static const struct {
	uint32_t signal;
	const char *words;
} events[] = {
	{ SIGNAL_PROFANITY, "there was swearing" },
	{ SIGNAL_ABUSE, "the customer was abusive" },
	{ SIGNAL_THREAT, "the customer threatened" },
	{ SIGNAL_SELFHARM, "somebody was at risk" },
	{ SIGNAL_COMPLAINT, "the customer complained" },
	{ SIGNAL_LEGAL, "a lawyer or an ombudsman was named" },
	{ SIGNAL_CHURN, "the customer wanted to leave" },
	{ SIGNAL_MANAGER, "a manager was asked for" },
	{ SIGNAL_HELP, "the agent asked for support" },
	{ SIGNAL_PROMISE, "something was promised, with a time" },
	{ SIGNAL_THANKS, "the customer said thank you" },
};

/* Whether the sum of the stress has such a part. */
static int64_t
part_of(const struct pick_case *c, const char *name)
{
	struct bytes why = c->text[PICK_WHY], value, term;
	int64_t tenths;

	while (why.p != NULL) {
		term = bytes_cut(why, ' ', &why);
		if (bytes_is(bytes_cut(term, ':', &value), name) &&
		    value.p != NULL && tenths_read(value, &tenths) == 0)
			return tenths;
	}
	return 0;
}

static void
put_end(const struct pick_case *c, struct buf *b)
{
	if (c->outcome == OUTCOME_ENDED_BY_POLICY)
		clause(b, "the agent ended the call as the policy has it");
	if (c->resolved == FLAG_YES)
		clause(b, "it was resolved in the end");
	else if (c->resolved == FLAG_NO)
		clause(b, "it was not resolved");
	if (c->sentiment_end != REAL_NONE)
		clause(b,
		    c->sentiment_end > 0.2	  ? "and ended well"
			: c->sentiment_end < -0.2 ? "and ended badly"
						  : "and ended calmly");
}

static void
put_events(const struct pick_case *c, struct buf *b)
{
	size_t i;

	minutes(b, "the customer waited", c->wait);
	times(b, "was passed on", c->transfers);
	minutes(b, "was on hold for", c->hold);
	if (part_of(c, "length") > 0)
		clause(b, "it took longer than usual");
	times(b, "was interrupted", c->interruptions);
	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (c->signals & events[i].signal)
			clause(b, events[i].words);
	put_end(c, b);
	if (b->n == 0)
		clause(b, "not told");
}

/* The customer's mood: as a system says, else what the sum says of it. */
static void
put_mood(const struct pick_case *c, struct buf *b)
{
	double s = c->sentiment;

	if (s == REAL_NONE && part_of(c, "sentiment") > 0)
		s = -(double)part_of(c, "sentiment") / 200;
	if (c->signals & SIGNAL_THREAT)
		clause(b, "threatening");
	else if (c->signals & SIGNAL_ABUSE)
		clause(b, "abusive");
	else if (c->signals & SIGNAL_ANGER)
		clause(b, "angry");
	if (c->signals & SIGNAL_SELFHARM)
		clause(b, "in distress");
	/* Who is angry is not called friendly, whatever a system says. */
	if (s != REAL_NONE && (s <= -0.2 || b->n == 0))
		clause(b,
		    s <= -0.6	    ? "very unhappy"
			: s <= -0.2 ? "unhappy"
			: s < 0.2   ? "neither happy nor unhappy"
				    : "friendly");
	if (b->n == 0)
		clause(b, "not told: begin calmly");
}

/* A reason of a list as it is; another one as a text. */
static void
put_reason(struct rolecards *r, const struct pick *p, struct bytes reason,
    struct buf *b)
{
	int got = 0;

	if (pick_reason_count(p, reason) >= CATEGORY)
		got = anonymous_put_category(r->anonymous, reason, REASON, b);
	else if (reason.n > 0)
		got = anonymous_put(r->anonymous, reason, REASON, b);
	if (!got)
		buf_add_string(b, "not told");
}

static void
put_history(struct rolecards *r, const struct pick *p,
    const struct pick_case *c, struct buf *b)
{
	static const char *const nth[] = { "first", "second", "third", "fourth",
		"fifth", "sixth", "seventh" };

	if (c->contacts == 0)
		buf_add_string(b, "not known");
	else
		buf_text(b, "the %s contact in 7 days",
		    c->contacts <= 7 ? nth[c->contacts - 1] : "umpteenth");
	if (c->before_days < 0 || c->before_days > 31)
		return;
	buf_add_string(b, "; the one before was ");
	if (c->before_days < 2)
		buf_add_string(b,
		    c->before_days == 0 ? "on the same day" : "the day before");
	else
		buf_text(b, "%d days before", (int)c->before_days);
	if (c->text[PICK_BEFORE].n > 0) {
		buf_add_string(b, ", about ");
		put_reason(r, p, c->text[PICK_BEFORE], b);
	}
	if (c->before_resolved != FLAG_NONE)
		buf_add_string(b,
		    c->before_resolved == FLAG_YES ? ", and was resolved"
						   : ", and was not resolved");
}

/* Who is in a case, by the columns of its record. */
struct cast {
	size_t customer, agent;
};

static struct cast
cast_of(struct rolecards *r, const struct pick_case *c)
{
	static const enum pick_text numbers[] = { PICK_CALLER, PICK_CALLEE,
		PICK_CALL_ID, PICK_PARENT_ID };
	struct cast who;
	size_t i;

	who.customer = anonymous_key(
	    r->anonymous, ANONYMOUS_CUSTOMER, c->text[PICK_CUSTOMER]);
	who.agent =
	    anonymous_key(r->anonymous, ANONYMOUS_AGENT, c->text[PICK_AGENT]);
	rolecards_agent(r, c->text[PICK_OWNER]);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (c->text[numbers[i]].n > 0)
			anonymous_key(r->anonymous, ANONYMOUS_NUMBER,
			    c->text[numbers[i]]);
	return who;
}

/* Keep what stands in `b` as a part, and begin another. */
static void
keep(struct rolecard *card, enum rolecard_part part, struct buf *b)
{
	card->part[part].p = mem_copy(b->n > 0 ? b->p : "", b->n);
	card->part[part].n = b->n;
	b->n = 0;
}

static void
make_card(struct rolecards *r, const struct pick *p, const struct pick_case *c,
    const struct cast *who, struct rolecard *card)
{
	struct buf b = { NULL, 0, 0 };

	card->cause = c->cause;
	anonymous_stand_in(
	    r->anonymous, c->outbound ? who->agent : who->customer, &b);
	buf_add_string(&b, " calls, ");
	anonymous_stand_in(
	    r->anonymous, c->outbound ? who->customer : who->agent, &b);
	buf_add_string(&b, " answers");
	keep(card, ROLECARD_WHO, &b);
	put_reason(r, p, c->text[PICK_REASON], &b);
	keep(card, ROLECARD_REASON, &b);
	put_history(r, p, c, &b);
	keep(card, ROLECARD_HISTORY, &b);
	put_mood(c, &b);
	keep(card, ROLECARD_MOOD, &b);
	put_events(c, &b);
	keep(card, ROLECARD_EVENTS, &b);
	anonymous_put(r->anonymous, c->text[PICK_NOTE], NOTE, &b);
	keep(card, ROLECARD_NOTE, &b);
	buf_free(&b);
}

void
rolecards_make(struct rolecards *r, const struct pick *p,
    const struct pick_case *const *cases, size_t count)
{
	struct cast *who = mem_zero(count + 1, sizeof(*who));
	size_t i;

	r->card = mem_zero(count + 1, sizeof(*r->card));
	r->n = count;
	for (i = 0; i < count; i++)
		who[i] = cast_of(r, cases[i]);
	for (i = 0; i < count; i++)
		anonymous_learn(r->anonymous, cases[i]->text[PICK_NOTE]);
	for (i = 0; i < count; i++)
		make_card(r, p, cases[i], &who[i], &r->card[i]);
	free(who);
}

/* A label and its words, those of further lines below the first. */
static void
put_words(struct buf *out, const char *label, struct bytes text)
{
	struct bytes word;
	size_t at = LABEL, n = strlen(label);

	buf_add_string(out, "  ");
	buf_add_string(out, label);
	for (n += 2; n < LABEL; n++)
		buf_add_byte(out, ' ');
	while (text.p != NULL) {
		word = bytes_cut(text, ' ', &text);
		if (at > LABEL && at + 1 + word.n > WIDTH) {
			buf_add_string(out, "\n                ");
			at = LABEL;
		}
		if (at > LABEL) {
			buf_add_byte(out, ' ');
			at++;
		}
		buf_add_bytes(out, word);
		at += word.n;
	}
	buf_add_byte(out, '\n');
}

static void
write_card(const struct rolecard *card, struct buf *out)
{
	const char *practise = training_of(cause_name(card->cause));
	size_t k;

	for (k = 0; k < ROLECARD_PARTS; k++)
		if (card->part[k].n > 0)
			put_words(out, parts[k].heading, card->part[k]);
	if (practise != NULL)
		put_words(out, "Practise", bytes_of(practise));
}

void
rolecards_write(const struct rolecards *r, struct emit *e)
{
	struct buf out = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < r->n; i++) {
		buf_text(&out, "%sRole card %zu of %zu: %s\n",
		    i > 0 ? "\n" : "", i + 1, r->n,
		    cause_words(r->card[i].cause));
		write_card(&r->card[i], &out);
	}
	emit_bytes(e, out.p, out.n);
	buf_free(&out);
}
