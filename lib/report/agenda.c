/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/agenda.h"
#include "report/headline.h"

enum { ITEMS = 20 }; /* of one kind that are listed */

/* Day and time of an instant, `2 Mar 16:00`. */
static void
put_due(struct buf *out, int64_t at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c;

	zone_civil(at, &c);
	buf_text(out, "%d %.3s %02d:%02d", c.day, months + 3 * (c.month - 1),
	    c.hour, c.minute);
}

/* What the lists of open work show beside the due time. */
static const struct {
	const char *heading;
	enum carry_text text;
	enum grid_align align;
	unsigned kinds; /* bits, of those that show it */
} item_columns[] = {
	{ "Level", CARRY_LEVEL, GRID_LEFT, 1 << CARRY_ESCALATION },
	{ "What", CARRY_ITEM, GRID_LEFT, 1 << CARRY_OTHER },
	{ "Customer", CARRY_CUSTOMER, GRID_LEFT, ~0u },
	{ "Call", CARRY_CALL_ID, GRID_LEFT, ~0u },
	{ "Whose", CARRY_OWNER, GRID_LEFT, ~0u },
	{ "About", CARRY_REASON, GRID_FIT, ~0u },
};
enum { ITEM_COLUMNS = sizeof(item_columns) / sizeof(item_columns[0]) };

static const char *const kind_captions[CARRY_KINDS] = {
	[CARRY_ESCALATION] = "Open escalations, earliest due first",
	[CARRY_PROMISE] = "Open promises, earliest due first",
	[CARRY_HARD] = "Hard calls without a solution, earliest due first",
	[CARRY_OTHER] = "Other open work, earliest due first",
};

/* Whether the lists of a kind show a column. */
static int
shows(const struct page *p, enum carry_kind kind, size_t i)
{
	return (item_columns[i].kinds & 1u << kind) &&
	    !(p->report->team_only && item_columns[i].text == CARRY_OWNER);
}

static void
items_start(const struct page *p, struct grid *g, enum carry_kind kind)
{
	enum grid_align align[GRID_COLUMNS] = { GRID_RIGHT, GRID_LEFT };
	size_t i, n = 2;

	for (i = 0; i < ITEM_COLUMNS; i++)
		if (shows(p, kind, i))
			align[n++] = item_columns[i].align;
	grid_start(g, n, align);
	grid_text(g, bytes_of("Due"));
	grid_text(g, bytes_of(""));
	for (i = 0; i < ITEM_COLUMNS; i++)
		if (shows(p, kind, i))
			grid_text(g, bytes_of(item_columns[i].heading));
}

static void
item_row(struct page *p, struct grid *g, const struct carry_item *item)
{
	size_t i;

	put_due(&p->line, item->due);
	grid_text(g, buf_bytes(&p->line));
	p->line.n = 0;
	grid_text(g, bytes_of(item->due < p->report->now ? "late" : ""));
	for (i = 0; i < ITEM_COLUMNS; i++)
		if (shows(p, item->kind, i))
			grid_text(g, item->text[item_columns[i].text]);
}

/* The items from `from` on that are of its kind; returns their number. */
static size_t
items_of_kind(struct page *p, size_t from)
{
	const struct carry *carry = p->report->carry;
	enum carry_kind kind = carry_at(carry, from)->kind;
	size_t n = carry_count_of(carry, kind), i;
	struct grid g;

	buf_text(&p->line, "%zu %s: %s.", n, carry_noun(kind, n),
	    carry_next_action(kind));
	page_say(p);
	items_start(p, &g, kind);
	for (i = 0; i < n && i < ITEMS; i++)
		item_row(p, &g, carry_at(carry, from + i));
	p->form->table(p, &g, kind_captions[kind]);
	if (n > ITEMS) {
		buf_text(&p->line,
		    "and %zu more: --carry-out FILE writes "
		    "them all.",
		    n - ITEMS);
		page_say(p);
	}
	return n;
}

/* Pages of the daybook name nobody: the number is all that they tell. */
static void
told_elsewhere(struct page *p)
{
	const struct carry *carry = p->report->carry;
	size_t i, n;

	for (i = 0; i < CARRY_KINDS; i++) {
		n = carry_count_of(carry, (enum carry_kind)i);
		if (n > 0)
			buf_text(&p->line, "%zu %s. ", n,
			    carry_noun((enum carry_kind)i, n));
	}
	page_say_text(p,
	    "That is how the last day ended; what they are stands in its "
	    "carry-over.");
}

/* Whether it has become more or less. */
static void
open_before(struct page *p)
{
	if (p->report->open_before < 0 || p->report->sheet.n > 0)
		return;
	buf_text(&p->line, "When the day before ended, %lld were open.",
	    (long long)p->report->open_before);
	page_say(p);
}

void
agenda_write(struct page *p)
{
	const struct carry *carry = p->report->carry;
	size_t i = 0;

	if (carry_total(carry) == 0) {
		if (!headline_nothing(p->report, &p->line))
			buf_add_string(
			    &p->line, "Nothing, as far as these records tell.");
		headline_capital(&p->line, 0);
		page_say(p);
		open_before(p);
		return;
	}
	if (carry_count(carry) == 0) {
		told_elsewhere(p);
		return;
	}
	while (i < carry_count(carry)) {
		if (i > 0)
			page_blank(p);
		i += items_of_kind(p, i);
	}
	page_blank(p);
	open_before(p);
	page_say_text(p,
	    "What is written down here need not be kept in mind. "
	    "Let it go until tomorrow.");
}
