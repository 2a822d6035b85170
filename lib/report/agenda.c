/* SPDX-License-Identifier: ISC */
#include "call/zone.h"
#include "report/agenda.h"

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

static void
items_start(struct grid *g, enum carry_kind kind)
{
	enum grid_align align[GRID_COLUMNS] = { GRID_RIGHT, GRID_LEFT };
	size_t i, n = 2;

	for (i = 0; i < ITEM_COLUMNS; i++)
		if (item_columns[i].kinds & 1u << kind)
			align[n++] = item_columns[i].align;
	grid_start(g, n, align);
	grid_text(g, bytes_of("Due"));
	grid_text(g, bytes_of(""));
	for (i = 0; i < ITEM_COLUMNS; i++)
		if (item_columns[i].kinds & 1u << kind)
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
		if (item_columns[i].kinds & 1u << item->kind)
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
	items_start(&g, kind);
	for (i = 0; i < n && i < ITEMS; i++)
		item_row(p, &g, carry_at(carry, from + i));
	grid_write(&g, p->out);
	if (n > ITEMS) {
		buf_text(&p->line,
		    "and %zu more: --carry-out FILE writes "
		    "them all.",
		    n - ITEMS);
		page_say(p);
	}
	return n;
}

void
agenda_write(struct page *p)
{
	const struct carry *carry = p->report->carry;
	size_t i = 0;

	if (carry_count(carry) == 0) {
		page_say_text(p, "Nothing, as far as these records tell.");
		return;
	}
	while (i < carry_count(carry)) {
		if (i > 0)
			page_blank(p);
		i += items_of_kind(p, i);
	}
	page_blank(p);
	page_say_text(p,
	    "What is written down here need not be kept in mind. "
	    "Let it go until tomorrow.");
}
