/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hot.h"
#include "base/mem.h"
#include "call/zone.h"
#include "care/breaks.h"
#include "care/rule.h"
#include "csv/settings.h"

struct breaks {
	const struct load_constants *c;
	struct rules rules;
	struct buf why;
};

const char *
breaks_built_in(void)
{
	return rules_built_in();
}

struct breaks *
breaks_load(const char *dir, const struct load_constants *c)
{
	struct breaks *b = mem_zero(1, sizeof(*b));

	b->c = c;
	if (rules_read(&b->rules, dir) == 0)
		return b;
	breaks_free(b);
	return NULL;
}

void
breaks_free(struct breaks *b)
{
	if (b == NULL)
		return;
	rules_free(&b->rules);
	buf_free(&b->why);
	free(b);
}

int
breaks_add_law(struct breaks *b, struct bytes name)
{
	return rules_add_law(&b->rules, name);
}

const struct law *
breaks_law(const struct breaks *b)
{
	return &b->rules.law;
}

static const char *const header[] = { "rule", "kind", "minutes", "when",
	"within", "note" };
enum { COLUMNS = sizeof(header) / sizeof(header[0]) };

static void
print_rows(const struct settings *s, struct emit *e)
{
	size_t row, i;

	for (row = 0; row < settings_rows(s); row++)
		for (i = 0; i < COLUMNS; i++) {
			emit_field(e, settings_get(s, row, header[i]), ',');
			emit_byte(e, i + 1 < COLUMNS ? ',' : '\n');
		}
}

int
breaks_print(const char *dir, const char *law, struct emit *e)
{
	struct settings *s =
	    settings_load(dir, "breaks.csv", breaks_built_in());
	const char *rows = law == NULL ? NULL : law_preset(bytes_of(law));
	size_t i;

	if (s == NULL)
		return -1;
	for (i = 0; i < COLUMNS; i++) {
		emit_string(e, header[i]);
		emit_byte(e, i + 1 < COLUMNS ? ',' : '\n');
	}
	print_rows(s, e);
	settings_free(s);
	if (rows == NULL)
		return 0;
	if ((s = settings_parse("--law", bytes_of(rows))) == NULL)
		return -1;
	print_rows(s, e);
	settings_free(s);
	return 0;
}

static const char *const kind_names[] = { [BREAKS_LEGAL] = "LEGAL",
	[BREAKS_EVENT] = "EVENT",
	[BREAKS_SCREEN] = "SCREEN",
	[BREAKS_LOAD] = "LOAD" };

const char *
breaks_kind_name(enum breaks_kind kind)
{
	return kind_names[kind];
}

/* Remember an offer until it is known whether it was taken. */
static void
keep_open(struct breaks_agent *a, const struct breaks_offer *offer)
{
	struct breaks_open open = { offer->from, offer->until, offer->minutes,
		FLAG_NONE, offer->kind == BREAKS_LEGAL };

	if (a->open_count == BREAKS_OPEN) {
		memmove(a->open, a->open + 1,
		    (BREAKS_OPEN - 1) * sizeof(a->open[0]));
		a->open_count--;
	}
	a->open[a->open_count++] = open;
}

void
breaks_say_overdue(int64_t since, struct buf *why)
{
	struct civil c;

	zone_civil(since, &c);
	buf_text(why, "; overdue since %02d:%02d", c.hour, c.minute);
}

/* Close the offer's window, and say so where that is over. */
static void
set_window(struct breaks *b, struct breaks_offer *offer, int64_t until)
{
	offer->until = until;
	if (until < offer->from)
		breaks_say_overdue(until, &b->why);
	offer->why = buf_bytes(&b->why);
}

static void
make_offer(struct breaks *b, const struct rule *r, const struct rule_look *look,
    struct breaks_offer *offer)
{
	int64_t minutes = rule_minutes(r, look), window = rule_within(r);

	b->why.n = 0;
	rule_why(r, look, minutes, &b->why);
	if (window < minutes)
		window = minutes;
	offer->minutes = minutes;
	offer->from = look->call->until;
	set_window(b, offer, rule_since(r, look) + window * MINUTE_MS);
	offer->rule = bytes_of(rule_name(r));
	offer->kind = rule_kind(r);
	offer->debrief = rule_asks_for_debrief(r);
}

