/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "care/causes.h"
#include "care/stress.h"
#include "care/training.h"
#include "report/practice.h"
#include "report/sections.h"

void
practice_take(
    struct report *r, const struct call *c, const struct pick_facts *f)
{
	size_t cause = causes_main(f->why);

	if (cause == CAUSES || training_of(cause_name(cause)) == NULL)
		return;
	if (r->pick == NULL)
		r->pick = pick_new(CAUSES);
	pick_take(r->pick, c, f);
}

/* The first case that was picked for a cause; NULL: there is none. */
static const struct pick_case *
case_of(const struct pick *p, size_t count, struct bytes cause)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (bytes_equal(cause_name(pick_at(p, i)->cause), cause))
			return pick_at(p, i);
	return NULL;
}

/* The cases of the topics that are told, in their order. */
static size_t
cases_of_topics(
    const struct report *r, const struct pick_case *cases[PRACTICE_TOPICS])
{
	const struct pick_case *one;
	struct report_row *rows;
	size_t picked = pick_settle(r->pick), count, i, n = 0;

	rows = section_rows(r, section(SECTION_TRAINING), &count);
	for (i = 0; i < count && i < PRACTICE_TOPICS; i++) {
		one = case_of(r->pick, picked, rows[i].key);
		if (one != NULL)
			cases[n++] = one;
	}
	free(rows);
	return n;
}

int
practice_make(struct report *r, const char *settings_dir)
{
	const struct pick_case *cases[PRACTICE_TOPICS];
	struct words *words;
	uint32_t i;
	size_t n;

	if (r->pick == NULL || r->team_only ||
	    (r->sections & 1u << SECTION_TRAINING) == 0 ||
	    (n = cases_of_topics(r, cases)) == 0)
		return 0;
	words = words_open_known(settings_dir);
	if (words == NULL)
		return -1;
	r->cards = rolecards_new(words);
	for (i = 0; i < tally_count(r->tally, TALLY_AGENTS); i++)
		rolecards_agent(r->cards, tally_key(r->tally, TALLY_AGENTS, i));
	rolecards_make(r->cards, r->pick, cases, n);
	words_close(words);
	return 0;
}

const struct rolecard *
practice_card(const struct report *r, struct bytes cause)
{
	const struct rolecard *card;
	size_t i;

	for (i = 0; i < rolecards_count(r->cards); i++) {
		card = rolecards_at(r->cards, i);
		if (bytes_equal(cause_name(card->cause), cause))
			return card;
	}
	return NULL;
}