/* A reminder of what the law asks for; 0 when it asks for nothing now. */
static int
remind(struct breaks *b, const struct breaks_agent *a,
    const struct breaks_call *call, struct breaks_offer *offer)
{
	const struct law *law = &b->rules.law;
	struct law_finding f;
	int i;

	if (law->n == 0 || call->day == NULL ||
	    (a->reminded &&
		(double)(call->until - a->last_reminder) <
		    b->c->gap * MINUTE_MS))
		return 0;
	if ((i = law_due(law, call->day, call->until, &f)) < 0)
		return 0;
	b->why.n = 0;
	law_why(&law->rule[i], &f, &b->why);
	offer->minutes = f.minutes;
	offer->from = call->until;
	set_window(b, offer, f.due);
	offer->rule = bytes_of(law->rule[i].name);
	offer->kind = BREAKS_LEGAL;
	offer->debrief = 0;
	return 1;
}

HOT void
breaks_note(const struct breaks *b, struct breaks_agent *a,
    const struct breaks_call *call)
{
	a->hard = a->hard << 1 |
	    (call->stress >= 0 && (double)call->stress >= b->c->hard);
}

HOT int
breaks_ask(struct breaks *b, const struct breaks_agent *a,
    const struct breaks_call *call, struct breaks_offer *offer)
{
	struct rule_look look;
	const struct rule *r;

	if (remind(b, a, call, offer))
		return 1;
	rule_look_at(&look, b->c, a, call);
	r = rules_first(&b->rules, &look,
	    a->offered &&
		(double)(call->until - a->last_offer) < b->c->gap * MINUTE_MS);
	if (r == NULL)
		return 0;
	make_offer(b, r, &look, offer);
	return 1;
}

void
breaks_keep(struct breaks_agent *a, const struct breaks_offer *offer)
{
	keep_open(a, offer);
	a->offered = 1;
	a->last_offer = offer->from;
	a->hard = 0;
	if (offer->kind == BREAKS_LEGAL) {
		a->reminded = 1;
		a->last_reminder = offer->from;
	}
}

int
breaks_look(struct breaks *b, struct breaks_agent *a,
    const struct breaks_call *call, struct breaks_offer *offer)
{
	breaks_note(b, a, call);
	if (!breaks_ask(b, a, call, offer))
		return 0;
	breaks_keep(a, offer);
	return 1;
}

void
breaks_add_why(struct breaks *b, struct breaks_offer *offer, const char *begins,
    struct bytes text, const char *ends)
{
	buf_add_string(&b->why, begins);
	buf_add_bytes(&b->why, text);
	buf_add_string(&b->why, ends);
	offer->why = buf_bytes(&b->why);
}

/*
 * Whether a recorded break took an offer that only such a one takes: one
 * that begins at the last chance is in time.
 */
static int
was_recorded(const struct breaks_open *open, const struct breaks_call *call)
{
	const struct rest_list *list =
	    call->day == NULL ? NULL : call->day->breaks;
	int64_t begin;
	size_t i;

	if (list == NULL)
		return 0;
	for (i = rest_after(list, open->from); i < list->n; i++) {
		begin = list->span[i].from;
		if (begin < open->from)
			begin = open->from;
		if (begin >= call->from || begin > open->until)
			break;
		if (list->span[i].until - begin >= open->minutes * MINUTE_MS)
			return 1;
	}
	return 0;
}

/* What a call says about an open offer. */
static enum flag
was_taken(const struct breaks_open *open, const struct breaks_call *call)
{
	int64_t begin = call->rest_from;

	if (open->legal) {
		if (was_recorded(open, call))
			return FLAG_YES;
	} else if (begin != INSTANT_NONE) {
		if (begin < open->from)
			begin = open->from;
		if (begin < open->until &&
		    call->from - begin >= open->minutes * MINUTE_MS)
			return FLAG_YES;
	}
	return call->until >= open->until + open->legal ? FLAG_NO : FLAG_NONE;
}

HOT enum flag
breaks_taken(struct breaks_agent *a, const struct breaks_call *call)
{
	enum flag told = FLAG_NONE;
	unsigned i, kept = 0;

	for (i = 0; i < a->open_count; i++) {
		if (a->open[i].taken == FLAG_NONE)
			a->open[i].taken = was_taken(&a->open[i], call);
		if (told == FLAG_NONE && a->open[i].taken != FLAG_NONE)
			told = a->open[i].taken;
		else
			a->open[kept++] = a->open[i];
	}
	a->open_count = kept;
	return told;
}
